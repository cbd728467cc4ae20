//! What is one token whatever signs it holds: web and mail addresses, file names.

use std::ops::Range;

use super::lexicon::{Ending, LEXICON};

/// The addresses in `text[range]`, a stretch without white space, in order.
pub(super) fn find(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    found.clear();
    let bytes = &text.as_bytes()[range.clone()];
    if bytes.len() < 4
        || memchr::memchr2(b'@', b'.', bytes).is_none() && memchr::memchr(b':', bytes).is_none()
    {
        return;
    }
    if let Some(at) = web(&text[range.clone()]) {
        let start = range.start + at;
        found.push(start..trim(text, start..range.end).end);
    } else if memchr::memchr(b'@', bytes).is_some() {
        mail(text, range, found);
    } else if let Some(name) = named(text, range) {
        found.push(name);
    }
}

/// Where a web address begins in a stretch without white space.
fn web(text: &str) -> Option<usize> {
    let scheme = memchr::memmem::find(text.as_bytes(), b"://").map(|at| {
        let letters =
            text.as_bytes()[..at].iter().rev().take(10).take_while(|b| b.is_ascii_alphabetic()).count();
        (at - letters, letters)
    });
    if let Some((start, 1..)) = scheme {
        return Some(start);
    }
    let start = memchr::memmem::find(text.as_bytes(), b"www.")
        .or_else(|| memchr::memmem::find(text.as_bytes(), b"WWW."))?;
    let fresh = !text[..start].ends_with(|c: char| c.is_alphanumeric());
    (fresh && text[start + 4..].starts_with(|c: char| c.is_alphanumeric())).then_some(start)
}

fn mail(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut free = range.start;
    for at in memchr::memchr_iter(b'@', &bytes[range.clone()]).map(|at| range.start + at) {
        if at < free {
            continue;
        }
        let before = bytes[free..at].iter().rev().take_while(|&&b| in_box(b)).count();
        let after = bytes[at + 1..range.end].iter().take_while(|&&b| in_host(b)).count();
        let start = lead(bytes, at - before..at);
        let end = trim(text, at..at + 1 + after).end;
        if start < at && end > at + 1 {
            found.push(start..end);
            free = end;
        }
    }
}

/// Where the box of a mail address begins: behind signs that stand before it, taking `mailto:` with it.
fn lead(bytes: &[u8], name: Range<usize>) -> usize {
    let signs = bytes[name.clone()].iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let start = name.start + signs;
    if bytes[..name.start].ends_with(b"mailto:") { name.start - 7 } else { start }
}

fn in_box(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte)
}

fn in_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_".contains(&byte)
}

/// A host or a file name that fills the stretch, but for the signs around it.
fn named(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inner = trim(text, open(text, range));
    let name = &text[inner.clone()];
    if is_group(name) {
        return Some(inner);
    }
    let whole = name.rsplit_once('.').is_some_and(|(_, last)| LEXICON.ending(last) == Some(Ending::File));
    let first = if whole { name } else { name.split(['/', '?', '#']).next()? };
    let (stem, last) = first.rsplit_once('.')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_~#".contains(&b);
    let wanted = stem.len() <= 255
        && stem.bytes().all(plain)
        && !stem.contains("..")
        && stem.bytes().any(|b| b.is_ascii_alphanumeric());
    let fits = match LEXICON.ending(last)? {
        Ending::Host => {
            !last.bytes().any(|b| b.is_ascii_uppercase()) || first.bytes().all(|b| !b.is_ascii_lowercase())
        }
        Ending::File => true,
    };
    (wanted && fits).then_some(inner)
}

/// Whether `name` is that of a newsgroup, like *alt.rivers.varesh*.
fn is_group(name: &str) -> bool {
    let part = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase());
    name.split('.').count() > 2 && name.split('.').all(part)
}

/// `range` without the brackets and quotation marks in front.
fn open(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start_matches(['(', '[', '<', '{', '"', '\'', '“', '‘', '«', '`']);
    range.end - inner.len()..range.end
}

/// `range` without what stands behind an address: brackets, quotation marks, stops.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let whole = &text[range.clone()];
    let mut inner = whole;
    if let Some(at) = inner.find(['<', '>', '"', '“', '”', '«', '»']) {
        inner = &inner[..at];
    }
    let closes = |c: char| ".,;:!?'’)]}*".contains(c);
    let bare = inner.trim_end_matches(closes);
    let balanced = inner[bare.len()..].starts_with(')') && bare.contains('(');
    range.start..range.start + bare.len() + usize::from(balanced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chunk: &str, expected: &[&str]) {
        let mut found = Vec::new();
        find(chunk, 0..chunk.len(), &mut found);
        let found: Vec<&str> = found.into_iter().map(|range| &chunk[range]).collect();
        assert_eq!(found, expected, "{chunk}");
    }

    #[test]
    fn addresses_stay_whole_and_lose_what_stands_around_them() {
        check("(https://example.org/a_(b)).", &["https://example.org/a_(b)"]);
        check("www.example.org,", &["www.example.org"]);
        check("<ann.lee@example.org>", &["ann.lee@example.org"]);
        check("mailto:ann@example.org", &["mailto:ann@example.org"]);
        check("“example.org”", &["example.org"]);
        check("report-2.pdf", &["report-2.pdf"]);
        check("example.org/news?id=4", &["example.org/news?id=4"]);
    }

    #[test]
    fn words_around_a_missing_space_are_no_address() {
        check("rain.Then", &[]);
        check("3.5", &[]);
        check("U.S.", &[]);
        check("@annlee", &[]);
        check("...com", &[]);
    }
}

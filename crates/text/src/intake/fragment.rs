//! The words of a piece of HTML, such as an item of a feed holds: no page, so nothing has to be told from the rest.

use std::sync::LazyLock;

/// Elements that begin and end a paragraph, and those whose content is no text.
static ELEMENTS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/elements.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.skip(1).filter_map(|row| row.split_once('\t')).map(|(name, kind)| (name, kind == "hidden")).collect()
});

/// The paragraphs of `html`, each on a line of its own. Linear in its length, whatever its nesting.
pub(super) fn text(html: &str) -> String {
    let mut flat = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        flat.push_str(&collapsed(&rest[..at]));
        rest = tag(&rest[at..], &mut flat);
    }
    flat.push_str(&collapsed(rest));
    let lines = flat.split('\n').map(|line| characters(line.trim()));
    let lines: Vec<String> = lines.filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n")
}

/// A title or name: one line, without tags.
pub(super) fn line(html: &str) -> String {
    text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// White space of the source is a space; only elements make lines.
fn collapsed(text: &str) -> String {
    text.replace(['\r', '\n', '\t'], " ")
}

/// Passes over what begins with `<`, adding the line break or the character it stands for.
fn tag<'a>(rest: &'a str, flat: &mut String) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let name = rest[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        flat.push('<');
        return &rest[1..];
    }
    let name_end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..name_end].to_ascii_lowercase();
    let after = &rest[tag_end(rest)..];
    match ELEMENTS.iter().find(|(element, _)| *element == name) {
        Some((_, true)) if !rest.starts_with("</") => behind_element(after, &name),
        Some(_) => {
            flat.push('\n');
            after
        }
        None => after,
    }
}

/// The end of the tag: the first `>` outside quotation marks, or else the first `>` at all.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate().take(4096) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |at| at + 1)
}

fn behind_element<'a>(content: &'a str, name: &str) -> &'a str {
    let closes = |at: &usize| {
        let end = content.as_bytes().get(at + 2..at + 2 + name.len());
        end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memmem::find_iter(content.as_bytes(), "</").find(closes).map_or("", |at| &content[at..])
}

/// The line with its character references resolved.
fn characters(line: &str) -> String {
    if !line.contains('&') {
        return line.to_owned();
    }
    let escaped = line.replace('<', "&lt;");
    let found = dom_query::Document::from(format!("<p>{escaped}</p>")).select("p").text().to_string();
    found.replace('\u{a0}', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(text(html), expected, "{html}");
    }

    #[test]
    fn blocks_are_lines() {
        check("<p>Rain\nfell.</p><p>The <b>river</b> rose.</p>", "Rain fell.\nThe river rose.");
        check("Rain fell.<br/>\n<br>It rose.<ul><li>one<li>two</ul>", "Rain fell.\nIt rose.\none\ntwo");
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check("<script>if (a < b) {}</SCRIPT>Rain<!-- <p> --> fell.<style>p {}", "Rain fell.");
        check("<img alt=\"a > b\">Rain fell.", "Rain fell.");
    }

    #[test]
    fn character_references_are_resolved_once() {
        check(
            "Ann &amp; Lee &lt;here&gt; caf&eacute;&nbsp;&#8220;Almeda&#8221;",
            "Ann & Lee <here> café “Almeda”",
        );
        check("5 < 6 &amp;amp; 7", "5 < 6 &amp; 7");
    }

    #[test]
    fn deep_nesting_takes_no_longer() {
        check(&format!("{}Rain fell.", "<div>".repeat(100_000)), "Rain fell.");
        check(&"<div a=\"".repeat(50_000), "");
    }
}

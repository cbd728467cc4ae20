//! A text to its paragraphs.
//!
//! An empty line always ends one. A single line break does in text that has one block a line, and does not where
//! the lines were cut at a width, as in mail and in plain-text articles; the lengths of the lines tell the two apart.

use annals_record::ByteSpan;

/// Widest line, in characters, of a text that counts as cut at a width.
const WIDEST: usize = 100;
/// Narrowest such line; verse, lists and addresses are narrower.
const NARROWEST: usize = 45;

/// The paragraphs of `text`, without the white space around them.
pub(super) fn find(text: &str) -> Vec<ByteSpan> {
    let lines = lines(text);
    let width = width(text, &lines);
    let mut paragraphs: Vec<ByteSpan> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in &lines {
        let goes_on =
            last.zip(width).is_some_and(|(last, width)| !line.fresh && continues(text, last, line, width));
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some(paragraph) => *paragraph = paragraph.cover(line.span),
            None => paragraphs.push(line.span),
        }
        last = Some(line);
    }
    paragraphs
}

/// A line that is not empty.
struct Line {
    /// Without the white space around it.
    span: ByteSpan,
    /// Whether an empty line, or nothing, stands before it.
    fresh: bool,
    /// Its characters.
    length: usize,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fresh = true;
    let mut at = 0;
    while at < text.len() {
        let (end, next, page) = line_end(text, at);
        let span = ByteSpan::new(at, end).trim(text);
        if span.is_empty() {
            fresh = true;
        } else {
            lines.push(Line { span, fresh, length: span.of(text).chars().count() });
            fresh = page;
        }
        at = next;
    }
    lines
}

/// Where the line that begins at `at` ends, where the next begins, and whether the break parts paragraphs by itself.
fn line_end(text: &str, at: usize) -> (usize, usize, bool) {
    let bytes = text.as_bytes();
    let mut from = at;
    while let Some(found) = memchr::memchr3(b'\n', b'\r', 0xE2, &bytes[from..]) {
        let end = from + found;
        let length = match &bytes[end..bytes.len().min(end + 3)] {
            [b'\r', b'\n', ..] => 2,
            [0xE2, 0x80, 0xA8 | 0xA9] => 3,
            [0xE2, ..] => 0,
            _ => 1,
        };
        if length > 0 {
            return (end, end + length, length == 3 && bytes[end + 2] == 0xA9);
        }
        from = end + 1;
    }
    (text.len(), text.len(), false)
}

/// The width at which the lines of `text` were cut; none where they were not.
fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let pairs: Vec<(&Line, &Line)> =
        lines.iter().zip(lines.iter().skip(1)).filter(|(_, next)| !next.fresh).collect();
    let mut lengths: Vec<usize> = pairs.iter().map(|(line, _)| line.length).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len().saturating_sub(1) * 19 / 20)?;
    let full = pairs.iter().filter(|(line, next)| is_full(text, line, next, width)).count();
    // Text in capitals alone, as of wires and cables, shows by the ends of its lines that sentences go on.
    let is_capital = !text.contains(char::is_lowercase);
    let goes_on = |line: &Line, next: &Line| match is_capital {
        true => !line.span.of(text).ends_with(['.', '!', '?', ':', '"', '”', ')']),
        false => begins_lower(text, next),
    };
    let low =
        pairs.iter().filter(|(line, next)| is_full(text, line, next, width) && goes_on(line, next)).count();
    let cut = (NARROWEST..=WIDEST).contains(&width) && full * 2 >= pairs.len() && low * 4 >= full && low > 0;
    cut.then_some(width)
}

/// Whether the first word of `next` had no more room on `line`.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = next.span.of(text).chars().take(width).take_while(|c| !c.is_whitespace()).count();
    line.length + 1 + word + 2 > width && line.length <= WIDEST
}

fn begins_lower(text: &str, line: &Line) -> bool {
    line.span.of(text).starts_with(char::is_lowercase)
}

/// Whether `next` goes on with the paragraph of `line` in a text cut at `width`.
fn continues(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let long = line.length * 3 > width;
    !is_item(next.span.of(text)) && (is_full(text, line, next, width) || long && begins_lower(text, next))
}

/// Whether a line is an item of a list, or a quoted line of a mail.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len() && line.len() - rest.len() <= 3 && rest.starts_with([')', '.']);
    let after = if numbered {
        &rest[1..]
    } else {
        line.strip_prefix(['-', '*', '•', '‣', '·', '–', '—', '>', '+', '|']).unwrap_or("")
    };
    after.starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_line_ends_a_paragraph() {
        check(
            "Rain fell.\n\n The river rose. \r\n \r\nIt fell again.",
            &["Rain fell.", "The river rose.", "It fell again."],
        );
        check("", &[]);
        check(" \n\t\n", &[]);
    }

    #[test]
    fn one_block_a_line() {
        let text = "Flood in Varesh\nThe river rose over its banks on Monday and took two bridges with it, the mayor of the town said in a statement.\nNobody was hurt.\nPort Almeda sent boats.";
        assert_eq!(find(text).len(), 4);
    }

    #[test]
    fn lines_cut_at_a_width_go_on() {
        let first = "The river rose over its banks on Monday and took two bridges with\nit, the mayor said. Nobody was hurt, but the road to Port Almeda is\nclosed until the water has gone, and the town has sent for boats from\nthe coast.";
        let second = "The boats will come on Tuesday, when the wind is expected to have\nturned, he said.";
        check(&format!("{first}\n\n{second}"), &[first, second]);
    }

    #[test]
    fn capitals_cut_at_a_width_go_on() {
        let text = "THE RIVER ROSE OVER ITS BANKS ON MONDAY AND TOOK TWO BRIDGES WITH\nIT, THE MAYOR SAID. NOBODY WAS HURT, BUT THE ROAD TO PORT ALMEDA IS\nCLOSED UNTIL THE WATER HAS GONE.";
        check(text, &[text]);
    }

    #[test]
    fn verse_and_lists_stay_lines() {
        check(
            "The rain came down\nand no one saw\nthe river rise",
            &["The rain came down", "and no one saw", "the river rise"],
        );
        let list = "The council of the town of Varesh asks all who live near the river to\nbring with them what they need for two nights in the school, which is:\n- a blanket\n- water";
        assert_eq!(find(list).len(), 3);
    }
}

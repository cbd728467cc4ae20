//! The gate before the parser: one linear look at a page's tags, so that no page costs more than its size.
//!
//! Building the tree, and walking it, takes time with its depth, with formatting elements left open (each is opened
//! again in every paragraph that follows) and with the square of a tag's attributes. Nearly every page is far from
//! these bounds and passes as it is. One that is not loses tags, never text: elements below [`MAX_DEPTH`], all
//! formatting when it was left open too often, the attributes of a tag that has too many.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// Deepest element kept; pages of outlets stay below 60.
pub(super) const MAX_DEPTH: usize = 128;
/// Most attributes of a tag.
const MAX_ATTRIBUTES: usize = 128;
/// Formatting elements that may be opened again, for each start tag of the page and as a constant beside.
const REOPENED_PER_TAG: usize = 2;
const REOPENED_FREE: usize = 10_000;

/// Elements that are opened again after the block they were left open in.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
const VOID: [&str; 16] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "image", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];
/// Elements whose content is text up to their end tag.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "iframe", "noframes"];

/// What the look at a page found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    /// Tags that may make an element.
    pub tags: usize,
    /// Deepest nesting.
    pub depth: usize,
    /// How often a formatting element left open meets a start tag.
    reopened: usize,
    /// Most attributes of one tag, about.
    attributes: usize,
}

impl Survey {
    fn of(page: &str) -> Self {
        let mut survey = Self::default();
        let mut open = Open::default();
        for tag in tags(page) {
            match open.step(&tag) {
                Step::Opened { .. } => {
                    survey.tags += 1;
                    survey.depth = survey.depth.max(open.stack.len());
                    survey.reopened += open.formatting;
                    survey.attributes = survey.attributes.max(tag.attributes(page));
                }
                Step::Void => {
                    survey.tags += 1;
                    survey.attributes = survey.attributes.max(tag.attributes(page));
                }
                // The parser makes an empty paragraph of an end tag that ends none.
                Step::Unmatched => survey.tags += 1,
                Step::Closed(_) => {}
            }
        }
        survey
    }

    fn floods_formatting(&self) -> bool {
        self.reopened > REOPENED_FREE + REOPENED_PER_TAG * self.tags
    }

    fn is_fine(&self) -> bool {
        self.depth <= MAX_DEPTH && self.attributes <= MAX_ATTRIBUTES && !self.floods_formatting()
    }
}

/// `page` as the parser may have it, and what it is like.
pub(super) fn pass(page: &str) -> (Cow<'_, str>, Survey) {
    let survey = Survey::of(page);
    if survey.is_fine() {
        return (Cow::Borrowed(page), survey);
    }
    (Cow::Owned(flatten(page, survey.floods_formatting())), survey)
}

/// `page` without the tags that go too far.
fn flatten(page: &str, drop_formatting: bool) -> String {
    let mut out = String::with_capacity(page.len());
    let mut open = Open { limit: MAX_DEPTH, ..Open::default() };
    let mut copied = 0;
    for tag in tags(page) {
        let step = open.step(&tag);
        let drop = (drop_formatting && tag.is_formatting())
            || matches!(step, Step::Opened { kept: false } | Step::Closed(false))
            || (matches!(step, Step::Unmatched) && open.stack.len() >= MAX_DEPTH);
        let bare = tag.attributes(page) > MAX_ATTRIBUTES;
        if drop || bare {
            out.push_str(&page[copied..tag.start]);
            copied = tag.end;
            // Words on the two sides of a tag that is gone are still two words where the tag was a block's.
            out.push_str(if drop && !tag.is_formatting() { " " } else { "" });
        }
        if bare && !drop {
            out.extend(["<", tag.name.as_str(), ">"]);
        }
    }
    out.push_str(&page[copied..]);
    out
}

/// What a tag does to the elements that are open.
enum Step {
    /// It opens one; `kept`: above the limit.
    Opened { kept: bool },
    /// It closes one that was kept, or not.
    Closed(bool),
    /// It closes nothing that is open.
    Unmatched,
    /// It opens nothing.
    Void,
}

/// Elements open at a place, about as the parser would have them.
struct Open {
    stack: Vec<(String, bool)>,
    /// Formatting elements opened and not closed by name.
    formatting: usize,
    limit: usize,
}

impl Default for Open {
    fn default() -> Self {
        Self { stack: Vec::new(), formatting: 0, limit: usize::MAX }
    }
}

/// How far up an end tag looks for its element: elements are seldom left open in greater number.
const LOOK_UP: usize = 32;

impl Open {
    fn step(&mut self, tag: &Tag) -> Step {
        match tag.kind {
            TagKind::Start if VOID.contains(&tag.name.as_str()) => Step::Void,
            TagKind::Start => self.open(tag),
            TagKind::End => self.close(tag),
        }
    }

    fn open(&mut self, tag: &Tag) -> Step {
        while self.stack.last().is_some_and(|(top, _)| is_ended_by(top, &tag.name)) {
            self.stack.pop();
            self.formatting -= usize::from(tag.is_formatting() && self.formatting > 0);
        }
        let kept = self.stack.len() < self.limit;
        self.formatting += usize::from(tag.is_formatting());
        self.stack.push((tag.name.clone(), kept));
        Step::Opened { kept }
    }

    fn close(&mut self, tag: &Tag) -> Step {
        if tag.is_formatting() {
            self.formatting = self.formatting.saturating_sub(1);
        }
        let seen = self.stack.iter().rev().take(LOOK_UP).position(|(name, _)| *name == tag.name);
        let Some(up) = seen else { return Step::Unmatched };
        let at = self.stack.len() - 1 - up;
        let kept = self.stack[at].1;
        self.stack.truncate(at);
        Step::Closed(kept)
    }
}

/// Whether an open `top` ends where `next` begins without an end tag of its own.
fn is_ended_by(top: &str, next: &str) -> bool {
    match top {
        "p" => !FORMATTING.contains(&next) && !matches!(next, "span" | "br" | "img"),
        "li" | "option" | "tr" | "a" => top == next,
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr"),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Start,
    End,
}

/// A tag: where it stands, and its name in lower case.
struct Tag {
    kind: TagKind,
    name: String,
    start: usize,
    end: usize,
}

impl Tag {
    fn is_formatting(&self) -> bool {
        FORMATTING.contains(&self.name.as_str())
    }

    /// Number of attributes, counted too high rather than too low.
    fn attributes(&self, page: &str) -> usize {
        let inside = &page.as_bytes()[self.start..self.end];
        if inside.len() <= MAX_ATTRIBUTES {
            return 0;
        }
        let mut quote = None;
        let mut count = 0;
        let mut before = b' ';
        for &byte in inside {
            match quote {
                Some(mark) => quote = (byte != mark).then_some(mark),
                None if byte == b'"' || byte == b'\'' => quote = Some(byte),
                None => {
                    let begins = before.is_ascii_whitespace() || matches!(before, b'"' | b'\'' | b'/');
                    count += usize::from(begins && !byte.is_ascii_whitespace());
                }
            }
            before = byte;
        }
        count
    }
}

/// Longest name of an element that we look at.
const LONGEST_NAME: usize = 16;

/// The tags of `page` in order, without those in comments and in raw text.
fn tags(page: &str) -> impl Iterator<Item = Tag> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr(b'<', &page.as_bytes()[at..])?;
            match tag_at(page, at) {
                Markup::Tag(tag) => {
                    at = if tag.kind == TagKind::Start && RAW.contains(&tag.name.as_str()) {
                        raw_end(page, tag.end, &tag.name)
                    } else {
                        tag.end
                    };
                    return Some(tag);
                }
                Markup::Other(end) => at = end,
            }
        }
    })
}

enum Markup {
    Tag(Tag),
    /// A comment or a bare `<`, and where it ends.
    Other(usize),
}

fn tag_at(page: &str, start: usize) -> Markup {
    let rest = &page.as_bytes()[start + 1..];
    let (kind, name_at) = match rest.first() {
        Some(b'!' | b'?') => return Markup::Other(comment_end(page, start)),
        Some(b'/') => (TagKind::End, 1),
        _ => (TagKind::Start, 0),
    };
    let name: String = rest[name_at..]
        .iter()
        .take(LONGEST_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .map(|byte| byte.to_ascii_lowercase() as char)
        .collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Markup::Other(start + 1);
    }
    let end = tag_end(page, start + 1 + name_at + name.len());
    Markup::Tag(Tag { kind, name, start, end })
}

fn comment_end(page: &str, start: usize) -> usize {
    let rest = &page.as_bytes()[start..];
    let (mark, from): (&[u8], _) = if rest.starts_with(b"<!--") { (b"-->", 2) } else { (b">", 0) };
    memmem::find(&rest[from..], mark).map_or(page.len(), |at| start + from + at + mark.len())
}

/// The end of a tag whose attributes begin at `from`: behind the `>` that stands in no quotes.
fn tag_end(page: &str, from: usize) -> usize {
    let bytes = page.as_bytes();
    let mut at = from;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return at + 1,
            // Quotes hold a value only behind an equals sign; elsewhere they are part of a broken name.
            b'"' | b'\'' if before == b'=' => {
                at += 1 + memchr(byte, &bytes[at + 1..]).unwrap_or(bytes.len() - at - 1);
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
        at += 1;
    }
    page.len()
}

/// Where the end tag of a raw element begins, from `from` on.
fn raw_end(page: &str, from: usize, name: &str) -> usize {
    let bytes = page.as_bytes();
    let mut at = from;
    while let Some(next) = memmem::find(&bytes[at.min(bytes.len())..], b"</") {
        at += next;
        let named = bytes.get(at + 2..at + 2 + name.len());
        if named.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    page.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::article;

    #[track_caller]
    fn check_passes(page: &str) {
        assert!(matches!(pass(page).0, Cow::Borrowed(_)), "{}", &page[..page.len().min(80)]);
    }

    /// The page passes the gate changed, holds its words still, and is within bounds behind it.
    #[track_caller]
    fn check_tamed(page: &str, words: &str) {
        let (tame, before) = pass(page);
        assert!(!before.is_fine());
        assert!(matches!(tame, Cow::Owned(_)));
        let after = Survey::of(&tame);
        assert!(after.is_fine(), "{after:?}");
        let draft = article(page, None).unwrap();
        assert!(
            draft.article.text.contains(words),
            "{:?}",
            &draft.article.text[..draft.article.text.len().min(200)]
        );
    }

    #[test]
    fn a_page_within_bounds_passes_as_it_is() {
        check_passes("<p>Rain fell on <b>Varesh</b>.<p>The river rose.<ul><li>one<li>two</ul>");
        check_passes("");
        check_passes("1 < 2 <!-- <div> --> <script>'<div><div>'</script> <");
        check_passes(&"<p>Rain fell.".repeat(5000));
        check_passes(&"<tr><td>Rain<td>fell".repeat(5000));
        check_passes(&"<a href=x>Rain".repeat(1000));
    }

    #[test]
    fn deep_nesting_is_flattened() {
        check_tamed(
            &format!("{}Rain fell on Varesh.{}", "<div>".repeat(20_000), "</div>".repeat(20_000)),
            "Rain fell",
        );
        check_tamed(&format!("{}Rain fell on Varesh.", "<div>".repeat(50_000)), "Rain fell");
        check_tamed(&format!("{}Rain fell on Varesh.", "<table><tr><td>".repeat(20_000)), "Rain fell");
        check_tamed(&format!("{}Rain fell on Varesh.", "<span>".repeat(50_000)), "Rain fell");
        check_tamed(&format!("{}Rain fell on Varesh.", "<ul><li>".repeat(50_000)), "Rain fell");
    }

    #[test]
    fn text_behind_a_deep_part_is_kept_in_its_place() {
        let deep = format!("{}deep{}", "<div>".repeat(300), "</div>".repeat(300));
        let (tame, _) = pass(&deep);
        assert_eq!(tame.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(tame.matches("</div>").count(), MAX_DEPTH);
    }

    #[test]
    fn formatting_left_open_is_dropped() {
        let bold: String = (0..20_000).map(|n| format!("<font color={n}><p>Rain fell on Varesh. ")).collect();
        check_tamed(&bold, "Rain fell");
        check_tamed(&"<b><p>Rain fell on Varesh. ".repeat(10_000), "Rain fell");
        check_tamed(&"<i>Rain fell on Varesh.".repeat(30_000), "Rain fell");
    }

    #[test]
    fn a_tag_with_a_flood_of_attributes_loses_them() {
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        check_tamed(&format!("<p{attributes}>Rain fell on Varesh.</p>"), "Rain fell");
        check_passes(&format!("<img src=\"{}\"><p>Rain fell.", "data ".repeat(100_000)));
    }

    #[test]
    fn pages_of_nothing_but_one_tag_are_read() {
        for unit in [
            "<p>",
            "<a>",
            "<br>",
            "<li>",
            "</p>",
            "<td>",
            "<!--",
            "<h1>",
            "&amp;",
            "<b></b>",
            "<a href=x></a>",
            "<p class=date>",
        ] {
            let page = format!("<p>Rain fell on Varesh.</p>{}", unit.repeat(200_000 / unit.len()));
            let _ =
                article(&page, None).map(|draft| assert!(draft.article.text.contains("Rain fell"), "{unit}"));
        }
    }
}

//! What an input holds, by its first bytes; hints decide only where those leave it open.

use super::Hints;
use crate::{Error, decode};

/// Bytes looked at.
pub(super) const HEAD: usize = 8 << 10;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Warc,
    /// JSON values one after the other, or a list of them.
    Json,
    /// JSON in a charset that has to be decoded as a whole.
    WideJson,
    Feed,
    Html,
    Text,
}

/// The form of the input that begins with `head`.
pub(super) fn form(head: &[u8], hints: &Hints) -> Result<Form, Error> {
    if head.is_empty() {
        return Err(Error::Empty);
    }
    if head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.") {
        return Ok(Form::Warc);
    }
    if let Some(looks) = decode::binary(head) {
        return Err(Error::Binary(looks));
    }
    let wide = decode::wide(head);
    let narrow = if wide { decode::narrowed(head) } else { head.to_vec() };
    Ok(match of_text(&narrow, hints) {
        Form::Json if wide => Form::WideJson,
        form => form,
    })
}

fn of_text(head: &[u8], hints: &Hints) -> Form {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.starts_with(b"<")
        && let Some(form) = markup(start)
    {
        return form;
    }
    if json(start) {
        return Form::Json;
    }
    hinted(hints, start).unwrap_or(if page_inside(start) { Form::Html } else { Form::Text })
}

/// Markup by its first element.
fn markup(head: &[u8]) -> Option<Form> {
    let lower = head.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") {
        return Some(Form::Html);
    }
    let name = first_element(&lower)?;
    Some(if matches!(name, b"rss" | b"feed" | b"rdf:rdf") { Form::Feed } else { Form::Html })
}

/// The name of the first element behind declarations and comments.
fn first_element(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let at = memchr::memchr(b'<', rest)?;
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix(b"!--") {
            rest = &comment[memchr::memmem::find(comment, b"-->")?..];
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b":-_".contains(byte)));
            return Some(&rest[..end.unwrap_or(rest.len())]);
        }
    }
}

/// Whether the bytes begin as a JSON object or a list of objects: brackets alone are common in prose.
fn json(start: &[u8]) -> bool {
    let after = |open: u8| start.strip_prefix(&[open]).map(<[u8]>::trim_ascii_start);
    match (after(b'{'), after(b'[')) {
        (Some(inner), _) => matches!(inner.first(), Some(b'"' | b'}') | None),
        (_, Some(inner)) => matches!(inner.first(), Some(b'{')) || inner.trim_ascii() == b"]",
        _ => start.strip_prefix(b"\x1e").is_some_and(json),
    }
}

fn hinted(hints: &Hints, start: &[u8]) -> Option<Form> {
    let media = hints.media_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let path = hints.uri.as_deref().unwrap_or_default().to_ascii_lowercase();
    let path = [".gz", ".zst"].iter().find_map(|pack| path.strip_suffix(pack)).unwrap_or(&path);
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| path.ends_with(suffix));
    if media.contains("json") || ends(&[".json", ".jsonl", ".ndjson"]) {
        return Some(Form::Json);
    }
    let page =
        media.starts_with("text/html") || media.contains("xhtml") || ends(&[".html", ".htm", ".xhtml"]);
    // A file called a page without one tag is text.
    (page && memchr::memchr(b'<', start).is_some()).then_some(Form::Html)
}

/// Whether a page begins behind a few words of something else.
fn page_inside(head: &[u8]) -> bool {
    let lower = head[..head.len().min(1024)].to_ascii_lowercase();
    [b"<!doctype html".as_slice(), b"<html", b"<body"]
        .iter()
        .any(|tag| memchr::memmem::find(&lower, tag).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], uri: &str, form: Form) {
        let hints = Hints { uri: Some(uri.to_owned()), ..Hints::default() };
        assert_eq!(super::form(head, &hints), Ok(form), "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn content_decides() {
        check(b"WARC/1.0\r\n", "x.txt", Form::Warc);
        check(b" {\"id\": 1}", "x.txt", Form::Json);
        check(b"[\n  {\"id\": 1}]", "x.html", Form::Json);
        check(b"<?xml version=\"1.0\"?><!-- rss --><rss version=\"2.0\">", "x.html", Form::Feed);
        check(b"<?xml version=\"1.0\"?>\n<feed xmlns=\"a\">", "", Form::Feed);
        check(b"<rdf:RDF xmlns=\"a\">", "", Form::Feed);
        check(b"\xef\xbb\xbf<!DOCTYPE html><p>", "x.txt", Form::Html);
        check(b"<div><p>Rain", "", Form::Html);
        check(b"{\0\"\0a\0\"\0:\x001\0}\0", "", Form::WideJson);
    }

    #[test]
    fn brackets_of_prose_are_no_json() {
        check(b"[Editor's note: rain fell.]", "x.txt", Form::Text);
        check(b"{sic} he said", "", Form::Text);
        check(b"< 5 percent voted", "", Form::Text);
    }

    #[test]
    fn hints_decide_what_is_open() {
        check(b"not a value", "x.jsonl", Form::Json);
        check(b"not a value", "x.jsonl.gz", Form::Json);
        check(b"Rain <b>fell</b>", "x.html", Form::Html);
        check(b"Rain fell", "x.html", Form::Text);
    }
}

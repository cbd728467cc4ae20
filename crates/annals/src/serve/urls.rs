//! Permalinks and searches as URLs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::params::Params;

/// What stays as it is in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// One segment of a path; a point is encoded, too, so that no end of a key is taken for a suffix.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// An article.
pub fn article(id: &str) -> String {
    format!("/article/{}", segment(id))
}

/// A sentence, or a finding, of an article.
pub fn part(id: &str, part: impl std::fmt::Display) -> String {
    format!("{}/{part}", article(id))
}

/// An actor.
pub fn actor(key: &str) -> String {
    format!("/actor/{}", segment(key))
}

/// A search.
pub fn search(query: &str) -> String {
    Params::from([("q", query)]).url("/search")
}

/// A value as the query language takes it, in quotation marks.
pub fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('"', " "))
}

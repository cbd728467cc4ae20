//! Expressions of time, with their TIMEX3 values.
//!
//! Dates and times that say their year are read as they stand. A date without one takes the year of publication (or the
//! year the paragraph speaks of, where that is long past), weekdays and *yesterday* and the like are counted from the
//! day of publication. Without that day a date without year is `XXXX-03-03`, and what is only relative has no value.

mod calendar;
mod clock;
mod date;
mod feast;
mod length;
mod lunar;
mod nested;
mod pattern;
mod relative;
mod table;
mod year;

use annals_record::{self as record, ByteSpan, CharIndex, TimeId, TimeKind};
use annals_text::Document;

use crate::scan::Scan;

/// An expression of time, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Its words.
    pub span: ByteSpan,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: Option<String>,
    /// How the value came about.
    pub note: String,
}

/// The expressions of time in the text, in text order. `published` is the article's time of publication; `tense` says
/// whether what is said at a byte lies ahead (true) or behind (false).
pub(crate) fn find(
    text: &str,
    doc: &Document,
    published: Option<&str>,
    tense: &dyn Fn(usize) -> Option<bool>,
) -> Vec<Time> {
    let scan = Scan::new(text, &doc.paragraphs);
    let mut reader = pattern::Reader::new(&scan, published, tense);
    let mut times = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        match reader.read(at) {
            Some(found) => {
                let whole = scan.span(found.first, found.last);
                // The decade of *the 1930’s* is no possessive.
                let decade = scan.raw(found.last).len() == 1;
                let span = if decade { whole } else { without_possessive(text, whole) };
                let note = match found.value {
                    Some(_) => found.note,
                    None => format!("{}, which is not known: it stays unresolved", found.note),
                };
                times.push(Time { span, kind: found.kind, value: found.value, note });
                at = found.last + 1;
            }
            None => at += 1,
        }
    }
    times
}

/// A possessive is no part of the expression: *Monday* in *Monday’s talks*.
fn without_possessive(text: &str, span: ByteSpan) -> ByteSpan {
    ByteSpan::new(span.start, span.start + pattern::plain(span.of(text)).len())
}

/// The times as the record gives them.
pub(crate) fn to_record(times: &[Time], index: &CharIndex) -> Vec<record::Time> {
    times
        .iter()
        .map(|time| {
            let span = index.chars(time.span);
            record::Time { id: TimeId::new(span), span, kind: time.kind, value: time.value.clone() }
        })
        .collect()
}

#[cfg(test)]
mod tests;

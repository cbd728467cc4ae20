//! Expressions of time, with their TIMEX3 values.

use annals_record::{self as record, ByteSpan, CharIndex, TimeId, TimeKind};
use annals_text::Document;

/// An expression of time, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Its words.
    pub span: ByteSpan,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: Option<String>,
}

/// The expressions of time in the text, in text order. `published` is the article's time of publication.
pub(crate) fn find(text: &str, doc: &Document, published: Option<&str>) -> Vec<Time> {
    let _ = (text, doc, published);
    Vec::new()
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

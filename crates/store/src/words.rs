//! Values of the record as the store writes them, and back.

use annals_record::CharSpan;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The word by which the record writes `value`, such as `indirect` for a form.
pub(crate) fn word(value: impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Some(word),
        _ => None,
    }
}

/// What `word` stands for.
pub(crate) fn meant<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(Value::String(word)).ok()
}

/// `value` as JSON. What the record holds can always be written so.
pub(crate) fn json(value: impl Serialize) -> String {
    serde_json::to_string(&value).unwrap_or_else(|_| "null".to_owned())
}

/// Spans as a JSON list of pairs.
pub(crate) fn pairs(spans: &[CharSpan]) -> String {
    json(spans.iter().map(|span| [span.start, span.end]).collect::<Vec<_>>())
}

/// Spans of a JSON list of pairs.
pub(crate) fn spans(json: &str) -> Option<Vec<CharSpan>> {
    let pairs: Vec<[usize; 2]> = serde_json::from_str(json).ok()?;
    pairs.into_iter().map(|[start, end]| (start <= end).then(|| CharSpan::new(start, end))).collect()
}

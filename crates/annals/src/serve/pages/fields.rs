//! Facts of an article, and the fields of a finding, with the names that people use.

use super::words::{capital, coded, count, joined, moment, plain, voice_name};
use crate::serve::models::{ArticleHead, Field};

/// The facts under an article's title, those that are known; that a day is not is said.
pub(super) fn meta(head: &ArticleHead) -> Vec<(&'static str, String)> {
    let known = |name, value: &Option<String>| value.clone().map(|value| (name, value));
    let byline = (!head.byline.is_empty()).then(|| ("By", head.byline.join(", ")));
    let published = head.published.as_deref().map_or("not known".to_owned(), moment);
    let version = (head.version > 1 || !head.current).then(|| ("Version", head.version.to_string()));
    let facts = [
        known("Source", &head.source),
        byline,
        Some(("Published", published)),
        head.modified.as_deref().map(|modified| ("Changed", moment(modified))),
        known("Section", &head.section),
        known("Language", &head.language.clone().filter(|language| language != "en")),
        Some(("Words", count(head.words))),
        known("Key", &head.key),
        version.filter(|_| !head.id.is_empty()),
    ];
    facts.into_iter().flatten().collect()
}

/// Where a finding stands: outlet and day.
pub(super) fn stands(head: &ArticleHead) -> String {
    let day = head.day.clone().unwrap_or_else(|| "undated".to_owned());
    joined([head.source.clone(), Some(day)], ", ").unwrap_or_default()
}

/// A field with its value in words.
pub(super) fn in_words(field: &Field) -> (String, String) {
    let name = capital(&field.name.replace('_', " "));
    let value = field.value.as_str();
    let words = match field.name.as_str() {
        "voice" => voice_name(value).to_owned(),
        "relation" | "status" | "measure" | "type" | "mode" | "event_type" => plain(value),
        "stance" | "form" => coded(&field.name, value).unwrap_or_else(|| value.to_owned()),
        name if name.ends_with("country") => coded("country", value).unwrap_or_else(|| value.to_owned()),
        name if name.ends_with("role") => coded("sector", value).unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    };
    (name, words)
}

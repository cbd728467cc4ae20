//! Findings as the pages list them, out of flat rows.

use annals_store::{Kind, Row, Store};

use super::models::{ArticleHead, Field, Finding};
use super::pages;
use super::problem::Problem;
use super::urls;

/// Kinds of findings that stand beside an article, in this order.
pub const KINDS: [Kind; 5] = [Kind::Statement, Kind::Event, Kind::Figure, Kind::Time, Kind::Place];

/// The kind of a finding's id.
pub fn kind_of(id: &str) -> Option<Kind> {
    Some(match id.chars().next()? {
        's' => Kind::Statement,
        'v' => Kind::Event,
        'f' => Kind::Figure,
        't' => Kind::Time,
        'p' => Kind::Place,
        'e' => Kind::Entity,
        _ => return None,
    })
}

/// A text of a row, owned.
pub fn owned(row: &Row, column: &str) -> Option<String> {
    row.text(column).map(str::to_owned)
}

/// A number of a row that is not negative.
pub fn natural(row: &Row, column: &str) -> Option<u64> {
    row.integer(column).and_then(|number| number.try_into().ok())
}

/// Who says so: of a statement its speaker, of an event or a figure its voice.
pub fn voice(kind: Kind, row: &Row) -> Option<String> {
    match kind {
        Kind::Statement => {
            let speaker = row.text("speaker").or(row.text("speaker_words")).unwrap_or("?");
            Some(speaker.to_owned())
        }
        Kind::Event | Kind::Figure => owned(row, "voice"),
        _ => None,
    }
}

/// Page of the one who says so.
pub fn voice_url(kind: Kind, row: &Row) -> Option<String> {
    let column = if kind == Kind::Statement { "speaker_key" } else { "voice_key" };
    row.text(column).map(urls::actor)
}

/// A finding out of its flat row.
pub fn finding(kind: Kind, row: &Row, stored: bool) -> Finding {
    let id = owned(row, "id").unwrap_or_default();
    let at = |column| natural(row, column).and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    let article = row.text("article_id").unwrap_or_default();
    Finding {
        url: if stored { urls::part(article, &id) } else { String::new() },
        kind: kind.name().to_owned(),
        text: owned(row, "text").unwrap_or_default(),
        start: at("start"),
        end: at("end"),
        sentence: natural(row, "sentence"),
        gist: pages::gist(kind.name(), row).unwrap_or_default(),
        voice: voice(kind, row),
        voice_url: voice_url(kind, row).filter(|_| stored),
        cue: owned(row, "cue"),
        review: owned(row, "review"),
        id,
    }
}

/// All findings of an article in text order.
pub fn of_article(store: &Store, id: &str, stored: bool) -> Result<Vec<Finding>, Problem> {
    let mut all = Vec::new();
    for kind in KINDS {
        all.extend(store.rows_of(kind, id)?.iter().map(|row| finding(kind, row, stored)));
    }
    all.sort_by_key(|finding| (finding.start, std::cmp::Reverse(finding.end)));
    Ok(all)
}

/// An article without its text, out of its flat row.
pub fn head(row: &Row, stored: bool) -> ArticleHead {
    let text = |column| owned(row, column);
    let id = text("article_id").unwrap_or_default();
    let uri = text("uri");
    ArticleHead {
        url: if stored { urls::article(&id) } else { String::new() },
        id,
        key: text("key"),
        uri_is_link: uri.as_deref().is_some_and(is_link),
        uri,
        source: text("source"),
        title: text("title"),
        byline: row.text("byline").and_then(|names| serde_json::from_str(names).ok()).unwrap_or_default(),
        section: text("section"),
        published: text("published"),
        modified: text("modified"),
        day: text("day"),
        language: text("language"),
        version: natural(row, "version").unwrap_or(1),
        current: row.integer("current") != Some(0),
        words: natural(row, "words").unwrap_or_default(),
        engine: text("engine").unwrap_or_default(),
    }
}

fn is_link(uri: &str) -> bool {
    let start =
        |scheme: &str| uri.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    start("https://") || start("http://")
}

/// Columns of every row that say where it stands: shown elsewhere.
const PLACE: [&str; 22] = [
    "row",
    "article",
    "article_id",
    "key",
    "uri",
    "source",
    "title",
    "published",
    "day",
    "language",
    "version",
    "current",
    "group",
    "sentence",
    "sentence_text",
    "id",
    "start",
    "end",
    "text",
    "review",
    "parts",
    "mentions",
];

/// A value as a person reads it: a list by its values, without those that are not known.
fn in_words(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(values) => {
            let values = values.into_iter().map(in_words).filter(|value| !value.is_empty());
            values.collect::<Vec<_>>().join(", ")
        }
        value => value.to_string(),
    }
}

/// The columns of a finding's own that are not empty.
pub fn fields(row: &Row) -> Vec<Field> {
    let own =
        row.json().into_iter().filter(|(name, value)| !PLACE.contains(&name.as_str()) && !value.is_null());
    let fields = own.filter_map(|(name, value)| {
        let value = in_words(value);
        let key = matches!(name.as_str(), "speaker_key" | "voice_key" | "actor_key");
        let url = key.then(|| urls::actor(&value));
        (!value.is_empty()).then_some(Field { name, value, url })
    });
    let mut fields: Vec<Field> = fields.collect();
    let order = |name: &str| row.columns().position(name);
    fields.sort_by_key(|field| order(&field.name));
    fields
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_read_as_words() {
        assert_eq!(in_words(json!(["Orsel Valley", "Ann Lee"])), "Orsel Valley, Ann Lee");
        assert_eq!(in_words(json!([null])), "");
        assert_eq!(in_words(json!(-9.2)), "-9.2");
    }
}

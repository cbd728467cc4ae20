//! Articles that come as JSON: one's own fields, or a record of annals read again.

use annals_record::{Article, DateSource, Note, SCHEMA};
use serde_json::{Map, Value};

use super::{Draft, Hints, finish, set_published, shown, web};
use crate::error::Place;
use crate::{Error, Failure, decode, html, moment};

type Object = Map<String, Value>;

/// The articles of the values in `bytes`, the first of which begins at `place`.
pub(super) fn articles(bytes: Vec<u8>, hints: &Hints, place: Place) -> Vec<Result<Draft, Failure>> {
    let failed = |error| vec![Err(Failure { origin: hints.origin(None), error })];
    match decode::decode(bytes, decode::Transport::default()) {
        Ok(decode::Decoded { text, notes }) => values(&text, &notes, hints, place),
        Err(error) => failed(error),
    }
}

fn values(text: &str, notes: &[Note], hints: &Hints, place: Place) -> Vec<Result<Draft, Failure>> {
    let (text, lone) = without_lone_surrogates(text);
    let mut notes = notes.to_vec();
    if lone > 0 {
        notes.push(Note::new("decode", format!("{lone} lone surrogates (half characters) became U+FFFD")));
    }
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(list)) => {
                found.extend(list.into_iter().map(|v| article(v, &notes, hints, place)))
            }
            Ok(value) => found.push(article(value, &notes, hints, place)),
            // The iterator gives the same error for ever.
            Err(error) => {
                found.push(Err(invalid(&error, hints, place)));
                break;
            }
        }
    }
    found
}

fn invalid(error: &serde_json::Error, hints: &Hints, place: Place) -> Failure {
    let first = if let Place::Line(line) = place { line } else { 1 };
    let place = Place::Line(first + (error.line() as u64).saturating_sub(1));
    // The message repeats the position, counted from the value's own beginning.
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let error = Error::Json { place, column: error.column() as u64, message: message.to_owned() };
    Failure { origin: hints.origin(None), error }
}

fn article(value: Value, notes: &[Note], hints: &Hints, place: Place) -> Result<Draft, Failure> {
    let failure = |key, error| Failure { origin: hints.origin(key), error };
    let Value::Object(mut object) = value else {
        let message = "expected an object for each article".to_owned();
        return Err(failure(None, Error::NoArticle { place, message }));
    };
    let own = object.get("schema").and_then(Value::as_str) == Some(SCHEMA);
    let mut notes = notes.to_vec();
    if own {
        if let Some(earlier) = earlier_failure(&object) {
            return Err(earlier_origin(earlier, &object, hints));
        }
        notes.extend(kept_notes(&mut object));
        object = inner_article(object);
    }
    let key = key(&object);
    let uri = text_of(&mut object, &["uri", "url", "link"]);
    draft(object, key.clone(), uri.clone(), notes, hints, place).map_err(|error| {
        let container = hints.container.clone().or_else(|| hints.uri.clone());
        let hints =
            uri.map_or_else(|| hints.clone(), |uri| Hints { uri: Some(uri), container, ..hints.clone() });
        Failure { origin: hints.origin(key), error }
    })
}

fn draft(
    mut object: Object,
    key: Option<String>,
    uri: Option<String>,
    notes: Vec<Note>,
    hints: &Hints,
    place: Place,
) -> Result<Draft, Error> {
    let mut draft = body(&mut object, uri.as_deref().or(hints.uri.as_deref()), place)?;
    draft.notes.splice(0..0, notes);
    let mut hints = hints.clone();
    hints.language = text_of(&mut object, &["language", "lang"]).or(hints.language);
    // A file of many articles is the address of none of them.
    hints.uri = hints.uri.filter(|uri| web(uri));
    draft.article.key = key;
    draft.article.uri = uri.or(draft.article.uri);
    metadata(&mut draft, &mut object);
    Ok(finish(draft, &hints))
}

/// The article's text, kept to the last code point, or what its page gives.
fn body(object: &mut Object, uri: Option<&str>, place: Place) -> Result<Draft, Error> {
    let text = match object.remove("text") {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    match (text, object.get("html").and_then(Value::as_str)) {
        (Some(text), page) if !text.trim().is_empty() || page.is_none() => plain(text, place),
        (_, Some(page)) => html::article(page, uri.filter(|uri| super::web(uri))),
        _ => Err(no_article(object, place)),
    }
}

fn plain(text: String, place: Place) -> Result<Draft, Error> {
    if text.trim().is_empty() {
        return Err(Error::NoArticle { place, message: "`text` is empty".to_owned() });
    }
    Ok(Draft { article: Article { text, ..Article::default() }, notes: Vec::new() })
}

fn no_article(object: &Object, place: Place) -> Error {
    let names: Vec<&str> = object.keys().map(String::as_str).take(12).collect();
    let names = if names.is_empty() { "none".to_owned() } else { shown(&names.join(", ")) };
    Error::NoArticle {
        place,
        message: format!("neither `text` nor `html` is there as a string; other fields: {names}"),
    }
}

/// Takes what the object says of the article; it goes before what the page says.
fn metadata(draft: &mut Draft, object: &mut Object) {
    let Draft { article, notes } = draft;
    let mut set = |field: &mut Option<String>, names: &[&str]| {
        if let Some(value) = text_of(object, names) {
            *field = Some(value);
        }
    };
    set(&mut article.title, &["title", "headline"]);
    set(&mut article.section, &["section"]);
    set(&mut article.story_code, &["story_code"]);
    set(&mut article.source, &["source", "outlet", "publisher"]);
    let byline = ["byline", "author", "authors"].iter().find_map(|name| object.remove(*name)).map(names);
    if let Some(byline) = byline.filter(|byline| !byline.is_empty()) {
        article.byline = byline;
    }
    if let Some(given) = time_of(object, &["modified", "date_modified", "updated"]) {
        article.modified = moment::parse(&given).map(|found| found.to_string());
    }
    if let Some(given) =
        time_of(object, &["published", "date", "date_published", "published_at", "publishedAt"])
    {
        (article.published, article.published_from) = (None, None);
        set_published(article, &given, notes);
    }
    let from =
        object.remove("published_from").and_then(|from| serde_json::from_value::<DateSource>(from).ok());
    if article.published.is_some() && from.is_some() {
        article.published_from = from;
    }
}

/// The first of the fields that holds a text or number; an object's `name` counts as one.
fn text_of(object: &mut Object, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| scalar(object.get(*name)?)).filter(|text| !text.trim().is_empty())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => inner.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// A time as text; a number of seconds or milliseconds since 1970 becomes one.
fn time_of(object: &mut Object, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| object.get(*name).filter(|value| !value.is_null()))?;
    match value.as_i64() {
        Some(number) if number.unsigned_abs() > 99_999_999 => {
            let seconds = if number.unsigned_abs() > 99_999_999_999 { number / 1000 } else { number };
            jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
        }
        _ => scalar(value).filter(|text| !text.trim().is_empty()),
    }
}

fn names(value: Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.into_iter().flat_map(names).collect(),
        other => scalar(&other).map_or_else(Vec::new, |line| super::plain::authors(&line)),
    }
}

fn key(object: &Object) -> Option<String> {
    ["id", "key"].iter().find_map(|name| object.get(*name).and_then(scalar))
}

/// The error of a record that already was a failure.
fn earlier_failure(object: &Object) -> Option<Error> {
    let error = object.get("error")?.as_object()?;
    let field = |name| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Error::Earlier { stage: field("stage"), message: field("message") })
}

fn earlier_origin(error: Error, object: &Object, hints: &Hints) -> Failure {
    let field = |name| object.get("article")?.get(name)?.as_str().map(str::to_owned);
    let mut origin = hints.origin(field("key"));
    origin.uri = field("uri").or(origin.uri);
    Failure { origin, error }
}

/// Notes of an earlier reading that are true of the text itself.
fn kept_notes(object: &mut Object) -> Vec<Note> {
    let notes = object.remove("notes").unwrap_or_default();
    let notes: Vec<Note> = serde_json::from_value(notes).unwrap_or_default();
    notes.into_iter().filter(|note| note.stage != "read").collect()
}

fn inner_article(mut object: Object) -> Object {
    let Some(Value::Object(mut article)) = object.remove("article") else { return Object::new() };
    // The id is a digest, not the caller's own name of the article.
    article.remove("id");
    article
}

/// The JSON text with every `\ud…` escape that has no partner made `\ufffd`, and how many those were.
fn without_lone_surrogates(json: &str) -> (std::borrow::Cow<'_, str>, usize) {
    let bytes = json.as_bytes();
    let (mut at, mut copied, mut lone) = (0, 0, 0);
    let mut mended = String::new();
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let start = at + found;
        let unit = escaped_unit(&bytes[start..]);
        let next = escaped_unit(bytes.get(start + 6..).unwrap_or_default());
        at = match (unit, next) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => start + 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(&json[copied..start]);
                mended.push_str("\\ufffd");
                (copied, lone) = (start + 6, lone + 1);
                start + 6
            }
            // An escaped character other than `u` may be the backslash itself.
            _ => (start + 2).min(bytes.len()),
        };
    }
    if lone == 0 {
        return (json.into(), 0);
    }
    mended.push_str(&json[copied..]);
    (mended.into(), lone)
}

fn escaped_unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.get(..6)?.strip_prefix(b"\\u")?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

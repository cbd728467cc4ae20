//! JSON-LD: the objects of a page that describe its article.

use serde_json::{Map, Value};

/// Most objects looked at in a page.
pub(super) const MOST_OBJECTS: usize = 512;

/// Adds the objects of one JSON-LD block: those at the top, in lists, in `@graph` and under `mainEntity`. What is no
/// JSON gives what can be saved of it.
pub(super) fn read(block: &str, objects: &mut Vec<Value>) {
    let block = bare(block);
    match serde_json::Deserializer::from_str(&block).into_iter::<Value>().next() {
        Some(Ok(value)) => collect(value, objects),
        _ => objects.extend(save(&block)),
    }
}

/// The block without what templates leave around and inside it: CDATA, comments, control characters.
fn bare(block: &str) -> String {
    let inside = block.find(['{', '[']).map_or("", |start| &block[start..]);
    let inside = inside.trim_end_matches(|c: char| c != '}' && c != ']');
    inside.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn collect(value: Value, objects: &mut Vec<Value>) {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        if objects.len() >= MOST_OBJECTS {
            return;
        }
        match value {
            Value::Array(list) => left.extend(list.into_iter().rev()),
            Value::Object(mut object) => {
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if object.get(key).is_some_and(|inner| inner.is_array() || is_described(inner)) {
                        left.extend(object.remove(key));
                    }
                }
                objects.push(Value::Object(object));
            }
            _ => {}
        }
    }
}

/// Whether an object says more than its type and its id.
fn is_described(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.keys().any(|key| !key.starts_with('@')))
}

/// Keys worth saving from a block that is no JSON.
const SAVED: [&str; 5] = ["headline", "datePublished", "dateModified", "articleSection", "author"];

/// The first `"key": "text"` of each key in a broken block, as an article.
fn save(block: &str) -> Option<Value> {
    let mut object = Map::new();
    for key in SAVED {
        if let Some(value) = saved_text(block, key) {
            object.insert(key.to_owned(), Value::String(value));
        }
    }
    if object.is_empty() {
        return None;
    }
    object.insert("@type".to_owned(), Value::String("Article".to_owned()));
    Some(Value::Object(object))
}

fn saved_text(block: &str, key: &str) -> Option<String> {
    let at = block.find(&format!("\"{key}\""))? + key.len() + 2;
    let rest = block[at..].trim_start().strip_prefix(':')?.trim_start();
    // An author is most often an object; its name is the next text called so.
    let rest = match rest.strip_prefix(['{', '[']) {
        Some(inner) if key == "author" => {
            let name = inner.get(..inner.len().min(300)).unwrap_or(inner).find("\"name\"")?;
            inner[name + 6..].trim_start().strip_prefix(':')?.trim_start()
        }
        _ => rest,
    };
    let inside = rest.strip_prefix('"')?;
    let end = inside.find('"')?;
    Some(inside[..end].to_owned())
}

/// The object that describes the page's article: of the types of articles, the one that says most.
pub(super) fn article(objects: &[Value]) -> Option<&Value> {
    let articles = objects.iter().filter(|object| has_type(object, is_article_type));
    // Later ones win only where they say more; a page of one article often has a stub beside it.
    let mut best: Option<(&Value, usize)> = None;
    for object in articles {
        let weight = ["headline", "datePublished", "author", "articleBody"]
            .iter()
            .filter(|key| object.get(**key).is_some())
            .count();
        if best.is_none_or(|(_, most)| weight > most) {
            best = Some((object, weight));
        }
    }
    best.map(|(object, _)| object)
}

/// The object that describes the page itself.
pub(super) fn web_page(objects: &[Value]) -> Option<&Value> {
    objects.iter().find(|object| has_type(object, |kind| kind.ends_with("Page") || kind == "WebSite"))
}

fn is_article_type(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(kind, "Report" | "Review" | "CreativeWork" | "Recipe")
}

fn has_type(object: &Value, wanted: impl Fn(&str) -> bool) -> bool {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| wanted(kind.rsplit('/').next().unwrap_or(kind)));
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The text under `key`: the text itself, or the name of the object it is.
pub(super) fn text<'v>(object: &'v Value, key: &str) -> Option<&'v str> {
    name_of(object.get(key)?).map(str::trim).filter(|text| !text.is_empty())
}

fn name_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(list) => list.iter().find_map(name_of),
        Value::Object(object) => object.get("name").and_then(|name| name.as_str()),
        _ => None,
    }
}

/// The names of the authors of `object`, those given by `@id` looked up among `objects`.
pub(super) fn authors<'v>(object: &'v Value, objects: &'v [Value]) -> Vec<&'v str> {
    let author = object.get("author").or_else(|| object.get("creator"));
    let mut names = Vec::new();
    let mut left: Vec<&Value> = author.into_iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::String(name) => names.push(name.trim()),
            Value::Array(list) => left.extend(list.iter().rev()),
            Value::Object(person) => match person.get("name") {
                Some(name) => left.push(name),
                None => names.extend(referred(value, objects)),
            },
            _ => {}
        }
    }
    names
}

fn referred<'v>(reference: &Value, objects: &'v [Value]) -> Option<&'v str> {
    let id = reference.get("@id").filter(|id| id.is_string())?;
    objects.iter().find(|object| object.get("@id") == Some(id))?.get("name")?.as_str()
}

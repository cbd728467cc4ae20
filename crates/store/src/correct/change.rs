//! A field of a finding set to another value: by the finding's JSON, so that every field of the record can be set and
//! what is set is checked by the record's own types.

use annals_record::{CharSpan, Entity, EntityId, Record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// What says which finding it is, and where it stands: not to be set.
const FIXED: [&str; 9] =
    ["id", "start", "end", "mentions", "content", "trigger", "sentence", "cue", "alternates"];

/// Fields that hold an entity with the words that name it.
const NAMED: [&str; 2] = ["speaker", "addressee"];

/// Fields that hold entities by their ids.
const LINKS: [&str; 3] = ["actors", "recipients", "affiliation"];

/// Fields of the words that report a statement.
const OF_CUE: [&str; 2] = ["stance", "negated"];

/// Sets `field` of the finding `id` to `value` in `record`.
///
/// # Errors
/// With the reason where the finding has no such field, or the field cannot hold the value.
pub(super) fn set(record: &mut Record, id: &str, field: &str, value: &Value) -> Result<(), String> {
    let value = resolved(record, id, field, value)?;
    match id.chars().next() {
        Some('e') => one(&mut record.entities, |f| f.id.to_string() == id, field, value),
        Some('s') => one(&mut record.statements, |f| f.id.to_string() == id, field, value),
        Some('v') => one(&mut record.events, |f| f.id.to_string() == id, field, value),
        Some('f') => one(&mut record.figures, |f| f.id.to_string() == id, field, value),
        Some('t') => one(&mut record.times, |f| f.id.to_string() == id, field, value),
        _ => one(&mut record.places, |f| f.id.to_string() == id, field, value),
    }
}

fn one<T: Serialize + DeserializeOwned>(
    all: &mut [T],
    is: impl Fn(&T) -> bool,
    field: &str,
    value: Value,
) -> Result<(), String> {
    let found = all.iter_mut().find(|finding| is(finding)).ok_or("the article has no such finding")?;
    let mut json = serde_json::to_value(&*found).map_err(|error| error.to_string())?;
    *slot(&mut json, field)? = value;
    *found = serde_json::from_value(json).map_err(|error| format!("`{field}` cannot hold this: {error}"))?;
    Ok(())
}

/// The place of `field` in the JSON of a finding.
fn slot<'j>(finding: &'j mut Value, field: &str) -> Result<&'j mut Value, String> {
    let names = names(finding);
    let within = if OF_CUE.contains(&field) { finding.get_mut("cue") } else { Some(finding) };
    let object = within.and_then(Value::as_object_mut).filter(|_| !FIXED.contains(&field));
    let place = object.and_then(|object| object.get_mut(field));
    place.ok_or_else(|| format!("`{field}` cannot be set here; these can: {names}"))
}

fn names(finding: &Value) -> String {
    let keys = |value: Option<&Value>| -> Vec<String> {
        value
            .and_then(Value::as_object)
            .map(|object: &Map<_, _>| object.keys().cloned().collect())
            .unwrap_or_default()
    };
    let mut names = keys(Some(finding));
    names.retain(|name| !FIXED.contains(&name.as_str()));
    names.extend(keys(finding.get("cue")).into_iter().filter(|name| OF_CUE.contains(&name.as_str())));
    names.join(", ")
}

/// The value as the record writes it: entities by their ids, a speaker with words.
fn resolved(record: &Record, id: &str, field: &str, value: &Value) -> Result<Value, String> {
    if LINKS.contains(&field) {
        return match value {
            Value::Array(all) => {
                all.iter().map(|one| link(record, one)).collect::<Result<Vec<_>, _>>().map(Value::from)
            }
            one => link(record, one),
        };
    }
    match value {
        Value::String(_) if NAMED.contains(&field) => named(record, id, value),
        Value::Object(given) if NAMED.contains(&field) => spoken(record, given),
        other => Ok(other.clone()),
    }
}

fn link(record: &Record, value: &Value) -> Result<Value, String> {
    match value {
        Value::String(name) => Ok(json!(entity(record, name)?.id)),
        other => Ok(other.clone()),
    }
}

/// The entity of that id or that name.
fn entity<'r>(record: &'r Record, name: &str) -> Result<&'r Entity, String> {
    let wanted = name.to_lowercase();
    let by_id = record.entities.iter().find(|entity| entity.id.to_string() == name);
    let mut by_name = record.entities.iter().filter(|entity| entity.name.to_lowercase() == wanted);
    match (by_id, by_name.next(), by_name.next()) {
        (Some(entity), ..) | (None, Some(entity), None) => Ok(entity),
        (None, Some(_), Some(_)) => {
            Err(format!("several entities of the article are named {name:?}; give an id"))
        }
        (None, None, _) => Err(format!(
            "no entity of the article is named {name:?}; give another name, an id, or start and end of the words"
        )),
    }
}

/// An entity as a speaker, by the words that name it nearest before the statement, else by its first ones.
fn named(record: &Record, id: &str, value: &Value) -> Result<Value, String> {
    let entity = entity(record, value.as_str().unwrap_or_default())?;
    let at = record
        .statements
        .iter()
        .find(|statement| statement.id.to_string() == id)
        .map_or(0, |s| s.id.span().start);
    let spans = || entity.mentions.iter().map(|mention| mention.span);
    let nearest =
        spans().filter(|span| span.end <= at).max_by_key(|span| span.end).or_else(|| spans().next());
    Ok(person(nearest.unwrap_or_else(|| entity.id.span()), Some(entity.id)))
}

/// A speaker by words of the text: `start`, `end`, and `entity` where they are one's.
fn spoken(record: &Record, given: &Map<String, Value>) -> Result<Value, String> {
    let number = |name: &str| given.get(name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
    let length = record.article.text.chars().count();
    let span = match (number("start"), number("end")) {
        (Some(start), Some(end)) if start <= end && end <= length => CharSpan::new(start, end),
        _ => {
            return Err(format!(
                "give `start` and `end` of the words, code points of the text from 0 to {length}"
            ));
        }
    };
    let entity = given.get("entity").and_then(Value::as_str).map(|name| entity(record, name)).transpose()?;
    Ok(person(span, entity.map(|entity| entity.id)))
}

fn person(span: CharSpan, entity: Option<EntityId>) -> Value {
    json!({"start": span.start, "end": span.end, "entity": entity})
}

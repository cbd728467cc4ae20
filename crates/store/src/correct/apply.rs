//! Corrections into the store, one after another, and out again.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::verdict::{State, settle};
use super::{Action, Applied, Correction, place, table};
use crate::StoreError;

/// Applies one correction; `now` is its time where it says none.
pub(super) fn apply(db: &Connection, given: &Correction, now: &str) -> Result<Applied, StoreError> {
    if let Err(reason) = is_sound(given) {
        return Ok(Applied::Refused(reason));
    }
    let (row, correction) = match target(db, given)? {
        Ok(found) => found,
        Err(reason) => return Ok(Applied::Refused(reason)),
    };
    let before = of_finding(db, &correction.article, &correction.finding)?;
    if is_known(&before, &correction) {
        return Ok(Applied::Known);
    }
    let made = correction.made.clone().unwrap_or_else(|| now.to_owned());
    let correction = Correction { made: Some(made), ..correction };
    match hold(db, row, before, &correction)? {
        Ok(()) => Ok(Applied::Applied),
        Err(reason) => Ok(Applied::Refused(reason)),
    }
}

/// Adds `correction` to those `before` it, brings the tables to what follows, and keeps it as a row.
pub(super) fn hold(
    db: &Connection,
    row: i64,
    before: Vec<Correction>,
    correction: &Correction,
) -> Result<Result<(), String>, StoreError> {
    if correction.action == Action::Undo && !State::of(before.clone()).can_undo(correction.who.as_deref()) {
        return Ok(Err("there is no correction of this finding by the same person to be taken back".into()));
    }
    let mut all = before;
    all.push(correction.clone());
    all.sort_by(|one, other| one.made.cmp(&other.made));
    let settled = settle(db, row, &correction.finding, &State::of(all))?;
    if settled.is_ok() {
        keep(db, correction)?;
    }
    Ok(settled)
}

fn is_sound(correction: &Correction) -> Result<(), String> {
    let sets = correction.action == Action::Set;
    match &correction.field {
        _ if table(&correction.finding).is_none() => {
            Err(format!("{:?} is no id of a finding, such as `s120-188`", correction.finding))
        }
        None if sets => Err("`set` needs a `field`, and the `value` it is to hold".into()),
        Some(_) if !sets => Err(format!("`{}` takes no field", correction.action.label())),
        _ => Ok(()),
    }
}

/// The row of the article that is meant, and the correction with the ids that the finding has there.
fn target(db: &Connection, given: &Correction) -> Result<Result<(i64, Correction), String>, StoreError> {
    if let Some(row) = place(db, &given.article, &given.finding)? {
        return Ok(Ok((row, given.clone())));
    }
    let sql = "SELECT 1 FROM articles WHERE id = ?1";
    if db.prepare_cached(sql)?.exists([&given.article])? {
        return Ok(Err(format!("the article {} has no finding {}", given.article, given.finding)));
    }
    let (Some(uri), Some(text)) = (&given.uri, &given.text) else {
        return Ok(Err(format!("the store has no article {}", given.article)));
    };
    let sql = "SELECT article, id FROM articles WHERE uri = ?1 AND current";
    let other: Option<(i64, String)> =
        db.prepare_cached(sql)?.query_row([uri], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((row, article)) = other else {
        return Ok(Err(format!("the store has no article {} and none from {uri}", given.article)));
    };
    let found = alone(db, row, &given.finding, text)?;
    Ok(found.map(|finding| (row, Correction { article, finding, ..given.clone() })))
}

/// The one finding of the kind of `like` that has these words in the article.
pub(super) fn alone(
    db: &Connection,
    article: i64,
    like: &str,
    text: &str,
) -> Result<Result<String, String>, StoreError> {
    let Some((table, column)) = words(like) else {
        return Ok(Err(format!("{like:?} is no id of a finding")));
    };
    let sql = format!("SELECT id FROM {table} WHERE article = ?1 AND {column} = ?2 LIMIT 2");
    let mut query = db.prepare_cached(&sql)?;
    let ids =
        query.query_map(params![article, text], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(match ids.as_slice() {
        [id] => Ok(id.clone()),
        [] => Err(format!("the new text has no such finding with the words {text:?}")),
        _ => Err(format!("the new text has several such findings with the words {text:?}")),
    })
}

/// The table of a finding, and its column of words.
fn words(finding: &str) -> Option<(&'static str, &'static str)> {
    Some(match table(finding)? {
        "entities" => ("entities", "name"),
        "events" => ("events", "\"trigger\""),
        other => (other, "text"),
    })
}

/// The words of a finding.
pub(super) fn text_of(db: &Connection, article: &str, finding: &str) -> Result<Option<String>, StoreError> {
    let Some((table, column)) = words(finding) else { return Ok(None) };
    let sql = format!(
        "SELECT {table}.{column} FROM {table} JOIN articles a USING (article) WHERE a.id = ?1 AND {table}.id = ?2"
    );
    Ok(db.prepare_cached(&sql)?.query_row([article, finding], |row| row.get(0)).optional()?)
}

/// A correction that says when it was made is known where the same one is there; another where it would change nothing.
fn is_known(before: &[Correction], correction: &Correction) -> bool {
    let plain = |one: &Correction| Correction { uri: None, text: None, ..one.clone() };
    if correction.made.is_some() {
        return before.iter().any(|other| plain(other) == plain(correction));
    }
    let state = State::of(before.to_vec());
    let mine = state
        .holding()
        .iter()
        .rev()
        .filter(|other| other.who == correction.who && other.field == correction.field);
    let last = mine.into_iter().next();
    correction.action != Action::Undo
        && last.is_some_and(|last| last.action == correction.action && last.value == correction.value)
}

fn keep(db: &Connection, correction: &Correction) -> Result<(), StoreError> {
    let Correction { article, finding, action, field, value, who, made, note, .. } = correction;
    let value = (*action == Action::Set).then(|| value.to_string());
    let sql = "INSERT INTO corrections (made, who, article, finding, action, field, value, note) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    db.prepare_cached(sql)?.execute(params![
        made,
        who,
        article,
        finding,
        action.label(),
        field,
        value,
        note
    ])?;
    Ok(())
}

const COLUMNS: &str = "SELECT article, finding, action, field, value, who, made, note FROM corrections";

/// Corrections of a finding in the order in which they were made.
pub(super) fn of_finding(
    db: &Connection,
    article: &str,
    finding: &str,
) -> Result<Vec<Correction>, StoreError> {
    let sql = format!("{COLUMNS} WHERE article = ?1 AND finding = ?2 ORDER BY made, correction");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([article, finding], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

/// All corrections, or those of an article, with what finds them in another version.
pub(super) fn all(db: &Connection, article: Option<&str>) -> Result<Vec<Correction>, StoreError> {
    let sql = format!("{COLUMNS} WHERE ?1 IS NULL OR article = ?1 ORDER BY made, correction");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([article], |row| Ok(read(row)))?;
    let mut all = rows.map(|row| row?).collect::<Result<Vec<_>, StoreError>>()?;
    let mut uri = db.prepare_cached("SELECT uri FROM articles WHERE id = ?1")?;
    for correction in &mut all {
        correction.uri = uri.query_row([&correction.article], |row| row.get(0)).optional()?.flatten();
        correction.text = text_of(db, &correction.article, &correction.finding)?;
    }
    Ok(all)
}

fn read(row: &Row) -> Result<Correction, StoreError> {
    let damaged = |column: &str, value: &str| StoreError::Damaged {
        column: column.to_owned(),
        value: value.to_owned(),
    };
    let (action, value): (String, Option<String>) = (row.get(2)?, row.get(4)?);
    let json = |text: String| serde_json::from_str(&text).map_err(|_| damaged("value", &text));
    Ok(Correction {
        article: row.get(0)?,
        finding: row.get(1)?,
        action: crate::words::meant(action.clone()).ok_or_else(|| damaged("action", &action))?,
        field: row.get(3)?,
        value: value.map(json).transpose()?.unwrap_or(Value::Null),
        who: row.get(5)?,
        made: row.get(6)?,
        note: row.get(7)?,
        uri: None,
        text: None,
    })
}

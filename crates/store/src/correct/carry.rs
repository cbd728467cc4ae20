//! Corrections when an article is read anew, or comes with another text.

use std::collections::BTreeMap;

use annals_record::{EntityId, Record};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::apply::{all, alone, hold, of_finding, text_of};
use super::verdict::{State, settle};
use super::{Action, Correction, place};
use crate::StoreError;

/// A correction that does not hold in a new reading or a new version; its row stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Id of the article that it was made for.
    pub article: String,
    /// Id of the finding that it was made for.
    pub finding: String,
    /// Why it does not hold.
    pub reason: String,
}

/// Applies the corrections of an article again, whose rows are those of a new reading.
pub(crate) fn renew(db: &Connection, row: i64, id: &str) -> Result<Vec<Lost>, StoreError> {
    let mut lost = Vec::new();
    for (finding, corrections) in by_finding(all(db, Some(id))?) {
        let settled = match place(db, id, &finding)? {
            Some(_) => settle(db, row, &finding, &State::of(corrections))?,
            None => Err("the new reading does not make this finding".to_owned()),
        };
        if let Err(reason) = settled {
            lost.push(Lost { article: id.to_owned(), finding, reason });
        }
    }
    Ok(lost)
}

/// Applies what holds in the version before to version `version` of the article at `uri`, whose row and id are given.
pub(crate) fn carry(
    db: &Connection,
    uri: &str,
    version: i64,
    row: i64,
    id: &str,
) -> Result<Vec<Lost>, StoreError> {
    let sql = "SELECT article, id FROM articles WHERE uri = ?1 AND version = ?2";
    let before =
        db.prepare_cached(sql)?.query_row(params![uri, version - 1], |row| Ok((row.get(0)?, row.get(1)?)));
    let Some((old_row, old)): Option<(i64, String)> = before.optional()? else { return Ok(Vec::new()) };
    let corrections = all(db, Some(&old))?;
    if corrections.is_empty() {
        return Ok(Vec::new());
    }
    let Some((_, record)) = crate::load::rows(db, &old)? else { return Ok(Vec::new()) };
    let mut lost = Vec::new();
    for (finding, corrections) in by_finding(corrections) {
        let new = match counterpart(db, old_row, &old, row, &finding)? {
            Ok(new) => new,
            Err(reason) => {
                lost.push(Lost { article: old.clone(), finding, reason });
                continue;
            }
        };
        for correction in State::of(corrections).holding() {
            if let Err(reason) = copy(db, &record, correction, row, id, &new)? {
                lost.push(Lost { article: old.clone(), finding: finding.clone(), reason });
            }
        }
    }
    Ok(lost)
}

fn by_finding(corrections: Vec<Correction>) -> BTreeMap<String, Vec<Correction>> {
    let mut of: BTreeMap<String, Vec<Correction>> = BTreeMap::new();
    for correction in corrections {
        of.entry(correction.finding.clone()).or_default().push(correction);
    }
    of
}

/// The finding of the new text with the words of an old one, where both are alone with them.
fn counterpart(
    db: &Connection,
    old_row: i64,
    old: &str,
    new_row: i64,
    finding: &str,
) -> Result<Result<String, String>, StoreError> {
    let Some(text) = text_of(db, old, finding)? else {
        return Ok(Err("the old text has no such finding".to_owned()));
    };
    if alone(db, old_row, finding, &text)?.is_err() {
        return Ok(Err(format!("the old text has several such findings with the words {text:?}")));
    }
    alone(db, new_row, finding, &text)
}

fn copy(
    db: &Connection,
    old: &Record,
    correction: &Correction,
    row: i64,
    article: &str,
    finding: &str,
) -> Result<Result<(), String>, StoreError> {
    let value = match &correction.action {
        Action::Set => match translated(old, &correction.value) {
            Some(value) => value,
            None => return Ok(Err("its value is a place in the old text".to_owned())),
        },
        _ => Value::Null,
    };
    let (article, finding) = (article.to_owned(), finding.to_owned());
    let copied = Correction { article, finding, value, ..correction.clone() };
    let before = of_finding(db, &copied.article, &copied.finding)?;
    hold(db, row, before, &copied)
}

/// The value with the names of entities for their ids; none where it is another place in the old text.
fn translated(old: &Record, value: &Value) -> Option<Value> {
    match value {
        Value::String(word) => match word.parse::<EntityId>() {
            Ok(id) => {
                old.entities.iter().find(|entity| entity.id == id).map(|entity| entity.name.clone().into())
            }
            Err(_) => super::table(word).filter(|_| is_id(word)).is_none().then(|| value.clone()),
        },
        Value::Array(all) => {
            all.iter().map(|one| translated(old, one)).collect::<Option<Vec<_>>>().map(Value::from)
        }
        Value::Object(given) if given.contains_key("entity") => translated(old, given.get("entity")?),
        Value::Object(given) if given.values().any(Value::is_u64) => None,
        other => Some(other.clone()),
    }
}

/// Whether a word is the id of a finding.
fn is_id(word: &str) -> bool {
    let rest = word.get(1..).unwrap_or_default();
    let (start, end) = rest.split_once('-').unwrap_or_default();
    let number =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    number(start) && number(end)
}

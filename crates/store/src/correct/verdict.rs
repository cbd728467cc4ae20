//! What follows from the corrections of a finding, and how it gets into the tables.

use std::collections::BTreeMap;

use annals_record::Record;
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Action, Correction, Verdict, change};
use crate::StoreError;
use crate::add::rewrite;
use crate::entry::check;
use crate::words::json as written;

/// Corrections of one finding, brought to what follows from them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct State {
    /// Those that hold, in the order in which they were made.
    holding: Vec<Correction>,
}

impl State {
    /// What follows from `corrections`, which are in the order in which they were made.
    pub(super) fn of(corrections: impl IntoIterator<Item = Correction>) -> Self {
        let mut holding: Vec<Correction> = Vec::new();
        for correction in corrections {
            match correction.action {
                Action::Undo => {
                    if let Some(last) = holding.iter().rposition(|other| other.who == correction.who) {
                        holding.remove(last);
                    }
                }
                _ => holding.push(correction),
            }
        }
        Self { holding }
    }

    /// Whether a correction by `who` could be taken back.
    pub(super) fn can_undo(&self, who: Option<&str>) -> bool {
        self.holding.iter().any(|correction| correction.who.as_deref() == who)
    }

    /// Those that hold.
    pub(super) fn holding(&self) -> &[Correction] {
        &self.holding
    }

    /// Fields and what they are to hold.
    pub(super) fn sets(&self) -> BTreeMap<&str, &Value> {
        let sets = self.holding.iter().filter(|correction| correction.action == Action::Set);
        sets.filter_map(|set| Some((set.field.as_deref()?, &set.value))).collect()
    }

    fn review(&self) -> Option<&'static str> {
        let last = self.holding.last()?;
        Some(match last.action {
            Action::Reject => "rejected",
            _ if !self.sets().is_empty() => "changed",
            _ => "accepted",
        })
    }
}

/// Brings the tables to `state` of the finding `id` of the article in row `article`.
///
/// # Errors
/// Inside, with the reason, where a value cannot be set.
pub(super) fn settle(
    db: &Connection,
    article: i64,
    id: &str,
    state: &State,
) -> Result<Result<(), String>, StoreError> {
    let Some((read, mut record)) = as_read(db, article)? else {
        return Ok(Err("there is no such article".into()));
    };
    let sets = state.sets();
    for (field, value) in &sets {
        if let Err(reason) = change::set(&mut record, id, field, value) {
            return Ok(Err(reason));
        }
    }
    if let Err(reason) = check(&record) {
        return Ok(Err(reason));
    }
    db.prepare_cached("DELETE FROM verdicts WHERE article = ?1 AND finding = ?2")?
        .execute(params![article, id])?;
    rewrite(db, article, &record, id)?;
    let (Some(review), Some(last)) = (state.review(), state.holding.last()) else { return Ok(Ok(())) };
    let fields: Vec<&str> = sets.keys().copied().collect();
    let was = (!fields.is_empty()).then(|| finding(&read, id)).flatten();
    let sql = "INSERT INTO verdicts (article, finding, review, fields, was, who, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let was = was.map(|finding| finding.to_string());
    db.prepare_cached(sql)?.execute(params![
        article,
        id,
        review,
        written(fields),
        was,
        last.who,
        last.made
    ])?;
    Ok(Ok(()))
}

/// The record as it was read, and the same to be changed, with what other corrections changed.
fn as_read(db: &Connection, article: i64) -> Result<Option<(Record, Record)>, StoreError> {
    let sql = "SELECT id FROM articles WHERE article = ?1";
    let id: Option<String> = db.prepare_cached(sql)?.query_row([article], |row| row.get(0)).optional()?;
    let Some(id) = id else { return Ok(None) };
    let Some((row, record)) = crate::load::rows(db, &id)? else { return Ok(None) };
    let mut read = record;
    restore(db, row, &mut read)?;
    Ok(Some((read.clone(), read)))
}

/// Puts what was read in the place of corrected findings.
pub(crate) fn restore(db: &Connection, article: i64, record: &mut Record) -> Result<(), StoreError> {
    let sql = "SELECT finding, was FROM verdicts WHERE article = ?1 AND was IS NOT NULL";
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query([article])?;
    while let Some(row) = rows.next()? {
        let (id, was): (String, String) = (row.get(0)?, row.get(1)?);
        if put(record, &id, &was).is_none() {
            return Err(StoreError::Damaged { column: "was".to_owned(), value: was });
        }
    }
    Ok(())
}

fn put(record: &mut Record, id: &str, was: &str) -> Option<()> {
    fn into<T: DeserializeOwned>(all: &mut [T], is: impl Fn(&T) -> bool, was: &str) -> Option<()> {
        *all.iter_mut().find(|finding| is(finding))? = serde_json::from_str(was).ok()?;
        Some(())
    }
    match id.chars().next()? {
        'e' => into(&mut record.entities, |f| f.id.to_string() == id, was),
        's' => into(&mut record.statements, |f| f.id.to_string() == id, was),
        'v' => into(&mut record.events, |f| f.id.to_string() == id, was),
        'f' => into(&mut record.figures, |f| f.id.to_string() == id, was),
        't' => into(&mut record.times, |f| f.id.to_string() == id, was),
        _ => into(&mut record.places, |f| f.id.to_string() == id, was),
    }
}

/// The finding `id` of a record as JSON.
pub(crate) fn finding(record: &Record, id: &str) -> Option<Value> {
    let is = |value: &Value| value["id"] == id;
    let all = match id.chars().next()? {
        'e' => json!(record.entities),
        's' => json!(record.statements),
        'v' => json!(record.events),
        'f' => json!(record.figures),
        't' => json!(record.times),
        _ => json!(record.places),
    };
    all.as_array()?.iter().find(|value| is(value)).cloned()
}

/// The verdicts on findings of the article `id`.
pub(super) fn of(db: &Connection, id: &str) -> Result<Vec<Verdict>, StoreError> {
    let sql = "SELECT v.finding, v.review, v.fields, v.who, v.made FROM verdicts v JOIN articles a USING (article) \
               WHERE a.id = ?1 ORDER BY v.finding";
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query([id])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let fields: String = row.get(2)?;
        all.push(Verdict {
            finding: row.get(0)?,
            review: row.get(1)?,
            fields: serde_json::from_str(&fields).unwrap_or_default(),
            who: row.get(3)?,
            made: row.get(4)?,
        });
    }
    Ok(all)
}

//! What people correct: rows that are only added, and what follows from them for each finding.
//!
//! A correction goes by the id of its article and of its finding, so it outlives a new reading of the text. What
//! follows from all corrections of a finding, its verdict, is written into the tables (`verdicts`, and the corrected
//! values in the finding's own row), so that every query sees it; [`Store::record`] still gives the record as it was read.

mod apply;
mod carry;
mod change;
mod verdict;

use annals_record::Record;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Store, StoreError};

pub use carry::Lost;
pub(crate) use carry::{carry, renew};
pub(crate) use verdict::restore;

/// One correction, a line of a file of corrections.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// `article.id`.
    pub article: String,
    /// Id of the finding in the record.
    pub finding: String,
    /// What is done.
    pub action: Action,
    /// Of `set`: the field of the finding; of a statement also `stance` and `negated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Of `set`: what the field is to hold, as the record writes it; entities also by their name.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub value: Value,
    /// Who corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// When, in UTC, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Address of the article: by it the finding is looked for in another version of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Words of the finding, to the same end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Says that the finding is right.
    #[default]
    Accept,
    /// Says that it is wrong.
    Reject,
    /// Gives a field another value.
    Set,
    /// Takes back the last correction of this finding by the same person.
    Undo,
}

impl Action {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Set => "set",
            Self::Undo => "undo",
        }
    }
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It holds now.
    Applied,
    /// The store has had it.
    Known,
    /// It cannot be applied, and is not kept.
    Refused(String),
}

/// What follows from the corrections of one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Id of the finding.
    pub finding: String,
    /// `accepted`, `rejected` or `changed`.
    pub review: String,
    /// Fields that hold another value than was read.
    pub fields: Vec<String>,
    /// Who corrected last.
    pub who: Option<String>,
    /// When, in UTC, ISO 8601.
    pub made: String,
}

impl Store {
    /// Applies corrections in order, all in one transaction; `now` (UTC, ISO 8601) is the time of those that say none.
    /// The outcome is one [`Applied`] a correction.
    ///
    /// # Errors
    /// Where the store cannot be written: nothing is applied then.
    pub fn correct(&mut self, corrections: &[Correction], now: &str) -> Result<Vec<Applied>, StoreError> {
        let change = self.change()?;
        let applied = corrections.iter().map(|correction| apply::apply(&change, correction, now));
        let applied = applied.collect::<Result<Vec<_>, _>>()?;
        change.commit()?;
        Ok(applied)
    }

    /// All corrections of the store in the order in which they were made, as lines of a file that can be applied
    /// again; or those of one article.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn corrections(&self, article: Option<&str>) -> Result<Vec<Correction>, StoreError> {
        apply::all(self.connection(), article)
    }

    /// The verdicts on findings of the article `id`, in the order of their findings' ids.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn verdicts(&self, id: &str) -> Result<Vec<Verdict>, StoreError> {
        verdict::of(self.connection(), id)
    }

    /// The record of the article `id` with the corrected values; rejected findings are in it still.
    ///
    /// # Errors
    /// As [`Store::record`].
    pub fn corrected(&self, id: &str) -> Result<Option<Record>, StoreError> {
        crate::load::rows(self.connection(), id).map(|found| found.map(|(_, record)| record))
    }

    /// Corrections that lead to no finding: after a new reading that does not make it any more.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn unapplied(&self) -> Result<Vec<Correction>, StoreError> {
        let db = self.connection();
        let lost =
            |correction: &Correction| Ok(place(db, &correction.article, &correction.finding)?.is_none());
        let mut all = apply::all(db, None)?;
        let lost = all.iter().map(lost).collect::<Result<Vec<bool>, StoreError>>()?;
        let mut lost = lost.into_iter();
        all.retain(|_| lost.next() == Some(true));
        Ok(all)
    }
}

/// The tables of findings, by the letter of their ids.
const TABLES: [(char, &str); 6] = [
    ('e', "entities"),
    ('s', "statements"),
    ('v', "events"),
    ('f', "figures"),
    ('t', "times"),
    ('p', "places"),
];

/// The table in which a finding stands, where its id is one.
pub(crate) fn table(finding: &str) -> Option<&'static str> {
    let letter = finding.chars().next()?;
    TABLES.iter().find(|(of, _)| *of == letter).map(|(_, table)| *table)
}

/// The row of the article, where it has the finding.
fn place(db: &Connection, article: &str, finding: &str) -> Result<Option<i64>, StoreError> {
    let Some(table) = table(finding) else { return Ok(None) };
    let sql = format!(
        "SELECT article FROM {table} JOIN articles a USING (article) WHERE a.id = ?1 AND {table}.id = ?2"
    );
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query([article, finding])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

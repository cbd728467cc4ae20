//! The cells of a row as values of the record.

use annals_record::{CharSpan, Id, Kind};
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::words::{meant, spans};

/// A row, its cells by the names of their columns.
pub(super) struct Cells<'r>(&'r Row<'r>);

type Cell<T> = Result<T, StoreError>;

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r Row<'r>) -> Self {
        Self(row)
    }

    pub(super) fn get<T: FromSql>(&self, column: &str) -> Cell<T> {
        Ok(self.0.get(column)?)
    }

    /// A number that counts something.
    pub(super) fn count(&self, column: &str) -> Cell<usize> {
        let number: i64 = self.get(column)?;
        usize::try_from(number).map_err(|_| damaged(column, &number.to_string()))
    }

    pub(super) fn span(&self, start: &str, end: &str) -> Cell<CharSpan> {
        self.maybe_span(start, end)?.ok_or_else(|| damaged(start, "null"))
    }

    pub(super) fn maybe_span(&self, start: &str, end: &str) -> Cell<Option<CharSpan>> {
        if self.get::<Option<i64>>(start)?.is_none() {
            return Ok(None);
        }
        let (from, to) = (self.count(start)?, self.count(end)?);
        if from > to { Err(damaged(end, &to.to_string())) } else { Ok(Some(CharSpan::new(from, to))) }
    }

    /// Spans of a JSON list of pairs.
    pub(super) fn spans(&self, column: &str) -> Cell<Vec<CharSpan>> {
        let text: String = self.get(column)?;
        spans(&text).ok_or_else(|| damaged(column, &text))
    }

    pub(super) fn json<T: DeserializeOwned>(&self, column: &str) -> Cell<T> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text).map_err(|_| damaged(column, &text))
    }

    /// One of the words of the record, such as a stance.
    pub(super) fn word<T: DeserializeOwned>(&self, column: &str) -> Cell<T> {
        self.maybe_word(column)?.ok_or_else(|| damaged(column, "null"))
    }

    pub(super) fn maybe_word<T: DeserializeOwned>(&self, column: &str) -> Cell<Option<T>> {
        let Some(word) = self.get::<Option<String>>(column)? else { return Ok(None) };
        match meant(word.clone()) {
            Some(value) => Ok(Some(value)),
            None => Err(damaged(column, &word)),
        }
    }

    pub(super) fn id<K: Kind>(&self, column: &str) -> Cell<Id<K>> {
        self.maybe_id(column)?.ok_or_else(|| damaged(column, "null"))
    }

    pub(super) fn maybe_id<K: Kind>(&self, column: &str) -> Cell<Option<Id<K>>> {
        let Some(text) = self.get::<Option<String>>(column)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| damaged(column, &text))
    }
}

fn damaged(column: &str, value: &str) -> StoreError {
    StoreError::Damaged { column: column.to_owned(), value: value.to_owned() }
}

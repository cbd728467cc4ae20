//! What pages show beside a search: the rows of one article, its versions and copies, an actor, the store as a whole.

mod actor;
mod article;
mod overview;

pub use actor::{Actor, Together};
pub use overview::{Overview, Run, State};

use rusqlite::{Connection, Params};

use crate::{Columns, Row, StoreError};

/// All rows of a query.
fn rows(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<Row>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let columns = Columns::of(&query);
    let rows = query.query_map(params, |row| Row::read(&columns, row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Values and their numbers.
fn counts(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<(Option<String>, u64)>, StoreError> {
    let mut query = db.prepare_cached(sql)?;
    let rows = query.query_map(params, |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A number.
fn count(db: &Connection, sql: &str, params: impl Params) -> Result<u64, StoreError> {
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get::<_, i64>(0))?.unsigned_abs())
}

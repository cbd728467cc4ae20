//! One row into one table, columns beside their values.

use std::fmt::Write;

use rusqlite::{Connection, ToSql};

use crate::StoreError;

/// Puts a row into `table`; `verb` is `INSERT`, or `REPLACE` for a row that is there.
pub(crate) fn insert(
    db: &Connection,
    verb: &str,
    table: &str,
    cells: &[(&str, &dyn ToSql)],
) -> Result<(), StoreError> {
    let mut sql = format!("{verb} INTO {table} (");
    for (number, (column, _)) in cells.iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(sql, "{comma}\"{column}\"");
    }
    sql.push_str(") VALUES (?");
    sql.extend(std::iter::repeat_n(", ?", cells.len() - 1));
    sql.push(')');
    let values: Vec<&dyn ToSql> = cells.iter().map(|(_, value)| *value).collect();
    db.prepare_cached(&sql)?.execute(values.as_slice())?;
    Ok(())
}

/// The number of the next row of `table`, whose primary key is `key`.
pub(crate) fn next(db: &Connection, table: &str, key: &str) -> Result<i64, StoreError> {
    let sql = format!("SELECT coalesce(max({key}), 0) + 1 FROM {table}");
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

//! What reviewers made of a finding: `verdicts` holds what follows from the corrections.

use rusqlite::Connection;

use crate::StoreError;

/// Whether the store holds rejections at all; where it does not, nobody has to look for them.
pub fn any_rejected(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM verdicts WHERE review = 'rejected')";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Whether the finding `f` is accepted, rejected, changed or `none` of them, as SQL.
pub fn is(state: &str) -> String {
    let verdict = "EXISTS (SELECT 1 FROM verdicts r WHERE r.article = f.article AND r.finding = f.id";
    match state {
        "none" => format!("NOT {verdict})"),
        state => format!("{verdict} AND r.review = '{state}')"),
    }
}

//! What reviewers made of a finding.

use rusqlite::Connection;

use crate::StoreError;
use crate::rows::Kind;

/// Whether the store holds rejections at all; where it does not, nobody has to look for them.
pub fn any_rejected(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM corrections WHERE action = 'reject')";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Whether the finding `f` of the article `a` is accepted, rejected, changed or none of them, as SQL.
pub fn is(_kind: Kind, state: &str) -> String {
    let live = "FROM corrections c WHERE c.article = a.id AND c.finding = f.id AND \
                NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.correction)";
    let last = format!(
        "(SELECT c.action {live} AND c.action IN ('accept', 'reject', 'set') ORDER BY c.correction DESC LIMIT 1)"
    );
    match state {
        "accepted" => format!("coalesce({last} = 'accept', 0)"),
        "rejected" => format!("coalesce({last} = 'reject', 0)"),
        "changed" => format!("coalesce({last} = 'set', 0)"),
        _ => format!("{last} IS NULL"),
    }
}

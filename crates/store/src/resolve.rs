//! Which article is meant: by id, the beginning of one, key or address.

use rusqlite::{Connection, Row, ToSql};
use serde::Serialize;

use crate::{Store, StoreError};

/// An article among others: of its versions, of its group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// `article.id`.
    pub id: String,
    /// The caller's own id.
    pub key: Option<String>,
    /// Address or path.
    pub uri: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, as in the record.
    pub published: Option<String>,
    /// Number among the versions of its address, from 1.
    pub version: i64,
    /// Whether it is the newest of them.
    pub current: bool,
}

/// Which articles a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// None.
    Nothing,
    /// The article of this id.
    One(String),
    /// Several, of which at most ten are given.
    Several(Vec<Head>),
}

/// Letters that the beginning of an id must have.
const BEGINNING: usize = 4;

const HEAD: &str = "SELECT id, key, uri, source, title, published, version, current FROM articles a";

impl Store {
    /// The article that `name` means: an id, a key or an address (its newest version), or the beginning of an id, of
    /// four digits at least, that only one has.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn meant(&self, name: &str) -> Result<Meant, StoreError> {
        let db = self.connection();
        for filter in ["id = ?1", "key = ?1 AND current", "uri = ?1 AND current"] {
            let found = heads(db, filter, &[&name])?;
            if !found.is_empty() {
                return Ok(meaning(found));
            }
        }
        let is_beginning = name.len() >= BEGINNING && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_beginning {
            return Ok(Meant::Nothing);
        }
        Ok(meaning(heads(db, "id GLOB ?1", &[&format!("{}*", name.to_ascii_lowercase())])?))
    }

    /// All versions of the article `id`, the first one first.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn versions(&self, id: &str) -> Result<Vec<Head>, StoreError> {
        let filter = "id = ?1 OR uri = (SELECT uri FROM articles WHERE id = ?1) ORDER BY version LIMIT 1000";
        heads(self.connection(), filter, &[&id])
    }

    /// The current articles of the group of the article `id`, itself among them, the first that was added first; no
    /// more than a thousand.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn copies(&self, id: &str) -> Result<Vec<Head>, StoreError> {
        let filter = "syndicate = (SELECT syndicate FROM articles WHERE id = ?1) AND (current OR id = ?1) \
                      ORDER BY article LIMIT 1000";
        heads(self.connection(), filter, &[&id])
    }
}

fn meaning(mut found: Vec<Head>) -> Meant {
    match found.len() {
        0 => Meant::Nothing,
        1 => Meant::One(found.remove(0).id),
        _ => {
            found.truncate(10);
            Meant::Several(found)
        }
    }
}

fn heads(db: &Connection, filter: &str, values: &[&dyn ToSql]) -> Result<Vec<Head>, StoreError> {
    let limit = if filter.contains("LIMIT") { "" } else { " ORDER BY article LIMIT 11" };
    let mut query = db.prepare_cached(&format!("{HEAD} WHERE {filter}{limit}"))?;
    let rows = query.query_map(values, head)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn head(row: &Row) -> rusqlite::Result<Head> {
    Ok(Head {
        id: row.get(0)?,
        key: row.get(1)?,
        uri: row.get(2)?,
        source: row.get(3)?,
        title: row.get(4)?,
        published: row.get(5)?,
        version: row.get(6)?,
        current: row.get(7)?,
    })
}

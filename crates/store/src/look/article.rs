//! One article: its flat rows, versions, copies.

use rusqlite::params;

use super::rows;
use crate::{Kind, Row, Store, StoreError};

/// Copies that are listed at most.
const COPIES: u32 = 50;

impl Store {
    /// The flat row of the article `id`, whichever version it is.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn article_row(&self, id: &str) -> Result<Option<Row>, StoreError> {
        let sql = "SELECT * FROM flat_articles WHERE article = (SELECT article FROM articles WHERE id = ?1)";
        Ok(rows(self.connection(), sql, [id])?.pop())
    }

    /// All flat rows of `kind` in the article `id`, rejected findings, too, in the order of the text.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn rows_of(&self, kind: Kind, id: &str) -> Result<Vec<Row>, StoreError> {
        let order = if kind == Kind::Article { "row" } else { "start, \"end\", row" };
        let sql = format!(
            "SELECT * FROM {} WHERE article = (SELECT article FROM articles WHERE id = ?1) ORDER BY {order}",
            kind.view()
        );
        rows(self.connection(), &sql, [id])
    }

    /// Start, end and words of the sentences `from` to `to` (numbers from 0, both taken in) of the article in row `article`.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn sentences_between(&self, article: i64, from: i64, to: i64) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT n AS sentence, start, \"end\", text FROM sentences WHERE article = ?1 AND n BETWEEN ?2 AND ?3 ORDER BY n";
        rows(self.connection(), sql, params![article, from, to])
    }

    /// The versions of the article `id`, the newest first: flat rows of articles, each with `added`, when it was read into the
    /// store (UTC).
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn version_rows(&self, id: &str) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT f.*, r.started AS added FROM flat_articles f JOIN articles a USING (article) JOIN runs r USING (run) \
                   WHERE f.article IN (SELECT o.article FROM articles o JOIN articles me ON me.uri = o.uri WHERE me.id = ?1 \
                   UNION SELECT article FROM articles WHERE id = ?1) ORDER BY f.version DESC, f.article DESC";
        rows(self.connection(), sql, [id])
    }

    /// Other articles of the near-duplicate group of the article `id`, the earliest first: flat rows of articles; not its
    /// own other versions.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn copy_rows(&self, id: &str) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT * FROM flat_articles WHERE article IN (SELECT o.article FROM articles me JOIN articles o ON \
                   o.syndicate = me.syndicate WHERE me.id = ?1 AND o.id <> me.id AND o.current = 1 AND o.uri IS NOT me.uri) \
                   ORDER BY day, article LIMIT ?2";
        rows(self.connection(), sql, params![id, COPIES])
    }
}

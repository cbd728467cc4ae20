//! One actor across articles.

use rusqlite::{OptionalExtension, params};

use super::{count, counts, rows};
use crate::{Row, Store, StoreError};

/// What the store knows of an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Row number.
    pub actor: i64,
    /// What joins it across articles.
    pub key: String,
    /// Name as first seen.
    pub name: String,
    /// `person`, `organization` …
    pub kind: String,
    /// Country code.
    pub country: Option<String>,
    /// Sector code.
    pub role: Option<String>,
}

/// Somebody who is mentioned in the same articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Number of articles.
    pub articles: u64,
}

/// Articles of an actor that are looked through for others: those added last.
const ARTICLES: u32 = 500;
/// Entities of an actor whose names and titles are counted: those added last.
const ENTITIES: u32 = 5_000;

const TOGETHER: &str = "SELECT k.key, k.name, count(*) AS articles FROM \
    (SELECT DISTINCT e.article, e.actor FROM entities e WHERE e.article IN (SELECT DISTINCT article FROM entities \
    WHERE actor = ?1 ORDER BY article DESC LIMIT ?2) AND e.actor IS NOT NULL AND e.actor <> ?1) JOIN actors k USING (actor) \
    GROUP BY k.actor ORDER BY articles DESC, k.name LIMIT ?3";

impl Store {
    /// The actor with this key.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn actor(&self, key: &str) -> Result<Option<Actor>, StoreError> {
        let sql = "SELECT actor, key, name, kind, country, role FROM actors WHERE key = ?1";
        let mut query = self.connection().prepare_cached(sql)?;
        let actor = query.query_row([key], |row| {
            Ok(Actor {
                actor: row.get(0)?,
                key: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                country: row.get(4)?,
                role: row.get(5)?,
            })
        });
        Ok(actor.optional()?)
    }

    /// In how many articles an actor is, old versions left out.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn articles_of_actor(&self, actor: &Actor) -> Result<u64, StoreError> {
        let sql = "SELECT count(DISTINCT article) FROM entities WHERE actor = ?1 AND article NOT IN (SELECT article FROM articles WHERE current = 0)";
        count(self.connection(), sql, [actor.actor])
    }

    /// Names that articles have for an actor, and in how many articles, most frequent first; of an actor in very many articles, in
    /// those added last.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn names_of_actor(
        &self,
        actor: &Actor,
        limit: u32,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        self.seen_as(actor, "name", limit)
    }

    /// Titles that articles give an actor, and in how many articles, most frequent first; of an actor in very many articles, in
    /// those added last.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn titles_of_actor(
        &self,
        actor: &Actor,
        limit: u32,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        self.seen_as(actor, "title", limit)
    }

    fn seen_as(
        &self,
        actor: &Actor,
        column: &str,
        limit: u32,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        let last = "SELECT * FROM entities WHERE actor = ?1 ORDER BY article DESC LIMIT ?3";
        let sql = format!(
            "SELECT {column}, count(DISTINCT article) AS n FROM ({last}) WHERE {column} IS NOT NULL \
             GROUP BY {column} ORDER BY n DESC, {column} LIMIT ?2"
        );
        counts(self.connection(), &sql, params![actor.actor, limit, ENTITIES])
    }

    /// Who is mentioned in the articles of an actor, most often first; of an actor in very many articles, in those added last.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn together_with(&self, actor: &Actor, limit: u32) -> Result<Vec<Together>, StoreError> {
        let found = rows(self.connection(), TOGETHER, params![actor.actor, ARTICLES, limit])?;
        let together = |row: &Row| {
            let text = |name| row.text(name).unwrap_or_default().to_owned();
            let articles =
                row.integer("articles").and_then(|count| count.try_into().ok()).unwrap_or_default();
            Together { key: text("key"), name: text("name"), articles }
        };
        Ok(found.iter().map(together).collect())
    }
}

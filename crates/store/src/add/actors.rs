//! Actors: what entities are joined by across articles.

use std::collections::BTreeSet;

use annals_record::{CharIndex, Entity, MentionForm};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

/// The row of the actor of `entity`, made where it is the first of its key; none where the entity has no key.
pub(crate) fn actor(
    db: &Connection,
    entity: &Entity,
    text: &str,
    index: &CharIndex,
) -> Result<Option<i64>, StoreError> {
    let Some(key) = &entity.key else { return Ok(None) };
    let sql = "INSERT INTO actors (key, name, kind, country, role) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (key) DO UPDATE SET country = coalesce(country, excluded.country), \
               role = coalesce(role, excluded.role) \
               WHERE (country IS NULL AND excluded.country IS NOT NULL) OR (role IS NULL AND excluded.role IS NOT NULL)";
    let kind = entity.kind.label();
    db.prepare_cached(sql)?.execute(params![key, entity.name, kind, entity.country, entity.role])?;
    let row =
        db.prepare_cached("SELECT actor FROM actors WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
    learn(db, row, names(entity, text, index))?;
    Ok(Some(row))
}

/// The names by which the article calls the entity.
fn names<'t>(entity: &'t Entity, text: &'t str, index: &CharIndex) -> BTreeSet<&'t str> {
    let named = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
    let words = named.map(|mention| index.bytes(mention.span).of(text));
    words.chain([entity.name.as_str()]).filter(|name| !name.contains('\n')).collect()
}

/// Names stand one a line in the words that the actor is found by.
fn learn(db: &Connection, row: i64, names: BTreeSet<&str>) -> Result<(), StoreError> {
    let known: Option<String> = db
        .prepare_cached("SELECT name FROM actor_words WHERE rowid = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()?;
    let Some(known) = known else {
        let all = Vec::from_iter(names).join("\n");
        db.prepare_cached("INSERT INTO actor_words (rowid, name) VALUES (?1, ?2)")?
            .execute(params![row, all])?;
        return Ok(());
    };
    let new: Vec<&str> = names.into_iter().filter(|name| !known.lines().any(|line| line == *name)).collect();
    if !new.is_empty() {
        let all = format!("{known}\n{}", new.join("\n"));
        db.prepare_cached("UPDATE actor_words SET name = ?2 WHERE rowid = ?1")?.execute(params![row, all])?;
    }
    Ok(())
}

/// The actors of an article.
pub(super) fn of(db: &Connection, article: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT DISTINCT actor FROM entities WHERE article = ?1 AND actor IS NOT NULL";
    let mut query = db.prepare_cached(sql)?;
    let rows = query.query_map([article], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes out those of `actors` whom no article names any more.
pub(super) fn forget(db: &Connection, actors: &[i64]) -> Result<(), StoreError> {
    let unnamed =
        "DELETE FROM actors WHERE actor = ?1 AND NOT EXISTS (SELECT 1 FROM entities e WHERE e.actor = ?1)";
    for actor in actors {
        if db.prepare_cached(unnamed)?.execute([actor])? > 0 {
            db.prepare_cached("DELETE FROM actor_words WHERE rowid = ?1")?.execute([actor])?;
        }
    }
    Ok(())
}

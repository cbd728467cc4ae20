//! Groups of near-duplicates, kept while articles come in.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::Sketch;
use crate::StoreError;

/// From this likeness on two articles are of one group. Less is what a short text has that is quoted inside a longer.
const ALIKE: f64 = 0.2;

/// How many articles of a band are looked at, the earliest first.
const LOOK: i64 = 64;

/// How many articles are compared word by word, those that share most bands first. Only where this or the limit above is
/// reached do groups hang on the order of adding.
const COMPARED: usize = 64;

/// Puts the article of row `article` into the group of what it copies, and joins the groups that it is a copy of.
pub(crate) fn group(db: &Connection, article: i64, sketch: &Sketch) -> Result<(), StoreError> {
    let mut groups: Vec<i64> = Vec::new();
    let mut compared = 0;
    for (other, group) in candidates(db, sketch)? {
        if groups.contains(&group) || compared == COMPARED {
            continue;
        }
        compared += 1;
        if sketch.likeness(&Sketch::of(&text(db, other)?)) >= ALIKE {
            groups.push(group);
        }
    }
    let mut keep = db.prepare_cached("INSERT OR IGNORE INTO bands (band, article) VALUES (?1, ?2)")?;
    for band in &sketch.bands {
        keep.execute([*band, article])?;
    }
    join(db, article, &groups)
}

/// Articles that share bands with the sketch, those that share most first, each with its group.
fn candidates(db: &Connection, sketch: &Sketch) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    let mut query =
        db.prepare_cached("SELECT article FROM bands WHERE band = ?1 ORDER BY article LIMIT ?2")?;
    for band in &sketch.bands {
        for other in query.query_map([*band, LOOK], |row| row.get(0))? {
            *shared.entry(other?).or_default() += 1;
        }
    }
    let mut found: Vec<(i64, usize)> = shared.into_iter().collect();
    found.sort_by_key(|(article, bands)| (Reverse(*bands), *article));
    let mut query = db.prepare_cached("SELECT syndicate FROM articles WHERE article = ?1")?;
    found.into_iter().map(|(other, _)| Ok((other, query.query_row([other], |row| row.get(0))?))).collect()
}

fn text(db: &Connection, article: i64) -> Result<String, StoreError> {
    let mut query = db.prepare_cached("SELECT text FROM articles WHERE article = ?1")?;
    Ok(query.query_row([article], |row| row.get(0))?)
}

/// A group is named by its first article.
fn join(db: &Connection, article: i64, groups: &[i64]) -> Result<(), StoreError> {
    let Some(first) = groups.iter().min() else { return Ok(()) };
    let mut move_one = db.prepare_cached("UPDATE articles SET syndicate = ?2 WHERE article = ?1")?;
    move_one.execute(params![article, first])?;
    let mut move_all = db.prepare_cached("UPDATE articles SET syndicate = ?2 WHERE syndicate = ?1")?;
    for group in groups.iter().filter(|group| *group != first) {
        move_all.execute(params![group, first])?;
    }
    Ok(())
}

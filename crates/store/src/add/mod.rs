//! Records into rows: one transaction a batch, and an account of each run.

mod actors;
mod findings;
mod insert;

use annals_record::{Article, Failed};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::copies::group;
use crate::correct::{Lost, carry, renew};
use crate::words::{json, word};
use crate::{Entry, Store, StoreError};
use findings::Findings;
use insert::{insert, next};

pub(crate) use findings::rewrite;

/// A run of adding, as begun by [`Store::begin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run(i64);

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// It is a new version of one that the store had.
    Changed,
    /// The store has had it.
    Known,
    /// The store has had its text; its findings are those of the new reading now.
    Reread,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// What became of each entry, in order.
    pub added: Vec<Added>,
    /// Corrections that do not hold any more in what is new.
    pub lost: Vec<Lost>,
}

/// Whether the store has an article, and what read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// `engine` of its record.
    pub engine: String,
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Articles.
    pub articles: u64,
    /// Groups of copies, those of one article too.
    pub groups: u64,
}

impl Store {
    /// Whether the store has the article `id`.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn known(&self, id: &str) -> Result<Option<Known>, StoreError> {
        let mut query = self.connection().prepare_cached("SELECT engine FROM articles WHERE id = ?1")?;
        Ok(query.query_row([id], |row| Ok(Known { engine: row.get(0)? })).optional()?)
    }

    /// How much the store holds; old versions count.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn size(&self) -> Result<Size, StoreError> {
        let sql = "SELECT count(*), count(DISTINCT syndicate) FROM articles";
        let size = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
        let (articles, groups): (i64, i64) = self.connection().query_row(sql, [], size)?;
        Ok(Size { articles: articles.unsigned_abs(), groups: groups.unsigned_abs() })
    }

    /// Begins a run at `started` (UTC, ISO 8601) that reads `inputs` with `engine`.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn begin(&mut self, started: &str, engine: &str, inputs: &[String]) -> Result<Run, StoreError> {
        let change = self.change()?;
        let sql = "INSERT INTO runs (started, engine, inputs) VALUES (?1, ?2, ?3)";
        change.execute(sql, params![started, engine, json(inputs)])?;
        let run = Run(change.last_insert_rowid());
        change.commit()?;
        Ok(run)
    }

    /// Stores `batch` and what failed beside it, all or nothing; `skipped` were known before they were read.
    /// When this returns, what it says is on the disk.
    ///
    /// # Errors
    /// Where the store cannot be written: nothing of the batch is stored then.
    pub fn add(
        &mut self,
        run: Run,
        batch: &[Entry],
        failures: &[Failed],
        skipped: usize,
    ) -> Result<Batch, StoreError> {
        let change = self.change()?;
        let mut done = Batch::default();
        for entry in batch {
            done.added.push(article(&change, run, entry, &mut done.lost)?);
        }
        for failed in failures {
            failure(&change, run, failed)?;
        }
        count(&change, run, &done.added, failures.len(), skipped)?;
        change.commit()?;
        Ok(done)
    }

    /// Ends a run at `ended` (UTC, ISO 8601).
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn end(&mut self, run: Run, ended: &str) -> Result<(), StoreError> {
        let change = self.change()?;
        change.execute("UPDATE runs SET ended = ?2 WHERE run = ?1", params![run.0, ended])?;
        Ok(change.commit()?)
    }

    /// A transaction that has the right to write from its beginning.
    pub(crate) fn change(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn article(db: &Connection, run: Run, entry: &Entry, lost: &mut Vec<Lost>) -> Result<Added, StoreError> {
    let known: Option<i64> = db
        .prepare_cached("SELECT article FROM articles WHERE id = ?1")?
        .query_row([&entry.record.article.id], |row| row.get(0))
        .optional()?;
    match known {
        Some(row) if entry.anew => replace(db, row, run, entry, lost),
        Some(_) => Ok(Added::Known),
        None => new(db, run, entry, lost),
    }
}

fn new(db: &Connection, run: Run, entry: &Entry, lost: &mut Vec<Lost>) -> Result<Added, StoreError> {
    let row = next(db, "articles", "article")?;
    let version = match &entry.record.article.uri {
        Some(uri) => following(db, uri)?,
        None => 1,
    };
    head(db, row, version, run, entry)?;
    Findings::new(db, row, &entry.record)?.insert()?;
    group(db, row, &entry.sketch)?;
    if let Some(uri) = entry.record.article.uri.as_deref().filter(|_| version > 1) {
        lost.extend(carry(db, uri, version, row, &entry.record.article.id)?);
    }
    Ok(if version > 1 { Added::Changed } else { Added::New })
}

/// The number of the next version of the article at `uri`; those before it are current no more.
fn following(db: &Connection, uri: &str) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(max(version), 0) FROM articles WHERE uri = ?1";
    let last: i64 = db.prepare_cached(sql)?.query_row([uri], |row| row.get(0))?;
    if last > 0 {
        db.prepare_cached("UPDATE articles SET current = 0 WHERE uri = ?1 AND current")?.execute([uri])?;
    }
    Ok(last + 1)
}

fn head(db: &Connection, row: i64, version: i64, run: Run, entry: &Entry) -> Result<(), StoreError> {
    let Article {
        id,
        key,
        uri,
        source,
        title,
        byline,
        section,
        story_code,
        published,
        published_from,
        modified,
        language,
        text,
    } = &entry.record.article;
    insert(
        db,
        "INSERT",
        "articles",
        &[
            ("article", &row),
            ("id", id),
            ("key", key),
            ("uri", uri),
            ("version", &version),
            ("current", &1),
            ("source", source),
            ("title", title),
            ("byline", &json(byline)),
            ("section", section),
            ("story_code", story_code),
            ("published", published),
            ("published_from", &published_from.and_then(word)),
            ("modified", modified),
            ("day", &entry.day()),
            ("language", language),
            ("text", text),
            ("words", &(entry.words as i64)),
            ("syndicate", &row),
            ("notes", &json(&entry.record.notes)),
            ("engine", &entry.record.engine),
            ("run", &run.0),
        ],
    )
}

/// Puts a new reading in the place of the old one. The text is the same, so copies and versions stay as they are.
fn replace(
    db: &Connection,
    row: i64,
    run: Run,
    entry: &Entry,
    lost: &mut Vec<Lost>,
) -> Result<Added, StoreError> {
    let before = actors::of(db, row)?;
    findings::remove(db, row)?;
    Findings::new(db, row, &entry.record)?.insert()?;
    actors::forget(db, &before)?;
    let sql = "UPDATE articles SET engine = ?2, notes = ?3, run = ?4 WHERE article = ?1";
    db.prepare_cached(sql)?.execute(params![row, entry.record.engine, json(&entry.record.notes), run.0])?;
    lost.extend(renew(db, row, &entry.record.article.id)?);
    Ok(Added::Reread)
}

fn failure(db: &Connection, run: Run, failed: &Failed) -> Result<(), StoreError> {
    insert(
        db,
        "INSERT",
        "failures",
        &[
            ("run", &run.0),
            ("key", &failed.article.key),
            ("uri", &failed.article.uri),
            ("stage", &failed.error.stage),
            ("message", &failed.error.message),
        ],
    )
}

fn count(
    db: &Connection,
    run: Run,
    added: &[Added],
    failed: usize,
    skipped: usize,
) -> Result<(), StoreError> {
    let number = |wanted: &[Added]| added.iter().filter(|one| wanted.contains(one)).count() as i64;
    let sql = "UPDATE runs SET added = added + ?2, changed = changed + ?3, skipped = skipped + ?4, \
               failed = failed + ?5, reread = reread + ?6 WHERE run = ?1";
    db.prepare_cached(sql)?.execute(params![
        run.0,
        number(&[Added::New, Added::Changed]),
        number(&[Added::Changed]),
        number(&[Added::Known]) + skipped as i64,
        failed as i64,
        number(&[Added::Reread]),
    ])?;
    Ok(())
}

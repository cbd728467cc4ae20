//! The store as a whole.

use super::{count, counts, rows};
use crate::{Kind, Row, Store, StoreError};

/// What a store holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Rows a kind, in the order of [`Kind::ALL`]; of articles the newest versions only.
    pub counts: Vec<(Kind, u64)>,
    /// Groups of near-duplicates.
    pub groups: u64,
    /// Articles by day, in order; none: the day is not known.
    pub days: Vec<(Option<String>, u64)>,
    /// Sources with most articles.
    pub sources: Vec<(Option<String>, u64)>,
    /// Flat rows of the articles that were added last.
    pub newest: Vec<Row>,
    /// Runs, the last first.
    pub runs: Vec<Run>,
}

/// A run of `annals add`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub run: i64,
    /// When it began, UTC.
    pub started: String,
    /// When it ended; none while it goes on, and where it was cut off.
    pub ended: Option<String>,
    /// What read.
    pub engine: String,
    /// New articles.
    pub added: i64,
    /// Of them new versions of known ones.
    pub changed: i64,
    /// Known already.
    pub skipped: i64,
    /// Could not be read.
    pub failed: i64,
}

const DAYS: &str = "SELECT day, count(*) FROM articles WHERE current = 1 GROUP BY day ORDER BY day";
const SOURCES: &str = "SELECT source, count(*) AS n FROM articles WHERE current = 1 GROUP BY source ORDER BY n DESC, source LIMIT 20";
const NEWEST: &str = "SELECT * FROM flat_articles WHERE article IN \
    (SELECT article FROM articles WHERE current = 1 ORDER BY article DESC LIMIT 10) ORDER BY article DESC";
const RUNS: &str = "SELECT run, started, ended, engine, added, changed, skipped, failed FROM runs ORDER BY run DESC LIMIT 10";

const STATE: &str = "SELECT (SELECT max(article) FROM articles), run, added + changed + skipped + failed + reread, ended FROM runs \
    ORDER BY run DESC LIMIT 1";

/// How far a store has come: two equal ones have the same overview.
#[derive(Clone, Debug, PartialEq)]
pub struct State(Option<Row>);

impl Store {
    /// How far the store has come; cheap to ask.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn state(&self) -> Result<State, StoreError> {
        Ok(State(rows(self.connection(), STATE, [])?.into_iter().next()))
    }

    /// What the store holds.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn overview(&self) -> Result<Overview, StoreError> {
        let db = self.connection();
        let of_kind = |kind: Kind| {
            let current = if kind == Kind::Article { " WHERE current = 1" } else { "" };
            Ok((kind, count(db, &format!("SELECT count(*) FROM {}{current}", kind.table()), [])?))
        };
        Ok(Overview {
            counts: Kind::ALL.into_iter().map(of_kind).collect::<Result<_, StoreError>>()?,
            groups: count(db, "SELECT count(DISTINCT syndicate) FROM articles", [])?,
            days: counts(db, DAYS, [])?,
            sources: counts(db, SOURCES, [])?,
            newest: rows(db, NEWEST, [])?,
            runs: rows(db, RUNS, [])?.iter().map(run).collect(),
        })
    }
}

fn run(row: &Row) -> Run {
    let text = |name| row.text(name).map(str::to_owned);
    let number = |name| row.integer(name).unwrap_or_default();
    Run {
        run: number("run"),
        started: text("started").unwrap_or_default(),
        ended: text("ended"),
        engine: text("engine").unwrap_or_default(),
        added: number("added"),
        changed: number("changed"),
        skipped: number("skipped"),
        failed: number("failed"),
    }
}

//! Stopping a search that takes too long, and bounds on what SQLite takes from a reader.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::limits::Limit;

use crate::{Store, StoreError};

/// Steps of SQLite between two questions whether to stop: about a millisecond.
const STEPS: i32 = 20_000;

/// Whether to stop now.
type Question = Box<dyn FnMut() -> bool + Send>;

/// What the connection asks while it searches.
#[derive(Clone, Default)]
pub(crate) struct Brake(Arc<Mutex<Option<Question>>>);

impl fmt::Debug for Brake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Brake")
    }
}

impl Brake {
    /// The brake of `connection`, not drawn.
    pub(crate) fn on(connection: &mut Connection) -> Result<Self, StoreError> {
        let brake = Self::default();
        let asked = brake.clone();
        connection.progress_handler(STEPS, Some(move || asked.ask()))?;
        Ok(brake)
    }

    fn ask(&self) -> bool {
        let mut question = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        question.as_mut().is_some_and(|ask| ask())
    }

    fn set(&self, question: Option<Question>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = question;
    }
}

/// While it lives, searches of its store may be stopped; then they are not again.
#[derive(Debug)]
#[must_use = "searches can only be stopped while this lives"]
pub struct Watch<'a>(&'a Brake);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Store {
    /// Stops every search of this store, with [`crate::FindError::Stopped`], as soon as `stop` says so. It is asked about every
    /// millisecond of a search: whether a deadline is past, or who asked has gone.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let store = annals_store::Store::create(folder.path().join("news.annals"))?;
    /// use std::time::{Duration, Instant};
    ///
    /// let end = Instant::now() + Duration::from_secs(2);
    /// let watch = store.stop_when(move || Instant::now() >= end);
    /// store.count(&annals_store::Query::parse("ceasefire")?)?;
    /// drop(watch);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stop_when(&self, stop: impl FnMut() -> bool + Send + 'static) -> Watch<'_> {
        self.brake.set(Some(Box::new(stop)));
        Watch(&self.brake)
    }
}

/// Bounds for connections that only read: queries are made by this crate, so nothing sound comes near them.
pub(crate) fn bound(connection: &Connection) -> Result<(), StoreError> {
    let bounds = [
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 500),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 500),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 2_000),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ];
    for (limit, value) in bounds {
        connection.set_limit(limit, value)?;
    }
    Ok(())
}

//! Reading that others can rely on: in one snapshot, and stopped when it must.

use crate::{Store, StoreError};

/// Steps of SQLite's machine between two looks whether to go on: well under a millisecond.
const STEPS: i32 = 2_000;

impl Store {
    /// Lets `stop` end whatever is asked of this connection: as soon as it says so, the query fails, and
    /// [`StoreError::is_stopped`] tells it from other failures. Holds until it is called again.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn stop_when(&mut self, stop: impl FnMut() -> bool + Send + 'static) -> Result<(), StoreError> {
        Ok(self.connection.progress_handler(STEPS, Some(stop))?)
    }

    /// Does `work` on the store as it stands at one moment, whatever is added meanwhile.
    ///
    /// # Errors
    /// Those of `work`, and where SQLite refuses.
    pub fn snapshot<T, E: From<StoreError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let snapshot = self.connection().unchecked_transaction().map_err(StoreError::from)?;
        let done = work(self);
        drop(snapshot);
        done
    }
}

impl StoreError {
    /// Whether [`Store::stop_when`] ended it.
    pub fn is_stopped(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDLESS: &str =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    #[test]
    fn a_query_without_end_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(folder.path().join("a.annals")).unwrap();
        let mut looks = 0;
        let stop = move || {
            looks += 1;
            looks > 100
        };
        store.stop_when(stop).unwrap();
        let ended = store.connection().query_row(ENDLESS, [], |row| row.get::<_, i64>(0));
        assert!(StoreError::from(ended.unwrap_err()).is_stopped());
        store.stop_when(|| false).unwrap();
        assert_eq!(store.connection().query_row("SELECT 1", [], |row| row.get::<_, i64>(0)), Ok(1));
    }

    #[test]
    fn a_snapshot_does_not_see_what_is_added_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.annals");
        let writer = Store::create(&path).unwrap();
        let reader = Store::open(&path).unwrap();
        let runs = |store: &Store| -> Result<i64, StoreError> {
            Ok(store.connection().query_row("SELECT count(*) FROM runs", [], |row| row.get(0))?)
        };
        let seen = reader.snapshot(|reader| {
            let before = runs(reader)?;
            writer.connection().execute("INSERT INTO runs (started, engine, inputs) VALUES ('', '', '[]')", [])?;
            Ok::<_, StoreError>((before, runs(reader)?))
        });
        assert_eq!(seen.unwrap(), (0, 0));
        assert_eq!(runs(&reader).unwrap(), 1);
    }
}

//! Several questions to the store as it stands at one moment.

use crate::{Store, StoreError};

impl Store {
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
            writer
                .connection()
                .execute("INSERT INTO runs (started, engine, inputs) VALUES ('', '', '[]')", [])?;
            Ok::<_, StoreError>((before, runs(reader)?))
        });
        assert_eq!(seen.unwrap(), (0, 0));
        assert_eq!(runs(&reader).unwrap(), 1);
    }
}

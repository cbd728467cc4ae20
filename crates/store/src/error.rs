//! What can go wrong with a store.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::open::PATIENCE;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{}: there is no store here; `annals add {} FILE…` makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{}: this file is no annals store", .0.display())]
    NoStore(PathBuf),
    /// The file was written by a later version.
    #[error("{}: this store has schema {found}, this version of annals knows schemas up to {known}; use a later one", path.display())]
    Later {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema of this version.
        known: i64,
    },
    /// A cell holds what no record can.
    #[error("the store is damaged: `{column}` holds {value:?}; was it changed by another program?")]
    Damaged {
        /// The column.
        column: String,
        /// What it holds.
        value: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full: of the last batch nothing was stored, what was reported as stored before is safe; make room and run the same again"
    )]
    Full,
    /// Another program writes and does not let go.
    #[error("another program has been writing to this store without a break for {} seconds; try again when it is done", PATIENCE.as_secs())]
    Busy,
    /// The file or its folder may not be written.
    #[error("the store cannot be written: file, folder or disk is read-only")]
    ReadOnly,
    /// SQLite refused.
    #[error("the store: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Sqlite(error),
        }
    }
}

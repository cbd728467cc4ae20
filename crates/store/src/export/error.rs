//! What can go wrong with an export.

use std::io;
use std::path::PathBuf;

use crate::StoreError;

/// Why rows or files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store gave no rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output took no more.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
    /// A file or folder could not be made.
    #[error("cannot write {}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder holds something.
    #[error("{}: the folder is not empty; name another, or replace what an earlier export left there by --force", .0.display())]
    NotEmpty(PathBuf),
    /// Parquet refused.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Arrow refused.
    #[error("cannot write Parquet: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A cell holds what its column cannot.
    #[error("row {row}, column {column}: `{value}` is no {holds}")]
    Cell {
        /// Number of the row in the file, from 1.
        row: u64,
        /// Name of the column.
        column: String,
        /// What it holds by `columns.tsv`.
        holds: &'static str,
        /// What stands there.
        value: String,
    },
    /// A form of events is asked for, and other findings are chosen.
    #[error("the query finds {}, this form takes events: add type:event to the query, or take whole articles", .0.table())]
    NoEvents(crate::Kind),
    /// Nobody knows the format.
    #[error("`{0}` is no format; there are {known}", known = super::Format::NAMES.join(" "))]
    Format(String),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

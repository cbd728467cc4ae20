//! What a query finds in a store as a table.

use std::ops::ControlFlow;

use arrow_array::RecordBatch;

use super::sheet::Sheet;
use crate::export::{ExportError, Table};
use crate::{FindError, Query, Sort, Store};

/// Why what was found made no table.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// The search failed.
    #[error(transparent)]
    Find(#[from] FindError),
    /// A cell does not fit its column.
    #[error(transparent)]
    Cell(#[from] ExportError),
}

/// The flat rows that `query` finds in `store`, in order, at most `limit`: columns as `columns.tsv` has them.
///
/// # Errors
/// Where the search is stopped or fails, or the store holds what a column cannot.
pub fn found(store: &Store, query: &Query, sort: Sort, limit: usize) -> Result<Vec<RecordBatch>, FoundError> {
    let mut sheet = Sheet::new(Table::Rows(query.kind()).columns());
    let mut left = limit;
    let end = store.each(query, sort, |row| {
        if left == 0 {
            return ControlFlow::Break(None);
        }
        left -= 1;
        match sheet.found(&row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Some(error)),
        }
    })?;
    match end {
        ControlFlow::Break(Some(error)) => Err(error.into()),
        _ => Ok(sheet.finish()),
    }
}

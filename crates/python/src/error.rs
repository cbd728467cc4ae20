//! Failures as Python's exceptions; the classes stand in `annals/_errors.py`.

use annals_read::model::ModelError;
use annals_record::Failed;
use annals_store::export::ExportError;
use annals_store::flat::FoundError;
use annals_store::{FindError, QueryError, StoreError};
use pyo3::PyErr;
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyRuntimeError};

pyo3::import_exception!(annals._errors, ArticleUnreadable);
pyo3::import_exception!(annals._errors, BadQuery);
pyo3::import_exception!(annals._errors, StoreFailed);

/// An article that could not be read.
pub fn article(failed: &Failed) -> PyErr {
    ArticleUnreadable::new_err(failed.error.message.clone())
}

/// A query that cannot be read, with a mark under the place.
pub fn query(error: &QueryError) -> PyErr {
    BadQuery::new_err(format!("the query cannot be read\n{}", error.pointed()))
}

/// A store that could not be opened, read or written.
pub fn store(error: StoreError) -> PyErr {
    match error {
        StoreError::Missing(path) => {
            PyFileNotFoundError::new_err(format!("{}: there is no store here", path.display()))
        }
        error => StoreFailed::new_err(error.to_string()),
    }
}

/// A search that failed.
pub fn find(error: FindError) -> PyErr {
    match error {
        FindError::Store(error) => store(error),
        error => StoreFailed::new_err(error.to_string()),
    }
}

/// A search that gave no table.
pub fn found(error: FoundError) -> PyErr {
    match error {
        FoundError::Find(error) => find(error),
        FoundError::Cell(error) => StoreFailed::new_err(error.to_string()),
    }
}

/// Files that could not be written.
pub fn export(error: ExportError) -> PyErr {
    match error {
        ExportError::Store(error) => store(error),
        error => PyOSError::new_err(error.to_string()),
    }
}

/// A model that could not be loaded.
pub fn model(error: &ModelError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

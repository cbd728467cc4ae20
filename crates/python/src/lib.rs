//! The inner module of the package `annals` for Python: what the package does not say in Python itself.
//!
//! Objects are views: a `document::Document` holds a record, its findings hold the document and their place in it. What takes
//! long is done while Python's lock is free, and asks every tenth of a second whether somebody has interrupted it.

mod document;
mod error;
mod finding;
mod frame;
mod html;
mod model;
mod parts;
mod progress;
mod store;
mod stream;
mod table;
mod value;

/// The inner module of annals: use `annals`.
#[pyo3::pymodule]
mod _annals {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::document::Document;
    #[pymodule_export]
    use crate::finding::{Entity, Event, Figure, Findings, Place, Sentence, Statement, Time};
    #[pymodule_export]
    use crate::frame::Frame;
    #[pymodule_export]
    use crate::model::{engine, read};
    #[pymodule_export]
    use crate::parts::{Alternate, Cue, EventDate, Mention, Note, Participant, Span, Speaker, Voice};
    #[pymodule_export]
    use crate::store::Store;
    #[pymodule_export]
    use crate::stream::Stream;
    #[pymodule_export]
    use crate::table::{Batches, kinds, schema};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

//! Out of the store: flat rows, records and events in the formats that others read, with what they mean beside them.
//!
//! [`write_rows`] writes rows of one kind to any output, for pages and programs. [`Export`] writes a folder of files
//! that belong together, from one snapshot of the store. [`Citation`] says how an article or a finding is cited.

mod annotation;
pub(crate) mod arrow;
mod cell;
mod citation;
pub(crate) mod columns;
mod csv;
pub(crate) mod day;
mod error;
mod folder;
mod formats;
mod gdelt;
mod happening;
mod job;
mod json;
mod package;
pub(crate) mod parquet;
mod polecat;
mod tables;

pub use citation::Citation;
pub use columns::{Column, Table, Type};
pub use csv::unguarded;
pub use error::ExportError;
pub use folder::{Output, Written};
pub use formats::{Format, Sink, Style, sink, write_rows};
pub use gdelt::Version as GdeltVersion;
pub use happening::Which;
pub use job::{Export, Form};
pub use package::About;

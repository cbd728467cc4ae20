//! Out of the store: flat rows in the formats that others read.

mod cell;
mod columns;
mod csv;
mod day;
mod error;
mod formats;
mod json;
mod parquet;

pub use columns::{Column, Table, Type};
pub use csv::unguarded;
pub use error::ExportError;
pub use formats::{Format, Sink, Style, sink, write_rows};

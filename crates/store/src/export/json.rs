//! Flat rows as JSON Lines, or as one JSON array.

use std::io::Write;

use super::ExportError;
use super::cell::Object;
use super::columns::Column;
use super::formats::Sink;
use crate::Value;

/// Rows as JSON objects, one a line.
pub struct Json<W> {
    out: W,
    columns: Vec<Column>,
    array: bool,
    begun: bool,
}

impl<W: Write> Json<W> {
    /// Begins the file; with `array` it will be one array.
    pub fn new(out: W, columns: Vec<Column>, array: bool) -> Self {
        Self { out, columns, array, begun: false }
    }
}

impl<W: Write> Sink for Json<W> {
    fn row(&mut self, row: &[Value]) -> Result<(), ExportError> {
        if self.array {
            self.out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        }
        serde_json::to_writer(&mut self.out, &Object(&self.columns, row))?;
        self.begun = true;
        if !self.array {
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.array {
            self.out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })?;
        }
        Ok(self.out.flush()?)
    }
}

//! A table that grows row by row, cut into batches of bounded size.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;

use super::cells::Named;
use crate::export::ExportError;
use crate::export::arrow::{Builder, schema};
use crate::export::columns::Column;
use crate::{Row, Value};

/// Rows of a batch, and bytes of text after which it ends earlier.
const BATCH: (usize, usize) = (1 << 16, 64 << 20);

/// A table on its way.
#[derive(Debug)]
pub struct Sheet {
    columns: Vec<Column>,
    schema: SchemaRef,
    builders: Vec<Builder>,
    held: (usize, usize),
    done: Vec<RecordBatch>,
    rows: u64,
}

impl Sheet {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        let builders = columns.iter().map(|column| Builder::new(column.holds)).collect();
        Self { schema: schema(&columns), columns, builders, held: (0, 0), done: Vec::new(), rows: 0 }
    }

    /// Adds a row: a cell for each column, in order.
    pub fn row(&mut self, cells: Vec<Named<'_>>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        let mut bytes = 0;
        for ((builder, column), (name, cell)) in self.builders.iter_mut().zip(&self.columns).zip(cells) {
            debug_assert_eq!(column.name, name);
            bytes += cell.bytes();
            cell.into(builder);
        }
        self.count(bytes);
    }

    /// Adds a row of a store.
    ///
    /// # Errors
    /// Where a column cannot hold its cell.
    pub fn found(&mut self, row: &Row) -> Result<(), ExportError> {
        let mut bytes = 0;
        for ((builder, column), value) in self.builders.iter_mut().zip(&self.columns).zip(row.values()) {
            builder.push(value).map_err(|value| ExportError::Cell {
                row: self.rows + 1,
                column: column.name.clone(),
                holds: column.holds.name(),
                value,
            })?;
            bytes += if let Value::Text(text) = value { text.len() } else { 8 };
        }
        self.count(bytes);
        Ok(())
    }

    fn count(&mut self, bytes: usize) {
        self.rows += 1;
        self.held = (self.held.0 + 1, self.held.1 + bytes);
        if self.held.0 >= BATCH.0 || self.held.1 >= BATCH.1 {
            self.cut();
        }
    }

    /// Ends a batch. All columns have the same number of cells of their types, so that Arrow takes them.
    fn cut(&mut self) {
        let arrays: Vec<ArrayRef> = self.builders.iter_mut().map(Builder::finish).collect();
        self.done.extend(RecordBatch::try_new(self.schema.clone(), arrays));
        self.held = (0, 0);
    }

    /// The batches.
    pub fn finish(mut self) -> Vec<RecordBatch> {
        if self.held.0 > 0 {
            self.cut();
        }
        self.done
    }
}

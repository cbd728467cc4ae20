//! Flat rows as Parquet: Snappy, batches and row groups of bounded size, the meaning of each column in its metadata.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::ExportError;
use super::arrow::{Builder, schema};
use super::columns::Column;
use super::formats::Sink;
use crate::Value;

/// Rows of a batch, and bytes of text after which it ends earlier.
const BATCH: (u64, usize) = (4096, 8 << 20);

/// Rows of a row group, and bytes of it in memory after which it ends earlier.
const GROUP: (usize, usize) = (1 << 17, 64 << 20);

/// Rows as Parquet.
pub struct Parquet<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    columns: Vec<Column>,
    builders: Vec<Builder>,
    /// Rows and bytes of text in the builders.
    held: (u64, usize),
    written: u64,
}

impl<W: Write + Send> Parquet<W> {
    /// Begins the file.
    pub fn new(out: W, columns: Vec<Column>) -> Result<Self, ExportError> {
        let schema = schema(&columns);
        let writer = writer(out, schema.clone())?;
        let builders = columns.iter().map(|column| Builder::new(column.holds)).collect();
        Ok(Self { writer, schema, columns, builders, held: (0, 0), written: 0 })
    }

    fn write(&mut self) -> Result<(), ExportError> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        self.writer.write(&RecordBatch::try_new(self.schema.clone(), arrays)?)?;
        self.held = (0, 0);
        if self.writer.in_progress_size() > GROUP.1 {
            self.writer.flush()?;
        }
        Ok(())
    }
}

/// A writer of Parquet as exports have it.
fn writer<W: Write + Send>(out: W, schema: SchemaRef) -> Result<ArrowWriter<W>, ExportError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP.0))
        .set_created_by(format!("annals {}", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(ArrowWriter::try_new(out, schema, Some(properties))?)
}

/// Writes batches of one schema as Parquet.
///
/// # Errors
/// Where the output takes no more.
pub fn batches<W: Write + Send>(
    out: W,
    schema: SchemaRef,
    batches: &[RecordBatch],
) -> Result<(), ExportError> {
    let mut writer = writer(out, schema)?;
    for batch in batches {
        writer.write(batch)?;
        if writer.in_progress_size() > GROUP.1 {
            writer.flush()?;
        }
    }
    writer.into_inner()?.flush()?;
    Ok(())
}

impl<W: Write + Send> Sink for Parquet<W> {
    fn row(&mut self, row: &[Value]) -> Result<(), ExportError> {
        self.written += 1;
        for ((builder, column), value) in self.builders.iter_mut().zip(&self.columns).zip(row) {
            builder.push(value).map_err(|value| ExportError::Cell {
                row: self.written,
                column: column.name.clone(),
                holds: column.holds.name(),
                value,
            })?;
            self.held.1 += if let Value::Text(text) = value { text.len() } else { 8 };
        }
        self.held.0 += 1;
        if self.held.0 >= BATCH.0 || self.held.1 >= BATCH.1 { self.write() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.held.0 > 0 {
            self.write()?;
        }
        self.writer.into_inner()?.flush()?;
        Ok(())
    }
}

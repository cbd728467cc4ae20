//! Flat rows as Parquet: Snappy, batches and row groups of bounded size, the meaning of each column in its metadata.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::columns::{Column, Type};
use super::formats::Sink;
use super::{ExportError, cell, day};
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
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP.0))
            .set_created_by(format!("annals {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties))?;
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

/// The Arrow schema of `columns`; the metadata of each field holds its description.
pub fn schema(columns: &[Column]) -> SchemaRef {
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn field(column: &Column) -> Field {
    let holds = match column.holds {
        Type::Integer => DataType::Int64,
        Type::Real => DataType::Float64,
        Type::Text | Type::Json => DataType::Utf8,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    };
    let meaning = HashMap::from([("description".to_owned(), column.description.clone())]);
    Field::new(&column.name, holds, true).with_metadata(meaning)
}

/// The cells of a column of a batch.
enum Builder {
    Integer(Int64Builder),
    Real(Float64Builder),
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    List(ListBuilder<StringBuilder>),
}

impl Builder {
    fn new(holds: Type) -> Self {
        match holds {
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Real => Self::Real(Float64Builder::new()),
            Type::Text | Type::Json => Self::Text(StringBuilder::new()),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
            Type::Date => Self::Date(Date32Builder::new()),
            Type::List => Self::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    /// Adds a cell; fails with the cell as text where the column cannot hold it.
    fn push(&mut self, value: &Value) -> Result<(), String> {
        match (self, value) {
            (Self::Integer(cells), Value::Integer(number)) => cells.append_value(*number),
            (Self::Integer(cells), Value::Null) => cells.append_null(),
            (Self::Real(cells), Value::Real(number)) => cells.append_value(*number),
            #[allow(clippy::cast_precision_loss)]
            (Self::Real(cells), Value::Integer(number)) => cells.append_value(*number as f64),
            (Self::Real(cells), Value::Null) => cells.append_null(),
            (Self::Boolean(cells), Value::Integer(number)) => cells.append_value(*number != 0),
            (Self::Boolean(cells), Value::Null) => cells.append_null(),
            (Self::Date(cells), Value::Text(text)) => cells.append_value(day::since_1970(text).ok_or(text)?),
            (Self::Date(cells), Value::Null) => cells.append_null(),
            (Self::List(cells), Value::Text(text)) => list(cells, text)?,
            (Self::List(cells), Value::Null) => cells.append_null(),
            (Self::Text(cells), value) => cells.append_option(cell::text(value, Type::Text)),
            (_, value) => return Err(cell::text(value, Type::Text).unwrap_or_default().into_owned()),
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(cells) => Arc::new(cells.finish()),
            Self::Real(cells) => Arc::new(cells.finish()),
            Self::Text(cells) => Arc::new(cells.finish()),
            Self::Boolean(cells) => Arc::new(cells.finish()),
            Self::Date(cells) => Arc::new(cells.finish()),
            Self::List(cells) => Arc::new(cells.finish()),
        }
    }
}

fn list(cells: &mut ListBuilder<StringBuilder>, text: &str) -> Result<(), String> {
    let values: Vec<Option<String>> = serde_json::from_str(text).map_err(|_| text.to_owned())?;
    cells.append_value(values);
    Ok(())
}

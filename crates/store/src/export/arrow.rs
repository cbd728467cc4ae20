//! Columns of flat rows as Arrow has them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::columns::{Column, Type};
use super::{cell, day};
use crate::Value;

/// The Arrow schema of `columns`; the metadata of each field holds its description.
pub fn schema(columns: &[Column]) -> SchemaRef {
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn field(column: &Column) -> Field {
    let list = |of| DataType::List(Arc::new(Field::new_list_field(of, true)));
    let holds = match column.holds {
        Type::Integer => DataType::Int64,
        Type::Real => DataType::Float64,
        Type::Text | Type::Json => DataType::Utf8,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::List => list(DataType::Utf8),
        Type::Numbers => list(DataType::Int64),
    };
    let meaning = HashMap::from([("description".to_owned(), column.description.clone())]);
    Field::new(&column.name, holds, true).with_metadata(meaning)
}

/// The cells of a column of a batch.
#[derive(Debug)]
pub enum Builder {
    Integer(Int64Builder),
    Real(Float64Builder),
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    List(ListBuilder<StringBuilder>),
    Numbers(ListBuilder<Int64Builder>),
}

impl Builder {
    /// A column without cells.
    pub fn new(holds: Type) -> Self {
        match holds {
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Real => Self::Real(Float64Builder::new()),
            Type::Text | Type::Json => Self::Text(StringBuilder::new()),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
            Type::Date => Self::Date(Date32Builder::new()),
            Type::List => Self::List(ListBuilder::new(StringBuilder::new())),
            Type::Numbers => Self::Numbers(ListBuilder::new(Int64Builder::new())),
        }
    }

    /// Adds a cell of the store; fails with the cell as text where the column cannot hold it.
    pub fn push(&mut self, value: &Value) -> Result<(), String> {
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

    /// The cells as an array; the column goes on without them.
    pub fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(cells) => Arc::new(cells.finish()),
            Self::Real(cells) => Arc::new(cells.finish()),
            Self::Text(cells) => Arc::new(cells.finish()),
            Self::Boolean(cells) => Arc::new(cells.finish()),
            Self::Date(cells) => Arc::new(cells.finish()),
            Self::List(cells) => Arc::new(cells.finish()),
            Self::Numbers(cells) => Arc::new(cells.finish()),
        }
    }
}

fn list(cells: &mut ListBuilder<StringBuilder>, text: &str) -> Result<(), String> {
    let values: Vec<Option<String>> = serde_json::from_str(text).map_err(|_| text.to_owned())?;
    cells.append_value(values);
    Ok(())
}

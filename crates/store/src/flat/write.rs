//! Tables in memory into files, in the formats of exports.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::SchemaRef;

use crate::Value;
use crate::export::columns::{Column, Type};
use crate::export::{ExportError, Format, Style, day, parquet, sink};

/// Writes a table with `columns`, whose batches have the schema `schema`.
///
/// # Errors
/// Where the output takes no more, or the format cannot hold a value.
pub fn write(
    format: Format,
    columns: &[Column],
    schema: SchemaRef,
    batches: &[RecordBatch],
    out: &mut (dyn Write + Send),
    style: Style,
) -> Result<(), ExportError> {
    if format == Format::Parquet {
        return parquet::batches(out, schema, batches);
    }
    let mut sink = sink(format, columns.to_vec(), out, style)?;
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells: Vec<Value> = columns
                .iter()
                .zip(batch.columns())
                .map(|(column, cells)| value(column, cells, row))
                .collect();
            sink.row(&cells)?;
        }
    }
    sink.finish()
}

/// A cell as the store has it.
fn value(column: &Column, cells: &dyn Array, row: usize) -> Value {
    if cells.is_null(row) {
        return Value::Null;
    }
    match column.holds {
        Type::Integer => Value::Integer(cells.as_primitive::<Int64Type>().value(row)),
        Type::Real => Value::Real(cells.as_primitive::<Float64Type>().value(row)),
        Type::Boolean => Value::Integer(i64::from(cells.as_boolean().value(row))),
        Type::Date => Value::Text(day::text(cells.as_primitive::<Date32Type>().value(row))),
        Type::Text | Type::Json => Value::Text(cells.as_string::<i32>().value(row).to_owned()),
        Type::List => {
            let list = cells.as_list::<i32>().value(row);
            let texts: Vec<Option<&str>> = list.as_string::<i32>().iter().collect();
            Value::Text(crate::words::json(texts))
        }
        Type::Numbers => {
            let list = cells.as_list::<i32>().value(row);
            Value::Text(crate::words::json(list.as_primitive::<Int64Type>().values().to_vec()))
        }
    }
}

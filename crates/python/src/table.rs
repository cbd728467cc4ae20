//! Tables: batches of Arrow that other programs take without copying, through capsules.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use annals_store::export::{Column, Format, Style, Table};
use annals_store::flat::{self, Flat};
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::error;

/// A table.
#[pyclass(frozen, module = "annals")]
pub struct Batches {
    name: &'static str,
    columns: Vec<Column>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Batches {
    /// A table of records in memory.
    pub fn new(table: Flat, batches: Vec<RecordBatch>) -> Self {
        Self { name: table.name(), columns: table.columns(), schema: table.schema(), batches }
    }

    /// Rows of a store.
    pub fn found(table: Table, batches: Vec<RecordBatch>) -> Self {
        let columns = table.columns();
        let schema = flat::schema(&columns);
        Self { name: table.name(), columns, schema, batches }
    }
}

#[pymethods]
impl Batches {
    /// The name of the table: articles, sentences, statements …
    #[getter]
    fn name(&self) -> &'static str {
        self.name
    }

    /// Its columns: name, type, whether a cell may be empty, what it means.
    #[getter]
    fn columns(&self) -> Vec<(String, &'static str, bool, String)> {
        let line = |column: &Column| {
            let Column { name, holds, nullable, description } = column;
            (name.clone(), holds.name(), *nullable, description.clone())
        };
        self.columns.iter().map(line).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref())
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The batches; a schema that is asked for is not converted to, which the protocol leaves to the taker.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    /// The rows from `start` to before `end`, a JSON object a line.
    fn json(&self, start: usize, end: usize) -> PyResult<String> {
        let mut out = Vec::new();
        let batches = self.between(start, end);
        let schema = self.schema.clone();
        flat::write(Format::Jsonl, &self.columns, schema, &batches, &mut out, Style::default())
            .map_err(error::export)?;
        String::from_utf8(out).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Writes the table to a file: csv tsv json jsonl parquet.
    fn write(&self, py: Python<'_>, path: PathBuf, format: &str, bom: bool, unguarded: bool) -> PyResult<()> {
        let format: Format = format.parse().map_err(error::export)?;
        let file = File::create(&path);
        let file = file.map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display())))?;
        let style = Style { bom, unguarded };
        let write = || {
            let mut out = BufWriter::new(file);
            flat::write(format, &self.columns, self.schema.clone(), &self.batches, &mut out, style)
        };
        py.detach(write).map_err(error::export)
    }
}

impl Batches {
    fn between(&self, start: usize, end: usize) -> Vec<RecordBatch> {
        let mut before = 0;
        let mut all = Vec::new();
        for batch in &self.batches {
            let rows = batch.num_rows();
            let from = start.saturating_sub(before).min(rows);
            let to = end.saturating_sub(before).min(rows);
            if from < to {
                all.push(batch.slice(from, to - from));
            }
            before += rows;
        }
        all
    }
}

/// The table of that name without rows: its schema, which is the same always.
#[pyfunction]
pub fn schema(kind: &str) -> PyResult<Batches> {
    match Flat::named(kind) {
        Some(table) => Ok(Batches::new(table, Vec::new())),
        None => {
            Err(PyValueError::new_err(format!("there is no table {kind:?}; there are {}", kinds().join(" "))))
        }
    }
}

/// The names of all tables.
#[pyfunction]
pub fn kinds() -> Vec<&'static str> {
    Flat::all().map(Flat::name).collect()
}

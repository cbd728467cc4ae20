//! Rows of a frame (pandas, polars, pyarrow, DuckDB) as items to be read, through Arrow's capsules.

use std::sync::{Mutex, PoisonError};

use annals_drive::Item;
use annals_record::{Failed, Note, Origin};
use annals_text::Place;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, RecordBatch, RecordBatchIterator,
    RecordBatchReader,
};
use arrow_cast::cast;
use arrow_pyarrow::FromPyArrow;
use arrow_schema::{ArrowError, DataType, Schema, TimeUnit};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use serde_json::{Map, Number, Value};

use crate::model::piece;

/// Which columns hold what.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Names {
    text: String,
    published: Option<String>,
    title: Option<String>,
    uri: Option<String>,
    source: Option<String>,
    byline: Option<String>,
    id: Option<String>,
}

/// Columns beside the text, under the names that articles in JSON have them.
type Others = Vec<(&'static str, usize)>;

/// A frame whose columns have been looked at, and whose rows have not been taken.
#[pyclass(frozen, module = "annals")]
pub struct Frame(Mutex<Option<Rows>>);

#[pymethods]
impl Frame {
    /// Looks at the columns of `frame`, which are named by `columns`: text, published, title, uri, source, byline, id.
    #[new]
    fn new(frame: &Bound<'_, PyAny>, columns: Names) -> PyResult<Self> {
        Ok(Self(Mutex::new(Some(Rows::open(frame, &columns)?))))
    }
}

impl Frame {
    /// Its rows; nothing where they have been taken.
    pub fn take(&self) -> Option<Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The rows of a frame, batch by batch.
pub struct Rows {
    batches: Box<dyn RecordBatchReader + Send>,
    text: usize,
    others: Others,
    rows: std::vec::IntoIter<Item>,
    seen: u64,
}

impl Rows {
    /// Begins with the first row.
    fn open(frame: &Bound<'_, PyAny>, names: &Names) -> PyResult<Self> {
        let batches = batches(frame)?;
        let schema = batches.schema();
        let (text, others) = places(&schema, names)?;
        Ok(Self { batches, text, others, rows: Vec::new().into_iter(), seen: 0 })
    }

    fn items(&mut self, batch: &RecordBatch) -> Vec<Item> {
        let text = Column::of(batch.column(self.text));
        let others: Vec<_> =
            self.others.iter().map(|(name, at)| (*name, Column::of(batch.column(*at)))).collect();
        let first = self.seen;
        self.seen += batch.num_rows() as u64;
        (0..batch.num_rows()).map(|row| item(row, first + row as u64 + 1, &text, &others)).collect()
    }
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.rows.next() {
                return Some(item);
            }
            match self.batches.next()? {
                Ok(batch) => self.rows = self.items(&batch).into_iter(),
                Err(error) => return Some(broken(&error)),
            }
        }
    }
}

fn broken(error: &ArrowError) -> Item {
    failed(Origin::default(), format!("the frame gives no more rows: {error}"))
}

fn failed(origin: Origin, message: impl Into<String>) -> Item {
    let note = Note::new("intake", message);
    Item::Failed(Box::new(Failed::new(annals_read::ENGINE, origin, note)))
}

/// The batches of anything that gives its data through Arrow's capsules.
fn batches(frame: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    if frame.hasattr("__arrow_c_stream__")? {
        return Ok(Box::new(arrow_array::ffi_stream::RecordBatchStreamReader::from_pyarrow_bound(frame)?));
    }
    if frame.hasattr("__arrow_c_array__")? {
        let batch = RecordBatch::from_pyarrow_bound(frame)?;
        let schema = batch.schema();
        return Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    }
    let kind = frame.get_type().fully_qualified_name()?;
    Err(PyTypeError::new_err(format!(
        "{kind} gives no Arrow data (__arrow_c_stream__): take pandas 2.2 or later with pyarrow, polars, or a pyarrow Table"
    )))
}

/// The places of the columns `names`: that of the text, and the others.
fn places(schema: &Schema, names: &Names) -> PyResult<(usize, Others)> {
    let text = place(schema, &names.text)?;
    if !is_text(schema.field(text).data_type()) {
        let held = schema.field(text).data_type();
        let message = format!("the column `{}` holds {held}; the text must be text", names.text);
        return Err(PyTypeError::new_err(message));
    }
    let named = [
        ("published", &names.published),
        ("title", &names.title),
        ("uri", &names.uri),
        ("source", &names.source),
        ("byline", &names.byline),
        ("id", &names.id),
    ];
    let named = named.into_iter().filter_map(|(field, name)| Some((field, name.as_deref()?)));
    let others = named.map(|(field, name)| Ok((field, place(schema, name)?)));
    let others = others.collect::<PyResult<Others>>()?;
    Ok((text, others))
}

fn place(schema: &Schema, name: &str) -> PyResult<usize> {
    let names = || schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", ");
    schema
        .index_of(name)
        .map_err(|_| PyKeyError::new_err(format!("there is no column `{name}`; there are {}", names())))
}

fn is_text(holds: &DataType) -> bool {
    match holds {
        DataType::Dictionary(_, of) => is_text(of),
        holds => {
            holds.is_null()
                || matches!(holds, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
                || matches!(holds, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
        }
    }
}

/// A column of a batch. Text is kept as bytes: what comes from elsewhere need not be UTF-8.
enum Column {
    Bytes(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    Integer(ArrayRef),
    Real(ArrayRef),
    Day(ArrayRef),
    /// Microseconds since 1970, and whether a zone stands beside them.
    Time(ArrayRef, bool),
    List(ArrayRef),
    /// Nothing, or nothing that we can take.
    Nothing,
}

impl Column {
    fn of(cells: &ArrayRef) -> Self {
        let to = |holds: DataType| cast(cells, &holds);
        let column = match cells.data_type() {
            DataType::Utf8 => Ok(Self::Bytes(BinaryArray::from(cells.as_string::<i32>().clone()))),
            DataType::LargeUtf8 => Ok(Self::Large(LargeBinaryArray::from(cells.as_string::<i64>().clone()))),
            DataType::Utf8View => Ok(Self::View(cells.as_string_view().clone().to_binary_view())),
            DataType::Binary => Ok(Self::Bytes(cells.as_binary::<i32>().clone())),
            DataType::LargeBinary => Ok(Self::Large(cells.as_binary::<i64>().clone())),
            DataType::BinaryView => Ok(Self::View(cells.as_binary_view().clone())),
            DataType::Dictionary(_, of) => to((**of).clone()).map(|cells| Self::of(&cells)),
            DataType::Date32 | DataType::Date64 => to(DataType::Date32).map(Self::Day),
            DataType::Timestamp(_, zone) => {
                let micros = to(DataType::Timestamp(TimeUnit::Microsecond, zone.clone()));
                micros.map(|cells| Self::Time(cells, zone.is_some()))
            }
            DataType::List(_) | DataType::LargeList(_) => Ok(Self::List(cells.clone())),
            holds if holds.is_integer() => to(DataType::Int64).map(Self::Integer),
            holds if holds.is_floating() => to(DataType::Float64).map(Self::Real),
            _ => Ok(Self::Nothing),
        };
        column.unwrap_or(Self::Nothing)
    }

    fn bytes(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Bytes(cells) => cells.is_valid(row).then(|| cells.value(row)),
            Self::Large(cells) => cells.is_valid(row).then(|| cells.value(row)),
            Self::View(cells) => cells.is_valid(row).then(|| cells.value(row)),
            _ => None,
        }
    }

    /// A cell as articles in JSON have it.
    fn value(&self, row: usize) -> Option<Value> {
        match self {
            Self::Bytes(_) | Self::Large(_) | Self::View(_) => {
                self.bytes(row).map(|bytes| String::from_utf8_lossy(bytes).into_owned().into())
            }
            Self::Integer(cells) => {
                cells.is_valid(row).then(|| cells.as_primitive::<Int64Type>().value(row).into())
            }
            Self::Real(cells) => {
                cells.is_valid(row).then(|| number(cells.as_primitive::<Float64Type>().value(row)))?
            }
            Self::Day(cells) => cells.is_valid(row).then(|| {
                time(i64::from(cells.as_primitive::<Date32Type>().value(row)) * 86_400_000_000, false)
            })?,
            Self::Time(cells, zone) => cells
                .is_valid(row)
                .then(|| time(cells.as_primitive::<TimestampMicrosecondType>().value(row), *zone))?,
            Self::List(cells) => cells.is_valid(row).then(|| list(cells, row)),
            Self::Nothing => None,
        }
    }
}

/// A number, whole where it is: a column of whole numbers in which some are missing comes as one of reals.
#[allow(clippy::cast_possible_truncation)]
fn number(real: f64) -> Option<Value> {
    let whole = real.fract() == 0.0 && real.abs() < 9e15;
    if whole { Some((real as i64).into()) } else { Number::from_f64(real).map(Value::Number) }
}

/// A moment; without a zone, midnight is the day.
fn time(micros: i64, zone: bool) -> Option<Value> {
    let moment = jiff::Timestamp::from_microsecond(micros).ok()?;
    let local = moment.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let midnight = micros.rem_euclid(86_400_000_000) == 0;
    Some(match (zone, midnight) {
        (true, _) => moment.to_string().into(),
        (false, true) => local.date().to_string().into(),
        (false, false) => local.to_string().into(),
    })
}

fn list(cells: &ArrayRef, row: usize) -> Value {
    let items = match cells.data_type() {
        DataType::List(_) => cells.as_list::<i32>().value(row),
        _ => cells.as_list::<i64>().value(row),
    };
    let column = Column::of(&items);
    (0..items.len()).filter_map(|item| column.value(item)).collect()
}

/// A row as an item; `number` counts rows from 1.
fn item(row: usize, number: u64, text: &Column, others: &[(&'static str, Column)]) -> Item {
    let mut object: Map<String, Value> =
        others.iter().filter_map(|(name, column)| Some(((*name).to_owned(), column.value(row)?))).collect();
    let place = Place::Item(number);
    match text.bytes(row).map(std::str::from_utf8) {
        Some(Ok(text)) => {
            object.insert("text".to_owned(), text.into());
            piece(object, place)
        }
        Some(Err(error)) => {
            let message = format!("{place}: the text is no UTF-8 from byte {} on", error.valid_up_to());
            failed(origin(&object), message)
        }
        None => failed(origin(&object), format!("{place}: there is no text")),
    }
}

fn origin(object: &Map<String, Value>) -> Origin {
    let field = |name| match object.get(name)? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Origin { key: field("id"), uri: field("uri") }
}

//! The formats of flat rows, and one function that writes rows in any of them.

use std::fmt;
use std::io::Write;
use std::str::FromStr;

use super::ExportError;
use super::columns::{self, Column, Table};
use super::csv::{Csv, Tsv};
use super::json::Json;
use super::parquet::Parquet;
use crate::{Kind, Row, StoreError, Value};

/// How flat rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON array.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// CSV after RFC 4180.
    Csv,
    /// Tabs between cells, no quotes.
    Tsv,
    /// Parquet.
    Parquet,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Json, Self::Jsonl, Self::Csv, Self::Tsv, Self::Parquet];

    /// Their names, which are the suffixes of files, too.
    pub const NAMES: [&str; 5] = ["json", "jsonl", "csv", "tsv", "parquet"];

    /// Its name, which is the suffix of its files, too.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Jsonl => "application/jsonl",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        let known = Self::ALL.into_iter().find(|format| format.name() == name);
        known.ok_or_else(|| ExportError::Format(name.to_owned()))
    }
}

/// What CSV looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Begin with a byte order mark, by which spreadsheets know UTF-8.
    pub bom: bool,
    /// No apostrophe before cells that a spreadsheet takes for formulas.
    pub unguarded: bool,
}

/// Whither rows go, one after the other, as many values each as there are columns.
pub trait Sink {
    /// Writes a row.
    ///
    /// # Errors
    /// Where the output takes no more, or the format cannot hold a value.
    fn row(&mut self, row: &[Value]) -> Result<(), ExportError>;

    /// Writes what is held back, and the end.
    ///
    /// # Errors
    /// Where the output takes no more.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// Begins a file of rows with `columns`.
///
/// # Errors
/// Where the output takes nothing.
pub fn sink<'w>(
    format: Format,
    columns: Vec<Column>,
    out: impl Write + Send + 'w,
    style: Style,
) -> Result<Box<dyn Sink + 'w>, ExportError> {
    Ok(match format {
        Format::Json => Box::new(Json::new(out, columns, true)),
        Format::Jsonl => Box::new(Json::new(out, columns, false)),
        Format::Csv => Box::new(Csv::new(out, columns, style)?),
        Format::Tsv => Box::new(Tsv::new(out, columns)?),
        Format::Parquet => Box::new(Parquet::new(out, columns)?),
    })
}

/// Writes flat rows of `kind` to `out` and says how many they were. The columns are those of the first row, or those of
/// the kind where there is none. Memory stays flat: rows are taken one by one, Parquet holds a row group.
///
/// ```
/// use annals_store::export::{Format, Style, write_rows};
/// use annals_store::{Columns, Kind, Row, StoreError, Value};
///
/// let columns = Columns::new(["id", "low", "text"]);
/// let values = vec![Value::Text("f4-7".into()), Value::Real(32.0), Value::Text("=32".into())];
/// let rows = [Ok::<_, StoreError>(Row::new(columns, values))];
/// let mut out = Vec::new();
/// assert_eq!(write_rows(Format::Csv, Kind::Figure, rows, &mut out, Style::default())?, 1);
/// assert_eq!(String::from_utf8_lossy(&out), "id,low,text\r\nf4-7,32.0,'=32\r\n");
/// # Ok::<(), annals_store::export::ExportError>(())
/// ```
///
/// # Errors
/// Those of the rows, those of the output, and where the format cannot hold a value.
pub fn write_rows(
    format: Format,
    kind: Kind,
    rows: impl IntoIterator<Item = Result<Row, StoreError>>,
    out: &mut (dyn Write + Send),
    style: Style,
) -> Result<u64, ExportError> {
    let mut rows = rows.into_iter().peekable();
    let columns = match rows.peek() {
        Some(Ok(row)) => columns::named(kind, row.columns().names()),
        _ => Table::Rows(kind).columns(),
    };
    let mut sink = sink(format, columns, out, style)?;
    let mut count = 0;
    for row in rows {
        sink.row(row?.values())?;
        count += 1;
    }
    sink.finish()?;
    Ok(count)
}

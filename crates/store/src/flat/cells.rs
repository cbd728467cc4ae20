//! Cells of a row on its way into columns.

use std::borrow::Cow;

use crate::export::arrow::Builder;
use crate::export::day;

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Boolean(bool),
    Text(Cow<'a, str>),
    List(Vec<Option<&'a str>>),
    Numbers(Cow<'a, [i64]>),
}

/// A cell under the name of its column.
pub type Named<'a> = (&'static str, Cell<'a>);

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(yes: bool) -> Self {
        Self::Boolean(yes)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Cell<'_> {
    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::List(list) => list.iter().flatten().map(|text| text.len()).sum(),
            Self::Numbers(numbers) => numbers.len() * 8,
            _ => 8,
        }
    }

    /// Puts it into its column. A column takes cells of its type only; what it cannot take is null there.
    pub fn into(self, column: &mut Builder) {
        match (column, self) {
            (Builder::Integer(cells), Self::Integer(number)) => cells.append_value(number),
            (Builder::Integer(cells), _) => cells.append_null(),
            (Builder::Real(cells), Self::Real(number)) => cells.append_value(number),
            (Builder::Real(cells), _) => cells.append_null(),
            (Builder::Boolean(cells), Self::Boolean(yes)) => cells.append_value(yes),
            (Builder::Boolean(cells), _) => cells.append_null(),
            (Builder::Text(cells), Self::Text(text)) => cells.append_value(text),
            (Builder::Text(cells), _) => cells.append_null(),
            (Builder::Date(cells), Self::Text(day)) => cells.append_option(day::since_1970(&day)),
            (Builder::Date(cells), _) => cells.append_null(),
            (Builder::List(cells), Self::List(list)) => cells.append_value(list),
            (Builder::List(cells), _) => cells.append_null(),
            (Builder::Numbers(cells), Self::Numbers(list)) => {
                cells.append_value(list.iter().copied().map(Some));
            }
            (Builder::Numbers(cells), _) => cells.append_null(),
        }
    }
}

//! CSV after RFC 4180, and TSV that a strict reader takes.
//!
//! Both begin with a line of names. An empty cell is null; in CSV an empty text is `""`.
//!
//! A spreadsheet takes a cell that begins with `= + - @`, a tab or a line break for a formula. CSV puts an apostrophe before
//! such a text, and one more before a text that has apostrophes there already; whoever takes one apostrophe from before
//! every `'…=` has the text back ([`unguarded`]). Numbers are left alone. TSV has no quotes at all: a tab is `\t`, a line break
//! `\n` or `\r`, a backslash `\\`, the character NUL `\0`. CSV shows NUL, which most readers of CSV do not survive, as `␀`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::ExportError;
use super::cell;
use super::columns::{Column, Type};
use super::formats::{Sink, Style};
use crate::Value;

/// Rows as CSV.
pub struct Csv<W> {
    out: W,
    columns: Vec<Column>,
    guard: bool,
}

impl<W: Write> Csv<W> {
    /// Begins the file: names of the columns.
    pub fn new(mut out: W, columns: Vec<Column>, style: Style) -> Result<Self, ExportError> {
        if style.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let names: Vec<_> = columns.iter().map(|column| quoted(&column.name).into_owned()).collect();
        write!(out, "{}\r\n", names.join(","))?;
        Ok(Self { out, columns, guard: !style.unguarded })
    }

    fn cell(&self, value: &Value, holds: Type) -> String {
        let Some(text) = cell::text(value, holds) else { return String::new() };
        let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "␀")) } else { text };
        let guard = self.guard && matches!(value, Value::Text(_));
        let cell = if guard { guarded(&text) } else { Cow::Borrowed(&*text) };
        quoted(&cell).into_owned()
    }
}

impl<W: Write> Sink for Csv<W> {
    fn row(&mut self, row: &[Value]) -> Result<(), ExportError> {
        let cells: Vec<_> =
            self.columns.iter().zip(row).map(|(column, value)| self.cell(value, column.holds)).collect();
        Ok(write!(self.out, "{}\r\n", cells.join(","))?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

/// A cell between quotation marks where it needs them. An empty text needs them, since an empty cell is null.
fn quoted(text: &str) -> Cow<'_, str> {
    let plain = !text.is_empty()
        && !text.contains(['"', ',', '\n', '\r'])
        && !text.starts_with([' ', '\t'])
        && !text.ends_with([' ', '\t']);
    if plain { Cow::Borrowed(text) } else { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) }
}

/// What a spreadsheet takes for the beginning of a formula; the wide forms, too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let begins = text.trim_start_matches('\'').starts_with(FORMULA);
    if begins && !number(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(FORMULA) => text,
        _ => cell,
    }
}

/// Whether a text is a plain number such as `-5` or `+0.25`, which a spreadsheet shows as it is.
fn number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
}

/// Rows as TSV.
pub struct Tsv<W> {
    out: W,
    columns: Vec<Column>,
}

impl<W: Write> Tsv<W> {
    /// Begins the file: names of the columns.
    pub fn new(mut out: W, columns: Vec<Column>) -> Result<Self, ExportError> {
        line(&mut out, columns.iter().map(|column| escaped(&column.name)))?;
        Ok(Self { out, columns })
    }
}

impl<W: Write> Sink for Tsv<W> {
    fn row(&mut self, row: &[Value]) -> Result<(), ExportError> {
        let cells =
            self.columns.iter().zip(row).map(|(column, value)| match cell::text(value, column.holds) {
                Some(text) => escaped(&text),
                None => String::new(),
            });
        Ok(line(&mut self.out, cells)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

/// Writes `cells` with tabs between.
pub fn line(out: &mut impl Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    writeln!(out, "{}", cells.collect::<Vec<_>>().join("\t"))
}

fn escaped(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\t' => cell.push_str("\\t"),
            '\n' => cell.push_str("\\n"),
            '\r' => cell.push_str("\\r"),
            '\0' => cell.push_str("\\0"),
            '\\' => cell.push_str("\\\\"),
            _ => cell.push(char),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_texts_and_numbers_stay_numbers() {
        let cells = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("－1", "'－1"),
            ("'=1", "''=1"),
            ("- said", "'- said"),
            ("-5", "-5"),
            ("+0.25", "+0.25"),
            ("-5+cmd", "'-5+cmd"),
            ("'quoted'", "'quoted'"),
            ("rain", "rain"),
        ];
        for (text, cell) in cells {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (text, cell) in [("a", "a"), ("", "\"\""), ("a,b", "\"a,b\""), ("say \"a\"", "\"say \"\"a\"\"\"")]
        {
            assert_eq!(quoted(text), cell);
        }
    }

    #[test]
    fn a_tsv_cell_has_neither_tab_nor_line_break() {
        assert_eq!(escaped("a\tb\nc\\d\0"), "a\\tb\\nc\\\\d\\0");
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(text in "['=+@\\-a5]{0,6}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }
    }
}

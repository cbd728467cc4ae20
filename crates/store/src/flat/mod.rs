//! Records as tables in memory, in Arrow's columns, without a store: the same columns as the flat views and exports have,
//! but for those that only a store can know; and what a query finds in a store as such a table.
//!
//! ```
//! use annals_record::{Article, Record};
//! use annals_store::flat::{Flat, Tables};
//!
//! let article = Article { id: "a1".into(), text: "Rain fell.".into(), ..Article::default() };
//! let mut tables = Tables::new();
//! tables.push(&Record::new("test", article));
//! let batches = tables.finish();
//! assert_eq!(batches.of(Flat::named("articles").unwrap())[0].num_rows(), 1);
//! ```

mod cells;
mod found;
mod page;
mod rows;
mod sheet;
mod write;

use std::sync::LazyLock;

use annals_record::{Failed, Record};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::export::columns::{self, Column, Table};
use crate::{Kind, export};
use cells::Cell;
use page::Page;
use sheet::Sheet;

pub use found::{FoundError, found};
pub use write::write;

const TABLE: &str = include_str!("../../../../data/store/memory.tsv");

static LINES: LazyLock<Vec<(&str, Column)>> = LazyLock::new(|| columns::lines(TABLE));

/// The Arrow schema of columns; the metadata of each field holds its description.
pub fn schema(columns: &[Column]) -> SchemaRef {
    export::arrow::schema(columns)
}

/// Columns that only a store can know.
pub const OF_STORES: [&str; 7] = ["row", "article", "version", "current", "group", "copies", "review"];

/// A table that records make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flat {
    /// One that exports have, too.
    Of(Table),
    /// What could not be read.
    Errors,
}

impl Flat {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Table::all().map(Self::Of).chain([Self::Errors])
    }

    /// Its name: `articles`, `statements` … `errors`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(table) => table.name(),
            Self::Errors => "errors",
        }
    }

    /// The table of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|table| table.name() == name)
    }

    /// Its columns, in order.
    pub fn columns(self) -> Vec<Column> {
        let (shared, own) = match self {
            Self::Of(table) => (table.columns(), if self == ARTICLES { "article" } else { "" }),
            Self::Errors => (Vec::new(), "error"),
        };
        let own = LINES.iter().filter(|(kind, _)| *kind == own).map(|(_, column)| column.clone());
        let shared = shared.into_iter().filter(|column| !OF_STORES.contains(&column.name.as_str()));
        shared.chain(own).collect()
    }

    /// Its schema, the same whatever the rows.
    pub fn schema(self) -> SchemaRef {
        schema(&self.columns())
    }

    fn place(self) -> usize {
        Self::all().position(|table| table == self).unwrap_or_default()
    }
}

const ARTICLES: Flat = Flat::Of(Table::Rows(Kind::Article));

/// Tables that grow article by article.
#[derive(Debug)]
pub struct Tables(Vec<Sheet>);

impl Default for Tables {
    fn default() -> Self {
        Self::new()
    }
}

impl Tables {
    /// Tables without rows.
    pub fn new() -> Self {
        Self(Flat::all().map(|table| Sheet::new(table.columns())).collect())
    }

    /// Adds the rows of an article.
    pub fn push(&mut self, record: &Record) {
        let page = Page::new(record);
        rows::article(&page, &mut |table, cells| self.0[Flat::Of(table).place()].row(cells));
    }

    /// Adds an article that could not be read, the `number`-th of all.
    pub fn failed(&mut self, number: u64, failed: &Failed) {
        let cells = vec![
            ("number", Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))),
            ("key", failed.article.key.as_deref().into()),
            ("uri", failed.article.uri.as_deref().into()),
            ("stage", failed.error.stage.as_str().into()),
            ("message", failed.error.message.as_str().into()),
        ];
        self.0[Flat::Errors.place()].row(cells);
    }

    /// Ends the tables.
    pub fn finish(self) -> Batches {
        Batches(self.0.into_iter().map(Sheet::finish).collect())
    }
}

/// Tables that are done.
#[derive(Clone, Debug)]
pub struct Batches(Vec<Vec<RecordBatch>>);

impl Batches {
    /// The batches of a table, in the order of the articles; none where it has no rows.
    pub fn of(&self, table: Flat) -> &[RecordBatch] {
        &self.0[table.place()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_column() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).count();
        assert_eq!(LINES.len(), lines);
    }

    #[test]
    fn only_what_a_store_knows_is_left_out() {
        for table in Table::all() {
            let all = table.columns();
            let kept = Flat::Of(table).columns();
            let left: Vec<_> =
                all.iter().filter(|column| !kept.contains(column)).map(|column| &*column.name).collect();
            assert!(left.iter().all(|name| OF_STORES.contains(name)), "{}: {left:?}", table.name());
        }
    }
}

//! The columns of flat rows: their types and what they mean, as `data/store/columns.tsv` says.

use std::sync::LazyLock;

use crate::{Kind, holds_json};

const TABLE: &str = include_str!("../../../../data/store/columns.tsv");

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// Text.
    Text,
    /// Yes or no; SQLite keeps 1 or 0.
    Boolean,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A JSON list of texts, any of which may be null.
    List,
    /// Any other JSON.
    Json,
    /// A list of whole numbers, which only tables of records in memory have.
    Numbers,
}

impl Type {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "integer" => Self::Integer,
            "real" => Self::Real,
            "text" => Self::Text,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "list" => Self::List,
            "json" => Self::Json,
            "numbers" => Self::Numbers,
            _ => return None,
        })
    }

    /// Its name in `columns.tsv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Text => "text",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::List => "list",
            Self::Json => "json",
            Self::Numbers => "numbers",
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its cells hold.
    pub holds: Type,
    /// Whether a cell may be empty.
    pub nullable: bool,
    /// What it means.
    pub description: String,
}

impl Column {
    /// A column of which only the name is known.
    fn unknown(name: &str) -> Self {
        let holds = if holds_json(name) { Type::Json } else { Type::Text };
        Self { name: name.to_owned(), holds, nullable: true, description: String::new() }
    }
}

/// What files are made of: the rows of a kind, or a table that links them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// The flat rows of a kind.
    Rows(Kind),
    /// Where entities are mentioned.
    Mentions,
    /// Who takes part in events.
    Participants,
}

impl Table {
    /// All of them, in the order of the codebook.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::ALL.into_iter().map(Self::Rows).chain([Self::Mentions, Self::Participants])
    }

    /// The name that its files bear.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows(kind) => kind.table(),
            Self::Mentions => "mentions",
            Self::Participants => "participants",
        }
    }

    /// Its rows in a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::Rows(Kind::Article) => "The articles, one row a version.",
            Self::Rows(Kind::Sentence) => "Their sentences.",
            Self::Rows(Kind::Statement) => "Who says what.",
            Self::Rows(Kind::Event) => "Who does what to whom.",
            Self::Rows(Kind::Figure) => "How many of what, and who says so.",
            Self::Rows(Kind::Time) => "Expressions of time.",
            Self::Rows(Kind::Place) => "Named places with their coordinates.",
            Self::Rows(Kind::Entity) => "Things of the world, one row an article that names them.",
            Self::Mentions => "Where entities are mentioned.",
            Self::Participants => "Who takes part in events, one row a participant.",
        }
    }

    /// The columns that tell its rows apart in every store.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Self::Rows(Kind::Article) => &["article_id"],
            Self::Rows(Kind::Sentence) => &["article_id", "sentence"],
            Self::Rows(_) => &["article_id", "id"],
            Self::Mentions => &["article_id", "entity", "n"],
            Self::Participants => &["article_id", "event", "side", "n"],
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> Vec<Column> {
        let (shared, own) = match self {
            Self::Rows(kind) => ("all", kind.name()),
            Self::Mentions => ("", "mention"),
            Self::Participants => ("", "participant"),
        };
        LINES
            .iter()
            .filter(|(kind, _)| *kind == shared || *kind == own)
            .map(|(_, column)| column.clone())
            .collect()
    }
}

/// The columns `names` of rows of `kind`. A name that the table does not know is a column of text.
pub(super) fn named(kind: Kind, names: &[String]) -> Vec<Column> {
    let known = Table::Rows(kind).columns();
    let column = |name: &String| known.iter().find(|column| column.name == *name).cloned();
    names.iter().map(|name| column(name).unwrap_or_else(|| Column::unknown(name))).collect()
}

static LINES: LazyLock<Vec<(&str, Column)>> = LazyLock::new(|| lines(TABLE));

/// The lines of a table of columns, each with its kind.
pub(crate) fn lines(table: &'static str) -> Vec<(&'static str, Column)> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(line).collect()
}

fn line(line: &'static str) -> Option<(&'static str, Column)> {
    let cells: Vec<_> = line.split('\t').collect();
    let &[kind, name, holds, nullable, description] = cells.as_slice() else { return None };
    let column = Column {
        name: name.to_owned(),
        holds: Type::named(holds)?,
        nullable: nullable == "yes",
        description: description.to_owned(),
    };
    Some((kind, column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn every_line_of_the_table_is_a_column() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).count();
        assert_eq!(LINES.len(), lines);
        for (kind, column) in LINES.iter() {
            assert!(!column.description.is_empty(), "{kind} {}", column.name);
        }
    }

    /// Names of the columns of a view with the types SQLite has for them, empty for expressions.
    fn of_view(store: &Store, view: &str) -> Vec<(String, String)> {
        let sql = format!("SELECT name, type FROM pragma_table_xinfo('{view}')");
        let mut statement = store.connection().prepare(&sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn the_table_says_the_columns_of_the_views() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path().join("a.annals")).unwrap();
        for kind in Kind::ALL {
            let view = of_view(&store, kind.view());
            let told = Table::Rows(kind).columns();
            let names: Vec<_> = told.iter().map(|column| &column.name).collect();
            assert_eq!(names, view.iter().map(|(name, _)| name).collect::<Vec<_>>(), "{kind}");
            for (column, (name, stored)) in told.iter().zip(&view) {
                let fits: &[&str] = match column.holds {
                    Type::Integer | Type::Boolean => &["INTEGER", ""],
                    Type::Real => &["REAL", ""],
                    _ => &["TEXT", ""],
                };
                assert!(fits.contains(&stored.as_str()), "{kind} {name}: {stored}");
                let json = matches!(column.holds, Type::List | Type::Json);
                assert!(!json || holds_json(name), "{kind} {name}");
            }
        }
    }
}

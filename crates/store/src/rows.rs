//! What a search gives: the kinds of things to be found, their flat rows, pages of rows.
//!
//! A row is one row of the kind's flat view (`schema/views.sql`): the same columns, in the same order, wherever rows are
//! shown, printed or written to files.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rusqlite::Statement;
pub use rusqlite::types::Value;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An article, one row a version.
    Article,
    /// A sentence.
    Sentence,
    /// Who says what.
    Statement,
    /// Who does what to whom.
    Event,
    /// How many of what.
    Figure,
    /// An expression of time.
    Time,
    /// A named place.
    Place,
    /// A thing of the world in an article.
    Entity,
}

impl Kind {
    /// All of them, in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Sentence,
        Self::Statement,
        Self::Event,
        Self::Figure,
        Self::Time,
        Self::Place,
        Self::Entity,
    ];

    /// The word for it in a query, `type:statement`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Sentence => "sentence",
            Self::Statement => "statement",
            Self::Event => "event",
            Self::Figure => "figure",
            Self::Time => "time",
            Self::Place => "place",
            Self::Entity => "entity",
        }
    }

    /// The table of its base rows; also the name that files of it bear.
    pub fn table(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Sentence => "sentences",
            Self::Statement => "statements",
            Self::Event => "events",
            Self::Figure => "figures",
            Self::Time => "times",
            Self::Place => "places",
            Self::Entity => "entities",
        }
    }

    /// The view of its flat rows. Its column `row` is the row number in [`Self::table`].
    pub fn view(self) -> &'static str {
        match self {
            Self::Article => "flat_articles",
            Self::Sentence => "flat_sentences",
            Self::Statement => "flat_statements",
            Self::Event => "flat_events",
            Self::Figure => "flat_figures",
            Self::Time => "flat_times",
            Self::Place => "flat_places",
            Self::Entity => "flat_entities",
        }
    }

    /// Whether it is something found in a sentence: all but articles and sentences themselves.
    pub fn is_finding(self) -> bool {
        !matches!(self, Self::Article | Self::Sentence)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = ();

    /// The kind of a name, singular or plural.
    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.name() == name || kind.table() == name).ok_or(())
    }
}

/// Names of the columns of some rows, kept once for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Arc<[String]>);

impl Columns {
    /// The columns that a prepared statement gives.
    pub fn of(statement: &Statement<'_>) -> Self {
        Self(statement.column_names().map(str::to_owned).collect())
    }

    /// Columns with these names.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Where the column `name` stands.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }
}

/// Columns that hold JSON text in the views.
const JSON: [&str; 13] = [
    "byline",
    "parts",
    "alternates",
    "mentions",
    "notes",
    "actors",
    "actor_countries",
    "actor_roles",
    "actor_keys",
    "recipients",
    "recipient_countries",
    "recipient_roles",
    "recipient_keys",
];

/// Whether the views hold JSON text in the column `name`.
pub fn holds_json(name: &str) -> bool {
    JSON.contains(&name)
}

/// One flat row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    columns: Columns,
    values: Vec<Value>,
}

impl Row {
    /// A row of `columns`, as many values as there are columns.
    pub fn new(columns: Columns, values: Vec<Value>) -> Self {
        debug_assert_eq!(columns.names().len(), values.len());
        Self { columns, values }
    }

    /// What SQLite gives, under `columns`, those of its statement.
    ///
    /// # Errors
    /// Where SQLite cannot read the row.
    pub fn read(columns: &Columns, row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let values = (0..columns.names().len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        Ok(Self { columns: columns.clone(), values })
    }

    /// Its columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Its values, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value in the column `name`; none where there is no such column.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.columns.position(name).map(|position| &self.values[position])
    }

    /// The text in the column `name`; none where it is null, of another type, or there is no such column.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The whole number in the column `name`.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The number in the column `name`, whole or not.
    pub fn real(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(Value::Real(number)) => Some(*number),
            #[allow(clippy::cast_precision_loss)]
            Some(Value::Integer(number)) => Some(*number as f64),
            _ => None,
        }
    }

    /// Columns and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.names().iter().map(String::as_str).zip(&self.values)
    }

    /// The row as a JSON object; columns that hold JSON become JSON. Serialized, a row keeps the order of its columns.
    pub fn json(&self) -> serde_json::Map<String, serde_json::Value> {
        self.iter().map(|(name, value)| (name.to_owned(), json(name, value))).collect()
    }
}

fn json(name: &str, value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) if holds_json(name) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        Value::Text(text) => text.as_str().into(),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
    }
}

impl serde::Serialize for Row {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, &json(name, value))?;
        }
        map.end()
    }
}

/// How many there are: counted to the end up to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// So many.
    Exactly(u64),
    /// More than so many.
    MoreThan(u64),
}

impl Total {
    /// The number, where a page shows `shown` of them, with others behind it or not: never less than is seen.
    pub(crate) fn at_least_those(self, shown: u64, more: bool) -> Self {
        match self {
            Self::MoreThan(number) => {
                Self::MoreThan(number.max(if more { shown } else { shown.saturating_sub(1) }))
            }
            exactly => exactly,
        }
    }

    /// The number, of which there may be more.
    pub fn at_least(self) -> u64 {
        match self {
            Self::Exactly(number) | Self::MoreThan(number) => number,
        }
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(number) => write!(f, "{number}"),
            Self::MoreThan(number) => write!(f, "more than {number}"),
        }
    }
}

/// Where the next page begins: opaque letters and digits, safe in a URL. Good for the query and the order it was made for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page of what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What the rows are.
    pub kind: Kind,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// How many rows there are on all pages.
    pub total: Total,
    /// Where the next page begins; none: this is the last.
    pub next: Option<Token>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_view_and_goes_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::Store::create(folder.path().join("a.annals")).unwrap();
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(kind.table().parse(), Ok(kind));
            let sql = format!("SELECT * FROM {}", kind.view());
            let statement = store.connection().prepare(&sql).unwrap();
            assert_eq!(Columns::of(&statement).position("row"), Some(0), "{kind}");
        }
        assert_eq!("sentance".parse::<Kind>(), Err(()));
    }

    #[test]
    fn a_row_is_json_in_the_order_of_its_columns() {
        let columns = Columns::new(["id", "low", "actors", "place"]);
        let values = vec![
            Value::Text("v1".into()),
            Value::Real(2.5),
            Value::Text(r#"["Ann Lee",null]"#.into()),
            Value::Null,
        ];
        let row = Row::new(columns, values);
        let printed = serde_json::to_string(&row).unwrap();
        assert_eq!(printed, r#"{"id":"v1","low":2.5,"actors":["Ann Lee",null],"place":null}"#);
        assert_eq!(row.text("id"), Some("v1"));
        assert_eq!(row.real("low"), Some(2.5));
        assert_eq!(row.text("place"), None);
        assert_eq!(row.get("nowhere"), None);
    }
}

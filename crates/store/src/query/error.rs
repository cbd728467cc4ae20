//! What can be wrong with a query, and where.

use std::ops::Range;

use crate::StoreError;

/// A query that says nothing that can be looked for: what is wrong, and at which place.
///
/// Its display is one line, `column 9: …`; [`QueryError::pointed`] shows the query with a mark under the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {}: {fault}", self.column())]
pub struct QueryError {
    /// What is wrong.
    pub fault: Fault,
    /// Where: bytes of the query.
    pub at: Range<usize>,
    /// The query.
    pub query: String,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing in it.
    #[error("nothing to look for; write a word, or a type alone (`type:article`) for all there is")]
    Empty,
    /// It is too long.
    #[error("the query has more than {0} characters; make it shorter")]
    Long(usize),
    /// It has too many terms.
    #[error("the query has more than {0} terms; make it shorter")]
    Terms(usize),
    /// Its brackets are too deep.
    #[error("brackets and `-` stand more than {0} deep in each other; make it flatter")]
    Deep(usize),
    /// A quotation mark without its partner.
    #[error("this quotation mark has no partner; add a second `\"` where the words end")]
    Quote,
    /// A bracket without its partner.
    #[error("this bracket has no partner")]
    Bracket,
    /// Brackets around nothing.
    #[error("nothing stands in these brackets")]
    Hollow,
    /// An operator without a term.
    #[error("`{0}` needs a term on {1}; to look for the word itself, put it in quotation marks")]
    Dangling(&'static str, &'static str),
    /// A field that does not exist.
    #[error("there is no field `{name}:`{}; to look for the words, put them in quotation marks", hint(.near))]
    Field {
        /// As written.
        name: String,
        /// The field that may be meant.
        near: Option<&'static str>,
    },
    /// A field without a value.
    #[error("`{0}:` needs a value right behind it, as in `{0}:{1}`")]
    NoValue(&'static str, &'static str),
    /// A field with a bracket behind it.
    #[error("brackets cannot stand behind `{0}:`; write `({0}:A OR {0}:B)`")]
    Bracketed(&'static str),
    /// A word without letters.
    #[error("`{0}` has no letter or digit to look for")]
    Wordless(String),
    /// A beginning of a word that is too short.
    #[error("`{0}*` would find too much; give at least two letters before `*`")]
    Short(String),
    /// A beginning where there is none to be had.
    #[error("`{0}:` takes no `*`")]
    Prefix(&'static str),
    /// A value that the field does not know.
    #[error("`{value}` is no value of `{field}:`; it takes {takes}")]
    Value {
        /// The field.
        field: &'static str,
        /// As written.
        value: String,
        /// What it takes.
        takes: String,
    },
    /// A field that things of this type do not have.
    #[error("`{field}:` is no field of type {kind}; {having}")]
    Unsuited {
        /// The field.
        field: &'static str,
        /// The type.
        kind: &'static str,
        /// Which types have it.
        having: String,
    },
    /// Fields that no type has all of.
    #[error("no type has both `{0}:` and `{1}:`: {2}; ask two queries")]
    Split(&'static str, &'static str, String),
    /// A directive within an alternative or behind `-`.
    #[error("`{0}:` holds for the whole query; it cannot stand behind `-`, in OR, or twice")]
    Inner(&'static str),
}

fn hint(near: &Option<&'static str>) -> String {
    near.map(|near| format!(", did you mean `{near}:`?")).unwrap_or_default()
}

impl QueryError {
    pub(crate) fn new(fault: Fault, at: Range<usize>, query: &str) -> Self {
        Self { fault, at, query: query.to_owned() }
    }

    /// The column of the place, in characters from 1.
    pub fn column(&self) -> usize {
        self.before().chars().count() + 1
    }

    /// The query, under it a mark at the place, under that what is wrong: three lines for a terminal.
    pub fn pointed(&self) -> String {
        let shown =
            |text: &str| -> String { text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect() };
        let width = self.query.get(self.at.clone()).map_or(1, |place| place.chars().count().max(1));
        let marks = "^".repeat(width);
        let blank = " ".repeat(self.column() - 1);
        format!("{}\n{blank}{marks}\n{self}", shown(&self.query))
    }

    fn before(&self) -> &str {
        self.query.get(..self.at.start).unwrap_or(&self.query)
    }
}

/// Why nothing could be looked up.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The query is wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The token of the page is none of this query and order.
    #[error("this page token is none of this query and sort; begin at the first page")]
    Token,
    /// There is no such facet for the type.
    #[error("`{facet}` cannot be counted for type {kind}; it has {known}")]
    Facet {
        /// As asked.
        facet: String,
        /// The type.
        kind: &'static str,
        /// Those that can.
        known: String,
    },
    /// It was asked to stop, or took too long.
    #[error("the search was stopped: it took too long; narrow it, for example by since: or source:")]
    Stopped,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for FindError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::Stopped,
            _ => Self::Store(error.into()),
        }
    }
}

//! The query language: words, fields, brackets; from text to what the store is asked.
//!
//! `lex` and `parse` make a tree (`ast`) of a text; `check` reads the values, holds the fields against the type that is asked for and
//! gives a condition; `fold`, `sets`, `probe` and `plan` make SQL of it. `fields` is the one table of what there is to ask for.
//!
//! ```
//! use annals_store::{Kind, Query};
//!
//! let query = Query::parse(r#"ceasefire speaker:"Ann Lee" -since:2024"#)?;
//! assert_eq!(query.kind(), Kind::Statement);
//! let error = Query::parse("ceasefire speakr:Lee").unwrap_err();
//! assert_eq!(error.column(), 11);
//! # Ok::<(), annals_store::QueryError>(())
//! ```

mod ast;
mod check;
mod error;
mod facets;
mod fields;
mod find;
mod fold;
mod lex;
mod names;
mod near;
mod parse;
mod plan;
mod probe;
mod review;
mod sets;
mod spots;
mod sql;
mod token;
mod values;

use std::fmt;

pub use ast::{Expr, Node, Term};
pub use error::{Fault, FindError, QueryError};
pub use facets::{Claimed, Count, Counting, facets};
pub use fields::{FIELDS, Field, Shape, Spec};
pub use find::{COUNTED, Find, Sort};
pub use parse::{MAX_DEPTH, MAX_LENGTH, MAX_TERMS, parse as parse_query};
pub use spots::{Spot, Spots};

use rusqlite::Connection;

use self::check::{Checked, Condition};
use crate::StoreError;
use crate::rows::{Kind, Value};

/// A query that has been read: what it asks for, on things of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    text: String,
    tree: Option<Expr>,
    checked: Checked,
}

impl Query {
    /// Reads a query. Its type is the one it names, else the one its fields imply, else sentences.
    ///
    /// # Errors
    /// Where the text is no query: what is wrong, and at which place.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::read(text, None)
    }

    /// Reads a query as one for things of `kind`, whatever type it names or implies; an empty text asks for all of them.
    ///
    /// # Errors
    /// Where the text is no query, or has fields that things of `kind` do not have.
    pub fn parse_for(text: &str, kind: Kind) -> Result<Self, QueryError> {
        if text.trim().is_empty() { Ok(Self::everything(kind)) } else { Self::read(text, Some(kind)) }
    }

    /// The query for all things of `kind`.
    pub fn everything(kind: Kind) -> Self {
        let condition = Condition::All(Vec::new());
        Self {
            text: String::new(),
            tree: None,
            checked: Checked { kind, condition, versions: false, reviewed: false },
        }
    }

    fn read(text: &str, kind: Option<Kind>) -> Result<Self, QueryError> {
        let tree = parse::parse(text)?;
        let checked = check::check(&tree, kind, text)?;
        Ok(Self { text: text.to_owned(), tree: Some(tree), checked })
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it finds.
    pub fn kind(&self) -> Kind {
        self.checked.kind
    }

    /// Its tree; none where it asks for all there is.
    pub fn tree(&self) -> Option<&Expr> {
        self.tree.as_ref()
    }

    /// The words and phrases it looks for in sentences, in order, those behind `-` left out: what a page marks.
    pub fn words(&self) -> Vec<&Term> {
        let mut words = Vec::new();
        if let Some(tree) = &self.tree {
            wanted(tree, &mut words);
        }
        words
    }

    /// SQL that gives the row numbers of all that it finds, each once, in any order; with its parameters.
    pub(crate) fn select_rows(&self, connection: &Connection) -> Result<(String, Vec<Value>), StoreError> {
        let from = plan::Plan::new(connection, self)?.counted();
        Ok((format!("SELECT {} {}", probe::row(self.kind()), from.text), from.args))
    }

    fn condition(&self) -> &Condition {
        &self.checked.condition
    }

    fn versions(&self) -> bool {
        self.checked.versions
    }

    fn reviewed(&self) -> bool {
        self.checked.reviewed
    }
}

fn wanted<'a>(part: &'a Expr, words: &mut Vec<&'a Term>) {
    match &part.node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| wanted(part, words)),
        Node::Words(term) => words.push(term),
        Node::Not(_) | Node::Field(..) => (),
    }
}

impl fmt::Display for Query {
    /// The query in one way of writing: the same for all texts that mean the same tree.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.tree {
            Some(tree) => write!(f, "{tree}"),
            None => write!(f, "type:{}", self.kind()),
        }
    }
}

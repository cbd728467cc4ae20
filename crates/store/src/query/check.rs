//! A tree of words becomes a condition on things of one type: values are read, fields are held against the type.

use std::ops::Range;

use super::ast::{Expr, Node, Term};
use super::error::{Fault, QueryError};
use super::fields::{Field, KIND_NAMES, Shape};
use super::parse::check_words;
use super::values::{Bounds, Id, day, id, number};
use crate::rows::Kind;

/// A condition on things of one type.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Test(Test),
}

/// A condition without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Its sentence has the words.
    Words(Term),
    /// Its sentence has what an FTS5 expression asks for: words put together by `fold`.
    Match(String),
    /// The field names this: words of a name, a key, or a name whole.
    Named(Field, Term),
    /// The field has this word of its list.
    One(Field, &'static str),
    /// Type, mode or code of an event, of a code also the beginning.
    Event(String),
    /// The article's day is not before this.
    Since(String),
    /// The article's day is not after this.
    Until(String),
    /// The range of the figure meets this one.
    Value(Bounds),
    /// The id of the article.
    Article(String),
    /// The id of the first article of the group.
    Group(String),
    /// The id of the thing.
    Id(Id),
}

/// What a tree comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub kind: Kind,
    pub condition: Condition,
    pub versions: bool,
    pub reviewed: bool,
}

/// The condition of `tree`, on things of `kind`, or of the type that the tree names or implies.
pub fn check(tree: &Expr, kind: Option<Kind>, query: &str) -> Result<Checked, QueryError> {
    let directives = directives(tree, query)?;
    let kind = match kind.or(directives.kind) {
        Some(kind) => kind,
        None => implied(tree, query)?,
    };
    let checker = Checker { kind, query };
    let condition = checker.condition(tree)?;
    let mut reviewed = false;
    tree.fields(&mut |field, _, _| reviewed |= field == Field::Review);
    Ok(Checked { kind, condition, versions: directives.versions, reviewed })
}

#[derive(Default)]
struct Directives {
    kind: Option<Kind>,
    versions: bool,
}

/// `type:` and `version:` hold for the whole query, wherever they stand beside other terms: not behind `-`, not as an alternative, once.
fn directives(tree: &Expr, query: &str) -> Result<Directives, QueryError> {
    let mut found = Directives::default();
    found.gather(tree, true, query)?;
    Ok(found)
}

impl Directives {
    fn gather(&mut self, part: &Expr, allowed: bool, query: &str) -> Result<(), QueryError> {
        match &part.node {
            Node::All(parts) => parts.iter().try_for_each(|part| self.gather(part, allowed, query)),
            Node::Any(parts) => parts.iter().try_for_each(|part| {
                let lone = matches!(part.node, Node::Field(..));
                self.gather(part, allowed && !lone, query)
            }),
            Node::Not(part) => self.gather(part, false, query),
            Node::Field(field, term) if field.is_directive() => self.take(*field, term, part, allowed, query),
            Node::Field(..) | Node::Words(_) => Ok(()),
        }
    }

    fn take(
        &mut self,
        field: Field,
        term: &Term,
        part: &Expr,
        allowed: bool,
        query: &str,
    ) -> Result<(), QueryError> {
        let fault = |fault| QueryError::new(fault, part.at.clone(), query);
        let taken = if field == Field::Type { self.kind.is_some() } else { self.versions };
        if !allowed || taken {
            return Err(fault(Fault::Inner(field.name())));
        }
        match field {
            Field::Type => self.kind = Some(kind_of(term, &part.at, query)?),
            _ => self.versions = one(field, term).map(|_| true).map_err(fault)?,
        }
        Ok(())
    }
}

fn kind_of(term: &Term, at: &Range<usize>, query: &str) -> Result<Kind, QueryError> {
    let fault = || value_fault(Field::Type, &term.text, KIND_NAMES.join(", "));
    let kind = term.text.to_lowercase().parse().map_err(|()| fault());
    kind.map_err(|fault| QueryError::new(fault, at.clone(), query))
}

/// The type of a query that names none: one that has all its fields; the one that a field implies first, else sentences.
fn implied(tree: &Expr, query: &str) -> Result<Kind, QueryError> {
    let mut left: Vec<Kind> = Kind::ALL.to_vec();
    let mut wishes = Vec::new();
    let mut seen: Vec<Field> = Vec::new();
    let mut split = None;
    tree.fields(&mut |field, term, at| {
        wishes.extend(wish(field, term));
        left.retain(|kind| field.spec().suits(*kind));
        if left.is_empty() && split.is_none() {
            split = Some((field, at.clone()));
        }
        seen.push(field);
    });
    if let Some((field, at)) = split {
        return Err(QueryError::new(split_fault(field, &seen), at, query));
    }
    let wished = wishes.into_iter().find(|kind| left.contains(kind));
    let plain = Some(Kind::Sentence).filter(|kind| left.contains(kind));
    wished.or(plain).or(left.first().copied()).ok_or_else(|| QueryError::new(Fault::Empty, 0..0, query))
}

/// The type that a field implies; an id says it itself.
fn wish(field: Field, term: &Term) -> Option<Kind> {
    match field {
        Field::Id => id(&term.text).and_then(|id| id.kind()),
        field => field.spec().implies,
    }
}

/// The fault of `field`, beside those before it: the first that it shares no type with, or all of them.
fn split_fault(field: Field, seen: &[Field]) -> Fault {
    let shares = |other: &&Field| !other.spec().kinds.iter().any(|kind| field.spec().suits(*kind));
    let other = seen.iter().find(shares).or(seen.first()).copied().unwrap_or(field);
    let having = format!("{}, {}", list(other), list(field));
    Fault::Split(other.name(), field.name(), having)
}

fn list(field: Field) -> String {
    let names: Vec<_> = field.spec().kinds.iter().map(|kind| kind.name()).collect();
    format!("`{}:` is of {}", field.name(), names.join(", "))
}

struct Checker<'a> {
    kind: Kind,
    query: &'a str,
}

impl Checker<'_> {
    fn condition(&self, part: &Expr) -> Result<Condition, QueryError> {
        Ok(match &part.node {
            Node::All(parts) => Condition::All(self.conditions(parts)?),
            Node::Any(parts) => Condition::Any(self.conditions(parts)?),
            Node::Not(part) => Condition::Not(Box::new(self.condition(part)?)),
            Node::Words(term) => Condition::Test(Test::Words(term.clone())),
            Node::Field(field, _) if field.is_directive() => Condition::All(Vec::new()),
            Node::Field(field, term) => Condition::Test(self.field(*field, term, &part.at)?),
        })
    }

    fn conditions(&self, parts: &[Expr]) -> Result<Vec<Condition>, QueryError> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn field(&self, field: Field, term: &Term, at: &Range<usize>) -> Result<Test, QueryError> {
        let spec = field.spec();
        let tested = if spec.suits(self.kind) {
            test(field, term)
        } else {
            Err(Fault::Unsuited { field: spec.name, kind: self.kind.name(), having: spec.having() })
        };
        tested.map_err(|fault| QueryError::new(fault, at.clone(), self.query))
    }
}

fn test(field: Field, term: &Term) -> Result<Test, Fault> {
    let text = term.text.trim();
    let no = |takes: &str| value_fault(field, &term.text, takes.to_owned());
    if term.prefix && !takes_prefix(field) {
        return Err(Fault::Prefix(field.name()));
    }
    match field.spec().shape {
        Shape::Name | Shape::Place | Shape::Code => {
            check_words(term).map(|()| Test::Named(field, term.clone()))
        }
        Shape::One(_) => one(field, term).map(|word| Test::One(field, word)),
        Shape::OneOrName(words) => match words.iter().find(|word| **word == text.to_lowercase()) {
            Some(word) if !term.prefix => Ok(Test::One(field, word)),
            _ => check_words(term).map(|()| Test::Named(field, term.clone())),
        },
        Shape::Event => check_words(term).map(|()| Test::Event(text.to_owned())),
        Shape::Day => match (day(text), field) {
            (Some(_), Field::Since) => Ok(Test::Since(text.to_owned())),
            (Some(last), _) => Ok(Test::Until(last)),
            (None, _) => Err(no("a day, month or year: 2024-03-05, 2024-03, 2024")),
        },
        Shape::Number => {
            number(text).map(Test::Value).ok_or_else(|| no("a number, >10, >=10, <10, <=10, or 10..50"))
        }
        Shape::Id => match field {
            Field::Article => Ok(Test::Article(text.to_owned())),
            Field::Group => Ok(Test::Group(text.to_owned())),
            _ => id(text).map(Test::Id).ok_or_else(|| no("s120-188, ARTICLE/s120-188, ARTICLE/3 or ARTICLE")),
        },
    }
}

fn takes_prefix(field: Field) -> bool {
    match field.spec().shape {
        Shape::Name | Shape::Place | Shape::OneOrName(_) => true,
        Shape::Code => !matches!(field, Field::Country | Field::Lang),
        _ => false,
    }
}

fn one(field: Field, term: &Term) -> Result<&'static str, Fault> {
    let Shape::One(words) = field.spec().shape else { return Err(Fault::Empty) };
    let lower = term.text.trim().to_lowercase();
    let word = words.iter().find(|word| **word == lower && !term.prefix);
    word.copied().ok_or_else(|| value_fault(field, &term.text, words.join(", ")))
}

fn value_fault(field: Field, value: &str, takes: String) -> Fault {
    Fault::Value { field: field.name(), value: value.to_owned(), takes }
}

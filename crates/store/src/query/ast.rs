//! The tree of a query, and how it is written.

use std::fmt;
use std::ops::Range;

use super::fields::Field;

/// A part of a query and its place: bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub at: Range<usize>,
}

/// What a part of a query is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// All of these, two at least.
    All(Vec<Expr>),
    /// One of these, two at least.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// Words that follow each other.
    Words(Term),
    /// A field with its value.
    Field(Field, Term),
}

/// Words or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As written, without quotation marks and `*`.
    pub text: String,
    /// Whether its last word is only the beginning of one.
    pub prefix: bool,
}

impl Expr {
    /// All of `parts`, those of inner ones among them; itself, where it is only one.
    pub(crate) fn all(parts: Vec<Self>) -> Option<Self> {
        let open = |part: Self| match part.node {
            Node::All(inner) => inner,
            node => vec![Self { node, at: part.at }],
        };
        join(parts.into_iter().flat_map(open).collect(), Node::All)
    }

    /// One of `parts`, those of inner ones among them; itself, where it is only one.
    pub(crate) fn any(parts: Vec<Self>) -> Option<Self> {
        let open = |part: Self| match part.node {
            Node::Any(inner) => inner,
            node => vec![Self { node, at: part.at }],
        };
        join(parts.into_iter().flat_map(open).collect(), Node::Any)
    }

    /// Calls `see` with every field of the tree, in the order of the text.
    pub(crate) fn fields(&self, see: &mut impl FnMut(Field, &Term, &Range<usize>)) {
        match &self.node {
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| part.fields(see)),
            Node::Not(part) => part.fields(see),
            Node::Words(_) => (),
            Node::Field(field, term) => see(*field, term, &self.at),
        }
    }
}

fn join(mut parts: Vec<Expr>, node: fn(Vec<Expr>) -> Node) -> Option<Expr> {
    match parts.len() {
        0 | 1 => parts.pop(),
        last => {
            let at = parts[0].at.start..parts[last - 1].at.end;
            Some(Expr { node: node(parts), at })
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::All(parts) => list(f, parts, " "),
            Node::Any(parts) => list(f, parts, " OR "),
            Node::Not(part) => {
                f.write_str("-")?;
                inner(f, part)
            }
            Node::Words(term) if is_bare_word(&term.text) => write!(f, "{}{}", term.text, star(term)),
            Node::Words(term) => write!(f, "\"{}\"{}", term.text, star(term)),
            Node::Field(field, term) if is_bare(&term.text) => {
                write!(f, "{}:{}{}", field.name(), term.text, star(term))
            }
            Node::Field(field, term) => write!(f, "{}:\"{}\"{}", field.name(), term.text, star(term)),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, parts: &[Expr], between: &str) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        f.write_str(if n == 0 { "" } else { between })?;
        // Brackets around what binds tighter do no harm, and keep readers from having to know it.
        inner(f, part)?;
    }
    Ok(())
}

fn inner(f: &mut fmt::Formatter<'_>, part: &Expr) -> fmt::Result {
    match part.node {
        Node::All(_) | Node::Any(_) => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

fn star(term: &Term) -> &'static str {
    if term.prefix { "*" } else { "" }
}

/// Whether a value can stand without quotation marks.
fn is_bare(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('*') && text.chars().all(super::lex::is_inside)
}

/// Whether words can stand without quotation marks.
fn is_bare_word(text: &str) -> bool {
    is_bare(text)
        && !matches!(text, "OR" | "AND" | "NOT")
        && !text.starts_with('-')
        && super::lex::field_name(text).is_none()
}

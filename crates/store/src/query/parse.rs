//! Tokens to a tree: recursive descent, bounded in depth, terms and length.
//!
//! `query := any`, `any := all ("OR" all)*`, `all := term ("AND"? term)*`, `term := ("-" | "NOT") term | "(" any ")" | words | field`.

use std::ops::Range;

use super::ast::{Expr, Node, Term};
use super::error::{Fault, QueryError};
use super::lex::{Token, TokenKind, tokens};

/// Most characters of a query.
pub const MAX_LENGTH: usize = 4000;
/// Most words, phrases and fields of a query.
pub const MAX_TERMS: usize = 100;
/// How deep brackets and negations may stand in each other.
pub const MAX_DEPTH: usize = 20;

/// The tree of `query`.
pub fn parse(query: &str) -> Result<Expr, QueryError> {
    if query.len() > MAX_LENGTH && query.chars().count() > MAX_LENGTH {
        let end = query.char_indices().nth(MAX_LENGTH).map_or(query.len(), |(place, _)| place);
        return Err(QueryError::new(Fault::Long(MAX_LENGTH), end..query.len(), &query[..end]));
    }
    let tokens = tokens(query)?;
    let mut parser = Parser { query, tokens: &tokens, place: 0, terms: 0 };
    if tokens.is_empty() {
        return Err(parser.fault(Fault::Empty, 0..0));
    }
    let tree = parser.any(0)?;
    match parser.peek() {
        Some(token) => Err(parser.fault(Fault::Bracket, token.at.clone())),
        None => Ok(tree),
    }
}

struct Parser<'a> {
    query: &'a str,
    tokens: &'a [Token],
    place: usize,
    terms: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.place)
    }

    fn take(&mut self, kind: &TokenKind) -> Option<&'a Token> {
        let token = self.peek().filter(|token| token.kind == *kind)?;
        self.place += 1;
        Some(token)
    }

    fn any(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut parts = vec![self.all(depth)?];
        while let Some(token) = self.take(&TokenKind::Or) {
            self.needs_term("OR", token)?;
            parts.push(self.all(depth)?);
        }
        Expr::any(parts).ok_or_else(|| self.fault(Fault::Empty, 0..0))
    }

    fn all(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut parts = vec![self.term(depth)?];
        loop {
            if let Some(token) = self.take(&TokenKind::And) {
                self.needs_term("AND", token)?;
            } else if !self.at_term() {
                break;
            }
            parts.push(self.term(depth)?);
        }
        Expr::all(parts).ok_or_else(|| self.fault(Fault::Empty, 0..0))
    }

    fn at_term(&self) -> bool {
        self.peek().is_some_and(|token| !matches!(token.kind, TokenKind::Or | TokenKind::Close))
    }

    fn needs_term(&self, operator: &'static str, token: &Token) -> Result<(), QueryError> {
        let follows = self
            .peek()
            .is_some_and(|next| !matches!(next.kind, TokenKind::Or | TokenKind::And | TokenKind::Close));
        let fault = || self.fault(Fault::Dangling(operator, "each side"), token.at.clone());
        if follows { Ok(()) } else { Err(fault()) }
    }

    fn term(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let Some(token) = self.peek() else {
            return Err(self.fault(Fault::Empty, self.query.len()..self.query.len()));
        };
        if depth > MAX_DEPTH {
            return Err(self.fault(Fault::Deep(MAX_DEPTH), token.at.clone()));
        }
        self.place += 1;
        match &token.kind {
            TokenKind::Open => self.bracket(token, depth),
            TokenKind::Minus => self.not("-", token, depth),
            TokenKind::Not => self.not("NOT", token, depth),
            TokenKind::Words(term) => self.leaf(Node::Words(self.words(term, &token.at)?), token),
            TokenKind::Field(field, term) => self.leaf(Node::Field(*field, term.clone()), token),
            TokenKind::Close => Err(self.fault(Fault::Bracket, token.at.clone())),
            TokenKind::Or => Err(self.fault(Fault::Dangling("OR", "each side"), token.at.clone())),
            TokenKind::And => Err(self.fault(Fault::Dangling("AND", "each side"), token.at.clone())),
        }
    }

    fn bracket(&mut self, open: &Token, depth: usize) -> Result<Expr, QueryError> {
        if let Some(close) = self.take(&TokenKind::Close) {
            return Err(self.fault(Fault::Hollow, open.at.start..close.at.end));
        }
        if self.peek().is_none() {
            return Err(self.fault(Fault::Bracket, open.at.clone()));
        }
        let inside = self.any(depth + 1)?;
        match self.take(&TokenKind::Close) {
            Some(close) => Ok(Expr { node: inside.node, at: open.at.start..close.at.end }),
            None => Err(self.fault(Fault::Bracket, open.at.clone())),
        }
    }

    fn not(&mut self, operator: &'static str, token: &Token, depth: usize) -> Result<Expr, QueryError> {
        let behind = self.peek().filter(|next| operator == "NOT" || next.at.start == token.at.end);
        let dangles =
            behind.is_none_or(|next| matches!(next.kind, TokenKind::Or | TokenKind::And | TokenKind::Close));
        if dangles {
            return Err(self.fault(Fault::Dangling(operator, "its right, without a blank"), token.at.clone()));
        }
        let inside = self.term(depth + 1)?;
        let at = token.at.start..inside.at.end;
        Ok(Expr { node: Node::Not(Box::new(inside)), at })
    }

    fn leaf(&mut self, node: Node, token: &Token) -> Result<Expr, QueryError> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(self.fault(Fault::Terms(MAX_TERMS), token.at.clone()));
        }
        Ok(Expr { node, at: token.at.clone() })
    }

    fn words(&self, term: &Term, at: &Range<usize>) -> Result<Term, QueryError> {
        check_words(term).map_err(|fault| self.fault(fault, at.clone()))?;
        Ok(term.clone())
    }

    fn fault(&self, fault: Fault, at: Range<usize>) -> QueryError {
        QueryError::new(fault, at, self.query)
    }
}

/// Whether the words can be looked for: there are letters, and enough of them before a `*`.
pub fn check_words(term: &Term) -> Result<(), Fault> {
    let last = term.text.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
    match last {
        None => Err(Fault::Wordless(term.text.clone())),
        Some(word) if term.prefix && word.chars().count() < 2 => Err(Fault::Short(term.text.clone())),
        Some(_) => Ok(()),
    }
}

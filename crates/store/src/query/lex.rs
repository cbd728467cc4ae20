//! A query in tokens.

use std::ops::Range;

use super::ast::Term;
use super::error::{Fault, QueryError};
use super::fields::Field;

/// A token and its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    pub at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    Open,
    Close,
    Minus,
    Or,
    And,
    Not,
    Words(Term),
    Field(Field, Term),
}

/// Whether a character can stand within a word without quotation marks.
pub fn is_inside(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '“' | '”' | '„' | '(' | ')')
}

/// The letters before the first colon of a word, where there are such: the name of a field.
pub fn field_name(word: &str) -> Option<&str> {
    let (name, _) = word.split_once(':')?;
    let letters = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    letters.then_some(name)
}

/// The tokens of `query`.
pub fn tokens(query: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { query, place: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer<'a> {
    query: &'a str,
    place: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.query[self.place..]
    }

    fn next(&mut self) -> Result<Option<Token>, QueryError> {
        self.place += self.rest().len() - self.rest().trim_start().len();
        let start = self.place;
        let Some(first) = self.rest().chars().next() else { return Ok(None) };
        let kind = match first {
            '(' => self.single(TokenKind::Open),
            ')' => self.single(TokenKind::Close),
            '-' => self.single(TokenKind::Minus),
            _ if !is_inside(first) => TokenKind::Words(self.phrase()?),
            _ => self.word()?,
        };
        Ok(Some(Token { kind, at: start..self.place }))
    }

    fn single(&mut self, kind: TokenKind) -> TokenKind {
        self.place += 1;
        kind
    }

    fn word(&mut self) -> Result<TokenKind, QueryError> {
        if let Some(name) = field_name(self.run()) {
            return self.field(name);
        }
        Ok(match self.run() {
            "OR" => self.keyword(TokenKind::Or, 2),
            "AND" => self.keyword(TokenKind::And, 3),
            "NOT" => self.keyword(TokenKind::Not, 3),
            _ => TokenKind::Words(self.bare()),
        })
    }

    fn keyword(&mut self, kind: TokenKind, length: usize) -> TokenKind {
        self.place += length;
        kind
    }

    fn field(&mut self, name: &str) -> Result<TokenKind, QueryError> {
        let at = self.place..self.place + name.len() + 1;
        let field = Field::named(&name.to_lowercase()).ok_or_else(|| {
            let fault = Fault::Field { name: name.to_owned(), near: Field::near(&name.to_lowercase()) };
            self.fault(fault, at.clone())
        })?;
        self.place = at.end;
        let term = match self.rest().chars().next() {
            Some('(') => return Err(self.fault(Fault::Bracketed(field.name()), at)),
            Some(c) if is_inside(c) => self.bare(),
            Some(c) if !c.is_whitespace() && c != ')' => self.phrase()?,
            _ => return Err(self.fault(Fault::NoValue(field.name(), field.spec().example), at)),
        };
        Ok(TokenKind::Field(field, term))
    }

    /// The characters up to a blank, a bracket or a quotation mark.
    fn run(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c| !is_inside(c)).unwrap_or(rest.len())]
    }

    fn bare(&mut self) -> Term {
        let run = self.run();
        self.place += run.len();
        let text = run.trim_end_matches('*');
        // A star alone is a word without letters: the parser says so.
        let text = if text.is_empty() { run } else { text };
        Term { text: text.to_owned(), prefix: text.len() < run.len() }
    }

    fn phrase(&mut self) -> Result<Term, QueryError> {
        let start = self.place;
        let open = self.rest().chars().next().map_or(1, char::len_utf8);
        let straight = self.rest().starts_with('"');
        let closes = |c: char| c == '"' || (!straight && matches!(c, '“' | '”'));
        let inside = &self.query[start + open..];
        let Some(length) = inside.find(closes) else {
            return Err(self.fault(Fault::Quote, start..start + open));
        };
        let close = inside[length..].chars().next().map_or(1, char::len_utf8);
        self.place = start + open + length + close;
        let prefix = self.rest().starts_with('*');
        self.place += usize::from(prefix);
        Ok(Term { text: inside[..length].to_owned(), prefix })
    }

    fn fault(&self, fault: Fault, at: Range<usize>) -> QueryError {
        QueryError::new(fault, at, self.query)
    }
}

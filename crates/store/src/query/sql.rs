//! Pieces of SQL with their parameters. Text of users only ever becomes a parameter.

use rusqlite::types::Value;

/// SQL and the values of its `?`, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sql {
    pub text: String,
    pub args: Vec<Value>,
}

impl Sql {
    /// SQL without parameters.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), args: Vec::new() }
    }

    /// SQL with parameters, one a `?`.
    pub fn with(text: impl Into<String>, args: impl IntoIterator<Item = Value>) -> Self {
        let sql = Self { text: text.into(), args: args.into_iter().collect() };
        debug_assert_eq!(sql.text.matches('?').count(), sql.args.len(), "{}", sql.text);
        sql
    }

    /// `text` behind it.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// `other` behind it.
    pub fn add(&mut self, other: Self) -> &mut Self {
        self.text.push_str(&other.text);
        self.args.extend(other.args);
        self
    }

    /// Itself between `before` and `behind`.
    pub fn within(self, before: &str, behind: &str) -> Self {
        Self { text: format!("{before}{}{behind}", self.text), args: self.args }
    }

    /// All of `parts`, with `between` between them.
    pub fn join(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut whole = Self::default();
        for (n, part) in parts.into_iter().enumerate() {
            whole.push(if n == 0 { "" } else { between }).add(part);
        }
        whole
    }
}

/// A parameter of text.
pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

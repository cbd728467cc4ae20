//! Ids made from content: of an article by digest, of a finding by its place.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::CharSpan;

/// A kind of finding, told apart by the letter its ids begin with.
pub trait Kind {
    /// The letter.
    const LETTER: char;
    /// The name of the id's schema.
    const NAME: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:ident $letter:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $kind {}

        impl Kind for $kind {
            const LETTER: char = $letter;
            const NAME: &'static str = stringify!($id);
        }

        $(#[$doc])*
        pub type $id = Id<$kind>;
    )*};
}

kinds! {
    /// Id of an entity, `e…`.
    EntityKindTag EntityId 'e';
    /// Id of a statement, `s…`.
    StatementTag StatementId 's';
    /// Id of an event, `v…`.
    EventTag EventId 'v';
    /// Id of a figure, `f…`.
    FigureTag FigureId 'f';
    /// Id of a time, `t…`.
    TimeTag TimeId 't';
    /// Id of a place, `p…`.
    PlaceTag PlaceId 'p';
}

/// The id of a finding within its article: a letter for its kind and the span it stands on, `s120-188`.
///
/// The same text read again gives the same ids, and a finding keeps its id when others are found beside it.
/// Where two findings of one kind stand on one span, the later ones carry a number: `s120-188.2`.
pub struct Id<K> {
    start: usize,
    end: usize,
    copy: u32,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// The id of the first finding of its kind on `span`.
    pub const fn new(span: CharSpan) -> Self {
        Self::numbered(span, 1)
    }

    /// The id of the `copy`-th finding on `span`, counted from 1.
    pub const fn numbered(span: CharSpan, copy: u32) -> Self {
        Self { start: span.start, end: span.end, copy, kind: PhantomData }
    }

    /// The span the id was made from.
    pub const fn span(&self) -> CharSpan {
        CharSpan::new(self.start, self.end)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end, self.copy) == (other.start, other.end, other.copy)
    }
}

impl<K> Eq for Id<K> {}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end, self.copy).hash(state);
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}-{}", K::LETTER, self.start, self.end)?;
        if self.copy > 1 { write!(f, ".{}", self.copy) } else { Ok(()) }
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no id of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError {
    text: String,
    letter: char,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no id of this kind: expected `{}START-END`", self.text, self.letter)
    }
}

impl std::error::Error for IdError {}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        parse(text, K::LETTER)
            .map(|(span, copy)| Self::numbered(span, copy))
            .ok_or_else(|| IdError { text: text.to_owned(), letter: K::LETTER })
    }
}

fn parse(text: &str, letter: char) -> Option<(CharSpan, u32)> {
    let (start, rest) = text.strip_prefix(letter)?.split_once('-')?;
    let (end, copy) = rest.split_once('.').unwrap_or((rest, "1"));
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| Some((CharSpan::new(start, end), copy.parse().ok()?)))?
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'_, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl<K: Kind> JsonSchema for Id<K> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": format!(r"^{}\d+-\d+(\.\d+)?$", K::LETTER),
        })
    }
}

/// The id of an article: 32 hexadecimal digits of the SHA-256 of its uri and text; of an article without a uri, the
/// caller's own id stands in its place.
///
/// ```
/// let id = annals_record::article_id(Some("https://news.example/1"), "Rain fell.");
/// assert_eq!(id.len(), 32);
/// assert_ne!(id, annals_record::article_id(None, "Rain fell."));
/// ```
pub fn article_id(uri: Option<&str>, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(uri.unwrap_or_default());
    hash.update([0]);
    hash.update(text);
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_from_their_text() {
        let id = StatementId::numbered(CharSpan::new(12, 40), 2);
        assert_eq!(id.to_string(), "s12-40.2");
        assert_eq!("s12-40.2".parse(), Ok(id));
        assert_eq!("s12-40".parse(), Ok(StatementId::new(CharSpan::new(12, 40))));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        for text in ["e12-40", "s40-12", "s12", "s", "", "s1-2.x"] {
            assert!(text.parse::<StatementId>().is_err(), "{text}");
        }
    }
}

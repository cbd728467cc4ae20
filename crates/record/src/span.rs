//! Spans whose unit is part of their type.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Unit of [`ByteSpan`]: bytes of a UTF-8 text.
#[derive(Clone, Copy, Debug)]
pub enum Byte {}

/// Unit of [`CharSpan`]: Unicode code points, the only unit that leaves the program.
#[derive(Clone, Copy, Debug)]
pub enum Char {}

/// Unit of [`TokenSpan`]: surface tokens in the sense of Universal Dependencies (*don't* is one).
#[derive(Clone, Copy, Debug)]
pub enum Token {}

/// Unit of [`WordSpan`]: syntactic words in the sense of Universal Dependencies (*don't* is two).
#[derive(Clone, Copy, Debug)]
pub enum Word {}

/// A half-open range `[start, end)` counted in units of `U`; spans of different units do not mix.
///
/// ```compile_fail
/// use annals_record::{ByteSpan, CharSpan};
/// let chars: CharSpan = ByteSpan::new(0, 4);
/// ```
pub struct Span<U> {
    /// First unit inside.
    pub start: usize,
    /// First unit behind.
    pub end: usize,
    unit: PhantomData<fn() -> U>,
}

/// A span in bytes of a UTF-8 text.
pub type ByteSpan = Span<Byte>;
/// A span in Unicode code points of `article.text`; `text[start:end]` in Python is the span.
pub type CharSpan = Span<Char>;
/// A span over surface tokens.
pub type TokenSpan = Span<Token>;
/// A span over syntactic words.
pub type WordSpan = Span<Word>;

impl<U> Span<U> {
    /// The span `[start, end)`.
    ///
    /// # Panics
    /// When `end` lies before `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot end before it starts");
        Self { start, end, unit: PhantomData }
    }

    /// The empty span at `at`.
    pub const fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// Number of units.
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether there is nothing inside.
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The same as a range, for slicing.
    pub const fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the unit at `at` is inside.
    pub const fn covers(&self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share a unit.
    pub const fn overlaps(&self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl ByteSpan {
    /// The words of the span.
    ///
    /// # Panics
    /// When the span lies outside `text` or cuts a character.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The same span without white space at its edges.
    pub fn trim(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Span<U> {}

impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<U> Eq for Span<U> {}

impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By start, then by end.
impl<U> Ord for Span<U> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}

impl<U> Hash for Span<U> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}

impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<U> From<Range<usize>> for Span<U> {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[derive(Serialize, Deserialize)]
struct Plain {
    start: usize,
    end: usize,
}

impl Serialize for CharSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Plain { start: self.start, end: self.end }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CharSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Plain { start, end } = Plain::deserialize(deserializer)?;
        if end < start {
            return Err(serde::de::Error::custom(format!("span ends at {end}, before its start {start}")));
        }
        Ok(Self::new(start, end))
    }
}

impl JsonSchema for CharSpan {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "[start, end) in Unicode code points of article.text.",
            "properties": {
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0}
            },
            "required": ["start", "end"]
        })
    }
}

/// The way between bytes and code points of one text.
///
/// Built once in one pass; a lookup scans at most [`CharIndex::STEP`] bytes.
///
/// ```
/// use annals_record::{ByteSpan, CharIndex, CharSpan};
/// let index = CharIndex::new("“Não”, she said");
/// let quoted = ByteSpan::new(0, 10);
/// assert_eq!(index.chars(quoted), CharSpan::new(0, 5));
/// assert_eq!(index.bytes(CharSpan::new(0, 5)), quoted);
/// ```
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points before each multiple of `STEP` bytes.
    marks: Vec<usize>,
}

impl<'t> CharIndex<'t> {
    /// Bytes between two marks of the index.
    pub const STEP: usize = 64;

    /// The index of `text`.
    pub fn new(text: &'t str) -> Self {
        let mut seen = 0;
        let marks = text
            .as_bytes()
            .chunks(Self::STEP)
            .map(|chunk| {
                let before = seen;
                seen += count_starts(chunk);
                before
            })
            .collect();
        Self { text, marks }
    }

    /// Code points before the byte offset `at`.
    ///
    /// # Panics
    /// When `at` lies behind the text.
    pub fn char_at(&self, at: usize) -> usize {
        let mark = (at / Self::STEP).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(mark).copied().unwrap_or(0);
        before + count_starts(&self.text.as_bytes()[mark * Self::STEP..at])
    }

    /// Byte offset of the code point number `at`; the text's length for one behind the last.
    pub fn byte_at(&self, at: usize) -> usize {
        let mark = self.marks.partition_point(|&before| before <= at).saturating_sub(1);
        let Some(&before) = self.marks.get(mark) else { return self.text.len() };
        let start = mark * Self::STEP;
        let mut left = at - before;
        for (i, &byte) in self.text.as_bytes()[start..].iter().enumerate() {
            if is_start(byte) {
                if left == 0 {
                    return start + i;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// A byte span in code points.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_at(span.start), self.char_at(span.end))
    }

    /// A span of code points in bytes.
    pub fn bytes(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_at(span.start), self.byte_at(span.end))
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_are_two_names_for_one_place(text in "\\PC{0,200}") {
            let index = CharIndex::new(&text);
            for (number, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_at(at), number);
                prop_assert_eq!(index.byte_at(number), at);
            }
            prop_assert_eq!(index.char_at(text.len()), text.chars().count());
            prop_assert_eq!(index.byte_at(text.chars().count()), text.len());
        }
    }

    #[test]
    fn trimming_keeps_the_words() {
        let text = "  a word \n";
        assert_eq!(ByteSpan::new(0, text.len()).trim(text).of(text), "a word");
        assert_eq!(ByteSpan::new(0, 1).trim(text), ByteSpan::empty(1));
    }
}

//! The nouns of annals: what every other crate passes on.
//!
//! An article comes in as bytes and goes out as an [`Outcome`]: a [`Record`] or a [`Failed`]. This crate says what
//! those are and nothing of how they come about. Spans carry their unit in their type: inside the program they count
//! bytes ([`ByteSpan`]), in a record Unicode code points ([`CharSpan`]); [`CharIndex`] converts at the edge.
//!
//! ```
//! use annals_record::{Article, ByteSpan, CharIndex, Record, Sentence};
//!
//! let text = "Élan fell. Rain rose.";
//! let index = CharIndex::new(text);
//! let mut record = Record::new("annals 0.1.0", Article { text: text.into(), ..Article::default() });
//! record.sentences.push(Sentence { span: index.chars(ByteSpan::new(0, 11)), paragraph: 0 });
//! assert_eq!(record.sentences[0].span.end, 10);
//! ```

mod id;
mod record;
mod span;

pub use id::*;
pub use record::*;
pub use span::*;

//! Bytes to articles, and an article's text to paragraphs, sentences, tokens and words.
//!
//! Two steps, so that the cheap one can stay on one thread and the dear one go to many:
//! [`pieces`] cuts a stream of bytes (a page, a feed, JSON Lines, a WARC, any of them packed) into
//! [`Piece`]s, one or a few articles each, and never holds more than one; [`articles`] turns a piece into
//! [`Draft`]s: decoded, cleaned of what surrounds the article, with title, authors and times.
//! [`document`] then cuts a text into sentences and tokens; [`given`] takes them as they come, already cut.
//!
//! ```
//! use annals_text::{Hints, Limits, articles, document, pieces};
//!
//! let line = r#"{"id": "a1", "text": "Rain fell. The river rose."}"#;
//! let mut drafts = pieces(line.as_bytes(), Hints::default(), Limits::default()).flat_map(articles);
//! let draft = drafts.next().unwrap().unwrap();
//! assert_eq!(draft.article.key.as_deref(), Some("a1"));
//! assert_eq!(document(&draft.article.text).sentences.len(), 2);
//! ```

mod decode;
mod error;
mod given;
mod html;
mod intake;
mod language;
mod moment;
mod segment;

pub use error::{Error, Failure, Place};
pub use given::{GivenError, GivenSentence, GivenToken, given};
pub use intake::{Body, Draft, Hints, Limits, Piece, articles, pieces, unpacked};
pub use moment::Moment;
#[doc(hidden)]
pub use segment::boundary_features;
pub use segment::{Document, Sentence, Token, Word, document};

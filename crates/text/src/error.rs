//! What can go wrong on the way from bytes to an article.

use std::fmt;

use annals_record::Origin;

/// Where in an input something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The input as a whole.
    #[default]
    Input,
    /// A line, counted from 1.
    Line(u64),
    /// An element of a feed or list, counted from 1.
    Item(u64),
    /// A WARC record, counted from 1, and the unpacked byte it begins at, counted from 0.
    Record {
        /// Its number.
        number: u64,
        /// Its first byte.
        offset: u64,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input => f.write_str("the input"),
            Self::Line(number) => write!(f, "line {number}"),
            Self::Item(number) => write!(f, "item {number}"),
            Self::Record { number, offset } => write!(f, "WARC record {number} (unpacked byte {offset})"),
        }
    }
}

/// Why a piece of the input gave no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There was nothing in it, or only white space.
    #[error("the input is empty: there is nothing to read")]
    Empty,
    /// It is no text in any charset we read; what it looks like.
    #[error("the input is binary, not text ({0})")]
    Binary(String),
    /// It is a page without any words.
    #[error("the page has no text: no article, no words and no summary")]
    EmptyPage,
    /// It is larger than [`Limits::max_bytes`](crate::Limits), unpacked; it was skipped, not held.
    #[error("{place} is larger than {limit} bytes and was skipped: raise --max-bytes to read it")]
    TooLarge {
        /// What was too large.
        place: Place,
        /// The limit in bytes.
        limit: usize,
    },
    /// The operating system could not read on; its message.
    #[error("reading stopped: {0}")]
    Io(String),
    /// Packed data are damaged or end too early. What stands before is given; `offset` counts packed bytes.
    #[error(
        "the {format} data are damaged near packed byte {offset}: {message}; what stands before was read"
    )]
    Pack {
        /// `gzip` or `zstd`.
        format: &'static str,
        /// Packed bytes before the damage was seen.
        offset: u64,
        /// What is wrong.
        message: String,
    },
    /// A WARC file is damaged; reading goes on at the next record that can be found.
    #[error("{place}: {message}; reading goes on at the next whole record")]
    Warc {
        /// Where.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// An HTTP response could not be unpacked.
    #[error("{place}: the HTTP response cannot be unpacked: {message}")]
    Http {
        /// Where.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// Invalid JSON; the next value is read.
    #[error("{place}, column {column}: {message}")]
    Json {
        /// The line.
        place: Place,
        /// Column in bytes, counted from 1.
        column: u64,
        /// What is wrong.
        message: String,
    },
    /// Valid JSON that holds no article.
    #[error("{place}: {message}")]
    NoArticle {
        /// The line.
        place: Place,
        /// What is missing.
        message: String,
    },
    /// A feed that is no valid XML; the items before are given.
    #[error("the feed is broken near byte {offset}: {message}; the items before were read")]
    Feed {
        /// Byte of the decoded feed.
        offset: u64,
        /// What is wrong.
        message: String,
    },
    /// An item of a feed with a title or a teaser only.
    #[error("{0} of the feed has no full text, only a title or a teaser: fetch its page and read that")]
    Teaser(Place),
    /// A record that already was a failure when it came in.
    #[error("{message}")]
    Earlier {
        /// The stage that failed then.
        stage: String,
        /// What it said.
        message: String,
    },
}

impl Error {
    /// The stage that failed, as [`annals_record::Note::stage`] names it.
    pub fn stage(&self) -> &str {
        match self {
            Self::Binary(_) => "decode",
            Self::EmptyPage => "extract",
            Self::Earlier { stage, .. } => stage,
            _ => "intake",
        }
    }
}

/// An article that was not to be had, and where it should have come from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What is known of the article.
    pub origin: Origin,
    /// Why.
    pub error: Error,
}

//! What can go wrong on the way from bytes to an article.

use annals_record::Origin;

/// Why a piece of the input gave no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There was nothing in it.
    #[error("the input is empty")]
    Empty,
    /// It is no text in any charset we read.
    #[error("the input is binary, not text ({0})")]
    Binary(String),
    /// It is a page without any words.
    #[error("the page has no text: no article, no words and no summary")]
    NoArticle,
}

impl Error {
    /// The stage that failed, as [`annals_record::Note::stage`] names it.
    pub fn stage(&self) -> &'static str {
        match self {
            Self::Empty => "intake",
            Self::Binary(_) => "decode",
            Self::NoArticle => "extract",
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

//! One item of the input: to drafts, to records, and to failures where that goes wrong.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use annals_read::model::Reader;
use annals_record::{Failed, Note, Origin, Outcome, Record};
use annals_text::{Draft, Failure, Piece, articles};

/// What the stream of the input gives.
pub enum Item {
    /// A piece, to be made into articles.
    Piece(Box<Piece>),
    /// An input that could not be opened.
    Failed(Box<Failed>),
}

/// What can be worked on under guard.
pub trait Guarded {
    /// What is known of its article.
    fn origin(&self) -> Origin;
    /// The item that stands for a failure.
    fn failed(failed: Box<Failed>) -> Self;
}

impl Guarded for Item {
    fn origin(&self) -> Origin {
        match self {
            Self::Piece(piece) => Origin { key: None, uri: piece.hints.uri.clone() },
            Self::Failed(failed) => failed.article.clone(),
        }
    }

    fn failed(failed: Box<Failed>) -> Self {
        Self::Failed(failed)
    }
}

/// What `work` makes of an item. Parsers of other hands run here over bytes from anywhere: a panic of one costs this
/// item, never the run.
pub fn guarded<I: Guarded, T>(item: I, work: &impl Fn(I) -> T) -> T {
    let origin = item.origin();
    catch_unwind(AssertUnwindSafe(|| work(item))).unwrap_or_else(|panic| {
        let message = format!("internal error, please report it: {}", panic_message(panic.as_ref()));
        let failed = Failed::new(annals_read::ENGINE, origin, Note::new("read", message));
        work(I::failed(Box::new(failed)))
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}

/// The articles of an item.
pub fn drafts(item: Item) -> Vec<Result<Draft, Box<Failed>>> {
    match item {
        Item::Failed(failed) => vec![Err(failed)],
        Item::Piece(piece) => articles(*piece).into_iter().map(|article| article.map_err(failed)).collect(),
    }
}

/// The record of an article; without a reader the article alone.
pub fn outcome(article: Result<Draft, Box<Failed>>, reader: Option<&Reader>) -> Outcome {
    match (article, reader) {
        (Ok(draft), Some(reader)) => Outcome::Read(Box::new(annals_read::read(draft, reader))),
        (Ok(Draft { article, notes }), None) => {
            Outcome::Read(Box::new(Record { notes, ..Record::new(annals_read::ENGINE, article) }))
        }
        (Err(failed), _) => Outcome::Failed(failed),
    }
}

/// The failure record of an input at `uri` that could not be taken apart, or not even be opened.
pub fn unreadable(uri: Option<&str>, message: impl std::fmt::Display) -> Box<Failed> {
    let origin = Origin { key: None, uri: uri.map(str::to_owned) };
    Box::new(Failed::new(annals_read::ENGINE, origin, Note::new("intake", message.to_string())))
}

/// The failure record of an article that was not to be had.
pub fn failed(failure: Failure) -> Box<Failed> {
    let note = Note::new(failure.error.stage(), failure.error.to_string());
    Box::new(Failed::new(annals_read::ENGINE, failure.origin, note))
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_text::{Hints, Limits, pieces};

    #[test]
    fn a_panic_costs_its_item() {
        let hints = Hints { uri: Some("a.txt".into()), ..Hints::default() };
        let piece = pieces("Rain fell.".as_bytes(), hints, Limits::default()).next().unwrap();
        let work = |item: Item| match item {
            Item::Piece(_) => panic!("of no use"),
            Item::Failed(failed) => *failed,
        };
        let failed = guarded(Item::Piece(Box::new(piece)), &work);
        assert_eq!(failed.article.uri.as_deref(), Some("a.txt"));
        assert_eq!(failed.error.message, "internal error, please report it: of no use");
    }
}

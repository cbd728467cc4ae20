//! Exit status, and the count it comes from.

use std::process::ExitCode;

use annals_record::{Failed, Note, Origin};
use annals_text::Failure;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Something was found.
    Found,
    /// Nothing was found.
    Nothing,
    /// Something failed.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Found => 0,
            Exit::Nothing => 1,
            Exit::Failed => 2,
        })
    }
}

/// What a run has done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Articles read.
    pub read: usize,
    /// Articles that failed.
    pub failed: usize,
}

impl Tally {
    /// The exit status of a run that did this.
    pub fn exit(self) -> Exit {
        match self {
            Self { failed: 1.., .. } => Exit::Failed,
            Self { read: 0, .. } => Exit::Nothing,
            Self { .. } => Exit::Found,
        }
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

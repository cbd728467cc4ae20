//! Exit status, and the count it comes from.

use std::process::ExitCode;

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

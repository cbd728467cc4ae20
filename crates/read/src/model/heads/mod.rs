//! The heads: each makes its findings of the vectors of words.

mod names;
mod parse;
mod tags;

pub(crate) use names::Names;
pub(crate) use parse::Parse;
pub(crate) use tags::Tags;

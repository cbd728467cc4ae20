//! The heads: each makes its findings of the vectors of words.

mod attribution;
mod coreference;
mod events;
mod names;
mod parse;
mod sentences;
mod spans;
mod tags;

pub(crate) use attribution::{Attributions, Buckets, Statement};
pub(crate) use coreference::{Coreference, Found, Links};
pub(crate) use events::{Events, View};
pub use events::{Party, Side, Trigger};
pub(crate) use names::Names;
pub(crate) use parse::Parse;
pub(crate) use sentences::Sentences;
pub(crate) use tags::Tags;

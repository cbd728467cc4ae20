//! Near-duplicates: the copies of an agency's story that many outlets print, revised and shortened.

mod differences;
mod groups;
mod sketch;

pub use differences::{Claim, Difference, FigureChange, Saying};
pub(crate) use groups::group;
pub(crate) use sketch::Sketch;

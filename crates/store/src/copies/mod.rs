//! Near-duplicates: the copies of an agency's story that many outlets print, revised and shortened.

mod groups;
mod sketch;

pub(crate) use groups::group;
pub(crate) use sketch::Sketch;

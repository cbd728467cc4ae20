//! The pages: a model in, HTML out. One function a screen; nothing here asks the store or knows HTTP.
//!
//! Templates stand in `pages/templates`, what they link to in `pages/assets`. askama escapes every value. Each screen has a
//! module that prepares what its template shows; the template only places it.

mod actor;
mod article;
mod bars;
mod claims;
mod compare;
mod days;
mod fields;
mod hit;
mod home;
mod lines;
mod map;
mod notice;
mod record;
mod review;
mod search;
#[cfg(test)]
mod tests;
mod words;

pub use actor::actor;
pub use article::article;
pub use compare::compare;
pub use map::map;
pub use notice::{help, login, paste, problem};
pub use record::record;
pub use review::review;
pub use search::search;
pub use words::gist;

/// What comes of a template.
pub type Html = Result<String, askama::Error>;

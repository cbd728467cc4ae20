//! The screen Review: findings to be accepted, rejected or changed.

use askama::Template;

use super::Html;
use super::hit::Shown;
use super::search::QueryParts;
use super::words::{counted, counted_to};
use crate::serve::models::{ReviewItem, ReviewModel, Shell};

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    shell: &'a Shell,
    model: &'a ReviewModel,
    error: Option<QueryParts>,
    total: String,
    corrections: String,
    items: Vec<Item<'a>>,
}

/// A finding of the queue.
struct Item<'a> {
    n: usize,
    item: &'a ReviewItem,
    shown: Shown<'a>,
}

/// The page of a queue.
pub fn review(shell: &Shell, model: &ReviewModel) -> Html {
    let items = model.items.iter().enumerate();
    ReviewPage {
        error: model.error.as_ref().map(|error| QueryParts::new(&model.query, error)),
        total: counted_to(model.total, model.more, "finding"),
        corrections: counted(model.corrections, "correction"),
        items: items.map(|(n, item)| Item { n, shown: Shown::new(&item.hit), item }).collect(),
        shell,
        model,
    }
    .render()
}

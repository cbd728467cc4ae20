//! The screen Search; without a query the overview of the store.

use askama::Template;

use super::Html;
use super::bars::{Bars, bars};
use super::hit::{Shown, shown};
use super::home::home;
use super::words::{count, counted, counted_to, plural};
use crate::serve::models::{Link, QueryError, SearchModel, Shell};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    shell: &'a Shell,
    model: &'a SearchModel,
    error: Option<QueryParts>,
    tabs: Vec<Tab<'a>>,
    total: String,
    these: String,
    hits: Vec<Shown<'a>>,
    chart: Bars,
    /// Of how many results counts are, where not of all.
    part: Option<String>,
    map_page: String,
}

/// A kind of finding to search for.
struct Tab<'a> {
    label: String,
    url: &'a str,
    current: bool,
}

/// The page of a search.
pub fn search(shell: &Shell, model: &SearchModel) -> Html {
    if let Some(overview) = &model.overview {
        return home(shell, overview);
    }
    let results = counted_to(model.total, model.more, "result");
    SearchPage {
        error: model.error.as_ref().map(|error| QueryParts::new(&model.query, error)),
        tabs: model.kinds.iter().map(|link| tab(link, &model.kind)).collect(),
        these: match (model.more, model.total) {
            (true, _) => "all of them".to_owned(),
            (false, 1) => "it".to_owned(),
            (false, many) => format!("these {}", count(many)),
        },
        total: results,
        hits: shown(&model.hits),
        chart: bars(&model.timeline, "result"),
        part: model.counted_of.map(|of| format!("Counts are of the last {}.", counted(of, "result"))),
        map_page: model.map_url.replacen("/map.json", "/map", 1),
        shell,
        model,
    }
    .render()
}

fn tab<'a>(link: &'a Link, kind: &str) -> Tab<'a> {
    let label = plural(&link.label.to_lowercase());
    Tab { current: link.label.eq_ignore_ascii_case(kind), label, url: &link.url }
}

/// A query with an error: cut at its place.
pub(super) struct QueryParts {
    pub(super) message: String,
    pub(super) before: String,
    pub(super) at: String,
    pub(super) after: String,
    pub(super) caret: String,
}

impl QueryParts {
    /// `query` cut where `error` says; an error at its end points behind it.
    pub(super) fn new(query: &str, error: &QueryError) -> Self {
        let chars: Vec<char> = query.chars().collect();
        let start = error.start.min(chars.len());
        let end = error.end.clamp(start, chars.len());
        let text = |part: &[char]| part.iter().collect::<String>();
        Self {
            message: error.message.clone(),
            before: text(&chars[..start]),
            at: text(&chars[start..end]),
            after: text(&chars[end..]),
            caret: format!("{}{}", " ".repeat(start), "^".repeat((end - start).max(1))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_points_at_its_place_in_the_query() {
        let error = QueryError { message: "no such type".to_owned(), start: 4, end: 12 };
        let parts = QueryParts::new("été type:foo", &error);
        assert_eq!(
            (parts.before.as_str(), parts.at.as_str(), parts.after.as_str()),
            ("été ", "type:foo", "")
        );
        assert_eq!(parts.caret, "    ^^^^^^^^");
        let end = QueryParts::new("(a", &QueryError { message: String::new(), start: 9, end: 9 });
        assert_eq!(end.caret, "  ^");
    }
}

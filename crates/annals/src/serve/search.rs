//! The screen Search: `/search?q=…`; without a query the overview of the store.

use std::io::Write;

use annals_store::export;
use annals_store::{Find, Kind, Query, Sort, Store, Token};
use axum::response::Response;

use super::app::Ask;
use super::counts::{Shared, shared};
use super::hits::{hits, parse, write_all};
use super::models::{Link, SearchModel, Shell};
use super::overview::overview;
use super::pages::{self, Html};
use super::params::Params;
use super::problem::Problem;
use super::screen::{Screen, answer};

/// Results on a page, and at most.
const PAGE: usize = 50;
const LARGEST: usize = 200;

/// A search as it is asked for.
#[derive(Clone, Debug)]
pub struct SearchScreen {
    query: String,
    kind: Option<Kind>,
    sort: Option<Sort>,
    after: Option<Token>,
    limit: usize,
}

/// `GET /search`: sentences and findings.
#[utoipa::path(get, path = "/search.json", tag = "search",
    params(("q" = Option<String>, Query, description = "A query of docs/query.md; without it the overview of the store is given"),
        ("type" = Option<String>, Query, description = "What is searched for, whatever the query names: article, sentence, statement, \
            event, figure, time, place, entity"),
        ("sort" = Option<String>, Query, description = "relevance, newest, oldest"),
        ("page" = Option<String>, Query, description = "The token `next` of the page before"),
        ("limit" = Option<String>, Query, description = "Results on a page, 1 to 200; 50 where it is not given")),
    responses((status = 200, body = SearchModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn search(ask: Ask) -> Result<Response, Problem> {
    let screen = SearchScreen::of(&ask.params)?;
    answer(ask, screen).await
}

/// The kind of a parameter.
pub fn kind(params: &Params) -> Result<Option<Kind>, Problem> {
    let wrong = |name: &str| {
        let known = Kind::ALL.map(Kind::name).join(", ");
        Problem::wrong(format!("`{name}` is no type; there are {known}"))
    };
    params.get("type").map(|name| name.parse().map_err(|()| wrong(name))).transpose()
}

/// The number of results that a page may have.
pub fn limit(params: &Params) -> Result<usize, Problem> {
    let Some(given) = params.get("limit") else { return Ok(PAGE) };
    match given.parse() {
        Ok(number @ 1..=LARGEST) => Ok(number),
        _ => Err(Problem::wrong(format!("`limit` is a number from 1 to {LARGEST}"))),
    }
}

impl SearchScreen {
    fn of(params: &Params) -> Result<Self, Problem> {
        Ok(Self {
            query: params.get("q").unwrap_or_default().to_owned(),
            kind: kind(params)?,
            sort: params.get("sort").map(|name| name.parse().map_err(Problem::wrong)).transpose()?,
            after: params.get("page").map(|token| Token(token.to_owned())),
            limit: limit(params)?,
        })
    }

    /// The query; without words all articles.
    fn parsed(&self) -> Result<Query, super::models::QueryError> {
        let blank = self.query.trim().is_empty();
        parse(&self.query, if blank { Some(self.kind.unwrap_or(Kind::Article)) } else { self.kind })
    }

    fn sort(&self, query: &Query) -> Sort {
        self.sort.unwrap_or_else(|| Sort::of(query))
    }

    /// The frame without results.
    fn empty(&self, ask: &Ask, kind: Kind, sort: &str) -> SearchModel {
        let first = ask.params.with("page", None);
        SearchModel {
            query: self.query.clone(),
            kind: kind.name().to_owned(),
            sort: sort.to_owned(),
            sorts: Sort::ALL.map(|sort| link(&first, "sort", sort.name())).into(),
            kinds: self.kinds(&first),
            error: None,
            total: 0,
            more: false,
            hits: Vec::new(),
            next: None,
            next_url: None,
            facets: Vec::new(),
            timeline: Vec::new(),
            counted_of: None,
            map_url: first.with("sort", None).url("/map.json"),
            review_url: first.with("sort", None).url("/review"),
            overview: None,
        }
    }

    /// The same search for the other kinds: those that have all fields of the query.
    fn kinds(&self, first: &Params) -> Vec<Link> {
        let fits = |kind: &Kind| parse(&self.query, Some(*kind)).is_ok();
        Kind::ALL.into_iter().filter(fits).map(|kind| link(first, "type", kind.name())).collect()
    }
}

fn link(params: &Params, name: &str, value: &str) -> Link {
    Link { label: value.to_owned(), url: params.with(name, Some(value)).url("/search") }
}

impl Screen for SearchScreen {
    type Model = SearchModel;

    fn gather(&self, store: &Store, ask: &Ask) -> Result<SearchModel, Problem> {
        if self.query.trim().is_empty() && self.kind.is_none() {
            let overview = Some(overview(store, ask)?);
            return Ok(SearchModel { overview, ..self.empty(ask, Kind::Sentence, "newest") });
        }
        let query = match self.parsed() {
            Ok(query) => query,
            Err(error) => {
                return Ok(SearchModel { error: Some(error), ..self.empty(ask, Kind::Sentence, "newest") });
            }
        };
        let sort = self.sort(&query);
        let page = store.find(&query, &Find { sort, limit: self.limit, after: self.after.clone() })?;
        let next = page.next.map(|token| token.0);
        let total = page.total.at_least();
        let Shared { facets, timeline, of: counted_of } = shared(store, &query, &ask.params)?;
        Ok(SearchModel {
            total,
            more: matches!(page.total, annals_store::Total::MoreThan(_)),
            next_url: next.as_deref().map(|token| ask.params.with("page", Some(token)).url("/search")),
            next,
            hits: hits(store, &query, page.rows)?,
            facets,
            timeline,
            counted_of,
            ..self.empty(ask, query.kind(), sort.name())
        })
    }

    fn page(shell: &Shell, model: &SearchModel) -> Html {
        pages::search(shell, model)
    }

    fn title(&self, model: &SearchModel) -> String {
        if model.overview.is_some() { "Search".to_owned() } else { self.query.clone() }
    }

    fn problem(model: &SearchModel) -> Option<Problem> {
        model.error.clone().map(Problem::from)
    }

    fn check(&self, _store: &Store) -> Result<(), Problem> {
        self.parsed().map(|_| ()).map_err(Problem::from)
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        let query = self.parsed()?;
        write_all(store, &query, self.sort(&query), format, out)
    }
}

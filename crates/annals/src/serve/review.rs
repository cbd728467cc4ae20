//! The screen Review: `/review?q=…`, findings to be accepted, rejected or changed.

use std::io::Write;

use annals_store::export;
use annals_store::{Find, Kind, Query, Sort, Store, Token};
use axum::response::Response;

use super::app::Ask;
use super::corrections::{settable, shown};
use super::finding::{kind_of, owned};
use super::hits::{hits, parse, write_all};
use super::models::{Field, Hit, QueryError, RecentCorrection, ReviewItem, ReviewModel, Shell};
use super::pages::{self, Html};
use super::params::Params;
use super::problem::Problem;
use super::screen::{Screen, answer};
use super::search::{kind, limit};
use super::urls;

/// Corrections made last that are shown.
const RECENT: usize = 20;

/// A queue of findings.
#[derive(Clone, Debug)]
pub struct ReviewScreen {
    query: String,
    kind: Option<Kind>,
    after: Option<Token>,
    limit: usize,
}

/// `GET /review`: findings to be looked at.
#[utoipa::path(get, path = "/review.json", tag = "corrections",
    params(("q" = Option<String>, Query, description = "A query of docs/query.md; a query of sentences means the statements in them; \
            without a query all statements that nobody looked at"),
        ("type" = Option<String>, Query, description = "What is reviewed, whatever the query names"),
        ("article" = Option<String>, Query, description = "With `finding`: one finding, by the id of its article"),
        ("finding" = Option<String>, Query, description = "With `article`: one finding, by its id"),
        ("page" = Option<String>, Query, description = "The token of the next page, from `next_url`"),
        ("limit" = Option<String>, Query, description = "Findings on a page, 1 to 200")),
    responses((status = 200, body = ReviewModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn review(ask: Ask) -> Result<Response, Problem> {
    let screen = ReviewScreen::of(&ask.params)?;
    answer(ask, screen).await
}

impl ReviewScreen {
    fn of(params: &Params) -> Result<Self, Problem> {
        let one = params.get("article").zip(params.get("finding"));
        let query = match one {
            Some((article, finding)) => format!("id:{}", urls::quoted(&format!("{article}/{finding}"))),
            None => params.get("q").unwrap_or_default().to_owned(),
        };
        let kind = kind(params)?.or(one.and_then(|(_, finding)| kind_of(finding)));
        let after = params.get("page").map(|token| Token(token.to_owned()));
        Ok(Self { query, kind, after, limit: limit(params)? })
    }

    /// The query, as one for findings.
    fn parsed(&self) -> Result<Query, QueryError> {
        if self.query.trim().is_empty() {
            let kind = self.kind.filter(|kind| kind.is_finding()).unwrap_or(Kind::Statement);
            return parse("review:none", Some(kind));
        }
        let query = parse(&self.query, self.kind)?;
        if query.kind().is_finding() { Ok(query) } else { parse(&self.query, Some(Kind::Statement)) }
    }
}

impl Screen for ReviewScreen {
    type Model = ReviewModel;

    fn gather(&self, store: &Store, ask: &Ask) -> Result<ReviewModel, Problem> {
        let all = store.corrections(None)?;
        let mut model = ReviewModel {
            query: self.query.clone(),
            kind: Kind::Statement.name().to_owned(),
            error: None,
            total: 0,
            more: false,
            items: Vec::new(),
            next_url: None,
            recent: recent(&all),
            corrections: all.len() as u64,
            file_url: "/corrections.jsonl".to_owned(),
            read_only: ask.app.read_only,
        };
        let query = match self.parsed() {
            Ok(query) => query,
            Err(error) => return Ok(ReviewModel { error: Some(error), ..model }),
        };
        let sort = Sort::of(&query);
        let page = store.find(&query, &Find { sort, limit: self.limit, after: self.after.clone() })?;
        query.kind().name().clone_into(&mut model.kind);
        model.total = page.total.at_least();
        model.more = matches!(page.total, annals_store::Total::MoreThan(_));
        model.next_url = page.next.map(|token| ask.params.with("page", Some(&token.0)).url("/review"));
        model.items =
            hits(store, &query, page.rows)?.into_iter().map(|hit| item(query.kind(), hit)).collect();
        Ok(model)
    }

    fn page(shell: &Shell, model: &ReviewModel) -> Html {
        pages::review(shell, model)
    }

    fn title(&self, _model: &ReviewModel) -> String {
        if self.query.is_empty() { "Review".to_owned() } else { format!("Review of {}", self.query) }
    }

    fn problem(model: &ReviewModel) -> Option<Problem> {
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
        write_all(store, &query, Sort::of(&query), format, out)
    }
}

fn item(kind: Kind, hit: Hit) -> ReviewItem {
    let values = hit.row.json();
    let value = |name: &str| match values.get(name) {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let field = |name: &&str| Field { name: (*name).to_owned(), value: value(name), url: None };
    ReviewItem {
        article: owned(&hit.row, "article_id").unwrap_or_default(),
        finding: owned(&hit.row, "id").unwrap_or_default(),
        fields: settable(kind).iter().map(field).collect(),
        review: owned(&hit.row, "review"),
        hit,
    }
}

/// The corrections made last, the last first.
fn recent(all: &[annals_store::Correction]) -> Vec<RecentCorrection> {
    let models = shown(all);
    let made = all.iter().zip(models).rev().take(RECENT);
    made.map(|(one, correction)| RecentCorrection {
        correction,
        article: one.article.clone(),
        finding: one.finding.clone(),
        url: urls::part(&one.article, urls::segment(&one.finding)),
    })
    .collect()
}

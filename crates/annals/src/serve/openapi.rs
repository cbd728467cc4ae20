//! The description of all addresses, `/openapi.json`: OpenAPI 3.1, made of the handlers and models themselves.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::models::{ArticleModel, RecordModel};
use super::problem::Problem;
use super::{actor, article, compare, corrections, given, map, review, search};

/// What `/article/{id}/{part}.json` gives: of a number the article, of an id the finding.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(dead_code, clippy::large_enum_variant)]
pub enum ArticleOrRecord {
    /// Of a number: the article, `selected` being the sentence.
    Article(ArticleModel),
    /// Of an id: the finding.
    Record(RecordModel),
}

const ABOUT: &str = "What a store of annals holds: who says what, who does what to whom, how many, when and where, and who says so. Every \
    address also answers without a suffix as a page, and with .jsonl, .csv, .tsv or .parquet as its whole list, a row an entry, in \
    the columns of docs/export.md; nothing is cut. An article, sentence or finding answers with .bib, .ris and .csl as a citation. \
    Errors are application/problem+json (RFC 9457).";

#[derive(OpenApi)]
#[openapi(
    info(title = "annals", description = ABOUT, license(name = "Apache-2.0 OR MIT")),
    paths(
        search::search, article::article, article::part, actor::actor, compare::compare, map::map, review::review,
        corrections::file, corrections::apply, given::read
    ),
    components(schemas(Problem))
)]
struct Api;

/// `GET /openapi.json`.
pub async fn openapi() -> Result<Response, Problem> {
    let text = Api::openapi().to_json().map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

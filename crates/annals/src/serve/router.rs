//! Addresses and what answers them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::app::{App, Ask};
use super::around::around;
use super::models::Shell;
use super::problem::Problem;
use super::{
    actor, article, assets, compare, corrections, given, login, map, openapi, pages, review, search,
};

/// Bytes that a form may have.
const FORM: usize = 64 << 10;

/// Bytes that a file of corrections may have.
const CORRECTIONS: usize = 32 << 20;

/// All addresses.
pub fn router(app: Arc<App>) -> Router {
    let with_files = Router::new()
        .route("/read", get(given::form).post(given::read))
        .layer(DefaultBodyLimit::max(given::UPLOAD));
    let with_corrections = Router::new()
        .route("/review", get(review::review).post(corrections::apply))
        .route("/corrections", get(corrections::file).post(corrections::apply))
        .layer(DefaultBodyLimit::max(CORRECTIONS));
    Router::new()
        .route("/", get(async || Redirect::to("/search")))
        .route("/search", get(search::search))
        .route("/article/{id}", get(article::article))
        .route("/article/{id}/{part}", get(article::part))
        .route("/actor/{*key}", get(actor::actor))
        .route("/compare", get(compare::compare))
        .route("/map", get(map::map))
        .route("/help", get(help))
        .route("/openapi.json", get(openapi::openapi))
        .route("/assets/{*path}", get(assets::asset))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .layer(DefaultBodyLimit::max(FORM))
        .merge(with_files)
        .merge(with_corrections)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// `GET /help`.
async fn help(ask: Ask) -> Result<Response, Problem> {
    let shell = Shell { formats: Vec::new(), ..ask.shell("Help") };
    Ok(Html(pages::help(&shell)?).into_response())
}

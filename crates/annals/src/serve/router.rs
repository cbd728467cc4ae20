//! Addresses and what answers them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::app::App;
use super::around::around;
use super::{assets, login};

/// Bytes that a form may have.
const FORM: usize = 64 << 10;

/// All addresses.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/search")))
        .route("/assets/{*path}", get(assets::asset))
        .route("/login", get(login::form).post(login::log_in))
        .route("/logout", post(login::log_out))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

//! What all requests share, and what one request asks.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use annals_store::Store;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::format::Format;
use super::hosts::Hosts;
use super::models::{Link, Shell};
use super::overview::Last;
use super::params::Params;
use super::pool::Pool;
use super::problem::Problem;
use super::reading::Reading;
use super::token::Token;

/// How long a page may take.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Requests that are worked on at once; more wait.
pub const AT_ONCE: usize = 256;

/// What all requests share.
pub struct App {
    /// The store's file name.
    pub name: String,
    /// The store's file.
    pub path: PathBuf,
    /// Address of this server, without a slash at its end.
    pub base: String,
    /// Whether corrections are switched off.
    pub read_only: bool,
    /// Handles for reading.
    pub pool: Pool,
    /// The one handle for writing, opened when it is needed.
    pub writer: Mutex<Option<Store>>,
    /// The overview of the store, kept as long as it holds.
    pub overview: Last,
    /// Reads texts that are given to it.
    pub reading: Reading,
    /// Who may be spoken to.
    pub hosts: Hosts,
    /// The token, where one is needed.
    pub token: Option<Token>,
    /// Requests at once.
    pub gate: Semaphore,
}

impl App {
    /// The frame of a page without parameters.
    pub fn shell(&self, title: &str) -> Shell {
        Shell {
            title: title.to_owned(),
            store: self.name.clone(),
            read_only: self.read_only,
            version: env!("CARGO_PKG_VERSION"),
            ..Shell::default()
        }
    }
}

/// What one request asks.
#[derive(Clone)]
pub struct Ask {
    /// What all requests share.
    pub app: Arc<App>,
    /// In which form it is answered.
    pub format: Format,
    /// The path without the suffix, percent-encoded.
    pub path: String,
    /// The query.
    pub params: Params,
    /// When it must be answered.
    pub until: Instant,
    /// Whether a browser asks that has logged in.
    pub logged_in: bool,
}

impl FromRequestParts<Arc<App>> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let logged_in = app.token.as_ref().is_some_and(|token| token.session(&parts.headers).is_some());
        Ok(Self {
            app: app.clone(),
            format: parts.extensions.get().copied().unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            params: Params::parse(parts.uri.query().unwrap_or_default()),
            until: Instant::now() + PATIENCE,
            logged_in,
        })
    }
}

impl Ask {
    /// Does `work` on a snapshot of the store, on a thread of its own.
    ///
    /// # Errors
    /// Those of `work`; too many requests; too late.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.app.pool.read(self.until, work).await
    }

    /// The frame of its page.
    pub fn shell(&self, title: &str) -> Shell {
        let url = |suffix: &str| self.params.with("page", None).url(&format!("{}{suffix}", self.path));
        let link = |(label, suffix): (&str, &str)| Link { label: label.to_owned(), url: url(suffix) };
        let formats = [("JSON", ".json"), ("JSON Lines", ".jsonl"), ("CSV", ".csv"), ("Parquet", ".parquet")];
        Shell {
            url: self.params.url(&self.path),
            query: self.params.get("q").unwrap_or_default().to_owned(),
            formats: formats.map(link).into(),
            can_log_out: self.logged_in,
            ..self.app.shell(title)
        }
    }

    /// The address of `url`, a path of this server.
    pub fn address(&self, url: &str) -> String {
        format!("{}{url}", self.app.base)
    }

    /// Does `work` with the handle for writing. Blocks.
    ///
    /// # Errors
    /// Where corrections are switched off, or the store cannot be written.
    pub fn write<T>(&self, work: impl FnOnce(&mut Store) -> Result<T, Problem>) -> Result<T, Problem> {
        if self.app.read_only {
            return Err(Problem::new(
                axum::http::StatusCode::FORBIDDEN,
                "corrections are switched off on this server",
            ));
        }
        let mut writer = self.app.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let store = match writer.take() {
            Some(store) => store,
            None => Store::create(&self.app.path)?,
        };
        work(writer.insert(store))
    }
}

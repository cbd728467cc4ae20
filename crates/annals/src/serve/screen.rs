//! From a request to its answer, the same way for every screen: gather a model, then show it, or write its list.

use std::io::Write;

use annals_store::Store;
use annals_store::export::{self, ExportError};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::app::Ask;
use super::format::{Citing, Format};
use super::models::{Cite, Shell};
use super::pages::Html;
use super::problem::Problem;

/// What a URL shows.
pub trait Screen: Clone + Send + 'static {
    /// What it is made of.
    type Model: Serialize;

    /// Its model, out of a snapshot of the store.
    ///
    /// # Errors
    /// Where there is no such thing, or the store fails.
    fn gather(&self, store: &Store, ask: &Ask) -> Result<Self::Model, Problem>;

    /// The page of a model.
    ///
    /// # Errors
    /// Where the template fails.
    fn page(shell: &Shell, model: &Self::Model) -> Html;

    /// The title of the page.
    fn title(&self, model: &Self::Model) -> String;

    /// What is wrong with the request, though it can be shown: an error in its query.
    fn problem(_model: &Self::Model) -> Option<Problem> {
        None
    }

    /// Finds out whether the list can be written, before its first byte.
    ///
    /// # Errors
    /// Where there is no such thing, or the query is wrong.
    fn check(&self, store: &Store) -> Result<(), Problem>;

    /// Writes the whole list.
    ///
    /// # Errors
    /// Where the store or the output fails.
    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem>;

    /// How to cite it, where it can be cited.
    fn cite(_model: &Self::Model) -> Option<&Cite> {
        None
    }
}

/// Answers in the form that the URL asks for.
///
/// # Errors
/// Those of the screen; too many requests; too late.
pub async fn answer<S: Screen>(ask: Ask, screen: S) -> Result<Response, Problem> {
    match ask.format {
        Format::Page => page(ask, screen).await,
        Format::Json => json(ask, screen).await,
        Format::Rows(format) => rows(ask, screen, format).await,
        Format::Cite(form) => cite(ask, screen, form).await,
    }
}

async fn page<S: Screen>(ask: Ask, screen: S) -> Result<Response, Problem> {
    let asked = ask.clone();
    let work = move |store: &Store| {
        let model = screen.gather(store, &asked)?;
        let shell = asked.shell(&screen.title(&model));
        Ok((S::problem(&model), S::page(&shell, &model)?))
    };
    let (problem, html) = ask.read(work).await?;
    Ok((status(problem), axum::response::Html(html)).into_response())
}

fn status(problem: Option<Problem>) -> StatusCode {
    problem.and_then(|problem| StatusCode::from_u16(problem.status).ok()).unwrap_or(StatusCode::OK)
}

async fn json<S: Screen>(ask: Ask, screen: S) -> Result<Response, Problem> {
    let asked = ask.clone();
    let work = move |store: &Store| {
        let model = screen.gather(store, &asked)?;
        S::problem(&model).map_or(Ok(()), Err)?;
        serde_json::to_vec(&model).map_err(Problem::internal)
    };
    let body = ask.read(work).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn rows<S: Screen>(ask: Ask, screen: S, format: export::Format) -> Result<Response, Problem> {
    let checked = screen.clone();
    ask.read(move |store| checked.check(store)).await?;
    let write = move |store: &Store, out: &mut (dyn Write + Send)| screen.write(store, format, out);
    let body = ask.app.pool.stream(ask.until, write).await?;
    Ok(file(&ask.path, format, body))
}

/// A file with a name of the URL's letters.
fn file(path: &str, format: export::Format, body: Body) -> Response {
    let stem: String =
        path.trim_matches('/').chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let stem = stem.get(..stem.len().min(80)).unwrap_or("annals");
    let name = format!("attachment; filename=\"{stem}.{format}\"");
    let mut response = ([(header::CONTENT_TYPE, format.media_type())], body).into_response();
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

async fn cite<S: Screen>(ask: Ask, screen: S, form: Citing) -> Result<Response, Problem> {
    let asked = ask.clone();
    let work = move |store: &Store| {
        let model = screen.gather(store, &asked)?;
        let cite =
            S::cite(&model).ok_or_else(|| Problem::missing("this page cannot be cited in this form"))?;
        Ok(match form {
            Citing::Bibtex => cite.bibtex.clone(),
            Citing::Ris => cite.ris.clone(),
            Citing::Csl => cite.csl.to_string(),
        })
    };
    let text = ask.read(work).await?;
    Ok(([(header::CONTENT_TYPE, form.media_type())], text).into_response())
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            // The file is under way: whoever takes it sees it break off, nobody needs to be told twice.
            error => Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }
}

//! What stands around every request: who may ask, how many at once, how long it may take, and what every answer says of itself.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use tokio::time::timeout;

use super::app::App;
use super::format::Format;
use super::models::ProblemModel;
use super::pages;
use super::params::Params;
use super::problem::Problem;

/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// How long a request may take in all, until its answer begins.
const LIMIT: Duration = Duration::from_secs(60);

/// Longest path and query, in bytes.
const ADDRESS: usize = 16 << 10;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer says of itself.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: forms would then be sent with `Origin: null`, which is refused.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Stands around every request.
pub async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let as_page = request.extensions().get() == Some(&Format::Page) && takes_pages(request.headers());
    let answer = match admit(&app, &request, as_page) {
        Ok(()) => in_turn(&app, request, next).await.unwrap_or_else(Problem::into_response),
        Err(refused) => refused,
    };
    let mut answer = shown(&app, answer, as_page);
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn takes_pages(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Lets a request in, or says why not.
#[allow(clippy::result_large_err)]
fn admit(app: &App, request: &Request, as_page: bool) -> Result<(), Response> {
    app.hosts.check(request).map_err(Problem::into_response)?;
    if request.uri().path_and_query().is_some_and(|all| all.as_str().len() > ADDRESS) {
        let problem =
            Problem::new(StatusCode::URI_TOO_LONG, format!("an address has at most {ADDRESS} bytes"));
        return Err(problem.into_response());
    }
    let path = request.uri().path();
    let free = path == "/login" || path.starts_with("/assets/");
    match &app.token {
        Some(token) if !free && !token.admits(request.headers()) => Err(unknown(request, as_page)),
        _ => Ok(()),
    }
}

/// To somebody who has not shown the token.
fn unknown(request: &Request, as_page: bool) -> Response {
    if as_page && request.method() == Method::GET {
        let here = request.uri().path_and_query().map_or("/", |all| all.as_str());
        return Redirect::to(&Params::from([("next", here)]).url("/login")).into_response();
    }
    let detail = "this server wants its token: `Authorization: Bearer TOKEN`, or log in at /login";
    Problem::new(StatusCode::UNAUTHORIZED, detail).into_response()
}

async fn in_turn(app: &App, request: Request, next: Next) -> Result<Response, Problem> {
    let turn = timeout(TURN, app.gate.acquire()).await.map_err(|_| Problem::busy())?;
    let _turn = turn.map_err(Problem::internal)?;
    timeout(LIMIT, next.run(request)).await.map_err(|_| {
        Problem::new(StatusCode::REQUEST_TIMEOUT, "the request took too long; send it again, or less at once")
    })
}

/// Every failure is a problem, and a page for whoever reads pages.
fn shown(app: &App, answer: Response, as_page: bool) -> Response {
    let status = answer.status();
    if !status.is_client_error() && !status.is_server_error() {
        return answer;
    }
    let Some(problem) = problem(&answer) else { return answer };
    let headers = answer.headers().clone();
    let mut shown = if as_page { as_html(app, &problem) } else { problem.into_response() };
    for name in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = headers.get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown
}

/// The problem of an answer; one that comes from a part that knows no problems gets the words of its status. None: the
/// answer shows itself what is wrong.
fn problem(answer: &Response) -> Option<Problem> {
    if let Some(problem) = answer.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let detail = match answer.status() {
        _ if kind.is_some_and(|kind| kind.starts_with("text/html")) => return None,
        StatusCode::NOT_FOUND => "there is nothing at this address",
        StatusCode::METHOD_NOT_ALLOWED => "this address does not take this method",
        StatusCode::PAYLOAD_TOO_LARGE => "this is too much at once; send less",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "this address does not take this content type",
        StatusCode::INTERNAL_SERVER_ERROR => "the server failed; its standard error says how",
        _ => "the request cannot be understood",
    };
    Some(Problem::new(answer.status(), detail))
}

fn as_html(app: &App, problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let model =
        ProblemModel { status: problem.status, title: problem.title.clone(), detail: problem.detail.clone() };
    match pages::problem(&app.shell(&problem.title), &model) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => problem.clone().into_response(),
    }
}

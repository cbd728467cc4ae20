//! Logging in by the form, for browsers.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::app::{App, Ask};
use super::models::LoginModel;
use super::pages;
use super::params::Params;
use super::problem::Problem;

/// How long a wrong token is pondered.
const WRONG: Duration = Duration::from_millis(500);

/// `GET /login`.
pub async fn form(ask: Ask) -> Result<Response, Problem> {
    let next = local(ask.params.get("next"));
    if ask.app.token.is_none() || ask.logged_in {
        return Ok(Redirect::to(&next).into_response());
    }
    let model = LoginModel { wrong: false, next };
    Ok(Html(pages::login(&ask.app.shell("Log in"), &model)?).into_response())
}

/// `POST /login`: `token` and `next` of the form.
pub async fn log_in(State(app): State<Arc<App>>, body: Bytes) -> Result<Response, Problem> {
    let form = Params::parse(&String::from_utf8_lossy(&body));
    let next = local(form.get("next"));
    let Some(token) = &app.token else { return Ok(Redirect::to(&next).into_response()) };
    if !form.get("token").is_some_and(|given| token.is(given)) {
        tokio::time::sleep(WRONG).await;
        let html = pages::login(&app.shell("Log in"), &LoginModel { wrong: true, next })?;
        return Ok((StatusCode::UNAUTHORIZED, Html(html)).into_response());
    }
    let cookie = token.begin().map_err(Problem::internal)?;
    Ok(with_cookie(Redirect::to(&next).into_response(), &cookie))
}

/// `POST /logout`.
pub async fn log_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let answer = Redirect::to("/login").into_response();
    match &app.token {
        Some(token) => with_cookie(answer, &token.end(&headers)),
        None => answer,
    }
}

fn with_cookie(mut answer: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// A path of this server to go on to; `/` for anything that could lead elsewhere.
pub fn local(next: Option<&str>) -> String {
    let safe = |next: &&str| {
        let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        plain && next.starts_with('/') && !next.starts_with("//")
    };
    next.filter(safe).unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_to_this_server_only() {
        assert_eq!(local(Some("/search?q=a%20b")), "/search?q=a%20b");
        for elsewhere in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "javascript:a", ""]
        {
            assert_eq!(local(Some(elsewhere)), "/", "{elsewhere}");
        }
    }
}

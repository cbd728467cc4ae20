//! Reading a text that is given: `POST /read`, a form, a file, or the bare text. Nothing of it is kept.

use annals_record::Record;
use annals_store::{Entry, Store};
use annals_text::{Body, Draft, Hints, Limits, Piece, Place, articles, pieces};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::{Duration, Instant};

use super::app::Ask;
use super::article;
use super::corrections::media_type;
use super::format::Format;
use super::models::{ArticleModel, Shell};
use super::pages;
use super::params::Params;
use super::problem::Problem;

/// Bytes that may be sent.
pub const UPLOAD: usize = 8 << 20;

/// Characters of a text that is read.
const LONGEST: usize = 200_000;

/// How long a text may wait and be read.
const PATIENCE: Duration = Duration::from_secs(45);

/// What is to be read.
#[derive(Default)]
struct Given {
    text: Option<String>,
    file: Option<Bytes>,
    title: Option<String>,
    source: Option<String>,
    published: Option<String>,
}

/// `GET /read`: the form.
pub async fn form(ask: Ask) -> Result<Response, Problem> {
    if ask.format != Format::Page {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "send the text by POST"));
    }
    Ok(Html(pages::paste(&Shell { formats: Vec::new(), ..ask.shell("Read a text") })?).into_response())
}

/// `POST /read.json`: reads a text at once and keeps nothing of it.
#[utoipa::path(post, path = "/read.json", tag = "reading",
    request_body(content = String, content_type = "text/plain",
        description = "The article: plain text, a page, or anything else that `annals read` takes, up to 8 MiB, its text up to 200,000 \
            characters; or a form with `text` or `file`, and `title`, `source`, `published`"),
    responses((status = 200, description = "What the page of the article is made of; `stored` is false", body = ArticleModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn read(ask: Ask, request: Request) -> Result<Response, Problem> {
    let given = given(request).await?;
    let (draft, more) = spawn_blocking(move || draft(given)).await.map_err(Problem::internal)??;
    if draft.article.text.chars().nth(LONGEST).is_some() {
        let detail = format!(
            "a text of more than {LONGEST} characters is too long to be read at once; `annals read` reads it"
        );
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    let record = ask.app.reading.read(draft, Instant::now() + PATIENCE).await?;
    let mut model = spawn_blocking(move || model(record)).await.map_err(Problem::internal)??;
    if more {
        model.notes.push(
            "the file holds more articles; only the first is shown, `annals add` reads them all".to_owned(),
        );
    }
    match ask.format {
        Format::Page => {
            let title = model.article.title.as_deref().unwrap_or("A text");
            let shell = Shell { formats: Vec::new(), ..ask.shell(title) };
            Ok(Html(pages::article(&shell, &model)?).into_response())
        }
        Format::Json => Ok(axum::Json(model).into_response()),
        _ => Err(Problem::missing("a text that is read at once is given as a page or as .json")),
    }
}

async fn given(request: Request) -> Result<Given, Problem> {
    match media_type(request.headers()).as_str() {
        "multipart/form-data" => parts(request).await,
        "application/x-www-form-urlencoded" => {
            let bytes = body(request).await?;
            let form = Params::parse(&String::from_utf8_lossy(&bytes));
            let text = |name| form.get(name).map(str::to_owned);
            Ok(Given {
                text: text("text"),
                title: text("title"),
                source: text("source"),
                published: text("published"),
                file: None,
            })
        }
        _ => Ok(Given { file: Some(body(request).await?), ..Given::default() }),
    }
}

async fn body(request: Request) -> Result<Bytes, Problem> {
    Bytes::from_request(request, &()).await.map_err(|error| Problem::new(error.status(), error.body_text()))
}

async fn parts(request: Request) -> Result<Given, Problem> {
    let broken =
        |error: axum::extract::multipart::MultipartError| Problem::new(error.status(), error.body_text());
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let mut given = Given::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?;
        // A form whose file field was left empty sends an empty file.
        if bytes.is_empty() {
            continue;
        }
        let text = || Some(String::from_utf8_lossy(&bytes).into_owned());
        match name.as_str() {
            "text" => given.text = text(),
            "title" => given.title = text(),
            "source" => given.source = text(),
            "published" => given.published = text(),
            "file" => given.file = Some(bytes),
            _ => {}
        }
    }
    Ok(given)
}

/// The first article of what is given, and whether there are more.
fn draft(given: Given) -> Result<(Draft, bool), Problem> {
    let limits = Limits { max_bytes: UPLOAD };
    let unreadable = |failure: annals_text::Failure| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, failure.error.to_string())
    };
    let text = given.text.filter(|text| !text.trim().is_empty());
    let mut drafts: Box<dyn Iterator<Item = _>> = match (given.file, text) {
        (Some(file), _) => {
            let pieces: Vec<Piece> =
                pieces(std::io::Cursor::new(file.to_vec()), Hints::default(), limits).take(2).collect();
            Box::new(pieces.into_iter().flat_map(articles))
        }
        (None, Some(text)) => {
            let line = json!({"text": text, "title": given.title, "source": given.source, "published": given.published});
            let body = Body::Json(line.to_string().into_bytes());
            Box::new(
                articles(Piece { hints: Hints::default(), place: Place::Input, limits, body }).into_iter(),
            )
        }
        (None, None) => return Err(Problem::wrong("there is no text in this; give `text` or `file`")),
    };
    let first = drafts.next().ok_or_else(|| Problem::wrong("there is no article in this"))?;
    Ok((first.map_err(unreadable)?, drafts.next().is_some()))
}

/// The page of a record: out of a store of its own, in memory, so that it is made like any other.
fn model(record: Record) -> Result<ArticleModel, Problem> {
    let id = record.article.id.clone();
    let engine = record.engine.clone();
    let entry = Entry::new(record).map_err(Problem::internal)?;
    let mut store = Store::create(":memory:")?;
    let run = store.begin("", &engine, &[])?;
    store.add(run, &[entry], &[], 0)?;
    article::model(&store, &id, None)
}

//! Corrections: accept, reject, set, undo; one by the form of Review, many as a file.

use annals_store::{Action, Applied, Correction, Kind, Store};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::app::Ask;
use super::format::Format;
use super::login::local;
use super::models::{CorrectionModel, CorrectionsMade};
use super::params::Params;
use super::problem::Problem;

/// Corrections that one file may hold.
const MANY: usize = 100_000;

/// The fields of a finding that can be set, the most used first.
pub fn settable(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Statement => &["speaker", "addressee", "stance", "negated", "form"],
        Kind::Event => &["type", "mode", "status", "actors", "recipients"],
        Kind::Figure => &["low", "high", "relation", "measure", "unit", "of", "currency"],
        Kind::Time => &["type", "value"],
        Kind::Place => &["name", "country", "admin1", "lat", "lon", "geonames"],
        Kind::Entity => &["name", "kind", "country", "role", "title"],
        Kind::Article | Kind::Sentence => &[],
    }
}

/// The corrections of an article, or of one of its findings, in order, each with whether it was taken back.
pub fn history(store: &Store, article: &str, finding: Option<&str>) -> Result<Vec<CorrectionModel>, Problem> {
    let all = store.corrections(Some(article))?;
    let of: Vec<_> = all.into_iter().filter(|one| finding.is_none_or(|id| one.finding == id)).collect();
    Ok(shown(&of))
}

/// Corrections as shown; an undo takes back the last one of the same finding by the same person.
pub fn shown(corrections: &[Correction]) -> Vec<CorrectionModel> {
    let mut models: Vec<CorrectionModel> = corrections.iter().map(model).collect();
    for (n, undo) in corrections.iter().enumerate().filter(|(_, one)| one.action == Action::Undo) {
        let same = |other: &Correction| {
            (&other.article, &other.finding, &other.who) == (&undo.article, &undo.finding, &undo.who)
        };
        let holds = |at: &usize| {
            corrections[*at].action != Action::Undo && !models[*at].undone && same(&corrections[*at])
        };
        if let Some(at) = (0..n).rev().find(holds) {
            models[at].undone = true;
        }
    }
    models
}

fn model(correction: &Correction) -> CorrectionModel {
    CorrectionModel {
        made: correction.made.clone().unwrap_or_default(),
        who: correction.who.clone(),
        action: correction.action.label().to_owned(),
        field: correction.field.clone(),
        value: Some(correction.value.clone()).filter(|value| !value.is_null()),
        note: correction.note.clone(),
        undone: false,
    }
}

/// `GET /corrections.jsonl`: all corrections of the store as a file that can be shared and applied again.
#[utoipa::path(get, path = "/corrections.jsonl", tag = "corrections",
    responses((status = 200, description = "One correction a line", content_type = "application/jsonl", body = String),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn file(ask: Ask) -> Result<Response, Problem> {
    let lines = ask.read(|store| lines(&store.corrections(None)?)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"corrections.jsonl\""),
    ];
    Ok((headers, lines).into_response())
}

fn lines(corrections: &[Correction]) -> Result<Vec<u8>, Problem> {
    let mut lines = Vec::new();
    for correction in corrections {
        serde_json::to_writer(&mut lines, correction).map_err(Problem::internal)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// `POST /corrections.json`: applies a file of corrections, one JSON object a line, or one correction.
#[utoipa::path(post, path = "/corrections.json", tag = "corrections",
    request_body(content = CorrectionGiven, content_type = "application/json",
        description = "A correction, or several, one a line (application/jsonl): `article`, `finding`, `action` (`accept`, `reject`, `set`, `undo`), of `set` `field` and \
            `value`; `who`, `made`, `note` where wanted"),
    responses((status = 200, body = CorrectionsMade),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn apply(ask: Ask, request: Request) -> Result<Response, Problem> {
    let Sent { corrections, next, is_file } = sent(request).await?;
    let asked = ask.clone();
    let work = move || asked.write(|store| Ok(store.correct(&corrections, &annals_drive::now())?));
    let applied = spawn_blocking(work).await.map_err(Problem::internal)??;
    let made = made(&applied);
    if let (false, Some(reason)) = (is_file && made.applied + made.known > 0, made.refused.first()) {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, reason));
    }
    match ask.format {
        Format::Page => Ok(Redirect::to(&local(next.as_deref().or(Some("/review")))).into_response()),
        _ => Ok(axum::Json(made).into_response()),
    }
}

fn made(applied: &[Applied]) -> CorrectionsMade {
    let mut made = CorrectionsMade::default();
    for (n, one) in applied.iter().enumerate() {
        match one {
            Applied::Applied => made.applied += 1,
            Applied::Known => made.known += 1,
            Applied::Refused(reason) if applied.len() > 1 => {
                made.refused.push(format!("correction {}: {reason}", n + 1))
            }
            Applied::Refused(reason) => made.refused.push(reason.clone()),
        }
    }
    made
}

/// A correction as it is given: a line of the file.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct CorrectionGiven {
    /// Id of the article.
    article: String,
    /// Id of the finding.
    finding: String,
    /// `accept`, `reject`, `set`, `undo`.
    action: String,
    /// Of `set`: the field.
    field: Option<String>,
    /// Of `set`: what it is to hold.
    value: Option<Value>,
    /// Who corrects.
    who: Option<String>,
    /// When, UTC; now where it is not given.
    made: Option<String>,
    /// Why.
    note: Option<String>,
}

/// What a request sends.
#[derive(Default)]
struct Sent {
    corrections: Vec<Correction>,
    next: Option<String>,
    is_file: bool,
}

async fn sent(request: Request) -> Result<Sent, Problem> {
    let kind = media_type(request.headers());
    if kind == "multipart/form-data" {
        return uploaded(request).await;
    }
    let bytes = Bytes::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    match kind.as_str() {
        "application/x-www-form-urlencoded" => form(&Params::parse(&String::from_utf8_lossy(&bytes))),
        "application/json" | "application/jsonl" | "application/x-ndjson" | "text/plain" => {
            Ok(Sent { corrections: parsed(&bytes)?, next: None, is_file: true })
        }
        _ => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send a form, a file of one (multipart/form-data), or JSON Lines (application/jsonl)",
        )),
    }
}

/// The media type of a body in small letters, without its parameters.
pub fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn uploaded(request: Request) -> Result<Sent, Problem> {
    let broken =
        |error: axum::extract::multipart::MultipartError| Problem::new(error.status(), error.body_text());
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let mut sent = Sent { is_file: true, ..Sent::default() };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("file") => sent.corrections = parsed(&part.bytes().await.map_err(broken)?)?,
            Some("next") => sent.next = Some(part.text().await.map_err(broken)?),
            _ => {}
        }
    }
    Ok(sent)
}

/// Corrections, one a line.
fn parsed(bytes: &[u8]) -> Result<Vec<Correction>, Problem> {
    let values = serde_json::Deserializer::from_slice(bytes).into_iter::<Correction>();
    let mut corrections = Vec::new();
    for (n, value) in values.take(MANY + 1).enumerate() {
        let correction = value.map_err(|error| Problem::wrong(format!("correction {}: {error}", n + 1)))?;
        corrections.push(correction);
    }
    match corrections.len() {
        0 => Err(Problem::wrong("there is no correction in this; send one JSON object a line")),
        many if many > MANY => {
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a file may hold {MANY} corrections")))
        }
        _ => Ok(corrections),
    }
}

/// One correction of a form.
fn form(form: &Params) -> Result<Sent, Problem> {
    let text = |name| form.get(name).map(str::to_owned);
    let needed =
        |name: &'static str| text(name).ok_or_else(|| Problem::wrong(format!("the form lacks `{name}`")));
    let action = needed("action")?;
    let action = serde_json::from_value(Value::from(action))
        .map_err(|_| Problem::wrong("`action` is accept, reject, set or undo"))?;
    let correction = Correction {
        article: needed("article")?,
        finding: needed("finding")?,
        action,
        field: text("field").filter(|_| action == Action::Set),
        value: if action == Action::Set { value(form.get("field"), form.get("value")) } else { Value::Null },
        who: text("who"),
        note: text("note"),
        ..Correction::default()
    };
    Ok(Sent { corrections: vec![correction], next: text("next"), is_file: false })
}

/// Fields of numbers, lists and the like, whose values a form gives as JSON; others are words.
const AS_JSON: [&str; 8] = ["low", "high", "negated", "actors", "recipients", "lat", "lon", "geonames"];

/// A value as a form gives it: nothing is null; lists also as names with commas between them.
fn value(field: Option<&str>, given: Option<&str>) -> Value {
    let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) else { return Value::Null };
    let field = field.unwrap_or_default();
    if !AS_JSON.contains(&field) {
        return given.into();
    }
    let list = matches!(field, "actors" | "recipients");
    let names = || given.split(',').map(|name| Value::from(name.trim())).collect();
    serde_json::from_str(given).unwrap_or_else(|_| if list { names() } else { given.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(action: Action, finding: &str) -> Correction {
        Correction { article: "a".into(), finding: finding.into(), action, ..Correction::default() }
    }

    #[test]
    fn an_undo_takes_back_the_last_of_its_finding() {
        let all = [
            one(Action::Accept, "s1-2"),
            one(Action::Reject, "s1-2"),
            one(Action::Accept, "s3-4"),
            one(Action::Undo, "s1-2"),
            one(Action::Undo, "s1-2"),
        ];
        let undone: Vec<bool> = shown(&all).iter().map(|model| model.undone).collect();
        assert_eq!(undone, [true, true, false, false, false]);
    }

    #[test]
    fn a_form_gives_values() {
        assert_eq!(value(Some("low"), Some("43")), 43);
        assert_eq!(value(Some("speaker"), Some(" Ann Lee ")), "Ann Lee");
        assert_eq!(value(Some("unit"), Some("")), Value::Null);
        assert_eq!(
            value(Some("actors"), Some("Ann Lee, Bo Tarn")),
            serde_json::json!(["Ann Lee", "Bo Tarn"])
        );
        assert_eq!(value(Some("measure"), Some("43")), "43");
    }
}

//! From a stream of bytes to drafts of articles.
//!
//! [`pieces`] runs on one thread: it unpacks ([`pack`]), sees what the input holds ([`sniff`]) and cuts it
//! ([`warc`], [`values`], or as one piece). [`articles`] does the rest for each piece, on any thread.

mod feed;
mod fragment;
mod http;
mod json;
mod pack;
mod plain;
mod sniff;
mod stream;
mod values;
mod warc;

use std::io::{BufRead, Read};

use annals_record::{Article, DateSource, Note, Origin, article_id};

use self::sniff::Form;
use self::stream::{Stream, carried};
use crate::error::Place;
use crate::{Error, Failure, decode, html, language, moment};

/// What the caller knows of an input beforehand. All of it may be missing; what the input itself says of title, date
/// or outlet goes before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Address or path of the input.
    pub uri: Option<String>,
    /// MIME type, with its charset if known: `text/html; charset=windows-1252`.
    pub media_type: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// ISO 639 code of its language; it goes before what the words look like.
    pub language: Option<String>,
    /// Path of the file the piece was cut from, where `uri` says something else.
    pub container: Option<String>,
}

impl Hints {
    /// Where a failed article came from: `uri`, or `container#uri` in a file of many.
    fn origin(&self, key: Option<String>) -> Origin {
        let uri = match (&self.container, &self.uri) {
            (Some(container), Some(uri)) if container != uri => Some(format!("{container}#{uri}")),
            (container, uri) => uri.clone().or_else(|| container.clone()),
        };
        Origin { key, uri }
    }

    fn transport(&self) -> decode::Transport<'_> {
        let host = self.uri.as_deref().and_then(host);
        decode::Transport {
            label: self.media_type.as_deref().and_then(|media| parameter(media, "charset")),
            top_level: host.and_then(|host| host.rsplit('.').next()),
        }
    }
}

/// Bounds of what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest article in bytes, unpacked; what is larger becomes a [`Failure`] and is skipped.
    pub max_bytes: usize,
}

impl Default for Limits {
    /// 16 MiB.
    fn default() -> Self {
        Self { max_bytes: 16 << 20 }
    }
}

/// One piece of a stream: a file, a line, a WARC record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What is known of it.
    pub hints: Hints,
    /// Where in the input it stands.
    pub place: Place,
    /// The bounds it was cut with; unpacking it further obeys them too.
    pub limits: Limits,
    /// What it holds.
    pub body: Body,
}

/// What a piece holds, still undecoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Plain text, perhaps with a masthead.
    Text(Vec<u8>),
    /// A page.
    Html(Vec<u8>),
    /// An HTTP response with its head: a page or plain text.
    Http(Vec<u8>),
    /// One JSON value: an article or a list of them.
    Json(Vec<u8>),
    /// An RSS or Atom feed.
    Feed(Vec<u8>),
    /// Nothing, and why.
    Broken(Error),
}

/// An article before it is read, and what was remarked while it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The article; its `id` is set.
    pub article: Article,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// Cuts `input` into pieces. Lazily: no more than one piece is held, and none larger than the limit.
pub fn pieces<'r>(
    input: impl Read + Send + 'r,
    hints: Hints,
    limits: Limits,
) -> Box<dyn Iterator<Item = Piece> + Send + 'r> {
    let source: stream::Source<'r> = Box::new(input);
    Box::new(std::iter::once(source).flat_map(move |source| cut(source, hints.clone(), limits)))
}

/// The bytes of `input`, unpacked where they are gzip or zstd; plain bytes pass as they are. Damaged data give an error
/// that says where, behind the bytes before the damage.
pub fn unpacked<'r>(input: impl Read + Send + 'r) -> impl BufRead + Send + 'r {
    pack::unpacked(Stream::new(Box::new(input)))
}

fn cut<'r>(
    source: stream::Source<'r>,
    hints: Hints,
    limits: Limits,
) -> Box<dyn Iterator<Item = Piece> + Send + 'r> {
    let mut stream = pack::unpacked(Stream::new(source));
    let form = sniff::form(stream.peek(sniff::HEAD), &hints);
    match form {
        Ok(Form::Warc) => Box::new(warc::records(stream, hints, limits)),
        Ok(Form::Json) => Box::new(values::values(stream, hints, limits)),
        Ok(form) => Box::new(whole(stream, form, hints, limits).into_iter()),
        Err(error) => {
            let error = if stream.held().is_empty() { stream.take_error().map(carried) } else { None }
                .unwrap_or(error);
            Box::new(std::iter::once(Piece { hints, place: Place::Input, limits, body: Body::Broken(error) }))
        }
    }
}

/// The input as one piece, and a second one that says why it is not all of it.
fn whole(mut stream: Stream<'_>, form: Form, hints: Hints, limits: Limits) -> Vec<Piece> {
    let mut bytes = Vec::new();
    let read = stream.copy(&mut bytes, limits.max_bytes as u64 + 1);
    let place = Place::Input;
    let piece = |body| Piece { hints: hints.clone(), place, limits, body };
    let body = match form {
        _ if bytes.len() > limits.max_bytes => {
            Body::Broken(Error::TooLarge { place, limit: limits.max_bytes })
        }
        Form::Feed => Body::Feed(bytes),
        Form::Html => Body::Html(bytes),
        Form::WideJson | Form::Json => Body::Json(bytes),
        Form::Text | Form::Warc => Body::Text(bytes),
    };
    let broken = read.err().map(|error| piece(Body::Broken(carried(error))));
    std::iter::once(piece(body)).chain(broken).collect()
}

/// The articles of a piece.
pub fn articles(piece: Piece) -> Vec<Result<Draft, Failure>> {
    let Piece { hints, place, limits, body } = piece;
    let draft = match body {
        Body::Json(bytes) => return json::articles(bytes, &hints, place),
        Body::Feed(bytes) => return feed::articles(bytes, &hints),
        Body::Broken(error) => Err(error),
        Body::Text(bytes) => text(bytes, &hints),
        Body::Html(bytes) => page(bytes, &hints),
        Body::Http(bytes) => response(&bytes, &hints, place, limits),
    };
    let draft = draft.map(|draft| finish(draft, &hints));
    vec![draft.map_err(|error| Failure { origin: hints.origin(None), error })]
}

fn text(bytes: Vec<u8>, hints: &Hints) -> Result<Draft, Error> {
    let decode::Decoded { text, notes } = decode::decode(bytes, hints.transport())?;
    Ok(Draft { article: plain::article(&text), notes })
}

fn page(bytes: Vec<u8>, hints: &Hints) -> Result<Draft, Error> {
    let decode::Decoded { text, mut notes } = decode::decode(bytes, hints.transport())?;
    let mut draft = html::article(&text, hints.uri.as_deref().filter(|uri| web(uri)))?;
    notes.append(&mut draft.notes);
    Ok(Draft { notes, ..draft })
}

fn response(bytes: &[u8], hints: &Hints, place: Place, limits: Limits) -> Result<Draft, Error> {
    let response =
        http::unpacked(bytes, limits.max_bytes).map_err(|fault| fault.at(place, limits.max_bytes))?;
    let hints = Hints { media_type: response.media_type, ..hints.clone() };
    if http::plain_text(hints.media_type.as_deref(), &response.body) {
        text(response.body, &hints)
    } else {
        page(response.body, &hints)
    }
}

/// Fills in what the input does not say and the caller or the text does, and gives the article its id.
fn finish(mut draft: Draft, hints: &Hints) -> Draft {
    let article = &mut draft.article;
    article.uri = article.uri.take().or_else(|| hints.uri.clone());
    article.source =
        article.source.take().or_else(|| hints.source.clone()).or_else(|| outlet(article.uri.as_deref()?));
    if article.published.is_none()
        && let Some(given) = &hints.published
    {
        set_published(article, given, &mut draft.notes);
    }
    let declared = article.language.take();
    let code = |name: &Option<String>| name.as_deref().and_then(language::code);
    article.language = code(&hints.language)
        .or_else(|| language::identify(&article.text).map(str::to_owned))
        .or_else(|| code(&declared));
    // One text may stand in a collection under several ids of the caller's: as many articles.
    article.id = article_id(article.uri.as_deref().or(article.key.as_deref()), &article.text);
    draft
}

/// Takes a time of publication that the caller or a feed gives.
fn set_published(article: &mut Article, given: &str, notes: &mut Vec<Note>) {
    match moment::parse(given) {
        Some(found) => {
            article.published = Some(found.to_string());
            article.published_from = Some(DateSource::Input);
        }
        None => {
            notes.push(Note::new("intake", format!("`published` is no date we can read: {}", shown(given))))
        }
    }
}

/// The first characters of a value, for a message.
fn shown(value: &str) -> String {
    let mut start: String = value.chars().take(40).collect();
    if start.len() < value.len() {
        start.push('…');
    }
    format!("`{start}`")
}

/// The outlet of a web address: its host without `www.`.
fn outlet(uri: &str) -> Option<String> {
    let host = host(uri)?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// Whether `uri` is a web address, not a path.
fn web(uri: &str) -> bool {
    host(uri).is_some()
}

/// The host of a web address.
fn host(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

/// The value of a parameter of a MIME type.
fn parameter<'a>(media: &'a str, name: &str) -> Option<&'a str> {
    media.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches(['"', '\'']))
    })
}

//! From a stream of bytes to drafts of articles.

use std::io::Read;

use annals_record::{Article, DateSource, Note, Origin, article_id};

use crate::{Error, Failure, decode, html, language};

/// What the caller knows of an input beforehand. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Address or path of the input.
    pub uri: Option<String>,
    /// MIME type, with its charset if known: `text/html; charset=windows-1252`.
    pub media_type: Option<String>,
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
    mut input: impl Read + Send + 'r,
    hints: Hints,
    limits: Limits,
) -> Box<dyn Iterator<Item = Piece> + Send + 'r> {
    let _ = limits;
    let mut bytes = Vec::new();
    let body = match input.read_to_end(&mut bytes) {
        Err(_) => Body::Broken(Error::Empty),
        Ok(0) => Body::Broken(Error::Empty),
        Ok(_) if bytes.starts_with(b"<") => Body::Html(bytes),
        Ok(_) if bytes.starts_with(b"{") => {
            let lines: Vec<Vec<u8>> =
                bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty()).map(<[u8]>::to_vec).collect();
            return Box::new(
                lines.into_iter().map(move |line| Piece { hints: hints.clone(), body: Body::Json(line) }),
            );
        }
        Ok(_) => Body::Text(bytes),
    };
    Box::new(std::iter::once(Piece { hints, body }))
}

/// The articles of a piece.
pub fn articles(piece: Piece) -> Vec<Result<Draft, Failure>> {
    let Piece { hints, body } = piece;
    let draft = match body {
        Body::Broken(error) => Err(error),
        Body::Text(bytes) | Body::Feed(bytes) => {
            decode::decode(&bytes, None).map(|text| Article { text, ..Article::default() })
        }
        Body::Html(bytes) => decode::decode(&bytes, None).and_then(|page| page_article(&page, &hints)),
        Body::Json(bytes) => json_article(&bytes, &hints),
    };
    let origin = Origin { key: None, uri: hints.uri.clone() };
    vec![draft.map(|article| finish(article, hints)).map_err(|error| Failure { origin, error })]
}

fn page_article(page: &str, hints: &Hints) -> Result<Article, Error> {
    html::article(page, hints.uri.as_deref()).map(|draft| draft.article)
}

fn json_article(bytes: &[u8], hints: &Hints) -> Result<Article, Error> {
    #[derive(serde::Deserialize)]
    struct Input {
        id: Option<serde_json::Value>,
        text: Option<String>,
        html: Option<String>,
        uri: Option<String>,
        title: Option<String>,
        published: Option<String>,
    }
    let input: Input = serde_json::from_slice(bytes).map_err(|e| Error::Binary(e.to_string()))?;
    let mut article = match (input.text, input.html) {
        (Some(text), _) => Article { text, ..Article::default() },
        (None, Some(page)) => html::article(&page, input.uri.as_deref().or(hints.uri.as_deref()))?.article,
        (None, None) => return Err(Error::Empty),
    };
    article.key = input.id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    article.uri = input.uri;
    article.title = input.title.or(article.title);
    if let Some(published) = input.published {
        article.published = Some(published);
        article.published_from = Some(DateSource::Input);
    }
    Ok(article)
}

fn finish(mut article: Article, hints: Hints) -> Draft {
    article.uri = article.uri.or(hints.uri);
    article.language = language::identify(&article.text).map(str::to_owned);
    article.id = article_id(article.uri.as_deref(), &article.text);
    Draft { article, notes: Vec::new() }
}

//! Results: rows that a query finds, each in its sentence with what is found marked, neighbours beside it.

use std::io::Write;
use std::ops::ControlFlow;

use annals_store::export::{self, ExportError, Style, Table, sink};
use annals_store::{FindError, Kind, Query, Row, Sort, Store};
use axum::http::StatusCode;

use super::finding::{natural, owned, voice_url};
use super::models::{Hit, Neighbour, QueryError};
use super::problem::Problem;
use super::urls;
use super::words::Words;

/// Sentences that a finding is shown in at most, its first one included.
const SENTENCES: i64 = 4;

/// Reads a query, as one for `kind` where one is given.
///
/// # Errors
/// Where it is none: what is wrong, and where.
pub fn parse(text: &str, kind: Option<Kind>) -> Result<Query, QueryError> {
    let read = kind.map_or_else(|| Query::parse(text), |kind| Query::parse_for(text, kind));
    read.map_err(|error| wrong(&error))
}

/// An error of a query in code points.
pub fn wrong(error: &annals_store::QueryError) -> QueryError {
    let points = |byte: usize| {
        error.query.get(..byte).map_or_else(|| error.query.chars().count(), |text| text.chars().count())
    };
    QueryError { message: error.fault.to_string(), start: points(error.at.start), end: points(error.at.end) }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self {
            kind: "urn:annals:problem:query".to_owned(),
            title: "The query is wrong".to_owned(),
            start: Some(error.start),
            end: Some(error.end),
            ..Self::new(StatusCode::BAD_REQUEST, error.message)
        }
    }
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Query(error) => wrong(&error).into(),
            FindError::Stopped => Self::late(),
            FindError::Store(error) => error.into(),
            error => Self::wrong(error.to_string()),
        }
    }
}

/// Rows of a query as they are shown.
pub fn hits(store: &Store, query: &Query, rows: Vec<Row>) -> Result<Vec<Hit>, Problem> {
    let words = Words::of(query);
    rows.into_iter().map(|row| hit(store, query.kind(), row, &words)).collect()
}

/// One row as it is shown.
pub fn hit(store: &Store, kind: Kind, row: Row, words: &Words) -> Result<Hit, Problem> {
    let article = row.text("article_id").unwrap_or_default();
    let mut hit = Hit {
        url: url(kind, &row),
        kind: kind.name().to_owned(),
        article_url: urls::article(article),
        voice_url: if kind == Kind::Entity {
            row.text("actor_key").map(urls::actor)
        } else {
            voice_url(kind, &row)
        },
        text: String::new(),
        marks: Vec::new(),
        before: None,
        after: None,
        row,
    };
    if kind == Kind::Article {
        hit.text = owned(&hit.row, "title").unwrap_or_else(|| "Untitled".to_owned());
        hit.marks = words.marks(&hit.text);
        return Ok(hit);
    }
    in_sentence(store, kind, &mut hit, words)?;
    Ok(hit)
}

/// The permalink of a row.
fn url(kind: Kind, row: &Row) -> String {
    let article = row.text("article_id").unwrap_or_default();
    match kind {
        Kind::Article => urls::article(article),
        Kind::Sentence => urls::part(article, row.integer("sentence").unwrap_or_default()),
        _ => urls::part(article, row.text("id").unwrap_or_default()),
    }
}

/// A sentence with its place in the article's text.
struct Around {
    n: u64,
    start: usize,
    end: usize,
    text: String,
}

impl Around {
    fn of(row: &Row) -> Self {
        let at = |column| natural(row, column).and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        Self {
            n: natural(row, "sentence").unwrap_or_default(),
            start: at("start"),
            end: at("end"),
            text: owned(row, "text").unwrap_or_default(),
        }
    }

    fn neighbour(self, article: &str) -> Neighbour {
        Neighbour { n: self.n, url: urls::part(article, self.n), text: self.text }
    }
}

/// Shows a hit in its sentence, or sentences, with the neighbours.
fn in_sentence(store: &Store, kind: Kind, hit: &mut Hit, words: &Words) -> Result<(), Problem> {
    let (Some(article), Some(n)) = (hit.row.integer("article"), hit.row.integer("sentence")) else {
        hit.text = owned(&hit.row, "text").unwrap_or_default();
        return Ok(());
    };
    let spans = spans(&hit.row);
    let last = spans.iter().map(|span| span.1).max().unwrap_or_default();
    let mut around: Vec<Around> =
        store.sentences_between(article, n - 1, n + SENTENCES)?.iter().map(Around::of).collect();
    let first = around.iter().position(|one| i64::try_from(one.n) == Ok(n)).unwrap_or_default();
    let inside = |one: &Around| {
        kind != Kind::Sentence && one.start < last && i64::try_from(one.n).is_ok_and(|at| at < n + SENTENCES)
    };
    let behind = (first + 1..around.len()).find(|at| !inside(&around[*at])).unwrap_or(around.len());
    let id = owned(&hit.row, "article_id").unwrap_or_default();
    hit.after = (behind < around.len()).then(|| around.swap_remove(behind).neighbour(&id));
    around.truncate(behind);
    let shown = around.split_off(first.min(around.len()));
    hit.before = around.pop().map(|one| one.neighbour(&id));
    let start = shown.first().map_or(0, |one| one.start);
    hit.text = joined(&shown);
    hit.marks = match kind {
        Kind::Sentence => words.marks(&hit.text),
        _ => marks(&spans, start, hit.text.chars().count()),
    };
    Ok(())
}

/// Sentences as one text, in which places are what they are in the article.
fn joined(sentences: &[Around]) -> String {
    let mut text = String::new();
    let mut end = None;
    for sentence in sentences {
        let gap = end.map_or(0, |end| sentence.start.saturating_sub(end));
        text.extend(std::iter::repeat_n(' ', gap));
        text.push_str(&sentence.text);
        end = Some(sentence.end);
    }
    text
}

/// Where a finding stands in the article: all parts of a statement.
fn spans(row: &Row) -> Vec<(usize, usize)> {
    let parts = row.text("parts").and_then(|parts| serde_json::from_str(parts).ok());
    let at = |column| natural(row, column).and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    parts.unwrap_or_else(|| vec![(at("start"), at("end"))])
}

/// Spans of the article in a text that begins at `start` and has `length` code points.
fn marks(spans: &[(usize, usize)], start: usize, length: usize) -> Vec<(usize, usize)> {
    let moved = spans
        .iter()
        .map(|(from, to)| (from.saturating_sub(start).min(length), to.saturating_sub(start).min(length)));
    moved.filter(|(from, to)| from < to).collect()
}

/// Writes all rows of a query.
pub fn write_all(
    store: &Store,
    query: &Query,
    sort: Sort,
    format: export::Format,
    out: &mut (dyn Write + Send),
) -> Result<(), Problem> {
    let mut sink = sink(format, Table::Rows(query.kind()).columns(), out, Style::default())?;
    let end = store.each(query, sort, |row| match sink.row(row.values()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::<ExportError>::Break(error),
    })?;
    match end {
        ControlFlow::Break(error) => Err(error.into()),
        ControlFlow::Continue(()) => Ok(sink.finish()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_a_query_is_placed_by_code_points() {
        let error = parse("été speakr:Lee", None).unwrap_err();
        assert_eq!((error.start, error.message.contains("did you mean `speaker:`")), (4, true), "{error:?}");
    }

    #[test]
    fn sentences_keep_their_places() {
        let around =
            |n, start, text: &str| Around { n, start, end: start + text.len(), text: text.to_owned() };
        let text = joined(&[around(0, 10, "One."), around(1, 16, "Two.")]);
        assert_eq!(text, "One.  Two.");
        assert_eq!(marks(&[(5, 12), (16, 19), (30, 40)], 10, text.len()), [(0, 2), (6, 9)]);
    }
}

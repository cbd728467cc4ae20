//! A document: an article and what was found in it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use annals_record::{CharSpan, Outcome, Record};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::finding::{Findings, List};
use crate::parts::Note;
use crate::value::{json, label, plain};
use crate::{error, html};

/// Code points between two marks of [`Offsets`].
const STEP: usize = 64;

/// Where code points of a text lie in its bytes.
enum Offsets {
    /// Every code point is a byte.
    Ascii,
    /// The bytes before each multiple of `STEP` code points.
    Marks(Vec<usize>),
}

impl Offsets {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        Self::Marks(text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect())
    }

    fn byte(&self, text: &str, at: usize) -> usize {
        let Self::Marks(marks) = self else { return at.min(text.len()) };
        let Some(&mark) = marks.get(at / STEP) else { return text.len() };
        let rest = text[mark..].char_indices().nth(at % STEP);
        rest.map_or(text.len(), |(byte, _)| mark + byte)
    }
}

/// A record, shared by the document and all views of it.
pub struct Doc {
    /// The record.
    pub record: Record,
    offsets: Offsets,
    ids: OnceLock<HashMap<String, (List, usize)>>,
}

impl Doc {
    fn new(record: Record) -> Self {
        let offsets = Offsets::of(&record.article.text);
        Self { record, offsets, ids: OnceLock::new() }
    }

    /// The words of a span, as far as they are in the text.
    pub fn words(&self, span: CharSpan) -> &str {
        let text = &self.record.article.text;
        &text[self.offsets.byte(text, span.start)..self.offsets.byte(text, span.end)]
    }

    /// The number of the sentence in which something at `at` begins.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let sentences = &self.record.sentences;
        let number = sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)?;
        sentences[number].span.covers(at).then_some(number)
    }

    /// The list and the place of the finding `id`.
    pub fn finding(&self, id: &str) -> Option<(List, usize)> {
        self.ids.get_or_init(|| List::ids(&self.record)).get(id).copied()
    }

    /// The place of a finding in its list.
    pub fn place(&self, id: impl std::fmt::Display) -> Option<usize> {
        self.finding(&id.to_string()).map(|(_, n)| n)
    }
}

/// An article and what was found in it. Made by annals.read and annals.read_many.
///
/// Spans count code points of `text`, so that `doc.text[finding.start:finding.end]` are its words. What is unknown is None.
#[pyclass(frozen, module = "annals", weakref)]
pub struct Document(pub Arc<Doc>);

impl Document {
    /// The document of a record.
    pub fn new(record: Record) -> Self {
        Self(Arc::new(Doc::new(record)))
    }

    fn list(&self, list: List) -> Findings {
        Findings { doc: self.0.clone(), list }
    }
}

#[pymethods]
impl Document {
    /// Id of the article: digest of its uri (or else its key) and text, the same in every store.
    #[getter]
    fn id(&self) -> &str {
        &self.0.record.article.id
    }

    /// The caller's own id of the article.
    #[getter]
    fn key(&self) -> Option<&str> {
        self.0.record.article.key.as_deref()
    }

    /// Address or path of the article.
    #[getter]
    fn uri(&self) -> Option<&str> {
        self.0.record.article.uri.as_deref()
    }

    /// Outlet: domain or given name.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.0.record.article.source.as_deref()
    }

    /// Headline, without the outlet's name; no part of the text.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.0.record.article.title.as_deref()
    }

    /// Authors, without "By".
    #[getter]
    fn byline(&self) -> Vec<String> {
        self.0.record.article.byline.clone()
    }

    /// Section of the outlet.
    #[getter]
    fn section(&self) -> Option<&str> {
        self.0.record.article.section.as_deref()
    }

    /// Number the outlet gives the story.
    #[getter]
    fn story_code(&self) -> Option<&str> {
        self.0.record.article.story_code.as_deref()
    }

    /// When the article was published: ISO 8601, a day or a time, with its zone where one was given.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.0.record.article.published.as_deref()
    }

    /// Where `published` was found: input json-ld open-graph meta time-element url text.
    #[getter]
    fn published_from(&self) -> Option<String> {
        self.0.record.article.published_from.map(label)
    }

    /// When the article was last changed, written as `published` is.
    #[getter]
    fn modified(&self) -> Option<&str> {
        self.0.record.article.modified.as_deref()
    }

    /// ISO 639-1 code of the article's language, or 639-3 where there is none.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.0.record.article.language.as_deref()
    }

    /// The article's text.
    #[getter]
    fn text(&self) -> &str {
        &self.0.record.article.text
    }

    /// What read the article: version of annals and digest of the model.
    #[getter]
    fn engine(&self) -> &str {
        &self.0.record.engine
    }

    /// Its sentences.
    #[getter]
    fn sentences(&self) -> Findings {
        self.list(List::Sentences)
    }

    /// Things of the world, one for each.
    #[getter]
    fn entities(&self) -> Findings {
        self.list(List::Entities)
    }

    /// Who says what.
    #[getter]
    fn statements(&self) -> Findings {
        self.list(List::Statements)
    }

    /// Who does what to whom.
    #[getter]
    fn events(&self) -> Findings {
        self.list(List::Events)
    }

    /// How many of what, and who says so.
    #[getter]
    fn figures(&self) -> Findings {
        self.list(List::Figures)
    }

    /// Expressions of time.
    #[getter]
    fn times(&self) -> Findings {
        self.list(List::Times)
    }

    /// Named places with their coordinates.
    #[getter]
    fn places(&self) -> Findings {
        self.list(List::Places)
    }

    /// What did not go as it should while the article was read.
    #[getter]
    fn notes(&self) -> Vec<Note> {
        self.0.record.notes.iter().cloned().map(Note).collect()
    }

    /// The finding of that id, such as "s120-188".
    fn __getitem__<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        match self.0.finding(id) {
            Some((list, n)) => list.view(py, &self.0, n),
            None => Err(PyKeyError::new_err(format!("there is no finding {id} in this article"))),
        }
    }

    /// The record as dicts and lists, the same as `annals read` prints.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        plain(py, &self.0.record)
    }

    /// The record as a line of JSON, byte for byte as `annals read` prints it, without the line's end.
    fn to_json(&self) -> PyResult<String> {
        json(&self.0.record)
    }

    /// The document of a record in JSON, such as a line that `annals read` printed.
    #[staticmethod]
    fn from_json(line: &str) -> PyResult<Self> {
        match serde_json::from_str(line) {
            Ok(Outcome::Read(record)) => checked(*record),
            Ok(Outcome::Failed(failed)) => Err(error::article(&failed)),
            Err(error) => Err(PyValueError::new_err(format!("this is no record of annals: {error}"))),
        }
    }

    fn _repr_html_(&self) -> String {
        html::page(&self.0)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let make = py.get_type::<Self>().getattr("from_json")?;
        (make, (self.to_json()?,)).into_pyobject(py)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0.record == other.get().0.record)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.id().into_pyobject(py)?.hash()
    }

    fn __repr__(&self) -> String {
        let record = &self.0.record;
        let title = record.article.title.as_deref().or(record.article.uri.as_deref());
        let title = title.map_or_else(|| record.article.text.chars().take(40).collect(), str::to_owned);
        format!(
            "<annals.Document {title:?}: {} sentences, {} statements, {} events, {} figures>",
            record.sentences.len(),
            record.statements.len(),
            record.events.len(),
            record.figures.len()
        )
    }
}

/// The document of a record of others' making, whose spans and links must be right.
fn checked(record: Record) -> PyResult<Document> {
    match annals_store::Entry::new(record.clone()) {
        Ok(_) => Ok(Document::new(record)),
        Err(broken) => Err(PyValueError::new_err(broken.problem)),
    }
}

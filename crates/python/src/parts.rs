//! Parts of findings: spans, speakers, voices, mentions.

use std::sync::Arc;

use annals_record::{self as record, CharSpan};
use pyo3::prelude::*;

use crate::document::Doc;
use crate::finding::{At, Entity, Sentence, Statement, Time};
use crate::value::label;

/// A piece of the text.
#[pyclass(frozen, module = "annals")]
pub struct Span {
    pub doc: Arc<Doc>,
    pub span: CharSpan,
}

impl Span {
    /// Spans of a document.
    pub fn all<'a>(doc: &Arc<Doc>, spans: impl IntoIterator<Item = &'a CharSpan>) -> Vec<Self> {
        spans.into_iter().map(|span| Self { doc: doc.clone(), span: *span }).collect()
    }
}

/// Writes a class that stands on a span: `start`, `end`, `text`, then what it has of its own.
macro_rules! spanned {
    ($name:ident, $span:expr, { $($own:tt)* }) => {
        #[pymethods]
        impl $name {
            /// First code point in the article's text.
            #[getter]
            fn start(&self) -> usize {
                let span: fn(&Self) -> CharSpan = $span;
                span(self).start
            }

            /// Code point behind the last.
            #[getter]
            fn end(&self) -> usize {
                let span: fn(&Self) -> CharSpan = $span;
                span(self).end
            }

            /// The words.
            #[getter]
            fn text(&self) -> &str {
                let span: fn(&Self) -> CharSpan = $span;
                self.doc.words(span(self))
            }

            $($own)*
        }
    };
}

spanned!(Span, |one| one.span, {
    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!("<Span {}-{} {:?}>", self.start(), self.end(), self.text())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let same =
            |other: &Self| self.span == other.span && self.doc.record.article == other.doc.record.article;
        other.cast::<Self>().is_ok_and(|other| same(other.get()))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (self.span.start, self.span.end).into_pyobject(py)?.hash()
    }
});

/// The words that report a statement.
#[pyclass(frozen, module = "annals")]
pub struct Cue {
    doc: Arc<Doc>,
    cue: record::Cue,
}

impl Cue {
    pub fn new(doc: &Arc<Doc>, cue: &record::Cue) -> Self {
        Self { doc: doc.clone(), cue: cue.clone() }
    }
}

spanned!(Cue, |one| one.cue.span, {
    /// Lemma of their head.
    #[getter]
    fn lemma(&self) -> &str {
        &self.cue.lemma
    }

    /// How the speaker stands to what is said: neutral assert deny doubt promise threaten demand praise blame.
    #[getter]
    fn stance(&self) -> String {
        label(self.cue.stance)
    }

    /// Whether the text says that this was not said.
    #[getter]
    fn negated(&self) -> bool {
        self.cue.negated
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!("<Cue {:?}>", self.text())
    }
});

/// Who says something: the words that name them, and the entity behind these where it is known. Prints as the entity's name,
/// or else as the words.
#[pyclass(frozen, module = "annals")]
pub struct Speaker {
    doc: Arc<Doc>,
    speaker: record::Speaker,
}

impl Speaker {
    pub fn new(doc: &Arc<Doc>, speaker: &record::Speaker) -> Self {
        Self { doc: doc.clone(), speaker: speaker.clone() }
    }
}

spanned!(Speaker, |one| one.speaker.span, {
    /// Name of the entity, as the article gives it at its fullest; or else the words.
    #[getter]
    fn name(&self) -> &str {
        name(&self.doc, self.speaker.entity).unwrap_or_else(|| self.text())
    }

    /// The entity behind the words.
    #[getter]
    fn entity(&self) -> Option<Entity> {
        entity(&self.doc, self.speaker.entity)
    }

    /// What chose the speaker: model cue tree introduction carried.
    #[getter]
    fn by(&self) -> &'static str {
        self.speaker.by.label()
    }

    /// How sure words and entity are, 0 to 1; None where a rule chose and the words are a name.
    #[getter]
    fn score(&self) -> Option<f64> {
        self.speaker.score
    }

    /// Others that came close, the likeliest first.
    #[getter]
    fn alternates(&self) -> Vec<Alternate> {
        let others = self.speaker.alternates.iter().cloned();
        others.map(|other| Alternate { doc: self.doc.clone(), other }).collect()
    }

    fn __str__(&self) -> &str {
        self.name()
    }

    fn __repr__(&self) -> String {
        format!("<Speaker {:?}>", self.name())
    }
});

/// Somebody else who may have said something.
#[pyclass(frozen, module = "annals")]
pub struct Alternate {
    doc: Arc<Doc>,
    other: record::Alternate,
}

spanned!(Alternate, |one| one.other.span, {
    /// The entity behind the words.
    #[getter]
    fn entity(&self) -> Option<Entity> {
        entity(&self.doc, self.other.entity)
    }

    /// How likely it is, 0 to 1.
    #[getter]
    fn score(&self) -> f64 {
        self.other.score
    }

    fn __str__(&self) -> &str {
        name(&self.doc, self.other.entity).unwrap_or_else(|| self.text())
    }

    fn __repr__(&self) -> String {
        format!("<Alternate {:?} {:.2}>", self.__str__(), self.other.score)
    }
});

/// To whom something is said: the words, and the entity behind them where it is known.
#[pyclass(frozen, module = "annals")]
pub struct Participant {
    doc: Arc<Doc>,
    one: record::Participant,
}

impl Participant {
    pub fn new(doc: &Arc<Doc>, one: &record::Participant) -> Self {
        Self { doc: doc.clone(), one: one.clone() }
    }
}

spanned!(Participant, |one| one.one.span, {
    /// Name of the entity, or else the words.
    #[getter]
    fn name(&self) -> &str {
        name(&self.doc, self.one.entity).unwrap_or_else(|| self.text())
    }

    /// The entity behind the words.
    #[getter]
    fn entity(&self) -> Option<Entity> {
        entity(&self.doc, self.one.entity)
    }

    fn __str__(&self) -> &str {
        self.name()
    }

    fn __repr__(&self) -> String {
        format!("<Participant {:?}>", self.name())
    }
});

/// A place where an entity is mentioned.
#[pyclass(frozen, module = "annals")]
pub struct Mention {
    doc: Arc<Doc>,
    mention: record::Mention,
}

impl Mention {
    pub fn new(doc: &Arc<Doc>, mention: &record::Mention) -> Self {
        Self { doc: doc.clone(), mention: mention.clone() }
    }
}

spanned!(Mention, |one| one.mention.span, {
    /// How the entity is mentioned: name nominal pronoun.
    #[getter]
    fn form(&self) -> String {
        label(self.mention.form)
    }

    /// The head word or words.
    #[getter]
    fn head(&self) -> Option<Span> {
        self.mention.head.map(|span| Span { doc: self.doc.clone(), span })
    }

    /// The sentence.
    #[getter]
    fn sentence(&self) -> Option<Sentence> {
        let n = self.doc.sentence_at(self.mention.span.start)?;
        Some(Sentence(At { doc: self.doc.clone(), n }))
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!("<Mention {:?} {}>", self.text(), self.form())
    }
});

/// Who says a finding: the article itself, or the speaker of the statement that carries it. Prints as "article", the speaker's
/// name, or "?" where the article names nobody; it equals a text that is the same.
#[pyclass(frozen, module = "annals")]
pub struct Voice {
    pub doc: Arc<Doc>,
    pub statement: Option<usize>,
}

impl Voice {
    fn speaker(&self) -> Option<&record::Speaker> {
        self.doc.record.statements[self.statement?].speaker.as_ref()
    }
}

#[pymethods]
impl Voice {
    /// "article", the speaker's name, or "?".
    #[getter]
    fn name(&self) -> &str {
        match (self.statement, self.speaker()) {
            (None, _) => "article",
            (_, None) => "?",
            (_, Some(speaker)) => {
                name(&self.doc, speaker.entity).unwrap_or_else(|| self.doc.words(speaker.span))
            }
        }
    }

    /// Whether the article says it itself.
    #[getter]
    fn is_article(&self) -> bool {
        self.statement.is_none()
    }

    /// The entity that says it.
    #[getter]
    fn entity(&self) -> Option<Entity> {
        entity(&self.doc, self.speaker()?.entity)
    }

    /// The statement that carries the finding.
    #[getter]
    fn statement(&self) -> Option<Statement> {
        self.statement.map(|n| Statement(At { doc: self.doc.clone(), n }))
    }

    fn __str__(&self) -> &str {
        self.name()
    }

    fn __repr__(&self) -> String {
        format!("<Voice {:?}>", self.name())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let text = other.extract::<String>().is_ok_and(|text| text == self.name());
        text || other.cast::<Self>().is_ok_and(|other| other.get().name() == self.name())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.name().into_pyobject(py)?.hash()
    }
}

/// The days of an event, both included.
#[pyclass(frozen, module = "annals")]
pub struct EventDate {
    doc: Arc<Doc>,
    date: record::EventDate,
}

impl EventDate {
    pub fn new(doc: &Arc<Doc>, date: &record::EventDate) -> Self {
        Self { doc: doc.clone(), date: date.clone() }
    }
}

#[pymethods]
impl EventDate {
    /// First day, as far as the text says it: YYYY-MM-DD, XXXX for a year it does not give.
    #[getter]
    fn start(&self) -> &str {
        &self.date.start
    }

    /// Last day.
    #[getter]
    fn end(&self) -> &str {
        &self.date.end
    }

    /// The expression that says so.
    #[getter]
    fn time(&self) -> Option<Time> {
        let n = self.doc.place(self.date.time?)?;
        Some(Time(At { doc: self.doc.clone(), n }))
    }

    fn __str__(&self) -> String {
        let (start, end) = (self.start(), self.end());
        if start == end { start.to_owned() } else { format!("{start}/{end}") }
    }

    fn __repr__(&self) -> String {
        format!("<EventDate {}>", self.__str__())
    }
}

/// A remark of one stage of reading.
#[pyclass(frozen, module = "annals")]
pub struct Note(pub record::Note);

#[pymethods]
impl Note {
    /// The stage: intake decode extract language read.
    #[getter]
    fn stage(&self) -> &str {
        &self.0.stage
    }

    /// What happened, where, and what to do.
    #[getter]
    fn message(&self) -> &str {
        &self.0.message
    }

    fn __str__(&self) -> String {
        format!("{}: {}", self.0.stage, self.0.message)
    }

    fn __repr__(&self) -> String {
        format!("<Note {}>", self.__str__())
    }
}

fn name(doc: &Doc, id: Option<record::EntityId>) -> Option<&str> {
    Some(&doc.record.entities[doc.place(id?)?].name)
}

/// The entity of that id.
pub fn entity(doc: &Arc<Doc>, id: Option<record::EntityId>) -> Option<Entity> {
    let n = doc.place(id?)?;
    Some(Entity(At { doc: doc.clone(), n }))
}

//! A record with what its rows need beside the findings: words of spans, sentences by place, findings by id.

use std::collections::HashMap;

use annals_record::{
    CharIndex, CharSpan, Entity, EntityId, Event, EventId, Place, PlaceId, Record, Statement, StatementId,
    Time, TimeId,
};

use super::cells::{Cell, Named};

/// A record, ready to be made into rows.
pub struct Page<'a> {
    pub record: &'a Record,
    index: CharIndex<'a>,
    entities: HashMap<EntityId, &'a Entity>,
    statements: HashMap<StatementId, &'a Statement>,
    events: HashMap<EventId, &'a Event>,
    times: HashMap<TimeId, &'a Time>,
    places: HashMap<PlaceId, &'a Place>,
}

/// Who says a finding.
pub struct Voice<'a> {
    pub name: &'a str,
    pub entity: Option<&'a Entity>,
    pub statement: Option<StatementId>,
}

impl<'a> Page<'a> {
    pub fn new(record: &'a Record) -> Self {
        Self {
            record,
            index: CharIndex::new(&record.article.text),
            entities: record.entities.iter().map(|one| (one.id, one)).collect(),
            statements: record.statements.iter().map(|one| (one.id, one)).collect(),
            events: record.events.iter().map(|one| (one.id, one)).collect(),
            times: record.times.iter().map(|one| (one.id, one)).collect(),
            places: record.places.iter().map(|one| (one.id, one)).collect(),
        }
    }

    /// The words of a span.
    pub fn words(&self, span: CharSpan) -> &'a str {
        self.index.bytes(span).of(&self.record.article.text)
    }

    /// The number of the sentence in which something at `at` begins.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let sentences = &self.record.sentences;
        let number = sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)?;
        sentences[number].span.covers(at).then_some(number)
    }

    pub fn entity(&self, id: impl Into<Option<EntityId>>) -> Option<&'a Entity> {
        self.entities.get(&id.into()?).copied()
    }

    pub fn statement(&self, id: Option<StatementId>) -> Option<&'a Statement> {
        self.statements.get(&id?).copied()
    }

    pub fn event(&self, id: Option<EventId>) -> Option<&'a Event> {
        self.events.get(&id?).copied()
    }

    pub fn time(&self, id: Option<TimeId>) -> Option<&'a Time> {
        self.times.get(&id?).copied()
    }

    pub fn place(&self, id: Option<PlaceId>) -> Option<&'a Place> {
        self.places.get(&id?).copied()
    }

    /// Who says what the statement `id` carries.
    pub fn voice(&self, id: Option<StatementId>) -> Voice<'a> {
        let Some(statement) = self.statement(id) else {
            return Voice { name: "article", entity: None, statement: None };
        };
        let speaker = statement.speaker.as_ref();
        let entity = self.entity(speaker.and_then(|speaker| speaker.entity));
        let words = || speaker.map(|speaker| self.words(speaker.span));
        let name = entity.map(|entity| entity.name.as_str()).or_else(words).unwrap_or("?");
        Voice { name, entity, statement: Some(statement.id) }
    }

    /// The cells that every row begins with.
    pub fn head(&self) -> Vec<Named<'a>> {
        let article = &self.record.article;
        vec![
            ("article_id", (&article.id).into()),
            ("key", article.key.as_ref().into()),
            ("uri", article.uri.as_ref().into()),
            ("source", article.source.as_ref().into()),
            ("title", article.title.as_ref().into()),
            ("published", article.published.as_ref().into()),
            ("day", article.published.as_deref().and_then(|time| time.get(..10)).into()),
            ("language", article.language.as_ref().into()),
        ]
    }

    /// The cells that say where a finding stands, for one in the sentence `number`.
    pub fn within(&self, number: Option<usize>) -> [Named<'a>; 2] {
        let sentence = number.and_then(|number| self.record.sentences.get(number));
        [
            ("sentence", number.into()),
            ("sentence_text", sentence.map(|sentence| self.words(sentence.span)).into()),
        ]
    }

    /// The cells that a finding on one span begins with.
    pub fn finding(
        &self,
        id: impl std::fmt::Display,
        span: CharSpan,
        text: impl Into<Cell<'a>>,
    ) -> Vec<Named<'a>> {
        let mut cells = self.head();
        cells.extend(self.within(self.sentence_at(span.start)));
        cells.extend(standing(id, span, text));
        cells
    }
}

/// The cells that name a finding and its place in the text.
pub fn standing<'a>(id: impl std::fmt::Display, span: CharSpan, text: impl Into<Cell<'a>>) -> [Named<'a>; 4] {
    [
        ("id", id.to_string().into()),
        ("start", span.start.into()),
        ("end", span.end.into()),
        ("text", text.into()),
    ]
}

//! A record made ready for the store: checked and measured, on whatever thread read it.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use annals_record::{CharSpan, Id, Kind, Record, SCHEMA, Speaker};

use crate::copies::Sketch;

/// Why a record cannot be stored: it contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("article {article}: {problem}; the record is not stored, please report how it was made")]
pub struct BrokenRecord {
    /// `article.id`.
    pub article: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A record that can be stored, with what the store keeps beside it. Making one touches no store.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) record: Record,
    pub(crate) words: usize,
    pub(crate) sketch: Sketch,
    pub(crate) anew: bool,
}

impl Entry {
    /// Checks `record` and takes the sketch by which copies of it are found.
    ///
    /// # Errors
    /// Where a span leaves the text, two findings of a kind have one id, or a link leads nowhere.
    pub fn new(record: Record) -> Result<Self, BrokenRecord> {
        if let Err(problem) = check(&record) {
            return Err(BrokenRecord { article: record.article.id, problem });
        }
        let words = record.article.text.split_whitespace().count();
        let sketch = Sketch::of(&record.article.text);
        Ok(Self { record, words, sketch, anew: false })
    }

    /// The same, to take the place of what the store has of this article already. Versions, copies and corrections stay.
    pub fn anew(self) -> Self {
        Self { anew: true, ..self }
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// `YYYY-MM-DD` of the time of publication.
    pub(crate) fn day(&self) -> Option<&str> {
        self.record.article.published.as_deref()?.get(..10)
    }
}

type Checked = Result<(), String>;

pub(crate) fn check(record: &Record) -> Checked {
    if record.schema != SCHEMA {
        return Err(format!(
            "its record has version {}, this version of annals stores {SCHEMA}",
            record.schema
        ));
    }
    let length = record.article.text.chars().count();
    match spans(record).find(|span| span.end > length) {
        Some(span) => Err(format!("{}-{} lies behind the text's end at {length}", span.start, span.end)),
        None => links(record),
    }
}

fn spans(record: &Record) -> impl Iterator<Item = CharSpan> + '_ {
    let mentions = record.entities.iter().flat_map(|entity| &entity.mentions);
    let mentions = mentions.flat_map(|mention| [Some(mention.span), mention.head].into_iter().flatten());
    let statements = record.statements.iter().flat_map(|statement| {
        let speaker = statement.speaker.iter();
        let alternates =
            speaker.clone().flat_map(|speaker| speaker.alternates.iter().map(|other| other.span));
        let cue = statement.cue.iter().map(|cue| cue.span);
        let addressee = statement.addressee.iter().map(|addressee| addressee.span);
        statement
            .content
            .iter()
            .copied()
            .chain(cue)
            .chain(speaker.map(|s| s.span))
            .chain(alternates)
            .chain(addressee)
    });
    let events = record.events.iter().flat_map(|event| event.mentions.iter().copied().chain([event.trigger]));
    let sentences = record.sentences.iter().map(|sentence| sentence.span);
    let plain = record.figures.iter().map(|figure| figure.span);
    let plain = plain.chain(record.times.iter().map(|time| time.span));
    let plain = plain.chain(record.places.iter().map(|place| place.span));
    sentences.chain(mentions).chain(statements).chain(events).chain(plain)
}

fn links(record: &Record) -> Checked {
    let entities = ids(record.entities.iter().map(|entity| entity.id))?;
    let statements = ids(record.statements.iter().map(|statement| statement.id))?;
    let events = ids(record.events.iter().map(|event| event.id))?;
    let times = ids(record.times.iter().map(|time| time.id))?;
    let places = ids(record.places.iter().map(|place| place.id))?;
    ids(record.figures.iter().map(|figure| figure.id))?;
    for entity in &record.entities {
        known(&entities, entity.affiliation, entity.id)?;
    }
    for statement in &record.statements {
        let speaker = statement.speaker.iter();
        let speakers = speaker.flat_map(|Speaker { entity, alternates, .. }| {
            entity.iter().copied().chain(alternates.iter().filter_map(|other| other.entity))
        });
        known(&entities, speakers, statement.id)?;
        known(&entities, statement.addressee.as_ref().and_then(|addressee| addressee.entity), statement.id)?;
        known(&statements, statement.within, statement.id)?;
    }
    for event in &record.events {
        known(&entities, event.actors.iter().chain(&event.recipients).copied(), event.id)?;
        known(&times, event.date.as_ref().and_then(|date| date.time), event.id)?;
        known(&places, event.place, event.id)?;
        known(&statements, event.statement, event.id)?;
        if event.sentence >= record.sentences.len() {
            return Err(format!("{} stands in sentence {}, which is not there", event.id, event.sentence));
        }
    }
    for figure in &record.figures {
        known(&places, figure.place, figure.id)?;
        known(&times, figure.date, figure.id)?;
        known(&events, figure.event, figure.id)?;
        known(&statements, figure.statement, figure.id)?;
    }
    Ok(())
}

fn ids<K: Kind>(all: impl Iterator<Item = Id<K>>) -> Result<HashSet<Id<K>>, String> {
    let mut seen = HashSet::new();
    for id in all {
        if !seen.insert(id) {
            return Err(format!("two findings have the id {id}"));
        }
    }
    Ok(seen)
}

fn known<K: Kind>(all: &HashSet<Id<K>>, links: impl IntoIterator<Item = Id<K>>, from: impl Display) -> Checked
where
    Id<K>: Hash + Eq,
{
    match links.into_iter().find(|id| !all.contains(id)) {
        Some(id) => Err(format!("{from} leads to {id}, which is not there")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_record::{Article, Figure, FigureId, Relation, StatementId};

    fn figure(span: CharSpan) -> Figure {
        Figure {
            id: FigureId::new(span),
            span,
            low: Some(1.0),
            high: Some(1.0),
            relation: Relation::Exact,
            unit: None,
            measure: None,
            of: None,
            currency: None,
            place: None,
            date: None,
            event: None,
            part_of: None,
            statement: None,
        }
    }

    fn problem(figures: Vec<Figure>) -> String {
        let article = Article { text: "One fell.".into(), ..Article::default() };
        Entry::new(Record { figures, ..Record::new("test", article) })
            .map_or_else(|e| e.problem, |_| "none".into())
    }

    #[test]
    fn a_record_that_contradicts_itself_is_refused() {
        let one = figure(CharSpan::new(0, 3));
        assert_eq!(problem(vec![one.clone()]), "none");
        assert_eq!(problem(vec![figure(CharSpan::new(0, 30))]), "0-30 lies behind the text's end at 9");
        assert_eq!(problem(vec![one.clone(), one.clone()]), "two findings have the id f0-3");
        let lost = Figure { statement: Some(StatementId::new(CharSpan::new(4, 8))), ..one };
        assert_eq!(problem(vec![lost]), "f0-3 leads to s4-8, which is not there");
    }
}

//! Events at the edge: code points, ids, and Goldstein's value.

use std::collections::HashMap;

use annals_record::{self as record, ByteSpan, CharIndex, EntityId, EventDate, EventId, Status, TimeId};
use annals_text::Document;

use super::Event;
use crate::codebook;
use crate::statements::{self, Statement};
use crate::times::Time;

/// What the findings that an event points to are called in the record.
pub(crate) struct Names<'a> {
    pub entity: &'a dyn Fn(usize) -> EntityId,
    pub places: &'a [record::Place],
    pub times: &'a [Time],
    pub statements: &'a [Statement],
}

/// The events as the record gives them.
pub(crate) fn to_record(
    events: &[Event],
    doc: &Document,
    index: &CharIndex,
    names: &Names,
) -> Vec<record::Event> {
    let statements = statements::ids(names.statements, index);
    let mut copies: HashMap<ByteSpan, u32> = HashMap::new();
    let entities = |numbers: &[usize]| numbers.iter().map(|&number| (names.entity)(number)).collect();
    let mut event = |event: &Event| {
        let copy = copies.entry(event.trigger).or_default();
        *copy += 1;
        let trigger = index.chars(event.trigger);
        record::Event {
            id: EventId::numbered(trigger, *copy),
            kind: event.kind.to_owned(),
            mode: event.mode.map(str::to_owned),
            cameo: event.cameo.map(str::to_owned),
            intensity: event.cameo.and_then(codebook::goldstein),
            trigger,
            sentence: doc.sentence_of(event.head),
            actors: entities(&event.actors),
            recipients: entities(&event.recipients),
            date: event.when.as_ref().map(|when| EventDate {
                start: when.start.clone(),
                end: when.end.clone(),
                time: names.times.get(when.time).map(|time| TimeId::new(index.chars(time.span))),
            }),
            place: event.place.map(|number| names.places[number].id),
            status: event.status,
            statement: event.statement.map(|number| statements[number]),
            mentions: event.mentions.iter().map(|&mention| index.chars(mention)).collect(),
            confidence: Some(event.confidence),
        }
    };
    events.iter().map(&mut event).collect()
}

/// A status in a word.
pub(super) fn label(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
        Status::Demanded => "demanded",
    }
}

//! Reports of one event in an article, joined into one with the fullest facts.

use std::collections::{HashMap, HashSet};

use annals_text::Document;

use super::Event;

/// How many events of its type an event is compared with, so that an article of any length takes linear time.
const REACH: usize = 12;

/// Types of what is said: the same people criticise each other every day, so that only the same two make one event.
const SAID: [&str; 8] = ["AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT"];

/// Joins the events that are one, in text order of their first reports.
pub(super) fn join(events: Vec<Event>, doc: &Document) -> Vec<Event> {
    let mut joined: Vec<Option<Event>> = Vec::with_capacity(events.len());
    let mut recent: HashMap<&'static str, Vec<usize>> = HashMap::new();
    let mut at_word: HashMap<usize, usize> = HashMap::new();
    for event in named_again_last(events) {
        let told = event.same.iter().filter_map(|word| at_word.get(word)).copied();
        let told = told
            .into_iter()
            .find(|&number| joined[number].as_ref().is_some_and(|own| own.kind == event.kind));
        let known = recent.entry(event.kind).or_default();
        let is_same = |&&number: &&usize| joined[number].as_ref().is_some_and(|own| is_one(own, &event, doc));
        let alike = known.iter().rev().take(REACH).find(is_same).copied();
        let number = told.or(alike).unwrap_or(joined.len());
        at_word.insert(event.head, number);
        if number == joined.len() {
            known.push(number);
            joined.push(Some(event));
            continue;
        }
        // What is named again may have been reported apart from it before.
        let before = alike.filter(|&other| other != number).and_then(|other| joined[other].take());
        if let Some(own) = &mut joined[number] {
            before.into_iter().chain([event]).for_each(|other| absorb(own, other));
        }
    }
    let mut joined: Vec<Event> = joined.into_iter().flatten().collect();
    joined.sort_by_key(|event| (event.trigger.start, event.trigger.end));
    without_charges(joined, doc)
}

/// A conviction that is told with its charge is all there is to tell.
fn without_charges(events: Vec<Event>, doc: &Document) -> Vec<Event> {
    let convicted: HashSet<(usize, usize)> = events
        .iter()
        .filter(|event| event.kind == "SANCTION" && event.mode == Some("convict"))
        .flat_map(|event| event.recipients.iter().map(|&who| (doc.sentence_of(event.head), who)))
        .collect();
    let is_charge = |event: &Event| {
        event.kind == "ACCUSE"
            && event.mode == Some("allege")
            && event.recipients.iter().any(|&who| convicted.contains(&(doc.sentence_of(event.head), who)))
    };
    events.into_iter().filter(|event| !is_charge(event)).collect()
}

/// Events with those that name another again behind that other: *killed in an attack* behind *attack*.
fn named_again_last(mut events: Vec<Event>) -> Vec<Event> {
    let last = |event: &Event| event.same.iter().copied().chain([event.head]).max();
    events.sort_by_key(|event| (last(event), event.head != last(event).unwrap_or_default()));
    events
}

/// Whether two events of a type are one.
fn is_one(one: &Event, other: &Event, doc: &Document) -> bool {
    let agrees = |one: &[usize], other: &[usize]| one.is_empty() || other.is_empty() || shares(one, other);
    let actors = shares(&one.actors, &other.actors);
    let recipients = shares(&one.recipients, &other.recipients);
    let is_told = if SAID.contains(&one.kind) {
        actors
            && (recipients || one.recipients.is_empty() && other.recipients.is_empty())
            && is_near(one, other, doc)
    } else {
        actors && recipients || (actors || recipients) && is_near(one, other, doc)
    };
    is_told
        && one.status == other.status
        && agrees(&one.actors, &other.actors)
        && agrees(&one.recipients, &other.recipients)
        && (one.mode == other.mode || one.mode.is_none() || other.mode.is_none())
        && is_then(one, other)
}

fn shares(one: &[usize], other: &[usize]) -> bool {
    one.iter().any(|entity| other.contains(entity))
}

/// Whether two events stand in one sentence or in neighbours.
fn is_near(one: &Event, other: &Event, doc: &Document) -> bool {
    doc.sentence_of(one.head).abs_diff(doc.sentence_of(other.head)) <= 1
}

/// Whether the days of two events, where both are known, have one in common.
fn is_then(one: &Event, other: &Event) -> bool {
    match (&one.when, &other.when) {
        (Some(one), Some(other)) => one.start <= other.end && other.start <= one.end,
        _ => true,
    }
}

/// Makes an event a report of another.
fn absorb(one: &mut Event, mut other: Event) {
    // The narrower days say more.
    let length = |event: &Event| event.when.as_ref().map(|when| (when.end.len(), when.start != when.end));
    if one.when.is_none() || length(one).is_some_and(|own| own.1) && length(&other).is_some_and(|own| !own.1)
    {
        one.when = other.when.take();
    }
    for (own, more) in [(&mut one.actors, &other.actors), (&mut one.recipients, &other.recipients)] {
        let new: Vec<usize> = more.iter().copied().filter(|entity| !own.contains(entity)).collect();
        own.extend(new);
    }
    let actors = one.actors.clone();
    one.recipients.retain(|entity| !actors.contains(entity));
    if one.mode.is_none() && other.mode.is_some() {
        (one.mode, one.cameo) = (other.mode, other.cameo.or(one.cameo));
    }
    one.statement = one.statement.filter(|_| other.statement.is_some());
    one.confidence = one.confidence.max(other.confidence);
    one.mentions.append(&mut other.mentions);
    one.mentions.sort();
    if other.trigger.start < one.trigger.start {
        (one.trigger, one.head) = (other.trigger, other.head);
    }
    one.notes.append(&mut other.notes);
}

//! Events: who does what to whom, in the types of PLOVER 2.0 with codes of CAMEO.
//!
//! An entry of the lexicon (`data/events/`) says which words of a tree report an event, and where those who take part
//! stand. `syntax` reads the trees, `fit` finds the most specific entry that a word fits, `roles` those whom its words
//! mean, `status` whether it happened, `when` its days; `incident` joins the reports of one event. Each event keeps why it
//! was made.

mod defaults;
mod fit;
mod incident;
mod learned;
mod lemma;
mod lexicon;
mod light;
mod pattern;
mod people;
mod planned;
mod record;
mod roles;
mod status;
mod syntax;
pub mod trial;
mod when;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use annals_record::{ByteSpan, Figure, Status};
use annals_text::Document;

use crate::codebook;
use crate::entities::{self, Entities};
use crate::model::{Analysis, Trigger};
use crate::places::{Nearest, Place};
use crate::statements::{Carriers, Statement};
use crate::times::Time;
use crate::words::{clause_of, head_of};
use fit::{Finder, Fit};
use people::People;
use roles::Parties;
use syntax::Syntax;
use when::{Dates, When};

pub use lexicon::{Entry, Lexicon, LexiconError, Problem};
pub use pattern::{Condition, Pattern, PatternError, Pos, Role, Slot, Value, Wanted, Words};
pub(crate) use record::{Names, to_record};

/// Whether an event inside another is one of its own: who is accused or convicted of an attack has a report of it. What is
/// only promised, threatened, asked for or refused is told by the type of the outer event, and counting it again would
/// make a threat an attack.
fn is_kept(outer: &Entry, inner: &Entry) -> bool {
    let is_charge = outer.kind == Some("ACCUSE") || outer.mode == Some("convict");
    is_charge && outer.kind != inner.kind && quad(inner.kind) == Some(VIOLENT)
}

/// The class of material conflict.
const VIOLENT: u8 = 4;

/// An event, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// PLOVER type.
    pub kind: &'static str,
    pub mode: Option<&'static str>,
    pub cameo: Option<&'static str>,
    /// The words that report it.
    pub trigger: ByteSpan,
    /// The word at their head.
    head: usize,
    /// Numbers of entities.
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub status: Status,
    when: Option<When>,
    /// Number of the place.
    pub place: Option<usize>,
    /// Number of the statement that reports it.
    pub statement: Option<usize>,
    /// All words that report it, in text order.
    pub mentions: Vec<ByteSpan>,
    pub confidence: f64,
    /// How it came about, fact by fact.
    pub notes: Vec<String>,
    /// Words of the event that is the same, as *killed in an attack* says.
    same: Vec<usize>,
}

/// What events are found in.
pub(crate) struct Input<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    pub times: &'a [Time],
    pub statements: &'a [Statement],
    /// The day of the article, `YYYY-MM-DD`.
    pub day: Option<&'a str>,
}

/// The events of an article, in text order, by the lexicon that ships with annals; their places are found later.
///
/// States that act by their adjective alone become entities: numbers of `entities` change.
pub(crate) fn find(input: &Input, entities: &mut Entities) -> Vec<Event> {
    find_by(&lexicon::SHIPPED, input, entities)
}

/// The events by a lexicon.
pub(crate) fn find_by(lexicon: &Lexicon, input: &Input, entities: &mut Entities) -> Vec<Event> {
    let &Input { text, doc, analysis, times, statements, .. } = input;
    let syntax = Syntax::new(text, doc, analysis, lexicon);
    let reports = reports(lexicon, &syntax, entities, times);
    let takers = reports.iter().flat_map(|(_, parties)| parties.actors.iter().chain(&parties.recipients));
    entities.adopt(takers.copied());
    let apart = reports.iter().flat_map(|(_, parties)| parties.apart.iter().copied());
    entities.part(apart, &entities::Input { text, doc, analysis, day: input.day, voices: &[] });
    let people = People::new(&syntax, lexicon, entities);
    let maker = Maker {
        lexicon,
        people: &people,
        dates: Dates::new(&syntax, times),
        carriers: Carriers::new(statements),
        day: input.day,
    };
    let events: Vec<Event> = reports.iter().map(|(fit, parties)| maker.event(fit, parties)).collect();
    incident::join(events, doc)
}

/// The words that report events, and those who take part by their words.
fn reports(
    lexicon: &Lexicon,
    syntax: &Syntax,
    entities: &Entities,
    times: &[Time],
) -> Vec<(Rc<Fit>, Parties)> {
    let people = People::new(syntax, lexicon, entities);
    let finder = Finder::new(syntax, lexicon, &people);
    // *March* is a month.
    times.iter().for_each(|time| finder.leave_out(syntax.doc.words_in(time.span)));
    let fits: Vec<Rc<Fit>> = (0..syntax.len()).filter_map(|word| finder.best(word)).collect();
    let is_event = |fit: &&Rc<Fit>| finder.entry(fit).kind.is_some();
    let mut inner = vec![false; syntax.len()];
    for fit in fits.iter().filter(is_event) {
        let outer = finder.entry(fit);
        for event in fit.inner.iter().filter_map(|&word| finder.event(word)) {
            inner[event.head] |= !is_kept(outer, finder.entry(&event)) && event.head != fit.head;
        }
        // *ratified an agreement* is one event, *condemned an attack* are two.
        for event in fit.recipients.iter().filter_map(|&word| finder.best(word)) {
            let is_alike = quad(outer.kind).is_some() && quad(outer.kind) == quad(finder.entry(&event).kind);
            inner[event.head] |= is_alike && event.head != fit.head && !syntax.is_verbal(event.head);
        }
    }
    // *asked them to help*: what only the outer event says may come is a part of it.
    let reports: HashSet<usize> =
        fits.iter().filter(is_event).flat_map(|fit| [Some(fit.head), fit.light]).flatten().collect();
    let is_told = |fit: &Fit| {
        let said = status::of(syntax, lexicon, fit);
        said.status != Status::Actual
            && said.by.is_some_and(|by| by != fit.head && Some(by) != fit.light && reports.contains(&by))
    };
    let stands = |fit: &&Rc<Fit>| !inner[fit.head] && !is_background(&finder, fit) && !is_told(fit);
    let outermost = fits.iter().filter(is_event).filter(stands);
    let found = outermost.map(|fit| (fit.clone(), roles::of(&finder, fit)));
    found.filter(|(fit, parties)| !is_only_named(&finder, fit, parties)).collect()
}

/// Whether a noun only names what goes on and is known already, without anybody in it: *since the war*, *after the violence*.
/// What is said of it, where it was, or that it broke out, reports it.
fn is_only_named(finder: &Finder, fit: &Fit, parties: &Parties) -> bool {
    let syntax = finder.syntax;
    let nobody = parties.actors.is_empty() && parties.recipients.is_empty();
    let goes_on = || syntax.is_of(fit.head, |lemma| finder.lexicon.is_in(lemma, "ongoing"));
    let is_told =
        || matches!(syntax.relation(fit.head), "root" | "nsubj" | "nsubj:pass" | "parataxis" | "appos");
    let is_placed = || PLACED.iter().any(|name| !syntax.behind(fit.head, name).is_empty());
    nobody && goes_on() && fit.light.is_none() && !is_told() && !is_placed()
}

/// Prepositions between an event and its place.
const PLACED: [&str; 4] = ["in", "at", "near", "outside"];

/// The class of a type, of four.
fn quad(kind: Option<&str>) -> Option<u8> {
    codebook::of_type(kind?).map(|own| own.quad)
}

/// Types that a participle before a noun reports as well: *the abducted mayor*. Of others it only describes: *armed forces*,
/// *an exiled poet*.
const DESCRIBED: [&str; 2] = ["ASSAULT", "COERCE"];

fn is_background(finder: &Finder, fit: &Fit) -> bool {
    let entry = finder.entry(fit);
    let describes = !entry.kind.is_some_and(|kind| DESCRIBED.contains(&kind));
    match finder.syntax.relation(fit.head) {
        "amod" => entry.pattern.pos == Pos::Verb && describes,
        // *an arrest warrant* is no arrest
        "compound" => entry.pattern.pos == Pos::Noun,
        _ => false,
    }
}

/// Makes events of fits.
struct Maker<'a> {
    lexicon: &'a Lexicon,
    people: &'a People<'a>,
    dates: Dates<'a>,
    carriers: Carriers,
    day: Option<&'a str>,
}

impl Maker<'_> {
    fn event(&self, fit: &Fit, parties: &Parties) -> Event {
        let syntax = self.people.syntax;
        let entry = &self.lexicon.entries[fit.entry];
        let trigger = syntax.doc.words[fit.head].span;
        let (actors, recipients) = self.sides(parties);
        let mut event = Event {
            kind: entry.kind.unwrap_or_default(),
            mode: entry.mode,
            cameo: entry.cameo,
            trigger,
            head: fit.head,
            actors,
            recipients,
            status: Status::Actual,
            when: None,
            place: None,
            statement: self.carriers.innermost(trigger, usize::MAX),
            mentions: vec![trigger],
            confidence: 0.0,
            notes: vec![self.made_by(fit)],
            same: self.same(fit),
        };
        if let Some(light) = fit.light {
            event.notes.push(format!("who does it: by “{}”, a light verb", syntax.form(light)));
        }
        for &(word, score) in &parties.pointed {
            event.notes.push(format!("“{}”: the model points to it, score {score:.2}", syntax.form(word)));
        }
        let trigger = learned::of(syntax.analysis, fit.head);
        self.mode(trigger, &mut event);
        self.date(fit, &mut event);
        self.status(fit, trigger, &mut event);
        event.confidence = confidence(entry, fit, &event);
        event
    }

    /// The entry that a word fits, or what the model says of it.
    fn made_by(&self, fit: &Fit) -> String {
        let word = self.people.syntax.form(fit.head);
        let Entry { text, file, line, kind, .. } = &self.lexicon.entries[fit.entry];
        match fit.guess {
            Some(score) => {
                format!(
                    "no entry fits “{word}”; the model takes it for {}, score {score:.2}",
                    kind.unwrap_or_default()
                )
            }
            None => format!("“{word}” fits `{text}`, {file}:{line}"),
        }
    }

    /// The entities of both sides; one that the words of both name stands with the actors.
    fn sides(&self, parties: &Parties) -> (Vec<usize>, Vec<usize>) {
        let numbers = |words: &[usize]| {
            let mut all = Vec::new();
            for number in words.iter().filter_map(|&word| self.number(word)) {
                if !all.contains(&number) {
                    all.push(number);
                }
            }
            all
        };
        let actors = numbers(&parties.actors);
        let mut recipients = numbers(&parties.recipients);
        recipients.retain(|number| !actors.contains(number));
        (actors, recipients)
    }

    fn number(&self, word: usize) -> Option<usize> {
        let entities = self.people.entities;
        let people = entities.people_at(word).and_then(|words| entities.mentioned(words));
        people.or_else(|| self.people.entity(word))
    }

    /// The words in which an event may be named again: its subject, and what it happened in.
    fn same(&self, fit: &Fit) -> Vec<usize> {
        let syntax = self.people.syntax;
        if !syntax.is_verbal(fit.head) {
            return Vec::new();
        }
        let around = ["in", "during", "by"].into_iter().flat_map(|name| syntax.behind(fit.head, name));
        let opens =
            |clause: usize| syntax.by(clause, &["mark", "advmod"]).any(|word| syntax.lemma(word) == "when");
        let when = syntax.by(fit.head, &["advcl"]).filter(|&clause| opens(clause));
        // *shelled the town, killing eight*
        let with = syntax.parent(fit.head).filter(|_| {
            syntax.relation(fit.head) == "advcl"
                && syntax.word(fit.head).xpos == "VBG"
                && syntax.by(fit.head, &["mark", "nsubj"]).next().is_none()
        });
        syntax.subjects(fit.head).into_iter().chain(around).chain(when).chain(with).collect()
    }

    fn date(&self, fit: &Fit, event: &mut Event) {
        let of_light = || fit.light.and_then(|verb| self.dates.of(verb));
        let Some((when, where_)) = self.dates.of(fit.head).or_else(of_light) else { return };
        event.notes.push(format!("date: “{}”, {where_}", self.dates.words(when.time)));
        event.when = Some(when);
    }

    /// The mode that the model says where the entry says none, with the code of CAMEO where that says only the type.
    fn mode(&self, trigger: Option<&Trigger>, event: &mut Event) {
        let learned = trigger.filter(|_| event.mode.is_none()).and_then(|own| learned::mode(own, event.kind));
        let Some((mode, score)) = learned else { return };
        event.notes.push(format!("mode {mode}: the model says so, score {score:.2}"));
        event.mode = Some(mode);
        if event.cameo == codebook::cameo_of(event.kind, None) {
            event.cameo = codebook::cameo_of(event.kind, Some(mode)).or(event.cameo);
        }
    }

    fn status(&self, fit: &Fit, trigger: Option<&Trigger>, event: &mut Event) {
        let syntax = self.people.syntax;
        let said = status::of(syntax, self.lexicon, fit);
        event.status = said.status;
        if let Some(by) = said.by {
            event.notes.push(format!("{}: by “{}”", record::label(said.status), syntax.form(by)));
        } else if let Some((status, score)) = trigger.and_then(learned::status) {
            event.notes.push(format!("{}: the model says so, score {score:.2}", record::label(status)));
            event.status = status;
        }
        if let Some(refused) = planned::refusal(event.kind).filter(|_| said.refused) {
            event.notes.push(format!("{} that will not be is REJECT", event.kind));
            event.status = Status::Actual;
            (event.kind, event.mode, event.cameo) = ("REJECT", refused.mode, Some(refused.cameo));
        }
        let is_ahead = event.when.as_ref().zip(self.day).is_some_and(|(when, day)| when.start.as_str() > day);
        if event.status == Status::Actual && is_ahead {
            event.status = Status::Planned;
            event.notes.push("planned: its day is to come".to_owned());
        }
        if event.status == Status::Planned
            && let Some(planned) = planned::of(event.kind)
        {
            event.notes.push(format!("{} that lies ahead is {}", event.kind, planned.kind));
            (event.kind, event.mode, event.cameo) = (planned.kind, None, Some(planned.cameo));
        }
    }
}

/// How sure an event is, by how it was made: a narrow pattern and known parties say more than a word alone.
fn confidence(entry: &Entry, fit: &Fit, event: &Event) -> f64 {
    if let Some(score) = fit.guess {
        return (f64::from(score) * 50.0).round() / 100.0;
    }
    let narrow = f64::from(entry.weight.min(24)) / 24.0;
    let sides = f64::from(u8::from(!event.actors.is_empty()) + u8::from(!event.recipients.is_empty()));
    let score: f64 = 0.4 + 0.2 * narrow + 0.15 * sides;
    let score = if event.status == Status::Actual { score + 0.05 } else { score };
    (score * 100.0).round() / 100.0
}

/// Gives each event the place of its clause, or the only one of its sentence.
pub(crate) fn place(events: &mut [Event], nearest: &Nearest, places: &[Place], text: &str) {
    for event in events {
        event.place = nearest.clear(event.trigger);
        if let Some(place) = event.place {
            event.notes.push(format!("place: “{}”, the nearest", places[place].span.of(text)));
        }
    }
}

/// What figures of people measure, with the types of the events in which they are counted.
const COUNTED_IN: [(&str, &str); 6] = [
    ("killed", "ASSAULT"),
    ("injured", "ASSAULT"),
    ("casualties", "ASSAULT"),
    ("detained", "COERCE"),
    ("released", "RETREAT"),
    ("rescued", "AID"),
];

/// Gives each figure of the record, with its bytes in `spans`, the event in whose clause it stands: of people killed the
/// assault, else the nearest.
pub(crate) fn figures(
    input: &Input,
    spans: &[ByteSpan],
    events: &[Event],
    rows: &[annals_record::Event],
    figures: &mut [Figure],
) {
    let &Input { doc, analysis, .. } = input;
    if analysis.words.is_empty() {
        return;
    }
    let mut by_clause: HashMap<usize, Vec<usize>> = HashMap::new();
    for (number, event) in events.iter().enumerate() {
        for mention in &event.mentions {
            let clause = clause_of(doc, analysis, doc.words_in(*mention).start);
            by_clause.entry(clause).or_default().push(number);
        }
    }
    for (figure, span) in figures.iter_mut().zip(spans) {
        let words = doc.words_in(*span);
        let clause = (!words.is_empty()).then(|| clause_of(doc, analysis, head_of(doc, analysis, words)));
        let inside = clause.and_then(|clause| by_clause.get(&clause)).into_iter().flatten();
        let wanted = COUNTED_IN.iter().find(|(measure, _)| figure.measure.as_deref() == Some(measure));
        let fits = |number: &&usize| wanted.is_none_or(|&(_, kind)| events[**number].kind == kind);
        let distance = |number: &&usize| events[**number].trigger.start.abs_diff(span.start);
        figure.event = inside.filter(fits).min_by_key(distance).map(|&number| rows[number].id);
    }
}

#[cfg(test)]
mod tests;

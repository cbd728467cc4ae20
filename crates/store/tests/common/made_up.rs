//! Made-up records with every field of every kind, their links leading somewhere.
#![allow(dead_code)]

use annals_record::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Any record that a reader could make.
pub fn record() -> impl Strategy<Value = Record> {
    ("[a-zé“” \n]{1,300}", vec(any::<Index>(), 12)).prop_flat_map(|(text, cuts)| {
        let length = text.chars().count();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(length)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let sentences: Vec<Sentence> = cuts
            .windows(2)
            .enumerate()
            .map(|(n, pair)| Sentence { span: CharSpan::new(pair[0], pair[1]), paragraph: n / 2 })
            .collect();
        (article(text), findings(length, sentences.len()), notes()).prop_map(
            move |(article, findings, notes)| {
                let base = Record::new("engine", article);
                Record { sentences: sentences.clone(), notes, ..findings.record(base) }
            },
        )
    })
}

fn article(text: String) -> impl Strategy<Value = Article> {
    let some = || option::of("\\PC{0,20}");
    let first = (some(), some(), some(), some(), vec("\\PC{0,9}", 0..3), some());
    let froms = vec![DateSource::Input, DateSource::JsonLd, DateSource::OpenGraph, DateSource::TimeElement];
    let second = (
        some(),
        option::of("20[0-2][0-9]-0[1-9]-1[0-9](T12:00:00Z)?"),
        option::of(select(froms)),
        some(),
        some(),
    );
    (first, second).prop_map(
        move |(
            (key, uri, source, title, byline, section),
            (story_code, published, published_from, modified, language),
        )| {
            let id = article_id(uri.as_deref(), &text);
            Article {
                id,
                key,
                uri,
                source,
                title,
                byline,
                section,
                story_code,
                published,
                published_from,
                modified,
                language,
                text: text.clone(),
            }
        },
    )
}

fn notes() -> impl Strategy<Value = Vec<Note>> {
    vec(("[a-z]{1,6}", "\\PC{0,20}").prop_map(|(stage, message)| Note { stage, message }), 0..3)
}

/// An event with its actors, its recipients, and place, time and statement.
type Linked = (Event, Vec<Index>, Vec<Index>, [Option<Index>; 3]);

/// The findings, whose links are still indices.
#[derive(Clone, Debug)]
struct Findings {
    entities: Vec<(Entity, Option<Index>)>,
    statements: Vec<(Statement, [Option<Index>; 4])>,
    events: Vec<Linked>,
    figures: Vec<(Figure, [Option<Index>; 5])>,
    times: Vec<Time>,
    places: Vec<Place>,
}

fn span(length: usize) -> impl Strategy<Value = CharSpan> + Clone {
    (0..=length, 0..=length).prop_map(|(a, b)| CharSpan::new(a.min(b), a.max(b)))
}

fn link() -> impl Strategy<Value = Option<Index>> {
    option::of(any::<Index>())
}

fn number() -> impl Strategy<Value = Option<f64>> {
    option::of(prop_oneof![(-1_000_000i64..1_000_000).prop_map(|n| n as f64), -1e12..1e12f64])
}

fn words() -> impl Strategy<Value = Option<String>> {
    option::of("\\PC{0,12}")
}

fn findings(length: usize, sentences: usize) -> impl Strategy<Value = Findings> {
    let events = if sentences == 0 { 0..1 } else { 0..5 };
    (
        vec((entity(length), link()), 0..5),
        vec((statement(length), [link(), link(), link(), link()]), 0..5),
        vec(
            (
                event(length, sentences.max(1)),
                vec(any::<Index>(), 0..3),
                vec(any::<Index>(), 0..3),
                [link(), link(), link()],
            ),
            events,
        ),
        vec((figure(length), [link(), link(), link(), link(), link()]), 0..5),
        vec(time(length), 0..5),
        vec(place(length), 0..5),
    )
        .prop_map(|(entities, statements, events, figures, times, places)| Findings {
            entities,
            statements,
            events,
            figures,
            times,
            places,
        })
}

fn entity(length: usize) -> impl Strategy<Value = Entity> {
    let kinds = vec![
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Group,
        EntityKind::Other,
    ];
    let key = option::of("(person|state)/[a-d]");
    (
        span(length),
        "\\PC{1,12}",
        select(kinds),
        words(),
        words(),
        words(),
        words(),
        key,
        vec(mention(length), 0..4),
    )
        .prop_map(|(span, name, kind, country, role, title, reference, key, mentions)| Entity {
            id: EntityId::new(span),
            name,
            kind,
            country,
            role,
            title,
            affiliation: None,
            reference,
            key,
            mentions,
        })
}

fn mention(length: usize) -> impl Strategy<Value = Mention> {
    let forms = vec![MentionForm::Name, MentionForm::Nominal, MentionForm::Pronoun];
    (span(length), select(forms), option::of(span(length))).prop_map(|(span, form, head)| Mention {
        span,
        form,
        head,
    })
}

fn statement(length: usize) -> impl Strategy<Value = Statement> {
    let forms = vec![StatementForm::Direct, StatementForm::Indirect, StatementForm::Mixed];
    let stances = vec![Stance::Neutral, Stance::Deny, Stance::Threaten, Stance::Blame];
    let cue = (span(length), "[a-z]{1,6}", select(stances), any::<bool>())
        .prop_map(|(span, lemma, stance, negated)| Cue { span, lemma, stance, negated });
    let bys =
        vec![SpeakerBy::Model, SpeakerBy::Cue, SpeakerBy::Tree, SpeakerBy::Introduction, SpeakerBy::Carried];
    let other = (span(length), 0.0..1.0f64).prop_map(|(span, score)| Alternate { span, entity: None, score });
    let speaker = (span(length), select(bys), option::of(0.0..1.0f64), vec(other, 0..3))
        .prop_map(|(span, by, score, alternates)| Speaker { span, entity: None, by, score, alternates });
    let addressee = span(length).prop_map(|span| Participant { span, entity: None });
    (
        span(length),
        select(forms),
        vec(span(length), 0..3),
        option::of(cue),
        option::of(speaker),
        option::of(addressee),
    )
        .prop_map(|(span, form, content, cue, speaker, addressee)| Statement {
            id: StatementId::new(span),
            form,
            content,
            cue,
            speaker,
            addressee,
            within: None,
        })
}

fn event(length: usize, sentences: usize) -> impl Strategy<Value = Event> {
    let states = vec![Status::Actual, Status::Planned, Status::Possible, Status::Negated, Status::Demanded];
    let date =
        ("2024-0[1-9]-01", "2024-0[1-9]-02").prop_map(|(start, end)| EventDate { start, end, time: None });
    let kind = ("[A-Z]{3,9}", words(), words(), number());
    (
        kind,
        span(length),
        0..sentences,
        option::of(date),
        select(states),
        vec(span(length), 0..3),
        option::of(0.0..1.0f64),
    )
        .prop_map(
            |((kind, mode, cameo, intensity), trigger, sentence, date, status, mentions, confidence)| Event {
                id: EventId::new(trigger),
                kind,
                mode,
                cameo,
                intensity,
                trigger,
                sentence,
                actors: Vec::new(),
                recipients: Vec::new(),
                date,
                place: None,
                status,
                statement: None,
                mentions,
                confidence,
            },
        )
}

fn figure(length: usize) -> impl Strategy<Value = Figure> {
    let relations = vec![Relation::Exact, Relation::About, Relation::AtLeast, Relation::Between];
    (span(length), number(), number(), select(relations), words(), words(), words(), words()).prop_map(
        |(span, low, high, relation, unit, measure, of, currency)| Figure {
            id: FigureId::new(span),
            span,
            low,
            high,
            relation,
            unit,
            measure,
            of,
            currency,
            place: None,
            date: None,
            event: None,
            part_of: None,
            statement: None,
        },
    )
}

fn time(length: usize) -> impl Strategy<Value = Time> {
    let kinds = vec![TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set];
    (span(length), select(kinds), words()).prop_map(|(span, kind, value)| Time {
        id: TimeId::new(span),
        span,
        kind,
        value,
    })
}

fn place(length: usize) -> impl Strategy<Value = Place> {
    (
        span(length),
        "\\PC{1,12}",
        words(),
        words(),
        option::of(-90.0..90.0f64),
        option::of(-180.0..180.0f64),
        option::of(1u64..9_999_999),
    )
        .prop_map(|(span, name, country, admin1, lat, lon, geonames)| Place {
            id: PlaceId::new(span),
            span,
            name,
            country,
            admin1,
            lat,
            lon,
            geonames,
            feature: None,
            sense: PlaceSense::Actor,
            by: PlaceBy::Context,
            score: Some(0.25),
        })
}

/// The item that `link` chooses; none where there is nothing to choose from.
fn chosen<T: Copy>(link: Option<Index>, all: &[T]) -> Option<T> {
    link.filter(|_| !all.is_empty()).map(|link| all[link.index(all.len())])
}

/// Gives findings on one span their numbers, as a reader does.
fn number_ids<K: Kind>(spans: impl Iterator<Item = CharSpan>) -> Vec<Id<K>> {
    let mut seen = std::collections::HashMap::new();
    spans
        .map(|span| {
            let copy = seen.entry(span).or_insert(0);
            *copy += 1;
            Id::numbered(span, *copy)
        })
        .collect()
}

impl Findings {
    fn record(self, base: Record) -> Record {
        let Self { entities, statements, events, figures, times, places } = self;
        let e: Vec<EntityId> = number_ids(entities.iter().map(|(one, _)| one.id.span()));
        let s: Vec<StatementId> = number_ids(statements.iter().map(|(one, _)| one.id.span()));
        let v: Vec<EventId> = number_ids(events.iter().map(|(one, ..)| one.id.span()));
        let f: Vec<FigureId> = number_ids(figures.iter().map(|(one, _)| one.id.span()));
        let t: Vec<TimeId> = number_ids(times.iter().map(|one| one.id.span()));
        let p: Vec<PlaceId> = number_ids(places.iter().map(|one| one.id.span()));
        let figures =
            figures.into_iter().zip(&f).map(|((one, [place, date, event, whole, statement]), id)| Figure {
                id: *id,
                place: chosen(place, &p),
                date: chosen(date, &t),
                event: chosen(event, &v),
                part_of: chosen(whole, &f),
                statement: chosen(statement, &s),
                ..one
            });
        let all = |links: Vec<Index>| links.into_iter().filter_map(|link| chosen(Some(link), &e)).collect();
        let events =
            events.into_iter().zip(&v).map(|((one, actors, recipients, [time, place, statement]), id)| {
                Event {
                    id: *id,
                    actors: all(actors),
                    recipients: all(recipients),
                    date: one.date.map(|date| EventDate { time: chosen(time, &t), ..date }),
                    place: chosen(place, &p),
                    statement: chosen(statement, &s),
                    ..one
                }
            });
        let statements =
            statements.into_iter().zip(&s).map(|((one, [speaker, other, addressee, within]), id)| {
                Statement {
                    id: *id,
                    speaker: one.speaker.map(|found| Speaker {
                        entity: chosen(speaker, &e),
                        alternates: found
                            .alternates
                            .into_iter()
                            .map(|alternate| Alternate { entity: chosen(other, &e), ..alternate })
                            .collect(),
                        ..found
                    }),
                    addressee: one
                        .addressee
                        .map(|found| Participant { entity: chosen(addressee, &e), ..found }),
                    within: chosen(within, &s),
                    ..one
                }
            });
        Record {
            statements: statements.collect(),
            events: events.collect(),
            figures: figures.collect(),
            entities: entities
                .into_iter()
                .zip(&e)
                .map(|((one, belongs), id)| Entity { id: *id, affiliation: chosen(belongs, &e), ..one })
                .collect(),
            times: times.into_iter().zip(&t).map(|(one, id)| Time { id: *id, ..one }).collect(),
            places: places.into_iter().zip(&p).map(|(one, id)| Place { id: *id, ..one }).collect(),
            ..base
        }
    }
}

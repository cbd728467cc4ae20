//! A small store of invented news: what the manual of the query language is tried on.
//!
//! | key | source, day | what it says |
//! |---|---|---|
//! | news-1 | herald.example, 2024-03-01 | Dovan Kreel of Kesland says that a ceasefire holds; the mayor counts over 300 killed; a march in Orsk |
//! | news-2 | mirror.example, 2024-03-02 | a copy of news-1 |
//! | news-3 | tribune.example, 2024-03-05 | Ann Lee of Marnia: no truce; Kreel denies 120 killed; a visit planned; 5 million crowns pledged |
//! | news-3 | tribune.example, 2024-03-04 | the version before, with another quotation of Ann Lee |
//! | news-4 | blatt.example, no day, German | rain in Varn |
#![allow(dead_code)]

use annals_record::*;
use annals_store::{Entry, Store};

/// The store, in a folder that goes with it.
pub struct News {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

/// The store of all stories.
pub fn news() -> News {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(folder.path().join("news.annals")).unwrap();
    let run = store.begin("2024-04-01T00:00:00Z", "annals test", &[]).unwrap();
    let stories = [
        holds("news-1", "herald.example", "2024-03-01"),
        holds("news-2", "mirror.example", "2024-03-02"),
        before(),
        denies(),
        rain(),
    ];
    for story in stories {
        store.add(run, &[Entry::new(story).unwrap()], &[], 0).unwrap();
    }
    News { folder, store }
}

fn article(key: &str, source: &str, day: Option<&str>, language: &str, text: &str) -> Record {
    let uri = Some(format!("https://{source}/{key}"));
    let article = Article {
        id: article_id(uri.as_deref(), text),
        key: Some(key.to_owned()),
        uri,
        source: Some(source.to_owned()),
        title: Some(format!("Title of {key}")),
        published: day.map(str::to_owned),
        language: Some(language.to_owned()),
        text: text.to_owned(),
        ..Article::default()
    };
    let mut record = Record::new("annals test", article);
    let mut start = 0;
    for sentence in text.split_inclusive(". ") {
        let words = sentence.trim_end().chars().count();
        record.sentences.push(Sentence { span: CharSpan::new(start, start + words), paragraph: 0 });
        start += sentence.chars().count();
    }
    record
}

/// Where `words` stand for the `nth` time, from 0.
fn span(record: &Record, words: &str, nth: usize) -> CharSpan {
    let (place, _) = record.article.text.match_indices(words).nth(nth).expect(words);
    let start = record.article.text[..place].chars().count();
    CharSpan::new(start, start + words.chars().count())
}

fn entity(record: &mut Record, name: &str, key: Option<&str>, kind: EntityKind) -> EntityId {
    let count = record.article.text.matches(name).count();
    let spans: Vec<CharSpan> = (0..count).map(|nth| span(record, name, nth)).collect();
    let form = if key.is_some() { MentionForm::Name } else { MentionForm::Nominal };
    let id = EntityId::new(spans[0]);
    record.entities.push(Entity {
        id,
        name: name.to_owned(),
        kind,
        country: key.and_then(|key| key.split('/').nth(1)).filter(|code| *code != "-").map(str::to_owned),
        role: key.map(|_| "GOV".to_owned()),
        title: None,
        affiliation: None,
        reference: None,
        key: key.map(str::to_owned),
        mentions: spans.into_iter().map(|span| Mention { span, form, head: None }).collect(),
    });
    id
}

struct Said<'a> {
    words: &'a str,
    cue: (&'a str, &'a str, Stance),
    speaker: (&'a str, Option<EntityId>),
    addressee: Option<(&'a str, EntityId)>,
    form: StatementForm,
}

fn statement(record: &mut Record, said: &Said<'_>) -> StatementId {
    let at = |words| span(record, words, 0);
    let content = at(said.words);
    let (cue, lemma, stance) = said.cue;
    record.statements.push(Statement {
        id: StatementId::new(content),
        form: said.form,
        content: vec![content],
        cue: Some(Cue { span: at(cue), lemma: lemma.to_owned(), stance, negated: false }),
        speaker: Some(Speaker {
            span: at(said.speaker.0),
            entity: said.speaker.1,
            by: SpeakerBy::Cue,
            score: None,
            alternates: Vec::new(),
        }),
        addressee: said
            .addressee
            .map(|(words, entity)| Participant { span: at(words), entity: Some(entity) }),
        within: None,
    });
    StatementId::new(content)
}

fn place(record: &mut Record, name: &str, country: &str) -> PlaceId {
    let at = span(record, name, 0);
    record.places.push(Place {
        id: PlaceId::new(at),
        span: at,
        name: name.to_owned(),
        country: Some(country.to_owned()),
        admin1: None,
        lat: Some(10.0),
        lon: Some(20.0),
        geonames: None,
        feature: None,
        sense: PlaceSense::Literal,
        by: PlaceBy::None,
        score: None,
    });
    PlaceId::new(at)
}

fn event(
    record: &mut Record,
    (kind, mode, cameo): (&str, &str, &str),
    trigger: &str,
    status: Status,
) -> EventId {
    let at = span(record, trigger, 0);
    let sentence = record.sentences.iter().position(|sentence| at.start < sentence.span.end).unwrap();
    record.events.push(Event {
        id: EventId::new(at),
        kind: kind.to_owned(),
        mode: Some(mode.to_owned()),
        cameo: Some(cameo.to_owned()),
        intensity: None,
        trigger: at,
        sentence,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: None,
        place: None,
        status,
        statement: None,
        mentions: vec![at],
        confidence: None,
    });
    EventId::new(at)
}

fn figure(
    record: &mut Record,
    words: &str,
    bounds: (Option<f64>, Option<f64>),
    relation: Relation,
) -> FigureId {
    let at = span(record, words, 0);
    record.figures.push(Figure {
        id: FigureId::new(at),
        span: at,
        low: bounds.0,
        high: bounds.1,
        relation,
        unit: Some("people".to_owned()),
        measure: Some("killed".to_owned()),
        of: None,
        currency: None,
        part_of: None,
        place: None,
        date: None,
        event: None,
        statement: None,
    });
    FigureId::new(at)
}

fn holds(key: &str, source: &str, day: &str) -> Record {
    let text = "Dovan Kreel said the ceasefire in Varn was holding. The ceasefire began on 1 March. More than 300 people were killed in \
                Varn, the mayor said. Thousands marched in Orsk on Friday.";
    let mut record = article(key, source, Some(day), "en", text);
    let kreel = entity(&mut record, "Dovan Kreel", Some("person/KES/dovan-kreel"), EntityKind::Person);
    let mayor = entity(&mut record, "the mayor", None, EntityKind::Person);
    let people = entity(&mut record, "people", None, EntityKind::Group);
    statement(
        &mut record,
        &Said {
            words: "the ceasefire in Varn was holding",
            cue: ("said", "say", Stance::Neutral),
            speaker: ("Dovan Kreel", Some(kreel)),
            addressee: None,
            form: StatementForm::Indirect,
        },
    );
    let counted = statement(
        &mut record,
        &Said {
            words: "More than 300 people were killed in Varn",
            cue: ("said", "say", Stance::Neutral),
            speaker: ("the mayor", Some(mayor)),
            addressee: None,
            form: StatementForm::Indirect,
        },
    );
    let varn = place(&mut record, "Varn", "KES");
    let orsk = place(&mut record, "Orsk", "MRN");
    let killed = event(&mut record, ("ASSAULT", "beat", "190"), "killed", Status::Actual);
    record.events[0].place = Some(varn);
    record.events[0].statement = Some(counted);
    record.events[0].recipients = vec![people];
    event(&mut record, ("PROTEST", "demo", "141"), "marched", Status::Actual);
    record.events[1].place = Some(orsk);
    figure(&mut record, "More than 300 people", (Some(300.0), None), Relation::Over);
    record.figures[0].place = Some(varn);
    record.figures[0].event = Some(killed);
    record.figures[0].statement = Some(counted);
    let march = span(&record, "1 March", 0);
    record.times.push(Time {
        id: TimeId::new(march),
        span: march,
        kind: TimeKind::Date,
        value: Some("2024-03-01".into()),
    });
    record
}

fn lee(record: &mut Record, words: &str) {
    let lee = entity(record, "Ann Lee", Some("person/MRN/ann-lee"), EntityKind::Person);
    let reporters = entity(record, "reporters", None, EntityKind::Group);
    statement(
        record,
        &Said {
            words,
            cue: ("told", "tell", Stance::Neutral),
            speaker: ("Ann Lee", Some(lee)),
            addressee: Some(("reporters", reporters)),
            form: StatementForm::Direct,
        },
    );
}

fn before() -> Record {
    let text = "“There will be a truce,” Ann Lee told reporters.";
    let mut record = article("news-3", "tribune.example", Some("2024-03-04"), "en", text);
    lee(&mut record, "“There will be a truce,”");
    record
}

fn denies() -> Record {
    let text = "“There will be no truce,” Ann Lee told reporters. Dovan Kreel denied that 120 people were killed. The army plans to \
                visit Orsk. Kesland pledged 5 million crowns, officials claimed.";
    let mut record = article("news-3", "tribune.example", Some("2024-03-05T10:00:00Z"), "en", text);
    lee(&mut record, "“There will be no truce,”");
    let kreel = entity(&mut record, "Dovan Kreel", Some("person/KES/dovan-kreel"), EntityKind::Person);
    let kesland = entity(&mut record, "Kesland", Some("state/KES"), EntityKind::Place);
    let army = entity(&mut record, "The army", None, EntityKind::Organization);
    let denied = statement(
        &mut record,
        &Said {
            words: "120 people were killed",
            cue: ("denied that", "deny", Stance::Deny),
            speaker: ("Dovan Kreel", Some(kreel)),
            addressee: None,
            form: StatementForm::Indirect,
        },
    );
    let claimed = statement(
        &mut record,
        &Said {
            words: "Kesland pledged 5 million crowns",
            cue: ("claimed", "claim", Stance::Assert),
            speaker: ("officials", None),
            addressee: None,
            form: StatementForm::Indirect,
        },
    );
    let orsk = place(&mut record, "Orsk", "MRN");
    event(&mut record, ("CONSULT", "visit", "042"), "visit", Status::Planned);
    record.events[0].actors = vec![army];
    record.events[0].place = Some(orsk);
    event(&mut record, ("AID", "economic", "071"), "pledged", Status::Planned);
    record.events[1].actors = vec![kesland];
    record.events[1].statement = Some(claimed);
    figure(&mut record, "120 people", (Some(120.0), Some(120.0)), Relation::Exact);
    record.figures[0].statement = Some(denied);
    figure(&mut record, "5 million crowns", (Some(5e6), Some(5e6)), Relation::Exact);
    record.figures[1].unit = Some("money".into());
    record.figures[1].measure = Some("money".into());
    record
}

fn rain() -> Record {
    article("news-4", "blatt.example", None, "de", "Regen fiel in Varn.")
}

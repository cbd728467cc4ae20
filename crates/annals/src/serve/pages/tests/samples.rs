//! One small article about invented people, as each screen gets it.

use annals_store::{Columns, Row, Value};
use serde_json::json;

use crate::serve::models::*;

/// Words of a text that would be a script, were they not escaped.
pub(super) const HOSTILE: &str = "<script>alert(1)</script>";

pub(super) fn shell(url: &str) -> Shell {
    let link = |label: &str| Link { label: label.into(), url: format!("/search.{}", label.to_lowercase()) };
    Shell {
        title: "A page".into(),
        store: "news.annals".into(),
        url: url.into(),
        query: format!("\"{HOSTILE}\""),
        formats: ["JSON", "CSV"].map(link).into(),
        version: "0.1.0",
        ..Shell::default()
    }
}

fn count(value: &str, count: u64) -> Count {
    Count { value: Some(value.into()), label: value.into(), count, url: format!("/search?q={value}") }
}

fn hit() -> Hit {
    let title = format!("Halvet {HOSTILE}");
    let texts = [
        ("article_id", "a1"),
        ("source", "voice.example"),
        ("title", &title),
        ("day", "2024-09-14"),
        ("id", "f20-38"),
        ("text", "about 58 people"),
        ("relation", "about"),
        ("unit", "people"),
        ("measure", "killed"),
        ("voice", "Orsel Front"),
    ];
    let texts = texts.map(|(name, text)| (name, Value::Text(text.to_owned())));
    let numbers = [
        ("sentence", Value::Integer(1)),
        ("low", Value::Real(58.0)),
        ("high", Value::Real(58.0)),
        ("review", Value::Null),
    ];
    let (names, values): (Vec<_>, Vec<_>) = texts.into_iter().chain(numbers).unzip();
    Hit {
        row: Row::new(Columns::new(names), values),
        kind: "figure".into(),
        url: "/article/a1/f20-38".into(),
        article_url: "/article/a1".into(),
        voice_url: Some("/actor/organization%2F-%2Forsel-front".into()),
        text: format!("The Orsel Front said about 58 people died. {HOSTILE}"),
        marks: vec![(21, 36)],
        before: None,
        after: None,
    }
}

pub(super) fn search() -> SearchModel {
    SearchModel {
        query: "market".into(),
        kind: "figure".into(),
        sort: "relevance".into(),
        sorts: vec![Link { label: "relevance".into(), url: "/search?q=market".into() }],
        kinds: ["sentence", "figure"]
            .map(|kind| Link { label: kind.into(), url: format!("/search?q=type:{kind}") })
            .into(),
        error: None,
        total: 1,
        more: false,
        hits: vec![hit()],
        next: None,
        next_url: None,
        facets: vec![Facet {
            word: "source".into(),
            label: "Source".into(),
            counts: vec![count("voice.example", 1)],
        }],
        timeline: vec![count("2024-09-14", 1), count("2024-09-17", 3)],
        counted_of: Some(4),
        map_url: "/map.json?q=market".into(),
        review_url: "/review?q=market".into(),
        overview: None,
    }
}

pub(super) fn home() -> SearchModel {
    let overview = Overview {
        counts: vec![count("articles", 20)],
        days: vec![count("2024-09", 12), count("2024-12", 8)],
        sources: vec![count("voice.example", 3)],
        newest: Vec::new(),
        runs: vec![Run {
            run: 1,
            started: "2025-01-02T03:04:05Z".into(),
            ended: None,
            engine: "annals 0.1.0".into(),
            added: 20,
            changed: 0,
            skipped: 0,
            failed: 0,
        }],
    };
    SearchModel { query: String::new(), overview: Some(overview), ..search() }
}

pub(super) fn error() -> SearchModel {
    let error = QueryError { message: "there is no field `colour`".into(), start: 7, end: 17 };
    SearchModel {
        query: "market colour:red".into(),
        error: Some(error),
        hits: Vec::new(),
        total: 0,
        ..search()
    }
}

fn head() -> ArticleHead {
    ArticleHead {
        id: "a1".into(),
        url: "/article/a1".into(),
        uri: Some("javascript:alert(1)".replace("javascript", "data")),
        source: Some("voice.example".into()),
        title: Some(format!("Halvet {HOSTILE}")),
        version: 1,
        current: true,
        words: 12,
        engine: "annals 0.1.0".into(),
        ..ArticleHead::default()
    }
}

fn piece(text: &str, marks: &[(&str, &str)]) -> Piece {
    let mark =
        |&(id, part): &(&str, &str)| Mark { id: id.into(), part: part.into(), first: true, last: true };
    Piece { text: text.into(), start: 0, marks: marks.iter().map(mark).collect() }
}

fn sentences() -> Vec<SentenceModel> {
    let sentence =
        |n: u64, pieces| SentenceModel { n, start: 0, end: 9, url: format!("/article/a1/{n}"), pieces };
    let said = vec![
        piece("The Orsel Front", &[("e0-15", "mention"), ("s20-60", "speaker")]),
        piece(" ", &[]),
        piece("said", &[("s20-60", "cue")]),
        piece(" ", &[]),
        piece("about 58 people", &[("s20-60", "content"), ("f20-38", "figure")]),
        piece(" died.", &[("s20-60", "content")]),
    ];
    vec![sentence(0, vec![piece(HOSTILE, &[])]), sentence(1, said)]
}

fn findings() -> Vec<Finding> {
    let finding = |id: &str, kind: &str, text: &str, gist: &str, cue: Option<&str>| Finding {
        id: id.into(),
        kind: kind.into(),
        url: format!("/article/a1/{id}"),
        text: text.into(),
        start: 20,
        end: 38,
        sentence: Some(1),
        gist: gist.into(),
        voice: Some("Orsel Front".into()),
        voice_url: None,
        cue: cue.map(str::to_owned),
        review: None,
    };
    vec![
        finding("s20-60", "statement", "about 58 people died.", "indirect", Some("said")),
        finding("f20-38", "figure", "about 58 people", "about 58 people killed", None),
    ]
}

fn cite() -> Cite {
    Cite {
        text: "“Halvet”, voice.example.".into(),
        bibtex: "@misc{a1}".into(),
        ris: "TY  - NEWS".into(),
        csl: json!([{"id": "a1"}]),
        links: vec![Link { label: "BibTeX".into(), url: "/article/a1.bib".into() }],
    }
}

pub(super) fn article() -> ArticleModel {
    let difference = |kind: &str, here: &str, there: Option<&str>| Difference {
        kind: kind.into(),
        here: Some(here.into()),
        there: there.map(str::to_owned),
    };
    let differences = vec![difference("figure", "58", Some("41")), difference("quotation", "“Never”", None)];
    ArticleModel {
        article: head(),
        stored: true,
        paragraphs: vec![Paragraph { sentences: sentences() }],
        selected: Some(1),
        findings: findings(),
        things: vec![Thing {
            id: "e0-15".into(),
            name: "Orsel Front".into(),
            kind: "organization".into(),
            country: None,
            role: Some("REB".into()),
            title: None,
            key: Some("organization/-/orsel-front".into()),
            url: Some("/actor/organization%2F-%2Forsel-front".into()),
            mentions: 1,
            statements: 1,
        }],
        notes: Vec::new(),
        versions: Vec::new(),
        copies: vec![Copy { head: ArticleHead { url: "/article/a2".into(), ..head() }, differences }],
        cite: Some(cite()),
    }
}

pub(super) fn record() -> RecordModel {
    let voice = Voice {
        name: "Orsel Front".into(),
        url: None,
        words: Some("The Orsel Front".into()),
        statement: Some("s20-60".into()),
        statement_url: Some("/article/a1/s20-60".into()),
        cue: Some("said".into()),
        stance: Some("neutral".into()),
        negated: false,
        form: Some("indirect".into()),
        text: "about 58 people died".into(),
    };
    let itself = Voice {
        name: "article".into(),
        words: None,
        statement: None,
        statement_url: None,
        cue: None,
        form: None,
        ..voice.clone()
    };
    RecordModel {
        id: "f20-38".into(),
        kind: "figure".into(),
        url: "/article/a1/f20-38".into(),
        article: head(),
        row: hit().row,
        text: "about 58 people".into(),
        gist: "about 58 people killed".into(),
        fields: vec![Field { name: "relation".into(), value: "at_least".into(), url: None }],
        sentences: sentences().split_off(1),
        before: sentences().into_iter().next(),
        after: None,
        chain: vec![voice, itself],
        why: Some(Why {
            by: "model".into(),
            words: "The model chose.".into(),
            score: Some(0.93),
            alternates: Vec::new(),
        }),
        related: findings(),
        review: None,
        corrections: Vec::new(),
        settable: vec!["measure".into()],
        cite: cite(),
    }
}

pub(super) fn actor() -> ActorModel {
    let deeds = |list: &str, label: &str, hits: Vec<Hit>| Deeds {
        list: list.into(),
        label: label.into(),
        total: hits.len() as u64,
        more: false,
        hits,
        query: String::new(),
        url: "/search?q=x".into(),
    };
    ActorModel {
        key: "organization/-/orsel-front".into(),
        url: "/actor/organization%2F-%2Forsel-front".into(),
        name: format!("Orsel Front {HOSTILE}"),
        kind: "organization".into(),
        country: None,
        role: Some("REB".into()),
        articles: 4,
        names: vec![count("Orsel Front", 4)],
        titles: Vec::new(),
        deeds: vec![deeds("said", "Said", vec![hit()]), deeds("did", "Did", Vec::new())],
        over_time: vec![ActorCount { bucket: "2024-09".into(), said: 7, did: 0, done: 1 }],
        together: vec![count("Velkar", 3)],
    }
}

pub(super) fn compare() -> CompareModel {
    let claim = |day: &str, low: f64, relation: &str, voice: &str| Claim {
        series: 0,
        url: "/article/a1/f20-38".into(),
        day: Some(day.into()),
        source: Some("voice.example".into()),
        articles: 1,
        text: format!("{low} {HOSTILE}"),
        low: Some(low),
        high: Some(low),
        relation: relation.into(),
        measure: Some("killed".into()),
        unit: Some("people".into()),
        voice: voice.into(),
        voice_url: None,
    };
    let series = Series {
        query: "type:figure measure:killed".into(),
        kind: "figure".into(),
        url: "/search?q=x".into(),
        without_url: "/compare".into(),
        error: None,
        total: 2,
        counts: vec![1, 0, 1],
    };
    CompareModel {
        by: "day".into(),
        count: "row".into(),
        choices: Vec::new(),
        buckets: ["2024-09-14", "2024-09-15", "2024-09-16"].map(str::to_owned).into(),
        series: vec![series.clone(), Series { query: "market".into(), ..series }],
        claims: vec![
            claim("2024-09-14", 58.0, "about", "Orsel Front"),
            claim("2024-09-16", 41.0, "at_least", "article"),
        ],
        claims_left_out: 0,
    }
}

pub(super) fn map() -> MapModel {
    let place = MapPlace {
        name: "Halvet".into(),
        country: None,
        lat: 35.5,
        lon: 51.25,
        count: 3,
        url: "/search?q=x".into(),
    };
    MapModel { query: "market".into(), total: 9, placed: 3, places: vec![place], error: None }
}

pub(super) fn review() -> ReviewModel {
    let item = ReviewItem {
        hit: hit(),
        article: "a1".into(),
        finding: "f20-38".into(),
        fields: vec![Field { name: "measure".into(), value: "killed".into(), url: None }],
        review: None,
    };
    ReviewModel {
        query: "type:figure".into(),
        kind: "figure".into(),
        error: None,
        total: 1,
        more: false,
        items: vec![item],
        next_url: None,
        recent: Vec::new(),
        corrections: 0,
        file_url: "/review/corrections.jsonl".into(),
        read_only: false,
    }
}

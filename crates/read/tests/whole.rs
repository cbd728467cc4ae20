//! What holds for every text: nothing panics, spans lie inside, ids are unique, records keep to the schema.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, CharSpan, Outcome, Record};
use annals_text::Draft;
use proptest::prelude::*;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn read(text: &str, published: Option<&str>) -> Record {
    let article = Article {
        language: Some("en".into()),
        published: published.map(str::to_owned),
        text: text.into(),
        ..Article::default()
    };
    annals_read::read(Draft { article, notes: Vec::new() }, &READER)
}

fn validate(record: Record) {
    let schema = annals_record::json_schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let json = serde_json::to_value(Outcome::Read(Box::new(record))).expect("a record is JSON");
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

fn check_record(record: &Record) {
    let length = record.article.text.chars().count();
    let inside =
        |span: CharSpan| assert!(span.start < span.end && span.end <= length, "{span:?} of {length}");
    let mut ids = HashSet::new();
    for statement in &record.statements {
        assert!(ids.insert(statement.id.to_string()), "{} twice", statement.id);
        statement.content.iter().for_each(|&part| inside(part));
        assert!(
            statement.content.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "{:?}",
            statement.content
        );
        statement.cue.iter().for_each(|cue| inside(cue.span));
        statement.speaker.iter().for_each(|who| inside(who.span));
        statement.addressee.iter().for_each(|who| inside(who.span));
        assert_ne!(statement.within, Some(statement.id));
    }
    for figure in &record.figures {
        assert!(ids.insert(figure.id.to_string()), "{} twice", figure.id);
        inside(figure.span);
        assert!([figure.low, figure.high].into_iter().flatten().all(f64::is_finite));
    }
    for time in &record.times {
        assert!(ids.insert(time.id.to_string()), "{} twice", time.id);
        inside(time.span);
    }
    for place in &record.places {
        assert!(ids.insert(place.id.to_string()), "{} twice", place.id);
        inside(place.span);
        assert_eq!(place.lat.is_some(), place.lon.is_some());
        assert!(
            place.lat.is_none_or(|lat| lat.abs() <= 90.0) && place.lon.is_none_or(|lon| lon.abs() <= 180.0)
        );
        assert!(place.score.is_none_or(|score| (0.0..=1.0).contains(&score)));
    }
    let place = |figure: &annals_record::Figure| {
        figure.place.is_none_or(|id| record.places.iter().any(|place| place.id == id))
    };
    assert!(record.figures.iter().all(place));
    let known = |id: &Option<annals_record::StatementId>| {
        id.is_none_or(|id| record.statements.iter().any(|s| s.id == id))
    };
    assert!(record.statements.iter().all(|statement| known(&statement.within)));
    assert!(record.figures.iter().all(|figure| known(&figure.statement)));
}

/// Words, marks and numbers that the patterns know, in any order.
fn scrap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        "»",
        ",",
        ".",
        ":",
        "\n",
        " ",
        " ",
        " ",
        "Lee",
        "the mayor",
        "said",
        "says",
        "saying",
        "according to",
        "told",
        "that",
        "who",
        "and",
        "to",
        "of",
        "not",
        "over",
        "40",
        "1.5 million",
        "$",
        "percent",
        "people",
        "killed",
        "between",
        "dozens",
        "March",
        "3",
        "2024",
        "last week",
        "ago",
        "days",
        "-",
        "/",
        "(",
        ")",
        "—",
        "É",
        "雨",
        "one",
        "in",
        "half",
        "p.m.",
        "10:30",
        "Monday",
        "every",
        "called for",
        "“A,”",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,120}") {
        check_record(&read(&text, Some("2024-03-30")));
    }

    #[test]
    fn any_order_of_known_words_is_read(scraps in prop::collection::vec(scrap(), 0..60), spaced in any::<bool>()) {
        let text = scraps.join(if spaced { " " } else { "" });
        check_record(&read(&text, None));
    }
}

#[test]
fn records_keep_to_the_schema() {
    validate(read(
        "“Over 40 people died on Monday,” Ann Lee told reporters. She claimed that rain fell.",
        Some("2024-03-30"),
    ));
    validate(read("", None));
}

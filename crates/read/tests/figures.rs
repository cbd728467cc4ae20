//! Figures with who says so: the sentences of `tests/figures.tsv`, each with all that should be found in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, CharSpan, Figure, Record};
use annals_text::Draft;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

const TABLE: &str = include_str!("../../../tests/figures.tsv");
/// The share of sentences in which every field of every figure is right.
const LEAST: f64 = 0.95;

/// The cells of a figure as the table has them: words, bounds, relation, unit, measure, of, currency, speaker.
type Row = [String; 9];

fn read(text: &str) -> Record {
    let article = Article {
        language: Some("en".into()),
        published: Some("2024-03-30".into()),
        text: text.into(),
        ..Article::default()
    };
    annals_read::read(Draft { article, notes: Vec::new() }, &READER)
}

/// The sentences in the table's order, each with its rows.
fn expected() -> BTreeMap<usize, (&'static str, Vec<Row>)> {
    let mut sentences: BTreeMap<usize, (&str, Vec<Row>)> = BTreeMap::new();
    let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    for line in rows {
        let mut cells: Vec<&'static str> = line.split('\t').collect();
        cells.resize(10, "");
        let number = match sentences.last_key_value() {
            Some((number, (text, _))) => number + usize::from(*text != cells[0]),
            None => 0,
        };
        let row = std::array::from_fn(|cell| cells[cell + 1].to_owned());
        sentences.entry(number).or_insert((cells[0], Vec::new())).1.push(row);
    }
    sentences
}

fn found(text: &str) -> Vec<Row> {
    let record = read(text);
    let words =
        |span: CharSpan| text.chars().skip(span.start).take(span.end - span.start).collect::<String>();
    record.figures.iter().map(|figure| row(&record, figure, &words)).collect()
}

fn row(record: &Record, figure: &Figure, words: &impl Fn(CharSpan) -> String) -> Row {
    let bound = |bound: Option<f64>| bound.map_or(String::new(), |value| value.to_string());
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let statement = record.statements.iter().find(|statement| Some(statement.id) == figure.statement);
    let speaker = statement.and_then(|statement| statement.speaker.as_ref());
    let relation = serde_json::to_value(figure.relation).expect("a relation is JSON");
    [
        words(figure.span),
        bound(figure.low),
        bound(figure.high),
        relation.as_str().unwrap_or_default().to_owned(),
        word(&figure.unit),
        word(&figure.measure),
        word(&figure.of),
        word(&figure.currency),
        speaker.map_or(String::new(), |speaker| words(speaker.span)),
    ]
}

#[test]
fn all_fields_of_nearly_all_sentences_are_right() {
    let sentences = expected();
    let mut wrong = 0;
    for (text, rows) in sentences.values() {
        let found = found(text);
        if found != *rows {
            wrong += 1;
            println!("{text}\n  expected {rows:?}\n  found    {found:?}");
        }
    }
    let share = 1.0 - wrong as f64 / sentences.len() as f64;
    assert!(sentences.len() >= 150, "{} sentences", sentences.len());
    assert!(share >= LEAST, "{share:.3} of {} sentences are right", sentences.len());
}

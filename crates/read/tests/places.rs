//! Places in sentences, as the shipped model reads them.

use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, PlaceSense, Record};
use annals_text::Draft;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn read(text: &str) -> Record {
    let article = Article { language: Some("en".into()), text: text.into(), ..Article::default() };
    annals_read::read(Draft { article, notes: Vec::new() }, &READER)
}

/// Each place as its words, its country and what it is.
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let record = read(text);
    let chars: Vec<char> = text.chars().collect();
    let words = |place: &annals_record::Place| chars[place.span.range()].iter().collect::<String>();
    let found: Vec<(String, String, String)> = record
        .places
        .iter()
        .map(|place| {
            let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
            (words(place), text_of(&place.country), text_of(&place.feature))
        })
        .collect();
    let found: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(words, country, feature)| (words.as_str(), country.as_str(), feature.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn towns_regions_and_countries_are_placed() {
    check(
        "Floods reached Mosul in northern Iraq on Tuesday, and rain fell over Anbar province.",
        &[("Mosul", "IRQ", "town"), ("Iraq", "IRQ", "country"), ("Anbar", "IRQ", "division")],
    );
}

#[test]
fn waters_deserts_and_crossings_are_places() {
    check(
        "Ships waited in the Strait of Hormuz while trucks stood at the Rafah crossing.",
        &[("Strait of Hormuz", "", "strait"), ("Rafah crossing", "", "crossing")],
    );
}

#[test]
fn people_and_demonyms_are_no_places() {
    check("Paris Varga met an Iranian engineer, and Jordan Hale thanked the Russians.", &[]);
}

fn senses(text: &str) -> Vec<PlaceSense> {
    read(text).places.iter().map(|place| place.sense).collect()
}

#[test]
fn a_capital_that_speaks_is_told_from_the_place() {
    assert_eq!(senses("Tehran said on Monday that it would answer the letter."), [PlaceSense::Actor]);
    assert_eq!(senses("The ministers met in Tehran on Monday."), [PlaceSense::Literal]);
}

#[test]
fn a_place_in_the_name_of_a_body_is_told_from_the_place() {
    let record = read("The Bank of England raised its rate, and England was cold.");
    let senses: Vec<PlaceSense> = record.places.iter().map(|place| place.sense).collect();
    assert_eq!(senses.first(), Some(&PlaceSense::Part), "{:?}", record.places);
}

#[test]
fn a_figure_has_the_place_of_its_clause() {
    let text =
        "At least 12 people were hurt in Mosul on Monday, and 30 soldiers died in Basra, the army said.";
    let record = read(text);
    let place = |number: usize| {
        let id = record.figures[number].place?;
        record.places.iter().find(|place| place.id == id).map(|place| place.name.as_str())
    };
    assert_eq!((place(0), place(1)), (Some("Mosul"), Some("Basra")));
}

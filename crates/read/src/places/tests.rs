//! What names of places mean beside each other, without the reader model: each name of the list stands in a text of its own.

use annals_record::{Article, PlaceBy};
use annals_text::document;

use super::*;
use crate::model::{Analysis, Name};

/// The places of a text in which these words are names of places; the outlet by its domain.
fn places(text: &str, names: &[&str], source: Option<&str>) -> Vec<record::Place> {
    let doc = document(text);
    let mut from = 0;
    let name = |words: &&str| {
        let start = from + text[from..].find(*words).expect("a name of the text");
        from = start + words.len();
        Name { words: doc.words_in(ByteSpan::new(start, from)), kind: "place" }
    };
    let analysis = Analysis { names: names.iter().map(name).collect(), ..Analysis::default() };
    let article = Article { source: source.map(str::to_owned), text: text.to_owned(), ..Article::default() };
    let places = find(&Input { text, doc: &doc, analysis: &analysis, article: &article, voices: &[] });
    to_record(&places, text, &CharIndex::new(text))
}

/// Name, country, division and what decided of each place.
fn told(text: &str, names: &[&str]) -> Vec<String> {
    let tell = |place: record::Place| {
        let word = |word: Option<String>| word.unwrap_or_else(|| "-".to_owned());
        format!("{}, {}, {}: {}", place.name, word(place.admin1), word(place.country), place.by.label())
    };
    places(text, names, None).into_iter().map(tell).collect()
}

#[test]
fn the_region_behind_a_name_decides() {
    assert_eq!(
        told("They met in Paris, Texas, on Monday.", &["Paris", "Texas"]),
        ["Paris, Texas, USA: region", "Texas, Texas, USA: region"]
    );
    assert_eq!(
        told("KIRKWOOD, Mo. (AP) Rain fell.", &["KIRKWOOD", "Mo."])[0],
        "Kirkwood, Missouri, USA: region"
    );
    assert_eq!(
        told("He lives in Birmingham, Alabama. Birmingham is hot.", &["Birmingham", "Alabama", "Birmingham"])
            [2],
        "Birmingham, Alabama, USA: region"
    );
}

#[test]
fn a_list_of_divisions_is_no_chain() {
    let text = "Rain fell in Georgia, California, Colorado and Utah.";
    let found = told(text, &["Georgia", "California", "Colorado", "Utah"]);
    assert_eq!(found[0], "Georgia, Georgia, USA: region");
    assert_eq!(found[1], "California, California, USA: region");
}

#[test]
fn a_capital_stands_before_a_division_of_its_name() {
    let found = places("They met in Washington.", &["Washington"], None);
    assert_eq!(found[0].feature.as_deref(), Some("capital"));
}

#[test]
fn neighbours_speak_for_each_other() {
    let far = told("Rain fell in Athens.", &["Athens"]);
    assert!(far[0].starts_with("Athens, ") && far[0].contains("GRC"), "{far:?}");
    let text = "Rain fell in Athens, Decatur and Huntsville, and over Limestone County. All of Alabama was wet, Alabama said.";
    let near = told(text, &["Athens", "Decatur", "Huntsville", "Limestone County", "Alabama", "Alabama"]);
    assert!(near[0].starts_with("Athens, Alabama, USA"), "{near:?}");
}

#[test]
fn counties_share_their_word() {
    let found = told("Laurel and Clay counties in Kentucky", &["Laurel", "Clay", "Kentucky"]);
    assert!(found[0].starts_with("Laurel County, Kentucky, USA"), "{found:?}");
    assert!(found[1].starts_with("Clay County, Kentucky, USA"), "{found:?}");
}

#[test]
fn the_outlet_tells_where_it_is_at_home() {
    let of = |source| {
        let found = places("Rain fell in Richmond.", &["Richmond"], source);
        (found[0].country.clone(), found[0].admin1.clone())
    };
    let virginia = (Some("USA".to_owned()), Some("Virginia".to_owned()));
    assert_eq!(of(Some("richmond.com")), virginia);
    assert_eq!(of(Some("courier-journal.com")).1.as_deref(), Some("Kentucky"));
}

#[test]
fn a_place_that_is_not_known_has_no_coordinates() {
    let found = &places("Rain fell in Xorvath.", &["Xorvath"], None)[0];
    assert_eq!((found.lat, found.lon, found.by), (None, None, PlaceBy::None));
    assert_eq!(found.name, "Xorvath");
}

#[test]
fn a_people_is_no_place() {
    assert_eq!(told("The Iranian delegation left Geneva.", &["Iranian", "Geneva"]).len(), 1);
}

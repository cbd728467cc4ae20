//! The gazetteer that ships: what stands in it, and that it comes from its sources.

use super::own::TABLES;
use super::table::table;
use super::*;
use crate::lexicon::rows;

const STATES: &str = include_str!("../../../../data/actors/states.tsv");

/// The likeliest guess for a name without an article: the largest place.
fn first(name: &str) -> Spot {
    named(&fold(name)).into_iter().next().unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn the_compiled_table_is_the_one_of_its_sources() {
    let sources = rows(include_str!("../../../../data/gazetteer/sources.tsv"));
    let own = sources.filter(|row| row[0] == "-").map(|row| row[3]).next().expect("the table's digest");
    let table = table().expect("a whole table");
    let digest: String = table.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, own, "compile the table anew, see training/gazetteer/README.md");
    assert!(table.len() > 270_000, "{}", table.len());
}

#[test]
fn places_have_their_country_division_and_coordinates() {
    for (name, class, country, division, [lat, lon]) in [
        ("Tehran", Class::Capital, "IRN", Some("Tehran"), [35.69, 51.42]),
        ("Mosul", Class::Seat, "IRQ", Some("Nineveh"), [36.34, 43.12]),
        ("Kherson", Class::Seat, "UKR", Some("Kherson"), [46.63, 32.62]),
        ("Laurel County", Class::Second, "USA", None, [37.1, -84.1]),
    ] {
        let spots = named(&fold(name));
        let own = spots.iter().find(|spot| spot.class == class && spot.country == country);
        let own = own.unwrap_or_else(|| panic!("{name}: {spots:?}"));
        assert!((own.lat - lat).abs() < 0.3 && (own.lon - lon).abs() < 0.3, "{own:?}");
        assert!(division.is_none() || own.division() == division, "{own:?}");
    }
}

#[test]
fn states_and_places_without_a_town_stand_before_towns() {
    for (name, feature, country) in [
        ("Sahel", "area", ""),
        ("Strait of Hormuz", "strait", ""),
        ("Rafah crossing", "crossing", ""),
        ("Zaatari", "camp", "JOR"),
        ("Sadr City", "quarter", "IRQ"),
        ("Hindu Kush", "mountains", ""),
        ("Palestine", "country", "PSE"),
        ("Ivory Coast", "country", "CIV"),
    ] {
        let own = first(name);
        assert_eq!((own.feature, own.country), (feature, country), "{name}");
    }
}

#[test]
fn saint_fort_and_mount_are_written_in_short_or_in_full() {
    assert_eq!(fold("St. Louis"), fold("Saint Louis"));
    assert_eq!(fold("Ft. Worth"), "fort worth");
}

#[test]
fn every_state_of_the_tables_of_actors_is_a_country_of_the_map() {
    for row in rows(STATES) {
        let name = row[1].split('@').next().unwrap_or_default();
        let spots = named(&fold(name));
        let is_there = spots.iter().any(|spot| spot.country == row[0]);
        assert!(is_there, "{name} ({}): {spots:?}", row[0]);
    }
}

#[test]
fn every_row_of_our_own_is_whole() {
    let codes: Vec<&str> = rows(STATES).map(|row| row[0]).collect();
    let others = ["ESH", "PYF", "REU", "FLK", "NFK", "CXR", "IOT", "GUF", "GRL", "PRI"];
    for row in TABLES.iter().flat_map(|table| rows(table)) {
        let spots = named(&fold(row[0]));
        let own = spots.iter().find(|spot| spot.name == row[0] && spot.feature == row[2]);
        let own = own.unwrap_or_else(|| panic!("{row:?} is not read"));
        assert!(own.lat.abs() <= 90.0 && own.lon.abs() <= 180.0, "{row:?}");
        let is_code = own.country.is_empty() || codes.contains(&own.country) || others.contains(&own.country);
        assert!(is_code, "{row:?}");
    }
}

#[test]
fn short_forms_stand_for_divisions_that_exist() {
    for (short, name, country) in
        [("Ky.", "Kentucky", "USA"), ("N.S.W.", "New South Wales", "AUS"), ("W.Va.", "West Virginia", "USA")]
    {
        let own = stands_for_state(short).unwrap_or_else(|| panic!("{short}"));
        assert_eq!((own.name, own.country), (name, country));
    }
    for row in rows(include_str!("../../../../data/gazetteer/abbreviations.tsv")) {
        let is_there = named(&fold(row[1]))
            .iter()
            .any(|spot| spot.country == row[2] && matches!(spot.class, Class::First | Class::Country));
        assert!(is_there, "{row:?}");
    }
}

#[test]
fn outlets_are_at_home_in_places_that_exist() {
    let codes: Vec<&str> = rows(STATES).map(|row| row[0]).collect();
    for row in rows(include_str!("../../../../data/gazetteer/outlets.tsv")) {
        assert!(codes.contains(&row[1]), "{row:?}");
        let is_there = |spot: &Spot| spot.class == Class::First && spot.country == row[1];
        assert!(row[2].is_empty() || named(&fold(row[2])).iter().any(is_there), "{row:?}");
    }
    assert_eq!(outlet("www.example.co.ke").map(|home| home.country), Some("KEN"));
    assert_eq!(outlet("example.com"), None);
}

//! Figures: a text, and what it counts.

use annals_text::document;

use super::*;
use crate::times;

/// `expected`: a figure a line, `words = low..high relation unit measure`, with `currency` and `of` behind.
fn check(text: &str, expected: &[&str]) {
    let doc = document(text);
    let times = times::find(text, &doc, Some("2024-03-30"), &|_| None);
    let figures = find(text, &doc, &Analysis::default(), &times);
    let shown: Vec<String> = figures.iter().map(|figure| show(text, figure)).collect();
    assert_eq!(shown, expected, "{text}");
}

fn show(text: &str, figure: &Figure) -> String {
    let bound = |bound: Option<f64>| bound.map_or(String::new(), |value| value.to_string());
    let or_dash = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
    let relation = serde_json::to_value(figure.relation).unwrap();
    let mut line = format!(
        "{} = {}..{} {} {} {}",
        figure.span.of(text),
        bound(figure.low),
        bound(figure.high),
        relation.as_str().unwrap(),
        or_dash(&figure.unit),
        or_dash(&figure.measure)
    );
    for extra in [&figure.currency, &figure.of].into_iter().flatten() {
        line += &format!(" {extra}");
    }
    line
}

#[test]
fn hedges_set_the_bounds() {
    check("over 32,000 Kestrians", &["over 32,000 Kestrians = 32000.. over people count Kestrians"]);
    check("at least 15 people", &["at least 15 people = 15.. at_least people count"]);
    check("up to 50 ships", &["up to 50 ships = ..50 at_most ships count"]);
    check("fewer than 20 houses", &["fewer than 20 houses = ..20 under houses count"]);
    check("some 200 guests", &["some 200 guests = 200..200 about people count guests"]);
    check("nearly 300 homes", &["nearly 300 homes = 300..300 about homes count"]);
    check("30 or more ships", &["30 or more = 30.. at_least - count"]);
}

#[test]
fn numbers_in_words_and_digits() {
    check("1.5 million people", &["1.5 million people = 1500000..1500000 exact people count"]);
    check("two dozen ships", &["two dozen ships = 24..24 exact ships count"]);
    check("dozens of people", &["dozens of people = 24.. at_least people count"]);
    check("tens of thousands of people", &["tens of thousands of people = 20000.. at_least people count"]);
    check("one hundred and four votes", &["one hundred and four votes = 104..104 exact votes votes"]);
    check(
        "3 crore voters and 12 lakh homes",
        &[
            "3 crore voters = 30000000..30000000 exact people count voters",
            "12 lakh homes = 1200000..1200000 exact homes count",
        ],
    );
    check("12,34,567 voters", &["12,34,567 voters = 1234567..1234567 exact people count voters"]);
}

#[test]
fn ranges() {
    check("between 30 and 40 ships", &["between 30 and 40 ships = 30..40 between ships count"]);
    check("30-40 ships", &["30-40 ships = 30..40 between ships count"]);
    check("from $5 to $10", &["from $5 to $10 = 5..10 between money money USD"]);
    check("10-20 million people", &["10-20 million people = 10000000..20000000 between people count"]);
}

#[test]
fn shares() {
    check("60 percent of Varesh fell.", &["60 percent = 60..60 exact percent share Varesh"]);
    check(
        "a third of the houses",
        &["a third = 0.3333333333333333..0.3333333333333333 exact - share the houses"],
    );
    check("one in five voters", &["one in five voters = 0.2..0.2 exact people share voters"]);
    check("half of the town", &["half = 0.5..0.5 exact - share the town"]);
}

#[test]
fn money() {
    check("It cost $5bn.", &["$5bn = 5000000000..5000000000 exact money money USD"]);
    check("It cost €3.2 million.", &["€3.2 million = 3200000..3200000 exact money money EUR"]);
    check("It cost 5 million euros.", &["5 million euros = 5000000..5000000 exact money money EUR"]);
    check(
        "It cost about Rs. 20 crore.",
        &["about Rs. 20 crore = 200000000..200000000 about money money INR"],
    );
    check("a 2 million dollar deal", &["2 million dollar = 2000000..2000000 exact money money USD"]);
}

#[test]
fn what_is_measured() {
    check(
        "It killed 40 people and injured 20.",
        &["40 people = 40..40 exact people killed", "20 = 20..20 exact people injured"],
    );
    check("About 40 people were killed.", &["About 40 people = 40..40 about people killed"]);
    check("a death toll of 40", &["40 = 40..40 exact people killed"]);
    check(
        "left 100,000 people dead, wounded and missing",
        &["100,000 people = 100000..100000 exact people casualties"],
    );
    check("It displaced 1.5 million.", &["1.5 million = 1500000..1500000 exact people displaced"]);
    check("with 14 affirmative votes", &["14 affirmative votes = 14..14 exact votes votes"]);
}

#[test]
fn states_and_sides() {
    check("40 dead, wounded and missing", &["40 dead, wounded and missing = 40..40 exact people casualties"]);
    check(
        "150 dead and 300 wounded",
        &["150 dead = 150..150 exact people killed", "300 wounded = 300..300 exact people injured"],
    );
    check(
        "14 affirmative votes and a Kestrian abstention",
        &[
            "14 affirmative votes = 14..14 exact votes votes",
            "a Kestrian abstention = 1..1 exact abstentions votes",
        ],
    );
    check("88 votes to 41", &["88 votes = 88..88 exact votes votes", "41 = 41..41 exact - votes"]);
    check("millions of dollars", &["millions of dollars = 2000000.. at_least money money USD"]);
    check("half a million people", &["half a million people = 500000..500000 exact people count"]);
}

#[test]
fn parts_of_a_figure() {
    let text = "At least 15 people, including three children and two women, were killed.";
    let figures = find(text, &document(text), &Analysis::default(), &[]);
    let wholes: Vec<Option<usize>> = figures.iter().map(|figure| figure.part_of).collect();
    assert_eq!(wholes, [None, Some(0), Some(0)]);
    assert!(figures.iter().all(|figure| figure.measure.as_deref() == Some("killed")), "{figures:?}");
}

#[test]
fn the_time_of_the_clause_is_that_of_the_figure() {
    let text = "The flood killed 40 people on Thursday, and in 2014 the town had 300 mills.";
    let doc = document(text);
    let times = times::find(text, &doc, Some("2024-03-30"), &|_| None);
    let figures = find(text, &doc, &Analysis::default(), &times);
    let dates: Vec<&str> =
        figures.iter().filter_map(|figure| figure.date).map(|time| times[time].span.of(text)).collect();
    assert_eq!(dates, ["Thursday", "2014"]);
}

#[test]
fn units() {
    check("3.5 km away", &["3.5 km = 3.5..3.5 exact km distance"]);
    check("a 12-inch pipe", &["12-inch = 12..12 exact in distance"]);
    check("7 feet, 10 inches", &["7 feet, 10 inches = 94..94 exact in distance"]);
}

#[test]
fn numbers_that_count_nothing() {
    check("In 2014 and on 3 March 2024 at 10:30", &[]);
    check("A 34-year-old man; Ann Lee, 34, left aged 35.", &[]);
    check("Chapter 7, Resolution 2728, Article 5, the Group of 20", &[]);
    check("Flight 302 left in room 12; the Orel 747 and the F-16 and COVID-19", &[]);
    check("They won 3-2 and then 6-1.", &[]);
    check("Call 555-0134-22.", &[]);
    check("Story code: 1126002", &[]);
    check("the 5th floor, the first of them", &[]);
    check("for three days and 24 hours", &[]);
    check("She lives at 12 Harbour Street.", &[]);
    check("a 3G network", &[]);
    check("One of them left.", &[]);
    check("The bridge opened for the wounded at about three, and it took almost a quarter of an hour.", &[]);
}

#[test]
fn an_endless_number_takes_linear_time() {
    for piece in ["1", "1,", "one ", "million ", "1-", "$", "between 1 and ", "of thousands ", "a "] {
        let text = piece.repeat(10_000);
        let doc = document(&text);
        find(&text, &doc, &Analysis::default(), &[]);
    }
}

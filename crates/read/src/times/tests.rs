//! Times: a text, and when it speaks of.

use annals_text::document;

use super::*;

/// `expected`: an expression a line, `words = value`; read as published on Saturday, 30 March 2024.
fn check(text: &str, expected: &[&str]) {
    check_from(Some("2024-03-30T22:51:00"), text, expected);
}

fn check_from(published: Option<&str>, text: &str, expected: &[&str]) {
    let times = find(text, &document(text), published, &|_| None);
    let shown: Vec<String> = times
        .iter()
        .map(|time| format!("{} = {}", time.span.of(text), time.value.as_deref().unwrap_or("?")))
        .collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn whole_dates() {
    check("on March 3, 2024", &["March 3, 2024 = 2024-03-03"]);
    check("on 3 March 2024 in Varesh", &["3 March 2024 = 2024-03-03"]);
    check("Monday, 5 June 2017", &["Monday, 5 June 2017 = 2017-06-05"]);
    check("2024-03-30 and 3/30/2024", &["2024-03-30 = 2024-03-30", "3/30/2024 = 2024-03-30"]);
    check("in May 2019, not in May, 1750", &["May 2019 = 2019-05", "May, 1750 = 1750-05"]);
    check("5–6 September 2019", &["5–6 September 2019 = 2019-09-05/2019-09-06"]);
}

#[test]
fn dates_without_a_year() {
    check("on March 3 and 11 December", &["March 3 = 2024-03-03", "11 December = 2023-12-11"]);
    check_from(None, "on March 3", &["March 3 = XXXX-03-03"]);
    check("In 1831 he left on 14 July.", &["1831 = 1831", "14 July = 1831-07-14"]);
    check_from(None, "on 31 February", &["31 February = ?"]);
}

#[test]
fn years_and_longer() {
    check("in 2014 and the 1990s", &["2014 = 2014", "1990s = 199"]);
    check("the 19th century", &["19th century = 18"]);
    check(
        "Q3 2015, the summer of 2012, early 2009",
        &["Q3 2015 = 2015-Q3", "summer of 2012 = 2012-SU", "early 2009 = 2009"],
    );
    check("20 percent below 2005 levels", &["2005 = 2005"]);
    check("in 776 BC", &["776 BC = -0776"]);
    check("Resolution 2024 cost $2014; 2000 people came", &[]);
}

#[test]
fn times_of_day() {
    check("30 March 2024 22:51", &["30 March 2024 22:51 = 2024-03-30T22:51"]);
    check("at 10:30 a.m. and 5 p.m.", &["10:30 a.m. = 2024-03-30T10:30", "5 p.m. = 2024-03-30T17:00"]);
    check("at noon on 4 May", &["noon on 4 May = 2024-05-04T12:00"]);
    check("Friday morning", &["Friday morning = 2024-03-29TMO"]);
}

#[test]
fn counted_from_publication() {
    check(
        "today, yesterday and tomorrow",
        &["today = 2024-03-30", "yesterday = 2024-03-29", "tomorrow = 2024-03-31"],
    );
    check("He left on Thursday.", &["Thursday = 2024-03-28"]);
    check(
        "last week, last month, last year",
        &["last week = 2024-W12", "last month = 2024-02", "last year = 2023"],
    );
    check("two days ago", &["two days ago = 2024-03-28"]);
    check("Monday’s talks", &["Monday = 2024-03-25"]);
    check_from(None, "yesterday and on Thursday", &["yesterday = ?", "Thursday = ?"]);
}

#[test]
fn lengths_and_sets() {
    check("for three days and 24 hours", &["three days = P3D", "24 hours = PT24H"]);
    check("the next four years", &["the next four years = P4Y"]);
    check("every Monday", &["every Monday = XXXX-WXX-1"]);
    check("a 34-year-old man", &[]);
}

#[test]
fn words_that_only_look_like_times() {
    check("It may march on. Sun and Sat.", &[]);
    check("May Lee left.", &[]);
}

#[test]
fn absurd_numbers_are_read_quietly() {
    check("99999999999 years ago", &["99999999999 years ago = ?"]);
    check("9999 years ago and 9999-12-31", &["9999 years ago = ?"]);
}

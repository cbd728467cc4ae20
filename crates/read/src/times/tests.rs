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
fn feasts_and_named_periods() {
    check("at Easter", &["Easter = 2024-03-31"]);
    check(
        "last Christmas and Christmas 2019",
        &["last Christmas = 2023-12-25", "Christmas 2019 = 2019-12-25"],
    );
    check("the holy month of Ramadan", &["the holy month of Ramadan = 2024-03-11/2024-04-09"]);
    check("Eid al-Fitr 2018", &["Eid al-Fitr 2018 = 2018-06-15"]);
    check("Rosh Hashanah 2018", &["Rosh Hashanah 2018 = 2018-09-10/2018-09-11"]);
    check("Thanksgiving 2016", &["Thanksgiving 2016 = 2016-11-24"]);
    check("Diwali 2019", &["Diwali 2019 = 2019-10-27"]);
    check("before World War II", &["World War II = 1939-09-01/1945-09-02"]);
    check("Christmas Island", &[]);
    check_from(None, "during Ramadan", &["Ramadan = ?"]);
}

#[test]
fn parts_of_a_longer_time() {
    check("the first Monday of May 2024", &["the first Monday of May 2024 = 2024-05-06"]);
    check("the last Sunday of October", &["the last Sunday of October = 2023-10-29"]);
    check("by the end of the year", &["the end of the year = 2024-12-31"]);
    check("the beginning of 2023", &["the beginning of 2023 = 2023"]);
    check("the week of March 3", &["the week of March 3 = 2024-W09"]);
    check("Wednesday of next week", &["Wednesday of next week = 2024-04-03"]);
}

#[test]
fn counted_from_the_date_told_before() {
    check(
        "It began on 3 May 2019. Two days later it ended.",
        &["3 May 2019 = 2019-05-03", "Two days later = 2019-05-05"],
    );
    check(
        "In May 2019 he left; the following month he came back, and that year he won.",
        &["May 2019 = 2019-05", "the following month = 2019-06", "that year = 2019"],
    );
    check(
        "On 3 May 2019 it rained. That evening and the next day it snowed.",
        &["3 May 2019 = 2019-05-03", "That evening = 2019-05-03TEV", "the next day = 2019-05-04"],
    );
    check("Two days later he left.", &["Two days later = ?"]);
    check("In 2019 he came; the next day he left.", &["2019 = 2019", "the next day = ?"]);
}

#[test]
fn clocks_in_words_and_zones() {
    check("at half past three p.m.", &["half past three p.m. = 2024-03-30T15:30"]);
    check("at 18:00 UTC", &["18:00 UTC = 2024-03-30T18:00Z"]);
    check("at 4 p.m. CET", &["4 p.m. CET = 2024-03-30T16:00+01:00"]);
    check("8 in the evening", &["8 in the evening = 2024-03-30T20:00"]);
    check("this morning at 10", &["this morning at 10 = 2024-03-30T10:00"]);
    check("at 1500 GMT", &["1500 GMT = 2024-03-30T15:00Z"]);
    check("3-4 p.m.", &["3 = 2024-03-30T15:00", "4 p.m. = 2024-03-30T16:00"]);
    check("two hours ago", &["two hours ago = 2024-03-30T20:51"]);
    check_from(Some("2024-03-30"), "two hours ago", &["two hours ago = ?"]);
}

#[test]
fn longer_lengths() {
    check("for two and a half years", &["two and a half years = P2.5Y"]);
    check("2 years and 3 months", &["2 years and 3 months = P2Y3M"]);
    check("half an hour", &["half an hour = PT30M"]);
    check("decades-long talks", &["decades-long = PXY"]);
    check("15 times a year", &["a year = P1Y"]);
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

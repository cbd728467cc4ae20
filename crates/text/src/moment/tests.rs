//! Dates as outlets write them, and what they mean.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = parse(text).map(|moment| moment.to_string());
    assert_eq!(found.as_deref(), Some(expected), "{text}");
}

#[track_caller]
fn check_find(text: &str, expected: Option<(&str, &str)>) {
    let found = find(text).map(|(span, moment)| (span.of(text), moment.to_string()));
    assert_eq!(found.as_ref().map(|(words, moment)| (*words, moment.as_str())), expected, "{text}");
}

#[test]
fn iso_8601_with_and_without_zone() {
    check("2024-03-30", "2024-03-30");
    check("2024-03-30T22:51:07", "2024-03-30T22:51:07");
    check("2024-03-30T22:51:00Z", "2024-03-30T22:51:00Z");
    check("2024-03-30T22:51:00.123456+03:30", "2024-03-30T22:51:00+03:30");
    check("2024-03-30 22:51:00 -0500", "2024-03-30T22:51:00-05:00");
    check("2024-03-30T22:51+02", "2024-03-30T22:51:00+02:00");
    check("20240330T225100Z", "2024-03-30T22:51:00Z");
    check("20240330225100", "2024-03-30T22:51:00");
    check("20240330", "2024-03-30");
}

#[test]
fn mail_and_program_dates() {
    check("Sat, 30 Mar 2024 22:51:00 +0000", "2024-03-30T22:51:00Z");
    check("Sat Mar 30 22:51:00 EDT 2024", "2024-03-30T22:51:00-04:00");
    check("Sat Mar 30 2024 22:51:00 GMT+0330 (Varesh Time)", "2024-03-30T22:51:00+03:30");
    check("1711839060", "2024-03-30T22:51:00Z");
    check("1711839060000", "2024-03-30T22:51:00Z");
}

#[test]
fn dates_in_words() {
    check("Saturday 30 March 2024 - 22:51", "2024-03-30T22:51:00");
    check("March 3, 2024 4:05 PM EST", "2024-03-03T16:05:00-05:00");
    check("Sunday, March 3rd, 2024 at 12:05 a.m. ET", "2024-03-03T00:05:00");
    check("3 Mar 2024", "2024-03-03");
    check("3-Mar-2024", "2024-03-03");
    check("the 3rd of March, 2024".trim_start_matches("the "), "2024-03-03");
    check("Jan. 5, 2016", "2016-01-05");
    check("2024 March 3", "2024-03-03");
    check("22:51, 30 March 2024", "2024-03-30T22:51:00");
    check("4 p.m. UTC on 30 March 2024", "2024-03-30T16:00:00Z");
    check("30 March 2024, 1630 GMT", "2024-03-30T16:30:00Z");
    check("30. März 2024, 22:51 Uhr", "2024-03-30T22:51:00");
    check("30 de marzo de 2024", "2024-03-30");
    check("2024年3月30日", "2024-03-30");
}

#[test]
fn dates_in_figures() {
    check("2024/03/30", "2024-03-30");
    check("30.03.2024", "2024-03-30");
    check("30/3/24", "2024-03-30");
    check("3/30/2024", "2024-03-30");
    check("3/4/2024", "2024-04-03");
    assert_eq!(parse_in("3/4/2024", Order::of_locale("en-US")).unwrap().to_string(), "2024-03-04");
    assert_eq!(parse_in("3/4/2024", Order::of_locale("en_GB")).unwrap().to_string(), "2024-04-03");
}

#[test]
fn what_is_no_date_gives_none() {
    for text in [
        "",
        "March",
        "March 3",
        "2024",
        "31.02.2024",
        "12.5.1066",
        "2024-13-01",
        "3 March 2024 was wet",
        "1.2.3",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn the_first_date_of_a_text_is_found_with_its_time() {
    check_find(
        "Published: 3 March 2024 at 16:05 by Ann",
        Some(("3 March 2024 at 16:05", "2024-03-03T16:05:00")),
    );
    check_find("It rained on March 3, 2024. 500 came.", Some(("March 3, 2024", "2024-03-03")));
    check_find("/2024/03/30/storm/", Some(("2024/03/30", "2024-03-30")));
    check_find("In March 2024 it rained 30 times", None);
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        let _ = parse(&text);
        if let Some((span, _)) = find(&text) {
            prop_assert!(!span.of(&text).is_empty());
        }
    }

    #[test]
    fn a_moment_comes_back_from_its_text(day in 0i32..40_000, seconds in 0i32..86_400, zone in -14i32..=14) {
        use jiff::ToSpan;
        let day = Date::new(1990, 1, 1).unwrap().checked_add(day.days()).unwrap();
        let time = Time::midnight().checked_add(seconds.seconds()).unwrap();
        let zone = Offset::from_hours(zone as i8).unwrap();
        for moment in [
            Moment { day, time: None, zone: None },
            Moment { day, time: Some(time), zone: None },
            Moment { day, time: Some(time), zone: Some(zone) },
        ] {
            prop_assert_eq!(parse(&moment.to_string()), Some(moment));
        }
    }
}

//! Arithmetic of the calendar: from a reading and the day of publication to a TIMEX3 value.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// The day of publication, as far as it is known.
pub(super) fn day_of(published: Option<&str>) -> Option<Date> {
    published?.get(..10)?.parse().ok()
}

/// The minute of publication, in the article's own zone.
pub(super) fn moment_of(published: Option<&str>) -> Option<DateTime> {
    let published = published?;
    published.get(..19).or_else(|| published.get(..16))?.parse().ok()
}

/// A day of a month, checked.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The year meant by a month without one: the publication's, or the year before where that lies more than six months
/// ahead.
pub(super) fn nearest_year(published: Date, month: i8) -> i16 {
    if month - published.month() > 6 { published.year() - 1 } else { published.year() }
}

/// The last day of this name, the day of publication included; or the next one.
pub(super) fn weekday(published: Date, number: i8, ahead: bool) -> Option<Date> {
    let back = i64::from((published.weekday().to_monday_one_offset() - number).rem_euclid(7));
    let days = if ahead { (7 - back) % 7 } else { -back };
    published.checked_add(days.days()).ok()
}

/// `published` moved by a number of units, cut to the unit: `P`-letters D, W, WE, M, S, Y, E (decade), C, Q.
pub(super) fn shifted(published: Date, by: i64, unit: &str) -> Option<String> {
    let moved = |span: jiff::Span| published.checked_add(span).ok();
    Some(match unit {
        "D" => moved((by.abs() < 100_000).then_some(by)?.days())?.to_string(),
        "W" => week(moved(small(by)?.weeks())?),
        "F" => week(moved((small(by)? * 2).weeks())?),
        "WE" => weekend(published, by)?,
        "M" => month(moved(small(by)?.months())?),
        "Q" => quarter(moved((small(by)? * 3).months())?),
        "Y" => match moved(small(by)?.years()) {
            Some(day) => format!("{:04}", day.year()),
            None => before_christ(published, by)?,
        },
        "E" => format!("{:03}", moved((small(by)? * 10).years())?.year() / 10),
        "C" => format!("{:02}", moved((small(by)? * 100).years())?.year() / 100),
        _ => return None,
    })
}

fn small(by: i64) -> Option<i64> {
    (by.abs() < 9_000).then_some(by)
}

/// `5,000 years ago`: what lies before the first year.
fn before_christ(published: Date, by: i64) -> Option<String> {
    let year = i64::from(published.year()) + small(by)?;
    (year < 1).then(|| format!("-{:04}", -year))
}

/// `2024-03`.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn quarter(day: Date) -> String {
    format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
}

/// The weekend of the week of a day.
pub(super) fn weekend(day: Date, by: i64) -> Option<String> {
    Some(format!("{}-WE", week(day.checked_add(small(by)?.weeks()).ok()?)))
}

/// The first day a value names; the middle of nothing: a year's is its first of January.
pub(super) fn first_day(value: &str) -> Option<Date> {
    let value = value.split(['/', 'T']).next()?;
    match (value.len(), value.as_bytes().get(5)) {
        (10, _) => value.parse().ok(),
        (8.., Some(b'W')) => monday(value),
        (7, _) => day(value[..4].parse().ok()?, value[5..].parse().ok()?, 1),
        (4, _) => day(value.parse().ok()?, 1, 1),
        _ => None,
    }
}

fn monday(week: &str) -> Option<Date> {
    let (year, week) = (week.get(..4)?.parse().ok()?, week.get(6..8)?.parse().ok()?);
    Some(jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?.date())
}

/// How fine a value is: 4 a day or time, 3 a week, 2 a month or season, 1 a year; 0 what cannot be counted from.
pub(super) fn grain(value: &str) -> u8 {
    let day = value.split('T').next().unwrap_or_default();
    match (day.len(), day.as_bytes().get(5)) {
        _ if day.contains('X') || day.starts_with(['-', 'P', 'F']) || day.contains('/') => 0,
        (10, _) if day.parse::<Date>().is_ok() => 4,
        (8.., Some(b'W')) => 3,
        (7, Some(b'0'..=b'9')) => 2,
        (4, _) => 1,
        _ => 0,
    }
}

/// How fine a unit is, in the measure of [`grain`].
pub(super) fn grain_of(unit: &str) -> u8 {
    match unit {
        "D" => 4,
        "W" | "WE" | "F" => 3,
        "M" | "Q" => 2,
        _ => 1,
    }
}

/// The Nth weekday of a month, from its end where N is below 0.
pub(super) fn nth_weekday(year: i16, month: i8, number: i8, n: i8) -> Option<Date> {
    let weekday = jiff::civil::Weekday::from_monday_one_offset(number).ok()?;
    day(year, month, 1)?.nth_weekday_of_month(n, weekday).ok()
}

/// The last day a value of a day, a month or a year names.
pub(super) fn last_day(value: &str) -> Option<Date> {
    let first = first_day(value)?;
    Some(match grain(value) {
        4 => first,
        3 => first.checked_add(6.days()).ok()?,
        2 => first.last_of_month(),
        1 => first.last_of_year(),
        _ => return None,
    })
}

//! Arithmetic of the calendar: from a reading and the day of publication to a TIMEX3 value.

use jiff::ToSpan;
use jiff::civil::Date;

/// The day of publication, as far as it is known.
pub(super) fn day_of(published: Option<&str>) -> Option<Date> {
    published?.get(..10)?.parse().ok()
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
    let back = (published.weekday().to_monday_one_offset() - number).rem_euclid(7);
    let days = if !ahead {
        -i64::from(back)
    } else if back == 0 {
        7
    } else {
        7 - i64::from(back)
    };
    published.checked_add(days.days()).ok()
}

/// `published` moved by a number of units, cut to the unit: `P`-letters D, W, M, Y, E (decade), C, Q, and TH.
pub(super) fn shifted(published: Date, by: i64, unit: &str) -> Option<String> {
    let moved = |span: jiff::Span| published.checked_add(span).ok();
    Some(match unit {
        "D" => moved((by.abs() < 100_000).then_some(by)?.days())?.to_string(),
        "W" => {
            let week = moved(small(by)?.weeks())?.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        "M" => month(moved(small(by)?.months())?),
        "Q" => {
            let day = moved((small(by)? * 3).months())?;
            format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
        }
        "Y" => format!("{:04}", moved(small(by)?.years())?.year()),
        "E" => format!("{:03}", moved((small(by)? * 10).years())?.year() / 10),
        "C" => format!("{:02}", moved((small(by)? * 100).years())?.year() / 100),
        _ => return None,
    })
}

fn small(by: i64) -> Option<i64> {
    (by.abs() < 5_000).then_some(by)
}

/// `2024-03`.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The weekend of the week of a day.
pub(super) fn weekend(day: Date, by: i64) -> Option<String> {
    let week = day.checked_add(small(by)?.weeks()).ok()?.iso_week_date();
    Some(format!("{:04}-W{:02}-WE", week.year(), week.week()))
}

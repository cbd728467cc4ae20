//! Where a bucket of time (`2024`, `2024-09`, `2024-W37`, `2024-09-14`) stands on a line, and the marks under that line.

/// Days since 1970-01-01 at which a bucket begins, and those at which the next one does.
pub(super) fn span(bucket: &str) -> Option<(i64, i64)> {
    let mut parts = bucket.get(..10).unwrap_or(bucket).split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (None, _) => Some((day(year, 1, 1), day(year + 1, 1, 1))),
        (Some(week), None) if week.starts_with('W') => {
            let first = monday(day(year, 1, 4)) + 7 * (week[1..].parse::<i64>().ok()? - 1);
            Some((first, first + 7))
        }
        (Some(month), None) => month.parse().ok().map(|month| (day(year, month, 1), day(year, month + 1, 1))),
        (Some(month), Some(date)) => {
            let first = day(year, month.parse().ok()?, date.parse().ok()?);
            Some((first, first + 1))
        }
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; a month above 12 is one of the next year.
fn day(year: i64, month: i64, date: i64) -> i64 {
    let months = year * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leaps + (153 * month + 2) / 5 + date - 719_469
}

/// The Monday of a day's week; 1970-01-01 was a Thursday.
fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// Year, month and date of a day.
fn date(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let rest = day.rem_euclid(146_097);
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let within = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * within + 2) / 153;
    let date = within - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year + i64::from(month >= 10);
    (year, if month < 10 { month + 3 } else { month - 9 }, date)
}

/// A mark under a line of time.
#[derive(Debug, PartialEq)]
pub(super) struct Tick {
    /// Where, in percent of the line.
    pub(super) at: f64,
    /// Day, month or year.
    pub(super) label: String,
    /// Whether it may go where there is little room.
    pub(super) minor: bool,
}

/// Marks of a line from the day `from` to the day `to`, no more than six.
pub(super) fn ticks(from: i64, to: i64) -> Vec<Tick> {
    const MOST: usize = 6;
    let days = [1, 2, 7, 14].into_iter().map(|step| by_days(from, to, step));
    let months = [1, 3, 6, 12, 24, 60, 120, 600].into_iter().map(|step| by_months(from, to, step));
    let marks = days.chain(months).find(|marks| marks.len() <= MOST).unwrap_or_default();
    let share = |at: i64| percent(at - from, to - from);
    let ticks = marks.into_iter().enumerate();
    ticks.map(|(n, (at, label))| Tick { at: share(at), label, minor: n % 2 == 1 }).collect()
}

fn by_days(from: i64, to: i64, step: i64) -> Vec<(i64, String)> {
    let first = if step < 7 { from } else { monday(from + 6) };
    (0..).map(|n| first + n * step).take_while(|&at| at < to).take(9).map(|at| (at, in_words(at))).collect()
}

fn by_months(from: i64, to: i64, step: i64) -> Vec<(i64, String)> {
    let (year, month, _) = date(from);
    let first = (year * 12 + month - 1).div_euclid(step) * step;
    let starts = (0..).map(|n| first + n * step).map(|m| (day(m.div_euclid(12), m.rem_euclid(12) + 1, 1), m));
    let label = |month: i64| match step {
        12.. => month.div_euclid(12).to_string(),
        _ => format!("{} {}", name(month.rem_euclid(12)), month.div_euclid(12)),
    };
    let inside = starts.skip_while(|&(at, _)| at < from).take_while(|&(at, _)| at < to).take(9);
    inside.map(|(at, month)| (at, label(month))).collect()
}

fn name(month: i64) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month).ok().and_then(|month| NAMES.get(month)).unwrap_or(&"")
}

/// A day as people write it: `14 Sep 2024`.
fn in_words(at: i64) -> String {
    let (year, month, date) = date(at);
    format!("{date} {} {year}", name(month - 1))
}

/// A part of a whole in percent, to two places.
#[allow(clippy::cast_precision_loss)]
pub(super) fn percent(part: i64, whole: i64) -> f64 {
    (part as f64 / whole.max(1) as f64 * 10_000.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_stretches_of_days() {
        assert_eq!(span("1970-01-01"), Some((0, 1)));
        assert_eq!(span("2024-02"), Some((19_754, 19_783)));
        assert_eq!(span("2023"), Some((19_358, 19_723)));
        assert_eq!(span("2024-12"), Some((20_058, 20_089)));
        assert_eq!(span("2024-W01"), Some((19_723, 19_730)));
        assert_eq!(span("2021-W01").map(|(from, _)| date(from)), Some((2021, 1, 4)));
        assert_eq!(span("some day"), None);
    }

    #[test]
    fn days_and_dates_go_both_ways() {
        for at in (-800_000..800_000).step_by(97) {
            let (year, month, date) = date(at);
            assert_eq!(day(year, month, date), at);
        }
    }

    #[test]
    fn marks_are_days_months_or_years() {
        let labels = |from: &str, to: &str| {
            let ticks = ticks(span(from).unwrap().0, span(to).unwrap().1);
            ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>()
        };
        assert_eq!(labels("2024-09-13", "2024-09-14"), ["13 Sep 2024", "14 Sep 2024"]);
        assert_eq!(labels("2024-01", "2024-03"), ["Jan 2024", "Feb 2024", "Mar 2024"]);
        assert_eq!(labels("2019", "2024"), ["2019", "2020", "2021", "2022", "2023", "2024"]);
    }
}

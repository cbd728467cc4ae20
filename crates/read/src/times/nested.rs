//! Parts of a longer time: *the first Monday of May*, *the end of the year*, *the week of March 3*.

use super::calendar;
use super::lunar::plus;
use super::pattern::{Found, Reader, note};

/// A span of days as two values, or one of a month, a year.
struct Whole {
    value: String,
    last: usize,
}

impl Reader<'_> {
    /// A part of a time that is said behind it.
    pub(super) fn nested(&self, at: usize) -> Option<Found> {
        self.edge(at)
            .or_else(|| self.nth(at))
            .or_else(|| self.week_of(at))
            .or_else(|| self.nth_day_of_month(at))
            .or_else(|| self.day_alone(at))
    }

    /// `the end of the year`, `beginning of next week`, `year end`: the whole as its value; behind *by* its last day.
    fn edge(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let mut next = at + usize::from(scan.low(at) == "the");
        next += usize::from(scan.low(next) == "very");
        if scan.low(next) == "year" && matches!(scan.low(next + 1), "end")
            || scan.low(next) == "year" && scan.low(next + 1) == "-" && scan.low(next + 2) == "end"
        {
            let last = next + if scan.low(next + 1) == "end" { 1 } else { 2 };
            let year = self.published.map(|day| format!("{:04}-12-31", day.year()));
            return Some(Found::date(at, last, year, note("the last day of the article's year")));
        }
        let edge = self.word(next, "edge")?;
        let of = next + 1;
        if scan.low(of) != "of" {
            return None;
        }
        let whole = self.whole(of + 1)?;
        let deadline = edge == "END" && at > 0 && matches!(scan.low(at - 1), "by" | "before" | "until");
        let last_day = deadline.then(|| calendar::last_day(&whole.value)).flatten();
        let value = last_day.map_or(whole.value, |day| day.to_string());
        let known = !value.is_empty();
        Some(Found::date(at, whole.last, known.then_some(value), note("the whole that it is a part of")))
    }

    /// A week, a month, a year: `the year`, `next week`, `2012`, `May 2014`; an empty value where it is not known.
    fn whole(&self, at: usize) -> Option<Whole> {
        let scan = self.scan;
        let the = at + usize::from(scan.low(at) == "the");
        let the = the + usize::from(matches!(scan.low(the), "financial" | "fiscal" | "calendar" | "school"));
        let own = self.word(the, "unit").filter(|unit| {
            matches!(*unit, "W" | "M" | "Y" | "E" | "C" | "Q") && !scan.low(the).ends_with('s')
        });
        if let Some(unit) = own {
            let value = self.published.and_then(|day| calendar::shifted(day, 0, unit));
            return Some(Whole { value: value.unwrap_or_default(), last: the });
        }
        let found = self
            .date(at)
            .filter(|_| self.word(at, "weekday").is_none())
            .or_else(|| {
                self.relative(at).filter(|_| {
                    self.word(at, "step").is_some() || scan.low(at) == "the" || scan.low(at) == "that"
                })
            })
            .or_else(|| self.period(at))
            .or_else(|| self.year_alone(at))?;
        (found.kind == annals_record::TimeKind::Date)
            .then_some(Whole { value: found.value.unwrap_or_default(), last: found.last })
    }

    /// `the first Monday of May`, `last day of October 2015`, `the second last week of 2018`.
    fn nth(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let start = at + usize::from(scan.low(at) == "the");
        let (n, next) = self.place_in_row(start)?;
        let weekday = self.word(next, "weekday").or_else(|| self.word(next, "doubtful"));
        let unit = self.word(next, "unit").filter(|unit| matches!(*unit, "D" | "W" | "WE"));
        if weekday.is_none() && unit.is_none()
            || !matches!(scan.low(next + 1), "of" | "in")
            || scan.low(next).ends_with("days") && unit.is_some()
        {
            return None;
        }
        let whole = self.whole(next + 2)?;
        let (from, to) = (calendar::first_day(&whole.value), calendar::last_day(&whole.value));
        let value = from.zip(to).and_then(|(from, to)| {
            let name = weekday.and_then(|number| number.parse::<i64>().ok());
            match unit {
                Some("W") => nth_week(from, to, n, false),
                Some("WE") => nth_week(from, to, n, true),
                _ => nth_day(from, to, n, name),
            }
        });
        Some(self.with_clock(Found::date(
            at,
            whole.last,
            value,
            note("counted within the whole that it is a part of"),
        )))
    }

    /// `first`, `3rd`, `last`, `second last`: the place in a row, below 0 from its end.
    fn place_in_row(&self, at: usize) -> Option<(i64, usize)> {
        if self.scan.low(at) == "last" {
            return Some((-1, at + 1));
        }
        let (number, last) = self.ordinal(at)?;
        let from_end = self.scan.low(last + 1) == "last";
        let number = i64::from(number);
        Some(if from_end { (-number, last + 2) } else { (number, last + 1) })
    }

    /// `the week of October 6`.
    fn week_of(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let start = at + usize::from(scan.low(at) == "the");
        if scan.low(start) != "week" || scan.low(start + 1) != "of" {
            return None;
        }
        let found = self.date(start + 2)?;
        let value = found
            .value
            .as_deref()
            .filter(|value| value.len() == 10)
            .and_then(calendar::first_day)
            .and_then(|day| calendar::shifted(day, 0, "W"));
        Some(Found::date(at, found.last, value, note("the week of the day beside it")))
    }

    /// `the 20th of next month`.
    fn nth_day_of_month(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let start = at + usize::from(scan.low(at) == "the");
        let (number, last) = self.ordinal(start)?;
        let last = last + usize::from(scan.low(last + 1) == "day");
        if scan.low(last + 1) != "of" {
            return None;
        }
        let step_at = last + 2 + usize::from(scan.low(last + 2) == "the");
        let step: i64 = self
            .word(step_at, "step")
            .filter(|_| self.word(step_at + 1, "unit") == Some("M"))?
            .parse()
            .ok()?;
        let month = self.published.and_then(|day| calendar::shifted(day, step, "M"));
        let value = month
            .and_then(|month| calendar::first_day(&month))
            .and_then(|first| calendar::day(first.year(), first.month(), i8::try_from(number).ok()?));
        Some(Found::date(
            at,
            step_at + 1,
            value.map(|day| day.to_string()),
            note("that day of the month beside it"),
        ))
    }

    /// `on the 15th`: a day of the month told before, or of the article's.
    fn day_alone(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if scan.low(at) != "the" || at > 0 && scan.low(at - 1) != "on" || at == 0 && !self.is_fragment(at) {
            return None;
        }
        let (number, last) = self.ordinal(at + 1).filter(|&(_, last)| last > at + 1)?;
        let ends = !scan.together(at, last + 1)
            || scan.is(last + 1, crate::scan::Kind::Mark) && !scan.glued(last + 2);
        let from = self.told_or_published().filter(|_| ends);
        let value = from.and_then(|day| calendar::day(day.year(), day.month(), i8::try_from(number).ok()?));
        (ends && number <= 31).then(|| {
            Found::date(
                at,
                last,
                value.map(|day| day.to_string()),
                note("that day of the month told before, or of the article's"),
            )
        })
    }
}

/// The Nth day (of a name) from one day to another; from the end where N is below 0.
fn nth_day(from: jiff::civil::Date, to: jiff::civil::Date, n: i64, name: Option<i64>) -> Option<String> {
    let (anchor, step) = if n > 0 { (from, 1) } else { (to, -1) };
    let gap = name.map_or(0, |name| {
        let own = i64::from(anchor.weekday().to_monday_one_offset());
        step * (step * (name - own)).rem_euclid(7)
    });
    let each = if name.is_some() { 7 } else { 1 };
    let day = plus(anchor, gap + step * (n.abs() - 1) * each)?;
    (from <= day && day <= to).then(|| day.to_string())
}

/// The Nth week or weekend; a month's first week is that of its first Thursday, as in ISO 8601.
fn nth_week(from: jiff::civil::Date, to: jiff::civil::Date, n: i64, is_weekend: bool) -> Option<String> {
    let day = nth_day(from, to, n, Some(if is_weekend { 6 } else { 4 }))?;
    calendar::shifted(calendar::first_day(&day)?, 0, if is_weekend { "WE" } else { "W" })
}

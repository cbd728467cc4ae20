//! The patterns of time expressions over the pieces of a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::TimeKind;
use jiff::civil::Date;

use super::calendar;
use crate::lexicon;
use crate::scan::{Kind, Scan};

static WORDS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../data/calendar.tsv")).map(|row| (row[0], (row[1], row[2]))).collect()
});

static COUNTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../data/numbers.tsv"))
        .filter(|row| matches!(row[2], "small" | "ten"))
        .filter_map(|row| Some((row[0], row[1].parse().ok()?)))
        .collect()
});

/// An expression: pieces `first..=last`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub first: usize,
    pub last: usize,
    pub kind: TimeKind,
    pub value: Option<String>,
}

/// A date as far as the words give it.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// The last day of a range within a month.
    until: Option<i8>,
}

/// Reads expressions one after the other and keeps the year the paragraph speaks of.
pub(super) struct Reader<'a> {
    scan: &'a Scan<'a>,
    published: Option<Date>,
    /// The last year a paragraph named.
    year: Option<(usize, i16)>,
}

impl<'a> Reader<'a> {
    pub fn new(scan: &'a Scan<'a>, published: Option<Date>) -> Self {
        Self { scan, published, year: None }
    }

    /// The expression that begins at piece `at`.
    pub fn read(&mut self, at: usize) -> Option<Found> {
        let found = self
            .numeric_date(at)
            .or_else(|| self.date(at))
            .or_else(|| self.clock_alone(at))
            .or_else(|| self.period(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.duration(at))
            .or_else(|| self.year_alone(at))
            .or_else(|| self.often(at))?;
        let year = found.value.as_deref().and_then(|value| value.get(..4)).and_then(|year| year.parse().ok());
        if let Some(year) = year.filter(|_| (found.first..=found.last).any(|i| self.is_year(i))) {
            self.year = Some((self.scan.pieces[at].paragraph, year));
        }
        Some(found)
    }

    fn word(&self, at: usize, kind: &str) -> Option<&'static str> {
        WORDS
            .get(without_possessive(self.scan.low(at)))
            .filter(|(own, _)| *own == kind)
            .map(|(_, value)| *value)
    }

    fn number(&self, at: usize) -> Option<i16> {
        let digits = self.scan.is(at, Kind::Number) && self.scan.raw(at).len() <= 4;
        digits.then(|| self.scan.raw(at).parse().ok()).flatten()
    }

    fn is_year(&self, at: usize) -> bool {
        self.scan.raw(at).len() == 4 && self.number(at).is_some_and(|year| (1000..2200).contains(&year))
    }

    fn year_at(&self, at: usize) -> Option<i16> {
        let tied = self.scan.glued(at + 1)
            && matches!(self.scan.low(at + 1), ":" | "." | "'" | "’")
            && self.scan.glued(at + 2)
            && self.scan.is(at + 2, Kind::Number);
        self.number(at).filter(|_| self.is_year(at) && !tied)
    }

    /// A capitalised month; *may* and *march* are words too.
    fn month(&self, at: usize) -> Option<i8> {
        let value = self.word(at, "month")?;
        self.scan.is_capital(at).then(|| value.parse().ok()).flatten()
    }

    /// A day of the month and its last piece: `3`, `3rd`.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let day = self.number(at).filter(|day| (1..=31).contains(day) && self.scan.raw(at).len() <= 2)?;
        let suffix = matches!(self.scan.low(at + 1), "st" | "nd" | "rd" | "th") && self.scan.glued(at + 1);
        Some((i8::try_from(day).ok()?, at + usize::from(suffix)))
    }

    /// `2024-03-30`, `3/30/2024`, `30.3.2024`.
    fn numeric_date(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let first = self.number(at)?;
        let mark = scan.low(at + 1);
        if !matches!(mark, "-" | "/" | "–")
            || !(1..=4).all(|i| scan.glued(at + i))
            || scan.low(at + 3) != mark
            || scan.glued(at)
        {
            return None;
        }
        let (second, third) = (self.number(at + 2)?, self.number(at + 4)?);
        if matches!(scan.low(at + 5), "-" | "/") && scan.glued(at + 5) && scan.glued(at + 6) {
            return None;
        }
        let (year, month, day) = match (self.is_year(at), mark) {
            (true, _) => (first, second, third),
            (false, "/") if first <= 12 => (third, first, second),
            (false, "/") => (third, second, first),
            _ => return None,
        };
        let year = match scan.raw(at + if self.is_year(at) { 0 } else { 4 }).len() {
            4 => year,
            2 => year + if year < 70 { 2000 } else { 1900 },
            _ => return None,
        };
        let date = calendar::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        Some(self.with_clock(Found {
            first: at,
            last: at + 4,
            kind: TimeKind::Date,
            value: Some(date.to_string()),
        }))
    }

    /// `Monday, 5 June 2017`, `March 3, 2024`, `May 2019`, `3 March`, `Thursday`.
    fn date(&self, at: usize) -> Option<Found> {
        if let Some(number) = self.word(at, "weekday").filter(|_| self.scan.is_capital(at)) {
            let next = at + 1 + usize::from(self.scan.low(at + 1) == ",");
            if let Some((parts, last)) =
                self.parts(next).filter(|(parts, _)| parts.day.is_some() && parts.month.is_some())
            {
                return Some(self.with_clock(self.found(at, last, parts)));
            }
            return self.weekday(at, at, number.parse().ok()?, None);
        }
        let (parts, last) = self.parts(at)?;
        Some(self.with_clock(self.found(at, last, parts)))
    }

    fn found(&self, first: usize, last: usize, parts: Parts) -> Found {
        Found { first, last, kind: TimeKind::Date, value: self.value(first, parts) }
    }

    fn parts(&self, at: usize) -> Option<(Parts, usize)> {
        self.month_first(at).or_else(|| self.day_first(at))
    }

    fn month_first(&self, at: usize) -> Option<(Parts, usize)> {
        let scan = self.scan;
        let parts = Parts { month: Some(self.month(at)?), ..Parts::default() };
        let comma = |at: usize| usize::from(scan.low(at) == ",");
        if let Some((day, last)) = self.day(at + 1).filter(|(_, last)| !self.opens_clock(*last)) {
            let dashed = matches!(scan.low(last + 1), "-" | "–");
            let until = self.day(last + 2).filter(|(until, _)| dashed && *until > day);
            let last = until.map_or(last, |(_, last)| last);
            let parts = Parts { day: Some(day), until: until.map(|(until, _)| until), ..parts };
            let next = last + 1 + comma(last + 1);
            return Some(match self.year_at(next).filter(|_| scan.together(at, next)) {
                Some(year) => (Parts { year: Some(year), ..parts }, next),
                None => (parts, last),
            });
        }
        let next = at + 1 + comma(at + 1);
        let next = next + usize::from(scan.low(next) == "of");
        if let Some(year) = self.year_at(next).filter(|_| scan.together(at, next)) {
            return Some((Parts { year: Some(year), ..parts }, next));
        }
        self.month_stands(at).then_some((parts, at))
    }

    /// Whether a month without day and year is meant as one.
    fn month_stands(&self, at: usize) -> bool {
        let scan = self.scan;
        let led = at > 0
            && matches!(
                scan.low(at - 1),
                "in" | "of"
                    | "since"
                    | "until"
                    | "till"
                    | "by"
                    | "from"
                    | "to"
                    | "last"
                    | "next"
                    | "this"
                    | "early"
                    | "late"
                    | "mid"
                    | "during"
                    | "through"
                    | "between"
                    | "before"
                    | "after"
                    | "and"
                    | "every"
                    | "for"
                    | "-"
            );
        let doubtful = matches!(scan.low(at), "may" | "march" | "august" | "april" | "june" | "jan" | "mar.")
            || scan.low(at).len() <= 5;
        if doubtful { led && !scan.is_capital(at + 1) } else { !scan.is_capital(at + 1) || led }
    }

    fn day_first(&self, at: usize) -> Option<(Parts, usize)> {
        let scan = self.scan;
        if at > 0
            && scan.glued(at)
            && scan.is(at - 1, Kind::Mark)
            && !matches!(scan.low(at - 1), "(" | "[" | "-" | "–")
        {
            return None;
        }
        let (day, mut last) = self.day(at)?;
        let mut until = None;
        if matches!(scan.low(last + 1), "-" | "–") {
            let (end, end_last) = self.day(last + 2).filter(|(end, _)| *end > day)?;
            (until, last) = (Some(end), end_last);
        }
        let month = last + 1 + usize::from(scan.low(last + 1) == "of");
        let parts = Parts { day: Some(day), month: Some(self.month(month)?), until, ..Parts::default() };
        let next = month + 1 + usize::from(scan.low(month + 1) == ",");
        Some(match self.year_at(next).filter(|_| scan.together(at, next)) {
            Some(year) => (Parts { year: Some(year), ..parts }, next),
            None => (parts, month),
        })
    }

    fn value(&self, at: usize, parts: Parts) -> Option<String> {
        let month = parts.month?;
        let year = match parts.year.or_else(|| self.year_for(at, month)) {
            Some(year) => format!("{year:04}"),
            None => "XXXX".to_owned(),
        };
        let Some(day) = parts.day else { return Some(format!("{year}-{month:02}")) };
        // 2024 is a leap year: a day that it lacks is in no year.
        let known = year.parse().unwrap_or(2024);
        calendar::day(known, month, day)?;
        let value = format!("{year}-{month:02}-{day:02}");
        Some(match parts.until {
            Some(until) => format!("{value}/{year}-{month:02}-{until:02}"),
            None => value,
        })
    }

    /// The year a date without one means: that of its paragraph, where it is long past, else nearest to publication.
    fn year_for(&self, at: usize, month: i8) -> Option<i16> {
        let paragraph = self.scan.pieces[at].paragraph;
        let told = self.year.filter(|(own, _)| *own == paragraph).map(|(_, year)| year);
        let Some(published) = self.published else { return told };
        told.filter(|&year| year < published.year() - 1).or(Some(calendar::nearest_year(published, month)))
    }

    /// A weekday counted from publication, with a part of the day: `Friday morning`.
    fn weekday(&self, first: usize, at: usize, number: i8, ahead: Option<bool>) -> Option<Found> {
        let ahead = ahead.unwrap_or_else(|| self.looks_ahead(at));
        let date = self.published.and_then(|published| calendar::weekday(published, number, ahead));
        let found = Found { first, last: at, kind: TimeKind::Date, value: date.map(|date| date.to_string()) };
        Some(self.with_daypart(self.with_clock(found)))
    }

    fn looks_ahead(&self, at: usize) -> bool {
        (at.saturating_sub(10)..at)
            .rev()
            .take_while(|&i| self.scan.together(i, at) && self.scan.low(i) != ".")
            .any(|i| {
                matches!(
                    self.scan.low(i),
                    "will" | "upcoming" | "set" | "scheduled" | "expected" | "planned" | "due"
                )
            })
    }

    fn with_daypart(&self, found: Found) -> Found {
        let Some(part) = self.word(found.last + 1, "daypart").filter(|_| found.kind == TimeKind::Date) else {
            return found;
        };
        let value = found.value.map(|value| format!("{value}T{part}"));
        Found { last: found.last + 1, kind: TimeKind::Time, value, ..found }
    }

    /// `30 March 2024 22:51`, `Monday at 5 p.m.`: date and clock are one expression.
    fn with_clock(&self, found: Found) -> Found {
        let scan = self.scan;
        let mut next = found.last + 1;
        next += usize::from(matches!(scan.low(next), "," | "-" | "–" | "|"));
        next += usize::from(scan.low(next) == "at");
        let clock = self.clock(next).filter(|_| scan.together(found.last, next));
        match (clock, &found.value) {
            (Some((clock, last)), Some(value)) if !value.contains(['T', '/']) => Found {
                first: found.first,
                last,
                kind: TimeKind::Time,
                value: Some(format!("{value}T{clock}")),
            },
            _ => found,
        }
    }

    fn opens_clock(&self, at: usize) -> bool {
        matches!(self.scan.low(at + 1), "a.m." | "p.m." | "am" | "pm")
            || (self.scan.low(at + 1) == ":" && self.scan.glued(at + 1) && self.scan.glued(at + 2))
    }

    /// `10:30`, `10:30 a.m.`, `5 p.m.`, `noon`: the time as hh:mm, and its last piece.
    fn clock(&self, at: usize) -> Option<(String, usize)> {
        let scan = self.scan;
        match scan.low(at) {
            "noon" => return Some(("12:00".to_owned(), at)),
            "midnight" => return Some(("00:00".to_owned(), at)),
            _ => {}
        }
        let hour = self.number(at).filter(|hour| (0..=24).contains(hour) && scan.raw(at).len() <= 2)?;
        let (mut minute, mut seconds, mut last) = (0, None, at);
        let pair = |at: usize| {
            let tied =
                scan.low(at) == ":" && scan.glued(at) && scan.glued(at + 1) && scan.raw(at + 1).len() == 2;
            self.number(at + 1).filter(|value| tied && (0..60).contains(value))
        };
        let minutes = pair(at + 1);
        if let Some(value) = minutes {
            (minute, last) = (value, at + 2);
            seconds = pair(at + 3);
            last += if seconds.is_some() { 2 } else { 0 };
        }
        let half = match scan.low(last + 1) {
            "a.m." | "am" | "a.m" => Some(0),
            "p.m." | "pm" | "p.m" => Some(12),
            _ => None,
        };
        if half.is_none() && minutes.is_none() {
            return None;
        }
        let hour = half.map_or(hour, |half| hour % 12 + half);
        last += usize::from(half.is_some());
        last += usize::from(matches!(
            scan.raw(last + 1),
            "UTC" | "GMT" | "ET" | "EST" | "EDT" | "PT" | "CET" | "BST" | "IST"
        ));
        let clock = format!("{hour:02}:{minute:02}");
        Some((seconds.map_or(clock.clone(), |seconds| format!("{clock}:{seconds:02}")), last))
    }

    fn clock_alone(&self, at: usize) -> Option<Found> {
        if at > 0 && self.scan.glued(at) && !matches!(self.scan.low(at - 1), "(" | "[" | "-" | "–" | "—")
        {
            return None;
        }
        let (clock, last) = self.clock(at)?;
        let day = self.date_behind_clock(last);
        let (last, day) = match day {
            Some(found) => (found.last, found.value),
            None => (last, self.published.map(|day| day.to_string())),
        };
        let day = day.unwrap_or_else(|| "XXXX-XX-XX".to_owned());
        Some(Found { first: at, last, kind: TimeKind::Time, value: Some(format!("{day}T{clock}")) })
    }

    /// `noon on 4 May`, `10 a.m. Monday`.
    fn date_behind_clock(&self, last: usize) -> Option<Found> {
        let next = last + 1 + usize::from(matches!(self.scan.low(last + 1), "on" | ","));
        let found = self.scan.together(last, next).then(|| self.date(next)).flatten()?;
        (found.kind == TimeKind::Date && found.value.as_ref().is_some_and(|value| value.len() == 10))
            .then_some(found)
    }

    /// `the 1990s`, `19th century`, `Q3 2015`, `summer of 2012`, `early 2009`.
    fn period(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let date =
            |last, value: String| Some(Found { first: at, last, kind: TimeKind::Date, value: Some(value) });
        if scan.low(at + 1) == "s" && scan.glued(at + 1) && self.is_year(at) && scan.raw(at).ends_with('0') {
            let year = scan.raw(at);
            return date(
                at + 1,
                if year.ends_with("00") { year[..2].to_owned() } else { year[..3].to_owned() },
            );
        }
        if let Some((number, last)) = self.ordinal(at) {
            let tied = usize::from(scan.low(last + 1) == "-");
            if matches!(scan.low(last + 1 + tied), "century" | "centuries") && number >= 1 {
                return date(last + 1 + tied, format!("{:02}", number - 1));
            }
            let of = usize::from(scan.low(last + 2) == "of");
            if scan.low(last + 1) == "quarter" && (1..=4).contains(&number) {
                return self
                    .year_at(last + 2 + of)
                    .and_then(|year| date(last + 2 + of, format!("{year:04}-Q{number}")));
            }
        }
        if let Some(year) = self.number(at).filter(|_| matches!(scan.raw(at + 1), "BC" | "BCE" | "AD" | "CE"))
        {
            let sign = if scan.low(at + 1).starts_with('b') { "-" } else { "" };
            return date(at + 1, format!("{sign}{year:04}"));
        }
        if scan.low(at) == "q" && scan.glued(at + 1) && scan.raw(at + 1).len() == 1 {
            let of = usize::from(scan.low(at + 2) == "of");
            return self
                .year_at(at + 2 + of)
                .and_then(|year| date(at + 2 + of, format!("{year:04}-Q{}", scan.raw(at + 1))));
        }
        if let Some(season) = self.word(at, "season") {
            let of = usize::from(matches!(scan.low(at + 1), "of" | ","));
            return self
                .year_at(at + 1 + of)
                .and_then(|year| date(at + 1 + of, format!("{year:04}-{season}")));
        }
        self.word(at, "about")?;
        let next = at + 1 + usize::from(scan.low(at + 1) == "-" || scan.low(at + 1) == "in");
        let inner = self.period(next).or_else(|| self.date(next)).or_else(|| self.year_alone(next))?;
        (inner.kind == TimeKind::Date && inner.value.is_some() && self.word(next, "weekday").is_none())
            .then_some(Found { first: at, ..inner })
    }

    fn ordinal(&self, at: usize) -> Option<(i16, usize)> {
        if let Some(number) = self.number(at).filter(|&number| number < 40) {
            let suffix =
                matches!(self.scan.low(at + 1), "st" | "nd" | "rd" | "th") && self.scan.glued(at + 1);
            return suffix.then_some((number, at + 1));
        }
        let number =
            ["first", "second", "third", "fourth"].iter().position(|word| *word == self.scan.low(at))?;
        Some((i16::try_from(number).ok()? + 1, at))
    }

    /// `today`, `last week`, `two days ago`, `this morning`.
    fn relative(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if let Some(found) = self.stretch(at) {
            return Some(found);
        }
        let found = |last, kind, value| Some(Found { first: at, last, kind, value });
        if let Some(value) = self.word(at, "ref") {
            return found(at, TimeKind::Date, Some(value.to_owned()));
        }
        if let Some(days) = self.word(at, "day") {
            let value = self.published.and_then(|day| calendar::shifted(day, days.parse().ok()?, "D"));
            if scan.low(at) == "tonight" {
                return found(at, TimeKind::Time, value.map(|value| format!("{value}TNI")));
            }
            return found(at, TimeKind::Date, value).map(|found| self.with_daypart(self.with_clock(found)));
        }
        let step = match scan.low(at) {
            "last" | "past" | "previous" => -1,
            "this" => 0,
            "next" | "coming" | "following" => 1,
            _ => return None,
        };
        let definite = at > 0 && scan.low(at - 1) == "the";
        let next = at + 1;
        if let Some(number) = self.word(next, "weekday").filter(|_| scan.is_capital(next)) {
            return self.weekday(at, next, number.parse().ok()?, Some(step > 0));
        }
        if let Some(month) = self.month(next) {
            let year = self.published.map(|day| match step {
                -1 if month >= day.month() => day.year() - 1,
                1 if month <= day.month() => day.year() + 1,
                _ => day.year(),
            });
            return found(next, TimeKind::Date, year.map(|year| format!("{year:04}-{month:02}")));
        }
        if let Some(season) = self.word(next, "season") {
            let year = self.published.map(|day| day.year() + i16::try_from(step).unwrap_or(0).max(-1));
            return found(next, TimeKind::Date, year.map(|year| format!("{year:04}-{season}")));
        }
        if let Some(part) = self.word(next, "daypart") {
            let value = self.published.and_then(|day| calendar::shifted(day, step, "D"));
            return found(next, TimeKind::Time, value.map(|value| format!("{value}T{part}")));
        }
        if scan.low(next) == "weekend" {
            return found(next, TimeKind::Date, self.published.and_then(|day| calendar::weekend(day, step)));
        }
        let unit =
            self.word(next, "unit").filter(|unit| !(unit.starts_with('T') || (*unit == "D" && step == 0)))?;
        let anaphoric =
            definite && scan.low(at) != "past" && scan.low(at) != "last" || scan.low(at) == "following";
        let value = self
            .published
            .filter(|_| !anaphoric && !scan.low(next).ends_with('s'))
            .and_then(|day| calendar::shifted(day, step, unit));
        found(next, TimeKind::Date, value)
    }

    /// `the past decade`, `the next four years`: a length of time beside today.
    fn stretch(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let side = at + usize::from(scan.low(at) == "the");
        if !matches!(scan.low(side), "past" | "last" | "next" | "coming") {
            return None;
        }
        if let Some(found) = self.duration(side + 1).filter(|found| found.kind == TimeKind::Duration) {
            return Some(Found { first: at, ..found });
        }
        let unit = self.word(side + 1, "unit").filter(|_| side > at && scan.low(side) == "past")?;
        let value = if unit == "E" { "P10Y".to_owned() } else { format!("P1{unit}") };
        Some(Found { first: at, last: side + 1, kind: TimeKind::Duration, value: Some(value) })
    }

    /// `three days`, `24 hours`, `18-month`; with *ago* a date.
    fn duration(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (count, mut last) = self.count(at)?;
        let mut unit_at = last + 1;
        unit_at += usize::from(scan.low(unit_at) == "-" && scan.glued(unit_at));
        unit_at += usize::from(scan.low(unit_at) == "more" || scan.low(unit_at) == "full");
        let unit = self.word(unit_at, "unit").filter(|_| scan.together(at, unit_at))?;
        if matches!(scan.low(unit_at + 1), "old")
            || scan.low(unit_at + 1) == "-" && scan.low(unit_at + 2) == "old"
        {
            return None;
        }
        // *a second*, *a quarter* are seldom time; *a day* and *a year* behind a count are a rate.
        if count == Some(1.0)
            && matches!(scan.low(at), "a" | "an" | "one")
            && matches!(unit, "TS" | "Q" | "C")
        {
            return None;
        }
        last = unit_at;
        let said = match count {
            Some(count) if count.fract() == 0.0 => format!("{count:.0}"),
            Some(count) => format!("{count}"),
            None => "X".to_owned(),
        };
        if scan.low(last + 1) == "ago" {
            let value = count.and_then(|count| self.ago(count, unit));
            return Some(Found { first: at, last: last + 1, kind: TimeKind::Date, value });
        }
        let value = match unit {
            "E" => format!("P{}Y", count.map_or("X".to_owned(), |count| format!("{:.0}", count * 10.0))),
            "C" => format!("P{}Y", count.map_or("X".to_owned(), |count| format!("{:.0}", count * 100.0))),
            "Q" => format!("P{said}Q"),
            unit if unit.starts_with('T') => format!("PT{said}{}", &unit[1..]),
            unit => format!("P{said}{unit}"),
        };
        Some(Found { first: at, last, kind: TimeKind::Duration, value: Some(value) })
    }

    fn ago(&self, count: f64, unit: &str) -> Option<String> {
        let day = self.published?;
        let whole = count as i64;
        if unit.starts_with('T') {
            return None;
        }
        calendar::shifted(day, whole.checked_neg()?, unit)
    }

    /// How many: a number, *a*, or *several*; the last piece.
    fn count(&self, at: usize) -> Option<(Option<f64>, usize)> {
        let scan = self.scan;
        if scan.is(at, Kind::Number) {
            return scan.raw(at).replace(',', "").parse().ok().map(|count| (Some(count), at));
        }
        match scan.low(at) {
            "a" | "an" => match scan.low(at + 1) {
                "few" => Some((None, at + 1)),
                "couple" => Some((Some(2.0), at + 1 + usize::from(scan.low(at + 2) == "of"))),
                "dozen" => Some((Some(12.0), at + 1)),
                _ => Some((Some(1.0), at)),
            },
            "several" | "many" => Some((None, at)),
            word => {
                let first = *COUNTS.get(word)?;
                let hyphen = scan.low(at + 1) == "-" && scan.glued(at + 1);
                let second =
                    COUNTS.get(scan.low(at + 2)).filter(|&&second| hyphen && first >= 20.0 && second < 10.0);
                Some(second.map_or((Some(first), at), |second| (Some(first + second), at + 2)))
            }
        }
    }

    /// A bare year: four digits that count nothing.
    fn year_alone(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let year = self.year_at(at).filter(|year| (1500..2100).contains(year) || self.is_led(at))?;
        let tied_before = scan.glued(at)
            && scan.is(at - 1, Kind::Mark)
            && !matches!(scan.low(at - 1), "(" | "[" | "-" | "–" | "—" | "/" | "\"" | "“" | "‘" | "'");
        let before = at.checked_sub(1).filter(|&i| scan.together(i, at)).map_or("", |i| scan.low(i));
        let coded = matches!(
            before,
            "no" | "no."
                | "#"
                | "$"
                | "€"
                | "£"
                | "resolution"
                | "resolutions"
                | "flight"
                | "room"
                | "code"
                | ":"
                | "about"
                | "over"
                | "some"
                | "than"
                | "nearly"
                | "least"
                | "to"
                | "up"
        ) && !matches!(before, "about" | "to");
        let tied_word = scan.glued(at + 1) && (scan.is(at + 1, Kind::Word) || scan.low(at + 1) == "%");
        let letter_before = scan.glued(at) && scan.is(at - 1, Kind::Word);
        let definite = matches!(before, "the" | "their" | "his" | "her" | "its" | "a" | "of" | "and");
        let plural = scan.low(at + 1).ends_with('s')
            && scan.low(at + 1).len() > 4
            && !scan.is_capital(at + 1)
            && !scan.low(at + 1).ends_with("'s");
        let counts = !self.is_led(at)
            && !definite
            && scan.together(at, at + 1)
            && (plural || counts_people(scan.low(at + 1)));
        if tied_before || coded || tied_word || letter_before || counts {
            return None;
        }
        let hyphened = scan.glued(at)
            && scan.low(at - 1) == "-"
            && at >= 2
            && scan.glued(at - 1)
            && scan.is(at - 2, Kind::Word)
            && scan.low(at - 2) != "mid"
            && scan.low(at - 2) != "post"
            && scan.low(at - 2) != "pre";
        (!hyphened).then(|| Found {
            first: at,
            last: at,
            kind: TimeKind::Date,
            value: Some(format!("{year:04}")),
        })
    }

    fn is_led(&self, at: usize) -> bool {
        at > 0
            && matches!(
                self.scan.low(at - 1),
                "in" | "since" | "until" | "by" | "from" | "year" | "early" | "late" | "during"
            )
    }

    /// `every Monday`, `daily`, `each year`.
    fn often(&self, at: usize) -> Option<Found> {
        let set =
            |last, value: String| Some(Found { first: at, last, kind: TimeKind::Set, value: Some(value) });
        if let Some(value) = self.word(at, "often") {
            return set(at, value.to_owned());
        }
        if !matches!(self.scan.low(at), "every" | "each") {
            return None;
        }
        if let Some(number) = self.word(at + 1, "weekday") {
            return set(at + 1, format!("XXXX-WXX-{number}"));
        }
        let unit = self.word(at + 1, "unit")?;
        set(
            at + 1,
            if let Some(time) = unit.strip_prefix('T') { format!("PT1{time}") } else { format!("P1{unit}") },
        )
    }
}

/// `Monday` of *Monday’s*.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn counts_people(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "schoolchildren"
            | "troops"
            | "soldiers"
            | "men"
            | "women"
            | "children"
            | "dead"
            | "fighters"
            | "refugees"
            | "votes"
            | "homes"
            | "workers"
            | "dollars"
            | "euros"
            | "tonnes"
            | "tons"
            | "miles"
            | "feet"
            | "students"
            | "police"
    )
}

//! The patterns of time expressions over the pieces of a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::TimeKind;
use jiff::civil::Date;

use super::calendar;
use crate::lexicon;
use crate::scan::{Kind, Scan};

static WORDS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/calendar.tsv"))
        .map(|row| (row[0], (row[1], row[2])))
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
    pub(super) scan: &'a Scan<'a>,
    pub(super) published: Option<Date>,
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

    pub(super) fn word(&self, at: usize, kind: &str) -> Option<&'static str> {
        WORDS
            .get(without_possessive(self.scan.low(at)))
            .filter(|(own, _)| *own == kind)
            .map(|(_, value)| *value)
    }

    pub(super) fn number(&self, at: usize) -> Option<i16> {
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
    pub(super) fn date(&self, at: usize) -> Option<Found> {
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
            if without_possessive(scan.low(at)) == "tonight" {
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
        let definite = matches!(
            before,
            "the" | "their" | "his" | "her" | "its" | "a" | "of" | "and" | "below" | "above"
        );
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

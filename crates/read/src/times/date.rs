//! Dates of the calendar: a day, a month, a year in any order, and weekdays.

use super::calendar;
use super::pattern::{Found, Reader, note};
use crate::scan::Kind;

/// A date as far as the words give it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// The last day of a range within a month.
    until: Option<i8>,
}

impl Reader<'_> {
    /// A capitalised month; *may* and *march* are words too.
    pub(super) fn month(&self, at: usize) -> Option<i8> {
        let value = self.word(at, "month")?;
        let written = self.scan.is_capital(at) || self.is_fragment(at) && self.scan.low(at) != "may";
        written.then(|| value.parse().ok()).flatten()
    }

    /// A day of the month and its last piece: `3`, `3rd`, `the third`.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let at = at + usize::from(self.scan.low(at) == "the");
        let day = self.number(at).filter(|day| (1..=31).contains(day) && self.scan.raw(at).len() <= 2);
        let suffix = matches!(self.scan.low(at + 1), "st" | "nd" | "rd" | "th") && self.scan.glued(at + 1);
        let spelt = || self.word(at, "nth").and_then(|nth| nth.parse().ok());
        Some((day.map_or_else(spelt, |day| i8::try_from(day).ok())?, at + usize::from(suffix)))
    }

    /// `2024-03-30`, `3/30/2024`, `30.3.2024`, `2015-3-3`; `2/15` where it stands alone or behind *on*.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let first = self.number(at)?;
        let mark = scan.low(at + 1);
        if !matches!(mark, "-" | "/" | "–" | ".") || scan.glued(at) && scan.low(at - 1) != "(" {
            return None;
        }
        let tied = (1..=4).all(|i| scan.glued(at + i)) && scan.low(at + 3) == mark;
        if !tied {
            return self.month_and_day(at);
        }
        let (second, third) = (self.number(at + 2)?, self.number(at + 4)?);
        if matches!(scan.low(at + 5), "-" | "/") && scan.glued(at + 5) && scan.glued(at + 6) {
            return None;
        }
        let (year, month, day) = match (self.is_year(at), mark) {
            (true, _) => (first, second, third),
            (false, "/" | "-") if first <= 12 => (third, first, second),
            (false, "/" | ".") => (third, second, first),
            _ => return None,
        };
        let year = match scan.raw(at + if self.is_year(at) { 0 } else { 4 }).len() {
            4 => year,
            2 => century(year),
            _ => return None,
        };
        let date = calendar::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        Some(self.with_clock(Found::date(at, at + 4, Some(date.to_string()), note("said in full"))))
    }

    /// `2/15`, `2/2013`: a fraction too, so only where nothing else stands beside it.
    fn month_and_day(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let alone = self.is_fragment(at) && (at == 0 || !scan.together(at - 1, at));
        let led = at > 0 && scan.low(at - 1) == "on" && scan.low(at + 1) == "/";
        let (first, second) = (self.number(at)?, self.number(at + 2)?);
        let counts = scan.together(at, at + 3) && scan.is(at + 3, Kind::Word) && scan.low(at + 3) != "at";
        let ends =
            !(counts || scan.glued(at + 3) && scan.is(at + 3, Kind::Mark) && scan.is(at + 4, Kind::Number));
        if !(alone || led) || !ends || self.month(at + 3).is_some() || !matches!(scan.low(at + 1), "/" | "-")
        {
            return None;
        }
        let value = match (first, second) {
            (1..=12, 1..=31) => {
                let month = i8::try_from(first).ok()?;
                calendar::day(self.year_for(at, month)?, month, i8::try_from(second).ok()?)?.to_string()
            }
            (1..=12, 1900..2100) => format!("{second:04}-{first:02}"),
            (_, 1..=12) if self.is_year(at) && scan.raw(at + 2).len() == 2 => {
                format!("{first:04}-{second:02}")
            }
            _ => return None,
        };
        Some(self.with_clock(Found::date(
            at,
            at + 2,
            Some(value),
            note("month and day; the year nearest to the article"),
        )))
    }

    /// `Monday, 5 June 2017`, `March 3, 2024`, `May 2019`, `3 March`, `Thursday`.
    pub(super) fn date(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let doubtful = || self.word(at, "doubtful");
        if let Some(number) = self.word(at, "weekday").or_else(doubtful) {
            let next = at + 1 + usize::from(scan.low(at + 1) == ",");
            let next = next + usize::from(scan.low(next) == "the");
            let told = self.parts(next).filter(|(parts, _)| parts.day.is_some() && parts.month.is_some());
            if let Some((parts, last)) = told.filter(|_| scan.together(at, next)) {
                let parts = Parts { year: parts.year.or_else(|| self.agreeing_year(parts, number)), ..parts };
                return Some(self.with_clock(self.found(at, last, parts)));
            }
            let stands = scan.is_capital(at) && self.word(at, "doubtful").is_none() || self.is_fragment(at);
            return stands.then(|| self.weekday(at, at, number.parse().ok()?, None)).flatten();
        }
        let (parts, last) = self.parts(at)?;
        Some(self.with_clock(self.found(at, last, parts)))
    }

    /// The year nearest to the article's in which the day has that name.
    fn agreeing_year(&self, parts: Parts, weekday: &str) -> Option<i16> {
        let (published, number) = (self.published?, weekday.parse::<i8>().ok()?);
        [0, 1, -1, 2, -2].into_iter().map(|by| published.year() + by).find(|&year| {
            let day = parts.month.zip(parts.day).and_then(|(month, day)| calendar::day(year, month, day));
            day.is_some_and(|day| day.weekday().to_monday_one_offset() == number)
        })
    }

    fn found(&self, first: usize, last: usize, parts: Parts) -> Found {
        let how = match (parts.year, self.published) {
            (Some(_), _) => "said in full",
            (None, Some(_)) => "the year is that spoken of, or the one nearest to the article's day",
            (None, None) => "the text says no year",
        };
        Found::date(first, last, self.value(first, parts), note(how))
    }

    fn parts(&self, at: usize) -> Option<(Parts, usize)> {
        self.month_first(at).or_else(|| self.day_first(at))
    }

    fn month_first(&self, at: usize) -> Option<(Parts, usize)> {
        let scan = self.scan;
        let parts = Parts { month: Some(self.month(at)?), ..Parts::default() };
        let comma = |at: usize| usize::from(scan.low(at) == ",");
        if let Some((day, last)) =
            self.day(at + 1).filter(|(_, last)| !self.opens_clock(*last) && !self.opens_unit(*last))
        {
            let until = self.until(last, day);
            let last = until.map_or(last, |(_, last)| last);
            let parts = Parts { day: Some(day), until: until.map(|(until, _)| until), ..parts };
            let next = last + 1 + comma(last + 1);
            return Some(match self.year_at(next).filter(|_| scan.together(at, next)) {
                Some(year) => (Parts { year: Some(year), ..parts }, next),
                None => (parts, last),
            });
        }
        let next = at + 1 + comma(at + 1);
        let next =
            next + usize::from(matches!(scan.low(next), "of" | "in") && self.year_at(next + 1).is_some());
        if let Some(year) = self.year_at(next).filter(|_| scan.together(at, next)) {
            return Some((Parts { year: Some(year), ..parts }, next));
        }
        self.month_stands(at).then_some((parts, at))
    }

    /// `March second week` is no second of March.
    fn opens_unit(&self, last: usize) -> bool {
        self.word(last, "nth").is_some() && self.word(last + 1, "unit").is_some()
    }

    /// The last day of a range: `13-15`, `13 to 15`, `13th through the 15th`; not a year or an hour.
    fn until(&self, last: usize, day: i8) -> Option<(i8, usize)> {
        let joined = matches!(self.scan.low(last + 1), "-" | "–" | "to" | "thru" | "through");
        let until = self.day(last + 2).filter(|(until, end)| {
            joined
                && *until > day
                && !self.opens_clock(*end)
                && !self.opens_unit(*end)
                && self.scan.together(last, *end)
        })?;
        let another = self.month(until.1 + 1).is_some()
            && self.scan.low(last + 1) != "to"
            && self.month(last).is_some();
        (!another).then_some(until)
    }

    /// Whether a month without day and year is meant as one.
    fn month_stands(&self, at: usize) -> bool {
        let scan = self.scan;
        let led = at > 0 && leads_to_month(scan.low(at - 1));
        let doubtful = matches!(scan.low(at), "may" | "march" | "august" | "april" | "june" | "jan" | "mar.")
            || scan.low(at).len() <= 5;
        if self.is_fragment(at) && (at == 0 || !scan.together(at - 1, at)) && scan.is_last(at) {
            return scan.low(at) != "may";
        }
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
        let until = self.until(last, day);
        last = until.map_or(last, |(_, last)| last);
        let tied = matches!(scan.low(last + 1), "-" | "/") && scan.glued(last + 1) && scan.glued(last + 2);
        let spoken =
            scan.low(last + 1) == "day" && self.word(at, "nth").is_some() && scan.low(last + 2) == "of";
        last += usize::from(tied) + usize::from(spoken);
        let month = last + 1 + usize::from(scan.low(last + 1) == "of");
        let parts = Parts {
            day: Some(day),
            month: Some(self.month(month).filter(|_| scan.together(at, month))?),
            until: until.map(|(until, _)| until),
            ..Parts::default()
        };
        if tied {
            return self.tied_year(month, parts);
        }
        let next = month + 1 + usize::from(scan.low(month + 1) == ",");
        let next = next + usize::from(scan.low(next) == "of" && self.year_at(next + 1).is_some());
        if let Some(year) = self.year_at(next).filter(|_| scan.together(at, next)) {
            return Some((Parts { year: Some(year), ..parts }, next));
        }
        Some((
            Parts { year: self.short_past(month).or(self.last_or_next(month)), ..parts },
            self.year_end(month),
        ))
    }

    /// `31-Oct-74`.
    fn tied_year(&self, month: usize, parts: Parts) -> Option<(Parts, usize)> {
        let mark = matches!(self.scan.low(month + 1), "-" | "/") && self.scan.glued(month + 1);
        let year = self.number(month + 2).filter(|_| mark && self.scan.glued(month + 2))?;
        let year = if self.scan.raw(month + 2).len() == 2 { century(year) } else { year };
        Some((Parts { year: Some(year), ..parts }, month + 2))
    }

    /// `30 September 420`: a year of three digits behind a full date.
    fn short_past(&self, month: usize) -> Option<i16> {
        let ends = !self.scan.is(month + 2, Kind::Word);
        self.number(month + 1)
            .filter(|&year| (100..1000).contains(&year) && ends && self.scan.raw(month + 1).len() == 3)
    }

    /// `12th of October last`.
    fn last_or_next(&self, month: usize) -> Option<i16> {
        let ends = self.scan.is(month + 2, Kind::Mark) || !self.scan.together(month, month + 2);
        let (number, published) = (self.month(month)?, self.told_or_published()?);
        match self.scan.low(month + 1) {
            "last" if ends => Some(published.year() - i16::from(number > published.month())),
            "next" if ends => Some(published.year() + i16::from(number < published.month())),
            _ => None,
        }
    }

    fn year_end(&self, month: usize) -> usize {
        month + usize::from(self.short_past(month).is_some() || self.last_or_next(month).is_some())
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

    /// A weekday counted from publication, with a part of the day: `Friday morning`, `Wednesday next week`.
    pub(super) fn weekday(&self, first: usize, at: usize, number: i8, ahead: Option<bool>) -> Option<Found> {
        if let Some(found) = self.weekday_of_week(first, at, number) {
            return Some(self.with_daypart(self.with_clock(found)));
        }
        if let Some(found) = self.weekday_after_next(first, at, number) {
            return Some(found);
        }
        if let Some(found) = self.weekday_of_month(first, at) {
            return Some(self.with_clock(found));
        }
        let guess = self.speaks_of(at) == Some(true);
        let is_next = ahead.unwrap_or(guess);
        let date = self.published.and_then(|published| {
            let by = ahead.map_or(0, |ahead| if ahead { 1 } else { -1 });
            let from =
                if self.says_next(at) { next_monday(published)? } else { super::lunar::plus(published, by)? };
            calendar::weekday(from, number, is_next)
        });
        let how = if is_next {
            "the first day of that name from the article's day on"
        } else {
            "the last day of that name up to the article's day"
        };
        let found = Found::date(first, at, date.map(|date| date.to_string()), note(how));
        Some(self.with_daypart(self.with_clock(found)))
    }

    /// `next Friday` is that of next week.
    fn says_next(&self, at: usize) -> bool {
        at > 0 && self.scan.low(at - 1) == "next"
    }

    /// `Friday after next`: a week behind the next one.
    fn weekday_after_next(&self, first: usize, at: usize, number: i8) -> Option<Found> {
        if (self.scan.low(at + 1), self.scan.low(at + 2)) != ("after", "next") {
            return None;
        }
        let day = self.published.and_then(|published| {
            super::lunar::plus(calendar::weekday(super::lunar::plus(published, 1)?, number, true)?, 7)
        });
        Some(Found::date(
            first,
            at + 2,
            day.map(|day| day.to_string()),
            note("a week behind the next day of that name"),
        ))
    }

    /// `Wednesday of next week`, `Sunday last week`.
    fn weekday_of_week(&self, first: usize, at: usize, number: i8) -> Option<Found> {
        let scan = self.scan;
        let next = at + 1 + usize::from(matches!(scan.low(at + 1), "of" | "from"));
        let next = next + usize::from(scan.low(next) == "the");
        let step: i64 = self.word(next, "step")?.parse().ok()?;
        if self.word(next + 1, "unit") != Some("W") || scan.low(next + 1).ends_with('s') {
            return None;
        }
        let day = self.published.and_then(|published| {
            let back = i64::from(published.weekday().to_monday_one_offset());
            super::lunar::plus(published, step * 7 + i64::from(number) - back)
        });
        Some(Found::date(
            first,
            next + 1,
            day.map(|day| day.to_string()),
            note("that day of the week counted from the article's"),
        ))
    }

    /// `Thu 15th`, `Tuesday the 19th`: the nearest month where both agree.
    fn weekday_of_month(&self, first: usize, at: usize) -> Option<Found> {
        let (day, last) = self
            .day(at + 1)
            .filter(|&(_, last)| last > at + 1 + usize::from(self.scan.low(at + 1) == "the"))?;
        if !self.scan.together(at, last) || self.word(last + 1, "unit").is_some() {
            return None;
        }
        let published = self.published?;
        let value = calendar::day(published.year(), published.month(), day)?.to_string();
        Some(Found::date(first, last, Some(value), note("that day of the article's month")))
    }
}

fn next_monday(day: jiff::civil::Date) -> Option<jiff::civil::Date> {
    super::lunar::plus(day, 8 - i64::from(day.weekday().to_monday_one_offset()))
}

/// The year that two digits stand for.
fn century(year: i16) -> i16 {
    if year >= 100 { year } else { year + if year < 70 { 2000 } else { 1900 } }
}

fn leads_to_month(word: &str) -> bool {
    matches!(
        word,
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
    )
}

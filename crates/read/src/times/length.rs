//! Lengths of time, and what comes back again and again.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::TimeKind;
use jiff::ToSpan;

use super::calendar;
use super::pattern::{Found, Reader, note};
use crate::lexicon;
use crate::scan::Kind;

static COUNTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/numbers.tsv"))
        .filter(|row| matches!(row[2], "small" | "ten"))
        .filter_map(|row| Some((row[0], row[1].parse().ok()?)))
        .collect()
});

/// Whether a lower-case word is a small number.
pub(super) fn is_count(word: &str) -> bool {
    COUNTS.contains_key(word)
}

/// The value of a lower-case word that is a small number.
pub(super) fn count_of(word: &str) -> Option<f64> {
    COUNTS.get(word).copied()
}

/// A length: how many of which unit, as far as the words say, and its last piece.
pub(super) struct Length {
    pub count: Option<f64>,
    pub unit: &'static str,
    pub last: usize,
}

impl Length {
    /// `P3D`, `PT24H`, `PXY`.
    pub fn value(&self) -> String {
        let said = |by: f64| match self.count.map(|count| count * by) {
            Some(count) if count.fract() == 0.0 => format!("{count:.0}"),
            Some(count) => format!("{count}"),
            None => "X".to_owned(),
        };
        match self.unit {
            "E" => format!("P{}Y", said(10.0)),
            "C" => format!("P{}Y", said(100.0)),
            "L" => format!("P{}Y", said(1000.0)),
            "F" => format!("P{}W", said(2.0)),
            "Q" => format!("P{}M", said(3.0)),
            "S" => format!("P{}M", said(6.0)),
            "WE" => format!("P{}WE", said(1.0)),
            unit if unit.starts_with('T') => format!("PT{}{}", said(1.0), &unit[1..]),
            unit => format!("P{}{unit}", said(1.0)),
        }
    }
}

impl Reader<'_> {
    /// `the past decade`, `the next four years`: a length of time beside today.
    pub(super) fn stretch(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let side = at + usize::from(scan.low(at) == "the");
        if !matches!(scan.low(side), "past" | "last" | "next" | "coming") {
            return None;
        }
        let made = |last, value| {
            Some(Found {
                first: at,
                last,
                kind: TimeKind::Duration,
                value: Some(value),
                note: note("a length beside the article's day"),
            })
        };
        if let Some(length) = self.length(side + 1).filter(|_| !matches!(scan.low(side + 1), "a" | "an")) {
            return made(length.last, length.value());
        }
        let few = scan.low(side + 1) == "few" || scan.low(side + 1) == "several";
        let unit_at = side + 1 + usize::from(few);
        let unit = self.word(unit_at, "unit")?;
        let plural = scan.low(unit_at).ends_with('s');
        if few || side > at && plural && scan.low(side) != "next" {
            return made(unit_at, Length { count: None, unit, last: unit_at }.value());
        }
        let past = side > at && scan.low(side) == "past" && !plural;
        past.then(|| made(unit_at, Length { count: Some(1.0), unit, last: unit_at }.value())).flatten()
    }

    /// `three days`, `two and a half years`, `half an hour`, `decades-long`.
    pub(super) fn length(&self, at: usize) -> Option<Length> {
        let scan = self.scan;
        if let Some(length) = self.half(at) {
            return Some(length);
        }
        let (count, last) = self.count(at)?;
        let (count, last) = self.and_a_half(count, last);
        let mut unit_at = last + 1;
        let of = matches!(scan.low(last), "quarter" | "quarters") && scan.low(unit_at) == "of";
        unit_at += usize::from(of) + usize::from(of && matches!(scan.low(unit_at + 1), "a" | "an"));
        unit_at += usize::from(scan.low(unit_at) == "-" && scan.glued(unit_at));
        unit_at += usize::from(matches!(
            scan.low(unit_at),
            "more" | "full" | "whole" | "additional" | "extra" | "consecutive" | "straight" | "long"
        ));
        let glued = scan.glued(unit_at) && scan.low(unit_at - 1) != "-";
        let unit = match scan.low(unit_at) {
            "h" if glued => "TH",
            _ => self.word(unit_at, "unit").filter(|_| scan.together(at, unit_at))?,
        };
        if scan.low(unit_at + 1) == "old" || scan.low(unit_at + 1) == "-" && scan.low(unit_at + 2) == "old" {
            return None;
        }
        // *a second*, *a quarter* are seldom time; *a day* and *a year* behind a count are a rate.
        let one = count == Some(1.0) && matches!(scan.low(at), "a" | "an" | "one");
        if one
            && matches!(unit, "TS" | "Q" | "C" | "S" | "WE")
            && scan.low(unit_at) != "century"
            && scan.low(unit_at) != "sec"
        {
            return None;
        }
        Some(self.with_half_behind(Length { count, unit, last: unit_at }))
    }

    /// `half an hour`, `half a day`, `a half hour`, `three quarters of an hour`.
    fn half(&self, at: usize) -> Option<Length> {
        let scan = self.scan;
        let start = at + usize::from(scan.low(at) == "a");
        let (part, next) = match (scan.low(start), scan.low(start + 1)) {
            ("half", _) => (0.5, start + 1),
            ("quarter", "of") => (0.25, start + 2),
            ("three", "quarters") => (0.75, start + 2 + usize::from(scan.low(start + 2) == "of")),
            ("three", "-") if scan.low(start + 2) == "quarters" => {
                (0.75, start + 3 + usize::from(scan.low(start + 3) == "of"))
            }
            _ => return None,
        };
        let unit_at = next + usize::from(matches!(scan.low(next), "a" | "an" | "-"));
        let unit = self.word(unit_at, "unit").filter(|_| !scan.low(unit_at).ends_with('s'))?;
        let (count, unit) = match unit {
            "TH" => (part * 60.0, "TM"),
            "D" => (part * 24.0, "TH"),
            "Y" => (part * 12.0, "M"),
            "E" => (part * 10.0, "Y"),
            "C" => (part * 100.0, "Y"),
            _ => return None,
        };
        Some(Length { count: Some(count), unit, last: unit_at })
    }

    /// `two and a half years`, `1/2 hour`.
    fn and_a_half(&self, count: Option<f64>, last: usize) -> (Option<f64>, usize) {
        let scan = self.scan;
        if scan.low(last + 1) == "/" && scan.glued(last + 1) && scan.glued(last + 2) {
            let below = self.number(last + 2).filter(|&below| below > 1);
            return below
                .map_or((count, last), |below| (count.map(|count| count / f64::from(below)), last + 2));
        }
        let next = last + 1 + usize::from(scan.low(last + 1) == "-");
        if scan.low(next) != "and" {
            return (count, last);
        }
        let next = next + 1 + usize::from(scan.low(next + 1) == "-");
        let half = next + usize::from(matches!(scan.low(next), "a" | "an" | "one"));
        let half = half + usize::from(scan.low(half) == "-");
        let many = count_of(scan.low(next)).filter(|many| (1.0..4.0).contains(many));
        match (scan.low(half), many, scan.low(next + 1)) {
            ("half", ..) => (count.map(|count| count + 0.5), half),
            ("quarter", ..) => (count.map(|count| count + 0.25), half),
            (_, Some(many), "quarter" | "quarters") => (count.map(|count| count + many / 4.0), next + 1),
            _ => (count, last),
        }
    }

    /// `an hour and a half`, `2 years and 3 months`.
    fn with_half_behind(&self, length: Length) -> Length {
        let scan = self.scan;
        let next = length.last + 1;
        let half = next + 1 + usize::from(scan.low(next + 1) == "a");
        if scan.low(next) == "and" && scan.low(half) == "half" && self.word(half + 1, "unit").is_none() {
            return Length { count: length.count.map(|count| count + 0.5), last: half, ..length };
        }
        // `1 hour fifteen`, where no noun follows that the minutes could count.
        let minutes = next + usize::from(scan.low(next) == "and");
        let number = self.number(minutes).map(f64::from).or_else(|| count_of(scan.low(minutes)));
        let number = number.filter(|number| length.unit == "TH" && (5.0..60.0).contains(number));
        match (number, length.count) {
            (Some(number), Some(count)) if scan.is_last(minutes) && scan.together(next - 1, minutes) => {
                Length { count: Some(count * 60.0 + number), unit: "TM", last: minutes }
            }
            _ => length,
        }
    }

    /// A length that stands by itself, with what is added to it; with *ago* and its like it is a date.
    pub(super) fn duration(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if at > 0
            && scan.glued(at)
            && scan.is(at - 1, Kind::Mark)
            && matches!(scan.low(at - 1), "." | "/" | "$")
        {
            return None;
        }
        if let Some(found) = self.long_hyphened(at).or_else(|| self.weekdays_from(at)) {
            return Some(found);
        }
        let length = self.length(at)?;
        if let Some(found) = self.counted_from(at, &length) {
            return Some(found);
        }
        if self.is_rate(at) {
            let value = Some(length.value());
            return Some(Found {
                first: at,
                last: length.last,
                kind: TimeKind::Set,
                value,
                note: note("comes back again and again"),
            });
        }
        let (value, last) = self.with_smaller(&length);
        Some(Found {
            first: at,
            last,
            kind: TimeKind::Duration,
            value: Some(value),
            note: note("a length of time"),
        })
    }

    /// `15 a year`, `$25,000 a year`, `60 hours a week`.
    fn is_rate(&self, at: usize) -> bool {
        let scan = self.scan;
        let Some(before) = at.checked_sub(1).filter(|&before| scan.together(before, at)) else {
            return false;
        };
        matches!(scan.low(at), "a" | "an")
            && (scan.is(before, Kind::Number)
                || self.word(before, "rate").is_some()
                || self.word(before, "unit").is_some() && scan.low(before).ends_with('s'))
    }

    /// `decades-long`, `week-long`, `yearlong`.
    fn long_hyphened(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let unit = self.word(at, "unit").filter(|unit| !unit.starts_with('T') || *unit == "TH")?;
        let long = scan.low(at + 1) == "-" && scan.low(at + 2) == "long" && scan.glued(at + 2);
        let free = at == 0 || !(scan.low(at - 1) == "-" && scan.glued(at));
        let count = (!scan.low(at).ends_with('s')).then_some(1.0);
        let value = Length { count, unit, last: at }.value();
        (long && free).then(|| Found {
            first: at,
            last: at + 2,
            kind: TimeKind::Duration,
            value: Some(value),
            note: note("a length of time"),
        })
    }

    /// `two Thursdays ago`, `3 Fridays from now`.
    fn weekdays_from(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (count, last) = self.count(at)?;
        let name = scan.low(last + 1).strip_suffix('s')?;
        let number: i8 = super::table::value(name, "weekday")?.parse().ok()?;
        let (ahead, end) = match (scan.low(last + 2), scan.low(last + 3)) {
            ("ago" | "back", _) => (false, last + 2),
            ("from", "now") => (true, last + 3),
            _ => return None,
        };
        let value = count.zip(self.published).and_then(|(count, day)| {
            let step = if ahead { 1 } else { -1 };
            let first = calendar::weekday(super::lunar::plus(day, step)?, number, ahead)?;
            super::lunar::plus(first, step * 7 * (count as i64 - 1).clamp(0, 500))
        });
        Some(Found::date(at, end, value.map(|day| day.to_string()), note("counted from the article's day")))
    }

    /// `2 years and 3 months`, `1 hour 30 minutes`: one length.
    fn with_smaller(&self, length: &Length) -> (String, usize) {
        let (mut value, mut last, mut unit) = (length.value(), length.last, length.unit);
        for _ in 0..3 {
            let mut next = last + 1;
            next += usize::from(self.scan.low(next) == ",");
            next += usize::from(self.scan.low(next) == "and");
            let Some(more) =
                self.length(next).filter(|more| order(more.unit) < order(unit) && is_remainder(more))
            else {
                break;
            };
            if !self.scan.together(last, more.last)
                || matches!(self.scan.low(more.last + 1), "ago" | "later" | "earlier")
            {
                break;
            }
            let own = more.value();
            let time = own.starts_with("PT");
            let own = own.trim_start_matches('P').trim_start_matches('T');
            value += if time && !value.contains('T') { "T" } else { "" };
            value += own;
            (last, unit) = (more.last, more.unit);
        }
        (value, last)
    }

    /// `two days ago`, `two days from now`: counted from the article's day.
    fn counted_from(&self, at: usize, length: &Length) -> Option<Found> {
        let scan = self.scan;
        let next = length.last + 1;
        let (step, last) = match self.word(next, "hence") {
            Some("-1")
                if scan.low(next) == "ago" || scan.low(next) == "back" && !scan.is(next + 1, Kind::Word) =>
            {
                (-1, next)
            }
            Some("1") => (1, next),
            _ if scan.low(next) == "from" && matches!(scan.low(next + 1), "now" | "today") => (1, next + 1),
            _ => return self.later_than_told(at, length),
        };
        let value = length.count.and_then(|count| self.beside_published(count, step, length.unit));
        let kind = if length.unit.starts_with('T') { TimeKind::Time } else { TimeKind::Date };
        Some(Found { first: at, last, kind, value, note: note("counted from the article's day") })
    }

    pub(super) fn beside_published(&self, count: f64, step: i64, unit: &str) -> Option<String> {
        if unit.starts_with('T') {
            return self.beside_moment(count, step, unit);
        }
        let whole = (count.fract() == 0.0).then_some(count as i64)?;
        calendar::shifted(self.published?, whole.checked_mul(step)?, unit)
    }

    /// Hours and minutes are counted only where the minute of publication is known.
    fn beside_moment(&self, count: f64, step: i64, unit: &str) -> Option<String> {
        let seconds = match unit {
            "TH" => 3600.0,
            "TM" => 60.0,
            _ => 1.0,
        };
        let seconds = (count * seconds).abs().min(1e10) as i64 * step;
        let moment = self.moment?.checked_add(seconds.seconds()).ok()?;
        Some(moment.strftime(if unit == "TH" { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" }).to_string())
    }

    /// How many: a number, *a*, or *several*; the last piece.
    fn count(&self, at: usize) -> Option<(Option<f64>, usize)> {
        let scan = self.scan;
        if scan.is(at, Kind::Number) {
            let hyphened =
                matches!(scan.low(at + 1), "-" | "–" | "to" | "or") && !scan.is(at + 2, Kind::Word);
            let to = hyphened.then(|| scan.raw(at + 2).replace(',', "").parse::<f64>().ok()).flatten();
            if to.is_some() && self.word(at + 3, "unit").is_some() {
                return Some((None, at + 2));
            }
            return scan.raw(at).replace(',', "").parse().ok().map(|count| (Some(count), at));
        }
        match scan.low(at) {
            "a" | "an" => match scan.low(at + 1) {
                "few" | "number" => Some((None, at + 1 + usize::from(scan.low(at + 2) == "of"))),
                "couple" | "pair" => Some((Some(2.0), at + 1 + usize::from(scan.low(at + 2) == "of"))),
                "dozen" => Some((Some(12.0), at + 1)),
                "hundred" => Some((Some(100.0), at + 1)),
                "full" | "whole" | "single" => Some((Some(1.0), at + 1)),
                _ => Some((Some(1.0), at)),
            },
            "several" | "many" | "few" => Some((None, at)),
            word => {
                let first = *COUNTS.get(word)?;
                let hyphen = scan.low(at + 1) == "-" && scan.glued(at + 1);
                let second =
                    COUNTS.get(scan.low(at + 2)).filter(|&&second| hyphen && first >= 20.0 && second < 10.0);
                Some(second.map_or((Some(first), at), |second| (Some(first + second), at + 2)))
            }
        }
    }

    /// `every Monday`, `daily`, `each year`, `every two weeks`, `on Fridays`, `15 a year`.
    pub(super) fn often(&self, at: usize) -> Option<Found> {
        let named = self.word(at, "often").filter(|_| !self.is_name(at)).map(|value| (at, value.to_owned()));
        let (last, value) = named.or_else(|| self.every(at))?;
        let note = note("comes back again and again");
        Some(Found { first: at, last, kind: TimeKind::Set, value: Some(value), note })
    }

    /// `every other Monday`, `each winter`, `every two weeks`: the last piece and the value.
    fn every(&self, at: usize) -> Option<(usize, String)> {
        if !matches!(self.scan.low(at), "every" | "each") {
            return None;
        }
        let next = at + 1 + usize::from(self.scan.low(at + 1) == "other");
        let weekday = || self.word(next, "weekday").map(|number| format!("XXXX-WXX-{number}"));
        let month = || self.month(next).map(|month| format!("XXXX-{month:02}"));
        let part = || self.word(next, "daypart").map(|part| format!("XXXX-XX-XXT{part}"));
        let season = || self.word(next, "season").map(|season| format!("XXXX-{season}"));
        if let Some(value) = weekday().or_else(month).or_else(part).or_else(season) {
            return Some((next, value));
        }
        if let Some(length) = self.length(next) {
            return Some((length.last, length.value()));
        }
        let count = if next > at + 1 { 2.0 } else { 1.0 };
        let unit = self.word(next, "unit")?;
        Some((next, Length { count: Some(count), unit, last: next }.value()))
    }
}

/// Whether a length is less than one of the next larger unit: *24 hours* is no remainder of days.
fn is_remainder(length: &Length) -> bool {
    let limit = match length.unit {
        "TS" | "TM" => 60.0,
        "TH" => 24.0,
        "D" => 31.0,
        "W" => 5.0,
        "M" => 12.0,
        _ => 10.0,
    };
    length.count.is_some_and(|count| count < limit)
}

fn order(unit: &str) -> u8 {
    ["TS", "TM", "TH", "D", "W", "F", "M", "Q", "S", "Y", "E", "C", "L"]
        .iter()
        .position(|own| *own == unit)
        .map_or(0, |at| at as u8)
}

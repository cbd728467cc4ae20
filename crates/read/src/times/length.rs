//! Lengths of time, and what comes back again and again.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::TimeKind;

use super::calendar;
use super::pattern::{Found, Reader};
use crate::lexicon;
use crate::scan::Kind;

static COUNTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/numbers.tsv"))
        .filter(|row| matches!(row[2], "small" | "ten"))
        .filter_map(|row| Some((row[0], row[1].parse().ok()?)))
        .collect()
});

impl Reader<'_> {
    /// `the past decade`, `the next four years`: a length of time beside today.
    pub(super) fn stretch(&self, at: usize) -> Option<Found> {
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
    pub(super) fn duration(&self, at: usize) -> Option<Found> {
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

    /// `every Monday`, `daily`, `each year`.
    pub(super) fn often(&self, at: usize) -> Option<Found> {
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

//! The time of day.

use annals_record::TimeKind;

use super::pattern::{Found, Reader};

impl Reader<'_> {
    /// `30 March 2024 22:51`, `Monday at 5 p.m.`: date and clock are one expression.
    pub(super) fn with_clock(&self, found: Found) -> Found {
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

    pub(super) fn opens_clock(&self, at: usize) -> bool {
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

    pub(super) fn clock_alone(&self, at: usize) -> Option<Found> {
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
}

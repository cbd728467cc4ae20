//! The time of day.

use annals_record::TimeKind;

use super::pattern::{Found, Reader, note};
use super::table;
use crate::scan::Kind;

/// A time of day.
struct Clock {
    hour: i16,
    minute: Option<i16>,
    second: Option<i16>,
    /// Its distance to UTC, as TIMEX3 writes it.
    zone: Option<&'static str>,
    last: usize,
}

impl Clock {
    fn value(&self) -> String {
        let minute = self.minute.unwrap_or(0);
        let second = self.second.map_or(String::new(), |second| format!(":{second:02}"));
        format!("{:02}:{minute:02}{second}{}", self.hour, self.zone.unwrap_or_default())
    }
}

impl Reader<'_> {
    /// `30 March 2024 22:51`, `Monday at 5 p.m.`: date and clock are one expression.
    pub(super) fn with_clock(&self, found: Found) -> Found {
        let scan = self.scan;
        let mut next = found.last + 1;
        next += usize::from(matches!(scan.low(next), "," | "-" | "–" | "|" | "t") && !scan.is_last(next));
        let led = matches!(scan.low(next), "at" | "@");
        next += usize::from(led);
        let clock = self.clock(next, led).filter(|_| scan.together(found.last, next));
        match (clock, &found.value) {
            (Some(clock), Some(value)) if !value.contains(['T', '/']) && value.len() == 10 => Found {
                last: clock.last,
                kind: TimeKind::Time,
                value: Some(format!("{value}T{}", clock.value())),
                ..found
            },
            _ => found,
        }
    }

    /// `Friday morning`, `15 May in the evening`, `Monday morning at 9`.
    pub(super) fn with_daypart(&self, found: Found) -> Found {
        let scan = self.scan;
        let behind = found.last + 1;
        let led = scan.low(behind) == "in" && scan.low(behind + 1) == "the";
        let next = behind + if led { 2 } else { 0 };
        let next = next
            + usize::from(
                matches!(scan.low(next), "early" | "late") && self.word(next + 1, "daypart").is_some(),
            );
        let part = self
            .word(next, "daypart")
            .filter(|_| found.kind == TimeKind::Date && scan.together(found.last, next));
        let Some(part) = part.filter(|_| {
            !(found.value.as_ref().is_some_and(|value| value.len() != 10) || is_plural(scan.low(next)))
        }) else {
            return found;
        };
        let value = found.value.map(|value| format!("{value}T{part}"));
        self.with_clock_of_part(Found { last: next, kind: TimeKind::Time, value, ..found })
    }

    /// `this morning at 10`, `Monday evening at 8`: the hour is that part of the day's.
    pub(super) fn with_clock_of_part(&self, found: Found) -> Found {
        let scan = self.scan;
        if !matches!(scan.low(found.last + 1), "at" | "@") || !scan.together(found.last, found.last + 2) {
            return found;
        }
        let Some(clock) = self.clock(found.last + 2, true) else { return found };
        let Some((day, part)) = found.value.as_deref().and_then(|value| value.split_once('T')) else {
            return found;
        };
        let late = matches!(part, "AF" | "EV" | "NI") && (1..12).contains(&clock.hour);
        let clock = Clock { hour: clock.hour + if late { 12 } else { 0 }, ..clock };
        let value = format!("{day}T{}", clock.value());
        Found { last: clock.last, value: Some(value), ..found }
    }

    pub(super) fn opens_clock(&self, at: usize) -> bool {
        let scan = self.scan;
        half_of(scan.low(at + 1)).is_some()
            || (scan.low(at + 1) == ":" && scan.glued(at + 1) && scan.glued(at + 2))
            || scan.low(at + 1) == "h" && scan.glued(at + 1)
    }

    /// `10:30`, `10:30 a.m.`, `5 p.m.`, `noon`, `half past three`, `15h30`; where it is led by *at*, a bare hour too.
    fn clock(&self, at: usize, led: bool) -> Option<Clock> {
        let at = at + usize::from(matches!(self.scan.low(at), "about" | "around" | "approximately") && led);
        let clock = self
            .word_clock(at)
            .or_else(|| self.past_hour(at))
            .or_else(|| self.military(at))
            .or_else(|| self.hour_clock(at, led))?;
        Some(self.with_zone(clock))
    }

    fn word_clock(&self, at: usize) -> Option<Clock> {
        let hour = match self.scan.low(at) {
            "noon" | "midday" => 12,
            "midnight" => 0,
            _ => return None,
        };
        let name = self.scan.is_capital(at)
            && at > 0
            && self.scan.together(at - 1, at)
            && self.scan.low(at - 1) != ".";
        (!name).then_some(Clock { hour, minute: Some(0), second: None, zone: None, last: at })
    }

    /// `half past three`, `a quarter to noon`, `20 past 3pm`.
    fn past_hour(&self, at: usize) -> Option<Clock> {
        let scan = self.scan;
        let start = at + usize::from(scan.low(at) == "a" && scan.low(at + 1) == "quarter");
        let minutes = match scan.low(start) {
            "half" => 30,
            "quarter" => 15,
            _ => self.small(start).filter(|minutes| (1..60).contains(minutes))?,
        };
        let behind = start + 1 + usize::from(matches!(scan.low(start + 1), "minutes"));
        let after = match scan.low(behind) {
            "past" | "after" => true,
            "to" | "before" if minutes < 30 => false,
            _ => return None,
        };
        let hour = self
            .word_clock(behind + 1)
            .or_else(|| self.hour_clock(behind + 1, true))
            .filter(|hour| hour.minute.unwrap_or(0) == 0)?;
        // *Ten to twelve people* is no time of day: numbers in digits or words need the half of the day.
        let said = half_of(scan.low(hour.last)).is_some()
            || matches!(scan.low(start), "half" | "quarter")
            || hour.minute == Some(0);
        let minute = if after { minutes } else { 60 - minutes };
        let hour_number = if after { hour.hour } else { (hour.hour + 23) % 24 };
        said.then_some(Clock { hour: hour_number, minute: Some(minute), ..hour })
    }

    /// `1500 GMT`, `0700 hours`, `1830 local time`.
    fn military(&self, at: usize) -> Option<Clock> {
        let scan = self.scan;
        let number = self.number(at).filter(|_| scan.raw(at).len() == 4)?;
        let (hour, minute) = (number / 100, number % 100);
        let named = table::zone(scan.low(at + 1)).is_some()
            && scan.raw(at + 1).chars().all(char::is_uppercase)
            || scan.low(at + 1) == "hours"
                && (scan.raw(at).starts_with('0') || minute == 0 && scan.low(at.wrapping_sub(1)) == "at")
            || scan.low(at + 1) == "local" && scan.low(at + 2) == "time";
        let last = at + usize::from(scan.low(at + 1) == "hours");
        (hour < 24 && minute < 60 && named).then_some(Clock {
            hour,
            minute: Some(minute),
            second: None,
            zone: None,
            last,
        })
    }

    fn small(&self, at: usize) -> Option<i16> {
        self.number(at).filter(|_| self.scan.raw(at).len() <= 2).or_else(|| {
            super::length::count_of(self.scan.low(at)).and_then(|count| i16::try_from(count as i64).ok())
        })
    }

    fn hour_clock(&self, at: usize, led: bool) -> Option<Clock> {
        let scan = self.scan;
        if let Some(clock) = self.unseparated(at) {
            return Some(self.with_half(clock).0);
        }
        let hour = self.small(at).filter(|hour| (0..=24).contains(hour))?;
        let (mut clock, separated) =
            self.with_minutes(Clock { hour, minute: None, second: None, zone: None, last: at });
        if matches!(scan.low(clock.last + 1), "o'clock" | "o’clock" | "oclock") {
            clock.last += 1;
            return Some(self.with_half(clock).0);
        }
        let (clock, halved) = self.with_half(clock);
        let digits = scan.is(at, Kind::Number);
        let bare = led && !self.counts_behind(clock.last) && (1..=12).contains(&hour);
        (halved || separated && digits || bare).then_some(clock)
    }

    /// `330 p.m.`, `ten thirty a.m.`: minutes right behind the hour, where the half of the day follows.
    fn unseparated(&self, at: usize) -> Option<Clock> {
        let scan = self.scan;
        let clock = |hour, minute, last| Clock { hour, minute: Some(minute), second: None, zone: None, last };
        let number = self.number(at).filter(|_| matches!(scan.raw(at).len(), 3 | 4));
        if let Some(number) = number.filter(|number| number % 100 < 60 && number / 100 <= 12) {
            return half_of(scan.low(at + 1)).map(|_| clock(number / 100, number % 100, at));
        }
        let hour = self.small(at).filter(|hour| (1..=12).contains(hour) && scan.is(at, Kind::Word))?;
        let minute =
            self.small(at + 1).filter(|minute| (10..60).contains(minute) && scan.is(at + 1, Kind::Word))?;
        let units = self.small(at + 2).filter(|units| minute % 10 == 0 && (1..10).contains(units));
        let units =
            units.or_else(|| self.small(at + 3).filter(|_| scan.low(at + 2) == "-" && minute % 10 == 0));
        let last = at + 1 + units.map_or(0, |_| if scan.low(at + 2) == "-" { 2 } else { 1 });
        half_of(scan.low(last + 1)).map(|_| clock(hour, minute + units.unwrap_or(0), last))
    }

    /// A noun behind a bare number: `at 5 percent`, `at 10 stations`.
    fn counts_behind(&self, last: usize) -> bool {
        let scan = self.scan;
        let next = last + 1;
        if self.opens_part(next) {
            return false;
        }
        scan.together(last, next)
            && !matches!(
                scan.low(next),
                "." | "," | ")" | "on" | "in" | "and" | "tomorrow" | "today" | "tonight" | "?" | "!"
            )
            && table::zone(scan.low(next)).is_none()
    }

    /// `:30`, `:30:15`, `h30`.
    fn with_minutes(&self, clock: Clock) -> (Clock, bool) {
        let scan = self.scan;
        let at = clock.last;
        let pair = |at: usize, marks: &[&str]| {
            let tied = marks.contains(&scan.low(at))
                && scan.glued(at)
                && scan.glued(at + 1)
                && scan.raw(at + 1).len() == 2;
            self.number(at + 1).filter(|value| tied && (0..60).contains(value))
        };
        let half_behind = half_of(scan.low(at + 3)).is_some();
        let marks: &[&str] = if half_behind { &[":", ".", "h"] } else { &[":", "h"] };
        match pair(at + 1, marks) {
            Some(minute) => {
                let second = pair(at + 3, &[":"]);
                let last = at + if second.is_some() { 4 } else { 2 };
                (Clock { minute: Some(minute), second, last, ..clock }, true)
            }
            None if scan.low(at + 1) == "h" && scan.glued(at + 1) && scan.is(at, Kind::Number) => {
                (Clock { last: at + 1, ..clock }, true)
            }
            None => (clock, false),
        }
    }

    /// `a.m.`, `p m`, `in the evening`.
    fn with_half(&self, clock: Clock) -> (Clock, bool) {
        let scan = self.scan;
        let next = clock.last + 1;
        let (half, last) = match (half_of(scan.low(next)), scan.low(next), scan.low(next + 1)) {
            (Some(half), ..) => (Some(half), next),
            (None, "a", "m") if clock.minute.is_some() => (Some(0), next + 1),
            (None, "p", "m") => (Some(12), next + 1),
            (None, "p" | "p.", _) if scan.glued(next) => (Some(12), next),
            _ => (None, clock.last),
        };
        match half.filter(|_| (1..=12).contains(&clock.hour) || clock.hour == 0 || half == Some(12)) {
            Some(half) => (Clock { hour: clock.hour % 12 + half, last, ..clock }, true),
            None => self.with_part(clock),
        }
    }

    /// `8 in the evening`, `3:15 in the afternoon`.
    fn with_part(&self, clock: Clock) -> (Clock, bool) {
        let scan = self.scan;
        let next = clock.last + 1;
        let part_at = match scan.low(next) {
            "in" if scan.low(next + 1) == "the" => next + 2,
            "at" if scan.low(next + 1) == "night" => next + 1,
            _ => return (clock, false),
        };
        let Some(part) = self.word(part_at, "daypart").filter(|_| clock.hour <= 12) else {
            return (clock, false);
        };
        let late = matches!(part, "AF" | "EV" | "NI") && clock.hour < 12;
        (Clock { hour: clock.hour + if late { 12 } else { 0 }, last: part_at, ..clock }, true)
    }

    /// `18:00 UTC`, `5 p.m. (GMT +8)`, `3 p.m. local time`.
    fn with_zone(&self, clock: Clock) -> Clock {
        let scan = self.scan;
        let bracket = usize::from(scan.low(clock.last + 1) == "(");
        let at = clock.last + 1 + bracket;
        if bracket == 0 && scan.low(at) == "local" && scan.low(at + 1) == "time" {
            return Clock { last: at + 1, ..clock };
        }
        let upper =
            scan.raw(at).chars().all(char::is_uppercase) || clock.minute.is_some() && scan.low(at) == "gmt";
        let Some(zone) = table::zone(scan.low(at)).filter(|_| upper && scan.together(clock.last, at)) else {
            return clock;
        };
        let sign =
            matches!(scan.low(at + 1), "+" | "-") && scan.is(at + 2, Kind::Number) && zone == Some("Z");
        if sign {
            let last = at + 2 + bracket;
            let closed = bracket == 0 || scan.low(last) == ")";
            return if closed { Clock { last, ..clock } } else { clock };
        }
        let closed = bracket == 0 || scan.low(at + 1) == ")";
        if closed { Clock { zone, last: at + bracket, ..clock } } else { clock }
    }

    /// A time of day, with its day behind it or else that of what is told before in the paragraph, or of the article.
    pub(super) fn clock_alone(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if at > 0 && scan.glued(at) && !matches!(scan.low(at - 1), "(" | "[" | "-" | "–" | "—" | "@") {
            return None;
        }
        let at_before = at > 0 && scan.low(at - 1) == "at";
        let led = at_before && self.is_fragment(at) || self.opens_part(at + 1);
        let clock = self.range_start(at).or_else(|| self.clock(at, led))?;
        if let Some(found) = self.part_behind_clock(at, &clock) {
            return Some(found);
        }
        let day = self.date_behind_clock(clock.last);
        let last = day.as_ref().map_or(clock.last, |found| found.last);
        let (day, how) = match day {
            Some(found) => (found.value, "the day is said behind it"),
            None => self.day_of_clock(at),
        };
        let day = day.unwrap_or_else(|| "XXXX-XX-XX".to_owned());
        let value = Some(format!("{day}T{}", clock.value()));
        Some(Found { first: at, last, kind: TimeKind::Time, value, note: note(how) })
    }

    /// `tonight`, `this evening`, `tomorrow morning`, `yesterday evening`: a part of a day that is said.
    fn opens_part(&self, at: usize) -> bool {
        let scan = self.scan;
        scan.low(at) == "tonight"
            || matches!(scan.low(at), "this" | "tomorrow" | "yesterday")
                && self.word(at + 1, "daypart").is_some()
    }

    /// `8 tonight`, `9 tomorrow morning`: the hour is that part of the day's.
    fn part_behind_clock(&self, at: usize, clock: &Clock) -> Option<Found> {
        let next = clock.last + 1;
        let part = self.opens_part(next).then(|| self.relative(next)).flatten()?;
        let (day, name) = part.value.as_deref()?.split_once('T')?;
        let late = matches!(name, "AF" | "EV" | "NI") && (1..12).contains(&clock.hour);
        let hour = clock.hour + if late { 12 } else { 0 };
        let clock =
            Clock { hour, minute: clock.minute, second: clock.second, zone: clock.zone, last: part.last };
        Some(Found { first: at, value: Some(format!("{day}T{}", clock.value())), ..part })
    }

    /// `3` of *3-4pm*: the half of the day stands behind the second hour.
    fn range_start(&self, at: usize) -> Option<Clock> {
        let scan = self.scan;
        let hour = self.number(at).filter(|hour| (1..=12).contains(hour) && scan.raw(at).len() <= 2)?;
        let (clock, _) = self.with_minutes(Clock { hour, minute: None, second: None, zone: None, last: at });
        if !matches!(scan.low(clock.last + 1), "-" | "–" | "to") {
            return None;
        }
        let (end, halved) = self.with_half(
            self.with_minutes(Clock {
                hour: self.number(clock.last + 2)?,
                minute: None,
                second: None,
                zone: None,
                last: clock.last + 2,
            })
            .0,
        );
        let late = end.hour > 12 && hour < end.hour - 12;
        (halved && half_of(scan.low(end.last)).is_some())
            .then_some(Clock { hour: if late { hour + 12 } else { hour }, ..clock })
    }

    fn day_of_clock(&self, at: usize) -> (Option<String>, &'static str) {
        let paragraph = self.scan.pieces[at].paragraph;
        let told =
            self.told.as_ref().filter(|(own, value)| *own == paragraph && super::calendar::grain(value) == 4);
        match told.and_then(|(_, value)| value.get(..10)) {
            Some(day) => (Some(day.to_owned()), "the day is the one told before it"),
            None => (self.published.map(|day| day.to_string()), "the day is the article's"),
        }
    }

    /// `noon on 4 May`, `10 a.m. Monday`, `8 tonight`.
    fn date_behind_clock(&self, last: usize) -> Option<Found> {
        let scan = self.scan;
        let next = last + 1 + usize::from(matches!(scan.low(last + 1), "on" | "," | "of"));
        if !scan.together(last, next) {
            return None;
        }
        let found =
            self.date(next).or_else(|| self.numeric_date(next)).or_else(|| self.day_behind_clock(next))?;
        (found.kind == TimeKind::Date && found.value.as_ref().is_some_and(|value| value.len() == 10))
            .then_some(found)
    }

    /// `5 p.m. tomorrow`, `2:30 the next day`.
    fn day_behind_clock(&self, next: usize) -> Option<Found> {
        let day = self.word(next, "day").is_some()
            || self.scan.low(next) == "the" && self.scan.low(next + 2) == "day";
        day.then(|| self.relative(next)).flatten()
    }
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && super::pattern::plain(word) == word
}

/// The half of a day: hours to add to twelve.
fn half_of(word: &str) -> Option<i16> {
    match word {
        "a.m." | "am" | "a.m" => Some(0),
        "p.m." | "pm" | "p.m" => Some(12),
        _ => None,
    }
}

//! What is counted from the article's day (*yesterday*, *last week*) or from the date told before (*two days later*).

use annals_record::TimeKind;
use jiff::civil::Date;

use super::calendar;
use super::length::Length;
use super::pattern::{Found, Reader, note, plain};

const FROM_PUBLISHED: &str = "counted from the article's day";
const FROM_TOLD: &str = "counted from the date told before";

impl Reader<'_> {
    /// `today`, `last week`, `two days ago`, `this morning`, `the same day`.
    pub(super) fn relative(&self, at: usize) -> Option<Found> {
        self.stretch(at)
            .or_else(|| self.reference(at))
            .or_else(|| self.day_word(at))
            .or_else(|| self.beside_day(at))
            .or_else(|| self.same(at))
            .or_else(|| self.told_beside(at))
            .or_else(|| self.stepped(at))
            .or_else(|| self.in_a_while(at))
    }

    /// `recently`, `more recently`.
    fn reference(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let more = usize::from(scan.low(at) == "more" && scan.low(at + 1) == "recently");
        let value = self.word(at + more, "ref")?;
        Some(Found::date(at, at + more, Some(value.to_owned()), note("beside the article, no day is said")))
    }

    /// `today`, `yesterday evening`, `tonight`.
    fn day_word(&self, at: usize) -> Option<Found> {
        let days = self.word(at, "day").filter(|_| !self.is_name(at))?;
        let value = self.published.and_then(|day| calendar::shifted(day, days.parse().ok()?, "D"));
        if plain(self.scan.low(at)) == "tonight" {
            let value = value.map(|value| format!("{value}TNI"));
            let found =
                Found { first: at, last: at, kind: TimeKind::Time, value, note: note(FROM_PUBLISHED) };
            return Some(self.with_clock_of_part(found));
        }
        Some(self.with_daypart(self.with_clock(Found::date(at, at, value, note(FROM_PUBLISHED)))))
    }

    /// `USA Today`: a capital within a sentence behind a capital.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let scan = self.scan;
        let behind_name =
            at > 0 && scan.together(at - 1, at) && scan.is_capital(at - 1) && scan.is_capital(at);
        behind_name && !self.is_fragment(at) && self.word(at - 1, "weekday").is_none()
    }

    /// `the day after tomorrow`, `the day before yesterday`.
    fn beside_day(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let day = at + usize::from(scan.low(at) == "the");
        let by = match (scan.low(day), scan.low(day + 1), scan.low(day + 2)) {
            ("day", "after", "tomorrow") => 2,
            ("day", "before", "yesterday") => -2,
            _ => return None,
        };
        let value = self.published.and_then(|published| calendar::shifted(published, by, "D"));
        Some(self.with_daypart(self.with_clock(Found::date(at, day + 2, value, note(FROM_PUBLISHED)))))
    }

    /// `the same day`, `that year`, `that same evening`: the date told before.
    fn same(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let next = match (scan.low(at), scan.low(at + 1)) {
            ("that", "same") | ("the", "same") => at + 2,
            ("that", _) => at + 1,
            _ => return None,
        };
        if let Some(part) = self.word(next, "daypart") {
            let day = self.told(next, "D", 0);
            return Some(Found {
                first: at,
                last: next,
                kind: TimeKind::Time,
                value: day.map(|day| format!("{day}T{part}")),
                note: note(FROM_TOLD),
            });
        }
        if let Some(month) = self.month(next).or_else(|| self.word(next, "season").map(|_| 0)) {
            return self.month_told(at, next, month);
        }
        let unit = self
            .word(next, "unit")
            .filter(|unit| matches!(*unit, "D" | "W" | "WE" | "M" | "Y") && !scan.low(next).ends_with('s'))?;
        let spoken = scan.low(at) == "that" && scan.low(next + 1) == "that";
        (!spoken).then(|| Found::date(at, next, self.told(next, unit, 0), note(FROM_TOLD)))
    }

    fn month_told(&self, at: usize, next: usize, month: i8) -> Option<Found> {
        let year = self.told_date().map(|(day, _)| day.year());
        let value = match self.word(next, "season") {
            Some(season) => year.map(|year| format!("{year:04}-{season}")),
            None => year.map(|year| format!("{year:04}-{month:02}")),
        };
        Some(Found::date(at, next, value, note(FROM_TOLD)))
    }

    /// `the next day`, `the following morning`, `the day before`, `the previous year`: beside the date told before.
    fn told_beside(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if scan.low(at) != "the" {
            return None;
        }
        let behind = match scan.low(at + 2) {
            "before" => Some(-1),
            "after" => Some(1),
            _ => None,
        };
        let closes = !scan.together(at, at + 3)
            || !scan.is(at + 3, crate::scan::Kind::Word)
            || matches!(scan.low(at + 3), "and" | "in" | "at" | "by" | "when");
        if let (Some(step), Some(unit)) = (behind.filter(|_| closes), self.word(at + 1, "unit")) {
            return Some(Found::date(at, at + 2, self.told(at, unit, step), note(FROM_TOLD)));
        }
        let step = match scan.low(at + 1) {
            "next" | "following" => 1,
            "previous" | "preceding" => -1,
            _ => return None,
        };
        if let Some(part) = self.word(at + 2, "daypart") {
            let value = self.told(at, "D", step).map(|day| format!("{day}T{part}"));
            return Some(Found {
                first: at,
                last: at + 2,
                kind: TimeKind::Time,
                value,
                note: note(FROM_TOLD),
            });
        }
        let unit = self.word(at + 2, "unit").filter(|_| !scan.low(at + 2).ends_with('s'))?;
        let unresolved = unit.starts_with('T');
        let value = if unresolved { None } else { self.told(at, unit, step) };
        Some(self.with_clock(Found::date(at, at + 2, value, note(FROM_TOLD))))
    }

    /// `two days later`, `a year earlier`, `three days after Easter`; a length where nothing is told to count from.
    pub(super) fn later_than_told(&self, at: usize, length: &Length) -> Option<Found> {
        let scan = self.scan;
        let next = length.last + 1;
        let step: i64 = self.word(next, "later").filter(|_| scan.low(next) != "on")?.parse().ok()?;
        let count = length.count.filter(|count| count.fract() == 0.0).map(|count| count as i64);
        if matches!(scan.low(next), "after" | "before") {
            let from = self.feast(next + 1).or_else(|| self.date(next + 1))?;
            let value =
                from.value.as_deref().and_then(calendar::first_day).zip(count).and_then(|(day, count)| {
                    calendar::shifted(day, count * step, if length.unit == "Y" { "Y" } else { length.unit })
                });
            return Some(Found::date(at, from.last, value, note("counted from the date beside it")));
        }
        let than = usize::from(scan.low(next + 1) == "than");
        if than == 1 || matches!(scan.low(next), "previously") && length.unit == "Y" && count.is_none() {
            return None;
        }
        let last = next + usize::from(scan.low(next + 1) == "on" && scan.low(next) == "later");
        let value = count.and_then(|count| self.told(at, length.unit, count * step));
        Some(Found::date(at, last, value, note(FROM_TOLD)))
    }

    /// The date told last and how fine it is, in this paragraph or near before it.
    fn told_date(&self) -> Option<(Date, u8)> {
        let (_, value) = self.told.as_ref()?;
        Some((calendar::first_day(value)?, calendar::grain(value)))
    }

    pub(super) fn told_or_published(&self) -> Option<Date> {
        self.told_date().map(|(day, _)| day).or(self.published)
    }

    /// The date told before, moved; nothing where it was not told as finely as the unit asks.
    fn told(&self, _at: usize, unit: &str, by: i64) -> Option<String> {
        let (day, grain) = self.told_date()?;
        let fine = grain >= calendar::grain_of(unit);
        fine.then(|| calendar::shifted(day, by, unit)).flatten()
    }

    /// `last week`, `this summer`, `next Tuesday`, `this morning`: counted from the article's day.
    fn stepped(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let at_step = at
            + usize::from(
                scan.low(at) == "the"
                    && matches!(scan.low(at + 1), "current" | "coming" | "upcoming" | "past" | "last"),
            );
        let mut step: i64 = self.word(at_step, "step")?.parse().ok()?;
        // *Following Monday's debate*, *Coming in May*: no place in a row.
        let led = at > 0 && matches!(scan.low(at - 1), "the" | "this") || at_step > at;
        if scan.is_capital(at_step)
            && matches!(scan.low(at_step), "following" | "coming")
            && !led
            && !self.is_fragment(at)
        {
            return None;
        }
        let mut next = at_step + 1;
        if step == 0 && self.word(next, "step").is_some() {
            step = self.word(next, "step")?.parse().ok()?;
            next += 1;
        }
        self.stepped_weekday(at, next, step)
            .or_else(|| self.stepped_month(at, next, step))
            .or_else(|| self.stepped_season(at, next, step))
            .or_else(|| self.stepped_part(at, next, step))
            .or_else(|| self.stepped_weekend(at, next, step))
            .or_else(|| self.stepped_unit(at, next, step))
    }

    fn stepped_weekday(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let number =
            self.word(next, "weekday").filter(|_| self.scan.is_capital(next) || self.is_fragment(next))?;
        let ahead = match step {
            0 => Some(self.speaks_of(next) != Some(false)),
            _ => Some(step > 0),
        };
        self.weekday(at, next, number.parse().ok()?, ahead)
    }

    fn stepped_month(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let month = self.month(next)?;
        let year = self.published.map(|day| match step {
            -1 if month >= day.month() => day.year() - 1,
            1 if month <= day.month() => day.year() + 1,
            _ => day.year(),
        });
        Some(Found::date(at, next, year.map(|year| format!("{year:04}-{month:02}")), note(FROM_PUBLISHED)))
    }

    /// The season before, of or after the article's: seasons of the north, by their months.
    fn stepped_season(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let season = self
            .word(next, "season")
            .filter(|_| !self.scan.is_capital(next + 1) || self.year_at(next + 1).is_some())?;
        let starts: i8 = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let year = self.published.map(|day| match step {
            -1 if starts > day.month() - 3 => day.year() - 1,
            1 if starts <= day.month() => day.year() + 1,
            0 if starts == 12 && day.month() < 3 => day.year() - 1,
            _ => day.year(),
        });
        Some(Found::date(at, next, year.map(|year| format!("{year:04}-{season}")), note(FROM_PUBLISHED)))
    }

    fn stepped_part(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let part =
            self.word(next, "daypart").filter(|_| !(step == 0 && self.scan.low(next).ends_with('s')))?;
        let value = self.published.and_then(|day| calendar::shifted(day, step, "D"));
        let value = value.map(|value| format!("{value}T{part}"));
        let found = Found { first: at, last: next, kind: TimeKind::Time, value, note: note(FROM_PUBLISHED) };
        Some(self.with_clock_of_part(found))
    }

    /// A weekend: early in a week that speaks of what was, `this weekend` is the one before.
    fn stepped_weekend(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let split = usize::from(
            self.scan.low(next) == "week"
                && self.scan.low(next + 1) == "-"
                && self.scan.low(next + 2) == "end",
        ) * 2;
        if self.word(next, "unit") != Some("WE") && split == 0 {
            return None;
        }
        let value = self.published.and_then(|day| {
            let early = day.weekday().to_monday_one_offset() < 5;
            let over = step == 0 && early && self.speaks_of(next) == Some(false);
            let passing = step == -1 && !early && self.scan.low(next - 1) == "past";
            calendar::weekend(
                day,
                if over {
                    -1
                } else if passing {
                    0
                } else {
                    step
                },
            )
        });
        Some(Found::date(at, next + split, value, note(FROM_PUBLISHED)))
    }

    fn stepped_unit(&self, at: usize, next: usize, step: i64) -> Option<Found> {
        let scan = self.scan;
        let unit = self.word(next, "unit")?;
        let low = scan.low(next);
        if unit.starts_with('T') || unit == "D" && step == 0 || matches!(low, "second" | "seconds") {
            return None;
        }
        let plural = plain(low).ends_with('s') && !(low == "years" && step == 0);
        if plural {
            return None;
        }
        // *The last day* and *following week* are counted from what the text tells, not from today.
        let definite = at > 0 && scan.low(at - 1) == "the" || scan.low(at) == "following";
        let anaphoric =
            definite && !matches!(scan.low(at), "past" | "last" | "current" | "coming" | "upcoming" | "this");
        let told = anaphoric.then(|| self.told(at, unit, step)).flatten();
        let published = self.published.filter(|_| !(anaphoric || unit == "D" && definite));
        let value = told.or_else(|| published.and_then(|day| calendar::shifted(day, step, unit)));
        Some(Found::date(at, next, value, note(if anaphoric { FROM_TOLD } else { FROM_PUBLISHED })))
    }

    /// `in two weeks`, where the sentence looks ahead: a date, not a length.
    fn in_a_while(&self, at: usize) -> Option<Found> {
        if self.scan.low(at) != "in" {
            return None;
        }
        let length = self.length(at + 1)?;
        let count = length.count?;
        let named = matches!(self.scan.low(length.last + 1), "or" | "old");
        let ahead = self.speaks_of(at) == Some(true) || self.is_fragment(at) && self.speaks_of(at).is_none();
        if named || !ahead {
            return None;
        }
        let value = self.beside_published(count, 1, length.unit);
        let kind = if length.unit.starts_with('T') { TimeKind::Time } else { TimeKind::Date };
        let found = Found { first: at, last: length.last, kind, value, note: note(FROM_PUBLISHED) };
        Some(if kind == TimeKind::Date { self.with_clock(found) } else { found })
    }
}

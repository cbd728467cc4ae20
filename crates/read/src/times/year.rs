//! Years, and what is longer or a named part of one.

use super::pattern::{Found, Reader, note};
use crate::scan::Kind;

impl Reader<'_> {
    /// `the 1990s`, `19th century`, `Q3 2015`, `summer of 2012`, `early 2009`, `the sixties`.
    pub(super) fn period(&self, at: usize) -> Option<Found> {
        self.decade(at)
            .or_else(|| self.century(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.era(at))
            .or_else(|| self.season(at))
            .or_else(|| self.fiscal(at))
            .or_else(|| self.part_of_period(at))
    }

    fn decade(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let plural = |at: usize| {
            let apostrophe = usize::from(matches!(scan.low(at), "'" | "’") && scan.glued(at));
            (scan.low(at + apostrophe) == "s" && scan.glued(at + apostrophe)).then_some(at + apostrophe)
        };
        if let Some(last) = plural(at + 1).filter(|_| self.is_year(at) && scan.raw(at).ends_with('0')) {
            let year = scan.raw(at);
            let value = if year.ends_with("00") { &year[..2] } else { &year[..3] };
            return Some(Found::date(at, last, Some(value.to_owned()), note("said in full")));
        }
        let quoted = matches!(scan.low(at), "'" | "’" | "‘");
        if let Some(last) =
            plural(at + 2).filter(|_| quoted && scan.glued(at + 1) && scan.raw(at + 1).len() == 2)
        {
            let tens = self.number(at + 1).filter(|tens| tens % 10 == 0)? / 10;
            return Some(Found::date(
                at,
                last,
                Some(format!("19{tens}")),
                note("the decade of the last century"),
            ));
        }
        let tens = self.word(at, "tens")?;
        let led = at > 0 && (scan.low(at - 1) == "the" || self.word(at - 1, "about").is_some());
        led.then(|| Found::date(at, at, Some(format!("19{tens}")), note("the decade of the last century")))
    }

    fn century(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (number, last) = self.ordinal(at)?;
        let tied = usize::from(scan.low(last + 1) == "-");
        if !matches!(scan.low(last + 1 + tied), "century" | "centuries") || number < 1 {
            return None;
        }
        let last = last + 1 + tied;
        let value = format!("{:02}", number - 1);
        if matches!(scan.raw(last + 1), "BC" | "BCE") {
            return Some(Found::date(at, last + 1, Some(format!("-{value}")), note("said in full")));
        }
        Some(Found::date(at, last, Some(value), note("said in full")))
    }

    /// `the third quarter of 2015`, `Q3 2015`, `2018Q4`, `the first half of 2020`.
    fn quarter(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (part, last) = if let Some((number, last)) = self.ordinal(at) {
            let unit = match scan.low(last + 1) {
                "quarter" | "qtr" if (1..=4).contains(&number) => 'Q',
                "half" if (1..=2).contains(&number) && matches!(scan.low(last + 2), "of") => 'H',
                _ => return None,
            };
            (format!("{unit}{number}"), last + 1)
        } else if scan.low(at) == "q" && scan.glued(at + 1) && scan.raw(at + 1).len() == 1 {
            (format!("Q{}", scan.raw(at + 1)), at + 1)
        } else if self.year_at(at).is_some()
            && scan.low(at + 1) == "q"
            && scan.glued(at + 1)
            && scan.glued(at + 2)
        {
            let value = format!("{}-Q{}", scan.raw(at), scan.raw(at + 2));
            return Some(Found::date(at, at + 2, Some(value), note("said in full")));
        } else {
            return None;
        };
        let of = usize::from(matches!(scan.low(last + 1), "of" | "in" | ","));
        if let Some(year) = self.year_at(last + 1 + of).filter(|_| scan.together(last, last + 1 + of)) {
            let value = format!("{year:04}-{part}");
            return Some(Found::date(at, last + 1 + of, Some(value), note("said in full")));
        }
        let alone =
            part.starts_with('Q') && scan.low(last + 1) != "of" && self.word(last + 1, "unit").is_none();
        let year = self.published.filter(|_| alone)?.year();
        Some(Found::date(at, last, Some(format!("{year:04}-{part}")), note("the year is the article's")))
    }

    /// `776 BC`, `AD 70`.
    fn era(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if matches!(scan.raw(at), "AD" | "BC") {
            let year = self.number(at + 1).filter(|_| scan.together(at, at + 1))?;
            let sign = if scan.raw(at) == "BC" { "-" } else { "" };
            return Some(Found::date(at, at + 1, Some(format!("{sign}{year:04}")), note("said in full")));
        }
        let year = self
            .number(at)
            .filter(|_| matches!(scan.raw(at + 1), "BC" | "BCE" | "AD" | "CE" | "A.D." | "B.C."))?;
        let sign = if scan.low(at + 1).starts_with('b') { "-" } else { "" };
        Some(Found::date(at, at + 1, Some(format!("{sign}{year:04}")), note("said in full")))
    }

    /// `summer of 2012`, `winter 2013`; `the summer` is that of any year.
    fn season(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let season = self.word(at, "season")?;
        let of = usize::from(matches!(scan.low(at + 1), "of" | ","));
        if let Some(year) = self.year_at(at + 1 + of).filter(|_| scan.together(at, at + 1 + of)) {
            return Some(Found::date(
                at,
                at + 1 + of,
                Some(format!("{year:04}-{season}")),
                note("said in full"),
            ));
        }
        let stands = self.season_stands(at);
        stands.then(|| Found::date(at, at, Some(format!("XXXX-{season}")), note("the text says no year")))
    }

    /// Whether a season without year is meant as one: *fall*, *springs* and *Winter Olympics* are not.
    fn season_stands(&self, at: usize) -> bool {
        let scan = self.scan;
        let before = at.checked_sub(1).filter(|&before| scan.together(before, at));
        let led = before.is_some_and(|before| self.word(before, "season_lead").is_some());
        let name = scan.is_capital(at) && scan.is_capital(at + 1);
        let verb = match scan.low(at) {
            "springs" | "fall" => true,
            "spring" => before.is_some_and(|before| scan.low(before) == "and"),
            _ => false,
        };
        led && !name && !verb
    }

    /// `fiscal 2015`, `FY2016`.
    fn fiscal(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let next = match scan.low(at) {
            "fiscal" => at + 1 + usize::from(scan.low(at + 1) == "year"),
            "fy" => at + 1,
            _ => return None,
        };
        let year = self.year_at(next)?;
        Some(Found::date(at, next, Some(format!("FY{year:04}")), note("said in full")))
    }

    /// `early 2009`, `mid-March`, `the late 1970s`, `early Monday`, `later this year`.
    fn part_of_period(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        self.word(at, "about")?;
        let next = at + 1 + usize::from(scan.low(at + 1) == "-" || scan.low(at + 1) == "in");
        if matches!(scan.low(at), "later" | "earlier") {
            let inner =
                self.relative(next).filter(|_| matches!(scan.low(next), "this" | "today" | "that" | "in"))?;
            return (inner.kind == annals_record::TimeKind::Date).then_some(Found { first: at, ..inner });
        }
        let inner = self.period(next).or_else(|| self.date(next)).or_else(|| self.year_alone(next)).or_else(
            || {
                self.relative(next)
                    .filter(|_| matches!(scan.low(next), "last" | "next" | "this" | "yesterday" | "tonight"))
            },
        )?;
        let dated = matches!(inner.kind, annals_record::TimeKind::Date | annals_record::TimeKind::Time);
        (dated && inner.value.is_some() && scan.low(next) != "spring" && self.is_narrow(&inner))
            .then_some(Found { first: at, ..inner })
    }

    /// `late 1970s` is a part of a date, `early 5 p.m.` is nothing.
    fn is_narrow(&self, inner: &Found) -> bool {
        inner.kind == annals_record::TimeKind::Date || !self.scan.is(inner.first, Kind::Number)
    }

    pub(super) fn ordinal(&self, at: usize) -> Option<(i16, usize)> {
        if let Some(number) = self.number(at).filter(|&number| number < 40) {
            let suffix =
                matches!(self.scan.low(at + 1), "st" | "nd" | "rd" | "th") && self.scan.glued(at + 1);
            return suffix.then_some((number, at + 1));
        }
        Some((self.word(at, "nth")?.parse().ok()?, at))
    }

    /// A bare year: four digits that count nothing.
    pub(super) fn year_alone(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.short_year(at) {
            return Some(found);
        }
        let year = self.year_at(at).filter(|year| (1500..2100).contains(year) || self.is_led(at))?;
        let stands = !self.is_tied(at) && !self.is_coded(at) && !self.counts(at) && !self.is_hyphened(at);
        stands.then(|| Found::date(at, at, Some(format!("{year:04}")), note("said in full")))
    }

    /// `94` of *1892–94*.
    fn short_year(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let dashed = at >= 2
            && matches!(scan.low(at - 1), "-" | "–")
            && self.year_at(at - 2).is_some()
            && scan.raw(at).len() == 2;
        let (from, short) = (self.number(at.checked_sub(2)?)?, self.number(at).filter(|_| dashed)?);
        let closed = scan.together(at - 2, at)
            && !(scan.glued(at + 1) && matches!(scan.low(at + 1), "-" | "%" | ".") && scan.glued(at + 2));
        let year = from / 100 * 100 + short;
        let opens = !scan.glued(at - 2) || matches!(scan.low(at.wrapping_sub(3)), "(" | "[");
        (closed && opens && year > from && self.number(at + 1).is_none()).then(|| {
            Found::date(at, at, Some(format!("{year:04}")), note("in the century of the year before it"))
        })
    }

    fn is_tied(&self, at: usize) -> bool {
        let scan = self.scan;
        let tied_before = scan.glued(at)
            && scan.is(at - 1, Kind::Mark)
            && !matches!(scan.low(at - 1), "(" | "[" | "-" | "–" | "—" | "/" | "\"" | "“" | "‘" | "'");
        let tied_word = scan.glued(at + 1) && (scan.is(at + 1, Kind::Word) || scan.low(at + 1) == "%");
        tied_before || tied_word || scan.glued(at) && scan.is(at - 1, Kind::Word)
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).filter(|&i| self.scan.together(i, at)).map_or("", |i| self.scan.low(i))
    }

    /// `Resolution 2024`, `flight 2001`, `rule 2016`, `over 2000`.
    fn is_coded(&self, at: usize) -> bool {
        matches!(
            self.before(at),
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
                | "over"
                | "some"
                | "than"
                | "nearly"
                | "least"
                | "up"
                | "rule"
                | "taxi"
                | "tel"
                | "highway"
                | "route"
        ) || self.scan.is(at.wrapping_sub(1), Kind::Number)
            && self.scan.glued(at.wrapping_sub(1))
            && self.before(at).len() < 3
            || at >= 2
                && self.scan.low(at - 1) == "-"
                && self.scan.glued(at)
                && self.scan.is(at - 2, Kind::Number)
                && !self.is_year(at - 2)
    }

    /// A plural noun right behind a number that nothing says is a year: the number counts it.
    fn counts(&self, at: usize) -> bool {
        let scan = self.scan;
        let definite = matches!(
            self.before(at),
            "the" | "their" | "his" | "her" | "its" | "a" | "of" | "and" | "below" | "above"
        );
        let low = scan.low(at + 1);
        let plural = low.ends_with('s') && low.len() > 4 && !scan.is_capital(at + 1) && !low.ends_with("'s");
        let aged = low == "year" || low == "-" && scan.low(at + 2) == "year";
        let counted = self.word(at + 1, "counted").is_some() && self.before(at) != "the";
        !self.is_led(at) && scan.together(at, at + 1) && (plural && !definite || counted) || aged
    }

    fn is_hyphened(&self, at: usize) -> bool {
        let scan = self.scan;
        scan.glued(at)
            && scan.low(at - 1) == "-"
            && at >= 2
            && scan.glued(at - 1)
            && scan.is(at - 2, Kind::Word)
            && !matches!(scan.low(at - 2), "mid" | "post" | "pre")
    }

    fn is_led(&self, at: usize) -> bool {
        at > 0
            && matches!(
                self.scan.low(at - 1),
                "in" | "since" | "until" | "by" | "from" | "year" | "early" | "late" | "during"
            )
    }
}

//! Feasts and named periods: *Easter Monday*, *Ramadan*, *Thanksgiving 2013*, *World War II*.

use annals_record::TimeKind;
use jiff::civil::Date;

use super::lunar;
use super::pattern::{Found, Reader};
use super::table::{self, Feast};
use super::{calendar, pattern::note};

impl Reader<'_> {
    /// A feast with the year beside it: `last Christmas`, `Easter 2013`, `the holy month of Ramadan`.
    pub(super) fn feast(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let article = usize::from(scan.low(at) == "the");
        let step = self.word(at + article, "step").and_then(|step| step.parse::<i16>().ok());
        let first = at + article + usize::from(step.is_some());
        let (feast, last) = self.feast_words(first)?;
        let is_period = feast.rule.starts_with("span ");
        let start =
            if step.is_some() || is_period || feast.words.starts_with("holy month") { at } else { first };
        if start != at {
            return None;
        }
        if let Some(span) = feast.rule.strip_prefix("span ") {
            return Some(Found::date(at, last, Some(span.to_owned()), note("a period with a name")));
        }
        let (year, last) = self.feast_year(feast, step, last);
        let days = year.and_then(|year| days(feast, year));
        let value = days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from}/{to}") });
        let how = format!("the feast's day that year, by the rule “{}”", feast.rule);
        Some(Found { kind: TimeKind::Date, ..Found::date(start, last, value, how) })
    }

    /// The feast whose words begin at a piece, and its last piece. A feast is written with capitals.
    fn feast_words(&self, at: usize) -> Option<(&'static Feast, usize)> {
        let scan = self.scan;
        let spelt = |feast: &Feast| {
            let mut next = at;
            for word in feast.words.split(' ') {
                next += usize::from(matches!(scan.low(next), "-" | "–") && next > at && word != "-");
                if super::pattern::plain(scan.low(next)) != word && scan.low(next).replace('’', "'") != word
                {
                    return None;
                }
                next += 1;
            }
            Some(next - 1)
        };
        let found = table::feasts(super::pattern::plain(scan.low(at)))
            .iter()
            .chain(table::feasts(scan.low(at)))
            .find_map(|feast| spelt(feast).map(|last| (feast, last)));
        found.filter(|&(feast, last)| {
            let named = (at..=last).any(|i| scan.is_capital(i) || scan.is(i, crate::scan::Kind::Number));
            scan.together(at, last)
                && (named || self.is_fragment(at))
                && !self.is_name_of_other(feast, at, last)
        })
    }

    /// `Christmas Island`, `Easter Egg`: one word beside another capital names something else.
    fn is_name_of_other(&self, feast: &Feast, at: usize, last: usize) -> bool {
        let single = !feast.words.contains(' ') && !feast.rule.starts_with("span");
        let before = at > 0 && self.scan.together(at - 1, at) && self.scan.is_capital(at - 1);
        let opens = before && (at < 2 || !self.scan.together(at - 2, at) || self.scan.low(at - 2) == ".");
        let known_before = before && table::opens(self.scan.low(at - 1));
        single
            && (self.scan.is_capital(last + 1) && self.scan.is_capital(at)
                || before && !opens && !known_before)
    }

    /// The year a feast stands in: the one beside it, that of *last* or *next*, else the article's.
    fn feast_year(&self, feast: &Feast, step: Option<i16>, last: usize) -> (Option<i16>, usize) {
        let scan = self.scan;
        let of = last + 1 + usize::from(matches!(scan.low(last + 1), "of" | "in" | ","));
        if let Some(year) = self.year_at(of).filter(|_| scan.together(last, of)) {
            return (Some(year), of);
        }
        let Some(published) = self.published else { return (None, last) };
        let beside = self.word(of, "step").filter(|_| self.word(of + 1, "unit") == Some("Y"));
        if let Some(step) = beside.and_then(|step| step.parse::<i16>().ok()) {
            return (Some(published.year() + step), of + 1);
        }
        (Some(self.nearest_feast(feast, step, published, last)), last)
    }

    fn nearest_feast(&self, feast: &Feast, step: Option<i16>, published: Date, at: usize) -> i16 {
        let year = published.year();
        let Some((from, to)) = days(feast, year) else { return year };
        let (is_ahead, is_over) = (from > published, to < published);
        match step {
            Some(-1) if is_ahead || !is_over => year - 1,
            Some(1) if !is_ahead => year + 1,
            Some(_) => year,
            None if is_ahead && self.speaks_of(at) == Some(false) => year - 1,
            None if is_over && self.speaks_of(at) == Some(true) => year + 1,
            None => year,
        }
    }
}

/// First and last day of a feast in a year.
fn days(feast: &Feast, year: i16) -> Option<(Date, Date)> {
    let from = first_day(feast.rule, year)?;
    Some((from, lunar::plus(from, feast.length.max(1) - 1)?))
}

fn first_day(rule: &str, year: i16) -> Option<Date> {
    let mut parts = rule.split(' ');
    let name = parts.next()?;
    if let Some((month, day)) = name.split_once('-') {
        return calendar::day(year, month.parse().ok()?, day.parse().ok()?);
    }
    if name.ends_with("moon") {
        let (month, day) = parts.next()?.split_once('-')?;
        let from = calendar::day(year, month.parse().ok()?, day.parse().ok()?)?;
        let behind = parts.next()?.parse().ok()?;
        return lunar::plus(lunar::moon(from, name == "fullmoon", parts.next()?.parse().ok()?)?, behind);
    }
    let numbers: Vec<i64> = parts.filter_map(|part| part.parse().ok()).collect();
    let small = |i: usize| numbers.get(i).and_then(|&number| i8::try_from(number).ok());
    let number = |i: usize| numbers.get(i).copied();
    match name {
        "nth" => lunar::plus(calendar::nth_weekday(year, small(0)?, small(1)?, small(2)?)?, number(3)?),
        "easter" => lunar::plus(lunar::easter(year)?, number(0)?),
        "orthodox" => lunar::plus(lunar::orthodox(year)?, number(0)?),
        "islamic" => lunar::islamic(year, number(0)?, number(1)?),
        "rosh" => lunar::plus(lunar::rosh_hashanah(year)?, number(0)?),
        "kislev" => lunar::plus(lunar::kislev(year)?, number(0)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every rule of the table gives a day in an ordinary year, but for spans.
    #[test]
    fn every_rule_is_known() {
        for row in crate::lexicon::rows(include_str!("../../../../data/read/feasts.tsv")) {
            assert!(row[1].starts_with("span") || first_day(row[1], 2024).is_some(), "{row:?}");
        }
    }
}

//! The reader of time expressions over the pieces of a text: which family of patterns begins where.

use annals_record::TimeKind;
use jiff::civil::{Date, DateTime};

use super::{calendar, table};
use crate::scan::{Kind, Scan};

/// An expression: pieces `first..=last`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub first: usize,
    pub last: usize,
    pub kind: TimeKind,
    pub value: Option<String>,
    /// How the value came about.
    pub note: String,
}

impl Found {
    /// A date.
    pub fn date(first: usize, last: usize, value: Option<String>, note: String) -> Self {
        Self { first, last, kind: TimeKind::Date, value, note }
    }
}

/// A note that needs no filling in.
pub(super) fn note(words: &str) -> String {
    words.to_owned()
}

/// Whether the sentence at a byte of the text speaks of what is to come (true) or of what was (false).
pub(super) type Tense<'a> = &'a dyn Fn(usize) -> Option<bool>;

/// Reads expressions one after the other and keeps what later ones are counted from.
pub(super) struct Reader<'a> {
    pub(super) scan: &'a Scan<'a>,
    pub(super) published: Option<Date>,
    pub(super) moment: Option<DateTime>,
    tense: Tense<'a>,
    /// The last year that was named, with its paragraph, and whether a month stood beside it.
    year: Option<(usize, i16, bool)>,
    /// The last date that was found: its paragraph and its value.
    pub(super) told: Option<(usize, String)>,
}

impl<'a> Reader<'a> {
    pub fn new(scan: &'a Scan<'a>, published: Option<&str>, tense: Tense<'a>) -> Self {
        let (published, moment) = (calendar::day_of(published), calendar::moment_of(published));
        Self { scan, published, moment, tense, year: None, told: None }
    }

    /// The expression that begins at piece `at`.
    pub fn read(&mut self, at: usize) -> Option<Found> {
        if !self.may_open(at) {
            return None;
        }
        let found = self
            .numeric_date(at)
            .or_else(|| self.feast(at))
            .or_else(|| self.nested(at))
            .or_else(|| self.date(at))
            .or_else(|| self.clock_alone(at))
            .or_else(|| self.period(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.duration(at))
            .or_else(|| self.year_alone(at))
            .or_else(|| self.often(at))?;
        self.keep(&found);
        Some(found)
    }

    /// A quick look: only numbers, words of the calendar and a few that lead to them begin an expression.
    fn may_open(&self, at: usize) -> bool {
        let scan = self.scan;
        let low = scan.low(at);
        let opens = |word: &str| table::opens(word) || !table::feasts(word).is_empty();
        scan.is(at, Kind::Number)
            || matches!(low, "'" | "’" | "‘")
            || scan.is(at, Kind::Word) && (opens(low) || opens(plain(low)) || super::length::is_count(low))
    }

    fn keep(&mut self, found: &Found) {
        let Some(value) =
            found.value.as_deref().filter(|_| matches!(found.kind, TimeKind::Date | TimeKind::Time))
        else {
            return;
        };
        let paragraph = self.scan.pieces[found.first].paragraph;
        let year = value.get(..4).and_then(|year| year.parse().ok());
        if let Some(year) = year.filter(|_| (found.first..=found.last).any(|i| self.is_year(i))) {
            self.year = Some((paragraph, year, calendar::grain(value) >= 2));
        }
        if calendar::grain(value) > 0 {
            self.told = Some((paragraph, value.to_owned()));
        }
    }

    /// The value of a piece as a word of some kind of the calendar.
    pub(super) fn word(&self, at: usize, kind: &str) -> Option<&'static str> {
        table::value(plain(self.scan.low(at)), kind)
    }

    pub(super) fn number(&self, at: usize) -> Option<i16> {
        let digits = self.scan.is(at, Kind::Number) && self.scan.raw(at).len() <= 4;
        digits.then(|| self.scan.raw(at).parse().ok()).flatten()
    }

    pub(super) fn is_year(&self, at: usize) -> bool {
        self.scan.raw(at).len() == 4 && self.number(at).is_some_and(|year| (1000..2200).contains(&year))
    }

    pub(super) fn year_at(&self, at: usize) -> Option<i16> {
        let tied = self.scan.glued(at + 1)
            && matches!(self.scan.low(at + 1), ":" | "." | "'" | "’")
            && self.scan.glued(at + 2)
            && self.scan.is(at + 2, Kind::Number);
        self.number(at).filter(|_| self.is_year(at) && !tied)
    }

    /// The year a date without one means: that of its paragraph, or of the dates just before, where these are long past
    /// or to come; else nearest to publication.
    pub(super) fn year_for(&self, at: usize, month: i8) -> Option<i16> {
        let paragraph = self.scan.pieces[at].paragraph;
        let near = |(own, _, dated): &(usize, i16, bool)| *own == paragraph || *dated && own + 2 >= paragraph;
        let told = self.year.filter(near).map(|(_, year, _)| year);
        let Some(published) = self.published else { return told };
        let nearest = calendar::nearest_year(published, month);
        let dated = self.year.is_some_and(|(_, _, dated)| dated);
        told.filter(|&year| year < published.year() - 1 || dated && year > published.year()).or(Some(nearest))
    }

    /// Whether what is said at a piece lies ahead of the article (true) or behind it (false), as far as its sentence says.
    pub(super) fn speaks_of(&self, at: usize) -> Option<bool> {
        let at = at.min(self.scan.len().saturating_sub(1));
        if let Some(tense) = (self.tense)(self.scan.pieces[at].span.start) {
            return Some(tense);
        }
        let before = (at.saturating_sub(10)..at).rev().take_while(|&i| self.is_of_sentence(i, at));
        let behind = (at + 1..at + 10).take_while(|&i| self.is_of_sentence(i, at));
        if before.clone().any(|i| self.word(i, "ahead").is_some()) {
            return Some(true);
        }
        let is_past = |i: usize| self.word(i, "back").is_some() || self.scan.low(i).ends_with("ed");
        before.chain(behind).any(is_past).then_some(false)
    }

    fn is_of_sentence(&self, i: usize, at: usize) -> bool {
        self.scan.together(i, at) && !matches!(self.scan.low(i), "." | "!" | "?" | ";")
    }

    /// Whether a piece stands in a paragraph of a few words: a heading, a caption, a line of a table.
    pub(super) fn is_fragment(&self, at: usize) -> bool {
        let scan = self.scan;
        let first =
            (at.saturating_sub(8)..at).rev().take_while(|&i| scan.together(i, at)).last().unwrap_or(at);
        let last = (at..at + 9).take_while(|&i| scan.together(at, i)).last().unwrap_or(at);
        last - first < 8 && scan.low(last) != "."
    }
}

/// `monday` of *Monday’s*.
pub(super) fn plain(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

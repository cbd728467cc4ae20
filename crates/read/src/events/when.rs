//! When an event was: the time of its clause, else of its sentence, else of its paragraph.

use annals_record::TimeKind;
use annals_text::Document;
use jiff::civil::Date;

use super::syntax::Syntax;
use crate::times::Time;

/// The days of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// First day, ISO 8601.
    pub start: String,
    /// Last day.
    pub end: String,
    /// Number of the time that says so.
    pub time: usize,
}

/// Finds the days of events.
pub(super) struct Dates<'a> {
    syntax: &'a Syntax<'a>,
    times: &'a [Time],
    /// Of each time that is a day, month or year: its number, first word, first and last day.
    dated: Vec<(usize, usize, Date, Date)>,
}

impl<'a> Dates<'a> {
    pub fn new(syntax: &'a Syntax<'a>, times: &'a [Time]) -> Self {
        let mut dated = Vec::new();
        for (number, time) in times.iter().enumerate() {
            let is_date = matches!(time.kind, TimeKind::Date | TimeKind::Time);
            let days = time.value.as_deref().filter(|_| is_date).and_then(days);
            let word = syntax.doc.words_in(time.span).range().next();
            if let (Some((start, end)), Some(word)) = (days, word) {
                dated.push((number, word, start, end));
            }
        }
        Self { syntax, times, dated }
    }

    /// The days of what a word reports, and whether they are said in its clause.
    pub fn of(&self, word: usize) -> Option<(When, &'static str)> {
        let doc = self.syntax.doc;
        let sentence = doc.sentences.get(doc.sentence_of(word))?.words;
        let inside = self.within(sentence.start, sentence.end);
        let clause = self.syntax.clause(word);
        let near = inside.iter().filter(|(_, at, ..)| self.syntax.clause(*at) == clause);
        if let Some(own) = near.min_by_key(|(_, at, ..)| at.abs_diff(word)) {
            return Some((when(own), "in its clause"));
        }
        if let Some(own) = only(inside) {
            return Some((when(own), "in its sentence"));
        }
        if !inside.is_empty() {
            return None;
        }
        let (start, end) = paragraph(doc, word);
        only(self.within(start, end)).map(|own| (when(own), "in its paragraph"))
    }

    fn within(&self, start: usize, end: usize) -> &[(usize, usize, Date, Date)] {
        let first = self.dated.partition_point(|(_, at, ..)| *at < start);
        let last = self.dated.partition_point(|(_, at, ..)| *at < end);
        &self.dated[first..last]
    }

    /// The words of a time.
    pub fn words(&self, number: usize) -> &'a str {
        self.times[number].span.of(self.syntax.text)
    }
}

fn when(&(time, _, start, end): &(usize, usize, Date, Date)) -> When {
    When { start: start.to_string(), end: end.to_string(), time }
}

/// The first of some times that all mean the same days.
fn only(times: &[(usize, usize, Date, Date)]) -> Option<&(usize, usize, Date, Date)> {
    let first = times.first()?;
    times.iter().all(|other| (other.2, other.3) == (first.2, first.3)).then_some(first)
}

/// The words of the paragraph of a word.
fn paragraph(doc: &Document, word: usize) -> (usize, usize) {
    let own = doc.sentences[doc.sentence_of(word)].paragraph;
    let first = doc.sentences.partition_point(|sentence| sentence.paragraph < own);
    let last = doc.sentences.partition_point(|sentence| sentence.paragraph <= own);
    (doc.sentences[first].words.start, doc.sentences[last - 1].words.end)
}

/// The first and last day of a TIMEX3 value; nothing where it means no certain days.
pub(super) fn days(value: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = value.split_once('/') {
        return Some((days(from)?.0, days(to)?.1));
    }
    let value = value.split('T').next()?;
    let mut parts = value.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let Some(part) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    if let Some(week) = part.strip_prefix('W') {
        let monday =
            jiff::civil::ISOWeekDate::new(year, week.parse().ok()?, jiff::civil::Weekday::Monday).ok()?;
        let monday = monday.date();
        let weekend = parts.next() == Some("WE");
        let day = |number: i32| monday.checked_add(jiff::Span::new().days(number)).ok();
        return Some((day(if weekend { 5 } else { 0 })?, day(6)?));
    }
    let first = Date::new(year, part.parse().ok()?, 1).ok()?;
    match parts.next() {
        None => Some((first, first.last_of_month())),
        Some(day) => {
            let day = Date::new(year, first.month(), day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_times_are_days() {
        let shown = |value: &str| days(value).map(|(start, end)| format!("{start} {end}"));
        assert_eq!(shown("2024-03-28").as_deref(), Some("2024-03-28 2024-03-28"));
        assert_eq!(shown("2024-03-28T18:00Z").as_deref(), Some("2024-03-28 2024-03-28"));
        assert_eq!(shown("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(shown("2006").as_deref(), Some("2006-01-01 2006-12-31"));
        assert_eq!(shown("2024-W13").as_deref(), Some("2024-03-25 2024-03-31"));
        assert_eq!(shown("2024-03-11/2024-04-09").as_deref(), Some("2024-03-11 2024-04-09"));
        assert_eq!(shown("XXXX-03-03"), None);
        assert_eq!(shown("PRESENT_REF"), None);
    }
}

//! What ties a figure to others: the figure it is a part of, and the time of its clause.

use annals_record::TimeKind;

use super::Figure;
use super::measure::Tree;
use crate::times::Time;

/// Farthest whole before its part, in bytes.
const REACH: usize = 160;

/// Words that open a part of the figure before them.
const OPENERS: [&str; 11] = [
    "including",
    "among them",
    "among whom",
    "among those",
    "of whom",
    "of them",
    "of which",
    "including at least",
    "as well as",
    "of those",
    "most of them",
];

/// `15 people, including three children`: gives a part its whole, and what the whole counts and measures.
pub(super) fn parts(tree: &Tree, figures: &mut [Figure]) {
    for part in 1..figures.len() {
        let Some((whole, opener)) = whole_of(tree, figures, part) else { continue };
        let own = figures[whole].clone();
        let figure = &mut figures[part];
        figure.part_of = Some(whole);
        if figure.unit.is_none() {
            figure.unit = own.unit;
        }
        let says_nothing = matches!(figure.measure.as_deref(), Some("count" | "troops") | None);
        if says_nothing && figure.unit.as_deref() == Some("people") {
            figure.measure = own.measure;
        }
        figure.notes.push(format!("a part of “{}”: by “{opener}”", own.span.of(tree.text)));
    }
}

/// The whole that a figure is a part of, and the words that say so.
fn whole_of(tree: &Tree, figures: &[Figure], part: usize) -> Option<(usize, &'static str)> {
    let own = &figures[part];
    let before = &figures[part - 1];
    if own.span.start - before.span.end > REACH || own.unit.as_deref() == Some("money") {
        return None;
    }
    let between = tree.text.get(before.span.end..own.span.start)?;
    let behind = tree.text.get(own.span.end..)?;
    if between.contains(['.', ';', '\n', '“', '”']) {
        return None;
    }
    // A second part: *including three children and two women*.
    let joined = matches!(between.trim().trim_matches(','), "" | "and") || between.trim() == ", and";
    if let Some(whole) = before.part_of.filter(|_| joined && before.unit == own.unit) {
        return Some((whole, "and"));
    }
    let whole = before.part_of.unwrap_or(part - 1);
    let kin = figures[whole].unit == own.unit
        || own.unit.is_none()
        || own.unit.as_deref() == Some("people") && figures[whole].unit.is_none();
    let larger = figures[whole].low.or(figures[whole].high) > own.low.or(own.high);
    if !kin || !larger {
        return None;
    }
    let low = between.trim().trim_start_matches(',').trim().to_lowercase();
    let opened = OPENERS
        .iter()
        .find(|opener| low.ends_with(*opener) && **opener != "as well as" && !low.contains(" and "));
    let trailing = [" of them", " of whom", " of which", " of those"]
        .iter()
        .find(|of| behind.to_lowercase().starts_with(*of) && low.is_empty());
    opened.or(trailing).map(|&opener| (whole, opener.trim()))
}

/// The time of a figure's clause: a date or a time of day that hangs on the same verb, the nearest where there are several.
pub(super) fn dates(tree: &Tree, figures: &mut [Figure], times: &[Time]) {
    for figure in figures {
        let Some(number) = date_of(tree, figure, times) else { continue };
        figure.date = Some(number);
        figure.notes.push(format!("date: “{}”, in its clause", times[number].span.of(tree.text)));
    }
}

fn date_of(tree: &Tree, figure: &Figure, times: &[Time]) -> Option<usize> {
    let word = tree.doc.words_in(figure.number).range().next()?;
    let sentence = tree.doc.sentences[tree.doc.sentence_of(word)].span;
    let from = times.partition_point(|time| time.span.start < sentence.start);
    let within = times[from..].iter().enumerate().take_while(|(_, time)| time.span.end <= sentence.end);
    let dated = within.filter(|(_, time)| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let near = dated.filter(|(_, time)| same_clause(tree, word, time));
    let distance = |time: &Time| time.span.start.abs_diff(figure.span.start);
    near.min_by_key(|(_, time)| distance(time)).map(|(number, _)| from + number)
}

fn same_clause(tree: &Tree, word: usize, time: &Time) -> bool {
    let Some(other) = tree.doc.words_in(time.span).range().next() else { return false };
    if tree.knows(word) && tree.knows(other) {
        return tree.clause(word) == tree.clause(other);
    }
    let (from, to) = (tree.doc.words[word.min(other)].span.end, tree.doc.words[word.max(other)].span.start);
    tree.text.get(from..to).is_some_and(|between| !between.contains([',', ';', '“', '”']))
}

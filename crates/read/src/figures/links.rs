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
            figure.unit = own.unit.clone();
        }
        let told = figure.measure.clone().filter(|measure| !matches!(measure.as_str(), "count" | "troops"));
        let says_nothing = matches!(figure.measure.as_deref(), Some("count" | "troops") | None);
        if says_nothing && figure.unit.as_deref() == Some("people") {
            figure.measure = own.measure.clone();
        }
        let whole_is_mute =
            matches!(own.measure.as_deref(), Some("count")) && own.unit.as_deref() == Some("people");
        figure.notes.push(format!("a part of “{}”: by “{opener}”", own.span.of(tree.text)));
        // *40 people, among them 12 women, were injured*.
        if let Some(measure) = told.filter(|_| whole_is_mute) {
            figures[whole].notes.push(format!("measure {measure}: as its part"));
            figures[whole].measure = Some(measure);
        }
    }
}

/// `112 passengers and six crew members were killed`: what is said behind a row of people is said of all of them.
pub(super) fn rows(tree: &Tree, figures: &mut [Figure]) {
    sides(tree, figures);
    for at in (1..figures.len()).rev() {
        let (before, behind) = (&figures[at - 1], &figures[at]);
        let between =
            tree.text.get(before.span.end..behind.span.start).map(|between| between.trim().trim_matches(','));
        let joined = matches!(between.map(str::trim), Some("and" | "or" | ""));
        let bare = before.unit.is_none() && before.span == before.number;
        let people =
            (bare || before.unit.as_deref() == Some("people")) && behind.unit.as_deref() == Some("people");
        let mute = matches!(before.measure.as_deref(), Some("count" | "troops"))
            && behind.measure.as_deref() != Some("count");
        if joined && people && mute && behind.part_of.is_none() {
            let measure = behind.measure.clone();
            figures[at - 1].notes.push("measure: as what is counted beside it".to_owned());
            figures[at - 1].measure = measure;
            figures[at - 1].unit = Some("people".to_owned());
        }
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
        .find(|of| behind.starts_with(*of) && opens_part(between));
    opened.or(trailing).map(|&opener| (whole, opener.trim()))
}

/// `88 votes to 41`: the other side of a vote.
fn sides(tree: &Tree, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (before, behind) = (&figures[at - 1], &figures[at]);
        let between = tree.text.get(before.span.end..behind.span.start).map(str::trim);
        let votes = before.measure.as_deref() == Some("votes")
            && behind.unit.is_none()
            && behind.measure.as_deref() == Some("count");
        if votes && matches!(between, Some("to" | "against" | "–" | "-")) {
            figures[at].measure = Some("votes".to_owned());
            figures[at].notes.push("measure votes: as the other side of the vote".to_owned());
        }
    }
}

/// Whether what stands between a whole and `five of them` ends as an addition does.
fn opens_part(between: &str) -> bool {
    let between = between.trim_end();
    [",", "(", "–", "—", " and", " with"].iter().any(|end| between.ends_with(end))
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

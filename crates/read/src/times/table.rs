//! The tables of the calendar: its words, the zones, and the feasts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::lexicon;

/// What a word is, and its value.
type Meaning = (&'static str, &'static str);

static WORDS: LazyLock<HashMap<&'static str, Vec<Meaning>>> = LazyLock::new(|| {
    let mut words: HashMap<_, Vec<Meaning>> = HashMap::new();
    for row in lexicon::rows(include_str!("../../../../data/read/calendar.tsv")) {
        words.entry(row[0]).or_default().push((row[1], row[2]));
    }
    words
});

static ZONES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/zones.tsv")).map(|row| (row[0], row[1])).collect()
});

/// A line of `data/read/feasts.tsv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feast {
    /// Its words, parted by blanks.
    pub words: &'static str,
    /// The rule of its day.
    pub rule: &'static str,
    /// Days it lasts.
    pub length: i64,
}

/// The feasts by their first word, those of more words first.
static FEASTS: LazyLock<HashMap<&'static str, Vec<Feast>>> = LazyLock::new(|| {
    let mut feasts: HashMap<_, Vec<Feast>> = HashMap::new();
    for row in lexicon::rows(include_str!("../../../../data/read/feasts.tsv")) {
        let feast = Feast { words: row[0], rule: row[1], length: row[2].parse().unwrap_or(1) };
        feasts.entry(row[0].split(' ').next().unwrap_or_default()).or_default().push(feast);
    }
    for own in feasts.values_mut() {
        own.sort_by_key(|feast| std::cmp::Reverse(feast.words.len()));
    }
    feasts
});

/// The value of a lower-case word as a word of some kind.
pub(super) fn value(word: &str, kind: &str) -> Option<&'static str> {
    WORDS.get(word)?.iter().find(|(own, _)| *own == kind).map(|(_, value)| *value)
}

/// Kinds of words that stand beside expressions or end them, and begin none.
const BESIDE: [&str; 7] = ["season_lead", "ahead", "back", "rate", "counted", "later", "hence"];

static OPENERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let opens = |meanings: &[Meaning]| meanings.iter().any(|(kind, _)| !BESIDE.contains(kind));
    WORDS.iter().filter(|(_, meanings)| opens(meanings)).map(|(word, _)| *word).collect()
});

/// Whether an expression may begin with a lower-case word of the calendar.
pub(super) fn opens(word: &str) -> bool {
    OPENERS.contains(word)
}

/// The distance to UTC of a zone's name; none where the name alone does not say it.
pub(super) fn zone(word: &str) -> Option<Option<&'static str>> {
    ZONES.get(word).map(|&offset| Some(offset).filter(|&offset| offset != "-"))
}

/// The feasts whose first word this is.
pub(super) fn feasts(word: &str) -> &'static [Feast] {
    FEASTS.get(word).map_or(&[], Vec::as_slice)
}

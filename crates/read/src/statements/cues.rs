//! The words that report, from `data/cues.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::Stance;

use super::cells::Cells;
use crate::lexicon;

/// A reporting word.
#[derive(Debug)]
pub(super) struct Cue {
    pub lemma: &'static str,
    pub stance: Stance,
    frames: &'static str,
}

impl Cue {
    /// Whether a frame of this name may follow.
    pub fn takes(&self, frame: &str) -> bool {
        self.frames.split(',').any(|own| own == frame)
    }

    /// Whether it can stand behind what it reports: *…, he said*.
    pub fn may_follow(&self) -> bool {
        self.takes("quote") || self.takes("clause")
    }
}

/// Form of a cue's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// *say*
    Base,
    /// *says*
    Third,
    /// *said*
    Past,
    /// *saying*
    Participle,
}

/// A cue in the text: cells `first..=last`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub first: usize,
    pub last: usize,
    pub cue: &'static Cue,
    pub form: Form,
}

struct Entry {
    rest: Vec<&'static str>,
    cue: usize,
    form: Form,
}

struct Table {
    cues: Vec<Cue>,
    by_first: HashMap<&'static str, Vec<Entry>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { cues: Vec::new(), by_first: HashMap::new() };
    for row in lexicon::rows(include_str!("../../../../data/read/cues.tsv")) {
        let cue = table.cues.len();
        table.cues.push(Cue { lemma: row[0], stance: stance(row[2]), frames: row[3] });
        for (number, form) in row[1].split(',').enumerate() {
            let mut words = form.split(' ');
            let first = words.next().unwrap_or_default();
            let entry = Entry { rest: words.collect(), cue, form: form_of(first, number) };
            table.by_first.entry(first).or_default().push(entry);
        }
    }
    for entries in table.by_first.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
    }
    table
});

/// The stance that a table names.
pub(super) fn stance(name: &str) -> Stance {
    match name {
        "assert" => Stance::Assert,
        "deny" => Stance::Deny,
        "doubt" => Stance::Doubt,
        "promise" => Stance::Promise,
        "threaten" => Stance::Threaten,
        "demand" => Stance::Demand,
        "praise" => Stance::Praise,
        "blame" => Stance::Blame,
        _ => Stance::Neutral,
    }
}

fn form_of(word: &str, number: usize) -> Form {
    match number {
        0 => Form::Base,
        _ if word.ends_with("ing") => Form::Participle,
        _ if word.ends_with('s') => Form::Third,
        _ => Form::Past,
    }
}

/// The cue that begins at cell `at`, the longest of several.
pub(super) fn at(cells: &Cells, at: usize) -> Option<Found> {
    let entry = entry(|number| cells.low(at + number))?;
    // A capital inside a sentence that is no heading makes a name: *the United States*.
    let next = at + entry.rest.len() + 1;
    if at > 0
        && cells.is_capital(at)
        && cells.is_capital(at - 1)
        && cells.is_word(next)
        && !cells.is_capital(next)
    {
        return None;
    }
    Some(Found { first: at, last: at + entry.rest.len(), cue: &TABLE.cues[entry.cue], form: entry.form })
}

/// The cue that words, in lower case, begin with; the longest of several.
pub(super) fn known(words: &[String]) -> Option<&'static Cue> {
    entry(|number| words.get(number).map_or("", String::as_str)).map(|entry| &TABLE.cues[entry.cue])
}

/// The longest entry that words spell; `word` gives them by number, in lower case, empty behind the last.
fn entry<'w>(word: impl Fn(usize) -> &'w str) -> Option<&'static Entry> {
    let fits = |entry: &&Entry| (1..).zip(&entry.rest).all(|(number, own)| word(number) == *own);
    TABLE.by_first.get(word(0))?.iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_has_forms_and_known_frames() {
        let known = [
            "raised",
            "quote",
            "clause",
            "that",
            "question",
            "to",
            "object",
            "hearer",
            "hearer_to",
            "source",
        ];
        for cue in &TABLE.cues {
            assert!(
                cue.frames.split(',').all(|frame| known.contains(&frame)),
                "{}: {}",
                cue.lemma,
                cue.frames
            );
        }
        for row in lexicon::rows(include_str!("../../../../data/read/cues.tsv")) {
            assert_eq!(row.len(), 4, "{row:?}");
            assert_eq!(row[2] == "neutral", stance(row[2]) == Stance::Neutral, "{row:?}");
        }
    }
}

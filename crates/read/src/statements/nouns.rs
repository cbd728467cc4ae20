//! Nouns that report, from `data/read/reporting_nouns.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::Stance;

use super::cues::stance;
use crate::lexicon;

/// A noun that reports.
#[derive(Debug)]
pub(super) struct Noun {
    pub lemma: &'static str,
    pub stance: Stance,
    /// Number of words.
    pub len: usize,
    clauses: &'static str,
    attributes: &'static str,
}

impl Noun {
    /// Whether a clause with this mark may follow: *the claim that*, *the promise to*.
    pub fn takes(&self, mark: &str) -> bool {
        self.clauses.split(',').any(|own| own == mark)
    }

    /// Whether it says with this preposition whose words a sentence is: *in her view*.
    pub fn attributes(&self, preposition: &str) -> bool {
        self.attributes.split(',').any(|own| own == preposition)
    }
}

static NOUNS: LazyLock<HashMap<&'static str, Noun>> = LazyLock::new(|| {
    let mut nouns = HashMap::new();
    for row in lexicon::rows(include_str!("../../../../data/read/reporting_nouns.tsv")) {
        let lemma = row[0].split(',').next().unwrap_or_default();
        for form in row[0].split(',') {
            let len = form.split(' ').count();
            let (stance, clauses, attributes) = (stance(row[1]), row[2], row[3]);
            nouns.insert(form, Noun { lemma, stance, len, clauses, attributes });
        }
    }
    nouns
});

/// Words of the longest noun.
const LONGEST: usize = 3;

/// The longest noun of the table that begins with the first of some words; `low` gives them by number in lower case, none
/// behind the last.
pub(super) fn noun(low: impl Fn(usize) -> Option<String>) -> Option<&'static Noun> {
    let mut phrase = low(0)?;
    let mut found = NOUNS.get(phrase.as_str());
    for next in (1..LONGEST).map_while(low) {
        phrase = format!("{phrase} {next}");
        found = NOUNS.get(phrase.as_str()).or(found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_has_a_known_stance_and_a_use() {
        for row in lexicon::rows(include_str!("../../../../data/read/reporting_nouns.tsv")) {
            assert_eq!(row.len(), 4, "{row:?}");
            assert_eq!(row[1] == "neutral", stance(row[1]) == Stance::Neutral, "{row:?}");
            assert!(!row[2].is_empty() || !row[3].is_empty(), "{row:?}");
            assert!(row[2].split(',').all(|clause| matches!(clause, "" | "that" | "to")), "{row:?}");
        }
        assert!(NOUNS.values().all(|noun| noun.len <= LONGEST));
    }

    #[test]
    fn the_longest_noun_is_found() {
        let words = ["point", "of", "view"];
        let found = noun(|number| words.get(number).map(|&word| word.to_owned())).expect("a noun");
        assert_eq!((found.lemma, found.len), ("point of view", 3));
        assert!(found.attributes("from") && !found.takes("that"));
    }
}

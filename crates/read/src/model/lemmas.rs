//! Lemmas: exceptions by form and Penn tag, else the rule of the longest suffix.

use std::collections::HashMap;

/// Longest suffix of a rule, in characters.
const LONGEST: usize = 5;
/// Tags whose lemmas keep their case.
const CASED: [&str; 5] = ["NNP", "NNPS", "FW", "ADD", "GW"];

/// Both tables, by tag and form or suffix.
pub(crate) struct Lemmas {
    exceptions: HashMap<(&'static str, &'static str), &'static str>,
    /// Characters cut off the end, and what is put in their place.
    rules: HashMap<(&'static str, &'static str), (usize, &'static str)>,
}

impl Lemmas {
    /// The tables as `training/lemmas.py` writes them.
    pub fn new(exceptions: &'static str, rules: &'static str) -> Self {
        let exceptions = rows(exceptions).filter_map(|row| match row[..] {
            [form, tag, lemma] => Some(((tag, form), lemma)),
            _ => None,
        });
        let rules = rows(rules).filter_map(|row| match row[..] {
            [tag, suffix, cut, add] => Some(((tag, suffix), (cut.parse().ok()?, add))),
            _ => None,
        });
        Self { exceptions: exceptions.collect(), rules: rules.collect() }
    }

    /// The lemma of a word with its Penn tag.
    pub fn of(&self, form: &str, tag: &str) -> String {
        let lower = form.to_lowercase();
        if let Some(lemma) = self.exceptions.get(&(tag, lower.as_str())) {
            return (*lemma).to_owned();
        }
        let base = if CASED.contains(&tag) { form.to_owned() } else { lower };
        let Some((cut, add)) = self.rule(&base, tag) else { return base };
        let kept = base.chars().count().saturating_sub(cut);
        base.chars().take(kept).collect::<String>() + add
    }

    fn rule(&self, base: &str, tag: &str) -> Option<(usize, &'static str)> {
        let starts: Vec<usize> = base.char_indices().rev().map(|(at, _)| at).take(LONGEST).collect();
        let suffixes = starts.iter().rev().map(|&at| &base[at..]).chain([""]);
        suffixes.into_iter().find_map(|suffix| self.rules.get(&(tag, suffix)).copied())
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_come_first_then_the_longest_suffix() {
        let exceptions = "# source\nform\txpos\tlemma\nwent\tVBD\tgo\n";
        let rules =
            "# source\nxpos\tsuffix\tcut\tadd\nVBD\t\t0\t\nVBD\ted\t2\t\nVBD\tied\t3\ty\nNNP\t\t0\t\n";
        let lemmas = Lemmas::new(exceptions, rules);
        for (form, tag, lemma) in [
            ("Went", "VBD", "go"),
            ("rained", "VBD", "rain"),
            ("cried", "VBD", "cry"),
            ("Varesh", "NNP", "Varesh"),
            ("Rain", "NN", "rain"),
        ] {
            assert_eq!(lemmas.of(form, tag), lemma);
        }
    }
}

//! Lemmas that the lexicon knows, where the model's is none: *shelled* is a form of *shell*, whatever the model says.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon::Lexicon;
use crate::lexicon::rows;

static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../../data/events/irregular.tsv"));
    table.flat_map(|row| row[1].split(',').map(move |form| (form, row[0]))).collect()
});

/// The lemmas of a word in lower case, as far as the lexicon knows them: the model's, and others whose form the word is. Of
/// those that it does not know the model's alone.
pub(super) fn of(form: &str, upos: &str, model: &str, lexicon: &Lexicon) -> Lemmas {
    let model = model.to_lowercase();
    let form = form.to_lowercase();
    let irregular = IRREGULAR.get(form.as_str()).filter(|_| matches!(upos, "VERB" | "AUX" | "ADJ"));
    let others = irregular.map(|&base| base.to_owned()).into_iter().chain(stems(&form));
    let known: Vec<String> =
        [model.clone()].into_iter().chain(others).filter(|one| lexicon.knows(one)).collect();
    let mut known = known.into_iter();
    let first = known.next().unwrap_or(model);
    let second = known.find(|other| *other != first);
    Lemmas { first, second }
}

/// The lemmas that a word may have: *troops* is one itself, and a form of *troop*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lemmas {
    pub first: String,
    pub second: Option<String>,
}

/// What a form may be a form of, the likelier ones first.
fn stems(form: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for (ending, put) in ENDINGS {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 1) else { continue };
        stems.extend(put.iter().map(|put| format!("{stem}{put}")));
        if let Some(single) = undoubled(stem).filter(|_| ending.len() > 1 && *ending != "es") {
            stems.push(single.to_owned());
        }
    }
    stems
}

/// Endings, and what stands in their place in the lemma.
const ENDINGS: &[(&str, &[&str])] = &[
    ("ies", &["y", "ie"]),
    ("ied", &["y", "ie"]),
    ("men", &["man"]),
    ("ing", &["", "e"]),
    ("ed", &["", "e"]),
    ("es", &["", "e"]),
    ("s", &[""]),
];

/// *stopp* without its second *p*.
fn undoubled(stem: &str) -> Option<&str> {
    let mut last = stem.chars().rev();
    let (one, other) = (last.next()?, last.next()?);
    (one == other && one.is_alphabetic()).then(|| &stem[..stem.len() - one.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_their_stems() {
        for (form, stem) in [
            ("shelled", "shell"),
            ("declined", "decline"),
            ("stopped", "stop"),
            ("denied", "deny"),
            ("gunmen", "gunman"),
            ("protests", "protest"),
            ("seizing", "seize"),
            ("clashes", "clash"),
        ] {
            assert!(stems(form).contains(&stem.to_owned()), "{form}");
        }
    }
}

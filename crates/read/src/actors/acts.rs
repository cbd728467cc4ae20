//! Whether a place stands for those who govern it.

use annals_record::WordSpan;
use annals_text::Document;

use super::is_dealt_with;
use crate::model::Analysis;
use crate::words::{head_of, parent_of};

/// Whether a name of a place stands for somebody: it speaks, does something, or is dealt with. `voices` are the words that
/// name who speaks or is spoken to.
pub(crate) fn acts(doc: &Document, analysis: &Analysis, voices: &[WordSpan], words: WordSpan) -> bool {
    if voices.iter().any(|voice| voice.covers(words.start) && voice.len() <= words.len() + 1) {
        return true;
    }
    let word = head_of(doc, analysis, words);
    let Some(own) = analysis.words.get(word) else { return false };
    let case = words.start.checked_sub(1).and_then(|before| analysis.words.get(before));
    let case = case.filter(|case| case.upos == "ADP").map_or("", |case| case.lemma.as_str());
    match own.relation {
        "nsubj" => case.is_empty() && !is_described(doc, analysis, word),
        "obj" => {
            parent_of(doc, analysis, word).is_some_and(|verb| is_dealt_with(&analysis.words[verb].lemma))
        }
        "obl" | "obl:agent" | "nmod" => matches!(case, "with" | "by" | "between" | "against"),
        "conj" => parent_of(doc, analysis, word).is_some_and(|first| {
            analysis.words[first].upos == "PROPN"
                && first < word
                && acts(doc, analysis, voices, WordSpan::new(first, first + 1))
        }),
        _ => false,
    }
}

/// Whether something is said to be something: *Varesh is a city*.
fn is_described(doc: &Document, analysis: &Analysis, subject: usize) -> bool {
    parent_of(doc, analysis, subject).is_none_or(|parent| analysis.words[parent].upos != "VERB")
}

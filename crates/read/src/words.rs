//! Words in their tree.

use annals_record::WordSpan;
use annals_text::Document;

use crate::model::Analysis;

/// The word that a word hangs on; none of the root and where no tree was made.
pub(crate) fn parent_of(doc: &Document, analysis: &Analysis, word: usize) -> Option<usize> {
    let sentence = doc.sentences.get(doc.sentence_of(word))?;
    Some(sentence.words.start + analysis.words.get(word)?.head?)
}

/// The head of the clause that a word stands in.
pub(crate) fn clause_of(doc: &Document, analysis: &Analysis, word: usize) -> usize {
    let mut at = word;
    // A path to the root is no longer than its sentence; clauses deeper than this are cut.
    for _ in 0..16 {
        let Some(own) = analysis.words.get(at) else { break };
        let opens = matches!(own.relation, "root" | "ccomp" | "advcl" | "acl" | "acl:relcl" | "parataxis")
            || own.relation == "conj" && own.upos == "VERB";
        match parent_of(doc, analysis, at) {
            Some(parent) if !opens => at = parent,
            _ => break,
        }
    }
    at
}

/// The first word of a run whose head in the tree lies outside it; the first word where there is none.
pub(crate) fn head_of(doc: &Document, analysis: &Analysis, words: WordSpan) -> usize {
    let leaves = |&word: &usize| {
        analysis.words.get(word).is_some_and(|own| own.upos != "PUNCT")
            && parent_of(doc, analysis, word).is_none_or(|parent| !words.covers(parent))
    };
    let head = words.range().find(leaves).unwrap_or(words.start);
    // Nobody is the head of what is theirs, whatever the tree says: *Ann Lee's aide*.
    let own = |word: usize| analysis.words.get(word);
    let behind = (head + 1..words.end).find(|&word| own(word).is_none_or(|own| own.relation != "flat"));
    match behind.filter(|&mark| mark + 1 < words.end && is_possessive(analysis, mark)) {
        Some(mark) => head_of(doc, analysis, WordSpan::new(mark + 1, words.end)),
        None => head,
    }
}

/// Whether a word is the mark of a possessive.
pub(crate) fn is_possessive(analysis: &Analysis, word: usize) -> bool {
    analysis
        .words
        .get(word)
        .is_some_and(|own| own.xpos == "POS" || own.lemma == "'s" && own.relation == "case")
}

/// The head of the apposition to some words that stands behind them and before the word `end`.
pub(crate) fn apposition_to(
    doc: &Document,
    analysis: &Analysis,
    words: WordSpan,
    end: usize,
) -> Option<usize> {
    (words.end..end).find(|&word| {
        analysis.words.get(word).is_some_and(|own| own.relation == "appos")
            && parent_of(doc, analysis, word).is_some_and(|parent| words.covers(parent))
    })
}

/// The noun phrase of a noun: its modifiers before it and what follows it without a comma or a verb.
pub(crate) fn phrase_of(doc: &Document, analysis: &Analysis, noun: usize) -> WordSpan {
    let sentence = doc.sentences[doc.sentence_of(noun)].words;
    let hangs_on = |word: usize, goal: usize| {
        let mut at = word;
        // A path to the root is no longer than its sentence; a few steps are enough for a phrase.
        for _ in 0..8 {
            if at == goal {
                return true;
            }
            match parent_of(doc, analysis, at) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        false
    };
    let is_part = |&word: &usize| {
        !matches!(analysis.words[word].upos, "PUNCT" | "VERB" | "AUX" | "SCONJ" | "CCONJ")
            && hangs_on(word, noun)
    };
    let is_case = |word: usize| match analysis.words[word].relation {
        // *according to the mayor*
        "fixed" => {
            parent_of(doc, analysis, word).is_some_and(|first| analysis.words[first].relation == "case")
        }
        relation => relation == "case",
    };
    let precedes = |word: &usize| !is_case(*word) && is_part(word);
    let start = (sentence.start..noun).rev().take_while(precedes).last().unwrap_or(noun);
    let end = (noun + 1..sentence.end).take_while(is_part).last().map_or(noun + 1, |last| last + 1);
    WordSpan::new(start, end)
}

//! Words in their tree.

use annals_record::WordSpan;
use annals_text::Document;

use crate::model::Analysis;

/// The word that a word hangs on; none of the root and where no tree was made.
pub(crate) fn parent_of(doc: &Document, analysis: &Analysis, word: usize) -> Option<usize> {
    let sentence = doc.sentences.get(doc.sentence_of(word))?;
    Some(sentence.words.start + analysis.words.get(word)?.head?)
}

/// The first word of a run whose head in the tree lies outside it; the first word where there is none.
pub(crate) fn head_of(doc: &Document, analysis: &Analysis, words: WordSpan) -> usize {
    let leaves = |&word: &usize| {
        analysis.words.get(word).is_some_and(|own| own.upos != "PUNCT")
            && parent_of(doc, analysis, word).is_none_or(|parent| !words.covers(parent))
    };
    words.range().find(leaves).unwrap_or(words.start)
}

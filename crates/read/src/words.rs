//! Runs of words: where they stand in the text, and which word is their head.

use annals_record::{ByteSpan, WordSpan};
use annals_text::Document;

use crate::model::Analysis;

/// The characters of some words. At least one.
pub(crate) fn span_of(doc: &Document, words: WordSpan) -> ByteSpan {
    doc.words[words.start].span.cover(doc.words[words.end - 1].span)
}

/// The first word of a run whose head in the tree lies outside it; the first word where there is none.
pub(crate) fn head_of(doc: &Document, analysis: &Analysis, words: WordSpan) -> usize {
    let sentence = doc.sentences.partition_point(|sentence| sentence.words.end <= words.start);
    let first = doc.sentences.get(sentence).map_or(0, |sentence| sentence.words.start);
    let leaves = |&word: &usize| {
        let Some(own) = analysis.words.get(word) else { return false };
        own.upos != "PUNCT" && own.head.is_none_or(|head| !words.covers(first + head))
    };
    words.range().find(leaves).unwrap_or(words.start)
}

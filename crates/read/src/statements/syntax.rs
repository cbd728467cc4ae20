//! The tree of a sentence as the search for statements asks it.

use annals_record::{ByteSpan, WordSpan};
use annals_text::Document;

use crate::model::{Analysis, Name, Word};
use crate::words::parent_of;

/// No word is looked for farther away than this many words, so that a sentence of any length takes linear time.
const REACH: usize = 150;

/// A chain of heads is followed this far up.
const DEEPEST: usize = 40;

/// A document with its trees.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
}

impl<'a> Tree<'a> {
    pub fn word(&self, at: usize) -> &'a Word {
        &self.analysis.words[at]
    }

    /// A word in lower case.
    pub fn low(&self, at: usize) -> String {
        self.doc.words[at].span.of(self.text).to_lowercase()
    }

    pub fn parent(&self, at: usize) -> Option<usize> {
        parent_of(self.doc, self.analysis, at)
    }

    /// The name that a word is part of.
    pub fn name_of(&self, word: usize) -> Option<&'a Name> {
        let names = &self.analysis.names;
        let first = names.partition_point(|name| name.words.end <= word);
        names.get(first).filter(|name| name.words.covers(word))
    }

    /// The words of a word's sentence that are near it.
    fn around(&self, at: usize) -> WordSpan {
        let sentence = self.doc.sentences[self.doc.sentence_of(at)].words;
        WordSpan::new(sentence.start.max(at.saturating_sub(REACH)), sentence.end.min(at + REACH))
    }

    /// The words that hang on a word by one of some relations, in text order.
    pub fn children(
        &self,
        at: usize,
        relations: &'static [&'static str],
    ) -> impl Iterator<Item = usize> + use<'a> {
        let tree = *self;
        self.around(at).range().filter(move |&word| {
            relations.contains(&tree.word(word).relation) && tree.parent(word) == Some(at)
        })
    }

    pub fn child(&self, at: usize, relations: &'static [&'static str]) -> Option<usize> {
        self.children(at, relations).next()
    }

    /// The preposition of a noun, in lower case.
    pub fn case(&self, noun: usize) -> Option<String> {
        self.child(noun, &["case"]).map(|case| self.low(case))
    }

    /// The words under a word, itself included, without those under a word that is left out.
    pub fn subtree(&self, root: usize, out: impl Fn(usize) -> bool) -> Vec<usize> {
        let hangs = |&word: &usize| {
            let mut at = word;
            for _ in 0..DEEPEST {
                if at == root {
                    return true;
                }
                match self.parent(at) {
                    Some(parent) if !out(at) => at = parent,
                    _ => return false,
                }
            }
            false
        };
        self.around(root).range().filter(hangs).collect()
    }

    /// Words in text order as spans, one for each run without a gap, without the marks at its ends.
    pub fn parts(&self, words: &[usize]) -> Vec<ByteSpan> {
        let runs = words.chunk_by(|one, next| one + 1 == *next);
        runs.filter_map(|run| self.trimmed(WordSpan::new(run[0], run[run.len() - 1] + 1))).collect()
    }

    /// A run of words without commas, stops and dashes at its ends; quotation marks and brackets stay.
    fn trimmed(&self, run: WordSpan) -> Option<ByteSpan> {
        let is_edge = |word: &usize| {
            matches!(self.doc.words[*word].span.of(self.text), "," | "." | ";" | ":" | "—" | "–" | "-" | "--")
        };
        let first = run.range().find(|word| !is_edge(word))?;
        let last = run.range().rev().find(|word| !is_edge(word))?;
        Some(self.doc.span(WordSpan::new(first, last + 1)))
    }
}

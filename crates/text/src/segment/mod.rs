//! A text to paragraphs, sentences, tokens and words.
//!
//! Paragraphs come from the lines of the text ([`paragraphs`]), tokens from rules and tables ([`tokens`], [`words`]),
//! sentences from a small net over the gaps between tokens ([`boundary`]). Every step is linear in the text.

mod addresses;
mod boundary;
mod chars;
mod features;
mod kinds;
mod lexicon;
mod net;
mod numbers;
mod paragraphs;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use annals_record::{ByteSpan, TokenSpan, WordSpan};

/// A text cut into its parts. All spans lie inside the text and in text order; the tokens hold every character
/// of the text that is no white space, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs, without the white space around them.
    pub paragraphs: Vec<ByteSpan>,
    /// Sentences; none goes over the end of a paragraph.
    pub sentences: Vec<Sentence>,
    /// Surface tokens in the manner of UD English: *don't* and *Ann's* are one each.
    pub tokens: Vec<Token>,
    /// Syntactic words: *do* + *n't*, *Ann* + *'s*.
    pub words: Vec<Word>,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, without the white space around them.
    pub span: ByteSpan,
    /// Number of its paragraph.
    pub paragraph: usize,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Its words.
    pub words: WordSpan,
}

/// A surface token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters.
    pub span: ByteSpan,
    /// The words it is made of: one, for a multiword token several.
    pub words: WordSpan,
}

/// A syntactic word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its characters, a part of its token's.
    pub span: ByteSpan,
}

/// Cuts `text` into its parts. Never fails; an empty text has none.
pub fn document(text: &str) -> Document {
    let (mut doc, paragraphs) = tokenized(text);
    let ends = boundary::sentence_ends(text, &doc, &paragraphs);
    let (mut start, mut paragraph) = (0, 0);
    for end in ends {
        while paragraphs[paragraph] <= start {
            paragraph += 1;
        }
        doc.sentences.push(sentence(&doc.tokens[start..=end], start, paragraph));
        start = end + 1;
    }
    doc
}

impl Document {
    /// The characters of some words; the empty span at 0 for none.
    pub fn span(&self, words: WordSpan) -> ByteSpan {
        match &self.words[words.range()] {
            [] => ByteSpan::empty(0),
            [first, .., last] => first.span.cover(last.span),
            [word] => word.span,
        }
    }

    /// The words that lie in a span of the text, wholly or in part.
    pub fn words_in(&self, span: ByteSpan) -> WordSpan {
        let first = self.words.partition_point(|word| word.span.end <= span.start);
        let last = self.words.partition_point(|word| word.span.start < span.end);
        WordSpan::new(first, last.max(first))
    }

    /// The number of the sentence of a word; the number of sentences where the word is in none.
    pub fn sentence_of(&self, word: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.words.end <= word)
    }

    /// Whether a sentence is the first of its paragraph.
    pub fn opens_paragraph(&self, sentence: usize) -> bool {
        let before = sentence.checked_sub(1).map(|before| self.sentences[before].paragraph);
        before != Some(self.sentences[sentence].paragraph)
    }

    /// Cuts the tokens into sentences anew. `opens` tells of each word whether it opens one; only the first word of a
    /// token does, and the first word of a paragraph does in any case.
    ///
    /// # Panics
    /// Where `opens` is shorter than the words.
    pub fn cut(&mut self, opens: &[bool]) {
        let mut sentences: Vec<Sentence> = Vec::with_capacity(self.sentences.len());
        for old in &self.sentences {
            for number in old.tokens.range() {
                let inside = |last: &&mut Sentence| {
                    last.paragraph == old.paragraph && !opens[self.tokens[number].words.start]
                };
                let own = sentence(&self.tokens[number..=number], number, old.paragraph);
                match sentences.last_mut().filter(inside) {
                    Some(last) => *last = joined(*last, own),
                    None => sentences.push(own),
                }
            }
        }
        self.sentences = sentences;
    }
}

fn joined(one: Sentence, other: Sentence) -> Sentence {
    Sentence {
        span: one.span.cover(other.span),
        paragraph: one.paragraph,
        tokens: one.tokens.cover(other.tokens),
        words: one.words.cover(other.words),
    }
}

/// Bytes of news text a token takes, white space included: a guess that saves copying.
const BYTES_A_TOKEN: usize = 5;

/// The text with its paragraphs, tokens and words, and for each paragraph the number of the token behind its last.
fn tokenized(text: &str) -> (Document, Vec<usize>) {
    let mut doc = Document { paragraphs: paragraphs::find(text), ..Document::default() };
    let mut ends = Vec::with_capacity(doc.paragraphs.len());
    doc.tokens.reserve(text.len() / BYTES_A_TOKEN);
    doc.words.reserve(text.len() / BYTES_A_TOKEN);
    for span in doc.paragraphs.clone() {
        tokens::scan(text, span, &mut doc);
        ends.push(doc.tokens.len());
    }
    (doc, ends)
}

/// The sentence of `tokens`, of which the first has the number `first`.
fn sentence(tokens: &[Token], first: usize, paragraph: usize) -> Sentence {
    let (head, last) = (&tokens[0], &tokens[tokens.len() - 1]);
    Sentence {
        span: head.span.cover(last.span),
        paragraph,
        tokens: TokenSpan::new(first, first + tokens.len()),
        words: head.words.cover(last.words),
    }
}

/// For training: each gap of `text` at which the splitter is asked, whether a sentence ends there by `ends`, the byte
/// offsets of the true ends in order, and the features of the gap.
#[doc(hidden)]
pub fn boundary_features(text: &str, ends: &[usize]) -> Vec<(bool, Vec<u32>)> {
    let (doc, paragraphs) = tokenized(text);
    let mut gaps = Vec::new();
    let is_end = |at: usize| {
        let span = doc.tokens[at].span;
        ends.get(ends.partition_point(|&end| end <= span.start)).is_some_and(|&end| end <= span.end)
    };
    let judge = |at: usize, features: Option<&dyn Fn() -> features::Features>| {
        if let Some(features) = features {
            gaps.push((is_end(at), features().to_vec()));
        }
        is_end(at)
    };
    boundary::walk(text, &doc, &paragraphs, judge, |_| {});
    gaps
}

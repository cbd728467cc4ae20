//! A text to paragraphs, sentences, tokens and words.

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
    let mut doc = Document::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = ByteSpan::new(at, at + line.len()).trim(text);
        at += line.len();
        if span.is_empty() {
            continue;
        }
        let paragraph = doc.paragraphs.len();
        doc.paragraphs.push(span);
        let mut start = span.start;
        let mut cuts: Vec<usize> =
            span.of(text).match_indices(". ").map(|(i, _)| span.start + i + 1).collect();
        cuts.push(span.end);
        for cut in cuts {
            push_sentence(&mut doc, text, ByteSpan::new(start, cut).trim(text), paragraph);
            start = cut;
        }
    }
    doc
}

fn push_sentence(doc: &mut Document, text: &str, span: ByteSpan, paragraph: usize) {
    let (tokens, words) = (doc.tokens.len(), doc.words.len());
    let mut at = span.start;
    for word in span.of(text).split_inclusive(char::is_whitespace) {
        let span = ByteSpan::new(at, at + word.len()).trim(text);
        at += word.len();
        if !span.is_empty() {
            let number = doc.words.len();
            doc.words.push(Word { span });
            doc.tokens.push(Token { span, words: WordSpan::new(number, number + 1) });
        }
    }
    let tokens = TokenSpan::new(tokens, doc.tokens.len());
    doc.sentences.push(Sentence { span, paragraph, tokens, words: WordSpan::new(words, doc.words.len()) });
}

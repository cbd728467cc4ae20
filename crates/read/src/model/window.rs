//! Windows: what the encoder reads at once.

use std::ops::Range;

use annals_text::Document;

use super::features::{Features, features};
use super::wordpiece::{Piece, WordPiece};

/// Pieces of the longest window the model knows, `[CLS]` and `[SEP]` included.
pub(crate) const LENGTH: usize = 256;
/// Pieces that a window is filled up to: it reads as well as the longest and a tenth faster, since the attention grows with the
/// square.
const FULL: usize = 160;

/// A run of words of a document as the encoder reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The words of the document.
    pub words: Range<usize>,
    /// Pieces, `[CLS]` first and `[SEP]` last.
    pub pieces: Vec<Piece>,
    /// Features of each piece: those of its word.
    pub features: Vec<Features>,
    /// Place of the first piece of each word.
    pub places: Vec<usize>,
}

/// The windows of a document, in order and without overlap: whole paragraphs packed greedily; a paragraph that does
/// not fit is packed by sentences, a sentence that does not fit is cut where the window is full.
pub(crate) fn windows(text: &str, doc: &Document, wordpiece: &WordPiece) -> Vec<Window> {
    let mut pieces = Vec::with_capacity(doc.words.len() * 2);
    let mut ends = Vec::with_capacity(doc.words.len());
    for word in &doc.words {
        wordpiece.pieces(word.span.of(text), &mut pieces);
        ends.push(pieces.len());
    }
    let words = Words { pieces, ends, features: features(text, doc) };
    let breaks = breaks(doc);
    let mut out = Vec::new();
    let mut start = 0;
    while start < doc.words.len() {
        let end = words.window_end(start, &breaks);
        out.push(words.window(start..end, wordpiece));
        start = end;
    }
    out
}

/// Whether a word opens a paragraph, a sentence or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    None,
    Sentence,
    Paragraph,
}

/// What each word of a document opens.
pub(crate) fn breaks(doc: &Document) -> Vec<Break> {
    let mut breaks = vec![Break::None; doc.words.len()];
    for (number, sentence) in doc.sentences.iter().enumerate() {
        let opens = if doc.opens_paragraph(number) { Break::Paragraph } else { Break::Sentence };
        breaks[sentence.words.start] = opens;
    }
    breaks
}

/// All words of a document in pieces.
struct Words {
    pieces: Vec<Piece>,
    /// Where the pieces of each word end.
    ends: Vec<usize>,
    features: Vec<Features>,
}

impl Words {
    fn begin(&self, word: usize) -> usize {
        word.checked_sub(1).map_or(0, |last| self.ends[last])
    }

    /// Where the window that starts at word `start` ends.
    fn window_end(&self, start: usize, breaks: &[Break]) -> usize {
        let room = self.begin(start) + FULL - 2;
        let full = start + self.ends[start..].partition_point(|&end| end <= room);
        if full == self.ends.len() {
            return full;
        }
        let last = |kind| (start + 1..=full).rev().find(|&word| breaks[word] == kind);
        last(Break::Paragraph).or_else(|| last(Break::Sentence)).unwrap_or(full)
    }

    fn window(&self, words: Range<usize>, wordpiece: &WordPiece) -> Window {
        let pieces = self.begin(words.start)..self.ends[words.end - 1];
        let mut window = Window {
            pieces: Vec::with_capacity(pieces.len() + 2),
            features: Vec::with_capacity(pieces.len() + 2),
            places: Vec::with_capacity(words.len()),
            words: words.clone(),
        };
        window.push(wordpiece.cls, [0; 4]);
        for word in words {
            window.places.push(window.pieces.len());
            for &piece in &self.pieces[self.begin(word)..self.ends[word]] {
                window.push(piece, self.features[word]);
            }
        }
        window.push(wordpiece.sep, [0; 4]);
        window
    }
}

impl Window {
    fn push(&mut self, piece: Piece, features: Features) {
        self.pieces.push(piece);
        self.features.push(features);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_text::document;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<Range<usize>> {
        let wordpiece = WordPiece::new("[UNK]\n[CLS]\n[SEP]\nrain\n.").unwrap();
        let found = windows(text, &document(text), &wordpiece);
        assert!(found.iter().all(|window| window.pieces.len() <= FULL));
        assert!(found.iter().all(|window| window.places.len() == window.words.len()));
        found.into_iter().map(|window| window.words).collect()
    }

    #[test]
    fn paragraphs_stay_whole_where_they_fit() {
        let paragraph = "Rain ".repeat(49) + "rain.\n\n";
        assert_eq!(cut(&paragraph.repeat(4)), [0..153, 153..204]);
    }

    #[test]
    fn a_long_sentence_is_cut_where_the_window_is_full() {
        assert_eq!(cut(&"rain ".repeat(300)), [0..158, 158..300]);
        assert!(cut("").is_empty());
    }

    proptest! {
        #[test]
        fn windows_hold_every_word_once(text in "(rain|Rain\\. |[a-z]{1,9}[ .]|\n\n){0,400}") {
            let mut next = 0;
            for words in cut(&text) {
                prop_assert_eq!(words.start, next);
                prop_assert!(words.end > next);
                next = words.end;
            }
            prop_assert_eq!(next, document(&text).words.len());
        }
    }
}

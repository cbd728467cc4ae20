//! A stretch of text as cells: words and marks, and whole quotations that stay closed.

use annals_record::ByteSpan;

use crate::lexicon;
use crate::scan::{Kind, Scan};

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A piece of the scan.
    Piece(usize),
    /// Part `part` of quotation `quote`.
    Quoted { quote: usize, span: ByteSpan },
}

/// The cells of one stretch, a sentence or what stands for one.
pub(super) struct Cells<'s> {
    pub scan: &'s Scan<'s>,
    pub cells: &'s [Cell],
}

impl Cells<'_> {
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Lower-case characters of a piece; empty for a quotation and outside.
    pub fn low(&self, at: usize) -> &str {
        match self.cells.get(at) {
            Some(&Cell::Piece(piece)) => self.scan.low(piece),
            _ => "",
        }
    }

    pub fn span(&self, at: usize) -> ByteSpan {
        match self.cells[at] {
            Cell::Piece(piece) => self.scan.pieces[piece].span,
            Cell::Quoted { span, .. } => span,
        }
    }

    /// From the start of cell `first` to the end of cell `last`.
    pub fn cover(&self, first: usize, last: usize) -> ByteSpan {
        ByteSpan::new(self.span(first).start, self.span(last.max(first)).end)
    }

    pub fn is_word(&self, at: usize) -> bool {
        matches!(self.cells.get(at), Some(&Cell::Piece(piece)) if self.scan.is(piece, Kind::Word))
    }

    pub fn is_number(&self, at: usize) -> bool {
        matches!(self.cells.get(at), Some(&Cell::Piece(piece)) if self.scan.is(piece, Kind::Number))
    }

    pub fn is_mark(&self, at: usize) -> bool {
        matches!(self.cells.get(at), Some(&Cell::Piece(piece)) if self.scan.is(piece, Kind::Mark))
    }

    pub fn is_capital(&self, at: usize) -> bool {
        matches!(self.cells.get(at), Some(&Cell::Piece(piece)) if self.scan.is_capital(piece))
    }

    /// The quotation at a cell, with its span.
    pub fn quoted(&self, at: usize) -> Option<(usize, ByteSpan)> {
        match self.cells.get(at) {
            Some(&Cell::Quoted { quote, span }) => Some((quote, span)),
            _ => None,
        }
    }

    /// Whether the word at a cell belongs to a class of `data/function_words.tsv`.
    pub fn class(&self, at: usize, class: &str) -> bool {
        lexicon::has_class(self.low(at), class)
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.low(at))
    }

    pub fn is_dash(&self, at: usize) -> bool {
        self.is(at, &["—", "–", "―"]) || (self.low(at) == "-" && self.low(at + 1) == "-")
    }

    pub fn is_stop(&self, at: usize) -> bool {
        self.is(at, &[".", "!", "?", "…"])
    }
}

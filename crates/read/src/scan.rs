//! A light cut of a text into words, numbers and marks, for the stages that read surface patterns.
//!
//! It differs from the tokens of a [`annals_text::Document`] where patterns need it: `1,200.5` is one number, `12km`
//! a number and a word, a hyphen always a mark of its own, `Mr.` and `U.S.` keep their full stops.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_record::ByteSpan;

use crate::lexicon;

static ABBREVIATIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../data/read/abbreviations.tsv")).map(|row| row[0]).collect()
});

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// Digits, with separators inside.
    Number,
    /// One character that is neither.
    Mark,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Its characters.
    pub span: ByteSpan,
    /// What it is.
    pub kind: Kind,
    /// Number of its paragraph.
    pub paragraph: usize,
}

/// A text in pieces.
pub(crate) struct Scan<'t> {
    /// The text.
    pub text: &'t str,
    lower: String,
    /// Its pieces, in text order.
    pub pieces: Vec<Piece>,
}

impl<'t> Scan<'t> {
    /// The pieces of `text` within `paragraphs`.
    pub fn new(text: &'t str, paragraphs: &[ByteSpan]) -> Self {
        let lower = text.to_ascii_lowercase();
        let mut pieces = Vec::with_capacity(text.len() / 5);
        for (number, &paragraph) in paragraphs.iter().enumerate() {
            cut(text, &lower, paragraph, number, &mut pieces);
        }
        Self { text, lower, pieces }
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The characters of piece `i`, as they stand; empty outside.
    pub fn raw(&self, i: usize) -> &'t str {
        self.pieces.get(i).map_or("", |piece| piece.span.of(self.text))
    }

    /// The characters of piece `i`, ASCII letters in lower case; empty outside.
    pub fn low(&self, i: usize) -> &str {
        self.pieces.get(i).map_or("", |piece| piece.span.of(&self.lower))
    }

    /// The lower-case text of a span.
    pub fn low_of(&self, span: ByteSpan) -> &str {
        span.of(&self.lower)
    }

    /// Whether piece `i` is of a kind.
    pub fn is(&self, i: usize, kind: Kind) -> bool {
        self.pieces.get(i).is_some_and(|piece| piece.kind == kind)
    }

    /// Whether piece `i` is a word that begins with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.is(i, Kind::Word) && self.raw(i).starts_with(char::is_uppercase)
    }

    /// Whether nothing stands between piece `i` and the one before it.
    pub fn glued(&self, i: usize) -> bool {
        i > 0 && i < self.len() && self.pieces[i - 1].span.end == self.pieces[i].span.start
    }

    /// Whether pieces `i` and `j` stand in one paragraph.
    pub fn together(&self, i: usize, j: usize) -> bool {
        match (self.pieces.get(i), self.pieces.get(j)) {
            (Some(a), Some(b)) => a.paragraph == b.paragraph,
            _ => false,
        }
    }

    /// Whether piece `i` is the last of its paragraph.
    pub fn is_last(&self, i: usize) -> bool {
        !self.together(i, i + 1)
    }

    /// From the start of piece `first` to the end of piece `last`.
    pub fn span(&self, first: usize, last: usize) -> ByteSpan {
        ByteSpan::new(self.pieces[first].span.start, self.pieces[last].span.end)
    }

    /// Number of the first piece that starts at `at` or behind it.
    pub fn from(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.span.start < at)
    }
}

fn cut(text: &str, lower: &str, paragraph: ByteSpan, number: usize, pieces: &mut Vec<Piece>) {
    let mut at = paragraph.start;
    while at < paragraph.end {
        let rest = &lower[at..paragraph.end];
        let Some(first) = rest.chars().next() else { return };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, len) = match first {
            c if c.is_ascii_digit() => (Kind::Number, number_len(rest)),
            '.' if starts_decimal(lower, at) => (Kind::Number, 1 + digits(&rest[1..])),
            c if c.is_alphabetic() => {
                (Kind::Word, word_len(rest, text[at..].starts_with(char::is_uppercase)))
            }
            c => (Kind::Mark, c.len_utf8()),
        };
        // `1st.` is an ordinal, `St.` a saint.
        let ordinal = rest.starts_with("st.") && lower[..at].ends_with(|c: char| c.is_ascii_digit());
        let len = if ordinal { 2 } else { len };
        pieces.push(Piece { span: ByteSpan::new(at, at + len), kind, paragraph: number });
        at += len;
    }
}

fn starts_decimal(lower: &str, at: usize) -> bool {
    let before = lower[..at].chars().next_back();
    digits(&lower[at + 1..]) > 0 && !before.is_some_and(|c| c.is_alphanumeric() || c == '.')
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `1,200.5`: groups of three behind commas, then a decimal part.
fn number_len(rest: &str) -> usize {
    let mut len = digits(rest);
    if len <= 3 {
        while rest[len..].starts_with(',') && matches!(digits(&rest[len + 1..]), 2 | 3) {
            let group = digits(&rest[len + 1..]);
            // Indian grouping has pairs before the last group of three: 12,34,567.
            let pair_goes_on =
                rest.get(len + 3..).is_some_and(|tail| tail.starts_with(',') && digits(&tail[1..]) >= 2);
            if group == 2 && !pair_goes_on {
                break;
            }
            len += 1 + group;
        }
    }
    if rest[len..].starts_with('.') && digits(&rest[len + 1..]) > 0 {
        len + 1 + digits(&rest[len + 1..])
    } else {
        len
    }
}

/// A word with apostrophes inside; with its full stop where it is a known abbreviation or an initial.
fn word_len(rest: &str, is_capital: bool) -> usize {
    let mut len = letters(rest);
    loop {
        let Some(mark) = rest[len..].chars().next() else { return len };
        let next = letters(&rest[len + mark.len_utf8()..]);
        let joins = match mark {
            '\'' | '’' => next > 0,
            // U.S., e.g., p.m.: single letters with full stops between.
            '.' => next == 1 && last_run_is_one(&rest[..len]) && rest[len + 2..].starts_with('.'),
            _ => false,
        };
        if !joins {
            break;
        }
        len += mark.len_utf8() + next;
    }
    let word = &rest[..len];
    let numbered =
        matches!(word, "no" | "nos") && rest[len..].strip_prefix(". ").is_some_and(|next| digits(next) > 0);
    let dotted = numbered
        || word.contains('.')
        || (is_capital && word.chars().count() == 1)
        || ABBREVIATIONS.contains(word);
    if rest[len..].starts_with('.') && dotted { len + 1 } else { len }
}

fn last_run_is_one(word: &str) -> bool {
    word.rsplit('.').next().is_some_and(|run| run.chars().count() == 1)
}

fn letters(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !c.is_alphabetic() && !is_combining(*c))
        .map_or(text.len(), |(at, _)| at)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let scan = Scan::new(text, &[ByteSpan::new(0, text.len())]);
        let pieces: Vec<_> = (0..scan.len()).map(|i| scan.raw(i)).collect();
        assert_eq!(pieces.join("|"), expected);
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("1,200.5 tonnes, 12,34,567 and 3.", "1,200.5|tonnes|,|12,34,567|and|3|.");
        check("in 2014, 15 of .77", "in|2014|,|15|of|.77");
        check("12km $5bn 6'2\"", "12|km|$|5|bn|6|'|2|\"");
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        check("Mr. Lee of the U.S. left at 5 p.m. Then", "Mr.|Lee|of|the|U.S.|left|at|5|p.m.|Then");
        check("J. Ray’s don't rain. I.", "J.|Ray’s|don't|rain|.|I.");
    }
}

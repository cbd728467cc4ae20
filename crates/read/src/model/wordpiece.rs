//! Uncased WordPiece, one word at a time.
//!
//! A word is lowercased, decomposed (NFD), freed of combining marks, of control and format characters and of white
//! space, and cut at punctuation; each part is matched greedily, longest first, against the vocabulary. What cannot
//! be matched, or is longer than [`MAX_PART`] characters, is `[UNK]`; of a word only the first [`MAX_PIECES`] pieces
//! are kept. `training/reader/wordpiece.py` does the same, and a test holds the two together.

use std::collections::HashMap;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// Pieces kept of one word.
const MAX_PIECES: usize = 8;
/// Characters of the longest part that is matched.
const MAX_PART: usize = 100;

/// Number of a piece in the vocabulary.
pub(crate) type Piece = u32;

/// The vocabulary: pieces that begin a part, and pieces that continue one.
#[derive(Debug)]
pub(crate) struct WordPiece {
    first: HashMap<Box<str>, Piece>,
    later: HashMap<Box<str>, Piece>,
    /// Bytes of the longest piece.
    longest: usize,
    unknown: Piece,
    /// `[CLS]`, before every window.
    pub cls: Piece,
    /// `[SEP]`, behind every window.
    pub sep: Piece,
}

impl WordPiece {
    /// The vocabulary of `lines`, one piece a line, in the order of their numbers.
    ///
    /// `None` where one of `[UNK]`, `[CLS]` and `[SEP]` is missing.
    pub fn new(lines: &str) -> Option<Self> {
        let mut first: HashMap<Box<str>, Piece> = HashMap::new();
        let mut later: HashMap<Box<str>, Piece> = HashMap::new();
        for (number, line) in (0..).zip(lines.lines()) {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => later.insert(rest.into(), number),
                _ => first.insert(Box::from(line), number),
            };
        }
        let longest = first.keys().chain(later.keys()).map(|piece| piece.len()).max()?;
        let special = |name: &str| first.get(name).copied();
        let (unknown, cls, sep) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(Self { first, later, longest, unknown, cls, sep })
    }

    /// Appends the pieces of `word` to `out`; at least one.
    pub fn pieces(&self, word: &str, out: &mut Vec<Piece>) {
        let begin = out.len();
        if !self.whole(word, out) {
            for part in parts(&clean(word)) {
                self.part(part, out);
                if out.len() - begin >= MAX_PIECES {
                    break;
                }
            }
        }
        out.truncate(begin + MAX_PIECES);
        if out.len() == begin {
            out.push(self.unknown);
        }
    }

    /// The short way of most words: lower-case ASCII letters that are one piece.
    fn whole(&self, word: &str, out: &mut Vec<Piece>) -> bool {
        let plain = word.len() <= MAX_PART && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let piece = self.first.get(word).filter(|_| plain);
        out.extend(piece);
        piece.is_some()
    }

    fn part(&self, part: &str, out: &mut Vec<Piece>) {
        let begin = out.len();
        let mut rest = if part.chars().count() > MAX_PART { None } else { Some(part) };
        while let Some(part) = rest.filter(|part| !part.is_empty()) {
            let vocabulary = if out.len() == begin { &self.first } else { &self.later };
            rest = self.longest_match(part, vocabulary).map(|(piece, length)| {
                out.push(piece);
                &part[length..]
            });
        }
        if rest.is_none() {
            out.truncate(begin);
            out.push(self.unknown);
        }
    }

    fn longest_match(&self, part: &str, vocabulary: &HashMap<Box<str>, Piece>) -> Option<(Piece, usize)> {
        let longest = part.len().min(self.longest);
        (1..=longest)
            .rev()
            .filter(|&length| part.is_char_boundary(length))
            .find_map(|length| vocabulary.get(&part[..length]).map(|&piece| (piece, length)))
    }
}

fn clean(word: &str) -> String {
    if word.is_ascii() {
        return word
            .bytes()
            .filter(u8::is_ascii_graphic)
            .map(|byte| byte.to_ascii_lowercase() as char)
            .collect();
    }
    word.to_lowercase().nfd().filter(|&c| is_kept(c)).collect()
}

fn is_kept(c: char) -> bool {
    use GeneralCategory::{Control, Format, NonspacingMark};
    let dropped = matches!(get_general_category(c), NonspacingMark | Control | Format);
    !dropped && !c.is_whitespace() && c != char::REPLACEMENT_CHARACTER
}

/// The word cut at punctuation, each mark by itself.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match is_punctuation(first) {
            true => first.len_utf8(),
            false => rest.find(is_punctuation).unwrap_or(rest.len()),
        };
        let (part, behind) = rest.split_at(length);
        rest = behind;
        Some(part)
    })
}

/// ASCII marks and symbols, and every character of a Unicode category P*.
fn is_punctuation(c: char) -> bool {
    use GeneralCategory::{
        ClosePunctuation, ConnectorPunctuation, DashPunctuation, FinalPunctuation, InitialPunctuation,
        OpenPunctuation, OtherPunctuation,
    };
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(
        get_general_category(c),
        ClosePunctuation
            | ConnectorPunctuation
            | DashPunctuation
            | FinalPunctuation
            | InitialPunctuation
            | OpenPunctuation
            | OtherPunctuation
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\nriver\nriv\n##er\n##bank\n.\n'\ns\nelan\n##s\n“";

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let names: Vec<_> = VOCABULARY.lines().collect();
        let mut pieces = Vec::new();
        WordPiece::new(VOCABULARY).unwrap().pieces(word, &mut pieces);
        let found: Vec<_> = pieces.iter().map(|&piece| names[piece as usize]).collect();
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn the_longest_piece_comes_first() {
        check("river", &["river"]);
        check("Rivers", &["river", "##s"]);
        check("riverbank", &["river", "##bank"]);
    }

    #[test]
    fn accents_go_and_marks_stand_alone() {
        check("Élan", &["elan"]);
        check("'s", &["'", "s"]);
        check("“river.”", &["“", "river", ".", "[UNK]"]);
        check("ri\u{200b}ver", &["river"]);
    }

    #[test]
    fn what_is_not_known_is_one_piece() {
        for word in ["boat", "riverx", "水", "\u{200b}", ""] {
            check(word, &["[UNK]"]);
        }
        check(&"river".repeat(30), &["[UNK]"]);
        check(&"river.".repeat(9), &["river", ".", "river", ".", "river", ".", "river", "."]);
    }
}

//! Other words for the words of a text, and where everything stands afterwards.

use std::collections::HashSet;

use annals_record::CharSpan;

use crate::chance::{chance, number, one};

/// Which words are changed, and by what.
pub struct Words<'w> {
    pub seed: u64,
    /// Words of people's names, lower-cased: replaced by names.
    pub names: &'w HashSet<String>,
    /// Words that others are taken from.
    pub stock: &'w [String],
    /// How many of a hundred plain words are changed.
    pub percent: u64,
}

impl Words<'_> {
    /// The word for `word`: the same for the same word in one article.
    pub fn of(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let chosen = number(self.seed, &lower);
        if self.names.contains(&lower) {
            return capital(&name(chosen), word);
        }
        let plain = word.len() >= 4 && word.chars().all(|c| c.is_ascii_lowercase());
        if plain && chance(chosen, self.percent) { one(self.stock, chosen) } else { word.to_owned() }
    }

    /// All words of `text` changed.
    pub fn all(&self, text: &str) -> String {
        let mut out = String::new();
        each(text, |part, is_word| if is_word { out += &self.of(part) } else { out += part });
        out
    }
}

/// Calls `take` on the words of a text and on what stands between them.
fn each<'t>(text: &'t str, mut take: impl FnMut(&'t str, bool)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| kind(c) != kind(first)).unwrap_or(rest.len());
        take(&rest[..end], first.is_alphabetic());
        rest = &rest[end..];
    }
}

/// Letters, digits and the rest do not mix.
fn kind(c: char) -> (bool, bool) {
    (c.is_alphabetic(), c.is_ascii_digit())
}

/// A text with other words, and where the code points of the old one are in the new one.
pub struct Changed {
    pub text: String,
    places: Vec<usize>,
}

impl Changed {
    /// `text` with its words changed; those that begin inside of `fixed` stay, numbers of `numbers` are replaced.
    pub fn new(text: &str, words: &Words, fixed: &[CharSpan], numbers: &[(CharSpan, String)]) -> Self {
        let mut changed = Self { text: String::new(), places: Vec::new() };
        let mut new = 0;
        each(text, |part, is_word| {
            let (at, length) = (changed.places.len(), part.chars().count());
            let replaced = numbers.iter().find(|(span, _)| span.start == at && span.len() == length);
            let stays = !is_word || fixed.iter().any(|span| span.covers(at));
            let put = match (replaced, stays) {
                (Some((_, digits)), _) => digits.clone(),
                (None, true) => part.to_owned(),
                (None, false) => words.of(part),
            };
            let grown = put.chars().count();
            changed.places.extend((0..length).map(|i| new + i.min(grown)));
            changed.text += &put;
            new += grown;
        });
        changed.places.push(new);
        changed
    }

    /// Where a span is now.
    pub fn span(&self, span: CharSpan) -> CharSpan {
        CharSpan::new(self.places[span.start], self.places[span.end])
    }
}

const ONSETS: [&str; 16] = ["b", "d", "dr", "f", "g", "h", "k", "kr", "l", "m", "n", "p", "r", "s", "t", "v"];
const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ee", "ou"];
const CODAS: [&str; 8] = ["n", "l", "r", "s", "k", "m", "th", "v"];

/// A name that nobody has.
fn name(chosen: u64) -> String {
    let part = |at: u32| chosen.rotate_right(at);
    let first = format!("{}{}", one(&ONSETS, part(3)), one(&VOWELS, part(9)));
    format!("{first}{}{}{}", one(&ONSETS, part(17)), one(&VOWELS, part(29)), one(&CODAS, part(41)))
}

/// `word` with a capital where `like` has one.
fn capital(word: &str, like: &str) -> String {
    let mut letters = word.chars();
    match letters.next().filter(|_| like.starts_with(char::is_uppercase)) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => word.to_owned(),
    }
}

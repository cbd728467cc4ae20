//! Where the words of a query stand in a sentence: compared as the store's index compares them, without case and marks.

use annals_store::Query;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words and phrases of a query.
#[derive(Debug, Default)]
pub struct Words(Vec<Phrase>);

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    /// Whether the last word may go on.
    prefix: bool,
}

impl Words {
    /// The words that `query` looks for.
    pub fn of(query: &Query) -> Self {
        let phrase = |term: &&annals_store::Term| {
            let words = tokens(&term.text).into_iter().map(|(_, _, word)| word).collect();
            Phrase { words, prefix: term.prefix }
        };
        Self(query.words().iter().map(phrase).filter(|phrase: &Phrase| !phrase.words.is_empty()).collect())
    }

    /// Where they stand in `text`: code points, in order, one behind the other.
    pub fn marks(&self, text: &str) -> Vec<(usize, usize)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text);
        let mut marks = Vec::new();
        for phrase in &self.0 {
            let found = tokens.windows(phrase.words.len()).filter(|window| phrase.is(window));
            marks.extend(found.map(|window| (window[0].0, window[window.len() - 1].1)));
        }
        marks.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (start, end) in marks {
            match apart.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        apart
    }
}

impl Phrase {
    fn is(&self, window: &[(usize, usize, String)]) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().zip(window).enumerate().all(|(n, (word, (_, _, found)))| {
            found == word || n == last && self.prefix && found.starts_with(word.as_str())
        })
    }
}

/// Runs of letters and digits with their places in code points, folded.
fn tokens(text: &str) -> Vec<(usize, usize, String)> {
    let mut tokens: Vec<(usize, usize, String)> = Vec::new();
    for (at, char) in text.chars().enumerate() {
        if !char.is_alphanumeric() && !is_combining_mark(char) {
            continue;
        }
        let folded = char.nfd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase);
        match tokens.last_mut() {
            Some((_, end, word)) if *end == at => {
                word.extend(folded);
                *end += 1;
            }
            _ => tokens.push((at, at + 1, folded.collect())),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_the_index_finds_them() {
        let marks = |query: &str, text: &str| Words::of(&Query::parse(query).unwrap()).marks(text);
        assert_eq!(marks("ceasefire -war", "The Ceasefire, a ceasefire; war."), [(4, 13), (17, 26)]);
        assert_eq!(marks("\"the cease\"*", "The ceasefire"), [(0, 13)]);
        assert_eq!(marks("ete", "Cet été-là"), [(4, 7)]);
        assert_eq!(marks("type:figure", "41"), []);
    }
}

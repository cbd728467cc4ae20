//! What the encoder is told beside the pieces: four small numbers a word; 0 stands for `[CLS]`, `[SEP]` and padding.
//!
//! `training/reader/features.py` defines them for the training; a test holds the two together.

use annals_text::Document;

/// How many values each feature has, in the order of [`Features`].
pub(crate) const SIZES: [usize; 4] = [5, 7, 4, 6];

/// Features of one word: how it follows the last, its case, where it stands to quotation marks, its paragraph.
pub(crate) type Features = [u8; 4];

mod lead {
    pub const GLUED: u8 = 1;
    pub const SPACED: u8 = 2;
    pub const SENTENCE: u8 = 3;
    pub const PARAGRAPH: u8 = 4;
}

mod case {
    pub const LOWER: u8 = 1;
    pub const TITLE: u8 = 2;
    pub const UPPER: u8 = 3;
    pub const MIXED: u8 = 4;
    pub const DIGITS: u8 = 5;
    pub const OTHER: u8 = 6;
}

mod quote {
    pub const OUTSIDE: u8 = 1;
    pub const INSIDE: u8 = 2;
    pub const MARK: u8 = 3;
}

/// The features of every word of `doc`.
pub(crate) fn features(text: &str, doc: &Document) -> Vec<Features> {
    let mut out = Vec::with_capacity(doc.words.len());
    let mut quoted = false;
    let mut last_end = 0;
    for (at, sentence) in doc.sentences.iter().enumerate() {
        let opens_paragraph = doc.opens_paragraph(at);
        quoted &= !opens_paragraph;
        for number in sentence.words.range() {
            let span = doc.words[number].span;
            let lead = match () {
                () if number == sentence.words.start && opens_paragraph => lead::PARAGRAPH,
                () if number == sentence.words.start => lead::SENTENCE,
                () if span.start > last_end => lead::SPACED,
                () => lead::GLUED,
            };
            last_end = span.end;
            let word = span.of(text);
            out.push([lead, case_class(word), quote_class(word, &mut quoted), bucket(sentence.paragraph)]);
        }
    }
    out
}

/// Case of the cased letters: lower, Title (one capital at their head), UPPER (two or more), mixed; else digits or other.
fn case_class(word: &str) -> u8 {
    let mut cased = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let Some(first) = cased.next() else {
        return if word.chars().any(|c| c.is_numeric()) { case::DIGITS } else { case::OTHER };
    };
    let (capitals, letters) = cased.fold((usize::from(first.is_uppercase()), 1), |(capitals, letters), c| {
        (capitals + usize::from(c.is_uppercase()), letters + 1)
    });
    match capitals {
        0 => case::LOWER,
        1 if first.is_uppercase() => case::TITLE,
        n if n == letters => case::UPPER,
        _ => case::MIXED,
    }
}

/// Every paragraph begins outside; an unclosed mark holds to its end.
fn quote_class(word: &str, open: &mut bool) -> u8 {
    match word {
        "\"" => *open = !*open,
        "“" | "„" | "``" => *open = true,
        "”" | "''" => *open = false,
        _ => return if *open { quote::INSIDE } else { quote::OUTSIDE },
    }
    quote::MARK
}

fn bucket(paragraph: usize) -> u8 {
    match paragraph {
        0 => 1,
        1 => 2,
        2..=3 => 3,
        4..=7 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_text::document;

    #[test]
    fn each_word_has_its_lead_case_quote_and_paragraph() {
        let text = "“Rain fell,” AP said. McCoy left 3 boats.\n\nNo-one knew.";
        let doc = document(text);
        let found = features(text, &doc);
        assert_eq!(found.len(), doc.words.len());
        let of = |word: &str| {
            let number = doc.words.iter().position(|w| w.span.of(text) == word).unwrap();
            found[number]
        };
        assert_eq!(of("“"), [lead::PARAGRAPH, case::OTHER, quote::MARK, 1]);
        assert_eq!(of("Rain"), [lead::GLUED, case::TITLE, quote::INSIDE, 1]);
        assert_eq!(of("AP"), [lead::SPACED, case::UPPER, quote::OUTSIDE, 1]);
        assert_eq!(of("McCoy"), [lead::SENTENCE, case::MIXED, quote::OUTSIDE, 1]);
        assert_eq!(of("3")[1], case::DIGITS);
        assert_eq!(of("knew"), [lead::SPACED, case::LOWER, quote::OUTSIDE, 2]);
    }
}

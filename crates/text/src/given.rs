//! A text that comes word by word, cut as its maker cut it.

use std::iter;

use annals_record::{Article, ByteSpan, TokenSpan, WordSpan, article_id};

use crate::language;
use crate::segment::{Document, Sentence, Token, Word};

/// A sentence as its maker gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenSentence {
    /// Its tokens, in order; at least one.
    pub tokens: Vec<GivenToken>,
    /// Whether a paragraph begins with it; the first sentence begins one in any case.
    pub begins_paragraph: bool,
    /// The maker's own id for it.
    pub id: Option<String>,
}

/// A token as its maker gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenToken {
    /// Its characters.
    pub form: String,
    /// The forms of the words it is made of, at least one. Those of a multiword token need not add up to `form`.
    pub words: Vec<String>,
    /// Whether a blank stands behind it.
    pub space_after: bool,
}

impl GivenToken {
    /// A token that is one word, with a blank behind it.
    pub fn word(form: impl Into<String>) -> Self {
        let form = form.into();
        Self { words: vec![form.clone()], form, space_after: true }
    }
}

/// Why given words make no document. Numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GivenError {
    /// There is no sentence.
    #[error("there are no words")]
    Empty,
    /// A sentence without tokens.
    #[error("sentence {sentence} has no words")]
    EmptySentence {
        /// Its number.
        sentence: usize,
    },
    /// A token of nothing or of white space only, or one without words.
    #[error("token {token} of sentence {sentence} has no characters")]
    EmptyToken {
        /// Number of its sentence.
        sentence: usize,
        /// Its number in the sentence.
        token: usize,
    },
}

/// The article that `sentences` make, with its language where that shows, and the document of exactly these words.
///
/// Tokens are parted by a blank where `space_after` says so, sentences likewise, paragraphs by an empty line. The
/// words of a multiword token share its characters in order: by their forms where these add up to it, else about by
/// length; where it has fewer characters than words, each word has all of them.
///
/// # Errors
/// [`GivenError`] where there is nothing, or a part of it is empty.
///
/// ```
/// use annals_text::{GivenSentence, GivenToken, given};
///
/// let tokens = ["Rain", "fell", "."].map(GivenToken::word).to_vec();
/// let (article, doc) = given(&[GivenSentence { tokens, ..Default::default() }], None)?;
/// assert_eq!(article.text, "Rain fell .");
/// assert_eq!(doc.words[2].span.of(&article.text), ".");
/// # Ok::<(), annals_text::GivenError>(())
/// ```
pub fn given(sentences: &[GivenSentence], uri: Option<&str>) -> Result<(Article, Document), GivenError> {
    let mut page = Page::default();
    for (number, sentence) in sentences.iter().enumerate() {
        page.sentence(number + 1, sentence)?;
    }
    let Page { text, doc, .. } = page;
    if text.is_empty() {
        return Err(GivenError::Empty);
    }
    let article = Article {
        id: article_id(uri, &text),
        uri: uri.map(str::to_owned),
        language: language::identify(&text).map(str::to_owned),
        text,
        ..Article::default()
    };
    Ok((article, doc))
}

/// What has been put down so far.
#[derive(Default)]
struct Page {
    text: String,
    doc: Document,
    /// Whether a blank stands behind the last token.
    blank: bool,
}

impl Page {
    fn sentence(&mut self, number: usize, given: &GivenSentence) -> Result<(), GivenError> {
        if given.tokens.is_empty() {
            return Err(GivenError::EmptySentence { sentence: number });
        }
        let begins = given.begins_paragraph || self.doc.paragraphs.is_empty();
        if begins && !self.text.is_empty() {
            self.text.push_str("\n\n");
            self.blank = false;
        }
        let (token, word) = (self.doc.tokens.len(), self.doc.words.len());
        for (at, token) in given.tokens.iter().enumerate() {
            self.token(token).ok_or(GivenError::EmptyToken { sentence: number, token: at + 1 })?;
        }
        let span = self.doc.tokens[token].span.cover(ByteSpan::empty(self.text.len()));
        match self.doc.paragraphs.last_mut() {
            Some(last) if !begins => *last = last.cover(span),
            _ => self.doc.paragraphs.push(span),
        }
        self.doc.sentences.push(Sentence {
            span,
            paragraph: self.doc.paragraphs.len() - 1,
            tokens: TokenSpan::new(token, self.doc.tokens.len()),
            words: WordSpan::new(word, self.doc.words.len()),
        });
        Ok(())
    }

    fn token(&mut self, given: &GivenToken) -> Option<()> {
        if given.form.trim().is_empty() || given.words.is_empty() {
            return None;
        }
        if self.blank {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(&given.form);
        let first = self.doc.words.len();
        let words = shares(&given.form, &given.words).into_iter();
        self.doc.words.extend(words.map(|(from, to)| Word { span: ByteSpan::new(start + from, start + to) }));
        let span = ByteSpan::new(start, self.text.len());
        self.doc.tokens.push(Token { span, words: WordSpan::new(first, self.doc.words.len()) });
        self.blank = given.space_after;
        Some(())
    }
}

/// The bytes of `token` that each of its words takes.
fn shares(token: &str, words: &[String]) -> Vec<(usize, usize)> {
    if words.len() == 1 {
        return vec![(0, token.len())];
    }
    if words.iter().all(|word| !word.is_empty()) && words.concat() == token {
        let mut end = 0;
        return words
            .iter()
            .map(|word| {
                end += word.len();
                (end - word.len(), end)
            })
            .collect();
    }
    let places: Vec<usize> = token.char_indices().map(|(at, _)| at).chain(iter::once(token.len())).collect();
    let mut left = places.len() - 1;
    if left < words.len() {
        return vec![(0, token.len()); words.len()];
    }
    let share = |(number, word): (usize, &String)| {
        let behind = words.len() - 1 - number;
        let start = places.len() - 1 - left;
        let wanted = if behind == 0 { left } else { word.chars().count().max(1) };
        let count = wanted.min(left - behind);
        left -= count;
        (places[start], places[start + count])
    };
    words.iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn multiword(form: &str, words: &[&str]) -> GivenToken {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        GivenToken { form: form.to_owned(), words, space_after: true }
    }

    fn sentence(tokens: impl IntoIterator<Item = GivenToken>) -> GivenSentence {
        GivenSentence { tokens: tokens.into_iter().collect(), ..GivenSentence::default() }
    }

    #[track_caller]
    fn check_words(token: GivenToken, expected: &[&str]) {
        let (article, doc) = given(&[sentence([token])], None).unwrap();
        let words: Vec<_> = doc.words.iter().map(|word| word.span.of(&article.text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_share_the_characters_of_their_token() {
        check_words(multiword("don’t", &["do", "n’t"]), &["do", "n’t"]);
        check_words(multiword("wanna", &["want", "to"]), &["wann", "a"]);
        check_words(multiword("dunno", &["do", "n't", "know"]), &["du", "nn", "o"]);
        check_words(multiword("à", &["a", "a"]), &["à", "à"]);
    }

    #[test]
    fn blanks_and_paragraphs_make_the_text() {
        let mut glued = GivenToken::word("fell");
        glued.space_after = false;
        let first = sentence([GivenToken::word("Rain"), glued, GivenToken::word(".")]);
        let second = sentence(["It", "stopped"].map(GivenToken::word));
        let third = GivenSentence { begins_paragraph: true, ..sentence([GivenToken::word("Good")]) };
        let (article, doc) = given(&[first, second, third], Some("a.conllu")).unwrap();
        assert_eq!(article.text, "Rain fell. It stopped\n\nGood");
        let paragraphs: Vec<_> = doc.paragraphs.iter().map(|span| span.of(&article.text)).collect();
        assert_eq!(paragraphs, ["Rain fell. It stopped", "Good"]);
        assert_eq!(doc.sentences.iter().map(|sentence| sentence.paragraph).collect::<Vec<_>>(), [0, 0, 1]);
    }

    #[test]
    fn what_is_empty_is_refused() {
        let empty = |tokens: &[&str]| sentence(tokens.iter().map(|&form| GivenToken::word(form)));
        assert_eq!(given(&[], None).unwrap_err(), GivenError::Empty);
        assert_eq!(given(&[empty(&[])], None).unwrap_err(), GivenError::EmptySentence { sentence: 1 });
        let error = given(&[empty(&["a"]), empty(&["b", " "])], None).unwrap_err();
        assert_eq!(error, GivenError::EmptyToken { sentence: 2, token: 2 });
    }

    proptest! {
        #[test]
        fn the_document_has_the_given_tokens(
            given_tokens in prop::collection::vec(("\\S{1,6}", prop::collection::vec("\\PC{0,4}", 1..4), any::<bool>()), 1..20),
        ) {
            let token = |(form, words, space_after)| GivenToken { form, words, space_after };
            let tokens: Vec<_> = given_tokens.into_iter().map(token).collect();
            let (article, doc) = given(&[sentence(tokens.clone()), sentence(tokens.clone())], None).unwrap();
            prop_assert_eq!(doc.tokens.len(), 2 * tokens.len());
            for (token, given) in doc.tokens.iter().zip(tokens.iter().cycle()) {
                prop_assert_eq!(token.span.of(&article.text), given.form.as_str());
                prop_assert_eq!(token.words.len(), given.words.len());
                for word in &doc.words[token.words.range()] {
                    prop_assert!(token.span.contains(word.span) && !word.span.is_empty());
                }
            }
        }
    }
}

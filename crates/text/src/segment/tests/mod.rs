//! Tests by theme; each line of a table is a text and what becomes of it.

mod paragraphs;
mod properties;
mod sentences;
mod tokens;
mod words;

use super::document;

/// The tokens of `text`, with a blank between them.
fn tokens(text: &str) -> String {
    let doc = document(text);
    let tokens: Vec<&str> = doc.tokens.iter().map(|token| token.span.of(text)).collect();
    tokens.join(" ")
}

/// Checks rows of a text and its tokens with a blank between them.
fn check_tokens(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(&tokens(text), expected);
    }
}

/// Checks rows of a token and its words with a bar between them.
fn check_words(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let doc = document(text);
        let words: Vec<&str> = doc.words.iter().map(|word| word.span.of(text)).collect();
        assert_eq!(&words.join("|"), expected);
        assert_eq!(doc.tokens.len(), 1, "{text} is one token");
    }
}

/// Checks that `marked`, its bars taken out, is cut into sentences at the bars.
fn check_sentences(marked: &str) {
    let text = marked.replace(" | ", " ");
    let doc = document(&text);
    let found: Vec<&str> = doc.sentences.iter().map(|sentence| sentence.span.of(&text)).collect();
    assert_eq!(found.join(" | "), marked);
}

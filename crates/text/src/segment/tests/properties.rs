//! What holds of every text.

use std::time::{Duration, Instant};

use annals_record::ByteSpan;
use proptest::prelude::*;

use super::super::{Document, document};

/// Signs and words that rules look for, so that chance meets them.
const PARTS: &str = r#"(?s)(Mr\.|U\.S|n't|'s|’|'|"|“|”|`|\.|\.\.\.|-|/|,|:|://|www\.|@|#|\$|%|[0-9]{1,3}|km|non-|\(|\)| |\n|\n\n|[a-zA-Z]{1,9}|:-\)|é|\x{301}|\x{200b}|\x{200d}|👍🏽|🇳🇴|北|。|\x{2028}|\x{a0}|.){0,60}"#;

fn in_order(spans: &[ByteSpan]) -> bool {
    spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

fn whole(spans: &[ByteSpan], text: &str) -> bool {
    let fits = |span: &ByteSpan| !span.is_empty() && text.get(span.range()).is_some();
    spans.iter().all(fits) && in_order(spans)
}

fn assert_sound(text: &str, doc: &Document) {
    let tokens: Vec<ByteSpan> = doc.tokens.iter().map(|token| token.span).collect();
    let words: Vec<ByteSpan> = doc.words.iter().map(|word| word.span).collect();
    assert!(whole(&tokens, text) && whole(&words, text) && whole(&doc.paragraphs, text));
    let held: String = tokens.iter().map(|span| span.of(text)).collect();
    let black: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    assert_eq!(held, black, "tokens hold every character that is no white space");
    assert_words_part_tokens(doc);
    assert_sentences_part_tokens(doc);
}

fn assert_words_part_tokens(doc: &Document) {
    let mut next = 0;
    for token in &doc.tokens {
        assert_eq!(token.words.start, next);
        let words = &doc.words[token.words.range()];
        assert_eq!(words.iter().map(|word| word.span.len()).sum::<usize>(), token.span.len());
        assert!(words.iter().all(|word| token.span.contains(word.span)) && !words.is_empty());
        next = token.words.end;
    }
    assert_eq!(next, doc.words.len());
}

fn assert_sentences_part_tokens(doc: &Document) {
    let (mut token, mut word) = (0, 0);
    for sentence in &doc.sentences {
        assert_eq!((sentence.tokens.start, sentence.words.start), (token, word));
        assert!(!sentence.tokens.is_empty());
        let tokens = &doc.tokens[sentence.tokens.range()];
        assert_eq!(sentence.span, tokens[0].span.cover(tokens[tokens.len() - 1].span));
        assert!(doc.paragraphs[sentence.paragraph].contains(sentence.span));
        (token, word) = (sentence.tokens.end, sentence.words.end);
    }
    assert_eq!((token, word), (doc.tokens.len(), doc.words.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_cut_soundly(text in "(?s).{0,120}") {
        assert_sound(&text, &document(&text));
    }

    #[test]
    fn any_mix_of_known_parts_is_cut_soundly(text in PARTS) {
        assert_sound(&text, &document(&text));
    }
}

#[test]
fn no_long_text_takes_long() {
    let units = [
        "a",
        "\"",
        "'",
        "’",
        "a's ",
        "a.",
        ". ",
        "a@",
        "@.",
        "1-",
        "non-",
        "(",
        "\u{200b}",
        "👩\u{200d}",
        "\n",
        "a\n",
        "www.",
        "://",
        "A ",
        "北",
        "1:",
        "a/",
        "Mr.        ",
    ];
    for unit in units {
        let text = unit.repeat(200_000 / unit.len());
        let start = Instant::now();
        assert_sound(&text, &document(&text));
        assert!(start.elapsed() < Duration::from_secs(20), "{unit:?} took {:?}", start.elapsed());
    }
}

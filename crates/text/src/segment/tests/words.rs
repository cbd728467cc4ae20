//! Tokens that are several words.

use super::check_words;

#[test]
fn clitics() {
    check_words(&[
        ("don't", "do|n't"),
        ("don’t", "do|n’t"),
        ("CAN'T", "CA|N'T"),
        ("Ann's", "Ann|'s"),
        ("I'm", "I|'m"),
        ("they've", "they|'ve"),
        ("we'll", "we|'ll"),
        ("wouldn't've", "would|n't|'ve"),
        ("rivers'", "rivers|'"),
        ("U.S.'s", "U.S.|'s"),
    ]);
}

#[test]
fn fused_words() {
    check_words(&[
        ("cannot", "can|not"),
        ("Cannot", "Can|not"),
        ("gonna", "gon|na"),
        ("dont", "do|nt"),
        ("'tis", "'t|is"),
        ("’Tis", "’T|is"),
        ("’tisn’t", "’t|is|n’t"),
    ]);
}

#[test]
fn one_word() {
    check_words(&[
        ("its", "its"),
        ("o'clock", "o'clock"),
        ("1980's", "1980's"),
        ("O'Vey", "O'Vey"),
        ("cant\u{e9}", "cant\u{e9}"),
        ("https://example.org/ann's", "https://example.org/ann's"),
    ]);
}

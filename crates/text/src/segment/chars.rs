//! Classes of characters, as the scanner sees them.

/// What a character is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space in the sense of Unicode.
    Space,
    /// A letter of any script.
    Letter,
    /// A number of any script.
    Digit,
    /// Something without a body of its own: a combining mark, a joiner, a zero-width space.
    Mark,
    /// Punctuation, a symbol, an emoji.
    Sign,
}

use Class::{Digit, Letter, Mark, Sign, Space};

const ASCII: [Class; 128] = ascii();

const fn ascii() -> [Class; 128] {
    let mut table = [Sign; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        if byte.is_ascii_alphabetic() {
            table[at] = Letter;
        } else if byte.is_ascii_digit() {
            table[at] = Digit;
        } else if byte == b' ' || (byte >= 9 && byte <= 13) {
            table[at] = Space;
        } else if byte < 32 || byte == 127 {
            table[at] = Mark;
        }
        at += 1;
    }
    table
}

/// The class of the character at byte `at` and its length in bytes.
pub(super) fn class_at(text: &str, at: usize) -> (Class, usize) {
    let byte = text.as_bytes()[at];
    if byte < 128 {
        return (ASCII[usize::from(byte)], 1);
    }
    let char = char_at(text, at);
    (wide(char), char.len_utf8())
}

/// The character at byte `at`, which must be the start of one.
pub(super) fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('\0')
}

/// The class of `char`.
pub(super) fn class(char: char) -> Class {
    if char.is_ascii() { ASCII[char as usize] } else { wide(char) }
}

/// Whether `char` can be a part of a word.
pub(super) fn is_word(char: char) -> bool {
    matches!(class(char), Letter | Digit | Mark)
}

fn wide(char: char) -> Class {
    match char {
        'º' | 'ª' | 'µ' => Letter,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => Mark,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' => Mark,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209F}' | '\u{2150}'..='\u{218B}' => Digit,
        _ if char.is_whitespace() => Space,
        _ if is_sign(char) => Sign,
        _ if char.is_alphabetic() => Letter,
        _ if char.is_numeric() => Digit,
        _ => Mark,
    }
}

/// Blocks of punctuation and symbols; what lies in none of them and is no letter joins what it touches.
fn is_sign(char: char) -> bool {
    matches!(char,
        '\u{80}'..='\u{BF}' | '×' | '÷' | '\u{2010}'..='\u{206F}' | '\u{20A0}'..='\u{20CF}' | '\u{2100}'..='\u{214F}'
        | '\u{2190}'..='\u{2BFF}' | '\u{2E00}'..='\u{2E7F}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        | '\u{3030}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFFD}'
        | '\u{E000}'..='\u{F8FF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{37E}' | '\u{387}' | '\u{55A}'..='\u{55F}'
        | '\u{589}' | '\u{58A}' | '\u{5BE}' | '\u{5C0}' | '\u{5C3}' | '\u{5F3}' | '\u{5F4}' | '\u{60C}' | '\u{61B}'
        | '\u{61F}' | '\u{66A}'..='\u{66D}' | '\u{6D4}' | '\u{964}' | '\u{965}' | '\u{E3F}' | '\u{E5A}' | '\u{E5B}'
        | '\u{F08}' | '\u{F0B}'..='\u{F14}' | '\u{104A}'..='\u{104F}' | '\u{1361}'..='\u{1368}' | '\u{17D4}'..='\u{17DB}'
    )
}

/// Whether `char` draws a picture: emoji and dingbats, which may be followed by modifiers.
pub(super) fn is_picture(char: char) -> bool {
    matches!(char, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2300}'..='\u{23FF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether `char` is a skin tone.
pub(super) fn is_tone(char: char) -> bool {
    matches!(char, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether `char` is one half of a flag.
pub(super) fn is_flag_half(char: char) -> bool {
    matches!(char, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Whether `char` ends sentences in some script.
pub(super) fn is_stop(char: char) -> bool {
    matches!(
        char,
        '.' | '!'
            | '?'
            | '…'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '‽'
            | '。'
            | '！'
            | '？'
            | '．'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '។'
    )
}

/// Whether `char` is an apostrophe, or written for one.
pub(super) fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

//! Kinds of tokens, as the splitter of sentences sees them.

use super::chars::{Class, char_at, class, is_stop};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Kind {
    /// No token: before the first and behind the last.
    None,
    Lower,
    Title,
    Upper,
    /// One capital letter.
    Capital,
    /// Both cases mixed otherwise.
    Mixed,
    Digit,
    /// Begins with a digit, holds other characters.
    Number,
    /// A word with its own dot behind.
    Dotted,
    /// One capital letter with a dot.
    Initial,
    /// A letter of a script without case.
    Other,
    Address,
    /// `.`
    Stop,
    /// `!`, `?` and runs of them.
    Shout,
    /// Three dots, in one or more characters.
    Ellipsis,
    Comma,
    Colon,
    Semicolon,
    Hyphen,
    /// A longer dash, or several.
    Dash,
    /// `"`, which may open or close.
    Straight,
    /// `'`, which may open or close.
    Single,
    QuoteOpen,
    QuoteClose,
    Open,
    Close,
    /// A bullet or an asterisk.
    Bullet,
    /// A line drawn with signs.
    Drawing,
    /// An emoticon or emoji.
    Face,
    Currency,
    Sign,
}

use Kind::{
    Address, Bullet, Capital, Close, Colon, Comma, Currency, Dash, Digit, Dotted, Drawing, Ellipsis, Face,
    Hyphen, Initial, Lower, Mixed, Number, Open, Other, QuoteClose, QuoteOpen, Semicolon, Shout, Sign,
    Single, Stop, Straight, Title, Upper,
};

/// The kind of `token`, which is not empty.
pub(super) fn kind(token: &str) -> Kind {
    let bytes = token.as_bytes();
    if bytes.len() > 1 && bytes[1..].iter().all(u8::is_ascii_lowercase) && bytes[0].is_ascii_alphabetic() {
        return if bytes[0].is_ascii_uppercase() { Title } else { Lower };
    }
    let first = char_at(token, 0);
    match class(first) {
        Class::Letter | Class::Mark => word(token, first),
        Class::Digit if token.bytes().all(|byte| byte.is_ascii_digit()) => Digit,
        Class::Digit => Number,
        Class::Sign | Class::Space => sign(token, first),
    }
}

impl Kind {
    /// Whether a sentence may end behind a token of this kind whatever follows.
    pub(super) fn may_end(self) -> bool {
        !matches!(
            self,
            Lower
                | Title
                | Upper
                | Capital
                | Mixed
                | Digit
                | Number
                | Comma
                | Hyphen
                | Open
                | QuoteOpen
                | Currency
        )
    }

    /// Whether a sentence may begin with a token of this kind whatever precedes.
    pub(super) fn may_begin(self) -> bool {
        !matches!(
            self,
            Lower | Stop | Comma | Colon | Semicolon | Hyphen | Close | QuoteClose | Shout | Ellipsis
        )
    }

    /// Whether this is the end of a sentence's words.
    pub(super) fn is_final(self) -> bool {
        matches!(self, Stop | Shout | Ellipsis)
    }

    /// Whether this is a word.
    pub(super) fn is_word(self) -> bool {
        self >= Lower && self <= Address
    }

    /// Whether this is a word whose first letter is a capital.
    pub(super) fn is_capitalised(self) -> bool {
        matches!(self, Title | Upper | Capital | Initial)
    }
}

fn word(token: &str, first: char) -> Kind {
    if token.len() > 4 && token.bytes().any(|byte| matches!(byte, b'@' | b'/')) {
        return Address;
    }
    let mut rest = token.chars().skip(1);
    let second = rest.next();
    if first.is_uppercase() && matches!(second, None | Some('.')) && rest.next().is_none() {
        return if second.is_none() { Capital } else { Initial };
    }
    if token.ends_with('.') {
        return Dotted;
    }
    cased(token, first)
}

fn cased(token: &str, first: char) -> Kind {
    let upper = token.chars().skip(1).any(char::is_uppercase);
    let lower = token.chars().skip(1).any(char::is_lowercase);
    match (first.is_uppercase(), upper, lower) {
        (true, false, _) => Title,
        (true, true, false) => Upper,
        (true, true, true) => Mixed,
        _ if !first.is_lowercase() => Other,
        (_, true, _) => Mixed,
        _ => Lower,
    }
}

fn sign(token: &str, first: char) -> Kind {
    let single = token.len() == first.len_utf8();
    match first {
        '.' | '…' if !single && !token.contains(['!', '?']) => Ellipsis,
        '…' => Ellipsis,
        '.' | '。' | '．' | '۔' | '।' | '॥' | '።' if token.contains(['!', '?']) => Shout,
        '.' | '。' | '．' | '۔' | '।' | '॥' | '።' => Stop,
        c if is_stop(c) => Shout,
        ',' | '،' | '、' => Comma,
        ':' | ';' | '=' | '<' | '^' | '>' | '\\'
            if !single && token.contains([')', '(', 'D', 'P', 'p', 'O', 'o', '3', '^']) =>
        {
            Face
        }
        ':' => Colon,
        ';' => Semicolon,
        '-' | '‐' | '‑' if single => Hyphen,
        '–' | '—' | '―' | '‒' => Dash,
        '-' if token.len() == 2 => Dash,
        '"' | '＂' => Straight,
        '\'' if single => Single,
        '`' | '“' | '‘' | '«' | '„' | '‹' | '「' | '『' => QuoteOpen,
        '\'' | '”' | '’' | '»' | '›' | '」' | '』' => QuoteClose,
        '(' | '[' | '{' | '（' if single => Open,
        ')' | ']' | '}' | '）' if single => Close,
        '•' | '‣' | '·' | '▪' | '●' | '◦' | '*' if single => Bullet,
        '$' | '£' | '€' | '¥' | '₹' => Currency,
        '#' | '@' | '+' if token.len() > 2 && token.as_bytes()[1].is_ascii_alphanumeric() => Number,
        _ if !single && token.is_ascii() => Drawing,
        _ if first >= '\u{2600}' => Face,
        _ => Sign,
    }
}

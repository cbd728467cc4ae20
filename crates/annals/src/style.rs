//! Colour and weight on a terminal.

use std::fmt;

/// Whether text is painted.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    on: bool,
}

/// What a piece of the report is.
#[derive(Clone, Copy, Debug)]
pub enum Ink {
    /// A headline.
    Title,
    /// The heading of a part.
    Heading,
    /// Who says it.
    Speaker,
    /// A number or a date.
    Value,
    /// What stands in the background.
    Faint,
    /// What went wrong.
    Warning,
}

impl Ink {
    fn codes(self) -> &'static str {
        match self {
            Self::Title => "1",
            Self::Heading => "1;34",
            Self::Speaker => "36",
            Self::Value => "33",
            Self::Faint => "2",
            Self::Warning => "31",
        }
    }
}

impl Style {
    /// A style that paints where `on`.
    pub fn new(on: bool) -> Self {
        Self { on }
    }

    /// `words` painted. Control characters of the words are made visible: a text cannot steer the terminal.
    pub fn paint(self, ink: Ink, words: impl fmt::Display) -> String {
        let words = visible(&words.to_string());
        if self.on { format!("\x1b[{}m{words}\x1b[0m", ink.codes()) } else { words }
    }
}

/// The words with control characters replaced by a mark, so that a text cannot steer the terminal.
pub fn visible(words: &str) -> String {
    words.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_steer_the_terminal() {
        let style = Style::new(false);
        assert_eq!(style.paint(Ink::Title, "a\x1b[2Jb\u{9b}c"), "a\u{FFFD}[2Jb\u{FFFD}c");
    }

    #[test]
    fn paint_is_taken_off_again() {
        assert_eq!(Style::new(true).paint(Ink::Title, "a"), "\x1b[1ma\x1b[0m");
    }
}

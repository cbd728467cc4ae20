//! Quotation marks one by one: which of them can open, which can close.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_record::ByteSpan;

use crate::lexicon;

/// Words that begin with an apostrophe: *’em*, *’tis*.
static ELISIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/elisions.tsv")).map(|row| row[0]).collect()
});

/// Which pair of marks a mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `"…"`
    Straight,
    /// `“…”`, `”…”`
    Curly,
    /// `'…'`
    Single,
    /// `‘…’`
    SingleCurly,
    /// `«…»`
    Guillemet,
    /// `»…«`
    Inward,
    /// `‹…›`
    SingleGuillemet,
    /// `„…“`, `„…”`
    Low,
    /// ` ``…'' `, `''…''`
    Tick,
    /// `「…」`
    Corner,
    /// `『…』`
    DoubleCorner,
}

impl Style {
    /// Whether opening and closing mark look different.
    pub fn is_sided(self) -> bool {
        !matches!(self, Self::Straight | Self::Single | Self::Tick)
    }

    /// Whether the closing mark is also an apostrophe.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::SingleCurly)
    }

    /// Whether `mark` closes what this style opened.
    pub fn closed_by(self, mark: &Mark) -> bool {
        match self {
            Self::Low => matches!(mark.style, Self::Curly | Self::Low),
            Self::Inward => mark.glyph == '«',
            Self::Guillemet => mark.glyph == '»',
            _ => self == mark.style && mark.can_close,
        }
    }
}

/// A quotation mark in its surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub span: ByteSpan,
    pub style: Style,
    pub glyph: char,
    pub can_open: bool,
    pub can_close: bool,
    /// A mark that can close it follows in the paragraph.
    pub has_partner: bool,
}

impl Mark {
    /// Whether a mark that looks the same on both sides plainly opens here, whatever stands open.
    pub fn reopens(&self) -> bool {
        !self.style.is_sided() && self.can_open && !self.can_close
    }
}

/// The quotation marks of a paragraph, without apostrophes and marks of inches and feet.
pub(super) fn find(text: &str, paragraph: ByteSpan) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = paragraph.start;
    while let Some(step) = paragraph_tail(text, at, paragraph).find(is_mark) {
        let start = at + step;
        let (style, glyph, len) = kind(text, start);
        let span = ByteSpan::new(start, start + len);
        if let Some(mark) = judge(text, paragraph, span, style, glyph) {
            marks.push(mark);
        }
        at = span.end;
    }
    pair_singles(text, &mut marks);
    marks
}

fn paragraph_tail(text: &str, at: usize, paragraph: ByteSpan) -> &str {
    &text[at..paragraph.end]
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '‟'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '`'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

fn kind(text: &str, at: usize) -> (Style, char, usize) {
    let rest = &text[at..];
    if rest.starts_with("''") || rest.starts_with("``") {
        return (Style::Tick, rest.chars().next().unwrap_or('\''), 2);
    }
    let glyph = rest.chars().next().unwrap_or('"');
    let style = match glyph {
        '“' | '”' | '‟' => Style::Curly,
        '„' => Style::Low,
        '«' | '»' => Style::Guillemet,
        '‹' | '›' => Style::SingleGuillemet,
        '\'' | '`' => Style::Single,
        '‘' | '’' | '‚' => Style::SingleCurly,
        '「' | '」' => Style::Corner,
        '『' | '』' => Style::DoubleCorner,
        _ => Style::Straight,
    };
    (style, glyph, glyph.len_utf8())
}

/// What stands beside a mark.
struct Beside {
    left: Option<char>,
    right: Option<char>,
}

impl Beside {
    fn of(text: &str, paragraph: ByteSpan, span: ByteSpan) -> Self {
        Self {
            left: text[paragraph.start..span.start].chars().next_back(),
            right: text[span.end..paragraph.end].chars().next(),
        }
    }

    fn free_left(&self) -> bool {
        self.left.is_none_or(|c| c.is_whitespace() || is_dash(c) || "([{/“‘„«\"'`".contains(c))
    }

    fn free_right(&self) -> bool {
        self.right.is_none_or(|c| c.is_whitespace() || is_dash(c) || ")]}/.,;:!?…”’»\"'“«".contains(c))
    }

    fn is_word_on_both_sides(&self) -> bool {
        self.left.is_some_and(char::is_alphanumeric) && self.right.is_some_and(char::is_alphanumeric)
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―')
}

fn judge(text: &str, paragraph: ByteSpan, span: ByteSpan, style: Style, glyph: char) -> Option<Mark> {
    let beside = Beside::of(text, paragraph, span);
    let (style, can_open, can_close) = match glyph {
        '「' | '『' => (style, true, false),
        '」' | '』' => (style, false, true),
        '«' | '»' => guillemet(glyph, &beside),
        '‹' => (style, true, false),
        '›' => (style, false, true),
        '„' => (style, true, false),
        '“' => (style, true, beside.free_right() && !beside.free_left()),
        '”' | '‟' => (style, opens_plainly(&beside), true),
        '`' if style == Style::Tick => (style, true, false),
        '"' | '＂' => straight(text, paragraph, span, &beside)?,
        '\'' if style == Style::Tick => (style, opens_plainly(&beside), !opens_plainly(&beside)),
        _ => single(text, paragraph, span, style, glyph, &beside)?,
    };
    Some(Mark { span, style, glyph, can_open, can_close, has_partner: false })
}

fn opens_plainly(beside: &Beside) -> bool {
    beside.free_left() && beside.right.is_some_and(|c| !c.is_whitespace()) && !closes_plainly(beside)
}

fn closes_plainly(beside: &Beside) -> bool {
    let punctuation = |c: char| ".,;:!?…)]}".contains(c);
    beside.right.is_none_or(|c| c.is_whitespace() || punctuation(c))
        && beside.left.is_some_and(|c| !c.is_whitespace())
}

/// French has space inside `« … »`, German turns them inward: `»…«`.
fn guillemet(glyph: char, beside: &Beside) -> (Style, bool, bool) {
    let inward = opens_plainly(beside);
    match glyph {
        '»' if inward => (Style::Inward, true, true),
        '»' => (Style::Guillemet, false, true),
        _ => (Style::Guillemet, !closes_plainly(beside) || beside.free_left(), true),
    }
}

/// `6'2"` and `12"` measure; elsewhere the neighbours decide, and where they do not, either is possible.
fn straight(text: &str, paragraph: ByteSpan, span: ByteSpan, beside: &Beside) -> Option<(Style, bool, bool)> {
    if beside.left.is_some_and(|c| c.is_ascii_digit()) && follows_feet(text, paragraph, span) {
        return None;
    }
    let (opens, closes) = (opens_plainly(beside), closes_plainly(beside));
    if opens != closes {
        return Some((Style::Straight, opens, closes));
    }
    let open = beside.right.is_some_and(|c| !c.is_whitespace()) && !beside.is_word_on_both_sides();
    Some((Style::Straight, open, true))
}

fn follows_feet(text: &str, paragraph: ByteSpan, span: ByteSpan) -> bool {
    let before = text[paragraph.start..span.start].trim_end_matches(|c: char| c.is_ascii_digit());
    before.ends_with(['\'', '’', '′'])
        && before.trim_end_matches(['\'', '’', '′']).ends_with(|c: char| c.is_ascii_digit())
}

/// A single mark between letters is an apostrophe; before a digit or an elided word too.
fn single(
    text: &str,
    paragraph: ByteSpan,
    span: ByteSpan,
    style: Style,
    glyph: char,
    beside: &Beside,
) -> Option<(Style, bool, bool)> {
    if beside.is_word_on_both_sides() {
        return None;
    }
    let open = match glyph {
        '‘' => beside.right.is_some_and(|c| !c.is_whitespace()),
        '’' => false,
        _ => opens_plainly(beside),
    };
    let open = open && !is_elision(&text[span.end..paragraph.end]);
    let feet = glyph != '‘' && beside.left.is_some_and(|c| c.is_ascii_digit());
    let close =
        glyph != '‘' && glyph != '`' && !feet && !open && beside.left.is_some_and(|c| !c.is_whitespace());
    (open || close).then_some((style, open, close))
}

fn is_elision(after: &str) -> bool {
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return after.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('s');
    }
    let word: String =
        after.chars().take_while(|c| c.is_alphabetic()).take(8).flat_map(char::to_lowercase).collect();
    ELISIONS.contains(word.as_str())
}

/// A single mark behind *s* and before a word is a possessive as long as a better closing mark follows.
fn pair_singles(text: &str, marks: &mut [Mark]) {
    let mut closing = [false; 2];
    for mark in marks.iter_mut().rev().filter(|mark| mark.style.is_single()) {
        let side = usize::from(mark.style == Style::SingleCurly);
        if mark.can_open {
            mark.has_partner = closing[side];
            closing[side] = false;
        } else if mark.can_close {
            let possessive = text[..mark.span.start].ends_with('s') && goes_on(&text[mark.span.end..]);
            if possessive && closing[side] {
                mark.can_close = false;
            }
            closing[side] = true;
        }
    }
}

fn goes_on(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphanumeric))
}

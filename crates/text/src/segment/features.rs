//! What the splitter of sentences sees of a gap between two tokens. Training reads the same features through
//! [`super::boundary_features`], so the two cannot drift.

use super::Token;
use super::kinds::Kind;

/// Features of a gap; each is a hash that the net folds to one of its rows.
pub(super) const COUNT: usize = 40;

/// The features of one gap.
pub(super) type Features = [u32; COUNT];

/// A text's tokens with their kinds.
pub(super) struct View<'d> {
    pub(super) text: &'d str,
    pub(super) tokens: &'d [Token],
    pub(super) kinds: &'d [Kind],
    /// By token: how many tokens on the next final stop is, at most 255, itself 0.
    pub(super) stops: &'d [u8],
    /// How often capitals follow stops in this text, from 0 (never) to 3.
    pub(super) style: u32,
}

/// What has been read of the paragraph so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// First token of the paragraph.
    pub(super) paragraph: usize,
    /// The token behind its last.
    pub(super) end: usize,
    /// First token of the sentence.
    pub(super) sentence: usize,
    /// Words of the sentence so far, and how many of them have a capital.
    pub(super) words: u32,
    pub(super) capitals: u32,
    /// Whether a double quotation mark is open, and whether it was where the sentence began.
    pub(super) quoted: bool,
    pub(super) quoted_before: bool,
    /// Brackets that are open in this sentence.
    pub(super) depth: u32,
}

impl State {
    /// Takes in the token number `at`.
    pub(super) fn read(&mut self, kind: Kind) {
        self.words += u32::from(kind.is_word());
        self.capitals += u32::from(kind.is_capitalised());
        match kind {
            Kind::Straight => self.quoted = !self.quoted,
            Kind::QuoteOpen => self.quoted = true,
            Kind::QuoteClose => self.quoted = false,
            Kind::Open => self.depth = (self.depth + 1).min(3),
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether the token number `at` belongs to the paragraph.
    fn holds(&self, at: usize) -> bool {
        at >= self.paragraph && at < self.end
    }

    /// Begins a sentence with the token number `at`.
    pub(super) fn begin(&mut self, at: usize) {
        (self.sentence, self.words, self.capitals, self.depth) = (at, 0, 0, 0);
        self.quoted_before = self.quoted;
    }
}

impl View<'_> {
    /// The kind of a token of the paragraph, [`Kind::None`] outside.
    fn kind(&self, state: &State, at: usize) -> u32 {
        if state.holds(at) { self.kinds[at] as u32 } else { Kind::None as u32 }
    }

    fn bytes(&self, state: &State, at: usize) -> &[u8] {
        if state.holds(at) { self.tokens[at].span.of(self.text).as_bytes() } else { &[] }
    }

    fn word(&self, state: &State, at: usize) -> u32 {
        hash_word(self.bytes(state, at))
    }

    /// Whether white space follows the token: 0, 1, and 2 behind the paragraph.
    fn space(&self, state: &State, at: usize) -> u32 {
        let next = at.wrapping_add(1);
        let inside = state.holds(at) && state.holds(next);
        if inside { u32::from(self.tokens[at].span.end < self.tokens[next].span.start) } else { 2 }
    }

    /// Hash of the last three bytes of a word.
    fn edge(&self, state: &State, at: usize) -> u32 {
        let word = self.bytes(state, at);
        hash_word(&word[word.len().saturating_sub(3)..])
    }

    /// The features of the gap behind the token number `at`.
    pub(super) fn features(&self, state: &State, at: usize) -> Features {
        let k = |offset: isize| self.kind(state, at.wrapping_add_signed(offset));
        let w = |offset: isize| self.word(state, at.wrapping_add_signed(offset));
        let s = |offset: isize| self.space(state, at.wrapping_add_signed(offset));
        let (a3, a2, a1, a0) = (k(-3), k(-2), k(-1), k(0));
        let (b0, b1, b2) = (k(1), k(2), k(3));
        let (u1, u0, v0, v1) = (w(-1), w(0), w(1), w(2));
        let pair = a0 << 8 | b0;
        let last = (0..4).find(|&back| at >= state.sentence + back && self.kinds[at - back].is_word());
        let last = last.map_or(state.paragraph.wrapping_sub(1), |back| at - back);
        let length = bucket(at + 1 - state.sentence);
        let left = bucket(state.end - 1 - at);
        let spaces = s(-1) | s(0) << 2 | s(1) << 4;
        let first = self.kind(state, state.sentence);
        let quotes = u32::from(state.quoted) | u32::from(state.quoted_before) << 1;
        let capitals = (state.capitals * 4).checked_div(state.words).unwrap_or(5);
        let size = |at: usize| if at < state.end { bucket(self.tokens[at].span.len()) } else { 0 };
        let stop = if at + 1 < state.end { bucket(self.stops[at + 1].into()) } else { 15 };
        let final_kind = self.kind(state, state.end - 1);
        let values = [
            [pair, 0],
            [u0, 0],
            [u1, 0],
            [v0, 0],
            [v1, 0],
            [w(-2), 0],
            [w(3), 0],
            [pair, spaces],
            [pair, a1],
            [pair, b1],
            [pair, a1 << 8 | b1],
            [pair, a1 << 8 | b1 | a2 << 16 | b2 << 24],
            [u0, b0],
            [v0, a0],
            [u0, v0],
            [u1, pair],
            [v1, pair],
            [v0, v1],
            [length, pair],
            [left, pair],
            [quotes, pair],
            [state.depth, pair],
            [first, length],
            [self.word(state, state.sentence), a0],
            [capitals << 4 | length, pair],
            [self.edge(state, last), a0],
            [self.edge(state, at + 1), pair],
            [size(at + 1), pair],
            [final_kind, pair],
            [bucket(state.end - state.paragraph), pair],
            [size(at), pair],
            [self.style, pair],
            [stop, pair],
            [stop << 4 | length, a0],
            [self.word(state, last), pair],
            [a3, a2 << 8 | a1 | a0 << 16],
            [b0, b1 << 8 | b2 | k(4) << 16],
            [final_kind << 8 | stop, length << 8 | left],
            [self.word(state, last), v0],
            [self.style << 8 | u32::from(state.sentence == state.paragraph), final_kind << 16 | pair],
        ];
        let mut features = [0; COUNT];
        for (slot, (feature, [a, b])) in features.iter_mut().zip(values).enumerate() {
            *feature = mix(slot as u32, a, b);
        }
        features
    }
}

/// Small numbers as they are, bigger ones by size, at most 14.
fn bucket(count: usize) -> u32 {
    match count {
        0..=6 => count as u32,
        7..=8 => 7,
        9..=11 => 8,
        12..=16 => 9,
        17..=24 => 10,
        25..=36 => 11,
        37..=60 => 12,
        61..=120 => 13,
        _ => 14,
    }
}

/// Hash of a word, ASCII letters in lower case and digits all alike; of long words the first bytes.
fn hash_word(word: &[u8]) -> u32 {
    let fold = |byte: &u8| if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
    word.iter()
        .take(20)
        .fold(0x811C_9DC5, |hash: u32, byte| (hash ^ u32::from(fold(byte))).wrapping_mul(0x0100_0193))
}

fn mix(slot: u32, a: u32, b: u32) -> u32 {
    let hash = a.wrapping_mul(0x9E37_79B1)
        ^ b.wrapping_mul(0x85EB_CA77).rotate_left(15)
        ^ (slot + 1).wrapping_mul(0xC2B2_AE3D);
    let hash = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
    let hash = (hash ^ hash >> 12).wrapping_mul(0x297A_2D39);
    hash ^ hash >> 15
}

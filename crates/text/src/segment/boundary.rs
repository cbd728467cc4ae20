//! Where sentences end: a small learned net judges each gap that can be an end.

use super::features::{Features, State, View};
use super::kinds::{Kind, kind};
use super::net::NET;
use super::{Document, Token};

/// Gaps of a text judged one after the other; `end` says of a gap, with its features at hand, whether a sentence
/// ends there, and `cut` hears of each one that does, as the number of the token before it.
pub(super) fn walk(
    text: &str,
    doc: &Document,
    paragraphs: &[usize],
    mut end: impl FnMut(usize, Option<&dyn Fn() -> Features>) -> bool,
    mut cut: impl FnMut(usize),
) {
    let kinds: Vec<Kind> = doc.tokens.iter().map(|token| kind(token.span.of(text))).collect();
    let stops = stops(&kinds);
    let view = View { text, tokens: &doc.tokens, kinds: &kinds, stops: &stops, style: style(&kinds) };
    let mut from = 0;
    for &to in paragraphs {
        let mut state = State { paragraph: from, end: to, sentence: from, ..State::default() };
        for at in from..to.saturating_sub(1) {
            state.read(kinds[at]);
            let ends = if is_candidate(&doc.tokens, &kinds, at) {
                end(at, Some(&|| view.features(&state, at)))
            } else {
                end(at, None)
            };
            if ends {
                cut(at);
                state.begin(at + 1);
            }
        }
        if to > from {
            cut(to - 1);
        }
        from = to;
    }
}

/// The last tokens of the sentences of `doc`, whose paragraphs end before the tokens `paragraphs`.
pub(super) fn sentence_ends(text: &str, doc: &Document, paragraphs: &[usize]) -> Vec<usize> {
    let mut ends = Vec::new();
    let judge = |_, features: Option<&dyn Fn() -> Features>| {
        features.is_some_and(|features| NET.score(&features()) > 0.0)
    };
    walk(text, doc, paragraphs, judge, |at| ends.push(at));
    ends
}

/// Whether a sentence can end behind the token `at`.
fn is_candidate(tokens: &[Token], kinds: &[Kind], at: usize) -> bool {
    let (before, behind) = (kinds[at], kinds[at + 1]);
    if tokens[at].span.end < tokens[at + 1].span.start {
        return before.may_end() || behind.may_begin();
    }
    let closed =
        before.is_final() || matches!(before, Kind::Close | Kind::QuoteClose | Kind::Straight | Kind::Dash);
    closed && (behind.is_word() || matches!(behind, Kind::Open | Kind::QuoteOpen | Kind::Straight))
}

/// By token: how many tokens on the next final stop is, at most 255.
fn stops(kinds: &[Kind]) -> Vec<u8> {
    let mut stops = vec![255; kinds.len()];
    let mut distance = 255u8;
    for (slot, kind) in stops.iter_mut().zip(kinds).rev() {
        distance = if kind.is_final() { 0 } else { distance.saturating_add(1) };
        *slot = distance;
    }
    stops
}

/// How often capitals follow stops, from 0 (never) to 3 (nearly always).
fn style(kinds: &[Kind]) -> u32 {
    let pairs = || kinds.windows(2).filter(|pair| pair[0].is_final());
    let lower = pairs().filter(|pair| pair[1] == Kind::Lower).count();
    let upper = pairs().filter(|pair| pair[1].is_capitalised()).count();
    match (lower * 10).checked_div(lower + upper) {
        None => 2,
        Some(0) => 3,
        Some(1..=3) => 2,
        Some(4..=8) => 1,
        Some(_) => 0,
    }
}

//! What is kept of a text to find its copies: hashes of its runs of words, and MinHash bands of them.

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Words in a run.
const RUN: usize = 5;
/// Values in a band: two texts that share `j` of their runs share a band with the chance `j` to this power.
const ROWS: usize = 2;
/// Bands of a text.
const BANDS: usize = 32;

/// The sketch of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Hashes of the runs, each once, in order.
    pub(crate) runs: Vec<u64>,
    /// MinHash bands; none for a text without words.
    pub(crate) bands: Vec<i64>,
}

impl Sketch {
    /// The sketch of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let runs = runs(text);
        let bands = if runs.is_empty() { Vec::new() } else { bands(&runs) };
        Self { runs, bands }
    }

    /// How many of the runs of both are in both: from 0 to 1.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        let shared = shared(&self.runs, &other.runs);
        let all = self.runs.len() + other.runs.len() - shared;
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }
}

/// Hashes of the words of a text in order: runs of letters and digits, lower-cased, without their accents.
pub(super) fn words(text: &str) -> Vec<u64> {
    let folded: String = text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| xxh3_64(word.as_bytes())).collect()
}

/// Hashes of all runs of words, each once, in order; one of the whole text where it is shorter than a run.
fn runs(text: &str) -> Vec<u64> {
    let words = words(text);
    let mut runs: Vec<u64> = match words.len() {
        0 => Vec::new(),
        1..RUN => vec![join(&words)],
        _ => words.windows(RUN).map(join).collect(),
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn join(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash, word| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}

fn bands(runs: &[u64]) -> Vec<i64> {
    let mut least = [u64::MAX; ROWS * BANDS];
    for run in runs {
        for (seed, value) in (1u64..).zip(&mut least) {
            *value = (*value).min(shuffled(*run, seed));
        }
    }
    let band = |(number, values): (u64, &[u64])| {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        xxh3_64_with_seed(&bytes, number).cast_signed()
    };
    (0..).zip(least.chunks_exact(ROWS)).map(band).collect()
}

/// One of many orders of all hashes (the finalizer of SplitMix64, from a start of its own for each order).
fn shuffled(hash: u64, order: u64) -> u64 {
    let mut z = hash ^ order.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

/// How many values two sorted lists share.
fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut left, mut right, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        count += usize::from(a == b);
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_runs_of_words() {
        let text = Sketch::of("The council of Halvet met on Tuesday and closed the bridge over the river.");
        assert_eq!(
            text.likeness(&Sketch::of(
                "the COUNCIL of Hálvet met — on Tuesday — and closed the bridge over the river"
            )),
            1.0
        );
        assert_eq!(
            text.likeness(&Sketch::of("Rain fell on the hills in the north of the country all night long.")),
            0.0
        );
        let half = text.likeness(&Sketch::of("The council of Halvet met on Tuesday and went home."));
        assert!((0.2..0.5).contains(&half), "{half}");
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        assert_eq!(Sketch::of(" … "), Sketch::default());
        assert_eq!(Sketch::of("").likeness(&Sketch::of("")), 0.0);
        assert_eq!(Sketch::of("Rain.").likeness(&Sketch::of("rain")), 1.0);
    }
}

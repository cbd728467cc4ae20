//! Numbers that look like chance and are the same every time.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// What hangs on a seed and a word: the same for both, another for others.
pub fn number(seed: u64, word: &str) -> u64 {
    xxh3_64_with_seed(word.as_bytes(), seed)
}

/// One of `all`.
pub fn one<T: Clone>(all: &[T], number: u64) -> T {
    all[(number % all.len() as u64) as usize].clone()
}

/// Whether it comes about, as often as `percent` of a hundred.
pub fn chance(number: u64, percent: u64) -> bool {
    (number >> 7) % 100 < percent
}

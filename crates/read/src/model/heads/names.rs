//! Names of persons, organizations, places, events and other things, as runs of words.

use std::ops::Range;

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows};
use crate::model::weights::Weights;

const SIZE: usize = 128;
/// Kinds of sets that mark names by other rules; the first is the plain one.
const CONVENTIONS: usize = 3;

/// The head.
pub(crate) struct Names {
    inner: Linear,
    out: Linear,
}

impl Names {
    /// The head for so many kinds of names.
    pub fn load(weights: &Weights, kinds: usize) -> Result<Self, ModelError> {
        let labels = 1 + 2 * kinds;
        let conventions = weights.floats("heads.names.convention.weight", &[CONVENTIONS, HIDDEN])?;
        let weight = weights.floats("heads.names.inner.weight", &[SIZE, HIDDEN])?;
        let inner = Linear::load(weights, "heads.names.inner", SIZE, HIDDEN)?;
        let inner = inner.shifted(&weight, &conventions[..HIDDEN]);
        Ok(Self { inner, out: Linear::load(weights, "heads.names.out", labels, SIZE)? })
    }

    /// The names among the words of one window, with the number of their kind.
    pub fn decode(&self, words: &Rows) -> Vec<(Range<usize>, usize)> {
        runs(&best_path(&self.out.apply(&self.inner.apply(words).gelu())))
    }
}

/// The best labels (0 outside; of kind `k`, `1 + 2k` begins and `2 + 2k` continues a run) in which a continuation
/// follows only its own kind.
pub(super) fn best_path(scores: &Rows) -> Vec<usize> {
    if scores.len() == 0 {
        return Vec::new();
    }
    let mut best: Vec<f32> = scores.row(0).to_vec();
    best.iter_mut().skip(2).step_by(2).for_each(|score| *score = f32::NEG_INFINITY);
    let mut back = Vec::with_capacity(scores.len());
    for word in 1..scores.len() {
        let (next, from) = step(&best, scores.row(word));
        best = next;
        back.push(from);
    }
    let mut path = vec![crate::model::linear::argmax(&best)];
    for from in back.iter().rev() {
        path.push(from[path[path.len() - 1]]);
    }
    path.reverse();
    path
}

/// The best scores of paths that end in each label of the next word, and the label each comes from.
fn step(best: &[f32], scores: &[f32]) -> (Vec<f32>, Vec<usize>) {
    let any = crate::model::linear::argmax(best);
    let from = |label: usize| match label {
        0 => any,
        _ if label % 2 == 1 => any,
        _ if best[label - 1] >= best[label] => label - 1,
        _ => label,
    };
    let from: Vec<usize> = (0..scores.len()).map(from).collect();
    (from.iter().zip(scores).map(|(&from, score)| best[from] + score).collect(), from)
}

/// The runs that labels mark, each with its kind.
pub(super) fn runs(labels: &[usize]) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (word, &label) in labels.iter().enumerate().filter(|&(_, &label)| label > 0) {
        let kind = (label - 1) / 2;
        match found.last_mut() {
            Some((run, last)) if label % 2 == 0 && *last == kind && run.end == word => run.end += 1,
            _ => found.push((word..word + 1, kind)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_continuation_follows_only_its_own_kind() {
        let values = vec![
            0.0, 2.0, 9.0, 0.0, 0.0, // begins the first kind: a continuation cannot come first
            0.0, 0.0, 1.0, 0.0, 5.0, // would continue the second kind, which has not begun
            1.0, 0.0, 0.0, 0.5, 0.0,
        ];
        let labels = best_path(&Rows { width: 5, values });
        assert_eq!(labels, [3, 4, 0]);
        assert_eq!(runs(&labels), [(0..2, 1)]);
        assert_eq!(runs(&[1, 1, 2, 0, 4]), [(0..1, 0), (1..3, 0), (4..5, 1)]);
        assert!(best_path(&Rows::default()).is_empty());
    }
}

//! Spans of words: the best labels, the runs they mark, and the vectors at the edges.

use std::ops::Range;

use crate::model::linear::{Rows, argmax};

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
    let mut path = vec![argmax(&best)];
    for from in back.iter().rev() {
        path.push(from[path[path.len() - 1]]);
    }
    path.reverse();
    path
}

/// The best scores of paths that end in each label of the next word, and the label each comes from.
fn step(best: &[f32], scores: &[f32]) -> (Vec<f32>, Vec<usize>) {
    let any = argmax(best);
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

/// A row for each group of places: the rows at the places, side by side.
pub(super) fn side_by_side<const N: usize>(rows: &Rows, groups: impl Iterator<Item = [usize; N]>) -> Rows {
    let mut out = Rows { width: N * rows.width, values: Vec::new() };
    for place in groups.flatten() {
        out.values.extend_from_slice(rows.row(place));
    }
    out
}

/// The least probability that [`likely`] keeps.
const LIKELY: f32 = 0.03;

/// The likely ones of some scores by softmax: their numbers with their probabilities, falling, of equal ones the first
/// before the others.
pub(super) fn likely(scores: &[f32]) -> Vec<(usize, f32)> {
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = scores.iter().map(|score| (score - greatest).exp()).sum();
    let sure = scores.iter().map(|score| (score - greatest).exp() / all);
    let mut likely: Vec<(usize, f32)> = sure.enumerate().filter(|(_, sure)| *sure >= LIKELY).collect();
    likely.sort_by(|one, other| other.1.total_cmp(&one.1));
    likely
}

/// The softmax probability of one of the scores.
pub(super) fn probability(scores: &[f32], chosen: usize) -> f32 {
    1.0 / scores.iter().map(|score| (score - scores[chosen]).exp()).sum::<f32>()
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

    #[test]
    fn rows_stand_side_by_side() {
        let rows = Rows { width: 1, values: vec![1.0, 2.0, 3.0] };
        let found = side_by_side(&rows, [[0, 2], [1, 1]].into_iter());
        assert_eq!((found.width, found.values.as_slice()), (2, [1.0, 3.0, 2.0, 2.0].as_slice()));
    }

    #[test]
    fn probabilities_sum_to_one() {
        let scores = [0.0, -1e4, 3.0];
        assert!((probability(&scores, 0) + probability(&scores, 2) - 1.0).abs() < 1e-6);
        assert_eq!(probability(&scores, 1), 0.0);
    }
}

//! Which type of event a word reports, if any.

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows};
use crate::model::weights::Weights;

use super::spans::probability;

/// The head.
pub(crate) struct Events {
    inner: Linear,
    out: Linear,
}

impl Events {
    /// The head for so many types, with `size` numbers between its layers.
    pub fn load(weights: &Weights, types: usize, size: usize) -> Result<Self, ModelError> {
        let inner = Linear::load(weights, "heads.events.inner", size, HIDDEN)?;
        Ok(Self { inner, out: Linear::load(weights, "heads.events.out", 1 + types, size)? })
    }

    /// For each word of a window the number of its likeliest type, and how likely it reports an event of that type.
    pub fn decode(&self, words: &Rows) -> Vec<(usize, f32)> {
        let scores = self.out.apply(&self.inner.apply(words).rectified());
        (0..scores.len()).map(|word| likeliest(scores.row(word))).collect()
    }
}

/// The first score is that of no event.
fn likeliest(scores: &[f32]) -> (usize, f32) {
    let best = (1..scores.len()).max_by(|&one, &other| scores[one].total_cmp(&scores[other])).unwrap_or(1);
    (best - 1, probability(scores, best))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_event_takes_part_in_the_probability() {
        let (kind, score) = likeliest(&[2.0, 0.0, 2.0]);
        assert_eq!(kind, 1);
        assert!((score - 0.468).abs() < 0.001, "{score}");
    }
}

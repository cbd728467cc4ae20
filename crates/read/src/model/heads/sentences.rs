//! Whether a word opens a sentence.

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows};
use crate::model::weights::Weights;

/// The head.
pub(crate) struct Sentences {
    out: Linear,
}

impl Sentences {
    /// The head of the tensors.
    pub fn load(weights: &Weights) -> Result<Self, ModelError> {
        Ok(Self { out: Linear::load(weights, "heads.sentences.out", 1, HIDDEN)? })
    }

    /// For each word of a window, whether it opens a sentence.
    pub fn decode(&self, words: &Rows) -> Vec<bool> {
        self.out.apply(words).values.iter().map(|&score| score > 0.0).collect()
    }
}

//! Parts of speech (UPOS), Penn tags (XPOS) and morphological features, one linear layer.

use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, argmax};
use crate::model::weights::Weights;

/// The head, and how many labels each of its columns has.
pub(crate) struct Tags {
    out: Linear,
    sizes: [usize; 3],
}

impl Tags {
    /// The head for so many UPOS, XPOS and feature bundles.
    pub fn load(weights: &Weights, sizes: [usize; 3]) -> Result<Self, ModelError> {
        Ok(Self { out: Linear::over_words(weights, "heads.tags.out", sizes.iter().sum())?, sizes })
    }

    /// The numbers of the UPOS, XPOS and bundle of each word.
    pub fn decode(&self, words: &Rows) -> Vec<[usize; 3]> {
        let scores = self.out.apply(words);
        (0..scores.len()).map(|word| self.best(scores.row(word))).collect()
    }

    fn best(&self, scores: &[f32]) -> [usize; 3] {
        let (upos, rest) = scores.split_at(self.sizes[0]);
        let (xpos, feats) = rest.split_at(self.sizes[1]);
        [argmax(upos), argmax(xpos), argmax(feats)]
    }
}

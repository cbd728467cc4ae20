//! Names of persons, organizations, places, events and other things, as runs of words.

use std::ops::Range;

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows};
use crate::model::weights::Weights;

use super::spans::{best_path, runs};

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
        let inner = Linear::over_words(weights, "heads.names.inner", SIZE)?;
        let inner = inner.shifted(&weight, &conventions[..HIDDEN]);
        Ok(Self { inner, out: Linear::load(weights, "heads.names.out", labels, SIZE)? })
    }

    /// The names among the words of one window, with the number of their kind.
    pub fn decode(&self, words: &Rows) -> Vec<(Range<usize>, usize)> {
        runs(&best_path(&self.out.apply(&self.inner.apply(words).gelu())))
    }
}

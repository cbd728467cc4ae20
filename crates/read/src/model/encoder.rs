//! Pieces to vectors: the embeddings in our own hands, the layers by `rten`.

use std::sync::Arc;

use rten::{Model, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::NdTensor;

use super::error::ModelError;
use super::features::{Features, SIZES};
use super::linear::Rows;
use super::weights::Weights;
use super::window::{LENGTH, Window};
use super::wordpiece::Piece;

/// Numbers of a vector.
pub(crate) const HIDDEN: usize = 384;
const EPSILON: f32 = 1e-12;
const TABLES: [&str; 4] = ["embeddings.lead", "embeddings.case", "embeddings.quote", "embeddings.paragraph"];

/// Embeddings and layers.
pub(crate) struct Encoder {
    words: Vec<i8>,
    scales: Vec<f32>,
    positions: Vec<f32>,
    features: [Vec<f32>; 4],
    norm: (Vec<f32>, Vec<f32>),
    layers: Model,
    inputs: [NodeId; 2],
    output: NodeId,
}

impl Encoder {
    /// The encoder of the tensors and of the layers' ONNX graph, for a vocabulary of `pieces`.
    pub fn load(weights: &Weights, onnx: &'static [u8], pieces: usize) -> Result<Self, ModelError> {
        let failed = |error: &dyn std::fmt::Display| ModelError::Encoder(error.to_string());
        let layers = Model::load_static_slice(onnx).map_err(|error| failed(&error))?;
        let node = |name: &str| layers.node_id(name).map_err(|error| failed(&error));
        let table = |number: usize| weights.floats(TABLES[number], &[SIZES[number], HIDDEN]);
        Ok(Self {
            words: weights.bytes("embeddings.word", &[pieces, HIDDEN])?,
            scales: weights.floats("embeddings.word_scale", &[pieces])?,
            positions: weights.floats("embeddings.position", &[LENGTH, HIDDEN])?,
            features: [table(0)?, table(1)?, table(2)?, table(3)?],
            norm: (
                weights.floats("embeddings.norm.weight", &[HIDDEN])?,
                weights.floats("embeddings.norm.bias", &[HIDDEN])?,
            ),
            inputs: [node("embedded")?, node("bias")?],
            output: node("hidden")?,
            layers,
        })
    }

    /// The vectors of the words of a window.
    ///
    /// A window is read by itself: the layers scale their numbers to 8 bits by the largest of their input, so that
    /// what is read beside a window would change what is found in it.
    pub fn words(&self, window: &Window, pool: &Arc<ThreadPool>) -> Result<Rows, ModelError> {
        let hidden = self.hidden(window, pool).map_err(|error| ModelError::Encoder(error.to_string()))?;
        let mut rows = Rows { width: HIDDEN, values: Vec::with_capacity(window.places.len() * HIDDEN) };
        for place in &window.places {
            rows.values.extend_from_slice(&hidden[place * HIDDEN..(place + 1) * HIDDEN]);
        }
        Ok(rows)
    }

    fn hidden(
        &self,
        window: &Window,
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
        let length = window.pieces.len();
        let mut embedded = vec![0.0; length * HIDDEN];
        self.embed(window, &mut embedded);
        let embedded = NdTensor::from_data([1, length, HIDDEN], embedded);
        let bias = NdTensor::<f32, 4>::zeros([1, 1, 1, length]);
        let inputs = vec![(self.inputs[0], embedded.into()), (self.inputs[1], bias.into())];
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let [out]: [Value; 1] = self.layers.run_n(inputs, [self.output], Some(options))?;
        let out: NdTensor<f32, 3> = out.try_into()?;
        Ok(out.into_data())
    }

    /// Writes the embedded pieces of a window to the front of `values`.
    fn embed(&self, window: &Window, values: &mut [f32]) {
        let pieces = window.pieces.iter().zip(&window.features).enumerate();
        for ((place, (&piece, features)), row) in pieces.zip(values.chunks_exact_mut(HIDDEN)) {
            self.embed_piece(piece, place, features, row);
        }
    }

    fn embed_piece(&self, piece: Piece, place: usize, features: &Features, row: &mut [f32]) {
        let piece = piece as usize;
        let scale = self.scales[piece];
        let word = &self.words[piece * HIDDEN..(piece + 1) * HIDDEN];
        let position = &self.positions[place * HIDDEN..(place + 1) * HIDDEN];
        for ((value, &word), &position) in row.iter_mut().zip(word).zip(position) {
            *value = f32::from(word) * scale + position;
        }
        for (table, &feature) in self.features.iter().zip(features) {
            let feature = usize::from(feature);
            add(row, &table[feature * HIDDEN..(feature + 1) * HIDDEN]);
        }
        self.normalise(row);
    }

    fn normalise(&self, row: &mut [f32]) {
        let size = row.len() as f32;
        let mean = row.iter().sum::<f32>() / size;
        let variance = row.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / size;
        let factor = 1.0 / (variance + EPSILON).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(&self.norm.0).zip(&self.norm.1) {
            *value = (*value - mean) * factor * weight + bias;
        }
    }
}

fn add(row: &mut [f32], other: &[f32]) {
    row.iter_mut().zip(other).for_each(|(value, other)| *value += other);
}

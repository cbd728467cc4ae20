//! Pieces to vectors: embeddings, then layers.

use std::cell::RefCell;

use rten_gemm::GemmError;

use super::error::ModelError;
use super::features::{Features, SIZES};
use super::kernels::{self, Kernels};
use super::lanes::{Norm, normalise};
use super::layer::{Layer, Room};
use super::linear::{Rows, add};
use super::weights::Weights;
use super::window::{LENGTH, Window};
use super::wordpiece::Piece;

/// Numbers of a vector.
pub(crate) const HIDDEN: usize = 384;
const LAYERS: usize = 6;
/// After so many layers the events head looks as well: later ones know the tree better, early ones the words.
const EARLY: usize = 2;

/// What the encoder makes of the words of a window.
pub(crate) struct Seen {
    /// The vectors of the last layer.
    pub late: Rows,
    /// Those after two layers.
    pub early: Rows,
}
const TABLES: [&str; 4] = ["embeddings.lead", "embeddings.case", "embeddings.quote", "embeddings.paragraph"];

thread_local! {
    /// Kept between windows, so that a thread asks for memory once.
    static ROOM: RefCell<(Vec<f32>, Room)> = RefCell::default();
}

/// Embeddings and layers.
pub(crate) struct Encoder {
    /// A row of 8-bit numbers for each piece.
    words: &'static [u8],
    scales: Vec<f32>,
    positions: Vec<f32>,
    features: [Vec<f32>; 4],
    norm: Norm,
    layers: Vec<Layer>,
}

impl Seen {
    /// Of each word the early vector, then the late one.
    pub fn side_by_side(&self) -> Rows {
        let rows = self.early.values.chunks_exact(HIDDEN).zip(self.late.values.chunks_exact(HIDDEN));
        Rows {
            width: 2 * HIDDEN,
            values: rows.flat_map(|(early, late)| early.iter().chain(late)).copied().collect(),
        }
    }
}

impl Encoder {
    /// The encoder of the tensors, for a vocabulary of `pieces`.
    pub fn load(weights: &Weights<'static>, pieces: usize) -> Result<Self, ModelError> {
        let table = |number: usize| weights.floats(TABLES[number], &[SIZES[number], HIDDEN]);
        Ok(Self {
            words: weights.raw("embeddings.word", &[pieces, HIDDEN])?,
            scales: weights.floats("embeddings.word_scale", &[pieces])?,
            positions: weights.floats("embeddings.position", &[LENGTH, HIDDEN])?,
            features: [table(0)?, table(1)?, table(2)?, table(3)?],
            norm: weights.norm("embeddings.norm", HIDDEN)?,
            layers: (0..LAYERS).map(|number| Layer::load(weights, number)).collect::<Result<_, _>>()?,
        })
    }

    /// The vectors of the words of a window.
    pub fn words(&self, window: &Window) -> Result<Seen, ModelError> {
        ROOM.with_borrow_mut(|(hidden, room)| {
            let early = kernels::with(|kernels| self.hidden(kernels, window, hidden, room))
                .map_err(|error| ModelError::Encoder(error.to_string()))?;
            Ok(Seen { late: Rows { width: HIDDEN, values: hidden.clone() }, early })
        })
    }

    /// Writes the vectors of the words to `hidden`, and gives the early ones.
    fn hidden(
        &self,
        kernels: &Kernels,
        window: &Window,
        hidden: &mut Vec<f32>,
        room: &mut Room,
    ) -> Result<Rows, GemmError> {
        hidden.resize(window.pieces.len() * HIDDEN, 0.0);
        self.embed(window, hidden);
        let (last, layers) = self.layers.split_last().expect("there are layers");
        let (first, rest) = layers.split_at(EARLY);
        first.iter().try_for_each(|layer| layer.apply(kernels, hidden, room))?;
        let of_place = |&place: &usize| &hidden[place * HIDDEN..(place + 1) * HIDDEN];
        let early =
            Rows { width: HIDDEN, values: window.places.iter().flat_map(of_place).copied().collect() };
        rest.iter().try_for_each(|layer| layer.apply(kernels, hidden, room))?;
        last.apply_last(kernels, hidden, &window.places, room)?;
        Ok(early)
    }

    /// Writes the embedded pieces of a window to `values`.
    fn embed(&self, window: &Window, values: &mut [f32]) {
        let pieces = window.pieces.iter().zip(&window.features).enumerate();
        for ((place, (&piece, features)), row) in pieces.zip(values.chunks_exact_mut(HIDDEN)) {
            self.embed_piece(piece, place, features, row);
        }
        normalise(&self.norm, values);
    }

    fn embed_piece(&self, piece: Piece, place: usize, features: &Features, row: &mut [f32]) {
        let piece = piece as usize;
        let scale = self.scales[piece];
        let word = &self.words[piece * HIDDEN..(piece + 1) * HIDDEN];
        let position = &self.positions[place * HIDDEN..(place + 1) * HIDDEN];
        for ((value, &word), &position) in row.iter_mut().zip(word).zip(position) {
            *value = f32::from(word.cast_signed()) * scale + position;
        }
        for (table, &feature) in self.features.iter().zip(features) {
            let feature = usize::from(feature);
            add(row, &table[feature * HIDDEN..(feature + 1) * HIDDEN]);
        }
    }
}

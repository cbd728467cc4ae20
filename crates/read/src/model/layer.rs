//! A layer of the encoder: attention of every piece to all of its window, then two products for each piece by itself.

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::NdTensorView;

use super::encoder::HIDDEN;
use super::error::ModelError;
use super::kernels::Kernels;
use super::lanes::{Bytes, Norm, add_normalise, dequantise, exponentials, gelu, quantise};
use super::product::Product;
use super::weights::Weights;

const INNER: usize = 1536;
const HEADS: usize = 12;
/// Numbers of a head.
const HEAD: usize = HIDDEN / HEADS;
/// Queries, keys and values side by side.
const ATTENTION: usize = 3 * HIDDEN;
/// Rows worked at a time, so that what lies between two products stays in the processor's cache.
const BLOCK: usize = 64;

/// Weights of a layer.
pub(crate) struct Layer {
    attention: Product,
    output: Product,
    attention_norm: Norm,
    inner: Product,
    outer: Product,
    norm: Norm,
}

/// Room for what a layer works out on the way.
#[derive(Default)]
pub(crate) struct Room {
    bytes: Bytes,
    inner: Bytes,
    sums: Vec<i32>,
    row: Vec<f32>,
    attention: Vec<f32>,
    scores: Vec<f32>,
    shares: Vec<f32>,
    mixed: Vec<f32>,
    context: Vec<f32>,
}

impl Layer {
    /// The layer `number`.
    pub fn load(weights: &Weights, number: usize) -> Result<Self, ModelError> {
        let name = |part: &str| format!("layers.{number}.{part}");
        let product = |part, outputs, inputs| Product::load(weights, &name(part), outputs, inputs);
        Ok(Self {
            attention: product("attention", ATTENTION, HIDDEN)?,
            output: product("output", HIDDEN, HIDDEN)?,
            attention_norm: weights.norm(&name("attention_norm"), HIDDEN)?,
            inner: product("inner", INNER, HIDDEN)?,
            outer: product("outer", HIDDEN, INNER)?,
            norm: weights.norm(&name("norm"), HIDDEN)?,
        })
    }

    /// Puts the pieces of a window, rows of `hidden`, through the layer.
    pub fn apply(&self, kernels: &Kernels, hidden: &mut [f32], room: &mut Room) -> Result<(), GemmError> {
        self.attend(kernels, hidden, room)?;
        self.feed_all(kernels, hidden, room)
    }

    /// Puts the pieces through the layer, of which those at `places`, in order, are all that remain.
    pub fn apply_last(
        &self,
        kernels: &Kernels,
        hidden: &mut Vec<f32>,
        places: &[usize],
        room: &mut Room,
    ) -> Result<(), GemmError> {
        self.attend(kernels, hidden, room)?;
        keep(&mut room.context, places);
        keep(hidden, places);
        self.feed_all(kernels, hidden, room)
    }

    fn feed_all(&self, kernels: &Kernels, hidden: &mut [f32], room: &mut Room) -> Result<(), GemmError> {
        for start in (0..hidden.len()).step_by(BLOCK * HIDDEN) {
            let end = hidden.len().min(start + BLOCK * HIDDEN);
            quantise(&room.context[start..end], &self.output.factors, &mut room.bytes);
            self.feed(kernels, &mut hidden[start..end], room)?;
        }
        Ok(())
    }

    /// Writes what the heads make of the pieces to `room.context`.
    fn attend(&self, kernels: &Kernels, hidden: &[f32], room: &mut Room) -> Result<(), GemmError> {
        let pieces = hidden.len() / HIDDEN;
        room.attention.resize(pieces * ATTENTION, 0.0);
        let blocks = hidden.chunks(BLOCK * HIDDEN).zip(room.attention.chunks_mut(BLOCK * ATTENTION));
        for (hidden, attention) in blocks {
            quantise(hidden, &self.attention.factors, &mut room.bytes);
            dequantise(self.attention.apply(kernels, &room.bytes, &mut room.sums)?, attention);
        }
        room.context.resize(hidden.len(), 0.0);
        (0..HEADS).try_for_each(|head| attend_head(kernels, head, pieces, room))
    }

    /// The rest of the layer for some pieces, of which `room.bytes` holds what the heads made.
    fn feed(&self, kernels: &Kernels, hidden: &mut [f32], room: &mut Room) -> Result<(), GemmError> {
        add_normalise(self.output.apply(kernels, &room.bytes, &mut room.sums)?, &self.attention_norm, hidden);
        quantise(hidden, &self.inner.factors, &mut room.bytes);
        let sums = self.inner.apply(kernels, &room.bytes, &mut room.sums)?;
        gelu(sums, &self.outer.factors, &mut room.row, &mut room.inner);
        add_normalise(self.outer.apply(kernels, &room.inner, &mut room.sums)?, &self.norm, hidden);
        Ok(())
    }
}

/// Keeps the rows at `places`, which rise.
fn keep(rows: &mut Vec<f32>, places: &[usize]) {
    for (row, &place) in places.iter().enumerate() {
        rows.copy_within(place * HIDDEN..(place + 1) * HIDDEN, row * HIDDEN);
    }
    rows.truncate(places.len() * HIDDEN);
}

fn attend_head(kernels: &Kernels, head: usize, pieces: usize, room: &mut Room) -> Result<(), GemmError> {
    let all = NdTensorView::from_data([pieces, ATTENTION], room.attention.as_slice());
    let part = |number: usize| {
        let start = number * HIDDEN + head * HEAD;
        all.slice((.., start..start + HEAD))
    };
    room.scores.resize(pieces * pieces, 0.0);
    room.shares.resize(pieces, 0.0);
    room.mixed.resize(pieces * HEAD, 0.0);
    let (queries, keys) = (GemmInputA::Unpacked(part(0)), part(1));
    let keys = GemmInputB::Unpacked(keys.transposed());
    kernels.floats.gemm(&mut room.scores, queries, keys, GemmOptions::default())?;
    exponentials(&mut room.scores, &mut room.shares);
    let scores = NdTensorView::from_data([pieces, pieces], room.scores.as_slice());
    let (scores, values) = (GemmInputA::Unpacked(scores), GemmInputB::Unpacked(part(2)));
    kernels.floats.gemm(&mut room.mixed, scores, values, GemmOptions::default())?;
    let rows = room.mixed.chunks_exact(HEAD).zip(&room.shares);
    for ((mixed, share), out) in rows.zip(room.context.chunks_exact_mut(HIDDEN)) {
        let out = &mut out[head * HEAD..(head + 1) * HEAD];
        out.iter_mut().zip(mixed).for_each(|(out, mixed)| *out = mixed * share);
    }
    Ok(())
}

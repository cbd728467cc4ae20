//! Products of matrices for the heads.

use rten_gemm::{BiasVector, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_tensor::NdTensorView;
use rten_vecmath::Gelu;

use super::encoder::HIDDEN;
use super::error::ModelError;
use super::kernels;
use super::product::Product;
use super::weights::Weights;

/// Rows of numbers, all of one width.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Numbers of a row.
    pub width: usize,
    /// Row after row.
    pub values: Vec<f32>,
}

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// A row.
    pub fn row(&self, number: usize) -> &[f32] {
        &self.values[number * self.width..(number + 1) * self.width]
    }

    /// Nothing where a number is below nothing.
    pub fn rectified(mut self) -> Self {
        self.values.iter_mut().for_each(|value| *value = value.max(0.0));
        self
    }

    /// Applies the Gaussian error linear unit to every number.
    pub fn gelu(mut self) -> Self {
        Gelu {}.map_mut(&mut self.values);
        self
    }
}

/// `x W + b` for rows `x`.
pub(crate) struct Linear {
    weight: Weight,
    bias: Vec<f32>,
    outputs: usize,
}

enum Weight {
    Floats(PackedBMatrix<f32>),
    /// In 8 bits, for layers so wide that it saves time; without bias.
    Bytes(Product),
}

/// Layers of fewer outputs stay in single precision.
const WIDE: usize = 64;

impl Linear {
    /// The layer whose weight is the tensor `name.weight` of `outputs` rows and `inputs` columns.
    pub fn load(weights: &Weights, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let weight = weights.floats(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = weights.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Self::new(&weight, bias, inputs))
    }

    /// The same for a layer over the vectors of words, in 8 bits where it is wide.
    pub fn over_words(weights: &Weights, name: &str, outputs: usize) -> Result<Self, ModelError> {
        let weight = weights.floats(&format!("{name}.weight"), &[outputs, HIDDEN])?;
        let bias = weights.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Self::new_over_words(&weight, bias))
    }

    /// The same with the weight of [`Self::new`].
    pub fn new_over_words(weight: &[f32], bias: Vec<f32>) -> Self {
        if bias.len() < WIDE {
            return Self::new(weight, bias, HIDDEN);
        }
        let product = Product::quantised(weight, vec![0.0; bias.len()], HIDDEN, HIDDEN);
        Self { outputs: bias.len(), weight: Weight::Bytes(product), bias }
    }

    /// The layer with a weight of a row for each output, and a bias of a number for each.
    pub fn new(weight: &[f32], bias: Vec<f32>, inputs: usize) -> Self {
        let outputs = bias.len();
        let matrix = NdTensorView::from_data([outputs, inputs], weight);
        let packed = kernels::with(|kernels| kernels.floats.prepack_b(matrix.transposed()));
        Self { weight: Weight::Floats(packed), bias, outputs }
    }

    /// The outputs for each row.
    pub fn apply(&self, rows: &Rows) -> Rows {
        match &self.weight {
            Weight::Floats(packed) => self.multiply(packed, rows),
            Weight::Bytes(product) => self.multiply_bytes(product, rows),
        }
    }

    fn multiply_bytes(&self, product: &Product, rows: &Rows) -> Rows {
        let mut values = Vec::new();
        product.numbers(&rows.values, &mut values);
        let mut out = Rows { width: self.outputs, values: Vec::with_capacity(rows.len() * self.outputs) };
        for row in values.chunks_exact(product.outputs()) {
            out.values.extend(row.iter().zip(&self.bias).map(|(value, bias)| value + bias));
        }
        out
    }

    fn multiply(&self, packed: &PackedBMatrix<f32>, rows: &Rows) -> Rows {
        let mut out = Rows { width: self.outputs, values: vec![0.0; rows.len() * self.outputs] };
        if rows.len() > 0 {
            let a = NdTensorView::from_data([rows.len(), rows.width], rows.values.as_slice());
            let opts = GemmOptions { bias: Some(BiasVector::Row(&self.bias)), ..GemmOptions::default() };
            let (a, b) = (GemmInputA::Unpacked(a), GemmInputB::Packed(packed));
            kernels::with(|kernels| kernels.floats.gemm(&mut out.values, a, b, opts))
                .expect("the shapes were checked when the layer was loaded");
        }
        out
    }

    /// Adds what a constant added to every input would give: `(x + c) W + b`.
    pub fn shifted(mut self, weight: &[f32], constant: &[f32]) -> Self {
        for (bias, row) in self.bias.iter_mut().zip(weight.chunks_exact(constant.len())) {
            *bias += dot(row, constant);
        }
        self
    }
}

/// Adds a vector to one of the same width.
pub(crate) fn add(row: &mut [f32], other: &[f32]) {
    row.iter_mut().zip(other).for_each(|(value, other)| *value += other);
}

/// The sum of the products of two vectors of one width.
pub(crate) fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut out = [0.0];
    dots(one, other, &mut out);
    out[0]
}

/// The sums of the products of a vector with each of the rows, as many as `out` holds.
pub(crate) fn dots(vector: &[f32], rows: &[f32], out: &mut [f32]) {
    Dots { vector, rows, out }.dispatch();
}

struct Dots<'a> {
    vector: &'a [f32],
    rows: &'a [f32],
    out: &'a mut [f32],
}

impl SimdOp for Dots<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.vector.len();
        let whole = width - width % ops.len();
        let (body, tail) = self.vector.split_at(whole);
        let tail = ops.load_pad(tail).0;
        for (row, out) in self.rows.chunks_exact(width).zip(self.out) {
            let mut sum = ops.mul(tail, ops.load_pad(&row[whole..]).0);
            for at in (0..whole).step_by(ops.len()) {
                sum = ops.mul_add(ops.load(&body[at..]), ops.load(&row[at..]), sum);
            }
            *out = ops.sum(sum);
        }
    }
}

/// The place of the largest number; the first where there are several.
pub(crate) fn argmax(values: &[f32]) -> usize {
    let best = values.iter().enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map_or(0, |(place, _)| place)
}

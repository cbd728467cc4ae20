//! Products of rows with weights in 8 bits.

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_tensor::NdTensorView;

use super::error::ModelError;
use super::kernels::{self, Kernels};
use super::lanes::{Bytes, Sums};
use super::weights::Weights;

/// A matrix in 8 bits with a scale for each output, a bias, and factors of the inputs.
pub(crate) struct Product {
    packed: PackedBMatrix<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// What each input is multiplied by before it is put in 8 bits.
    pub factors: Vec<f32>,
}

impl Product {
    /// The product whose tensors are `name.weight`, `name.scale`, `name.bias` and, where its inputs are smoothed,
    /// `name.smooth`.
    pub fn load(weights: &Weights, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let weight = weights.bytes(&format!("{name}.weight"), &[outputs, inputs])?;
        let smooth = format!("{name}.smooth");
        let factors = if weights.has(&smooth) { weights.floats(&smooth, &[inputs])? } else { vec![1.0; inputs] };
        let matrix = NdTensorView::from_data([outputs, inputs], weight.as_slice());
        Ok(Self {
            packed: kernels::with(|kernels| kernels.bytes.prepack_b(matrix.transposed())),
            scales: weights.floats(&format!("{name}.scale"), &[outputs])?,
            bias: weights.floats(&format!("{name}.bias"), &[outputs])?,
            factors,
        })
    }

    /// The sums of the products of each row, in `sums`.
    pub fn apply<'a>(
        &'a self,
        kernels: &Kernels,
        rows: &'a Bytes,
        sums: &'a mut Vec<i32>,
    ) -> Result<Sums<'a>, GemmError> {
        sums.resize(rows.scales.len() * self.scales.len(), 0);
        let a = NdTensorView::from_data([rows.scales.len(), self.factors.len()], rows.values.as_slice());
        let quant = QuantParams { zero_point: rows.zeros.as_slice() };
        let opts = GemmOptions { a_quant: Some(quant), ..GemmOptions::default() };
        kernels.bytes.gemm(sums, GemmInputA::Unpacked(a), GemmInputB::Packed(&self.packed), opts)?;
        Ok(Sums { values: sums, rows: &rows.scales, columns: &self.scales, bias: &self.bias })
    }
}

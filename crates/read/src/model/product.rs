//! Products of rows with weights in 8 bits.

use std::cell::RefCell;

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use super::error::ModelError;
use super::kernels::{self, Kernels};
use super::lanes::{Bytes, Sums, dequantise, quantise};
use super::weights::Weights;

/// The greatest weight: two products with bytes still fit the 16 bits that some processors sum them in.
const GREATEST: f32 = 64.0;
/// Widths are multiples of this.
const LANES: usize = 64;

thread_local! {
    static ROOM: RefCell<(Bytes, Vec<i32>)> = RefCell::default();
}

/// A matrix in 8 bits with a scale for each output, a bias, and factors of the inputs.
pub(crate) struct Product {
    packed: PackedBMatrix<i8>,
    scales: Vec<f32>,
    /// The sum of the weights of each output.
    totals: Vec<i32>,
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
        let factors =
            if weights.has(&smooth) { weights.floats(&smooth, &[inputs])? } else { vec![1.0; inputs] };
        let scales = weights.floats(&format!("{name}.scale"), &[outputs])?;
        let bias = weights.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Self::new(&weight, scales, bias, factors))
    }

    /// The product of weights that are put in 8 bits here, a row of `inputs` for each output. Inputs and outputs are
    /// more, the further ones of no weight: `width` inputs, and as many outputs as [`Self::outputs`] says.
    pub fn quantised(weight: &[f32], mut bias: Vec<f32>, inputs: usize, width: usize) -> Self {
        let outputs = bias.len().next_multiple_of(LANES);
        let mut bytes = vec![0; outputs * width];
        let mut scales = vec![1.0; outputs];
        let rows = weight.chunks_exact(inputs).zip(bytes.chunks_exact_mut(width));
        for ((row, bytes), scale) in rows.zip(&mut scales) {
            *scale = row.iter().fold(1e-8f32, |most, weight| most.max(weight.abs())) / GREATEST;
            for (byte, weight) in bytes.iter_mut().zip(row) {
                *byte = (weight / *scale).round_ties_even().clamp(-GREATEST, GREATEST) as i8;
            }
        }
        bias.resize(outputs, 0.0);
        Self::new(&bytes, scales, bias, vec![1.0; width])
    }

    /// How many numbers a row gives.
    pub fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// Writes what each row gives to `out`.
    pub fn numbers(&self, rows: &[f32], out: &mut Vec<f32>) {
        ROOM.with_borrow_mut(|(bytes, sums)| {
            quantise(rows, &self.factors, bytes);
            out.resize(bytes.scales.len() * self.outputs(), 0.0);
            let sums =
                kernels::with(|kernels| self.apply(kernels, bytes, sums).map(|sums| dequantise(sums, out)));
            sums.expect("rows have the width of the inputs");
        });
    }

    /// The product with a row of weights for each output.
    fn new(weight: &[i8], scales: Vec<f32>, bias: Vec<f32>, factors: Vec<f32>) -> Self {
        let matrix = NdTensorView::from_data([scales.len(), factors.len()], weight);
        let packed = kernels::with(|kernels| kernels.bytes.prepack_b(matrix.transposed()));
        let total = |row: &[i8]| row.iter().map(|&weight| i32::from(weight)).sum();
        let totals = weight.chunks_exact(factors.len()).map(total).collect();
        Self { packed, scales, totals, bias, factors }
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
        // The rows' zeros are taken off with the scales: rten-gemm 0.27 packs those of the first rows for all.
        let opts = GemmOptions::default();
        kernels.bytes.gemm(sums, GemmInputA::Unpacked(a), GemmInputB::Packed(&self.packed), opts)?;
        let Self { scales, totals, bias, .. } = self;
        Ok(Sums { values: sums, rows, scales, totals, bias })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_gives_its_products_whatever_stands_beside_it() {
        let (inputs, outputs) = (1536, 64);
        let weight: Vec<i8> = (0..inputs * outputs)
            .map(|at| ((at * 37 + at / 97) % 129) as i32 - 64)
            .map(|w| w as i8)
            .collect();
        let scales = (0..outputs).map(|output| 0.01 + output as f32 / 1e4).collect();
        let bias = (0..outputs).map(|output| output as f32).collect();
        let product = Product::new(&weight, scales, bias, vec![1.0; inputs]);
        let values: Vec<f32> = (0..17 * inputs)
            .map(|at| ((at * 31 + at / 7) % 201) as f32 - (at / inputs * 10) as f32)
            .collect();
        let apply = |values: &[f32]| {
            let (mut bytes, mut sums) = (Bytes::default(), Vec::new());
            quantise(values, &product.factors, &mut bytes);
            let mut out = vec![0.0; values.len() / inputs * outputs];
            kernels::with(|kernels| {
                dequantise(product.apply(kernels, &bytes, &mut sums).unwrap(), &mut out);
            });
            let number = |row: usize, input: usize| {
                (f32::from(bytes.values[row * inputs + input]) - f32::from(bytes.zeros[row]))
                    * bytes.scales[row]
            };
            for (at, found) in out.iter().enumerate() {
                let (row, output) = (at / outputs, at % outputs);
                let weights = &weight[output * inputs..(output + 1) * inputs];
                let sum: f64 = weights
                    .iter()
                    .enumerate()
                    .map(|(input, &w)| f64::from(w) * f64::from(number(row, input)))
                    .sum();
                let expected = sum * f64::from(product.scales[output]) + f64::from(product.bias[output]);
                assert!(
                    (f64::from(*found) - expected).abs() < 1e-3 * expected.abs().max(1.0),
                    "{found} instead of {expected}"
                );
            }
            out
        };
        let together = apply(&values);
        let alone: Vec<f32> = values.chunks(inputs).flat_map(apply).collect();
        assert_eq!(together, alone);
    }
}

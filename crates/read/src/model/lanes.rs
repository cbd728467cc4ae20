//! What is done to rows of numbers between two products, at the full width of the processor's vectors.
//!
//! Every row is worked by itself, so that what a piece gives depends on no other. Widths are multiples of 64.

use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::{Exp, Gelu};

const EPSILON: f32 = 1e-12;

/// Rows in 8 bits: a number is `(value - zero) * scale`, with a zero and a scale for each row.
#[derive(Default)]
pub(crate) struct Bytes {
    pub values: Vec<u8>,
    pub zeros: Vec<u8>,
    pub scales: Vec<f32>,
}

impl Bytes {
    fn resize(&mut self, rows: usize, width: usize) {
        self.values.resize(rows * width, 0);
        self.zeros.resize(rows, 0);
        self.scales.resize(rows, 0.0);
    }
}

/// Sums of products of bytes with weights, and what makes numbers of them:
/// `(sum - row zero * total) * row scale * scale + bias`.
#[derive(Clone, Copy)]
pub(crate) struct Sums<'a> {
    pub values: &'a [i32],
    /// The rows that were multiplied.
    pub rows: &'a Bytes,
    /// The scale of each column's weights.
    pub scales: &'a [f32],
    /// The sum of each column's weights.
    pub totals: &'a [i32],
    pub bias: &'a [f32],
}

/// The sums of one row.
struct Row<'a, I: Isa> {
    sums: Sums<'a>,
    values: &'a [i32],
    zero: I::I32,
    scale: I::F32,
}

impl<'a> Sums<'a> {
    fn width(&self) -> usize {
        self.scales.len()
    }

    #[inline(always)]
    fn row<I: Isa>(self, isa: I, row: usize) -> Row<'a, I> {
        Row {
            sums: self,
            values: &self.values[row * self.width()..(row + 1) * self.width()],
            zero: isa.i32().splat(i32::from(self.rows.zeros[row])),
            scale: isa.f32().splat(self.rows.scales[row]),
        }
    }
}

impl<I: Isa> Row<'_, I> {
    /// A vector of numbers from the column `at`.
    #[inline(always)]
    fn numbers(&self, isa: I, at: usize) -> I::F32 {
        let (ops, whole) = (isa.f32(), isa.i32());
        let zeros = whole.mul(self.zero, whole.load(&self.sums.totals[at..]));
        let sums = whole.to_float(whole.sub(whole.load(&self.values[at..]), zeros));
        let scales = ops.load(&self.sums.scales[at..]);
        ops.mul_add(ops.mul(sums, self.scale), scales, ops.load(&self.sums.bias[at..]))
    }
}

/// Writes the numbers of sums to `out`.
pub(crate) fn dequantise(sums: Sums, out: &mut [f32]) {
    Dequantise { sums, out }.dispatch();
}

struct Dequantise<'a> {
    sums: Sums<'a>,
    out: &'a mut [f32],
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.sums.width();
        for (row, out) in self.out.chunks_exact_mut(width).enumerate() {
            let row = self.sums.row(isa, row);
            for at in (0..width).step_by(ops.len()) {
                ops.store(row.numbers(isa, at), &mut out[at..]);
            }
        }
    }
}

/// Adds the numbers of sums to `out`, and normalises each row.
pub(crate) fn add_normalise(sums: Sums, norm: &Norm, out: &mut [f32]) {
    AddNormalise { sums, norm, out }.dispatch();
}

/// Weight and bias of a normalisation of layers.
pub(crate) struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

struct AddNormalise<'a> {
    sums: Sums<'a>,
    norm: &'a Norm,
    out: &'a mut [f32],
}

impl SimdOp for AddNormalise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.sums.width();
        for (row, out) in self.out.chunks_exact_mut(width).enumerate() {
            let row = self.sums.row(isa, row);
            for at in (0..width).step_by(ops.len()) {
                let number = row.numbers(isa, at);
                ops.store(ops.add(number, ops.load(&out[at..])), &mut out[at..]);
            }
            normalise_row(isa, out, self.norm);
        }
    }
}

/// Normalises each row: mean 0 and variance 1, then times the weight, plus the bias.
pub(crate) fn normalise(norm: &Norm, out: &mut [f32]) {
    Normalise { norm, out }.dispatch();
}

struct Normalise<'a> {
    norm: &'a Norm,
    out: &'a mut [f32],
}

impl SimdOp for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        for row in self.out.chunks_exact_mut(self.norm.weight.len()) {
            normalise_row(isa, row, self.norm);
        }
    }
}

#[inline(always)]
fn normalise_row<I: Isa>(isa: I, row: &mut [f32], norm: &Norm) {
    let ops = isa.f32();
    let size = row.len() as f32;
    let mut sum = ops.zero();
    for at in (0..row.len()).step_by(ops.len()) {
        sum = ops.add(sum, ops.load(&row[at..]));
    }
    let mean = ops.splat(ops.sum(sum) / size);
    let mut squares = ops.zero();
    for at in (0..row.len()).step_by(ops.len()) {
        let off = ops.sub(ops.load(&row[at..]), mean);
        squares = ops.mul_add(off, off, squares);
    }
    let factor = ops.splat(1.0 / (ops.sum(squares) / size + EPSILON).sqrt());
    for at in (0..row.len()).step_by(ops.len()) {
        let off = ops.mul(ops.sub(ops.load(&row[at..]), mean), factor);
        let value = ops.mul_add(off, ops.load(&norm.weight[at..]), ops.load(&norm.bias[at..]));
        ops.store(value, &mut row[at..]);
    }
}

/// Rows of the width of `factors`, times `factors`, in 8 bits.
pub(crate) fn quantise(values: &[f32], factors: &[f32], out: &mut Bytes) {
    out.resize(values.len() / factors.len(), factors.len());
    Quantise { values, factors, out }.dispatch();
}

struct Quantise<'a> {
    values: &'a [f32],
    factors: &'a [f32],
    out: &'a mut Bytes,
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.factors.len();
        let Bytes { values, zeros, scales } = self.out;
        let rows = self.values.chunks_exact(width).zip(values.chunks_exact_mut(width));
        for ((row, out), (zero, scale)) in rows.zip(zeros.iter_mut().zip(scales)) {
            let (mut low, mut high) = (ops.zero(), ops.zero());
            for at in (0..width).step_by(ops.len()) {
                let value = ops.mul(ops.load(&row[at..]), ops.load(&self.factors[at..]));
                (low, high) = (ops.min(low, value), ops.max(high, value));
            }
            let grid = Grid::of(least(low), greatest(high));
            write_bytes(isa, row, self.factors, &grid, out);
            (*zero, *scale) = (grid.zero, grid.scale);
        }
    }
}

/// The Gaussian error linear unit of the numbers of sums, times `factors`, in 8 bits. `row` is room for one row.
pub(crate) fn gelu(sums: Sums, factors: &[f32], row: &mut Vec<f32>, out: &mut Bytes) {
    row.resize(factors.len(), 0.0);
    out.resize(sums.rows.scales.len(), factors.len());
    GeluBytes { sums, factors, row, out }.dispatch();
}

struct GeluBytes<'a> {
    sums: Sums<'a>,
    factors: &'a [f32],
    row: &'a mut [f32],
    out: &'a mut Bytes,
}

impl SimdOp for GeluBytes<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.factors.len();
        for (number, out) in self.out.values.chunks_exact_mut(width).enumerate() {
            let row = self.sums.row(isa, number);
            let (mut low, mut high) = (ops.zero(), ops.zero());
            for at in (0..width).step_by(ops.len()) {
                let value = Gelu {}.eval(isa, row.numbers(isa, at));
                ops.store(value, &mut self.row[at..]);
                let value = ops.mul(value, ops.load(&self.factors[at..]));
                (low, high) = (ops.min(low, value), ops.max(high, value));
            }
            let grid = Grid::of(least(low), greatest(high));
            write_bytes(isa, self.row, self.factors, &grid, out);
            (self.out.zeros[number], self.out.scales[number]) = (grid.zero, grid.scale);
        }
    }
}

/// The 256 steps that hold a row.
struct Grid {
    scale: f32,
    inverse: f32,
    zero: u8,
}

impl Grid {
    #[inline(always)]
    fn of(low: f32, high: f32) -> Self {
        let scale = if high > low { (high - low) / 255.0 } else { 1.0 };
        let inverse = 1.0 / scale;
        Self { scale, inverse, zero: (-low * inverse).round_ties_even() as u8 }
    }
}

#[inline(always)]
fn write_bytes<I: Isa>(isa: I, row: &[f32], factors: &[f32], grid: &Grid, out: &mut [u8]) {
    let (ops, whole) = (isa.f32(), isa.i32());
    let step = ops.len();
    let (inverse, zero) = (ops.splat(grid.inverse), whole.splat(i32::from(grid.zero)));
    let vectors = row.chunks_exact(step * 4).zip(factors.chunks_exact(step * 4));
    for ((row, factors), out) in vectors.zip(out.chunks_exact_mut(step * 4)) {
        let mut four = [whole.zero(); 4];
        for (number, whole_number) in four.iter_mut().enumerate() {
            let at = number * step;
            let value = ops.mul(ops.load(&row[at..]), ops.load(&factors[at..]));
            *whole_number = whole.add(ops.to_int_round(ops.mul(value, inverse)), zero);
        }
        let front = whole.narrow_saturate(four[0], four[1]);
        let back = whole.narrow_saturate(four[2], four[3]);
        isa.u8().store(isa.i16().narrow_saturate(front, back), out);
    }
}

/// The least lane, or 0.
#[inline(always)]
fn least(vector: impl Simd<Elem = f32>) -> f32 {
    vector.to_array().into_iter().fold(0.0, f32::min)
}

#[inline(always)]
fn greatest(vector: impl Simd<Elem = f32>) -> f32 {
    vector.to_array().into_iter().fold(f32::MIN, f32::max)
}

/// Makes each row of `scores` its exponentials over their greatest, and writes one over their sum to `shares`.
pub(crate) fn exponentials(scores: &mut [f32], shares: &mut [f32]) {
    Exponentials { scores, shares }.dispatch();
}

struct Exponentials<'a> {
    scores: &'a mut [f32],
    shares: &'a mut [f32],
}

impl SimdOp for Exponentials<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let width = self.scores.len() / self.shares.len();
        let floor = ops.splat(f32::MIN);
        for (row, share) in self.scores.chunks_exact_mut(width).zip(self.shares) {
            let (body, tail) = row.split_at_mut(width - width % ops.len());
            let mut most = floor;
            for at in (0..body.len()).step_by(ops.len()) {
                most = ops.max(most, ops.load(&body[at..]));
            }
            let (rest, mask) = ops.load_pad(tail);
            most = ops.max(most, ops.select(rest, floor, mask));
            let most = ops.splat(greatest(most));
            let mut sum = ops.zero();
            for at in (0..body.len()).step_by(ops.len()) {
                let value = Exp {}.eval(isa, ops.sub(ops.load(&body[at..]), most));
                ops.store(value, &mut body[at..]);
                sum = ops.add(sum, value);
            }
            let rest = ops.select(Exp {}.eval(isa, ops.sub(rest, most)), ops.zero(), mask);
            sum = ops.add(sum, rest);
            store_front(rest, tail);
            *share = 1.0 / ops.sum(sum);
        }
    }
}

/// Stores as much of a vector as `out` holds.
#[inline(always)]
fn store_front(vector: impl Simd<Elem = f32>, out: &mut [f32]) {
    for (out, value) in out.iter_mut().zip(vector.to_array()) {
        *out = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIDTH: usize = 128;

    /// Numbers that look drawn at random, from -1 to 1.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let step = |state: &mut u32| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*state >> 8) as f32 / (1 << 23) as f32 - 1.0)
        };
        std::iter::repeat(()).scan(seed, |state, ()| step(state)).take(count).collect()
    }

    #[track_caller]
    fn check(found: &[f32], expected: &[f32], tolerance: f32) {
        assert_eq!(found.len(), expected.len());
        for (place, (a, b)) in found.iter().zip(expected).enumerate() {
            assert!((a - b).abs() <= tolerance, "{a} instead of {b} at {place}");
        }
    }

    #[test]
    fn a_row_in_bytes_is_nearly_itself() {
        let (values, factors) = (numbers(WIDTH * 3, 1), numbers(WIDTH, 2));
        let mut out = Bytes::default();
        quantise(&values, &factors, &mut out);
        let number = |at: usize| {
            let row = at / WIDTH;
            (f32::from(out.values[at]) - f32::from(out.zeros[row])) * out.scales[row]
        };
        let found: Vec<f32> = (0..values.len()).map(number).collect();
        let expected: Vec<f32> = values.iter().zip(factors.iter().cycle()).map(|(a, b)| a * b).collect();
        check(&found, &expected, 2.0 / 255.0);
    }

    #[test]
    fn rows_have_mean_0_and_variance_1() {
        let mut rows = numbers(WIDTH * 2, 3);
        let norm = Norm { weight: vec![2.0; WIDTH], bias: vec![1.0; WIDTH] };
        normalise(&norm, &mut rows);
        for row in rows.chunks(WIDTH) {
            let mean = row.iter().sum::<f32>() / WIDTH as f32;
            let variance = row.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / WIDTH as f32;
            check(&[mean, variance], &[1.0, 4.0], 1e-4);
        }
    }

    proptest! {
        #[test]
        fn exponentials_times_their_shares_are_the_softmax(width in 1usize..70, seed: u32) {
            let scores: Vec<f32> = numbers(width * 2, seed).iter().map(|score| score * 9.0 - 4.0).collect();
            let (mut found, mut shares) = (scores.clone(), [0.0; 2]);
            exponentials(&mut found, &mut shares);
            for ((scores, found), share) in scores.chunks(width).zip(found.chunks(width)).zip(shares) {
                let sum: f32 = scores.iter().map(|score| score.exp()).sum();
                let expected: Vec<f32> = scores.iter().map(|score| score.exp() / sum).collect();
                let found: Vec<f32> = found.iter().map(|value| value * share).collect();
                check(&found, &expected, 1e-5);
            }
        }
    }
}

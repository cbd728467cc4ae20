//! The splitter's net: the rows of its features are added up, cut off below zero, and weighed.

use std::sync::LazyLock;

use super::features::Features;

/// Numbers in a row: the first goes straight to the score, the others to the hidden units.
const WIDTH: usize = 8;

/// Weights, as `training/segment/train.py` writes them.
pub(super) struct Net {
    rows: Vec<[i8; WIDTH]>,
    /// What one step of a row is worth.
    scale: f32,
    /// Bias of the score and of each hidden unit.
    bias: [f32; WIDTH],
    /// Weight of each; the first is 1.
    out: [f32; WIDTH],
}

/// The net of `data/segment/boundary.bin`.
pub(super) static NET: LazyLock<Net> =
    LazyLock::new(|| Net::parse(include_bytes!("../../../../data/segment/boundary.bin")).unwrap_or_default());

/// A net that knows nothing: every gap behind which it is asked is an end.
impl Default for Net {
    fn default() -> Self {
        Self { rows: vec![[0; WIDTH]], scale: 0.0, bias: [1.0; WIDTH], out: [1.0; WIDTH] }
    }
}

impl Net {
    /// Reads a header of text lines, ended by an empty line, then the rows; none where the sizes do not fit.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let header_end = memchr::memmem::find(bytes, b"\n\n")?;
        let header = std::str::from_utf8(&bytes[..header_end]).ok()?;
        let numbers = |name: &str| -> Option<Vec<f32>> {
            let line = header.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().map(|number| number.parse().ok()).collect()
        };
        let rows: Vec<[i8; WIDTH]> = bytes[header_end + 2..]
            .chunks_exact(WIDTH)
            .map(|row| std::array::from_fn(|i| row[i] as i8))
            .collect();
        let scale = *numbers("scale ")?.first()?;
        let bias = numbers("bias ")?.try_into().ok()?;
        let out = numbers("out ")?.try_into().ok()?;
        rows.len().is_power_of_two().then_some(Self { rows, scale, bias, out })
    }

    /// Above zero where a sentence ends.
    pub(super) fn score(&self, features: &Features) -> f32 {
        let mask = self.rows.len() - 1;
        let mut sums = [0i16; WIDTH];
        for &feature in features {
            let row = &self.rows[feature as usize & mask];
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i16::from(weight);
            }
        }
        let unit = |i: usize| f32::from(sums[i]) * self.scale + self.bias[i];
        unit(0) + (1..WIDTH).map(|i| unit(i).max(0.0) * self.out[i]).sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_are_shipped_are_whole() {
        let net = Net::parse(include_bytes!("../../../../data/segment/boundary.bin")).expect("a net");
        assert!(net.rows.len() >= 1024 && net.scale > 0.0);
    }
}

//! The tensors of a model's file, as plain numbers.

use half::f16;
use safetensors::{Dtype, SafeTensors};

use super::error::ModelError;
use super::lanes::Norm;

/// All tensors of a file.
pub(crate) struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    /// The tensors in the bytes of a safetensors file.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        Ok(Self(SafeTensors::deserialize(bytes)?))
    }

    /// The numbers of a tensor of halves or floats, row by row.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let tensor = self.tensor(name, shape)?;
        let bytes = tensor.data();
        match tensor.dtype() {
            Dtype::F32 => Ok(chunks::<4>(bytes).map(f32::from_le_bytes).collect()),
            Dtype::F16 => Ok(chunks::<2>(bytes).map(|half| f16::from_le_bytes(half).to_f32()).collect()),
            other => Err(wrong(name, &format!("{other:?}"), "F16 or F32")),
        }
    }

    /// The numbers of a tensor of 8-bit numbers, row by row.
    pub fn bytes(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, ModelError> {
        Ok(self.raw(name, shape)?.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// The bytes of a tensor of 8-bit numbers as the file has them.
    pub fn raw(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        let tensor = self.tensor(name, shape)?;
        match tensor.dtype() {
            Dtype::I8 => Ok(tensor.data()),
            other => Err(wrong(name, &format!("{other:?}"), "I8")),
        }
    }

    /// A normalisation of `width` numbers.
    pub fn norm(&self, name: &str, width: usize) -> Result<Norm, ModelError> {
        let part = |part: &str| self.floats(&format!("{name}.{part}"), &[width]);
        Ok(Norm { weight: part("weight")?, bias: part("bias")? })
    }

    /// Whether there is a tensor of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.tensor(name).is_ok()
    }

    fn tensor(&self, name: &str, shape: &[usize]) -> Result<safetensors::tensor::TensorView<'a>, ModelError> {
        let tensor = self.0.tensor(name)?;
        if tensor.shape() != shape {
            return Err(wrong(name, &format!("{:?}", tensor.shape()), &format!("{shape:?}")));
        }
        Ok(tensor)
    }
}

fn chunks<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks::<N>().0.iter().copied()
}

fn wrong(name: &str, found: &str, expected: &str) -> ModelError {
    ModelError::Tensor { name: name.to_owned(), found: found.to_owned(), expected: expected.to_owned() }
}

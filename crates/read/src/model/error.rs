//! What can be wrong with a model's files.

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The description of the model is no JSON of the kind expected.
    #[error("reader.json cannot be read: {0}")]
    Description(#[from] serde_json::Error),
    /// The weights are no safetensors file.
    #[error("reader.safetensors cannot be read: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// A tensor has another shape or type than its part of the model asks for.
    #[error("tensor {name} is {found}, expected {expected}")]
    Tensor {
        /// The tensor.
        name: String,
        /// Its shape and type.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The vocabulary lacks a special piece.
    #[error("vocab.txt lacks [UNK], [CLS] or [SEP]")]
    Vocabulary,
    /// A product of the encoder failed.
    #[error("the encoder cannot run: {0}")]
    Encoder(String),
}

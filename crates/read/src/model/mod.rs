//! The reader model: one encoder over windows of words, and what its heads make of them.
#![allow(dead_code)]

mod features;
mod tree;
mod window;
mod wordpiece;

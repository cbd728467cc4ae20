//! The server: pages and an API over a store, on this machine.

pub mod models;
pub mod pages;

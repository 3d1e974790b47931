//! Columns become inputs: the numbers of each cell, fitted on training rows only.

pub mod calendar;
mod config;
pub mod embedding;
mod embedding_summary;
pub mod encoding;
pub mod ngram;
pub mod scaling;
pub mod terms;
pub mod vocabulary;

pub use config::EncodingConfig;
pub use embedding_summary::EmbeddingSummary;

//! Columns become inputs: the numbers of each cell, fitted on training rows only.
//!
//! Numbers are standardised, or, by `encoding: {"numbers": "quantile"}`, become normal scores of their ranks. Each label is one input; labels
//! with fewer than five training rows share the input "other", as which new labels are read too. `encoding: {"categories": "embedding"}`
//! learns a vector per label where a column has more than ten of them, of min(50, round(1.6 n^0.56)) numbers for n labels (fastai's rule,
//! capped as by Guo & Berkhahn, 2016). All tasks share these vectors, but each single-task baseline has its own.
//!
//! A text that is given the role `input` has its terms weighed by TF-IDF ([`terms`]): words, pairs of words and, for short texts, pieces. Each
//! term has a learned vector, and a text is their weighted sum, a linear layer on sparse inputs. `encoding: {"texts": "hashed"}` counts hashed
//! words in 64 inputs instead, and `"embedding"` averages learned vectors of hashed words (Joulin et al., 2017).

pub mod calendar;
mod code;
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

//! Columns become inputs: the numbers of each cell, fitted on training rows only.
//!
//! Numbers are standardised, or, by `encoding: {"numbers": "quantile"}`, become normal scores of their ranks.
//! `encoding: {"numericEmbedding": "piecewise_linear"}` makes of each how far it reaches through each of its bins, `"periodic"` adds a learned
//! vector of its sines and cosines (Gorishniy et al., 2022). Each label is one input; labels
//! with fewer than five training rows share the input "other", as which new labels are read too. `encoding: {"categories": "embedding"}`
//! learns a vector per label where a column has more than ten of them, of min(50, round(1.6 n^0.56)) numbers for n labels (fastai's rule,
//! capped as by Guo & Berkhahn, 2016). All tasks share these vectors, but each single-task baseline has its own.
//!
//! A text that is given the role `input` has its terms weighed by TF-IDF ([`terms`]): words, pairs of words and, for short texts, pieces. Each
//! term has a learned vector, and a text is their weighted sum, a linear layer on sparse inputs. `encoding: {"texts": "hashed"}` counts hashed
//! words in 64 inputs instead, and `"embedding"` averages learned vectors of hashed words (Joulin et al., 2017).
//!
//! A column of pictures, all of one size, is an input that is no row of numbers: it gives a [`block::Block`], which is read a few batches
//! at a time, and an encoder of its own (`model/encoder/`). A cell holds a picture as a data URL of netpbm, see [`crate::read::picture`].
//!
//! A kind of input is one file here, in which a type implements [`Kind`]: what it is fitted to, how many numbers it makes of a cell, what
//! they are called, and which learned vectors they name, if any. The whole change for an imaginary `yours`, which reads columns of texts
//! where a run chooses it:
//!
//! ```text
//!  src/input/yours.rs                   new: pub struct Yours { … } impl Yours { fit } impl Kind for Yours { … }
//!  src/input/mod.rs
//! +mod yours;
//!  src/input/list.rs
//! +use crate::input::yours::Yours;
//! +    /// What it is.
//! +    Yours in yours,
//! +                Texts::Yours => Yours::fit(column, train).into(),
//!  src/input/embedding.rs
//! +    /// What it does.
//! +    Yours,                           in Texts, with its key, name and hint
//! ```
//!
//! One that is more than numbers says which block it gives (`Kind::block`); a block of a new form is a variant of [`block::Block`], uploaded
//! by `train/rows.rs` and read by an encoder of its own in `model/encoder/`.
//!
//! Nothing else names a single kind (`tests/kinds.rs`).

pub mod block;
mod config;
mod date;
pub mod embedding;
mod embedding_summary;
pub mod encoding;
mod hashed;
pub mod image;
mod kind;
mod list;
mod multi_hot;
pub mod ngram;
mod number;
mod one_hot;
mod periodic;
mod piecewise;
pub mod scaling;
pub mod terms;
mod vector;
pub mod vocabulary;
mod words;

pub use config::EncodingConfig;
pub use embedding_summary::EmbeddingSummary;
pub use kind::{Kind, RawCell, Section};
pub use list::Input;

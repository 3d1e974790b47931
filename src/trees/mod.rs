//! Boosted trees of one task, to be shown beside its head: on tables they are what a network has to beat.
//!
//! Gradient boosting on histograms, with the defaults of LightGBM and scikit-learn's `HistGradientBoosting*` ([`Options`]): columns in at
//! most 255 bins, trees of 31 leaves that are grown best-first, a rate of 0.1, at least 20 rows in a leaf. Up to 300 rounds; those up to the
//! lowest loss of the validation rows are kept, and 20 rounds without a lower one are the last. Test rows are never asked for. Columns need
//! no scaling; a missing value goes where it lowers the loss of the training rows more; categories are divided into two groups.
//!
//! | [`Response`](crate::examples::Response) | loss | trees a round |
//! |---|---|---|
//! | `Value` | half the squared error | 1 |
//! | `Count` | half the Poisson deviance, of the logarithm of the rate | 1 |
//! | `Classes(2)`, each of `Labels` | log loss of a logit | 1 |
//! | `Classes`, `Levels` | log loss of a softmax | one for each class with training rows |
//!
//! Nothing is drawn at random: the same rows give the same trees, so that there is no seed.
//!
//! **Why our own.** Asked of a crate: wasm, missing values, all four losses, stopping on rows that the caller names, and breaks in between,
//! since a worker has to hear a “stop”. `gbdt` 0.1.3 grows trees for squares, absolute errors and two classes only (its softmax is for
//! trees that XGBoost grew), knows no validation rows, and panics on bad input. `forust-ml` 0.8.0 has two losses, squared and logistic, fits
//! in one call, and costs 140 kB with Brotli. `perpetual` 2.3.0 needs a nightly compiler, reads the clock, which panics on wasm, and fits in
//! one call. `smartcore` 0.7 boosts for squares only, `linfa-trees` 0.8 not at all. These files cost 18 kB.
//!
//! **In slices.** [`Fit::advance`] divides leaves for about 10 ms.
//!
//! On one core of a small machine 10,000 rows of 20 numbers take 0.7 s, 50,000 of 50 take 3.8 s, and ten classes of those 48 s.
//!
//! `tests/trees.rs` holds their losses to those of scikit-learn, digit for digit where both have the same bins.
//!
//! ```
//! use std::sync::Arc;
//! use polyhead::examples::{Examples, Response};
//! use polyhead::trees::{Feature, FeatureKind, Fit, Options, TreeTable};
//!
//! let values = (0..100).map(|row| row as f32).collect();
//! let table = TreeTable::new(100, vec![Feature { values, kind: FeatureKind::Number }])?;
//! let table = Arc::new(table);
//! let is_high = |rows: std::ops::Range<u32>| Examples {
//!     labels: rows.clone().map(|row| f64::from(u8::from(row % 50 >= 25))).collect(),
//!     rows: rows.collect(),
//!     weights: vec![],
//! };
//! let mut fit = Fit::new(table.clone(), Response::Classes(2), &is_high(0..100), &is_high(20..80), Options::default())?;
//! while !fit.advance().is_done {}
//! let answer = fit.finish().predict(&table, &[30])?;
//! assert!(answer[1] > 0.99);
//! # Ok::<(), polyhead::trees::TreeError>(())
//! ```

mod bins;
mod boost;
mod fit;
mod grow;
mod histogram;
mod model;
mod split;
mod table;
mod test;

pub use fit::Fit;
pub use model::{Forest, Node, Round, Tree, TreeModel};
pub use table::{Feature, FeatureKind, TreeTable};
pub use test::Test;

use crate::examples::ExamplesError;

/// How trees are grown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Most rounds.
    pub rounds: usize,
    /// Rounds without a lower validation loss after which no more follow.
    pub patience: usize,
    /// Share of each tree's answer that is added.
    pub rate: f64,
    /// Most leaves of a tree.
    pub leaves: usize,
    /// Fewest training rows in a leaf.
    pub least_rows: usize,
    /// Weight of half the square of a leaf's answer against the sum of the losses.
    pub penalty: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { rounds: 300, patience: 20, rate: 0.1, leaves: 31, least_rows: 20, penalty: 1.0 }
    }
}

/// Why there are no trees.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum TreeError {
    #[error("column {feature} of the inputs has {found} rows, expected {expected}")]
    Length { feature: usize, expected: usize, found: usize },
    #[error("the trees were grown on {expected} columns, found {found}")]
    Features { expected: usize, found: usize },
    #[error("row {row} is beyond the {rows} rows of the inputs")]
    Row { row: u32, rows: usize },
    #[error(transparent)]
    Examples(#[from] ExamplesError),
}

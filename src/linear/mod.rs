//! Linear models of one task, to be shown beside its head: regression, classes, levels, counts, labels.
//!
//! | [`Response`](crate::examples::Response) | model | as in |
//! |---|---|---|
//! | `Value` | ridge regression | scikit-learn's `Ridge(alpha = W λ)` |
//! | `Count` | Poisson regression with a logarithmic link | `PoissonRegressor(alpha = λ)` |
//! | `Classes(2)` | logistic regression | `LogisticRegression(C = 1 / (W λ))` |
//! | `Classes` | multinomial logistic regression | the same |
//! | `Levels` | proportional odds | statsmodels' `OrderedModel(distr="logit")`, which has no penalty: λ → 0 |
//! | `Labels` | a logistic regression for each label, on the rows that have it | the same for each |
//!
//! All minimise `(1 / W) Σ w_i ℓ(y_i, f(x_i)) + ½ λ |β|²`, where `W = Σ w_i` over the training rows, `ℓ` is half the squared error, half the
//! Poisson deviance or the negative log probability, `β` are the coefficients, and intercepts and thresholds are free. `λ` is each of
//! [`PENALTIES`] in turn; the one that costs the validation rows least is kept, by the same loss without the penalty, the stronger one of
//! equals. Test rows are never asked for. Columns should be standardised by the caller, on training rows.
//!
//! **Solver.** L-BFGS, for which the Hessian at the best constant answer is an approximate inverse to start from: with its Cholesky factors
//! up to 400 columns, where correlated columns then cost no rounds and ridge regression is exact after one or two; with its diagonal beyond.
//! For ridge regression with more columns that is the method of conjugate gradients with a memory. Each penalty starts where the stronger
//! one ended, and has 200 rounds: [`PathPoint`] says which did not suffice. All sums are of f64; nothing is drawn at random.
//!
//! **In slices.** [`Fit::advance`] does about 10 ms of work, so that a worker can hear a “stop” in between. On one core of a small machine all nine
//! penalties for 50,000 rows of 200 columns take 0.5 s for values, 1.5 s for two classes, counts or levels, and 17 s for ten classes; 2,000
//! columns of text take 0.6 s for two classes.
//!
//! `tests/linear.rs` holds all six to scikit-learn and statsmodels.
//!
//! ```
//! use std::sync::Arc;
//! use polyhead::examples::{Examples, Response};
//! use polyhead::linear::{Design, Fit};
//!
//! let design = Arc::new(Design::dense(1, vec![-1.0, 0.0, 1.0, 2.0])?);
//! let train = Examples { rows: vec![0, 1, 2], labels: vec![1.0, 3.0, 5.0], weights: vec![] };
//! let valid = Examples { rows: vec![3], labels: vec![7.0], weights: vec![] };
//! let mut fit = Fit::new(design.clone(), Response::Value, &train, &valid)?;
//! while !fit.advance().is_done {}
//! let model = fit.finish();
//! assert!((model.predict(&design, &[3])?[0] - 7.0).abs() < 1e-3);
//! # Ok::<(), polyhead::linear::LinearError>(())
//! ```

mod descent;
mod design;
mod fit;
mod link;
mod model;
mod moments;
mod pass;
mod search;

pub use design::Design;
pub use fit::Fit;
pub use link::Link;
pub use model::{LinearModel, PathPoint, Solution};

use crate::examples::ExamplesError;

/// The penalties that are tried: a row's worth and less, to a millionth part.
pub const PENALTIES: [f64; 9] = [1e2, 1e1, 1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/// Why there is no linear model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum LinearError {
    #[error("{found} numbers are no whole number of rows of {columns} columns")]
    Shape { columns: usize, found: usize },
    #[error("column {column} is beyond the {columns} columns")]
    Column { column: u32, columns: usize },
    #[error("an input is not finite")]
    NotFinite,
    #[error("the model was fitted on {expected} columns, found {found}")]
    Columns { expected: usize, found: usize },
    #[error("row {row} is beyond the {rows} rows of the inputs")]
    Row { row: u32, rows: usize },
    #[error("a penalty is a finite number of 0 or more, found {found}")]
    Penalty { found: f64 },
    #[error("no penalty is given")]
    NoPenalty,
    #[error(transparent)]
    Examples(#[from] ExamplesError),
}

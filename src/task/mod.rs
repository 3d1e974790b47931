//! Columns become tasks: what is predicted, as numbers that a loss compares, fitted on training rows only.
//!
//! The kind of a task follows from the type of its column. Numbers are a `regression`, two labels `binary`, more labels `multiclass`, or
//! `ordinal` where they have an order: one score and ascending thresholds (cumulative link with proportional odds; McCullagh, 1980), also
//! scored by quadratic kappa and by the distance in levels. `targets: {"size": {"kind": "multiclass"}}` lets the order go. Whole numbers
//! from 0 on can be a `count`: the head learns the logarithm of the rate, by the Poisson deviance (McCullagh & Nelder, 1989), and answers with
//! the expected count.
//!
//! `targets: {"price": {"transform": "log1p"}}` or `"yeo_johnson"` makes a skewed task more even; its answers and scores stay in its own
//! unit. `targets: {"sex": {"classWeights": "balanced"}}` lets every class of a task count the same in its training loss and in the choice of
//! the best epoch, but in no score. `"rareClasses": "pool"` learns classes with fewer than five training rows as one, "other classes".
//!
//! `labelSets: {"services": ["wifi", "pool"]}` makes one task of several columns of yes and no: one head with one probability of yes per
//! column, learned by the mean binary cross-entropy of the labels that are known, so that a row counts with those it has. It is scored by
//! macro and micro F1, Hamming loss and subset accuracy, and label by label. `tests/classical.rs` holds models without hidden layers to what
//! statsmodels and scikit-learn find for counts, levels, class weights and label sets.

pub mod answer;
pub mod baseline;
mod binary;
pub mod build;
pub mod choice;
pub mod class_weights;
mod classes;
mod config;
mod count;
pub mod fit;
mod kind;
pub mod label_set;
mod labelled;
pub mod labels;
pub mod layout;
mod list;
mod multiclass;
mod multilabel;
mod ordinal;
pub mod rare;
mod regression;
pub mod target;
pub mod transform;
mod values;

pub use answer::Answer;
pub use config::TargetConfig;
pub use kind::{Choices, KindCard, LabelCode, TaskKind};
pub use list::Task;

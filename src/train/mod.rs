//! Training: a dataset and a configuration become a fitted model.

pub mod answer;
pub mod clip;
pub mod device;
mod epoch;
mod error;
mod fitted;
pub mod gradients;
mod jacobian;
mod optimizer;
mod probe;
mod rows;
mod schedule;
pub mod smoothing;
mod stopping;
mod trainer;
mod weighing;

pub use error::TrainingError;
pub use fitted::{Fitted, PredictError};
pub use probe::Probe;
pub use trainer::{EpochEnd, Trainer};

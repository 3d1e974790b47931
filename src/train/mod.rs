//! Training: a dataset and a configuration become a fitted model.

pub mod answer;
pub mod device;
mod epoch;
mod error;
mod file;
mod fitted;
pub mod gradients;
mod jacobian;
mod optimizer;
mod rows;
mod stopping;
mod trainer;
mod weighing;

pub use error::TrainingError;
pub use file::FileError;
pub use fitted::{Fitted, PredictError};
pub use trainer::{EpochEnd, Trainer};

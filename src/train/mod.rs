//! Training: a dataset and a configuration become a fitted model.

pub mod answer;
pub mod device;
mod gradients;
mod optimizer;
mod rows;
mod trainer;

pub use trainer::{EpochEnd, Trainer, TrainingError};

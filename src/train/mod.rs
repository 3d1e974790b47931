//! Training: a dataset and a configuration become a fitted model.

pub mod answer;
pub mod device;
pub mod gradients;
mod jacobian;
mod optimizer;
mod rows;
mod trainer;
mod weighing;

pub use trainer::{EpochEnd, Trainer, TrainingError};

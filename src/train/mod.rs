//! Training: a dataset and a configuration become a fitted model.
//!
//! A run can be written to bytes after any step and gone on with ([`Trainer::checkpoint`], [`Trainer::resume`]), bit for bit on the CPU, and
//! what it has fitted can be kept alone ([`Fitted::to_bytes`]). What a trainer newly remembers goes into `Progress` in
//! `trainer/checkpoint.rs`; `tests/checkpoint.rs` then compares runs that were gone on with.

pub mod answer;
pub mod clip;
pub mod device;
mod epoch;
mod error;
mod file;
mod fitted;
pub mod gradients;
mod jacobian;
mod look_ahead;
mod optimizer;
mod probe;
mod represented;
mod rows;
mod schedule;
pub mod smoothing;
mod stopping;
mod trainer;
mod weighing;

pub use error::TrainingError;
pub use file::{FileError, exact};
pub use fitted::{Fitted, PredictError};
pub use look_ahead::LookAhead;
pub use probe::Probe;
pub use represented::Represented;
pub use trainer::{EpochEnd, Trainer};

//! Why training can't go on, and how numbers are read from the device without a panic.

use burn::tensor::{ExecutionError, TensorData};

/// Why training can't go on.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// A loss became infinite or not a number.
    #[error(
        "the training loss of task “{task}” is no longer a finite number after step {step}: lower the learning rate and train again"
    )]
    NotFinite {
        /// Whose loss.
        task: String,
        /// Steps taken.
        step: usize,
    },
    /// The device refused to compute or to give back numbers.
    #[error("the device stopped computing ({0}): train again, or open the page with ?backend=cpu")]
    Device(String),
}

impl From<ExecutionError> for TrainingError {
    fn from(error: ExecutionError) -> Self {
        Self::Device(clause(&error))
    }
}

/// What was read from the device.
pub(super) fn numbers(data: TensorData) -> Result<Vec<f32>, TrainingError> {
    data.try_into_vec::<f32>().map_err(|error| TrainingError::Device(clause(&error)))
}

/// What an error of the device says, without its frame of causes and traces.
fn clause(error: &impl std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    let is_said =
        |line: &&str| !line.is_empty() && !line.ends_with("aused by:") && !line.contains("acktrace");
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(is_said).collect();
    lines.dedup();
    lines.join(", ")
}

//! What heads read of many rows, read back from the device.

use std::ops::Range;

use burn::module::Module as _;
use burn::tensor::Transaction;

use super::answer::ROWS;
use super::error::{TrainingError, numbers};
use crate::model::{Model, Rows};

/// What heads read of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Represented {
    /// Features of a row.
    pub width: usize,
    /// `[rows, width]`, row-major: one for all tasks where they read the same, else one per task, in the model's order.
    pub own: Vec<Vec<f32>>,
}

/// Asks a model, without dropout.
///
/// - `features`: the rows of a range
///
/// # Errors
/// Where the device can't compute or be read.
pub async fn represented(
    model: &Model,
    rows: usize,
    features: impl Fn(Range<usize>) -> Rows,
) -> Result<Represented, TrainingError> {
    let model = model.valid();
    let mut all = Represented { width: 0, own: Vec::new() };
    for start in (0..rows).step_by(ROWS) {
        let read = model.features(features(start..rows.min(start + ROWS)));
        let [count, read_rows, width] = read.dims();
        all.width = width;
        all.own.resize(count, Vec::new());
        for data in Transaction::default().register(read).execute_async().await? {
            let numbers = numbers(data)?;
            for (own, part) in all.own.iter_mut().zip(numbers.chunks_exact((read_rows * width).max(1))) {
                own.extend_from_slice(part);
            }
        }
    }
    Ok(all)
}

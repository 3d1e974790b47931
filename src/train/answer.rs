//! Answers of all heads for many rows.

use std::ops::Range;

use burn::module::Module as _;
use burn::tensor::Transaction;

use super::error::{TrainingError, numbers};
use crate::model::{Dropout, Model, Rows};
use crate::task::layout::Layout;
use crate::task::target::{Answered, Target};

/// Rows answered at once; bounds the memory of hidden features.
pub(super) const ROWS: usize = 4_096;

/// Answers every task for `rows` rows, without dropout; one entry a task, in the model's order.
///
/// - `tasks`: in the model's order
/// - `features`: the rows of a range
///
/// # Errors
/// Where the device can't compute or be read.
pub async fn answers(
    model: &Model,
    tasks: &[Target],
    rows: usize,
    features: impl Fn(Range<usize>) -> Rows,
) -> Result<Vec<Box<dyn Answered>>, TrainingError> {
    let model = model.valid();
    let groups = Layout::of(tasks.iter().map(Target::shape)).groups;
    let mut outputs = vec![Vec::new(); tasks.len()];
    for start in (0..rows).step_by(ROWS) {
        let chunk = features(start..rows.min(start + ROWS));
        let transaction = model
            .forward(chunk, &mut Dropout::off())
            .into_iter()
            .fold(Transaction::default(), Transaction::register);
        for (group, data) in groups.iter().zip(transaction.execute_async().await?) {
            for row in numbers(data)?.chunks_exact(group.width()) {
                for (task, own) in group.tasks.clone().zip(row.chunks_exact(group.outputs)) {
                    outputs[task].extend_from_slice(own);
                }
            }
        }
    }
    Ok(tasks.iter().zip(&outputs).map(|(target, outputs)| target.read(outputs)).collect())
}

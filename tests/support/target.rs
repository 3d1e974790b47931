//! Looks into the labels and the fitted numbers of a task.

use polyhead::task::target::Target;
use serde_json::Value;

/// A row's label as its head's outputs are compared with it.
pub fn written(target: &Target, row: usize) -> Vec<f32> {
    let mut label = vec![0.0; target.output_count()];
    target.write(row, &mut label);
    label
}

/// What was fitted, as it is kept and sent.
pub fn fitted(target: &Target) -> Value {
    serde_json::to_value(target.task()).unwrap_or_default()
}

/// Loss of the best constant answer where all rows count the same.
pub fn plain_loss(target: &Target, rows: &[u32]) -> f64 {
    target.baseline(rows, &vec![1.0; rows.len()]).loss
}

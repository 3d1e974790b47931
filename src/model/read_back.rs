//! Numbers that were learned, read from the device.

use burn::tensor::{ExecutionError, Tensor};

/// The rows of a matrix, on the host.
pub async fn read_rows(matrix: Tensor<2>) -> Result<Vec<Vec<f64>>, ExecutionError> {
    let [_, columns] = matrix.dims();
    let data = matrix.into_data_async().await?;
    // Parameters and features are of this kind and no other.
    let values = data.try_into_vec::<f32>().unwrap_or_default();
    let row = |row: &[f32]| row.iter().map(|&value| f64::from(value)).collect();
    Ok(values.chunks(columns.max(1)).map(row).collect())
}

/// The numbers of each task's own, `[tasks, numbers]` a layer, as one row a task; `None` without a layer.
pub async fn read_own(
    layers: impl Iterator<Item = Tensor<2>>,
) -> Result<Option<Vec<Vec<f64>>>, ExecutionError> {
    let layers: Vec<Tensor<2>> = layers.collect();
    if layers.is_empty() {
        return Ok(None);
    }
    read_rows(Tensor::cat(layers, 1)).await.map(Some)
}

/// Gates or attention, `[tasks, rows, numbers]`, averaged over the rows: one row a task.
pub async fn read_means(gates: Tensor<3>) -> Result<Vec<Vec<f64>>, ExecutionError> {
    let [tasks, _, numbers] = gates.dims();
    read_rows(gates.mean_dim(1).reshape([tasks, numbers])).await
}

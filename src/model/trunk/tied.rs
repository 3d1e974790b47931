//! What penalties on heads with equal columns have in common.

use burn::tensor::{ExecutionError, Tensor, TensorData};

use crate::model::head::Heads;
use crate::model::read_back::read_rows;
use crate::model::trunk::covariance::Covariance;
use crate::report::SharingMatrix;
use crate::schema::state::{State, StateError};

/// `tr(W Ω⁻¹ Wᵀ)`: `[1]`.
///
/// - `columns`: the heads' weights `Wᵀ`, one row a task
pub fn quadratic(covariance: &Covariance, columns: Tensor<2>) -> Tensor<1> {
    let [tasks, _] = columns.dims();
    let inverse: Vec<f32> = covariance.inverse.iter().map(|&value| value as f32).collect();
    let device = columns.device().without_autodiff();
    let inverse = Tensor::<2>::from_data(TensorData::new(inverse, [tasks, tasks]), &device);
    (inverse * columns.clone().matmul(columns.transpose())).sum()
}

/// `WᵀW` of the tied tasks, row-major; `None` where none are tied, and for weights that are not finite: they have failed already, and the
/// losses say so.
///
/// # Errors
/// A device that can't be read.
pub async fn gramian(heads: &Heads) -> Result<Option<Vec<f64>>, ExecutionError> {
    let Some((_, columns)) = heads.equal_columns() else { return Ok(None) };
    let gramian: Vec<f64> = read_rows(columns.clone().matmul(columns.transpose())).await?.concat();
    Ok(gramian.iter().all(|value| value.is_finite()).then_some(gramian))
}

/// What a checkpoint holds.
///
/// - `expected`: what it is to be, as a sentence
///
/// # Errors
/// What is not of the tied tasks.
pub fn restored(state: State, heads: &Heads, expected: &str) -> Result<Option<Covariance>, StateError> {
    let covariance: Option<Covariance> = serde_json::from_value(state)?;
    let tied = heads.equal_columns().map_or(0, |(tasks, _)| tasks.len());
    if covariance.as_ref().is_some_and(|covariance| !covariance.is_of(tied)) {
        return Err(StateError::new(expected));
    }
    Ok(covariance)
}

/// How the tied tasks correlate; nothing before that is learned.
pub fn sharing(covariance: Option<&Covariance>, heads: &Heads) -> Vec<SharingMatrix> {
    let known = covariance.zip(heads.equal_columns());
    known.map(|(own, (tasks, _))| SharingMatrix::correlation(tasks, own.correlations())).into_iter().collect()
}

//! A row as it was drawn, and the product that relates rows to directions.

/// One row as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What a model sees.
    pub inputs: Vec<f64>,
    /// One per task.
    pub labels: Vec<f64>,
}

/// The inner product of two vectors of equal length.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

//! What a head says about rows, as plain numbers, whatever its kind.

/// Answers to rows, in their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A number a row, in the column's own unit: values, or expected counts.
    Values(Vec<f64>),
    /// A probability a class and row, `[rows, classes]`, row-major.
    Classes {
        /// How many classes.
        classes: usize,
        /// The probabilities.
        shares: Vec<f32>,
    },
    /// A probability of yes a label and row, `[rows, labels]`, row-major.
    Labels {
        /// How many labels.
        labels: usize,
        /// The probabilities.
        shares: Vec<f64>,
    },
    /// A class a pixel: nothing that a number stands for.
    Pixels,
}

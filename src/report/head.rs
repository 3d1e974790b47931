//! What one head says about the rows of one split, ready to draw.

use serde::{Deserialize, Serialize};

use crate::metric::LabelScores;

/// What one head says about the labelled rows of one split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "kind")]
pub enum HeadOutput {
    /// Rows counted by actual class (outer) and predicted class (inner), in class order.
    Classes {
        /// `[actual][predicted]`
        confusion: Vec<Vec<usize>>,
    },
    /// How each label of a set is answered.
    Labels {
        /// In the set's order.
        labels: Vec<LabelScores>,
    },
    /// Actual and predicted value per row, in the column's own unit; evenly thinned to at most 2,000 rows.
    Values {
        /// `(actual, predicted)`
        points: Vec<(f64, f64)>,
        /// Rows before thinning.
        rows: usize,
    },
}

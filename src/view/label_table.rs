//! How each label of a set is answered by itself.

use serde::{Deserialize, Serialize};

use crate::metric::LabelScores;

/// One line a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelTable {
    /// In the set's order.
    pub labels: Vec<LabelScores>,
}

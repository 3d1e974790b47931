//! How each label of a set, or each class, is answered by itself.

use serde::{Deserialize, Serialize};

use crate::metric::LabelScores;

/// One line a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelTable {
    /// In the set's order, or that of the classes.
    pub labels: Vec<LabelScores>,
    /// Whether they are classes, of which a row has one.
    pub has_classes: bool,
}

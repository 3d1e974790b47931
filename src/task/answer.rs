//! What a head answers for one row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a head answers for one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// A number, a class label, or of a label set the labels that are more probable than not.
    pub value: Value,
    /// Probability of each class or label, by name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub probabilities: Option<BTreeMap<String, f64>>,
}

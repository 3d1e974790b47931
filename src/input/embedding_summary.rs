//! What is said of learned vectors.

use serde::{Deserialize, Serialize};

/// Learned vectors of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmbeddingSummary {
    /// The columns that look them up.
    pub columns: Vec<String>,
    /// Whether they name words and pieces of texts, else labels.
    pub is_text: bool,
    /// How many vectors there are.
    pub places: usize,
    /// Numbers of a vector.
    pub size: usize,
}

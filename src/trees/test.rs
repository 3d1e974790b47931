//! What a tree asks of a value.

use serde::{Deserialize, Serialize};

/// What a value has to meet to go left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// To be at or below a number.
    AtMost(f32),
    /// To be one of these codes, which ascend.
    Among(Vec<f32>),
}

impl Test {
    /// Whether a value goes left; `None` for one that is missing or a code that can't be told.
    ///
    /// - `known`: the codes that can be, ascending
    pub fn is_left(&self, value: f32, known: &[f32]) -> Option<bool> {
        let value = finite(value);
        let is_among = |codes: &[f32]| codes.binary_search_by(|code| code.total_cmp(&value)).is_ok();
        match self {
            _ if value.is_nan() => None,
            Self::AtMost(threshold) => Some(value <= *threshold),
            Self::Among(codes) => is_among(known).then(|| is_among(codes)),
        }
    }
}

/// Infinite values as the largest finite ones; 0 has one sign.
pub(super) fn finite(value: f32) -> f32 {
    if value.is_nan() { value } else { value.clamp(f32::MIN, f32::MAX) + 0.0 }
}

//! How inputs become numbers, as a run chooses.

use serde::{Deserialize, Serialize};

use crate::input::embedding::{Categories, NumericEmbedding, Texts};
use crate::input::scaling::Scaling;

/// How inputs become numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct EncodingConfig {
    /// How numbers are brought to a common scale.
    pub numbers: Scaling,
    /// What the model reads of each scaled number.
    pub numeric_embedding: NumericEmbedding,
    /// How labels become numbers.
    pub categories: Categories,
    /// How texts become numbers.
    pub texts: Texts,
}

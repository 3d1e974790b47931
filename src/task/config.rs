//! What a run chooses for one task.

use serde::{Deserialize, Serialize};

use crate::task::class_weights::ClassWeights;
use crate::task::kind::TaskKind;
use crate::task::rare::RareClasses;
use crate::task::transform::Transform;

/// What is chosen for one task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TargetConfig {
    /// What it is learned as; `null` for what its type suggests.
    pub kind: Option<TaskKind>,
    /// How its numbers are straightened before they are learned; answers and scores stay in the column's unit.
    pub transform: Transform,
    /// How much its classes count in training.
    pub class_weights: ClassWeights,
    /// What becomes of classes with few training rows.
    pub rare_classes: RareClasses,
    /// What a row of the second of two classes that is not found costs, in units of a row of the first that is taken for the second: the
    /// reported threshold makes errors cost least. `null` for the largest F1.
    pub cost_ratio: Option<f64>,
}

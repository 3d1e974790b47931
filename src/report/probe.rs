//! What a learning-rate probe found: how the loss went as the rate grew.

use serde::{Deserialize, Serialize};

/// A learning-rate range test: Smith 2017, <https://arxiv.org/abs/1506.01186>.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeReport {
    /// By growing rate.
    pub points: Vec<ProbePoint>,
    /// Steps, if the loss does not blow up before.
    pub steps_total: usize,
    /// A tenth of the rate at which the smoothed loss was lowest; `null` until the probe is done, where it was ended, and
    /// where the loss did not fall.
    pub suggestion: Option<f64>,
    /// What came of it, in one sentence; empty until the probe is done.
    pub outcome: String,
}

/// One step of a probe.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbePoint {
    /// The rate of the step.
    pub rate: f64,
    /// Training loss of its batch before the update: the mean over tasks, each in units of its baseline's.
    pub loss: f64,
    /// The same, smoothed over the steps before.
    pub smoothed: f64,
}

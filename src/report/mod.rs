//! What a run produced: plain data for events, the public report and the views.

mod affinity;
mod comparison;
mod conflict;
mod probe;
mod sharing;
mod sweep;
mod toy;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use affinity::AffinityReport;
pub use comparison::{
    ComparisonProgress, ComparisonReport, GroupedGain, GroupingComparison, Improvement, Seconds,
    TaskComparison,
};
pub use conflict::Conflict;
pub use probe::{ProbePoint, ProbeReport};
pub use sharing::{Measure, Part, SharingMatrix};
pub use sweep::{SweepProgress, SweepReport};
pub use toy::{Journey, Surface, ToyReport};

use crate::gain::ScoreInterval;
use crate::input::EmbeddingSummary;
use crate::metric::{LabelScores, Metrics, Reasons, ThresholdReport};
use crate::schema::split::PerSplit;
use crate::task::TaskKind;
use crate::weighting::GramianMode;
use crate::weighting::SolverStatus;

/// Where a model trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    /// The user's GPU through WebGPU.
    Webgpu,
    /// The processor, in WebAssembly.
    Cpu,
}

/// The device in use and, on the CPU, why not the GPU.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceInfo {
    /// Where the model trains.
    pub backend: Backend,
    /// The adapter's name, or "WebAssembly" on the CPU.
    pub adapter: String,
    /// Why the GPU is not used.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

/// What a session is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No run, or a reset one.
    #[default]
    Idle,
    /// Steps are being taken.
    Running,
    /// A run waits.
    Paused,
    /// A run ended: epochs used up, stopped early or by the user.
    Done,
    /// A run ended by a failure.
    Error,
}

/// Size of the model that the current data and configuration give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelSummary {
    /// Numbers that the model reads of a row: encoded inputs, and learned vectors of labels and texts.
    pub inputs: usize,
    /// The inputs that are learned vectors.
    pub embeddings: Vec<EmbeddingSummary>,
    /// Learnable numbers.
    pub parameters: usize,
    /// Rows in each split.
    pub rows: PerSplit<usize>,
    /// One entry per task, in task order.
    pub tasks: Vec<TaskSummary>,
}

impl ModelSummary {
    /// Numbers that each task's head computes, in task order.
    pub fn score_counts(&self) -> Vec<usize> {
        self.tasks.iter().map(|task| task.kind.card().score_count(task.outputs, task.classes.len())).collect()
    }

    /// Inputs that are numbers of learned vectors.
    pub fn learned_inputs(&self) -> usize {
        self.embeddings.iter().map(|own| own.columns.len() * own.size).sum()
    }
}

/// One task of a [`ModelSummary`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskSummary {
    /// The column's name, or that of the label set.
    pub name: String,
    /// Kind of answer.
    pub kind: TaskKind,
    /// Class labels in index order; the columns of a label set; empty for numbers and counts.
    pub classes: Vec<String>,
    /// What it can be learned as, the default first.
    pub kinds: Vec<TaskKind>,
    /// Outputs of the head.
    pub outputs: usize,
    /// Rows in each split with a label, if only one of several.
    pub labelled: PerSplit<usize>,
    /// Sentences about what is odd, or could be chosen otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
}

/// The latest values of a running run; throttled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    /// Which run.
    pub run: u32,
    /// Steps taken so far.
    pub step: usize,
    /// Steps if all epochs are run.
    pub steps_total: usize,
    /// The epoch being run, from 1.
    pub epoch: usize,
    /// Epochs, if the run is not stopped before.
    pub epochs_total: usize,
    /// Training loss of each task in that step's batch; `null` where it has no labelled row.
    pub losses: Vec<Option<f64>>,
    /// Seconds of training so far, pauses not counted.
    pub train_seconds: f64,
    /// Rows trained per second so far.
    pub rows_per_second: f64,
}

/// One pass over the training split; never dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochReport {
    /// Which run.
    pub run: u32,
    /// From 1.
    pub epoch: usize,
    /// Steps taken so far.
    pub step: usize,
    /// Losses by task name.
    pub tasks: BTreeMap<String, TaskLosses>,
    /// The weight of each task, in task order.
    pub weights: Vec<f64>,
    /// The learning rate of its last step.
    pub learning_rate: f64,
    /// How the tasks' gradients stood to each other; only where the weighting measures them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conflict: Option<Conflict>,
}

/// Losses of one task in one epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskLosses {
    /// Mean over the epoch's steps, with dropout.
    pub train_loss: Option<f64>,
    /// Over the validation split after the epoch.
    pub valid_loss: Option<f64>,
}

/// The public report of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunReport {
    /// Which run, from 1.
    pub run: u32,
    /// `done`, or `paused` while it waits.
    pub status: Status,
    /// Why it ended, as a short clause.
    pub stopped_because: String,
    /// Where it trained.
    pub device: DeviceInfo,
    /// The seed in the configuration.
    pub seed: u64,
    /// The seed by which rows were split.
    pub split_seed: u64,
    /// Learnable numbers.
    pub parameters: usize,
    /// Steps taken.
    pub steps: usize,
    /// Epochs completed.
    pub epochs: usize,
    /// The epoch whose parameters were kept.
    pub best_epoch: usize,
    /// Pauses not counted.
    pub train_seconds: f64,
    /// Steps by that time.
    pub steps_per_second: f64,
    /// How the weighting's solver did; only where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub solver: Option<SolverReport>,
    /// What the kept parameters learned about sharing, judged on validation rows; empty for some architectures.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub sharing: Vec<SharingMatrix>,
    /// How the tasks acted on each other while they were trained; only where that was measured.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub affinity: Option<AffinityReport>,
    /// One entry per task, in task order.
    pub tasks: Vec<TaskReport>,
    /// The mean gain over models of one task alone; only where the run was compared with them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub improvement: Option<Improvement>,
    /// What it was compared with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comparison: Option<ComparisonReport>,
    /// One entry per epoch.
    pub history: Vec<EpochReport>,
}

/// How a weighting's weights came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SolverReport {
    /// By what the gradients were taken.
    pub gramian: GramianMode,
    /// Steps from one measurement to the next.
    pub refresh: usize,
    /// What became of it.
    #[serde(flatten)]
    pub status: SolverStatus,
}

/// One task of a [`RunReport`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskReport {
    /// The column's name, or that of the label set.
    pub name: String,
    /// Kind of answer.
    pub kind: TaskKind,
    /// Class labels in index order; the columns of a label set; empty for numbers and counts.
    pub classes: Vec<String>,
    /// Rows in each split with a label, if only one of several.
    pub labelled: PerSplit<usize>,
    /// Sentences about what is odd, or could be chosen otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
    /// Scores of the kept parameters; a split without labelled rows is left out.
    pub metrics: PerSplit<Metrics>,
    /// Scores of always answering the training split's mean or class frequencies.
    pub trivial: PerSplit<Metrics>,
    /// Scores of the model of this task alone; only where the run was compared with them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub single_task: PerSplit<Metrics>,
    /// Its gain over that model on test rows, in percent of that model's main score; `null` where that is too near 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gain_percent: Option<f64>,
    /// Why scores in `metrics` are `null`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub undefined: PerSplit<Reasons>,
    /// Why scores in `trivial` are `null`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub trivial_undefined: PerSplit<Reasons>,
    /// How each label of a set, or each class against the rest, is answered by itself; only for label sets and classes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub labels: PerSplit<Vec<LabelScores>>,
    /// From which probability on the second class is best answered; only for two classes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub threshold: Option<ThresholdReport>,
    /// The interval of the main score on test rows; only where there are some, and where answers are kept for a comparison.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interval: Option<ScoreInterval>,
}

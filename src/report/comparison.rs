//! A run beside what it is compared with: models of one task alone, linear models, boosted trees and the constant baseline.

use serde::{Deserialize, Serialize};

use crate::gain::{Group, Interval, Method, Overall, Standing, TaskGain, Verdict};
use crate::metric::Metrics;
use crate::schema::split::PerSplit;

/// What became of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonReport {
    /// Seeds of the trainings.
    pub seeds: Vec<u64>,
    /// Whether each seed had splits of its own.
    pub redraws_splits: bool,
    /// How intervals came about; `null` where there is one task, so that nothing is learned together.
    pub method: Option<Method>,
    /// One entry a task, in task order.
    pub tasks: Vec<TaskComparison>,
    /// The mean gain over tasks, Δm.
    pub overall: Option<Overall>,
    /// What that says.
    pub verdict: Option<Verdict>,
    /// It in plain English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sentence: Option<String>,
    /// The tasks in groups of which each was trained as one model; only where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub grouping: Option<GroupingComparison>,
    /// What the trainings took, in seconds.
    pub seconds: Seconds,
    /// What was left out or went wrong, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
}

/// Seconds of training of all seeds and tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seconds {
    /// Of the joint model.
    pub joint: f64,
    /// Of the models of one task alone.
    pub single_task: f64,
    /// Of the models of groups, but for groups of all tasks or of one.
    #[serde(default)]
    pub grouped: f64,
    /// Of the linear models.
    pub linear: f64,
    /// Of the boosted trees.
    pub trees: f64,
}

/// One task of a [`ComparisonReport`]. Scores are means over the seeds; what was not compared has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskComparison {
    /// The task's name.
    pub name: String,
    /// Scores of the joint model.
    pub joint: PerSplit<Metrics>,
    /// Scores of the model of this task alone.
    pub single_task: PerSplit<Metrics>,
    /// Scores of the model of the group that answers this task.
    #[serde(skip_serializing_if = "PerSplit::is_empty", default)]
    pub grouped: PerSplit<Metrics>,
    /// Scores of the linear model.
    pub linear: PerSplit<Metrics>,
    /// Scores of the boosted trees.
    pub trees: PerSplit<Metrics>,
    /// The gain of the joint model over the model of this task alone, on test rows.
    pub gain: Option<TaskGain>,
    /// What that says.
    pub verdict: Option<Verdict>,
    /// It in plain English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sentence: Option<String>,
    /// The joint model next to the constant baseline, the linear model and the trees, on test rows.
    pub standings: Vec<Standing>,
    /// They in plain English.
    pub standing: String,
}

/// Groups of tasks, each trained as one model, next to one model of all tasks and to models of one task alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupingComparison {
    /// The groups; tasks by their indices in task order.
    pub groups: Vec<Group>,
    /// Their gain over the model of all tasks, on test rows.
    pub over_joint: Option<GroupedGain>,
    /// Their gain over the models of one task alone.
    pub over_alone: Option<GroupedGain>,
}

/// The mean gain of groups over other models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupedGain {
    /// In percent over all tasks that have such a gain; `null` where none has.
    pub percent: Option<Interval>,
    /// What that says, in plain English.
    pub sentence: String,
}

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonProgress {
    /// Of which run.
    pub run: u32,
    /// Models fitted.
    pub done: usize,
    /// Models to fit.
    pub total: usize,
    /// What is being done, as a clause.
    pub doing: String,
}

/// The mean gain with its interval, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Improvement {
    /// Δm.
    pub percent: f64,
    /// Where its interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

//! What a comparison of two models found: plain data that a report can hold.

use serde::{Deserialize, Serialize};

use super::delta::Gain;
use super::evidence::{Evidence, TooFew, Unit};
use super::interval::Interval;

/// Whose luck is in the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Luck {
    /// That of the test rows.
    Rows,
    /// That of the test rows, and that of training.
    RowsAndSeeds,
}

/// How intervals came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// Resamples taken.
    pub resamples: usize,
    /// Share of such intervals that hold the true number.
    pub confidence: f64,
    /// Of the resampling's random numbers.
    pub seed: u64,
    /// Trainings of each model.
    pub seeds: usize,
    /// Whose luck is in the intervals.
    pub luck: Luck,
    /// What was drawn.
    pub unit: Unit,
    /// How many there are to draw from.
    pub units: usize,
}

impl Method {
    /// It in words.
    pub fn sentence(&self) -> String {
        let Self { resamples, seeds, units, .. } = self;
        let (unit, percent) = (self.unit.name(), 100.0 * self.confidence);
        let drawn = match self.luck {
            Luck::Rows => {
                format!("over {units} test {unit}; the luck of training is not in them, as there is one seed")
            }
            Luck::RowsAndSeeds => {
                format!("over {units} test {unit} and {seeds} seeds, so that the luck of both is in them")
            }
        };
        format!("{percent:.0} % intervals from a paired bootstrap of {resamples} resamples {drawn}.")
    }
}

/// The gain in one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskGain {
    /// The task's name.
    pub name: String,
    /// On the rows as they are, the mean over seeds.
    pub gain: Gain,
    /// The joint model's score; `null` where it has none, as below.
    pub joint: Option<Interval>,
    /// The twin's score.
    pub twin: Option<Interval>,
    /// The difference, above 0 where the joint model is better.
    pub difference: Option<Interval>,
    /// The difference in percent of the twin's score.
    pub percent: Option<Interval>,
    /// Share of the difference's variance that training makes; `null` with one seed.
    pub seed_share: Option<f64>,
    /// How much there is to judge by.
    pub evidence: Evidence,
}

/// The mean gain over tasks, Δm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overall {
    /// In percent; `null` where no task has a gain in percent.
    pub percent: Option<Interval>,
    /// Share of its variance that training makes; `null` with one seed.
    pub seed_share: Option<f64>,
    /// Tasks that it leaves out: without a gain in percent, or with too few test rows.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub left_out: Vec<String>,
}

/// A comparison of two models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GainReport {
    /// How intervals came about.
    pub method: Method,
    /// One entry a task.
    pub tasks: Vec<TaskGain>,
    /// Over all tasks.
    pub overall: Overall,
}

impl GainReport {
    /// Why there is no mean gain: what the first task lacks.
    pub fn overall_reason(&self) -> TooFew {
        let reasons = self.tasks.iter().filter_map(|task| task.evidence.too_few(self.method.unit));
        reasons.into_iter().next().unwrap_or(TooFew::NoScore)
    }
}

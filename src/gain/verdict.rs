//! What an interval says in words: learning together helps, hurts, makes no difference that can be seen, or there are too few rows.
//!
//! | Verdict | When |
//! |---|---|
//! | too few test rows | as [`TooFew`] says |
//! | helps, hurts | the whole interval is on one side of 0, over two or more seeds |
//! | seems to help, seems to hurt | the same with one seed: the interval then lacks the luck of training |
//! | no detectable difference | else; with the smallest difference that would have been found in 4 of 5 cases |

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, MOST_UNDEFINED, TooFew};
use super::interval::Interval;
use super::result::{GainReport, Method, TaskGain};
use crate::math::normal::normal_quantile;
use crate::metric::MetricKind;

/// How often a difference as large as the detectable one would have been found.
const POWER: f64 = 0.8;

/// The rule of three: of `n` rows none differs; then up to a share of `3 / n` may, in 95 of 100 cases. Hanley & Lippman-Hand 1983, "If
/// nothing goes wrong, is everything all right?"
const RULE_OF_THREE: f64 = 3.0;

/// What a gain is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum GainUnit {
    /// Percent of the single-task score.
    Percent,
    /// The score's own unit.
    Score {
        /// The score.
        metric: MetricKind,
    },
}

impl GainUnit {
    fn amount(self, size: f64) -> String {
        match self {
            Self::Percent => format!("{size:.1} %"),
            Self::Score { metric } => format!("{size:.3} in {}", metric.name()),
        }
    }

    fn range(self, interval: &Interval, confidence: f64) -> String {
        let digits = match self {
            Self::Percent => 1,
            Self::Score { .. } => 3,
        };
        let Interval { low, high, .. } = interval;
        format!("{:.0} % interval {low:.digits$} to {high:.digits$}", 100.0 * confidence)
    }
}

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[allow(
    missing_docs,
    reason = "fields are the same in all variants: the gain, what it is in, and the interval's confidence"
)]
pub enum Verdict {
    /// Over several seeds the joint model is better.
    Helps { gain: Interval, measure: GainUnit, confidence: f64 },
    /// It is on these rows, after one training of each model.
    SeemsToHelp { gain: Interval, measure: GainUnit, confidence: f64 },
    /// Over several seeds the joint model is worse.
    Hurts { gain: Interval, measure: GainUnit, confidence: f64 },
    /// It is on these rows, after one training of each model.
    SeemsToHurt { gain: Interval, measure: GainUnit, confidence: f64 },
    /// The interval has 0 in it; a difference of `detectable` would have been found in 4 of 5 cases.
    NoDetectableDifference { detectable: f64, measure: GainUnit, seeds: usize },
    /// No answer is better than a wrong one.
    TooFewRows { reason: TooFew },
}

impl Verdict {
    /// Of one task.
    pub fn of_task(task: &TaskGain, method: &Method) -> Self {
        let too_few = |reason| Self::TooFewRows { reason };
        if let Some(reason) = task.evidence.too_few(method.unit) {
            return too_few(reason);
        }
        if task.evidence.undefined > MOST_UNDEFINED {
            return too_few(TooFew::Undefined { share: task.evidence.undefined });
        }
        let Some(difference) = task.difference else { return too_few(TooFew::NoScore) };
        let (shown, measure) = shown(task, difference);
        let verdict = Self::judge(&difference, shown, measure, method);
        match verdict {
            Self::NoDetectableDifference { detectable, measure, seeds } => {
                // Both are of the same score, so that one scale turns its unit into percent.
                let scale = match (measure, task.gain.twin) {
                    (GainUnit::Percent, Some(twin)) => 100.0 / twin.abs(),
                    (GainUnit::Percent | GainUnit::Score { .. }, _) => 1.0,
                };
                let least = scale * least_step(&task.evidence);
                Self::NoDetectableDifference { detectable: detectable.max(least), measure, seeds }
            }
            Self::Helps { .. } | Self::SeemsToHelp { .. } | Self::Hurts { .. } | Self::SeemsToHurt { .. } => {
                task.evidence.too_few_differ().map_or(verdict, too_few)
            }
            Self::TooFewRows { .. } => verdict,
        }
    }

    /// Of Δm, over all tasks that are in it.
    pub fn overall(report: &GainReport) -> Self {
        match report.overall.percent {
            Some(gain) => Self::judge(&gain, gain, GainUnit::Percent, &report.method),
            None => Self::TooFewRows { reason: report.overall_reason() },
        }
    }

    /// - `decisive`: the interval whose side of 0 decides
    /// - `gain`: the one that is shown
    fn judge(decisive: &Interval, gain: Interval, measure: GainUnit, method: &Method) -> Self {
        let Method { confidence, seeds, .. } = *method;
        match (decisive.is_above_zero(), decisive.is_below_zero(), seeds) {
            (true, _, 2..) => Self::Helps { gain, measure, confidence },
            (true, _, _) => Self::SeemsToHelp { gain, measure, confidence },
            (_, true, 2..) => Self::Hurts { gain, measure, confidence },
            (_, true, _) => Self::SeemsToHurt { gain, measure, confidence },
            (false, false, _) => {
                let power = 1.0 + normal_quantile(POWER) / normal_quantile(0.5 + confidence / 2.0);
                Self::NoDetectableDifference { detectable: power * gain.half_width(), measure, seeds }
            }
        }
    }

    /// It in plain English, with a full stop.
    pub fn sentence(&self) -> String {
        let by = |gain: &Interval, measure: &GainUnit, confidence: f64| {
            format!("{} ({})", measure.amount(gain.value.abs()), measure.range(gain, confidence))
        };
        let luck = "with one seed the luck of training is not in this interval: train more seeds";
        match self {
            Self::Helps { gain, measure, confidence } => {
                format!("Learning together helps by {}.", by(gain, measure, *confidence))
            }
            Self::SeemsToHelp { gain, measure, confidence } => {
                format!(
                    "Learning together seems to help on these rows by {}; {luck}.",
                    by(gain, measure, *confidence)
                )
            }
            Self::Hurts { gain, measure, confidence } => {
                format!("Learning together hurts by {}.", by(gain, measure, *confidence))
            }
            Self::SeemsToHurt { gain, measure, confidence } => {
                format!(
                    "Learning together seems to hurt on these rows by {}; {luck}.",
                    by(gain, measure, *confidence)
                )
            }
            Self::NoDetectableDifference { detectable, measure, seeds } => {
                let size = measure.amount(*detectable);
                let rows = if *seeds > 1 { "" } else { ", the luck of training left aside" };
                format!("No detectable difference: we could have seen one of {size}{rows}.")
            }
            Self::TooFewRows { reason } => format!("Too few test rows to tell: {}.", reason.clause()),
        }
    }
}

/// The gain in percent; in the score's unit where there is none, or where its interval, whose divisor is resampled too, ends on the other
/// side of 0 than that of the difference.
fn shown(task: &TaskGain, difference: Interval) -> (Interval, GainUnit) {
    let agrees = |percent: &Interval| {
        percent.is_above_zero() == difference.is_above_zero()
            && percent.is_below_zero() == difference.is_below_zero()
    };
    match task.percent.filter(agrees) {
        Some(percent) => (percent, GainUnit::Percent),
        None => (difference, GainUnit::Score { metric: task.gain.metric }),
    }
}

/// The least difference that a score of answers can be sure of, however alike the two models are.
fn least_step(evidence: &Evidence) -> f64 {
    evidence.differing.map_or(0.0, |_| RULE_OF_THREE / evidence.units.max(1) as f64)
}

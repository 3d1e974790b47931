//! How much better one model scores than another: per task and score, over all tasks, and by rank.

use serde::{Deserialize, Serialize};

use crate::metric::{MetricKind, Metrics, ranks};

/// Nearest to 0 that a score of comparison may be for a gain in percent to mean something.
pub const GUARD: f64 = 0.05;

/// The gain of a joint model over its single-task twin in one score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gain {
    /// The score.
    pub metric: MetricKind,
    /// `M`, that of the joint model; `null` where it has none.
    pub joint: Option<f64>,
    /// `B`, that of the twin; `null` where it has none.
    pub twin: Option<f64>,
    /// `s (M - B)`, with `s = -1` where a smaller score is better: above 0 the joint model is better.
    pub difference: Option<f64>,
    /// `100 s (M - B) / |B|`.
    pub percent: Option<f64>,
    /// `(1 - M) / (1 - B)`: what is left of the twin's distance from a perfect score; only of scores that are 1 at best.
    pub error_ratio: Option<f64>,
    /// Why there is no percent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undefined: Option<NoPercent>,
}

/// Why a gain has no percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoPercent {
    /// One of the two models has no score on these rows.
    NoScore,
    /// The twin's score is too near to 0 to divide by.
    NearZero {
        /// It.
        twin: f64,
    },
}

impl NoPercent {
    /// It as a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::NoScore => {
                "There is no gain, as one of the two models has no score on these rows.".to_owned()
            }
            Self::NearZero { twin } => format!(
                "There is no gain in percent, as the single-task score of {twin:.3} is too near to 0 to divide by."
            ),
        }
    }
}

/// Whether 1 is the best value that a score can have; so it is with all in which more is better.
fn is_one_at_best(metric: MetricKind) -> bool {
    metric.higher_is_better()
}

/// What the size of a twin's score must not fall below in a percentage.
///
/// Scores without a unit have a fixed scale, on which [`GUARD`] is near 0. An error in the unit of a column has none: 0.01 may be much,
/// and it never passes through 0.
pub fn guard(metric: MetricKind) -> f64 {
    match metric {
        MetricKind::Rmse | MetricKind::Mae | MetricKind::PoissonDeviance | MetricKind::Rmsle => {
            f64::MIN_POSITIVE
        }
        MetricKind::Loss
        | MetricKind::Accuracy
        | MetricKind::BalancedAccuracy
        | MetricKind::MacroF1
        | MetricKind::MicroF1
        | MetricKind::HammingLoss
        | MetricKind::SubsetAccuracy
        | MetricKind::Auc
        | MetricKind::AveragePrecision
        | MetricKind::LogLoss
        | MetricKind::Ece
        | MetricKind::R2
        | MetricKind::Pearson
        | MetricKind::Spearman
        | MetricKind::QuadraticKappa
        | MetricKind::D2
        | MetricKind::PixelAccuracy
        | MetricKind::MeanIou
        | MetricKind::LogLossSkill
        | MetricKind::Brier
        | MetricKind::Top3Accuracy
        | MetricKind::Top5Accuracy => GUARD,
    }
}

/// `s (M - B)`: above 0 where `joint` is better.
pub fn difference(metric: MetricKind, joint: f64, twin: f64) -> f64 {
    if metric.higher_is_better() { joint - twin } else { twin - joint }
}

impl Gain {
    /// The gain of `joint` over `twin`.
    pub fn new(metric: MetricKind, joint: Option<f64>, twin: Option<f64>) -> Self {
        let [joint, twin] = [joint, twin].map(|score| score.filter(|score| score.is_finite()));
        let both = joint.zip(twin);
        let size = both.map(|(_, twin)| twin.abs()).filter(|size| *size >= guard(metric));
        let gained = both.map(|(joint, twin)| difference(metric, joint, twin));
        let undefined = match both {
            None => Some(NoPercent::NoScore),
            Some((_, twin)) => size.is_none().then_some(NoPercent::NearZero { twin }),
        };
        let has_ratio = |(_, twin): &(f64, f64)| is_one_at_best(metric) && *twin < 1.0;
        Self {
            metric,
            joint,
            twin,
            difference: gained,
            percent: gained.zip(size).map(|(gained, size)| 100.0 * gained / size),
            error_ratio: both.filter(has_ratio).map(|(joint, twin)| (1.0 - joint) / (1.0 - twin)),
            undefined,
        }
    }
}

/// The gain in each score that both models were given, in the order of [`MetricKind`].
pub fn gains(joint: &Metrics, twin: &Metrics) -> Vec<Gain> {
    let shared = joint.iter().filter_map(|(&metric, &score)| Some((metric, score, *twin.get(&metric)?)));
    shared.map(|(metric, joint, twin)| Gain::new(metric, joint, twin)).collect()
}

/// The mean gain over tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeltaM {
    /// In percent; `null` where no task has one.
    pub percent: Option<f64>,
    /// Tasks that it is the mean of.
    pub tasks: usize,
    /// Tasks without a gain in percent, by name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub left_out: Vec<String>,
}

/// `Δm = 100 / T Σ_t 1 / M_t Σ_m s_tm (M_tm - B_tm) / |B_tm|`, over the `T` tasks that have a gain in percent.
///
/// Above 0 the joint model is better, as in Maninis et al. 2019, <https://arxiv.org/abs/1904.08918>.
///
/// - `tasks`: name and gains of each: its main score's alone, or those in all its scores
pub fn delta_m<'a>(tasks: impl IntoIterator<Item = (&'a str, &'a [Gain])>) -> DeltaM {
    let (mut sum, mut count, mut left_out) = (0.0, 0, Vec::new());
    for (name, gains) in tasks {
        let percents: Vec<f64> = gains.iter().filter_map(|gain| gain.percent).collect();
        if percents.is_empty() {
            left_out.push(name.to_owned());
        } else {
            sum += percents.iter().sum::<f64>() / percents.len() as f64;
            count += 1;
        }
    }
    DeltaM { percent: (count > 0).then(|| sum / count as f64), tasks: count, left_out }
}

/// The mean rank of each model over tasks, from 1 for the best; equal scores share the mean of their ranks.
///
/// A model without a score in a task, such as one whose training diverged, is last there. A task in which none has a score does not
/// count; `None` for all where no task counts.
///
/// - `metrics`: the score of each task
/// - `scores`: `[models][tasks]`
pub fn mean_ranks(metrics: &[MetricKind], scores: &[Vec<Option<f64>>]) -> Vec<Option<f64>> {
    let (mut sums, mut tasks) = (vec![0.0; scores.len()], 0);
    for (task, metric) in metrics.iter().enumerate() {
        let own = scores.iter().map(|own| own.get(task).copied().flatten().filter(|score| score.is_finite()));
        let worse: Vec<Option<f64>> = own.map(|score| Some(difference(*metric, 0.0, score?))).collect();
        if worse.iter().all(Option::is_none) {
            continue;
        }
        let worse: Vec<f64> = worse.into_iter().map(|worse| worse.unwrap_or(f64::INFINITY)).collect();
        sums.iter_mut().zip(ranks(&worse)).for_each(|(sum, rank)| *sum += rank);
        tasks += 1;
    }
    sums.into_iter().map(|sum| (tasks > 0).then(|| sum / f64::from(tasks))).collect()
}

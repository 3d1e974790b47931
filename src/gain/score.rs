//! How sure a score of one model is: its test rows resampled, the same ones for all tasks.

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

use super::bootstrap::Settings;
use super::evidence::{Evidence, MOST_UNDEFINED, TooFew, Unit};
use super::interval::{Interval, Resampled, Sizes};
use super::predictions::Predictions;
use super::statistic::Statistic;
use crate::metric::MetricKind;

/// Keeps these random numbers apart from those of the run's other parts.
const STREAM: u64 = 0x7363_6f72;

/// One task of a model.
#[derive(Clone, Copy, Debug)]
pub struct ScoredTask<'a> {
    /// Its main score.
    pub metric: MetricKind,
    /// What is drawn together: a labelled row's index in the table, or its group's.
    pub units: &'a [u32],
    /// On the same rows in the same order.
    pub predictions: Predictions<'a>,
}

/// A score on test rows, and how far other test rows may have moved it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScoreInterval {
    /// The score.
    pub metric: MetricKind,
    /// It with its interval; `null` where there is none.
    pub interval: Option<Interval>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undefined: Option<String>,
    /// Share of such intervals that hold the score on endless test rows.
    pub confidence: f64,
    /// Resamples taken.
    pub resamples: usize,
    /// What was drawn.
    pub unit: Unit,
    /// How many of those have a label.
    pub units: usize,
}

/// A task made ready.
struct Ready {
    /// Index of each row's unit among all units.
    rows: Vec<u32>,
    statistic: Statistic,
    value: Option<f64>,
    evidence: Evidence,
    resampled: Resampled,
}

/// The interval of each task's score, from a bootstrap over its rows or groups as in [`super::PairedBootstrap`] with one seed. `None` where
/// predictions don't fit their units, or don't have the score.
pub fn score_intervals(tasks: &[ScoredTask<'_>], settings: Settings) -> Vec<Option<ScoreInterval>> {
    let mut units: Vec<u32> = tasks.iter().flat_map(|task| task.units).copied().collect();
    units.sort_unstable();
    units.dedup();
    let mut ready: Vec<Option<Ready>> = tasks.iter().map(|task| Ready::new(task, &units)).collect();
    let mut rng = Pcg64Mcg::seed_from_u64(settings.seed ^ STREAM);
    let (mut drawn, mut weights) = (vec![0.0; units.len()], Vec::new());
    for _ in 0..settings.resamples {
        drawn.fill(0.0);
        // One less than there are, as in the paired bootstrap.
        for _ in 1..units.len() {
            if let Some(count) = drawn.get_mut(rng.random_range(0..units.len())) {
                *count += 1.0;
            }
        }
        for own in ready.iter_mut().flatten() {
            if let Some(score) = own.score(&drawn, &mut weights) {
                own.resampled.push(score, score);
            }
        }
    }
    ready.into_iter().zip(tasks).map(|(own, task)| Some(own?.report(task.metric, &settings))).collect()
}

impl Ready {
    fn new(task: &ScoredTask<'_>, units: &[u32]) -> Option<Self> {
        if task.predictions.rows() != Some(task.units.len()) {
            return None;
        }
        let statistic = Statistic::new(task.metric, &task.predictions)?;
        let mut own = task.units.to_vec();
        own.sort_unstable();
        own.dedup();
        // Every unit is in the list, which was made of all of them.
        let index = |unit: &u32| units.partition_point(|other| other < unit) as u32;
        Some(Self {
            rows: task.units.iter().map(index).collect(),
            value: statistic.score(&vec![1.0; task.units.len()]),
            statistic,
            evidence: Evidence {
                rows: task.units.len(),
                units: own.len(),
                seeds: 1,
                minority: task.predictions.minority(),
                differing: None,
                undefined: 0.0,
            },
            resampled: Resampled::default(),
        })
    }

    /// - `drawn`: how often each unit counts
    /// - `weights`: room for those of the rows
    fn score(&self, drawn: &[f64], weights: &mut Vec<f64>) -> Option<f64> {
        weights.clear();
        weights.extend(self.rows.iter().map(|&unit| drawn.get(unit as usize).copied().unwrap_or(0.0)));
        self.statistic.score(weights)
    }

    fn report(&self, metric: MetricKind, settings: &Settings) -> ScoreInterval {
        let Settings { resamples, confidence, unit, .. } = *settings;
        let units = self.evidence.units;
        let share = 1.0 - self.resampled.count() as f64 / resamples.max(1) as f64;
        let too_few = self.value.is_none().then_some(TooFew::NoScore);
        let too_few = too_few.or_else(|| self.evidence.too_few(unit));
        let too_few = too_few.or((share > MOST_UNDEFINED).then_some(TooFew::Undefined { share }));
        let interval = match (too_few, self.value) {
            (None, Some(value)) => self.resampled.interval(value, confidence, Sizes { seeds: 1, units }),
            (Some(_), _) | (None, None) => None,
        };
        let undefined = interval.is_none().then(|| too_few.unwrap_or(TooFew::NoScore).clause());
        ScoreInterval { metric, interval, undefined, confidence, resamples, unit, units }
    }
}

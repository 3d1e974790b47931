//! One task of a bootstrap: its scores made ready, and the gains of its resamples.

use super::delta::{Gain, difference, guard};
use super::evidence::Evidence;
use super::interval::{Resampled, Sizes};
use super::pair::{Pair, PairError, TaskPairs};
use super::result::TaskGain;
use super::statistic::Statistic;
use crate::metric::MetricKind;

/// Scores of the two models on the same rows.
type Scores = [f64; 2];

/// Both models of one seed.
struct PreparedPair {
    /// Index of each row's unit among all units.
    units: Vec<u32>,
    joint: Statistic,
    twin: Statistic,
}

impl PreparedPair {
    fn new(pair: &Pair<'_>, task: &TaskPairs<'_>, seed: usize, units: &[u32]) -> Result<Self, PairError> {
        let rows = [pair.joint.rows(), pair.twin.rows()];
        if rows != [Some(pair.units.len()); 2] {
            return Err(PairError::Rows { task: task.name.to_owned(), seed });
        }
        let statistic = |predictions| {
            let missing = || PairError::Metric { task: task.name.to_owned(), metric: task.metric.name() };
            Statistic::new(task.metric, predictions).ok_or_else(missing)
        };
        // Every unit is in the list, which was made of all of them.
        let index = |unit: &u32| units.partition_point(|other| other < unit) as u32;
        Ok(Self {
            units: pair.units.iter().map(index).collect(),
            joint: statistic(&pair.joint)?,
            twin: statistic(&pair.twin)?,
        })
    }

    /// - `drawn`: how often each unit counts
    /// - `weights`: room for those of the rows
    fn scores(&self, drawn: &[f64], weights: &mut Vec<f64>) -> Option<Scores> {
        weights.clear();
        weights.extend(self.units.iter().map(|&unit| drawn.get(unit as usize).copied().unwrap_or(0.0)));
        Some([self.joint.score(weights)?, self.twin.score(weights)?])
    }
}

/// A task with the values of its resamples.
pub(super) struct Prepared {
    pub name: String,
    pub gain: Gain,
    pub evidence: Evidence,
    metric: MetricKind,
    pairs: Vec<PreparedPair>,
    joint: Resampled,
    twin: Resampled,
    difference: Resampled,
    percent: Resampled,
}

impl Prepared {
    /// - `seeds`: that the task should have
    /// - `units`: all of the comparison, sorted
    pub fn new(task: &TaskPairs<'_>, seeds: usize, units: &[u32]) -> Result<Self, PairError> {
        let name = task.name.to_owned();
        if task.seeds.len() != seeds || seeds == 0 {
            return Err(PairError::Seeds { task: name, expected: seeds, found: task.seeds.len() });
        }
        let pair = |(seed, pair): (usize, &Pair<'_>)| PreparedPair::new(pair, task, seed, units);
        let pairs = task.seeds.iter().enumerate().map(pair).collect::<Result<Vec<_>, _>>()?;
        let mut weights = Vec::new();
        let once = vec![1.0; units.len()];
        let scores: Option<Vec<Scores>> = pairs.iter().map(|pair| pair.scores(&once, &mut weights)).collect();
        let mean = scores.map(|scores| mean(&scores, 0..seeds));
        let gain = Gain::new(task.metric, mean.map(|[joint, _]| joint), mean.map(|[_, twin]| twin));
        let none = Resampled::default;
        Ok(Self {
            evidence: evidence(task, seeds),
            name,
            gain,
            metric: task.metric,
            pairs,
            joint: none(),
            twin: none(),
            difference: none(),
            percent: none(),
        })
    }

    /// Keeps the gains of one resample; gives that in percent, over the seeds picked and over all; `None` where it has none.
    ///
    /// - `drawn`: how often each unit counts
    /// - `picked`: indices of seeds
    pub fn resample(&mut self, drawn: &[f64], picked: &[usize], weights: &mut Vec<f64>) -> Option<Scores> {
        let scores: Vec<Scores> =
            self.pairs.iter().map(|pair| pair.scores(drawn, weights)).collect::<Option<_>>()?;
        let both = [mean(&scores, picked.iter().copied()), mean(&scores, 0..scores.len())];
        let [joint, twin] = [both.map(|[joint, _]| joint), both.map(|[_, twin]| twin)];
        let gained = both.map(|[joint, twin]| difference(self.metric, joint, twin));
        self.joint.push(joint[0], joint[1]);
        self.twin.push(twin[0], twin[1]);
        self.difference.push(gained[0], gained[1]);
        // Whether there is a percentage is decided once, on all rows; a resample must not divide by less than that allows.
        self.gain.percent?;
        let percent = |index: usize| 100.0 * gained[index] / twin[index].abs().max(guard(self.metric));
        let percents = [percent(0), percent(1)];
        self.percent.push(percents[0], percents[1]);
        Some(percents)
    }

    /// - `resamples`: taken so far
    pub fn report(&self, confidence: f64, resamples: usize) -> TaskGain {
        let sizes = Sizes { seeds: self.pairs.len(), units: self.evidence.units };
        let interval =
            |resampled: &Resampled, value: Option<f64>| resampled.interval(value?, confidence, sizes);
        let missing = (resamples - self.difference.count()) as f64 / resamples.max(1) as f64;
        TaskGain {
            name: self.name.clone(),
            gain: self.gain.clone(),
            joint: interval(&self.joint, self.gain.joint),
            twin: interval(&self.twin, self.gain.twin),
            difference: interval(&self.difference, self.gain.difference),
            percent: interval(&self.percent, self.gain.percent),
            seed_share: self.difference.seed_share(sizes),
            evidence: Evidence { undefined: missing, ..self.evidence.clone() },
        }
    }
}

/// What the seeds have at least.
fn evidence(task: &TaskPairs<'_>, seeds: usize) -> Evidence {
    let least = |of: &dyn Fn(&Pair<'_>) -> Option<usize>| {
        task.seeds.iter().map(of).collect::<Option<Vec<_>>>().and_then(|counts| counts.into_iter().min())
    };
    let units = |pair: &Pair<'_>| {
        let mut units = pair.units.to_vec();
        units.sort_unstable();
        units.dedup();
        Some(units.len())
    };
    Evidence {
        rows: least(&|pair| Some(pair.units.len())).unwrap_or(0),
        units: least(&units).unwrap_or(0),
        seeds,
        minority: least(&|pair| pair.joint.minority()),
        differing: least(&|pair| pair.joint.differing(&pair.twin, task.metric)),
        undefined: 0.0,
    }
}

fn mean(scores: &[Scores], seeds: impl Iterator<Item = usize>) -> Scores {
    let own = seeds.filter_map(|seed| scores.get(seed));
    let (count, sums) = own.fold((0.0, [0.0; 2]), |(count, sums): (f64, Scores), own| {
        (count + 1.0, [sums[0] + own[0], sums[1] + own[1]])
    });
    sums.map(|sum| sum / count)
}

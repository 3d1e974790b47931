//! Checks a configuration before any tensor exists.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::knob::MOST_EPOCHS;
use super::{ConfigError, RunConfig, WarmupUnit};
use crate::schema::knob::OutOfRange;
use crate::task::label_set::LabelSets;

/// Largest seed that survives JSON's numbers.
const LARGEST_SEED: u64 = 1 << 53;

/// What a row that is missed may cost, in false alarms.
const COST_RATIOS: RangeInclusive<f64> = 0.001..=1_000.0;

const MOST_LAYERS: usize = 8;
const MOST_WIDTH: usize = 4_096;

impl RunConfig {
    /// Checks everything that doesn't depend on the data.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let split = &self.split;
        for (field, share) in
            [("split.train", split.train), ("split.valid", split.valid), ("split.test", split.test)]
        {
            check(field, share > 0.0 && share < 1.0, "a share between 0 and 1", share)?;
        }
        let sum = split.train + split.valid + split.test;
        check("split", (sum - 1.0).abs() < 1e-6, "train, valid and test shares that sum to 1", sum)?;
        let has_name = split.stratify.as_deref() != Some("");
        check(
            "split.stratify",
            has_name,
            "a column's name, “none”, or null for the class tasks",
            "an empty name",
        )?;
        let has_times = split.by_time.as_deref() != Some("");
        check("split.byTime", has_times, "a column's name, or null for a random split", "an empty name")?;
        check_label_sets(&self.label_sets)?;
        for (name, target) in &self.targets {
            let Some(ratio) = target.cost_ratio else { continue };
            let field = format!("targets.{name}.costRatio");
            check(&field, COST_RATIOS.contains(&ratio), "a number from 0.001 to 1000, or null", ratio)?;
        }
        for (field, seed) in [("seed", self.seed), ("split.seed", self.split_seed())] {
            check(field, seed <= LARGEST_SEED, "a whole number up to 2⁵³", seed)?;
        }
        check_layers("architecture.trunk", &self.architecture.trunk)?;
        check_layers("architecture.head", &self.architecture.head)?;
        let dropout = self.architecture.dropout;
        check("architecture.dropout", (0.0..1.0).contains(&dropout), "a share from 0 to below 1", dropout)?;
        self.architecture.check_knobs()?;
        let rate = self.optimizer.learning_rate;
        check("optimizer.learningRate", rate > 0.0 && rate <= 10.0, "a number above 0, at most 10", rate)?;
        let decay = self.optimizer.weight_decay;
        check("optimizer.weightDecay", (0.0..=10.0).contains(&decay), "a number from 0 to 10", decay)?;
        let batch = self.batch_size;
        check("batchSize", (1..=65_536).contains(&batch), "1 to 65536 rows", batch)?;
        check("epochs", (1..=MOST_EPOCHS).contains(&self.epochs), "1 to 100000", self.epochs)?;
        if let Some(stopping) = self.early_stopping {
            let patience = stopping.patience;
            check(
                "earlyStopping.patience",
                patience > 0,
                "at least 1 epoch, or earlyStopping null",
                patience,
            )?;
        }
        let seeds = self.comparison.seeds;
        check("comparison.seeds", (1..=100).contains(&seeds), "1 to 100 seeds", seeds)?;
        let resamples = self.comparison.resamples;
        check("comparison.resamples", (100..=100_000).contains(&resamples), "100 to 100000", resamples)?;
        self.check_knobs()?;
        let warmup = self.schedule.warmup;
        let (is_right, expected) = match self.schedule.warmup_unit {
            WarmupUnit::Share => (warmup < 1.0, "a share of all steps from 0 to below 1"),
            WarmupUnit::Steps => (warmup.fract() == 0.0, "a whole number of steps"),
        };
        check("schedule.warmup", is_right, expected, warmup)?;
        let refresh = self.weighting.refresh;
        check("weighting.refresh", (1..=10_000).contains(&refresh), "1 to 10000 steps", refresh)?;
        let smoothing = self.weighting.smoothing;
        check(
            "weighting.smoothing",
            (0.0..1.0).contains(&smoothing),
            "a share from 0 to below 1",
            smoothing,
        )?;
        self.weighting.check_knobs()?;
        let kind = self.weighting.kind;
        if !self.weighting.preference.is_empty() && !kind.takes_preference() {
            let problem = format!("the kind {} takes no preference", kind.key());
            return Err(ConfigError::Malformed { field: "weighting.preference".into(), problem });
        }
        if !self.weighting.weights.is_empty() && !kind.takes_weights() {
            let problem = format!("the kind {} takes no weights", kind.key());
            return Err(ConfigError::Malformed { field: "weighting.weights".into(), problem });
        }
        Ok(())
    }

    /// Checks what depends on the number of tasks.
    pub fn validate_tasks(&self, task_count: usize) -> Result<(), ConfigError> {
        let (field, weights) = if self.weighting.kind.takes_weights() {
            ("weighting.weights", &self.weighting.weights)
        } else if self.weighting.preference.is_empty() {
            return Ok(());
        } else {
            ("weighting.preference", &self.weighting.preference)
        };
        let expected = format!("one weight for each of the {task_count} tasks");
        check(field, weights.len() == task_count, &expected, format!("{weights:?}"))?;
        let are_weights = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
        check(field, are_weights, "weights of 0 or more", format!("{weights:?}"))?;
        let is_any = weights.iter().any(|weight| *weight > 0.0);
        check(field, is_any, "at least one weight above 0", format!("{weights:?}"))
    }
}

impl From<OutOfRange> for ConfigError {
    fn from(OutOfRange { field, expected, found }: OutOfRange) -> Self {
        Self::OutOfRange { field: field.into(), expected, found }
    }
}

fn check_label_sets(sets: &LabelSets) -> Result<(), ConfigError> {
    let mut known = BTreeSet::new();
    for (name, columns) in sets {
        let field = format!("labelSets.{name}");
        check("labelSets", !name.trim().is_empty(), "a name for each set", "an empty name")?;
        check(&field, columns.len() >= 2, "at least two columns", columns.len())?;
        let twice = columns.iter().find(|column| !known.insert(*column));
        if let Some(column) = twice {
            let problem = format!("column “{column}” is named twice: it can be in one set, once");
            return Err(ConfigError::Malformed { field, problem });
        }
    }
    Ok(())
}

fn check_layers(field: &str, widths: &[usize]) -> Result<(), ConfigError> {
    check(field, widths.len() <= MOST_LAYERS, "at most 8 layers", widths.len())?;
    let wrong = widths.iter().find(|width| !(1..=MOST_WIDTH).contains(*width));
    wrong.map_or(Ok(()), |width| check(field, false, "widths from 1 to 4096", width))
}

fn check(
    field: &str,
    is_right: bool,
    expected: &str,
    found: impl std::fmt::Display,
) -> Result<(), ConfigError> {
    if is_right {
        return Ok(());
    }
    Err(ConfigError::OutOfRange { field: field.into(), expected: expected.into(), found: found.to_string() })
}

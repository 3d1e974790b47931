//! A number with the interval that its resampled values give it.

use serde::{Deserialize, Serialize};

use crate::math::normal::normal_quantile;
use crate::math::quantile::{quantile, student_quantile};

/// A number and how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// On the rows as they are.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The larger one of the distances from its value to its ends.
    pub fn half_width(&self) -> f64 {
        (self.high - self.value).max(self.value - self.low)
    }

    /// Whether all of it is above 0.
    pub fn is_above_zero(&self) -> bool {
        self.low > 0.0
    }

    /// Whether all of it is below 0.
    pub fn is_below_zero(&self) -> bool {
        self.high < 0.0
    }
}

/// How many independent things were resampled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub seeds: usize,
    pub units: usize,
}

/// Resampled values of one number.
#[derive(Clone, Debug, Default)]
pub(super) struct Resampled {
    /// Over resampled rows and resampled seeds.
    both: Vec<f64>,
    /// Over the same resampled rows and all seeds.
    rows: Vec<f64>,
}

impl Resampled {
    pub fn push(&mut self, both: f64, rows: f64) {
        self.both.push(both);
        self.rows.push(rows);
    }

    pub fn count(&self) -> usize {
        self.both.len()
    }

    /// The share of the variance that the seeds make; `None` of one seed or no variance.
    pub fn seed_share(&self, sizes: Sizes) -> Option<f64> {
        let all = variance(&self.both)?;
        let rows = variance(&self.rows)?;
        (sizes.seeds > 1 && all > 0.0).then(|| (1.0 - rows / all).max(0.0))
    }

    /// The percentile interval, its ends moved away from the value by `t_ν / z`; `None` of fewer than two resamples.
    ///
    /// Percentiles take the variances of a few seeds for known. As in the t interval, which they would be on many resamples of a normal
    /// mean, `ν` makes up for that: `ν = V² / (V_s² / (k - 1) + V_r² / (n - 1))` for the variance `V = V_s + V_r` made by `k` seeds and by `n`
    /// rows or groups (Satterthwaite 1946, "An approximate distribution of estimates of variance components"). The need for it, for one
    /// source of luck: Hesterberg 2015, section 3.3, <https://arxiv.org/abs/1411.5279>.
    pub fn interval(&self, value: f64, confidence: f64, sizes: Sizes) -> Option<Interval> {
        let of_rows = variance(&self.rows)?;
        let all = variance(&self.both)?.max(of_rows);
        let of_seeds = all - of_rows;
        let freedom = |size: usize| size.saturating_sub(1).max(1) as f64;
        let uncertainty = of_seeds.powi(2) / freedom(sizes.seeds) + of_rows.powi(2) / freedom(sizes.units);
        let upper = 0.5 + confidence / 2.0;
        let widening = if uncertainty > 0.0 {
            student_quantile(upper, all * all / uncertainty) / normal_quantile(upper)
        } else {
            1.0
        };
        let mut sorted = self.both.clone();
        sorted.sort_by(f64::total_cmp);
        let end = |share: f64| Some(value + widening * (quantile(&sorted, share)? - value));
        Some(Interval { value, low: end(1.0 - upper)?, high: end(upper)? })
    }
}

/// `None` of fewer than two numbers.
fn variance(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.len() > 1).then(|| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0))
}

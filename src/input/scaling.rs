//! Brings the numbers of an input to a common scale, as its training rows are spread.

use serde::{Deserialize, Serialize};

use crate::math::normal::normal_quantile;

/// Scaled numbers are held within this many standard deviations.
pub const CLIP: f64 = 10.0;

/// How numbers are brought to a common scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// To mean 0 and deviation 1.
    #[default]
    Standardise,
    /// To normal scores of their ranks, for long tails.
    Quantile,
}

impl Scaling {
    /// Every scaling, in menu order.
    pub const ALL: [Self; 2] = [Self::Standardise, Self::Quantile];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Standardise => "standardise",
            Self::Quantile => "quantile",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standardise => "Standardised",
            Self::Quantile => "By rank",
        }
    }
}

/// Most quantiles kept of a column.
const MOST_KNOTS: usize = 1_000;

/// A scaling fitted to training numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// `(x - mean) / deviation`.
    Standard {
        /// Of the training numbers.
        mean: f64,
        /// Of the training numbers.
        deviation: f64,
    },
    /// The normal quantile of the share of training numbers below.
    Quantile {
        /// Evenly spread quantiles of the training numbers.
        knots: Vec<f64>,
        /// The least share, and by its distance to 1 the greatest: half a training row.
        edge: f64,
    },
}

impl Scale {
    /// Fits a scaling to training numbers, of which `missing` more are taken for the `median`.
    pub fn fit(scaling: Scaling, mut values: Vec<f64>, median: f64, missing: usize) -> Self {
        match scaling {
            Scaling::Standardise => {
                let filled = || values.iter().copied().chain(std::iter::repeat_n(median, missing));
                let count = (values.len() + missing).max(1) as f64;
                let mean = filled().sum::<f64>() / count;
                let variance = filled().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
                Self::Standard { mean, deviation: variance.sqrt() }
            }
            Scaling::Quantile => {
                values.sort_unstable_by(f64::total_cmp);
                Self::Quantile { knots: knots(&values), edge: 0.5 / values.len().max(1) as f64 }
            }
        }
    }

    /// Whether it has a value for every number.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Standard { .. } => true,
            Self::Quantile { edge, .. } => *edge > 0.0 && *edge <= 0.5,
        }
    }

    /// A number on the common scale; 0 where training numbers are all the same.
    pub fn apply(&self, value: f64) -> f64 {
        match self {
            Self::Standard { deviation, .. } if *deviation <= 0.0 => 0.0,
            Self::Standard { mean, deviation } => (value - mean) / deviation,
            Self::Quantile { knots, .. } if knots.first() == knots.last() => 0.0,
            Self::Quantile { knots, edge } => {
                normal_quantile(share_below(knots, value).clamp(*edge, 1.0 - edge))
            }
        }
    }
}

/// Evenly spread quantiles of sorted numbers, between which they are interpolated: all of them, if they are few.
fn knots(sorted: &[f64]) -> Vec<f64> {
    if sorted.len() <= MOST_KNOTS {
        return sorted.to_vec();
    }
    let knot = |place: usize| {
        let exact = place as f64 * (sorted.len() - 1) as f64 / (MOST_KNOTS - 1) as f64;
        let below = (exact as usize).min(sorted.len() - 2);
        let share = exact - below as f64;
        sorted[below] + share * (sorted[below + 1] - sorted[below])
    };
    (0..MOST_KNOTS).map(knot).collect()
}

/// Where a number lies among knots, from 0 to 1; in the middle of those that equal it.
fn share_below(knots: &[f64], value: f64) -> f64 {
    let first = knots.partition_point(|&knot| knot < value);
    let after = knots.partition_point(|&knot| knot <= value);
    let place = if first < after {
        (first + after - 1) as f64 / 2.0
    } else if first == 0 {
        0.0
    } else if first == knots.len() {
        (knots.len() - 1) as f64
    } else {
        let (low, high) = (knots[first - 1], knots[first]);
        (first - 1) as f64 + (value - low) / (high - low)
    };
    place / (knots.len() - 1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `QuantileTransformer(n_quantiles=min(1000, n), output_distribution="normal", subsample=None)` of scikit-learn 1.9.1.
    #[test]
    fn scores_between_the_ends_are_scikit_learns() {
        let few = (1..=60).map(|i| f64::from(i * i * 37 % 101).powi(2) / 50.0).collect();
        let few_expected: &[(f64, f64)] = &[
            (0.5, -1.636_691_647),
            (2.0, -1.350_640_946),
            (10.0, -0.642_532_789),
            (27.38, -0.149_250_552),
            (33.3, -0.122_807_056),
            (100.0, 0.448_316_560),
            (150.0, 1.253_045_359),
        ];
        let many = (1..=4000).map(|i| f64::from(i * 7919 % 4999).powf(1.5)).collect();
        let many_expected: &[(f64, f64)] = &[
            (50.0, -2.834_273_850),
            (1000.0, -2.057_776_869),
            (123_456.7, -0.010_843_363),
            (200_000.0, 0.479_093_427),
            (350_000.0, 2.483_201_344),
        ];
        for (mut values, expected) in [(few, few_expected), (many, many_expected)] as [(Vec<f64>, _); 2] {
            values.sort_by(f64::total_cmp);
            let scale = Scale::fit(Scaling::Quantile, values.clone(), 0.0, 0);
            for &(value, score) in expected {
                assert!((scale.apply(value) - score).abs() < 1e-6, "{value}: {}", scale.apply(value));
            }
            // Beyond the ends a number counts as half a row from them.
            let end = -normal_quantile(0.5 / values.len() as f64);
            assert!((scale.apply(-1e9) + end).abs() < 1e-9 && (scale.apply(1e9) - end).abs() < 1e-9);
        }
    }
}

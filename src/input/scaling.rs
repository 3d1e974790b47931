//! Brings the numbers of an input to a common scale, as its training rows are spread.

use serde::{Deserialize, Serialize};

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

/// The number below which a standard normal draw lies with a probability between 1e-11 and 1 - 1e-11.
///
/// Wichura 1988, algorithm AS 241 (PPND16), <https://doi.org/10.2307/2347330>, without its far tails.
fn normal_quantile(probability: f64) -> f64 {
    const MIDDLE: ([f64; 8], [f64; 8]) = (
        [
            3.387_132_872_796_366_6,
            133.141_667_891_784_38,
            1_971.590_950_306_551_3,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ],
        [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_854,
        ],
    );
    const TAIL: ([f64; 8], [f64; 8]) = (
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    );
    let ratio = |(over, under): ([f64; 8], [f64; 8]), at: f64| {
        let polynomial = |of: [f64; 8]| of.iter().rev().fold(0.0, |sum, factor| sum * at + factor);
        polynomial(over) / polynomial(under)
    };
    let distance = probability - 0.5;
    if distance.abs() <= 0.425 {
        return distance * ratio(MIDDLE, 0.180_625 - distance * distance);
    }
    let tail = (-probability.min(1.0 - probability).ln()).sqrt();
    ratio(TAIL, tail - 1.6).copysign(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_scipys() {
        let expected = [
            (1e-7, -5.199_337_582_193),
            (0.0001, -3.719_016_485_456),
            (0.024_25, -1.972_961_051_312),
            (0.07, -1.475_791_028_179),
            (0.2, -0.841_621_233_573),
            (0.5, 0.0),
            (0.9, 1.281_551_565_545),
            (0.93, 1.475_791_028_179),
            (0.999_999, 4.753_424_308_817),
        ];
        for (probability, quantile) in expected {
            let found = normal_quantile(probability);
            assert!((found - quantile).abs() < 1e-10, "{probability}: {found}");
        }
    }

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

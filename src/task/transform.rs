//! Curves that skewed numbers are straightened by before they are learned, and the way back.

use serde::{Deserialize, Serialize};

/// How the numbers of a task are straightened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// Not at all.
    #[default]
    None,
    /// `ln(1 + y)`, for counts and prices.
    Log1p,
    /// The power that makes them most like a normal distribution, whatever their sign (Yeo & Johnson, 2000).
    YeoJohnson,
}

impl Transform {
    /// Every transform, in menu order.
    pub const ALL: [Self; 3] = [Self::None, Self::Log1p, Self::YeoJohnson];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Log1p => "log1p",
            Self::YeoJohnson => "yeo_johnson",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "As it is",
            Self::Log1p => "log(1 + y)",
            Self::YeoJohnson => "Yeo-Johnson",
        }
    }
}

/// Powers from `1 - REACH` to `1 + REACH` are tried; 1 changes nothing.
const REACH: f64 = 6.0;

/// How closely the best power is found.
const PRECISION: f64 = 1e-7;

/// Answers are held within this many ranges of the training labels, since a curve may run off to infinity.
const RANGES: f64 = 10.0;

/// A transform fitted to training labels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    shape: Shape,
    /// Smallest answer.
    low: f64,
    /// Largest answer.
    high: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Straight,
    Log,
    /// The Yeo-Johnson power.
    Power(f64),
}

impl Curve {
    /// Fits a transform to training labels.
    pub fn fit(transform: Transform, labels: &[f64]) -> Self {
        let shape = match transform {
            Transform::None => Shape::Straight,
            Transform::Log1p => Shape::Log,
            Transform::YeoJohnson => Shape::Power(likeliest(labels)),
        };
        let low = labels.iter().copied().fold(f64::INFINITY, f64::min);
        let high = labels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let reach = RANGES * (high - low);
        // Of -1 the logarithm is infinite, and so would be the loss of an answer that falls on it.
        let least = if shape == Shape::Log { -1.0 + f64::EPSILON } else { f64::NEG_INFINITY };
        Self { shape, low: (low - reach).max(least), high: high + reach }
    }

    /// Straightens a number.
    pub fn apply(&self, value: f64) -> f64 {
        match self.shape {
            Shape::Straight => value,
            Shape::Log => value.ln_1p(),
            Shape::Power(lambda) => power(value, lambda),
        }
    }

    /// The number that a straightened one came from.
    pub fn invert(&self, straight: f64) -> f64 {
        let value = match self.shape {
            Shape::Straight => return straight,
            Shape::Log => straight.exp_m1(),
            Shape::Power(lambda) => unpower(straight, lambda),
        };
        value.max(self.low).min(self.high)
    }
}

/// `((1 + y)^lambda - 1) / lambda` from 0 on, and below 0 its mirror image with `2 - lambda`.
fn power(value: f64, lambda: f64) -> f64 {
    if value < 0.0 {
        return -power(-value, 2.0 - lambda);
    }
    let log = value.ln_1p();
    if lambda == 0.0 { log } else { (lambda * log).exp_m1() / lambda }
}

fn unpower(straight: f64, lambda: f64) -> f64 {
    if straight < 0.0 {
        return -unpower(-straight, 2.0 - lambda);
    }
    if lambda == 0.0 {
        return straight.exp_m1();
    }
    // Below the power 0 the curve levels off, and no number lies beyond.
    let base = (lambda * straight).max(-1.0);
    (base.ln_1p() / lambda).exp_m1()
}

/// The power under which the labels are likeliest as draws from a normal distribution, by golden-section search.
fn likeliest(labels: &[f64]) -> f64 {
    let logs: Vec<f64> = labels.iter().map(|label| label.abs().ln_1p().copysign(*label)).collect();
    if labels.iter().all(|&label| label <= 0.0) {
        let mirrored: Vec<f64> = logs.iter().map(|log| -log).collect();
        return 2.0 - peak(|lambda| likelihood_above_0(&mirrored, lambda));
    }
    if labels.iter().all(|&label| label >= 0.0) {
        return peak(|lambda| likelihood_above_0(&logs, lambda));
    }
    let sum: f64 = logs.iter().sum();
    peak(|lambda| {
        let straight = labels.iter().map(|&label| power(label, lambda));
        (lambda - 1.0) * sum - labels.len() as f64 / 2.0 * variance(straight).ln()
    })
}

/// Taken relative to the middle log, since far from 0 a low power makes all numbers nearly the same.
fn likelihood_above_0(logs: &[f64], lambda: f64) -> f64 {
    let count = logs.len() as f64;
    let sum: f64 = logs.iter().sum();
    let middle = sum / count;
    let straight = logs.iter().map(|log| {
        let distance = log - middle;
        if lambda == 0.0 { distance } else { (lambda * distance).exp_m1() / lambda }
    });
    (lambda - 1.0) * sum - count / 2.0 * (variance(straight).ln() + 2.0 * lambda * middle)
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    values.map(|value| (value - mean).powi(2)).sum::<f64>() / count
}

/// Where a function with one peak has it, between `1 - REACH` and `1 + REACH`.
fn peak(height: impl Fn(f64) -> f64) -> f64 {
    // What overflows is no peak.
    let height = |place| Some(height(place)).filter(|height| height.is_finite()).unwrap_or(f64::MIN);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (1.0 - REACH, 1.0 + REACH);
    let inner = |low: f64, high: f64| (high - golden * (high - low), low + golden * (high - low));
    let (mut left, mut right) = inner(low, high);
    let (mut at_left, mut at_right) = (height(left), height(right));
    while high - low > PRECISION {
        if at_left > at_right {
            (high, right, at_right) = (right, left, at_left);
            left = inner(low, high).0;
            at_left = height(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = inner(low, high).1;
            at_right = height(right);
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers with one long tail, and numbers of both signs.
    fn samples() -> [Vec<f64>; 3] {
        let skewed: Vec<f64> = (1..=60).map(|i| f64::from(i * i * 37 % 101).powi(2) / 50.0).collect();
        let mixed = (1..=60).map(|i| f64::from(i * 7919 % 61 - 20)).map(|x| x * x.abs() / 9.0).collect();
        let mirrored = skewed.iter().map(|value| -value).collect();
        [skewed, mixed, mirrored]
    }

    /// `PowerTransformer(method="yeo-johnson").fit(x).lambdas_` of scikit-learn 1.9.1.
    const POWERS: [f64; 3] = [0.267_380_862_4, 0.812_739_497_6, 1.732_619_137_9];

    #[test]
    fn the_power_is_scikit_learns() {
        for (labels, expected) in samples().iter().zip(POWERS) {
            let found = likeliest(labels);
            assert!((found - expected).abs() < 1e-5, "{found} for {expected}");
        }
    }

    #[test]
    fn the_way_back_leads_where_it_came_from() {
        for transform in Transform::ALL {
            for labels in samples() {
                let curve = Curve::fit(transform, &labels);
                let reachable = labels.iter().filter(|&&label| transform != Transform::Log1p || label > -1.0);
                for &label in reachable {
                    let back = curve.invert(curve.apply(label));
                    assert!(
                        (back - label).abs() < 1e-9 * label.abs().max(1.0),
                        "{transform:?}: {label} as {back}"
                    );
                }
            }
        }
    }

    #[test]
    fn answers_stay_near_the_labels_however_far_a_head_strays() {
        // Powers below 0 and above 2 level off on one side.
        let steep: Vec<f64> = (1..=60).map(|i| 10_f64.powi(i % 9) / f64::from(i).powi(3)).collect();
        let mirrored: Vec<f64> = steep.iter().map(|value| -value).collect();
        for labels in [steep, mirrored] {
            let curve = Curve::fit(Transform::YeoJohnson, &labels);
            assert!(
                matches!(curve.shape, Shape::Power(lambda) if !(0.0..=2.0).contains(&lambda)),
                "{curve:?}"
            );
            assert_bounded(&curve);
        }
        assert_bounded(&Curve::fit(Transform::Log1p, &samples()[0]));
    }

    fn assert_bounded(curve: &Curve) {
        for far in [-1e9, -50.0, 50.0, 1e9] {
            let value = curve.invert(far);
            assert!(value >= curve.low && value <= curve.high, "{far} as {value}");
            assert!(curve.apply(value).is_finite(), "{far} as {value}");
        }
    }
}

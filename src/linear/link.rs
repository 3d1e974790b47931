//! From scores to answers: how linear scores and constants beside them make a loss.

use serde::{Deserialize, Serialize};

use crate::examples::{Loss, sigmoid};
use crate::math::cholesky::Cholesky;

/// What a linear model's scores mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Link {
    /// One intercept is added to each score.
    Direct(Loss),
    /// Proportional odds for so many classes that go from low to high: `P(y ≤ k) = σ(t_k - s)` with one score and ascending thresholds
    /// `t`. McCullagh 1980, <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>. Its log loss is convex where the thresholds ascend
    /// (Pratt 1981, <https://doi.org/10.1080/01621459.1981.10477613>), infinite elsewhere.
    Cumulative(u32),
}

impl Link {
    /// Scores of one row.
    pub fn scores(self) -> usize {
        match self {
            Self::Direct(loss) => loss.scores(),
            Self::Cumulative(_) => 1,
        }
    }

    /// Constants beside the scores: intercepts or thresholds.
    pub fn constants(self) -> usize {
        match self {
            Self::Direct(loss) => loss.scores(),
            Self::Cumulative(classes) => classes.saturating_sub(1) as usize,
        }
    }

    /// Loss of one row and its slopes by scores and by constants.
    ///
    /// - `scores`: become slopes
    /// - `slopes`: by constants; written
    pub fn loss(self, scores: &mut [f64], constants: &[f64], label: f64, slopes: &mut [f64]) -> f64 {
        match self {
            Self::Direct(loss) => {
                scores.iter_mut().zip(constants).for_each(|(score, constant)| *score += constant);
                let cost = loss.of(scores, label);
                match (loss, &mut *scores) {
                    (Loss::Softmax(_), scores) => {
                        if let Some(own) = scores.get_mut(label as usize) {
                            *own -= 1.0;
                        }
                    }
                    (Loss::Squared | Loss::Poisson | Loss::Logistic, scores) => {
                        scores.iter_mut().for_each(|score| *score -= label);
                    }
                }
                slopes.copy_from_slice(scores);
                cost
            }
            Self::Cumulative(_) => {
                let class = label as usize;
                let score = scores.first().copied().unwrap_or(0.0);
                slopes.fill(0.0);
                let logit =
                    |index: Option<usize>| index.and_then(|index| constants.get(index)).map(|t| t - score);
                let (upper, lower) = (logit(Some(class)), logit(class.checked_sub(1)));
                let (cost, up, down) = between(upper, lower);
                if let Some(slope) = slopes.get_mut(class) {
                    *slope = up;
                }
                if let Some(slope) = class.checked_sub(1).and_then(|below| slopes.get_mut(below)) {
                    *slope = down;
                }
                scores.fill(-up - down);
                cost
            }
        }
    }

    /// The answer of one row, appended.
    pub fn answer(self, scores: &mut [f64], constants: &[f64], into: &mut Vec<f64>) {
        match self {
            Self::Direct(loss) => {
                scores.iter_mut().zip(constants).for_each(|(score, constant)| *score += constant);
                loss.answer(scores);
                into.extend_from_slice(scores);
            }
            Self::Cumulative(_) => {
                let score = scores.first().copied().unwrap_or(0.0);
                let mut last = None;
                for upper in constants.iter().map(|threshold| Some(threshold - score)).chain([None]) {
                    into.push((-between(upper, last).0).exp());
                    last = upper;
                }
            }
        }
    }

    /// Mean curvatures where all rows get the best constants: by the scores, one for all of them, and by the constants, as factors of
    /// their matrix; no factors where all of them share the first.
    ///
    /// - `constants`: the best ones without inputs
    pub fn curvature(self, constants: &[f64]) -> (f64, Option<Cholesky>) {
        match self {
            Self::Direct(loss) => {
                let mut answer = constants.to_vec();
                loss.answer(&mut answer);
                let sum: f64 = answer.iter().map(|&answer| loss.curvature(answer)).sum();
                (sum / answer.len().max(1) as f64, None)
            }
            Self::Cumulative(_) => {
                let mut shares = Vec::new();
                self.answer(&mut [0.0], constants, &mut shares);
                let size = constants.len();
                let density: Vec<f64> = constants.iter().map(|&t| sigmoid(t) * sigmoid(-t)).collect();
                let mut matrix = vec![0.0; size * size];
                for index in 0..size {
                    let own = density[index].powi(2) * (1.0 / shares[index] + 1.0 / shares[index + 1]);
                    matrix[index * size + index] = own;
                    if index > 0 {
                        matrix[index * size + index - 1] =
                            -density[index] * density[index - 1] / shares[index];
                    }
                }
                let cubes: f64 = shares.iter().map(|share| share.powi(3)).sum();
                ((1.0 - cubes) / 3.0, Cholesky::of(size, matrix))
            }
        }
    }
}

/// `-ln(σ(u) - σ(l))` and its slopes by the logits `u` of being at or below a class and `l` of being below it; above the last and below the
/// first class there is no logit. Written as `σ(u) σ(-l) (1 - e^(l - u))`, which loses no digits.
fn between(upper: Option<f64>, lower: Option<f64>) -> (f64, f64, f64) {
    let below = upper.map_or((0.0, 0.0), |upper| (soft(-upper), -sigmoid(-upper)));
    let above = lower.map_or((0.0, 0.0), |lower| (soft(lower), sigmoid(lower)));
    let (gap, push) = match upper.zip(lower) {
        Some((upper, lower)) if upper > lower => {
            let apart = -(lower - upper).exp_m1();
            (-apart.ln(), (1.0 - apart) / apart)
        }
        Some(_) => (f64::INFINITY, 0.0),
        None => (0.0, 0.0),
    };
    (below.0 + above.0 + gap, below.1 - push, above.1 + push)
}

/// `ln(1 + e^x)`.
fn soft(score: f64) -> f64 {
    Loss::Logistic.of(&mut [score], 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_finite_differences() {
        let cases: [(Link, &[f64], &[f64]); 3] = [
            (Link::Cumulative(4), &[0.3], &[-1.0, 0.4, 2.5]),
            (Link::Direct(Loss::Softmax(3)), &[0.2, -0.5, 1.0], &[0.1, 0.3, -0.4]),
            (Link::Direct(Loss::Poisson), &[0.2], &[0.6]),
        ];
        for (link, scores, constants) in cases {
            for label in 0..3 {
                let loss = |scores: &[f64], constants: &[f64]| {
                    let (mut scores, mut slopes) = (scores.to_vec(), vec![0.0; constants.len()]);
                    let loss = link.loss(&mut scores, constants, f64::from(label), &mut slopes);
                    (loss, scores, slopes)
                };
                let (_, by_scores, by_constants) = loss(scores, constants);
                let moved = |values: &[f64], index: usize, by: f64| {
                    let mut values = values.to_vec();
                    values[index] += by;
                    values
                };
                for (index, slope) in by_scores.iter().enumerate() {
                    let at = |by| loss(&moved(scores, index, by), constants).0;
                    assert!(((at(1e-6) - at(-1e-6)) / 2e-6 - slope).abs() < 1e-8, "{link:?} {label}");
                }
                for (index, slope) in by_constants.iter().enumerate() {
                    let at = |by| loss(scores, &moved(constants, index, by)).0;
                    assert!(((at(1e-6) - at(-1e-6)) / 2e-6 - slope).abs() < 1e-8, "{link:?} {label}");
                }
            }
        }
    }

    #[test]
    fn levels_far_from_the_thresholds_keep_their_digits() {
        // P = σ(-40) - σ(-41) = e^-40 (1 - e^-1) nearly.
        let mut answer = Vec::new();
        Link::Cumulative(3).answer(&mut [41.0], &[0.0, 1.0], &mut answer);
        let expected = (-40f64).exp() * (1.0 - (-1f64).exp());
        assert!(
            (answer[1] / expected - 1.0).abs() < 1e-12 && answer.iter().sum::<f64>() == 1.0,
            "{answer:?}"
        );
    }
}

//! What an answer of a generalised linear kind costs: one number or more per row, and their gradient.

use serde::{Deserialize, Serialize};

use crate::math::deviance::half_deviance;

/// A loss of scores, which may be any numbers, against a label.
///
/// Nelder & Wedderburn 1972, "Generalized Linear Models", with the canonical link of each: so the gradient is the answer less the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Loss {
    /// `½ (s - y)²`.
    Squared,
    /// Half the deviance of a Poisson distribution of rate `e^s`.
    Poisson,
    /// `-ln P(y)`, where `P(1) = 1 / (1 + e^-s)`.
    Logistic,
    /// `-ln P(y)`, where `P(y) = e^(s_y) / Σ e^(s_k)` over so many classes.
    Softmax(u32),
}

impl Loss {
    /// Scores of one row.
    pub fn scores(self) -> usize {
        match self {
            Self::Squared | Self::Poisson | Self::Logistic => 1,
            Self::Softmax(classes) => classes as usize,
        }
    }

    /// Turns the scores of one row into its answer: a value, a rate, the probability of yes, or probabilities of classes.
    pub fn answer(self, scores: &mut [f64]) {
        match self {
            Self::Squared => {}
            Self::Poisson => scores.iter_mut().for_each(|score| *score = score.exp()),
            Self::Logistic => scores.iter_mut().for_each(|score| *score = sigmoid(*score)),
            Self::Softmax(_) => {
                let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                scores.iter_mut().for_each(|score| *score = (*score - largest).exp());
                let total: f64 = scores.iter().sum();
                scores.iter_mut().for_each(|score| *score /= total);
            }
        }
    }

    /// Loss of one row; its scores become its answer.
    ///
    /// - `label`: a number, a count, 0 or 1, or the index of a class
    pub fn of(self, scores: &mut [f64], label: f64) -> f64 {
        let first = scores.first().copied().unwrap_or(0.0);
        let loss = match self {
            Self::Squared => 0.5 * (first - label).powi(2),
            Self::Poisson => first.exp() - label * first + least_surprise(label),
            Self::Logistic => softplus(first) - label * first,
            Self::Softmax(_) => {
                let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let total: f64 = scores.iter().map(|score| (score - largest).exp()).sum();
                largest + total.ln() - scores.get(label as usize).copied().unwrap_or(largest)
            }
        };
        self.answer(scores);
        loss
    }

    /// Curvature of the loss by each score, from the answer: its diagonal where there are several.
    pub fn curvature(self, answer: f64) -> f64 {
        match self {
            Self::Squared => 1.0,
            Self::Poisson => answer,
            Self::Logistic | Self::Softmax(_) => answer * (1.0 - answer),
        }
    }

    /// The scores that cost labels least where all rows get the same ones; `None` where no finite ones do, as for counts that are all 0.
    /// Those of a softmax have a mean of 0.
    ///
    /// - `labelled`: labels with their weights, the sum of which is above 0
    pub fn best_scores(self, labelled: impl Iterator<Item = (f64, f64)> + Clone) -> Option<Vec<f64>> {
        let total: f64 = labelled.clone().map(|(_, weight)| weight).sum();
        let mean = |of: &dyn Fn(f64) -> f64| {
            labelled.clone().map(|(label, weight)| weight * of(label)).sum::<f64>() / total
        };
        let scores = match self {
            Self::Squared => vec![mean(&|label| label)],
            Self::Poisson => vec![mean(&|label| label).ln()],
            Self::Logistic => {
                let yes = mean(&|label| label);
                vec![(yes / (1.0 - yes)).ln()]
            }
            Self::Softmax(classes) => {
                let mut sums = vec![0.0; classes as usize];
                for (label, weight) in labelled {
                    if let Some(sum) = sums.get_mut(label as usize) {
                        *sum += weight;
                    }
                }
                let logs: Vec<f64> = sums.into_iter().map(|sum| (sum / total).ln()).collect();
                let middle = logs.iter().sum::<f64>() / f64::from(classes);
                logs.into_iter().map(|log| log - middle).collect()
            }
        };
        scores.iter().all(|score| score.is_finite()).then_some(scores)
    }
}

/// The part of half the Poisson deviance that no rate changes: `y ln y - y`.
fn least_surprise(count: f64) -> f64 {
    half_deviance(count, 1.0) - 1.0
}

/// `1 / (1 + e^-x)`.
pub fn sigmoid(score: f64) -> f64 {
    if score >= 0.0 {
        1.0 / (1.0 + (-score).exp())
    } else {
        let power = score.exp();
        power / (1.0 + power)
    }
}

/// `ln(1 + e^x)`.
fn softplus(score: f64) -> f64 {
    score.max(0.0) + (-score.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(Loss, f64); 6] = [
        (Loss::Squared, -1.5),
        (Loss::Poisson, 0.0),
        (Loss::Poisson, 3.0),
        (Loss::Logistic, 0.0),
        (Loss::Logistic, 1.0),
        (Loss::Softmax(3), 2.0),
    ];

    fn scores(loss: Loss) -> Vec<f64> {
        [0.7, -0.4, 1.9].into_iter().take(loss.scores()).collect()
    }

    #[test]
    fn the_answer_less_the_label_is_the_gradient_and_the_curvature_that_of_the_answer() {
        for (loss, label) in ALL {
            for index in 0..loss.scores() {
                let moved = |by: f64| {
                    let mut scores = scores(loss);
                    scores[index] += by;
                    let cost = loss.of(&mut scores, label);
                    (cost, scores[index])
                };
                let is_label = loss.scores() == 1 || index == label as usize;
                let wanted = if loss.scores() == 1 { label } else { f64::from(u8::from(is_label)) };
                let ((above, up), (below, down)) = (moved(1e-6), moved(-1e-6));
                let gradient = moved(0.0).1 - wanted;
                assert!(((above - below) / 2e-6 - gradient).abs() < 1e-8, "{loss:?} {label}");
                assert!(((up - down) / 2e-6 - loss.curvature(moved(0.0).1)).abs() < 1e-8, "{loss:?} {label}");
            }
        }
    }

    #[test]
    fn losses_are_those_worked_by_hand() {
        // ln(1 + e^-2) = 0.126928; 3 ln(3 / 2) - 1 = 0.216395; a third each costs ln 3.
        let close = |loss: Loss, mut scores: Vec<f64>, label, expected: f64| {
            let found = loss.of(&mut scores, label);
            assert!((found - expected).abs() < 1e-6, "{loss:?}: {found}");
        };
        close(Loss::Logistic, vec![2.0], 1.0, 0.126928);
        close(Loss::Logistic, vec![-800.0], 1.0, 800.0);
        close(Loss::Poisson, vec![2f64.ln()], 3.0, 0.216395);
        close(Loss::Softmax(3), vec![900.0; 3], 1.0, 1.098612);
        close(Loss::Squared, vec![3.0], 1.0, 2.0);
    }

    #[test]
    fn the_best_scores_of_all_rows_have_no_gradient() {
        let labels = [(0.0, 1.0), (1.0, 2.0), (1.0, 0.5), (2.0, 1.0)];
        for loss in [Loss::Squared, Loss::Poisson, Loss::Softmax(3)] {
            let mut answer = loss.best_scores(labels.into_iter()).expect("finite scores");
            loss.answer(&mut answer);
            let expected = if loss.scores() == 1 { vec![1.0] } else { vec![1.0 / 4.5, 2.5 / 4.5, 1.0 / 4.5] };
            assert!(answer.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{loss:?} {answer:?}");
        }
        assert_eq!(Loss::Poisson.best_scores([(0.0, 1.0)].into_iter()), None);
        assert_eq!(Loss::Logistic.best_scores([(1.0, 1.0)].into_iter()), None);
    }
}

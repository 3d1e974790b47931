//! A task whose loss varies more counts less, so that all move the shared parameters alike.

use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_A_READ, Card};

/// Memory of the moving averages; the paper's.
const MEMORY: f64 = 0.99;

/// Smallest deviation divided by; the paper's.
const SMALLEST: f64 = 1e-5;

/// Scaled loss approximate weighting: `w_t = T · s_t⁻¹ / Σ s_j⁻¹`, `s_t = √(a_t - b_t²)`, where `a` and `b` are moving
/// averages of `L_t²` and `L_t`.
///
/// Crawshaw & Košecká 2021, <https://arxiv.org/abs/2109.08218>.
#[derive(Debug)]
pub struct Slaw {
    squares: Vec<f64>,
    means: Vec<f64>,
}

impl Slaw {
    /// Averages that start at 0, as in the paper.
    pub fn new(task_count: usize) -> Self {
        Self { squares: vec![0.0; task_count], means: vec![0.0; task_count] }
    }
}

impl Weighting for Slaw {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        for (task, loss) in signals.losses.iter().enumerate() {
            if let Some(loss) = loss {
                self.squares[task] = MEMORY * self.squares[task] + (1.0 - MEMORY) * loss * loss;
                self.means[task] = MEMORY * self.means[task] + (1.0 - MEMORY) * loss;
            }
        }
        let spread = |(square, mean): (&f64, &f64)| (square - mean * mean).max(0.0).sqrt().max(SMALLEST);
        let inverse: Vec<f64> = self.squares.iter().zip(&self.means).map(|pair| 1.0 / spread(pair)).collect();
        let sum: f64 = inverse.iter().sum();
        inverse.iter().map(|share| share / sum * inverse.len() as f64).collect()
    }
}

/// See [`Slaw`].
pub const CARD: Card = Card {
    name: "SLAW",
    paper: "Crawshaw & Košecká, 2021",
    summary: "Divides each loss by how much it varies, so that all tasks move the trunk alike.",
    cost: COSTS_A_READ,
    pays: "Where gradients would have to be evened out but are too dear; it overrates tasks whose loss hardly moves.",
};

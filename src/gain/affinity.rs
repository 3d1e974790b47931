//! Task affinity by looking ahead: what a step on one task's gradient does to the other tasks' losses.

use serde::{Deserialize, Serialize};

/// Look-ahead affinities, averaged over probes.
///
/// `Z_{i→j} = 1 - L_j(θ - η ∇L_i, φ_j) / L_j(θ, φ_j)`: above 0 where a step on task `i` alone lowers the loss of task `j` on the same batch.
/// A task's effect on itself says nothing about sharing and is left out.
/// TAG, Fifty et al. 2021, <https://arxiv.org/abs/2109.04617>.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Affinity {
    /// Means so far, `[from][onto]`.
    means: Vec<Vec<f64>>,
    /// Probes in each of them.
    counts: Vec<Vec<usize>>,
}

impl Affinity {
    /// Nothing measured.
    pub fn new(tasks: usize) -> Self {
        Self { means: vec![vec![0.0; tasks]; tasks], counts: vec![vec![0; tasks]; tasks] }
    }

    /// Tasks that it is of.
    pub fn task_count(&self) -> usize {
        self.means.len()
    }

    /// Whether it has one number a pair of tasks, as all have that were not damaged.
    pub fn is_sound(&self) -> bool {
        let tasks = self.means.len();
        self.counts.len() == tasks
            && self.means.iter().all(|row| row.len() == tasks)
            && self.counts.iter().all(|row| row.len() == tasks)
    }

    /// Adds one probe: a plain gradient step on one task alone, undone afterwards.
    ///
    /// Pairs without both losses, and those with a loss of 0 or less before, are left out.
    ///
    /// - `from`: the task whose gradient is stepped along
    /// - `before`, `after`: loss of each task in the same batch; `None` where it has no label there
    pub fn add(&mut self, from: usize, before: &[Option<f64>], after: &[Option<f64>]) {
        let (Some(means), Some(counts)) = (self.means.get_mut(from), self.counts.get_mut(from)) else {
            return;
        };
        let losses = before.iter().zip(after);
        for (onto, ((mean, count), losses)) in means.iter_mut().zip(counts).zip(losses).enumerate() {
            let (Some(before), Some(after)) = losses else { continue };
            let effect = 1.0 - after / before;
            if onto != from && *before > 0.0 && effect.is_finite() {
                *count += 1;
                *mean += (effect - *mean) / *count as f64;
            }
        }
    }

    /// `Z_{i→j}` as `[i][j]`; `None` on the diagonal and where nothing was measured.
    pub fn means(&self) -> Vec<Vec<Option<f64>>> {
        let of = |(means, counts): (&Vec<f64>, &Vec<usize>)| {
            means.iter().zip(counts).map(|(mean, count)| (*count > 0).then_some(*mean)).collect()
        };
        self.means.iter().zip(&self.counts).map(of).collect()
    }
}

//! How the tasks' gradients stand to each other: the sign that tells whether weighting them can help.

use serde::{Deserialize, Serialize};

use crate::data::order::TaskOrder;
use crate::weighting::Gramian;

/// Means over the measured steps of an epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// Steps measured.
    pub measured: usize,
    /// Cosine between two tasks' gradients, `[tasks][tasks]` in task order, over the steps in which both are present; `null`
    /// without one.
    pub cosines: Vec<Vec<Option<f64>>>,
    /// Length of each task's gradient, over the steps in which it is present; `null` without one.
    pub norms: Vec<Option<f64>>,
    /// Share of the pairs measured that point against each other (a cosine below 0).
    pub conflict_rate: f64,
    /// Steps in which both tasks were present, `[tasks][tasks]`.
    pub counts: Vec<Vec<usize>>,
    /// Whether each task's gradient was taken at a representation of its own, so that cosines compare different spaces.
    pub own_spaces: bool,
}

impl Conflict {
    /// Nothing measured.
    pub fn new(tasks: usize) -> Self {
        Self {
            measured: 0,
            cosines: vec![vec![None; tasks]; tasks],
            norms: vec![None; tasks],
            conflict_rate: 0.0,
            counts: vec![vec![0; tasks]; tasks],
            own_spaces: false,
        }
    }

    /// The same with the tasks in the order of the file.
    pub fn in_file_order(self, order: &TaskOrder) -> Self {
        Self {
            cosines: order.to_file(self.cosines.into_iter().map(|row| order.to_file(row))),
            norms: order.to_file(self.norms),
            counts: order.to_file(self.counts.into_iter().map(|row| order.to_file(row))),
            ..self
        }
    }

    /// Adds one step's measurement.
    ///
    /// - `gramian`: of all tasks
    /// - `present`: whether each task has a labelled row in the batch
    pub fn add(&mut self, gramian: &Gramian, present: &[bool]) {
        self.measured += 1;
        let tasks: Vec<usize> = (0..gramian.size()).filter(|&task| present[task]).collect();
        let pairs = |counts: &[Vec<usize>]| {
            let below = counts.iter().enumerate().flat_map(|(row, counts)| counts[..row].iter());
            below.sum::<usize>() as f64
        };
        let before = pairs(&self.counts);
        let mut against = self.conflict_rate * before;
        for &row in &tasks {
            for &column in &tasks {
                self.counts[row][column] += 1;
                let cosine = gramian.cosine(row, column);
                mean_with(&mut self.cosines[row][column], cosine, self.counts[row][column]);
                if column < row && cosine < 0.0 {
                    against += 1.0;
                }
            }
            mean_with(&mut self.norms[row], gramian.norm(row), self.counts[row][row]);
        }
        self.conflict_rate = against / pairs(&self.counts).max(1.0);
    }
}

/// The mean after the `count`-th value.
fn mean_with(mean: &mut Option<f64>, value: f64, count: usize) {
    let before = mean.unwrap_or(0.0);
    *mean = Some(before + (value - before) / count as f64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_over_the_steps_in_which_both_tasks_are_present() {
        let mut conflict = Conflict::new(2);
        conflict.add(&Gramian::of_rows(&[vec![3.0, 0.0], vec![0.0, 1.0]]), &[true, true]);
        conflict.add(&Gramian::of_rows(&[vec![1.0, 0.0], vec![-2.0, 0.0]]), &[true, true]);
        conflict.add(&Gramian::of_rows(&[vec![5.0, 0.0], vec![0.0, 0.0]]), &[true, false]);
        assert_eq!(conflict.norms, [Some(3.0), Some(1.5)]);
        assert_eq!(conflict.cosines, [[Some(1.0), Some(-0.5)], [Some(-0.5), Some(1.0)]]);
        assert_eq!((conflict.measured, conflict.conflict_rate), (3, 0.5));
    }
}

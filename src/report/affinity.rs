//! How the tasks of a run act on each other, and which of them belong together.

use serde::{Deserialize, Serialize};

use crate::gain::{Affinity, Grouping, LabelCounts, Moment, PairRow, Similarity, groupings, pairs};

/// What a run measured of its tasks. Tasks are named by their indices in task order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AffinityReport {
    /// Steps from one measurement to the next.
    pub every: usize,
    /// Measurements taken.
    pub measured: usize,
    /// Look-ahead affinity, `[from][onto]`: the mean share of its loss that a task loses by a step on another task alone; see
    /// [`Affinity`]. `null` on the diagonal, and where nothing was measured.
    pub matrix: Vec<Vec<Option<f64>>>,
    /// All pairs of tasks, the most related ones first.
    pub pairs: Vec<PairRow>,
    /// The gradients of all pairs over time: means since the moment before.
    pub history: Vec<Moment>,
    /// The best groups for each number of models, from one on, as long as one more makes them better.
    pub groupings: Vec<Grouping>,
}

impl AffinityReport {
    /// What follows from measurements.
    ///
    /// - `every`, `measured`: steps between measurements, and their number
    /// - `labels`: of the training rows
    pub fn new(
        [every, measured]: [usize; 2],
        affinity: &Affinity,
        similarity: &Similarity,
        labels: &LabelCounts,
    ) -> Self {
        let matrix = affinity.means();
        Self {
            every,
            measured,
            pairs: pairs(labels, &matrix, &similarity.pairs(), &[]),
            history: similarity.history().to_vec(),
            groupings: groupings(&matrix),
            matrix,
        }
    }

    /// Adds what single-task models cost.
    ///
    /// - `seconds`: training time of each, in task order
    pub fn add_seconds(&mut self, seconds: &[Option<f64>]) {
        let of = |task: usize| seconds.get(task).copied().flatten();
        for pair in &mut self.pairs {
            pair.seconds_alone = of(pair.first).zip(of(pair.second)).map(|(first, second)| first + second);
        }
    }
}

//! One table of all pairs of tasks: how related they are, how many labels they share, and what they cost.

use serde::{Deserialize, Serialize};

use super::similarity::PairMean;

/// Training rows with a label, per task and per pair of tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelCounts {
    /// Of each task.
    pub each: Vec<usize>,
    /// Rows with a label of both, `[tasks][tasks]`.
    pub both: Vec<Vec<usize>>,
}

impl LabelCounts {
    /// - `has_label`: `[tasks][rows]`
    pub fn new(has_label: &[Vec<bool>]) -> Self {
        let both = |a: &[bool], b: &[bool]| a.iter().zip(b).filter(|(a, b)| **a && **b).count();
        Self {
            each: has_label.iter().map(|own| both(own, own)).collect(),
            both: has_label
                .iter()
                .map(|own| has_label.iter().map(|other| both(own, other)).collect())
                .collect(),
        }
    }
}

/// Two tasks next to each other; what was not measured is `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PairRow {
    /// Index of one task.
    pub first: usize,
    /// That of the other one, the larger of both.
    pub second: usize,
    /// Look-ahead affinity of the first onto the second.
    pub first_onto_second: Option<f64>,
    /// That of the second onto the first.
    pub second_onto_first: Option<f64>,
    /// Their gradients.
    pub gradients: Option<PairMean>,
    /// Training rows with a label of each, and of both.
    pub labels: [usize; 3],
    /// Seconds that the single-task models of both take together.
    pub seconds_alone: Option<f64>,
}

/// All pairs of tasks, the most related ones first: by mean affinity where it was measured, then by cosine.
///
/// - `affinity`: `[from][onto]`, empty where none was measured
/// - `gradients`: of any pairs
/// - `seconds`: training time of each single-task model
pub fn pairs(
    labels: &LabelCounts,
    affinity: &[Vec<Option<f64>>],
    gradients: &[PairMean],
    seconds: &[Option<f64>],
) -> Vec<PairRow> {
    let count = labels.each.len();
    let onto = |from: usize, onto: usize| affinity.get(from).and_then(|row| row.get(onto)).copied().flatten();
    let time = |task: usize| seconds.get(task).copied().flatten();
    let each = |task: usize| labels.each.get(task).copied().unwrap_or(0);
    let row = |(first, second): (usize, usize)| PairRow {
        first,
        second,
        first_onto_second: onto(first, second),
        second_onto_first: onto(second, first),
        gradients: gradients.iter().find(|pair| (pair.first, pair.second) == (first, second)).copied(),
        labels: [
            each(first),
            each(second),
            labels.both.get(first).and_then(|row| row.get(second)).copied().unwrap_or(0),
        ],
        seconds_alone: time(first).zip(time(second)).map(|(first, second)| first + second),
    };
    let all = (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second)));
    let mut rows: Vec<PairRow> = all.map(row).collect();
    rows.sort_by(|a, b| b.relatedness().partial_cmp(&a.relatedness()).unwrap_or(std::cmp::Ordering::Equal));
    rows
}

impl PairRow {
    /// Mean affinity of both directions, and cosine; what is missing is less than anything measured.
    fn relatedness(&self) -> (f64, f64) {
        let affinity = self.first_onto_second.zip(self.second_onto_first).map(|(a, b)| (a + b) / 2.0);
        let cosine = self.gradients.map(|pair| pair.cosine);
        (affinity.unwrap_or(f64::NEG_INFINITY), cosine.unwrap_or(f64::NEG_INFINITY))
    }
}

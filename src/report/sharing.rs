//! What a model learned about sharing, as labelled matrices.

use serde::{Deserialize, Serialize};

use crate::data::order::TaskOrder;

/// What the numbers of a [`SharingMatrix`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Mean weight that a gate gives to an expert; rows sum to 1.
    Gate,
    /// Shared part of two tasks' masks or attention, `Σ min / Σ max`, in `[0, 1]`.
    Overlap,
    /// How much of one task's features another reads.
    Stitch,
    /// Correlation in the learned covariance of the heads, in `[-1, 1]`.
    Correlation,
    /// Cosine of the angle between two tasks' own parameters, each taken from where it changes nothing (1 for a scale, 0 for what is
    /// added), in `[-1, 1]`.
    Similarity,
}

/// What a row or column stands for: tasks, then experts of tasks, then shared ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Part {
    /// A task.
    Task {
        /// Its index.
        task: usize,
    },
    /// An expert of one task.
    TaskExpert {
        /// The task's index.
        task: usize,
        /// Its number among that task's, from 0.
        expert: usize,
    },
    /// An expert that all tasks share.
    Expert {
        /// Its number, from 0.
        expert: usize,
    },
}

impl Part {
    /// All tasks, in order.
    pub fn tasks(count: usize) -> Vec<Self> {
        (0..count).map(|task| Self::Task { task }).collect()
    }

    /// Experts of one task.
    pub fn task_experts(task: usize, count: usize) -> impl Iterator<Item = Self> {
        (0..count).map(move |expert| Self::TaskExpert { task, expert })
    }

    /// Shared experts.
    pub fn experts(count: usize) -> Vec<Self> {
        (0..count).map(|expert| Self::Expert { expert }).collect()
    }
}

/// Numbers between tasks, or between tasks and experts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharingMatrix {
    /// What the numbers are.
    pub measure: Measure,
    /// The trunk's layer it belongs to, from 0; `None` for the whole model.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub layer: Option<usize>,
    /// What each row stands for.
    pub rows: Vec<Part>,
    /// What each column stands for.
    pub columns: Vec<Part>,
    /// `[row][column]`
    pub values: Vec<Vec<f64>>,
}

impl SharingMatrix {
    /// The same with the tasks in the order of the file.
    ///
    /// - `self`: tasks in the model's order
    pub fn in_file_order(self, order: &TaskOrder) -> Self {
        let renamed = |part: &Part| match *part {
            Part::Task { task } => Part::Task { task: order.in_file(task) },
            Part::TaskExpert { task, expert } => Part::TaskExpert { task: order.in_file(task), expert },
            Part::Expert { expert } => Part::Expert { expert },
        };
        let sorted = |parts: &[Part]| {
            let mut parts: Vec<(Part, usize)> =
                parts.iter().map(renamed).enumerate().map(|(index, part)| (part, index)).collect();
            parts.sort();
            parts
        };
        let (rows, columns) = (sorted(&self.rows), sorted(&self.columns));
        let row = |&(_, row): &(Part, usize)| {
            columns.iter().map(|&(_, column)| self.values[row][column]).collect::<Vec<f64>>()
        };
        Self {
            values: rows.iter().map(row).collect(),
            rows: rows.into_iter().map(|(part, _)| part).collect(),
            columns: columns.iter().map(|(part, _)| part.clone()).collect(),
            ..self
        }
    }

    /// Correlations of some tasks with each other.
    ///
    /// - `tasks`: their indices
    pub fn correlation(tasks: Vec<usize>, values: Vec<Vec<f64>>) -> Self {
        let parts: Vec<Part> = tasks.into_iter().map(|task| Part::Task { task }).collect();
        Self { measure: Measure::Correlation, layer: None, rows: parts.clone(), columns: parts, values }
    }

    /// Mean gates, one row a task; `columns` names as many experts as it is given.
    pub fn gates(
        values: Vec<Vec<f64>>,
        columns: impl FnOnce(usize) -> Vec<Part>,
        layer: Option<usize>,
    ) -> Self {
        let columns = columns(values.first().map_or(0, Vec::len));
        Self { measure: Measure::Gate, layer, rows: Part::tasks(values.len()), columns, values }
    }

    /// Mean gates of tasks that see `own` experts of their own, then shared ones; 0 where a task sees nothing.
    ///
    /// - `values`: one row a task, its own experts first
    pub fn own_gates(values: &[Vec<f64>], own: usize, layer: Option<usize>) -> Self {
        let owner = |task| Part::task_experts(task, own);
        let shared = values.first().map_or(0, |row| row.len().saturating_sub(own));
        let columns: Vec<Part> = (0..values.len()).flat_map(owner).chain(Part::experts(shared)).collect();
        let wide = values.iter().enumerate().map(|(task, row)| {
            let (mine, shared) = row.split_at(own.min(row.len()));
            let mut wide = vec![0.0; values.len() * own];
            wide[task * own..][..mine.len()].copy_from_slice(mine);
            wide.extend_from_slice(shared);
            wide
        });
        Self::gates(wide.collect(), |_| columns, layer)
    }

    /// `|m_i ∧ m_j| / |m_i ∨ m_j|` of soft masks, one row a task; 1 for two empty ones.
    pub fn overlap(masks: &[Vec<f64>]) -> Self {
        Self::between(Measure::Overlap, masks, |one, other| {
            let pairs = || one.iter().zip(other);
            let either: f64 = pairs().map(|(a, b)| a.max(*b)).sum();
            let both: f64 = pairs().map(|(a, b)| a.min(*b)).sum();
            if either > 0.0 { both / either } else { 1.0 }
        })
    }

    /// Cosines between the tasks' own numbers, one row a task; 0 where a row is zero.
    pub fn similarity(own: &[Vec<f64>]) -> Self {
        let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
        Self::between(Measure::Similarity, own, |one, other| {
            let lengths = (dot(one, one) * dot(other, other)).sqrt();
            if lengths > 0.0 { dot(one, other) / lengths } else { 0.0 }
        })
    }

    fn between(measure: Measure, own: &[Vec<f64>], compare: impl Fn(&[f64], &[f64]) -> f64) -> Self {
        let row = |one: &Vec<f64>| own.iter().map(|other| compare(one, other)).collect();
        let parts = Part::tasks(own.len());
        let values = own.iter().map(row).collect();
        Self { measure, layer: None, rows: parts.clone(), columns: parts, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_follow_their_tasks_into_the_file() {
        let order = TaskOrder::new(vec![0, 2, 1]);
        let gates = SharingMatrix::own_gates(&[vec![0.1, 0.9], vec![0.2, 0.8], vec![0.3, 0.7]], 1, None);
        let found = gates.in_file_order(&order);
        assert_eq!(found.values, [[0.1, 0.0, 0.0, 0.9], [0.0, 0.3, 0.0, 0.7], [0.0, 0.0, 0.2, 0.8]]);
        assert_eq!(found.rows, Part::tasks(3));
        assert_eq!(
            found.columns[1..],
            [
                Part::TaskExpert { task: 1, expert: 0 },
                Part::TaskExpert { task: 2, expert: 0 },
                Part::Expert { expert: 0 }
            ]
        );
    }

    #[test]
    fn overlap_and_similarity_are_those_worked_by_hand() {
        // min (0.5, 0) over max (1, 1); cosine 0.5 / √(1.25 · 1).
        let rows = [vec![0.5, 1.0], vec![1.0, 0.0]];
        assert_eq!(SharingMatrix::overlap(&rows).values, [[1.0, 0.25], [0.25, 1.0]]);
        let similarity = SharingMatrix::similarity(&rows).values;
        assert!((similarity[0][1] - 0.5 / 1.25_f64.sqrt()).abs() < 1e-12);
        assert!((similarity[0][0] - 1.0).abs() < 1e-12);
    }
}

//! Groups tasks whose heads have the same shape, so that a device computes them as one.

use crate::task::TaskKind;

/// Tasks of one kind with equally many outputs each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Kind of answer.
    pub kind: TaskKind,
    /// Outputs of each task.
    pub outputs: usize,
    /// The tasks, by their places in task order.
    pub tasks: Vec<usize>,
}

impl Group {
    /// Numbers that each task's head computes.
    pub fn scores(&self) -> usize {
        self.kind.score_count(self.outputs)
    }

    /// Outputs of all its tasks.
    pub fn width(&self) -> usize {
        self.tasks.len() * self.outputs
    }
}

/// The order in which a model answers: group after group, task after task within each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// In order of their first task.
    pub groups: Vec<Group>,
    task_count: usize,
}

impl Layout {
    /// The layout for tasks of the given kinds and output counts, in task order.
    pub fn of(shapes: impl IntoIterator<Item = (TaskKind, usize)>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut task_count = 0;
        for (task, (kind, outputs)) in shapes.into_iter().enumerate() {
            task_count += 1;
            match groups.iter_mut().find(|group| group.kind == kind && group.outputs == outputs) {
                Some(group) => group.tasks.push(task),
                None => groups.push(Group { kind, outputs, tasks: vec![task] }),
            }
        }
        Self { groups, task_count }
    }

    /// Tasks in all.
    pub fn task_count(&self) -> usize {
        self.task_count
    }

    /// Outputs of each task, in the model's order.
    pub fn output_counts(&self) -> Vec<usize> {
        self.groups.iter().flat_map(|group| std::iter::repeat_n(group.outputs, group.tasks.len())).collect()
    }

    /// Numbers that each task's head computes, in the model's order.
    pub fn score_counts(&self) -> Vec<usize> {
        self.groups.iter().flat_map(|group| std::iter::repeat_n(group.scores(), group.tasks.len())).collect()
    }

    /// Thresholds of all tasks whose classes are in order.
    pub fn threshold_count(&self) -> usize {
        self.groups.iter().filter(|group| group.kind == TaskKind::Ordinal).map(Group::width).sum()
    }

    /// One value a task, from the model's order to task order.
    pub fn to_task_order(&self, values: &[f32]) -> Vec<f64> {
        let mut ordered = vec![0.0; self.task_count];
        for (task, &value) in self.places().zip(values) {
            ordered[task] = f64::from(value);
        }
        ordered
    }

    /// The sum over each task's outputs, from one value an output in the model's order to task order.
    pub fn sums_to_task_order(&self, values: &[f32]) -> Vec<f64> {
        let mut ordered = vec![0.0; self.task_count];
        let mut rest = values.iter().map(|&value| f64::from(value));
        for (task, outputs) in self.places().zip(self.output_counts()) {
            ordered[task] = rest.by_ref().take(outputs).sum();
        }
        ordered
    }

    /// One value a pair of tasks, `[tasks, tasks]` row-major, from the model's order to task order.
    pub fn square_to_task_order(&self, values: &[f32]) -> Vec<f64> {
        let mut ordered = vec![0.0; self.task_count * self.task_count];
        for (row, values) in self.places().zip(values.chunks_exact(self.task_count)) {
            for (column, &value) in self.places().zip(values) {
                ordered[row * self.task_count + column] = f64::from(value);
            }
        }
        ordered
    }

    /// One row a task, from the model's order to task order.
    pub fn rows_to_task_order<V: Copy + Into<f64>>(&self, rows: Vec<Vec<V>>) -> Vec<Vec<f64>> {
        let mut ordered = vec![Vec::new(); self.task_count];
        for (task, row) in self.places().zip(rows) {
            ordered[task] = row.into_iter().map(Into::into).collect();
        }
        ordered
    }

    /// One value a task, from task order to the model's.
    pub fn to_model_order(&self, values: &[f64]) -> Vec<f32> {
        self.places().map(|task| values[task] as f32).collect()
    }

    /// The task at each place of the model's order.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().flat_map(|group| group.tasks.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_heads_stand_together_and_values_find_their_way_back() {
        use TaskKind::{Binary, Multiclass, Regression};
        let layout =
            Layout::of([(Regression, 1), (Multiclass, 4), (Regression, 1), (Binary, 1), (Multiclass, 4)]);
        let tasks: Vec<_> = layout.groups.iter().map(|group| group.tasks.clone()).collect();
        assert_eq!(tasks, [vec![0, 2], vec![1, 4], vec![3]]);
        assert_eq!(layout.groups[1].width(), 8);
        let model = layout.to_model_order(&[0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(model, [0.0, 2.0, 1.0, 4.0, 3.0]);
        assert_eq!(layout.to_task_order(&model), [0.0, 1.0, 2.0, 3.0, 4.0]);
        let parts: Vec<f32> = (1..=11).map(|value| value as f32).collect();
        assert_eq!(layout.sums_to_task_order(&parts), [1.0, 18.0, 2.0, 11.0, 34.0]);
        // Tens tell the row's task, ones the column's.
        let pairs: Vec<f32> =
            model.iter().flat_map(|row| model.iter().map(move |column| 10.0 * row + column)).collect();
        let ordered = layout.square_to_task_order(&pairs);
        assert!(
            ordered.iter().enumerate().all(|(place, value)| *value == (place / 5 * 10 + place % 5) as f64)
        );
    }
}

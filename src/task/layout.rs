//! Groups tasks whose heads have the same shape, so that a device computes them as one.

use std::ops::Range;

use crate::schema::picture::{CHANNELS, PictureShape};
use crate::task::TaskKind;

/// What the head of a task puts out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Kind of answer.
    pub kind: TaskKind,
    /// Outputs.
    pub outputs: usize,
    /// Numbers that the head computes of the trunk's features.
    pub scores: usize,
}

impl From<(TaskKind, usize)> for Shape {
    /// A head of so many outputs, each of which is one class or none.
    fn from((kind, outputs): (TaskKind, usize)) -> Self {
        Self { kind, outputs, scores: kind.card().score_count(outputs, outputs) }
    }
}

/// Tasks of one kind with equally many outputs each, one after the other in the model's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Kind of answer.
    pub kind: TaskKind,
    /// Outputs of each task.
    pub outputs: usize,
    /// Numbers that each task's head computes of the trunk's features.
    pub scores: usize,
    /// The tasks, by their indices in the model's order.
    pub tasks: Range<usize>,
}

impl Group {
    /// Outputs of all its tasks.
    pub fn width(&self) -> usize {
        self.tasks.len() * self.outputs
    }
}

/// The tasks of a model, in its order: group after group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// In the model's order.
    pub groups: Vec<Group>,
}

impl Layout {
    /// The layout for tasks of the given kinds and output counts, in the model's order: see [`order`].
    pub fn of<S: Into<Shape>>(shapes: impl IntoIterator<Item = S>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (task, shape) in shapes.into_iter().map(S::into).enumerate() {
            let Shape { kind, outputs, scores } = shape;
            let is_own = |group: &&mut Group| {
                shape == Shape { kind: group.kind, outputs: group.outputs, scores: group.scores }
            };
            match groups.last_mut().filter(is_own) {
                Some(group) => group.tasks.end = task + 1,
                None => groups.push(Group { kind, outputs, scores, tasks: task..task + 1 }),
            }
        }
        Self { groups }
    }

    /// Tasks in all.
    pub fn task_count(&self) -> usize {
        self.groups.iter().map(|group| group.tasks.len()).sum()
    }

    /// Numbers that each task's head computes.
    pub fn score_counts(&self) -> Vec<usize> {
        self.groups.iter().flat_map(|group| std::iter::repeat_n(group.scores, group.tasks.len())).collect()
    }

    /// Thresholds of all tasks whose heads have some.
    pub fn threshold_count(&self) -> usize {
        self.groups.iter().filter(|group| group.kind.card().has_thresholds).map(Group::width).sum()
    }

    /// Whether the head of a task reads the map of a picture.
    pub fn reads_map(&self) -> bool {
        self.groups.iter().any(|group| group.kind.card().has_map)
    }

    /// Learnable numbers of those parts of heads that read the map of a picture.
    pub fn map_count(&self, picture: PictureShape) -> usize {
        let positions: usize = picture.map_size().iter().product();
        let count = |group: &Group| (CHANNELS[1] + 1) * group.width() / positions;
        self.groups.iter().filter(|group| group.kind.card().has_map).map(count).sum()
    }

    /// The sum over each task's outputs, from one value an output.
    pub fn sums(&self, values: &[f32]) -> Vec<f64> {
        let counts =
            self.groups.iter().flat_map(|group| std::iter::repeat_n(group.outputs, group.tasks.len()));
        let mut rest = values.iter().map(|&value| f64::from(value));
        counts.map(|outputs| rest.by_ref().take(outputs).sum()).collect()
    }
}

/// The order in which a model has its tasks: those with heads of one shape together, groups by their first task.
///
/// - `shapes`: of each task, in file order
/// - returns: for each task of the model its index in file order
pub fn order(shapes: &[Shape]) -> Vec<usize> {
    let first = |task: &usize| shapes.iter().position(|shape| *shape == shapes[*task]);
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by_key(first);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_heads_stand_together() {
        use TaskKind::{Binary, Multiclass, Regression};
        let shapes = [(Regression, 1), (Multiclass, 4), (Regression, 1), (Binary, 1), (Multiclass, 4)];
        let shapes = shapes.map(Shape::from);
        let order = order(&shapes);
        assert_eq!(order, [0, 2, 1, 4, 3]);
        let layout = Layout::of(order.iter().map(|&task| shapes[task]));
        let tasks: Vec<_> = layout.groups.iter().map(|group| group.tasks.clone()).collect();
        assert_eq!(tasks, [0..2, 2..4, 4..5]);
        assert_eq!((layout.groups[1].width(), layout.task_count()), (8, 5));
        let outputs: Vec<f32> = (1..=11).map(|value| value as f32).collect();
        assert_eq!(layout.sums(&outputs), [1.0, 2.0, 18.0, 34.0, 11.0]);
    }
}

//! The tasks of a model stand in an order of its own; reports and configurations have the order of the file.

use serde::{Deserialize, Serialize};

/// Where each task of a model stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskOrder {
    /// For each task of the model its index in file order.
    in_file: Vec<usize>,
}

impl TaskOrder {
    /// - `in_file`: for each task of the model its index in file order, each once
    pub fn new(in_file: Vec<usize>) -> Self {
        Self { in_file }
    }

    /// Whether it names each of so many tasks once.
    pub fn is_of(&self, tasks: usize) -> bool {
        let mut sorted = self.in_file.clone();
        sorted.sort_unstable();
        sorted.into_iter().eq(0..tasks)
    }

    /// The index in file order of a task of the model.
    pub fn in_file(&self, task: usize) -> usize {
        self.in_file.get(task).copied().unwrap_or(task)
    }

    /// One value a task, from the model's order to that of the file.
    pub fn to_file<T>(&self, values: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut sorted: Vec<(usize, T)> = self.in_file.iter().copied().zip(values).collect();
        sorted.sort_by_key(|(index, _)| *index);
        sorted.into_iter().map(|(_, value)| value).collect()
    }

    /// One value a task, from the order of the file to the model's.
    pub fn to_model<T: Clone>(&self, values: &[T]) -> Vec<T> {
        self.in_file.iter().filter_map(|&index| values.get(index).cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_find_their_way_back() {
        let order = TaskOrder::new(vec![0, 2, 1, 4, 3]);
        let model = order.to_model(&['a', 'b', 'c', 'd', 'e']);
        assert_eq!(model, ['a', 'c', 'b', 'e', 'd']);
        assert_eq!(order.to_file(model), ['a', 'b', 'c', 'd', 'e']);
        assert_eq!(order.in_file(1), 2);
    }
}

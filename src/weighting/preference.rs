//! How much the user prefers each task, for weightings that turn a preference into weights.

/// One number of 0 or more a task, in the model's order; none where all tasks are preferred alike.
#[derive(Clone, Debug, Default)]
pub struct Preference(Vec<f64>);

impl Preference {
    /// The user's numbers.
    pub fn new(preference: &[f64]) -> Self {
        Self(preference.to_vec())
    }

    /// Shares of some of the tasks, which sum to 1; equal ones where none of these tasks is preferred.
    ///
    /// - `tasks`: their indices
    pub fn among(&self, tasks: &[usize]) -> Vec<f64> {
        let own: Vec<f64> = tasks.iter().map(|&task| self.0.get(task).copied().unwrap_or(1.0)).collect();
        let sum: f64 = own.iter().sum();
        if sum > 0.0 && sum.is_finite() {
            own.into_iter().map(|share| share / sum).collect()
        } else {
            vec![1.0 / tasks.len().max(1) as f64; tasks.len()]
        }
    }
}

//! What weightings without a memory share: the losses of the tasks that are present in, their weights out.

use super::{Needs, Signals, Weighting};
use crate::schema::state::{State, StateError, restored, state_of};

/// Smallest loss that formulas see: they divide by it.
const SMALLEST: f64 = 1e-8;

/// A method: from losses to weights.
pub trait Formula {
    /// One weight per loss.
    ///
    /// - `tasks`: those that have a labelled row in the batch, in task order
    /// - `losses`: of these tasks
    fn weights(&self, tasks: &[usize], losses: &[f64]) -> Vec<f64>;
}

/// A weighting by a formula; 1 until there are losses. A task absent from a batch keeps its weight, and has no say in the others'.
#[derive(Debug)]
pub struct OnLosses<F> {
    formula: F,
    weights: Vec<f64>,
}

impl<F: Formula> OnLosses<F> {
    /// A weighting for so many tasks.
    pub fn new(formula: F, task_count: usize) -> Self {
        Self { formula, weights: vec![1.0; task_count] }
    }
}

impl<F: Formula> Weighting for OnLosses<F> {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        let present = signals.losses.iter().enumerate();
        let present = present.filter_map(|(task, loss)| Some((task, (*loss)?.max(SMALLEST))));
        let (tasks, losses): (Vec<usize>, Vec<f64>) = present.unzip();
        for (&task, weight) in tasks.iter().zip(self.formula.weights(&tasks, &losses)) {
            self.weights[task] = weight;
        }
        self.weights.clone()
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.weights)
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        self.weights = restored(&self.state()?, state)?;
        Ok(())
    }
}

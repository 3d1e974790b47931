//! Adam for the few scalars that some weightings learn beside the model.

use crate::schema::state::{State, StateError, restored, state_of};

const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// One learned number a task, moved by Adam (Kingma & Ba, 2015).
#[derive(Debug)]
pub struct Scalars {
    /// The numbers, in task order.
    pub values: Vec<f64>,
    rate: f64,
    first: Vec<f64>,
    second: Vec<f64>,
    /// Updates of each number; a task that is absent from a batch keeps its state.
    updates: Vec<i32>,
}

impl Scalars {
    /// Numbers that start at 0 and move by about `rate` an update.
    pub fn new(task_count: usize, rate: f64) -> Self {
        let zeros = vec![0.0; task_count];
        Self {
            values: zeros.clone(),
            rate,
            first: zeros.clone(),
            second: zeros,
            updates: vec![0; task_count],
        }
    }

    /// The numbers, their moments and updates.
    pub fn state(&self) -> Result<State, StateError> {
        state_of(&(&self.values, &self.first, &self.second, &self.updates))
    }

    /// Goes on from a state of as many numbers.
    pub fn restore(&mut self, state: State) -> Result<(), StateError> {
        (self.values, self.first, self.second, self.updates) = restored(&self.state()?, state)?;
        Ok(())
    }

    /// One step down the gradients; a task without one stays as it is.
    pub fn descend(&mut self, gradients: &[Option<f64>]) {
        for (task, gradient) in gradients.iter().enumerate() {
            let Some(gradient) = gradient.filter(|gradient| gradient.is_finite()) else {
                continue;
            };
            self.updates[task] = self.updates[task].saturating_add(1);
            self.first[task] = BETA_1 * self.first[task] + (1.0 - BETA_1) * gradient;
            self.second[task] = BETA_2 * self.second[task] + (1.0 - BETA_2) * gradient * gradient;
            let mean = self.first[task] / (1.0 - BETA_1.powi(self.updates[task]));
            let square = self.second[task] / (1.0 - BETA_2.powi(self.updates[task]));
            self.values[task] -= self.rate * mean / (square.sqrt() + EPSILON);
        }
    }
}

//! What weightings without a memory share: the losses of the tasks that are present in, their weights out.

use super::{Needs, Signals, Weighting};

/// Smallest loss that formulas see: they divide by it.
const SMALLEST: f64 = 1e-8;

/// A method: from losses to weights.
pub trait Formula {
    /// One weight a loss; the losses are those of the tasks that have a labelled row in the batch.
    fn weights(&self, losses: &[f64]) -> Vec<f64>;
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
        let present = self.weights.iter_mut().zip(signals.losses);
        let present = present.filter_map(|(weight, loss)| Some((weight, (*loss)?.max(SMALLEST))));
        let (places, losses): (Vec<&mut f64>, Vec<f64>) = present.unzip();
        for (place, weight) in places.into_iter().zip(self.formula.weights(&losses)) {
            *place = weight;
        }
        self.weights.clone()
    }
}

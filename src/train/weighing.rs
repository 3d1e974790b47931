//! Asks the weighting: measures what it looks at, and keeps its weights where the device can use them.

use burn::tensor::{Device, Tensor, TensorData};

use super::error::{TrainingError, numbers};
#[cfg(doc)]
use crate::model::loss::GroupLoss;
use crate::report::Conflict;
use crate::task::layout::Layout;
use crate::weighting::WeightingConfig;
use crate::weighting::solver::SolverStatus;
use crate::weighting::{Gramian, Needs, Signals, Weighting};

/// A weighting at work in one run.
pub struct Weighing {
    weighting: Box<dyn Weighting>,
    layout: Layout,
    /// Steps from one Gramian to the next.
    refresh: usize,
    steps: usize,
    weights: Vec<f64>,
    on_device: Tensor<1>,
    conflict: Conflict,
}

impl Weighing {
    /// Equal weights until it is asked.
    ///
    /// - `trivial`: loss of each task's trivial predictor
    pub fn new(
        config: &WeightingConfig,
        trivial: &[f64],
        layout: Layout,
        seed: u64,
        device: &Device,
    ) -> Self {
        let tasks = trivial.len();
        Self {
            weighting: config.kind.build(config, trivial, seed),
            layout,
            refresh: config.refresh,
            steps: 0,
            weights: vec![1.0; tasks],
            on_device: Tensor::ones([tasks], device),
            conflict: Conflict::new(tasks),
        }
    }

    /// Whether heads follow their own losses and only what is shared is weighed.
    pub fn is_on_gramian(&self) -> bool {
        self.weighting.needs() == Needs::Gramian
    }

    /// Whether this step's Gramian is asked for.
    pub fn is_due(&self) -> bool {
        self.is_on_gramian() && self.steps.is_multiple_of(self.refresh)
    }

    /// The weight of each task, in task order.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The same on the device: `[tasks]`, in the model's order.
    pub fn on_device(&self) -> &Tensor<1> {
        &self.on_device
    }

    /// How the solver has done, if there is one.
    pub fn solver(&self) -> Option<SolverStatus> {
        self.weighting.solver()
    }

    /// How the tasks' gradients stood to each other since the last call, if they were measured.
    pub fn take_conflict(&mut self) -> Option<Conflict> {
        let tasks = self.weights.len();
        let taken = std::mem::replace(&mut self.conflict, Conflict::new(tasks));
        (taken.measured > 0).then_some(taken)
    }

    /// Whether the losses of the step's batch are asked for again after the update.
    pub fn needs_losses_after(&self) -> bool {
        self.weighting.needs_losses_after()
    }

    /// Tells the weighting what the update made of the losses.
    ///
    /// - `losses`, `present`: as for [`Self::ask`]
    pub async fn after_update(&mut self, losses: Tensor<2>, present: &[bool]) -> Result<(), TrainingError> {
        let losses = numbers(losses.into_data_async().await?)?;
        let losses = self.present(&losses, present);
        self.weighting.after_update(&losses);
        Ok(())
    }

    /// Tells the weighting an epoch's mean losses.
    pub fn end_epoch(&mut self, mean_losses: &[Option<f64>]) {
        self.weighting.end_epoch(mean_losses);
    }

    /// Decides this step's weights; reads from the device only what is needed, all at once.
    ///
    /// - `losses`: [`GroupLoss::parts`] of all groups
    /// - `gramian`: `[tasks, tasks]`, in the model's order, where [`Self::is_due`]
    /// - `present`: whether each task has a labelled row in the batch, in task order
    pub async fn ask(
        &mut self,
        losses: Tensor<2>,
        gramian: Option<Tensor<2>>,
        present: &[bool],
    ) -> Result<(), TrainingError> {
        self.steps += 1;
        let weights = match (self.weighting.needs(), gramian) {
            (Needs::Nothing, _) => self.weighting.weights(&Signals { losses: &[], gramian: None }),
            (Needs::Losses, _) => {
                let losses = numbers(losses.into_data_async().await?)?;
                let losses = self.present(&losses, present);
                self.weighting.weights(&Signals { losses: &losses, gramian: None })
            }
            (Needs::Gramian, Some(gramian)) => {
                let tasks = present.len();
                let read = Tensor::cat(vec![losses, gramian.reshape([1, tasks * tasks])], 1);
                let read = numbers(read.into_data_async().await?)?;
                let (losses, gramian) = read.split_at(read.len() - tasks * tasks);
                let losses = self.present(losses, present);
                let gramian = Gramian::new(tasks, &self.layout.square_to_task_order(gramian));
                self.conflict.add(&gramian, present);
                self.weighting.weights(&Signals { losses: &losses, gramian: Some(&gramian) })
            }
            (Needs::Gramian, None) => return Ok(()),
        };
        if weights != self.weights {
            let values = self.layout.to_model_order(&weights);
            let count = values.len();
            self.on_device = Tensor::from_data(TensorData::new(values, [count]), &self.on_device.device());
            self.weights = weights;
        }
        Ok(())
    }

    /// The losses of the tasks that are present, in task order, from their parts.
    fn present(&self, parts: &[f32], present: &[bool]) -> Vec<Option<f64>> {
        let losses = self.layout.sums_to_task_order(parts);
        present.iter().zip(losses).map(|(is, loss)| is.then_some(loss)).collect()
    }
}

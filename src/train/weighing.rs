//! Asks the weighting: measures what it looks at, and keeps its weights where the device can use them. Tasks are in the model's order.

use burn::tensor::{Device, Tensor, TensorData};

use super::error::{TrainingError, numbers};
#[cfg(doc)]
use crate::model::GroupLoss;
use crate::report::Conflict;
use crate::schema::state::{State, StateError, restored, state_of};
use crate::task::layout::Layout;
use crate::weighting::SolverStatus;
use crate::weighting::WeightingConfig;
use crate::weighting::{Gramian, Needs, Signals, Weighting};

/// A weighting at work in one run.
pub struct Weighing {
    weighting: Box<dyn Weighting>,
    layout: Layout,
    /// Steps from one Gramian to the next.
    refresh: usize,
    steps: usize,
    /// What each loss is multiplied by before the weighting sees it.
    scales: Vec<f64>,
    scales_on_device: Option<Tensor<1>>,
    weights: Vec<f64>,
    on_device: Tensor<1>,
    /// Whether each task is trained no further.
    stopped: Vec<bool>,
    conflict: Conflict,
}

impl Weighing {
    /// Equal weights until it is asked.
    ///
    /// - `baselines`: loss of each task's baseline
    pub fn new(
        config: &WeightingConfig,
        baselines: &[f64],
        layout: Layout,
        seed: u64,
        device: &Device,
    ) -> Self {
        let tasks = baselines.len();
        let weighting = config.kind.build(config, baselines, seed);
        let scales = config.kind.scales(config, baselines);
        let is_scaled = weighting.needs() == Needs::Gramian && scales.iter().any(|&scale| scale != 1.0);
        Self {
            scales_on_device: is_scaled.then(|| upload(&scales, device)),
            on_device: if is_scaled { Tensor::ones([tasks], device) } else { upload(&scales, device) },
            weighting,
            layout,
            refresh: config.refresh,
            steps: 0,
            weights: scales.clone(),
            stopped: vec![false; tasks],
            conflict: Conflict::new(tasks),
            scales,
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

    /// The weight of each task's loss as it is reported.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// What the gradients of each task's loss are multiplied by before they are measured, `[tasks]`; `None`
    /// where nothing is, or the weights do it.
    pub fn scales(&self) -> Option<&Tensor<1>> {
        self.scales_on_device.as_ref()
    }

    /// The weights on the device, of the losses as [`Self::scales`] leaves them: `[tasks]`.
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

    /// From now on these tasks weigh 0, and the weighting sees of them what it sees of a task without a label.
    pub fn stop(&mut self, tasks: &[usize]) {
        let before = self.stopped.clone();
        for &task in tasks {
            self.stopped[task] = true;
            self.weights[task] = 0.0;
        }
        if self.stopped != before {
            let device = self.on_device.device();
            if self.is_on_gramian() {
                // Heads follow their own losses, whatever the weights.
                self.scales_on_device = Some(upload(&self.kept(&self.scales), &device));
            } else {
                self.on_device = upload(&self.weights, &device);
            }
        }
    }

    /// Numbers of the tasks, 0 for those that are trained no further.
    fn kept(&self, values: &[f64]) -> Vec<f64> {
        let kept = values.iter().zip(&self.stopped);
        kept.map(|(value, stopped)| if *stopped { 0.0 } else { *value }).collect()
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
        let scaled = mean_losses.iter().zip(&self.scales).zip(&self.stopped);
        let scaled =
            scaled.map(|((loss, scale), stopped)| loss.filter(|_| !stopped).map(|loss| loss * scale));
        self.weighting.end_epoch(&scaled.collect::<Vec<_>>());
    }

    /// Decides this step's weights; reads from the device only what is needed, all at once.
    ///
    /// - `losses`: [`GroupLoss::parts`] of all groups
    /// - `gramian`: `[tasks, tasks]`, where [`Self::is_due`]
    /// - `present`: whether each task has a labelled row in the batch
    pub async fn ask(
        &mut self,
        losses: Tensor<2>,
        gramian: Option<Tensor<2>>,
        present: &[bool],
    ) -> Result<(), TrainingError> {
        self.steps += 1;
        let present: Vec<bool> =
            present.iter().zip(&self.stopped).map(|(present, stopped)| *present && !stopped).collect();
        let present = &present[..];
        let mut own = match (self.weighting.needs(), gramian) {
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
                let gramian =
                    Gramian::new(tasks, &gramian.iter().map(|&value| f64::from(value)).collect::<Vec<_>>());
                self.conflict.add(&gramian, present);
                self.weighting.weights(&Signals { losses: &losses, gramian: Some(&gramian) })
            }
            (Needs::Gramian, None) => return Ok(()),
        };
        for (weight, _) in own.iter_mut().zip(&self.stopped).filter(|(_, stopped)| **stopped) {
            *weight = 0.0;
        }
        let weights: Vec<f64> = own.iter().zip(&self.scales).map(|(weight, scale)| weight * scale).collect();
        if weights != self.weights {
            let of_device = if self.scales_on_device.is_some() { &own } else { &weights };
            self.on_device = upload(of_device, &self.on_device.device());
            self.weights = weights;
        }
        Ok(())
    }

    /// All that it and its weighting remember, but for the weights on the device.
    pub fn state(&self) -> Result<State, StateError> {
        state_of(&(self.weighting.state()?, self.steps, &self.weights, &self.conflict, &self.stopped))
    }

    /// Goes on from a state.
    ///
    /// - `on_device`: the weights on the device, one a task
    pub fn restore(&mut self, state: State, on_device: Tensor<1>) -> Result<(), StateError> {
        let weighting;
        (weighting, self.steps, self.weights, self.conflict, self.stopped) = restored(&self.state()?, state)?;
        self.weighting.restore(weighting)?;
        self.on_device = on_device;
        if self.is_on_gramian() && self.stopped.contains(&true) {
            self.scales_on_device = Some(upload(&self.kept(&self.scales), &self.on_device.device()));
        }
        Ok(())
    }

    /// The losses of the tasks that are present, as the weighting sees them, from their parts.
    fn present(&self, parts: &[f32], present: &[bool]) -> Vec<Option<f64>> {
        let losses = self.layout.sums(parts);
        let losses = present.iter().zip(losses).zip(&self.scales).zip(&self.stopped);
        losses.map(|(((is, loss), scale), stopped)| (*is && !stopped).then_some(loss * scale)).collect()
    }
}

/// One number a task on the device, `[tasks]`.
fn upload(values: &[f64], device: &Device) -> Tensor<1> {
    let values: Vec<f32> = values.iter().map(|&value| value as f32).collect();
    let count = values.len();
    Tensor::from_data(TensorData::new(values, [count]), device)
}

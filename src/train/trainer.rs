//! Fits one model to one dataset: step by step, epoch by epoch.

mod checkpoint;
mod epoch_end;
mod look_ahead;

use std::rc::Rc;

use burn::module::Module as _;
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};

pub use epoch_end::EpochEnd;

use super::answer::answers;
use super::clip::clip;
use super::epoch::{BatchTargets, Epoch};
use super::error::{TrainingError, numbers};
use super::fitted::Fitted;
use super::gradients::{self, TaskGradients};
use super::look_ahead::LookAhead;
use super::optimizer::Optimizer;
use super::rows::DeviceRows;
use super::schedule::Schedule;
use super::smoothing::smoothed;
use super::stopping::Stopping;
use super::weighing::Weighing;
use crate::config::RunConfig;
use crate::data::batch::batch_shape;
use crate::data::dataset::Dataset;
use crate::data::sampling;
use crate::model::{Dropout, GroupLoss, Model, Representation, Rows};
use crate::report::{Conflict, SharingMatrix, SolverReport};
use crate::schema::split::Split;
use crate::task::layout::Layout;
use crate::task::target::Answered;
use crate::weighting::{GramianMode, WeightingConfig};

/// Most rows that gates and attention are averaged over.
const SHARING_ROWS: usize = 4_096;

/// Epochs without a better validation loss after which texts' own dropout is halved: so validation rows choose its strength, as they
/// choose a linear model's penalty. Fewer than the default patience, so that there is time for it to help.
const EASING: usize = 7;

/// Keeps the dropout's random numbers apart from those of the parameters.
const DROPOUT_STREAM: u64 = 0x5eed_d209;

/// A model being fitted. Wherever there is a list of tasks, it is in the model's order.
pub struct Trainer {
    dataset: Rc<Dataset>,
    layout: Layout,
    config: RunConfig,
    device: Device,
    model: Model,
    optimizer: Optimizer,
    schedule: Schedule,
    weighing: Weighing,
    dropout: Dropout,
    train: DeviceRows,
    valid: DeviceRows,
    test: DeviceRows,
    epoch: Epoch,
    /// Tasks that were trained no further when that epoch began.
    left_out: Vec<usize>,
    batch_count: usize,
    batch_rows: usize,
    latest: Option<Tensor<2>>,
    epoch_total: Option<Tensor<2>>,
    step: usize,
    stopping: Stopping<Model>,
    look_ahead: LookAhead,
}

impl Trainer {
    /// A trainer at step 0 with fresh parameters.
    pub fn new(dataset: Rc<Dataset>, config: RunConfig, device: &Device) -> Self {
        let device = device.clone().without_autodiff();
        let layout = dataset.layout();
        let inputs = dataset.encoding.inputs();
        let baselines: Vec<f64> = dataset.baselines.iter().map(|baseline| baseline.loss).collect();
        let train = DeviceRows::to_train_on(&dataset, &device);
        let [valid, test] =
            [Split::Valid, Split::Test].map(|split| DeviceRows::to_answer(&dataset, split, &device));
        let starts: Vec<&[f64]> = dataset.baselines.iter().map(|baseline| &baseline.outputs[..]).collect();
        let weighting = WeightingConfig {
            weights: dataset.order.to_model(&config.weighting.weights),
            preference: dataset.order.to_model(&config.weighting.preference),
            ..config.weighting.clone()
        };
        let learning = device.clone().autodiff();
        let model = Model::new(&config.architecture, inputs, &layout, config.seed, &learning);
        let (batch_count, batch_rows) = batch_shape(train.count(), config.batch_size);
        Self {
            model: model.starting_from(&starts, &layout, &learning),
            optimizer: Optimizer::new(&config.optimizer),
            schedule: Schedule::new(&config, batch_count * config.epochs),
            weighing: Weighing::new(&weighting, &baselines, layout.clone(), config.seed, &device),
            dropout: Dropout::new(config.architecture.dropout, config.seed ^ DROPOUT_STREAM),
            epoch: Epoch::new(&dataset, sampling::order(&dataset, &config, 0, &[]), batch_rows),
            left_out: Vec::new(),
            latest: None,
            epoch_total: None,
            step: 0,
            stopping: Stopping::new(&dataset, &config),
            look_ahead: LookAhead::new(layout.task_count(), config.affinity_every, config.epochs),
            train,
            valid,
            test,
            batch_count,
            batch_rows,
            dataset,
            layout,
            config,
            device,
        }
    }

    /// Steps taken.
    pub fn step_count(&self) -> usize {
        self.step
    }

    /// Steps if every epoch is run.
    pub fn steps_total(&self) -> usize {
        self.batch_count * self.config.epochs
    }

    /// Epochs completed.
    pub fn epoch_count(&self) -> usize {
        self.step / self.batch_count
    }

    /// Rows trained on so far.
    pub fn rows_trained(&self) -> usize {
        let within = (self.step % self.batch_count) * self.batch_rows;
        self.epoch_count() * self.train.count() + within.min(self.train.count())
    }

    /// The epoch whose parameters are the best so far; the latest while none is judged, which waits for choices to be made.
    pub fn best_epoch(&self) -> usize {
        self.stopping.kept().map_or(self.epoch_count(), |(_, epoch)| epoch)
    }

    /// Why a run ended, and why no epoch was better than another, if none was.
    pub fn explain(&self, why: String) -> String {
        self.stopping.explain(why)
    }

    /// How the weighting's solver has done, if it has one.
    pub fn solver(&self) -> Option<SolverReport> {
        let status = self.weighing.solver()?;
        Some(SolverReport {
            gramian: self.config.gramian_mode(),
            refresh: self.config.weighting.refresh,
            status,
        })
    }

    /// What the model learned about sharing, judged on validation rows.
    pub async fn sharing(&self) -> Result<Vec<SharingMatrix>, TrainingError> {
        let rows = self.valid.features(0..self.valid.count().min(SHARING_ROWS), &self.dataset);
        Ok(self.model.valid().sharing(rows).await?)
    }

    /// The data it is fitted to.
    pub fn dataset(&self) -> &Rc<Dataset> {
        &self.dataset
    }

    /// One update of all parameters at the rate of the schedule. True if it was the last of an epoch: then call [`Self::end_epoch`].
    pub async fn step(&mut self) -> Result<bool, TrainingError> {
        self.step_at(self.schedule.rate(self.step)).await
    }

    /// One update of all parameters at a learning rate.
    pub(super) async fn step_at(&mut self, rate: f64) -> Result<bool, TrainingError> {
        let place = self.step % self.batch_count;
        if place == 0 {
            self.begin_epoch();
        }
        let (features, targets) = self.epoch.batch(place, &self.train, &self.dataset);
        let present = self.epoch.present(place);
        if self.look_ahead.is_due(self.step) {
            self.measure(rate, &features, &targets, &present).await?;
        }
        let asks_again = self.weighing.needs_losses_after();
        let batch = asks_again.then(|| (features.clone(), targets.clone(), self.dropout.clone()));
        let mut sets = self.gradients(features, targets, &present).await?;
        if let Some(penalty) = self.model.penalty() {
            gradients::add_penalty(&mut sets, &penalty, &self.model);
        }
        if let Some(most) = self.config.optimizer.clip_norm {
            clip(&mut sets, &self.model, most);
        }
        for gradients in sets {
            self.model = self.optimizer.step(rate, self.model.clone(), gradients);
        }
        if let Some((features, targets, mut dropout)) = batch {
            // Under the step's own dropout mask, so that what is compared differs by the update alone.
            let outputs = self.model.valid().outputs(features, &mut dropout);
            let losses = self.losses(&outputs, targets).into_iter().map(|group| group.parts).collect();
            self.weighing.after_update(joined(losses), &present).await?;
        }
        self.step += 1;
        Ok(self.step.is_multiple_of(self.batch_count))
    }

    /// The losses of the latest step; `None` for a task without a labelled row in that batch.
    pub async fn latest_losses(&self) -> Result<Vec<Option<f64>>, TrainingError> {
        let Some(latest) = self.latest.clone() else {
            return Ok(vec![None; self.dataset.targets.len()]);
        };
        let values = self.layout.sums(&numbers(latest.into_data_async().await?)?);
        let batch = (self.step + self.batch_count - 1) % self.batch_count;
        let losses = values.iter().zip(self.epoch.present(batch));
        let losses: Vec<_> = losses.map(|(&loss, is_present)| is_present.then_some(loss)).collect();
        self.check_finite(&losses)?;
        Ok(losses)
    }

    /// The mean of the latest step's losses over the tasks that can learn, each in units of its baseline's; `None` without one.
    pub(super) async fn latest_score(&self) -> Result<Option<f64>, TrainingError> {
        Ok(self.stopping.mean(&self.latest_losses().await?))
    }

    /// Validates, keeps the parameters if they are the best so far, and says whether the run is over.
    pub async fn end_epoch(&mut self) -> Result<EpochEnd, TrainingError> {
        let epoch = self.epoch_count();
        let train = self.epoch_losses().await?;
        self.check_finite(&train)?;
        self.model.relate().await?;
        self.model.anneal(epoch, self.config.epochs);
        let answers = self.answer_split(Split::Valid).await?;
        let valid = self.valid_losses(&answers, |answers, rows| answers.loss(rows));
        self.weighing.end_epoch(&train);
        self.look_ahead.end_epoch(epoch, self.step);
        let learning_rate = self.schedule.rate(self.step.saturating_sub(1));
        if self.model.is_settled() {
            let weighed = self.valid_losses(&answers, |answers, rows| answers.weighted_loss(rows));
            self.schedule.judge(self.stopping.score(&weighed));
            self.stopping.judge(epoch, &weighed, || self.model.valid());
        }
        let flat = self.stopping.kept().map_or(0, |(_, best)| epoch - best);
        if flat > 0 && flat.is_multiple_of(EASING) {
            self.dropout.ease();
        }
        let ending = self.stopping.ending(epoch);
        let weights = self.weighing.weights().to_vec();
        // Weights are those that the epoch was trained with: what stops at its end weighs nothing from the next step on.
        self.weighing.stop(&self.stopping.stopped());
        let own_spaces = self.config.compares_own_spaces();
        let conflict = self.weighing.take_conflict().map(|conflict| Conflict { own_spaces, ..conflict });
        Ok(EpochEnd { epoch, train, valid, weights, learning_rate, conflict, ending })
    }

    /// Ends training: from now on the best epoch's parameters answer.
    pub fn finish(&mut self) {
        if let Some((model, _)) = self.stopping.kept() {
            self.model = model.clone();
        }
    }

    /// What it has learned so far; once it is finished, what is kept of that.
    pub fn fitted(&self) -> Fitted {
        Fitted::new(self.config.clone(), &self.dataset, self.model.valid(), self.device.clone())
    }

    /// Answers every task for the rows of a split.
    pub async fn answer_split(&self, split: Split) -> Result<Vec<Box<dyn Answered>>, TrainingError> {
        let rows = match split {
            Split::Train => &self.train,
            Split::Valid => &self.valid,
            Split::Test => &self.test,
        };
        answers(&self.model, &self.dataset.targets, rows.count(), |range| rows.features(range, &self.dataset))
            .await
    }

    fn begin_epoch(&mut self) {
        if self.step > 0 {
            self.left_out = self.stopping.stopped();
            let order = sampling::order(&self.dataset, &self.config, self.epoch_count(), &self.left_out);
            self.epoch = Epoch::new(&self.dataset, order, self.batch_rows);
        }
        self.epoch_total = None;
    }

    /// The gradients that this step follows: sets of which each parameter is in one.
    async fn gradients(
        &mut self,
        features: Rows,
        targets: Vec<BatchTargets>,
        present: &[bool],
    ) -> Result<Vec<GradientsParams>, TrainingError> {
        let before = self.dropout.clone();
        let representation = self.model.represent(features.clone(), &mut self.dropout);
        if !self.weighing.is_on_gramian() {
            let outputs = self.model.answer(&representation, &mut self.dropout);
            let losses = self.losses(&outputs, targets);
            let latest = self.note_losses(&losses);
            self.weighing.ask(latest, None, present).await?;
            let gradients = gradients::weighted(outputs, losses, self.weighing.on_device());
            return Ok(gradients
                .map(|found| GradientsParams::from_grads(found, &self.model))
                .into_iter()
                .collect());
        }
        let leaves = representation.leaves(present.len());
        let copies = Representation::PerTask(leaves.clone());
        let outputs = self.model.answer(&copies, &mut self.dropout);
        let mut losses = self.losses(&outputs, targets);
        let latest = self.note_losses(&losses);
        if let Some(scales) = self.weighing.scales() {
            losses = gradients::scaled(losses, scales);
        }
        let Some(mut gradients) = TaskGradients::new(&self.model, representation, &leaves, outputs, losses)
        else {
            return Ok(Vec::new());
        };
        let gramian = self.weighing.is_due().then(|| match self.config.gramian_mode() {
            GramianMode::Representation => gradients.gramian_at_representation(),
            GramianMode::Exact => gradients.gramian_at_parameters(&self.model, &features, &before),
        });
        self.weighing.ask(latest, gramian, present).await?;
        Ok(gradients.weighted(&self.model, self.weighing.on_device(), &features, &before).into())
    }

    fn losses(&self, outputs: &[Tensor<2>], targets: Vec<BatchTargets>) -> Vec<GroupLoss> {
        let pairs: Vec<_> =
            targets.into_iter().map(|BatchTargets { values, shares }| [values, shares]).collect();
        let pairs = self.model.targets(pairs);
        let by = self.config.label_smoothing;
        if by == 0.0 {
            return self.model.losses(outputs, pairs);
        }
        let losses = self.model.losses(outputs, pairs.clone());
        let groups = losses.into_iter().zip(outputs).zip(pairs).zip(&self.layout.groups);
        groups
            .map(|(((loss, output), [values, shares]), group)| {
                smoothed(loss, output, values, shares, group, by)
            })
            .collect()
    }

    /// Keeps the step's losses for reports and returns them in parts: `[1, outputs]`.
    fn note_losses(&mut self, losses: &[GroupLoss]) -> Tensor<2> {
        let latest = joined(losses.iter().map(|group| group.parts.clone()).collect());
        self.epoch_total = Some(match self.epoch_total.take() {
            Some(total) => total + latest.clone(),
            None => latest.clone(),
        });
        self.latest = Some(latest.clone());
        latest
    }

    async fn epoch_losses(&self) -> Result<Vec<Option<f64>>, TrainingError> {
        let Some(total) = self.epoch_total.clone() else {
            return Ok(vec![None; self.dataset.targets.len()]);
        };
        let totals = self.layout.sums(&numbers(total.into_data_async().await?)?);
        let means = totals.iter().enumerate().map(|(task, &total)| {
            let count = self.epoch.labelled_batches(task);
            (count > 0).then(|| total / count as f64)
        });
        Ok(means.collect())
    }

    fn valid_losses(
        &self,
        answers: &[Box<dyn Answered>],
        loss: impl Fn(&dyn Answered, &[u32]) -> Option<f64>,
    ) -> Vec<Option<f64>> {
        let rows = self.dataset.rows(Split::Valid);
        answers.iter().map(|answers| loss(answers.as_ref(), rows)).collect()
    }

    fn check_finite(&self, losses: &[Option<f64>]) -> Result<(), TrainingError> {
        let mut named = losses.iter().zip(&self.dataset.targets);
        match named.find(|(loss, _)| loss.is_some_and(|loss| !loss.is_finite())) {
            Some((_, target)) => {
                Err(TrainingError::NotFinite { task: target.name().to_owned(), step: self.step })
            }
            None => Ok(()),
        }
    }
}

/// Side by side, without a copy of a single one.
fn joined(mut tensors: Vec<Tensor<2>>) -> Tensor<2> {
    match tensors.pop() {
        Some(only) if tensors.is_empty() => only,
        last => Tensor::cat(tensors.into_iter().chain(last).collect(), 1),
    }
}

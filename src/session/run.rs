//! One run, from its first step to its report: the trainer, its clock and who waits for it.

use std::rc::Rc;

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::ended::Ended;
use super::host::Host;
use super::judging::judge;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::metric::Reasons;
use crate::protocol::{Event, Message};
use crate::report::{
    AffinityReport, DeviceInfo, EpochReport, RunReport, SharingMatrix, Status, StepReport, TaskLosses,
    TaskReport,
};
use crate::schema::split::{PerSplit, Split};
use crate::schema::state::state_of;
use crate::train::{EpochEnd, FileError, Trainer, TrainingError};

/// Seconds between two reports of steps; bounds how far the GPU can fall behind as well.
const REPORT_EVERY: f64 = 0.1;

/// What a run does after a step.
pub enum Advance {
    /// It takes more steps.
    Goes,
    /// It has taken the steps asked for and waits.
    Waits,
    /// It is over, and why.
    Ends(String),
}

/// What a run is beside its trainer, as a checkpoint holds it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RunState {
    id: u32,
    /// Of training so far.
    seconds: f64,
    history: Vec<EpochReport>,
}

/// A run, going on, waiting or over.
pub struct Run {
    /// What takes its steps.
    pub trainer: Trainer,
    /// Whether it goes on, waits or is over.
    pub status: Status,
    /// Requests answered once the run ends.
    pub waiting_for_end: Vec<u32>,
    /// The request answered once the steps it asked for are taken.
    pub waiting_for_steps: Option<u32>,
    id: u32,
    config: RunConfig,
    parameters: usize,
    history: Vec<EpochReport>,
    steps_left: Option<usize>,
    seconds: f64,
    going_since: f64,
    reported_at: f64,
}

impl Run {
    /// A run at step 0 that waits.
    pub fn new(id: u32, dataset: Rc<Dataset>, config: RunConfig, device: &Device, now: f64) -> Self {
        let parameters = dataset.parameter_count(&config.architecture);
        Self {
            trainer: Trainer::new(dataset, config.clone(), device),
            status: Status::Paused,
            waiting_for_end: Vec::new(),
            waiting_for_steps: None,
            id,
            config,
            parameters,
            history: Vec::new(),
            steps_left: None,
            seconds: 0.0,
            going_since: now,
            reported_at: now,
        }
    }

    /// Writes all that it takes to go on from here: trainer, clock and history. Between two calls of [`Self::advance`].
    ///
    /// # Errors
    /// See [`Trainer::checkpoint`].
    pub async fn checkpoint(&self, now: f64) -> Result<Vec<u8>, FileError> {
        let state = RunState { id: self.id, seconds: self.seconds_at(now), history: self.history.clone() };
        self.trainer.checkpoint_with(&state_of(&state)?).await
    }

    /// A run that waits where another made a checkpoint.
    ///
    /// # Errors
    /// See [`Trainer::resume`].
    pub fn resume(
        dataset: Rc<Dataset>,
        config: RunConfig,
        checkpoint: &[u8],
        device: &Device,
        now: f64,
    ) -> Result<Self, FileError> {
        let parameters = dataset.parameter_count(&config.architecture);
        let (trainer, beside) = Trainer::resume_with(dataset, config.clone(), checkpoint, device)?;
        let RunState { id, seconds, history } =
            serde_json::from_value(beside).map_err(|error| FileError::Damaged(error.to_string()))?;
        Ok(Self {
            trainer,
            status: Status::Paused,
            waiting_for_end: Vec::new(),
            waiting_for_steps: None,
            id,
            config,
            parameters,
            history,
            steps_left: None,
            seconds,
            going_since: now,
            reported_at: now,
        })
    }

    /// Takes steps from now on: as many as given, or until it is over.
    pub fn go(&mut self, now: f64, steps: Option<usize>) {
        self.status = Status::Running;
        self.steps_left = steps;
        self.going_since = now;
    }

    /// Waits from now on.
    pub fn pause(&mut self, now: f64) {
        if self.status == Status::Running {
            self.seconds = self.seconds_at(now);
            self.status = Status::Paused;
            self.steps_left = None;
        }
    }

    /// Its number, from 1.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it is trained by.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// Its epochs so far.
    pub fn history(&self) -> &[EpochReport] {
        &self.history
    }

    /// Whether no more steps can be taken.
    pub fn is_over(&self) -> bool {
        matches!(self.status, Status::Done | Status::Error)
    }

    /// Every request that still waits for this run.
    pub fn waiting(&self) -> Vec<u32> {
        self.waiting_for_end.iter().copied().chain(self.waiting_for_steps).collect()
    }

    /// One step, and the epoch's end if it was the last of one.
    pub async fn advance(&mut self, host: &impl Host) -> Result<Advance, TrainingError> {
        let is_epoch_end = self.trainer.step().await?;
        let mut ending = None;
        if is_epoch_end {
            let end = self.trainer.end_epoch().await?;
            ending = end.ending.clone();
            let report = self.epoch_report(end);
            self.history.push(report.clone());
            host.emit(Message { reply: None, event: Event::Epoch(report) });
        }
        self.steps_left = self.steps_left.map(|left| left - 1);
        let is_last = self.steps_left == Some(0);
        let now = host.now();
        ending = ending.or_else(|| self.out_of_time(now));
        if is_last || ending.is_some() || now - self.reported_at >= REPORT_EVERY {
            let report = self.step_report(now).await?;
            host.emit(Message { reply: None, event: Event::Step(report) });
            self.reported_at = host.now();
        }
        if let Some(why) = ending {
            return Ok(Advance::Ends(why));
        }
        if is_last {
            self.pause(host.now());
            return Ok(Advance::Waits);
        }
        Ok(Advance::Goes)
    }

    /// Ends the run and scores the kept parameters on every split.
    pub async fn end(&mut self, why: String, device: &DeviceInfo, now: f64) -> Result<Ended, TrainingError> {
        self.pause(now);
        self.trainer.finish();
        let report = RunReport {
            run: self.id,
            status: Status::Done,
            stopped_because: self.trainer.explain(why),
            device: device.clone(),
            seed: self.config.seed,
            split_seed: self.config.split_seed(),
            parameters: self.parameters,
            steps: self.trainer.step_count(),
            epochs: self.trainer.epoch_count(),
            best_epoch: self.trainer.best_epoch(),
            train_seconds: self.seconds,
            steps_per_second: self.trainer.step_count() as f64 / self.seconds.max(1e-9),
            solver: self.trainer.solver(),
            sharing: self.sharing().await?,
            affinity: self.affinity(),
            tasks: self.task_reports().await?,
            improvement: None,
            comparison: None,
            history: self.history.clone(),
        };
        let (fitted, dataset) = (self.trainer.fitted(), self.trainer.dataset().clone());
        Ok(Ended { report, fitted, dataset, columns: Vec::new(), found: None, is_saved: false })
    }

    fn affinity(&self) -> Option<AffinityReport> {
        let found = self.trainer.look_ahead()?;
        let labels = self.trainer.dataset().label_counts();
        Some(AffinityReport::new(
            [found.every(), found.measured],
            &found.affinity,
            &found.similarity,
            &labels,
        ))
    }

    async fn sharing(&self) -> Result<Vec<SharingMatrix>, TrainingError> {
        let dataset = self.trainer.dataset();
        let found = self.trainer.sharing().await?.into_iter();
        Ok(found.map(|matrix| matrix.in_file_order(&dataset.order)).collect())
    }

    async fn task_reports(&self) -> Result<Vec<TaskReport>, TrainingError> {
        let dataset = self.trainer.dataset();
        let mut reports: Vec<TaskReport> = (dataset.targets.iter().enumerate())
            .map(|(task, target)| TaskReport {
                name: target.name().to_owned(),
                kind: target.kind(),
                classes: target.classes().to_vec(),
                labelled: Split::ALL.map(|split| (split, dataset.labelled(task, split))).into(),
                notes: target.notes.clone(),
                metrics: [].into(),
                trivial: [].into(),
                single_task: [].into(),
                gain_percent: None,
                undefined: [].into(),
                trivial_undefined: [].into(),
                labels: [].into(),
                threshold: None,
                interval: None,
            })
            .collect();
        for split in Split::ALL {
            let rows = dataset.rows(split);
            let answers = self.trainer.answer_split(split).await?;
            for ((report, answers), target) in reports.iter_mut().zip(&answers).zip(&dataset.targets) {
                if report.labelled.get(&split).is_some_and(|&count| count > 0) {
                    let (metrics, reasons) = answers.metrics(rows);
                    report.metrics.insert(split, metrics);
                    note(&mut report.undefined, split, reasons);
                    let (metrics, reasons) = target.baseline_metrics(rows);
                    report.trivial.insert(split, metrics);
                    note(&mut report.trivial_undefined, split, reasons);
                    let labels = answers.label_scores(rows);
                    if !labels.is_empty() {
                        report.labels.insert(split, labels);
                    }
                }
            }
            judge(&mut reports, &answers, split, dataset, &self.config);
        }
        Ok(dataset.order.to_file(reports))
    }

    /// Why the run is over, if its time is up.
    fn out_of_time(&self, now: f64) -> Option<String> {
        let budget = self.config.time_budget.filter(|budget| self.seconds_at(now) >= *budget)?;
        Some(format!("the time budget of {budget} s was used"))
    }

    fn seconds_at(&self, now: f64) -> f64 {
        match self.status {
            Status::Running => self.seconds + now - self.going_since,
            Status::Idle | Status::Paused | Status::Done | Status::Error => self.seconds,
        }
    }

    /// Its latest values.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn step_report(&self, now: f64) -> Result<StepReport, TrainingError> {
        let seconds = self.seconds_at(now);
        let step = self.trainer.step_count();
        let per_epoch = self.trainer.steps_total() / self.config.epochs;
        Ok(StepReport {
            run: self.id,
            step,
            steps_total: self.trainer.steps_total(),
            epoch: step.div_ceil(per_epoch),
            epochs_total: self.config.epochs,
            losses: self.trainer.dataset().order.to_file(self.trainer.latest_losses().await?),
            train_seconds: seconds,
            rows_per_second: self.trainer.rows_trained() as f64 / seconds.max(1e-9),
        })
    }

    fn epoch_report(&self, end: EpochEnd) -> EpochReport {
        let dataset = self.trainer.dataset();
        let losses = end.train.into_iter().zip(end.valid);
        let tasks = dataset.targets.iter().zip(losses);
        EpochReport {
            run: self.id,
            epoch: end.epoch,
            step: self.trainer.step_count(),
            tasks: tasks
                .map(|(target, (train_loss, valid_loss))| {
                    (target.name().to_owned(), TaskLosses { train_loss, valid_loss })
                })
                .collect(),
            weights: dataset.order.to_file(end.weights),
            learning_rate: end.learning_rate,
            conflict: end.conflict.map(|conflict| conflict.in_file_order(&dataset.order)),
        }
    }
}

/// Keeps reasons where there are any.
fn note(all: &mut PerSplit<Reasons>, split: Split, reasons: Reasons) {
    if !reasons.is_empty() {
        all.insert(split, reasons);
    }
}

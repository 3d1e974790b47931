//! The trainings of a sweep, done in slices.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::fitting::Fitting;
use super::super::host::Host;
use super::state::{Next, SweepState, Training};
use crate::config::SweepError;
use crate::data::dataset::Dataset;
use crate::metric::MetricKind;
use crate::protocol::{Event, Message};
use crate::report::{SweepProgress, SweepReport};
use crate::schema::split::Split;
use crate::task::target::Answered;
use crate::train::{Fitted, Trainer, TrainingError};

/// Seconds from one report of progress to the next.
const TELL_EVERY: f64 = 0.25;

/// Most numbers of fitted models that are kept until the best configuration is known; one that is not kept is trained again for its
/// scores on test rows.
const MOST_KEPT: usize = 8_000_000;

/// A sweep under way.
pub struct Sweep {
    /// Requests answered once it ends.
    pub waiting: Vec<u32>,
    state: SweepState,
    dataset: Rc<Dataset>,
    /// Names and main scores, in file order.
    tasks: Vec<(String, MetricKind)>,
    device: Device,
    work: Option<(Training, Box<Fitting>)>,
    kept: Vec<(Training, Fitted)>,
    kept_numbers: usize,
    told_at: Option<f64>,
}

/// What a slice of work came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slice {
    /// There is more to do.
    Goes,
    /// Nothing is left to do.
    Ends,
}

impl Sweep {
    /// A sweep that waits where another came to, to be gone on with.
    ///
    /// - `dataset`: that of [`SweepState::config`]
    ///
    /// # Errors
    /// The first configuration that can't be trained.
    pub fn resume(mut state: SweepState, dataset: Rc<Dataset>, device: &Device) -> Result<Self, SweepError> {
        state.check(dataset.targets.len())?;
        state.is_paused = true;
        Ok(Self::new(state, dataset, device))
    }

    /// A sweep that goes on from its state, each configuration of which can be trained.
    ///
    /// - `dataset`: that of [`SweepState::config`]
    pub fn new(state: SweepState, dataset: Rc<Dataset>, device: &Device) -> Self {
        let tasks = dataset.targets.iter();
        let tasks = tasks.map(|target| (target.name().to_owned(), target.kind().card().main_metric));
        Self {
            waiting: Vec::new(),
            state,
            tasks: dataset.order.to_file(tasks),
            dataset,
            device: device.clone(),
            work: None,
            kept: Vec::new(),
            kept_numbers: 0,
            told_at: None,
        }
    }

    /// All that is to be kept for it to go on later; what is being trained begins again then.
    pub fn state(&self) -> &SweepState {
        &self.state
    }

    /// Whether it waits for the user.
    pub fn is_paused(&self) -> bool {
        self.state.is_paused
    }

    /// Lets it wait, or go on.
    pub fn set_paused(&mut self, is_paused: bool) {
        self.state.is_paused = is_paused;
    }

    /// Takes one slice of work.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn advance(&mut self, host: &impl Host) -> Result<Slice, TrainingError> {
        let (training, mut fitting) = match self.work.take() {
            Some(work) => work,
            None => match self.state.next(&self.tasks) {
                Next::Nothing => return Ok(Slice::Ends),
                Next::Test(training) if self.is_kept(training) => {
                    self.test_kept(training).await?;
                    return Ok(Slice::Goes);
                }
                Next::Train(training) | Next::Test(training) => match self.begin(training, host.now()) {
                    Some(fitting) => (training, fitting),
                    None => return Ok(Slice::Ends),
                },
            },
        };
        if fitting.advance(host).await? {
            self.finish(training, *fitting).await?;
        } else {
            self.work = Some((training, fitting));
        }
        if self.told_at.is_none_or(|told| host.now() - told >= TELL_EVERY) {
            self.told_at = Some(host.now());
            host.emit(Message { reply: None, event: Event::Sweeping(Some(self.progress())) });
        }
        Ok(Slice::Goes)
    }

    /// How far it is.
    pub fn progress(&self) -> SweepProgress {
        self.state.progress(self.state.next(&self.tasks))
    }

    /// What it has come to so far; `None` before a training is done.
    pub fn report(&self) -> Option<SweepReport> {
        self.state.report(&self.tasks)
    }

    fn begin(&self, training: Training, now: f64) -> Option<Box<Fitting>> {
        let config = self.state.config_of(training)?;
        let budget = config.time_budget;
        let trainer = Trainer::new(self.dataset.clone(), config, &self.device);
        Some(Box::new(Fitting::new(trainer, budget, now)))
    }

    /// Scores a model that is fitted: on test rows where it is known on validation rows.
    async fn finish(&mut self, training: Training, mut fitting: Fitting) -> Result<(), TrainingError> {
        let is_test = self.state.next(&self.tasks) == Next::Test(training);
        let split = if is_test { Split::Test } else { Split::Valid };
        fitting.trainer.finish();
        let scores = match fitting.failed() {
            Some(_) => vec![None; self.tasks.len()],
            None => self.scores(&fitting.trainer.answer_split(split).await?, split),
        };
        if is_test {
            self.state.test(training, scores);
        } else {
            self.state.push(training, scores, fitting.seconds(), fitting.failed());
            if fitting.failed().is_none() {
                self.keep(training, fitting.trainer.fitted());
            }
        }
        Ok(())
    }

    fn is_kept(&self, training: Training) -> bool {
        self.kept.iter().any(|(own, _)| *own == training)
    }

    async fn test_kept(&mut self, training: Training) -> Result<(), TrainingError> {
        let Some((_, fitted)) = self.kept.iter().find(|(own, _)| *own == training) else { return Ok(()) };
        let answers = fitted.answer(self.dataset.encoded(self.dataset.rows(Split::Test))).await?;
        let scores = self.scores(&answers, Split::Test);
        self.state.test(training, scores);
        Ok(())
    }

    /// Keeps a model until the best configuration is known, unless too much is kept.
    fn keep(&mut self, training: Training, fitted: Fitted) {
        let rows: usize = Split::ALL.map(|split| self.dataset.rows(split).len()).iter().sum();
        let numbers =
            self.dataset.parameter_count(&fitted.config.architecture) + rows * self.dataset.targets.len();
        if self.kept_numbers + numbers <= MOST_KEPT {
            self.kept_numbers += numbers;
            self.kept.push((training, fitted));
        }
    }

    /// The main score of each task, in file order; `None` without a label in the split, or where it is undefined.
    fn scores(&self, answers: &[Box<dyn Answered>], split: Split) -> Vec<Option<f64>> {
        let score = |(task, answers): (usize, &dyn Answered)| {
            let metric = self.dataset.targets.get(task)?.kind().card().main_metric;
            let is_labelled = self.dataset.labelled(task, split) > 0;
            let metrics = is_labelled.then(|| answers.metrics(self.dataset.rows(split)).0)?;
            metrics.get(&metric).copied().flatten().filter(|score| score.is_finite())
        };
        self.dataset.order.to_file(answers.iter().map(AsRef::as_ref).enumerate().map(score))
    }
}

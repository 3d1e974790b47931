//! The jobs of a comparison, done in slices.

use std::collections::VecDeque;

use burn::tensor::Device;

use super::super::ended::Ended;
use super::super::host::Host;
use super::found::Found;
use super::job::Job;
use super::numbers::Inputs;
use super::outcome;
use super::plan;
use super::work::{Means, Work};
use crate::config::RunConfig;
use crate::gain::Group;
use crate::protocol::{Event, Message};
use crate::report::{ComparisonProgress, RunReport};
use crate::table::Table;
use crate::train::TrainingError;

/// Seconds from one report of progress to the next.
const TELL_EVERY: f64 = 0.25;

/// A comparison under way.
pub struct Queue {
    /// The run that is compared.
    pub run: u32,
    /// Requests answered once it ends.
    pub waiting: Vec<u32>,
    config: RunConfig,
    device: Device,
    jobs: VecDeque<Job>,
    work: Option<(Job, Work)>,
    inputs: Inputs,
    done: usize,
    /// The job that was under way when the comparison was last saved, and how far it was.
    before: Option<(Job, Vec<u8>)>,
    found: Found,
    told_at: Option<f64>,
}

/// What a slice of work came to.
pub enum Slice {
    /// There is more to do.
    Goes,
    /// Nothing is left to do: [`Queue::finish`].
    Ends,
}

impl Queue {
    /// Plans what is not known yet.
    ///
    /// - `seeds`: trainings of each model
    /// - `groups`: of tasks in the model's order, each to be trained as one model; those of before if none
    /// - `before`: a job that was under way when the comparison was last saved, and its checkpoint
    pub fn new(
        ended: &mut Ended,
        seeds: usize,
        groups: Option<Vec<Group>>,
        before: Option<(Job, Vec<u8>)>,
        device: &Device,
    ) -> Self {
        let mut config = ended.fitted.config.clone();
        config.comparison.seeds = seeds;
        // A run without an end of its own was stopped by hand: others have as many epochs.
        if config.early_stopping.is_none() {
            config.epochs = config.epochs.min(ended.report.epochs.max(1));
        }
        let known = ended.found.take().filter(|known| known.fits(&config));
        let mut found = known.unwrap_or_else(|| Found::new(&config, ended.dataset.clone()));
        found.asks(&config, groups);
        Self {
            run: ended.report.run,
            waiting: Vec::new(),
            jobs: plan::plan(&config, &found),
            device: device.clone(),
            config,
            work: None,
            inputs: Inputs::default(),
            done: 0,
            before,
            found,
            told_at: None,
        }
    }

    /// Trainings of each model.
    pub fn seeds(&self) -> usize {
        self.config.comparison.seeds
    }

    /// The groups that are trained as one model each.
    pub fn groups(&self) -> Option<&Vec<Group>> {
        self.found.groups()
    }

    /// What was found so far.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Notes that the store has what was found so far.
    pub fn set_saved(&mut self) {
        self.found.set_saved();
    }

    /// Models and judgements that are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Takes one slice of work.
    ///
    /// - `ended`: the run that is compared
    ///
    /// # Errors
    /// A device that fails.
    pub async fn advance(
        &mut self,
        ended: &Ended,
        table: &Table,
        host: &impl Host,
    ) -> Result<Slice, TrainingError> {
        let (job, mut work) = match self.work.take() {
            Some(under_way) => under_way,
            None => match self.jobs.pop_front() {
                Some(job) => (job, self.begin(job, table, host.now())),
                None => return Ok(Slice::Ends),
            },
        };
        if work.advance(host).await? {
            work.finish(ended, &mut self.found, host.now()).await?;
            self.done += 1;
        } else {
            self.work = Some((job, work));
        }
        // Once nothing is left to do, its end is told.
        let goes_on = self.work.is_some() || !self.jobs.is_empty();
        if goes_on && self.told_at.is_none_or(|told| host.now() - told >= TELL_EVERY) {
            self.told_at = Some(host.now());
            host.emit(Message { reply: None, event: Event::Comparing(Some(self.progress())) });
        }
        Ok(Slice::Goes)
    }

    fn begin(&mut self, job: Job, table: &Table, now: f64) -> Work {
        let before = self.before.take().filter(|(before, _)| *before == job);
        let checkpoint = before.as_ref().map(|(_, bytes)| bytes.as_slice());
        let Self { config, device, inputs, found, .. } = self;
        Work::begin(job, Means { config, device, table, inputs, checkpoint, now }, found)
    }

    /// Whether a job is under way.
    pub fn is_at(&self, job: Job) -> bool {
        self.work.as_ref().is_some_and(|(own, _)| *own == job)
    }

    /// The job under way and its checkpoint, where it takes long.
    pub async fn checkpoint(&self) -> Option<(Job, Vec<u8>)> {
        let (job, work) = self.work.as_ref()?;
        work.checkpoint().await.map(|bytes| (*job, bytes))
    }

    /// The run's report with all that was found, which is kept for further seeds.
    pub fn finish(self, run: &RunReport) -> (RunReport, Found) {
        (outcome::report(run, &self.config, &self.found), self.found)
    }

    /// What was found so far, where no more is to be done, and who waits for it.
    pub fn give_up(self) -> (Vec<u32>, Found) {
        (self.waiting, self.found)
    }

    /// How far it is.
    fn progress(&self) -> ComparisonProgress {
        let job = self.work.as_ref().map(|(job, _)| *job).or_else(|| self.jobs.front().copied());
        ComparisonProgress {
            run: self.run,
            done: self.done,
            total: self.done + self.jobs.len() + usize::from(self.work.is_some()),
            doing: job.map_or_else(String::new, |job| plan::clause(job, &self.found)),
        }
    }
}

//! A network of a comparison being trained: all tasks together, or one alone.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::host::Host;
use super::found::{Found, Learner};
use super::job::Job;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::schema::split::Split;
use crate::train::{FileError, Trainer, TrainingError};

/// Seconds after which losses are read from the device, so that it can't fall behind for longer.
const READ_EVERY: f64 = 0.1;

/// A network being trained.
pub struct Network {
    job: Job,
    learner: Learner,
    seed: usize,
    /// The only task, by its index in the model's order; `None` for all of them.
    task: Option<usize>,
    trainer: Trainer,
    /// Seconds after which it is trained, as the run was.
    budget: Option<f64>,
    read_at: f64,
    began: f64,
    failed: Option<String>,
}

impl Network {
    /// A network with fresh parameters, or one that goes on from its checkpoint; what is no checkpoint of it is left aside.
    pub fn begin(
        job: Job,
        [seed, task]: [Option<usize>; 2],
        found: &Found,
        config: &RunConfig,
        device: &Device,
        checkpoint: Option<&[u8]>,
        now: f64,
    ) -> Self {
        let seed = seed.unwrap_or(0);
        let dataset = found.dataset_of(seed);
        let (learner, dataset, config): (_, Rc<Dataset>, _) = match task {
            Some(task) => (Learner::Alone, Rc::new(dataset.of_task(task)), config.of_one_task()),
            None => (Learner::Joint, dataset.clone(), config.clone()),
        };
        let budget = config.time_budget;
        let resumed = checkpoint.and_then(|bytes| {
            Trainer::resume_with(dataset.clone(), config.of_seed(seed), bytes, device).ok()
        });
        let (trainer, seconds) = match resumed {
            Some((trainer, seconds)) => (trainer, seconds.as_f64().unwrap_or(0.0)),
            None => (Trainer::new(dataset, config.of_seed(seed), device), 0.0),
        };
        let began = now - seconds;
        Self { job, learner, seed, task, trainer, budget, read_at: now, began, failed: None }
    }

    /// Writes all that it takes to go on from here. Between two calls of [`Self::advance`].
    ///
    /// # Errors
    /// See [`Trainer::checkpoint`].
    pub async fn checkpoint(&self, now: f64) -> Result<Vec<u8>, FileError> {
        self.trainer.checkpoint_with(&(now - self.began).into()).await
    }

    /// One step; returns whether it is trained.
    pub async fn advance(&mut self, host: &impl Host) -> Result<bool, TrainingError> {
        match self.step(host).await {
            // One model without a result is no reason to give up all others.
            Err(error @ TrainingError::NotFinite { .. }) => {
                self.failed = Some(error.to_string());
                Ok(true)
            }
            result => result,
        }
    }

    async fn step(&mut self, host: &impl Host) -> Result<bool, TrainingError> {
        if self.trainer.step().await? {
            let is_over = self.budget.is_some_and(|budget| host.now() - self.began >= budget);
            return Ok(self.trainer.end_epoch().await?.ending.is_some() || is_over);
        }
        if host.now() - self.read_at >= READ_EVERY {
            self.trainer.latest_losses().await?;
            self.read_at = host.now();
        }
        Ok(false)
    }

    /// Scores what it answers with the parameters of its best epoch.
    pub async fn finish(mut self, found: &mut Found, now: f64) -> Result<(), TrainingError> {
        if let Some(why) = self.failed {
            let name = self
                .task
                .map_or_else(|| "all tasks".to_owned(), |task| format!("“{}”", found.task_name(task)));
            found.fail(self.job, format!("The comparison lacks a network for {name}: {why}."));
            return Ok(());
        }
        self.trainer.finish();
        for split in Split::ALL {
            let answers = self.trainer.answer_split(split).await?;
            for (index, answers) in answers.iter().enumerate() {
                found.score(self.learner, self.seed, self.task.unwrap_or(index), split, answers.as_ref());
            }
        }
        let seconds = match self.task {
            Some(_) => &mut found.seconds.single_task,
            None => &mut found.seconds.joint,
        };
        *seconds += now - self.began;
        Ok(())
    }
}

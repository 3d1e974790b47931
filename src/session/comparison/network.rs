//! A network of a comparison being trained: all tasks together, or one alone.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::fitting::Fitting;
use super::super::host::Host;
use super::found::{Found, Learner};
use super::job::Job;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::schema::split::Split;
use crate::train::{FileError, Trainer, TrainingError};

/// A network being trained.
pub struct Network {
    job: Job,
    learner: Learner,
    seed: usize,
    /// The only task, by its index in the model's order; `None` for all of them.
    task: Option<usize>,
    fitting: Fitting,
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
        Self { job, learner, seed, task, fitting: Fitting::new(trainer, budget, now).after(seconds) }
    }

    /// Writes all that it takes to go on from here. Between two calls of [`Self::advance`].
    ///
    /// # Errors
    /// See [`Trainer::checkpoint`].
    pub async fn checkpoint(&self) -> Result<Vec<u8>, FileError> {
        self.fitting.checkpoint().await
    }

    /// One step; returns whether it is trained.
    pub async fn advance(&mut self, host: &impl Host) -> Result<bool, TrainingError> {
        self.fitting.advance(host).await
    }

    /// Scores what it answers with the parameters of its best epoch.
    pub async fn finish(self, found: &mut Found) -> Result<(), TrainingError> {
        let mut fitting = self.fitting;
        if let Some(why) = fitting.failed() {
            let name = self
                .task
                .map_or_else(|| "all tasks".to_owned(), |task| format!("“{}”", found.task_name(task)));
            found.fail(self.job, format!("The comparison lacks a network for {name}: {why}."));
            return Ok(());
        }
        fitting.trainer.finish();
        for split in Split::ALL {
            let answers = fitting.trainer.answer_split(split).await?;
            for (index, answers) in answers.iter().enumerate() {
                found.score(self.learner, self.seed, self.task.unwrap_or(index), split, answers.as_ref());
            }
        }
        let seconds = match self.task {
            Some(_) => &mut found.seconds.single_task,
            None => &mut found.seconds.joint,
        };
        *seconds += fitting.seconds();
        Ok(())
    }
}

//! A network of a comparison being trained: all tasks together, a group of them, or one alone.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::fitting::Fitting;
use super::super::host::Host;
use super::found::{Found, Learner};
use super::job::Job;
use crate::config::RunConfig;
use crate::gain::Group;
use crate::schema::split::Split;
use crate::train::{FileError, Trainer, TrainingError};

/// Which network is trained: tasks by their indices in the model's order.
pub struct Trainee {
    learner: Learner,
    seed: usize,
    tasks: Vec<usize>,
    /// Those of them that it answers; the others are there to help.
    answers: Vec<usize>,
}

impl Trainee {
    /// The network of all tasks.
    pub fn joint(seed: usize, found: &Found) -> Self {
        let tasks: Vec<usize> = (0..found.task_count()).collect();
        Self { learner: Learner::Joint, seed, answers: tasks.clone(), tasks }
    }

    /// The network of one task.
    pub fn alone(seed: usize, task: usize) -> Self {
        Self { learner: Learner::Alone, seed, tasks: vec![task], answers: vec![task] }
    }

    /// The network of a group, by its index.
    pub fn group(seed: usize, group: usize, found: &Found) -> Self {
        let Group { tasks, answers } =
            found.groups().and_then(|groups| groups.get(group)).cloned().unwrap_or_default();
        Self { learner: Learner::Grouped, seed, tasks, answers }
    }
}

/// A network being trained.
pub struct Network {
    job: Job,
    trainee: Trainee,
    fitting: Fitting,
}

impl Network {
    /// A network with fresh parameters, or one that goes on from its checkpoint; what is no checkpoint of it is left aside.
    pub fn begin(
        job: Job,
        mut trainee: Trainee,
        found: &Found,
        config: &RunConfig,
        device: &Device,
        checkpoint: Option<&[u8]>,
        now: f64,
    ) -> Self {
        let dataset = found.dataset_of(trainee.seed);
        let in_file: Vec<usize> = trainee.tasks.iter().map(|&task| dataset.order.in_file(task)).collect();
        let (dataset, config) = if trainee.tasks.len() == found.task_count() {
            (dataset.clone(), config.clone())
        } else {
            let (own, tasks) = dataset.of_tasks(&trainee.tasks);
            trainee.tasks = tasks;
            let config =
                if trainee.tasks.len() == 1 { config.of_one_task() } else { config.of_tasks(&in_file) };
            (Rc::new(own), config)
        };
        // What tasks do to each other is told by the run itself.
        let config = RunConfig { affinity_every: 0, ..config.of_seed(trainee.seed) };
        let budget = config.time_budget;
        let resumed = checkpoint
            .and_then(|bytes| Trainer::resume_with(dataset.clone(), config.clone(), bytes, device).ok());
        let (trainer, seconds) = match resumed {
            Some((trainer, seconds)) => (trainer, seconds.as_f64().unwrap_or(0.0)),
            None => (Trainer::new(dataset, config, device), 0.0),
        };
        Self { job, trainee, fitting: Fitting::new(trainer, budget, now).after(seconds) }
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
        let Trainee { learner, seed, tasks, answers: answered } = self.trainee;
        if let Some(why) = fitting.failed() {
            let names = tasks.iter().map(|&task| format!("“{}”", found.task_name(task)));
            let names = names.collect::<Vec<_>>().join(", ");
            found.fail(self.job, format!("The comparison lacks a network for {names}: {why}."));
            return Ok(());
        }
        fitting.trainer.finish();
        for split in Split::ALL {
            let answers = fitting.trainer.answer_split(split).await?;
            for (&task, answers) in tasks.iter().zip(&answers).filter(|(task, _)| answered.contains(task)) {
                found.score(learner, seed, task, split, answers.as_ref());
            }
        }
        found.spend(learner, tasks.first().copied(), fitting.seconds());
        Ok(())
    }
}

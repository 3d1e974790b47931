//! A network of a comparison being trained: all tasks together, a group of them, or one alone.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::host::Host;
use super::found::{Found, Learner};
use super::job::Job;
use crate::config::RunConfig;
use crate::gain::Group;
use crate::schema::split::Split;
use crate::train::{Trainer, TrainingError};

/// Seconds after which losses are read from the device, so that it can't fall behind for longer.
const READ_EVERY: f64 = 0.1;

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
    trainer: Trainer,
    /// Seconds after which it is trained, as the run was.
    budget: Option<f64>,
    read_at: f64,
    began: f64,
    failed: Option<String>,
}

impl Network {
    /// A network with fresh parameters.
    pub fn begin(
        job: Job,
        mut trainee: Trainee,
        found: &Found,
        config: &RunConfig,
        device: &Device,
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
        let trainer = Trainer::new(dataset, config, device);
        Self { job, trainee, trainer, budget, read_at: now, began: now, failed: None }
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
            let names = self.trainee.tasks.iter().map(|&task| format!("“{}”", found.task_name(task)));
            let names = names.collect::<Vec<_>>().join(", ");
            found.fail(self.job, format!("The comparison lacks a network for {names}: {why}."));
            return Ok(());
        }
        self.trainer.finish();
        let Trainee { learner, seed, tasks, answers: answered } = self.trainee;
        for split in Split::ALL {
            let answers = self.trainer.answer_split(split).await?;
            for (&task, answers) in tasks.iter().zip(&answers).filter(|(task, _)| answered.contains(task)) {
                found.score(learner, seed, task, split, answers.as_ref());
            }
        }
        found.spend(learner, tasks.first().copied(), now - self.began);
        Ok(())
    }
}

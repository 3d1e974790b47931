//! One job of a comparison under way.

use std::rc::Rc;

use burn::tensor::Device;

use super::super::ended::Ended;
use super::super::host::Host;
use super::found::{Found, Learner};
use super::job::Job;
use super::judge::Judge;
use super::network::{Network, Trainee};
use super::numbers::{Inputs, Numbers};
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::schema::split::Split;
use crate::table::Table;
use crate::train::TrainingError;

/// What a job is begun with.
pub struct Means<'a> {
    pub config: &'a RunConfig,
    pub device: &'a Device,
    pub table: &'a Table,
    pub inputs: &'a mut Inputs,
    /// Of the job, if it was begun before.
    pub checkpoint: Option<&'a [u8]>,
    pub now: f64,
}

/// A job under way.
pub enum Work {
    /// There was nothing to do but to begin it.
    Done,
    /// The run's own model, whose answers are taken over.
    Own,
    Network(Box<Network>),
    Numbers(Box<Numbers>),
    Judge(Box<Judge>),
}

impl Work {
    /// Begins a job; why one can't be begun is noted.
    pub fn begin(job: Job, means: Means<'_>, found: &mut Found) -> Self {
        let Means { config, device, table, inputs, checkpoint, now } = means;
        let network = |trainee: Trainee, found: &Found| {
            let network = Network::begin(job, trainee, found, config, device, checkpoint, now);
            Ok(Self::Network(Box::new(network)))
        };
        let begun = match job {
            Job::Deal { seed } => deal(seed, config, table, found).map(|()| Self::Done),
            Job::Joint { seed: 0 } => Ok(Self::Own),
            Job::Joint { seed } => network(Trainee::joint(seed, found), found),
            Job::Alone { seed, task } => network(Trainee::alone(seed, task), found),
            Job::Group { seed, group } => network(Trainee::group(seed, group, found), found),
            Job::Linear { seed, task } => Numbers::linear(job, [seed, task], inputs, found, now)
                .map(|numbers| Self::Numbers(Box::new(numbers)))
                .map_err(|why| format!("There is no linear model of “{}”: {why}.", found.task_name(task))),
            Job::Trees { seed, task } => Numbers::trees(job, [seed, task], inputs, found, now)
                .map(|numbers| Self::Numbers(Box::new(numbers)))
                .map_err(|why| format!("There are no trees for “{}”: {why}.", found.task_name(task))),
            Job::Judge { trial } => Judge::begin(trial, config, found)
                .map(|judge| Self::Judge(Box::new(judge)))
                .map_err(|why| format!("Test rows could not be resampled: {why}.")),
        };
        begun.unwrap_or_else(|why| {
            found.fail(job, why);
            Self::Done
        })
    }

    /// Takes a slice; returns whether the job is done.
    pub async fn advance(&mut self, host: &impl Host) -> Result<bool, TrainingError> {
        match self {
            Self::Done | Self::Own => Ok(true),
            Self::Network(network) => network.advance(host).await,
            Self::Numbers(numbers) => Ok(numbers.advance()),
            Self::Judge(judge) => Ok(judge.advance()),
        }
    }

    /// Writes what a network has come to; all else is soon had again.
    pub async fn checkpoint(&self) -> Option<Vec<u8>> {
        match self {
            // One whose numbers are no longer finite says so itself.
            Self::Network(network) => network.checkpoint().await.ok(),
            Self::Done | Self::Own | Self::Numbers(_) | Self::Judge(_) => None,
        }
    }

    /// Keeps what came of a job that is done.
    pub async fn finish(self, ended: &Ended, found: &mut Found, now: f64) -> Result<(), TrainingError> {
        match self {
            Self::Done => {}
            Self::Own => own(ended, found).await?,
            Self::Network(network) => network.finish(found).await?,
            Self::Numbers(numbers) => numbers.finish(found, now),
            Self::Judge(judge) => judge.finish(found),
        }
        Ok(())
    }
}

/// The rows of a seed, answered by the constant baseline.
fn deal(seed: usize, config: &RunConfig, table: &Table, found: &mut Found) -> Result<(), String> {
    let dataset = if seed > 0 && config.comparison.redraw_splits {
        Rc::new(Dataset::build(table, &config.of_seed(seed)).map_err(|error| error.to_string())?)
    } else {
        found.dataset().clone()
    };
    found.push_dataset(dataset.clone());
    for (task, (target, baseline)) in dataset.targets.iter().zip(&dataset.baselines).enumerate() {
        let outputs: Vec<f32> = baseline.outputs.iter().map(|&output| output as f32).collect();
        for split in Split::ALL {
            // Of a mask, the same for every pixel.
            let count = dataset.rows(split).len() * target.output_count();
            let answers = target.read(&outputs.iter().copied().cycle().take(count).collect::<Vec<f32>>());
            found.score(Learner::Constant, seed, task, split, answers.as_ref());
        }
    }
    Ok(())
}

/// What the run's own model answers.
async fn own(ended: &Ended, found: &mut Found) -> Result<(), TrainingError> {
    let dataset = found.dataset().clone();
    for split in Split::ALL {
        let answers = ended.fitted.answer(dataset.encoded(dataset.rows(split))).await?;
        for (task, answers) in answers.iter().enumerate() {
            found.score(Learner::Joint, 0, task, split, answers.as_ref());
        }
    }
    found.spend(Learner::Joint, None, ended.report.train_seconds);
    Ok(())
}

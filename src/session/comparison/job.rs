//! What a comparison has to do, one model or one judgement after the other.

use std::collections::VecDeque;

use super::found::Found;
use crate::config::RunConfig;
use crate::gain::Baseline;

/// One thing to do. Tasks are named by their index in the model's order, seeds by theirs from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Deal rows out and answer them by the constant baseline.
    Deal { seed: usize },
    /// Train the joint model, or take over what the run has of it.
    Joint { seed: usize },
    /// Train a network for one task alone.
    Alone { seed: usize, task: usize },
    /// Fit a linear model of one task.
    Linear { seed: usize, task: usize },
    /// Grow trees for one task.
    Trees { seed: usize, task: usize },
    /// Judge the joint model against a baseline, or without one against the networks of one task alone.
    Judge { baseline: Option<Baseline> },
}

/// All that is to be done, without what is known.
pub fn plan(config: &RunConfig, found: &Found) -> VecDeque<Job> {
    let comparison = &config.comparison;
    let tasks = found.task_count();
    let has_twins = tasks > 1;
    let mut jobs = VecDeque::new();
    for seed in 0..comparison.seeds {
        jobs.extend([Job::Deal { seed }, Job::Joint { seed }]);
        if has_twins {
            jobs.extend((0..tasks).map(|task| Job::Alone { seed, task }));
        }
        // What is not left to chance is the same for all seeds on the same rows.
        if seed == 0 || comparison.redraw_splits {
            jobs.extend((0..tasks).filter(|_| comparison.linear).map(|task| Job::Linear { seed, task }));
            jobs.extend((0..tasks).filter(|_| comparison.trees).map(|task| Job::Trees { seed, task }));
        }
    }
    jobs.retain(|job| !found.has(*job));
    jobs.extend(has_twins.then_some(Job::Judge { baseline: None }));
    let baselines = [
        Some(Baseline::Constant),
        comparison.linear.then_some(Baseline::Linear),
        comparison.trees.then_some(Baseline::Trees),
    ];
    jobs.extend(baselines.into_iter().flatten().map(|baseline| Job::Judge { baseline: Some(baseline) }));
    jobs
}

impl Job {
    /// What is being done, as a clause.
    pub fn clause(self, found: &Found) -> String {
        let seeds = found.seed_count();
        let of_seed = |seed: usize| match seeds {
            1 => String::new(),
            _ => format!(", seed {} of {seeds}", seed + 1),
        };
        match self {
            Self::Deal { seed } => format!("dealing rows out{}", of_seed(seed)),
            Self::Joint { seed } => format!("training all tasks together{}", of_seed(seed)),
            Self::Alone { seed, task } => {
                format!("training “{}” alone{}", found.task_name(task), of_seed(seed))
            }
            Self::Linear { task, .. } => format!("fitting a linear model of “{}”", found.task_name(task)),
            Self::Trees { task, .. } => format!("growing trees for “{}”", found.task_name(task)),
            Self::Judge { .. } => "resampling test rows".to_owned(),
        }
    }
}

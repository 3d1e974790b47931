//! The jobs of a comparison in their order, and what each is called.

use std::collections::VecDeque;

use super::found::Found;
use super::job::Job;
use crate::config::RunConfig;
use crate::gain::Baseline;

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

/// What is being done, as a clause.
pub fn clause(job: Job, found: &Found) -> String {
    let seeds = found.seed_count();
    let of_seed = |seed: usize| match seeds {
        1 => String::new(),
        _ => format!(", seed {} of {seeds}", seed + 1),
    };
    match job {
        Job::Deal { seed } => format!("dealing rows out{}", of_seed(seed)),
        Job::Joint { seed } => format!("training all tasks together{}", of_seed(seed)),
        Job::Alone { seed, task } => {
            format!("training “{}” alone{}", found.task_name(task), of_seed(seed))
        }
        Job::Linear { task, .. } => format!("fitting a linear model of “{}”", found.task_name(task)),
        Job::Trees { task, .. } => format!("growing trees for “{}”", found.task_name(task)),
        Job::Judge { .. } => "resampling test rows".to_owned(),
    }
}

//! The jobs of a comparison in their order, and what each is called.

use std::collections::VecDeque;

use super::found::Found;
use super::job::{Job, Trial};
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
        // A group of one task is that task alone, and a group of all tasks the joint model.
        let groups = found.groups().into_iter().flatten().enumerate();
        let own = groups.filter(|(_, group)| (2..tasks).contains(&group.tasks.len()));
        jobs.extend(own.map(|(group, _)| Job::Group { seed, group }));
        // What is not left to chance is the same for all seeds on the same rows.
        if seed == 0 || comparison.redraw_splits {
            jobs.extend((0..tasks).filter(|_| comparison.linear).map(|task| Job::Linear { seed, task }));
            jobs.extend((0..tasks).filter(|_| comparison.trees).map(|task| Job::Trees { seed, task }));
        }
    }
    jobs.retain(|job| !found.has(*job));
    let is_grouped = has_twins && found.groups().is_some();
    let trials = [
        has_twins.then_some(Trial::Alone),
        is_grouped.then_some(Trial::GroupsOverJoint),
        is_grouped.then_some(Trial::GroupsOverAlone),
        Some(Trial::Baseline(Baseline::Constant)),
        comparison.linear.then_some(Trial::Baseline(Baseline::Linear)),
        comparison.trees.then_some(Trial::Baseline(Baseline::Trees)),
    ];
    jobs.extend(trials.into_iter().flatten().map(|trial| Job::Judge { trial }));
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
        Job::Group { seed, group } => {
            let group = found.groups().and_then(|groups| groups.get(group));
            let names = group.into_iter().flat_map(|group| &group.tasks);
            let names: Vec<String> = names.map(|&task| format!("“{}”", found.task_name(task))).collect();
            format!("training {} as a group{}", names.join(", "), of_seed(seed))
        }
        Job::Linear { task, .. } => format!("fitting a linear model of “{}”", found.task_name(task)),
        Job::Trees { task, .. } => format!("growing trees for “{}”", found.task_name(task)),
        Job::Judge { .. } => "resampling test rows".to_owned(),
    }
}

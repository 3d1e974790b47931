//! The report of a run, with what came of its comparison.

use super::found::{Found, Learner};
use crate::config::RunConfig;
use crate::gain::{TaskGain, Verdict, standing_sentence};
use crate::report::{ComparisonReport, Improvement, RunReport, TaskComparison};

/// The run's report with all that was found.
pub fn report(run: &RunReport, config: &RunConfig, found: &Found) -> RunReport {
    let gain = found.gain.as_ref();
    let of_task = |name: &str| gain.and_then(|gain| gain.tasks.iter().find(|own| own.name == name));
    let tasks = (0..found.task_count()).map(|task| of(task, of_task(found.task_name(task)), found));
    let tasks = found.dataset().order.to_file(tasks);
    let mut report = run.clone();
    for (own, compared) in report.tasks.iter_mut().zip(&tasks) {
        own.single_task = compared.single_task.clone();
        own.gain_percent = compared.gain.as_ref().and_then(|gain| gain.gain.percent);
    }
    let overall = gain.map(|gain| gain.overall.clone());
    let verdict = gain.map(Verdict::overall);
    report.improvement = overall.as_ref().and_then(|overall| overall.percent).map(|percent| Improvement {
        percent: percent.value,
        low: percent.low,
        high: percent.high,
    });
    report.comparison = Some(ComparisonReport {
        seeds: (0..config.comparison.seeds).map(|seed| config.of_seed(seed).seed).collect(),
        redraws_splits: config.comparison.redraw_splits,
        method: gain.map(|gain| gain.method.clone()),
        tasks,
        overall,
        sentence: verdict.as_ref().map(Verdict::sentence),
        verdict,
        seconds: found.seconds,
        notes: found.notes.clone(),
    });
    report
}

fn of(task: usize, gain: Option<&TaskGain>, found: &Found) -> TaskComparison {
    let method = found.gain.as_ref().map(|gain| &gain.method);
    let verdict = gain.zip(method).map(|(gain, method)| Verdict::of_task(gain, method));
    let standings = found.standings.get(task).cloned().unwrap_or_default();
    TaskComparison {
        name: found.task_name(task).to_owned(),
        joint: found.mean(Learner::Joint, task),
        single_task: found.mean(Learner::Alone, task),
        linear: found.mean(Learner::Linear, task),
        trees: found.mean(Learner::Trees, task),
        gain: gain.cloned(),
        sentence: verdict.as_ref().map(Verdict::sentence),
        verdict,
        standing: standing_sentence(&standings),
        standings,
    }
}

//! The report of a run, with what came of its comparison.

use super::found::{Found, Learner};
use super::groups::to_file;
use crate::config::RunConfig;
use crate::gain::{GainReport, Interval, TaskGain, Verdict, standing_sentence};
use crate::report::{
    ComparisonReport, GroupedGain, GroupingComparison, Improvement, RunReport, TaskComparison,
};

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
    if let Some(affinity) = &mut report.affinity {
        affinity.add_seconds(&found.dataset().order.to_file(found.seconds_alone()));
    }
    report.comparison = Some(ComparisonReport {
        seeds: (0..config.comparison.seeds).map(|seed| config.of_seed(seed).seed).collect(),
        redraws_splits: config.comparison.redraw_splits,
        method: gain.map(|gain| gain.method.clone()),
        tasks,
        overall,
        sentence: verdict.as_ref().map(Verdict::sentence),
        verdict,
        grouping: grouping(found),
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
        grouped: if found.groups().is_some() { found.mean(Learner::Grouped, task) } else { [].into() },
        linear: found.mean(Learner::Linear, task),
        trees: found.mean(Learner::Trees, task),
        gain: gain.cloned(),
        sentence: verdict.as_ref().map(Verdict::sentence),
        verdict,
        standing: standing_sentence(&standings),
        standings,
    }
}

/// The groups, and what they gain.
fn grouping(found: &Found) -> Option<GroupingComparison> {
    let groups = found.groups()?;
    let gain = |report: &GainReport, over: &str| {
        let percent = report.overall.percent;
        GroupedGain { percent, sentence: gain_sentence(percent.as_ref(), over, report.method.seeds) }
    };
    Some(GroupingComparison {
        groups: to_file(groups, &found.dataset().order),
        over_joint: found.over_joint.as_ref().map(|report| gain(report, "all tasks together")),
        over_alone: found.over_alone.as_ref().map(|report| gain(report, "each task alone")),
    })
}

/// What a mean gain of groups says.
fn gain_sentence(percent: Option<&Interval>, over: &str, seeds: usize) -> String {
    let Some(gain) = percent else {
        return format!("There is no mean gain over {over}: too few test rows, or no score that has one.");
    };
    let range = format!("95 % interval {:.1} to {:.1} %", gain.low, gain.high);
    let size = format!("{:.1} %", gain.value.abs());
    let [seems, luck] = if seeds > 1 {
        ["are", ""]
    } else {
        ["seem to be", "; with one seed the luck of training is not in this interval"]
    };
    if gain.is_above_zero() {
        format!("These groups {seems} better than {over} by {size} ({range}{luck}).")
    } else if gain.is_below_zero() {
        format!("These groups {seems} worse than {over} by {size} ({range}{luck}).")
    } else {
        format!("No difference from {over} can be told ({range}{luck}).")
    }
}

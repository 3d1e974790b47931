//! What a report says of a run beyond its scores: the threshold between two classes, and how sure the main scores are.

use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::gain::{Predicted, ScoredTask, Settings, Unit, score_intervals};
use crate::metric::{Choice, ThresholdReport, at_threshold, best_threshold};
use crate::report::TaskReport;
use crate::schema::split::Split;
use crate::task::target::Answered;

/// Resamples of a table of usual size.
const RESAMPLES: usize = 1_000;

/// Fewest resamples, however many test rows there are.
const FEWEST: usize = 200;

/// Rows scored in all resamples of all tasks together, which bounds the time: about 70 ms of one core.
const SCORED: usize = 8_000_000;

/// The threshold at which the more probable class is answered.
const HALF: f64 = 0.5;

/// Chooses thresholds on validation rows, which come first, and applies them to test rows; gives scores on test rows their intervals.
///
/// - `reports`, `answers`: one entry a task, in the model's order
pub fn judge(
    reports: &mut [TaskReport],
    answers: &[Box<dyn Answered>],
    split: Split,
    dataset: &Dataset,
    config: &RunConfig,
) {
    if split == Split::Train {
        return;
    }
    let rows = dataset.rows(split);
    let predicted: Vec<Option<Predicted>> = answers.iter().map(|own| own.predicted(rows)).collect();
    for (report, predicted) in reports.iter_mut().zip(&predicted) {
        let cost_ratio = config.targets.get(&report.name).and_then(|target| target.cost_ratio);
        report.threshold = report.threshold.take().or_else(|| begin(report, predicted.as_ref(), cost_ratio));
        if let (Some(threshold), Some((scores, is_second))) =
            (&mut report.threshold, second(predicted.as_ref()))
        {
            fill(threshold, split, &scores, &is_second);
        }
    }
    if split == Split::Test {
        add_intervals(reports, &predicted, dataset, config.seed);
    }
}

/// A threshold that is not chosen yet, where there are two classes.
fn begin(
    report: &TaskReport,
    predicted: Option<&Predicted>,
    cost_ratio: Option<f64>,
) -> Option<ThresholdReport> {
    second(predicted)?;
    Some(ThresholdReport {
        class: report.classes.get(1)?.clone(),
        choice: cost_ratio.map_or(Choice::F1, |ratio| Choice::Cost { ratio }),
        value: None,
        undefined: Some("no validation row has a label".to_owned()),
        valid: None,
        test: None,
        test_at_half: None,
    })
}

/// Probabilities of the second of two classes, and which rows are of it.
fn second(predicted: Option<&Predicted>) -> Option<(Vec<f64>, Vec<bool>)> {
    let Predicted::Classes { probabilities, labels, classes: 2 } = predicted? else { return None };
    let scores = probabilities.iter().skip(1).step_by(2).map(|&share| share.into()).collect();
    Some((scores, labels.iter().map(|&label| label == 1).collect()))
}

fn fill(report: &mut ThresholdReport, split: Split, scores: &[f64], is_second: &[bool]) {
    let at = |threshold| at_threshold(report.choice, threshold, scores, is_second);
    match split {
        Split::Train => {}
        Split::Valid => match best_threshold(report.choice, scores, is_second) {
            Ok(value) => {
                report.valid = Some(at(value));
                report.value = Some(value);
                report.undefined = None;
            }
            Err(reason) => report.undefined = Some(reason.to_owned()),
        },
        Split::Test if scores.is_empty() => {}
        Split::Test => {
            report.test = report.value.map(at);
            // Of two equally probable classes the first is answered.
            report.test_at_half = Some(at(HALF.next_up()));
        }
    }
}

fn add_intervals(reports: &mut [TaskReport], predicted: &[Option<Predicted>], dataset: &Dataset, seed: u64) {
    let rows = dataset.rows(Split::Test);
    let units: Vec<Vec<u32>> = (dataset.targets.iter())
        .map(|target| {
            let labelled = rows.iter().filter(|&&row| target.label_count(row as usize) > 0);
            labelled.map(|&row| dataset.unit(row)).collect()
        })
        .collect();
    let known = predicted.iter().zip(&units).enumerate();
    let known: Vec<(usize, ScoredTask<'_>)> = known
        .filter(|(_, (_, units))| !units.is_empty())
        .filter_map(|(task, (predicted, units))| {
            let metric = reports.get(task)?.kind.card().main_metric;
            Some((task, ScoredTask { metric, units, predictions: predicted.as_ref()?.borrowed() }))
        })
        .collect();
    let rows_in_all: usize = known.iter().map(|(_, task)| task.units.len()).sum();
    let settings = Settings {
        resamples: (SCORED / rows_in_all.max(1)).clamp(FEWEST, RESAMPLES),
        seed,
        unit: if dataset.has_groups() { Unit::Groups } else { Unit::Rows },
        ..Settings::default()
    };
    let tasks: Vec<ScoredTask<'_>> = known.iter().map(|(_, task)| *task).collect();
    for ((task, _), interval) in known.iter().zip(score_intervals(&tasks, settings)) {
        if let Some(report) = reports.get_mut(*task) {
            report.interval = interval;
        }
    }
}

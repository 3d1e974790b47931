//! Brier score, skill, top-k, RMSLE, scores per class and thresholds against scikit-learn's (1.9): `tests/support/scores.py` prints the
//! numbers. What is undefined says why.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::gain::{Predictions, ScoreInterval, ScoredTask, Settings, Unit, score_intervals};
use polyhead::metric::{
    Choice, LabelScores, MetricKind, Metrics, PerRow, at_threshold, baseline_classes, best_threshold,
    class_metrics, class_scores, class_skill, label_metrics, label_skill, reasons, value_metrics,
};

use MetricKind::{Accuracy, Brier, LogLossSkill, R2, Rmsle, Top3Accuracy, Top5Accuracy};

const ROWS: usize = 60;

fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-6
}

fn assert_near(found: Option<f64>, expected: f64) {
    let found = found.expect("a score");
    assert!(is_near(found, expected), "{found} instead of {expected}");
}

/// Class labels, and probabilities `[rows, classes]` without ties.
fn classes(count: usize) -> (Vec<usize>, Vec<f32>) {
    let labels: Vec<usize> = (0..ROWS).map(|row| (row * row + row / 7) % count).collect();
    let mut probabilities = Vec::new();
    for (row, &label) in labels.iter().enumerate() {
        let power = |of: usize| {
            let wave = (row as f64 * 1.3 + of as f64 * 2.1).sin();
            let own = (2.0 * wave).round_ties_even() / 2.0 + f64::from(u8::from(of == label));
            (own + 0.001 * of as f64).exp()
        };
        let sum: f64 = (0..count).map(power).sum();
        probabilities.extend((0..count).map(|of| (power(of) / sum) as f32));
    }
    (labels, probabilities)
}

/// Which rows are of the second of two classes, and its probability.
fn two() -> (Vec<bool>, Vec<f64>) {
    let row = |row: usize| {
        let is_second = (row * row + row / 7) % 3 == 1;
        let wave = ((row as f64 * 0.9).sin() * 4.0).round_ties_even() / 4.0;
        let logit = wave + 0.8 * f64::from(u8::from(is_second)) - 0.4;
        (is_second, f64::from((1.0 / (1.0 + (-logit).exp())) as f32))
    };
    (0..ROWS).map(row).unzip()
}

fn both(scores: &[f64]) -> Vec<f32> {
    scores.iter().flat_map(|&score| [(1.0 - score) as f32, score as f32]).collect()
}

#[test]
fn many_classes_have_brier_skill_and_the_most_probable_ones() {
    let (labels, probabilities) = classes(7);
    let found = class_metrics(&probabilities, &labels, 7);
    assert_near(found[&Brier], 0.687_645_807);
    assert_near(found[&Top3Accuracy], 0.666_666_667);
    assert_near(found[&Top5Accuracy], 0.916_666_667);
    let shares = [0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2];
    assert_near(class_skill(&probabilities, &labels, &shares), 0.261_597_235);
    // The training shares save nothing of their own loss.
    assert_eq!(baseline_classes(&shares, &labels)[&LogLossSkill], Some(0.0));
    // Of few classes, the right one is among five by luck.
    let (labels, probabilities) = classes(5);
    let found = class_metrics(&probabilities, &labels, 5);
    assert!(!found.contains_key(&Top3Accuracy) && !found.contains_key(&Top5Accuracy));
}

#[test]
fn equally_probable_classes_come_in_their_order() {
    let even = [1.0_f32 / 6.0; 6];
    let top = |label: usize| class_metrics(&even, &[label], 6)[&Top3Accuracy];
    assert_eq!([top(0), top(2), top(3), top(5)], [Some(1.0), Some(1.0), Some(0.0), Some(0.0)]);
}

#[test]
fn two_classes_have_brier_and_skill_of_the_second() {
    let (is_second, scores) = two();
    let labels: Vec<usize> = is_second.iter().map(|&is| usize::from(is)).collect();
    assert_near(class_metrics(&both(&scores), &labels, 2)[&Brier], 0.194_750_285);
    assert_near(class_skill(&both(&scores), &labels, &[0.75, 0.25]), 0.077_293_148);
}

#[test]
fn label_sets_have_brier_and_skill_over_known_labels() {
    let cells = (0..ROWS).flat_map(|row| (0..4).map(move |label| (row, label)));
    let cell = |(row, label): (usize, usize)| {
        let is_yes = (row * row + row * label + row / 7) % (label + 2) == 0;
        let wave = ((row as f64 * (0.9 + 0.2 * label as f64)).sin() * 4.0).round_ties_even() / 4.0;
        let logit = wave + 1.2 * f64::from(u8::from(is_yes)) - 0.7;
        (1.0 / (1.0 + (-logit).exp()), Some(is_yes).filter(|_| (row + 3 * label) % 5 != 0))
    };
    let (probabilities, labels): (Vec<f64>, Vec<Option<bool>>) = cells.map(cell).unzip();
    assert_near(label_metrics(&probabilities, &labels, 4)[&Brier], 0.161_810_957);
    assert_near(label_skill(&probabilities, &labels, &[0.5, 0.3, 0.25, 0.2]), 0.221_629_171);
    assert_eq!(label_skill(&[0.5], &[None], &[0.5]), None);
}

#[test]
fn logarithms_are_compared_where_there_are_some() {
    let actual: Vec<f64> =
        (0..ROWS).map(|row| (row as f64 * 0.37).sin() * 3.0 + (row % 5) as f64 + 3.0).collect();
    let predicted: Vec<f64> = (actual.iter().enumerate())
        .map(|(row, value)| {
            ((value + (row as f64 * 1.1).cos() + 0.25 * (row % 3) as f64) * 2.0).round_ties_even() / 2.0
        })
        .collect();
    assert_near(value_metrics(&predicted, &actual)[&Rmsle], 0.171_974_335);
    // Nobody asks for the logarithm of what is below 0; an answer without one leaves the score undefined.
    assert!(!value_metrics(&[1.0, 2.0], &[-0.5, 2.0]).contains_key(&Rmsle));
    let mut refuted = value_metrics(&[-1.0, 2.0], &[0.5, 2.0]);
    assert_eq!(refuted[&Rmsle], None);
    let why = reasons(&mut refuted, PerRow::One, true);
    assert_eq!(why[&Rmsle], "an answer is -1 or less, so that 1 more has no logarithm");
}

/// Rows of each class, precision, recall, F1, AUC: `precision_recall_fscore_support` and `roc_auc_score`.
const EACH: [(usize, [f64; 4]); 3] = [
    (22, [0.666_666_667, 0.363_636_364, 0.470_588_235, 0.808_014_354]),
    (18, [0.434_782_609, 0.555_555_556, 0.487_804_878, 0.806_878_307]),
    (20, [0.48, 0.6, 0.533_333_333, 0.834_375]),
];

fn names(of: &[&str]) -> Vec<String> {
    of.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn each_class_is_scored_against_the_rest() {
    let (labels, probabilities) = classes(3);
    let found = class_scores(&probabilities, &labels, &names(&["a", "b", "c"]));
    for (found, (support, scores)) in found.iter().zip(EACH) {
        assert_eq!((found.positives, found.labelled), (support, ROWS));
        let LabelScores { precision, recall, f1, auc, .. } = found;
        for (found, expected) in [precision, recall, f1, auc].into_iter().zip(scores) {
            assert_near(*found, expected);
        }
    }
}

fn why(scores: &LabelScores) -> Vec<String> {
    scores.undefined.iter().map(|(name, reason)| format!("{name}: {reason}")).collect()
}

#[test]
fn a_class_without_rows_or_answers_says_what_it_lacks() {
    let found = class_scores(&[0.7, 0.2, 0.1, 0.6, 0.3, 0.1], &[0, 0], &names(&["a", "b", "c"]));
    assert_eq!(why(&found[0]), ["auc: all rows are of this class"]);
    let none = [
        "auc: no row is of this class",
        "f1: no row is of this class or answered with it",
        "precision: no row is answered with this class",
        "recall: no row is of this class",
    ];
    assert_eq!(why(&found[1]), none);
    let empty = class_scores(&[], &[], &names(&["a", "b"]));
    assert!(empty.iter().all(|own| own.undefined.len() == 4 && own.f1.is_none()), "{empty:?}");
    // A split of one class, where the training rows had that class only: nothing can be saved of no loss.
    let mut metrics: Metrics = [(LogLossSkill, class_skill(&[0.9, 0.1], &[0], &[1.0, 0.0]))].into();
    assert_eq!(reasons(&mut metrics, PerRow::One, false)[&LogLossSkill], "the baseline's log loss is 0");
    assert_eq!(class_skill(&[], &[], &[0.5, 0.5]), None);
}

#[test]
fn the_threshold_has_the_largest_f1() {
    let (is_second, scores) = two();
    let found = best_threshold(Choice::F1, &scores, &is_second).expect("a threshold");
    assert!(is_near(found, 0.702_583_611), "{found}");
    let at = at_threshold(Choice::F1, found, &scores, &is_second);
    assert_near(at.f1, 0.666_666_667);
    assert_eq!(at.cost, None);
    assert_eq!(at.true_positives + at.false_negatives, is_second.iter().filter(|&&is| is).count());
    // Three of four named are right and none is missed: 6 / 7, where the first alone is all right and has 2 / 4.
    let scores = [0.9, 0.8, 0.7, 0.6, 0.4, 0.2];
    let found = best_threshold(Choice::F1, &scores, &[true, false, true, true, false, false]);
    assert_eq!(found, Ok(0.5));
}

#[test]
fn the_threshold_has_the_least_cost() {
    let (is_second, scores) = two();
    let cases = [(0.2, 0.702_583_611, 0.03, [9, 0, 9, 42]), (5.0, 0.321_697_086, 0.45, [18, 27, 0, 15])];
    for (ratio, expected, cost, counts) in cases {
        let choice = Choice::Cost { ratio };
        let found = best_threshold(choice, &scores, &is_second).expect("a threshold");
        assert!(is_near(found, expected), "{ratio}: {found}");
        let at = at_threshold(choice, found, &scores, &is_second);
        assert_near(at.cost, cost);
        let own = [at.true_positives, at.false_positives, at.false_negatives, at.true_negatives];
        assert_eq!(own, counts, "{ratio}");
    }
    // Where a miss costs nothing to speak of, nobody is named; where it costs all, everybody is.
    let noise = [0.1, 0.4, 0.6, 0.9];
    let mixed = [true, false, true, false];
    assert_eq!(best_threshold(Choice::Cost { ratio: 0.001 }, &noise, &mixed), Ok(0.95));
    assert_eq!(best_threshold(Choice::Cost { ratio: 1000.0 }, &noise, &mixed), Ok(0.05));
}

#[test]
fn a_threshold_that_can_not_be_chosen_says_why() {
    assert_eq!(best_threshold(Choice::F1, &[], &[]), Err("no validation row has a label"));
    assert_eq!(best_threshold(Choice::F1, &[0.5], &[true]), Err("only one class among the validation rows"));
    let lost = best_threshold(Choice::F1, &[f64::NAN, 0.5], &[true, false]);
    assert_eq!(lost, Err("a probability is no number"));
    let nobody = at_threshold(Choice::F1, 0.9, &[0.1, 0.2], &[false, false]);
    assert_eq!((nobody.precision, nobody.recall, nobody.f1), (None, None, None));
    assert_eq!(nobody.undefined.keys().collect::<Vec<_>>(), ["f1", "precision", "recall"]);
    let empty = at_threshold(Choice::Cost { ratio: 2.0 }, 0.5, &[], &[]);
    assert_eq!((empty.cost, empty.f1), (None, None));
}

fn intervals(tasks: &[ScoredTask<'_>], unit: Unit) -> Vec<ScoreInterval> {
    let settings = Settings { resamples: 400, seed: 7, unit, ..Settings::default() };
    score_intervals(tasks, settings).into_iter().map(|own| own.expect("a task that fits")).collect()
}

#[test]
fn an_interval_is_that_of_a_mean() {
    // 300 answers, 240 right: the normal interval of the share 0.8 is 0.8 ± 1.96 √(0.16 / 300).
    let labels: Vec<usize> = (0..300).map(|row| row % 2).collect();
    let right = |row: usize| if row.is_multiple_of(5) { 1 - row % 2 } else { row % 2 };
    let probabilities: Vec<f32> =
        (0..300).flat_map(|row| if right(row) == 0 { [0.9, 0.1] } else { [0.2, 0.8] }).collect();
    let rows: Vec<u32> = (0..300).collect();
    let predictions = Predictions::Classes { probabilities: &probabilities, labels: &labels, classes: 2 };
    let task = ScoredTask { metric: Accuracy, units: &rows, predictions };
    let found = intervals(&[task], Unit::Rows).remove(0);
    let own = found.interval.expect("an interval");
    let half = 1.96 * (0.16_f64 / 300.0).sqrt();
    assert_eq!(own.value, 0.8);
    assert!((own.low - (0.8 - half)).abs() < 0.015 && (own.high - (0.8 + half)).abs() < 0.015, "{own:?}");
    assert_eq!((found.units, found.resamples, found.confidence), (300, 400, 0.95));
    // The same seed gives the same, whatever other tasks stand beside it; groups of rows that are all alike know less.
    let again = intervals(&[task, task], Unit::Rows);
    assert_eq!(again[1].interval, Some(own));
    let group =
        |row: u32| if row.is_multiple_of(5) { 100 + row / 25 } else { (row / 5 * 4 + row % 5 - 1) / 5 };
    let groups: Vec<u32> = rows.iter().map(|&row| group(row)).collect();
    let task = ScoredTask { units: &groups, ..task };
    let wide = intervals(&[task], Unit::Groups).remove(0);
    let wide = wide.interval.expect("an interval");
    assert!(wide.high - wide.low > 1.8 * (own.high - own.low), "{wide:?} and {own:?}");
}

#[test]
fn an_interval_that_can_not_be_had_says_why() {
    let rows: Vec<u32> = (0..40).collect();
    let numbers: Vec<f64> = rows.iter().map(|&row| f64::from(row)).collect();
    let same = vec![3.0; 40];
    let task = |units, predicted, actual, metric| ScoredTask {
        metric,
        units,
        predictions: Predictions::Values { predicted, actual },
    };
    let tasks = [
        task(&rows[..20], &numbers[..20], &numbers[20..], R2),
        task(&rows, &numbers, &same, R2),
        task(&rows, &numbers, &numbers, R2),
    ];
    let found = intervals(&tasks, Unit::Rows);
    assert_eq!(found[0].undefined.as_deref(), Some("20 rows have a label, and 30 are needed"));
    assert_eq!(found[1].undefined.as_deref(), Some("the score has no value on them"));
    assert!(found[0].interval.is_none() && found[1].interval.is_none());
    assert_eq!(found[2].undefined, None);
    // What does not fit has none at all.
    let wrong = score_intervals(&[task(&rows, &numbers[..3], &same, R2)], Settings::default());
    assert_eq!(wrong, [None]);
    let wrong = score_intervals(&[task(&rows, &numbers, &same, Accuracy)], Settings::default());
    assert_eq!(wrong, [None]);
}

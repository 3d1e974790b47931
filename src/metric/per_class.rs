//! How each class is answered by itself: against all others together.

use std::collections::BTreeMap;

use super::classes::largest;
use super::labels::LabelScores;
use super::ranks::auc;

/// Precision, recall, F1 and AUC of each class against the rest, as scikit-learn's `precision_recall_fscore_support` and, of each class's
/// probability, `roc_auc_score`. A row is answered with its most probable class.
///
/// - `probabilities`: `[rows, classes]`, row-major
/// - `labels`: the actual class of each row
/// - `names`: of the classes
pub fn class_scores(probabilities: &[f32], labels: &[usize], names: &[String]) -> Vec<LabelScores> {
    let rows = || probabilities.chunks_exact(names.len().max(1));
    let predicted: Vec<usize> = rows().map(largest).collect();
    let mut counts = vec![[0_usize; 3]; names.len()];
    for (&predicted, &label) in predicted.iter().zip(labels) {
        let mut add = |class: usize, part: usize| {
            if let Some(count) = counts.get_mut(class) {
                count[part] += 1;
            }
        };
        add(label, 0);
        add(predicted, 1);
        if predicted == label {
            add(label, 2);
        }
    }
    let scores = |(class, (name, [actual, named, both])): (usize, (&String, [usize; 3]))| {
        let of_class: Vec<f64> = rows().map(|row| row.get(class).copied().map_or(0.0, f64::from)).collect();
        let is_class: Vec<bool> = labels.iter().map(|&label| label == class).collect();
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let mut scores = LabelScores {
            label: name.clone(),
            labelled: labels.len(),
            positives: actual,
            precision: share(both, named),
            recall: share(both, actual),
            f1: share(2 * both, actual + named),
            auc: auc(&of_class, &is_class),
            undefined: BTreeMap::new(),
        };
        scores.undefined = reasons(&scores);
        scores
    };
    names.iter().zip(counts).enumerate().map(scores).collect()
}

fn reasons(scores: &LabelScores) -> BTreeMap<String, String> {
    let none = "no row is of this class";
    [
        ("precision", scores.precision, "no row is answered with this class"),
        ("recall", scores.recall, none),
        ("f1", scores.f1, "no row is of this class or answered with it"),
        ("auc", scores.auc, if scores.positives == 0 { none } else { "all rows are of this class" }),
    ]
    .into_iter()
    .filter(|(_, score, _)| score.is_none())
    .map(|(name, _, reason)| (name.to_owned(), reason.to_owned()))
    .collect()
}

//! Scores of weighted rows equal those of the room of scores on rows that are repeated as often as their weight says.

use std::collections::BTreeSet;

use polyhead::gain::{Predictions, weighted_score};
use polyhead::metric::{
    MetricKind, Metrics, class_metrics, count_metrics, label_metrics, level_metrics, value_metrics,
};
use proptest::prelude::*;

/// Each item as often as its weight says.
fn repeat<T: Clone>(items: &[T], width: usize, weights: &[usize]) -> Vec<T> {
    let rows = items.chunks(width).zip(weights);
    rows.flat_map(|(row, &weight)| std::iter::repeat_n(row, weight).flatten().cloned()).collect()
}

fn as_numbers(weights: &[usize]) -> Vec<f64> {
    weights.iter().map(|&weight| weight as f64).collect()
}

/// Every score of the rows; gives those that were compared.
fn compare(metrics: &Metrics, predictions: &Predictions<'_>, weights: &[usize]) -> BTreeSet<MetricKind> {
    for (&metric, &expected) in metrics {
        let found = weighted_score(metric, predictions, &as_numbers(weights));
        let expected = expected.filter(|score| score.is_finite());
        let is_equal = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        assert!(is_equal, "{metric:?}: {found:?} instead of {expected:?}");
    }
    metrics.keys().copied().collect()
}

/// Quarters, so that there are ties; weights from 0.
fn rows() -> impl Strategy<Value = Vec<(i32, i32, i32, usize, usize)>> {
    prop::collection::vec((0..9, 0..9, 0..9, 0_usize..3, 0_usize..4), 4..40)
}

fn weights_of(rows: &[(i32, i32, i32, usize, usize)]) -> Vec<usize> {
    rows.iter().map(|row| row.4).collect()
}

proptest! {
    #[test]
    fn values(rows in rows()) {
        // Of -1, one more has no logarithm.
        let predicted: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 4.0 - 1.0).collect();
        let actual: Vec<f64> = rows.iter().map(|row| f64::from(row.1) / 4.0 + 100.0).collect();
        let weights = weights_of(&rows);
        let metrics = value_metrics(&repeat(&predicted, 1, &weights), &repeat(&actual, 1, &weights));
        let seen = compare(&metrics, &Predictions::Values { predicted: &predicted, actual: &actual }, &weights);
        prop_assert!(seen.is_empty() || seen.len() == 6);
    }

    #[test]
    fn counts(rows in rows()) {
        let predicted: Vec<f64> = rows.iter().map(|row| f64::from(row.0) / 4.0 + 0.25).collect();
        let actual: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
        let weights = weights_of(&rows);
        let metrics = count_metrics(&repeat(&predicted, 1, &weights), &repeat(&actual, 1, &weights));
        let seen = compare(&metrics, &Predictions::Counts { predicted: &predicted, actual: &actual }, &weights);
        prop_assert!(seen.is_empty() || seen.contains(&MetricKind::D2));
    }

    #[test]
    fn classes_and_levels(rows in rows(), classes in 2_usize..8) {
        let probabilities: Vec<f32> = rows.iter().flat_map(|row| {
            let logit = |class: usize| (row.0 * class as i32 + row.1) * (row.2 + 1) % 9;
            let powers: Vec<f32> = (0..classes).map(|class| (logit(class) as f32 / 4.0).exp()).collect();
            let sum: f32 = powers.iter().sum();
            powers.into_iter().map(move |power| power / sum)
        }).collect();
        let labels: Vec<usize> = rows.iter().map(|row| row.3 % classes).collect();
        let weights = weights_of(&rows);
        let (repeated, repeated_labels) = (repeat(&probabilities, classes, &weights), repeat(&labels, 1, &weights));
        let metrics = class_metrics(&repeated, &repeated_labels, classes);
        let predictions = Predictions::Classes { probabilities: &probabilities, labels: &labels, classes };
        let seen = compare(&metrics, &predictions, &weights);
        let expected = if classes > 5 { 10 } else { 8 };
        prop_assert!(seen.is_empty() || seen.len() == expected);
        let metrics = level_metrics(&repeated, &repeated_labels, classes);
        let predictions = Predictions::Levels { probabilities: &probabilities, labels: &labels, classes };
        let seen = compare(&metrics, &predictions, &weights);
        prop_assert!(seen.is_empty() || seen.contains(&MetricKind::QuadraticKappa));
    }

    #[test]
    fn label_sets(rows in rows()) {
        let probabilities: Vec<f64> =
            rows.iter().flat_map(|row| [row.0, row.1, row.2].map(|tenths| f64::from(tenths) / 8.0)).collect();
        let label = |seed: i32| [None, Some(false), Some(true)][(seed % 3) as usize];
        let labels: Vec<Option<bool>> =
            rows.iter().flat_map(|row| [row.1 + row.0, row.2 * 2 + row.0, row.3 as i32].map(label)).collect();
        let weights = weights_of(&rows);
        let metrics = label_metrics(&repeat(&probabilities, 3, &weights), &repeat(&labels, 3, &weights), 3);
        let predictions = Predictions::Labels { probabilities: &probabilities, labels: &labels, count: 3 };
        let seen = compare(&metrics, &predictions, &weights);
        prop_assert!(seen.is_empty() || seen.contains(&MetricKind::MicroF1));
    }
}

#[test]
fn losses_are_means_over_labels() {
    let predictions = Predictions::Losses { sums: &[1.0, 6.0, 0.0], labels: &[1.0, 3.0, 0.0] };
    assert_eq!(weighted_score(MetricKind::Loss, &predictions, &[1.0; 3]), Some(7.0 / 4.0));
    assert_eq!(weighted_score(MetricKind::Loss, &predictions, &[2.0, 1.0, 1.0]), Some(8.0 / 5.0));
    assert_eq!(weighted_score(MetricKind::Loss, &predictions, &[0.0, 0.0, 5.0]), None);
}

#[test]
fn what_does_not_fit_has_no_score() {
    let values = Predictions::Values { predicted: &[1.0, 2.0], actual: &[1.0, 3.0] };
    assert_eq!(weighted_score(MetricKind::Auc, &values, &[1.0; 2]), None);
    assert_eq!(weighted_score(MetricKind::D2, &values, &[1.0; 2]), None);
    assert_eq!(weighted_score(MetricKind::Rmse, &values, &[1.0; 2]), Some(0.5_f64.sqrt()));
    let uneven = Predictions::Values { predicted: &[1.0], actual: &[1.0, 3.0] };
    assert_eq!(weighted_score(MetricKind::Rmse, &uneven, &[1.0; 2]), None);
    let outside = Predictions::Classes { probabilities: &[0.5; 4], labels: &[0, 2], classes: 2 };
    assert_eq!(weighted_score(MetricKind::Accuracy, &outside, &[1.0; 2]), None);
}

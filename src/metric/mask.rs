//! Scores of masks, from pixels counted by their actual and their predicted class.

use super::{MetricKind, Metrics, mean};

/// Share of pixels whose class is right, and the mean over the classes present among actual pixels of intersection over union: pixels
/// that are and are said to be of a class, over those that are or are said to be. scikit-learn's `accuracy_score`, and `jaccard_score`
/// with `average="macro"` and those classes as `labels`.
///
/// - `counts`: `[actual][predicted]`
pub fn mask_metrics(counts: &[Vec<usize>]) -> Metrics {
    let actual = |class: usize| counts.get(class).map_or(0, |row| row.iter().sum::<usize>());
    let predicted = |class: usize| counts.iter().filter_map(|row| row.get(class)).sum::<usize>();
    let right = |class: usize| counts.get(class).and_then(|row| row.get(class)).copied().unwrap_or(0);
    let classes = || 0..counts.len();
    let total: usize = classes().map(actual).sum();
    let accuracy = (total > 0).then(|| classes().map(right).sum::<usize>() as f64 / total as f64);
    let overlap = |class: usize| {
        let union = actual(class) + predicted(class) - right(class);
        right(class) as f64 / union as f64
    };
    let overlaps = classes().filter(|&class| actual(class) > 0).map(overlap);
    [(MetricKind::PixelAccuracy, accuracy), (MetricKind::MeanIou, mean(overlaps))].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Actual 0 0 0 0 1 1 1 2, predicted 0 0 0 1 1 1 3 0: class 0 has 3 of 5, class 1 has 2 of 4, class 2 none of 2; class 3 is not
    /// among the actual ones. scikit-learn: accuracy 0.625, Jaccard (0.6 + 0.5 + 0) / 3.
    #[test]
    fn scores_are_scikit_learns() {
        let pairs = [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 1), (1, 3), (2, 0)];
        let mut counts = vec![vec![0; 4]; 4];
        pairs.iter().for_each(|&(actual, predicted): &(usize, usize)| counts[actual][predicted] += 1);
        let metrics = mask_metrics(&counts);
        assert_eq!(metrics[&MetricKind::PixelAccuracy], Some(0.625));
        assert!(metrics[&MetricKind::MeanIou].is_some_and(|iou| (iou - 1.1 / 3.0).abs() < 1e-12));
        assert_eq!(mask_metrics(&[vec![0; 2], vec![0; 2]])[&MetricKind::MeanIou], None);
    }
}

//! What one model says of the labelled test rows of one task, beside their labels.

use crate::metric::{MetricKind, is_named, largest};

/// Probabilities of yes `[rows, labels]`, row-major, labels of the same shape, and how many a row has.
pub(super) type LabelSets<'a> = (&'a [f64], &'a [Option<bool>], usize);

/// Predictions and labels of the rows in which a task has a label, in one order.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each variant names its fields")]
pub enum Predictions<'a> {
    /// Losses alone, as training minimises them: of each row the sum over its labels, and how many those are.
    Losses { sums: &'a [f64], labels: &'a [f64] },
    /// Values in the column's unit.
    Values { predicted: &'a [f64], actual: &'a [f64] },
    /// Rates above 0, and counts.
    Counts { predicted: &'a [f64], actual: &'a [f64] },
    /// Probabilities `[rows, classes]`, row-major, and the index of the actual class.
    Classes { probabilities: &'a [f32], labels: &'a [usize], classes: usize },
    /// The same of classes that go from low to high.
    Levels { probabilities: &'a [f32], labels: &'a [usize], classes: usize },
    /// Probabilities of yes `[rows, labels]`, row-major, and labels of the same shape, `None` where missing.
    Labels { probabilities: &'a [f64], labels: &'a [Option<bool>], count: usize },
}

impl<'a> Predictions<'a> {
    /// Rows; `None` where predictions and labels don't fit each other.
    pub fn rows(&self) -> Option<usize> {
        let equal = |rows: usize, other: usize| (rows == other).then_some(rows);
        match *self {
            Self::Losses { sums: own, labels: other }
            | Self::Values { predicted: own, actual: other }
            | Self::Counts { predicted: own, actual: other } => equal(own.len(), other.len()),
            Self::Classes { probabilities, labels, classes }
            | Self::Levels { probabilities, labels, classes } => {
                let fits = classes > 0 && labels.iter().all(|&label| label < classes);
                fits.then(|| equal(labels.len(), probabilities.len() / classes)).flatten()
            }
            Self::Labels { probabilities, labels, count } => {
                let fits =
                    count > 0 && probabilities.len() == labels.len() && labels.len().is_multiple_of(count);
                fits.then(|| labels.len() / count)
            }
        }
    }

    /// Predicted and actual numbers.
    pub(super) fn numbers(&self) -> Option<(&'a [f64], &'a [f64])> {
        match *self {
            Self::Values { predicted, actual } | Self::Counts { predicted, actual } => {
                Some((predicted, actual))
            }
            Self::Losses { .. } | Self::Classes { .. } | Self::Levels { .. } | Self::Labels { .. } => None,
        }
    }

    /// Probabilities, labels, and how many classes there are.
    pub(super) fn classes(&self) -> Option<(&'a [f32], &'a [usize], usize)> {
        match *self {
            Self::Classes { probabilities, labels, classes }
            | Self::Levels { probabilities, labels, classes } => Some((probabilities, labels, classes)),
            Self::Losses { .. } | Self::Values { .. } | Self::Counts { .. } | Self::Labels { .. } => None,
        }
    }

    /// Probabilities of yes, labels, and how many labels a row has.
    pub(super) fn label_sets(&self) -> Option<LabelSets<'a>> {
        match *self {
            Self::Labels { probabilities, labels, count } => Some((probabilities, labels, count)),
            Self::Losses { .. }
            | Self::Values { .. }
            | Self::Counts { .. }
            | Self::Classes { .. }
            | Self::Levels { .. } => None,
        }
    }

    /// Rows of other classes than the most frequent one, or known labels with the rarer of yes and no; `None` of numbers.
    pub(super) fn minority(&self) -> Option<usize> {
        if let Some((_, labels, count)) = self.label_sets() {
            let rarer = |label: usize| {
                let known = || labels.iter().skip(label).step_by(count).flatten();
                let yes = known().filter(|is_yes| **is_yes).count();
                yes.min(known().count() - yes)
            };
            return Some((0..count).map(rarer).sum());
        }
        let (_, labels, classes) = self.classes()?;
        let mut counts = vec![0_usize; classes];
        for &label in labels {
            if let Some(count) = counts.get_mut(label) {
                *count += 1;
            }
        }
        Some(labels.len() - counts.into_iter().max().unwrap_or(0))
    }

    /// In how many rows two models answer differently; `None` where the score looks at more than answers (at probabilities, or at how far
    /// off a number is), so that any row can make a difference.
    pub(super) fn differing(&self, other: &Self, metric: MetricKind) -> Option<usize> {
        if !judges_answers(metric, matches!(self, Self::Levels { .. })) {
            return None;
        }
        if let (Some((own, _, count)), Some((other, ..))) = (self.label_sets(), other.label_sets()) {
            let differs = |(own, other): (&[f64], &[f64])| {
                own.iter().zip(other).any(|(own, other)| is_named(*own) != is_named(*other))
            };
            return Some(
                own.chunks_exact(count).zip(other.chunks_exact(count)).filter(|rows| differs(*rows)).count(),
            );
        }
        let ((own, _, classes), (other, ..)) = (self.classes()?, other.classes()?);
        let rows = own.chunks_exact(classes).zip(other.chunks_exact(classes));
        Some(rows.filter(|(own, other)| largest(own) != largest(other)).count())
    }
}

/// Whether a score looks at answers alone.
fn judges_answers(metric: MetricKind, has_levels: bool) -> bool {
    match metric {
        MetricKind::Accuracy
        | MetricKind::BalancedAccuracy
        | MetricKind::MacroF1
        | MetricKind::MicroF1
        | MetricKind::HammingLoss
        | MetricKind::SubsetAccuracy
        | MetricKind::QuadraticKappa
        | MetricKind::PixelAccuracy
        | MetricKind::MeanIou => true,
        MetricKind::Mae => has_levels,
        MetricKind::Loss
        | MetricKind::Auc
        | MetricKind::AveragePrecision
        | MetricKind::LogLoss
        | MetricKind::Ece
        | MetricKind::Rmse
        | MetricKind::R2
        | MetricKind::Pearson
        | MetricKind::Spearman
        | MetricKind::PoissonDeviance
        | MetricKind::D2
        | MetricKind::LogLossSkill
        | MetricKind::Brier
        | MetricKind::Rmsle
        | MetricKind::Top3Accuracy
        | MetricKind::Top5Accuracy => false,
    }
}

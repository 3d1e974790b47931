//! A score prepared so that it can be computed many times, with other weights of its rows each time.
//!
//! Most scores are a function of a few sums over rows, which costs one product per row and sum. Scores of order keep their rows sorted, so
//! that a resample sorts nothing. With every weight 1 they equal those of [`crate::metric`].

mod order;
mod sums;
mod tally;

use order::{Curves, Ranks};
use sums::Sums;
use tally::{Bins, ClassTally, LabelTally};

use super::predictions::Predictions;
use crate::math::deviance::half_deviance;
use crate::metric::{
    MetricKind, class_surprise, is_among, is_named, largest, log_error, squared_gap, surprise,
};

/// What a score needs of its rows.
pub(super) enum Statistic {
    Sums(Sums),
    Classes(ClassTally),
    Labels(LabelTally),
    Bins(Bins),
    Curves(Curves),
    Ranks(Ranks),
}

impl Statistic {
    /// `None` where such predictions have no such score.
    pub fn new(metric: MetricKind, predictions: &Predictions<'_>) -> Option<Self> {
        predictions.rows()?;
        match metric {
            MetricKind::Loss => match *predictions {
                Predictions::Losses { sums, labels } => {
                    Some(Self::Sums(Sums::ratio(sums.to_vec(), labels.to_vec())))
                }
                Predictions::Values { .. }
                | Predictions::Counts { .. }
                | Predictions::Classes { .. }
                | Predictions::Levels { .. }
                | Predictions::Labels { .. } => None,
            },
            // What is answered to pixels is not kept, and neither are the shares of the training labels.
            MetricKind::PixelAccuracy | MetricKind::MeanIou | MetricKind::LogLossSkill => None,
            MetricKind::Brier => brier(predictions).map(Self::Sums),
            MetricKind::Rmsle => {
                let (predicted, actual) = predictions.numbers()?;
                if actual.iter().any(|value| *value < 0.0) {
                    return None;
                }
                let errors = predicted.iter().zip(actual).map(|(&own, &actual)| log_error(own, actual));
                Some(Self::Sums(Sums::root_where_known(errors)))
            }
            MetricKind::Top3Accuracy => among(predictions, 3).map(Self::Sums),
            MetricKind::Top5Accuracy => among(predictions, 5).map(Self::Sums),
            MetricKind::Accuracy => {
                let (answers, labels, _) = answered(predictions)?;
                let right = answers.iter().zip(labels).map(|(answer, label)| share(answer == label));
                Some(Self::Sums(Sums::mean(right.collect())))
            }
            MetricKind::BalancedAccuracy => {
                let (answers, labels, classes) = answered(predictions)?;
                Some(Self::Classes(ClassTally::recall(&answers, labels, classes)))
            }
            MetricKind::MacroF1 => match (answered(predictions), predictions.label_sets()) {
                (Some((answers, labels, classes)), _) => {
                    Some(Self::Classes(ClassTally::f1(&answers, labels, classes)))
                }
                (None, sets) => sets.map(|sets| Self::Labels(LabelTally::macro_f1(sets))),
            },
            MetricKind::MicroF1 => Some(Self::Labels(LabelTally::micro_f1(predictions.label_sets()?))),
            MetricKind::HammingLoss => Some(Self::Labels(LabelTally::hamming(predictions.label_sets()?))),
            MetricKind::SubsetAccuracy => {
                let (probabilities, labels, count) = predictions.label_sets()?;
                let rows = || probabilities.chunks_exact(count).zip(labels.chunks_exact(count));
                let is_whole = |labels: &[Option<bool>]| labels.iter().all(Option::is_some);
                let is_right = |(scores, labels): (&[f64], &[Option<bool>])| {
                    scores.iter().zip(labels).all(|(score, label)| Some(is_named(*score)) == *label)
                };
                let right = rows().map(|row| share(is_right(row))).collect();
                Some(Self::Sums(Sums::ratio(
                    right,
                    rows().map(|(_, labels)| share(is_whole(labels))).collect(),
                )))
            }
            MetricKind::Auc => Curves::roc(predictions).map(Self::Curves),
            MetricKind::AveragePrecision => Curves::precision(predictions).map(Self::Curves),
            MetricKind::LogLoss => log_loss(predictions).map(Self::Sums),
            MetricKind::Ece => {
                let (probabilities, labels, classes) = predictions.classes()?;
                Some(Self::Bins(Bins::new(probabilities, labels, classes)))
            }
            MetricKind::Rmse => {
                Some(Self::Sums(Sums::root(errors(predictions)?.map(|error| error * error).collect())))
            }
            MetricKind::Mae => match answered(predictions) {
                Some((answers, labels, _)) if matches!(predictions, Predictions::Levels { .. }) => {
                    let off =
                        answers.iter().zip(labels).map(|(answer, label)| answer.abs_diff(*label) as f64);
                    Some(Self::Sums(Sums::mean(off.collect())))
                }
                _ => Some(Self::Sums(Sums::mean(errors(predictions)?.map(f64::abs).collect()))),
            },
            MetricKind::R2 => {
                let squares = errors(predictions)?.map(|error| error * error).collect();
                Some(Self::Sums(Sums::r2(squares, predictions.numbers()?.1)))
            }
            MetricKind::Pearson => {
                let (predicted, actual) = predictions.numbers()?;
                Some(Self::Sums(Sums::correlation(predicted, actual)))
            }
            MetricKind::Spearman => {
                let (predicted, actual) = predictions.numbers()?;
                Some(Self::Ranks(Ranks::new(predicted, actual)))
            }
            MetricKind::QuadraticKappa => {
                if !matches!(predictions, Predictions::Levels { .. }) {
                    return None;
                }
                let (answers, labels, _) = answered(predictions)?;
                Some(Self::Sums(Sums::quadratic_kappa(&answers, labels)))
            }
            MetricKind::PoissonDeviance => {
                Some(Self::Sums(Sums::mean(deviances(predictions)?.map(|half| 2.0 * half).collect())))
            }
            MetricKind::D2 => {
                let own = deviances(predictions)?.collect();
                Some(Self::Sums(Sums::d2(own, predictions.numbers()?.1)))
            }
        }
    }

    /// The score where each row counts as often as its weight says; `None` where it is undefined.
    ///
    /// - `weights`: 0 or more, one a row
    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let score = match self {
            Self::Sums(sums) => sums.score(weights),
            Self::Classes(tally) => tally.score(weights),
            Self::Labels(tally) => tally.score(weights),
            Self::Bins(bins) => bins.score(weights),
            Self::Curves(curves) => curves.score(weights),
            Self::Ranks(ranks) => ranks.score(weights),
        };
        score.filter(|score| score.is_finite())
    }
}

/// 1 for yes, 0 for no.
fn share(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// The most probable class of each row, the actual ones, and how many classes there are.
fn answered<'a>(predictions: &Predictions<'a>) -> Option<(Vec<usize>, &'a [usize], usize)> {
    let (probabilities, labels, classes) = predictions.classes()?;
    Some((probabilities.chunks_exact(classes).map(largest).collect(), labels, classes))
}

fn errors<'a>(predictions: &Predictions<'a>) -> Option<impl Iterator<Item = f64> + use<'a>> {
    let (predicted, actual) = predictions.numbers()?;
    Some(predicted.iter().zip(actual).map(|(predicted, actual)| predicted - actual))
}

/// Half the Poisson deviance of each row; only of counts.
fn deviances<'a>(predictions: &Predictions<'a>) -> Option<impl Iterator<Item = f64> + use<'a>> {
    let Predictions::Counts { predicted, actual } = *predictions else { return None };
    Some(predicted.iter().zip(actual).map(|(rate, count)| half_deviance(*count, *rate)))
}

fn log_loss(predictions: &Predictions<'_>) -> Option<Sums> {
    if let Some((probabilities, labels, classes)) = predictions.classes() {
        let rows = probabilities.chunks_exact(classes).zip(labels);
        return Some(Sums::mean(rows.map(|(row, label)| class_surprise(row, *label)).collect()));
    }
    let (probabilities, labels, count) = predictions.label_sets()?;
    let rows = || probabilities.chunks_exact(count).zip(labels.chunks_exact(count));
    let known = |(scores, labels): (&[f64], &[Option<bool>])| {
        let pairs = scores.iter().zip(labels).filter_map(|(score, label)| Some(surprise(*score, (*label)?)));
        pairs.fold((0.0, 0.0), |(sum, count), own| (sum + own, count + 1.0))
    };
    let (sums, counts) = rows().map(known).unzip();
    Some(Sums::ratio(sums, counts))
}

/// Over rows, or over the known labels of sets.
fn brier(predictions: &Predictions<'_>) -> Option<Sums> {
    if let Some((probabilities, labels, classes)) = predictions.classes() {
        let rows = probabilities.chunks_exact(classes).zip(labels);
        return Some(Sums::mean(rows.map(|(row, label)| squared_gap(row, *label)).collect()));
    }
    let (probabilities, labels, count) = predictions.label_sets()?;
    let rows = probabilities.chunks_exact(count).zip(labels.chunks_exact(count));
    let known = |(scores, labels): (&[f64], &[Option<bool>])| {
        let pairs =
            scores.iter().zip(labels).filter_map(|(score, label)| Some((score - share((*label)?)).powi(2)));
        pairs.fold((0.0, 0.0), |(sum, count), own| (sum + own, count + 1.0))
    };
    let (sums, counts) = rows.map(known).unzip();
    Some(Sums::ratio(sums, counts))
}

/// Whether the class of a row is among so many most probable ones.
fn among(predictions: &Predictions<'_>, most: usize) -> Option<Sums> {
    let (probabilities, labels, classes) = predictions.classes()?;
    let rows = probabilities.chunks_exact(classes).zip(labels);
    Some(Sums::mean(rows.map(|(row, label)| share(is_among(row, *label, most))).collect()))
}

/// A score where each row counts as often as its weight says; `None` where such predictions have no such score, or it is undefined.
///
/// - `weights`: 0 or more, one a row
pub fn weighted_score(metric: MetricKind, predictions: &Predictions<'_>, weights: &[f64]) -> Option<f64> {
    Statistic::new(metric, predictions)?.score(weights)
}

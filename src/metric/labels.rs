//! Scores of a head that answers several questions with yes or no, over the labels that are known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ranks::{auc, average_precision};
use super::{MetricKind, Metrics, mean};

/// How one label of a set is answered: yes from a probability above one half on. Or how one of several classes is: yes where it is the most
/// probable one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelScores {
    /// The label: its column's name; or the class.
    pub label: String,
    /// Rows in which it is known; with a class, where it is one.
    pub labelled: usize,
    /// Those in which it is yes.
    pub positives: usize,
    /// Share of the rows answered yes in which it is yes; `null` without any.
    pub precision: Option<f64>,
    /// Share of the rows in which it is yes that are answered so; `null` without any.
    pub recall: Option<f64>,
    /// Harmonic mean of both; `null` where no row is yes or answered so.
    pub f1: Option<f64>,
    /// Area under the ROC curve; `null` without both a yes and a no.
    pub auc: Option<f64>,
    /// Why scores are `null`, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub undefined: BTreeMap<String, String>,
}

impl LabelScores {
    fn reasons(&self) -> BTreeMap<String, String> {
        let one_sided = if self.positives == 0 { "no row is yes" } else { "no row is no" };
        [
            ("precision", self.precision, "no row is answered yes"),
            ("recall", self.recall, "no row is yes"),
            ("f1", self.f1, "no row is yes or answered yes"),
            ("auc", self.auc, if self.labelled == 0 { "no row is labelled" } else { one_sided }),
        ]
        .into_iter()
        .filter(|(_, score, _)| score.is_none())
        .map(|(name, _, reason)| (name.to_owned(), reason.to_owned()))
        .collect()
    }
}

/// The known rows of one label.
struct Known {
    scores: Vec<f64>,
    is_yes: Vec<bool>,
}

impl Known {
    /// - `probabilities`, `labels`: `[rows, labels]`, row-major
    fn of(probabilities: &[f64], labels: &[Option<bool>], count: usize, place: usize) -> Self {
        let column = probabilities.iter().zip(labels).skip(place).step_by(count);
        let (scores, is_yes) = column.filter_map(|(&score, &label)| Some((score, label?))).unzip();
        Self { scores, is_yes }
    }

    /// Rows that are yes, rows answered yes, and rows that are both.
    fn counts(&self) -> [f64; 3] {
        self.scores.iter().zip(&self.is_yes).fold([0.0; 3], |[actual, named, both], (&score, &is_yes)| {
            let count = |is: bool| f64::from(u8::from(is));
            [actual + count(is_yes), named + count(is_named(score)), both + count(is_yes && is_named(score))]
        })
    }
}

/// Whether a label of this probability is answered yes.
pub fn is_named(probability: f64) -> bool {
    probability > 0.5
}

/// Scores of probabilities against labels; empty without labels.
///
/// - `probabilities`: of yes, `[rows, labels]`, row-major
/// - `labels`: of the same shape; `None` where it is missing
/// - `count`: labels a row
pub fn label_metrics(probabilities: &[f64], labels: &[Option<bool>], count: usize) -> Metrics {
    let pairs = || probabilities.iter().zip(labels).filter_map(|(&score, &label)| Some((score, label?)));
    let cells = pairs().count() as f64;
    if cells == 0.0 {
        return Metrics::new();
    }
    let of: Vec<Known> = (0..count).map(|place| Known::of(probabilities, labels, count, place)).collect();
    let counts: Vec<[f64; 3]> = of.iter().map(Known::counts).collect();
    let total = |part: usize| counts.iter().map(|counts| counts[part]).sum::<f64>();
    let wrong = pairs().filter(|&(score, is_yes)| is_named(score) != is_yes).count() as f64;
    [
        (MetricKind::MacroF1, mean(counts.iter().filter_map(|&counts| f1(counts)))),
        (MetricKind::MicroF1, f1([total(0), total(1), total(2)])),
        (MetricKind::HammingLoss, Some(wrong / cells)),
        (MetricKind::SubsetAccuracy, subset_accuracy(probabilities, labels, count)),
        (MetricKind::Auc, mean(of.iter().filter_map(|own| auc(&own.scores, &own.is_yes)))),
        (
            MetricKind::AveragePrecision,
            mean(of.iter().filter_map(|own| average_precision(&own.scores, &own.is_yes))),
        ),
        (MetricKind::LogLoss, mean(pairs().map(|(score, is_yes)| surprise(score, is_yes)))),
        (
            MetricKind::Brier,
            mean(pairs().map(|(score, is_yes)| (score - f64::from(u8::from(is_yes))).powi(2))),
        ),
    ]
    .into()
}

/// As [`super::class_skill`], over all known labels.
///
/// - `shares`: of yes among the training labels of each label
pub fn label_skill(probabilities: &[f64], labels: &[Option<bool>], shares: &[f64]) -> Option<f64> {
    let loss = |scores: &mut dyn Iterator<Item = f64>| {
        mean(scores.zip(labels).filter_map(|(score, &label)| Some(surprise(score, label?))))
    };
    let of_shares = loss(&mut shares.iter().copied().cycle()).filter(|loss| *loss > 0.0)?;
    Some(1.0 - loss(&mut probabilities.iter().copied())? / of_shares)
}

/// How each label by itself is answered; arguments as of [`label_metrics`].
///
/// - `names`: of the labels
pub fn label_scores(probabilities: &[f64], labels: &[Option<bool>], names: &[String]) -> Vec<LabelScores> {
    let scores = |(place, name): (usize, &String)| {
        let known = Known::of(probabilities, labels, names.len(), place);
        let counts @ [actual, named, both] = known.counts();
        let mut scores = LabelScores {
            label: name.clone(),
            labelled: known.is_yes.len(),
            positives: actual as usize,
            precision: (named > 0.0).then(|| both / named),
            recall: (actual > 0.0).then(|| both / actual),
            f1: f1(counts),
            auc: auc(&known.scores, &known.is_yes),
            undefined: BTreeMap::new(),
        };
        scores.undefined = scores.reasons();
        scores
    };
    names.iter().enumerate().map(scores).collect()
}

/// Negative log probability of a label (nats). What rounds to impossible is held at the type's epsilon, as scikit-learn does.
pub fn surprise(probability: f64, is_yes: bool) -> f64 {
    let share = if is_yes { probability } else { 1.0 - probability };
    -share.clamp(f64::EPSILON, 1.0).ln()
}

/// Undefined where no row is yes or answered so: scikit-learn's `zero_division=nan`.
fn f1([actual, named, both]: [f64; 3]) -> Option<f64> {
    (actual + named > 0.0).then(|| 2.0 * both / (actual + named))
}

/// Share of the rows with all of their labels in which all of them are answered right; undefined without such rows.
fn subset_accuracy(probabilities: &[f64], labels: &[Option<bool>], count: usize) -> Option<f64> {
    let rows = probabilities.chunks_exact(count).zip(labels.chunks_exact(count));
    let whole = rows.filter(|(_, labels)| labels.iter().all(Option::is_some));
    let is_right = |(scores, labels): (&[f64], &[Option<bool>])| {
        scores.iter().zip(labels).all(|(&score, &label)| Some(is_named(score)) == label)
    };
    mean(whole.map(|row| f64::from(u8::from(is_right(row)))))
}

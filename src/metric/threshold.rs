//! From which probability on the second of two classes is answered, so that F1 is largest or errors cost least.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The threshold at which the more probable class is answered.
const HALF: f64 = 0.5;

/// What a threshold is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Choice {
    /// The largest F1 of the second class.
    F1,
    /// The least cost of errors.
    Cost {
        /// What a second class that is not found costs, in units of a first class that is taken for the second.
        ratio: f64,
    },
}

/// What becomes of rows where the second class is answered from a threshold on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtThreshold {
    /// Rows of the second class that are answered so.
    pub true_positives: usize,
    /// Rows of the first class that are answered with the second.
    pub false_positives: usize,
    /// Rows of the second class that are answered with the first.
    pub false_negatives: usize,
    /// Rows of the first class that are answered so.
    pub true_negatives: usize,
    /// Share of the rows answered with the second class that are of it; `null` without any.
    pub precision: Option<f64>,
    /// Share of the rows of the second class that are answered so; `null` without any.
    pub recall: Option<f64>,
    /// Harmonic mean of both; `null` where no row is of the second class or answered with it.
    pub f1: Option<f64>,
    /// Mean cost of a row, in units of a false positive; only where costs are given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cost: Option<f64>,
    /// Why scores are `null`, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub undefined: BTreeMap<String, String>,
}

/// A threshold chosen on validation rows, and what it does on test rows beside one half.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdReport {
    /// The class that is answered from the threshold on: the second one.
    pub class: String,
    /// What it is chosen for.
    pub choice: Choice,
    /// The least probability of that class with which it is answered; `null` where none can be chosen.
    pub value: Option<f64>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undefined: Option<String>,
    /// On the validation rows it was chosen on; `null` without it.
    pub valid: Option<AtThreshold>,
    /// On test rows; `null` without it, and without labelled test rows.
    pub test: Option<AtThreshold>,
    /// On test rows at one half; `null` without labelled test rows.
    pub test_at_half: Option<AtThreshold>,
}

/// The best threshold of those in the middle between two neighbouring scores, below all and above all; of equally good ones, the nearest to
/// one half.
///
/// # Errors
/// Rows of one class only, as a reason.
///
/// - `scores`: probabilities of the second class
/// - `is_second`: whether each row is of it
pub fn best_threshold(choice: Choice, scores: &[f64], is_second: &[bool]) -> Result<f64, &'static str> {
    let positives = is_second.iter().filter(|&&is| is).count();
    if is_second.is_empty() {
        return Err("no validation row has a label");
    }
    if positives == 0 || positives == is_second.len() {
        return Err("only one class among the validation rows");
    }
    if scores.iter().any(|score| score.is_nan()) {
        return Err("a probability is no number");
    }
    let mut rows: Vec<(f64, bool)> = scores.iter().copied().zip(is_second.iter().copied()).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    // From above: with no row answered so, then with those of one more score each time.
    let (mut named, mut both) = (0_usize, 0_usize);
    let mut above = 1.0;
    let mut best: Option<(f64, f64)> = None;
    let mut consider = |goodness: f64, threshold: f64| {
        let is_better = best.is_none_or(|(other, at)| {
            goodness > other || (goodness == other && (threshold - HALF).abs() < (at - HALF).abs())
        });
        if is_better {
            best = Some((goodness, threshold));
        }
    };
    for group in rows.chunk_by(|a, b| a.0 == b.0) {
        let score = group.first().map_or(0.0, |row| row.0);
        let middle = f64::midpoint(score, above);
        if middle > score {
            consider(goodness(choice, positives, named, both), middle);
        }
        named += group.len();
        both += group.iter().filter(|row| row.1).count();
        above = score;
    }
    consider(goodness(choice, positives, named, both), above / 2.0);
    best.map(|(_, threshold)| threshold).ok_or("no validation row has a label")
}

/// What is to be large.
fn goodness(choice: Choice, positives: usize, named: usize, both: usize) -> f64 {
    match choice {
        Choice::F1 => 2.0 * both as f64 / (positives + named) as f64,
        Choice::Cost { ratio } => -((named - both) as f64 + ratio * (positives - both) as f64),
    }
}

/// What a threshold does; arguments as of [`best_threshold`].
pub fn at_threshold(choice: Choice, threshold: f64, scores: &[f64], is_second: &[bool]) -> AtThreshold {
    let count = |named: bool, actual: bool| {
        scores
            .iter()
            .zip(is_second)
            .filter(|(score, is)| (**score >= threshold) == named && **is == actual)
            .count()
    };
    let (both, wrong, missed) = (count(true, true), count(true, false), count(false, true));
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    let (precision, recall) = (share(both, both + wrong), share(both, both + missed));
    let f1 = share(2 * both, 2 * both + wrong + missed);
    let reasons = [
        ("precision", precision, "no row is answered with this class"),
        ("recall", recall, "no row is of this class"),
        ("f1", f1, "no row is of this class or answered with it"),
    ];
    let reasons = reasons.into_iter().filter(|(_, score, _)| score.is_none());
    AtThreshold {
        true_positives: both,
        false_positives: wrong,
        false_negatives: missed,
        true_negatives: count(false, false),
        precision,
        recall,
        f1,
        cost: match choice {
            Choice::F1 => None,
            Choice::Cost { ratio } => Some((wrong as f64 + ratio * missed as f64) / scores.len() as f64)
                .filter(|cost| cost.is_finite()),
        },
        undefined: reasons.map(|(name, _, reason)| (name.to_owned(), reason.to_owned())).collect(),
    }
}

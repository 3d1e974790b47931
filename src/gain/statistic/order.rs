//! Scores that depend on the order of rows, which is found once and kept.

use super::sums::Sums;
use crate::gain::predictions::Predictions;

/// One row in the order of its scores.
#[derive(Clone, Copy)]
struct Step {
    row: u32,
    is_positive: bool,
    /// Whether the next row has another score.
    is_last: bool,
}

/// Rows of yes against rows of no, from the lowest score up.
struct Curve {
    steps: Vec<Step>,
}

impl Curve {
    /// - `rows`: index, score, and whether it is positive
    fn new(mut rows: Vec<(usize, f64, bool)>) -> Self {
        rows.sort_by(|(_, a, _), (_, b, _)| a.total_cmp(b));
        let next = rows.iter().skip(1).map(|(_, score, _)| Some(*score)).chain(std::iter::once(None));
        let step = |((row, score, is_positive), next): (&(usize, f64, bool), Option<f64>)| Step {
            row: *row as u32,
            is_positive: *is_positive,
            is_last: next != Some(*score),
        };
        Self { steps: rows.iter().zip(next).map(step).collect() }
    }

    /// Share of (positive, negative) pairs in the right order, ties counting half; undefined without both.
    fn area_below_roc(&self, weights: &[f64]) -> Option<f64> {
        let (mut ordered, mut below, mut tied, mut positives) = (0.0, 0.0, [0.0; 2], 0.0);
        for step in &self.steps {
            tied[usize::from(step.is_positive)] += weight(weights, step);
            if step.is_last {
                let [negative, positive] = std::mem::take(&mut tied);
                ordered += positive * (below + negative / 2.0);
                below += negative;
                positives += positive;
            }
        }
        let pairs = positives * below;
        (pairs > 0.0).then(|| ordered / pairs)
    }

    /// Precision at each threshold, weighted by the recall it adds; undefined without positives.
    fn average_precision(&self, weights: &[f64]) -> Option<f64> {
        let (mut area, mut seen, mut hits, mut gained) = (0.0, 0.0, 0.0, 0.0);
        let mut steps = self.steps.iter().rev().peekable();
        while let Some(step) = steps.next() {
            let own = weight(weights, step);
            seen += own;
            if step.is_positive {
                gained += own;
            }
            // From above, a score is done with before the last row of the next one.
            if steps.peek().is_none_or(|next| next.is_last) && gained > 0.0 {
                hits += gained;
                area += gained * hits / seen;
                gained = 0.0;
            }
        }
        (hits > 0.0).then(|| area / hits)
    }
}

fn weight(weights: &[f64], step: &Step) -> f64 {
    weights.get(step.row as usize).copied().unwrap_or(0.0)
}

/// The mean of a binary score over classes against the rest, or over labels; those without a score are left out.
pub(in crate::gain) struct Curves {
    curves: Vec<Curve>,
    score: fn(&Curve, &[f64]) -> Option<f64>,
}

impl Curves {
    /// The area under the ROC curve.
    pub fn roc(predictions: &Predictions<'_>) -> Option<Self> {
        Some(Self { curves: curves(predictions)?, score: Curve::area_below_roc })
    }

    /// The average precision.
    pub fn precision(predictions: &Predictions<'_>) -> Option<Self> {
        Some(Self { curves: curves(predictions)?, score: Curve::average_precision })
    }

    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let scores = self.curves.iter().filter_map(|curve| (self.score)(curve, weights));
        let (count, sum) = scores.fold((0, 0.0), |(count, sum), score| (count + 1, sum + score));
        (count > 0).then(|| sum / f64::from(count))
    }
}

/// One curve a label; of two classes that of the second; of more, one a class.
fn curves(predictions: &Predictions<'_>) -> Option<Vec<Curve>> {
    if let Some((probabilities, labels, count)) = predictions.label_sets() {
        let known = |label: usize| {
            let column = probabilities.iter().zip(labels).skip(label).step_by(count).enumerate();
            Curve::new(column.filter_map(|(row, (&score, &is_yes))| Some((row, score, is_yes?))).collect())
        };
        return Some((0..count).map(known).collect());
    }
    let (probabilities, labels, classes) = predictions.classes()?;
    let against_rest = |class: usize| {
        let scores = probabilities.iter().skip(class).step_by(classes).zip(labels).enumerate();
        Curve::new(scores.map(|(row, (&score, &label))| (row, f64::from(score), label == class)).collect())
    };
    let first = if classes == 2 { 1 } else { 0 };
    Some((first..classes).map(against_rest).collect())
}

/// The correlation of ranks, where a row of weight 2 takes two ranks.
pub(in crate::gain) struct Ranks {
    sides: [Curve; 2],
}

impl Ranks {
    pub fn new(a: &[f64], b: &[f64]) -> Self {
        let sorted = |values: &[f64]| {
            Curve::new(values.iter().enumerate().map(|(row, &value)| (row, value, false)).collect())
        };
        Self { sides: [sorted(a), sorted(b)] }
    }

    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let [a, b] = [&self.sides[0], &self.sides[1]].map(|side| ranks(side, weights));
        Sums::correlation(&a, &b).score(weights)
    }
}

/// The rank of each row, rows of equal score sharing the mean of theirs.
fn ranks(side: &Curve, weights: &[f64]) -> Vec<f64> {
    let mut ranks = vec![0.0; weights.len()];
    let (mut below, mut start) = (0.0, 0);
    for (index, step) in side.steps.iter().enumerate() {
        if !step.is_last {
            continue;
        }
        let tied = side.steps.get(start..=index).unwrap_or(&[]);
        let count: f64 = tied.iter().map(|step| weight(weights, step)).sum();
        for step in tied {
            if let Some(rank) = ranks.get_mut(step.row as usize) {
                *rank = below + (count + 1.0) / 2.0;
            }
        }
        below += count;
        start = index + 1;
    }
    ranks
}

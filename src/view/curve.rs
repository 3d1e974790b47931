//! What becomes of rows as the threshold falls from above the highest probability to the lowest one.

use super::scored::Scored;

/// Most points of a line: more can't be told apart.
const MOST_POINTS: usize = 300;

/// A class answered at each threshold.
pub struct Curve {
    /// Rows of the class.
    pub positives: usize,
    /// Rows of the rest.
    pub negatives: usize,
    /// From the highest probability down: one a different probability.
    steps: Vec<Step>,
}

/// What is answered at one threshold.
#[derive(Clone, Copy)]
pub struct Step {
    /// The threshold: the least probability with which the class is answered.
    threshold: f64,
    /// Rows answered with the class.
    named: usize,
    /// Those that are of it.
    both: usize,
}

impl Curve {
    /// Of one class.
    pub fn of(scored: &Scored) -> Self {
        let mut rows: Vec<(f64, bool)> =
            scored.scores.iter().copied().zip(scored.is_yes.iter().copied()).collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut named, mut both) = (0, 0);
        let steps = rows.chunk_by(|a, b| a.0 == b.0).map(|group| {
            named += group.len();
            both += group.iter().filter(|row| row.1).count();
            Step { threshold: group.first().map_or(0.0, |row| row.0), named, both }
        });
        let steps = steps.collect();
        let positives = scored.positives();
        Self { positives, negatives: scored.rows.len() - positives, steps }
    }

    /// What is answered where a probability of at least the threshold is.
    pub fn at(&self, threshold: f64) -> Step {
        let above = self.steps.partition_point(|step| step.threshold >= threshold);
        let last = above.checked_sub(1).and_then(|index| self.steps.get(index));
        last.map_or(Step { threshold, named: 0, both: 0 }, |step| Step { threshold, ..*step })
    }

    /// Share of the rest, across, and of the class, upwards, that are answered with it, as scikit-learn's `roc_curve` has them; nothing
    /// where either has no row.
    pub fn roc(&self) -> Vec<[f64; 2]> {
        let points = self.steps.iter().filter_map(|&step| self.roc_point(step));
        let mut points: Vec<[f64; 2]> = points.collect();
        if !points.is_empty() {
            points.insert(0, [0.0, 0.0]);
        }
        thinned(points, MOST_POINTS, 2.0, |[x, y]| x + y)
    }

    /// The point of that curve at which a threshold stands.
    pub fn roc_point(&self, step: Step) -> Option<[f64; 2]> {
        let wrong = share(step.named - step.both, self.negatives)?;
        Some([wrong, self.recall(step)?])
    }

    /// Precision by recall as steps, the area below which is the average precision; nothing without a row of the class.
    ///
    /// The corners are the points of scikit-learn's `precision_recall_curve`, its last one left out, which is no threshold's.
    pub fn precision_recall(&self) -> Vec<[f64; 2]> {
        let points = self.steps.iter().filter_map(|&step| self.precision_recall_point(step)).collect();
        // Each makes two corners.
        let points = thinned(points, MOST_POINTS / 2, 1.0, |[recall, _]| recall);
        let mut corners = Vec::with_capacity(2 * points.len());
        let mut last = 0.0;
        for [recall, precision] in points {
            corners.extend([[last, precision], [recall, precision]]);
            last = recall;
        }
        corners.dedup();
        corners
    }

    /// The point of that curve at which a threshold stands; `None` where no row is answered with the class.
    pub fn precision_recall_point(&self, step: Step) -> Option<[f64; 2]> {
        Some([self.recall(step)?, self.precision(step)?])
    }

    /// Share of the rows answered with the class that are of it.
    pub fn precision(&self, step: Step) -> Option<f64> {
        share(step.both, step.named)
    }

    /// Share of the rows of the class that are answered with it.
    pub fn recall(&self, step: Step) -> Option<f64> {
        share(step.both, self.positives)
    }

    /// Harmonic mean of both.
    pub fn f1(&self, step: Step) -> Option<f64> {
        share(2 * step.both, self.positives + step.named)
    }
}

/// `None` of nothing.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Leaves out points that lie too near the last one that is kept, where there are more than can be seen; both ends stay.
///
/// - `length`: how far `along` gets in all
fn thinned(
    points: Vec<[f64; 2]>,
    most: usize,
    length: f64,
    along: impl Fn([f64; 2]) -> f64,
) -> Vec<[f64; 2]> {
    if points.len() <= most {
        return points;
    }
    let step = length / (most - 2) as f64;
    let end = points.len() - 1;
    let mut next = f64::NEG_INFINITY;
    let mut kept = Vec::with_capacity(most);
    for (index, point) in points.into_iter().enumerate() {
        if index == end || along(point) >= next {
            next = along(point) + step;
            kept.push(point);
        }
    }
    kept
}

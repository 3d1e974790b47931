//! How large errors are for small and for large actual values.

use super::card::ViewCard;
use super::seen::Seen;
use crate::figure::{Axis, Body, Chart, Drawn, Interval, Layer, Options, Tone};
use crate::math::mean::Mean;
use crate::schema::text::number;

/// What is said of it.
pub const CARD: ViewCard =
    ViewCard { key: "error_by_quantile", name: "Error by actual value", needs_valid: false, draw };

/// Most groups.
const MOST_GROUPS: usize = 10;

/// Rows of a group, if there are enough of them for more than one group: of fewer, the normal approximation says little.
const ROWS_PER_GROUP: usize = 10;

/// Share of the intervals that hold the true mean.
const CONFIDENCE: f64 = 0.95;

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Some((predicted, actual)) = seen.evidence.numbers() else { return Drawn::default() };
    let is_kept = |index: &usize| (predicted[*index] - actual[*index]).is_finite();
    let mut order: Vec<usize> = (0..actual.len()).filter(is_kept).collect();
    order.sort_by(|&a, &b| actual[a].total_cmp(&actual[b]));
    let (mut names, mut own, mut baseline) = (Vec::new(), Vec::new(), Vec::new());
    for (at, group) in groups(&order, actual).into_iter().enumerate() {
        let ends = group.first().zip(group.last()).map(|(first, last)| [actual[*first], actual[*last]]);
        let [low, high] = ends.unwrap_or_default();
        names.push(if low == high { number(low) } else { format!("{} to {}", number(low), number(high)) });
        let errors = group.iter().map(|&index| (predicted[index] - actual[index]).abs());
        if let Some(mean) = Mean::of(errors) {
            // An error is never below 0.
            let ends = mean.interval(CONFIDENCE).map(|[low, high]| [low.max(0.0), high]);
            let rows = group.iter().map(|&index| seen.rows[index]).collect();
            own.push(Interval { at: at as f64, value: mean.value, ends, rows });
        }
        let errors = |constant: f64| group.iter().map(move |&index| (constant - actual[index]).abs());
        if let Some(mean) = seen.baseline.and_then(|constant| Mean::of(errors(constant))) {
            baseline.push(Interval { at: at as f64, value: mean.value, ends: None, rows: Vec::new() });
        }
    }
    let mut layers = vec![Layer::intervals("this head", Tone::Own, own)];
    if let (Some(constant), false) = (seen.baseline, baseline.is_empty()) {
        let name = format!("the baseline, which always answers {}", number(constant));
        layers.insert(0, Layer::intervals(name, Tone::Quiet, baseline));
    }
    let chart = Chart {
        x: Axis::bands(format!("actual {}", seen.name), names),
        y: Axis::holding("mean absolute error", &[0.0]),
        layers,
    };
    let mut drawn = Drawn::of(
        "Rows in groups of about equal size by their actual value, equal values together: the mean absolute error of each, with the interval that holds the true mean of such rows in 95 of 100 cases (normal approximation). Beside it stands what always answering the mean of the training rows costs: where the head lies above that, the baseline is better.",
        seen.figure("mean absolute error by actual value", Body::Chart(chart)),
    );
    drawn.notes.extend(seen.left_out(order.len()));
    drawn
}

/// Groups of about equal size, rows of one actual value together: they go where the middle one of them belongs.
///
/// - `order`: indices of rows, sorted by actual value
fn groups<'a>(order: &'a [usize], actual: &[f64]) -> Vec<&'a [usize]> {
    let count = (order.len() / ROWS_PER_GROUP).clamp(1, MOST_GROUPS);
    let (mut groups, mut begin, mut end, mut current) = (Vec::new(), 0, 0, 0);
    for equal in order.chunk_by(|&a, &b| actual[a] == actual[b]) {
        let middle = end as f64 + equal.len() as f64 / 2.0;
        let group = (middle * count as f64 / order.len() as f64) as usize;
        if group != current && end > begin {
            groups.push(&order[begin..end]);
            begin = end;
        }
        current = group;
        end += equal.len();
    }
    if end > begin {
        groups.push(&order[begin..end]);
    }
    groups
}

//! Predicted against actual value, in the column's own unit.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Axis, Body, Chart, Drawn, Layer, Options, Points, Rule, Tone};
use crate::gain::Predicted;

/// What is said of it.
pub const CARD: ViewCard =
    ViewCard { key: "scatter", name: "Predicted and actual", needs_valid: false, draw };

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Evidence::Rows(Predicted::Values { predicted, actual } | Predicted::Counts { predicted, actual }) =
        &seen.evidence
    else {
        return Drawn::default();
    };
    let mut points = Points::default();
    for (index, (&predicted, &actual)) in predicted.iter().zip(actual).enumerate() {
        if seen.is_drawn[index] && predicted.is_finite() && actual.is_finite() {
            points.at.push([actual, predicted]);
            points.rows.push(seen.rows[index]);
        }
    }
    // Both axes have the same ends.
    let ends: Vec<f64> = points.at.iter().flatten().copied().collect();
    let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let ends = if low <= high { vec![low, high] } else { Vec::new() };
    let chart = Chart {
        x: Axis::holding("actual", &ends),
        y: Axis::holding("predicted", &ends),
        layers: vec![Layer::rule("", Rule::Diagonal), Layer::points("rows", Tone::Own, points)],
    };
    let mut drawn = Drawn::of(
        "One dot a row: the nearer to the line, the better its value is met.",
        seen.figure("predicted against actual value", Body::Chart(chart)),
    );
    drawn.notes.extend(seen.thinned());
    drawn
}

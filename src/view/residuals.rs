//! What is left between predicted and actual value: against the prediction, and as a distribution.

use super::card::ViewCard;
use super::seen::Seen;
use crate::figure::{Axis, Bar, Body, Chart, Drawn, Layer, Options, Points, Rule, Tone};
use crate::math::quantile::quantile;
use crate::schema::text::plural;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "residuals", name: "Residuals", needs_valid: false, draw };

/// Bars of the distribution.
const BARS: usize = 24;

/// Share of the residuals beyond either end of the distribution.
const BEYOND: f64 = 0.005;

const LABEL: &str = "residual (predicted − actual)";

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Some((predicted, actual)) = seen.evidence.numbers() else { return Drawn::default() };
    let mut points = Points::default();
    let mut residuals: Vec<(f64, u32)> = Vec::with_capacity(predicted.len());
    for (index, (&predicted, &actual)) in predicted.iter().zip(actual).enumerate() {
        let residual = predicted - actual;
        if !residual.is_finite() {
            continue;
        }
        residuals.push((residual, seen.rows[index]));
        if seen.is_drawn[index] {
            points.at.push([predicted, residual]);
            points.rows.push(seen.rows[index]);
        }
    }
    let kept = residuals.len();
    let scatter = Chart {
        x: Axis::linear("predicted"),
        y: Axis::holding(LABEL, &[0.0]),
        layers: vec![Layer::rule("", Rule::Y { at: 0.0 }), Layer::points("rows", Tone::Own, points)],
    };
    let (bars, beyond) = histogram(residuals);
    let distribution = Chart {
        x: Axis::holding(LABEL, &[0.0]),
        y: Axis::holding("rows", &[0.0]),
        layers: vec![Layer::rule("", Rule::X { at: 0.0 }), Layer::bars("rows", Tone::Own, bars)],
    };
    let mut drawn = Drawn::of(
        "What is left between prediction and actual value: above the line a row is predicted too high, below it too low. A good head leaves an even band about 0; a slope, a bend or a funnel is something that it has not learned. The bars count all rows by what is left.",
        seen.figure("residual against prediction", Body::Chart(scatter)),
    );
    drawn.figures.push(seen.figure("distribution of residuals", Body::Chart(distribution)));
    drawn.notes.extend((beyond > 0).then(|| {
        format!("{} beyond either end of the distribution: the outermost bars hold them.", lie(beyond))
    }));
    drawn.notes.extend(seen.thinned());
    drawn.notes.extend(seen.left_out(kept));
    drawn
}

fn lie(rows: usize) -> String {
    format!("{} {}", plural(rows, "row"), if rows == 1 { "lies" } else { "lie" })
}

/// Equal bars between two quantiles, and how many residuals lie beyond them, which the outermost bars hold.
fn histogram(residuals: Vec<(f64, u32)>) -> (Vec<Bar>, usize) {
    let mut sorted: Vec<f64> = residuals.iter().map(|(residual, _)| *residual).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(low), Some(high)) = (quantile(&sorted, BEYOND), quantile(&sorted, 1.0 - BEYOND)) else {
        return (Vec::new(), 0);
    };
    // Of equal residuals, the middle bar has some width; of very large ones, more than the last digit.
    let least = (low.abs() * 1e-6).max(1e-9);
    let (low, high) =
        if high - low > least { (low, high) } else { (low - least.max(0.5), low + least.max(0.5)) };
    let width = high / BARS as f64 - low / BARS as f64;
    let edge = |bar: usize| {
        let share = bar as f64 / BARS as f64;
        low * (1.0 - share) + high * share
    };
    let mut rows = vec![Vec::new(); BARS];
    for &(residual, row) in &residuals {
        let bar = (residual / width - low / width).clamp(0.0, (BARS - 1) as f64) as usize;
        rows[bar].push(row);
    }
    let beyond = residuals.iter().filter(|(residual, _)| *residual < low || *residual > high).count();
    let bar = |(bar, rows): (usize, Vec<u32>)| Bar {
        from: edge(bar),
        to: edge(bar + 1),
        low: 0.0,
        high: rows.len() as f64,
        rows,
    };
    (rows.into_iter().enumerate().map(bar).collect(), beyond)
}

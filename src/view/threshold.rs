//! What a threshold does: rows found and missed, and where it stands on the curves.

use super::card::ViewCard;
use super::curve::{Curve, Step};
use super::scored::Scored;
use super::seen::{Evidence, Seen};
use super::{precision_recall, roc};
use crate::figure::{
    Axis, Body, Cell, Chart, Control, Drawn, Grid, Layer, Marks, Options, Points, Rule, Tone,
};
use crate::gain::Predicted;
use crate::schema::text::{count, plural, score};

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "threshold", name: "Threshold", needs_valid: false, draw };

/// The thresholds that can be set.
const ENDS: [f64; 2] = [0.0, 1.0];

/// From one to the next.
const STEP: f64 = 0.01;

/// How many steps there are.
const STEPS: usize = 100;

/// The one at which the more probable of two classes is answered.
const DEFAULT: f64 = 0.5;

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Evidence::Rows(predicted) = &seen.evidence else { return Drawn::default() };
    let chosen = match predicted {
        // The probability of the first class says the same the other way round.
        Predicted::Classes { classes: 2, .. } | Predicted::Levels { classes: 2, .. } => {
            Scored::of(seen, 1).map(|scored| (scored, None))
        }
        Predicted::Labels { .. } => {
            Scored::chosen(seen, options).map(|(scored, control)| (scored, Some(control)))
        }
        Predicted::Classes { .. }
        | Predicted::Levels { .. }
        | Predicted::Values { .. }
        | Predicted::Counts { .. } => None,
    };
    let Some((scored, control)) = chosen else { return Drawn::default() };
    let threshold = options.number("threshold", ENDS).unwrap_or(DEFAULT);
    let curve = Curve::of(&scored);
    let step = curve.at(threshold);
    let name = scored.quoted();
    let mut drawn = Drawn {
        sentence: format!(
            "{name} is answered where its probability is at least {threshold:.2}. A lower threshold finds more rows of it and takes more others for it; the dots show where the threshold stands on each curve."
        ),
        controls: control.into_iter().collect(),
        ..Drawn::default()
    };
    drawn.controls.push(Control::slider("threshold", "Threshold", ENDS, STEP, threshold));
    let title = format!("{name} at threshold {threshold:.2}");
    drawn.figures.push(seen.figure(&title, Body::Grid(grid(&scored, threshold))));
    let charts = [
        (format!("ROC curve of {name}"), roc::chart(&curve), curve.roc_point(step)),
        (
            format!("precision by recall of {name}"),
            precision_recall::chart(&curve),
            curve.precision_recall_point(step),
        ),
    ];
    for (title, mut chart, point) in charts {
        let points = Points { at: point.into_iter().collect(), rows: Vec::new() };
        chart.layers.push(Layer::points(format!("threshold {threshold:.2}"), Tone::Own, points));
        if has_line(&chart) {
            drawn.figures.push(seen.figure(&title, Body::Chart(chart)));
        }
    }
    let by_threshold = by_threshold(&curve, threshold);
    if has_line(&by_threshold) {
        let title = format!("precision, recall and F1 of {name} by threshold");
        drawn.figures.push(seen.figure(&title, Body::Chart(by_threshold)));
    }
    drawn.notes.push(scores(&curve, step));
    drawn.notes.extend(scored.one_sided());
    scored.noting(drawn)
}

fn has_line(chart: &Chart) -> bool {
    let is_line = |layer: &Layer| matches!(&layer.marks, Marks::Line { at } if !at.is_empty());
    chart.layers.iter().any(is_line)
}

/// What becomes of the rows, each in one cell.
fn grid(scored: &Scored, threshold: f64) -> Grid {
    let mut rows = vec![vec![Vec::new(); 2]; 2];
    for ((&row, &score), &is_yes) in scored.rows.iter().zip(&scored.scores).zip(&scored.is_yes) {
        rows[usize::from(is_yes)][usize::from(score >= threshold)].push(row);
    }
    let outcomes = [["true negatives", "false positives"], ["false negatives", "true positives"]];
    let cells = rows.into_iter().enumerate().map(|(actual, cells)| {
        let whole: usize = cells.iter().map(Vec::len).sum();
        let cells = cells.into_iter().enumerate().map(|(answered, rows)| {
            let share = rows.len() as f64 / whole.max(1) as f64;
            let note = format!(
                "{}: {} of {} answered {}",
                outcomes[actual][answered],
                plural(rows.len(), "row"),
                scored.sides[actual],
                scored.sides[answered]
            );
            // What is answered wrong works against the head.
            let shade = if actual == answered { share } else { -share };
            Cell { text: count(rows.len()), rows, ..Cell::default() }.shaded(shade).noting(note)
        });
        cells.chain([Cell::text(count(whole))]).collect()
    });
    Grid {
        corner: "actual ↓ predicted →".to_owned(),
        cells: cells.collect(),
        rows: scored.sides.to_vec(),
        columns: scored.sides.iter().cloned().chain(["rows".to_owned()]).collect(),
    }
}

/// Three scores at every threshold that can be set; one that is undefined has no point.
fn by_threshold(curve: &Curve, threshold: f64) -> Chart {
    let line = |name: &str, tone: Tone, score: &dyn Fn(Step) -> Option<f64>| {
        let at = (0..=STEPS).filter_map(|step| {
            let threshold = step as f64 / STEPS as f64;
            Some([threshold, score(curve.at(threshold))?])
        });
        Layer::line(name, tone, at.collect())
    };
    Chart {
        x: Axis::holding("threshold", &ENDS),
        y: Axis::holding("score", &[0.0, 1.0]),
        layers: vec![
            Layer::rule("", Rule::X { at: threshold }),
            line("recall", Tone::Quiet, &|step| curve.recall(step)),
            line("precision", Tone::OwnFaint, &|step| curve.precision(step)),
            line("F1", Tone::Own, &|step| curve.f1(step)),
        ],
    }
}

fn scores(curve: &Curve, step: Step) -> String {
    format!(
        "At this threshold precision is {}, recall {} and F1 {}.",
        score(curve.precision(step)),
        score(curve.recall(step)),
        score(curve.f1(step))
    )
}

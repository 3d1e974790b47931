//! What the trunk makes of rows, on its two principal axes.

use std::collections::HashMap;

use super::ask::{Ask, LookError};
use super::label_choice::LabelChoices;
use super::parts::Parts;
use crate::figure::{Axis, Body, Chart, Drawn};
use crate::math::principal::{MOST_FEATURES, Principal, principal};
use crate::schema::text::number;
use crate::view::{MOST_DRAWN, every};

/// Rows on the two axes of a representation.
struct Projected {
    at: HashMap<u32, [f64; 2]>,
    shares: [f64; 2],
    is_cut: bool,
}

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let split = ask.dataset.rows(ask.request.split);
    let drawn_rows: Vec<u32> = split.iter().copied().step_by(every(split.len(), MOST_DRAWN)).collect();
    if drawn_rows.is_empty() {
        return Ok(Drawn::nothing("There is no row in this split."));
    }
    let found = ask.fitted.representation(ask.dataset.encoded(&drawn_rows)).await?;
    let answers = ask.answers().await?;
    let (width, is_shared) = (found.width, found.own.len() == 1);
    let projected: Vec<Projected> =
        found.own.iter().map(|own| Projected::of(own, width, &drawn_rows)).collect();
    // One for all stands for every task.
    let by_task: Vec<&Projected> = match projected.as_slice() {
        [all] => answers.tasks().map(|_| all).collect(),
        own => ask.dataset.order.to_file(own),
    };
    let whose = match (is_shared, answers.tasks().len()) {
        (_, 1) => "What the trunk makes of each row is",
        (true, _) => "What the shared trunk makes of each row, the same for every head, is",
        (false, _) => {
            "In this architecture, each task has a representation of its own. What each head reads of a row is"
        }
    };
    let mut drawn = Drawn {
        sentence: format!(
            "{whose} a list of {width} numbers, shown on the two axes along which rows differ most (principal components). One dot is one row, coloured by its label: a head can tell apart what lies apart."
        ),
        ..Drawn::default()
    };
    let mut choices = LabelChoices::default();
    for ((task, answered), projected) in answers.tasks().enumerate().zip(by_task) {
        let Some(seen) = answered.seen(task, split) else { continue };
        let label = choices.of_seen(&ask.request.options, &seen);
        let parts = Parts::by_label(&seen, label);
        let layers = parts.layers(&seen, |row| projected.at.get(&row).copied());
        let axis = |index: usize, which: &str| {
            let share = number(100.0 * projected.shares[index]);
            Axis::linear(format!("{which} component ({share} % of the variance)"))
        };
        let chart = Chart { x: axis(0, "first"), y: axis(1, "second"), layers };
        let what = if is_shared { "shared representation" } else { "its own representation" };
        drawn.figures.push(seen.figure(what, Body::Chart(chart)));
        if drawn.notes.is_empty() {
            drawn.notes.extend(seen.thinned());
        }
    }
    drawn.controls = choices.controls;
    if ask.fitted.config.architecture.member_count() > 1 {
        drawn.notes.push("The representation is the mean over the members of the ensemble.".to_owned());
    }
    if projected.iter().any(|own| own.is_cut) {
        drawn.notes.push(format!("The axes are those of the {MOST_FEATURES} features that differ most."));
    }
    Ok(drawn)
}

impl Projected {
    /// - `features`: `[rows, width]`
    fn of(features: &[f32], width: usize, rows: &[u32]) -> Self {
        let features = features.chunks_exact(width.max(1));
        // A run that has failed may have learned numbers that are none.
        let known: Vec<(u32, &[f32])> = (rows.iter().copied().zip(features))
            .filter(|(_, row)| row.iter().all(|value| value.is_finite()))
            .collect();
        let all: Vec<f32> = known.iter().flat_map(|(_, row)| row.iter().copied()).collect();
        let Principal { at, shares, is_cut } = principal(&all, width);
        Self { at: known.iter().map(|(row, _)| *row).zip(at).collect(), shares, is_cut }
    }
}

//! Predicted against actual values, with the line on which both are equal.

use leptos::prelude::*;

use crate::ui::format::{count, number, task_class};
use crate::ui::scale::Scale;
use crate::ui::view::head::Head;
use crate::view;

const SIZE: f64 = 320.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 38.0;

/// The view of a head.
pub fn drawn(own: view::Scatter, head: Head) -> AnyView {
    let (drawn, total) = (own.points.len(), own.total);
    let label = format!("{}: predicted against actual value of {drawn} rows", head.name);
    let thinned = (drawn < total).then(|| {
        view! { <p class="hint">{format!("{} of {} rows are drawn", count(drawn), count(total))}</p> }
    });
    view! {
        <Scatter points=own.points task=head.task label/>
        {thinned}
    }
    .into_any()
}

/// The chart.
#[component]
fn Scatter(
    /// `(actual, predicted)` in the column's unit.
    points: Vec<(f64, f64)>,
    /// Place of the task among the tasks; picks the colour.
    task: usize,
    /// What a screen reader says.
    label: String,
) -> impl IntoView {
    let all = || points.iter().flat_map(|(actual, predicted)| [*actual, *predicted]);
    let x = Scale::over(all(), (LEFT, SIZE - RIGHT));
    let y = Scale::over(all(), (SIZE - BOTTOM, TOP));
    let ticks = x.ticks(4).into_iter().map(|tick| {
        let (across, up) = (format!("{:.1}", x.place(tick)), format!("{:.1}", y.place(tick)));
        view! {
            <line class="grid" x1=LEFT x2=SIZE - RIGHT y1=up.clone() y2=up.clone()></line>
            <text class="tick" x=LEFT - 6.0 y=up dy="0.32em" text-anchor="end">
                {number(tick)}
            </text>
            <text class="tick" x=across y=SIZE - BOTTOM + 15.0 text-anchor="middle">
                {number(tick)}
            </text>
        }
    });
    // One path of dots is drawn far faster than a circle a row.
    let dots: String = points
        .iter()
        .map(|(actual, predicted)| format!("M{:.1} {:.1}h0", x.place(*actual), y.place(*predicted)))
        .collect();
    view! {
        <svg class=format!("chart {}", task_class(task)) viewBox=format!("0 0 {SIZE} {SIZE}") role="img" aria-label=label>
            {ticks.collect_view()}
            <line class="equal" x1=LEFT y1=SIZE - BOTTOM x2=SIZE - RIGHT y2=TOP></line>
            <path class="dots" d=dots></path>
            <text class="axis" x=SIZE - RIGHT y=SIZE - 4.0 text-anchor="end">
                "actual"
            </text>
            <text class="axis" x=LEFT + 6.0 y=TOP + 8.0>
                "predicted"
            </text>
        </svg>
    }
}

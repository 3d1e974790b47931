//! Means with their intervals, one below the other.

use leptos::prelude::*;

use crate::gain::Score;
use crate::schema::text::shortened;
use crate::ui::format::{number, task_class};
use crate::ui::scale::Scale;

const WIDTH: f64 = 320.0;
const LEFT: f64 = 132.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 4.0;
const BOTTOM: f64 = 18.0;
const ROW: f64 = 16.0;

/// Longer names would reach into the drawing.
const LONGEST: usize = 23;

/// Dots with lines, in one task's colour.
#[component]
pub fn IntervalChart(
    /// Each with its name, from top to bottom; a row without a mean stays empty.
    rows: Vec<(String, Option<Score>)>,
    /// Index of the row that stands out.
    best: Option<usize>,
    /// Index of the task; picks the colour.
    task: usize,
    /// What a screen reader says.
    label: String,
) -> impl IntoView {
    let height = TOP + BOTTOM + ROW * rows.len() as f64;
    let ends = rows.iter().filter_map(|(_, score)| *score).flat_map(|score| {
        let [low, high] = score.interval.unwrap_or([score.mean; 2]);
        [low, score.mean, high]
    });
    let x = Scale::over(ends, (LEFT, WIDTH - RIGHT));
    let place = |value: f64| format!("{:.1}", x.place(value));
    let ticks = x.ticks(3).into_iter().map(|tick| {
        let at = place(tick);
        view! {
            <line class="grid" x1=at.clone() x2=at.clone() y1=TOP y2=height - BOTTOM></line>
            <text class="tick" x=at y=height - 5.0 text-anchor="middle">
                {number(tick)}
            </text>
        }
    });
    let ticks = ticks.collect_view();
    let rows = rows.into_iter().enumerate().map(|(index, (name, score))| {
        let y = format!("{:.1}", TOP + ROW * (index as f64 + 0.5));
        let mark = score.map(|score| {
            let line = score.interval.map(|[low, high]| {
                view! { <line class="line" x1=place(low) x2=place(high) y1=y.clone() y2=y.clone()></line> }
            });
            let size = if best == Some(index) { "5" } else { "3" };
            view! {
                {line}
                <circle class="mean" cx=place(score.mean) cy=y.clone() r=size></circle>
            }
        });
        let text = shortened(&name, LONGEST);
        view! {
            <text x="0" y=y.clone() dy="0.32em" font-weight=(best == Some(index)).then_some("700")>
                <title>{name}</title>
                {text}
            </text>
            {mark}
        }
    });
    view! {
        <svg
            class=format!("chart {}", task_class(task))
            viewBox=format!("0 0 {WIDTH} {height}")
            role="img"
            aria-label=label
        >
            {ticks}
            {rows.collect_view()}
        </svg>
    }
}

//! Lines over a common horizontal axis, with round ticks.

use leptos::prelude::*;

use crate::ui::format::{number, task_class};
use crate::ui::scale::{Scale, path, thinned};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 26.0;

/// More points than this can't be told apart.
const MOST_POINTS: usize = 400;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// CSS class that says how it is drawn: `solid` or `dashed`.
    pub class: &'static str,
    /// `(x, y)`, by ascending x.
    pub points: Vec<(f64, f64)>,
}

/// Lines in one task's colour.
#[component]
pub fn LineChart(
    /// The lines.
    #[prop(into)]
    series: Signal<Vec<Series>>,
    /// Where on the horizontal axis something is worth a line, and its name.
    #[prop(into)]
    mark: Signal<Option<(f64, &'static str)>>,
    /// Place of the task among the tasks; picks the colour.
    task: usize,
    /// What the horizontal axis counts.
    x_label: &'static str,
    /// What stands there while there is no value.
    empty: &'static str,
    /// What a screen reader says.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let drawing = move || {
        let series = series.get();
        let points = || series.iter().flat_map(|series| series.points.iter());
        if points().next().is_none() {
            // An axis without a value on it would say something that nobody measured.
            return view! {
                <line class="grid" x1=LEFT x2=WIDTH - RIGHT y1=HEIGHT - BOTTOM y2=HEIGHT - BOTTOM></line>
                <text class="empty" x=WIDTH / 2.0 y=HEIGHT / 2.0 text-anchor="middle">
                    {empty}
                </text>
            }
            .into_any();
        }
        let x = Scale::over(points().map(|point| point.0), (LEFT, WIDTH - RIGHT));
        // Losses are compared with 0.
        let y = Scale::over(points().map(|point| point.1).chain([0.0]), (HEIGHT - BOTTOM, TOP));
        // What is counted has no halves.
        let across = x.ticks(4).into_iter().filter(|tick| tick.fract() == 0.0).map(|tick| {
            view! {
                <text class="tick" x=format!("{:.1}", x.place(tick)) y=HEIGHT - BOTTOM + 14.0 text-anchor="middle">
                    {number(tick)}
                </text>
            }
        });
        let up = y.ticks(4).into_iter().map(|tick| {
            let place = format!("{:.1}", y.place(tick));
            view! {
                <line class="grid" x1=LEFT x2=WIDTH - RIGHT y1=place.clone() y2=place.clone()></line>
                <text class="tick" x=LEFT - 6.0 y=place dy="0.32em" text-anchor="end">
                    {number(tick)}
                </text>
            }
        });
        let lines = series.iter().map(|series| {
            let points = thinned(&series.points, MOST_POINTS);
            view! { <path class=format!("line {}", series.class) d=path(&points, x, y)></path> }
        });
        let mark = mark.get().map(|(value, name)| {
            let place = format!("{:.1}", x.place(value));
            view! {
                <line class="mark" x1=place.clone() x2=place.clone() y1=TOP y2=HEIGHT - BOTTOM></line>
                <text class="tick" x=place y=TOP dy="0.7em" dx="-4" text-anchor="end">
                    {name}
                </text>
            }
        });
        view! {
            {up.collect_view()}
            {across.collect_view()}
            {mark}
            <text class="axis" x=WIDTH - RIGHT y=HEIGHT - 1.0 text-anchor="end">
                {x_label}
            </text>
            {lines.collect_view()}
        }
        .into_any()
    };
    view! {
        <svg
            class=format!("chart {}", task_class(task))
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="img"
            aria-label=label
        >
            {drawing}
        </svg>
    }
}

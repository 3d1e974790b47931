//! A square of ground shaded by its height, a line that is worth reaching, and paths that try to.

use leptos::prelude::*;

use crate::report::Surface;
use crate::ui::format::{number, task_class};
use crate::ui::scale::{Scale, bands, path};

const SIZE: f64 = 320.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 34.0;

/// Shades of the ground.
const BANDS: usize = 16;

/// How strong the shade of the highest ground is; paths have to be seen on it.
const STRONGEST: f64 = 0.45;

/// The chart.
#[component]
pub fn SurfaceChart(
    /// The ground.
    surface: Surface,
    /// The line, from end to end.
    front: Vec<(f64, f64)>,
    /// Each from its start to its end, in a colour of its own.
    paths: Vec<Vec<(f64, f64)>>,
    /// What a screen reader says.
    label: String,
) -> impl IntoView {
    let x = Scale::over([surface.low, surface.high], (LEFT, SIZE - RIGHT));
    let y = Scale::over([surface.low, surface.high], (SIZE - BOTTOM, TOP));
    let ticks = x.ticks(4).into_iter().map(|tick| {
        let (across, up) = (format!("{:.1}", x.place(tick)), format!("{:.1}", y.place(tick)));
        view! {
            <text class="tick" x=LEFT - 6.0 y=up dy="0.32em" text-anchor="end">
                {number(tick)}
            </text>
            <text class="tick" x=across y=SIZE - BOTTOM + 13.0 text-anchor="middle">
                {number(tick)}
            </text>
        }
    });
    let side = (SIZE - LEFT - RIGHT) / surface.means.len().max(1) as f64;
    // One path a shade is drawn far faster than a rectangle a cell.
    let ground = bands(&surface.means, BANDS).into_iter().enumerate().map(|(band, cells)| {
        let cells: String = cells
            .into_iter()
            .map(|(column, row)| {
                let (left, low) = (LEFT + side * column as f64, SIZE - BOTTOM - side * row as f64);
                format!("M{left:.1} {low:.1}h{side:.1}v-{side:.1}h-{side:.1}z")
            })
            .collect();
        let strength = STRONGEST * band as f64 / (BANDS - 1) as f64;
        view! { <path class="ground" d=cells fill-opacity=format!("{strength:.3}")></path> }
    });
    let journeys = paths.into_iter().enumerate().map(|(place, places)| {
        let mark = |at: Option<&(f64, f64)>, class: &'static str| {
            at.map(|&(across, up)| {
                let (cx, cy) = (format!("{:.1}", x.place(across)), format!("{:.1}", y.place(up)));
                view! { <circle class=class cx=cx cy=cy r="5"></circle> }
            })
        };
        view! {
            <g class=format!("journey {}", task_class(place))>
                <path class="line" d=path(&places, x, y)></path>
                {mark(places.first(), "start")}
                {mark(places.last(), "end")}
            </g>
        }
    });
    view! {
        <svg class="chart" viewBox=format!("0 0 {SIZE} {SIZE}") role="img" aria-label=label>
            {ground.collect_view()}
            {ticks.collect_view()}
            <path class="front" d=path(&front, x, y)></path>
            {journeys.collect_view()}
            <text class="axis" x=SIZE - RIGHT y=SIZE - 4.0 text-anchor="end">
                "x₁"
            </text>
            <text class="axis" x=LEFT + 6.0 y=TOP + 10.0>
                "x₂"
            </text>
        </svg>
    }
}

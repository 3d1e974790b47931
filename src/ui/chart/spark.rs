//! A word-sized bar chart.

use leptos::prelude::*;

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;

/// Bars of the given heights.
#[component]
pub fn Spark(
    /// Counts, left to right.
    bars: Vec<usize>,
    /// What a screen reader says.
    label: String,
) -> impl IntoView {
    let most = bars.iter().copied().max().unwrap_or(1).max(1) as f64;
    let width = (WIDTH / bars.len().max(1) as f64).min(12.0);
    let bars = bars.into_iter().enumerate().map(|(place, count)| {
        // A count above 0 is never invisible.
        let height = if count == 0 { 0.0 } else { (count as f64 / most * HEIGHT).max(1.0) };
        view! {
            <rect
                x=format!("{:.1}", place as f64 * width)
                y=format!("{:.1}", HEIGHT - height)
                width=format!("{:.1}", (width - 1.0).max(0.5))
                height=format!("{height:.1}")
            ></rect>
        }
    });
    view! {
        <svg class="spark" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            {bars.collect_view()}
        </svg>
    }
}

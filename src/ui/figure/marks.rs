//! The rows that are picked, on a chart's marks.

use std::rc::Rc;

use leptos::prelude::*;

use super::drawing::{dots, rect, tone_class};
use crate::figure::{Chart, Marks};
use crate::ui::layout::Ground;
use crate::ui::selection::Selection;
use crate::ui::state::AppState;

/// Every row behind a mark of a chart, once.
pub fn count(chart: &Chart) -> Vec<u32> {
    let rows = chart.layers.iter().flat_map(|layer| match &layer.marks {
        Marks::Points(points) => points.rows.clone(),
        Marks::Bars { bars } => bars.iter().flat_map(|bar| bar.rows.iter().copied()).collect(),
        Marks::Intervals { marks } => marks.iter().flat_map(|mark| mark.rows.iter().copied()).collect(),
        Marks::Line { .. } | Marks::Area { .. } | Marks::Field(_) | Marks::Rule(_) => Vec::new(),
    });
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Picked dots, and the picked share of bars.
pub fn picked(state: AppState, chart: Rc<Chart>, ground: Ground) -> impl IntoView {
    let chart = StoredValue::new_local(chart);
    move || {
        state.picked.with(|picked| {
            if picked.is_empty() {
                return None;
            }
            chart.with_value(|chart| Some(lit(chart, &ground, picked)))
        })
    }
}

fn lit(chart: &Chart, ground: &Ground, picked: &Selection) -> AnyView {
    let layers = chart.layers.iter().filter_map(|layer| {
        let (class, path) = match &layer.marks {
            Marks::Points(points) => {
                let held = points.at.iter().zip(&points.rows).filter(|(_, row)| picked.holds(**row));
                ("dots lit", dots(held.map(|(at, _)| [ground.across(at[0]), ground.up(at[1])])))
            }
            Marks::Bars { bars } => {
                let share = |rows: &[u32]| picked.count(rows) as f64 / rows.len().max(1) as f64;
                let held = bars.iter().map(|bar| (bar, share(&bar.rows))).filter(|(_, share)| *share > 0.0);
                ("column lit", held.map(|(bar, share)| rect(bar, ground, share)).collect())
            }
            Marks::Intervals { marks } => {
                let held = marks.iter().filter(|mark| picked.count(&mark.rows) > 0);
                ("dots lit", dots(held.map(|mark| [ground.across(mark.at), ground.up(mark.value)])))
            }
            Marks::Line { .. } | Marks::Area { .. } | Marks::Field(_) | Marks::Rule(_) => return None,
        };
        Some(view! { <g class=tone_class(layer.tone)><path class=class d=path></path></g> })
    });
    layers.collect_view().into_any()
}

//! One drawing with its title, its numbers and its ways out.

use leptos::html;
use leptos::prelude::*;

use super::{chart, grid, masks, numbers, table};
use crate::figure::{Body, Chart, Figure};
use crate::ui::format::task_class;
use crate::web::picture;

/// The drawing.
#[component]
pub fn FigureView(
    /// What is drawn.
    figure: Figure,
) -> impl IntoView {
    let Figure { title, task, body } = figure;
    let drawing = match body {
        Body::Chart(chart) => view! { <ChartFigure chart title=title.clone()/> }.into_any(),
        Body::Grid(own) => grid::drawn(own, title.clone()),
        Body::Table(own) => table::drawn(own, title.clone()),
        Body::Masks(own) => masks::drawn(&own, &title),
    };
    view! {
        <figure class=format!("figure {}", task.map(task_class).unwrap_or_default()) data-title=title.clone()>
            <figcaption>{title.clone()}</figcaption>
            {drawing}
        </figure>
    }
}

/// A chart, or its numbers in its stead.
#[component]
fn ChartFigure(chart: Chart, title: String) -> impl IntoView {
    let is_table = RwSignal::new(false);
    let holder = NodeRef::<html::Div>::new();
    let (chart, name) = (StoredValue::new(chart), StoredValue::new(title));
    let save = move |as_png: bool| {
        if let Some(svg) =
            holder.get_untracked().and_then(|holder| holder.query_selector("svg").ok().flatten())
        {
            picture::save(&svg, &name.get_value(), as_png);
        }
    };
    let drawing = move || {
        if is_table.get() {
            chart.with_value(|chart| numbers::drawn(chart, &name.get_value()))
        } else {
            chart::drawn(chart.get_value(), name.get_value())
        }
    };
    view! {
        <div class="drawing" node_ref=holder>{drawing}</div>
        <div class="ways">
            <button
                class="link"
                aria-pressed=move || is_table.get().to_string()
                on:click=move |_| is_table.update(|is| *is = !*is)
            >
                "Table"
            </button>
            <Show when=move || !is_table.get()>
                <button class="link" on:click=move |_| save(false)>"SVG"</button>
                <button class="link" on:click=move |_| save(true)>"PNG"</button>
            </Show>
        </div>
    }
}

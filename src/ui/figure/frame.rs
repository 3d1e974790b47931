//! One drawing with its title, its numbers and its ways out.

use leptos::html;
use leptos::prelude::*;

use super::{chart, grid, masks, numbers, table};
use crate::figure::{Body, Chart, Figure};
use crate::ui::format::task_class;
use crate::web::picture;

/// The drawing. It stays in the page while what it shows is drawn anew.
#[component]
pub fn FigureView(
    /// What it is called.
    title: String,
    /// Index of the task whose colour it has.
    task: Option<usize>,
    /// What is drawn; always of one kind.
    figure: Signal<Option<Figure>>,
) -> impl IntoView {
    let name = StoredValue::new(title.clone());
    let is_chart =
        figure.with_untracked(|figure| matches!(figure, Some(Figure { body: Body::Chart(_), .. })));
    let drawing = if is_chart {
        let chart = Signal::derive(move || {
            figure.with(|figure| match figure {
                Some(Figure { body: Body::Chart(chart), .. }) => Some(chart.clone()),
                _ => None,
            })
        });
        view! { <ChartView title=title.clone() chart/> }.into_any()
    } else {
        let other = move || {
            let body = figure.with(|figure| figure.as_ref().map(|figure| figure.body.clone()))?;
            Some(match body {
                Body::Grid(own) => grid::drawn(own, name.get_value()),
                Body::Table(own) => table::drawn(own, name.get_value()),
                Body::Masks(own) => masks::drawn(&own, &name.get_value()),
                Body::Chart(_) => ().into_any(),
            })
        };
        view! { {other} }.into_any()
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
pub fn ChartView(
    /// What it is called, also by a screen reader.
    title: String,
    /// What is drawn.
    #[prop(into)]
    chart: Signal<Option<Chart>>,
) -> impl IntoView {
    let is_table = RwSignal::new(false);
    let holder = NodeRef::<html::Div>::new();
    let name = StoredValue::new(title);
    let save = move |as_png: bool| {
        if let Some(svg) =
            holder.get_untracked().and_then(|holder| holder.query_selector("svg").ok().flatten())
        {
            picture::save(&svg, &name.get_value(), as_png);
        }
    };
    let drawing = move || {
        let chart = chart.get()?;
        Some(match is_table.get() {
            true => numbers::drawn(&chart, &name.get_value()),
            false => chart::drawn(chart, name.get_value()),
        })
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

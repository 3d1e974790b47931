//! Lines of text and numbers; a line with rows behind it picks them.

use leptos::prelude::*;

use super::grid::view_of;
use crate::figure::{Line, Table};
use crate::ui::selection::Selection;
use crate::ui::state::AppState;

/// The table.
pub fn drawn(own: Table, title: String) -> AnyView {
    let state = expect_context::<AppState>();
    let head = own.columns.iter().map(|column| {
        view! { <th scope="col" class:number=column.is_number>{column.name.clone()}</th> }
    });
    let head = head.collect_view();
    let is_number: Vec<bool> = own.columns.iter().map(|column| column.is_number).collect();
    let lines =
        own.lines.into_iter().map(|line| view_of_line(state, line, &is_number, &title)).collect_view();
    view! {
        <div class="scroll lines" tabindex="0" role="region" aria-label=title>
            <table class="shades">
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn view_of_line(state: AppState, line: Line, is_number: &[bool], title: &str) -> impl IntoView + use<> {
    let Line { mut cells, rows } = line;
    let first = if cells.is_empty() { String::new() } else { cells.remove(0).text };
    let rows = StoredValue::new(rows);
    let chosen = move || {
        let count = state.picked.with(|picked| rows.with_value(|rows| picked.count(rows)));
        Some(count).filter(|&count| count > 0)
    };
    let name = if rows.with_value(Vec::is_empty) {
        view! { {first} }.into_any()
    } else {
        let from = title.to_owned();
        let pick = move |_| state.picked.set(Selection::of(rows.get_value(), from.clone()));
        view! { <button class="cell" on:click=pick>{first}</button> }.into_any()
    };
    let cells = cells.into_iter().zip(is_number.iter().skip(1).copied()).map(|(cell, is_number)| {
        let cell = view_of(state, cell, title.to_owned());
        if is_number { cell.into_any() } else { cell.attr("class", "text").into_any() }
    });
    view! {
        <tr data-picked=chosen>
            <th scope="row">{name}</th>
            {cells.collect_view()}
        </tr>
    }
}

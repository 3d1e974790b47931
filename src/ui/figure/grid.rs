//! Cells of rows and columns, shaded; a cell with rows behind it picks them.

use leptos::prelude::*;

use crate::figure::{Cell, Grid};
use crate::ui::format::count;
use crate::ui::selection::Selection;
use crate::ui::state::AppState;

/// The table.
pub fn drawn(own: Grid, title: String) -> AnyView {
    let state = expect_context::<AppState>();
    let head = own.columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let lines = own.rows.into_iter().zip(own.cells).map(|(name, cells)| {
        let from = title.clone();
        let cells = cells.into_iter().map(move |cell| view_of(state, cell, from.clone())).collect_view();
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells}
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=title>
            <table class="shades">
                <thead>
                    <tr>
                        <th scope="col" class="corner">{own.corner}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One cell of a grid or a table.
pub fn view_of(state: AppState, cell: Cell, from: String) -> impl IntoView {
    let Cell { text, share, rows, note } = cell;
    let title = (!note.is_empty()).then_some(note);
    let shade = format!("{:.3}", share.abs());
    let rows = StoredValue::new(rows);
    let chosen = move || state.picked.with(|picked| rows.with_value(|rows| picked.count(rows)));
    let content = if rows.with_value(Vec::is_empty) {
        view! { {text} }.into_any()
    } else {
        let pick = move |_| state.picked.set(Selection::of(rows.get_value(), from.clone()));
        let badge = move || Some(chosen()).filter(|&chosen| chosen > 0).map(count);
        view! {
            <button class="cell" on:click=pick>
                {text}
                <span class="badge-picked">{badge}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <td
            class:against={share < 0.0}
            class:for={share > 0.0}
            title=title
            style:--share=shade
            data-picked=move || Some(chosen()).filter(|&chosen| chosen > 0)
        >
            {content}
        </td>
    }
}

//! Every row of the table as it was read; only those in sight are fetched and drawn.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use crate::protocol::{Command, Event};
use crate::schema::warning::Place;
use crate::ui::state::AppState;

/// Height of a row in pixels, as in the style sheet.
const ROW_HEIGHT: f64 = 28.0;

/// Rows in sight.
const SHOWN: usize = 12;

/// Rows fetched before and after those in sight.
const AROUND: usize = 50;

/// Tallest thing scrolled, in pixels: browsers can't place what is taller than some ten millions.
const TALLEST: f64 = 8e6;

/// Rows that are here.
#[derive(Clone, Debug, Default, PartialEq)]
struct Held {
    first: usize,
    rows: Vec<Vec<String>>,
}

impl Held {
    fn row(&self, row: usize) -> Option<&Vec<String>> {
        self.rows.get(row.checked_sub(self.first)?)
    }
}

/// The rows, in a part of the page that opens.
#[component]
pub fn Preview() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_open = RwSignal::new(false);
    let first = RwSignal::new(0);
    let held = RwSignal::new(Held::default());
    let tables = StoredValue::new(0_u32);
    let count = Memo::new(move |_| state.table.with(|table| table.as_ref().map_or(0, |table| table.rows)));
    Effect::new(move || {
        state.table.track();
        tables.update_value(|tables| *tables += 1);
        held.set(Held::default());
        state.pointed.set(None);
    });
    Effect::new(move || {
        if state.pointed.with(Option::is_some) {
            is_open.set(true);
        }
    });
    Effect::new(move || {
        let rows = first.get()..count.get().min(first.get() + SHOWN);
        let is_here = held.with(|held| rows.clone().all(|row| held.row(row).is_some()));
        if !is_open.get() || is_here {
            return;
        }
        let command = Command::Rows { first: rows.start.saturating_sub(AROUND), count: SHOWN + 2 * AROUND };
        let asked_of = tables.get_value();
        spawn_local(async move {
            if let Some(Event::Rows { first, rows }) = state.ask(command).await
                && tables.get_value() == asked_of
            {
                held.set(Held { first, rows });
            }
        });
    });
    view! {
        <details
            prop:open=is_open
            on:toggle=move |event| is_open.set(event_target::<Element>(&event).has_attribute("open"))
        >
            <summary>"All rows"</summary>
            <Show when=move || is_open.get()>
                <Rows first held count/>
            </Show>
        </details>
    }
}

/// The scrolled part. The table stands still in it, and what it shows follows the scroll bar.
#[component]
fn Rows(
    /// The uppermost row in sight, from 0.
    first: RwSignal<usize>,
    /// The cells, as far as they are here.
    held: RwSignal<Held>,
    /// Rows of the table.
    count: Memo<usize>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let window = NodeRef::<Div>::new();
    Effect::new(move || {
        count.track();
        first.set(0);
        if let Some(window) = window.get() {
            window.set_scroll_top(0);
        }
    });
    let last = move || count.get_untracked().saturating_sub(SHOWN);
    let on_scroll = move |_| {
        let Some(window) = window.get_untracked() else { return };
        let way = way(&window);
        let share = if way > 0.0 { f64::from(window.scroll_top()) / way } else { 0.0 };
        first.set((share * last() as f64).round() as usize);
    };
    let numbers = move || {
        state.table.with(|table| table.as_ref().map(|table| table.row_numbers.clone()).unwrap_or_default())
    };
    let pointed_column = move |place: &Place| {
        let name = place.column.as_ref()?;
        state.table.with(|table| table.as_ref()?.columns.iter().position(|column| column.name == *name))
    };
    Effect::new(move || {
        let (Some(window), Some(place)) = (window.get(), state.pointed.get()) else { return };
        // Its height is known once the part of the page that just opened is laid out.
        request_animation_frame(move || {
            let row = untrack(numbers).find(place.row);
            let start = row.saturating_sub(SHOWN / 2).min(last());
            first.set(start);
            window.set_scroll_top((way(&window) * start as f64 / last().max(1) as f64).round() as i32);
            let head = format!(
                "thead th:nth-child({})",
                untrack(|| pointed_column(&place)).map_or(1, |column| column + 2)
            );
            if let Ok(Some(head)) = window.query_selector(&head) {
                let (head, sight) = (head.get_bounding_client_rect(), window.get_bounding_client_rect());
                let middle = (sight.width() - head.width()) / 2.0;
                window.set_scroll_left(window.scroll_left() + (head.left() - sight.left() - middle) as i32);
            }
            // It is in sight then, too, and the arrow keys scroll it. A refusal only leaves the focus where it was.
            let _ = window.focus();
        });
    });
    let height = move || {
        // The header is a row, too.
        let height = (count.get() + 1) as f64 * ROW_HEIGHT;
        format!("{}px", height.min(TALLEST))
    };
    let head = move || {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            columns.map(|column| view! { <th scope="col">{column.name.clone()}</th> }).collect_view()
        })
    };
    let body = move || {
        let start = first.get();
        let numbers = numbers();
        let pointed = state.pointed.get();
        let pointed_row = pointed.as_ref().map(|place| place.row);
        let pointed_column = pointed.as_ref().and_then(pointed_column);
        let rows = start..count.get().min(start + SHOWN);
        held.with(|held| {
            let rows = rows.map(|row| {
                let cells = held.row(row).cloned().unwrap_or_default();
                let is_pointed = pointed_row == Some(numbers.of(row));
                let cells = cells.into_iter().enumerate().map(|(column, cell)| {
                    let is_pointed = is_pointed && pointed_column.is_none_or(|pointed| pointed == column);
                    view! { <td class:pointed=is_pointed aria-current=is_pointed.then_some("location")>{cell}</td> }
                });
                view! {
                    <tr aria-rowindex=row + 2>
                        <th scope="row">{numbers.of(row)}</th>
                        {cells.collect_view()}
                    </tr>
                }
            });
            rows.collect_view()
        })
    };
    view! {
        <div class="rows" tabindex="0" role="region" aria-label="Rows" node_ref=window on:scroll=on_scroll>
            <div class="rows-all" style:height=height>
                <table class="preview" aria-rowcount=move || count.get() + 1>
                    <thead>
                        <tr>
                            <th scope="col">"Row"</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </div>
    }
}

/// How far a part of the page can be scrolled down, in pixels.
fn way(window: &Element) -> f64 {
    f64::from(window.scroll_height() - window.client_height())
}

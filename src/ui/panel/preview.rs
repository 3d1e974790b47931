//! Every row of the table as it was read; only those in sight are fetched and drawn.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, FocusOptions, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::protocol::{Command, Event};
use crate::schema::warning::Place;
use crate::ui::state::AppState;

/// Height of a row in pixels, as in the style sheet.
const ROW_HEIGHT: f64 = 28.0;

/// Rows in sight.
const SHOWN: usize = 12;

/// Rows fetched before and after those in sight, as far as that is not too many cells.
const AROUND: usize = 50;

/// Cells fetched at once, more or less: a second's work is none.
const MOST_CELLS: usize = 20_000;

/// With more columns than this, columns have one width, and only those in sight are in the page.
const MANY_COLUMNS: usize = 100;

/// Width of such a column in pixels, as in the style sheet.
const COLUMN_WIDTH: usize = 128;

/// Columns drawn of many: those in sight on a wide screen, and some around them.
const COLUMNS_SHOWN: usize = 24;

/// Columns drawn before the first in sight.
const COLUMNS_BEFORE: usize = 6;

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
        let columns =
            state.table.with_untracked(|table| table.as_ref().map_or(0, |table| table.columns.len()));
        let around = AROUND.min(MOST_CELLS / columns.max(1) / 2);
        let command = Command::Rows { first: rows.start.saturating_sub(around), count: SHOWN + 2 * around };
        let asked_of = tables.get_value();
        spawn_local(async move {
            if let Ok(Event::Rows { first, rows }) = state.ask(command).await
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
    let columns =
        Memo::new(move |_| state.table.with(|table| table.as_ref().map_or(0, |table| table.columns.len())));
    let left = RwSignal::new(0_usize);
    let shown = Memo::new(move |_| {
        let columns = columns.get();
        if columns <= MANY_COLUMNS {
            return 0..columns;
        }
        let start = left.get().saturating_sub(COLUMNS_BEFORE).min(columns);
        start..(start + COLUMNS_SHOWN).min(columns)
    });
    let is_wide = move || columns.get() > MANY_COLUMNS;
    // Where the first of them stands, after those that are not in the page.
    let margin = move || is_wide().then(|| format!("{}px", shown.get().start * COLUMN_WIDTH));
    let width = move || is_wide().then(|| format!("{}px", (columns.get() + 1) * COLUMN_WIDTH));
    let on_scroll = move |_| {
        let Some(window) = window.get_untracked() else { return };
        left.set(usize::try_from(window.scroll_left()).unwrap_or(0) / COLUMN_WIDTH);
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
    // A place is shown once: its rows are asked for first, and when they are here the columns have their widths.
    let awaited = StoredValue::new(None::<Place>);
    Effect::new(move || {
        let Some(place) = state.pointed.get() else { return };
        first.set(untrack(numbers).find(place.row).saturating_sub(SHOWN / 2).min(last()));
        awaited.set_value(Some(place));
    });
    Effect::new(move || {
        let (Some(window), true) = (window.get(), state.pointed.with(Option::is_some)) else { return };
        let is_here = |place: &Place| held.with(|held| held.row(untrack(numbers).find(place.row)).is_some());
        let Some(place) = awaited.get_value().filter(is_here) else { return };
        awaited.set_value(None);
        // They are laid out by then.
        request_animation_frame(move || {
            let start = first.get_untracked();
            window.set_scroll_top((way(&window) * start as f64 / last().max(1) as f64).round() as i32);
            let column = untrack(|| pointed_column(&place));
            if let Some(column) = column.filter(|_| untrack(is_wide)) {
                left.set(column);
                let way = (column * COLUMN_WIDTH) as i32;
                window.set_scroll_left(way + COLUMN_WIDTH as i32 - window.client_width() / 2);
            } else {
                let head = format!("thead th:nth-child({})", column.map_or(1, |column| column + 2));
                if let Ok(Some(head)) = window.query_selector(&head) {
                    let (head, sight) = (head.get_bounding_client_rect(), window.get_bounding_client_rect());
                    let middle = (sight.width() - head.width()) / 2.0;
                    window
                        .set_scroll_left(window.scroll_left() + (head.left() - sight.left() - middle) as i32);
                }
            }
            // The arrow keys scroll it then. A refusal only leaves the focus where it was.
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = window.focus_with_options(&options);
            // At once: a smooth way there ends where the page no longer is when something above it changes its height.
            let options = ScrollIntoViewOptions::new();
            options.set_behavior(ScrollBehavior::Instant);
            options.set_block(ScrollLogicalPosition::Nearest);
            window.scroll_into_view_with_scroll_into_view_options(&options);
        });
    });
    let height = move || {
        // The header is a row, too.
        let height = (count.get() + 1) as f64 * ROW_HEIGHT;
        format!("{}px", height.min(TALLEST))
    };
    let head = move || {
        let shown = shown.get();
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns).enumerate();
            let columns = columns.skip(shown.start).take(shown.len());
            columns
                .map(|(index, column)| {
                    let name = column.name.clone();
                    view! { <th scope="col" aria-colindex=index + 2 title=name.clone()>{name.clone()}</th> }
                })
                .collect_view()
        })
    };
    let body = move || {
        let start = first.get();
        let numbers = numbers();
        let shown = shown.get();
        let pointed = state.pointed.get();
        let pointed_row = pointed.as_ref().map(|place| place.row);
        let pointed_column = pointed.as_ref().and_then(pointed_column);
        let rows = start..count.get().min(start + SHOWN);
        held.with(|held| {
            let rows = rows.map(|row| {
                let is_pointed = pointed_row == Some(numbers.of(row));
                let cells = held.row(row).into_iter().flatten().enumerate().skip(shown.start).take(shown.len());
                let cells = cells.map(|(column, cell)| {
                    let is_pointed = is_pointed && pointed_column.is_none_or(|pointed| pointed == column);
                    view! {
                        <td class:pointed=is_pointed aria-current=is_pointed.then_some("location") aria-colindex=column + 2>
                            {cell.clone()}
                        </td>
                    }
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
            <div class="rows-all" style:height=height style:width=width>
                <table
                    class="preview"
                    class:wide=is_wide
                    style:margin-left=margin
                    aria-rowcount=move || count.get() + 1
                    aria-colcount=move || columns.get() + 1
                >
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

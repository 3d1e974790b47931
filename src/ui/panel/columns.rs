//! The table of columns, a row each; of many columns only the rows in sight are in the page.

use leptos::html::Div;
use leptos::prelude::*;

use super::column_row::ColumnRow;
use super::column_tools::Tools;
use super::found::Found;
use crate::schema::role::Role;
use crate::table::summary::{ColumnSummary, TableSummary};
use crate::task::label_set;
use crate::task::label_set::LabelSets;
use crate::ui::state::AppState;

/// Tables with more columns than this get a search and choices for many at once.
const FEW: usize = 8;

/// With more columns than this, rows have one height, and only those in sight are in the page.
const MANY: usize = 100;

/// Height of such a row in pixels, as in the style sheet.
const ROW_HEIGHT: usize = 44;

/// Rows in sight, rounded up.
const IN_SIGHT: usize = 10;

/// Rows kept before and after those in sight, so that the focus can go on to the next.
const AROUND: usize = 10;

/// The table of columns.
#[component]
pub fn ColumnTable() -> impl IntoView {
    let state = expect_context::<AppState>();
    let sought = RwSignal::new(String::new());
    let names = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            columns.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        let text = sought.get();
        let found =
            |table: &TableSummary| state.config.with(|config| sought_in(table, &text, &config.label_sets));
        state.table.with(|table| table.as_ref().map(found).unwrap_or_default())
    });
    let window = NodeRef::<Div>::new();
    let first = RwSignal::new(0_usize);
    let scroll_up = move || {
        first.set(0);
        if let Some(window) = window.get_untracked() {
            window.set_scroll_top(0);
        }
    };
    // What was sought in one table is not sought in the next.
    Effect::new(move || {
        names.track();
        sought.set(String::new());
        scroll_up();
    });
    Effect::new(move || {
        sought.track();
        scroll_up();
    });
    let total = move || found.with(Vec::len);
    let is_long = move || total() > MANY;
    let shown = Memo::new(move |_| {
        if !is_long() {
            return 0..total();
        }
        let start = first.get().saturating_sub(AROUND);
        start.min(total())..(first.get() + IN_SIGHT + AROUND).min(total())
    });
    let on_scroll = move |_| {
        if let Some(window) = window.get_untracked() {
            let top = usize::try_from(window.scroll_top()).unwrap_or(0);
            first.set((top / ROW_HEIGHT).min(untrack(total).saturating_sub(IN_SIGHT)));
        }
    };
    // The rows that are not in the page, as high as they would be.
    let gap = move |rows: usize| {
        (rows > 0).then(|| {
            let height = format!("{}px", rows * ROW_HEIGHT);
            view! { <tbody class="gap" aria-hidden="true"><tr style:height=height><td colspan="5"></td></tr></tbody> }
        })
    };
    let row = move |index: usize| view! { <ColumnRow found index/> };
    let indices = move || {
        let shown = shown.get();
        found.with(|found| {
            let shown = found.iter().skip(shown.start).take(shown.len());
            shown.map(|found| found.index).collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=move || { names.with(Vec::len) > FEW }>
            <Tools sought found/>
        </Show>
        <div class="scroll columns-scroll" tabindex="0" role="region" aria-label="Columns" node_ref=window on:scroll=on_scroll>
            <table class="columns" class:long=is_long aria-rowcount=move || total() + 1>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col">"Column"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Missing"</th>
                        <th scope="col">"Distribution"</th>
                    </tr>
                </thead>
                {move || gap(shown.get().start)}
                <tbody>
                    <For each=indices key=|index| *index children=row/>
                </tbody>
                {move || gap(total().saturating_sub(shown.get().end))}
            </table>
        </div>
    }
}

/// The columns whose names hold the text, whatever its case.
fn sought_in(table: &TableSummary, text: &str, sets: &LabelSets) -> Vec<Found> {
    let text = text.trim().to_lowercase();
    let is_task = |column: &&ColumnSummary| column.role == Role::Task;
    let names = table.columns.iter().filter(is_task).map(|column| column.name.as_str());
    let mut tasks = label_set::places(names, sets).into_iter();
    let columns = table.columns.iter().enumerate().filter_map(|(index, column)| {
        // Tasks are counted whether they are found or not.
        let task = if is_task(&column) { tasks.next() } else { None };
        let set = task.and_then(|_| label_set::of(sets, &column.name)).map(|(name, _)| name.to_owned());
        column.name.to_lowercase().contains(&text).then_some(Found { index, task, set })
    });
    columns.collect()
}

//! Columns of yes and no, learned together as one task or separately again.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use web_sys::MouseEvent;

use crate::task::label_set;
use crate::ui::control::Typed;
use crate::ui::state::AppState;
use crate::web::focus;

/// With more columns than this, all can be ticked or unticked at once.
const FEW: usize = 4;

/// What is learned together, and what could be; nothing where there is neither.
#[component]
pub fn LabelSets() -> impl IntoView {
    let state = expect_context::<AppState>();
    let sets = Memo::new(move |_| state.config.with(|config| config.label_sets.clone()));
    let free = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            let columns = columns.filter(|column| label_set::can_join(column));
            let free = columns.filter(|column| sets.with(|sets| label_set::of(sets, &column.name).is_none()));
            free.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    let can_join = move || free.with(|free| free.len() > 1);
    let lines =
        move || sets.get().into_iter().map(|(name, columns)| view! { <Line name columns/> }).collect_view();
    view! {
        <Show when=move || can_join() || sets.with(|sets| !sets.is_empty())>
            <details class="label-sets">
                <summary>"Columns of yes and no, learned together as one task"</summary>
                <ul aria-live="polite">{lines}</ul>
                <Show
                    when=can_join
                    fallback=|| view! { <p class="hint">"Another such task takes at least two columns that hold yes and no, have the role task and are in none yet."</p> }
                >
                    <Together free/>
                </Show>
            </details>
        </Show>
    }
}

/// One set, with the way back.
#[component]
fn Line(name: String, columns: Vec<String>) -> impl IntoView {
    let state = expect_context::<AppState>();
    let label = format!("Learn “{name}” separately");
    let own = name.clone();
    let part = move |event: MouseEvent| {
        focus::to_heading_of(&event_target(&event));
        state.configure(json!({"labelSets": {own.clone(): Value::Null}}));
    };
    view! {
        <li>
            <span>
                <strong>{name}</strong>
                {format!(": {}", columns.join(", "))}
            </span>
            <button on:click=part>{label}</button>
        </li>
    }
}

/// Ticks for the columns, and a name for their task.
#[component]
fn Together(
    /// The columns that could be put together.
    free: Memo<Vec<String>>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let unticked = RwSignal::new(BTreeSet::<String>::new());
    let name = RwSignal::new(String::from("labels"));
    let ticked = Memo::new(move |_| {
        let is_ticked = |name: &String| unticked.with(|unticked| !unticked.contains(name));
        free.get().into_iter().filter(is_ticked).collect::<Vec<_>>()
    });
    let problem = move || {
        let name = name.with(|name| name.trim().to_owned());
        let is_column = state
            .table
            .with(|table| table.iter().flat_map(|table| &table.columns).any(|column| column.name == name));
        let is_set = state.config.with(|config| config.label_sets.contains_key(&name));
        match (ticked.with(Vec::len), name.is_empty()) {
            (0 | 1, _) => "Tick at least two columns.",
            (_, true) => "Give the task a name.",
            (_, false) if is_column => "A column has this name: give the task another.",
            (_, false) if is_set => "Another task has this name: give this one another.",
            (_, false) => "",
        }
    };
    let join = move |event: MouseEvent| {
        focus::to_heading_of(&event_target(&event));
        let columns = ticked.get_untracked();
        // What was chosen for a column by itself has no place in a set.
        let none: Map<String, Value> = columns.iter().map(|column| (column.clone(), Value::Null)).collect();
        let name = name.with_untracked(|name| name.trim().to_owned());
        state.configure(json!({"labelSets": {name: columns}, "targets": none}));
    };
    let ticks = move || free.get().into_iter().map(|column| view! { <Tick column unticked/> }).collect_view();
    let is_any = move || ticked.with(|ticked| !ticked.is_empty());
    let turn = move |_| {
        unticked.set(if is_any() { free.get_untracked().into_iter().collect() } else { BTreeSet::new() })
    };
    view! {
        <p class="hint">
            "One head then answers all ticked columns at once, each with its own probability of yes. A row that lacks some of these labels counts with those it has."
        </p>
        <fieldset class="ticks">
            <legend>"Columns to learn together"</legend>
            {ticks}
            <Show when=move || free.with(|free| free.len() > FEW)>
                <button class="quiet" on:click=turn>{move || if is_any() { "Untick all" } else { "Tick all" }}</button>
            </Show>
        </fieldset>
        <div class="together">
            <Typed label="Name of their task" value=name on_type=move |text| name.set(text)/>
            <button on:click=join disabled=move || !problem().is_empty()>
                {move || format!("Learn {} columns as one task", ticked.with(Vec::len))}
            </button>
            <small role="status">{problem}</small>
        </div>
    }
}

#[component]
fn Tick(
    column: String,
    /// Columns to be left out.
    unticked: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let (own, name) = (column.clone(), column.clone());
    let is_ticked = move || unticked.with(|unticked| !unticked.contains(&own));
    let turn = move |is_on: bool| {
        unticked.update(|unticked| {
            if is_on {
                unticked.remove(&name)
            } else {
                unticked.insert(name.clone())
            };
        });
    };
    view! {
        <label>
            <input type="checkbox" prop:checked=is_ticked on:change:target=move |event| turn(event.target().checked())/>
            {column}
        </label>
    }
}

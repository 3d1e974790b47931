//! A row of one's own: every head answers at once, with its change against the row it started from.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::protocol::{Answer, Command, Event, Prediction};
use crate::report::{Status, TaskSummary};
use crate::schema::role::Role;
use crate::schema::row::Row;
use crate::table::summary::{ColumnSummary, ValueSummary};
use crate::task::TaskKind;
use crate::ui::format::{number, task_class};
use crate::ui::state::AppState;

/// The form and its answers.
#[component]
pub fn WhatIf() -> impl IntoView {
    let state = expect_context::<AppState>();
    let inputs = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| table.columns.iter());
            columns.filter(|column| column.role == Role::Input).cloned().collect::<Vec<_>>()
        })
    });
    let start = Memo::new(move |_| typical(&inputs.get()));
    let row = RwSignal::new(Row::new());
    let answers = RwSignal::new(None::<(Prediction, Prediction)>);
    Effect::new(move || row.set(start.get()));
    Effect::new(move || {
        let rows = vec![start.get(), row.get()];
        match state.status.get() {
            // The row is a step behind the table while another table comes in.
            _ if rows[0].keys().ne(rows[1].keys()) => {}
            Status::Running | Status::Paused | Status::Done => {
                spawn_local(async move {
                    if let Some(Event::Predicted(found)) = state.ask(Command::Predict { rows }).await
                        && let Ok([before, after]) = <[Prediction; 2]>::try_from(found)
                    {
                        answers.set(Some((before, after)));
                    }
                });
            }
            Status::Idle | Status::Error => answers.set(None),
        }
    });
    let fields = move || inputs.get().into_iter().map(|column| view! { <Cell column row/> }).collect_view();
    let answer = move || {
        let (before, after) = answers.get()?;
        let tasks = state.tasks().into_iter().enumerate();
        Some(
            tasks
                .filter_map(|(place, task)| {
                    let (before, after) = (before.get(&task.name)?, after.get(&task.name)?);
                    Some(answer_view(place, &task, before, after))
                })
                .collect_view(),
        )
    };
    view! {
        <section class="what-if" aria-labelledby="what-if-title">
            <h3 id="what-if-title">"What if"</h3>
            <p class="hint">
                "A row with the middle value or the most frequent label of every input. Change it, and every head answers anew."
            </p>
            <div class="what-if-grid">
                <div>
                    <div class="fields">{fields}</div>
                    <button on:click=move |_| row.set(start.get())>"Back to the first row"</button>
                </div>
                <div class="answers" aria-live="polite">{answer}</div>
            </div>
        </section>
    }
}

/// The middle of every number and date, and the most frequent label of everything else.
fn typical(inputs: &[ColumnSummary]) -> Row {
    let cell = |column: &ColumnSummary| match &column.values {
        ValueSummary::Numbers { median, .. } => (*median).into(),
        ValueSummary::Dates { median, .. } => median.clone().into(),
        ValueSummary::Labels { levels } => {
            // The first of equals.
            let most = levels.iter().rev().max_by_key(|(_, rows)| *rows);
            most.map_or("".into(), |(level, _)| level.clone().into())
        }
    };
    inputs.iter().map(|column| (column.name.clone(), cell(column))).collect()
}

/// One input of the row: a slider and a number, or a menu.
#[component]
fn Cell(column: ColumnSummary, row: RwSignal<Row>) -> impl IntoView {
    let name = StoredValue::new(column.name.clone());
    let set = move |text: String| {
        row.update(|row| {
            row.insert(name.get_value(), text.into());
        });
    };
    let value = move || {
        row.with(|row| match row.get(&name.get_value()) {
            Some(Value::String(text)) => text.clone(),
            // Whole numbers without the decimal that JSON gives them.
            Some(other) => other.as_f64().map_or_else(|| other.to_string(), |number| number.to_string()),
            None => String::new(),
        })
    };
    match column.values {
        ValueSummary::Numbers { low, high, whole, .. } => {
            let step = if whole { "1".to_owned() } else { format!("{}", (high - low) / 200.0) };
            let slider = format!("{} slider", column.name);
            view! {
                <div class="field number-field">
                    <label>
                        <span>{column.name}</span>
                        <input
                            type="text"
                            inputmode="decimal"
                            autocomplete="off"
                            prop:value=value
                            on:input:target=move |event| set(event.target().value())
                        />
                    </label>
                    <input
                        type="range"
                        aria-label=slider
                        min=low
                        max=high
                        step=step
                        prop:value=value
                        on:input:target=move |event| set(event.target().value())
                    />
                </div>
            }
            .into_any()
        }
        ValueSummary::Dates { low, high, .. } => view! {
            <label class="field">
                <span>{column.name}</span>
                <input
                    type="text"
                    autocomplete="off"
                    title=format!("A date such as {low}; those in the table end with {high}")
                    prop:value=value
                    on:input:target=move |event| set(event.target().value())
                />
            </label>
        }
        .into_any(),
        ValueSummary::Labels { levels } => {
            let options = levels.into_iter().map(|(level, _)| {
                let (own, key) = (level.clone(), level.clone());
                view! { <option value=key prop:selected=move || value() == own>{level}</option> }
            });
            view! {
                <label class="field">
                    <span>{column.name}</span>
                    <select on:change:target=move |event| set(event.target().value())>
                        {options.collect_view()}
                        <option value="" prop:selected=move || value().is_empty()>"(missing)"</option>
                    </select>
                </label>
            }
            .into_any()
        }
    }
}

fn answer_view(place: usize, task: &TaskSummary, before: &Answer, after: &Answer) -> impl IntoView + use<> {
    let value = value_text(&after.value);
    let change = match (before.value.as_f64(), after.value.as_f64()) {
        (Some(before), Some(after)) if before != after => {
            let sign = if after > before { "+" } else { "" };
            format!("{sign}{}", number(after - before))
        }
        (Some(_), _) => "unchanged".into(),
        (None, _) if before.value != after.value => {
            format!("was {}", value_text(&before.value))
        }
        (None, _) if before.probabilities != after.probabilities => "same answer, other probabilities".into(),
        (None, _) => "unchanged".into(),
    };
    let shares = after.probabilities.as_ref().map(|after| {
        let none = BTreeMap::new();
        shares_view(task, before.probabilities.as_ref().unwrap_or(&none), after)
    });
    view! {
        <div class=format!("answer {}", task_class(place)) data-task=task.name.clone()>
            <h4>{task.name.clone()}</h4>
            <p>
                <output>{value}</output>
                <span class="change">{change}</span>
            </p>
            {shares}
        </div>
    }
}

/// A number, a label, or the labels that are answered yes.
fn value_text(value: &Value) -> String {
    match value {
        Value::Array(labels) if labels.is_empty() => "none".into(),
        Value::Array(labels) => labels.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::String(label) => label.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            value.as_f64().map_or_else(|| "–".into(), number)
        }
    }
}

/// The most probable classes, or every label of a set, as bars, with a mark where each started.
fn shares_view(
    task: &TaskSummary,
    before: &BTreeMap<String, f64>,
    after: &BTreeMap<String, f64>,
) -> impl IntoView + use<> {
    const MOST: usize = 5;
    let shares = task.classes.iter().filter_map(|label| Some((label, *after.get(label)?)));
    let mut shares: Vec<(&String, f64)> = shares.collect();
    // The labels of a set don't compete.
    if task.kind != TaskKind::Multilabel {
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        shares.truncate(MOST);
    }
    let bars = shares.into_iter().map(|(label, share)| {
        let first = before.get(label).copied().unwrap_or(share);
        view! {
            <li>
                <span>{label.clone()}</span>
                <span class="bar" style:--share=format!("{share:.4}") style:--first=format!("{first:.4}")></span>
                <span class="number">{format!("{:.0} %", share * 100.0)}</span>
            </li>
        }
    });
    view! { <ul class="shares">{bars.collect_view()}</ul> }
}

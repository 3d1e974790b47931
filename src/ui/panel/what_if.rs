//! A row of one's own: every head answers at once, with its change against the row it started from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::answers::{Answered, Answers};
use crate::protocol::{Command, Event, Prediction, Stage};
use crate::report::Status;
use crate::schema::role::Role;
use crate::schema::row::Row;
use crate::table::summary::{ColumnSummary, TableSummary, ValueSummary};
use crate::ui::control::Typed;
use crate::ui::entered::{self, decimal};
use crate::ui::field;
use crate::ui::format::count;
use crate::ui::state::AppState;

/// Most inputs that are shown at once; with more there is a search.
const MOST_SHOWN: usize = 60;

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
    // A row of the table that the form starts from, in place of the typical one.
    let chosen = RwSignal::new(None::<(u32, Row)>);
    let start = Memo::new(move |_| {
        let own = chosen.with(|chosen| chosen.as_ref().map(|(_, row)| row.clone()));
        own.unwrap_or_else(|| typical(&inputs.get()))
    });
    let row = RwSignal::new(Row::new());
    let changes = StoredValue::new(0_u32);
    let answers = RwSignal::new(None::<Answered>);
    let problem = RwSignal::new(None::<String>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        inputs.track();
        chosen.set(None);
    });
    Effect::new(move || row.set(start.get()));
    Effect::new(move || {
        row.track();
        changes.update_value(|changes| *changes = changes.wrapping_add(1));
    });
    Effect::new(move || {
        asked.update_value(|asked| *asked = asked.wrapping_add(1));
        let (start, row) = (start.get(), row.get());
        match state.status.get() {
            // The row is a step behind the table while another table comes in.
            _ if start.keys().ne(row.keys()) => {}
            Status::Running | Status::Paused | Status::Done => {
                match inputs.with(|inputs| numbered(inputs, row)) {
                    Ok(row) => {
                        let (question, change) = (asked.get_value(), changes.get_value());
                        spawn_local(async move {
                            // The row that may be wrong goes first: it is row 1 in a refusal.
                            let found =
                                state.ask(Command::Predict { run: None, rows: vec![row, start] }).await;
                            if asked.try_get_value() != Some(question) {
                                return;
                            }
                            let found = found.map_err(|failure| field::of_one_row(&failure.message));
                            let refusal = found.as_ref().err().cloned();
                            answers.set(found.ok().and_then(|event| answered(event, change)));
                            if refusal.is_some() {
                                // It is said beside the answers.
                                state.recover(Stage::Prediction);
                            }
                            problem.set(refusal);
                        });
                    }
                    Err(sentence) => {
                        answers.set(None);
                        problem.set(Some(sentence));
                    }
                }
            }
            Status::Idle | Status::Error => {
                answers.set(None);
                problem.set(None);
            }
        }
    });
    view! {
        <section class="what-if" aria-labelledby="what-if-title">
            <h3 id="what-if-title">"What if"</h3>
            <p class="hint">
                {move || match chosen.with(|chosen| chosen.as_ref().map(|(row, _)| row + 1)) {
                    Some(row) => format!("Row {} of the table. Change it, and every head answers anew.", count(row as usize)),
                    None => "A row with the middle value or the most frequent label of every input. Change it, and every head answers anew.".into(),
                }}
            </p>
            <div class="what-if-grid">
                <div class="what-if-row">
                    <Inputs inputs row/>
                    <div class="buttons">
                        <button on:click=move |_| row.set(start.get())>"Back to the first row"</button>
                        <FromPicked inputs chosen/>
                    </div>
                </div>
                <div class="what-if-answers">
                    <Answers answers problem/>
                </div>
            </div>
        </section>
    }
}

/// Lets the form start from the row that is picked, if it is one, or from the typical one again.
#[component]
fn FromPicked(inputs: Memo<Vec<ColumnSummary>>, chosen: RwSignal<Option<(u32, Row)>>) -> impl IntoView {
    let state = expect_context::<AppState>();
    let picked = Memo::new(move |_| state.picked.with(|picked| <[u32; 1]>::try_from(picked.rows()).ok()));
    let take = move |row: u32| {
        spawn_local(async move {
            let found = state.ask(Command::Rows { first: row as usize, count: 1 }).await;
            let Ok(Event::Rows { rows, .. }) = found else { return };
            let Some(cells) = rows.into_iter().next() else { return };
            let row_of = |table: &TableSummary| {
                let columns = table.columns.iter().zip(cells);
                let known = columns.map(|(column, cell)| {
                    let is_missing = table.missing_marks.contains(&cell);
                    (column.name.clone(), if is_missing { String::new() } else { cell }.into())
                });
                known.collect::<Row>()
            };
            let Some(mut own) = state.table.with_untracked(|table| table.as_ref().map(row_of)) else {
                return;
            };
            inputs.with_untracked(|inputs| {
                own.retain(|name, _| inputs.iter().any(|column| column.name == *name))
            });
            chosen.set(Some((row, own)));
        });
    };
    move || {
        let button = picked.get().map(|[row]| {
            let text = format!("Start from row {}", count(row as usize + 1));
            view! { <button on:click=move |_| take(row)>{text}</button> }
        });
        let back = chosen.with(Option::is_some).then(|| {
            view! { <button on:click=move |_| chosen.set(None)>"Start from a typical row"</button> }
        });
        view! { {button} {back} }
    }
}

fn answered(event: Event, change: u32) -> Option<Answered> {
    let Event::Predicted(found) = event else { return None };
    let [after, before] = <[Prediction; 2]>::try_from(found).ok()?;
    Some(Answered { before, after, change })
}

/// A field for each input, the first of those that are sought where there are many.
#[component]
fn Inputs(inputs: Memo<Vec<ColumnSummary>>, row: RwSignal<Row>) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let text = sought.get().trim().to_lowercase();
        inputs.with(|inputs| {
            let found = inputs.iter().filter(|column| column.name.to_lowercase().contains(&text));
            found.take(MOST_SHOWN).cloned().collect::<Vec<_>>()
        })
    });
    let all = move || inputs.with(Vec::len);
    let fields = move || shown.get().into_iter().map(|column| view! { <Cell column row/> }).collect_view();
    view! {
        <Show when=move || { all() > MOST_SHOWN }>
            <div class="column-tools">
                <Typed label="Find inputs" value=sought on_type=move |text| sought.set(text)/>
                <p class="hint" role="status">
                    {move || format!("{} of {} inputs are shown.", shown.with(Vec::len), count(all()))}
                </p>
            </div>
        </Show>
        <div class="fields">{fields}</div>
    }
}

/// The row with what was typed as numbers turned into them.
///
/// # Errors
/// The first input of which that is no number, in a sentence.
fn numbered(inputs: &[ColumnSummary], mut row: Row) -> Result<Row, String> {
    for column in inputs.iter().filter(|column| matches!(column.values, ValueSummary::Numbers { .. })) {
        if let Some(Value::String(text)) = row.get(&column.name)
            && !text.trim().is_empty()
        {
            let value = field::number(&column.name, text)?;
            row.insert(column.name.clone(), value);
        }
    }
    Ok(row)
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
            Some(other) => other.as_f64().map_or_else(|| other.to_string(), entered::text),
            None => String::new(),
        })
    };
    match column.values {
        ValueSummary::Numbers { low, high, whole, .. } => {
            let step = if whole { "1".to_owned() } else { format!("{}", (high - low) / 200.0) };
            let is_wrong = move || {
                let text = value();
                !text.trim().is_empty() && decimal(&text).is_none()
            };
            let slide = move |text: String| set(decimal(&text).map_or(text, entered::text));
            let slider = format!("{} slider", column.name);
            view! {
                <div class="field number-field">
                    <label>
                        <span title=column.name.clone()>{column.name.clone()}</span>
                        <input
                            type="text"
                            inputmode="decimal"
                            autocomplete="off"
                            aria-invalid=move || is_wrong().then_some("true")
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
                        prop:value=move || decimal(&value()).map(|value| value.to_string()).unwrap_or_default()
                        on:input:target=move |event| slide(event.target().value())
                    />
                </div>
            }
            .into_any()
        }
        ValueSummary::Dates { low, high, .. } => view! {
            <label class="field">
                <span title=column.name.clone()>{column.name.clone()}</span>
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
                    <span title=column.name.clone()>{column.name.clone()}</span>
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

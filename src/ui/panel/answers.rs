//! What every head answers for a row of one's own, seen and spoken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;

use crate::protocol::{Answer, Prediction};
use crate::report::TaskSummary;
use crate::ui::format::{number, task_class};
use crate::ui::state::AppState;

/// How long answers have to stand still before what changed is spoken.
const STILL: Duration = Duration::from_millis(1200);

/// Most answers that are spoken at once.
const MOST_SPOKEN: usize = 3;

/// Answers to the row that was started from, and to the present one, which is the user's own once it was changed.
#[derive(Clone, PartialEq)]
pub struct Answered {
    /// For the row that was started from.
    pub before: Prediction,
    /// For the present row.
    pub after: Prediction,
    /// Counts changes of the row, so that answers that changed by training alone are not spoken.
    pub change: u32,
}

/// Every head's answer, or why there is none.
#[component]
pub fn Answers(
    /// The answers; none while there is a problem, or no model.
    answers: RwSignal<Option<Answered>>,
    /// What is wrong with the row, as a sentence.
    problem: RwSignal<Option<String>>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let answer = move || {
        let Answered { before, after, .. } = answers.get()?;
        let tasks = state.tasks().into_iter().enumerate();
        Some(
            tasks
                .filter_map(|(task_index, task)| {
                    let (before, after) = (before.get(&task.name)?, after.get(&task.name)?);
                    Some(answer_view(task_index, &task, before, after))
                })
                .collect_view(),
        )
    };
    let spoken = spoken(answers);
    view! {
        <div class="answers" tabindex="0" role="region" aria-label="Answers">{answer}</div>
        <p class="notice no-answer" role="alert">
            {move || problem.get().map(|problem| format!("No answers to this row. {problem}"))}
        </p>
        <p class="status" role="status">{spoken}</p>
    }
}

/// What changed by the user's hand since it was spoken last, once the answers stand still.
fn spoken(answers: RwSignal<Option<Answered>>) -> RwSignal<String> {
    let text = RwSignal::new(String::new());
    let last = Rc::new(RefCell::new(None::<Answered>));
    let turns = Rc::new(Cell::new(0_u32));
    Effect::new(move || {
        let now = answers.get();
        let turn = turns.get().wrapping_add(1);
        turns.set(turn);
        let (turns, last) = (turns.clone(), last.clone());
        let speak = move || {
            let Some(now) = now.filter(|_| turns.get() == turn) else { return };
            let before = last.borrow_mut().replace(now.clone());
            if let Some(before) = before.filter(|before| before.change != now.change) {
                // The form may have gone since.
                let _ = text.try_set(changes(&before.after, &now.after));
            }
        };
        set_timeout(speak, STILL);
    });
    text
}

/// The answers that are not what they were, in a few words.
fn changes(before: &Prediction, after: &Prediction) -> String {
    let changed = after.iter().filter_map(|(task, answer)| {
        let (old, new) = (before.get(task).map(|old| value_text(&old.value)), value_text(&answer.value));
        (old.as_ref() != Some(&new)).then(|| format!("{task}: {new}"))
    });
    let changed: Vec<String> = changed.collect();
    let rest = changed.len().saturating_sub(MOST_SPOKEN);
    let rest = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    match changed.as_slice() {
        [] => "No answer changes.".into(),
        all => format!("{}{rest}.", all[..all.len().min(MOST_SPOKEN)].join("; ")),
    }
}

/// One head's answer.
fn answer_view(
    task_index: usize,
    task: &TaskSummary,
    before: &Answer,
    after: &Answer,
) -> impl IntoView + use<> {
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
        <div class=format!("answer {}", task_class(task_index)) data-task=task.name.clone()>
            <h4 title=task.name.clone()>{task.name.clone()}</h4>
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
    if task.kind.card().has_classes() {
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        shares.truncate(MOST);
    }
    let bars = shares.into_iter().map(|(label, share)| {
        let first = before.get(label).copied().unwrap_or(share);
        view! {
            <li>
                <span title=label.clone()>{label.clone()}</span>
                <span class="bar" style:--share=format!("{share:.4}") style:--first=format!("{first:.4}")></span>
                <span class="number">{format!("{:.0} %", share * 100.0)}</span>
            </li>
        }
    });
    view! { <ul class="shares">{bars.collect_view()}</ul> }
}

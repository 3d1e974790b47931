//! The question before a run is dropped.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::ui::state::AppState;

/// A dialog, open while there is a question; Escape keeps the run.
#[component]
pub fn LossQuestion() -> impl IntoView {
    let state = expect_context::<AppState>();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let is_asked = state.question.with(|question| !question.is_empty());
        let Some(dialog) = dialog.get() else { return };
        match (is_asked, dialog.open()) {
            // It is in the page, which is all that could be refused.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    // The browser tells late that it has closed: by then the next question may stand there.
    let closed = move |_| {
        if dialog.get_untracked().is_some_and(|dialog| !dialog.open()) {
            state.answer(false);
        }
    };
    let line =
        move |index: usize| state.question.with(|question| question.lines().nth(index).map(str::to_owned));
    view! {
        <dialog node_ref=dialog aria-labelledby="question-title" aria-describedby="question-cost" on:close=closed>
            <h2 id="question-title">{move || line(0)}</h2>
            <p id="question-cost">{move || line(1)}</p>
            <p class="buttons">
                <button class="primary" on:click=move |_| state.answer(false)>{move || line(2).unwrap_or_else(|| "Keep the run".to_owned())}</button>
                <button on:click=move |_| state.answer(true)>{move || line(3).unwrap_or_else(|| "Go on without it".to_owned())}</button>
            </p>
        </dialog>
    }
}

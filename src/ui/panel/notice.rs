//! What went wrong last, said where it belongs.

use leptos::prelude::*;
use serde_json::Value;

use super::pointer::Pointer;
use crate::protocol::{Command, Stage};
use crate::ui::state::AppState;
use crate::web::focus;

/// The sentence about the latest thing that did not work in a stage, until something does.
#[component]
pub fn Notice(
    /// Whose failures are shown here.
    stage: Stage,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let failure = move || state.failure.get().filter(|failure| failure.stage == stage);
    view! {
        <div class="notice-place" role="alert">
            {move || {
                failure()
                    .map(|failure| {
                        view! {
                            <p class="notice">
                                <Pointer message=failure.message place=failure.place/>
                                {failure.remedy.map(|patch| view! { <Remedy patch/> })}
                                <button
                                    class="quiet"
                                    aria-label="Dismiss"
                                    on:click=move |event| {
                                        focus::to_heading_of(&event_target(&event));
                                        state.failure.set(None);
                                    }
                                >
                                    "×"
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// Trains anew with the change of the configuration that may mend what went wrong.
#[component]
fn Remedy(
    /// The change.
    patch: Value,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let rate = patch.pointer("/optimizer/learningRate").and_then(Value::as_f64);
    let label = match rate {
        Some(rate) => format!("Train at a rate of {rate}"),
        None => "Mend it and train".to_owned(),
    };
    let train = move |_| {
        state.configure(patch.clone());
        state.send(Command::Train { epochs: None });
    };
    view! { <button on:click=train>{label}</button> }
}

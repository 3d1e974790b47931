//! What was taken up from an earlier visit, or from before the worker was started again.

use leptos::prelude::*;

use crate::protocol::{Restored, RestoredRun, RestoredSweep};
use crate::ui::format::{count, plural};
use crate::ui::state::AppState;
use crate::ui::taken_up::TakenUp;
use crate::web::focus;

/// The sentence, with the way on.
#[component]
pub fn RestoredNotice() -> impl IntoView {
    let state = expect_context::<AppState>();
    let shown = move |taken: TakenUp| {
        let goes_on = taken.waits().then(|| {
            view! {
                <button class="primary" on:click=move |_| state.go_on()>
                    "Go on"
                </button>
            }
        });
        view! {
            <div class="notice restored">
                <p>{sentences(&taken)}</p>
                <p class="buttons">
                    {goes_on} <button on:click=move |_| state.ask_to_forget()>"Forget everything"</button>
                    <button
                        class="quiet"
                        aria-label="Dismiss"
                        on:click=move |event| {
                            focus::to_heading_of(&event_target(&event));
                            state.taken_up.set(None);
                        }
                    >
                        "×"
                    </button>
                </p>
            </div>
        }
    };
    view! { <div role="status">{move || state.taken_up.get().map(shown)}</div> }
}

fn sentences(taken: &TakenUp) -> String {
    let TakenUp { restored: Restored { saved_at, table, runs, run, comparison, sweep, lost, .. }, stopped } =
        taken;
    let from = match (stopped, saved_at) {
        (Some(reason), _) => format!("The worker stopped ({reason}) and was started again with"),
        (None, Some(saved_at)) => format!("Taken up from {}:", date(*saved_at)),
        (None, None) => "Taken up:".to_owned(),
    };
    let ended = if *runs > 0 { format!(" and {}", plural(*runs, "run")) } else { String::new() };
    let mut text = format!("{from} “{table}”{ended}.");
    if let Some(RestoredRun { run, step, steps_total, was_running }) = run {
        let does = if stopped.is_some() && *was_running { "goes on from" } else { "waits at" };
        text += &format!(" Run {run} {does} step {} of {}.", count(*step), count(*steps_total));
    } else if comparison.is_some() {
        text += if stopped.is_some() { " Its comparison goes on." } else { " Its comparison was not done." };
    }
    if let Some(RestoredSweep { done, total, .. }) = sweep {
        text += &format!(" A sweep has done {} of {} trainings.", count(*done), count(*total));
    }
    for lost in lost {
        text += &format!(" But {lost}.");
    }
    text
}

/// A moment as this browser writes it.
fn date(milliseconds: f64) -> String {
    let date = js_sys::Date::new(&milliseconds.into());
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // A new object takes any field.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string("en-GB", &options).into()
}

//! The learning-rate probe: asked for and ended, drawn as it grows, and its suggestion taken.

use leptos::prelude::*;
use serde_json::json;

use crate::protocol::Command;
use crate::report::ProbeReport;
use crate::ui::chart::{LineChart, Series};
use crate::ui::format::{count, number};
use crate::ui::state::AppState;

/// The buttons, and below them what the latest probe found.
#[component]
pub fn ProbeView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_going =
        move || state.probe.with(|probe| probe.as_ref().is_some_and(|probe| probe.outcome.is_empty()));
    let can_probe = move || state.model.with(Option::is_some) && !state.is_running();
    let press = move |_| {
        if untrack(is_going) {
            state.send(Command::CancelProbe);
        } else if untrack(can_probe) {
            state.send(Command::Probe);
        }
    };
    let suggestion =
        Memo::new(move |_| state.probe.with(|probe| probe.as_ref().and_then(|probe| probe.suggestion)));
    let take = move |_| {
        if let Some(rate) = suggestion.get_untracked() {
            state.configure(json!({"optimizer": {"learningRate": rate}}));
        }
    };
    view! {
        <div class="probe">
            <p class="buttons">
                <button aria-disabled=move || (!can_probe()).to_string() on:click=press>
                    {move || if is_going() { "End the search" } else { "Look for a learning rate" }}
                </button>
                {move || {
                    suggestion
                        .get()
                        .map(|rate| view! { <button on:click=take>{format!("Use {}", number(rate))}</button> })
                }}
            </p>
            <p class="hint">
                "A fresh model is trained for up to 100 steps while the learning rate grows. Where the loss falls, training works; where it \
                rises, it breaks. Only training rows are looked at, and the present run stays as it is."
            </p>
            <Show when=move || state.probe.with(Option::is_some)>
                <Curve/>
            </Show>
        </div>
    }
}

/// The smoothed loss over the rate, as a power of ten, and the losses of single batches, which are cut off where they leave the picture.
#[component]
fn Curve() -> impl IntoView {
    let state = expect_context::<AppState>();
    let series = Memo::new(move |_| state.probe.with(|probe| probe.as_ref().map(lines).unwrap_or_default()));
    let mark = Signal::derive(move || {
        let suggestion = state.probe.with(|probe| probe.as_ref().and_then(|probe| probe.suggestion));
        suggestion.map(|rate| (rate.log10(), "suggested"))
    });
    let text = move || state.probe.with(|probe| probe.as_ref().map(sentence).unwrap_or_default());
    let label = Signal::derive(move || format!("Smoothed training loss by learning rate: {}", text()));
    view! {
        <figure class="loss">
            <figcaption>
                <span role="status">{text}</span>
            </figcaption>
            <LineChart
                series
                mark
                task=0
                x_label="learning rate, as a power of ten"
                empty="drawn from the first steps on"
                label
            />
        </figure>
    }
}

fn lines(report: &ProbeReport) -> Vec<Series> {
    let highest = report.points.iter().map(|point| point.smoothed).fold(0.0, f64::max);
    let smoothed = report.points.iter().map(|point| (point.rate.log10(), point.smoothed));
    let single = report.points.iter().map(|point| (point.rate.log10(), point.loss.min(highest)));
    vec![
        Series { class: "solid", points: smoothed.collect() },
        Series { class: "dashed", points: single.collect() },
    ]
}

fn sentence(report: &ProbeReport) -> String {
    if report.outcome.is_empty() {
        return format!("step {} of {}", count(report.points.len()), count(report.steps_total));
    }
    let mut letters = report.outcome.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>() + ".")
        .unwrap_or_default()
}

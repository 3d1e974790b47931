//! The learning-rate probe: asked for and ended, drawn as it grows, and its suggestion taken.

use leptos::prelude::*;
use serde_json::json;

use crate::figure::{Axis, Chart, Layer, Rule, Scaling, Tone};
use crate::protocol::Command;
use crate::report::{ProbePoint, ProbeReport};
use crate::ui::figure::ChartView;
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

/// The smoothed loss over the rate, and the losses of single batches, which are cut off where they leave the picture.
#[component]
fn Curve() -> impl IntoView {
    let state = expect_context::<AppState>();
    let chart = Memo::new(move |_| state.probe.with(|probe| probe.as_ref().map(drawn)));
    let text = move || state.probe.with(|probe| probe.as_ref().map(sentence).unwrap_or_default());
    view! {
        <figure class="figure loss task-0">
            <figcaption>
                <span role="status">{text}</span>
            </figcaption>
            <ChartView title="Training loss by learning rate".to_owned() chart/>
        </figure>
    }
}

fn drawn(report: &ProbeReport) -> Chart {
    let highest =
        report.points.iter().map(|point| point.smoothed).filter(|loss| loss.is_finite()).fold(0.0, f64::max);
    let line = |loss: fn(&ProbePoint) -> f64| {
        let at = report.points.iter().map(move |point| [point.rate, loss(point).min(highest)]);
        at.filter(|at| at[1].is_finite()).collect()
    };
    let mut layers = vec![
        Layer::line("smoothed", Tone::Own, line(|point| point.smoothed)),
        Layer::line("of single batches", Tone::OwnFaint, line(|point| point.loss)),
    ];
    layers.extend(report.suggestion.map(|at| Layer::rule("suggested", Rule::X { at })));
    Chart {
        x: Axis { label: "learning rate".into(), scaling: Scaling::Log },
        y: Axis::holding("loss", &[0.0]),
        layers,
    }
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

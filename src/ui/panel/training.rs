//! Step 3: start, pause, single steps, progress, and the loss of every task as it falls.

use std::rc::Rc;

use leptos::prelude::*;
use serde_json::json;

use super::conflict::ConflictView;
use super::losses::Losses;
use super::notice::Notice;
use super::sweep::SweepView;
use crate::protocol::{Command, Look, Stage};
use crate::report::Status;
use crate::ui::figure::LookView;
use crate::ui::format::{count, number, time};
use crate::ui::state::AppState;
use crate::view::Overview;

/// The panel.
#[component]
pub fn TrainPanel() -> impl IntoView {
    view! {
        <section class="panel" id="train" aria-labelledby="train-title">
            <h2 id="train-title">
                <span class="place">"3"</span>
                "Train"
            </h2>
            <div class="controls-bar">
                <Controls/>
                <Progress/>
            </div>
            <Notice stage=Stage::Training/>
            <LookView look=Look::All { view: Overview::Surface } name="What every head says"/>
            <Losses/>
            <ConflictView/>
            <SweepView/>
        </section>
    }
}

/// The buttons. Those that can't be pressed now keep the focus, or a keyboard would be thrown to the page's top.
#[component]
fn Controls() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_ready = move || state.device.with(Option::is_some) && state.model.with(Option::is_some);
    let main = move || match state.status.get() {
        Status::Running => "Pause",
        Status::Paused => "Resume",
        Status::Idle => "Train",
        Status::Done | Status::Error => "Train again",
    };
    let go_on = move |command: fn() -> Command| {
        let is_lost = state.status.get_untracked() == Status::Paused && state.is_stale.get_untracked();
        if is_lost {
            let deed = "Start a new run, as settings were changed";
            state.guarded(deed, Rc::new(move || state.send(command())), Rc::new(|| {}));
        } else {
            state.send(command());
        }
    };
    let press = move |_| match state.status.get_untracked() {
        Status::Running => state.send(Command::Pause),
        Status::Idle | Status::Paused | Status::Done | Status::Error => {
            go_on(|| Command::Train { epochs: None });
        }
    };
    let can_step = move || is_ready() && !state.is_running();
    let can_stop = move || matches!(state.status.get(), Status::Running | Status::Paused);
    let can_reset = move || state.status.get() != Status::Idle;
    view! {
        <div class="controls" role="group" aria-label="Training">
            <button
                class="primary"
                class:glow=move || state.status.get() == Status::Idle && is_ready()
                id="train-button"
                on:click=press
                disabled=move || !is_ready()
            >
                {main}
            </button>
            <button
                aria-disabled=move || (!can_step()).to_string()
                on:click=move |_| if untrack(can_step) { go_on(|| Command::Step { count: 1 }) }
            >
                "One step"
            </button>
            <button
                aria-disabled=move || (!can_stop()).to_string()
                on:click=move |_| if untrack(can_stop) { state.send(Command::Stop) }
            >
                "Stop"
            </button>
            <button
                aria-disabled=move || (!can_reset()).to_string()
                on:click=move |_| if untrack(can_reset) { state.send(Command::Reset) }
            >
                "Reset"
            </button>
            <Twins/>
        </div>
    }
}

/// Whether a run is followed by models of one task alone.
#[component]
fn Twins() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_on = move || state.config.with(|config| config.single_task_twins);
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change:target=move |event| {
                    state.configure(json!({"singleTaskTwins": event.target().checked()}));
                }
            />
            "Then train each task alone"
        </label>
    }
}

#[component]
fn Progress() -> impl IntoView {
    let state = expect_context::<AppState>();
    let share = move || {
        state.latest.with(|latest| {
            latest.as_ref().map_or(0.0, |latest| latest.step as f64 / latest.steps_total.max(1) as f64)
        })
    };
    view! {
        <div class="progress">
            <progress max="1" prop:value=share aria-label="Progress"></progress>
            <p class="facts">
                <span>"step "<output id="step">{move || count(state.step.get())}</output></span>
                {move || facts(state).into_iter().map(|fact| view! { <span>{fact}</span> }).collect_view()}
            </p>
            <Announcement/>
        </div>
    }
}

fn facts(state: AppState) -> Vec<String> {
    let Some(latest) = state.latest.get() else {
        return Vec::new();
    };
    let most = count(latest.epochs_total);
    let mut facts = vec![format!("epoch {} of at most {most}", count(latest.epoch))];
    let left = latest.steps_total.saturating_sub(latest.step);
    match state.status.get() {
        Status::Running | Status::Paused if latest.step > 0 => {
            let seconds = latest.train_seconds / latest.step as f64 * left as f64;
            facts.push(format!("at most {} left", time(seconds)));
        }
        Status::Running | Status::Paused | Status::Idle | Status::Done | Status::Error => {}
    }
    if latest.step > 1 {
        facts.push(format!("{} rows a second", number(latest.rows_per_second)));
    }
    if let Some(report) = state.report.get() {
        facts.push(format!("kept: epoch {}", count(report.best_epoch)));
        facts.push(format!("ended after {} because {}", time(report.train_seconds), report.stopped_because));
    }
    facts
}

/// The status for screen readers; it changes only when the session's state does.
#[component]
fn Announcement() -> impl IntoView {
    let state = expect_context::<AppState>();
    let text = move || match state.status.get() {
        Status::Idle => "Ready to train.",
        Status::Running => "Training.",
        Status::Paused => "Paused.",
        Status::Done => "Training is done; see what every head says below.",
        Status::Error => "Training stopped with an error.",
    };
    view! {
        <p class="status" role="status">
            {text}
        </p>
    }
}

//! What a sweep trains: ticks for weightings and architectures, learning rates, and how many seeds.

use leptos::prelude::*;

use super::setting::label;
use crate::architecture::ArchitectureKind;
use crate::config::SweepConfig;
use crate::protocol::{Command, Stage};
use crate::ui::control::{Choice, Item, Typed};
use crate::ui::entered::decimals;
use crate::ui::format::{plural, time};
use crate::ui::state::AppState;
use crate::weighting::WeightingKind;

/// Numbers of seeds that the page offers.
const SEEDS: [usize; 4] = [1, 3, 5, 10];

/// The form.
#[component]
pub fn SweepChoices() -> impl IntoView {
    let state = expect_context::<AppState>();
    let chosen = state.sweep;
    let rates = RwSignal::new(chosen.with_untracked(|chosen| {
        chosen.learning_rates.iter().map(f64::to_string).collect::<Vec<_>>().join("; ")
    }));
    let weightings = WeightingKind::ALL.into_iter().filter(|kind| !kind.is_control());
    let weightings: Vec<_> = weightings.map(|kind| (kind, kind.card().name)).collect();
    let architectures = ArchitectureKind::ALL.map(|kind| (kind, kind.card().name)).to_vec();
    let is_ready = move || state.device.with(Option::is_some) && state.model.with(Option::is_some);
    let can_start = move || is_ready() && !state.is_running();
    let start = move |_| {
        if !untrack(can_start) {
            return;
        }
        match rates.with_untracked(|text| decimals(text)) {
            Some(found) => {
                chosen.update(|chosen| chosen.learning_rates = found);
                state.send(Command::Sweep(chosen.get_untracked()));
            }
            None => {
                let problem = "Learning rates: expected numbers such as 0.01 0.001, with a blank in between";
                state.fail(Stage::Training, problem.to_owned());
            }
        }
    };
    let items = SEEDS.map(|seeds| Item::new(seeds.to_string(), seeds.to_string())).to_vec();
    let choose = move |key: String| {
        if let Ok(seeds) = key.parse() {
            chosen.update(|chosen| chosen.seeds = seeds);
        }
    };
    view! {
        <details>
            <summary>"Train several settings and compare them"</summary>
            <p class="hint">
                "Every weighting is trained with every architecture and every learning rate; where nothing is chosen, with what is set above. Equal and random weights are always among them: what does no better than those does not help. All have the same rows and as many epochs, and none stops early. The best one is chosen on validation rows, and it alone is scored on test rows, once."
            </p>
            <Ticks legend=label("weighting.kind") kinds=weightings read=|chosen| &mut chosen.weightings/>
            <Ticks legend=label("architecture.kind") kinds=architectures read=|chosen| &mut chosen.architectures/>
            <div class="together">
                <Typed label="Learning rates (empty: as set above)" value=rates on_type=move |text| rates.set(text)/>
                <Choice
                    label="Seeds of each"
                    items
                    value=Signal::derive(move || chosen.with(|chosen| chosen.seeds.to_string()))
                    on_choose=choose
                />
                <button aria-disabled=move || (!can_start()).to_string() on:click=start>
                    "Train them all"
                </button>
            </div>
            <p class="facts" role="status">{move || cost(state, &rates.get())}</p>
        </details>
    }
}

/// How many trainings that is, and how long they take.
fn cost(state: AppState, rates: &str) -> String {
    let mut chosen = state.sweep.get();
    chosen.learning_rates = decimals(rates).unwrap_or_default();
    let (count, epochs) =
        state.config.with(|config| (chosen.settings(config).len() * chosen.seeds, config.epochs));
    let report = state
        .report
        .with(|report| report.as_ref().map(|report| report.train_seconds / report.epochs.max(1) as f64));
    let takes = match report {
        Some(seconds) => {
            format!("about {}, by the time of the last run", time(seconds * (count * epochs) as f64))
        }
        None => "train one run to know how long that takes".to_owned(),
    };
    format!("{} of {}: {takes}.", plural(count, "training"), plural(epochs, "epoch"))
}

/// Ticks for the kinds of a family.
#[component]
fn Ticks<K: Copy + PartialEq + Send + Sync + 'static>(
    legend: &'static str,
    /// Each with its name.
    kinds: Vec<(K, &'static str)>,
    /// Where those that are ticked are kept.
    read: fn(&mut SweepConfig) -> &mut Vec<K>,
) -> impl IntoView {
    let chosen = expect_context::<AppState>().sweep;
    let tick = |(kind, name): (K, &'static str)| {
        let is_ticked = chosen.with_untracked(|chosen| read(&mut chosen.clone()).contains(&kind));
        let turn = move |is_on: bool| {
            chosen.update(|chosen| {
                let kinds = read(chosen);
                kinds.retain(|own| *own != kind);
                kinds.extend(is_on.then_some(kind));
            });
        };
        view! {
            <label>
                <input type="checkbox" prop:checked=is_ticked on:change:target=move |event| turn(event.target().checked())/>
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="ticks">
            <legend>{legend}</legend>
            {kinds.into_iter().map(tick).collect_view()}
        </fieldset>
    }
}

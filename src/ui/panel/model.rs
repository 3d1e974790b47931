//! Step 2: how trunk and heads are wired, how much each task counts, how parameters are updated.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::knobs::{Knobs, WeightingKnobs};
use super::network::Network;
use crate::architecture::{Activation, ArchitectureKind};
use crate::config::{OptimizerKind, RunConfig};
use crate::protocol::Stage;
use crate::ui::app::Notice;
use crate::ui::control::{Choice, Entry, Item};
use crate::ui::format::{count, plural};
use crate::ui::state::AppState;
use crate::weighting::GramianMode;
use crate::weighting::WeightingKind;

/// The panel.
#[component]
pub fn ModelPanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    let size = move || {
        state.model.with(|model| {
            model.as_ref().map(|model| {
                let learned = match model.learned_inputs() {
                    0 => String::new(),
                    learned => format!(", {} of them learned", count(learned)),
                };
                format!(
                    "{} · {}{learned}",
                    plural(model.parameters, "parameter"),
                    plural(model.inputs, "encoded input")
                )
            })
        })
    };
    view! {
        <section class="panel" id="model" aria-labelledby="model-title">
            <h2 id="model-title">
                <span class="place">"2"</span>
                "Tasks & model"
            </h2>
            {move || {
                state
                    .problem
                    .get()
                    .filter(|_| state.table.with(Option::is_some))
                    .map(|problem| view! { <p class="notice">{problem}</p> })
            }}
            <Network/>
            <p class="facts">{size}</p>
            <Notice stage=Stage::Configuration/>
            <div class="fields">
                <Methods/>
                <Setting label="Trunk widths" field="architecture.trunk" read=|config| widths(&config.architecture.trunk)/>
            </div>
            <Knobs/>
            <ManualWeights/>
            <WeightingKnobs/>
            <Measuring/>
            <details>
                <summary>"More settings"</summary>
                <div class="fields">
                    <Details/>
                </div>
            </details>
        </section>
    }
}

/// The choices that matter most.
#[component]
fn Methods() -> impl IntoView {
    let state = expect_context::<AppState>();
    let architectures = ArchitectureKind::ALL.map(|kind| Item::new(kind.key(), kind.card().name)).to_vec();
    let weightings = WeightingKind::ALL.map(|kind| Item::new(kind.key(), kind.card().name)).to_vec();
    let optimizers = OptimizerKind::ALL.map(|kind| Item::new(kind.key(), kind.name())).to_vec();
    let choose_weighting = move |key: String| {
        let weights = vec![1.0; if key == WeightingKind::Manual.key() { state.tasks().len() } else { 0 }];
        state.configure(json!({"weighting": {"kind": key, "weights": weights, "alpha": null}}));
    };
    view! {
        <Choice
            label="Architecture"
            items=architectures
            value=state.setting(|config| config.architecture.kind.key().into())
            on_choose=move |key| state.configure(json!({"architecture": {"kind": key}}))
            hint=state.setting(|config| config.architecture.kind.card().hint())
        />
        <Choice
            label="Weighting"
            items=weightings
            value=state.setting(|config| config.weighting.kind.key().into())
            on_choose=choose_weighting
            hint=state.setting(|config| config.weighting.kind.card().hint())
        />
        <Choice
            label="Optimiser"
            items=optimizers
            value=state.setting(|config| config.optimizer.kind.key().into())
            on_choose=move |key| state.configure(json!({"optimizer": {"kind": key}}))
        />
    }
}

/// The choices that have a good default.
#[component]
fn Details() -> impl IntoView {
    let state = expect_context::<AppState>();
    let activations = Activation::ALL.map(|kind| Item::new(kind.key(), kind.key())).to_vec();
    let shares = move |text: String| {
        let shares: Vec<f64> = numbers(&text).into_iter().filter_map(|share| share.as_f64()).collect();
        match shares.as_slice() {
            [train, valid, test] => {
                let sum = train + valid + test;
                let share = |share: &f64| share / sum;
                state.configure(
                    json!({"split": {"train": share(train), "valid": share(valid), "test": share(test)}}),
                );
            }
            _ => state.fail(Stage::Configuration, "split: expected three shares, such as 70, 15, 15".into()),
        }
    };
    let present_shares = move || {
        state.config.with(|config| {
            let split = &config.split;
            let shares = [split.train, split.valid, split.test]
                .map(|share| format!("{}", (share * 1e4).round() / 100.0));
            shares.join(", ")
        })
    };
    view! {
        <Setting label="Learning rate" field="optimizer.learningRate" read=|config| config.optimizer.learning_rate.to_string()/>
        <Setting label="Weight decay" field="optimizer.weightDecay" read=|config| config.optimizer.weight_decay.to_string()/>
        <Setting label="Rows per batch" field="batchSize" read=|config| config.batch_size.to_string()/>
        <Setting label="Epochs, at most" field="epochs" read=|config| config.epochs.to_string()/>
        <Entry
            label="Stop when validation is flat for (epochs; empty: never)"
            mode="numeric"
            value=state.setting(|config| {
                config.early_stopping.map(|stopping| stopping.patience.to_string()).unwrap_or_default()
            })
            on_enter=move |text| {
                let stopping = if text.trim().is_empty() { Value::Null } else { json!({"patience": number(&text)}) };
                state.configure(json!({"earlyStopping": stopping}));
            }
        />
        <Setting label="Dropout" field="architecture.dropout" read=|config| config.architecture.dropout.to_string()/>
        <Setting label="Head widths (empty: linear)" field="architecture.head" read=|config| widths(&config.architecture.head)/>
        <Choice
            label="Activation"
            items=activations
            value=state.setting(|config| config.architecture.activation.key().into())
            on_choose=move |key| state.configure(json!({"architecture": {"activation": key}}))
        />
        <Entry label="Split: train, valid, test (%)" mode="text" value=Signal::derive(present_shares) on_enter=shares/>
        <Setting label="Seed" field="seed" read=|config| config.seed.to_string()/>
        <Setting
            label="Seed of the split (empty: the same)"
            field="split.seed"
            read=|config| config.split.seed.map(|seed| seed.to_string()).unwrap_or_default()
        />
    }
}

/// One number, or a list of widths, at a dotted place of the configuration.
#[component]
pub fn Setting(
    /// What it is.
    label: &'static str,
    /// Its dotted name in the configuration.
    field: &'static str,
    /// Its present value.
    read: fn(&RunConfig) -> String,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_list = matches!(field, "architecture.trunk" | "architecture.head");
    let enter = move |text: String| {
        let value = if is_list { Value::Array(numbers(&text)) } else { number(&text) };
        let patch = field.rsplit('.').fold(value, |inner, name| json!({name: inner}));
        state.configure(patch);
    };
    view! {
        <Entry
            label
            mode=if is_list { "text" } else { "decimal" }
            value=state.setting(read)
            on_enter=enter
        />
    }
}

/// The menu's word for `null`: by what suits the architecture.
const AUTOMATIC: &str = "automatic";

/// What gradients are measured by and how often, where the weighting looks at them.
#[component]
fn Measuring() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_measured = Memo::new(move |_| state.config.with(|config| config.weighting.kind.is_on_gramian()));
    let modes =
        [GramianMode::Representation, GramianMode::Exact].map(|mode| Item::new(mode.key(), mode.name()));
    let modes = [vec![Item::new(AUTOMATIC, "Automatic")], modes.to_vec()].concat();
    view! {
        <Show when=move || is_measured.get()>
            <div class="fields">
                <Choice
                    label="Gradients by"
                    items=modes.clone()
                    value=state.setting(|config| {
                        config.weighting.gramian.map_or(AUTOMATIC, GramianMode::key).into()
                    })
                    on_choose=move |key| {
                        let mode = (key != AUTOMATIC).then_some(key);
                        state.configure(json!({"weighting": {"gramian": mode}}));
                    }
                    hint=state.setting(|config| {
                        let mode = config.gramian_mode();
                        format!("{}: {}", mode.name(), mode.hint())
                    })
                />
                <Setting
                    label="Measured every so many steps"
                    field="weighting.refresh"
                    read=|config| config.weighting.refresh.to_string()
                />
            </div>
        </Show>
    }
}

/// One weight a task, where the weighting is manual.
#[component]
fn ManualWeights() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_manual =
        Memo::new(move |_| state.config.with(|config| config.weighting.kind == WeightingKind::Manual));
    let names = state.task_names();
    let weight = move |task: usize| {
        state.config.with(|config| config.weighting.weights.get(task).copied().unwrap_or(1.0).to_string())
    };
    let enter = move |task: usize, text: String| {
        let mut weights: Vec<Value> = state
            .config
            .with_untracked(|config| config.weighting.weights.iter().map(|&weight| weight.into()).collect());
        weights.resize(names.with_untracked(Vec::len), json!(1.0));
        weights[task] = number(&text);
        state.configure(json!({"weighting": {"weights": weights}}));
    };
    view! {
        <Show when=move || is_manual.get()>
            <fieldset class="fields">
                <legend>"Weight of each task"</legend>
                {move || {
                    names
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(task, name)| {
                            view! {
                                <Entry
                                    label=name
                                    mode="decimal"
                                    value=Signal::derive(move || weight(task))
                                    on_enter=move |text| enter(task, text)
                                />
                            }
                        })
                        .collect_view()
                }}
            </fieldset>
        </Show>
    }
}

fn widths(widths: &[usize]) -> String {
    widths.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

/// What the user typed, as a number if it is one and null if it is nothing; the worker refuses the rest and names the field.
fn number(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Null } else { serde_json::from_str(text).unwrap_or_else(|_| text.into()) }
}

fn numbers(text: &str) -> Vec<Value> {
    let parts = text.split([',', ' ', ';', '/']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(number).collect()
}

//! Step 2: how trunk and heads are wired, how much each task counts, how parameters are updated.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::knobs::{Knobs, TrainingKnobs, WeightingKnobs};
use super::network::Network;
use super::notice::Notice;
use super::probe::ProbeView;
use super::setting::{Setting, label};
use crate::architecture::{Activation, ArchitectureKind};
use crate::config::OptimizerKind;
use crate::protocol::Stage;
use crate::ui::control::{Choice, Entry, Item};
use crate::ui::field;
use crate::ui::format::{count, plural};
use crate::ui::state::AppState;
use crate::weighting::GramianMode;
use crate::weighting::WeightingConfig;
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
                    .map(|problem| view! { <p class="notice">{field::on_page(&problem)}</p> })
            }}
            <Network/>
            <p class="facts">{size}</p>
            <Notice stage=Stage::Configuration/>
            <div class="fields">
                <Methods/>
                <Setting field="architecture.trunk" read=|config| widths(&config.architecture.trunk)/>
            </div>
            <Knobs/>
            <ManualWeights/>
            <WeightingKnobs/>
            <Measuring/>
            <details>
                <summary>"More settings"</summary>
                <div class="fields">
                    <Details/>
                    <TrainingKnobs/>
                </div>
                <ProbeView/>
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
        let takes_weights = WeightingKind::ALL.iter().any(|kind| kind.key() == key && kind.takes_weights());
        let weights = vec![1.0; if takes_weights { state.tasks().len() } else { 0 }];
        let own = json!({"kind": key, "weights": weights, "preference": [], "alpha": null});
        state.configure(json!({"weighting": own}));
    };
    view! {
        <Choice
            label=label("architecture.kind")
            items=architectures
            value=state.setting(|config| config.architecture.kind.key().into())
            on_choose=move |key| state.configure(json!({"architecture": {"kind": key}}))
            hint=state.setting(|config| config.architecture.kind.card().hint())
        />
        <Choice
            label=label("weighting.kind")
            items=weightings
            value=state.setting(|config| config.weighting.kind.key().into())
            on_choose=choose_weighting
            hint=state.setting(|config| config.weighting.kind.card().hint())
        />
        <Choice
            label=label("optimizer.kind")
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
    let shares = move |text: String| state.enter("split", field::shares(&text));
    let present_shares = move || {
        state.config.with(|config| {
            let split = &config.split;
            let shares = [split.train, split.valid, split.test]
                .map(|share| format!("{}", (share * 1e4).round() / 100.0));
            shares.join(", ")
        })
    };
    view! {
        <Setting field="optimizer.learningRate" read=|config| config.optimizer.learning_rate.to_string()/>
        <Setting field="optimizer.weightDecay" read=|config| config.optimizer.weight_decay.to_string()/>
        <Setting field="batchSize" read=|config| config.batch_size.to_string()/>
        <Setting field="epochs" read=|config| config.epochs.to_string()/>
        <Entry
            label=label("earlyStopping")
            mode="numeric"
            value=state.setting(|config| {
                config.early_stopping.map(|stopping| stopping.patience.to_string()).unwrap_or_default()
            })
            on_enter=move |text| {
                if text.trim().is_empty() {
                    state.configure(json!({"earlyStopping": null}));
                } else {
                    state.enter("earlyStopping.patience", field::value("earlyStopping.patience", &text));
                }
            }
        />
        <Setting field="architecture.dropout" read=|config| config.architecture.dropout.to_string()/>
        <Setting field="architecture.head" read=|config| widths(&config.architecture.head)/>
        <Choice
            label=label("architecture.activation")
            items=activations
            value=state.setting(|config| config.architecture.activation.key().into())
            on_choose=move |key| state.configure(json!({"architecture": {"activation": key}}))
        />
        <Entry label=label("split") mode="text" value=Signal::derive(present_shares) on_enter=shares/>
        <Setting field="seed" read=|config| config.seed.to_string()/>
        <Setting
            field="split.seed"
            read=|config| config.split.seed.map(|seed| seed.to_string()).unwrap_or_default()
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
                    label=label("weighting.gramian")
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
                    field="weighting.refresh"
                    read=|config| config.weighting.refresh.to_string()
                />
                <Setting
                    field="weighting.smoothing"
                    read=|config| config.weighting.smoothing.to_string()
                />
            </div>
        </Show>
    }
}

/// One weight per task, where the weighting takes the user's weights or a preference.
#[component]
fn ManualWeights() -> impl IntoView {
    let state = expect_context::<AppState>();
    let field = Memo::new(move |_| {
        let kind = state.config.with(|config| config.weighting.kind);
        let weights = kind.takes_weights().then_some("weighting.weights");
        weights.or_else(|| kind.takes_preference().then_some("weighting.preference"))
    });
    let own = |config: &WeightingConfig| {
        if config.kind.takes_weights() { config.weights.clone() } else { config.preference.clone() }
    };
    let names = state.task_names();
    let weight = move |task: usize| {
        state.config.with(|config| own(&config.weighting).get(task).copied().unwrap_or(1.0).to_string())
    };
    let enter = move |task: usize, name: &str, text: String| {
        let weights = state.config.with_untracked(|config| own(&config.weighting));
        let mut weights: Vec<Value> = weights.into_iter().map(Value::from).collect();
        weights.resize(names.with_untracked(Vec::len), json!(1.0));
        let weights = field::number(&format!("Weight of {name}"), &text).map(|weight| {
            weights[task] = weight;
            Value::Array(weights)
        });
        state.enter(field.get_untracked().unwrap_or_default(), weights);
    };
    view! {
        <Show when=move || field.get().is_some()>
            <fieldset class="fields">
                <legend>{move || label(field.get().unwrap_or_default())}</legend>
                {move || {
                    names
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(task, name)| {
                            let own = name.clone();
                            view! {
                                <Entry
                                    label=name
                                    mode="decimal"
                                    value=Signal::derive(move || weight(task))
                                    on_enter=move |text| enter(task, &own, text)
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

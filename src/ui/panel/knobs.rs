//! The numbers that the chosen architecture and weighting have of their own.

use leptos::prelude::*;
use serde_json::json;

use super::setting::Setting;
use crate::architecture::ArchitectureKind;
use crate::config::RunConfig;
use crate::ui::control::{Choice, Item};
use crate::ui::field;
use crate::ui::state::AppState;
use crate::weighting::{self, Distribution, WeightingKind};

/// One number of an architecture.
#[derive(Clone, Copy, PartialEq)]
enum Knob {
    Experts,
    TaskExperts,
    ExpertsPerTask,
    Rank,
    Temperature,
    RelationStrength,
}

impl Knob {
    fn of(kind: ArchitectureKind) -> &'static [Self] {
        match kind {
            ArchitectureKind::HardSharing
            | ArchitectureKind::SharedParameters
            | ArchitectureKind::CrossStitch
            | ArchitectureKind::TaskFilm
            | ArchitectureKind::SingleTask
            | ArchitectureKind::Mtan => &[],
            ArchitectureKind::Mmoe => &[Self::Experts, Self::Temperature],
            ArchitectureKind::TaskGated => &[Self::Temperature],
            ArchitectureKind::Cgc | ArchitectureKind::Ple => {
                &[Self::Experts, Self::TaskExperts, Self::Temperature]
            }
            ArchitectureKind::Lora => &[Self::Rank],
            ArchitectureKind::Adatt => &[Self::TaskExperts, Self::Temperature],
            ArchitectureKind::DselectK => &[Self::Experts, Self::ExpertsPerTask],
            ArchitectureKind::TaskRelation => &[Self::RelationStrength],
        }
    }

    fn field(self) -> &'static str {
        match self {
            Self::Experts => "architecture.experts",
            Self::TaskExperts => "architecture.taskExperts",
            Self::ExpertsPerTask => "architecture.expertsPerTask",
            Self::Rank => "architecture.rank",
            Self::Temperature => "architecture.temperature",
            Self::RelationStrength => "architecture.relationStrength",
        }
    }

    fn read(self) -> fn(&RunConfig) -> String {
        match self {
            Self::Experts => |config| config.architecture.experts.to_string(),
            Self::TaskExperts => |config| config.architecture.task_experts.to_string(),
            Self::ExpertsPerTask => |config| config.architecture.experts_per_task.to_string(),
            Self::Rank => |config| config.architecture.rank.to_string(),
            Self::Temperature => |config| config.architecture.temperature.to_string(),
            Self::RelationStrength => |config| config.architecture.relation_strength.to_string(),
        }
    }
}

/// A field for each knob of the chosen architecture.
#[component]
pub fn Knobs() -> impl IntoView {
    let state = expect_context::<AppState>();
    let knobs = Memo::new(move |_| Knob::of(state.config.with(|config| config.architecture.kind)));
    move || {
        let fields = knobs.get().iter().map(|&knob| {
            view! { <Setting field=knob.field() read=knob.read()/> }
        });
        (!knobs.get().is_empty()).then(|| view! { <div class="fields">{fields.collect_view()}</div> })
    }
}

/// The present value of a weighting's knob; empty where it is the method's own.
fn read(knob: weighting::Knob) -> fn(&RunConfig) -> String {
    match knob {
        weighting::Knob::Tau => |config| config.weighting.tau.to_string(),
        weighting::Knob::Mu => |config| config.weighting.mu.to_string(),
        weighting::Knob::Gamma => |config| config.weighting.gamma.to_string(),
        weighting::Knob::Alpha => {
            |config| config.weighting.alpha.map(|alpha| alpha.to_string()).unwrap_or_default()
        }
        weighting::Knob::C => |config| config.weighting.c.to_string(),
        weighting::Knob::Distribution => |config| config.weighting.distribution.key().into(),
    }
}

/// Whether losses are divided by the baseline's before the chosen weighting sees them; hidden where they are in any case.
#[component]
fn Normalise() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_open = Memo::new(move |_| {
        state.config.with(|config| config.weighting.kind != WeightingKind::NormalisedEqual)
    });
    let items = [Item::new("false", "As they are"), Item::new("true", "Divided by the baseline's")];
    view! {
        <Show when=move || is_open.get()>
            <div class="fields">
                <Choice
                    label=field::fixed("weighting.normalise").unwrap_or_default()
                    items=items.to_vec()
                    value=state.setting(|config| config.weighting.normalise.to_string())
                    on_choose=move |key| {
                        state.configure(json!({"weighting": {"normalise": key == "true"}}));
                    }
                    hint=state.setting(|config| normalise_hint(config.weighting.normalise).into())
                />
            </div>
        </Show>
    }
}

fn normalise_hint(is_normalised: bool) -> &'static str {
    if is_normalised {
        "Each loss is divided by that of the best answer without inputs, so that all start at 1."
    } else {
        "As in the method's paper: a task with large losses counts more."
    }
}

/// A field for each knob of the chosen weighting, and for what all but one have in common.
#[component]
pub fn WeightingKnobs() -> impl IntoView {
    let state = expect_context::<AppState>();
    let knobs = Memo::new(move |_| state.config.with(|config| config.weighting.kind.knobs()));
    let own = move || {
        let fields = knobs.get().iter().map(|&knob| match knob {
            weighting::Knob::Distribution => {
                let items = Distribution::ALL.map(|kind| Item::new(kind.key(), kind.name())).to_vec();
                let choose = move |key: String| state.configure(json!({"weighting": {"distribution": key}}));
                view! { <Choice label=knob.label() items value=state.setting(read(knob)) on_choose=choose/> }
                    .into_any()
            }
            weighting::Knob::Tau
            | weighting::Knob::Mu
            | weighting::Knob::Gamma
            | weighting::Knob::Alpha
            | weighting::Knob::C => view! { <Setting field=knob.field() read=read(knob)/> }.into_any(),
        });
        (!knobs.get().is_empty()).then(|| view! { <div class="fields">{fields.collect_view()}</div> })
    };
    view! {
        {own}
        <Normalise/>
    }
}

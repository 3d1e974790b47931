//! The numbers and choices that the chosen architecture and weighting have of their own, and those of training.

use leptos::prelude::*;
use serde_json::json;

use crate::architecture;
use crate::config::{self, RunConfig};
use crate::schema::knob::{KnobCard, KnobValue};
use crate::ui::control::{Choice, Entry, Item};
use crate::ui::field;
use crate::ui::state::AppState;
use crate::weighting;

/// A field for one knob.
///
/// - `section`: where in the configuration it stands
fn knob_field<Section: 'static>(
    state: AppState,
    card: KnobCard<Section>,
    section: fn(&RunConfig) -> &Section,
) -> AnyView {
    let (field, label, hint) = (card.field, card.label, card.help);
    let items = match card.value {
        KnobValue::Choice { items, .. } => Some(items()),
        KnobValue::Whole { .. }
        | KnobValue::WholeOrZero { .. }
        | KnobValue::Number { .. }
        | KnobValue::Optional { .. } => None,
    };
    let value = Signal::derive(move || state.config.with(|config| card.shown(section(config))));
    match items {
        Some(items) => {
            let items = items.into_iter().map(|(key, name)| Item::new(key, name)).collect::<Vec<_>>();
            let choose = move |key: String| state.enter(field, Ok(key.into()));
            let hint = Signal::stored(hint.to_owned());
            view! { <Choice label items value on_choose=choose hint/> }.into_any()
        }
        None => {
            let enter = move |text: String| state.enter(field, field::value(field, &text));
            view! { <Entry label mode=field::form(field).mode() value on_enter=enter hint/> }.into_any()
        }
    }
}

/// A row of fields; nothing where there are none.
fn row(fields: Vec<AnyView>) -> Option<impl IntoView> {
    (!fields.is_empty()).then(|| view! { <div class="fields">{fields}</div> })
}

/// A field for each knob of the chosen architecture.
#[component]
pub fn Knobs() -> impl IntoView {
    let state = expect_context::<AppState>();
    let knobs = Memo::new(move |_| state.config.with(|config| config.architecture.kind.knobs()));
    let one = move |knob: &architecture::Knob| knob_field(state, knob.card(), |config| &config.architecture);
    move || row(knobs.get().iter().map(one).collect())
}

/// Whether losses are divided by the baseline's before the chosen weighting sees them; hidden where they are in any case.
#[component]
fn Normalise() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_open = Memo::new(move |_| !state.config.with(|config| config.weighting.kind.is_normalised()));
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
    let one = move |knob: &weighting::Knob| knob_field(state, knob.card(), |config| &config.weighting);
    view! {
        {move || row(knobs.get().iter().map(one).collect())}
        <Normalise/>
    }
}

/// A field for each knob of training that changes anything with what else is chosen. Each comes and goes by itself, so that the one
/// that was just used keeps the focus.
#[component]
pub fn TrainingKnobs() -> impl IntoView {
    let state = expect_context::<AppState>();
    let one = move |knob: config::Knob| {
        let matters = Memo::new(move |_| state.config.with(|config| knob.matters(config)));
        view! {
            <Show when=move || matters.get()>{knob_field(state, knob.card(), |config| config)}</Show>
        }
    };
    config::Knob::ALL.map(one).collect_view()
}

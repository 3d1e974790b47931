//! How cells are read, numbers scaled and rows dealt out: what most tables never need to change.

use leptos::prelude::*;
use serde_json::json;
use web_sys::Element;

use super::splitting::Splitting;
use crate::input::EmbeddingSummary;
use crate::input::embedding::{Categories, NumericEmbedding, Texts};
use crate::input::scaling::Scaling;
use crate::report::ModelSummary;
use crate::task::TargetConfig;
use crate::task::class_weights::ClassWeights;
use crate::task::rare::RareClasses;
use crate::task::transform::Transform;
use crate::task::{Choices, LabelCode, TaskKind};
use crate::ui::control::{Choice, Entry, Item};
use crate::ui::field;
use crate::ui::format::plural;
use crate::ui::state::AppState;

/// What a row that is missed may cost, in false alarms.
const COST_RATIOS: [f64; 7] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];

/// The choices, in a part of the page that opens.
#[component]
pub fn Reading() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_open = RwSignal::new(false);
    let scalings = Scaling::ALL.map(|scaling| Item::new(scaling.key(), scaling.name())).to_vec();
    let categories = Categories::ALL.map(|choice| Item::new(choice.key(), choice.name())).to_vec();
    let texts = Texts::ALL.map(|choice| Item::new(choice.key(), choice.name())).to_vec();
    view! {
        <details on:toggle=move |event| is_open.set(event_target::<Element>(&event).has_attribute("open"))>
            <summary>"How cells are read and rows are dealt out"</summary>
            // A menu of all columns may be long: it is made once it is looked at.
            <Show when=move || is_open.get()>
            <div class="fields">
                <Marks/>
                <Choice
                    label=field::fixed("encoding.numbers").unwrap_or_default()
                    items=scalings.clone()
                    value=state.setting(|config| config.encoding.numbers.key().into())
                    on_choose=move |key| state.configure(json!({"encoding": {"numbers": key}}))
                    hint="By rank where a few numbers are far larger than the rest."
                />
                <Choice
                    label=field::fixed("encoding.numericEmbedding").unwrap_or_default()
                    items=NumericEmbedding::ALL.map(|choice| Item::new(choice.key(), choice.name())).to_vec()
                    value=state.setting(|config| config.encoding.numeric_embedding.key().into())
                    on_choose=move |key| state.configure(json!({"encoding": {"numericEmbedding": key}}))
                    hint=Signal::derive(move || state.config.with(|config| config.encoding.numeric_embedding.hint().to_owned()))
                />
                <Choice
                    label=field::fixed("encoding.categories").unwrap_or_default()
                    items=categories.clone()
                    value=state.setting(|config| config.encoding.categories.key().into())
                    on_choose=move |key| state.configure(json!({"encoding": {"categories": key}}))
                    hint=Signal::derive(move || about_labels(state))
                />
                <Choice
                    label=field::fixed("encoding.texts").unwrap_or_default()
                    items=texts.clone()
                    value=state.setting(|config| config.encoding.texts.key().into())
                    on_choose=move |key| state.configure(json!({"encoding": {"texts": key}}))
                    hint=Signal::derive(move || about_texts(state))
                />
                <Splitting/>
                <Targets/>
            </div>
            </Show>
        </details>
    }
}

/// What is chosen for labels, and which columns it makes learned vectors of.
fn about_labels(state: AppState) -> String {
    let chosen = state.config.with(|config| config.encoding.categories);
    let columns = embeddings(state, false).into_iter().map(|own| {
        let (labels, numbers) = (plural(own.places, "label"), plural(own.size, "number"));
        format!("{} ({labels} as {numbers})", own.columns.join(", "))
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    match chosen {
        Categories::OneHot => chosen.hint().into(),
        Categories::Embedding if columns.is_empty() => format!("{} No input here has more.", chosen.hint()),
        Categories::Embedding => format!("{} Here: {columns}.", chosen.hint()),
    }
}

/// What is chosen for texts, and which columns it makes learned vectors of.
fn about_texts(state: AppState) -> String {
    let chosen = state.config.with(|config| config.encoding.texts);
    let columns = embeddings(state, true).into_iter().map(|own| {
        let (columns, numbers) = (own.columns.join(", "), plural(own.size, "number"));
        match chosen {
            Texts::Tfidf => format!("{columns} ({} of {numbers})", plural(own.places, "vector")),
            Texts::Hashed | Texts::Embedding => format!("{columns}, {numbers} each"),
        }
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    match chosen {
        Texts::Hashed => chosen.hint().into(),
        Texts::Tfidf | Texts::Embedding if columns.is_empty() => {
            format!("{} No input here is a text.", chosen.hint())
        }
        Texts::Tfidf | Texts::Embedding => format!("{} Here: {columns}.", chosen.hint()),
    }
}

/// The learned vectors of texts, or of labels.
fn embeddings(state: AppState, of_texts: bool) -> Vec<EmbeddingSummary> {
    let of_model = |model: &ModelSummary| model.embeddings.clone();
    let all = state.model.with(|model| model.as_ref().map(of_model).unwrap_or_default());
    all.into_iter().filter(|own| own.is_text == of_texts).collect()
}

/// The marks of cells without a value, where the table can be read again with others.
#[component]
fn Marks() -> impl IntoView {
    let state = expect_context::<AppState>();
    let marks = move || {
        state.table.with(|table| {
            let marks = table.iter().flat_map(|table| &table.missing_marks);
            marks.filter(|mark| !mark.is_empty()).cloned().collect::<Vec<_>>().join(", ")
        })
    };
    let enter = move |text: String| {
        let marks = text.split(',').map(|mark| mark.trim().to_owned()).filter(|mark| !mark.is_empty());
        state.reread(marks.collect());
    };
    view! {
        <Show when=move || state.can_reread()>
            <Entry
                label="Cells without a value, beside empty ones: marks with commas between"
                value=Signal::derive(marks)
                on_enter=enter
            />
        </Show>
    }
}

/// What each task is learned as, and how.
#[component]
fn Targets() -> impl IntoView {
    let state = expect_context::<AppState>();
    let tasks = Memo::new(move |_| {
        let is_pooled = |name: &String| {
            let target = state.config.with(|config| config.targets.get(name).copied());
            target.is_some_and(|target| target.rare_classes == RareClasses::Pool)
        };
        let tasks = state.tasks().into_iter();
        tasks.map(|task| (is_pooled(&task.name), task.name, task.kind, task.kinds)).collect::<Vec<_>>()
    });
    let fields = move |(is_pooled, name, kind, kinds): (bool, String, TaskKind, Vec<TaskKind>)| {
        let kind_menu = (kinds.len() > 1).then(|| {
            let items = kinds.iter().map(|kind| Item::new(kind.key(), kind.card().name)).collect();
            let value = Signal::derive(move || kind.key().to_owned());
            target_menu(state, "kind", &name, items, value)
        });
        let choices = kind.card().choices;
        let transform_menu = (choices == Choices::Transform).then(|| {
            let items = Transform::ALL.map(|transform| Item::new(transform.key(), transform.name())).to_vec();
            let value = chosen(state, &name, |target| target.transform.key());
            target_menu(state, "transform", &name, items, value)
        });
        let weights_menu = kind.card().has_classes().then(|| {
            let items = ClassWeights::ALL.map(|weights| Item::new(weights.key(), weights.name())).to_vec();
            let value = chosen(state, &name, |target| target.class_weights.key());
            target_menu(state, "classWeights", &name, items, value)
        });
        // A pool may leave two classes: then the menu stays, as the way back.
        let rare_menu = (choices == Choices::ClassWeightsAndPool || is_pooled).then(|| {
            let items = RareClasses::ALL.map(|rare| Item::new(rare.key(), rare.name())).to_vec();
            let value = chosen(state, &name, |target| target.rare_classes.key());
            target_menu(state, "rareClasses", &name, items, value)
        });
        let cost_menu =
            (kind.card().label_code == LabelCode::YesNo).then(|| view! { <CostRatio task=name.clone()/> });
        view! {
            {kind_menu}
            {transform_menu}
            {weights_menu}
            {rare_menu}
            {cost_menu}
        }
    };
    move || tasks.get().into_iter().map(fields).collect_view()
}

/// What the threshold between two classes is chosen for.
#[component]
fn CostRatio(task: String) -> impl IntoView {
    let state = expect_context::<AppState>();
    let label = field::target(&task, "costRatio").unwrap_or_default();
    let name = task.clone();
    let ratio = Memo::new(move |_| {
        state.config.with(|config| config.targets.get(&name).and_then(|target| target.cost_ratio))
    });
    // One that an embedding page chose stands beside the usual ones.
    let own = ratio.get_untracked().filter(|own| !COST_RATIOS.contains(own));
    let item = |ratio: f64| Item::new(ratio.to_string(), format!("A miss costs {ratio} false alarms"));
    let items = COST_RATIOS.into_iter().chain(own).map(item);
    let items: Vec<Item> = std::iter::once(Item::new("", "Largest F1")).chain(items).collect();
    let value = Signal::derive(move || ratio.get().map(|ratio| ratio.to_string()).unwrap_or_default());
    let choose = move |key: String| {
        state.configure(json!({"targets": {task.clone(): {"costRatio": key.parse::<f64>().ok()}}}));
    };
    view! { <Choice label items value on_choose=choose/> }
}

/// What is chosen for a task, or what is chosen where nothing is.
fn chosen(state: AppState, task: &str, read: fn(TargetConfig) -> &'static str) -> Signal<String> {
    let task = task.to_owned();
    Signal::derive(move || {
        let target = state.config.with(|config| config.targets.get(&task).copied());
        read(target.unwrap_or_default()).to_owned()
    })
}

/// The menu of one field of a task.
fn target_menu(
    state: AppState,
    field: &'static str,
    task: &str,
    items: Vec<Item>,
    value: Signal<String>,
) -> AnyView {
    let label = field::target(task, field).unwrap_or_default();
    let task = task.to_owned();
    let choose = move |key: String| {
        let mut target = json!({field: key});
        if field == "kind" {
            // They suit some kinds only, and would stand in another's way.
            target["transform"] = Transform::None.key().into();
            target["rareClasses"] = RareClasses::Keep.key().into();
            target["classWeights"] = ClassWeights::None.key().into();
            target["costRatio"] = serde_json::Value::Null;
        }
        state.configure(json!({"targets": {task.clone(): target}}));
    };
    view! { <Choice label items value on_choose=choose/> }.into_any()
}

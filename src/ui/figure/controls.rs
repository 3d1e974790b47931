//! What can be set about a view.

use leptos::prelude::*;

use crate::figure::{Control, Options, Setting};
use crate::ui::control::{Choice, Item};
use crate::ui::format::number;

/// Its menus and sliders. They stay while the view is drawn anew, so that a slider can be drawn along.
#[component]
pub fn Controls(
    /// As the view has them; none before it is drawn.
    controls: Memo<Option<Vec<Control>>>,
    /// What is set.
    options: RwSignal<Options>,
) -> impl IntoView {
    let kinds = Memo::new(move |_| {
        controls.with(|controls| controls.iter().flatten().cloned().map(without_value).collect::<Vec<_>>())
    });
    let value = move |key: String| {
        Signal::derive(move || {
            let set = options.with(|options| options.get(&key).map(str::to_owned));
            set.or_else(|| {
                controls.with(|controls| controls.iter().flatten().find(|own| own.key == key).map(value_of))
            })
            .unwrap_or_default()
        })
    };
    let set = move |key: &str, value: String| {
        options.update(|options| {
            options.0.insert(key.to_owned(), value);
        });
    };
    let all = move || {
        let kinds = kinds.get();
        let controls = kinds.into_iter().map(|Control { key, name, setting }| {
            let value = value(key.clone());
            match setting {
                Setting::Choice { items, .. } => {
                    let items = items.into_iter().map(|item| Item::new(item.key, item.name)).collect();
                    view! { <Choice label=name items value on_choose=move |chosen| set(&key, chosen)/> }
                        .into_any()
                }
                Setting::Slider { ends, step, .. } => {
                    let shown = move || value.with(|value| value.parse().map(number).unwrap_or_default());
                    view! {
                        <label class="field">
                            <span>{name}" "<output>{shown}</output></span>
                            <input
                                type="range"
                                min=ends[0]
                                max=ends[1]
                                step=step
                                prop:value=value
                                on:input:target=move |event| set(&key, event.target().value())
                            />
                        </label>
                    }
                    .into_any()
                }
            }
        });
        let controls = controls.collect_view();
        (!controls.is_empty()).then(|| view! { <div class="look-controls">{controls}</div> })
    };
    view! { {all} }
}

fn value_of(control: &Control) -> String {
    match &control.setting {
        Setting::Choice { value, .. } => value.clone(),
        Setting::Slider { value, .. } => value.to_string(),
    }
}

fn without_value(mut control: Control) -> Control {
    match &mut control.setting {
        Setting::Choice { value, .. } => value.clear(),
        Setting::Slider { value, .. } => *value = 0.0,
    }
    control
}

//! A menu of named choices.

use leptos::prelude::*;

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The name in configurations.
    pub key: String,
    /// What the menu shows.
    pub name: String,
}

impl Item {
    /// A choice.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into() }
    }
}

/// The menu.
#[component]
pub fn Choice(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// In menu order.
    items: Vec<Item>,
    /// Key of the present choice.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the new key.
    on_choose: impl Fn(String) + 'static,
    /// A sentence about the present choice.
    #[prop(into, optional)]
    hint: Signal<String>,
) -> impl IntoView {
    let options = items.into_iter().map(|Item { key, name }| {
        let own = key.clone();
        view! { <option value=key prop:selected=move || value.with(|value| *value == own)>{name}</option> }
    });
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| on_choose(event.target().value())>
                {options.collect_view()}
            </select>
            {move || {
                let hint = hint.get();
                (!hint.is_empty()).then(|| view! { <small>{hint}</small> })
            }}
        </label>
    }
}

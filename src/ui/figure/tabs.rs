//! Several views of which one is open.

use leptos::prelude::*;

use crate::ui::control::Item;

/// A button a view.
#[component]
pub fn Tabs(
    /// What they choose from.
    #[prop(into)]
    label: String,
    /// In their order.
    items: Vec<Item>,
    /// The key of the open one.
    value: RwSignal<String>,
) -> impl IntoView {
    let buttons = items.into_iter().map(|Item { key, name }| {
        let (own, chosen) = (key.clone(), key.clone());
        let is_open = move || value.with(|value| *value == own);
        view! {
            <button aria-pressed=move || is_open().to_string() data-view=key on:click=move |_| value.set(chosen.clone())>
                {name}
            </button>
        }
    });
    view! {
        <div class="tabs" role="group" aria-label=label>
            {buttons.collect_view()}
        </div>
    }
}

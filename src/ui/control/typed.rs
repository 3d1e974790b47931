//! A line of text that counts as it is typed.

use leptos::prelude::*;

/// The field.
#[component]
pub fn Typed(
    /// What is entered.
    #[prop(into)]
    label: String,
    /// The present value, as text.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the text after every key.
    on_type: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:input:target=move |event| on_type(event.target().value())
            />
        </label>
    }
}

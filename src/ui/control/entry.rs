//! A line of text that counts once the user is done with it.

use leptos::prelude::*;

/// The field.
#[component]
pub fn Entry(
    /// What is entered.
    #[prop(into)]
    label: String,
    /// The present value, as text.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the new text.
    on_enter: impl Fn(String) + 'static,
    /// The keyboard that touch screens show: `numeric`, `decimal` or `text`.
    #[prop(optional, into)]
    mode: Option<&'static str>,
    /// A sentence about what it does.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let field = view! {
        <span>{label}</span>
        <input
            type="text"
            autocomplete="off"
            spellcheck="false"
            inputmode=mode.unwrap_or("text")
            prop:value=value
            on:change:target=move |event| on_enter(event.target().value())
        />
    };
    match hint {
        None => view! { <label class="field">{field}</label> }.into_any(),
        // Beside the label, which names the field by itself.
        Some(hint) => view! {
            <div class="field">
                <label>{field}</label>
                <small>{hint}</small>
            </div>
        }
        .into_any(),
    }
}

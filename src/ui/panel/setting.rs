//! One field of the configuration, by its name.

use leptos::prelude::*;

use crate::config::RunConfig;
use crate::ui::control::Entry;
use crate::ui::field;
use crate::ui::state::AppState;

/// The label of a field, which has one.
pub fn label(field: &'static str) -> &'static str {
    field::fixed(field).unwrap_or(field)
}

/// One number, or a list of widths, at a dotted name of the configuration.
#[component]
pub fn Setting(
    /// Its dotted name in the configuration.
    field: &'static str,
    /// Its present value.
    read: fn(&RunConfig) -> String,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    view! {
        <Entry
            label=label(field)
            mode=field::form(field).mode()
            value=state.setting(read)
            on_enter=move |text| state.enter(field, field::value(field, &text))
        />
    }
}

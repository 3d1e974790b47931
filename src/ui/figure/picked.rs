//! The rows that are picked, in a line that stays in sight.

use leptos::prelude::*;

use crate::ui::format::plural;
use crate::ui::selection::Selection;
use crate::ui::state::AppState;

/// How many rows are picked and where, with a way to let them go.
#[component]
pub fn Picked() -> impl IntoView {
    let state = expect_context::<AppState>();
    let text = move || {
        state.picked.with(|picked| {
            (!picked.is_empty())
                .then(|| format!("{} picked in “{}”", plural(picked.rows().len(), "row"), picked.from))
        })
    };
    let is_shown = move || state.picked.with(|picked| !picked.is_empty());
    view! {
        <div class="picked-bar" class:shown=is_shown>
            <p role="status">{text}</p>
            <Show when=is_shown>
                <button on:click=move |_| state.picked.set(Selection::default())>"Let them go"</button>
            </Show>
        </div>
    }
}

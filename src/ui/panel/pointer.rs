//! A sentence about the table that shows its cell in the preview when it is pressed.

use leptos::prelude::*;

use crate::schema::warning::Place;
use crate::ui::state::AppState;

/// The sentence; a button where it is about one place.
#[component]
pub fn Pointer(
    /// What it says.
    message: String,
    /// What it is about.
    place: Option<Place>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    match place {
        Some(place) => view! {
            <button class="pointer" title="Show it among all rows" on:click=move |_| state.pointed.set(Some(place.clone()))>
                {message}
            </button>
        }
        .into_any(),
        None => view! { <span>{message}</span> }.into_any(),
    }
}

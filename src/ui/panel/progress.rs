//! How far something is that takes a while: the worker's loading, or a large table's reading, with a button that ends it.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::ui::progress::Progress;
use crate::ui::state::AppState;
use crate::web::focus;

/// A bar, shown only while something takes a while.
#[component]
pub fn ReadingProgress() -> impl IntoView {
    let state = expect_context::<AppState>();
    let of = move |read: fn(&Progress) -> String| state.reading.with(|reading| reading.as_ref().map(read));
    let share = move || of(|reading| reading.share.map(|share| share.to_string()).unwrap_or_default());
    let has_end =
        move || state.reading.with(|reading| reading.as_ref().is_some_and(|reading| reading.has_end));
    view! {
        <Show when=move || state.reading.with(Option::is_some)>
            <div class="reading" class:starting=move || !has_end()>
                <label>
                    {move || of(|reading| reading.text.clone())}
                    <progress max="1" value=move || share().filter(|share| !share.is_empty())></progress>
                </label>
                <button
                    hidden=move || !has_end()
                    on:click=move |event| {
                        focus::to_heading_of(&event_target(&event));
                        state.send(Command::CancelLoad);
                    }
                >
                    "Cancel"
                </button>
            </div>
        </Show>
    }
}

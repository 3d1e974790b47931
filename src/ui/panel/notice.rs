//! What went wrong last, said where it belongs.

use leptos::prelude::*;

use super::pointer::Pointer;
use crate::protocol::Stage;
use crate::ui::state::AppState;
use crate::web::focus;

/// The sentence about the latest thing that did not work in a stage, until something does.
#[component]
pub fn Notice(
    /// Whose failures are shown here.
    stage: Stage,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let failure = move || state.failure.get().filter(|failure| failure.stage == stage);
    view! {
        <div class="notice-place" role="alert">
            {move || {
                failure()
                    .map(|failure| {
                        view! {
                            <p class="notice">
                                <Pointer message=failure.message place=failure.place/>
                                <button
                                    class="quiet"
                                    aria-label="Dismiss"
                                    on:click=move |event| {
                                        focus::to_heading_of(&event_target(&event));
                                        state.failure.set(None);
                                    }
                                >
                                    "×"
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

//! How far something is that takes a while: the worker's loading, or a large table's reading, with a button that ends it.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::ui::state::AppState;
use crate::web::focus;
use crate::web::opening::Received;

/// How far something is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is being done, and how much of it is.
    text: String,
    /// From 0 to 1, where all of it is known.
    share: Option<f64>,
    /// Whether the user can end it.
    has_end: bool,
}

impl Progress {
    /// Of a table's reading.
    ///
    /// - `read`, `total`: bytes of its text
    /// - `share`: of all work, from 0 to 1
    pub fn of_table(name: &str, read: usize, total: usize, share: f64) -> Self {
        let megabytes = |bytes: usize| bytes / 1_000_000;
        let text = if read == total {
            format!("Finding what the columns of “{name}” hold")
        } else {
            format!("Reading “{name}”: {} of {} MB", megabytes(read), megabytes(total))
        };
        Self { text, share: Some(share), has_end: true }
    }

    /// Of the worker's loading.
    pub fn of_worker(Received { bytes, total }: Received) -> Self {
        let megabytes = |bytes: f64| format!("{:.1}", bytes / 1e6);
        let all = total.map_or_else(|| " MB so far".into(), |total| format!(" of {} MB", megabytes(total)));
        let text = format!("Loading the part that trains: {}{all}", megabytes(bytes));
        Self { text, share: total.map(|total| bytes / total), has_end: false }
    }
}

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

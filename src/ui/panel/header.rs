//! The page's header: name, examples, theme, device, and the promise that nothing is uploaded.

use std::rc::Rc;

use leptos::prelude::*;

use crate::report::{Backend, Status};
use crate::table::gallery::{EXAMPLES, Example, Source};
use crate::ui::control::Menu;
use crate::ui::state::AppState;
use crate::web::theme::Theme;

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let state = expect_context::<AppState>();
    let theme = RwSignal::new(Theme::first());
    let change_theme = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get().apply();
        theme.get().keep();
    };
    let present = move || match state.is_toy_open.get() {
        true => {
            EXAMPLES.iter().find(|example| example.source == Source::Toy).map_or("", |toy| toy.key).to_owned()
        }
        false => state.example.get().map_or("", |open| open.key).to_owned(),
    };
    let options = move |is_made: bool| {
        let examples = EXAMPLES.iter().filter(|example| matches!(example.source, Source::File(_)) != is_made);
        let option = |example: &'static Example| {
            let is_open = move || present() == example.key;
            view! { <option value=example.key prop:selected=is_open>{example.title}</option> }
        };
        examples.map(option).collect_view()
    };
    let open = Rc::new(move |key: String, restore| state.load_example(&key, restore));
    let is_own = move || present().is_empty();
    view! {
        <header class="top">
            <h1>
                <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
                    <path class="logo-trunk" d="M3 16h10"/>
                    <path class="task-0" d="M13 16c7 0 6-10 14-10"/>
                    <path class="task-1" d="M13 16h14"/>
                    <path class="task-2" d="M13 16c7 0 6 10 14 10"/>
                </svg>
                "Polyhead"
            </h1>
            <div class="examples">
                <Menu
                    label="Example"
                    class="example-menu"
                    verb="Open"
                    value=Signal::derive(present)
                    on_choose=open
                >
                    <option value="" disabled prop:selected=is_own>"Your own table"</option>
                    {options(false)}
                    <optgroup label="Made on the spot">{options(true)}</optgroup>
                </Menu>
            </div>
            <DeviceBadge/>
            <button class="quiet" on:click=change_theme aria-label=move || format!("Theme: {}", theme.get().key())>
                {move || match theme.get() {
                    Theme::Auto => "◐ auto",
                    Theme::Light => "☀ light",
                    Theme::Dark => "☾ dark",
                }}
            </button>
            <p class="tagline">
                "One shared model with many heads, trained here on your own data. Nothing is uploaded."
                <Saving/>
            </p>
        </header>
    }
}

/// Whether work is kept for the next visit, and the way to have it forgotten.
#[component]
fn Saving() -> impl IntoView {
    let state = expect_context::<AppState>();
    move || {
        match state.saving.get() {
        None => ().into_any(),
        Some(None) => view! {
            " Kept in this browser for your next visit. "
            <button class="link" on:click=move |_| state.ask_to_forget()>"Forget everything"</button>
        }
        .into_any(),
        Some(Some(problem)) => {
            view! { <span class="alarm" role="status">{format!(" Not kept for your next visit: {problem}.")}</span> }.into_any()
        }
    }
    }
}

/// Where models train and, on the CPU, why.
#[component]
fn DeviceBadge() -> impl IntoView {
    let state = expect_context::<AppState>();
    view! {
        <div class="device" role="status">
            {move || match state.device.get() {
                None => {
                    let text = match state.status.get() {
                        Status::Error => "stopped",
                        Status::Idle | Status::Running | Status::Paused | Status::Done => "starting …",
                    };
                    view! { <span class="badge">{text}</span> }.into_any()
                }
                Some(device) => {
                    let (name, class) = match device.backend {
                        Backend::Webgpu => (format!("WebGPU: {}", device.adapter), "badge gpu"),
                        Backend::Cpu => ("CPU".to_owned(), "badge cpu"),
                    };
                    let reason = device.reason.map(|reason| view! { <span class="reason">{reason}</span> });
                    view! {
                        <span class=class>{name}</span>
                        {reason}
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

//! A menu that acts: a choice by pointer acts at once, arrow keys only look through it until Enter or its button is pressed.

use std::rc::Rc;

use leptos::html::Select;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Puts the menu back to the present choice.
pub type Restore = Rc<dyn Fn()>;

/// The menu; its options are its children.
#[component]
pub fn Menu(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Class of the label around it.
    class: &'static str,
    /// What the button does with a choice that waits, such as `Open`.
    verb: &'static str,
    /// The key of the present choice.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the key chosen, and what puts the menu back to the present choice.
    on_choose: Rc<dyn Fn(String, Restore)>,
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<Select>::new();
    let is_looking = RwSignal::new(false);
    // The name of a choice that waits.
    let waiting = RwSignal::new(None::<String>);
    let restore = move || {
        waiting.set(None);
        if let Some(menu) = menu.get_untracked() {
            menu.set_value(&value.get_untracked());
        }
    };
    let act = Rc::new(move || {
        waiting.set(None);
        if let Some(menu) = menu.get_untracked() {
            // The button that may have been pressed is gone now.
            let _ = menu.focus();
            on_choose(menu.value(), Rc::new(restore));
        }
    });
    let (enter, press) = (act.clone(), act.clone());
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if waiting.with_untracked(Option::is_some) => {
            event.prevent_default();
            enter();
        }
        "Escape" => restore(),
        "Tab" | "Shift" => {}
        // These open the list, in which a choice is made once.
        "Enter" | " " => is_looking.set(false),
        _ => is_looking.set(!event.alt_key()),
    };
    let change = move |_| {
        let Some(menu) = menu.get_untracked() else { return };
        if is_looking.get_untracked() {
            let name = menu.selected_options().item(0).and_then(|option| option.text_content());
            waiting.set(Some(name.unwrap_or_default()));
        } else {
            act();
        }
    };
    let name = move || waiting.get().map(|name| format!("{verb} “{name}”"));
    view! {
        <label class=class>
            <span>{label}</span>
            <select node_ref=menu on:keydown=key on:pointerdown=move |_| is_looking.set(false) on:change=change>
                {children()}
            </select>
        </label>
        <button hidden=move || waiting.with(Option::is_none) on:click=move |_| press()>{name}</button>
    }
}

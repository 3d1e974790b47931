//! A search among columns, and a type or a role for all that it finds.

use std::rc::Rc;

use leptos::prelude::*;

use super::found::Found;
use crate::schema::choice::ColumnChoice;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::ui::control::{Menu, Typed};
use crate::ui::format::plural;
use crate::ui::state::AppState;

/// A search, and a type or a role for all that it finds.
#[component]
pub fn Tools(
    /// What is sought.
    sought: RwSignal<String>,
    /// What is found.
    found: Memo<Vec<Found>>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let choose = move |role: Option<Role>, kind: Option<ColumnKind>| {
        let choices: Vec<_> = state.table.with_untracked(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            let names: Vec<&String> = columns.map(|column| &column.name).collect();
            let found = found.get_untracked().into_iter().filter_map(|found| names.get(found.index).copied());
            found.map(|column| ColumnChoice { column: column.clone(), role, kind }).collect()
        });
        // No choice is no reason to end a run.
        if !choices.is_empty() {
            state.set_columns(choices, Rc::new(|| {}));
        }
    };
    let all = move || match found.with(Vec::len) {
        1 => "the one column shown".to_owned(),
        shown => format!("all {} shown", plural(shown, "column")),
    };
    view! {
        <div class="column-tools">
            <Typed label="Find columns" value=sought on_type=move |text| sought.set(text)/>
            <ForAll
                label=Signal::derive(move || format!("Type of {}", all()))
                keys=ColumnKind::ALL.map(ColumnKind::key).into()
                on_choose=Rc::new(move |key: String| choose(None, ColumnKind::ALL.into_iter().find(|kind| kind.key() == key)))
            />
            <ForAll
                label=Signal::derive(move || format!("Role of {}", all()))
                keys=Role::ALL.map(Role::key).into()
                on_choose=Rc::new(move |key: String| choose(Role::ALL.into_iter().find(|role| role.key() == key), None))
            />
        </div>
    }
}

/// A menu that acts once and goes back to saying nothing.
#[component]
fn ForAll(
    label: Signal<String>,
    /// What can be chosen.
    keys: Vec<&'static str>,
    /// Gets the key chosen.
    on_choose: Rc<dyn Fn(String)>,
) -> impl IntoView {
    let options = keys.into_iter().map(|key| view! { <option value=key>{key}</option> }).collect_view();
    let choose = Rc::new(move |key: String, restore: Rc<dyn Fn()>| {
        on_choose(key);
        restore();
    });
    view! {
        <div class="for-all">
            <Menu label class="field" verb="Set" value=Signal::derive(String::new) on_choose=choose>
                <option value="">"as they are"</option>
                {options}
            </Menu>
        </div>
    }
}

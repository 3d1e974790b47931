//! How rows are dealt out to training, validation and test: by time or at random, with equal shares, copies together.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::config::PLAIN_RANDOM;
use crate::schema::column::ColumnKind;
use crate::ui::control::{Choice, Item};
use crate::ui::field;
use crate::ui::state::AppState;

/// The choices.
#[component]
pub fn Splitting() -> impl IntoView {
    view! {
        <ByTime/>
        <Stratify/>
        <Copies/>
    }
}

/// What has the same shares in every split.
#[component]
fn Stratify() -> impl IntoView {
    let state = expect_context::<AppState>();
    let names = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            columns.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    move || {
        let columns = names.get().into_iter().map(|name| Item::new(name.clone(), name));
        let fixed = [Item::new("", "Classes of all tasks"), Item::new(PLAIN_RANDOM, "Nothing: plain random")];
        let choose = move |key: String| {
            let stratify = if key.is_empty() { Value::Null } else { key.into() };
            state.configure(json!({"split": {"stratify": stratify}}));
        };
        view! {
            <Choice
                label=field::fixed("split.stratify").unwrap_or_default()
                items=fixed.into_iter().chain(columns).collect()
                value=state.setting(|config| config.split.stratify.clone().unwrap_or_default())
                on_choose=choose
            />
        }
    }
}

/// Whether rows are dealt out by time, and by which column's.
#[component]
fn ByTime() -> impl IntoView {
    let state = expect_context::<AppState>();
    let names = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            let timed = columns.filter(|column| may_be_time(column.kind));
            timed.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    move || {
        let columns = names.get().into_iter().map(|name| Item::new(name.clone(), name));
        let choose = move |key: String| {
            let by_time = if key.is_empty() { Value::Null } else { key.into() };
            state.configure(json!({"split": {"byTime": by_time}}));
        };
        view! {
            <Choice
                label=field::fixed("split.byTime").unwrap_or_default()
                items=std::iter::once(Item::new("", "No column: at random")).chain(columns).collect()
                value=state.setting(|config| config.split.by_time.clone().unwrap_or_default())
                on_choose=choose
                hint="The oldest rows train and the newest test, as when the future is to be predicted."
            />
        }
    }
}

fn may_be_time(kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Date
        | ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Ordered
        | ColumnKind::Identifier => true,
        ColumnKind::Category
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Constant
        | ColumnKind::Image
        | ColumnKind::Text => false,
    }
}

/// Whether equal rows stay in one split.
#[component]
fn Copies() -> impl IntoView {
    let state = expect_context::<AppState>();
    view! {
        <Choice
            label=field::fixed("split.keepCopiesTogether").unwrap_or_default()
            items=vec![Item::new("true", "Stay in one split"), Item::new("false", "Are dealt out like others")]
            value=state.setting(|config| config.split.keep_copies_together.to_string())
            on_choose=move |key| state.configure(json!({"split": {"keepCopiesTogether": key == "true"}}))
        />
    }
}

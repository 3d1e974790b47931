//! One column of the table: what it holds, what it is used for, what is missing, how it is spread.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::{Event, HtmlSelectElement};

use super::found::Found;
use crate::schema::choice::ColumnChoice;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::table::summary::{ColumnSummary, ValueSummary};
use crate::ui::chart::Spark;
use crate::ui::format::{count, number, task_class};
use crate::ui::state::AppState;

/// The row; its elements stay while what is in them changes, so that it keeps the focus.
#[component]
pub fn ColumnRow(
    /// All columns that are shown, with their tasks.
    found: Memo<Vec<Found>>,
    /// Of this one in the table.
    index: usize,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    move || {
        let (row, found) = found.with(|found| {
            let row = found.iter().position(|found| found.index == index)?;
            Some((row, found.get(row)?.clone()))
        })?;
        let (rows, column) = state.table.with(|table| {
            let table = table.as_ref()?;
            Some((table.rows, table.columns.get(index)?.clone()))
        })?;
        // The header is a row, too, and they count from 1.
        Some(row_view(state, row + 2, rows, found, column))
    }
}

fn row_view(state: AppState, row_index: usize, rows: usize, found: Found, column: ColumnSummary) -> AnyView {
    let name = column.name.clone();
    let own = StoredValue::new(name.clone());
    let choose = move |role, kind, menu: HtmlSelectElement, present: &'static str| {
        let choice = ColumnChoice { column: own.get_value(), role, kind };
        state.set_columns(vec![choice], Rc::new(move || menu.set_value(present)));
    };
    let kinds = ColumnKind::ALL.map(|kind| {
        view! { <option value=kind.key() prop:selected=kind == column.kind>{kind.key()}</option> }
    });
    let roles = Role::ALL.map(|role| {
        view! { <option value=role.key() prop:selected=role == column.role>{role.key()}</option> }
    });
    let choose_kind = move |event: Event| {
        let menu: HtmlSelectElement = event_target(&event);
        let chosen = ColumnKind::ALL.into_iter().find(|kind| kind.key() == menu.value());
        choose(None, chosen, menu, column.kind.key());
    };
    let choose_role = move |event: Event| {
        let menu: HtmlSelectElement = event_target(&event);
        let chosen = Role::ALL.into_iter().find(|role| role.key() == menu.value());
        choose(chosen, None, menu, column.role.key());
    };
    let class = match (column.role, found.task) {
        (Role::Task, Some(task)) => format!("role-task {}", task_class(task)),
        (Role::Ignore, _) => "role-ignore".into(),
        (Role::Input | Role::Split | Role::Group | Role::Weight | Role::Task, _) => String::new(),
    };
    let reason = Some(column.reason.clone()).filter(|reason| !reason.is_empty());
    let set = found.set.map(|set| format!("one label of the task “{set}”"));
    let reasons = reason.into_iter().chain(set).map(|reason| {
        view! { <span class="reason" title=reason.clone()>{reason.clone()}</span> }
    });
    view! {
        <tr class=class aria-rowindex=row_index>
            <th scope="row">
                <span class="name" title=name.clone()>{name.clone()}</span>
                {reasons.collect_view()}
            </th>
            <td>
                <select aria-label=format!("Type of {name}") on:change=choose_kind>
                    {kinds}
                </select>
            </td>
            <td>
                <select aria-label=format!("Role of {name}") on:change=choose_role>
                    {roles}
                </select>
            </td>
            <td class="number">{missing_text(&column, rows)}</td>
            <td class="spread">
                <Spark bars=bars(&column.values) label=spread_text(&column)/>
                <span class="range">{range_text(&column)}</span>
            </td>
        </tr>
    }
    .into_any()
}

fn missing_text(column: &ColumnSummary, rows: usize) -> String {
    if column.missing == 0 {
        return "0".into();
    }
    let share = 100.0 * column.missing as f64 / rows.max(1) as f64;
    let share = if share < 1.0 { "< 1 %".to_owned() } else { format!("{share:.0} %") };
    match column.role {
        Role::Task => format!("{share} masked"),
        Role::Input => format!("{share} imputed"),
        Role::Ignore | Role::Split | Role::Group | Role::Weight => share,
    }
}

fn bars(values: &ValueSummary) -> Vec<usize> {
    match values {
        ValueSummary::Numbers { bins, .. } | ValueSummary::Dates { bins, .. } => bins.clone(),
        ValueSummary::Labels { levels } => levels.iter().map(|(_, rows)| *rows).take(24).collect(),
    }
}

fn range_text(column: &ColumnSummary) -> String {
    match &column.values {
        ValueSummary::Numbers { low, high, .. } => format!("{} … {}", number(*low), number(*high)),
        ValueSummary::Dates { low, high, .. } => format!("{low} … {high}"),
        ValueSummary::Labels { levels } => match levels.as_slice() {
            [] => "–".into(),
            [only] => only.0.clone(),
            [first, second] => format!("{}, {}", first.0, second.0),
            [_, ..] => format!("{} labels", count(column.distinct)),
        },
    }
}

fn spread_text(column: &ColumnSummary) -> String {
    format!("Distribution of {}: {}", column.name, range_text(column))
}

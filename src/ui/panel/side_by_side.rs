//! Two runs side by side: the settings in which they differ, and the main score of each task.

use leptos::prelude::*;

use crate::metric::MetricKind;
use crate::protocol::RunEntry;
use crate::report::{RunReport, TaskReport};
use crate::schema::split::Split;
use crate::ui::control::{Choice, Item};
use crate::ui::field;
use crate::ui::format::{score, task_class, time};
use crate::ui::state::AppState;

/// Two menus, and the runs chosen; at first the last two.
#[component]
pub fn SideBySide(
    /// At least two.
    runs: RwSignal<Vec<RunEntry>>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    // Numbers of runs, once they are chosen.
    let chosen = RwSignal::new([None::<u32>; 2]);
    let shown = Memo::new(move |_| {
        let chosen = chosen.get();
        runs.with(|runs| {
            let found = |side: usize| {
                let own = runs.iter().find(|run| Some(run.run) == chosen[side]);
                own.or(runs.len().checked_sub(2 - side).and_then(|index| runs.get(index))).cloned()
            };
            Some([found(0)?, found(1)?])
        })
    });
    let menu = move |side: usize, label: &'static str| {
        let value = Signal::derive(move || {
            shown.with(|shown| shown.as_ref().map(|runs| runs[side].run.to_string()).unwrap_or_default())
        });
        let choose = move |key: String| chosen.update(|chosen| chosen[side] = key.parse().ok());
        // Made anew with the list, as a menu keeps its items.
        move || {
            let items = runs.with(|runs| {
                let item = |run: &RunEntry| Item::new(run.run.to_string(), format!("Run {}", run.run));
                runs.iter().map(item).collect()
            });
            view! { <Choice label items value on_choose=choose/> }
        }
    };
    let table = move || shown.get().map(|[left, right]| table(&left, &right, state.split.get()));
    view! {
        <details>
            <summary>"Two runs side by side"</summary>
            <div class="controls">{menu(0, "Left")} {menu(1, "Right")}</div>
            {table}
        </details>
    }
}

fn table(left: &RunEntry, right: &RunEntry, split: Split) -> impl IntoView + use<> {
    let differences = left.config.differences(&right.config).into_iter().map(|found| {
        let name = field::label(&found.field).unwrap_or(found.field);
        line(String::new(), name, [found.own, found.other])
    });
    let same = left.config == right.config;
    let scores = left.report.tasks.iter().enumerate().map(|(index, task)| {
        let metric = task.kind.card().main_metric;
        let own = [&left.report, &right.report].map(|report| score(value(report, task, metric, split)));
        line(task_class(index), format!("{}: {}", task.name, metric.name()), own)
    });
    let seconds = [&left.report, &right.report].map(|report| time(report.train_seconds));
    let epochs = [&left.report, &right.report].map(|report| report.best_epoch.to_string());
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Two runs side by side">
            <table class="compared">
                <caption>
                    {if same { "Both were trained by the same settings" } else { "The settings that differ, and the main score of each task on the rows chosen above" }}
                </caption>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{format!("Run {}", left.run)}</th>
                        <th scope="col">{format!("Run {}", right.run)}</th>
                    </tr>
                </thead>
                <tbody>
                    {differences.collect_view()}
                    {scores.collect_view()}
                    {line(String::new(), "Kept epoch".to_owned(), epochs)}
                    {line(String::new(), "Time of training".to_owned(), seconds)}
                </tbody>
            </table>
        </div>
    }
}

fn line(class: String, name: String, [left, right]: [String; 2]) -> impl IntoView {
    view! {
        <tr class=class>
            <th scope="row">{name}</th>
            <td>{left}</td>
            <td>{right}</td>
        </tr>
    }
}

/// The score of a task of the same name and kind.
fn value(report: &RunReport, task: &TaskReport, metric: MetricKind, split: Split) -> Option<f64> {
    let own = report.tasks.iter().find(|own| own.name == task.name && own.kind == task.kind)?;
    own.metrics.get(&split)?.get(&metric).copied().flatten()
}

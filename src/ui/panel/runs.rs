//! The runs on the present table that have ended, one line each: how each was trained, what came of it, and the way back to it.

use leptos::prelude::*;

use super::side_by_side::SideBySide;
use crate::config::RunConfig;
use crate::metric::MetricKind;
use crate::protocol::{Command, Event, RunEntry};
use crate::report::TaskReport;
use crate::schema::split::Split;
use crate::ui::format::{count, score, task_class};
use crate::ui::state::AppState;

/// The list; nothing before there are two.
#[component]
pub fn RunsView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let runs = RwSignal::new(Vec::<RunEntry>::new());
    // A run that has ended, or was compared, changes the list.
    Effect::new(move || {
        state.report.track();
        leptos::task::spawn_local(async move {
            if let Ok(Event::Runs(found)) = state.ask(Command::Runs).await {
                runs.set(found);
            }
        });
    });
    let is_worth_showing = Memo::new(move |_| runs.with(|runs| runs.len() > 1));
    let names = move || runs.with(|runs| runs.last().map(|run| run.report.tasks.clone()).unwrap_or_default());
    let shown = move || state.report.with(|report| report.as_ref().map(|report| report.run));
    let rows = move || {
        let tasks = names();
        let shown = shown();
        let all = runs.get();
        let rows = all.iter().enumerate().map(|(index, run)| {
            let before = index.checked_sub(1).and_then(|before| all.get(before));
            row(state, run, before.map(|run| &run.config), &tasks, shown == Some(run.run))
        });
        rows.collect_view()
    };
    let heads = move || {
        let tasks = names().into_iter().enumerate();
        let head = |(index, task): (usize, TaskReport)| {
            view! {
                <th scope="col" class=task_class(index)>
                    {task.name}<br/><span class="faint">{task.kind.card().main_metric.name()}</span>
                </th>
            }
        };
        tasks.map(head).collect_view()
    };
    view! {
        <Show when=move || is_worth_showing.get()>
            <section class="comparison" aria-labelledby="runs-title">
                <h3 id="runs-title">"Runs"</h3>
                <div class="scroll" tabindex="0" role="region" aria-label="Runs">
                    <table class="compared runs">
                        <caption>"Scores on validation rows, which chose each run's epoch"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Run"</th>
                                <th scope="col">"What was changed"</th>
                                {heads}
                                <th scope="col">"Δm on test rows"</th>
                                <th scope="col">"Epoch"</th>
                                <th scope="col"></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <SideBySide runs/>
            </section>
        </Show>
    }
}

fn row(
    state: AppState,
    entry: &RunEntry,
    before: Option<&RunConfig>,
    tasks: &[TaskReport],
    is_shown: bool,
) -> impl IntoView + use<> {
    let run = entry.run;
    let cells = tasks.iter().map(|task| {
        let own = entry.report.tasks.iter().find(|own| own.name == task.name && own.kind == task.kind);
        let value = own.and_then(|own| valid(own, task.kind.card().main_metric));
        view! { <td>{score(value)}</td> }
    });
    let gain = entry.report.improvement.map(|found| format!("{:+.1} %", found.percent));
    let button = if is_shown {
        view! { <span class="faint">"shown"</span> }.into_any()
    } else {
        view! {
            <button aria-label=format!("Show run {run}") on:click=move |_| state.send(Command::Recall { run })>
                "Show"
            </button>
        }
        .into_any()
    };
    view! {
        <tr aria-current=is_shown.then_some("true")>
            <th scope="row">{count(run as usize)}</th>
            <td class="text">{changes(&entry.config, before)}</td>
            {cells.collect_view()}
            <td>{gain.unwrap_or_else(|| "—".to_owned())}</td>
            <td>{count(entry.report.best_epoch)}</td>
            <td>{button}</td>
        </tr>
    }
}

fn valid(task: &TaskReport, metric: MetricKind) -> Option<f64> {
    task.metrics.get(&Split::Valid)?.get(&metric).copied().flatten()
}

/// The settings that differ from those of the run before, as they stand in configurations; of the first, how it is trained.
fn changes(config: &RunConfig, before: Option<&RunConfig>) -> String {
    let Some(before) = before else {
        return format!("{}, {}", config.architecture.kind.card().name, config.weighting.kind.card().name);
    };
    let changed = config.differences(before).into_iter();
    let changed: Vec<String> = changed.map(|changed| format!("{} {}", changed.field, changed.own)).collect();
    if changed.is_empty() { "nothing".to_owned() } else { changed.join(", ") }
}

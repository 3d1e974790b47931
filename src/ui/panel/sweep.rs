//! Which settings are best: several weightings, architectures and learning rates are trained one after the other, and ranked.

use leptos::prelude::*;
use serde_json::json;

use super::sweep_choice::SweepChoices;
use crate::gain::{Row, Score};
use crate::metric::MetricKind;
use crate::protocol::Command;
use crate::report::SweepReport;
use crate::ui::chart::IntervalChart;
use crate::ui::format::{number, plural, score, task_class, time};
use crate::ui::state::AppState;

/// The sweep: what is to be trained, how far it is, and what it has come to.
#[component]
pub fn SweepView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_busy = Memo::new(move |_| state.sweeping.with(Option::is_some));
    view! {
        <section class="sweeps" aria-labelledby="sweep-title">
            <h3 id="sweep-title">"Which settings are best?"</h3>
            <Show when=move || is_busy.get() fallback=|| view! { <SweepChoices/> }>
                <Doing/>
            </Show>
            {move || state.swept.get().map(|report| view! { <Found report/> })}
        </section>
    }
}

/// How far it is, and the buttons.
#[component]
fn Doing() -> impl IntoView {
    let state = expect_context::<AppState>();
    let of = move |read: fn(&crate::report::SweepProgress) -> String| {
        state.sweeping.with(|sweep| sweep.as_ref().map(read).unwrap_or_default())
    };
    let is_paused =
        Memo::new(move |_| state.sweeping.with(|sweep| sweep.as_ref().is_some_and(|sweep| sweep.is_paused)));
    let share = move || {
        state
            .sweeping
            .with(|sweep| sweep.as_ref().map_or(0.0, |sweep| sweep.done as f64 / sweep.total.max(1) as f64))
    };
    let turn = move |_| {
        state.send(if is_paused.get_untracked() { Command::ResumeSweep } else { Command::PauseSweep });
    };
    view! {
        <div class="progress">
            <progress max="1" prop:value=share aria-label="Trainings"></progress>
            <p class="facts">
                <span>{move || of(|sweep| format!("{} of {} trainings done", sweep.done, sweep.total))}</span>
                <span>
                    {move || of(|sweep| if sweep.is_paused { "paused".to_owned() } else { sweep.doing.clone() })}
                </span>
                <span>
                    {move || of(|sweep| sweep.seconds_left.map(|left| format!("about {} left", time(left))).unwrap_or_default())}
                </span>
            </p>
            <div class="controls" role="group" aria-label="Trainings">
                <button on:click=turn>
                    {move || if is_paused.get() { "Resume the trainings" } else { "Pause the trainings" }}
                </button>
                <button on:click=move |_| state.send(Command::CancelSweep)>"Cancel the trainings"</button>
            </div>
        </div>
    }
}

/// The table, a plot for each task, and what to do with them.
#[component]
fn Found(report: SweepReport) -> impl IntoView {
    let state = expect_context::<AppState>();
    let comparison = &report.comparison;
    let best = comparison.best;
    let heads = comparison.tasks.iter().enumerate().map(|(task, (name, metric))| {
        view! {
            <th scope="col" class=task_class(task)>
                {name.clone()}<br/><span class="faint">{metric.name()}</span>
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = comparison.rows.iter().enumerate().map(|(index, own)| row(own, best == Some(index)));
    let rows = rows.collect_view();
    let plots =
        comparison.tasks.iter().enumerate().map(|(task, named)| plot(task, named, &comparison.rows, best));
    let plots = plots.collect_view();
    let sentence = sentence(&report);
    let notes = report.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    let address = format!("data:text/csv;charset=utf-8,{}", js_sys::encode_uri_component(&report.csv));
    let chosen = best.and_then(|best| report.settings.get(best).cloned()).map(|chosen| {
        let choose = move |_| {
            let weights = state.config.with_untracked(|config| config.weighting.weights.clone());
            let weights = if chosen.weighting.takes_weights() { weights } else { Vec::new() };
            state.configure(json!({
                "architecture": {"kind": chosen.architecture},
                "weighting": {"kind": chosen.weighting, "weights": weights},
                "optimizer": {"learningRate": chosen.learning_rate},
            }));
        };
        view! { <button on:click=choose>"Use the best settings"</button> }
    });
    let caption = format!(
        "Main scores on validation rows: means over {}, each of {}, with 95 % intervals",
        plural(report.seeds.len(), "seed"),
        plural(report.epochs, "epoch")
    );
    view! {
        <p class="verdict" aria-live="polite">{sentence}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Settings compared">
            <table class="compared sweep">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Settings"</th>
                        {heads}
                        <th scope="col">"Mean rank"</th>
                        <th scope="col">"Seconds"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="losses">{plots}</div>
        <ul class="notes">{notes}</ul>
        <div class="controls">
            <a class="button" href=address download="polyhead-settings.csv">
                "Download as CSV"
            </a>
            {chosen}
        </div>
    }
}

/// The best settings and their test scores, or that they are not known yet.
fn sentence(report: &SweepReport) -> String {
    let comparison = &report.comparison;
    let Some(best) = comparison.best.and_then(|best| comparison.rows.get(best)) else {
        return match report.is_complete {
            true => "No training has a score on validation rows.".to_owned(),
            false => "Not all trainings are done, so that none is the best yet.".to_owned(),
        };
    };
    let tests = comparison.tasks.iter().zip(&comparison.best_test);
    let test = |((name, metric), own): (&(String, MetricKind), &Option<Score>)| {
        let range = own.and_then(|own| own.interval);
        let range = range.map(|[low, high]| format!(" ({} to {})", score(Some(low)), score(Some(high))));
        format!("{name} {} {}{}", metric.name(), score(own.map(|own| own.mean)), range.unwrap_or_default())
    };
    let tests = tests.map(test).collect::<Vec<_>>().join(", ");
    format!("Best on validation rows: {}. On test rows, which chose nothing: {tests}.", best.configuration)
}

fn row(own: &Row, is_best: bool) -> impl IntoView + use<> {
    let cells = own.valid.iter().map(|own| {
        let range = own.and_then(|own| own.interval);
        let range = range.map(|[low, high]| format!("{} to {}", score(Some(low)), score(Some(high))));
        view! { <td>{score(own.map(|own| own.mean))}<br/><span class="faint">{range}</span></td> }
    });
    view! {
        <tr class:best=is_best>
            <th scope="row">{own.configuration.clone()}{is_best.then(|| view! { " " <span class="faint">"best"</span> })}</th>
            {cells.collect_view()}
            <td>{own.mean_rank.map_or_else(|| "–".to_owned(), number)}</td>
            <td>{number(own.seconds)}</td>
        </tr>
    }
}

fn plot(
    task: usize,
    (name, metric): &(String, MetricKind),
    rows: &[Row],
    best: Option<usize>,
) -> impl IntoView + use<> {
    let scores: Vec<(String, Option<Score>)> =
        rows.iter().map(|row| (row.configuration.clone(), row.valid.get(task).copied().flatten())).collect();
    let label =
        format!("{} of {name} on validation rows by settings: the numbers of the table", metric.name());
    view! {
        <figure class=format!("loss {}", task_class(task))>
            <figcaption>
                <strong title=name.clone()>{name.clone()}</strong>
                <span>{metric.name()}</span>
            </figcaption>
            <IntervalChart rows=scores best task label/>
        </figure>
    }
}

//! Does learning together help: each task beside a model of its own, a linear model, trees and the baseline, with what can be said of it.

use leptos::prelude::*;

use crate::gain::{Interval, TaskGain};
use crate::metric::{MetricKind, Metrics};
use crate::protocol::Command;
use crate::report::{ComparisonReport, RunReport, TaskComparison, TaskReport};
use crate::schema::split::{PerSplit, Split};
use crate::ui::control::{Choice, Item};
use crate::ui::format::{count, number, score, task_class};
use crate::ui::state::AppState;

/// Numbers of seeds that the page offers.
const SEEDS: [usize; 4] = [1, 3, 5, 10];

/// The comparison of the run that answers.
#[component]
pub fn ComparisonView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let found = move || {
        state.report.with(|report| report.as_ref().filter(|report| report.comparison.is_some()).cloned())
    };
    let has_run = Memo::new(move |_| state.report.with(Option::is_some));
    view! {
        <Show when=move || has_run.get()>
            <section class="comparison" aria-labelledby="comparison-title">
                <h3 id="comparison-title">"Does learning together help?"</h3>
                <Doing/>
                {move || found().map(|report| view! { <Verdicts report/> })}
            </section>
        </Show>
    }
}

/// What is being fitted, and the buttons.
#[component]
fn Doing() -> impl IntoView {
    let state = expect_context::<AppState>();
    let seeds = RwSignal::new(5_usize);
    let is_busy = Memo::new(move |_| state.comparing.with(Option::is_some));
    let share = move || {
        state.comparing.with(|progress| {
            progress.as_ref().map_or(0.0, |progress| progress.done as f64 / progress.total.max(1) as f64)
        })
    };
    let doing = move || state.comparing.with(|progress| progress.as_ref().map(|own| own.doing.clone()));
    let items = SEEDS.map(|seeds| Item::new(seeds.to_string(), seeds.to_string())).to_vec();
    let choose = move |key: String| {
        if let Ok(chosen) = key.parse() {
            seeds.set(chosen);
        }
    };
    view! {
        <Show
            when=move || is_busy.get()
            fallback=move || {
                view! {
                    <div class="controls" role="group" aria-label="Comparison">
                        <Choice
                            label="Seeds"
                            items=items.clone()
                            value=Signal::derive(move || seeds.get().to_string())
                            on_choose=choose
                        />
                        <button on:click=move |_| state.send(Command::Compare { seeds: Some(seeds.get_untracked()) })>
                            "Compare"
                        </button>
                    </div>
                }
            }
        >
            <div class="progress">
                <progress max="1" prop:value=share aria-label="Comparison"></progress>
                <p class="facts">
                    <span>{doing}</span>
                    <button on:click=move |_| state.send(Command::CancelComparison)>"Stop comparing"</button>
                </p>
            </div>
        </Show>
    }
}

/// What was found.
#[component]
fn Verdicts(report: RunReport) -> impl IntoView {
    let state = expect_context::<AppState>();
    let comparison = report.comparison.clone();
    let Some(comparison) = comparison else { return ().into_any() };
    let sentence = comparison.sentence.clone().or_else(|| {
        (comparison.tasks.len() == 1)
            .then(|| "There is one task, so that nothing is learned together.".to_owned())
    });
    let tasks = StoredValue::new(comparison.tasks.clone());
    let reports = StoredValue::new(report.tasks.clone());
    let is_grouped = comparison.grouping.is_some();
    let rows = move || {
        let split = state.split.get();
        let pairs = tasks.get_value().into_iter().zip(reports.get_value()).enumerate();
        pairs.map(|(task, (own, report))| row(task, &own, &report, split, is_grouped)).collect_view()
    };
    let lines = comparison.tasks.iter().enumerate().map(|(task, own)| line(task, own)).collect_view();
    let grouping = comparison.grouping.clone();
    let said = grouping.into_iter().flat_map(|own| [own.over_joint, own.over_alone]).flatten();
    let said = said.map(|gain| view! { <p class="grouped">{gain.sentence}</p> }).collect_view();
    view! {
        <p class="verdict" aria-live="polite">{sentence}</p>
        {said}
        <ul class="verdicts">{lines}</ul>
        <div class="scroll" tabindex="0" role="region" aria-label="Together and alone">
            <table class="compared">
                <caption>"Together and alone: the main score of each task"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Task"</th>
                        <th scope="col">"Score"</th>
                        <th scope="col">"Together"</th>
                        <th scope="col">"Alone"</th>
                        {is_grouped.then(|| view! { <th scope="col">"In its group"</th> })}
                        <th scope="col">"Gain on test rows"</th>
                        <th scope="col">"Linear"</th>
                        <th scope="col">"Trees"</th>
                        <th scope="col">"Baseline"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Method comparison/>
    }
    .into_any()
}

/// A task's verdict, and where its head stands.
fn line(task: usize, own: &TaskComparison) -> impl IntoView + use<> {
    let standing =
        (!own.standing.is_empty()).then(|| view! { <span class="faint">" "{own.standing.clone()}</span> });
    view! {
        <li class=task_class(task)>
            <strong>{own.name.clone()}</strong>
            ": "
            {own.sentence.clone()}
            {standing}
        </li>
    }
}

fn row(
    task: usize,
    own: &TaskComparison,
    report: &TaskReport,
    split: Split,
    is_grouped: bool,
) -> impl IntoView + use<> {
    let metric = report.kind.card().main_metric;
    let cell = |metrics: &PerSplit<Metrics>| score(value(metrics, split, metric));
    let (gain, range) = own.gain.as_ref().map_or_else(Default::default, gain);
    view! {
        <tr class=task_class(task)>
            <th scope="row">{own.name.clone()}</th>
            <td class="text">{metric.name()}</td>
            <td>{cell(&own.joint)}</td>
            <td>{cell(&own.single_task)}</td>
            {is_grouped.then(|| view! { <td>{cell(&own.grouped)}</td> })}
            <td>{gain}<br/><span class="faint">{range}</span></td>
            <td class="faint">{cell(&own.linear)}</td>
            <td class="faint">{cell(&own.trees)}</td>
            <td class="faint">{cell(&report.trivial)}</td>
        </tr>
    }
}

fn value(metrics: &PerSplit<Metrics>, split: Split, metric: MetricKind) -> Option<f64> {
    metrics.get(&split)?.get(&metric).copied().flatten()
}

/// A gain in percent, or where there is none as a difference of scores; and its interval.
fn gain(gain: &TaskGain) -> (String, String) {
    let percent = |interval: &Interval| {
        let Interval { value, low, high } = interval;
        (format!("{value:+.1} %"), format!("{low:+.1} to {high:+.1} %"))
    };
    let plain = |interval: &Interval| {
        let Interval { value, low, high } = interval;
        (format!("{value:+.3}"), format!("{low:+.3} to {high:+.3}"))
    };
    let found = gain.percent.as_ref().map(percent).or_else(|| gain.difference.as_ref().map(plain));
    found.unwrap_or_else(|| ("—".to_owned(), String::new()))
}

/// How the intervals came about, and what it means.
#[component]
fn Method(comparison: ComparisonReport) -> impl IntoView {
    let seconds = comparison.seconds;
    let costs = [
        ("together", seconds.joint),
        ("alone", seconds.single_task),
        ("groups", seconds.grouped),
        ("linear models", seconds.linear),
        ("trees", seconds.trees),
    ];
    let costs = costs.iter().filter(|(name, seconds)| *name != "groups" || *seconds > 0.0);
    let costs: Vec<String> = costs.map(|(name, seconds)| format!("{name} {} s", number(*seconds))).collect();
    let costs = costs.join(", ");
    let method = comparison.method.as_ref().map(|method| method.sentence());
    let left_out = comparison.overall.as_ref().map(|overall| overall.left_out.clone()).unwrap_or_default();
    let left_out = (!left_out.is_empty()).then(|| format!("Not in the mean gain: {}.", left_out.join(", ")));
    let notes =
        comparison.notes.iter().cloned().chain(left_out).map(|note| view! { <p>{note}</p> }).collect_view();
    let seeds = comparison.seeds.len();
    view! {
        <details>
            <summary>"How this was found, and what it means"</summary>
            <p>{method}</p>
            {notes}
            <p>
                {format!("Trained {} with the same rows, batches, seeds and limits ({costs}).", if seeds == 1 { "once".to_owned() } else { format!("{} times", count(seeds)) })}
            </p>
            <p>
                "“Alone” is a network of the same trunk that learns one task only, with its own best epoch. The gain is how much better the head of the joint model scores than it, on test rows, which chose nothing. The interval holds the true gain in 95 of 100 such comparisons: where it lies above 0, learning together helps; where it lies below, it hurts; where 0 is in it, no difference can be told, and the sentence says how large one would have had to be. With one seed the interval knows the luck of the test rows only. Train five seeds before you believe it."
            </p>
            <p>
                "The linear model and the trees learn one task each, from the same rows. Where they score higher, a network is not the best answer for this table."
            </p>
        </details>
    }
}

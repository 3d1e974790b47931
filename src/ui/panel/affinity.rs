//! Which tasks belong together: every pair in one table, the best groups for each number of models, and a button that trains them.

use leptos::prelude::*;
use serde_json::json;

use crate::gain::{Grouping, Moment, PairRow};
use crate::protocol::Command;
use crate::report::AffinityReport;
use crate::ui::format::{count, number, plural, score};
use crate::ui::scale::{Scale, path};
use crate::ui::state::AppState;

/// Most steps from one look to the next that the button sets for each task: looks then take about a twentieth of a long run.
const STEPS_PER_TASK: usize = 30;

/// Fewest looks that a run as long as the last one takes, or a short run would hardly be measured.
const FEWEST: usize = 20;

/// Size of a line over time, in pixels.
const LINE: (f64, f64) = (96.0, 24.0);

/// What a run measured of its tasks; or, once one is over, how to have that measured.
#[component]
pub fn AffinityView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let found = Memo::new(move |_| state.report.with(|report| report.as_ref()?.affinity.clone()));
    let has_tasks = Memo::new(move |_| {
        state.report.with(|report| report.as_ref().is_some_and(|own| own.tasks.len() > 1))
    });
    view! {
        <Show when=move || has_tasks.get()>
            <section class="affinity" id="affinity" aria-labelledby="affinity-title">
                <h3 id="affinity-title">"Which tasks belong together?"</h3>
                {move || match found.get() {
                    Some(found) => view! { <Found found/> }.into_any(),
                    None => view! { <Ask/> }.into_any(),
                }}
            </section>
        </Show>
    }
}

/// How to have affinities measured.
#[component]
fn Ask() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_on = Memo::new(move |_| state.config.with(|config| config.affinity_every > 0));
    let ask = move |_| {
        let steps = state.report.with_untracked(|report| report.as_ref().map_or(0, |own| own.steps));
        let every = (STEPS_PER_TASK * state.tasks().len()).min(steps / FEWEST).max(1);
        state.configure(json!({"affinityEvery": every}));
    };
    view! {
        <Show
            when=move || is_on.get()
            fallback=move || {
                view! {
                    <p>
                        "A run can measure how a step on one task changes the loss of each other task. It then says which tasks to train together."
                    </p>
                    <button on:click=ask>"Measure in the next run"</button>
                }
            }
        >
            <p role="status">"The next run measures which tasks help each other: press Train again."</p>
        </Show>
    }
}

#[component]
fn Found(found: AffinityReport) -> impl IntoView {
    let state = expect_context::<AppState>();
    let names = state.task_names().get_untracked();
    let rows = found.pairs.iter().map(|pair| row(pair, &found.history, &names)).collect_view();
    let groupings = found.groupings.iter().map(|own| suggestion(own, &names, state)).collect_view();
    let measured = format!(
        "Measured {}, before every {}.",
        plural(found.measured, "time"),
        if found.every == 1 { "step".to_owned() } else { format!("{}th step", count(found.every)) }
    );
    view! {
        <p class="facts">{measured}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Pairs of tasks">
            <table class="compared pairs">
                <caption>"Pairs of tasks, those that help each other most first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Tasks"</th>
                        <th scope="col">"First helps second"</th>
                        <th scope="col">"Second helps first"</th>
                        <th scope="col">"Cosine of gradients"</th>
                        <th scope="col">"Over time"</th>
                        <th scope="col">"Opposed"</th>
                        <th scope="col">"Like lengths"</th>
                        <th scope="col">"Labels of each, and of both"</th>
                        <th scope="col">"Seconds alone"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <h4>"Suggested groups"</h4>
        <ul class="groupings">{groupings}</ul>
        <details>
            <summary>"What this means"</summary>
            <p>
                "“Helps” is the share of its loss that the second task loses by one plain gradient step on the first task alone, on the same rows, averaged over the run: below 0 the step hurts. Such steps are looked at and undone, so that they change nothing that is learned (task affinity, Fifty et al. 2021). Gradients are those of both tasks' losses by what they share: “opposed” is the share of looks in which they pointed against each other, and “like lengths” is 1 where both are equally long, near 0 where one drowns out the other."
            </p>
            <p>
                "Groups are chosen so that the mean help for a task in its group is largest; a task may be in a group for the others' sake. They are a guess from training rows. Train them to find out whether they are better on test rows: each group becomes one model, beside the model of all tasks and those of one task alone."
            </p>
        </details>
    }
}

fn row(pair: &PairRow, history: &[Moment], names: &[String]) -> impl IntoView + use<> {
    let name = |task: usize| names.get(task).cloned().unwrap_or_default();
    let percent =
        |value: Option<f64>| value.map_or_else(|| "–".into(), |value| format!("{} %", number(100.0 * value)));
    let gradients = pair.gradients;
    let own = history.iter().filter_map(|moment| {
        let own = moment.pairs.iter().find(|own| (own.first, own.second) == (pair.first, pair.second))?;
        Some((moment.step as f64, own.cosine))
    });
    let [first, second, both] = pair.labels.map(count);
    view! {
        <tr>
            <th scope="row">{name(pair.first)}" & "{name(pair.second)}</th>
            <td>{percent(pair.first_onto_second)}</td>
            <td>{percent(pair.second_onto_first)}</td>
            <td>{score(gradients.map(|own| own.cosine))}</td>
            <td>{line(&own.collect::<Vec<_>>())}</td>
            <td>{percent(gradients.map(|own| own.conflict))}</td>
            <td>{score(gradients.map(|own| own.magnitude))}</td>
            <td>{first}", "{second}", "{both}</td>
            <td>{pair.seconds_alone.map_or_else(|| "–".into(), number)}</td>
        </tr>
    }
}

/// Cosines from -1 to 1 over the steps of a run.
fn line(points: &[(f64, f64)]) -> impl IntoView + use<> {
    let (width, height) = LINE;
    let [(start, first), (end, last)] =
        [points.first(), points.last()].map(|point| point.copied().unwrap_or_default());
    let x = Scale::over(points.iter().map(|(step, _)| *step), (0.0, width));
    let y = Scale::over([-1.0, 1.0], (height, 0.0));
    let label = format!("from {} to {}", score(Some(first)), score(Some(last)));
    (points.len() > 1).then(|| {
        view! {
            <svg class="over-time" viewBox=format!("0 0 {width} {height}") role="img" aria-label=label>
                <path class="zero" d=path(&[(start, 0.0), (end, 0.0)], x, y)></path>
                <path d=path(points, x, y)></path>
            </svg>
        }
    })
}

/// One grouping, and the button that trains it.
fn suggestion(grouping: &Grouping, names: &[String], state: AppState) -> impl IntoView + use<> {
    let groups = grouping.groups.iter().map(|group| {
        let name = |task: &usize| {
            let name = names.get(*task).cloned().unwrap_or_default();
            if group.answers.contains(task) { name } else { format!("({name})") }
        };
        group.tasks.iter().map(name).collect::<Vec<_>>().join(" + ")
    });
    let text = groups.collect::<Vec<_>>().join("; ");
    let facts = format!(
        "{}: mean help {} %, {} to train{}",
        plural(grouping.groups.len(), "model"),
        number(100.0 * grouping.score),
        plural(grouping.cost, "task"),
        if grouping.is_exact { "" } else { "; others may be better" }
    );
    // One group of all tasks is the run itself.
    let button = (grouping.groups.len() > 1).then(|| {
        let groups = grouping.groups.clone();
        let is_busy = Memo::new(move |_| state.comparing.with(Option::is_some) || state.is_running());
        let train = move |_| {
            if !is_busy.get_untracked() {
                state.send(Command::CompareGrouping { groups: groups.clone(), seeds: None });
            }
        };
        let label = format!("Train this grouping and compare: {text}");
        view! {
            <button aria-disabled=move || is_busy.get().to_string() aria-label=label on:click=train>
                "Train this grouping and compare"
            </button>
        }
    });
    view! {
        <li>
            <strong>{text.clone()}</strong>
            " "
            <span class="faint">{facts}</span>
            " "
            {button}
        </li>
    }
}

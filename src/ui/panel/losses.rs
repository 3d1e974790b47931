//! The loss of every task as it falls, and the weights by which the tasks are learned.

use leptos::prelude::*;

use crate::figure::{Axis, Chart, Layer, Rule, Scaling, Tone};
use crate::report::{EpochReport, TaskLosses};
use crate::ui::control::{Choice, Item};
use crate::ui::figure::ChartView;
use crate::ui::format::{number, task_class};
use crate::ui::scale::thinned;
use crate::ui::state::AppState;

/// More points than this can't be told apart.
const MOST_POINTS: usize = 200;

/// Epochs that a smoothed curve looks back on.
const MEMORY: f64 = 5.0;

/// How curves are drawn.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    is_log: bool,
    is_smooth: bool,
}

/// One chart a task, and one of the weights where they change.
#[component]
pub fn Losses() -> impl IntoView {
    let state = expect_context::<AppState>();
    let names = state.task_names();
    let scale = RwSignal::new("linear".to_owned());
    let curves = RwSignal::new("plain".to_owned());
    let look = Memo::new(move |_| Look { is_log: scale.get() == "log", is_smooth: curves.get() == "smooth" });
    let losses = move || {
        let names = names.get().into_iter().enumerate();
        names.map(|(task, name)| view! { <Loss task name look/> }).collect_view()
    };
    let items = |items: [(&str, &str); 2]| items.map(|(key, name)| Item::new(key, name)).to_vec();
    view! {
        <details class="more-losses">
            <summary>"How curves are drawn"</summary>
            <div class="look-controls">
                <Choice
                    label="Loss axis"
                    items=items([("linear", "linear, from 0"), ("log", "logarithmic")])
                    value=scale
                    on_choose=move |key| scale.set(key)
                />
                <Choice
                    label="Curves"
                    items=items([("plain", "as measured"), ("smooth", "smoothed over 5 epochs")])
                    value=curves
                    on_choose=move |key| curves.set(key)
                />
            </div>
        </details>
        <div class="losses">{losses} <Weights/></div>
    }
}

/// The loss curves of one task.
#[component]
fn Loss(task: usize, name: String, look: Memo<Look>) -> impl IntoView {
    let state = expect_context::<AppState>();
    let name = StoredValue::new(name);
    let points = move |read: fn(&TaskLosses) -> Option<f64>| {
        state.epochs.with(|epochs| {
            let losses = epochs.iter().filter_map(|epoch| {
                let losses = name.with_value(|name| epoch.tasks.get(name).copied())?;
                Some((epoch.epoch as f64, read(&losses)?))
            });
            losses.collect::<Vec<_>>()
        })
    };
    let chart = Memo::new(move |_| {
        let [train, valid] = [points(|losses| losses.train_loss), points(|losses| losses.valid_loss)];
        if train.is_empty() && valid.is_empty() {
            return None;
        }
        let look = look.get();
        let mut layers = vec![
            Layer::line("training", Tone::Own, curve(&train, look)),
            Layer::line("validation", Tone::OwnFaint, curve(&valid, look)),
        ];
        let kept = state.report.with(|report| report.as_ref().map(|report| report.best_epoch as f64));
        layers.extend(kept.map(|at| Layer::rule("kept", Rule::X { at })));
        // Losses are compared with 0.
        let scaling = if look.is_log { Scaling::Log } else { Scaling::Linear { holds: vec![0.0] } };
        Some(Chart { x: Axis::linear("epoch"), y: Axis { label: "loss".into(), scaling }, layers })
    });
    let last = move |read: fn(&TaskLosses) -> Option<f64>| {
        points(read).last().map_or_else(|| "–".to_owned(), |point| number(point.1))
    };
    let weight = move || {
        let weight =
            state.epochs.with(|epochs| epochs.last().and_then(|epoch| epoch.weights.get(task).copied()));
        weight.map(|weight| format!(" · weight {}", number(weight)))
    };
    let is_empty = move || chart.with(Option::is_none);
    view! {
        <figure class=format!("figure loss {}", task_class(task))>
            <figcaption>
                <strong title=name.get_value()>{name.get_value()}</strong>
                <span>{move || last(|losses| losses.train_loss)}" / "{move || last(|losses| losses.valid_loss)}{weight}</span>
            </figcaption>
            <Show when=is_empty>
                <p class="hint">"The loss is drawn from the first epoch on."</p>
            </Show>
            <Show when=move || !is_empty()>
                <ChartView title=format!("Loss of {}", name.get_value()) chart/>
            </Show>
        </figure>
    }
}

/// The weight of every task by epoch, where weights change.
#[component]
fn Weights() -> impl IntoView {
    let state = expect_context::<AppState>();
    let names = state.task_names();
    let chart = Memo::new(move |_| {
        state.epochs.with(|epochs| {
            let changes = epochs.windows(2).any(|pair| differ(&pair[0], &pair[1]));
            let layer = |(task, name): (usize, String)| {
                let weights = epochs.iter().filter_map(|epoch| {
                    Some((
                        epoch.epoch as f64,
                        epoch.weights.get(task).copied().filter(|weight| weight.is_finite())?,
                    ))
                });
                let at = thinned(&weights.collect::<Vec<_>>(), MOST_POINTS);
                Layer::line(name, Tone::Task(task), at.into_iter().map(|(x, y)| [x, y]).collect())
            };
            changes.then(|| Chart {
                x: Axis::linear("epoch"),
                y: Axis::holding("weight", &[0.0]),
                layers: names.get().into_iter().enumerate().map(layer).collect(),
            })
        })
    });
    view! {
        <Show when=move || chart.with(Option::is_some)>
            <figure class="figure loss">
                <figcaption><strong>"Weights"</strong></figcaption>
                <ChartView title="Weights of the tasks".to_owned() chart/>
            </figure>
        </Show>
    }
}

fn differ(one: &EpochReport, other: &EpochReport) -> bool {
    one.weights.iter().zip(&other.weights).any(|(a, b)| (a - b).abs() > 1e-9)
}

/// A curve as it is drawn: smoothed by an exponential mean without bias, and thinned.
fn curve(points: &[(f64, f64)], look: Look) -> Vec<[f64; 2]> {
    let keep = if look.is_smooth { 1.0 - 1.0 / MEMORY } else { 0.0 };
    let (mut sum, mut weight) = (0.0, 0.0);
    let smoothed: Vec<(f64, f64)> = points
        .iter()
        .filter(|point| point.1.is_finite())
        .map(|&(epoch, loss)| {
            sum = keep * sum + (1.0 - keep) * loss;
            weight = keep * weight + (1.0 - keep);
            (epoch, sum / weight)
        })
        .collect();
    thinned(&smoothed, MOST_POINTS).into_iter().map(|(x, y)| [x, y]).collect()
}

//! What one head says about the rows of the chosen split: its views, and its scores beside those of the baseline.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::gain::ScoreInterval;
use crate::metric::{AtThreshold, Choice, MetricKind, Metrics, Reasons, ThresholdReport};
use crate::protocol::Look;
use crate::schema::split::Split;
use crate::ui::control::Item;
use crate::ui::figure::{LookView, Tabs};
use crate::ui::format::{number, score, task_class};
use crate::ui::state::AppState;
use crate::view::HeadView;

/// One head.
#[component]
pub fn Head(
    /// Index of the task, in task order.
    task: usize,
    /// The task's name.
    name: String,
    /// What is to be seen of it; the first one is open.
    views: &'static [HeadView],
) -> impl IntoView {
    let first = views.first().map(|view| view.card().key.to_owned()).unwrap_or_default();
    let open = RwSignal::new(first);
    let items = views.iter().map(|view| Item::new(view.card().key, view.card().name)).collect::<Vec<_>>();
    let tabs = (items.len() > 1).then(|| view! { <Tabs label=format!("Views of {name}") items value=open/> });
    let look = move || {
        let view = *views.iter().find(|view| open.with(|open| view.card().key == open))?;
        Some(view! { <LookView look=Look::Head { task, view } name=view.card().name/> })
    };
    view! {
        <article class=format!("head {}", task_class(task))>
            <h3>{name}</h3>
            {tabs}
            {look}
            <Scores task/>
        </article>
    }
}

/// Every score of the head.
#[component]
fn Scores(task: usize) -> impl IntoView {
    let state = expect_context::<AppState>();
    let rows = move || {
        let split = state.split.get();
        state.report.with(|report| {
            let task = report.as_ref()?.tasks.get(task)?;
            let head = (task.metrics.get(&split)?, task.undefined.get(&split));
            let trivial = (task.trivial.get(&split)?, task.trivial_undefined.get(&split));
            let metrics = task.kind.card().metrics.iter().copied();
            let found = metrics.filter(|metric| head.0.contains_key(metric));
            let rows = found.map(|metric| score_row(metric, head, trivial)).collect_view();
            let mut below = head.1.map(sentences).unwrap_or_default();
            if split == Split::Test {
                below.extend(task.interval.as_ref().map(interval_sentence));
                below.extend(task.threshold.as_ref().map(threshold_sentence));
            }
            Some((rows, below))
        })
    };
    view! {
        {move || match rows() {
            Some((rows, below)) => {
                view! {
                    <table class="scores">
                        <thead>
                            <tr>
                                <th scope="col">"Score"</th>
                                <th scope="col">"Head"</th>
                                <th scope="col">"Baseline"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {below.into_iter().map(|text| view! { <p class="hint">{text}</p> }).collect_view()}
                }
                    .into_any()
            }
            None => {
                view! { <p class="hint">"Scores follow when the run ends or is stopped; a split without labels has none."</p> }
                    .into_any()
            }
        }}
    }
}

/// Why a score has no value, for the cell that shows none.
pub fn why(reasons: Option<&Reasons>, metric: MetricKind) -> Option<String> {
    reasons?.get(&metric).map(|reason| format!("undefined: {reason}"))
}

/// One sentence a reason, with all scores that have none for it.
fn sentences(reasons: &Reasons) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (metric, reason) in reasons {
        by_reason.entry(reason).or_default().push(metric.name());
    }
    let sentence = |(reason, names): (&str, Vec<&str>)| format!("Undefined, {}: {reason}.", names.join(", "));
    by_reason.into_iter().map(sentence).collect()
}

/// How sure the main score is.
fn interval_sentence(own: &ScoreInterval) -> String {
    let name = own.metric.name();
    match (&own.interval, &own.undefined) {
        (Some(interval), _) => format!(
            "{name}: {} on test rows, {:.0} % interval {} to {} ({} {}).",
            score(Some(interval.value)),
            100.0 * own.confidence,
            score(Some(interval.low)),
            score(Some(interval.high)),
            own.units,
            own.unit.name()
        ),
        (None, reason) => {
            format!("{name} has no interval: {}.", reason.as_deref().unwrap_or("it was not computed"))
        }
    }
}

/// Where the second class is best answered from, and what that does on test rows.
fn threshold_sentence(own: &ThresholdReport) -> String {
    let class = &own.class;
    let Some(value) = own.value else {
        return format!(
            "No threshold for “{class}”: {}.",
            own.undefined.as_deref().unwrap_or("none is best")
        );
    };
    let (aim, name) = match own.choice {
        Choice::F1 => ("F1 is largest".to_owned(), "F1"),
        Choice::Cost { ratio } => {
            (format!("errors cost least (a missed one {} times a false alarm)", number(ratio)), "mean cost")
        }
    };
    let of = |at: &Option<AtThreshold>| {
        score(at.as_ref().and_then(|at| match own.choice {
            Choice::F1 => at.f1,
            Choice::Cost { .. } => at.cost,
        }))
    };
    format!(
        "On validation rows {aim} with “{class}” answered from a probability of {} on. Test rows: {name} {}, and {} from 0.5 on.",
        score(Some(value)),
        of(&own.test),
        of(&own.test_at_half)
    )
}

/// - `head`, `trivial`: scores, and why some have no value
fn score_row(
    metric: MetricKind,
    head: (&Metrics, Option<&Reasons>),
    trivial: (&Metrics, Option<&Reasons>),
) -> impl IntoView + use<> {
    let text = |(metrics, _): (&Metrics, Option<&Reasons>)| {
        metrics.get(&metric).copied().flatten().map_or_else(|| "–".to_owned(), number)
    };
    let better = if metric.higher_is_better() { "↑" } else { "↓" };
    view! {
        <tr>
            <th scope="row" title=metric.help()>
                {metric.name()}
                <span class="faint" aria-hidden="true">{format!(" {better}")}</span>
            </th>
            <td title=why(head.1, metric)>{text(head)}</td>
            <td class="faint" title=why(trivial.1, metric)>{text(trivial)}</td>
        </tr>
    }
}

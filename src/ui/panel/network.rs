//! The model as a drawing: inputs, the trunk's layers, and one head a task.

use leptos::prelude::*;

use crate::architecture::ArchitectureConfig;
use crate::report::{ModelSummary, TaskSummary};
use crate::ui::format::{count, task_class};
use crate::ui::state::AppState;

const WIDTH: f64 = 360.0;
/// Height of one head's row, in the drawing and beside it.
const ROW: f64 = 56.0;
/// Where the trunk ends and the heads' branches begin.
const FORK: f64 = 270.0;

/// The drawing.
#[component]
pub fn Network() -> impl IntoView {
    let state = expect_context::<AppState>();
    move || {
        let model = state.model.get()?;
        let architecture = state.config.with(|config| config.architecture.clone());
        let heads = model.tasks.iter().enumerate().map(|(place, task)| head(place, task, &architecture));
        Some(view! {
            <div class="network">
                {drawing(&model, &architecture)}
                <ul class="heads">{heads.collect_view()}</ul>
            </div>
        })
    }
}

fn drawing(model: &ModelSummary, architecture: &ArchitectureConfig) -> impl IntoView + use<> {
    let height = ROW * model.tasks.len().max(1) as f64;
    let middle = height / 2.0;
    let widths = architecture.trunk_widths(model.inputs, &model.score_counts());
    let trunks = architecture.trunk_count(model.tasks.len());
    let layers: Vec<usize> = std::iter::once(model.inputs).chain(widths.iter().copied()).collect();
    let gap = (FORK - 40.0) / layers.len() as f64;
    let most = layers.iter().copied().max().unwrap_or(1).max(2) as f64;
    let bars = layers.iter().enumerate().map(|(place, &units)| {
        let across = 24.0 + gap * place as f64;
        // By the logarithm, so that 4 and 4096 units are both seen.
        let tall = (height - 30.0) * (0.25 + 0.75 * (units.max(1) as f64).ln() / most.ln());
        let class = if place == 0 { "layer inputs" } else { "layer" };
        let name = match (place, trunks) {
            (0, _) => format!("{} in", count(units)),
            (_, 1) => count(units),
            (_, trunks) => format!("{} × {}", count(trunks), count(units)),
        };
        // Further trunks stand behind the first; three stand for any number.
        let behind = (1..if place == 0 { 1 } else { trunks.min(3) }).rev().map(|back| {
            let off = 4.0 * back as f64;
            let (x, y) = (across - 7.0 + off, middle - tall / 2.0 - 6.0 - off);
            view! { <rect class="behind" x=x y=y width="14" height=tall rx="4"></rect> }
        });
        view! {
            {behind.collect_view()}
            <rect class=class x=across - 7.0 y=middle - tall / 2.0 - 6.0 width="14" height=tall rx="4"></rect>
            <text class="tick" x=across y=middle + tall / 2.0 + 10.0 text-anchor="middle">
                {name}
            </text>
        }
    });
    let links = (1..layers.len()).map(|place| {
        let from = 24.0 + gap * (place as f64 - 1.0) + 7.0;
        view! { <line class="link" x1=from x2=from + gap - 14.0 y1=middle - 6.0 y2=middle - 6.0></line> }
    });
    let last = 24.0 + gap * (layers.len() as f64 - 1.0) + 7.0;
    let has_table = architecture.kind.scales_features();
    let branches = model.tasks.iter().enumerate().map(|(place, _)| {
        let end = ROW * (place as f64 + 0.5);
        let bend = (FORK + WIDTH) / 2.0;
        let from = middle - 6.0;
        let path = format!("M{last} {from}H{FORK}C{bend} {from} {bend} {end} {} {end}", WIDTH - 8.0);
        view! {
            <path class=format!("branch {}", task_class(place)) d=path></path>
            {has_table
                .then(|| {
                    view! {
                        <circle class=format!("scaling {}", task_class(place)) cx=WIDTH - 24.0 cy=end r="8"></circle>
                        <text class="times" x=WIDTH - 24.0 y=end dy="0.34em" text-anchor="middle">"×"</text>
                    }
                })}
            <circle class=format!("end {}", task_class(place)) cx=WIDTH - 8.0 cy=end r="6"></circle>
        }
    });
    let (inputs, learned, heads) = (model.inputs, model.learned_inputs(), model.tasks.len());
    let learned = if learned > 0 { format!(", {learned} of them learned") } else { String::new() };
    let label = format!("{inputs} inputs{learned}, {trunks} × trunk of {widths:?}, {heads} heads");
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=label>
            {branches.collect_view()}
            {links.collect_view()}
            {bars.collect_view()}
        </svg>
    }
}

fn head(place: usize, task: &TaskSummary, architecture: &ArchitectureConfig) -> impl IntoView + use<> {
    let card = task.kind.card();
    let (answer, loss) = ((card.answers)(task.outputs), card.loss);
    let hidden: String = architecture.head.iter().map(|width| format!("{width} → ")).collect();
    let labelled: usize = task.labelled.values().sum();
    view! {
        <li class=task_class(place)>
            <strong>{task.name.clone()}</strong>
            <span>{hidden}{answer}" · "{loss}" · "{count(labelled)}" labelled"</span>
        </li>
    }
}

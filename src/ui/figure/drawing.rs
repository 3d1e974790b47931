//! The parts of a chart that stay as they are: axes and layers.

use leptos::prelude::*;

use crate::figure::{Band, Bar, Chart, Field, Interval, Layer, Marks, Rule, Scaling, Tone};
use crate::schema::text::shortened;
use crate::ui::layout::{BOTTOM, Ground, HEIGHT, LEFT, RIGHT, TOP, WIDTH};

/// Shades that a ground is drawn in.
const SHADES: usize = 8;

/// Letters of a band's name, of which longer ones would run into one another.
const MOST_LETTERS: usize = 60;

/// Axes and layers.
pub fn of(chart: &Chart, ground: &Ground) -> AnyView {
    let [across, up] = ground.ticks(chart);
    let bands = match &chart.x.scaling {
        Scaling::Bands { names } => names.len(),
        Scaling::Linear { .. } | Scaling::Log => 0,
    };
    let longest = MOST_LETTERS / bands.max(7);
    let across = across.into_iter().map(|(at, name)| {
        let short = shortened(&name, longest.max(3));
        let full = (short != name).then(|| view! { <title>{name}</title> });
        view! { <text class="tick" x=format!("{at:.1}") y=HEIGHT - BOTTOM + 15.0 text-anchor="middle">{full}{short}</text> }
    });
    let up = up.into_iter().map(|(at, name)| {
        let at = format!("{at:.1}");
        let short = shortened(&name, 8);
        let full = (short != name).then(|| view! { <title>{name}</title> });
        view! {
            <line class="grid" x1=LEFT x2=WIDTH - RIGHT y1=at.clone() y2=at.clone()></line>
            <text class="tick" x=LEFT - 5.0 y=at dy="0.32em" text-anchor="end">{full}{short}</text>
        }
    });
    let layers = chart.layers.iter().map(|layer| of_layer(layer, ground)).collect_view();
    view! {
        {up.collect_view()}
        {across.collect_view()}
        {layers}
        <text class="axis" x=WIDTH - RIGHT y=HEIGHT - 4.0 text-anchor="end">{shortened(&chart.x.label, 48)}</text>
        <text class="axis" x="2" y="11">{shortened(&chart.y.label, 48)}</text>
    }
    .into_any()
}

/// The CSS class of a tone.
pub fn tone_class(tone: Tone) -> String {
    match tone {
        Tone::Own => "own".to_owned(),
        Tone::OwnFaint => "own faint-own".to_owned(),
        Tone::Quiet => "tone-quiet".to_owned(),
        Tone::Task(task) => format!("task-{}", task % 8),
        Tone::Class(class) => format!("class-{}", class % 8),
        Tone::Shade(shade) => format!("tone-shade-{}", shade.min(4)),
    }
}

/// The CSS class of what a layer draws, for its key.
pub fn shape_class(layer: &Layer) -> &'static str {
    match layer.marks {
        Marks::Points(_) | Marks::Intervals { .. } => "key-dot",
        Marks::Line { .. } => "key-line",
        Marks::Rule(_) => "key-line key-rule",
        Marks::Bars { .. } | Marks::Area { .. } | Marks::Field(_) => "key-fill",
    }
}

fn of_layer(layer: &Layer, ground: &Ground) -> AnyView {
    let tone = tone_class(layer.tone);
    let content = match &layer.marks {
        Marks::Points(points) => {
            let path = dots(points.at.iter().map(|at| [ground.across(at[0]), ground.up(at[1])]));
            view! { <path class="dots" d=path></path> }.into_any()
        }
        Marks::Line { at } => {
            let path = through(at.iter().map(|at| [ground.across(at[0]), ground.up(at[1])]));
            view! { <path class="line" d=path></path> }.into_any()
        }
        Marks::Bars { bars } => {
            let path: String = bars.iter().map(|bar| rect(bar, ground, 1.0)).collect();
            view! { <path class="column" d=path></path> }.into_any()
        }
        Marks::Intervals { marks } => intervals(marks, ground),
        Marks::Area { bands } => view! { <path class="area" d=area(bands, ground)></path> }.into_any(),
        Marks::Field(field) => shades(field, ground),
        Marks::Rule(rule) => {
            let [x1, y1, x2, y2] = match rule {
                Rule::X { at } => [ground.across(*at), TOP, ground.across(*at), HEIGHT - BOTTOM],
                Rule::Y { at } => [LEFT, ground.up(*at), WIDTH - RIGHT, ground.up(*at)],
                Rule::Diagonal => diagonal(ground),
            };
            view! { <line class="equal" x1=x1 y1=y1 x2=x2 y2=y2></line> }.into_any()
        }
    };
    view! { <g class=tone>{content}</g> }.into_any()
}

/// Dots as one path: drawn far faster than a circle each.
pub fn dots(at: impl Iterator<Item = [f64; 2]>) -> String {
    at.map(|[x, y]| format!("M{x:.1} {y:.1}h0")).collect()
}

fn through(at: impl Iterator<Item = [f64; 2]>) -> String {
    let point =
        |(index, [x, y]): (usize, [f64; 2])| format!("{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
    at.filter(|[x, y]| x.is_finite() && y.is_finite()).enumerate().map(point).collect()
}

/// A bar, or a share of it from its lower end.
pub fn rect(bar: &Bar, ground: &Ground, share: f64) -> String {
    let [left, right] = [ground.across(bar.from), ground.across(bar.to)];
    let [low, high] = [ground.up(bar.low), ground.up(bar.low + (bar.high - bar.low) * share)];
    let gap = ((right - left) * 0.06).clamp(0.0, 2.0);
    format!("M{:.1} {low:.1}V{high:.1}H{:.1}V{low:.1}z", left + gap, right - gap)
}

fn intervals(marks: &[Interval], ground: &Ground) -> AnyView {
    let line = |mark: &Interval| {
        let [low, high] = mark.ends?;
        let x = ground.across(mark.at);
        Some(format!("M{x:.1} {:.1}V{:.1}", ground.up(low), ground.up(high)))
    };
    let lines: String = marks.iter().filter_map(line).collect();
    let means = dots(marks.iter().map(|mark| [ground.across(mark.at), ground.up(mark.value)]));
    view! {
        <path class="line" d=lines></path>
        <path class="dots means" d=means></path>
    }
    .into_any()
}

fn area(bands: &[Band], ground: &Ground) -> String {
    let upper = bands.iter().map(|band| [ground.across(band.at), ground.up(band.high)]);
    let lower = bands.iter().rev().map(|band| [ground.across(band.at), ground.up(band.low)]);
    through(upper.chain(lower)) + "z"
}

/// A path for each class and shade: a few dozen instead of a square a cell.
fn shades(field: &Field, ground: &Ground) -> AnyView {
    let columns = field.columns.max(1);
    let height = field.strengths.len().div_ceil(columns).max(1);
    let edge = |ends: [f64; 2], index: usize, count: usize| {
        ends[0] + (ends[1] - ends[0]) * index as f64 / count as f64
    };
    let mut paths: std::collections::BTreeMap<(u16, usize), String> = std::collections::BTreeMap::new();
    for (index, strength) in field.strengths.iter().enumerate() {
        let class = field.classes.get(index).copied().unwrap_or(u16::MAX);
        let shade = (strength.clamp(0.0, 1.0) * (SHADES - 1) as f32).round() as usize;
        let (column, row) = (index % columns, index / columns);
        let [left, right] = [column, column + 1].map(|at| ground.across(edge(field.x, at, columns)));
        let [bottom, top] = [row, row + 1].map(|at| ground.up(edge(field.y, at, height)));
        let path = paths.entry((class, shade)).or_default();
        path.push_str(&format!("M{left:.1} {bottom:.1}V{top:.1}H{right:.1}V{bottom:.1}z"));
    }
    let paths = paths.into_iter().map(|((class, shade), path)| {
        let tone = if class == u16::MAX { "own".to_owned() } else { tone_class(Tone::Class(class.into())) };
        let opacity = format!("{:.2}", 0.06 + 0.62 * shade as f64 / (SHADES - 1) as f64);
        view! { <path class=format!("shade {tone}") d=path fill-opacity=opacity></path> }
    });
    paths.collect_view().into_any()
}

/// The part of the line of equal values that both axes have.
fn diagonal(ground: &Ground) -> [f64; 4] {
    let [x, y] = ground.ends();
    let (low, high) = (x[0].max(y[0]), x[1].min(y[1]));
    [ground.across(low), ground.up(low), ground.across(high), ground.up(high)]
}

//! How probable a class is in its own rows and in all others.

use super::card::ViewCard;
use super::scored::Scored;
use super::seen::Seen;
use crate::figure::{Axis, Bar, Body, Chart, Control, Drawn, Layer, Options, Tone};

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "probabilities", name: "Probabilities", needs_valid: false, draw };

/// Bins of equal width from 0 to 1.
const BINS: usize = 20;

/// What the height of a bar is, each with its key and name.
const HEIGHTS: [(&str, &str); 2] = [("rows", "rows"), ("share", "share of the rows of its colour")];

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Some((scored, class)) = Scored::chosen(seen, options) else { return Drawn::default() };
    let is_share = options.get("height") == Some("share");
    let (height, label) = HEIGHTS[usize::from(is_share)];
    let name = scored.quoted();
    let [rest, own] = [false, true].map(|is_own| bars(&scored, is_own, is_share));
    let (own_name, rest_name) = if seen.is_set() {
        (format!("rows where {name} is yes"), format!("rows where {name} is no"))
    } else {
        (format!("rows of {name}"), "all other rows".to_owned())
    };
    let chart = Chart {
        x: Axis::holding(format!("probability of {name}"), &[0.0, 1.0]),
        y: Axis::holding(label, &[0.0]),
        layers: vec![
            Layer::bars(rest_name, Tone::Quiet, rest),
            Layer::bars(own_name, Tone::Class(scored.class), own),
        ],
    };
    let sentence = format!(
        "Each pair of bars counts the rows to which the head gives a probability of {name} between its edges: to the left rows of {name}, to the right all others. The less both overlap, the better the head tells them apart."
    );
    let drawn = Drawn::of(sentence, seen.figure(&format!("probability of {name}"), Body::Chart(chart)));
    scored.noting(drawn.with(class).with(Control::choice("height", "Height", HEIGHTS, height)))
}

/// Of the rows of the class or of all others: half a bin wide each, so that both stand side by side.
fn bars(scored: &Scored, is_own: bool, is_share: bool) -> Vec<Bar> {
    let mut bins = vec![Vec::new(); BINS];
    let rows = scored.rows.iter().zip(&scored.scores).zip(&scored.is_yes);
    for ((&row, &score), _) in rows.filter(|(_, is_yes)| **is_yes == is_own) {
        bins[bin(score)].push(row);
    }
    let whole: usize = bins.iter().map(Vec::len).sum();
    let unit = if is_share { whole.max(1) as f64 } else { 1.0 };
    let half = |halves: usize| halves as f64 / (2 * BINS) as f64;
    let bar = |(index, rows): (usize, Vec<u32>)| {
        let from = 2 * index + usize::from(!is_own);
        Bar { from: half(from), to: half(from + 1), low: 0.0, high: rows.len() as f64 / unit, rows }
    };
    bins.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty()).map(bar).collect()
}

/// Bins are open to the left, as those of the calibration error.
fn bin(score: f64) -> usize {
    ((score * BINS as f64).ceil() as usize).clamp(1, BINS) - 1
}

//! Whether probabilities are to be believed: how often what is answered with a probability is so.

use super::card::ViewCard;
use super::scored::{Scored, no_number};
use super::seen::{Evidence, Seen};
use crate::figure::{Axis, Bar, Body, Chart, Control, Drawn, Interval, Layer, Options, Rule, Tone};
use crate::gain::Predicted;
use crate::math::wilson::wilson_interval;
use crate::metric::{CALIBRATION_BINS, calibration_bin, is_named, largest};
use crate::schema::text::score;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "calibration", name: "Calibration", needs_valid: false, draw };

/// What the probability is of, each with its key and name.
const OF: [(&str, &str); 2] = [("answer", "the answer that is given"), ("class", "one class")];

/// The same for a label of a set.
const OF_LABEL: [(&str, &str); 2] = [("answer", "the answer that is given"), ("class", "yes")];

/// A probability, and whether what it is of is so.
struct Claim {
    row: u32,
    probability: f64,
    is_so: bool,
}

/// The claims whose probabilities lie in one bin.
#[derive(Default)]
struct Bin {
    rows: Vec<u32>,
    probability: f64,
    so: usize,
}

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Some((scored, class)) = Scored::chosen(seen, options) else { return Drawn::default() };
    let of = if seen.is_set() { OF_LABEL } else { OF };
    let is_of_class = options.get("of") == Some("class");
    let mut drawn = Drawn::default();
    drawn.controls.push(Control::choice("of", "Probability of", of, of[usize::from(is_of_class)].0));
    // Of several classes the answer is one of them all; a label's answer is yes or no to this label.
    drawn.controls.extend((is_of_class || seen.is_set()).then_some(class));
    let name = scored.quoted();
    let (claims, what, share) = match (is_of_class, seen.is_set()) {
        (true, _) => (of_class(&scored), name.clone(), format!("share that is {name}")),
        (false, true) => {
            (of_label(&scored), format!("the answer to {name}"), "share that is right".to_owned())
        }
        (false, false) => (of_answer(seen), "the answer".to_owned(), "share that is right".to_owned()),
    };
    let all = claims.len();
    let claims: Vec<Claim> = claims.into_iter().filter(|claim| claim.probability.is_finite()).collect();
    if claims.is_empty() {
        drawn.sentence = format!("No row has a label and a probability of {what}.");
        return drawn;
    }
    let left_out = no_number(all - claims.len());
    let rows = claims.len();
    let bins = bins(claims);
    drawn.sentence = format!(
        "Rows are sorted into {CALIBRATION_BINS} bins by the probability of {what}; a dot shows how often it is so in a bin, and the line through it how sure that is (95 %). On the dotted line probabilities are to be believed; below it the head is too sure, above it too unsure."
    );
    let title = format!("how often {what} is so, by its probability");
    drawn.figures.push(seen.figure(&title, Body::Chart(reliability(&bins, share))));
    let title = format!("rows by the probability of {what}");
    drawn.figures.push(seen.figure(&title, Body::Chart(histogram(&bins))));
    let gaps: f64 = bins.iter().map(|bin| (bin.probability - bin.so as f64).abs()).sum();
    drawn.notes.push(format!(
        "Expected calibration error {}: the mean distance of the dots from the dotted line, each weighted by its rows.",
        score(Some(gaps / rows as f64))
    ));
    drawn.notes.extend(left_out);
    if is_of_class || seen.is_set() { scored.noting(drawn) } else { drawn }
}

fn of_class(scored: &Scored) -> Vec<Claim> {
    let rows = scored.rows.iter().zip(&scored.scores).zip(&scored.is_yes);
    rows.map(|((&row, &probability), &is_so)| Claim { row, probability, is_so }).collect()
}

fn of_label(scored: &Scored) -> Vec<Claim> {
    let rows = scored.rows.iter().zip(&scored.scores).zip(&scored.is_yes);
    let claim = |((&row, &yes), &is_yes): ((&u32, &f64), &bool)| Claim {
        row,
        probability: if is_named(yes) { yes } else { 1.0 - yes },
        is_so: is_named(yes) == is_yes,
    };
    rows.map(claim).collect()
}

fn of_answer(seen: &Seen<'_>) -> Vec<Claim> {
    let Evidence::Rows(
        Predicted::Classes { probabilities, labels, classes }
        | Predicted::Levels { probabilities, labels, classes },
    ) = &seen.evidence
    else {
        return Vec::new();
    };
    let rows = seen.rows.iter().zip(labels).zip(probabilities.chunks_exact((*classes).max(1)));
    let claim = |((&row, &label), shares): ((&u32, &usize), &[f32])| {
        let top = largest(shares);
        Claim { row, probability: shares.get(top).map_or(f64::NAN, |&top| top.into()), is_so: top == label }
    };
    rows.map(claim).collect()
}

fn bins(claims: Vec<Claim>) -> Vec<Bin> {
    let mut bins: Vec<Bin> = (0..CALIBRATION_BINS).map(|_| Bin::default()).collect();
    for claim in claims {
        if let Some(bin) = bins.get_mut(calibration_bin(claim.probability)) {
            bin.rows.push(claim.row);
            bin.probability += claim.probability;
            bin.so += usize::from(claim.is_so);
        }
    }
    bins
}

fn reliability(bins: &[Bin], share: String) -> Chart {
    let filled = bins.iter().filter(|bin| !bin.rows.is_empty());
    let mark = |bin: &Bin| {
        let rows = bin.rows.len();
        Interval {
            at: bin.probability / rows as f64,
            value: bin.so as f64 / rows as f64,
            ends: wilson_interval(bin.so, rows),
            rows: bin.rows.clone(),
        }
    };
    let marks = filled.map(mark).collect();
    Chart {
        x: Axis::holding("mean probability", &[0.0, 1.0]),
        y: Axis::holding(share, &[0.0, 1.0]),
        layers: vec![Layer::rule("", Rule::Diagonal), Layer::intervals("bins", Tone::Own, marks)],
    }
}

fn histogram(bins: &[Bin]) -> Chart {
    let edge = |index: usize| index as f64 / CALIBRATION_BINS as f64;
    let filled = bins.iter().enumerate().filter(|(_, bin)| !bin.rows.is_empty());
    let bar = |(index, bin): (usize, &Bin)| Bar {
        from: edge(index),
        to: edge(index + 1),
        low: 0.0,
        high: bin.rows.len() as f64,
        rows: bin.rows.clone(),
    };
    Chart {
        x: Axis::holding("probability", &[0.0, 1.0]),
        y: Axis::holding("rows", &[0.0]),
        layers: vec![Layer::bars("rows", Tone::Own, filled.map(bar).collect())],
    }
}

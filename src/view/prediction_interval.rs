//! Within which limits the actual value is likely to be, by the errors on validation rows.

use super::card::ViewCard;
use super::seen::Seen;
use crate::figure::{Axis, Band, Body, Chart, Control, Drawn, Layer, Marks, Options, Points, Tone};
use crate::gain::Predicted;
use crate::math::conformal::Conformal;
use crate::schema::split::Split;
use crate::schema::text::{count, number, plural};
use crate::view::Evidence;

/// What is said of it.
pub const CARD: ViewCard =
    ViewCard { key: "prediction_interval", name: "Prediction intervals", needs_valid: true, draw };

/// How many of 100 rows an interval is to hold, with what the menu shows.
const COVERAGES: [(&str, &str); 3] = [("80", "80 %"), ("90", "90 %"), ("95", "95 %")];

/// Standard deviations that 95 of 100 measured shares lie within.
const WITHIN: f64 = 1.959_964;

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Some((predicted, actual)) = seen.evidence.numbers() else { return Drawn::default() };
    let chosen =
        COVERAGES.iter().find(|(key, _)| options.get("coverage") == Some(key)).unwrap_or(&COVERAGES[1]).0;
    let percent: usize = chosen.parse().unwrap_or(90);
    let control = Control::choice("coverage", "Rows within", COVERAGES, chosen);
    let shown = seen.valid.as_ref().map(|valid| valid.shown);
    let answers = seen.valid.as_ref().and_then(|valid| valid.evidence.numbers());
    let (valid_predicted, valid_actual) = answers.unwrap_or_default();
    let errors: Vec<f64> = valid_predicted.iter().zip(valid_actual).map(|(p, a)| (p - a).abs()).collect();
    let Some(interval) = Conformal::of(&errors, percent) else {
        return Drawn::nothing(format!(
            "An interval that holds {percent} % of the rows needs at least {} with a label; there are {}.",
            plural(Conformal::fewest(percent), "validation row"),
            count(errors.len())
        ))
        .with(control);
    };
    if !interval.half_width.is_finite() {
        let why = "Too many predictions for validation rows are no finite numbers: the interval would be infinitely wide.";
        return Drawn::nothing(why).with(control);
    }
    let is_count = matches!(seen.evidence, Evidence::Rows(Predicted::Counts { .. }));
    let found = Found::of(seen, predicted, actual, interval.half_width, is_count);
    let measured = 100.0 * found.inside as f64 / found.rows.max(1) as f64;
    let half = number(interval.half_width);
    let chart = Chart {
        x: Axis::linear("rows of the split, by their prediction"),
        y: Axis::linear(seen.name),
        layers: vec![
            Layer {
                name: format!("{percent} % interval"),
                tone: Tone::OwnFaint,
                marks: Marks::Area { bands: found.bands },
            },
            Layer::line("predicted", Tone::Own, found.line),
            Layer::points("actual, within", Tone::Quiet, found.within),
            Layer::points("actual, outside", Tone::Own, found.outside),
        ],
    };
    let mut drawn = Drawn::of(
        format!(
            "Rows in the order of their predictions. The band reaches {half} to either side of the prediction: so far that it held {percent} of 100 validation rows (split-conformal). Of new rows like these it holds as many, whatever the model and the distribution of its errors."
        ),
        seen.figure(&format!("{percent} % prediction intervals"), Body::Chart(chart)),
    )
    .with(control)
    .noting(format!(
        "{measured:.1} % of the {} shown lie in their interval, {percent} % were to.",
        plural(found.rows, "row")
    ));
    let honesty = match shown {
        Some(Split::Train) => {
            "These are the training rows, which the model has learned: that is no honest measure of coverage. Look at the test rows.".to_owned()
        }
        Some(Split::Valid) => {
            "These are the validation rows, which the band was fitted to: that is no honest measure of coverage. Look at the test rows.".to_owned()
        }
        Some(Split::Test) | None => {
            let [mean, deviation] = interval.expected(found.rows).map(|share| 100.0 * share);
            let [low, high] = [mean - WITHIN * deviation, (mean + WITHIN * deviation).min(100.0)];
            format!(
                "With {} to fit the band, 95 of 100 such splits would show {low:.1} to {high:.1} %; a little less where training was stopped at the epoch that is best on those.",
                plural(interval.rows, "validation row")
            )
        }
    };
    drawn.notes.push(honesty);
    drawn.notes.extend(is_count.then(|| "No count is below 0: the band ends there.".to_owned()));
    drawn.notes.extend(seen.thinned());
    drawn.notes.extend(seen.left_out(found.rows));
    drawn
}

/// The shown rows and their intervals.
#[derive(Default)]
struct Found {
    /// Rows with a finite prediction, and how many of them lie in their interval.
    rows: usize,
    inside: usize,
    bands: Vec<Band>,
    line: Vec<[f64; 2]>,
    within: Points,
    outside: Points,
}

impl Found {
    fn of(seen: &Seen<'_>, predicted: &[f64], actual: &[f64], half: f64, is_count: bool) -> Self {
        // No count is below 0.
        let floor = if is_count { 0.0 } else { f64::MIN };
        let mut order: Vec<usize> =
            (0..actual.len()).filter(|&row| (predicted[row] - actual[row]).is_finite()).collect();
        order.sort_by(|&a, &b| predicted[a].total_cmp(&predicted[b]));
        let mut found = Self::default();
        for index in order {
            let (low, high) = ((predicted[index] - half).max(floor), (predicted[index] + half).min(f64::MAX));
            // The error, and not the ends, which are rounded: the error that the band is as wide as lies in it.
            let is_inside = (predicted[index] - actual[index]).abs() <= half;
            found.rows += 1;
            found.inside += usize::from(is_inside);
            if seen.is_drawn[index] {
                let at = found.rows as f64;
                found.bands.push(Band { at, low, high });
                found.line.push([at, predicted[index]]);
                let points = if is_inside { &mut found.within } else { &mut found.outside };
                points.at.push([at, actual[index]]);
                points.rows.push(seen.rows[index]);
            }
        }
        found
    }
}

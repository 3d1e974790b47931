//! Precision by recall: how pure the rows answered with a class are, the more of its rows are found.

use super::card::ViewCard;
use super::curve::Curve;
use super::scored::Scored;
use super::seen::Seen;
use crate::figure::{Axis, Body, Chart, Drawn, Layer, Options, Rule, Tone};
use crate::metric::average_precision;
use crate::schema::text::score;

/// What is said of it.
pub const CARD: ViewCard =
    ViewCard { key: "precision_recall", name: "Precision and recall", needs_valid: false, draw };

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Some((scored, control)) = Scored::chosen(seen, options) else { return Drawn::default() };
    let Some(area) = average_precision(&scored.scores, &scored.is_yes) else {
        let why = scored.one_sided().unwrap_or_default();
        return scored.noting(Drawn::nothing(why).with(control));
    };
    let name = scored.quoted();
    let sentence = format!(
        "To the right more of the rows of {name} are found as the threshold falls; upwards is how many of the rows answered so are right. The dotted line is the share of {name} among all rows: what random answers give."
    );
    let curve = Curve::of(&scored);
    let figure = seen.figure(&format!("precision by recall of {name}"), Body::Chart(chart(&curve)));
    let note = format!(
        "Average precision {}: the area under the steps. Random answers have {}.",
        score(Some(area)),
        score(Some(share(&curve)))
    );
    scored.noting(Drawn::of(sentence, figure).with(control).noting(note))
}

/// The curve on its axes.
pub fn chart(curve: &Curve) -> Chart {
    let at_random = Layer::rule("share of the class", Rule::Y { at: share(curve) });
    Chart {
        x: Axis::holding("recall", &[0.0, 1.0]),
        y: Axis::holding("precision", &[0.0, 1.0]),
        layers: vec![at_random, Layer::line("head", Tone::Own, curve.precision_recall())],
    }
}

/// Of the class among all rows.
fn share(curve: &Curve) -> f64 {
    curve.positives as f64 / (curve.positives + curve.negatives).max(1) as f64
}

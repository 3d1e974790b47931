//! The ROC curve: how many rows of a class are found, and how many others are taken for it, at every threshold.

use super::card::ViewCard;
use super::curve::Curve;
use super::scored::Scored;
use super::seen::Seen;
use crate::figure::{Axis, Body, Chart, Drawn, Layer, Options, Rule, Tone};
use crate::metric::auc;
use crate::schema::text::score;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "roc", name: "ROC curve", needs_valid: false, draw };

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Some((scored, control)) = Scored::chosen(seen, options) else { return Drawn::default() };
    let Some(area) = auc(&scored.scores, &scored.is_yes) else {
        let why = scored.one_sided().unwrap_or_default();
        return scored.noting(Drawn::nothing(why).with(control));
    };
    let name = scored.quoted();
    let sentence = format!(
        "Each point is a threshold, from the strictest at the lower left: upwards the share of the rows of {name} that are found, to the right the share of all others that are taken for it. The higher above the dotted line of guessing, the better."
    );
    let figure = seen.figure(&format!("ROC curve of {name}"), Body::Chart(chart(&Curve::of(&scored))));
    let note = format!(
        "AUC {}: how often a row of {name} has a higher probability of it than another row has.",
        score(Some(area))
    );
    scored.noting(Drawn::of(sentence, figure).with(control).noting(note))
}

/// The curve on its axes.
pub fn chart(curve: &Curve) -> Chart {
    let mut layers = vec![Layer::rule("", Rule::Diagonal)];
    layers.push(Layer::line("head", Tone::Own, curve.roc()));
    Chart {
        x: Axis::holding("false positive rate", &[0.0, 1.0]),
        y: Axis::holding("true positive rate", &[0.0, 1.0]),
        layers,
    }
}

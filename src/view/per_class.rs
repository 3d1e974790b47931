//! How each label of a set, or each class, is answered by itself.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Body, Cell, Column, Drawn, Line, Options, Table};
use crate::gain::Predicted;
use crate::metric::{LabelScores, class_scores, label_scores};
use crate::schema::text::{count, score};

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "per_class", name: "Each class", needs_valid: false, draw };

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Evidence::Rows(predicted) = &seen.evidence else { return Drawn::default() };
    let (scores, what, rows, sentence) = match predicted {
        Predicted::Classes { probabilities, labels, .. }
        | Predicted::Levels { probabilities, labels, .. } => (
            class_scores(probabilities, labels, seen.classes),
            "Class",
            "Rows",
            "How each class is answered, against all others together.",
        ),
        Predicted::Labels { probabilities, labels, .. } => (
            label_scores(probabilities, labels, seen.classes),
            "Label",
            "Yes",
            "How each label is answered; yes is a probability above 50 %.",
        ),
        Predicted::Values { .. } | Predicted::Counts { .. } => return Drawn::default(),
    };
    let names = ["Precision", "Recall", "F1", "AUC"].map(Column::number);
    let columns = [Column::text(what), Column::number(rows)].into_iter().chain(names).collect();
    let lines = scores.into_iter().map(|own| Line { cells: cells(own), rows: Vec::new() }).collect();
    let table = Table { columns, lines };
    Drawn::of(sentence, seen.figure("each class by itself", Body::Table(table)))
}

fn cells(own: LabelScores) -> Vec<Cell> {
    let cell = |name: &str, value: Option<f64>| {
        let note = own.undefined.get(name).map(|reason| format!("undefined: {reason}"));
        Cell::text(score(value)).noting(note.unwrap_or_default())
    };
    vec![
        Cell::text(&own.label),
        Cell::text(format!("{} of {}", count(own.positives), count(own.labelled))),
        cell("precision", own.precision),
        cell("recall", own.recall),
        cell("f1", own.f1).shaded(own.f1.unwrap_or(0.0)),
        cell("auc", own.auc),
    ]
}

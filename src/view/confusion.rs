//! Rows counted by their actual and their predicted class.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Body, Cell, Control, Drawn, Grid, Options};
use crate::gain::Predicted;
use crate::metric::largest;
use crate::schema::text::count;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "confusion", name: "Confusion", needs_valid: false, draw };

/// What a cell can say, each with its key and name.
const SHOWN: [(&str, &str); 3] = [
    ("count", "rows"),
    ("actual", "share of the actual class"),
    ("predicted", "share of the predicted class"),
];

fn draw(seen: &Seen<'_>, options: &Options) -> Drawn {
    let Evidence::Rows(
        Predicted::Classes { probabilities, labels, classes }
        | Predicted::Levels { probabilities, labels, classes },
    ) = &seen.evidence
    else {
        return Drawn::default();
    };
    let classes = *classes;
    let mut rows = vec![vec![Vec::new(); classes]; classes];
    for ((&row, &actual), shares) in seen.rows.iter().zip(labels).zip(probabilities.chunks_exact(classes)) {
        rows[actual][largest(shares)].push(row);
    }
    let of_actual: Vec<usize> = rows.iter().map(|cells| cells.iter().map(Vec::len).sum()).collect();
    let of_predicted: Vec<usize> =
        (0..classes).map(|predicted| rows.iter().map(|cells| cells[predicted].len()).sum()).collect();
    let shown = SHOWN.iter().find(|(key, _)| options.get("shown") == Some(key)).unwrap_or(&SHOWN[0]).0;
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let cells = rows.into_iter().enumerate().map(|(actual, cells)| {
        let cells = cells.into_iter().enumerate().map(|(predicted, rows)| {
            let of_row = share(rows.len(), of_actual[actual]);
            let of_column = share(rows.len(), of_predicted[predicted]);
            let (text, shade) = match shown {
                "actual" => (percent(of_row), of_row),
                "predicted" => (percent(of_column), of_column),
                _ => (count(rows.len()), of_row),
            };
            let note = format!(
                "{} rows of {} are answered {}",
                count(rows.len()),
                seen.classes[actual],
                seen.classes[predicted]
            );
            // What is answered wrong works against the head.
            let shade = if actual == predicted { shade } else { -shade };
            Cell { rows, ..Cell::text(text).shaded(shade).noting(note) }
        });
        cells.chain([Cell::text(count(of_actual[actual]))]).collect()
    });
    let grid = Grid {
        corner: "actual ↓ predicted →".to_owned(),
        rows: seen.classes.to_vec(),
        columns: seen.classes.iter().cloned().chain(["rows".to_owned()]).collect(),
        cells: cells.collect(),
    };
    Drawn::of(
        "Each row of the table stands in the line of what it is and the column of what the head says; on the diagonal the head is right. A cell opens its rows.",
        seen.figure("rows by actual and predicted class", Body::Grid(grid)),
    )
    .with(Control::choice("shown", "A cell says", SHOWN, shown))
}

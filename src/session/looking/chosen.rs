//! How the rows that are picked are answered, beside all rows of the split.

use super::ask::{Ask, LookError};
use super::heads::{Head, are_picked};
use crate::figure::{Body, Cell, Column, Drawn, Figure, Line, Table};
use crate::math::mean::Mean;
use crate::metric::{MetricKind, Metrics, Reasons};
use crate::schema::text::{count, number, plural, score};

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    if ask.request.rows.is_empty() {
        return Ok(Drawn::nothing(
            "No rows are picked. Click a bar, a cell or a line of any view, or draw around dots, and come back: here stands how those rows are answered.",
        ));
    }
    let answers = ask.answers().await?;
    let rows = ask.dataset.rows(ask.request.split);
    let picked = are_picked(&ask.request.rows, rows);
    let in_split = picked.iter().filter(|is| **is).count();
    let asked = plural(ask.request.rows.len(), "row");
    if in_split == 0 {
        return Ok(Drawn::nothing(format!(
            "Of the {asked} that are picked, none is in the {} split: look at another split.",
            ask.request.split.key()
        )));
    }
    let main_metrics =
        ask.dataset.order.to_file(ask.dataset.targets.iter().map(|target| target.kind().card().main_metric));
    let lines = Head::all(&answers, rows).into_iter().map(|head| {
        let metric = main_metrics.get(head.seen.task).copied().unwrap_or(MetricKind::Loss);
        let indices: Vec<usize> =
            (0..rows.len()).filter(|&index| picked[index]).filter_map(|index| head.labelled(index)).collect();
        let errors = |indices: &mut dyn Iterator<Item = usize>| {
            let values: Vec<f64> =
                indices.filter_map(|index| head.errors.values.get(index).copied()).collect();
            number(Mean::of(values.iter().copied()).map_or(f64::NAN, |mean| mean.value))
        };
        let cells = vec![
            Cell::text(head.seen.name),
            Cell::text(format!("{} of {}", count(indices.len()), count(in_split))),
            Cell::text(metric.name()),
            scored(metric, head.answered.metrics_of(rows, &picked)),
            scored(metric, head.answered.metrics(rows)),
            Cell::text(head.errors.label()),
            Cell::text(errors(&mut indices.iter().copied())),
            Cell::text(errors(&mut (0..head.errors.values.len()))),
        ];
        Line { cells, rows: indices.iter().map(|&index| head.seen.rows[index]).collect() }
    });
    let columns = vec![
        Column::text("Task"),
        Column::number("Picked rows with a label"),
        Column::text("Score"),
        Column::number("Score of picked rows"),
        Column::number("Score of all rows"),
        Column::text("Error"),
        Column::number("Mean error of picked rows"),
        Column::number("Mean error of all rows"),
    ];
    let table = Table { columns, lines: lines.collect() };
    let title = format!("Picked rows beside all rows of the {} split", ask.request.split.key());
    let sentence = format!(
        "Of the {asked} that are picked, {} in this split. Each line is one task: how these rows are answered, beside all rows of the split.",
        if in_split == 1 { "1 is".to_owned() } else { format!("{} are", count(in_split)) }
    );
    let drawn = Drawn::of(sentence, Figure { title, task: None, body: Body::Table(table) });
    Ok(drawn.noting("Scores of few rows vary a lot, and some, such as R² and AUC, compare rows with one another: among rows that are alike they are low even where answers are good."))
}

fn scored(metric: MetricKind, (metrics, reasons): (Metrics, Reasons)) -> Cell {
    let reason = reasons.get(&metric).map(|reason| format!("undefined: {reason}"));
    Cell::text(score(metrics.get(&metric).copied().flatten())).noting(reason.unwrap_or_default())
}

//! The training rows that are nearest to the picked row, with their labels beside what the heads say of it.

use super::ask::{Ask, LookError};
use super::base::picked;
use super::heads::cut;
use super::words;
use crate::figure::{Body, Cell, Column, Drawn, Figure, Line, Table};
use crate::gain::Predicted;
use crate::input::encoding::Span;
use crate::schema::split::Split;
use crate::schema::text;
use crate::task::target::Answered;
use crate::view::{Evidence, Seen};

/// Rows that are listed.
const MOST_ROWS: usize = 10;

/// Inputs that are named in a line.
const MOST_INPUTS: usize = 4;

/// Rows that are encoded at a time, so that a wide table needs little memory.
const AT_A_TIME: usize = 1_024;

/// Letters of a cell that are repeated.
const MOST_LETTERS: usize = 24;

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let Some(row) = picked(ask) else {
        return Ok(Drawn::nothing(
            "Pick one row, in a table or a chart, to see the training rows that are most like it.",
        ));
    };
    let spans = ask.dataset.encoding.spans();
    if spans.iter().all(|span| span.width == 0) {
        return Ok(Drawn::nothing(
            "The inputs are pictures; distances are measured between numbers and labels.",
        ));
    }
    let near = nearest(ask, row, &spans);
    let rows: Vec<u32> = std::iter::once(row).chain(near.iter().map(|near| near.row)).collect();
    let answers = ask.answer_rows(&rows).await?;
    let tasks: Vec<TaskColumn<'_>> = answers
        .iter()
        .enumerate()
        .filter_map(|(task, answered)| TaskColumn::of(answered.as_ref(), task, &rows))
        .collect();
    let mut columns = vec![Column::text("Row"), Column::number("Distance")];
    columns.extend(tasks.iter().map(|task| Column::text(&task.head)));
    columns.push(Column::text(format!("Differs most in (row {} → this row)", row + 1)));
    let lines = near.iter().map(|near| {
        let mut cells = vec![Cell::text((near.row + 1).to_string()), Cell::text(text::number(near.distance))];
        cells.extend(tasks.iter().map(|task| Cell::text(task.label(near.row))));
        cells.push(Cell::text(differences(ask, row, near)));
        Line { cells, rows: vec![near.row] }
    });
    let table = Table { columns, lines: lines.collect() };
    let title = format!("Training rows nearest to row {}", row + 1);
    let sentence = format!(
        "The training rows whose inputs are most like those of row {}, the nearest first, with the label of each beside what the head says of row {0}. Where they disagree, the row is an unusual one, or the inputs don't tell the labels apart.",
        row + 1
    );
    let drawn = Drawn::of(sentence, Figure { title, task: None, body: Body::Table(table) }).noting(
        "Distances are Euclidean, between inputs as the model reads them: numbers in standard deviations, labels as one number each. An input that is several numbers counts as one: its numbers are divided by the root of how many they are.",
    );
    let drawn = match ask.dataset.rows(Split::Train).contains(&row) {
        true => drawn.noting(format!("Row {} is a training row itself and is left out.", row + 1)),
        false => drawn,
    };
    Ok(match ask.dataset.encoding.inputs().pictures.is_empty() {
        true => drawn,
        false => drawn.noting("Pictures are left out."),
    })
}

/// A training row near the picked one.
struct Near {
    row: u32,
    distance: f64,
    /// The inputs that differ most, the most different first, by their indices among all inputs.
    inputs: Vec<usize>,
}

fn nearest(ask: &Ask<'_>, row: u32, spans: &[Span<'_>]) -> Vec<Near> {
    let dataset = ask.dataset;
    let own = dataset.features(&[row]);
    let mut found: Vec<(f64, u32)> = Vec::new();
    for rows in dataset.rows(Split::Train).chunks(AT_A_TIME) {
        let features = dataset.features(rows);
        let squares = features.chunks_exact(own.len()).map(|other| apart(&own, other, spans).sum::<f64>());
        found.extend(
            squares.zip(rows.iter().copied()).filter(|(square, other)| square.is_finite() && *other != row),
        );
    }
    // Of equally near ones the first in the file.
    found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found.truncate(MOST_ROWS);
    let rows: Vec<u32> = found.iter().map(|(_, row)| *row).collect();
    let features = dataset.features(&rows);
    let near = |((square, row), other): (&(f64, u32), &[f32])| {
        let squares: Vec<f64> = apart(&own, other, spans).collect();
        let mut inputs: Vec<usize> = (0..squares.len()).filter(|&input| squares[input] > 0.0).collect();
        inputs.sort_by(|&a, &b| squares[b].total_cmp(&squares[a]));
        inputs.truncate(MOST_INPUTS);
        Near { row: *row, distance: square.sqrt(), inputs }
    };
    found.iter().zip(features.chunks_exact(own.len())).map(near).collect()
}

/// How far two encoded rows are apart in each input: the mean of the squared differences of its numbers; of codes, the share that differs.
fn apart<'a>(own: &'a [f32], other: &'a [f32], spans: &'a [Span<'a>]) -> impl Iterator<Item = f64> {
    let mut first = 0;
    spans.iter().map(move |span| {
        let numbers = first..first + span.width;
        first = numbers.end;
        let pairs = own[numbers.clone()].iter().zip(&other[numbers]);
        let square = |(a, b): (&f32, &f32)| match span.is_code {
            true => f64::from(u8::from(a != b)),
            false => (f64::from(*a) - f64::from(*b)).powi(2),
        };
        pairs.map(square).sum::<f64>() / span.width.max(1) as f64
    })
}

/// The inputs that differ most, each from the picked row's cell to the other's.
fn differences(ask: &Ask<'_>, row: u32, near: &Near) -> String {
    if near.inputs.is_empty() {
        return "nothing".to_owned();
    }
    let columns = || ask.dataset.encoding.columns();
    let named = near.inputs.iter().filter_map(|&input| {
        let name = columns().nth(input)?;
        let column = ask.table.columns.iter().find(|column| column.name == name)?;
        let cell = |row: u32| {
            column.label(row as usize).map_or_else(|| "missing".to_owned(), |cell| cut(cell, MOST_LETTERS))
        };
        Some(format!("{name} {} → {}", cell(row), cell(near.row)))
    });
    named.collect::<Vec<String>>().join("; ")
}

/// Labels of a task, under what its head says of the picked row.
struct TaskColumn<'a> {
    head: String,
    seen: Seen<'a>,
    labels: &'a [String],
}

impl<'a> TaskColumn<'a> {
    /// - `rows`: the picked one, and those near it
    fn of(answered: &'a dyn Answered, task: usize, rows: &[u32]) -> Option<Self> {
        let seen = answered.seen(task, rows)?;
        if matches!(seen.evidence, Evidence::Pixels { .. }) {
            return None;
        }
        let said = words::of_answer(&answered.answer(0).value);
        let head = format!("{} (head: {said})", seen.name);
        Some(Self { head, labels: seen.classes, seen })
    }

    /// The label of a row.
    fn label(&self, row: u32) -> String {
        let missing = || "–".to_owned();
        let Some(index) = self.seen.rows.iter().position(|&seen| seen == row) else { return missing() };
        let Evidence::Rows(predicted) = &self.seen.evidence else { return missing() };
        match predicted {
            Predicted::Values { actual, .. } | Predicted::Counts { actual, .. } => {
                actual.get(index).copied().map_or_else(missing, text::number)
            }
            Predicted::Classes { labels, .. } | Predicted::Levels { labels, .. } => {
                labels.get(index).and_then(|&class| self.labels.get(class)).cloned().unwrap_or_else(missing)
            }
            Predicted::Labels { labels, count, .. } => {
                let own = labels.chunks_exact((*count).max(1)).nth(index).unwrap_or(&[]);
                let named = self.labels.iter().zip(own).filter(|(_, is)| **is == Some(true));
                let named: Vec<&str> = named.map(|(name, _)| name.as_str()).collect();
                if named.is_empty() { "none".to_owned() } else { named.join(", ") }
            }
        }
    }
}

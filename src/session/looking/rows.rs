//! The rows where heads are most wrong, one line a row, with what each head says.

use serde_json::Value;

use super::ask::{Ask, LookError};
use super::heads::{Head, are_picked, short};
use crate::figure::{Body, Cell, Column, Control, Drawn, Figure, Line, Table};
use crate::gain::Predicted;
use crate::metric::ranks;
use crate::schema::column::ColumnKind;
use crate::schema::text::{count, number, plural};
use crate::view::{Evidence, Seen};

/// Most lines.
const MOST_LINES: usize = 100;

/// Inputs by which one knows a row again.
const MOST_INPUTS: usize = 4;

/// The choice to sort by the errors of all heads.
const TOGETHER: &str = "together";

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let answers = ask.answers().await?;
    let rows = ask.dataset.rows(ask.request.split);
    let heads = Head::all(&answers, rows);
    let picked = are_picked(&ask.request.rows, rows);
    let in_split = picked.iter().filter(|is| **is).count();
    let shares: Vec<Vec<Option<f64>>> = heads.iter().map(|head| rank_shares(head, rows.len())).collect();
    let names: Vec<(String, &str)> = [(TOGETHER.to_owned(), "all tasks together")]
        .into_iter()
        .filter(|_| heads.len() > 1)
        .chain(heads.iter().enumerate().map(|(index, head)| (index.to_string(), head.seen.name)))
        .collect();
    let chosen = ask.request.options.get("by");
    let by = names.iter().find(|(key, _)| chosen == Some(key.as_str())).or(names.first());
    let by = by.map_or("", |(key, _)| key.as_str());
    let key = |index: usize| match by.parse::<usize>() {
        Ok(task) => shares.get(task).and_then(|shares| shares[index]),
        Err(_) => mean(shares.iter().filter_map(|shares| shares[index])),
    };
    let shown = |index: &usize| ask.request.rows.is_empty() || picked[*index];
    let mut order: Vec<(usize, Option<f64>)> =
        (0..rows.len()).filter(shown).map(|index| (index, key(index))).collect();
    // The worst first, rows without a label last; the sort keeps equals in the order of the split.
    order.sort_by(|a, b| b.1.unwrap_or(-1.0).total_cmp(&a.1.unwrap_or(-1.0)));
    let found = order.len();
    order.truncate(MOST_LINES);

    let inputs: Vec<_> =
        ask.inputs().filter(|column| column.kind != ColumnKind::Image).take(MOST_INPUTS).collect();
    let mut columns = vec![Column::number("Row")];
    columns.extend(
        inputs.iter().map(|column| Column { name: column.name.clone(), is_number: column.kind.is_numeric() }),
    );
    for head in &heads {
        let is_number = head.seen.evidence.numbers().is_some();
        let column = |what: &str| Column { name: format!("{}: {what}", head.seen.name), is_number };
        columns.extend([column("actual"), column("predicted")]);
        columns.push(Column::number(format!("{}: {}", head.seen.name, head.errors.label())));
    }
    let lines = order.iter().map(|&(index, _)| {
        let row = rows[index];
        let mut cells = vec![Cell::text(count(row as usize + 1))];
        cells.extend(
            inputs
                .iter()
                .map(|column| Cell::text(column.cell(row as usize).map_or_else(|| "–".to_owned(), short))),
        );
        for (head, shares) in heads.iter().zip(&shares) {
            cells.extend(head_cells(head, index, shares[index]));
        }
        Line { cells, rows: vec![row] }
    });
    let table = Table { columns, lines: lines.collect() };
    let title = format!("Rows of the {} split, the worst answered first", ask.request.split.key());
    let mut drawn = Drawn::of(
        "Rows with what is true and what each head says, the worst answered first. “All tasks together” sorts by the mean rank of a row's errors: rows that are hard for every head come first, often because of their inputs or their labels.",
        Figure { title, task: None, body: Body::Table(table) },
    )
    .with(Control::choice("by", "Sorted by", names.iter().map(|(key, name)| (key.as_str(), *name)), by));
    if !ask.request.rows.is_empty() {
        drawn.notes.push(format!(
            "{} of the {} that are picked are in this split; only these are listed.",
            count(in_split),
            plural(ask.request.rows.len(), "row")
        ));
    }
    if found > MOST_LINES {
        drawn.notes.push(format!("{MOST_LINES} of {} are listed.", plural(found, "row")));
    }
    Ok(drawn)
}

/// What a head says about one row.
///
/// - `share`: of its error's rank
fn head_cells(head: &Head<'_>, index: usize, share: Option<f64>) -> [Cell; 3] {
    let predicted = Cell::text(said(&head.answered.answer(index).value));
    let (Some(at), Some(share)) = (head.labelled(index), share) else {
        return [Cell::text("–").noting("no label"), predicted, Cell::text("–")];
    };
    let error = head.errors.values[at];
    let text = if error.is_finite() { number(error) } else { "infinite".to_owned() };
    let note = format!("a larger error than that of {:.0} % of the rows of the split", 100.0 * share);
    // Only the worse half is shaded.
    let error = Cell::text(text).shaded(-(2.0 * share - 1.0).max(0.0)).noting(note);
    [Cell::text(actual(&head.seen, at)), predicted, error]
}

/// For each row of the split the share of the labelled rows that have a smaller error, half of the equal ones among them.
fn rank_shares(head: &Head<'_>, rows: usize) -> Vec<Option<f64>> {
    let ranks = ranks(&head.errors.values);
    let count = ranks.len() as f64;
    (0..rows).map(|index| Some((ranks.get(head.labelled(index)?)? - 0.5) / count)).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The label of a row.
fn actual(seen: &Seen<'_>, at: usize) -> String {
    match &seen.evidence {
        Evidence::Rows(Predicted::Values { actual, .. } | Predicted::Counts { actual, .. }) => {
            number(actual[at])
        }
        Evidence::Rows(Predicted::Classes { labels, .. } | Predicted::Levels { labels, .. }) => {
            short(seen.classes.get(labels[at]).map_or("–", String::as_str))
        }
        Evidence::Rows(Predicted::Labels { labels, count, .. }) => {
            let own = labels.iter().skip(at * count).take(*count).zip(seen.classes);
            listed(own.filter(|(is, _)| **is == Some(true)).map(|(_, name)| name.as_str()))
        }
        Evidence::Pixels { .. } => "mask".to_owned(),
    }
}

/// An answer as text.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(is) => is.to_string(),
        Value::Number(own) => own.as_f64().map_or_else(|| own.to_string(), number),
        Value::String(own) => short(own),
        Value::Array(all) if all.iter().any(Value::is_array) => "mask".to_owned(),
        Value::Array(all) => listed(all.iter().filter_map(Value::as_str)),
        Value::Object(_) => "–".to_owned(),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "none".to_owned() } else { short(&names.join(", ")) }
}

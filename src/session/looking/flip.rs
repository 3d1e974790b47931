//! What would change the answer: the smallest change of one input alone that turns what a head says of the picked row.

use super::ask::{Ask, LookError};
use super::axis::InputAxis;
use super::base::{Base, picked};
use super::change::{Change, Tried};
use super::words;
use crate::figure::{Body, Cell, Column, Control, Drawn, Figure, Line, Table};
use crate::schema::row::Row;
use crate::schema::split::Split;
use crate::schema::text;
use crate::task::target::{Answered, Target};
use crate::task::{Answer, Said};

/// Inputs that are tried; more would take too long.
const MOST_INPUTS: usize = 100;

/// Lines of the table.
const MOST_LINES: usize = 15;

/// How far a number must move to count as another answer, as a share of the range of its training labels.
const SHARE: f64 = 0.1;

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let Some(row) = picked(ask) else {
        return Ok(Drawn::nothing(
            "Pick one row, in a table or a chart, to see what would change the answer to it.",
        ));
    };
    let dataset = ask.dataset;
    let targets = dataset.order.to_file(dataset.targets.iter());
    // A mask is no one answer.
    let tasks: Vec<usize> = (0..targets.len()).filter(|&task| !targets[task].kind().card().has_map).collect();
    if tasks.is_empty() {
        return Ok(Drawn::nothing(
            "The heads answer with pictures: there is no one answer that could change.",
        ));
    }
    let names: Vec<String> = tasks.iter().map(|&task| targets[task].name().to_owned()).collect();
    let with_classes = tasks.iter().position(|&task| targets[task].kind().card().has_classes());
    let chosen = ask.request.options.index("task", tasks.len()).or(with_classes).unwrap_or(0);
    let (task, target) = (tasks[chosen], targets[tasks[chosen]]);
    let control = Control::of_names("task", "Answer of", &names, chosen);

    let columns: Vec<_> = ask.inputs().filter(|column| InputAxis::fits(column)).collect();
    let train = dataset.rows(Split::Train);
    let tried: Vec<Tried<'_>> =
        columns.iter().take(MOST_INPUTS).map(|column| Tried::of(column, row, train)).collect();
    let base = Base::of(ask).row;
    let mut asked: Vec<Row> = vec![base.clone()];
    for own in &tried {
        asked.extend(own.changes.iter().map(|change| {
            let mut row = base.clone();
            row.insert(own.column.name.clone(), change.value.clone());
            row
        }));
    }
    let answers = ask.answer_raw(&asked).await?;
    let Some(answered) = answers.get(task).map(Box::as_ref) else { return Err(LookError::NoTask { task }) };
    let turn = Turn::of(target, answered.answer(0), train);
    let mut next = 1;
    let mut found: Vec<Found<'_>> = Vec::new();
    for own in &tried {
        found.extend(smallest(own, next, answered, &turn));
        next += own.changes.len();
    }
    found.sort_by(|a, b| a.change.size.total_cmp(&b.change.size));

    let said = format!(
        "{} of row {} is answered “{}”",
        target.name(),
        row + 1,
        words::of_answer(&turn.before.value)
    );
    let wanted = turn.wanted();
    let sentence = match found.len() {
        0 => format!(
            "{said}. No change of a single input, with all others as they are, turns that into {wanted}."
        ),
        _ => format!(
            "{said}. Each line is one input alone, with all others as they are: the smallest change found that turns the answer into {wanted}. What the model says, not what would happen in the world."
        ),
    };
    let mut drawn = Drawn { sentence, controls: vec![control], ..Drawn::default() };
    if !found.is_empty() {
        let title = format!("{}: what would change the answer to row {}", target.name(), row + 1);
        let body = Body::Table(table(&found, turn.least.is_none()));
        drawn.figures.push(Figure { title, task: Some(task), body });
    }
    drawn.notes.push("Numbers are tried at 24 values between the 1 and 99 % of the training rows, and sizes are in their standard deviations; of labels, the 12 most frequent are tried, and each counts as a size of 1.".to_owned());
    let left = ask.inputs().count() - tried.len();
    if left > 0 {
        drawn.notes.push(format!(
            "{} not tried: texts, dates, pictures, and all beyond the first {MOST_INPUTS}.",
            if left == 1 { "1 input is".to_owned() } else { format!("{} are", text::plural(left, "input")) }
        ));
    }
    if found.len() > MOST_LINES {
        drawn.notes.push(format!("{MOST_LINES} of {} inputs are listed.", found.len()));
    }
    Ok(drawn)
}

/// When an answer counts as another one.
struct Turn {
    before: Answer,
    /// How far a number must move; `None` where answers are labels.
    least: Option<f64>,
}

impl Turn {
    fn of(target: &Target, before: Answer, train: &[u32]) -> Self {
        let least = before.value.as_f64().map(|_| {
            let labels: Vec<f64> = train.iter().flat_map(|&row| target.example(row as usize)).collect();
            let values = match target.read_numbers(&labels).said() {
                Said::Values(values) => values,
                Said::Classes { .. } | Said::Labels { .. } | Said::Pixels => Vec::new(),
            };
            let known = || values.iter().copied().filter(|value| value.is_finite());
            let range = known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min);
            if range.is_finite() { SHARE * range } else { f64::INFINITY }
        });
        Self { before, least }
    }

    /// Whether an answer is another one.
    fn is_turned(&self, after: &Answer) -> bool {
        match self.least {
            Some(least) => match (self.before.value.as_f64(), after.value.as_f64()) {
                (Some(before), Some(after)) => least > 0.0 && (after - before).abs() >= least,
                (_, None) | (None, _) => false,
            },
            None => after.value != self.before.value,
        }
    }

    fn wanted(&self) -> String {
        match self.least {
            Some(least) if least.is_finite() => {
                format!(
                    "a number that is at least {} away, which is 10 % of the range of the training labels",
                    text::number(least)
                )
            }
            Some(_) => "one far away".to_owned(),
            None => "another one".to_owned(),
        }
    }
}

/// An input's smallest change that turns the answer.
struct Found<'a> {
    input: &'a Tried<'a>,
    change: &'a Change,
    after: Answer,
}

impl Found<'_> {
    /// The probability of the answer.
    fn probability(&self) -> Option<f64> {
        self.after.probabilities.as_ref()?.get(self.after.value.as_str()?).copied()
    }
}

/// - `first`: index of the answer to its first change
fn smallest<'a>(
    input: &'a Tried<'a>,
    first: usize,
    answered: &dyn Answered,
    turn: &Turn,
) -> Option<Found<'a>> {
    let turned = input.changes.iter().enumerate().filter_map(|(index, change)| {
        let after = answered.answer(first + index);
        turn.is_turned(&after).then_some(Found { input, change, after })
    });
    // Of labels, which all have one size, the one of which the head is surest.
    let sureness = |found: &Found<'_>| found.probability().unwrap_or(0.0);
    turned.min_by(|a, b| a.change.size.total_cmp(&b.change.size).then(sureness(b).total_cmp(&sureness(a))))
}

fn table(found: &[Found<'_>], has_probability: bool) -> Table {
    let mut columns = vec![
        Column::text("Input"),
        Column::text("From"),
        Column::text("To"),
        Column::number("Size"),
        Column::text("New answer"),
    ];
    if has_probability {
        columns.push(Column::number("Probability"));
    }
    let lines = found.iter().take(MOST_LINES).map(|own| {
        let size = if own.change.is_measured { text::number(own.change.size) } else { "–".to_owned() };
        let mut cells: Vec<Cell> = vec![
            Cell::text(&own.input.column.name),
            Cell::text(own.input.from()),
            Cell::text(words::of_cell(&own.change.value)),
            Cell::text(size),
            Cell::text(words::of_answer(&own.after.value)),
        ];
        if has_probability {
            cells.push(Cell::text(text::score(own.probability())));
        }
        Line { cells, rows: Vec::new() }
    });
    Table { columns, lines: lines.collect() }
}

//! Judges the last rows of a table and those named as sums: notes and sums are no data.

use crate::read::cells::Cells;
use crate::read::closing::{self, Summary};
use crate::read::layout::Layout;
use crate::read::left_out;
use crate::read::missing;
use crate::read::number::{self, NumberFormat};
use crate::read::row_numbers::RowNumbers;
use crate::schema::warning::{Place, Warning};

/// Most rows at the end that are looked at.
const MOST: usize = 20;

/// With more rows in so many named as sums, the word is a label like others.
const LEAST_SHARE: usize = 3;

/// What was judged.
#[derive(Debug, Default)]
pub struct Ending {
    /// Data rows that are none, in ascending order.
    pub left_out: Vec<usize>,
    /// How many of them stand at the end.
    pub at_end: usize,
    /// What is said about it.
    pub warnings: Vec<Warning>,
}

/// A table that was read, and what is known about it.
pub struct Judge<'a> {
    /// One entry a column.
    pub columns: &'a [Cells],
    /// Where the rows stand.
    pub numbers: &'a RowNumbers,
    /// What the first rows are like.
    pub layout: &'a Layout,
    /// How many rows.
    pub rows: usize,
}

impl Judge<'_> {
    /// Judges the end, and the rows that are named as sums.
    ///
    /// - `named`: those rows, in ascending order
    /// - `with_end`: whether rows at the end may be left out
    pub fn find(&self, named: &[usize], with_end: bool) -> Ending {
        let mut ending = Ending::default();
        let mut end = self.rows;
        if with_end {
            let first = self.rows.saturating_sub(MOST).max(2);
            let is_below = |row: &usize| self.is_alone(*row) || self.is_note(*row);
            let below = (first..self.rows).rev().take_while(is_below).last().unwrap_or(self.rows);
            // What follows a note belongs to it.
            end = (below..self.rows).find(|&row| self.is_note(row)).unwrap_or(self.rows);
        }
        let notes: Vec<usize> = (end..self.rows).collect();
        let said: Vec<(usize, String)> =
            notes.iter().map(|&row| (self.numbers.of(row), self.first(row).to_owned())).collect();
        let mut suspects: Vec<usize> = named.iter().copied().filter(|&row| row < end).collect();
        if suspects.len() * LEAST_SHARE > end {
            suspects.clear();
        }
        if suspects.last() != end.checked_sub(1).as_ref() && end > 3 && self.may_be_unnamed_sum(end - 1) {
            suspects.push(end - 1);
        }
        self.judge_sums(&suspects, end, with_end, &mut ending);
        let is_last = |row: &&usize| (**row..end).all(|row| ending.left_out.contains(&row));
        ending.at_end = notes.len() + ending.left_out.iter().filter(is_last).count();
        ending.left_out.extend(notes);
        ending.warnings.extend(left_out::around(&said, "below the data"));
        ending
    }

    fn judge_sums(&self, suspects: &[usize], end: usize, with_end: bool, ending: &mut Ending) {
        if suspects.is_empty() {
            return;
        }
        let numbers: Vec<Option<LevelNumbers>> = (self.columns.iter().zip(&self.layout.numeric))
            .map(|(cells, is_numeric)| is_numeric.then(|| LevelNumbers::of(cells, self.sign())))
            .collect();
        let mut start = 0;
        for &row in suspects {
            let is_at_end = (row..end).all(|row| suspects.contains(&row));
            let summary = closing::summary(self.first(row));
            let sums = [start, 0].map(|start| self.sums(&numbers, start, row, &ending.left_out));
            let (matching, compared) = sums.into_iter().max_by_key(|sums| sums.0).unwrap_or((0, 0));
            let is_sum = matching > 0 && 2 * matching >= compared;
            let is_certain = match summary {
                Some(Summary::Total) => is_sum || (is_at_end && self.lacks_labels(row)),
                Some(Summary::Statistic) => is_at_end && self.lacks_labels(row),
                None => is_sum && (self.lacks_labels(row) || (matching > 1 && matching == compared)),
            };
            start = row + 1;
            if is_at_end && !with_end {
                continue;
            }
            let (number, first) = (self.numbers.of(row), self.first(row));
            if is_certain {
                ending.left_out.push(row);
                let what =
                    if is_sum { "holds the sums of rows above it" } else { "sums up the rows above it" };
                ending.warnings.push(Warning {
                    message: format!("row {number}, “{first}”, {what}, so it is no example and was left out"),
                    place: None,
                });
            } else if summary == Some(Summary::Total) && is_at_end {
                ending.warnings.push(Warning {
                    message: format!(
                        "row {number}, “{first}”, may sum up rows above it, which is no example: if so, leave it out under “How the file was read”"
                    ),
                    place: Some(Place { row: number, column: None }),
                });
            }
        }
    }

    /// How many numbers of a row are sums of those from `start` on, and how many it has.
    fn sums(
        &self,
        numbers: &[Option<LevelNumbers>],
        start: usize,
        row: usize,
        left_out: &[usize],
    ) -> (usize, usize) {
        let (mut matching, mut compared) = (0, 0);
        let above: Vec<usize> = (start..row).filter(|row| left_out.binary_search(row).is_err()).collect();
        for (cells, levels) in self.columns.iter().zip(numbers) {
            let Some(levels) = levels else { continue };
            let value = |row: usize| {
                cells.code(row).map(|code| levels.values[code]).filter(|number| !number.is_nan())
            };
            let Some(found) = value(row) else { continue };
            compared += 1;
            let sum: f64 = above.iter().filter_map(|&row| value(row)).sum();
            let count = above.len() as f64;
            let text = cells.code(row).map_or("", |code| &cells.levels()[code]);
            // Each may be rounded.
            let slack = 0.5 * levels.ulp(text) * count.sqrt().max(1.0) * 2.0 + 1e-9 * sum.abs();
            matching += usize::from(found != 0.0 && above.len() > 1 && (found - sum).abs() <= slack);
        }
        (matching, compared)
    }

    /// Whether a row has no label where the others have one.
    fn lacks_labels(&self, row: usize) -> bool {
        let labels: Vec<&str> = self.label_columns().map(|column| self.cell(column, row)).collect();
        let filled = labels.iter().filter(|cell| !missing::is_usual(cell)).count();
        let named = usize::from(closing::summary(self.first(row)).is_some());
        !labels.is_empty() && filled <= named && filled < labels.len()
    }

    fn label_columns(&self) -> impl Iterator<Item = usize> {
        (0..self.columns.len()).filter(|&column| self.layout.complete[column] && !self.layout.numeric[column])
    }

    /// Whether the last row may be one of sums though no word says so: labels are missing, or all numbers are the largest.
    fn may_be_unnamed_sum(&self, row: usize) -> bool {
        if self.label_columns().next().is_some() {
            return self.lacks_labels(row);
        }
        let largest = |column: usize| {
            let number = |row: usize| number::plain(self.cell(column, row)).unwrap_or(0.0);
            (row.saturating_sub(MOST)..row).all(|other| number(row) > number(other))
        };
        self.columns.len() > 1 && (0..self.columns.len()).all(largest)
    }

    /// Whether a row has something in its first cell only, where the first rows have more.
    fn is_alone(&self, row: usize) -> bool {
        let is_empty = |column: usize| self.cell(column, row).is_empty();
        self.layout.fewest_filled > 1 && !is_empty(0) && (1..self.columns.len()).all(is_empty)
    }

    /// Whether a row holds a note: one cell where others have several, or words over all columns of numbers.
    fn is_note(&self, row: usize) -> bool {
        let first = self.cell(0, row);
        let is_apart = row > 0 && self.numbers.of(row) > self.numbers.of(row - 1) + 1;
        let numeric = || (0..self.columns.len()).filter(|&column| self.layout.numeric[column]);
        let is_word = |column: usize| {
            let cell = self.cell(column, row);
            missing::is_usual(cell) || number::plain(cell).is_none()
        };
        let over_numbers = !self.is_alone(row) && numeric().next().is_some() && numeric().all(is_word);
        (self.is_alone(row) && closing::is_note(first, is_apart, false))
            || (over_numbers && closing::summary(first).is_none() && closing::is_note(first, false, true))
    }

    fn cell(&self, column: usize, row: usize) -> &str {
        let cells = &self.columns[column];
        cells.code(row).map_or("", |code| &cells.levels()[code])
    }

    /// A row's first cell with something in it.
    fn first(&self, row: usize) -> &str {
        (0..self.columns.len())
            .map(|column| self.cell(column, row))
            .find(|cell| !cell.is_empty())
            .unwrap_or("")
    }

    fn sign(&self) -> char {
        char::from(self.layout.dialect.delimiter)
    }
}

/// The numbers of a column.
struct LevelNumbers {
    /// One a level, NaN where it is none.
    values: Vec<f64>,
    /// What stands before their decimals.
    decimal: char,
}

impl LevelNumbers {
    fn of(cells: &Cells, delimiter: char) -> Self {
        let levels = || cells.levels().iter();
        let present = levels().filter(|level| !missing::is_usual(level));
        let format = NumberFormat::find(present, delimiter);
        let read = |level: &str| match &format {
            Some(format) => format.read(level),
            None => number::plain(level),
        };
        Self {
            values: levels().map(|level| read(level).unwrap_or(f64::NAN)).collect(),
            decimal: format.as_ref().and_then(NumberFormat::decimal).unwrap_or('.'),
        }
    }

    /// What the last digit of one of them stands for.
    fn ulp(&self, text: &str) -> f64 {
        let decimals = text.rsplit_once(self.decimal).map_or("", |(_, behind)| behind);
        0.1_f64.powi(decimals.chars().filter(char::is_ascii_digit).count() as i32)
    }
}

//! One column: its cells as they were read, what they hold and what they are used for.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::read::cells::{Cells, CellsBuilder};
use crate::read::levels::Levels;
use crate::read::missing::Marks;
use crate::read::number::NumberHint;
use crate::read::row_numbers::RowNumbers;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::date::Moment;
use crate::table::examine;
use crate::table::examine::Examined;
use crate::table::label::order;
use crate::table::notice::Notice;
use crate::table::reading::{Reading, Values};
use crate::table::spread;
use crate::table::summary::{ColumnSummary, ValueSummary};
use crate::table::tick;

const MOST_LEVELS_SHOWN: usize = 40;

/// Most letters that an error repeats of what should be a picture.
const MOST_LETTERS: usize = 40;

/// A label with fewer training rows than these is rare.
pub const RARE: usize = 5;

/// One column. Its cells stay as they were read, so that another type can be given to it at any time.
#[derive(Clone, Debug)]
pub struct Column {
    /// From the header.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// What it is used for.
    pub role: Role,
    /// Why, as a short clause.
    pub reason: String,
    reading: Reading,
    /// Shared by the copies of a column, which may differ in their reading.
    cells: Rc<Cells>,
    /// The answers yes and no, where cells are one option or empty.
    ticks: Option<Rc<Cells>>,
    /// The number of each level, NaN where it is none; read when first asked for.
    numbers: OnceCell<Vec<f64>>,
    /// How its values are spread; counted when first asked for.
    spread: OnceCell<ValueSummary>,
    hint: NumberHint,
    /// Marks found in place of values, with the rows of each.
    marks: Vec<(String, usize)>,
    /// What is odd about the cells.
    notices: Vec<Notice>,
}

impl Column {
    /// Finds what the cells hold; `hint` tells what is known of the file's numbers, if only what stood between its cells.
    pub fn new(name: String, cells: Cells, marks: Marks, hint: impl Into<NumberHint>) -> Self {
        let hint = hint.into();
        let Examined { cells, reading, kind, reason, numbers, marks, notices } =
            examine::examine(&name, cells, marks, hint);
        let mut column = Self {
            name,
            kind,
            role: Role::Input,
            reason,
            reading,
            cells: Rc::new(cells),
            ticks: None,
            numbers: numbers.map_or_else(OnceCell::new, OnceCell::from),
            spread: OnceCell::new(),
            hint,
            marks,
            notices,
        };
        let is_enough = column.len() >= tick::FEWEST_ROWS;
        let is_tick = |option: &&str| is_enough && tick::is_tick(&column.name, option);
        let option = column.option().filter(is_tick).map(str::to_owned);
        if let Some(option) = option {
            column.reason = format!("“{option}” or empty, which mean yes and no");
            column.kind = ColumnKind::Boolean;
            column.tick(option);
        }
        column
    }

    /// The only value, of a column in which other cells are empty.
    pub fn option(&self) -> Option<&str> {
        let levels = self.cells.levels();
        let has_empty = || (0..self.cells.len()).any(|row| self.cells.code(row).is_none());
        levels.get(0).filter(|_| levels.len() == 1 && has_empty())
    }

    /// Reads cells as yes where they have a value and as no where they have none.
    fn tick(&mut self, option: String) {
        self.ticks = Some(Rc::new(tick::fill(&self.cells)));
        self.reading.values = Values::Tick(option);
    }

    /// The cells, or the answers that they are.
    fn answers(&self) -> &Cells {
        self.ticks.as_ref().unwrap_or(&self.cells)
    }

    /// A row's cell as it was read.
    pub fn cell(&self, row: usize) -> Option<&str> {
        self.cells.code(row).and_then(|code| self.cells.levels().get(code))
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A row's cell as it was read; where that is one option or none, yes or no.
    pub fn label(&self, row: usize) -> Option<&str> {
        self.code(row).and_then(|code| self.levels().get(code))
    }

    /// A row's cell as a number: its value, or its place on the scale.
    pub fn number(&self, row: usize) -> Option<f64> {
        Some(self.level_number(self.code(row)?)).filter(|number| !number.is_nan())
    }

    /// The number that a level is, or its place on the scale; NaN where it is none.
    pub fn level_number(&self, code: usize) -> f64 {
        let read = |level| self.reading.number(level).unwrap_or(f64::NAN);
        self.numbers.get_or_init(|| self.levels().iter().map(read).collect())[code]
    }

    /// A row's cell as a date.
    pub fn moment(&self, row: usize) -> Option<Moment> {
        self.reading.moment(self.label(row)?)
    }

    /// What stands before the decimals of its numbers, where it shows.
    pub fn decimal(&self) -> Option<char> {
        match &self.reading.values {
            Values::Numbers(format) => format.decimal(),
            Values::Labels | Values::Ranks(_) | Values::Dates(_) | Values::Parts(_) | Values::Tick(_) => None,
        }
    }

    /// How its cells are read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// A row's cell as a place in [`Self::levels`].
    pub fn code(&self, row: usize) -> Option<usize> {
        self.answers().code(row)
    }

    /// Different cells, in order of first appearance.
    pub fn levels(&self) -> &Levels {
        self.answers().levels()
    }

    /// Codes of the levels in the order that classes stand in.
    pub fn class_order(&self) -> Vec<usize> {
        let mut order = order::label_order(self.levels());
        if matches!(self.reading.values, Values::Ranks(_) | Values::Numbers(_)) {
            order.sort_by(|&a, &b| self.level_number(a).total_cmp(&self.level_number(b)));
        }
        order
    }

    /// The code that stands for each level as a class: of equal numbers, such as 1 and 1.0, the first.
    pub fn classes(&self) -> Vec<usize> {
        if !self.kind.is_numeric() {
            return (0..self.levels().len()).collect();
        }
        let mut first = HashMap::new();
        let class = |code| *first.entry((self.level_number(code) + 0.0).to_bits()).or_insert(code);
        (0..self.levels().len()).map(class).collect()
    }

    /// Different classes, if it is learned as such: labels, or numbers in a column of numbers, counted as far as it matters.
    pub fn class_count(&self) -> usize {
        const ENOUGH: usize = 1_000;
        if !self.kind.is_numeric() {
            return self.levels().len();
        }
        let mut numbers = HashSet::new();
        for code in 0..self.levels().len() {
            numbers.insert((self.level_number(code) + 0.0).to_bits());
            if numbers.len() == ENOUGH {
                break;
            }
        }
        numbers.len()
    }

    /// Rows of each level.
    pub fn counts(&self) -> Vec<usize> {
        self.answers().counts()
    }

    /// The split that each row is given, in a column with that role.
    pub fn splits(&self, numbers: &RowNumbers) -> Result<Vec<Split>, DataError> {
        let split = |row: usize| {
            let label = self.label(row).unwrap_or("");
            split_named(label).ok_or_else(|| DataError::UnknownSplit {
                row: numbers.of(row),
                column: self.name.clone(),
                found: label.to_owned(),
            })
        };
        (0..self.cells.len()).map(split).collect()
    }

    /// Cells without a value.
    pub fn missing(&self) -> usize {
        (0..self.cells.len()).filter(|&row| self.code(row).is_none()).count()
    }

    /// Marks found in place of values, with the rows of each.
    pub fn marks(&self) -> &[(String, usize)] {
        &self.marks
    }

    /// What is odd about the cells.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Gives it another type; on an error nothing is changed.
    pub fn retype(&mut self, kind: ColumnKind, numbers: &RowNumbers) -> Result<(), DataError> {
        let values = Values::of(kind, &self.name, self.cells.levels(), self.hint);
        let values = values.ok_or_else(|| self.misfit(kind, numbers))?;
        self.ticks = None;
        self.reading.values = values;
        let option = self.option().filter(|_| kind == ColumnKind::Boolean).map(str::to_owned);
        if let Some(option) = option {
            self.tick(option);
        }
        self.numbers.take();
        self.spread.take();
        self.kind = kind;
        Ok(())
    }

    /// Refuses numbers that are not finite.
    pub fn check_numbers(&self, numbers: &RowNumbers) -> Result<(), DataError> {
        if !self.kind.is_numeric() {
            return Ok(());
        }
        let bad = (0..self.levels().len()).position(|code| self.level_number(code).is_infinite());
        match bad {
            Some(code) => Err(DataError::NotFinite {
                row: numbers.of(self.first_row_of(code)),
                column: self.name.clone(),
                found: self.levels()[code].to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// Why it can't be given a type: the first cell that can't be read as the others are.
    fn misfit(&self, kind: ColumnKind, numbers: &RowNumbers) -> DataError {
        let fits = |cells: &[&str]| {
            let mut builder = CellsBuilder::default();
            cells.iter().for_each(|cell| builder.push(cell));
            Values::of(kind, &self.name, builder.finish().levels(), self.hint).is_some()
        };
        let alone = self.cells.levels().iter().position(|level| !fits(&[level]));
        let code = alone.or_else(|| {
            let first = &self.cells.levels()[0];
            self.cells.levels().iter().position(|level| !fits(&[first, level]))
        });
        let row = numbers.of(self.first_row_of(code.unwrap_or(0)));
        let (column, found) = (self.name.clone(), self.cells.levels()[code.unwrap_or(0)].to_owned());
        if kind == ColumnKind::Date {
            DataError::NotADate { row, column, found }
        } else if kind == ColumnKind::Image {
            DataError::NotAPicture { row, column, found: found.chars().take(MOST_LETTERS).collect() }
        } else {
            DataError::NotANumber { row, column, found }
        }
    }

    /// The first row that holds a level.
    pub fn first_row_of(&self, code: usize) -> usize {
        (0..self.cells.len()).find(|&row| self.code(row) == Some(code)).unwrap_or(0)
    }

    /// What the page is told.
    pub fn summary(&self) -> ColumnSummary {
        ColumnSummary {
            name: self.name.clone(),
            kind: self.kind,
            role: self.role,
            missing: self.missing(),
            distinct: self.levels().len(),
            reason: self.reason.clone(),
            values: self.values().clone(),
        }
    }

    /// How its values are spread; counted when first asked for.
    pub fn values(&self) -> &ValueSummary {
        self.spread.get_or_init(|| self.spread())
    }

    fn spread(&self) -> ValueSummary {
        let (counts, levels) = (self.counts(), self.levels());
        match self.kind {
            ColumnKind::Number | ColumnKind::Integer => {
                let numbers = (0..levels.len()).map(|code| self.level_number(code));
                let values: Vec<(f64, usize)> =
                    numbers.zip(counts).filter(|(number, _)| !number.is_nan()).collect();
                spread::of_numbers(&values)
            }
            ColumnKind::Date => {
                let moments = levels.iter().map(|level| self.reading.moment(level));
                let known = moments.zip(counts).filter_map(|(moment, rows)| Some((moment?, rows)));
                spread::of_dates(known.collect())
            }
            ColumnKind::Ordered => self.label_summary(&self.class_order(), &counts),
            // Nobody reads a picture as a text.
            ColumnKind::Image => self.label_summary(&[], &counts),
            ColumnKind::Category
            | ColumnKind::Boolean
            | ColumnKind::MultiSelect
            | ColumnKind::Identifier
            | ColumnKind::Constant
            | ColumnKind::Text => {
                let order =
                    |a: usize, b: usize| counts[b].cmp(&counts[a]).then_with(|| levels[a].cmp(&levels[b]));
                let first = spread::first_in_order(levels.len(), MOST_LEVELS_SHOWN, order);
                self.label_summary(&first, &counts)
            }
        }
    }

    fn label_summary(&self, order: &[usize], counts: &[usize]) -> ValueSummary {
        let named = |&code: &usize| (self.levels()[code].to_owned(), counts[code]);
        ValueSummary::Labels { levels: order.iter().take(MOST_LEVELS_SHOWN).map(named).collect() }
    }
}

/// The middle of values, which it puts into another order; 0 for none.
pub fn median(values: &mut [f64]) -> f64 {
    let half = values.len() / 2;
    if values.is_empty() {
        return 0.0;
    }
    let is_odd = values.len() % 2 == 1;
    let (below, &mut middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    if is_odd {
        return middle;
    }
    (below.iter().copied().fold(f64::NEG_INFINITY, f64::max) + middle) / 2.0
}

/// The split that a label names.
pub fn split_named(label: &str) -> Option<Split> {
    match label.to_ascii_lowercase().as_str() {
        "train" | "training" => Some(Split::Train),
        "valid" | "validation" | "val" => Some(Split::Valid),
        "test" => Some(Split::Test),
        _ => None,
    }
}

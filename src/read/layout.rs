//! How a delimited text is laid out: what its signs mean, where its names and its data begin.

use std::collections::HashMap;

use crate::read::header::Header;
use crate::read::left_out;
use crate::read::missing;
use crate::read::orange::{self, Hints};
use crate::read::records::{Dialect, Records};
use crate::read::sample::{self, Line, usual_width};
use crate::read::top::Comments;
use crate::read::{delimiter, header, top};
use crate::schema::error::DataError;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::warning::{Place, Warning};

/// What begins a comment, unless something else is chosen.
pub const COMMENT: &str = "#";

/// Rows at the end of the first rows that are not judged by.
const MOST_BELOW: usize = 10;

/// What was found in a text, and what was chosen.
#[derive(Debug)]
pub struct Layout {
    /// What the signs mean.
    pub dialect: Dialect,
    /// Where the data begin, in bytes.
    pub start: usize,
    /// Rows above the data, as a spreadsheet counts.
    pub above: usize,
    /// Rows above the header.
    pub skipped: usize,
    /// Rows of names.
    pub header_rows: usize,
    /// Whether the names stand in a comment above.
    pub is_in_comment: bool,
    /// One name a column.
    pub names: Vec<String>,
    /// Columns behind the last name, which may only be empty, as where every line ends with a delimiter.
    pub unnamed: usize,
    /// The rows of names as they are written, for where they come again.
    pub header: Vec<Vec<String>>,
    /// Which columns hold numbers in the first rows.
    pub numeric: Vec<bool>,
    /// Which columns have a value in every one of them.
    pub complete: Vec<bool>,
    /// Fewest cells with something in them in one of them.
    pub fewest_filled: usize,
    /// What the file says about its columns.
    pub hints: Hints,
    /// Odd but not fatal.
    pub warnings: Vec<Warning>,
}

impl Layout {
    /// Looks at the beginning of a text.
    pub fn find(text: &str, choice: &ReadingChoice) -> Result<Self, DataError> {
        let comments = Comments::of(text, choice.comment.as_deref().unwrap_or(COMMENT));
        let (start, rows) = match choice.skip_top {
            Some(rows) if rows != comments.rows => (byte_of_row(text, rows), rows),
            Some(_) | None => (comments.end, comments.rows),
        };
        if text[start..].trim_start().is_empty() {
            return Err(DataError::Empty);
        }
        let hint = match choice.delimiter {
            Some(sign) => Some(one_byte(sign)?),
            None => comments.hint,
        };
        let dialect = delimiter::find(&text[start..], b'"', choice.quotes, hint);
        let lines = sample::take(text, dialect, start, rows);
        let sign = char::from(dialect.delimiter);
        let found = if choice.skip_top.is_some() { 0 } else { top::find(&lines, sign) };
        let groups = groups_above(&lines, found, sign);
        let above = found - groups;
        let table = &lines[above..];
        let named_above = comments.lines.last().filter(|_| found == 0 && start == comments.end);
        let named_above = named_above.and_then(|line| header_in_comment(line, dialect, table));
        let header = match (choice.header_rows, &named_above) {
            (Some(0), _) => None,
            (Some(rows), _) => Some(header::given(table, rows, sign)),
            (None, Some(names)) => Some(Header { rows: 0, names: names.clone(), units: Vec::new() }),
            (None, None) if groups > 0 || header::is_header(table, sign) => {
                Some(header::find(table, groups + 1, sign))
            }
            (None, None) => None,
        };
        let first = table.first().map_or(rows + 1, |line| line.row);
        let mut layout = Self {
            dialect,
            start,
            above: rows,
            skipped: first - 1,
            header_rows: 0,
            is_in_comment: choice.header_rows.is_none() && named_above.is_some(),
            names: Vec::new(),
            unnamed: 0,
            header: comments
                .lines
                .last()
                .filter(|_| named_above.is_some())
                .map(|line| as_written(line, dialect))
                .into_iter()
                .collect(),
            numeric: Vec::new(),
            complete: Vec::new(),
            fewest_filled: 0,
            hints: Hints::default(),
            warnings: titles(&lines[..above]),
        };
        match header {
            Some(header) => layout.take_names(header, table),
            None => layout.number_columns(table, first),
        }
        let body = &table[layout.header_rows.min(table.len())..];
        if let Some(last) = lines[..above + layout.header_rows.min(table.len())].last() {
            (layout.start, layout.above) = (last.end, last.row);
        }
        layout.check_names()?;
        // Sums and sources may stand at the end.
        let body = &body[..body.len() - (body.len() / 4).min(MOST_BELOW)];
        layout.numeric = sample::numeric_columns(body, layout.names.len(), sign);
        let is_complete = |column: usize| body.iter().all(|line| !missing::is_usual(line.cell(column)));
        layout.complete = (0..layout.names.len()).map(is_complete).collect();
        layout.fewest_filled = body.iter().map(Line::filled).min().unwrap_or(0);
        Ok(layout)
    }

    /// Columns without names get numbers.
    fn number_columns(&mut self, table: &[Line], row: usize) {
        self.warnings.push(Warning {
            message: "no header row was found, so columns are named by their position".into(),
            place: Some(Place { row, column: None }),
        });
        let (width, _) = usual_width(table.iter().map(|line| line.cells.len()));
        let width = table.first().map_or(width, |line| line.cells.len());
        self.names = (1..=width).map(|column| format!("column {column}")).collect();
    }

    fn take_names(&mut self, mut header: Header, table: &[Line]) {
        let below = &table[header.rows.min(table.len())..];
        if let [first, types, roles, ..] = table
            && let names = first.cells.iter().map(ToString::to_string).collect::<Vec<_>>()
            && let Some(hints) = orange::rows(&names, types, roles)
        {
            self.hints = hints;
            header = Header { rows: 3, names, units: Vec::new() };
            self.warnings.push(Warning {
                message: format!(
                    "row {} and row {} name types and roles, as Orange writes them: they were taken from there",
                    types.row, roles.row
                ),
                place: None,
            });
        } else if let Some((names, hints)) = orange::letters(&header.names) {
            (header.names, self.hints) = (names, hints);
        }
        let names_row = table.first().map_or(1, |line| line.row);
        self.describe_rows(&header, table);
        if is_one_short(&header.names, below) {
            header.names.insert(0, String::new());
        }
        self.header_rows = header.rows;
        self.header.extend(
            table.iter().take(header.rows).map(|line| line.cells.iter().map(ToString::to_string).collect()),
        );
        self.names = header.names;
        self.name_columns(names_row);
        if self.names.len() == 1 {
            self.warn(
                "only one column was found: if the file has more, choose the delimiter under “How the file was read”"
                    .into(),
            );
        }
    }

    /// Says what stands in the rows of names below the first.
    fn describe_rows(&mut self, header: &Header, table: &[Line]) {
        if !self.hints.is_empty() {
            return;
        }
        let names: Vec<usize> = (0..header.rows).filter(|row| !header.units.contains(row)).collect();
        if let (Some(first), Some(last)) = (names.first(), names.last())
            && first < last
            && let Some(joined) = header.names.iter().find(|name| name.contains(' '))
        {
            self.warnings.push(Warning {
                message: format!(
                    "row {} and row {} hold names together, which were joined, as in “{joined}”",
                    table[*first].row, table[*last].row
                ),
                place: None,
            });
        }
        for &row in &header.units {
            let line = &table[row];
            let example = line.cells.iter().find(|cell| !cell.is_empty());
            self.warnings.push(Warning {
                message: format!(
                    "row {}, “{}” and so on, holds units or descriptions of the columns, and was left out",
                    line.row,
                    example.map_or("", |cell| cell.as_ref())
                ),
                place: None,
            });
        }
    }

    /// Names for columns without one or with one of another.
    fn name_columns(&mut self, row: usize) {
        let named =
            self.names.iter().rposition(|name| !name.is_empty()).map_or(self.names.len(), |last| last + 1);
        self.unnamed = self.names.split_off(named).len();
        if self.unnamed > 0 {
            self.warn(format!(
                "the header (row {row}) names no column behind “{}”, where all cells are empty too: they were left out",
                self.names[named - 1]
            ));
        }
        // As pandas and R write the names of rows.
        if self.names.len() > 1 && self.names[0].is_empty() {
            self.names[0] = "column 1".into();
            self.warn(format!(
                "the header (row {row}) has no name for the first column, so it is named “column 1”"
            ));
        }
        for (name, renamed) in rename_copies(&mut self.names) {
            self.warn(format!(
                "the header (row {row}) names “{name}” {} times, so the others are “{}”: give each column its own name",
                renamed.len() + 1,
                renamed.join("”, “")
            ));
        }
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(Warning { message, place: None });
    }

    fn check_names(&self) -> Result<(), DataError> {
        // As of a file of two quotes.
        if self.names.is_empty() {
            return Err(DataError::Empty);
        }
        match self.names.iter().position(String::is_empty) {
            Some(column) => Err(DataError::EmptyHeader { row: self.above, column: column + 1 }),
            None => Ok(()),
        }
    }
}

/// Names that stand several times become different; each with what its copies are named now.
pub fn rename_copies(names: &mut [String]) -> Vec<(String, Vec<String>)> {
    let mut renamed: Vec<(String, Vec<String>)> = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let all: std::collections::HashSet<String> = names.iter().cloned().collect();
    for name in names.iter_mut().filter(|name| !name.is_empty()) {
        let count = taken.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            continue;
        }
        let old = name.clone();
        *name = format!("{old} ({count})");
        while all.contains(name) {
            *count += 1;
            *name = format!("{old} ({count})");
        }
        match renamed.iter_mut().find(|(other, _)| *other == old) {
            Some((_, copies)) => copies.push(name.clone()),
            None => renamed.push((old, vec![name.clone()])),
        }
    }
    renamed
}

/// Rows of merged cells directly above the names.
fn groups_above(lines: &[Line], found: usize, sign: char) -> usize {
    let is_group = |row: &usize| {
        !lines[row + 1].is_set_off
            && lines[*row].cells.len() == lines[found].cells.len()
            && header::is_group(&lines[*row], sign)
    };
    (0..found).rev().take_while(is_group).take(2).count()
}

/// Whether every row has one cell more than there are names, as R writes the names of rows.
fn is_one_short(names: &[String], body: &[Line]) -> bool {
    names.len() > 1
        && names.iter().all(|name| !name.is_empty())
        && !body.is_empty()
        && body.iter().all(|line| line.cells.len() == names.len() + 1)
        && body.iter().any(|line| !line.cell(names.len()).is_empty())
}

/// What stands above the names.
fn titles(above: &[Line]) -> Vec<Warning> {
    let first = |line: &Line| {
        line.cells.iter().find(|cell| !cell.is_empty()).map(ToString::to_string).unwrap_or_default()
    };
    let rows: Vec<(usize, String)> = above.iter().map(|line| (line.row, first(line))).collect();
    left_out::around(&rows, "above the header").into_iter().collect()
}

/// Names in the last comment, where it has as many cells as the records below it and they have no header.
fn header_in_comment(comment: &str, dialect: Dialect, table: &[Line]) -> Option<Vec<String>> {
    let names = comment.trim_start_matches(['#', '%', '/', '-', '!']).trim_start();
    // A column may be named by the sign itself.
    let names = if names.as_bytes().first() == Some(&dialect.delimiter) { comment } else { names };
    let width = table.first()?.cells.len();
    let split = |delimiter| Records::first(names, Dialect { delimiter, ..dialect }, 1).pop();
    let delimiters = std::iter::once(dialect.delimiter).chain(*b",;\t");
    let mut found = delimiters.filter_map(split);
    let cells =
        found.find(|cells| cells.len() == width && width > 1 && cells.iter().all(|cell| !cell.is_empty()))?;
    let sign = char::from(dialect.delimiter);
    let header = Line { cells: cells.clone(), row: 0, end: 0, is_set_off: false };
    let below: Vec<Line> = std::iter::once(header).chain(table.iter().cloned()).collect();
    let has_own = header::is_header(table, sign) && !comes_again(table);
    (!has_own && header::is_header(&below, sign)).then(|| cells.iter().map(ToString::to_string).collect())
}

/// Whether the first line's words come again below in most columns, as those of a row do, and not those of a header.
fn comes_again(table: &[Line]) -> bool {
    let Some((first, below)) = table.split_first() else { return false };
    let is_again = |column: &usize| below.iter().any(|line| line.cell(*column) == first.cell(*column));
    2 * (0..first.cells.len()).filter(is_again).count() > first.cells.len()
}

/// The cells of a comment, its sign before the first.
fn as_written(comment: &str, dialect: Dialect) -> Vec<String> {
    Records::first(comment, dialect, 1).pop().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// Where a row of the text begins.
fn byte_of_row(text: &str, rows: usize) -> usize {
    match rows.checked_sub(1) {
        Some(last) => text.match_indices('\n').nth(last).map_or(text.len(), |(end, _)| end + 1),
        None => 0,
    }
}

fn one_byte(sign: char) -> Result<u8, DataError> {
    let is_possible = sign.is_ascii() && !sign.is_ascii_alphanumeric() && !"\"\n\r.-".contains(sign);
    u8::try_from(sign).ok().filter(|_| is_possible).ok_or(DataError::Delimiter { sign })
}

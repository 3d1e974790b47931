//! Delimited text to columns of cells; rows that are no data are left out and said; what is wrong is said by row.

use std::borrow::Cow;

use crate::read::cells::{Cells, CellsBuilder};
use crate::read::closing;
use crate::read::ending::Judge;
use crate::read::layout::{COMMENT, Layout};
use crate::read::left_out::{LeftOut, Why, around};
use crate::read::records::{Dialect, Record, Records};
use crate::read::row_numbers::RowNumbers;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::{Quotes, ReadingChoice};

/// Rows after which it is judged how many there are, so that memory is asked for at once, and not copied as it grows.
const ROWS_TO_JUDGE: usize = 1000;

/// Most lines below a table that may have another number of cells.
const MOST_CLOSING: usize = 50;

/// A table of delimited text that is being read: first its records, then one column after another.
pub struct CsvReading<'a> {
    text: Cow<'a, str>,
    choice: ReadingChoice,
    layout: Layout,
    format: Format,
    records: Records,
    /// What is left to gather from.
    builders: std::vec::IntoIter<CellsBuilder>,
    columns: Vec<Cells>,
    rows: usize,
    numbers: RowNumbers,
    left_out: LeftOut,
    /// Data rows that a word names as sums.
    named_sums: Vec<usize>,
    /// Rows below the table.
    closing: Vec<(usize, String)>,
}

impl<'a> CsvReading<'a> {
    /// Finds how the text is laid out, as far as that is not chosen.
    pub fn begin(mut text: Cow<'a, str>, choice: &ReadingChoice) -> Result<Self, DataError> {
        if let Some(rows) = choice.skip_bottom {
            cut_rows(&mut text, rows);
        }
        let layout = Layout::find(&text, choice)?;
        Ok(Self::of(text, choice.clone(), layout, Format::Csv))
    }

    /// Begins with a text whose layout is known.
    pub fn of(text: Cow<'a, str>, choice: ReadingChoice, layout: Layout, format: Format) -> Self {
        let builders: Vec<CellsBuilder> = layout.names.iter().map(|_| CellsBuilder::default()).collect();
        Self {
            records: Records::new(layout.dialect, layout.start, layout.above),
            text,
            choice,
            layout,
            format,
            builders: builders.into_iter(),
            columns: Vec::new(),
            rows: 0,
            numbers: RowNumbers::default(),
            left_out: LeftOut::default(),
            named_sums: Vec::new(),
            closing: Vec::new(),
        }
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        self.records.place()
    }

    /// Reads on for about so many bytes, or gathers the cells of one more column; returns whether there is more to do.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        if self.read() < self.text.len() {
            let read = self.read_rows(bytes);
            if self.is_escaped(&read) {
                return self.begin_again(Quotes::Backslash).map(|()| true);
            }
            read?;
        } else if let Some(builder) = self.builders.next() {
            // The text is as large as all columns, and has been copied into them.
            self.text = Cow::Borrowed("");
            self.columns.push(builder.finish());
        }
        Ok(!self.builders.as_slice().is_empty())
    }

    /// Share of the columns whose cells are gathered.
    pub fn gathered(&self) -> f64 {
        self.columns.len() as f64 / self.layout.names.len() as f64
    }

    /// What was read, once there is no more to do.
    pub fn finish(self) -> Sheet {
        let Self {
            choice,
            layout,
            mut columns,
            mut rows,
            mut numbers,
            left_out,
            named_sums,
            closing,
            format,
            ..
        } = self;
        let judge = Judge { columns: &columns, numbers: &numbers, layout: &layout, rows };
        let ending = judge.find(&named_sums, choice.skip_bottom.is_none());
        let bottom = closing.len() + ending.at_end;
        if !ending.left_out.is_empty() {
            let kept: Vec<Option<usize>> =
                (0..rows).filter(|row| ending.left_out.binary_search(row).is_err()).map(Some).collect();
            columns = columns.iter().map(|cells| cells.pick(&kept)).collect();
            numbers = numbers.without(&ending.left_out, rows);
            rows = kept.len();
        }
        if rows == 0 {
            numbers = RowNumbers::starting(layout.above + 1);
        }
        let mut warnings = layout.warnings;
        warnings.extend(left_out.warnings());
        warnings.extend(ending.warnings);
        warnings.extend(around(&closing, "below the data"));
        let reading = ReadingChoice {
            delimiter: Some(char::from(layout.dialect.delimiter)),
            header_rows: (!layout.is_in_comment).then_some(layout.header_rows),
            skip_top: Some(layout.skipped),
            skip_bottom: Some(choice.skip_bottom.unwrap_or(bottom)),
            quotes: Some(layout.dialect.quotes),
            comment: Some(choice.comment.unwrap_or_else(|| COMMENT.into())),
            encoding: None,
            decimal: None,
        };
        Sheet {
            header: layout.names,
            columns,
            rows,
            format,
            delimiter: char::from(layout.dialect.delimiter),
            numbers,
            reading,
            hints: layout.hints,
            warnings,
        }
    }

    fn read_rows(&mut self, bytes: usize) -> Result<(), DataError> {
        let Self { text, records, builders, layout, choice, .. } = self;
        let columns = builders.as_mut_slice();
        let width = columns.len();
        let end = records.place().saturating_add(bytes);
        let comment = choice.comment.as_deref();
        let is_comment = |record: &Record, sign: &str| !sign.is_empty() && record[0].starts_with(sign);
        let repeats = |record: &Record| {
            let is_same = |header: &Vec<String>| {
                header.len() == record.len() && record.iter().zip(header).all(|(cell, name)| cell == name)
            };
            width > 1 && layout.header.iter().any(is_same)
        };
        let mut record = Vec::with_capacity(width);
        while records.place() < end {
            let is_read = records.read(text, &mut record);
            let row = records.row();
            if records.is_open() {
                return Err(DataError::OpenQuote { row });
            }
            if !is_read {
                break;
            }
            let why = if record[0].is_empty() && record.iter().all(|cell| cell.is_empty()) {
                Some(Why::Empty)
            } else if repeats(&record) {
                Some(Why::Header)
            } else {
                comment.filter(|sign| is_comment(&record, sign)).map(|_| Why::Comment)
            };
            if let Some(why) = why {
                self.left_out.add(why, row);
                continue;
            }
            let found = record.len();
            while record.len() > width && record.last().is_some_and(|cell| cell.is_empty()) {
                record.pop();
            }
            if record.len() != width {
                if is_comment(&record, comment.unwrap_or(COMMENT)) {
                    self.left_out.add(Why::Comment, row);
                    continue;
                }
                if record.len() > width && record.len() <= width + layout.unnamed {
                    return Err(DataError::EmptyHeader { row: layout.above, column: record.len() });
                }
                let last = self.numbers.of(self.rows.saturating_sub(1));
                let is_apart = self.rows > 0 && row > last + 1;
                if self.rows > 0
                    && choice.skip_bottom.is_none()
                    && let Some(closing) = closing_lines(text, records.clone(), &record, width, is_apart)
                {
                    self.closing = closing;
                    *records = Records::new(layout.dialect, text.len(), row);
                    break;
                }
                let delimiter = char::from(layout.dialect.delimiter);
                return Err(DataError::Ragged { row, found, expected: width, delimiter });
            }
            columns.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell));
            self.numbers.push(row);
            let first = record.iter().find(|cell| !cell.is_empty());
            if first.is_some_and(|cell| closing::summary(cell).is_some()) {
                self.named_sums.push(self.rows);
            }
            self.rows += 1;
            if self.rows == ROWS_TO_JUDGE {
                let rows = self.rows as f64 * text.len() as f64 / records.place() as f64;
                columns.iter_mut().for_each(|column| column.expect((rows * 1.02) as usize));
            }
        }
        Ok(())
    }

    /// Whether quotes turn out to be escaped by backslashes.
    fn is_escaped(&self, read: &Result<(), DataError>) -> bool {
        let is_open = matches!(read, Err(DataError::OpenQuote { .. })) && self.text.contains("\\\"");
        self.choice.quotes.is_none()
            && self.layout.dialect.quotes == Quotes::Doubled
            && (self.records.has_escapes() || is_open)
    }

    /// Reads all of it anew.
    fn begin_again(&mut self, quotes: Quotes) -> Result<(), DataError> {
        let choice = ReadingChoice { quotes: Some(quotes), ..self.choice.clone() };
        *self = Self::begin(std::mem::take(&mut self.text), &choice)?;
        Ok(())
    }
}

/// The rows from a record on, with what each begins with, if all that follows are notes below a table.
fn closing_lines(
    text: &str,
    mut records: Records,
    record: &Record,
    width: usize,
    is_apart: bool,
) -> Option<Vec<(usize, String)>> {
    let mut found = Vec::new();
    let mut record = record.clone();
    let mut last = records.row();
    loop {
        let reach = record.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let first = record.first().filter(|cell| !cell.is_empty())?.clone();
        let is_apart = is_apart || !found.is_empty() || records.row() > last + 1;
        let is_short = reach < width || first.contains(' ');
        if found.len() == MOST_CLOSING || !is_short || !closing::is_note(&first, is_apart, false) {
            return None;
        }
        last = records.row();
        found.push((last, first.into_owned()));
        loop {
            if !records.read(text, &mut record) || records.is_open() {
                return (!records.is_open()).then_some(found);
            }
            if record.iter().any(|cell| !cell.is_empty()) {
                break;
            }
        }
    }
}

/// Cuts the last lines off that hold something.
fn cut_rows(text: &mut Cow<str>, rows: usize) {
    let mut end = text.trim_end().len();
    for _ in 0..rows {
        end = text[..end].rfind('\n').map_or(0, |end| text[..end].trim_end().len());
    }
    if rows > 0 {
        match text {
            Cow::Borrowed(whole) => *text = Cow::Borrowed(&whole[..end]),
            Cow::Owned(whole) => whole.truncate(end),
        }
    }
}

/// The row in which a text ends, as a spreadsheet counts, and the index of the column.
pub fn last_cell(text: &str, dialect: Dialect) -> (usize, usize) {
    let mut records = Records::new(dialect, 0, 0);
    let mut record = Vec::new();
    let mut column = 0;
    while records.read(text, &mut record) {
        column = record.len().saturating_sub(1);
    }
    (records.row(), column)
}

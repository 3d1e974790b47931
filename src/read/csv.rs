//! Delimited text to columns of cells: comments, delimiter and header found; trouble told by row.

use std::borrow::Cow;

use crate::read::cells::CellsBuilder;
use crate::read::missing;
use crate::read::number;
use crate::read::records::Records;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::warning::{Place, Warning};

/// Records looked at to find the delimiter and the header.
const SAMPLE: usize = 100;

/// Rows after which it is judged how many there are, so that memory is asked for at once, and not copied as it grows.
const ROWS_TO_JUDGE: usize = 1000;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A record's cells.
type Record<'a> = Vec<Cow<'a, str>>;

/// A table of delimited text that is being read: first its records, then one column after another.
pub struct CsvReading<'a> {
    text: Cow<'a, str>,
    records: Records,
    /// What is left to gather from.
    builders: std::vec::IntoIter<CellsBuilder>,
    /// Columns behind the last name of the header, which may only be empty, as where every line ends with a delimiter.
    unnamed: usize,
    sheet: Sheet,
}

impl<'a> CsvReading<'a> {
    /// Finds delimiter and header.
    pub fn begin(text: Cow<'a, str>) -> Result<Self, DataError> {
        let (comments, table) = split_comments(&text);
        if table.trim_start().is_empty() {
            return Err(DataError::Empty);
        }
        let delimiter = find_delimiter(table);
        let mut records = Records::new(delimiter, text.len() - table.len());
        let sample = Records::first(table, delimiter, SAMPLE);
        let titles = count_titles(&sample);
        let sample = &sample[titles..];
        let named_above = comments.last().and_then(|line| header_in_comment(line, delimiter, sample));
        let mut warnings = Vec::new();
        let mut above = comments.len();
        let mut record = Vec::new();
        for _ in 0..titles {
            read_record(&mut records, &text, &mut record, above)?;
            above += 1;
            let title = record.iter().find(|cell| !cell.is_empty());
            warnings.extend(title.map(|title| Warning {
                message: format!("row {above}, “{title}”, stands above the header and was left out"),
                place: None,
            }));
        }
        let mut header: Vec<String> = if let Some(header) = named_above {
            header
        } else if has_header(sample) {
            read_record(&mut records, &text, &mut record, above)?;
            above += 1;
            record.iter().map(|name| name.clone().into_owned()).collect()
        } else {
            warnings.push(Warning {
                message: "no header row was found, so columns are named by their place".into(),
                place: Some(Place { row: above + 1, column: None }),
            });
            (1..=sample.first().map_or(0, Vec::len)).map(|place| format!("column {place}")).collect()
        };
        // As of a file of two quotes.
        if header.is_empty() {
            return Err(DataError::Empty);
        }
        let named = header.iter().rposition(|name| !name.is_empty()).map_or(header.len(), |last| last + 1);
        let unnamed = header.split_off(named).len();
        if unnamed > 0 {
            warnings.push(Warning {
                message: format!(
                    "the header (row {above}) names no column behind “{}”, where all cells are empty too: they were left out",
                    header[named - 1]
                ),
                place: None,
            });
        }
        // As pandas and R write the names of rows.
        if header[0].is_empty() && header.len() > 1 {
            header[0] = "column 1".into();
            warnings.push(Warning {
                message: format!(
                    "the header (row {above}) has no name for the first column, so it is named “column 1”"
                ),
                place: None,
            });
        }
        check_header(&header, above)?;
        let builders: Vec<CellsBuilder> = header.iter().map(|_| CellsBuilder::default()).collect();
        let sheet = Sheet {
            header,
            columns: Vec::new(),
            rows: 0,
            format: Format::Csv,
            delimiter: delimiter as char,
            first_row: above + 1,
            warnings,
        };
        Ok(Self { records, builders: builders.into_iter(), unnamed, sheet, text })
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        self.records.place()
    }

    /// Reads on for about so many bytes, or gathers the cells of one more column; returns whether there is more to do.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        if self.read() < self.text.len() {
            self.read_rows(bytes)?;
        } else if let Some(builder) = self.builders.next() {
            // The text is as large as all columns, and has been copied into them.
            self.text = Cow::Borrowed("");
            self.sheet.columns.push(builder.finish());
        }
        Ok(!self.builders.as_slice().is_empty())
    }

    /// Share of the columns whose cells are gathered.
    pub fn gathered(&self) -> f64 {
        self.sheet.columns.len() as f64 / self.sheet.header.len() as f64
    }

    /// What was read, once there is no more to do.
    pub fn finish(self) -> Sheet {
        self.sheet
    }

    fn read_rows(&mut self, bytes: usize) -> Result<(), DataError> {
        let Self { text, records, builders, unnamed, sheet } = self;
        let columns = builders.as_mut_slice();
        let end = records.place().saturating_add(bytes);
        let mut record = Vec::with_capacity(columns.len());
        while records.place() < end {
            let row = sheet.first_row + sheet.rows;
            if !read_record(records, text, &mut record, row - 1)? {
                break;
            }
            let found = record.len();
            while record.len() > columns.len() && record.last().is_some_and(|cell| cell.is_empty()) {
                record.pop();
            }
            if record.len() > columns.len() && record.len() <= columns.len() + *unnamed {
                return Err(DataError::EmptyHeader { row: sheet.first_row - 1, column: record.len() });
            }
            if record.len() != columns.len() {
                return Err(DataError::Ragged {
                    row,
                    found,
                    expected: columns.len(),
                    delimiter: sheet.delimiter,
                });
            }
            columns.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell));
            sheet.rows += 1;
            if sheet.rows == ROWS_TO_JUDGE {
                let rows = sheet.rows as f64 * text.len() as f64 / records.place() as f64;
                columns.iter_mut().for_each(|column| column.expect((rows * 1.02) as usize));
            }
        }
        Ok(())
    }
}

/// The row in which a text ends, as a spreadsheet counts, and the place of the column.
pub fn last_cell(text: &str, delimiter: char) -> (usize, usize) {
    let (comments, table) = split_comments(text);
    let mut records = Records::new(delimiter as u8, text.len() - table.len());
    let mut record = Vec::new();
    let (mut row, mut column) = (comments.len(), 0);
    while records.read(text, &mut record) {
        row += 1;
        column = record.len().saturating_sub(1);
    }
    (row, column)
}

/// Reads the next record; `above` counts the rows before it.
fn read_record<'a>(
    records: &mut Records,
    text: &'a str,
    record: &mut Record<'a>,
    above: usize,
) -> Result<bool, DataError> {
    let is_read = records.read(text, record);
    match records.is_open() {
        true => Err(DataError::OpenQuote { row: above + 1 }),
        false => Ok(is_read),
    }
}

/// The delimiter under which the first records most often have the same number of cells.
fn find_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let counts: Vec<usize> = Records::first(text, delimiter, SAMPLE).iter().map(Vec::len).collect();
        let (width, agreeing) = usual_width(&counts);
        if width < 2 { (0, 0) } else { (agreeing * 100 / counts.len(), width) }
    };
    // The first of equals, so that a comma wins a tie.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

/// The most frequent of several numbers of cells, the largest of equals, and how many there are of it.
fn usual_width(counts: &[usize]) -> (usize, usize) {
    let agreeing = |width: usize| counts.iter().filter(|&&count| count == width).count();
    let widths = counts.iter().map(|&width| (width, agreeing(width)));
    widths.max_by_key(|&(width, agreeing)| (agreeing, width)).unwrap_or((0, 0))
}

/// Records above a header that hold one cell at most, as a title does; a header has names, and no numbers, without a gap.
fn count_titles(sample: &[Record]) -> usize {
    let filled = |record: &Record| record.iter().filter(|cell| !cell.is_empty()).count();
    let titles = sample.iter().take_while(|record| filled(record) <= 1).count();
    let (width, _) = usual_width(&sample.iter().map(Vec::len).collect::<Vec<_>>());
    let is_header = |record: &Record| {
        let names = &record[..filled(record)];
        let is_name = |name: &Cow<str>| !name.is_empty() && number::plain(name).is_none();
        record.len() == width && names.len() > 1 && names.iter().all(is_name)
    };
    if sample.get(titles).is_some_and(is_header) { titles } else { 0 }
}

/// The lines before the table that begin with “#” or name the delimiter to Excel, as in “sep=;”, and what follows them.
fn split_comments(mut text: &str) -> (Vec<&str>, &str) {
    let mut comments = Vec::new();
    loop {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        match line.trim() {
            comment if comment.starts_with('#') => comments.push(comment),
            hint if hint.strip_prefix("sep=").is_some_and(|sign| sign.len() == 1) => comments.push(hint),
            // The reader of records passes over empty lines too.
            "" if !rest.is_empty() => {}
            _ => return (comments, text),
        }
        text = rest;
    }
}

/// Names in the last comment, where it has as many cells as the records below it and they have no header.
fn header_in_comment(comment: &str, delimiter: u8, sample: &[Record]) -> Option<Vec<String>> {
    let names = comment.trim_start_matches('#').trim_start();
    // A column may be named by the sign itself.
    let names = if names.as_bytes().first() == Some(&delimiter) { comment } else { names };
    let header = Records::first(names, delimiter, 1).pop()?;
    let is_above = header.len() > 1 && sample.first().is_some_and(|first| first.len() == header.len());
    let below = || std::iter::once(header.clone()).chain(sample.iter().cloned()).collect::<Vec<_>>();
    (is_above && !has_header(sample) && has_header(&below()))
        .then(|| header.iter().map(|name| name.clone().into_owned()).collect())
}

/// The first record is a header unless one of its cells is a number like those below it.
fn has_header(records: &[Record]) -> bool {
    // A column may be named “inf”.
    let is_number = |cell: &Cow<str>| number::plain(cell).is_some_and(f64::is_finite);
    let Some((first, below)) = records.split_first() else {
        return true;
    };
    if below.is_empty() {
        return !first.iter().all(is_number);
    }
    !first.iter().enumerate().any(|(column, cell)| {
        let mut cells = below.iter().filter_map(|row| row.get(column));
        is_number(cell) && cells.all(|cell| is_number(cell) || missing::is_usual(cell))
    })
}

fn check_header(header: &[String], row: usize) -> Result<(), DataError> {
    for (place, name) in header.iter().enumerate() {
        if name.is_empty() {
            return Err(DataError::EmptyHeader { row, column: place + 1 });
        }
        if let Some(first) = header[..place].iter().position(|other| other == name) {
            return Err(DataError::DuplicateHeader {
                row,
                name: name.clone(),
                first: first + 1,
                second: place + 1,
            });
        }
    }
    Ok(())
}

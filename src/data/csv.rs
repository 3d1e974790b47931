//! Delimited text to columns of cells: comments, delimiter and header found; trouble told by row.

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder, StringRecord, Trim};

use super::cells::CellsBuilder;
use super::error::DataError;
use super::missing;
use super::number;
use super::sheet::Sheet;
use super::summary::Format;
use super::warning::{Place, Warning};

/// Records looked at to find the delimiter and the header.
const SAMPLE: usize = 100;

/// Cells that are taken at once.
const BLOCK: usize = 20_000;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads delimited text.
pub fn read(text: &str) -> Result<Sheet, DataError> {
    let (comments, text) = split_comments(text);
    if text.trim().is_empty() {
        return Err(DataError::Empty);
    }
    let delimiter = find_delimiter(text);
    let text = &*with_quotes_at_the_start(text, delimiter, comments.len())?;
    let mut records = reader(text, delimiter);
    let sample = sample(&mut reader(text, delimiter));
    let named_above = comments.last().and_then(|line| header_in_comment(line, delimiter, &sample));
    let mut warnings = Vec::new();
    let mut above = comments.len();
    let mut record = StringRecord::new();
    let header: Vec<String> = if let Some(header) = named_above {
        header
    } else if has_header(&sample) {
        read_record(&mut records, &mut record, above)?;
        above += 1;
        record.iter().map(str::to_owned).collect()
    } else {
        warnings.push(Warning {
            message: "no header row was found, so columns are named by their place".into(),
            place: Some(Place { row: above + 1, column: None }),
        });
        (1..=sample.first().map_or(0, StringRecord::len)).map(|place| format!("column {place}")).collect()
    };
    // As of a file of two quotes.
    if header.is_empty() {
        return Err(DataError::Empty);
    }
    check_header(&header, above)?;
    let mut columns: Vec<CellsBuilder> = header.iter().map(|_| CellsBuilder::default()).collect();
    // Column after column within a block, so that one column's different cells stay in the processor's cache.
    let mut block = vec![StringRecord::new(); BLOCK.div_ceil(header.len())];
    let mut rows = 0;
    loop {
        let mut filled = 0;
        while filled < block.len() && read_record(&mut records, &mut block[filled], above + rows + filled)? {
            if block[filled].len() != header.len() {
                return Err(DataError::Ragged {
                    row: above + rows + filled + 1,
                    found: block[filled].len(),
                    expected: header.len(),
                    delimiter: delimiter as char,
                });
            }
            filled += 1;
        }
        for (place, column) in columns.iter_mut().enumerate() {
            block[..filled].iter().for_each(|record| column.push(&record[place]));
        }
        rows += filled;
        if filled < block.len() {
            break;
        }
    }
    Ok(Sheet {
        header,
        columns: columns.into_iter().map(CellsBuilder::finish).collect(),
        rows,
        format: Format::Csv,
        delimiter: delimiter as char,
        first_row: above + 1,
        warnings,
    })
}

/// The row in which a text ends, as a spreadsheet counts, and the place of the column.
pub fn last_cell(text: &str, delimiter: char) -> (usize, usize) {
    let (comments, text) = split_comments(text);
    let mut reader = reader(text, delimiter as u8);
    let mut record = StringRecord::new();
    let (mut row, mut column) = (comments.len(), 0);
    while matches!(read_record(&mut reader, &mut record, row), Ok(true)) {
        row += 1;
        column = record.len().saturating_sub(1);
    }
    (row, column)
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
}

/// Reads the next record that is no line of blanks; `above` counts the rows before it.
fn read_record(
    reader: &mut Reader<&[u8]>,
    record: &mut StringRecord,
    above: usize,
) -> Result<bool, DataError> {
    let trouble = |error: csv::Error| DataError::Unreadable { row: above + 1, reason: error.to_string() };
    while reader.read_record(record).map_err(trouble)? {
        // A line of blanks parses as one empty cell.
        if record.len() != 1 || record.get(0) != Some("") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first records, as far as they can be read.
fn sample(reader: &mut Reader<&[u8]>) -> Vec<StringRecord> {
    let is_full = |record: &StringRecord| record.len() != 1 || record.get(0) != Some("");
    reader.records().flatten().filter(is_full).take(SAMPLE).collect()
}

/// The delimiter under which the first records most often have the same, largest number of cells.
fn find_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let counts: Vec<usize> = sample(&mut reader(text, delimiter)).iter().map(StringRecord::len).collect();
        let width = counts.first().copied().unwrap_or(0);
        let agreeing = counts.iter().filter(|&&count| count == width).count();
        if width < 2 { (0, 0) } else { (agreeing * 100 / counts.len(), width) }
    };
    // The first of equals, so that a comma wins a tie.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

/// The lines before the table that begin with “#”, and what follows them.
fn split_comments(mut text: &str) -> (Vec<&str>, &str) {
    let mut comments = Vec::new();
    loop {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        match line.trim() {
            comment if comment.starts_with('#') => comments.push(comment),
            // The reader of records passes over empty lines too.
            "" if !rest.is_empty() => {}
            _ => return (comments, text),
        }
        text = rest;
    }
}

/// Names in the last comment, where it has as many cells as the records below it and they have no header.
fn header_in_comment(comment: &str, delimiter: u8, sample: &[StringRecord]) -> Option<Vec<String>> {
    let names = comment.trim_start_matches('#').trim_start();
    // A column may be named by the sign itself.
    let names = if names.as_bytes().first() == Some(&delimiter) { comment } else { names };
    let header = reader(names, delimiter).into_records().next()?.ok()?;
    let is_above = header.len() > 1 && sample.first().is_some_and(|first| first.len() == header.len());
    let below = || std::iter::once(header.clone()).chain(sample.iter().cloned()).collect::<Vec<_>>();
    (is_above && !has_header(sample) && has_header(&below()))
        .then(|| header.iter().map(str::to_owned).collect())
}

/// Text whose quotes stand at the start of their cells, as the reader wants them: blanks between a delimiter and a
/// quote are left out. A quote that opens and never closes is an error.
fn with_quotes_at_the_start(text: &str, delimiter: u8, above: usize) -> Result<Cow<'_, str>, DataError> {
    if !text.contains('"') {
        return Ok(Cow::Borrowed(text));
    }
    let mut row = above + 1;
    let mut opened_in = None;
    // Where the present cell's text would start, while there were only blanks in it.
    let mut start = Some(0);
    let mut kept = String::new();
    let mut kept_to = 0;
    let bytes = text.as_bytes();
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        match (byte, opened_in) {
            (b'"', Some(_)) if bytes.get(place + 1) == Some(&b'"') => place += 1,
            (b'"', Some(_)) => opened_in = None,
            (_, Some(_)) => {}
            (b'"', None) => {
                if let Some(start) = start {
                    opened_in = Some(row);
                    if start < place {
                        kept.push_str(&text[kept_to..start]);
                        kept_to = place;
                    }
                }
            }
            (b'\n', None) => row += 1,
            (_, None) => {}
        }
        place += 1;
        let is_blank = byte == b' ' || byte == b'\t';
        start = match byte {
            _ if opened_in.is_some() => None,
            byte if byte == delimiter || byte == b'\n' => Some(place),
            _ if is_blank => start,
            _ => None,
        };
    }
    match opened_in {
        Some(row) => Err(DataError::OpenQuote { row }),
        None if kept_to == 0 => Ok(Cow::Borrowed(text)),
        None => {
            kept.push_str(&text[kept_to..]);
            Ok(Cow::Owned(kept))
        }
    }
}

/// The first record is a header unless one of its cells is a number like those below it.
fn has_header(records: &[StringRecord]) -> bool {
    // A column may be named “inf”.
    let is_number = |cell: &str| number::plain(cell).is_some_and(f64::is_finite);
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

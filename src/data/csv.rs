//! Bytes to rows of cells: encoding, delimiter and header found; trouble told by row.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::error::DataError;

/// Largest file read, in bytes.
pub const LIMIT: usize = 512 << 20;

/// Records looked at to find the delimiter and the header.
const SAMPLE: usize = 100;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table of text.
#[derive(Debug)]
pub struct Sheet {
    /// Column names.
    pub header: Vec<String>,
    /// Data rows, each as long as the header, cells trimmed.
    pub rows: Vec<Vec<String>>,
    /// Between cells.
    pub delimiter: char,
    /// Whether the file has a header row, or names were made.
    pub has_header: bool,
    /// Odd but not fatal.
    pub warnings: Vec<String>,
}

impl Sheet {
    /// Reads a delimited text file.
    pub fn read(bytes: &[u8]) -> Result<Self, DataError> {
        check_size(bytes.len())?;
        let mut warnings = Vec::new();
        let text = decode(bytes, &mut warnings)?;
        if text.trim().is_empty() {
            return Err(DataError::Empty);
        }
        let delimiter = find_delimiter(&text);
        check_quotes(&text, delimiter)?;
        let mut records = records(&text, delimiter)?;
        let has_header = has_header(&records);
        let header = if has_header {
            records.remove(0)
        } else {
            warnings.push("no header row was found, so columns are named by their place".into());
            (1..=records.first().map_or(0, Vec::len)).map(|place| format!("column {place}")).collect()
        };
        check_header(&header)?;
        let first = if has_header { 2 } else { 1 };
        if let Some(place) = records.iter().position(|record| record.len() != header.len()) {
            return Err(DataError::Ragged {
                row: place + first,
                found: records[place].len(),
                expected: header.len(),
                delimiter: delimiter as char,
            });
        }
        match records.len() {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow),
            _ => Ok(Self { header, rows: records, delimiter: delimiter as char, has_header, warnings }),
        }
    }
}

/// Refuses a file that would not fit into the page's memory.
pub fn check_size(bytes: usize) -> Result<(), DataError> {
    if bytes > LIMIT {
        return Err(DataError::TooLarge { found: bytes >> 20, limit: LIMIT >> 20 });
    }
    Ok(())
}

fn decode<'a>(bytes: &'a [u8], warnings: &mut Vec<String>) -> Result<Cow<'a, str>, DataError> {
    const MAGIC: [(&[u8], &str); 7] = [
        (b"\x89PNG", "PNG picture"),
        (b"\xff\xd8\xff", "JPEG picture"),
        (b"PK\x03\x04", "zip archive or Excel workbook"),
        (b"\x1f\x8b", "gzip archive"),
        (b"%PDF", "PDF document"),
        (b"PAR1", "Parquet file"),
        (b"\xd0\xcf\x11\xe0", "old Excel workbook"),
    ];
    if let Some((_, what)) = MAGIC.into_iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DataError::Binary { what });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    let row_at = |place: usize| bytes[..place].iter().filter(|&&byte| byte == b'\n').count() + 1;
    if let Some(place) = bytes.iter().position(|&byte| byte == 0) {
        return Err(DataError::NulByte { row: row_at(place) });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let controls = bytes.iter().filter(|&&byte| byte < 32 && !b"\t\r\n".contains(&byte)).count();
            if controls * 50 > bytes.len() {
                return Err(DataError::Binary { what: "binary file" });
            }
            let row = row_at(error.valid_up_to());
            warnings.push(format!(
                "row {row} is not valid UTF-8, so the file was read as Windows-1252: if letters look wrong, save it as UTF-8"
            ));
            Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0)
        }
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8) -> Result<Vec<Vec<String>>, DataError> {
    let records = reader(text, delimiter).into_records().enumerate();
    records
        .map(|(place, record)| match record {
            Ok(record) => Ok(record.iter().map(str::to_owned).collect()),
            Err(error) => Err(DataError::Unreadable { row: place + 1, reason: error.to_string() }),
        })
        // A line of blanks parses as one empty cell.
        .filter(|record: &Result<Vec<String>, _>| {
            record.as_ref().is_ok_and(|cells| cells.len() != 1 || !cells[0].is_empty()) || record.is_err()
        })
        .collect()
}

/// The delimiter under which the first records most often have the same, largest number of cells.
fn find_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let counts: Vec<usize> = reader(text, delimiter)
            .into_records()
            .take(SAMPLE)
            .flatten()
            .map(|record| record.len())
            .collect();
        let width = counts.first().copied().unwrap_or(0);
        let agreeing = counts.iter().filter(|&&count| count == width).count();
        if width < 2 { (0, 0) } else { (agreeing * 100 / counts.len(), width) }
    };
    // The first of equals, so that a comma wins a tie.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(b',')
}

/// Finds a quote that opens at the start of a cell and never closes.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), DataError> {
    let mut row = 1;
    let mut opened_in = None;
    let mut is_cell_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened_in) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened_in = None,
            (_, Some(_)) => {}
            (b'"', None) if is_cell_start => opened_in = Some(row),
            (b'\n', None) => row += 1,
            _ => {}
        }
        is_cell_start = byte == delimiter || byte == b'\n' || (is_cell_start && matches!(byte, b' ' | b'\t'));
    }
    match opened_in {
        Some(row) => Err(DataError::OpenQuote { row }),
        None => Ok(()),
    }
}

/// The first record is a header unless one of its cells is a number like those below it.
fn has_header(records: &[Vec<String>]) -> bool {
    let is_number = |cell: &String| super::kind::parse_number(cell, false).is_some();
    let Some((first, below)) = records.split_first() else {
        return true;
    };
    if below.is_empty() {
        return !first.iter().all(is_number);
    }
    !first.iter().enumerate().any(|(column, cell)| {
        let mut cells = below.iter().take(SAMPLE).filter_map(|row| row.get(column));
        is_number(cell) && cells.all(|cell| is_number(cell) || super::kind::is_missing(cell))
    })
}

fn check_header(header: &[String]) -> Result<(), DataError> {
    for (place, name) in header.iter().enumerate() {
        if name.is_empty() {
            return Err(DataError::EmptyHeader { column: place + 1 });
        }
        if let Some(first) = header[..place].iter().position(|other| other == name) {
            return Err(DataError::DuplicateHeader {
                name: name.clone(),
                first: first + 1,
                second: place + 1,
            });
        }
    }
    Ok(())
}

//! Finds the delimiter of a text, and how its quotes are written.

use crate::read::records::{Dialect, Record, Records};
use crate::read::sample::{is_number, usual_width};
use crate::schema::reading_choice::Quotes;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records looked at.
const SAMPLE: usize = 100;

/// Share of records that must agree on a number of cells, in percent, where blanks stand between them: they stand in texts too.
const SURE: usize = 90;

/// The delimiter under which the first records most often have the same number of cells, and how quotes are escaped.
pub fn find(text: &str, quote: u8, quotes: Option<Quotes>, hint: Option<u8>) -> Dialect {
    let dialect =
        |delimiter| settle(text, Dialect { delimiter, quote, quotes: quotes.unwrap_or_default() }, quotes);
    if let Some(hint) = hint {
        return dialect(hint);
    }
    let candidates = DELIMITERS.map(dialect);
    // The first of equals, so that a comma wins a tie.
    let best =
        candidates.into_iter().map(|dialect| (score(text, dialect), dialect)).rev().max_by_key(|best| best.0);
    let (found, best) = best.unwrap_or(((0, 0, 0), candidates[0]));
    if found.0 < SURE {
        let aligned = dialect(b' ');
        if is_aligned(text, aligned) {
            return aligned;
        }
    }
    best
}

/// The same with quotes read as they are escaped.
fn settle(text: &str, dialect: Dialect, chosen: Option<Quotes>) -> Dialect {
    let escaped = Dialect { quotes: Quotes::Backslash, ..dialect };
    if chosen.is_none() && has_escapes(text, dialect) && !has_escapes(text, escaped) {
        return escaped;
    }
    dialect
}

fn has_escapes(text: &str, dialect: Dialect) -> bool {
    let mut records = Records::new(dialect, 0, 0);
    let mut cells = Vec::new();
    for _ in 0..SAMPLE {
        if !records.read(text, &mut cells) {
            break;
        }
    }
    records.has_escapes() || (records.is_open() && text.contains("\\\""))
}

/// How well a delimiter does: the share of records that agree on a number of cells, in percent; whether few cells hold
/// another delimiter; and that number.
fn score(text: &str, dialect: Dialect) -> (usize, usize, usize) {
    let records = Records::first(text, dialect, SAMPLE);
    let (width, agreeing) = usual_width(records.iter().map(Vec::len));
    if width < 2 {
        return (0, 0, 0);
    }
    // A header may have no name for the names of rows.
    let agreeing = agreeing + usize::from(records[0].len() > 1 && records[0].len() + 1 == width);
    // A comma stands in texts and numbers, the others hardly ever.
    let is_other = |byte: u8| byte != dialect.delimiter && DELIMITERS[1..].contains(&byte);
    let is_split = |record: &&Record| record.iter().any(|cell| cell.bytes().any(is_other));
    let split = records.iter().filter(is_split).count();
    (agreeing * 100 / records.len(), usize::from(2 * split < records.len()), width)
}

/// Whether blanks stand between the columns: all records but a few have as many cells, and a column holds numbers.
fn is_aligned(text: &str, dialect: Dialect) -> bool {
    let records = Records::first(text, dialect, SAMPLE);
    // The first may have no name for the names of rows.
    let below = records.get(1..).unwrap_or_default();
    let (width, agreeing) = usual_width(below.iter().map(Vec::len));
    let body: Vec<&Record> = below.iter().filter(|record| record.len() == width).collect();
    let has_numbers = |column: usize| {
        let numbers = body.iter().filter(|record| is_number(&record[column], ' ')).count();
        numbers * 100 >= SURE * body.len()
    };
    width > 1 && body.len() > 1 && agreeing * 100 >= SURE * below.len() && (0..width).any(has_numbers)
}

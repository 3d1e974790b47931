//! What a file says about itself: types and roles in its header, and how it was read.

use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::schema::format::Format;
use crate::schema::reading_choice::{Decimal, ReadingChoice};
use crate::schema::warning::Warning;
use crate::table::column::Column;

const REASON: &str = "the file's header says so";

/// Takes types and roles that the file names, as far as its cells allow; what they do not allow is said.
pub fn take(columns: &mut [Column], hints: &Hints, numbers: &RowNumbers) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for column in columns {
        if let Some(kind) = hints.types.get(&column.name).filter(|kind| !column.kind.is_like(**kind)) {
            match column.retype(*kind, numbers) {
                Ok(()) => column.reason = REASON.into(),
                Err(error) => warnings.push(Warning {
                    message: format!("the header gives column “{}” another type, but {error}", column.name),
                    place: error.place(),
                }),
            }
        }
        if let Some(role) = hints.roles.get(&column.name) {
            (column.role, column.reason) = (*role, REASON.into());
        }
    }
    warnings
}

/// How a file was read, with the decimal mark that most of its columns show.
pub fn reading(read: &ReadingChoice, columns: &[Column], format: Format) -> ReadingChoice {
    let with = |sign| columns.iter().filter(|column| column.decimal() == Some(sign)).count();
    let found = if with(',') > with('.') { Decimal::Comma } else { Decimal::Point };
    let decimal = read.decimal.or((format != Format::Parquet).then_some(found));
    ReadingChoice { decimal, ..read.clone() }
}

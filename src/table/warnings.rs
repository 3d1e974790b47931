//! Sentences about what is odd in the columns of a table, with the rows that show it.

use crate::read::row_numbers::RowNumbers;
use crate::schema::warning::{Place, Warning};
use crate::table::column::Column;
use crate::table::notice::Notice;

/// Columns that are named one by one where a sentence is true of many.
const MOST_NAMED: usize = 3;

/// The sentences of all columns; a sentence that is true of several columns is said once.
///
/// - `numbers`: where rows stand in a spreadsheet
pub fn of(columns: &[Column], numbers: &RowNumbers) -> Vec<Warning> {
    let mut found: Vec<Warning> = Vec::new();
    let mut shared: Vec<(&str, Vec<&str>)> = Vec::new();
    for column in columns {
        let name = &column.name;
        let row = |code: usize| numbers.of(column.first_row_of(code));
        for notice in column.notices() {
            let (row, text) = match notice {
                Notice::Column(text) => {
                    match shared.iter_mut().find(|(known, _)| known == text) {
                        Some((_, names)) => names.push(name),
                        None => shared.push((text, vec![name])),
                    }
                    continue;
                }
                Notice::Cell(code, text) => (row(*code), format!("“{}” {text}", &column.levels()[*code])),
                Notice::MixedDates(day, month) => (
                    row(*month),
                    format!(
                        "“{}” has its month first, but “{}” in row {} its day, so the column holds labels: give it the type date to \
                         read the day first wherever that is a date, or mend the file",
                        &column.levels()[*month],
                        &column.levels()[*day],
                        row(*day)
                    ),
                ),
            };
            let message = format!("row {row}, column “{name}”: {text}");
            found.push(Warning { message, place: Some(Place::cell(row, name)) });
        }
    }
    found.extend(
        shared.into_iter().map(|(text, names)| Warning { message: of_columns(text, &names), place: None }),
    );
    found
}

fn of_columns(text: &str, names: &[&str]) -> String {
    let named: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("“{name}”")).collect();
    let named = named.join(", ");
    match names.len() {
        1 => format!("column {named}: {text}"),
        count if count <= MOST_NAMED => format!("columns {named}: {text}"),
        count => format!("columns {named} and {} more: {text}", count - MOST_NAMED),
    }
}

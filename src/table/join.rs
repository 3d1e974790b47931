//! Joins files by a key: the first one's rows stay as they are, the others' columns are added where the key is the same.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::read::cells::Cells;
use crate::read::missing::Marks;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::warning::{Place, Warning};

/// A file's name and its bytes.
pub type File<'a> = (&'a str, &'a [u8]);

/// What one file added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The file's name.
    pub file: String,
    /// The column by which rows belong together.
    pub key: String,
    /// Rows of the first file that it has a row for.
    pub matched: usize,
    /// Its rows that no row of the first file belongs to.
    pub unused: usize,
}

/// A column that files could be joined by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its name in all files.
    pub name: String,
    /// Rows of the first file that every other file has a row for.
    pub matched: usize,
    /// Different values in the first file.
    pub distinct: usize,
    /// Why it can't be used, as a sentence.
    pub problem: Option<String>,
}

/// A table that may come from several files.
#[derive(Debug)]
pub struct Joined {
    /// All columns.
    pub sheet: Sheet,
    /// What stood between the cells of each column's file.
    pub delimiters: Vec<char>,
    /// One entry per file after the first.
    pub joins: Vec<Join>,
}

impl From<Sheet> for Joined {
    fn from(sheet: Sheet) -> Self {
        Self { delimiters: vec![sheet.delimiter; sheet.header.len()], sheet, joins: Vec::new() }
    }
}

/// Reads files, and joins them by a key if there are several.
pub fn read(
    files: &[File],
    key: Option<&str>,
    marks: &Marks,
    reading: &ReadingChoice,
) -> Result<Joined, DataError> {
    let mut sheets = read_each(files, reading)?;
    let Some(key) = key.filter(|_| sheets.len() > 1) else {
        return match sheets.len() {
            0 => Err(DataError::Empty),
            1 => Ok(sheets.remove(0).into()),
            _ => Err(DataError::NoKey { known: shared(&sheets).join(", ") }),
        };
    };
    let names = files.iter().map(|(name, _)| *name);
    let mut named = names.zip(sheets);
    let Some((first_name, first)) = named.next() else { return Err(DataError::Empty) };
    column(&first, key, first_name)?;
    named.try_fold(Joined::from(first), |joined, (name, sheet)| add(joined, name, sheet, key, marks))
}

/// The columns that all files have, those first that match most rows and tell most of them apart.
pub fn keys(files: &[File], marks: &Marks, reading: &ReadingChoice) -> Result<Vec<Key>, DataError> {
    let sheets = read_each(files, reading)?;
    let names = shared(&sheets);
    let Some((first, others)) = sheets.split_first() else { return Ok(Vec::new()) };
    let key = |name: String| -> Result<Key, DataError> {
        let cells = &first.columns[column(first, &name, files[0].0)?];
        let mut found = Key { matched: first.rows, distinct: cells.levels().len(), name, problem: None };
        for (sheet, (file, _)) in others.iter().zip(&files[1..]) {
            match rows(cells, sheet, &found.name, file, marks) {
                Ok(rows) => found.matched = found.matched.min(rows.iter().flatten().count()),
                Err(error) => {
                    found.matched = 0;
                    found.problem.get_or_insert(error.to_string());
                }
            }
        }
        Ok(found)
    };
    let mut keys = names.into_iter().map(key).collect::<Result<Vec<Key>, DataError>>()?;
    keys.sort_by_key(|key| std::cmp::Reverse((key.problem.is_none(), key.matched, key.distinct)));
    Ok(keys)
}

/// Where there are several files, what is wrong with one names it.
fn read_each(files: &[File], reading: &ReadingChoice) -> Result<Vec<Sheet>, DataError> {
    let is_one = files.len() == 1;
    let read = |(name, bytes): &File| {
        Sheet::read_as(bytes, reading).map_err(|error| match is_one {
            true => error,
            false => DataError::InFile { file: (*name).into(), problem: error.to_string() },
        })
    };
    files.iter().map(read).collect()
}

/// Names of the columns that all files have, in the first one's order.
fn shared(sheets: &[Sheet]) -> Vec<String> {
    let Some((first, others)) = sheets.split_first() else { return Vec::new() };
    let is_shared = |name: &&String| others.iter().all(|other| other.header.contains(name));
    first.header.iter().filter(is_shared).cloned().collect()
}

/// The place of a file's column.
fn column(sheet: &Sheet, name: &str, file: &str) -> Result<usize, DataError> {
    sheet.header.iter().position(|header| header == name).ok_or_else(|| DataError::UnknownKey {
        key: name.into(),
        file: file.into(),
        known: sheet.header.join(", "),
    })
}

/// For every row of the first file, the row of another that has the same key. A missing key has none.
fn rows(
    first: &Cells,
    other: &Sheet,
    key: &str,
    file: &str,
    marks: &Marks,
) -> Result<Vec<Option<usize>>, DataError> {
    let cells = &other.columns[column(other, key, file)?];
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(cells.levels().len());
    for row in 0..other.rows {
        let Some(value) =
            cells.code(row).map(|code| &cells.levels()[code]).filter(|value| !marks.are_in(value))
        else {
            continue;
        };
        if let Some(earlier) = places.insert(value, row) {
            return Err(DataError::RepeatedKey {
                file: file.into(),
                column: key.into(),
                value: value.into(),
                first: other.numbers.of(earlier),
                second: other.numbers.of(row),
            });
        }
    }
    let of_level: Vec<Option<usize>> =
        first.levels().iter().map(|value| places.get(value).copied()).collect();
    let rows: Vec<Option<usize>> = (0..first.len()).map(|row| of_level[first.code(row)?]).collect();
    match rows.iter().any(Option::is_some) {
        true => Ok(rows),
        false => Err(DataError::NoMatch { file: file.into(), column: key.into() }),
    }
}

/// Adds the columns of one more file.
fn add(mut joined: Joined, file: &str, other: Sheet, key: &str, marks: &Marks) -> Result<Joined, DataError> {
    let sheet = &mut joined.sheet;
    let cells = &sheet.columns[column(sheet, key, file)?];
    let rows = rows(cells, &other, key, file, marks)?;
    let matched = rows.iter().flatten().count();
    let used: HashSet<usize> = rows.iter().flatten().copied().collect();
    joined.joins.push(Join { file: file.into(), key: key.into(), matched, unused: other.rows - used.len() });
    if let Some(row) = rows.iter().position(Option::is_none) {
        let value = cells.code(row).map(|code| cells.levels()[code].to_owned()).unwrap_or_default();
        sheet.warnings.push(unmatched(sheet.numbers.of(row), key, &value, sheet.rows - matched, file));
    }
    sheet.warnings.extend(other.warnings.into_iter().map(|warning| Warning {
        message: format!("“{file}”: {}", warning.message),
        // It is about a row of that file.
        place: None,
    }));
    for (name, cells) in other.header.into_iter().zip(other.columns).filter(|(name, _)| name != key) {
        sheet.header.push(free_name(&sheet.header, name, file));
        sheet.columns.push(cells.pick(&rows));
        joined.delimiters.push(other.delimiter);
    }
    Ok(joined)
}

fn unmatched(row: usize, key: &str, value: &str, count: usize, file: &str) -> Warning {
    let what = match value {
        "" => "there is no key".to_owned(),
        _ => format!("“{value}” is in no row of “{file}”"),
    };
    let others = match count - 1 {
        0 => String::new(),
        1 => ", as in 1 other row".to_owned(),
        others => format!(", as in {others} other rows"),
    };
    Warning {
        message: format!(
            "row {row}, column “{key}”: {what}, so the columns of “{file}” are empty there{others}"
        ),
        place: Some(Place::cell(row, key)),
    }
}

/// A name that no column has yet: the column's own, if need be with the file's.
fn free_name(taken: &[String], name: String, file: &str) -> String {
    let mut free = name.clone();
    let mut count = 1;
    while taken.contains(&free) {
        free = match count {
            1 => format!("{name} ({file})"),
            _ => format!("{name} ({file} {count})"),
        };
        count += 1;
    }
    free
}

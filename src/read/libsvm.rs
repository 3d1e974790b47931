//! Lines of libsvm: a label, then the numbers that are not 0, each behind the index of its feature.
//!
//! <https://www.csie.ntu.edu.tw/~cjlin/libsvm/>

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::read::cells::CellsBuilder;
use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::role::Role;

/// The name of the first column.
const LABEL: &str = "label";

/// Most features: each is a column.
const MOST_FEATURES: usize = 20_000;

/// Lines that must look like it.
const LOOKED_AT: usize = 5;

/// Whether the first lines of a text hold a label and pairs of index and number.
pub fn is_libsvm(text: &str) -> bool {
    let mut lines = text.lines().map(content).filter(|line| !line.is_empty()).take(LOOKED_AT).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            let mut parts = line.split_ascii_whitespace();
            let is_label =
                parts.next().is_some_and(|label| label.split(',').all(|label| label.parse::<f64>().is_ok()));
            let mut pairs = parts.peekable();
            is_label
                && pairs.peek().is_some()
                && pairs.all(|part| pair(part).is_some_and(|(_, value)| value.parse::<f64>().is_ok()))
        })
}

/// A line without its comment.
fn content(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

/// The feature of a part of a line, or the group of rows that “qid” names, and what stands behind it.
fn pair(part: &str) -> Option<(Key, &str)> {
    let (key, value) = part.split_once(':')?;
    let key = if key == "qid" { Key::Group } else { Key::Feature(key.parse().ok()?) };
    Some((key, value))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Group,
    Feature(u32),
}

impl Key {
    fn name(self) -> String {
        match self {
            Self::Group => "qid".into(),
            Self::Feature(index) => format!("feature {index}"),
        }
    }
}

/// A file that is being read.
pub struct LibsvmReading<'a> {
    text: Cow<'a, str>,
    /// Bytes read so far.
    position: usize,
    lines: usize,
    rows: usize,
    labels: CellsBuilder,
    columns: BTreeMap<Key, CellsBuilder>,
    numbers: RowNumbers,
}

impl<'a> LibsvmReading<'a> {
    /// Nothing is read yet.
    pub fn begin(text: Cow<'a, str>) -> Self {
        Self {
            text,
            position: 0,
            lines: 0,
            rows: 0,
            labels: CellsBuilder::default(),
            columns: BTreeMap::new(),
            numbers: RowNumbers::default(),
        }
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        self.position
    }

    /// Reads on for about so many bytes; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        let end = self.position.saturating_add(bytes);
        while self.position < end.min(self.text.len()) {
            let rest = &self.text[self.position..];
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            self.lines += 1;
            let line = content(&rest[..length]);
            if let Some((label, parts)) = line
                .split_once(|sign: char| sign.is_ascii_whitespace())
                .or((!line.is_empty()).then_some((line, "")))
            {
                for part in parts.split_ascii_whitespace() {
                    let trouble = || DataError::Libsvm { row: self.lines, found: part.into() };
                    let (key, value) = pair(part).ok_or_else(trouble)?;
                    let column = self.columns.entry(key).or_default();
                    if column.len() > self.rows {
                        return Err(trouble());
                    }
                    fill(column, self.rows);
                    column.push(value);
                }
                if self.columns.len() > MOST_FEATURES {
                    return Err(DataError::TooManyFeatures { row: self.lines, most: MOST_FEATURES });
                }
                self.labels.push(label.strip_prefix('+').unwrap_or(label));
                self.numbers.push(self.lines);
                self.rows += 1;
            }
            self.position += length;
        }
        Ok(self.position < self.text.len())
    }

    /// What was read, once there is no more to do.
    pub fn finish(self) -> Sheet {
        let Self { rows, labels, columns, numbers, .. } = self;
        let mut header = vec![LABEL.to_owned()];
        let mut cells = vec![labels.finish()];
        for (key, mut column) in columns {
            fill(&mut column, rows);
            header.push(key.name());
            cells.push(column.finish());
        }
        let mut hints = Hints::default();
        hints.roles.insert(LABEL.into(), Role::Task);
        if header.get(1).is_some_and(|name| *name == Key::Group.name()) {
            hints.roles.insert(Key::Group.name(), Role::Group);
        }
        Sheet {
            header,
            columns: cells,
            rows,
            format: Format::Libsvm,
            delimiter: ' ',
            numbers: if rows == 0 { RowNumbers::starting(1) } else { numbers },
            reading: ReadingChoice::default(),
            hints,
            warnings: Vec::new(),
        }
    }
}

/// What a line doesn't name is 0.
fn fill(column: &mut CellsBuilder, rows: usize) {
    while column.len() < rows {
        column.push("0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_pairs_are_told_from_other_texts() {
        assert!(is_libsvm("+1 1:0.5 3:2\n-1 2:1\n"));
        assert!(is_libsvm("# made\n2.5 qid:1 1:0.5 # a note\n1 qid:1 2:3\n"));
        assert!(is_libsvm("1,4 1:0.5\n2 7:1e-3\n"));
        for text in ["a,b\n1,2\n", "1 2 3\n4 5 6\n", "12:30 13:45\n", "1\n2\n", "", "5 minutes: none\n"] {
            assert!(!is_libsvm(text), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_named_is_zero() {
        let mut reading = LibsvmReading::begin("+1 3:2 # a\n\n-1 qid:4 1:0.5\n".into());
        while reading.advance(1).expect("lines") {}
        let sheet = reading.finish();
        assert_eq!(sheet.header, ["label", "qid", "feature 1", "feature 3"]);
        let row = |row: usize| -> Vec<&str> {
            sheet
                .columns
                .iter()
                .map(|cells| cells.code(row).map_or("", |code| &cells.levels()[code]))
                .collect()
        };
        assert_eq!((row(0), row(1)), (vec!["1", "0", "0", "2"], vec!["-1", "4", "0.5", "0"]));
        assert_eq!((sheet.numbers.of(0), sheet.numbers.of(1)), (1, 3));
        for text in ["1 1:2\n1 x:2\n", "1 1:2 1:3\n"] {
            let mut reading = LibsvmReading::begin(text.into());
            assert!(matches!(reading.advance(99), Err(DataError::Libsvm { .. })), "{text:?}");
        }
    }
}

//! Rows that are no data: counted while they are left out, and said.

use crate::schema::warning::{Place, Warning};

/// Why a row within the data is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing stands in it.
    Empty,
    /// It is the header again.
    Header,
    /// It begins as a comment.
    Comment,
}

impl Why {
    const ALL: [Self; 3] = [Self::Empty, Self::Header, Self::Comment];

    fn one(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::Header => "repeats the header",
            Self::Comment => "is a comment",
        }
    }

    fn several(self) -> &'static str {
        match self {
            Self::Empty => "empty rows",
            Self::Header => "rows that repeat the header",
            Self::Comment => "comments",
        }
    }
}

/// How many rows were left out, and the first of them.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    found: [(usize, usize); Why::ALL.len()],
}

impl LeftOut {
    /// Leaves a row of the spreadsheet out.
    pub fn add(&mut self, why: Why, row: usize) {
        let (count, first) = &mut self.found[why as usize];
        *first = if *count == 0 { row } else { *first };
        *count += 1;
    }

    /// A sentence for each reason.
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        let found = Why::ALL.into_iter().zip(self.found);
        found.filter(|(_, (count, _))| *count > 0).map(|(why, (count, row))| Warning {
            message: match count {
                1 => format!("row {row} {}, so it was left out", why.one()),
                _ => format!("{count} {} were left out, the first of them row {row}", why.several()),
            },
            place: Some(Place { row, column: None }),
        })
    }
}

/// A sentence on rows above or below the data, each with the first thing it holds; `None` if there are none.
pub fn around(rows: &[(usize, String)], position: &str) -> Option<Warning> {
    let message = match rows {
        [] => return None,
        [(row, text)] => format!("row {row}, “{}”, stands {position} and was left out", short(text)),
        [(first, text), .., (last, end)] => format!(
            "rows {first} to {last}, “{}” to “{}”, stand {position} and were left out",
            short(text),
            short(end)
        ),
    };
    Some(Warning { message, place: None })
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_and_the_first_is_named() {
        let mut left_out = LeftOut::default();
        [7, 9, 10].into_iter().for_each(|row| left_out.add(Why::Empty, row));
        left_out.add(Why::Header, 27);
        let said: Vec<String> = left_out.warnings().map(|warning| warning.message).collect();
        assert_eq!(
            said,
            [
                "3 empty rows were left out, the first of them row 7",
                "row 27 repeats the header, so it was left out"
            ]
        );
        let rows = [(1, "Tool".to_owned()), (2, "x".repeat(80))];
        let said = around(&rows, "above the header").map(|warning| warning.message);
        let end = "x".repeat(60);
        assert_eq!(
            said,
            Some(format!("rows 1 to 2, “Tool” to “{end} …”, stand above the header and were left out"))
        );
    }
}

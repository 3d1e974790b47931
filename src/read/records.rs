//! Delimited text record by record: quotes taken off, blanks around cells left out, lines of blanks passed over.

use std::borrow::Cow;

/// How far a text has been split; the text itself is handed over again each time, so that reading can rest in between.
#[derive(Clone, Debug)]
pub struct Records {
    delimiter: u8,
    /// Bytes split so far.
    place: usize,
    /// Whether the text ended within quotes.
    is_open: bool,
}

impl Records {
    /// Before the first record of a text that begins at a place.
    pub fn new(delimiter: u8, place: usize) -> Self {
        Self { delimiter, place, is_open: false }
    }

    /// Bytes split so far.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Whether the last record was cut short, because a quote in it never closes.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Puts the next record's cells in place of those before; `false` at the end of the text.
    pub fn read<'a>(&mut self, text: &'a str, cells: &mut Vec<Cow<'a, str>>) -> bool {
        while self.place < text.len() {
            cells.clear();
            while self.read_cell(text, cells) {}
            // A line of blanks is one empty cell.
            if cells.len() > 1 || !cells[0].is_empty() {
                return true;
            }
        }
        cells.clear();
        false
    }

    /// The first records of a text, at most `count`.
    pub fn first(text: &str, delimiter: u8, count: usize) -> Vec<Vec<Cow<'_, str>>> {
        let mut records = Self::new(delimiter, 0);
        let mut cells = Vec::new();
        let next = || records.read(text, &mut cells).then(|| cells.clone());
        std::iter::from_fn(next).take(count).collect()
    }

    /// Reads a cell and what ends it; returns whether another follows in the same record.
    fn read_cell<'a>(&mut self, text: &'a str, cells: &mut Vec<Cow<'a, str>>) -> bool {
        let start = self.place;
        let rest = &text.as_bytes()[start..];
        let is_blank = |byte: u8| (byte == b' ' || byte == b'\t') && byte != self.delimiter;
        let is_quoted = match rest.first() {
            Some(&first) if is_blank(first) => rest.iter().find(|&&byte| !is_blank(byte)) == Some(&b'"'),
            first => first == Some(&b'"'),
        };
        let cell = if is_quoted {
            Cow::Owned(self.unquote(text))
        } else {
            self.pass_plain(text);
            Cow::Borrowed(&text[start..self.place])
        };
        cells.push(trimmed(cell));
        let end = text.as_bytes().get(self.place).copied();
        self.place += usize::from(end.is_some());
        if end == Some(b'\r') && text.as_bytes().get(self.place) == Some(&b'\n') {
            self.place += 1;
        }
        end == Some(self.delimiter)
    }

    /// Moves to the end of a cell, or of the part of it behind its quotes, where a quote is a sign like others.
    fn pass_plain(&mut self, text: &str) {
        let ends = |&byte: &u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let rest = &text.as_bytes()[self.place..];
        self.place += rest.iter().position(ends).unwrap_or(rest.len());
    }

    /// A cell without its quotes: two within them stand for one, and what follows them belongs to the cell.
    fn unquote(&mut self, text: &str) -> String {
        let mut cell = String::new();
        let mut parts = text[self.place..].split('"');
        self.place += parts.next().map_or(0, str::len) + 1;
        self.is_open = true;
        while let Some(part) = parts.next() {
            cell.push_str(part);
            self.place += part.len();
            if self.place == text.len() {
                return cell;
            }
            self.place += 1;
            if text.as_bytes().get(self.place) != Some(&b'"') {
                break;
            }
            cell.push('"');
            self.place += 1;
            parts.next();
        }
        self.is_open = false;
        let start = self.place;
        self.pass_plain(text);
        cell.push_str(&text[start..self.place]);
        cell
    }
}

/// A cell without the blanks around it.
fn trimmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    if let [first, .., last] = cell.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        // Most cells have none, which is quickly seen.
        return cell;
    }
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
        Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
    }
}

//! Delimited text record by record: quotes taken off, blanks around cells left out, lines of blanks passed over.

use std::borrow::Cow;

use crate::schema::reading_choice::Quotes;

/// A record's cells.
pub type Record<'a> = Vec<Cow<'a, str>>;

/// What the signs of a delimited text mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells; a blank stands for any number of blanks and tabs.
    pub delimiter: u8,
    /// Around cells that hold a delimiter or a line end.
    pub quote: u8,
    /// How a quote within quotes is written.
    pub quotes: Quotes,
}

impl From<u8> for Dialect {
    fn from(delimiter: u8) -> Self {
        Self { delimiter, quote: b'"', quotes: Quotes::Doubled }
    }
}

impl Dialect {
    fn is_aligned(self) -> bool {
        self.delimiter == b' '
    }
}

/// How far a text has been split; the text itself is handed over again each time, so that reading can rest in between.
#[derive(Clone, Debug)]
pub struct Records {
    dialect: Dialect,
    /// Bytes split so far.
    place: usize,
    /// Rows passed so far, as a spreadsheet counts: empty lines too.
    rows: usize,
    /// Whether the text ended within quotes.
    is_open: bool,
    /// Whether a quote behind a backslash ended a cell in the middle, as where backslashes escape quotes.
    has_escapes: bool,
}

impl Records {
    /// Before the first record of a text that begins at a place, below some rows.
    pub fn new(dialect: impl Into<Dialect>, place: usize, rows: usize) -> Self {
        Self { dialect: dialect.into(), place, rows, is_open: false, has_escapes: false }
    }

    /// Bytes split so far.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The row that the last record stands in, as a spreadsheet counts.
    pub fn row(&self) -> usize {
        self.rows
    }

    /// Whether the last record was cut short, because a quote in it never closes.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether quotes seem to be escaped by backslashes, though they are read as if not.
    pub fn has_escapes(&self) -> bool {
        self.has_escapes
    }

    /// Puts the next record's cells in place of those before; `false` at the end of the text.
    pub fn read<'a>(&mut self, text: &'a str, cells: &mut Record<'a>) -> bool {
        while self.place < text.len() {
            cells.clear();
            while self.read_cell(text, cells) {}
            self.rows += 1;
            // A line of blanks is one empty cell.
            if cells.len() > 1 || !cells[0].is_empty() {
                return true;
            }
        }
        cells.clear();
        false
    }

    /// The first records of a text, at most `count`.
    pub fn first(text: &str, dialect: impl Into<Dialect>, count: usize) -> Vec<Record<'_>> {
        let mut records = Self::new(dialect, 0, 0);
        let mut cells = Vec::new();
        let next = || records.read(text, &mut cells).then(|| cells.clone());
        std::iter::from_fn(next).take(count).collect()
    }

    /// Reads a cell and what ends it; returns whether another follows in the same record.
    fn read_cell<'a>(&mut self, text: &'a str, cells: &mut Record<'a>) -> bool {
        if self.dialect.is_aligned() {
            self.pass_blanks(text);
        }
        let start = self.place;
        let rest = &text.as_bytes()[start..];
        let (delimiter, quote) = (self.dialect.delimiter, self.dialect.quote);
        let is_blank = |byte: u8| (byte == b' ' || byte == b'\t') && byte != delimiter;
        let is_quoted = self.dialect.quotes != Quotes::None
            && match rest.first() {
                Some(&first) if is_blank(first) => rest.iter().find(|&&byte| !is_blank(byte)) == Some(&quote),
                first => first == Some(&quote),
            };
        let cell = match (is_quoted, self.dialect.quotes) {
            (true, Quotes::Backslash) => Cow::Owned(self.unescape(text)),
            (true, Quotes::Doubled | Quotes::None) => Cow::Owned(self.unquote(text)),
            (false, _) => {
                self.pass_plain(text);
                Cow::Borrowed(&text[start..self.place])
            }
        };
        cells.push(trimmed(cell));
        if self.dialect.is_aligned() {
            self.pass_blanks(text);
        }
        let end = text.as_bytes().get(self.place).copied();
        if self.dialect.is_aligned() && !matches!(end, None | Some(b'\n' | b'\r')) {
            return true;
        }
        self.place += usize::from(end.is_some());
        if end == Some(b'\r') && text.as_bytes().get(self.place) == Some(&b'\n') {
            self.place += 1;
        }
        end == Some(delimiter)
    }

    fn pass_blanks(&mut self, text: &str) {
        let rest = &text.as_bytes()[self.place..];
        let is_blank = |byte: &u8| *byte == b' ' || *byte == b'\t';
        self.place += rest.iter().position(|byte| !is_blank(byte)).unwrap_or(rest.len());
    }

    /// Moves to the end of a cell, or of the part of it behind its quotes, where a quote is a sign like others.
    fn pass_plain(&mut self, text: &str) {
        let delimiter = self.dialect.delimiter;
        let rest = &text.as_bytes()[self.place..];
        let end = if self.dialect.is_aligned() {
            rest.iter().position(|byte| b" \t\r\n".contains(byte))
        } else {
            rest.iter().position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
        };
        self.place += end.unwrap_or(rest.len());
    }

    /// A cell without its quotes: two within them stand for one, and what follows them belongs to the cell.
    fn unquote(&mut self, text: &str) -> String {
        let quote = char::from(self.dialect.quote);
        let mut cell = String::new();
        let mut parts = text[self.place..].split(quote);
        self.place += parts.next().map_or(0, str::len) + 1;
        self.is_open = true;
        while let Some(part) = parts.next() {
            cell.push_str(part);
            self.place += part.len();
            if self.place == text.len() {
                return cell;
            }
            self.place += 1;
            if text.as_bytes().get(self.place) != Some(&self.dialect.quote) {
                break;
            }
            cell.push(quote);
            self.place += 1;
            parts.next();
        }
        self.is_open = false;
        let start = self.place;
        self.pass_plain(text);
        self.has_escapes |= self.place > start && cell.ends_with('\\');
        cell.push_str(&text[start..self.place]);
        cell
    }

    /// A cell without its quotes, in which a backslash takes the meaning from a quote, a backslash or a line end.
    fn unescape(&mut self, text: &str) -> String {
        let (bytes, quote) = (text.as_bytes(), self.dialect.quote);
        let mut cell = String::new();
        let opening = bytes[self.place..].iter().position(|&byte| byte == quote);
        self.place += opening.map_or(0, |place| place + 1);
        self.is_open = true;
        loop {
            let rest = &bytes[self.place..];
            let Some(length) = rest.iter().position(|&byte| byte == quote || byte == b'\\') else {
                cell.push_str(&text[self.place..]);
                self.place = text.len();
                return cell;
            };
            cell.push_str(&text[self.place..self.place + length]);
            self.place += length + 1;
            let next = bytes.get(self.place).copied();
            match (rest[length], next) {
                (b'\\', Some(sign @ (b'\\' | b'\n'))) => cell.push(char::from(sign)),
                (_, Some(sign)) if sign == quote => cell.push(char::from(quote)),
                // As in \N and in paths.
                (b'\\', _) => {
                    cell.push('\\');
                    continue;
                }
                (_, _) => break,
            }
            self.place += 1;
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

//! Finds where a table begins in its file: below titles, key–value pairs and comments.

use crate::read::header;
use crate::read::sample::{Line, is_number, usual_width};

/// Most rows above a header.
const MOST_ABOVE: usize = 60;

/// The lines before the table that begin with the sign of a comment or name the delimiter to Excel, as in “sep=;”.
#[derive(Debug, Default)]
pub struct Comments<'a> {
    /// Texts behind the sign, and the sign before them.
    pub lines: Vec<&'a str>,
    /// The delimiter that is named.
    pub hint: Option<u8>,
    /// Where the text goes on.
    pub end: usize,
    /// Rows passed, as a spreadsheet counts.
    pub rows: usize,
}

impl<'a> Comments<'a> {
    /// Passes over comments; an empty sign begins none.
    pub fn of(whole: &'a str, sign: &str) -> Self {
        let mut found = Self::default();
        let mut text = whole;
        loop {
            let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
            let hint = line.trim_matches(['\r', '"', '\u{feff}']).strip_prefix("sep=");
            match (line.trim(), hint.map(str::as_bytes)) {
                (_, Some(&[delimiter])) => found.hint = Some(delimiter),
                (comment, _) if !sign.is_empty() && comment.starts_with(sign) => found.lines.push(comment),
                // The reader of records passes over empty lines too.
                ("", _) if !rest.is_empty() => {}
                _ => return found,
            }
            found.end += text.len() - rest.len();
            found.rows += 1;
            text = rest;
        }
    }
}

/// Lines above the first row of names, or of data where there are none.
///
/// A table begins at the first line that is as wide as most and has names without a gap; the lines above it have fewer
/// cells, from the left on. Where pairs are as wide as the table, an empty row divides them from names over numbers.
pub fn find(lines: &[Line], delimiter: char) -> usize {
    let (width, _) = usual_width(lines.iter().map(|line| line.cells.len()));
    let reach = lines.iter().filter(|line| line.cells.len() == width).map(Line::reach).max().unwrap_or(0);
    let is_wide_title = |index: usize| {
        let next = lines.get(index + 1).filter(|next| next.cells.len() == width);
        lines[index].cells.len() > width
            && next.is_some_and(|next| has_names(next, delimiter) && (next.is_set_off || delimiter == ' '))
    };
    let may_begin = |index: &usize| lines[*index].reach() >= reach && !is_wide_title(*index);
    let Some(first) = (0..lines.len().min(MOST_ABOVE)).find(may_begin) else { return 0 };
    if first == 0 {
        return (1..lines.len().min(MOST_ABOVE))
            .find(|&row| is_second_table(lines, row, delimiter))
            .unwrap_or(0);
    }
    let (above, table) = lines.split_at(first);
    let is_above =
        |line: &Line| line.filled() < 2 || line.is_from_the_left() || header::is_group(line, delimiter);
    let is_grouped = above.last().is_some_and(|line| header::is_group(line, delimiter));
    let has_names = table[0].cells.len() == width
        && (has_names(&table[0], delimiter)
            || (is_grouped && header::are_words_and_years(&table[0], delimiter)));
    let is_divided = table[0].is_set_off && table[0].cells.len() == width;
    if !above.iter().all(is_above) || !(has_names || is_divided) {
        return 0;
    }
    // R leaves out the name of the row names.
    let is_short_header = first == 1
        && above[0].filled() > 1
        && above[0].reach() + 1 == reach
        && !table[0].is_set_off
        && !stands_over_numbers(table, delimiter);
    if is_short_header { 0 } else { first }
}

/// Names without a gap, and no numbers.
fn has_names(line: &Line, delimiter: char) -> bool {
    line.filled() > 1
        && line.is_from_the_left()
        && (line.cells.iter().all(|cell| !is_number(cell, delimiter))
            || header::are_steps(line, header::FEWEST_STEPS, delimiter))
}

/// Whether the first line has a word over a column of numbers.
fn stands_over_numbers(lines: &[Line], delimiter: char) -> bool {
    let Some((first, below)) = lines.split_first() else { return false };
    let end = below.iter().position(|line| line.is_set_off).unwrap_or(below.len());
    let below = &below[..end];
    let is_numeric = |column: usize| below.iter().all(|line| is_number(line.cell(column), delimiter));
    let is_word = |column: usize| !first.cell(column).is_empty() && !is_number(first.cell(column), delimiter);
    below.len() > 1 && (0..first.cells.len()).any(|column| is_word(column) && is_numeric(column))
}

/// Whether names over numbers begin behind an empty row, below lines that are no table of their own.
fn is_second_table(lines: &[Line], row: usize, delimiter: char) -> bool {
    let (above, below) = lines.split_at(row);
    let is_table = stands_over_numbers(above, delimiter) && above.len() > 2;
    below[0].is_set_off
        && has_names(&below[0], delimiter)
        && below[0].reach() >= above.iter().map(Line::reach).max().unwrap_or(0)
        && stands_over_numbers(below, delimiter)
        && !is_table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sample;

    fn above(text: &str) -> usize {
        let dialect = crate::read::delimiter::find(text, b'"', None, None);
        find(&sample::take(text, dialect, 0, 0), char::from(dialect.delimiter))
    }

    #[test]
    fn a_table_begins_at_its_names() {
        for (text, expected) in [
            ("a,b,c\n1,x,2\n2,y,3\n", 0),
            ("Key,Value\nTool,X\n\na,b,c\n1,x,2\n2,y,3\n3,z,4\n", 2),
            ("Tool,X\nDate,2024-05-02\nGain,7\na,b,c\n1,x,2\n2,y,3\n3,z,4\n4,z,5\n", 3),
            // Padded by a spreadsheet.
            ("Tool,X,\nGain,7,\n,,\na,b,c\n1,x,2\n2,y,3\n", 2),
            // As wide as the table.
            ("Tool,X\nGain,high\n\nwave,value\n1,0.5\n2,0.7\n3,0.9\n", 2),
            ("Sales 2020\nall of them\nplace;count\nx;1\ny;2\n", 2),
            // Two tables: the first is read.
            ("a,b\n1,2\n2,3\n3,4\n\nc,d\n5,6\n6,7\n", 0),
            // A header of R, of words only.
            ("city,land\n1,x,u\n2,y,v\n3,z,w\n", 0),
            // A cell is missing in the first row.
            ("a,b,c\n1,2\n3,4,5\n4,5,6\n", 0),
            ("a\n1,2\n3,4\n", 0),
        ] {
            assert_eq!(above(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_hint_names_the_delimiter_be_it_a_tab() {
        for (text, hint) in [("sep=\t\na\tb\n", b'\t'), ("sep=;\r\na;b\n", b';'), ("\"sep=|\"\na|b\n", b'|')]
        {
            let found = Comments::of(text, "#");
            assert_eq!((found.hint, &text[found.end..found.end + 1], found.rows), (Some(hint), "a", 1));
        }
        assert_eq!(Comments::of("sep=ab\n", "#").hint, None);
        assert_eq!(Comments::of("% a\n\n% b\nx,y\n", "%").lines, ["% a", "% b"]);
        assert_eq!(Comments::of("# a\nx,y\n", "").end, 0);
    }
}

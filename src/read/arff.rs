//! Weka's ARFF: names and types of the columns stand in lines of their own above delimited text.
//!
//! <https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/>

use std::borrow::Cow;

use crate::read::csv::CsvReading;
use crate::read::layout::Layout;
use crate::read::orange::Hints;
use crate::read::records::Dialect;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::{Quotes, ReadingChoice};

/// What begins a comment.
const COMMENT: &str = "%";

/// Whether a text begins as ARFF does: comments, then a line that names the relation or a column.
pub fn is_arff(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(COMMENT));
    first.is_some_and(|line| keyword(line, "@relation").or_else(|| keyword(line, "@attribute")).is_some())
}

/// Reads the lines above the data; these are read as other delimited text is.
pub fn begin<'a>(text: Cow<'a, str>, choice: &ReadingChoice) -> Result<CsvReading<'a>, DataError> {
    let (mut names, mut hints) = (Vec::new(), Hints::default());
    let (mut start, mut rows) = (0, 0);
    for line in text.split_inclusive('\n') {
        start += line.len();
        rows += 1;
        let line = line.trim();
        if let Some(rest) = keyword(line, "@attribute") {
            let (name, kind) =
                attribute(rest).ok_or_else(|| DataError::Arff { row: rows, line: line.into() })?;
            hints.types.extend(kind.map(|kind| (name.clone(), kind)));
            names.push(name);
        } else if keyword(line, "@data").is_some() {
            break;
        }
    }
    let first =
        text[start..].lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(COMMENT));
    let first = first.unwrap_or_default();
    if first.starts_with('{') {
        return Err(DataError::SparseArff);
    }
    if names.is_empty() {
        return Err(DataError::Empty);
    }
    let quote = if first.contains('"') && !first.contains('\'') { b'"' } else { b'\'' };
    let delimiter = if first.contains(',') || names.len() == 1 { b',' } else { b' ' };
    let dialect = Dialect { delimiter, quote, quotes: choice.quotes.unwrap_or(Quotes::Backslash) };
    let is_number = |name: &String| hints.types.get(name) == Some(&ColumnKind::Number);
    let layout = Layout {
        dialect,
        start,
        above: rows,
        skipped: 0,
        header_rows: rows,
        is_in_comment: false,
        numeric: names.iter().map(is_number).collect(),
        complete: vec![false; names.len()],
        fewest_filled: 0,
        unnamed: 0,
        header: Vec::new(),
        hints,
        names,
        warnings: Vec::new(),
    };
    let comment = Some(choice.comment.clone().unwrap_or_else(|| COMMENT.into()));
    Ok(CsvReading::of(text, ReadingChoice { comment, ..choice.clone() }, layout, Format::Arff))
}

/// What follows a keyword, in letters of any case.
fn keyword<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = line.split_at_checked(word.len())?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (start.eq_ignore_ascii_case(word) && ends).then(|| rest.trim())
}

/// The name and the type of a column; no type where the cells tell it as well.
fn attribute(text: &str) -> Option<(String, Option<ColumnKind>)> {
    let (name, rest) = match text.chars().next()? {
        quote @ ('\'' | '"') => {
            let end = text[1..].match_indices(quote).find(|(end, _)| !text[1..=*end].ends_with('\\'))?.0 + 1;
            (text[1..end].replace(&format!("\\{quote}"), &quote.to_string()), &text[end + 1..])
        }
        _ => {
            let end = text.find(|sign: char| sign.is_whitespace() || sign == '{')?;
            (text[..end].to_owned(), &text[end..])
        }
    };
    let kind = rest.trim_start().to_ascii_lowercase();
    let kind = match kind.split_whitespace().next()? {
        "numeric" | "real" | "integer" => Some(ColumnKind::Number),
        "date" => Some(ColumnKind::Date),
        "string" => None,
        word if word.starts_with('{') => Some(ColumnKind::Category),
        _ => return None,
    };
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some((name, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_names_with_and_without_quotes() {
        for (text, name, kind) in [
            ("width numeric", "width", Some(ColumnKind::Number)),
            ("'leaf colour' {green, red}", "leaf colour", Some(ColumnKind::Category)),
            ("\"it's\"\tREAL", "it's", Some(ColumnKind::Number)),
            ("'it\\'s' string", "it's", None),
            ("class{a,b}", "class", Some(ColumnKind::Category)),
            ("day date \"yyyy-MM-dd\"", "day", Some(ColumnKind::Date)),
        ] {
            assert_eq!(attribute(text), Some((name.to_owned(), kind)), "{text}");
        }
        assert_eq!(attribute("bag relational"), None);
        assert_eq!(attribute("width"), None);
        assert!(is_arff("% a\n\n@RELATION x\n") && !is_arff("@relations,b\n1,2\n") && !is_arff("a,b\n"));
    }
}

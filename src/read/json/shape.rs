//! Finds where a document of JSON keeps its table, and how: as rows, in an envelope around them, or as columns.

use std::ops::Range;

use super::pieces::Pieces;
use super::rows::Form;
use super::scan::{elements, entries, first_in_list, next_sign, value};
use crate::schema::error::DataError;

/// Digits of the longest running number: one with more is a time.
const LONGEST_NUMBER: usize = 9;

/// Envelopes within envelopes that are opened.
const DEEPEST: usize = 4;

/// Keys of a list of columns' names, beside rows that are lists.
const NAMES: [&str; 7] = ["columns", "header", "headers", "fields", "names", "columnNames", "schema"];

/// Where the table is.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The first byte to be read.
    pub start: usize,
    /// Its parts.
    pub parts: Parts,
    /// What to say about it.
    pub oddity: Option<String>,
}

/// What a table is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Parts {
    /// Rows one after the other.
    Rows {
        /// Where they are.
        pieces: Pieces,
        /// How each is written.
        form: Form,
        /// Names of the columns, where they are beside rows that are lists.
        names: Vec<String>,
        /// The column for the rows' own names, where they tell something.
        index: Option<&'static str>,
    },
    /// Columns one after the other: names and ranges.
    Columns(Vec<(String, Range<usize>)>),
}

/// Entries of an object, and a name for where it is.
type Entries = Vec<(String, Range<usize>)>;

/// Finds the shape of a text that is JSON.
pub fn find(text: &str) -> Result<Shape, DataError> {
    let mut start = 0;
    let sign = next_sign(text, &mut start);
    let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
    let mut end = start;
    let first = value(text, &mut end);
    let is_line = start + line.trim_end().len() == end;
    let is_alone = next_sign(text, &mut end).is_none();
    let form = match sign {
        Some(b'[') => Form::List,
        _ => form_of(text, &first),
    };
    if is_alone {
        let found = match sign {
            Some(b'[') => list(text, &first, Pieces::WHOLE_LIST),
            _ => object(text, &first, 0)?,
        };
        let pieces = if sign == Some(b'[') { Pieces::WHOLE_LIST } else { Pieces::Lines };
        return Ok(found.unwrap_or_else(|| rows(start, pieces, Form::OBJECT)));
    }
    let is_list_of_rows =
        sign == Some(b'[') && !matches!(first_in_list(text, &first), Some(sign) if is_scalar(sign));
    Ok(match is_list_of_rows {
        // What follows the list is trouble that its reader finds.
        true => list(text, &first, Pieces::WHOLE_LIST)
            .unwrap_or_else(|| rows(start, Pieces::WHOLE_LIST, Form::OBJECT)),
        false if is_line => rows(start, Pieces::Lines, form),
        false => rows(start, Pieces::Stream, form),
    })
}

fn is_scalar(sign: u8) -> bool {
    !matches!(sign, b'{' | b'[' | b']')
}

fn rows(start: usize, pieces: Pieces, form: Form) -> Shape {
    let parts = Parts::Rows { pieces, form, names: Vec::new(), index: None };
    Shape { start, parts, oddity: None }
}

/// How rows are written of which this is the first.
fn form_of(text: &str, first: &Range<usize>) -> Form {
    let is_feature = entries(text, first).is_some_and(|entries| {
        let value = |key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, range)| range.clone());
        value("type").is_some_and(|range| text[range].trim() == "\"Feature\"")
            && value("properties").is_some()
    });
    if is_feature { Form::Feature } else { Form::OBJECT }
}

/// A list of objects or of lists.
fn list(text: &str, range: &Range<usize>, pieces: Pieces) -> Option<Shape> {
    let mut first = range.start;
    next_sign(text, &mut first);
    first += 1;
    let form = match next_sign(text, &mut first) {
        Some(b'{') => form_of(text, &value(text, &mut first)),
        Some(b'[') => Form::List,
        _ => return None,
    };
    Some(rows(range.start, pieces, form))
}

/// The table within a lone object, if there is any.
fn object(text: &str, range: &Range<usize>, depth: usize) -> Result<Option<Shape>, DataError> {
    let Some(entries) = entries(text, range).filter(|entries| !entries.is_empty() && depth < DEEPEST) else {
        return Ok(None);
    };
    if let Some(found) = named_lists(text, &entries).or_else(|| list_of_objects(text, &entries)) {
        return Ok(Some(found));
    }
    let begins = |range: &Range<usize>| text.as_bytes().get(range.start).copied();
    if entries.iter().all(|(_, range)| begins(range) == Some(b'{')) {
        if let Some(found) = keyed(text, range, &entries, !are_alike(text, &entries)) {
            return Ok(Some(found));
        }
        let mut inner: Vec<&Range<usize>> = entries.iter().map(|(_, range)| range).collect();
        inner.sort_by_key(|range| std::cmp::Reverse(range.len()));
        let largest = inner.first().map_or(Ok(None), |range| object(text, range, depth + 1))?;
        return Ok(largest.or_else(|| keyed(text, range, &entries, false)));
    }
    if let Some(found) = lists_of_cells(text, &entries)? {
        return Ok(Some(found));
    }
    let mut inner: Vec<&(String, Range<usize>)> =
        entries.iter().filter(|(_, range)| begins(range) == Some(b'{')).collect();
    inner.sort_by_key(|(_, range)| std::cmp::Reverse(range.len()));
    for (key, range) in inner {
        // A row may hold objects too, but none that holds a table of several rows.
        if let Some(mut found) = object(text, range, depth + 1)?.filter(|found| is_long(text, found)) {
            found.oddity = found.oddity.or_else(|| Some(left_out(&entries, &[key])));
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether the first two of several objects have the same keys.
fn are_alike(text: &str, outer: &Entries) -> bool {
    let keys = |(_, range): &(String, Range<usize>)| {
        let entries = entries(text, range).unwrap_or_default();
        entries.into_iter().map(|(key, _)| key).collect::<std::collections::BTreeSet<String>>()
    };
    matches!(&outer[..], [first, second, ..] if keys(first) == keys(second))
}

/// Whether a table has more than one row.
fn is_long(text: &str, shape: &Shape) -> bool {
    match &shape.parts {
        Parts::Rows { .. } => true,
        Parts::Columns(columns) => columns.first().is_some_and(|(_, range)| {
            elements(text, range)
                .map(|found| found.len())
                .or_else(|| entries(text, range).map(|found| found.len()))
                > Some(1)
        }),
    }
}

/// Rows that are lists, with the columns' names beside them, as pandas' “split” and many a database write them.
fn named_lists(text: &str, entries: &Entries) -> Option<Shape> {
    let (data, range) = entries.iter().find(|(_, range)| first_in_list(text, range) == Some(b'['))?;
    let width = elements(text, elements(text, range)?.first()?)?.len();
    let named = entries.iter().filter(|(key, _)| NAMES.iter().any(|name| name.eq_ignore_ascii_case(key)));
    let (key, names) = named
        .filter_map(|(key, range)| Some((key, names_in(text, range)?)))
        .find(|(_, names)| names.len() == width)?;
    let parts = Parts::Rows { pieces: Pieces::INNER_LIST, form: Form::List, names, index: None };
    let others = entries.iter().filter(|(other, range)| other == "index" && is_count(text, range));
    let kept: Vec<&str> = others.map(|(key, _)| key.as_str()).chain([data.as_str(), key.as_str()]).collect();
    let oddity = (kept.len() < entries.len()).then(|| left_out(entries, &kept));
    Some(Shape { start: range.start, parts, oddity })
}

/// Texts of a list, or the names of its objects.
fn names_in(text: &str, range: &Range<usize>) -> Option<Vec<String>> {
    let names = elements(text, range)?.into_iter().map(|range| {
        let text = text[range].trim();
        serde_json::from_str::<String>(text).ok().or_else(|| {
            let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
            ["name", "fieldName", "id"].iter().find_map(|key| object.get(*key)?.as_str().map(str::to_owned))
        })
    });
    names.collect()
}

/// Whether a list counts 0, 1, 2 and so on.
fn is_count(text: &str, range: &Range<usize>) -> bool {
    elements(text, range).is_some_and(|found| {
        found.into_iter().enumerate().all(|(index, range)| text[range].trim().parse() == Ok(index))
    })
}

/// The longest list of objects in an envelope.
fn list_of_objects(text: &str, entries: &Entries) -> Option<Shape> {
    let is_list = |range: &Range<usize>| first_in_list(text, range) == Some(b'{');
    let lists: Vec<&(String, Range<usize>)> = entries.iter().filter(|(_, range)| is_list(range)).collect();
    let (key, range) = lists.iter().max_by_key(|(_, range)| range.len())?;
    let mut found = list(text, range, Pieces::INNER_LIST)?;
    let is_geo =
        entries.iter().any(|(key, range)| key == "type" && &text[range.clone()] == "\"FeatureCollection\"");
    let schema = entries.iter().find(|(key, _)| key == "schema" && !is_geo);
    if let (Some((_, schema)), Parts::Rows { form: Form::Object { left_out }, .. }) =
        (schema, &mut found.parts)
    {
        // As pandas numbers the rows of its “table”.
        let schema: Option<serde_json::Value> = serde_json::from_str(&text[schema.clone()]).ok();
        let is_numbered = schema.is_some_and(|schema| schema["primaryKey"] == serde_json::json!(["index"]));
        *left_out = is_numbered.then(|| "index".into());
    }
    let is_expected = is_geo || schema.is_some() || entries.len() == 1;
    found.oddity = (!is_expected).then(|| self::left_out(entries, &[key]));
    Some(found)
}

/// Lists of cells, all equally long, which are columns.
fn lists_of_cells(text: &str, entries: &Entries) -> Result<Option<Shape>, DataError> {
    let lists: Vec<(&str, &Range<usize>, usize)> = entries
        .iter()
        .filter_map(|(key, range)| Some((key.as_str(), range, elements(text, range)?.len())))
        .collect();
    let Some(&(first, range, length)) = lists.first() else { return Ok(None) };
    if lists.len() == 1 && first_in_list(text, range) == Some(b'[') {
        let found = list(text, range, Pieces::INNER_LIST);
        return Ok(found.map(|found| Shape {
            oddity: (entries.len() > 1).then(|| left_out(entries, &[first])),
            ..found
        }));
    }
    if let Some(&(second, _, other)) = lists.iter().find(|(_, _, other)| *other != length) {
        let (first, second) = (first.to_owned(), second.to_owned());
        return Err(DataError::UnevenLists { first, length, second, other });
    }
    let keys: Vec<&str> = lists.iter().map(|(key, ..)| *key).collect();
    let oddity = (keys.len() < entries.len()).then(|| left_out(entries, &keys));
    let columns = lists.iter().map(|(key, range, _)| ((*key).to_owned(), (*range).clone())).collect();
    Ok(Some(Shape { start: range.start, parts: Parts::Columns(columns), oddity }))
}

/// Objects within an object: columns of cells by row, as pandas writes by default, or rows by their names, its “index”.
///
/// - `by_number`: only where rows are numbered, which shows which of the two it is
fn keyed(text: &str, range: &Range<usize>, outer: &Entries, by_number: bool) -> Option<Shape> {
    let inner = entries(text, &outer.first()?.1)?;
    let is_number = |(key, _): &(String, Range<usize>)| key.bytes().all(|byte| byte.is_ascii_digit());
    let (are_rows_outside, are_rows_inside) =
        (outer.iter().all(is_number), !inner.is_empty() && inner.iter().all(is_number));
    if by_number && are_rows_outside == are_rows_inside {
        return None;
    }
    let is_by_row = match are_rows_outside == are_rows_inside {
        true => outer.len() > inner.len(),
        false => are_rows_outside,
    };
    let parts = match is_by_row {
        true => {
            let has = |name: &str| inner.iter().any(|(key, _)| key == name);
            let index = ["index", "key", "name of the row"].into_iter().find(|name| !has(name));
            let index = index.filter(|_| are_names(outer.iter().map(|(key, _)| key)));
            let pieces = Pieces::Entries { is_first: true };
            Parts::Rows { pieces, form: Form::OBJECT, names: Vec::new(), index }
        }
        false => Parts::Columns(outer.clone()),
    };
    Some(Shape { start: range.start, parts, oddity: None })
}

/// Whether rows' keys tell more than their numbers.
pub fn are_names<'a>(mut keys: impl Iterator<Item = &'a String>) -> bool {
    keys.any(|key| key.len() > LONGEST_NUMBER || !key.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What to say about keys beside those that are read.
fn left_out(entries: &Entries, kept: &[&str]) -> String {
    let quoted = |key: &str| format!("“{key}”");
    let others: Vec<String> = entries
        .iter()
        .filter(|(key, _)| !kept.contains(&key.as_str()))
        .map(|(key, _)| quoted(key))
        .take(5)
        .collect();
    let kept: Vec<String> = kept.iter().map(|key| quoted(key)).take(5).collect();
    format!("the table was read from {} of the JSON object; left out: {}", kept.join(", "), others.join(", "))
}

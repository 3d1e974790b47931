//! JSON to columns of cells: an array of objects, or one object a line; trouble told by row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::read::cells::CellsBuilder;
use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;

/// The kind of JSON that a text begins like, if any.
pub fn format(text: &str) -> Option<Format> {
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('['), Some('{' | '[' | ']') | None) => Some(Format::Json),
        (Some('{'), Some('"' | '}') | None) => Some(Format::JsonLines),
        _ => None,
    }
}

/// JSON that is being read; columns are the keys, in order of their first appearance.
pub struct JsonReading<'a> {
    text: Cow<'a, str>,
    format: Format,
    /// Bytes read so far.
    place: usize,
    rows: Rows,
}

impl<'a> JsonReading<'a> {
    /// Nothing is read yet.
    pub fn begin(text: Cow<'a, str>, format: Format) -> Self {
        Self { text, format, place: 0, rows: Rows::default() }
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        self.place
    }

    /// Reads on for about so many bytes; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        let Self { text, format, place, rows } = self;
        let end = place.saturating_add(bytes);
        let read = if *format == Format::JsonLines {
            let mut lines = text[*place..].split_inclusive('\n').take_while(|line| {
                let is_due = *place < end;
                *place += if is_due { line.len() } else { 0 };
                is_due
            });
            let read = lines.try_for_each(|line| rows.read_line(line));
            read.map(|()| *place < text.len()).map_err(|error| error.to_string())
        } else {
            let mut has_more = Ok(true);
            while has_more == Ok(true) && *place < end {
                has_more = rows.read_element(text, place);
            }
            has_more
        };
        read.map_err(|reason| DataError::Json { row: rows.count + 1, reason })
    }

    /// What was read, once there is no more to do.
    pub fn finish(self) -> Sheet {
        let Rows { header, mut columns, count, .. } = self.rows;
        columns.iter_mut().for_each(|column| column.fill(count));
        Sheet {
            header,
            columns: columns.into_iter().map(CellsBuilder::finish).collect(),
            rows: count,
            format: self.format,
            delimiter: ',',
            numbers: RowNumbers::starting(1),
            reading: ReadingChoice::default(),
            hints: Hints::default(),
            warnings: Vec::new(),
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Rows {
    places: HashMap<String, usize>,
    header: Vec<String>,
    columns: Vec<CellsBuilder>,
    count: usize,
}

impl Rows {
    /// One object, if the line holds any.
    fn read_line(&mut self, line: &str) -> Result<(), serde_json::Error> {
        if line.trim().is_empty() {
            return Ok(());
        }
        self.read_object(line)
    }

    fn read_object(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_str(text);
        RowSeed { rows: self }.deserialize(&mut reader).and_then(|()| reader.end())
    }

    /// The next object of an array with the sign before it, or the array's end; returns whether there is more.
    fn read_element(&mut self, text: &str, place: &mut usize) -> Result<bool, String> {
        let is_first = *place == 0;
        let sign = next_sign(text, place);
        let trouble = |what: &str, place: usize| Err(format!("{what} at {}", position(text, place)));
        match sign {
            Some(b'[') if is_first => {}
            Some(b',') if !is_first => {}
            Some(b']') if !is_first => return end_of_array(text, place),
            Some(_) => return trouble("expected `,` or `]`", *place),
            None => return trouble("EOF while parsing a list", *place),
        }
        *place += 1;
        match next_sign(text, place) {
            Some(b']') if is_first => return end_of_array(text, place),
            Some(b']') => return trouble("trailing comma", *place),
            Some(_) | None => {}
        }
        let end = *place + value_length(&text.as_bytes()[*place..]);
        let read = self.read_object(&text[*place..end]);
        let begin = std::mem::replace(place, end);
        read.map(|()| true).map_err(|error| {
            // Its own position is one within the object.
            let reason = error.to_string();
            let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
            let before: usize =
                text[begin..].split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
            format!("{reason} at {}", position(text, begin + before + error.column().max(1) - 1))
        })
    }

    /// The column of a key in the present row.
    fn column<E: Error>(&mut self, key: &str) -> Result<&mut CellsBuilder, E> {
        let key = key.trim();
        if key.is_empty() {
            return Err(E::custom("a key has no name"));
        }
        let place = match self.places.get(key) {
            Some(&place) => place,
            None => {
                self.places.insert(key.to_owned(), self.header.len());
                self.header.push(key.to_owned());
                self.columns.push(CellsBuilder::default());
                self.header.len() - 1
            }
        };
        let column = &mut self.columns[place];
        if column.len() > self.count {
            return Err(E::custom(format_args!("the key “{key}” stands twice in it")));
        }
        column.fill(self.count);
        Ok(column)
    }
}

/// Passes over blanks to the next sign, if there is one.
fn next_sign(text: &str, place: &mut usize) -> Option<u8> {
    let rest = &text.as_bytes()[*place..];
    let blanks = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
    *place += blanks;
    rest.get(blanks).copied()
}

/// Nothing may follow an array; there is no more.
fn end_of_array(text: &str, place: &mut usize) -> Result<bool, String> {
    *place += 1;
    match next_sign(text, place) {
        Some(_) => Err(format!("trailing characters at {}", position(text, *place))),
        None => Ok(false),
    }
}

/// Bytes of the value that a text begins with, all of them where it has no end: whether it is one is seen when it is read.
fn value_length(text: &[u8]) -> usize {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for (place, &byte) in text.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return place + depth,
            b',' if depth == 0 => return place,
            _ => {}
        }
    }
    text.len()
}

/// Where a byte stands; the last one where the text ended too early.
fn position(text: &str, place: usize) -> String {
    let before = &text.as_bytes()[..place.min(text.len() - 1)];
    let lines = before.iter().filter(|&&byte| byte == b'\n').count();
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    format!("line {} column {}", lines + 1, column + 1)
}

/// One object, which becomes a row.
struct RowSeed<'a> {
    rows: &'a mut Rows,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object such as {\"age\": 3}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
            let column = self.rows.column(&key)?;
            entries.next_value_seed(CellSeed { column })?;
        }
        self.rows.count += 1;
        Ok(())
    }
}

/// One value, which becomes a cell.
struct CellSeed<'a> {
    column: &'a mut CellsBuilder,
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl CellSeed<'_> {
    fn push(self, value: impl Into<Value>) {
        match value.into() {
            Value::Null => self.column.push_missing(),
            Value::String(text) => self.column.push(text.trim()),
            value @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                self.column.push(&value.to_string());
            }
        }
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.column.push(text.trim());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.push(Value::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.push(truth);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.push(number);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.push(number);
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.push(number);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        let list = Value::deserialize(serde::de::value::SeqAccessDeserializer::new(elements))?;
        self.push(list);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let object = Value::deserialize(serde::de::value::MapAccessDeserializer::new(entries))?;
        self.push(object);
        Ok(())
    }
}

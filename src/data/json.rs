//! JSON to columns of cells: an array of objects, or one object a line; trouble told by row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::cells::CellsBuilder;
use super::error::DataError;
use super::sheet::Sheet;
use super::summary::Format;

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

    /// Reads on for about so many bytes of lines, or all of an array, which is one value; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        let Self { text, format, place, rows } = self;
        let read = if *format == Format::JsonLines {
            let end = place.saturating_add(bytes);
            let mut lines = text[*place..].split_inclusive('\n').take_while(|line| {
                let is_due = *place < end;
                *place += if is_due { line.len() } else { 0 };
                is_due
            });
            lines.try_for_each(|line| rows.read_line(line))
        } else {
            *place = text.len();
            let mut reader = serde_json::Deserializer::from_str(text);
            reader.deserialize_seq(&mut *rows).and_then(|()| reader.end())
        };
        read.map_err(|error| DataError::Json { row: rows.count + 1, reason: error.to_string() })?;
        Ok(self.place < self.text.len())
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
            first_row: 1,
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
        let mut reader = serde_json::Deserializer::from_str(line);
        RowSeed { rows: self }.deserialize(&mut reader).and_then(|()| reader.end())
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

/// The elements of an array, each a row.
impl<'de> Visitor<'de> for &mut Rows {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(RowSeed { rows: self })?.is_some() {}
        Ok(())
    }
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

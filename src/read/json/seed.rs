//! Reads values of JSON straight into columns: an object as a row, a list as a row, a value as a cell, or as several.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use super::columns::Columns;

/// One object, which becomes a row.
pub struct RowSeed<'a> {
    /// Where its cells go.
    pub columns: &'a mut Columns,
    /// The key that is left out, if any.
    pub left_out: Option<&'a str>,
    /// Whether there may be `null` in its stead.
    pub is_optional: bool,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.is_optional {
            true => deserializer.deserialize_any(self),
            false => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object such as {\"age\": 3}")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(name) = entries.next_key::<Cow<'de, str>>()? {
            match self.left_out == Some(&*name) {
                true => entries.next_value::<IgnoredAny>().map(|_| ())?,
                false => entries.next_value_seed(CellSeed { columns: self.columns, name })?,
            }
        }
        Ok(())
    }
}

/// One list, which becomes a row of the columns that are there.
pub struct ListSeed<'a> {
    /// Where its cells go.
    pub columns: &'a mut Columns,
    /// How many columns had names before any row; objects within rows add others behind them.
    pub width: usize,
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of cells such as [3, \"x\"]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        for index in 0..self.width {
            // Taken out while its cell is read, which is looked up by it, so that no name is copied for every cell.
            let name = std::mem::take(&mut self.columns.header[index]);
            let seed = CellSeed { columns: self.columns, name: Cow::Borrowed(&name) };
            let is_there = elements.next_element_seed(seed)?.is_some();
            self.columns.header[index] = name;
            if !is_there {
                return Ok(());
            }
        }
        match elements.next_element::<IgnoredAny>()? {
            Some(_) => {
                Err(Error::custom(format_args!("it has more cells than there are columns, {}", self.width)))
            }
            None => Ok(()),
        }
    }
}

/// One value, which becomes a cell, or several where it is an object.
pub struct CellSeed<'a> {
    /// Where it goes.
    pub columns: &'a mut Columns,
    /// Name of its column.
    pub name: Cow<'a, str>,
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl CellSeed<'_> {
    fn push<E: Error>(self, value: impl Into<Value>) -> Result<(), E> {
        let value = value.into();
        self.columns.of::<E>(&self.name)?.push(&value.to_string());
        Ok(())
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.columns.of::<E>(&self.name)?.push(text.trim());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.columns.of::<E>(&self.name)?.push_missing();
        Ok(())
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.push(truth)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.push(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.push(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.push(number)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        let list = Value::deserialize(SeqAccessDeserializer::new(elements))?;
        self.push(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
            let name = format!("{}.{}", self.name, key.trim());
            match self.columns.takes_nested(&name) {
                true => {
                    entries.next_value_seed(CellSeed { columns: self.columns, name: Cow::Owned(name) })?
                }
                false => entries.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        Ok(())
    }
}

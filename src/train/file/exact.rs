//! JSON whose numbers are read to the last bit.
//!
//! By itself serde_json reads a number of 16 or 17 digits as one of its neighbours now and then, which a run that is gone on with would
//! show. So numbers are read a second time, from their own text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a JSON text.
///
/// # Errors
/// Where it is not JSON.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Exact(&mut Numbers { text, at: 0 }).deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The numbers of a JSON text, in its order.
struct Numbers<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Numbers<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    while *bytes.get(self.at)? != b'"' {
                        self.at += if bytes[self.at] == b'\\' { 2 } else { 1 };
                    }
                    self.at += 1;
                }
                b'-' | b'0'..=b'9' => {
                    let start = self.at;
                    let is_part = |sign: &&u8| matches!(sign, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                    self.at += bytes.iter().skip(start).take_while(is_part).count();
                    return self.text.get(start..self.at);
                }
                _ => self.at += 1,
            }
        }
    }
}

/// Reads one value, and takes its numbers from their texts.
struct Exact<'n, 't>(&'n mut Numbers<'t>);

impl<'de> DeserializeSeed<'de> for Exact<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Exact<'_, '_> {
    type Value = Value;

    fn expecting(&self, into: &mut fmt::Formatter<'_>) -> fmt::Result {
        into.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.0.next();
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.0.next();
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, _nearby: f64) -> Result<Value, E> {
        let exact = self.0.next().and_then(|text| text.parse().ok());
        let number = exact.and_then(Number::from_f64).ok_or_else(|| E::custom("expected a number"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element_seed(Exact(self.0))? {
            list.push(entry);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            map.insert(key, entries.next_value_seed(Exact(self.0))?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use rand::{Rng as _, SeedableRng as _};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    #[test]
    fn every_number_comes_back_as_it_was() {
        let mut random = Pcg64Mcg::seed_from_u64(5);
        let drawn = (0..20_000).map(|_| f64::from_bits(random.next_u64())).filter(|value| value.is_finite());
        let numbers: Vec<f64> = drawn.chain([-0.0, 5e-324, f64::MAX, 0.1 + 0.2, 1e16]).collect();
        let text = serde_json::to_string(&numbers).expect("a text");
        let bits = |value: &Value| value.as_f64().expect("a number").to_bits();
        let read = parse(&text).expect("JSON");
        let read: Vec<u64> = read.as_array().expect("a list").iter().map(bits).collect();
        assert_eq!(read, numbers.iter().map(|value| value.to_bits()).collect::<Vec<_>>());
        let plain: Vec<f64> = serde_json::from_str(&text).expect("numbers");
        assert_ne!(plain, numbers, "serde_json reads them by itself: this file can go");
    }

    #[test]
    fn all_else_is_read_as_ever() {
        let text =
            r#"{"b \"3\" \\": [1, -2, 2.5e-3, null, true, {"é4": "-5\\"}, []], "a": 18446744073709551615}"#;
        assert_eq!(parse(text).expect("JSON"), serde_json::from_str::<Value>(text).expect("JSON"));
        for text in ["", "[1,", "[1] 2", "{\"a\": 1e999}", "\"\\", "[\"", "-", "nul"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

//! A feature of GeoJSON becomes a row: its properties and, where it is a point, longitude and latitude (RFC 7946).

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::columns::Columns;
use super::seed::{CellSeed, RowSeed};

/// One feature, which becomes a row.
pub struct FeatureSeed<'a> {
    /// Where its cells go.
    pub columns: &'a mut Columns,
    /// Geometries that are no points, counted.
    pub shapes: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for FeatureSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FeatureSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a feature such as {\"type\": \"Feature\", \"properties\": {\"age\": 3}}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let columns = self.columns;
        let mut around = Vec::new();
        while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
            match &*key {
                "properties" => {
                    entries.next_value_seed(RowSeed { columns, left_out: None, is_optional: true })?;
                }
                "geometry" => around.extend(cells_of(&entries.next_value()?, self.shapes)),
                "id" => around.push(("id", entries.next_value()?)),
                _ => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        for (name, cell) in around {
            // A property of the same name is what its author meant.
            if !columns.has_cell(name) {
                let seed = CellSeed { columns, name: Cow::Borrowed(name) };
                seed.deserialize(cell).map_err(A::Error::custom)?;
            }
        }
        Ok(())
    }
}

/// Longitude and latitude of a point; of other geometries the kind.
fn cells_of(geometry: &Value, shapes: &mut usize) -> Vec<(&'static str, Value)> {
    let kind = &geometry["type"];
    match (kind.as_str(), geometry["coordinates"].as_array().map(Vec::as_slice)) {
        (Some("Point"), Some([longitude, latitude, ..])) => {
            vec![("longitude", longitude.clone()), ("latitude", latitude.clone())]
        }
        (Some(_), _) => {
            *shapes += 1;
            vec![("geometry", kind.clone())]
        }
        (None, _) => Vec::new(),
    }
}

//! Merges part of a configuration, as JSON, into a whole one; every refusal names the field.

use serde_json::{Map, Value, json};

use super::{ConfigError, RunConfig};
use crate::task::TargetConfig;

/// Stands for a name that the user gives.
const ANY: &str = "*";

impl RunConfig {
    /// This configuration with the fields of a patch replaced: objects merge, everything else is taken as it is; `null` takes
    /// an entry of `targets` or `labelSets` out.
    ///
    /// # Errors
    /// Unknown fields, values of the wrong kind and values out of range, by dotted name.
    pub fn merged(&self, patch: &Value) -> Result<Self, ConfigError> {
        let mut whole = to_json(self)?;
        let known = known()?;
        merge("", &mut whole, patch, &known)?;
        let config: Self = serde_json::from_value(whole).map_err(|error| blame(self, patch, &error))?;
        config.validate()?;
        Ok(config)
    }
}

fn to_json(config: &RunConfig) -> Result<Value, ConfigError> {
    let mut json = serde_json::to_value(config).map_err(|error| ConfigError::Malformed {
        field: "configuration".into(),
        problem: error.to_string(),
    })?;
    // Left out of the JSON while empty, yet a field like any other.
    if let Some(weighting) = json.get_mut("weighting").and_then(Value::as_object_mut) {
        for field in ["weights", "preference"] {
            weighting.entry(field).or_insert_with(|| Value::Array(Vec::new()));
        }
    }
    Ok(json)
}

/// Every field with its default; under [`ANY`] those of an entry that may have any name.
fn known() -> Result<Value, ConfigError> {
    let mut known = to_json(&RunConfig::default())?;
    known["targets"] = json!({ANY: TargetConfig::default()});
    known["labelSets"] = json!({ANY: []});
    Ok(known)
}

fn merge(path: &str, whole: &mut Value, patch: &Value, known: &Value) -> Result<(), ConfigError> {
    let (Some(known), Some(patch)) = (known.as_object(), patch.as_object()) else {
        if known.is_object() && !patch.is_null() {
            return Err(ConfigError::Malformed {
                field: if path.is_empty() { "configuration".into() } else { path.into() },
                problem: format!("expected an object, found {patch}"),
            });
        }
        *whole = patch.clone();
        return Ok(());
    };
    if !whole.is_object() {
        // A section that was switched off comes back with its defaults.
        *whole = Value::Object(known.clone());
    }
    let Some(whole) = whole.as_object_mut() else {
        return Ok(());
    };
    for (name, value) in patch {
        let field = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if known.contains_key(ANY) && value.is_null() {
            whole.remove(name);
            continue;
        }
        let Some(known) = known.get(name).or_else(|| known.get(ANY)) else {
            return Err(ConfigError::Unknown { field, known: names(known) });
        };
        merge(&field, whole.entry(name.clone()).or_insert(Value::Null), value, known)?;
    }
    Ok(())
}

fn names(object: &Map<String, Value>) -> String {
    object.keys().cloned().collect::<Vec<_>>().join(", ")
}

/// Finds the field that made a configuration unreadable, by merging the patch's fields one at a time.
fn blame(config: &RunConfig, patch: &Value, error: &serde_json::Error) -> ConfigError {
    let mut fields = Vec::new();
    leaves("", patch, &mut Vec::new(), &mut fields);
    let is_bad = |(_, single): &&(String, Value)| {
        let merged = to_json(config).and_then(|mut whole| {
            let known = known()?;
            merge("", &mut whole, single, &known)?;
            Ok(whole)
        });
        merged.is_ok_and(|whole| serde_json::from_value::<RunConfig>(whole).is_err())
    };
    let field = fields.iter().find(is_bad).map_or("configuration", |(field, _)| field.as_str());
    let problem = error.to_string();
    ConfigError::Malformed {
        field: field.to_owned(),
        problem: in_words(problem.split(" at line ").next().unwrap_or(&problem)),
    }
}

/// What serde says of a value, without words of the language that this is written in.
fn in_words(problem: &str) -> String {
    if let Some((found, known)) =
        problem.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, expected "))
    {
        let known = known.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
        return format!("“{found}” is not known; known are: {known}");
    }
    let parts = problem.split_once(": ").and_then(|(_, rest)| rest.split_once(", expected "));
    let Some((found, expected)) = parts else { return problem.to_owned() };
    let expected = match expected {
        "usize" | "u64" | "u32" => "a whole number of 0 or more",
        "f64" | "f32" => "a number",
        "a sequence" => "a list",
        other => other,
    };
    let found = match found.split_once(['"', '`']) {
        Some(("string ", text)) => format!("“{}”", text.trim_end_matches('"')),
        Some((_, value)) => value.trim_end_matches('`').to_owned(),
        None => found.replace("sequence", "a list").replace("map", "an object"),
    };
    format!("expected {expected}, found {found}")
}

/// Every leaf of a patch, by dotted name, as a patch of its own.
fn leaves(path: &str, patch: &Value, keys: &mut Vec<String>, found: &mut Vec<(String, Value)>) {
    if let Some(object) = patch.as_object() {
        for (name, value) in object {
            let field = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            keys.push(name.clone());
            leaves(&field, value, keys, found);
            keys.pop();
        }
    } else {
        let wrap = |inner: Value, key: &String| Value::Object(Map::from_iter([(key.clone(), inner)]));
        found.push((path.to_owned(), keys.iter().rev().fold(patch.clone(), wrap)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_in_plain_words() {
        let cases = [
            (json!({"epochs": "many"}), "epochs: expected a whole number of 0 or more, found “many”"),
            (json!({"epochs": 2.5}), "epochs: expected a whole number of 0 or more, found 2.5"),
            (json!({"batchSize": -1}), "batchSize: expected a whole number of 0 or more, found -1"),
            (
                json!({"optimizer": {"learningRate": "fast"}}),
                "optimizer.learningRate: expected a number, found “fast”",
            ),
            (
                json!({"optimizer": {"learningRate": null}}),
                "optimizer.learningRate: expected a number, found null",
            ),
            (json!({"architecture": {"trunk": 64}}), "architecture.trunk: expected a list, found 64"),
            (
                json!({"optimizer": {"kind": "best"}}),
                "optimizer.kind: “best” is not known; known are: adamw, adam, sgd",
            ),
        ];
        for (patch, expected) in cases {
            let refused = RunConfig::default().merged(&patch).map_err(|error| error.to_string());
            assert_eq!(refused, Err(expected.to_owned()), "{patch}");
        }
    }
}

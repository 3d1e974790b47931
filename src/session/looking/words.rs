//! Cells and answers as a person reads them.

use serde_json::Value;

use crate::schema::text;

/// A cell of a row, with all the digits that it has.
pub fn of_cell(cell: &Value) -> String {
    match cell {
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            of_answer(cell)
        }
    }
}

/// What a head answers.
pub fn of_answer(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(String::new, text::number),
        Value::String(label) => label.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(labels) if labels.is_empty() => "none".to_owned(),
        Value::Array(labels) => labels.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Object(_) => "–".to_owned(),
    }
}

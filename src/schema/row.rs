//! A row as it comes from outside.

use std::collections::BTreeMap;

use serde_json::Value;

/// A raw row to predict for: cells by column name, each a string, a number, a boolean or null.
pub type Row = BTreeMap<String, Value>;

//! What sets two configurations apart.

use serde_json::Value;

use super::RunConfig;

/// A field in which two configurations differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its dotted name, such as `optimizer.learningRate`.
    pub field: String,
    /// Its value in the one, as text.
    pub own: String,
    /// Its value in the other; `null` where it has none.
    pub other: String,
}

impl RunConfig {
    /// The fields in which it differs from another.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        if let (Ok(own), Ok(other)) = (serde_json::to_value(self), serde_json::to_value(other)) {
            compare("", &own, &other, &mut found);
        }
        found
    }
}

fn compare(path: &str, own: &Value, other: &Value, found: &mut Vec<Difference>) {
    if own == other {
        return;
    }
    let (Some(fields), Some(others)) = (own.as_object(), other.as_object()) else {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return found.push(Difference { field: path.to_owned(), own: text(own), other: text(other) });
    };
    for name in fields.keys().chain(others.keys().filter(|name| !fields.contains_key(*name))) {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let [own, other] = [fields, others].map(|fields| fields.get(name).unwrap_or(&Value::Null));
        compare(&path, own, other, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_differ_are_named() {
        let config = RunConfig::default();
        assert!(config.differences(&config).is_empty());
        let mut other = config.clone();
        other.seed = 11;
        other.optimizer.learning_rate = 0.01;
        other.early_stopping = None;
        other.targets.insert("price".into(), crate::task::TargetConfig::default());
        let found = other.differences(&config);
        let named = |field: &str, own: &str, other: &str| Difference {
            field: field.into(),
            own: own.into(),
            other: other.into(),
        };
        assert_eq!((found[0].field.as_str(), found[0].own.as_str()), ("earlyStopping", "null"));
        assert_eq!(found[1..3], [named("optimizer.learningRate", "0.01", "0.001"), named("seed", "11", "7")]);
        assert_eq!((found[3].field.as_str(), found[3].other.as_str()), ("targets.price", "null"));
    }
}

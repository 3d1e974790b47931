//! What sets two configurations apart.

use serde_json::Value;

use super::RunConfig;

impl RunConfig {
    /// The fields in which it differs from another, by dotted name with its own value, such as `optimizer.learningRate 0.01`.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        if let (Ok(own), Ok(other)) = (serde_json::to_value(self), serde_json::to_value(other)) {
            compare("", &own, &other, &mut found);
        }
        found
    }
}

fn compare(path: &str, own: &Value, other: &Value, found: &mut Vec<String>) {
    if own == other {
        return;
    }
    let (Some(fields), Some(others)) = (own.as_object(), other.as_object()) else {
        let value = own.as_str().map_or_else(|| own.to_string(), str::to_owned);
        return found.push(format!("{path} {value}"));
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
        assert_eq!(found[0], "earlyStopping null");
        assert_eq!(found[1..3], ["optimizer.learningRate 0.01", "seed 11"]);
        assert!(found[3].starts_with("targets.price {"), "{found:?}");
    }
}

//! What a part of a run has learned beside the model's parameters, as JSON, so that a checkpoint can hold it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The state of a part; `null` where it has none.
pub type State = Value;

/// Largest count that survives JSON's numbers everywhere.
const MOST: u64 = 1 << 53;

/// Why a state can't be kept or gone on from.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StateError(String);

impl StateError {
    /// - `problem`: a sentence
    pub fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }

    /// Of text that is no position of a stream of random numbers.
    pub fn no_stream() -> Self {
        Self::new("expected the position of a stream of random numbers")
    }
}

impl From<serde_json::Error> for StateError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// The state that these numbers are.
///
/// # Errors
/// Where JSON has no form for them.
pub fn state_of(numbers: &impl Serialize) -> Result<State, StateError> {
    Ok(serde_json::to_value(numbers)?)
}

/// The numbers of a state.
///
/// - `fresh`: the state of a new part of the same kind, whose form it must have: as many tasks, the same fields
///
/// # Errors
/// A state of another form.
pub fn restored<T: DeserializeOwned>(fresh: &State, state: State) -> Result<T, StateError> {
    if !is_alike(fresh, &state) {
        return Err(StateError::new("expected the state of the same method with as many tasks"));
    }
    Ok(serde_json::from_value(state)?)
}

/// Accepts the state of a part that has none.
///
/// # Errors
/// Any other state.
pub fn expect_none(state: &State) -> Result<(), StateError> {
    if state.is_null() { Ok(()) } else { Err(StateError::new("expected no state, found one")) }
}

/// Whether two states have the same form; what may be missing may be missing in either.
fn is_alike(fresh: &Value, other: &Value) -> bool {
    match (fresh, other) {
        (Value::Null, _) | (_, Value::Null) | (Value::Bool(_), Value::Bool(_)) => true,
        (Value::String(_), Value::String(_)) => true,
        (Value::Number(_), Value::Number(number)) => number.as_u64().is_none_or(|count| count <= MOST),
        (Value::Array(fresh), Value::Array(other)) => {
            fresh.len() == other.len() && fresh.iter().zip(other).all(|(fresh, other)| is_alike(fresh, other))
        }
        (Value::Object(fresh), Value::Object(other)) => {
            let own = |(key, fresh)| other.get(key).is_some_and(|other| is_alike(fresh, other));
            fresh.len() == other.len() && fresh.iter().all(own)
        }
        (
            Value::Bool(_) | Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_),
            Value::Bool(_) | Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_),
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_state_of_another_form_is_refused() {
        let fresh = json!([[0.0, 0.0], [null, null], {"solved": 0}]);
        let read = |state: Value| restored::<Value>(&fresh, state).is_ok();
        assert!(read(json!([[1.5, 2.5], [null, 3.0], {"solved": 4}])));
        assert!(!read(json!([[1.5], [null, 3.0], {"solved": 4}])), "a task less");
        assert!(!read(json!([[1.5, 2.5], [null, 3.0], {"failed": 4}])), "another field");
        assert!(!read(json!([[1.5, "x"], [null, 3.0], {"solved": 4}])), "another kind of value");
        assert!(!read(json!([[1.5, 2.5], [null, 3.0], {"solved": u64::MAX}])), "a count that would overflow");
        assert!(expect_none(&json!(null)).is_ok() && expect_none(&json!([])).is_err());
    }
}

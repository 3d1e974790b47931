//! Words in the names of columns that tell what their cells are.

/// Words in the names of keys.
pub(super) const KEYS: [&str; 8] = ["id", "pid", "key", "uuid", "index", "number", "no", "code"];

/// Words in the names of what is surely no measurement.
pub(super) const SURE_KEYS: [&str; 17] = [
    "id",
    "pid",
    "key",
    "uuid",
    "index",
    "row",
    "nr",
    "unnamed",
    "rownames",
    "rowid",
    "obs",
    "observation",
    "case",
    "record",
    "line",
    "column",
    "sample",
];

/// Whether a column's name has one of some words, given in lower case.
pub fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(|letter: char| !letter.is_alphanumeric()).any(|word| {
        let lower = word.to_ascii_lowercase();
        words.contains(&lower.as_str())
            || (words.contains(&"id") && (word.ends_with("Id") || word.ends_with("ID")))
    })
}

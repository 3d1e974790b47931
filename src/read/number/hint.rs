//! What is known of a file's numbers before they are read.

/// What is known of a file's numbers before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberHint {
    /// What stands between cells.
    pub delimiter: char,
    /// What stands before decimals, where that was chosen.
    pub decimal: Option<char>,
}

impl From<char> for NumberHint {
    fn from(delimiter: char) -> Self {
        Self { delimiter, decimal: None }
    }
}

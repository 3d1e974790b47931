//! What a head says of a few rows, made by hand.

use polyhead::gain::Predicted;
use polyhead::schema::split::Split;
use polyhead::view::{Evidence, Seen, Valid};

/// What one head says.
#[derive(Debug)]
pub struct Said {
    /// What is special about it.
    pub what: &'static str,
    /// Class labels, or labels of a set.
    pub classes: Vec<String>,
    /// Labelled rows.
    pub rows: usize,
    /// Answers beside labels.
    pub evidence: Evidence,
}

impl Said {
    /// As views see it: every third row of the table has a label.
    pub fn seen(&self) -> Seen<'_> {
        Seen {
            task: 1,
            name: "task",
            classes: &self.classes,
            rows: (0..self.rows as u32).map(row).collect(),
            is_drawn: vec![true; self.rows],
            evidence: self.evidence.clone(),
            baseline: None,
            valid: Some(Box::new(Valid { evidence: self.evidence.clone(), shown: Split::Test })),
        }
    }
}

/// The table's row behind an answer.
pub fn row(index: u32) -> u32 {
    10 + 3 * index
}

/// Names of so many classes.
pub fn names(count: usize) -> Vec<String> {
    ["low", "middle", "high"].iter().take(count).map(|&name| name.to_owned()).collect()
}

/// One of some classes, in order or not.
pub fn classes(what: &'static str, is_ordered: bool, rows: &[(&[f32], usize)]) -> Said {
    let width = rows.first().map_or(if is_ordered { 3 } else { 2 }, |(shares, _)| shares.len());
    let probabilities = rows.iter().flat_map(|(shares, _)| shares.iter().copied()).collect();
    let labels = rows.iter().map(|&(_, label)| label).collect();
    let predicted = if is_ordered {
        Predicted::Levels { probabilities, labels, classes: width }
    } else {
        Predicted::Classes { probabilities, labels, classes: width }
    };
    Said { what, classes: names(width), rows: rows.len(), evidence: Evidence::Rows(predicted) }
}

/// A set of two labels.
pub fn labels(what: &'static str, rows: &[([f64; 2], [Option<bool>; 2])]) -> Said {
    let predicted = Predicted::Labels {
        probabilities: rows.iter().flat_map(|(shares, _)| *shares).collect(),
        labels: rows.iter().flat_map(|(_, labels)| *labels).collect(),
        count: 2,
    };
    Said { what, classes: names(2), rows: rows.len(), evidence: Evidence::Rows(predicted) }
}

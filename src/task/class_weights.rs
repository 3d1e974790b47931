//! How much a row of each class counts in its task's training loss.

use serde::{Deserialize, Serialize};

/// How the classes of a task are weighed in training; never in scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassWeights {
    /// Every row counts the same.
    #[default]
    None,
    /// Every class counts the same, however few rows it has.
    Balanced,
}

impl ClassWeights {
    /// Every choice, in menu order.
    pub const ALL: [Self; 2] = [Self::None, Self::Balanced];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Balanced => "balanced",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "Every row counts the same",
            Self::Balanced => "Every class counts the same",
        }
    }

    /// The weight of a row of each class, 1 on average over the rows: `rows / (classes * rows of the class)` if balanced, as
    /// scikit-learn's (King & Zeng 2001, "Logistic Regression in Rare Events Data"). A class without rows counts for none.
    ///
    /// - `counts`: training rows of each class
    pub fn of(self, counts: &[usize]) -> Vec<f32> {
        let rows: usize = counts.iter().sum();
        let classes = counts.iter().filter(|&&count| count > 0).count();
        let weight = |&count: &usize| match self {
            Self::None => 1.0,
            Self::Balanced if count == 0 => 0.0,
            Self::Balanced => (rows as f64 / (classes * count) as f64) as f32,
        };
        counts.iter().map(weight).collect()
    }
}

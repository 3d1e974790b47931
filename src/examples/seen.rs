//! The classes that training rows have: only among them can anything be learned.

use serde::{Deserialize, Serialize};

/// Rows that all classes without any count as, each; as for the baseline without inputs.
const UNSEEN: f64 = 0.5;

/// Which of a task's classes are among its training labels. One that is not gets the same small probability in every row: that of half a
/// row among them, so that its log loss is finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Ascending indices of the classes with training labels.
    seen: Vec<u32>,
    /// All classes of the task.
    classes: u32,
    /// Probability of each class without training labels.
    unseen: f64,
}

impl Seen {
    /// - `labels`: indices of classes below `classes`
    pub fn of(labels: &[f64], classes: u32) -> Self {
        let mut is_seen = vec![false; classes as usize];
        for label in labels {
            if let Some(is_seen) = is_seen.get_mut(*label as usize) {
                *is_seen = true;
            }
        }
        let seen: Vec<u32> = (0..classes).filter(|&class| is_seen[class as usize]).collect();
        let absent = (classes as usize - seen.len()) as f64;
        Self { seen, classes, unseen: UNSEEN / (labels.len() as f64 + UNSEEN * absent) }
    }

    /// How many classes have training labels.
    pub fn count(&self) -> usize {
        self.seen.len()
    }

    /// Where a class stands among those with training labels.
    pub fn index(&self, class: f64) -> Option<usize> {
        self.seen.binary_search(&(class as u32)).ok()
    }

    /// Probability that a row has one of the classes with training labels.
    fn share(&self) -> f64 {
        1.0 - self.unseen * (self.classes as usize - self.seen.len()) as f64
    }

    /// Log loss of a row, from that among the classes with training labels; `None` for a label of another class.
    pub fn log_loss(&self, among_seen: Option<f64>) -> f64 {
        among_seen.map_or_else(|| -self.unseen.ln(), |loss| loss - self.share().ln())
    }

    /// Probabilities of all classes from those of the classes with training labels, appended.
    ///
    /// - `among_seen`: one for each; of two classes that of the second may stand alone
    pub fn spread(&self, among_seen: &[f64], into: &mut Vec<f64>) {
        let both;
        let among_seen = match (self.count(), among_seen) {
            (2, &[second]) => {
                both = [1.0 - second, second];
                &both
            }
            _ => among_seen,
        };
        let start = into.len();
        into.resize(start + self.classes as usize, self.unseen);
        for (&class, probability) in self.seen.iter().zip(among_seen) {
            if let Some(value) = into.get_mut(start + class as usize) {
                *value = probability * self.share();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_without_rows_counts_as_half_a_row() {
        // Of 9 rows: half a row is 1/19 of 9.5.
        let seen = Seen::of(&[0.0, 2.0, 2.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0], 3);
        let mut all = Vec::new();
        seen.spread(&[0.25, 0.75], &mut all);
        let expected = [0.25 * 18.0 / 19.0, 1.0 / 19.0, 0.75 * 18.0 / 19.0];
        assert!(
            all.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-15),
            "{all:?}"
        );
        assert_eq!((seen.index(0.0), seen.index(1.0), seen.index(2.0)), (Some(0), None, Some(1)));
        assert!((seen.log_loss(None) - 19f64.ln()).abs() < 1e-12);
        assert!((seen.log_loss(Some(-(0.75f64.ln()))) + all[2].ln()).abs() < 1e-12);
    }
}

//! What a linear fit gives: coefficients that can be kept and sent, and the answers they lead to.

use serde::{Deserialize, Serialize};

use super::LinearError;
use super::design::Design;
use super::link::Link;
use crate::examples::{Response, Seen};

/// One fit of a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PathPoint {
    /// How much half the sum of the squares of all coefficients weighs against the mean loss of a training row.
    pub penalty: f64,
    /// Mean loss of the training rows with its penalty; that of values in squares of their unit.
    pub objective: f64,
    /// Rounds of the solver.
    pub rounds: usize,
    /// Whether the objective is within 1e-13 of its least value (for values: in squares of their standard deviation), by the solver's own
    /// estimate; otherwise its rounds didn't suffice.
    pub is_converged: bool,
    /// Mean loss of the validation rows, without the penalty; `None` without such rows or where it is not finite.
    pub validation_loss: Option<f64>,
}

/// The linear answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Solution {
    /// What its scores mean.
    pub link: Link,
    /// The classes that training rows have; none for values and counts.
    pub seen: Option<Seen>,
    /// `[columns, scores]`, row-major, for columns as they were given.
    pub coefficients: Vec<f64>,
    /// One intercept for each score, or ascending thresholds.
    pub constants: Vec<f64>,
    /// The penalty that cost validation rows least; `None` where training rows left nothing to learn, so that all coefficients are 0.
    pub penalty: Option<f64>,
    /// All penalties, the strongest first.
    pub path: Vec<PathPoint>,
}

/// A fitted linear model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinearModel {
    /// What it answers with.
    pub response: Response,
    /// Columns of its inputs.
    pub columns: usize,
    /// One, or one for each label of a set.
    pub solutions: Vec<Solution>,
}

impl LinearModel {
    /// Answers for rows: values, rates, or probabilities, `[rows, answers]`, row-major, where [`Response::answers`] says how many a row has.
    ///
    /// # Errors
    /// Another number of columns than it was fitted on, or a row that isn't there.
    pub fn predict(&self, design: &Design, rows: &[u32]) -> Result<Vec<f64>, LinearError> {
        if design.columns() != self.columns {
            return Err(LinearError::Columns { expected: self.columns, found: design.columns() });
        }
        let mut answers = Vec::with_capacity(rows.len() * self.response.answers());
        let mut found = Vec::new();
        for &row in rows {
            if row as usize >= design.rows() {
                return Err(LinearError::Row { row, rows: design.rows() });
            }
            for solution in &self.solutions {
                found.clear();
                solution.answer(design, row, &mut found);
                match self.response {
                    Response::Value | Response::Count | Response::Classes(_) | Response::Levels(_) => {
                        answers.append(&mut found);
                    }
                    // Of no and yes the second.
                    Response::Labels(_) => answers.extend(found.last()),
                }
            }
        }
        Ok(answers)
    }

    /// Whether the chosen fit of every question came to its end.
    pub fn is_converged(&self) -> bool {
        self.solutions.iter().all(|solution| {
            let mut chosen = solution.path.iter().filter(|point| Some(point.penalty) == solution.penalty);
            chosen.all(|point| point.is_converged)
        })
    }
}

impl Solution {
    /// The answer for one row, appended: a number, or probabilities of all classes.
    fn answer(&self, design: &Design, row: u32, into: &mut Vec<f64>) {
        let mut scores = vec![0.0; self.link.scores()];
        design.row(row).add_scores(&self.coefficients, &mut scores);
        match &self.seen {
            None => self.link.answer(&mut scores, &self.constants, into),
            Some(seen) => {
                let mut among_seen = Vec::new();
                self.link.answer(&mut scores, &self.constants, &mut among_seen);
                seen.spread(&among_seen, into);
            }
        }
    }
}

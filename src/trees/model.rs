//! What boosting gives: trees that can be kept and sent, and the answers they lead to.

use serde::{Deserialize, Serialize};

use super::TreeError;
use super::table::TreeTable;
use super::test::Test;
use crate::examples::{Loss, Response, Seen};

/// A node of a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Node {
    /// What is added to a score.
    Leaf(f64),
    /// A division in two.
    #[serde(rename_all = "camelCase")]
    Split {
        /// Index of the column that is tested.
        feature: u32,
        /// What leads to the left.
        test: Test,
        /// Where a missing value leads.
        is_missing_left: bool,
        /// Nodes to the left and to the right, both later ones.
        children: [u32; 2],
    },
}

/// A tree; its first node is the root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tree {
    /// All nodes.
    pub nodes: Vec<Node>,
}

/// Losses after a round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// Mean loss of the training rows: half the squared error, half the Poisson deviance, or the negative log probability.
    pub train_loss: f64,
    /// The same of the validation rows.
    pub validation_loss: f64,
}

/// Boosted trees for one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forest {
    /// What its scores mean.
    pub loss: Loss,
    /// The classes that training rows have; none for values and counts.
    pub seen: Option<Seen>,
    /// The codes of each column that a test can tell apart, ascending; any other one counts as missing. None for numbers.
    pub codes: Vec<Vec<f32>>,
    /// Scores before the first tree.
    pub start: Vec<f64>,
    /// Up to the best round: one tree for each score, round after round.
    pub trees: Vec<Tree>,
    /// All rounds that were tried.
    pub rounds: Vec<Round>,
    /// How many of them were kept: those up to the lowest validation loss.
    pub kept_rounds: usize,
}

/// Fitted boosted trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TreeModel {
    /// What it answers with.
    pub response: Response,
    /// Columns of its inputs.
    pub features: usize,
    /// One, or one for each label of a set.
    pub forests: Vec<Forest>,
}

impl Tree {
    /// What it adds to the score of a row.
    ///
    /// - `codes`: those of each column that can be told apart
    pub(super) fn value(&self, table: &TreeTable, row: u32, codes: &[Vec<f32>]) -> f64 {
        let mut node = 0;
        while let Some(Node::Split { feature, test, is_missing_left, children: [left, right] }) =
            self.nodes.get(node)
        {
            let value = table.value(*feature, row);
            let known = codes.get(*feature as usize).map_or(&[][..], Vec::as_slice);
            let is_left = test.is_left(value, known).unwrap_or(*is_missing_left);
            let next = if is_left { *left } else { *right } as usize;
            // A tree that was read from somewhere may lead back.
            if next <= node {
                return 0.0;
            }
            node = next;
        }
        match self.nodes.get(node) {
            Some(Node::Leaf(value)) => *value,
            Some(Node::Split { .. }) | None => 0.0,
        }
    }
}

impl TreeModel {
    /// Answers for rows: values, rates, or probabilities, `[rows, answers]`, row-major, where [`Response::answers`] says how many a row has.
    ///
    /// # Errors
    /// Another number of columns than it was fitted on, or a row that isn't there.
    pub fn predict(&self, table: &TreeTable, rows: &[u32]) -> Result<Vec<f64>, TreeError> {
        if table.features().len() != self.features {
            return Err(TreeError::Features { expected: self.features, found: table.features().len() });
        }
        if let Some(&row) = rows.iter().find(|row| **row as usize >= table.rows()) {
            return Err(TreeError::Row { row, rows: table.rows() });
        }
        let mut answers = Vec::with_capacity(rows.len() * self.response.answers());
        for &row in rows {
            for forest in &self.forests {
                let start = answers.len();
                forest.answer(table, row, &mut answers);
                match self.response {
                    Response::Value | Response::Count | Response::Classes(_) | Response::Levels(_) => {}
                    // Of no and yes the second.
                    Response::Labels(_) => {
                        drop(answers.drain(start..answers.len().saturating_sub(1).max(start)))
                    }
                }
            }
        }
        Ok(answers)
    }
}

impl Forest {
    /// The answer for one row, appended: a number, or probabilities of all classes.
    fn answer(&self, table: &TreeTable, row: u32, into: &mut Vec<f64>) {
        let mut scores = self.start.clone();
        for trees in self.trees.chunks_exact(scores.len().max(1)) {
            scores
                .iter_mut()
                .zip(trees)
                .for_each(|(score, tree)| *score += tree.value(table, row, &self.codes));
        }
        self.loss.answer(&mut scores);
        match &self.seen {
            None => into.extend(scores),
            Some(seen) => seen.spread(&scores, into),
        }
    }
}

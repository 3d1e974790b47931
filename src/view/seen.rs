//! What a view of a head is computed from.

use crate::figure::{Body, Figure};
use crate::gain::Predicted;
use crate::schema::split::Split;
use crate::schema::text::plural;

/// Most points that a view draws: more can't be told apart.
pub const MOST_DRAWN: usize = 2_000;

/// The `k` of "every k-th row", by which at most so many of some rows are kept.
pub fn every(rows: usize, most: usize) -> usize {
    rows.div_ceil(most).max(1)
}

/// How many rows are drawn, as a sentence, where those are not all.
pub fn thinned(drawn: usize, all: usize) -> Option<String> {
    (drawn < all).then(|| format!("{drawn} of {all} rows are drawn, the same ones in every view."))
}

/// What one head says about the labelled rows of one split.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen<'a> {
    /// Index of the task, in task order.
    pub task: usize,
    /// The task's name.
    pub name: &'a str,
    /// Class labels in index order; the labels of a set; empty for numbers and counts.
    pub classes: &'a [String],
    /// The labelled rows, by their numbers in the table from 0: one an answer.
    pub rows: Vec<u32>,
    /// For each of them, whether views that draw a mark a row draw it: of many rows every k-th of the split, the same ones in every view and
    /// for every task, so that what is picked in one view is there in the others.
    pub is_drawn: Vec<bool>,
    /// Answers beside labels.
    pub evidence: Evidence,
    /// What the baseline always answers, in the column's own unit; only of numbers and counts.
    pub baseline: Option<f64>,
    /// What there is besides for views whose card says `needs_valid`.
    pub valid: Option<Box<Valid>>,
}

/// What the head says about the validation rows, for views that fit something to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Valid {
    /// Answers beside labels of the labelled ones.
    pub evidence: Evidence,
    /// The split that is shown.
    pub shown: Split,
}

/// Answers beside labels.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// Of a row, in the column's own terms.
    Rows(Predicted),
    /// Of each pixel of a picture: the likeliest class beside the actual one, 255 where a pixel has none.
    Pixels {
        /// Pixels in a row of a mask.
        width: usize,
        /// `[picture][pixel]`
        actual: Vec<Vec<u8>>,
        /// `[picture][pixel]`
        predicted: Vec<Vec<u8>>,
    },
}

impl Evidence {
    /// Predicted and actual numbers; `None` where answers are no numbers.
    pub fn numbers(&self) -> Option<(&[f64], &[f64])> {
        match self {
            Self::Rows(Predicted::Values { predicted, actual } | Predicted::Counts { predicted, actual }) => {
                Some((predicted, actual))
            }
            Self::Rows(Predicted::Classes { .. } | Predicted::Levels { .. } | Predicted::Labels { .. })
            | Self::Pixels { .. } => None,
        }
    }
}

impl Seen<'_> {
    /// Whether a row has several labels, each yes or no.
    pub fn is_set(&self) -> bool {
        matches!(self.evidence, Evidence::Rows(Predicted::Labels { .. }))
    }

    /// A drawing in the task's colour.
    ///
    /// - `what`: what it shows, behind the task's name
    pub fn figure(&self, what: &str, body: Body) -> Figure {
        Figure { title: format!("{}: {what}", self.name), task: Some(self.task), body }
    }

    /// How many rows are left out of a view because a number of theirs is infinite or none, as a sentence, where there are any.
    ///
    /// - `kept`: how many are not
    pub fn left_out(&self, kept: usize) -> Option<String> {
        let rows = self.rows.len().saturating_sub(kept);
        (rows > 0)
            .then(|| format!("Left out, as their prediction is no finite number: {}.", plural(rows, "row")))
    }

    /// How many rows are drawn, as a sentence, where those are not all.
    pub fn thinned(&self) -> Option<String> {
        let drawn = self.is_drawn.iter().filter(|&&is| is).count();
        let all = self.rows.len();
        thinned(drawn, all)
    }
}

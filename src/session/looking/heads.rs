//! How wrong each head is about the rows of the split, and which of these are picked.

use std::collections::HashSet;

use super::answers::Answers;
use crate::task::target::Answered;
use crate::view::{Errors, Seen};

/// Most letters of a cell that a table of rows or slices repeats.
const MOST_LETTERS: usize = 40;

/// One head's answers with their errors.
pub struct Head<'a> {
    /// All answers, also to rows without a label.
    pub answered: &'a dyn Answered,
    /// Answers beside labels.
    pub seen: Seen<'a>,
    /// One a labelled row.
    pub errors: Errors,
    /// For each row of the split its index among the labelled ones.
    at: Vec<Option<usize>>,
}

impl<'a> Head<'a> {
    /// Those of all heads, in task order.
    ///
    /// - `rows`: of the split
    pub fn all(answers: &'a Answers, rows: &[u32]) -> Vec<Self> {
        let head = |(task, answered): (usize, &'a dyn Answered)| Self::of(answered, task, rows);
        answers.tasks().enumerate().filter_map(head).collect()
    }

    fn of(answered: &'a dyn Answered, task: usize, rows: &[u32]) -> Option<Self> {
        let seen = answered.seen(task, rows)?;
        let errors = Errors::of(&seen.evidence);
        // Labelled rows stand in the order of the split.
        let mut labelled = seen.rows.iter().enumerate().peekable();
        let at =
            rows.iter().map(|row| labelled.next_if(|(_, own)| *own == row).map(|(index, _)| index)).collect();
        Some(Self { answered, seen, errors, at })
    }

    /// The index of a row of the split among the labelled ones.
    pub fn labelled(&self, index: usize) -> Option<usize> {
        self.at.get(index).copied().flatten()
    }
}

/// Whether each row of the split is picked.
pub fn are_picked(picked: &[u32], rows: &[u32]) -> Vec<bool> {
    let picked: HashSet<u32> = picked.iter().copied().collect();
    rows.iter().map(|row| picked.contains(row)).collect()
}

/// A cell's text, cut where it is long.
pub fn short(text: &str) -> String {
    cut(text, MOST_LETTERS)
}

/// The first letters of a text, with a sign behind them where there are more.
pub fn cut(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

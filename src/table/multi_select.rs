//! Cells that hold several labels, as in “Drama; Horror”: what stands between them, and which labels there are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::read::levels::Levels;
use crate::read::number;

/// What may stand between labels, the likeliest first.
const SEPARATORS: [char; 3] = [';', '|', ','];

/// Most different labels.
const MOST_LABELS: usize = 60;

/// Different cells with several labels.
const FEWEST_CELLS: usize = 3;

/// At least one different cell in this many holds several labels.
const CELLS_PER_SEVERAL: usize = 5;

/// Different cells that a label is in, on average.
const CELLS_PER_LABEL: usize = 2;

/// Longer ones are sentences, or parts of them.
const MOST_LETTERS: usize = 40;
const MOST_WORDS: usize = 5;

/// One label in this many stands first in one cell and behind another in the next: what is no set has each part in its own position.
const LABELS_PER_MOVED: usize = 3;

/// How cells hold several labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// What stands between labels.
    pub separator: char,
    /// All labels, in order.
    pub labels: Vec<String>,
}

impl Parts {
    /// How the different cells of a column hold several labels, if they do.
    pub fn find(levels: &Levels) -> Option<Self> {
        SEPARATORS.into_iter().find_map(|separator| Self::with(separator, levels))
    }

    /// The labels of cells that are said to hold several, with what is most often between them.
    pub fn of(levels: &Levels) -> Self {
        let cells = |separator: &char| levels.iter().filter(|level| level.contains(*separator)).count();
        // The first of equals.
        let separator = SEPARATORS.into_iter().rev().max_by_key(cells).unwrap_or(';');
        let labels: BTreeSet<&str> = levels.iter().flat_map(|level| split(level, separator)).collect();
        Self { separator, labels: labels.into_iter().map(str::to_owned).collect() }
    }

    fn with(separator: char, levels: &Levels) -> Option<Self> {
        let may_be_shelled = separator == ',';
        let several = levels.iter().filter(|level| level.contains(separator)).count();
        if several < FEWEST_CELLS || several * CELLS_PER_SEVERAL < levels.len() {
            return None;
        }
        // Cells of each label, and whether it was seen first and later.
        let mut seen: BTreeMap<&str, (usize, bool, bool)> = BTreeMap::new();
        let mut sizes = BTreeSet::new();
        let mut are_shelled = may_be_shelled;
        for level in levels.iter() {
            are_shelled &= inner(level).is_some();
            let mut own = BTreeSet::new();
            for (index, label) in split(level, separator).enumerate() {
                let words = label.split_whitespace().count();
                if label.chars().count() > MOST_LETTERS || words > MOST_WORDS || !own.insert(label) {
                    return None;
                }
                let (cells, first, later) = seen.entry(label).or_default();
                *cells += 1;
                *if index == 0 { first } else { later } = true;
            }
            sizes.insert(own.len());
            if seen.len() > MOST_LABELS {
                return None;
            }
        }
        let cells: usize = seen.values().map(|(cells, ..)| cells).sum();
        let moved = seen.values().filter(|(_, first, later)| *first && *later).count();
        let are_words = seen.keys().any(|label| number::plain(label).is_none());
        let is_set = are_shelled || moved * LABELS_PER_MOVED >= seen.len();
        // Numbers with something between them are rows of numbers, unless there are now more and now fewer.
        let is_list = are_words || (separator != ',' || are_shelled) && sizes.len() > 1;
        (seen.len() > 1 && cells >= CELLS_PER_LABEL * seen.len() && is_set && is_list)
            .then(|| Self { separator, labels: seen.into_keys().map(str::to_owned).collect() })
    }

    /// The labels of one cell.
    pub fn split<'a>(&self, cell: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        split(cell, self.separator)
    }

    /// The indices of a cell's labels.
    pub fn indices(&self, cell: &str) -> impl Iterator<Item = usize> {
        let index = |label: &str| self.labels.binary_search_by(|own| own.as_str().cmp(label)).ok();
        self.split(cell).filter_map(index)
    }
}

/// The labels of a cell; also of one that is a list as programs write it, such as `['Drama', 'Horror']`.
fn split(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    let (cell, separator) = inner(cell).map_or((cell, separator), |inner| (inner, ','));
    cell.split(separator).map(bare).filter(|label| !label.is_empty())
}

/// What is between the brackets of a list.
fn inner(cell: &str) -> Option<&str> {
    let brackets = [('[', ']'), ('{', '}')];
    brackets.into_iter().find_map(|(open, close)| cell.trim().strip_prefix(open)?.strip_suffix(close))
}

/// Without blanks and quotes around it.
fn bare(label: &str) -> &str {
    let label = label.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| label.strip_prefix(quote)?.strip_suffix(quote));
    quoted.map_or(label, str::trim)
}

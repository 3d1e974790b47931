//! A column's cells as they were read, each different text kept once.

use std::hash::BuildHasher as _;
use std::ops::Index;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// The code of a cell without a value.
const MISSING: u32 = u32::MAX;

/// Different texts, in order of first appearance: one piece of memory for all, since a column may have millions.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
}

impl Levels {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one with a code.
    pub fn get(&self, code: usize) -> Option<&str> {
        let end = *self.ends.get(code)? as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        self.text.get(start..end)
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|code| &self[code])
    }

    fn push(&mut self, level: &str) {
        self.text.push_str(level);
        // Files are far smaller than 4 GB.
        self.ends.push(self.text.len() as u32);
    }
}

impl Index<usize> for Levels {
    type Output = str;

    fn index(&self, code: usize) -> &str {
        self.get(code).unwrap_or_default()
    }
}

/// One column's cells.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Place in `levels` of each row's cell, or [`MISSING`].
    codes: Vec<u32>,
    levels: Levels,
}

impl Cells {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Different cells.
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// A row's cell as a place among the levels.
    pub fn code(&self, row: usize) -> Option<usize> {
        self.codes.get(row).filter(|&&code| code != MISSING).map(|&code| code as usize)
    }

    /// Rows of each level.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.levels.len()];
        for &code in self.codes.iter().filter(|&&code| code != MISSING) {
            counts[code as usize] += 1;
        }
        counts
    }

    /// The cells of some of the rows, one after the other; no row gives a missing cell.
    pub fn pick(&self, rows: &[Option<usize>]) -> Self {
        let mut new: Vec<Option<u32>> = vec![None; self.levels.len()];
        let mut levels = Levels::default();
        let code = |row: &Option<usize>| {
            let Some(code) = row.and_then(|row| self.code(row)) else { return MISSING };
            *new[code].get_or_insert_with(|| {
                levels.push(&self.levels[code]);
                levels.len() as u32 - 1
            })
        };
        Self { codes: rows.iter().map(code).collect(), levels }
    }

    /// The same cells without some of the levels: those become missing.
    pub fn without(self, is_missing: impl Fn(&str) -> bool) -> Self {
        let is_kept: Vec<bool> = self.levels.iter().map(|level| !is_missing(level)).collect();
        if is_kept.iter().all(|is_kept| *is_kept) {
            return self;
        }
        let mut levels = Levels::default();
        let codes: Vec<u32> = (self.levels.iter().zip(is_kept))
            .map(|(level, is_kept)| {
                if !is_kept {
                    return MISSING;
                }
                levels.push(level);
                levels.len() as u32 - 1
            })
            .collect();
        let new = |code: u32| codes.get(code as usize).copied().unwrap_or(MISSING);
        Self { codes: self.codes.into_iter().map(new).collect(), levels }
    }
}

/// Takes a column's cells one by one.
#[derive(Debug, Default)]
pub struct CellsBuilder {
    cells: Cells,
    places: HashTable<Place>,
    hasher: FixedState,
}

/// A level in the table of levels; its hash stands beside it, so that no text is read again while the table grows.
#[derive(Clone, Copy, Debug)]
struct Place {
    hash: u32,
    code: u32,
}

impl Place {
    /// A hash for the table, which looks at its upper and lower bits.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

impl CellsBuilder {
    /// The next row's cell.
    pub fn push(&mut self, cell: &str) {
        let Self { cells: Cells { codes, levels }, places, hasher } = self;
        // Neighbours are often equal, and then need no look-up.
        if let Some(&last) = codes.last()
            && levels.get(last as usize) == Some(cell)
        {
            codes.push(last);
            return;
        }
        let hash = hasher.hash_one(cell.as_bytes()) as u32;
        let entry = places.entry(
            Place::spread(hash),
            |place| place.hash == hash && levels.get(place.code as usize) == Some(cell),
            |place| Place::spread(place.hash),
        );
        let next = levels.len() as u32;
        let Place { code, .. } = *entry.or_insert(Place { hash, code: next }).get();
        if code == next {
            levels.push(cell);
        }
        codes.push(code);
    }

    /// The next row has no cell.
    pub fn push_missing(&mut self) {
        self.cells.codes.push(MISSING);
    }

    /// Rows up to this count that have no cell yet get none.
    pub fn fill(&mut self, rows: usize) {
        self.cells.codes.resize(rows, MISSING);
    }

    /// How many cells so far.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are none so far.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The column.
    pub fn finish(self) -> Cells {
        self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cells_are_kept_once_and_marks_become_missing() {
        let mut builder = CellsBuilder::default();
        for cell in ["b", "a", "?", "a", "", "b"] {
            builder.push(cell);
        }
        builder.fill(7);
        let cells = builder.finish();
        assert_eq!(cells.levels().iter().collect::<Vec<_>>(), ["b", "a", "?", ""]);
        assert_eq!(cells.counts(), [2, 2, 1, 1]);
        let cells = cells.without(|level| level == "?" || level.is_empty());
        assert_eq!(cells.levels().iter().collect::<Vec<_>>(), ["b", "a"]);
        let codes: Vec<_> = (0..7).map(|row| cells.code(row)).collect();
        assert_eq!(codes, [Some(0), Some(1), None, Some(1), None, Some(0), None]);
    }
}

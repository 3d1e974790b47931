//! A column's cells as they were read, each different text kept once.

use std::ops::Index;

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

    /// Whether the one with a code is this text; bytes are enough to tell, and mostly their number.
    #[inline]
    fn is(&self, code: u32, text: &str) -> bool {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        let end = self.ends[code] as usize;
        end - start == text.len() && &self.text.as_bytes()[start..end] == text.as_bytes()
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let level = &self.text[start..end as usize];
            start = end as usize;
            level
        })
    }

    /// Adds one; returns its code.
    fn push(&mut self, level: &str) -> u32 {
        self.text.push_str(level);
        // Files are far smaller than 4 GB.
        self.ends.push(self.text.len() as u32);
        self.ends.len() as u32 - 1
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
                levels.push(level)
            })
            .collect();
        let new = |code: u32| codes.get(code as usize).copied().unwrap_or(MISSING);
        Self { codes: self.codes.into_iter().map(new).collect(), levels }
    }
}

/// With more levels than this a column's look-ups leave the processor's cache, each waiting for memory.
const MOST_LOOKED_UP: usize = 1 << 13;

/// Takes a column's cells one by one.
///
/// Each is looked up among those before it, as long as most of them have been there or there are few of them. Of a column
/// with mostly different cells every cell is kept, and equal ones are found in the end, which is several times faster.
#[derive(Debug, Default)]
pub struct CellsBuilder {
    cells: Cells,
    places: HashTable<Place>,
    /// Whether levels may stand twice.
    has_copies: bool,
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
        let Self { cells: Cells { codes, levels }, places, has_copies } = self;
        let next = levels.len() as u32;
        if *has_copies {
            levels.push(cell);
            codes.push(next);
            return;
        }
        // Neighbours are often equal, and then need no look-up.
        if let Some(&last) = codes.last()
            && last != MISSING
            && levels.is(last, cell)
        {
            codes.push(last);
            return;
        }
        let hash = hash(cell);
        let entry = places.entry(
            Place::spread(hash),
            |place| place.hash == hash && levels.is(place.code, cell),
            |place| Place::spread(place.hash),
        );
        let Place { code, .. } = *entry.or_insert(Place { hash, code: next }).get();
        if code == next {
            levels.push(cell);
            *has_copies = levels.len() > MOST_LOOKED_UP && levels.len() > codes.len() / 4;
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
        let Self { cells: Cells { codes, levels }, has_copies, places } = self;
        drop(places);
        if !has_copies {
            return Cells { codes, levels };
        }
        let first = first_equals(&levels);
        let mut kept = Levels::default();
        // By place among all levels; a copy comes after its first.
        let mut new: Vec<u32> = Vec::with_capacity(levels.len());
        for (level, first) in levels.iter().zip(first) {
            new.push(match first as usize == new.len() {
                true => kept.push(level),
                false => new[first as usize],
            });
        }
        let codes = codes.into_iter().map(|code| new.get(code as usize).copied().unwrap_or(MISSING));
        Cells { codes: codes.collect(), levels: kept }
    }
}

/// For each text the place of the first one equal to it.
fn first_equals(levels: &Levels) -> Vec<u32> {
    // Sorted by hash, equal ones stand together, and are met in order of their places.
    let mut order: Vec<u64> =
        levels.iter().zip(0..).map(|(level, place)| u64::from(hash(level)) << 32 | place).collect();
    order.sort_unstable();
    let mut first: Vec<u32> = (0..levels.len() as u32).collect();
    for alike in order.chunk_by(|a, b| a >> 32 == b >> 32) {
        for (count, &entry) in alike.iter().enumerate().skip(1) {
            let place = entry as u32 as usize;
            let level = &levels[place];
            let is_equal = |&&other: &&u64| levels.is(other as u32, level);
            if let Some(&other) = alike[..count].iter().find(is_equal) {
                first[place] = other as u32;
            }
        }
    }
    first
}

/// A text's hash: eight bytes at a time, each step a product whose upper half is folded into the lower.
fn hash(text: &str) -> u32 {
    // Odd and without a pattern: 2^64 divided by the golden ratio.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(FACTOR);
        product ^ product >> 32
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    // Byte by byte, as wasm copies so few of them slowly.
    let last = rest.iter().fold(0, |last, &byte| last << 8 | u64::from(byte));
    let hash = words.iter().fold(text.len() as u64, |hash, &word| fold(hash, u64::from_le_bytes(word)));
    (fold(fold(hash, last), 0) >> 16) as u32
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

    #[test]
    fn equal_cells_are_kept_once_among_mostly_different_ones_too() {
        // Two thirds of a long column are different, and copies stand far from their firsts.
        let count = 4 * MOST_LOOKED_UP;
        let cells: Vec<String> =
            (0..count).map(|row| format!("cell {}", row * 7919 % (count * 2 / 3))).collect();
        let mut builder = CellsBuilder::default();
        for (row, cell) in cells.iter().enumerate() {
            match row % 10 {
                9 => builder.push_missing(),
                _ => builder.push(cell),
            }
        }
        assert!(builder.has_copies);
        let found = builder.finish();
        let mut seen = std::collections::HashMap::new();
        for (row, cell) in cells.iter().enumerate() {
            let next = seen.len();
            let expected = (row % 10 != 9).then(|| *seen.entry(cell).or_insert(next));
            assert_eq!(found.code(row), expected, "row {row}");
            assert!(expected.is_none_or(|code| found.levels()[code] == **cell), "row {row}");
        }
        assert_eq!(found.levels().len(), seen.len());
    }
}

//! A column's cells as they were read, each different text kept once.

use hashbrown::HashTable;

use crate::read::levels::{Cell, Levels, LevelsBuilder};

/// The code of a cell without a value.
const MISSING: u32 = u32::MAX;

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
        let mut levels = LevelsBuilder::default();
        let code = |row: &Option<usize>| {
            let Some(code) = row.and_then(|row| self.code(row)) else { return MISSING };
            *new[code].get_or_insert_with(|| levels.push(Cell::new(self.levels[code].as_bytes())))
        };
        Self { codes: rows.iter().map(code).collect(), levels: levels.finish() }
    }

    /// The same cells under other texts, one for each level; levels with equal texts become one.
    pub fn renamed(self, texts: &[String]) -> Self {
        let mut builder = CellsBuilder::default();
        texts.iter().for_each(|text| builder.push(text));
        let Self { codes: new, levels } = builder.finish();
        let code = |code: u32| new.get(code as usize).copied().unwrap_or(MISSING);
        Self { codes: self.codes.into_iter().map(code).collect(), levels }
    }

    /// The same cells without the levels of some codes, in ascending order: those become missing.
    pub fn without(self, missing: &[usize]) -> Self {
        if missing.is_empty() {
            return self;
        }
        let mut left = missing.iter().copied().peekable();
        let mut levels = LevelsBuilder::default();
        let kept = self.levels.iter().enumerate();
        let codes: Vec<u32> = kept
            .map(|(code, level)| match left.next_if_eq(&code) {
                Some(_) => MISSING,
                None => levels.push(Cell::new(level.as_bytes())),
            })
            .collect();
        let new = |code: u32| codes.get(code as usize).copied().unwrap_or(MISSING);
        Self { codes: self.codes.into_iter().map(new).collect(), levels: levels.finish() }
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
    codes: Vec<u32>,
    levels: LevelsBuilder,
    places: HashTable<Place>,
    /// Whether levels may stand twice.
    has_copies: bool,
    /// Rows that there may be in all.
    expected: usize,
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
    /// Makes room for so many rows, as far as can be told; there may be more or fewer.
    pub fn expect(&mut self, rows: usize) {
        self.expected = rows;
        self.codes.reserve_exact(rows.saturating_sub(self.codes.len()));
    }

    /// The next row's cell.
    #[inline]
    pub fn push(&mut self, cell: &str) {
        let cell = Cell::new(cell.as_bytes());
        let next = self.levels.len() as u32;
        if self.has_copies {
            self.levels.push(cell);
            self.codes.push(next);
            return;
        }
        let code = self.look_up(cell);
        self.codes.push(code);
    }

    fn look_up(&mut self, cell: Cell) -> u32 {
        let Self { codes, levels, places, has_copies, expected } = self;
        // Neighbours are often equal, and then need no look-up.
        if let Some(&last) = codes.last()
            && last != MISSING
            && cell.is(levels.get(last))
        {
            return last;
        }
        let hash = cell.hash();
        let is_it = |place: &Place| place.hash == hash && cell.is(levels.get(place.code));
        if let Some(place) = places.find(Place::spread(hash), is_it) {
            return place.code;
        }
        let code = levels.push(cell);
        places.insert_unique(Place::spread(hash), Place { hash, code }, |place| Place::spread(place.hash));
        *has_copies = levels.len() > MOST_LOOKED_UP && levels.len() > codes.len() / 4;
        if *has_copies {
            *places = HashTable::new();
            levels.expect(*expected);
        }
        code
    }

    /// The next row has no cell.
    pub fn push_missing(&mut self) {
        self.codes.push(MISSING);
    }

    /// Rows up to this count that have no cell yet get none.
    pub fn fill(&mut self, rows: usize) {
        self.codes.resize(rows, MISSING);
    }

    /// Whether no row so far has a cell.
    pub fn is_blank(&self) -> bool {
        self.levels.len() == 0
    }

    /// How many cells so far.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none so far.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The column.
    pub fn finish(self) -> Cells {
        let Self { mut codes, levels, has_copies, .. } = self;
        codes.shrink_to_fit();
        if !has_copies {
            return Cells { codes, levels: levels.finish() };
        }
        let mut new = first_equals(&levels);
        let mut kept = LevelsBuilder::with_room_of(&levels);
        // A copy comes after its first.
        for place in 0..new.len() {
            new[place] = match new[place] as usize {
                first if first == place => kept.push(Cell::new(levels.get(place as u32))),
                first => new[first],
            };
        }
        drop(levels);
        let codes = codes.into_iter().map(|code| new.get(code as usize).copied().unwrap_or(MISSING));
        Cells { codes: codes.collect(), levels: kept.finish() }
    }
}

/// Parts that levels are dealt into by their hashes, each small enough for the processor's cache.
const PARTS_BITS: u32 = 10;

/// For each level the place of the first one equal to it.
fn first_equals(levels: &LevelsBuilder) -> Vec<u32> {
    let part = |hash: u32| (hash >> (32 - PARTS_BITS)) as usize;
    // At first the hash of each level.
    let mut first: Vec<u32> =
        (0..levels.len() as u32).map(|place| Cell::new(levels.get(place)).hash()).collect();
    let mut ends = vec![0_usize; 1 << PARTS_BITS];
    first.iter().for_each(|&hash| ends[part(hash)] += 1);
    let mut sum = 0;
    for end in &mut ends {
        (*end, sum) = (sum, sum + *end);
    }
    // Within a part levels stay in order.
    let mut dealt = vec![Place { hash: 0, code: 0 }; levels.len()];
    for (code, &hash) in (0..).zip(&first) {
        let next = &mut ends[part(hash)];
        dealt[*next] = Place { hash, code };
        *next += 1;
    }
    let mut slots: Vec<Place> = Vec::new();
    let mut start = 0;
    for end in ends {
        let alike = &dealt[start..end];
        start = end;
        slots.clear();
        slots.resize((2 * alike.len()).next_power_of_two(), Place { hash: 0, code: MISSING });
        for &place in alike {
            let mut slot = place.hash as usize;
            first[place.code as usize] = loop {
                slot &= slots.len() - 1;
                let other = slots[slot];
                if other.code == MISSING {
                    slots[slot] = place;
                    break place.code;
                }
                if other.hash == place.hash && Cell::new(levels.get(place.code)).is(levels.get(other.code)) {
                    break other.code;
                }
                slot += 1;
            };
        }
    }
    first
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
        let cells = cells.without(&[2, 3]);
        assert_eq!(cells.levels().iter().collect::<Vec<_>>(), ["b", "a"]);
        let codes: Vec<_> = (0..7).map(|row| cells.code(row)).collect();
        assert_eq!(codes, [Some(0), Some(1), None, Some(1), None, Some(0), None]);
        let one = cells.renamed(&["c".into(), "c".into()]);
        assert_eq!((one.levels().iter().collect::<Vec<_>>(), one.counts()), (vec!["c"], vec![4]));
        assert_eq!(one.code(2), None);
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

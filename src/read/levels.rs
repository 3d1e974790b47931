//! The different texts of a column in one piece of memory, and cells as words that are quickly compared, copied and hashed.

use std::ops::Index;

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
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let level = &self.text[start..end as usize];
            start = end as usize;
            level
        })
    }
}

impl Index<usize> for Levels {
    type Output = str;

    fn index(&self, code: usize) -> &str {
        self.get(code).unwrap_or_default()
    }
}

/// Levels that more are added to, as bytes.
#[derive(Debug, Default)]
pub(super) struct LevelsBuilder {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl LevelsBuilder {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, code: u32) -> &[u8] {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        &self.text[start..self.ends[code] as usize]
    }

    /// As much room as others take.
    pub(super) fn with_room_of(others: &Self) -> Self {
        Self { text: Vec::with_capacity(others.text.len() + 16), ends: Vec::with_capacity(others.len()) }
    }

    /// Makes room for so many in all, of the length that those so far have.
    pub(super) fn expect(&mut self, count: usize) {
        let more = count.saturating_sub(self.len());
        self.ends.reserve_exact(more);
        self.text.reserve_exact((self.text.len() as f64 / self.len().max(1) as f64 * more as f64) as usize);
    }

    /// Adds one; returns its code.
    #[inline]
    pub(super) fn push(&mut self, level: Cell) -> u32 {
        let end = self.text.len() + level.bytes.len();
        if level.bytes.len() <= 16 {
            // Whole words, less what is too much: a few bytes at a time are copied slowly in wasm.
            self.text.extend_from_slice(&level.low.to_le_bytes());
            if level.bytes.len() > 8 {
                self.text.extend_from_slice(&level.high.to_le_bytes());
            }
            self.text.truncate(end);
        } else {
            self.text.extend_from_slice(level.bytes);
        }
        // Files are far smaller than 4 GB.
        self.ends.push(end as u32);
        self.ends.len() as u32 - 1
    }

    /// All of them, without spare room.
    pub(super) fn finish(mut self) -> Levels {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        // Only whole texts were added.
        Levels { text: String::from_utf8(self.text).unwrap_or_default(), ends: self.ends }
    }
}

/// A cell's bytes; at most sixteen of them are two words as well, which are quickly compared, copied and hashed.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    bytes: &'a [u8],
    low: u64,
    high: u64,
}

impl<'a> Cell<'a> {
    #[inline]
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let length = bytes.len();
        let (low, high) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(&first), Some(&last)) if 8 < length && length <= 16 => {
                (u64::from_le_bytes(first), u64::from_le_bytes(last) >> (8 * (16 - length)))
            }
            (Some(&first), _) => (u64::from_le_bytes(first), 0),
            (None, _) => (short_word(bytes), 0),
        };
        Self { bytes, low, high }
    }

    #[inline]
    pub(super) fn is(&self, other: &[u8]) -> bool {
        if self.bytes.len() != other.len() {
            return false;
        }
        let Cell { low, high, .. } = Cell::new(other);
        low == self.low && high == self.high && (other.len() <= 16 || other == self.bytes)
    }

    /// A hash: words, each step a product whose upper half is folded into the lower.
    #[inline]
    pub(super) fn hash(&self) -> u32 {
        // Odd and without a pattern: 2^64 divided by the golden ratio.
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let fold = |hash: u64, word: u64| {
            let product = (hash ^ word).wrapping_mul(FACTOR);
            product ^ product >> 32
        };
        let length = self.bytes.len() as u64;
        let hash = match self.bytes {
            bytes if bytes.len() > 16 => {
                let (words, rest) = bytes.as_chunks::<8>();
                let hash = words.iter().fold(length, |hash, &word| fold(hash, u64::from_le_bytes(word)));
                fold(hash, short_word(rest))
            }
            _ => fold(length, self.low),
        };
        (fold(hash, self.high) >> 16) as u32
    }
}

/// Fewer than eight bytes as a number; where two reads overlap, both have the same bits.
#[inline]
fn short_word(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
        (Some(&first), Some(&last), _) => {
            u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << (8 * (length - 4))
        }
        (_, _, &[first, .., last]) => {
            u64::from(first)
                | u64::from(bytes[length / 2]) << (8 * (length / 2))
                | u64::from(last) << (8 * (length - 1))
        }
        (_, _, &[only]) => u64::from(only),
        (_, _, &[]) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_every_length_are_kept_compared_and_hashed_as_their_bytes_are() {
        // Every length, each with one byte changed at every place, and zeros at the end.
        let mut texts: Vec<String> = Vec::new();
        for length in 0..40 {
            let text: String = (0..length).map(|place| char::from(b'a' + place % 26)).collect();
            for place in 0..text.len() {
                let mut changed = text.clone();
                changed.replace_range(place..=place, "~");
                texts.push(changed);
            }
            texts.push(format!("{text}\0"));
            texts.push(text);
        }
        let mut builder = LevelsBuilder::default();
        for (code, text) in (0..).zip(&texts) {
            assert_eq!(builder.push(Cell::new(text.as_bytes())), code);
        }
        let mut hashes = std::collections::HashSet::new();
        for (code, text) in (0..).zip(&texts) {
            let cell = Cell::new(text.as_bytes());
            assert_eq!(builder.get(code), text.as_bytes());
            hashes.insert(cell.hash());
            for other in &texts {
                assert_eq!(cell.is(other.as_bytes()), text == other, "{text:?}, {other:?}");
            }
        }
        // Two of these many hashes may be equal by chance.
        assert!(hashes.len() + 2 > texts.len(), "{} of {}", hashes.len(), texts.len());
        assert_eq!(builder.finish().iter().collect::<Vec<_>>(), texts);
    }
}

//! Which words, pairs of words and pieces of words a text column is read by, and what each weighs: TF-IDF, fitted on training rows.
//!
//! A linear model on such weights is hard to beat on short texts (Wang & Manning 2012, <https://aclanthology.org/P12-2018>). A row
//! holds its own terms only, by their codes and weights, so that a vocabulary of thousands costs no dense row.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::input::embedding::{Bag, TERM_SIZE};
use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::ngram::{hash, words};
use crate::schema::error::DataError;
use crate::table::column::Column;

/// Most terms of a column: those that the most training rows hold.
pub const MOST_TERMS: usize = 16_384;

/// Training rows that must hold a term: what one row alone holds says nothing about another.
const FEWEST_ROWS: u32 = 2;

/// Letters of a piece, the marks at both ends of a word counted.
const PIECE: usize = 4;

/// Fewest and most terms that are kept of a text, the lightest left out first.
const SLOTS: std::ops::RangeInclusive<usize> = 64..=256;

/// Terms that all training rows of a column may hold together, in 64 MB: where rows are many, fewer are kept of each.
const ROOM: usize = 8 << 20;

/// Different terms counted before those seen once are forgotten.
const MOST_COUNTED: usize = 2 << 20;

/// The terms of one text column.
///
/// A term that a row holds `n` times weighs `(1 + ln n)(1 + ln((1 + rows) / (1 + rows with it)))`, and a row's weights have length
/// 1 (Salton & Buckley 1988, <https://doi.org/10.1016/0306-4573(88)90021-0>, smoothed as in scikit-learn's `TfidfVectorizer`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Of each term, in order, so that they can be searched.
    hashes: Vec<u64>,
    /// `1 + ln((1 + rows) / (1 + rows with it))` of each.
    rarities: Vec<f32>,
    /// Whether pieces of words are terms: of short texts, which have few words to tell them apart by.
    has_pieces: bool,
    slots: usize,
}

/// How many training rows hold a term.
struct Count {
    rows: u32,
    is_piece: bool,
}

impl Terms {
    /// The terms of a column's training rows.
    pub fn fit_column(column: &Column, train: &[u32]) -> Self {
        Self::fit(train.len(), train.iter().map(|&row| column.label(row as usize)))
    }

    /// The terms of `rows` training texts.
    pub fn fit<'a>(rows: usize, texts: impl Iterator<Item = Option<&'a str>>) -> Self {
        let most = (ROOM / rows.max(1)).clamp(*SLOTS.start(), *SLOTS.end());
        let mut counts: HashMap<u64, Count> = HashMap::new();
        let mut limit = MOST_COUNTED;
        // Different terms of each text: without pieces, and with them.
        let mut sizes: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        let mut own: Vec<(u64, bool)> = Vec::new();
        for text in texts {
            own.clear();
            each(text, true, |hash, is_piece| own.push((hash, is_piece)));
            own.sort_unstable();
            own.dedup();
            for &(hash, is_piece) in &own {
                counts.entry(hash).or_insert(Count { rows: 0, is_piece }).rows += 1;
            }
            sizes[0].push(own.iter().filter(|(_, is_piece)| !is_piece).count());
            sizes[1].push(own.len());
            if counts.len() > limit {
                counts.retain(|_, count| count.rows >= FEWEST_ROWS);
                limit = limit.max(2 * counts.len());
            }
        }
        let has_pieces = sizes[1].iter().sum::<usize>() <= most * rows;
        counts.retain(|_, count| count.rows >= FEWEST_ROWS && (has_pieces || !count.is_piece));
        let mut kept: Vec<(u64, u32)> = counts.into_iter().map(|(hash, count)| (hash, count.rows)).collect();
        kept.sort_unstable_by_key(|&(hash, count)| (std::cmp::Reverse(count), hash));
        kept.truncate(MOST_TERMS);
        kept.sort_unstable();
        let rarity =
            |&(_, count): &(u64, u32)| (1.0 + ((1.0 + rows as f64) / (1.0 + f64::from(count))).ln()) as f32;
        Self {
            rarities: kept.iter().map(rarity).collect(),
            hashes: kept.into_iter().map(|(hash, _)| hash).collect(),
            has_pieces,
            slots: common_size(&mut sizes[usize::from(has_pieces)]).clamp(1, most),
        }
    }

    /// How many terms there are; 1 where no training row shares a term with another, so that there is a vector.
    pub fn count(&self) -> usize {
        self.hashes.len().max(1)
    }

    /// Terms that are kept of a text: as many as 99 of 100 training texts have, where there is room.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// The codes of a text's terms and then their weights, as many as there are slots each; 0 in slots left empty.
    pub fn push_text(&self, text: Option<&str>, features: &mut Vec<f32>) {
        let mut places: Vec<usize> = Vec::new();
        each(text, self.has_pieces, |hash, _| places.extend(self.hashes.binary_search(&hash).ok()));
        places.sort_unstable();
        let weight = |own: &[usize]| {
            let rarity = own.first().and_then(|&place| Some((place, *self.rarities.get(place)?)));
            rarity.map(|(place, rarity)| (place, (1.0 + (own.len() as f32).ln()) * rarity))
        };
        let mut weights: Vec<(usize, f32)> = places.chunk_by(|a, b| a == b).filter_map(weight).collect();
        weights.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        weights.truncate(self.slots);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        let end = features.len() + self.slots;
        features.extend(weights.iter().map(|&(place, _)| (place + 1) as f32));
        features.resize(end, 0.0);
        features.extend(weights.iter().map(|(_, weight)| weight / length));
        features.resize(end + self.slots, 0.0);
    }
}

impl Kind for Terms {
    const SECTION: Section = Section::Texts;

    fn is_sound(&self) -> bool {
        self.hashes.len() <= MOST_TERMS
            && self.hashes.len() == self.rarities.len()
            && (1..=*SLOTS.end()).contains(&self.slots)
    }

    fn width(&self) -> usize {
        2 * self.slots
    }

    fn names(&self, column: &str) -> Vec<String> {
        let detail = |what| (1..=self.slots).map(move |slot| named(column, format!("{what} {slot}")));
        detail("code").chain(detail("weight")).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_text(column.label(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_text(cell.text, features);
        Ok(())
    }

    fn bag(&self) -> Option<Bag> {
        let (slots, places) = (self.slots, self.count());
        Some(Bag { columns: 1, slots, places, size: TERM_SIZE, is_weighted: true })
    }
}

/// Every word, pair of neighbouring words and piece of a text, as often as it has them, and whether it is a piece.
fn each(text: Option<&str>, with_pieces: bool, mut found: impl FnMut(u64, bool)) {
    let words = words(text);
    words.iter().for_each(|word| found(hash(word), false));
    words.windows(2).for_each(|pair| found(hash(pair.iter().flatten()), false));
    // A piece as long as the word is the word.
    for word in words.iter().filter(|word| with_pieces && word.len() > PIECE) {
        word.windows(PIECE).for_each(|piece| found(hash(piece), true));
    }
}

/// The least of the sizes that 99 of 100 don't exceed; 0 of none.
fn common_size(sizes: &mut [usize]) -> usize {
    sizes.sort_unstable();
    sizes.get((sizes.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(terms: &Terms, text: &str) -> (Vec<f32>, Vec<f32>) {
        let mut codes = Vec::new();
        terms.push_text(Some(text), &mut codes);
        let weights = codes.split_off(terms.slots());
        (codes, weights)
    }

    /// Words of two letters have no pieces of four. All four rows hold “ab”, two hold “cd” and the pair; “ef” and its pair are in one.
    /// Rarities are 1 + ln(5/5) = 1 and 1 + ln(5/3) = 1.51083. Of “ab ab cd”, “ab” weighs (1 + ln 2) · 1 = 1.69315 and the other
    /// two 1.51083 each; the length is √(1.69315² + 2 · 1.51083²) = 2.72617.
    #[test]
    fn weights_are_those_of_the_formula() {
        let texts = ["ab cd", "ab cd", "ab", "ef ab"].map(Some);
        let terms = Terms::fit(4, texts[..].iter().copied());
        assert_eq!(terms.count(), 3);
        let (codes, weights) = pushed(&terms, "AB, ab cd gh");
        assert_eq!(weights.len(), 3);
        for (found, expected) in weights.iter().zip([1.693_15, 1.510_83, 1.510_83]) {
            assert!((found - expected / 2.726_17).abs() < 1e-5, "{weights:?}");
        }
        let mut sorted = codes.clone();
        sorted.sort_by(f32::total_cmp);
        assert_eq!(sorted, [1.0, 2.0, 3.0]);
        assert_eq!(pushed(&terms, "ab").0[0], codes[0], "the heaviest is “ab”");
        assert_eq!(pushed(&terms, "ef gh"), (vec![0.0; 3], vec![0.0; 3]), "one row alone is none");
    }

    #[test]
    fn long_texts_have_no_pieces_and_lose_their_lightest_terms() {
        let text = |from: usize| {
            (0..400).map(|word| format!("{:04x}", (from + word) * 977)).collect::<Vec<_>>().join(" ")
        };
        let texts: Vec<String> = (0..6).map(|row| text(row * 3)).collect();
        let terms = Terms::fit(6, texts.iter().map(|text| Some(text.as_str())));
        assert!(!terms.has_pieces);
        assert_eq!(terms.slots(), 256);
        // Of 400 words and 399 pairs the last three words are in one row only, those before in two and more.
        let (codes, weights) = pushed(&terms, &texts[5]);
        assert!(codes.iter().all(|&code| code >= 1.0 && code <= terms.count() as f32));
        assert!(weights.is_sorted_by(|a, b| a >= b) && weights[255] > 0.0);
        let short = Terms::fit(2, ["seaside", "seashore"].map(Some).into_iter());
        // “<sea” and “seas”: all that both hold.
        assert!(short.has_pieces && short.count() == 2, "{short:?}");
        // “<seashore>” and its seven pieces.
        assert_eq!(short.slots(), 8);
    }

    #[test]
    fn nothing_in_common_is_no_error() {
        for texts in [vec![], vec![None, None], vec![Some("one"), Some("two"), None]] {
            let terms = Terms::fit(texts.len(), texts.into_iter());
            assert_eq!(terms.count(), 1);
            let (codes, weights) = pushed(&terms, "one two");
            assert!(codes.iter().chain(&weights).all(|&number| number == 0.0));
        }
    }
}

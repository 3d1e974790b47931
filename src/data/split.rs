//! Splits rows into train, valid and test, the same way for the same seed.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::error::DataError;
use crate::config::SplitConfig;
use crate::report::Split;

/// Rows of each split, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splits {
    train: Vec<u32>,
    valid: Vec<u32>,
    test: Vec<u32>,
}

impl Splits {
    /// Draws the splits by their shares.
    pub fn random(rows: usize, config: &SplitConfig, seed: u64) -> Result<Self, DataError> {
        let mut order = shuffled((0..rows as u32).collect(), seed);
        let share = |share: f64| ((rows as f64 * share).round() as usize).max(1);
        let test = order.split_off(rows.saturating_sub(share(config.test)));
        let valid = order.split_off(order.len().saturating_sub(share(config.valid)));
        Self { train: order, valid, test }.checked()
    }

    /// Takes the splits as given; without valid rows, draws `valid / (train + valid)` of the train rows.
    pub fn given(splits: &[Split], config: &SplitConfig, seed: u64) -> Result<Self, DataError> {
        let rows = |wanted: Split| -> Vec<u32> {
            let places = (0..splits.len() as u32).zip(splits);
            places.filter(|(_, split)| **split == wanted).map(|(row, _)| row).collect()
        };
        let (mut train, mut valid) = (rows(Split::Train), rows(Split::Valid));
        if valid.is_empty() {
            let share = config.valid / (config.train + config.valid);
            let count = ((train.len() as f64 * share).round() as usize).max(1);
            train = shuffled(train, seed);
            valid = train.split_off(train.len().saturating_sub(count));
        }
        Self { train, valid, test: rows(Split::Test) }.checked()
    }

    /// Rows of one split, in file order.
    pub fn rows(&self, split: Split) -> &[u32] {
        match split {
            Split::Train => &self.train,
            Split::Valid => &self.valid,
            Split::Test => &self.test,
        }
    }

    fn checked(mut self) -> Result<Self, DataError> {
        for rows in [&mut self.train, &mut self.valid, &mut self.test] {
            rows.sort_unstable();
        }
        match Split::ALL.into_iter().find(|&split| self.rows(split).is_empty()) {
            Some(split) => Err(DataError::EmptySplit { split: split.key() }),
            None => Ok(self),
        }
    }
}

fn shuffled(mut rows: Vec<u32>, seed: u64) -> Vec<u32> {
    rows.shuffle(&mut Pcg64Mcg::seed_from_u64(seed));
    rows
}

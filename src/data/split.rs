//! Splits rows into train, valid and test, the same way for the same seed.

use std::collections::HashMap;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::stratify::{self, Strata};
use crate::config::{PLAIN_RANDOM, SplitConfig};
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::column::Column;

/// Most different values of a column whose shares are kept.
const MOST_STRATA: usize = 200;

/// Rows of each split, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splits {
    train: Vec<u32>,
    valid: Vec<u32>,
    test: Vec<u32>,
}

impl Splits {
    /// Splits a table as its roles and the configuration say.
    pub fn of(table: &Table, config: &SplitConfig, seed: u64) -> Result<Self, DataError> {
        let group = table.with_role(Role::Group).next();
        let Some(given) = table.with_role(Role::Split).next() else {
            let rows = (0..table.rows as u32).collect();
            let shares = [config.train, config.valid, config.test];
            let deal = Deal { strata: strata(table, config)?, group, seed };
            let [train, valid, test] = deal.out(rows, shares)?;
            return Self { train, valid, test }.checked();
        };
        let given = given.splits(table.row_numbers())?;
        let rows = |wanted: Split| -> Vec<u32> {
            let places = (0..given.len() as u32).zip(&given);
            places.filter(|(_, split)| **split == wanted).map(|(row, _)| row).collect()
        };
        let (mut train, mut valid) = (rows(Split::Train), rows(Split::Valid));
        if valid.is_empty() {
            // Whoever gives the test rows compares scores on them: those should not move with the choice of tasks.
            let strata = match config.stratify {
                Some(_) => strata(table, config)?,
                None => Strata::of(&[], table.rows),
            };
            let known = config.train + config.valid;
            let shares = [config.train / known, config.valid / known];
            [train, valid] = Deal { strata, group, seed }.out(train, shares)?;
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

/// The columns whose shares every split keeps.
fn strata(table: &Table, config: &SplitConfig) -> Result<Strata, DataError> {
    let columns: Vec<&Column> = match config.stratify.as_deref() {
        Some(PLAIN_RANDOM) => Vec::new(),
        Some(name) => vec![stratum(table, name)?],
        None => {
            let classes = |task: &&Column| !task.kind.is_numeric() && task.levels().len() <= MOST_STRATA;
            table.with_role(Role::Task).filter(classes).collect()
        }
    };
    Ok(Strata::of(&columns, table.rows))
}

fn stratum<'a>(table: &'a Table, name: &str) -> Result<&'a Column, DataError> {
    let column = table.named(name, "split.stratify")?;
    let values = column.levels().len();
    if values > MOST_STRATA {
        return Err(DataError::TooManyStrata { column: name.to_owned(), values, most: MOST_STRATA });
    }
    Ok(column)
}

/// How rows are dealt out to splits.
struct Deal<'a> {
    strata: Strata,
    /// Names what rows stay together.
    group: Option<&'a Column>,
    seed: u64,
}

impl Deal<'_> {
    /// Deals rows out to as many parts as there are shares, which sum to 1; the first part takes what rounding leaves.
    fn out<const PARTS: usize>(
        &self,
        mut rows: Vec<u32>,
        shares: [f64; PARTS],
    ) -> Result<[Vec<u32>; PARTS], DataError> {
        let mut random = Pcg64Mcg::seed_from_u64(self.seed);
        let dealt = if let Some(column) = self.group {
            let mut groups = groups(column, rows);
            if groups.len() < PARTS {
                return Err(DataError::FewGroups { column: column.name.clone(), found: groups.len() });
            }
            groups.shuffle(&mut random);
            stratify::deal_groups(groups, &shares, &self.strata)
        } else {
            rows.shuffle(&mut random);
            let sizes = sizes(rows.len(), shares);
            if self.strata.is_empty() {
                let mut parts: Vec<Vec<u32>> = sizes[1..]
                    .iter()
                    .rev()
                    .map(|&size| rows.split_off(rows.len().saturating_sub(size)))
                    .collect();
                parts.push(rows);
                parts.reverse();
                parts
            } else {
                stratify::deal(&rows, &sizes, &self.strata)
            }
        };
        let mut dealt = dealt.into_iter();
        Ok(std::array::from_fn(|_| dealt.next().unwrap_or_default()))
    }
}

/// Rows of each part: shares rounded, one at least, and the rest for the first.
fn sizes<const PARTS: usize>(rows: usize, shares: [f64; PARTS]) -> [usize; PARTS] {
    let mut sizes = shares.map(|share| ((rows as f64 * share).round() as usize).max(1));
    sizes[0] = rows.saturating_sub(sizes[1..].iter().sum());
    sizes
}

/// Rows by their value of a column; each row without one is a group of its own.
fn groups(column: &Column, rows: Vec<u32>) -> Vec<Vec<u32>> {
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for row in rows {
        let next = groups.len();
        let place = match column.code(row as usize) {
            Some(code) => *places.entry(code).or_insert(next),
            None => next,
        };
        if place == next {
            groups.push(Vec::new());
        }
        groups[place].push(row);
    }
    groups
}

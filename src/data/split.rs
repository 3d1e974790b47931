//! Splits rows into train, valid and test, the same way for the same seed.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::by_time::ByTime;
use super::stratify::{self, Strata};
use super::together::Together;
use crate::config::{PLAIN_RANDOM, RunConfig};
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::column::Column;
use crate::task::choice::choices_for;

/// Most different values of a column whose shares are kept.
const MOST_STRATA: usize = 200;

/// Rows of each split, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splits {
    train: Vec<u32>,
    valid: Vec<u32>,
    test: Vec<u32>,
    /// Test rows of a split column that have no label of any task, and so were left out for others.
    pub unlabelled: usize,
}

impl Splits {
    /// Splits a table as its roles and the configuration say.
    pub fn of(table: &Table, config: &RunConfig) -> Result<Self, DataError> {
        let is_labelled = labelled(table);
        let deal = |strata| -> Result<Deal<'_>, DataError> {
            let by_time = config.split.by_time.as_deref().map(|name| ByTime::of(table, name)).transpose()?;
            let together = Together::of(table, config.split.keep_copies_together);
            Ok(Deal { strata, together, by_time, is_labelled: &is_labelled, seed: config.split_seed() })
        };
        let shares = [config.split.train, config.split.valid, config.split.test];
        let Some(given) = table.with_role(Role::Split).next() else {
            let rows = (0..table.rows as u32).collect();
            let [train, valid, test] = deal(strata(table, config)?)?.out(rows, shares)?;
            return Self { train, valid, test, unlabelled: 0 }.checked();
        };
        let given = given.splits(table.row_numbers())?;
        let rows = |wanted: Split| -> Vec<u32> {
            let places = (0..given.len() as u32).zip(&given);
            places.filter(|(_, split)| **split == wanted).map(|(row, _)| row).collect()
        };
        let (mut train, mut valid, mut test) = (rows(Split::Train), rows(Split::Valid), rows(Split::Test));
        let can_score = |rows: &[u32]| rows.iter().any(|&row| is_labelled[row as usize]);
        // Rows to be answered for a competition have no labels, and nothing can be scored on them.
        let unlabelled = if can_score(&test) || !can_score(&train) { 0 } else { test.len() };
        // Whoever gives the test rows compares scores on them: those should not move with the choice of tasks.
        let strata = match (&config.split.stratify, unlabelled) {
            (None, 0) => Strata::of(&[], table.rows),
            (Some(_), _) | (None, _) => strata(table, config)?,
        };
        if unlabelled > 0 {
            train.retain(|&row| is_labelled[row as usize]);
            if can_score(&valid) {
                let known = config.split.train + config.split.test;
                [train, test] =
                    deal(strata)?.out(train, [config.split.train / known, config.split.test / known])?;
            } else {
                [train, valid, test] = deal(strata)?.out(train, shares)?;
            }
        } else if valid.is_empty() {
            let known = config.split.train + config.split.valid;
            [train, valid] =
                deal(strata)?.out(train, [config.split.train / known, config.split.valid / known])?;
        }
        Self { train, valid, test, unlabelled }.checked()
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

/// Whether each row has a label of a task.
fn labelled(table: &Table) -> Vec<bool> {
    let tasks: Vec<&Column> = table.with_role(Role::Task).collect();
    (0..table.rows).map(|row| tasks.iter().any(|task| task.code(row).is_some())).collect()
}

/// The columns whose shares every split keeps.
fn strata(table: &Table, config: &RunConfig) -> Result<Strata, DataError> {
    let columns: Vec<&Column> = match config.split.stratify.as_deref() {
        Some(PLAIN_RANDOM) => Vec::new(),
        Some(name) => vec![stratum(table, name)?],
        None => {
            let kind = |task: &Column| {
                let chosen = config.targets.get(&task.name).and_then(|target| target.kind);
                chosen.or_else(|| choices_for(task, task.class_count()).first().copied())
            };
            let has_classes = |task: &&Column| {
                task.levels().len() <= MOST_STRATA && kind(task).is_some_and(|kind| kind.card().has_classes())
            };
            table.with_role(Role::Task).filter(has_classes).collect()
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
    /// What rows stay in one split, where they are dealt by chance.
    together: Option<Together>,
    /// Instead of chance.
    by_time: Option<ByTime<'a>>,
    is_labelled: &'a [bool],
    seed: u64,
}

impl Deal<'_> {
    /// Deals rows out to as many parts as there are shares, which sum to 1; the first part takes what rounding leaves.
    fn out<const PARTS: usize>(
        &self,
        mut rows: Vec<u32>,
        shares: [f64; PARTS],
    ) -> Result<[Vec<u32>; PARTS], DataError> {
        let sizes = sizes(rows.len(), shares);
        if let Some(by_time) = &self.by_time {
            return by_time.deal(rows, sizes, |row| self.is_labelled[row as usize]);
        }
        let mut random = Pcg64Mcg::seed_from_u64(self.seed);
        if let Some(together) = &self.together {
            let mut groups = together.groups(rows.clone());
            let has_enough = groups.len() >= PARTS;
            if let Some(column) = together.group.clone().filter(|_| !has_enough) {
                return Err(DataError::FewGroups { column, found: groups.len() });
            }
            // Of fewer different rows than splits, copies can't be kept together.
            if has_enough {
                groups.shuffle(&mut random);
                return Ok(parts(stratify::deal_groups(groups, &shares, &self.strata)));
            }
        }
        rows.shuffle(&mut random);
        if !self.strata.is_empty() {
            return Ok(parts(stratify::deal(&rows, &sizes, &self.strata)));
        }
        let mut dealt: Vec<Vec<u32>> =
            (sizes[1..].iter().rev()).map(|&size| rows.split_off(rows.len().saturating_sub(size))).collect();
        dealt.push(rows);
        dealt.reverse();
        Ok(parts(dealt))
    }
}

fn parts<const PARTS: usize>(dealt: Vec<Vec<u32>>) -> [Vec<u32>; PARTS] {
    let mut dealt = dealt.into_iter();
    std::array::from_fn(|_| dealt.next().unwrap_or_default())
}

/// Rows of each part: shares rounded, one at least, and the rest for the first.
fn sizes<const PARTS: usize>(rows: usize, shares: [f64; PARTS]) -> [usize; PARTS] {
    let mut sizes = shares.map(|share| ((rows as f64 * share).round() as usize).max(1));
    sizes[0] = rows.saturating_sub(sizes[1..].iter().sum());
    sizes
}

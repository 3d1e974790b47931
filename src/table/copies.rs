//! Finds rows that are copies of others: equal in all inputs and tasks, and more often than chance makes them.

use std::collections::BTreeMap;

use hashbrown::HashTable;

use crate::read::row_numbers::RowNumbers;
use crate::schema::role::Role;
use crate::schema::warning::{Place, Warning};
use crate::table::column::Column;

/// So many times more equal pairs than if columns had nothing to do with each other are no chance: where a column measures
/// finely, and where columns that go together may make rows of labels equal.
const BEYOND_CHANCE: f64 = 10.0;
const FAR_BEYOND_CHANCE: f64 = 100.0;

/// A column with a different value in one of so many rows measures finely enough that equal rows are copies.
const ROWS_PER_VALUE: usize = 10;

/// Where no column measures finely, one row in this many may be a copy: if more are, that is how things are recorded.
const ROWS_PER_COPY: usize = 20;

/// Copies of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// Each copy with the first row that it equals, as indices of rows.
    pub firsts: BTreeMap<u32, u32>,
}

impl Copies {
    /// The copies among a table's rows, if they are no chance.
    pub fn find(columns: &[Column], rows: usize) -> Option<Self> {
        let is_compared = |column: &&Column| matches!(column.role, Role::Input | Role::Task);
        let mut compared: Vec<&Column> = columns.iter().filter(is_compared).collect();
        let has_input = compared.iter().any(|column| column.role == Role::Input);
        let is_key = |column: &&Column| column.levels().len() == rows;
        if !has_input || compared.iter().any(is_key) {
            return None;
        }
        // Those that tell most rows apart come first.
        compared.sort_by_key(|column| std::cmp::Reverse(column.levels().len()));
        let (firsts, pairs) = equal_rows(&compared, rows);
        let copies = firsts.len();
        let is_fine = compared.first().is_some_and(|column| column.levels().len() * ROWS_PER_VALUE >= rows);
        let beyond = if is_fine { BEYOND_CHANCE } else { FAR_BEYOND_CHANCE };
        let are_real = copies > 0
            && (is_fine || copies * ROWS_PER_COPY <= rows)
            && pairs > beyond * expected_pairs(&compared, rows);
        are_real.then_some(Self { firsts })
    }

    /// The sentence that says so, with two rows.
    ///
    /// - `numbers`: where rows stand in a spreadsheet
    pub fn warning(&self, numbers: &RowNumbers) -> Option<Warning> {
        let (&copy, &first) = self.firsts.first_key_value()?;
        let (row, first) = (numbers.of(copy as usize), numbers.of(first as usize));
        let message = match self.firsts.len() {
            1 => format!("row {row} is the same as row {first} in all inputs and tasks"),
            count => format!(
                "{count} rows are the same as others in all inputs and tasks: row {row}, the first of them, is a copy of row {first}"
            ),
        };
        let message = format!(
            "{message}; equal rows are kept in one split (split.keepCopiesTogether), so that none is tested on that was trained on: take copies out of the file if they were entered twice"
        );
        Some(Warning { message, place: Some(Place { row, column: None }) })
    }
}

/// Each row that equals an earlier one, with the first such, and how many pairs of rows are equal.
fn equal_rows(compared: &[&Column], rows: usize) -> (BTreeMap<u32, u32>, f64) {
    let mut hashes = vec![0_u64; rows];
    for column in compared {
        for (row, hash) in hashes.iter_mut().enumerate() {
            let code = column.code(row).map_or(0, |code| code as u64 + 1);
            *hash = (hash.rotate_left(5) ^ code).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    // The table looks at upper and lower bits, and the last product has mixed the upper ones only.
    let spread = |hash: u64| hash ^ hash >> 32;
    let are_equal = |a: usize, b: usize| compared.iter().all(|column| column.code(a) == column.code(b));
    let mut seen: HashTable<(u32, u32)> = HashTable::with_capacity(rows);
    let mut firsts = BTreeMap::new();
    let mut pairs = 0.0;
    for row in 0..rows {
        let hash = hashes[row];
        let is_it =
            |&(first, _): &(u32, u32)| hashes[first as usize] == hash && are_equal(first as usize, row);
        match seen.find_mut(spread(hash), is_it) {
            Some((first, count)) => {
                firsts.insert(row as u32, *first);
                pairs += f64::from(*count);
                *count += 1;
            }
            None => {
                let again = |&(first, _): &(u32, u32)| spread(hashes[first as usize]);
                seen.insert_unique(spread(hash), (row as u32, 1), again);
            }
        }
    }
    (firsts, pairs)
}

/// Equal pairs of rows to be expected if columns had nothing to do with each other.
fn expected_pairs(compared: &[&Column], rows: usize) -> f64 {
    let all = rows as f64;
    let agree = |column: &&Column| {
        let counts = column.counts();
        let missing = rows - counts.iter().sum::<usize>();
        counts.iter().chain([&missing]).map(|&count| (count as f64 / all).powi(2)).sum::<f64>()
    };
    all * (all - 1.0) / 2.0 * compared.iter().map(agree).product::<f64>()
}

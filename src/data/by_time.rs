//! Deals rows out by time: the oldest to the first part and the newest to the last, rows of equal times together.

use crate::schema::error::DataError;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::series;

/// Where in time rows are cut.
#[derive(Debug)]
pub struct ByTime<'a> {
    column: &'a Column,
}

impl<'a> ByTime<'a> {
    /// By the times of a column.
    ///
    /// # Errors
    /// No such column, or one without dates and numbers.
    pub fn of(table: &'a Table, name: &str) -> Result<Self, DataError> {
        let column = table.named(name, "split.byTime")?;
        if (0..table.rows).any(|row| series::time(column, row).is_some()) {
            return Ok(Self { column });
        }
        Err(DataError::NoTimes { column: name.to_owned(), kind: column.kind.key() })
    }

    /// Deals rows out to as many parts as there are sizes, each at least one time; those without a time go to the first.
    ///
    /// - `sizes`: rows that each part should have
    /// - `is_known`: whether a row can be scored; others go to the first part too
    ///
    /// # Errors
    /// Fewer different times than parts.
    pub fn deal<const PARTS: usize>(
        &self,
        rows: Vec<u32>,
        sizes: [usize; PARTS],
        is_known: impl Fn(u32) -> bool,
    ) -> Result<[Vec<u32>; PARTS], DataError> {
        let time = |row: u32| series::time(self.column, row as usize).filter(|_| is_known(row));
        let mut parts: [Vec<u32>; PARTS] = std::array::from_fn(|_| Vec::new());
        let mut timed: Vec<(f64, u32)> = Vec::new();
        for row in rows {
            match time(row) {
                Some(time) => timed.push((time, row)),
                None => parts[0].push(row),
            }
        }
        timed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let blocks: Vec<&[(f64, u32)]> = timed.chunk_by(|a, b| a.0 == b.0).collect();
        if blocks.len() < PARTS {
            return Err(DataError::FewTimes { column: self.column.name.clone(), found: blocks.len() });
        }
        // From the newest back, each part takes times as long as that brings it nearer to its size, and leaves one each to the others.
        let mut left = blocks.as_slice();
        for part in (1..PARTS).rev() {
            let mut count = 0;
            while let Some((newest, older)) = left.split_last() {
                let is_nearer =
                    count == 0 || (count + newest.len()).abs_diff(sizes[part]) < sizes[part].abs_diff(count);
                if older.len() < part || !is_nearer {
                    break;
                }
                count += newest.len();
                parts[part].extend(newest.iter().map(|(_, row)| row));
                left = older;
            }
        }
        parts[0].extend(left.iter().copied().flatten().map(|(_, row)| row));
        Ok(parts)
    }

    /// How many rows have no time.
    pub fn missing(&self) -> usize {
        (0..self.column.len()).filter(|&row| series::time(self.column, row).is_none()).count()
    }
}

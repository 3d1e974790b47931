//! Where data rows stand in a spreadsheet, whatever rows between them were left out.

use serde::{Deserialize, Serialize};

/// The spreadsheet's row of each data row. Rows that follow one another in equal steps are kept as one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowNumbers {
    runs: Vec<Run>,
    /// Rows so far.
    #[serde(skip)]
    count: usize,
}

/// Data rows that stand in equal steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first of them, from 0.
    pub first: usize,
    /// Where it stands in a spreadsheet, from 1.
    pub row: usize,
    /// From one to the next: 1 where nothing is left out.
    pub step: usize,
}

impl RowNumbers {
    /// Rows without a gap.
    pub fn starting(row: usize) -> Self {
        Self { runs: vec![Run { first: 0, row, step: 1 }], count: 0 }
    }

    /// The next data row stands in this row of the spreadsheet.
    #[inline]
    pub fn push(&mut self, row: usize) {
        let count = self.count;
        self.count += 1;
        match self.runs.last_mut() {
            Some(run) if run.row + run.step * (count - run.first) == row => {}
            Some(run) if count - run.first == 1 && row > run.row => run.step = row - run.row,
            Some(_) | None => self.runs.push(Run { first: count, row, step: 1 }),
        }
    }

    /// The spreadsheet's row of a data row.
    pub fn of(&self, row: usize) -> usize {
        match self.runs.partition_point(|run| run.first <= row).checked_sub(1) {
            Some(index) => {
                let run = self.runs[index];
                run.row + run.step * (row - run.first)
            }
            None => row + 1,
        }
    }

    /// The data row that stands in a row of the spreadsheet, or the next one above it.
    pub fn find(&self, row: usize) -> usize {
        match self.runs.partition_point(|run| run.row <= row).checked_sub(1) {
            Some(index) => {
                let run = self.runs[index];
                let found = run.first + (row - run.row) / run.step.max(1);
                self.runs.get(index + 1).map_or(found, |next| found.min(next.first.saturating_sub(1)))
            }
            None => 0,
        }
    }

    /// Where the first data row stands.
    pub fn first(&self) -> usize {
        self.of(0)
    }

    /// The same without some of `count` rows, in ascending order.
    pub fn without(&self, left_out: &[usize], count: usize) -> Self {
        let mut kept = Self::default();
        let mut left = left_out.iter().peekable();
        for row in 0..count {
            if left.next_if_eq(&&row).is_none() {
                kept.push(self.of(row));
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[usize]) -> RowNumbers {
        let mut numbers = RowNumbers::default();
        rows.iter().for_each(|&row| numbers.push(row));
        numbers
    }

    #[test]
    fn every_row_keeps_its_number_and_steps_make_one_run() {
        for rows in [
            &[2, 3, 4, 5][..],
            &[2, 3, 4, 7, 8, 9],
            &[3, 5, 7, 9, 11],
            &[2, 9, 10, 11, 13],
            &[4],
            &[2, 3, 5, 8, 13, 21],
        ] {
            let numbers = of(rows);
            for (row, &number) in rows.iter().enumerate() {
                assert_eq!((numbers.of(row), numbers.find(number)), (number, row), "{rows:?}");
            }
        }
        assert_eq!((of(&[3, 5, 7, 9]).runs.len(), of(&[2, 3, 4, 7, 8]).runs.len()), (1, 2));
        assert_eq!(RowNumbers::starting(2).of(7), 9);
        // A row that was left out is looked for where the row above it stands.
        assert_eq!(of(&[2, 3, 6, 7]).find(5), 1);
        assert_eq!(of(&[2, 3, 6, 7]).without(&[1], 4), of(&[2, 6, 7]));
    }
}

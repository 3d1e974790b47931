//! Deals rows out to parts so that each gets its share of every class, row by row or group by group.

use crate::table::column::Column;

/// The classes of each row, by which rows are dealt out. A missing class is a class of its own.
#[derive(Debug)]
pub struct Strata {
    /// One list a column: the class of each row.
    columns: Vec<Vec<usize>>,
    /// Classes of all columns together.
    count: usize,
}

impl Strata {
    /// The values of some columns.
    pub fn of(columns: &[&Column], rows: usize) -> Self {
        let mut count = 0;
        let mut classes = |column: &&Column| {
            let first = count;
            let missing = first + column.levels().len();
            count = missing + 1;
            (0..rows).map(|row| column.code(row).map_or(missing, |code| first + code)).collect()
        };
        Self { columns: columns.iter().map(&mut classes).collect(), count }
    }

    /// Whether there is nothing to deal by.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    fn classes(&self, row: u32) -> impl Iterator<Item = usize> {
        self.columns.iter().map(move |column| column[row as usize])
    }

    /// Rows of each class, and the class that stands for each: all that have fewer rows than there are parts are one.
    fn pooled(&self, rows: &[u32], parts: usize) -> Self {
        let mut counts = vec![0; self.count];
        rows.iter().flat_map(|&row| self.classes(row)).for_each(|class| counts[class] += 1);
        let pool = |(place, column): (usize, &Vec<usize>)| {
            let class = |&class: &usize| if counts[class] < parts { self.count + place } else { class };
            column.iter().map(class).collect()
        };
        let columns: Vec<_> = self.columns.iter().enumerate().map(pool).collect();
        Self { count: self.count + columns.len(), columns }
    }
}

/// Deals rows by iterative stratification: the rows of the class with the fewest left go first, each to the part that lacks
/// that class most. Part sizes are kept exactly, and a class with a row for every part gives one to each as long as they
/// have room.
///
/// Sechidis, Tsoumakas & Vlahavas 2011, <https://doi.org/10.1007/978-3-642-23808-6_10>.
///
/// - `rows`: in random order
/// - `sizes`: rows of each part
pub fn deal(rows: &[u32], sizes: &[usize], strata: &Strata) -> Vec<Vec<u32>> {
    let strata = strata.pooled(rows, sizes.len());
    let mut of_class = vec![Vec::new(); strata.count];
    for &row in rows {
        strata.classes(row).for_each(|class| of_class[class].push(row));
    }
    let mut left: Vec<usize> = of_class.iter().map(Vec::len).collect();
    let mut lacks: Vec<Vec<f64>> = left.iter().map(|&count| wishes(count, rows.len(), sizes)).collect();
    let mut room = sizes.to_vec();
    let mut parts = vec![Vec::new(); sizes.len()];
    let mut is_dealt = vec![false; strata.columns[0].len()];
    while let Some(rarest) = (0..left.len()).filter(|&class| left[class] > 0).min_by_key(|&class| left[class])
    {
        for row in std::mem::take(&mut of_class[rarest]) {
            if std::mem::replace(&mut is_dealt[row as usize], true) {
                continue;
            }
            let with_room = (0..sizes.len()).filter(|&part| room[part] > 0);
            let by_lack = |&a: &usize, &b: &usize| {
                let lacks = &lacks[rarest];
                lacks[a].total_cmp(&lacks[b]).then(room[a].cmp(&room[b])).then(b.cmp(&a))
            };
            let Some(part) = with_room.max_by(by_lack) else { continue };
            parts[part].push(row);
            room[part] -= 1;
            for class in strata.classes(row) {
                lacks[class][part] -= 1.0;
                left[class] -= 1;
            }
        }
    }
    parts
}

/// How many rows of a class each part should have: in proportion, but one at least where there are enough.
fn wishes(count: usize, rows: usize, sizes: &[usize]) -> Vec<f64> {
    let share = |&size: &usize| count as f64 * size as f64 / rows.max(1) as f64;
    let mut wishes: Vec<f64> = sizes.iter().map(share).collect();
    if count < sizes.len() {
        return wishes;
    }
    let mut lifted = 0.0;
    for wish in wishes.iter_mut().filter(|wish| **wish < 1.0) {
        lifted += 1.0 - *wish;
        *wish = 1.0;
    }
    if let Some(largest) = wishes.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *largest -= lifted;
    }
    wishes
}

/// Deals groups, the largest first, each to the part that it brings nearest to its share of rows and of every class.
///
/// - `groups`: in random order
/// - `shares`: of each part; they sum to 1
pub fn deal_groups(mut groups: Vec<Vec<u32>>, shares: &[f64], strata: &Strata) -> Vec<Vec<u32>> {
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    // The last count is of rows, whatever their classes.
    let counts = |rows: &[u32]| {
        let mut counts: Vec<(usize, f64)> = Vec::new();
        let mut classes: Vec<usize> = rows.iter().flat_map(|&row| strata.classes(row)).collect();
        classes.sort_unstable();
        classes.chunk_by(|a, b| a == b).for_each(|run| counts.push((run[0], run.len() as f64)));
        counts.push((strata.count, rows.len() as f64));
        counts
    };
    let mut totals = vec![0.0; strata.count + 1];
    for (class, count) in groups.iter().flat_map(|group| counts(group)) {
        totals[class] += count;
    }
    let mut held = vec![vec![0.0; totals.len()]; shares.len()];
    let mut parts = vec![Vec::new(); shares.len()];
    let group_count = groups.len();
    for (place, group) in groups.into_iter().enumerate() {
        let brought = counts(&group);
        // What a group adds to the sum of (held - wished)² / wished.
        let cost = |part: usize| -> f64 {
            let of_class = |&(class, count): &(usize, f64)| {
                let wished: f64 = totals[class] * shares[part];
                count * (2.0 * (held[part][class] - wished) + count) / wished
            };
            brought.iter().map(of_class).sum()
        };
        let empty: Vec<usize> = (0..parts.len()).filter(|&part| parts[part].is_empty()).collect();
        let must_fill = group_count - place <= empty.len();
        let open = if must_fill { empty } else { (0..parts.len()).collect() };
        let Some(part) = open.into_iter().min_by(|&a, &b| cost(a).total_cmp(&cost(b))) else { continue };
        for (class, count) in brought {
            held[part][class] += count;
        }
        parts[part].extend(group);
    }
    parts
}

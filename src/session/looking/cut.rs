//! The parts that a column cuts rows into: its labels, or quarters of its numbers.

use std::collections::BTreeMap;

use super::heads::short;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::table::column::Column;

/// Different numbers up to which each one is a part of its own.
const MOST_VALUES: usize = 8;

/// Parts of equal size that numbers are cut into.
const QUARTERS: usize = 4;

/// Some of the rows.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// What they have in common, such as “city: Paris”.
    pub name: String,
    /// Their indices among the rows that were cut.
    pub rows: Vec<usize>,
}

/// Whether a column cuts rows into parts.
pub fn cuts(column: &Column) -> bool {
    let has_labels = match column.kind {
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Category
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Date => true,
        ColumnKind::Identifier | ColumnKind::Constant | ColumnKind::Image | ColumnKind::Text => false,
    };
    has_labels && !matches!(column.role, Role::Ignore | Role::Split)
}

/// The parts of some rows, those without a value among them; a row with several labels is in several.
pub fn parts(column: &Column, rows: &[u32]) -> Vec<Part> {
    let mut parts = match column.kind {
        ColumnKind::Number | ColumnKind::Integer if column.class_count() > MOST_VALUES => {
            quarters(column, rows, |row| column.number(row))
        }
        ColumnKind::Date => quarters(column, rows, |row| column.moment(row).map(|moment| moment.days())),
        ColumnKind::MultiSelect => options(column, rows),
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Category
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::Identifier
        | ColumnKind::Constant
        | ColumnKind::Image
        | ColumnKind::Text => labels(column, rows),
    };
    let is_missing = |index: &usize| column.code(rows[*index] as usize).is_none();
    let missing: Vec<usize> = (0..rows.len()).filter(is_missing).collect();
    if !missing.is_empty() {
        parts.push(Part { name: format!("{}: missing", column.name), rows: missing });
    }
    parts
}

/// One part a label.
fn labels(column: &Column, rows: &[u32]) -> Vec<Part> {
    let classes = column.classes();
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, &row) in rows.iter().enumerate() {
        if let Some(code) = column.code(row as usize) {
            found.entry(classes[code]).or_default().push(index);
        }
    }
    let name = |code: usize| format!("{}: {}", column.name, short(&column.levels()[code]));
    found.into_iter().map(|(code, rows)| Part { name: name(code), rows }).collect()
}

/// One part a label of cells that hold several.
fn options(column: &Column, rows: &[u32]) -> Vec<Part> {
    let Some(several) = column.reading().parts() else { return labels(column, rows) };
    let of_level: Vec<Vec<usize>> =
        column.levels().iter().map(|level| several.indices(level).collect()).collect();
    let mut found = vec![Vec::new(); several.labels.len()];
    for (index, &row) in rows.iter().enumerate() {
        for &label in column.code(row as usize).and_then(|code| of_level.get(code)).into_iter().flatten() {
            found[label].push(index);
        }
    }
    let name = |label: &str| format!("{} has {}", column.name, short(label));
    several.labels.iter().zip(found).map(|(label, rows)| Part { name: name(label), rows }).collect()
}

/// Quarters of about equal size; equal values are in one.
fn quarters(column: &Column, rows: &[u32], value: impl Fn(usize) -> Option<f64>) -> Vec<Part> {
    let known: Vec<(usize, f64)> =
        rows.iter().enumerate().filter_map(|(index, &row)| Some((index, value(row as usize)?))).collect();
    let mut values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let mut edge = |quarter: usize| {
        let index = (values.len() * quarter).div_ceil(QUARTERS).checked_sub(1)?;
        Some(*values.select_nth_unstable_by(index, f64::total_cmp).1)
    };
    let edges: Vec<f64> = (1..QUARTERS).filter_map(&mut edge).collect();
    let mut found: Vec<Vec<(usize, f64)>> = vec![Vec::new(); QUARTERS];
    for own in known {
        found[edges.iter().filter(|edge| own.1 > **edge).count()].push(own);
    }
    let cell = |own: Option<&(usize, f64)>| {
        own.and_then(|(index, _)| column.label(rows[*index] as usize)).unwrap_or("–")
    };
    let part = |own: Vec<(usize, f64)>| {
        let low = own.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = own.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let name = format!("{}: {} to {}", column.name, cell(low), cell(high));
        Part { name, rows: own.into_iter().map(|(index, _)| index).collect() }
    };
    found.into_iter().filter(|own| !own.is_empty()).map(part).collect()
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use super::*;
    use crate::table::Table;

    /// Names with sizes of the parts of a column of a made table, without its last row.
    fn found(column: &str) -> Vec<(String, usize)> {
        let mut text = String::from("n,few,day,tags,city,key,y\n");
        for row in 0..80 {
            let number = if row % 10 == 9 { String::new() } else { format!("{}", row * 37 % 101) };
            let tags = ["red;blue", "blue", "red;green;blue", "green"][row % 4];
            let city = ["x", "y", ""][row % 3];
            let day = format!("2024-{:02}-{:02}", row / 28 + 1, row % 28 + 1);
            text += &format!("{number},{},{day},{tags},{city},k{row:04},{}\n", row % 3, row % 7);
        }
        let types = [("tags".to_owned(), ColumnKind::MultiSelect)].into();
        let table = Table::read("made.csv", text.as_bytes(), &[].into(), &types).expect("a table");
        let column = table.columns.iter().find(|own| own.name == column).expect("a column");
        let rows: Vec<u32> = (0..79).collect();
        let parts = if cuts(column) { parts(column, &rows) } else { Vec::new() };
        parts.into_iter().map(|part| (part.name, part.rows.len())).collect()
    }

    fn named(parts: &[(&str, usize)]) -> Vec<(String, usize)> {
        parts.iter().map(|(name, rows)| ((*name).to_owned(), *rows)).collect()
    }

    /// Ends of the quarters of numbers as of `np.quantile(n, [0.25, 0.5, 0.75], method="inverted_cdf")`.
    #[test]
    fn columns_cut_rows_into_labels_and_quarters() {
        assert_eq!(found("city"), named(&[("city: x", 27), ("city: y", 26), ("city: missing", 26)]));
        assert_eq!(found("few"), named(&[("few: 0", 27), ("few: 1", 26), ("few: 2", 26)]));
        assert_eq!(
            found("tags"),
            named(&[("tags has blue", 60), ("tags has green", 39), ("tags has red", 40)])
        );
        assert_eq!(
            found("day"),
            named(&[
                ("day: 2024-01-01 to 2024-01-20", 20),
                ("day: 2024-01-21 to 2024-02-12", 20),
                ("day: 2024-02-13 to 2024-03-04", 20),
                ("day: 2024-03-05 to 2024-03-23", 19),
            ])
        );
        assert_eq!(
            found("n"),
            named(&[
                ("n: 0 to 21", 18),
                ("n: 22 to 48", 18),
                ("n: 49 to 74", 18),
                ("n: 75 to 100", 18),
                ("n: missing", 7)
            ])
        );
        assert!(found("key").is_empty(), "a key says nothing of other rows");
    }

    #[test]
    fn equal_numbers_are_in_one_quarter() {
        let text: String =
            (0..40).map(|row| format!("{},{}\n", if row < 25 { 0 } else { row }, row % 2)).collect();
        let table = Table::read("made.csv", format!("n,y\n{text}").as_bytes(), &[].into(), &[].into())
            .expect("a table");
        let rows: Vec<u32> = (0..40).collect();
        let sizes: Vec<usize> = parts(&table.columns[0], &rows).iter().map(|part| part.rows.len()).collect();
        assert_eq!(sizes, [25, 5, 10]);
        assert_eq!(parts(&table.columns[0], &[]), Vec::new());
    }
}

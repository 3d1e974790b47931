//! Finds inputs that hold the same in every row.

use std::collections::HashMap;

use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::column::Column;

/// A sentence about inputs that say again what one before them says, if there are any.
pub fn find(columns: &[Column]) -> Option<Warning> {
    let mut seen: HashMap<u64, Vec<&Column>> = HashMap::new();
    let mut pairs: Vec<(&Column, &Column)> = Vec::new();
    for column in columns.iter().filter(|column| column.role == Role::Input && column.levels().len() > 1) {
        let alike = seen.entry(hash(column)).or_default();
        match alike.iter().find(|other| are_equal(other, column)) {
            Some(first) => pairs.push((first, column)),
            None => alike.push(column),
        }
    }
    let (first, again) = pairs.first()?;
    let more = match pairs.len() - 1 {
        0 => String::new(),
        1 => ", and so do two others".to_owned(),
        more => format!(", and so do {more} other pairs"),
    };
    let message = format!(
        "columns “{}” and “{}” hold the same in every row{more}: one of them is enough, so give the other the role ignore",
        first.name, again.name
    );
    Some(Warning { message, place: None })
}

/// Of the levels by their order of appearance, row by row.
fn hash(column: &Column) -> u64 {
    (0..column.len()).fold(0, |hash: u64, row| {
        let code = column.code(row).map_or(0, |code| code as u64 + 1);
        (hash.rotate_left(5) ^ code).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

fn are_equal(a: &Column, b: &Column) -> bool {
    (0..a.len()).all(|row| a.code(row) == b.code(row)) && a.levels().iter().eq(b.levels().iter())
}

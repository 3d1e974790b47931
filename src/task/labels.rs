//! Yes and no of several columns as labels: one a column and row, each of which may be missing by itself.

use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::table::kind;
use crate::task::classes::entropy;
use crate::task::rare::{Classes, RareClasses};
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{Task, TaskKind};

impl Target {
    /// Reads the columns of a label set; statistics come from the training rows only.
    ///
    /// # Errors
    /// A column whose labels don't mean yes and no, or without a label in the training rows.
    pub fn of_labels(set: &str, columns: &[&Column], rows: usize, train: &[u32]) -> Result<Self, DataError> {
        let width = columns.len();
        let mut labels = vec![f32::NAN; rows * width];
        let mut shares = Vec::with_capacity(width);
        let (mut surprise, mut total) = (0.0, 0.0);
        for (place, column) in columns.iter().enumerate() {
            let is_yes = truths(set, column)?;
            for row in 0..rows {
                if let Some(code) = column.code(row) {
                    labels[row * width + place] = f32::from(u8::from(is_yes[code]));
                }
            }
            let known: Vec<bool> =
                train.iter().filter_map(|&row| column.code(row as usize)).map(|code| is_yes[code]).collect();
            if known.is_empty() {
                return Err(DataError::NoTrainingLabels { task: column.name.clone() });
            }
            let count = known.len() as f64;
            let share = known.iter().filter(|&&is_yes| is_yes).count() as f64 / count;
            surprise += count * entropy(&[share, 1.0 - share]);
            total += count;
            shares.push(share);
        }
        let note = |column: &&Column| Classes::of(column, train, RareClasses::Keep).note(&column.name, false);
        let classes = columns.iter().map(|column| column.name.clone()).collect();
        Ok(Self {
            task: Task { name: set.to_owned(), kind: TaskKind::Multilabel, classes },
            mean: 0.0,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale: 1.0,
            class_shares: shares,
            class_weights: Vec::new(),
            kinds: vec![TaskKind::Multilabel],
            notes: columns.iter().filter_map(note).collect(),
            trivial_loss: surprise / total,
            labels,
        })
    }
}

/// Which of a column's levels mean yes.
fn truths(set: &str, column: &Column) -> Result<Vec<bool>, DataError> {
    let levels: Vec<&str> = column.levels().iter().collect();
    match levels.as_slice() {
        [] => return Err(DataError::NoLabels { task: column.name.clone() }),
        [only] => {
            return Err(DataError::OneClass { task: column.name.clone(), class: (*only).to_owned() });
        }
        [_, _, ..] => {}
    }
    if !kind::are_boolean(&levels) {
        let found = levels.iter().take(2).map(|level| format!("“{level}”")).collect::<Vec<_>>().join(", ");
        let more = if levels.len() > 2 { " and more" } else { "" };
        let (set, column) = (set.to_owned(), column.name.clone());
        return Err(DataError::NotYesOrNo { set, column, found: found + more });
    }
    Ok(levels.iter().map(|level| kind::truth(level) == Some(true)).collect())
}

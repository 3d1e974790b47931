//! Several labels in a cell as labels of a set: yes for those it has and no for the others, and none where it is empty.

use crate::schema::error::DataError;
use crate::table::column::{Column, RARE};
use crate::table::multi_select::Parts;
use crate::task::classes::entropy;
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{MOST_CLASSES, Task, TaskKind};

/// Most labels that a sentence names.
const MOST_NAMED: usize = 5;

impl Target {
    /// Reads a column whose cells hold several labels; statistics come from the training rows only.
    ///
    /// # Errors
    /// Fewer than two labels, or more than can be learned.
    pub(super) fn of_parts(
        column: &Column,
        parts: &Parts,
        rows: usize,
        train: &[u32],
    ) -> Result<Self, DataError> {
        let task = || column.name.clone();
        let width = parts.labels.len();
        if let [only] = parts.labels.as_slice() {
            return Err(DataError::OneClass { task: task(), class: only.clone() });
        }
        if width > MOST_CLASSES {
            return Err(DataError::TooManyClasses {
                task: task(),
                classes: width,
                rows: rows - column.missing(),
            });
        }
        let mut labels = vec![f32::NAN; rows * width];
        for (row, own) in labels.chunks_exact_mut(width).enumerate() {
            if let Some(cell) = column.label(row) {
                own.fill(0.0);
                parts.indices(cell).for_each(|label| own[label] = 1.0);
            }
        }
        let known: Vec<&[f32]> = (train.iter())
            .map(|&row| &labels[row as usize * width..][..width])
            .filter(|own| own.iter().any(|label| !label.is_nan()))
            .collect();
        let yes = |label: usize| known.iter().filter(|own| own[label] == 1.0).count();
        let counts: Vec<usize> = (0..width).map(yes).collect();
        let shares: Vec<f64> = counts.iter().map(|&count| count as f64 / known.len().max(1) as f64).collect();
        let loss = shares.iter().map(|&share| entropy(&[share, 1.0 - share])).sum::<f64>() / width as f64;
        let named = counts.iter().zip(&parts.labels).filter(|(count, _)| **count < RARE);
        let named: Vec<String> = named.map(|(count, label)| format!("“{label}” ({count})")).collect();
        Ok(Self {
            task: Task { name: task(), kind: TaskKind::Multilabel, classes: parts.labels.clone() },
            mean: 0.0,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale: 1.0,
            class_shares: shares,
            class_weights: Vec::new(),
            kinds: vec![TaskKind::Multilabel],
            notes: rare_note(&column.name, &named).into_iter().collect(),
            trivial_loss: loss,
            labels,
        })
    }
}

fn rare_note(task: &str, named: &[String]) -> Option<String> {
    let more = named.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown = named.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    (!named.is_empty()).then(|| {
        format!("Fewer than {RARE} training rows of “{task}” have these labels, too few to learn much from: {shown}{more}.")
    })
}

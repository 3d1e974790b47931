//! The labels of one task, as its head learns them, and the way back to the column's own terms.

use crate::read::number::plain;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::multi_select::Parts;
use crate::task::TargetConfig;
use crate::task::class_weights::ClassWeights;
use crate::task::rare::RareClasses;
use crate::task::transform::{Curve, Transform};
use crate::task::{Task, TaskKind};

/// The labels of one task.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which task.
    pub task: Task,
    /// Mean of the training labels; 0 for classes.
    pub mean: f64,
    /// Straightens labels before they are standardised.
    pub(super) curve: Curve,
    /// Mean of the straightened training labels; 0 for counts and classes.
    pub(super) center: f64,
    /// Standard deviation of the straightened training labels; for counts their mean, or less than one event where there is
    /// none; 1 for classes.
    pub(super) scale: f64,
    /// Share of each class among the training labels, or of yes among each label's; empty for numbers and counts.
    pub class_shares: Vec<f64>,
    /// How much a row of each class counts in training; empty for numbers, counts and label sets.
    pub(super) class_weights: Vec<f32>,
    /// What the column can be learned as, the default first.
    pub kinds: Vec<TaskKind>,
    /// Sentences about what is odd, or could be chosen otherwise.
    pub notes: Vec<String>,
    /// Loss of the trivial predictor on the training labels.
    pub(super) trivial_loss: f64,
    /// Standardised value, count in units of `scale`, class index, or no (0) or yes (1) of each label, `[rows, labels]`,
    /// row-major; NaN where unlabelled.
    pub(super) labels: Vec<f32>,
}

impl Target {
    /// Reads a column as labels; statistics come from the training rows only.
    ///
    /// # Errors
    /// A column that can't be a task, or not the one that is chosen.
    pub fn build(
        column: &Column,
        table: &Table,
        train: &[u32],
        chosen: TargetConfig,
    ) -> Result<Self, DataError> {
        let task = || column.name.clone();
        if TaskKind::choices_for(column, column.class_count()).is_empty() {
            return Err(DataError::NotATask { column: task(), kind: column.kind.key() });
        }
        let mut levels = column.levels().iter().map(str::to_owned);
        match (levels.next(), levels.next()) {
            (None, _) => return Err(DataError::NoLabels { task: task() }),
            (Some(only), None) if plain(&only).is_some() => {
                return Err(DataError::ConstantTask { task: task(), value: only });
            }
            (Some(only), None) => {
                return Err(DataError::OneClass { task: task(), class: only });
            }
            (Some(_), Some(_)) => {}
        }
        let has_own_kinds = column.kind.is_numeric() || column.kind == ColumnKind::MultiSelect;
        let kind = match has_own_kinds {
            true => Some(Self::kind(column, column.class_count(), chosen.kind)?),
            // Pooled classes may leave another kind.
            false => None,
        };
        let has_classes = kind.is_none_or(TaskKind::has_classes);
        if chosen.transform != Transform::None && has_classes {
            return Err(DataError::ClassTransform { task: task() });
        }
        if chosen.class_weights != ClassWeights::None && !has_classes {
            return Err(DataError::NoClasses { task: task(), field: "classWeights", choice: "none" });
        }
        if chosen.rare_classes != RareClasses::Keep && !has_classes {
            return Err(DataError::NoClasses { task: task(), field: "rareClasses", choice: "keep" });
        }
        let target = match kind {
            Some(TaskKind::Count) => Self::of_counts(column, table, train, chosen.transform)?,
            Some(TaskKind::Regression) => Self::of_numbers(column, table, train, chosen)?,
            Some(TaskKind::Multilabel) => {
                let parts = column.reading().parts().cloned();
                Self::of_parts(
                    column,
                    &parts.unwrap_or_else(|| Parts::of(column.levels())),
                    table.rows,
                    train,
                )?
            }
            Some(TaskKind::Binary | TaskKind::Multiclass | TaskKind::Ordinal) | None => {
                Self::of_classes(column, table.rows, train, chosen)?
            }
        };
        if !train.iter().any(|&row| target.label_count(row as usize) > 0) {
            return Err(DataError::NoTrainingLabels { task: task() });
        }
        Ok(target)
    }

    /// The kind that is chosen for a column of so many classes, or the default one.
    pub(super) fn kind(
        column: &Column,
        classes: usize,
        chosen: Option<TaskKind>,
    ) -> Result<TaskKind, DataError> {
        let choices = TaskKind::choices_for(column, classes);
        let refusal = || DataError::WrongKind {
            task: column.name.clone(),
            found: chosen.map_or("a task", TaskKind::key),
            kind: column.kind.key(),
            known: choices.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" or "),
        };
        match chosen {
            None => choices.first().copied(),
            Some(chosen) => choices.iter().copied().find(|&kind| kind == chosen),
        }
        .ok_or_else(refusal)
    }

    /// What a column of so many classes can be learned as, the default first.
    pub(super) fn kinds(column: &Column, classes: usize) -> Vec<TaskKind> {
        let default = TaskKind::choices_for(column, classes).first();
        let is_class_for_few = |kind: &TaskKind| kind.has_classes() && column.kind.is_numeric();
        let may_be = |kind: &TaskKind| match kind {
            TaskKind::Count => Self::counts(column),
            kind if Some(kind) != default && is_class_for_few(kind) => {
                classes * 2 <= column.len() - column.missing()
            }
            TaskKind::Regression
            | TaskKind::Binary
            | TaskKind::Multiclass
            | TaskKind::Ordinal
            | TaskKind::Multilabel => true,
        };
        TaskKind::choices_for(column, classes).iter().copied().filter(may_be).collect()
    }

    /// A head's answer in the column's own unit, from its output.
    pub fn to_original(&self, output: f64) -> f64 {
        match self.task.kind {
            TaskKind::Count => self.rate(output),
            TaskKind::Regression
            | TaskKind::Binary
            | TaskKind::Multiclass
            | TaskKind::Ordinal
            | TaskKind::Multilabel => self.curve.invert(output * self.scale + self.center),
        }
    }

    /// A value as a head learns it: straightened, with mean 0 and deviation 1 over the training labels.
    pub fn to_standard(&self, value: f64) -> f64 {
        (self.curve.apply(value) - self.center) / self.scale
    }

    /// A row's label as a head learns it: standardised value, count in units of the training mean, or class index. `None` where
    /// there is none, and for a label set, of which a row has several.
    pub fn label(&self, row: usize) -> Option<f32> {
        match self.labels(row) {
            [label] if !label.is_nan() => Some(*label),
            _ => None,
        }
    }

    /// The labels that a row can have: one, or no (0) or yes (1) a column of a label set; NaN where it has none.
    pub fn labels(&self, row: usize) -> &[f32] {
        let count = self.task.label_count();
        self.labels.get(row * count..(row + 1) * count).unwrap_or(&[])
    }

    /// How many labels a row has.
    pub fn label_count(&self, row: usize) -> usize {
        self.labels(row).iter().filter(|label| !label.is_nan()).count()
    }

    /// A row's label in the column's own unit; a class's index.
    pub fn actual(&self, row: usize) -> Option<f64> {
        let label = f64::from(self.label(row)?);
        Some(match self.task.kind {
            // Counts are whole, so that nothing is lost on the way there and back.
            TaskKind::Count => (label * self.scale).round(),
            TaskKind::Regression => self.to_original(label),
            TaskKind::Binary | TaskKind::Multiclass | TaskKind::Ordinal | TaskKind::Multilabel => label,
        })
    }

    /// How much each label of a row counts in training, the row's own weight left aside: 0 where it has none.
    pub fn training_weight(&self, row: usize) -> f32 {
        match self.label(row) {
            Some(label) => self.class_weight(label as usize),
            None => f32::from(u8::from(self.label_count(row) > 0)),
        }
    }

    /// How much a row of a class counts in training: 1 where classes aren't weighed.
    pub fn class_weight(&self, class: usize) -> f32 {
        self.class_weights.get(class).copied().unwrap_or(1.0)
    }

    /// Loss on the training labels of the trivial predictor: 1 for a standardised number, half the Poisson deviance in units of the training
    /// mean for counts, the entropy of the training labels (nats) for classes, and its mean over the labels of a set, each
    /// counting as often as it is known.
    pub fn trivial_loss(&self) -> f64 {
        self.trivial_loss
    }
}

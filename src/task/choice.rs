//! What a column can be learned as, and what it is learned as where nobody says.

use std::ops::RangeInclusive;

use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::table::name::has_word;
use crate::task::kind::TaskKind;

/// Most classes that a task may have.
pub const MOST_CLASSES: usize = 200;

/// Largest number that may count something.
const MOST_COUNTED: f64 = 1e12;

/// How many whole numbers may be names of classes by themselves.
const COUNTED: RangeInclusive<usize> = 3..=10;

/// Words in the names of columns whose whole numbers are classes.
const CLASS_WORDS: [&str; 7] = ["target", "class", "label", "category", "type", "species", "cluster"];

/// Whether a column's name says that it holds classes, and its numbers count them up from 0 or 1.
fn counts_classes(column: &Column) -> bool {
    let numbers = || column.class_order().into_iter().map(|code| column.level_number(code));
    let first = numbers().next().unwrap_or(f64::NAN);
    has_word(&column.name, &CLASS_WORDS)
        && (first == 0.0 || first == 1.0)
        && numbers().zip(0..).all(|(number, step)| number == first + f64::from(step))
}

/// The kinds that a column can be learned as, the default first: [`choices`], but classes first where it is named after them and
/// its whole numbers count them up from 0 or 1, as 0, 1 and 2 in a column “target” do.
///
/// - `classes`: different labels, or fewer where rare ones are pooled
pub fn choices_for(column: &Column, classes: usize) -> &'static [TaskKind] {
    if column.kind == ColumnKind::Integer && COUNTED.contains(&classes) && counts_classes(column) {
        return &[TaskKind::Multiclass, TaskKind::Regression, TaskKind::Count, TaskKind::Ordinal];
    }
    choices(column.kind, classes)
}

/// The kinds that a column with so many different labels can be learned as, the default first; none where it can't be a task.
/// Whole numbers of which there are two name classes more often than amounts; of more, that is for the user to say.
///
/// - `labels`: different labels, or different numbers in a column of numbers
pub fn choices(column: ColumnKind, labels: usize) -> &'static [TaskKind] {
    match column {
        ColumnKind::Integer if labels == 2 => &[TaskKind::Binary, TaskKind::Regression, TaskKind::Count],
        ColumnKind::Number if labels == 2 => &[TaskKind::Regression, TaskKind::Count, TaskKind::Binary],
        ColumnKind::Integer if labels <= MOST_CLASSES => {
            &[TaskKind::Regression, TaskKind::Count, TaskKind::Multiclass, TaskKind::Ordinal]
        }
        ColumnKind::Number | ColumnKind::Integer => &[TaskKind::Regression, TaskKind::Count],
        ColumnKind::Category | ColumnKind::Ordered | ColumnKind::Boolean | ColumnKind::Constant
            if labels == 2 =>
        {
            &[TaskKind::Binary]
        }
        ColumnKind::Image => &[TaskKind::Mask],
        ColumnKind::MultiSelect => &[TaskKind::Multilabel],
        ColumnKind::Ordered => &[TaskKind::Ordinal, TaskKind::Multiclass],
        ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Constant => &[TaskKind::Multiclass],
        ColumnKind::Identifier | ColumnKind::Date | ColumnKind::Text => &[],
    }
}

/// The kind that is chosen for a column of so many classes, or the default one.
pub fn kind(column: &Column, classes: usize, chosen: Option<TaskKind>) -> Result<TaskKind, DataError> {
    let choices = choices_for(column, classes);
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
pub fn kinds(column: &Column, classes: usize) -> Vec<TaskKind> {
    let default = choices_for(column, classes).first();
    let is_class_for_few = |kind: &TaskKind| kind.card().has_classes() && column.kind.is_numeric();
    let may_be = |kind: &TaskKind| match kind {
        TaskKind::Count => counts(column),
        kind if Some(kind) != default && is_class_for_few(kind) => {
            classes * 2 <= column.len() - column.missing()
        }
        TaskKind::Regression
        | TaskKind::Binary
        | TaskKind::Multiclass
        | TaskKind::Ordinal
        | TaskKind::Multilabel
        | TaskKind::Mask => true,
    };
    choices_for(column, classes).iter().copied().filter(may_be).collect()
}

/// Whether all values of a column may count something.
pub fn counts(column: &Column) -> bool {
    (0..column.levels().len()).all(|code| may_count(column.level_number(code)))
}

/// Whether a number may count something.
pub fn may_count(value: f64) -> bool {
    value.fract() == 0.0 && (0.0..=MOST_COUNTED).contains(&value)
}

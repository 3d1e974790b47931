//! A column with the role task becomes a target, of the kind that is chosen or that suits it.

use crate::read::number::plain;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::task::binary::Binary;
use crate::task::choice;
use crate::task::class_weights::ClassWeights;
use crate::task::count::Count;
use crate::task::fit::Fit;
use crate::task::kind::{Kind, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::list::Task;
use crate::task::mask::Mask;
use crate::task::multiclass::Multiclass;
use crate::task::multilabel::Multilabel;
use crate::task::ordinal::Ordinal;
use crate::task::rare::{ColumnClasses, RareClasses};
use crate::task::regression::Regression;
use crate::task::target::Target;
use crate::task::transform::Transform;

/// Reads a column as labels; statistics come from the training rows only.
///
/// # Errors
/// A column that can't be a task, or not the one that is chosen.
pub fn target(own: &Fit<'_>) -> Result<Target, DataError> {
    let Fit { column, train, .. } = *own;
    if choice::choices_for(column, column.class_count()).is_empty() {
        return Err(DataError::NotATask { column: column.name.clone(), kind: column.kind.key() });
    }
    check_levels(column)?;
    let kind = kind(own)?;
    check_choices(own, kind)?;
    let target = match kind {
        TaskKind::Regression => Target::of(Regression::fit(own)?),
        TaskKind::Count => Target::of(Count::fit(own)?),
        TaskKind::Binary => Target::of(Binary::fit(own)?),
        TaskKind::Multiclass => Target::of(Multiclass::fit(own)?),
        TaskKind::Ordinal => Target::of(Ordinal::fit(own)?),
        TaskKind::Multilabel => Target::of(Multilabel::fit(own)?),
        TaskKind::Mask => Target::of(Mask::fit(own)?),
    };
    if !train.iter().any(|&row| target.label_count(row as usize) > 0) {
        return Err(DataError::NoTrainingLabels { task: column.name.clone() });
    }
    Ok(target)
}

/// Reads the columns of a label set; statistics come from the training rows only.
///
/// # Errors
/// A column whose labels don't mean yes and no, or without a label in the training rows.
pub fn label_set(set: &str, columns: &[&Column], rows: usize, train: &[u32]) -> Result<Target, DataError> {
    Multilabel::fit_columns(set, columns, rows, train).map(Target::of)
}

/// A task without the labels of any row, as it answers for new ones; `None` where its parts don't fit each other.
pub fn unlabelled(task: Task) -> Option<Target> {
    match task {
        Task::Regression(kind) => sound(kind),
        Task::Count(kind) => sound(kind),
        Task::Binary(kind) => sound(kind),
        Task::Multiclass(kind) => sound(kind),
        Task::Ordinal(kind) => sound(kind),
        Task::Multilabel(kind) => sound(kind),
        Task::Mask(kind) => sound(kind),
    }
}

fn sound<K: Kind>(kind: K) -> Option<Target>
where
    Task: From<K>,
{
    let labelled =
        |kind| Labelled { kind, labels: K::Labels::default(), kinds: Vec::new(), notes: Vec::new() };
    kind.is_sound().then(|| Target::of(labelled(kind)))
}

/// Refuses a column with fewer than two different labels.
fn check_levels(column: &Column) -> Result<(), DataError> {
    let task = || column.name.clone();
    let mut levels = column.levels().iter().map(str::to_owned);
    match (levels.next(), levels.next()) {
        (None, _) => Err(DataError::NoLabels { task: task() }),
        (Some(only), None) if plain(&only).is_some() => {
            Err(DataError::ConstantTask { task: task(), value: only })
        }
        (Some(only), None) => Err(DataError::OneClass { task: task(), class: only }),
        (Some(_), Some(_)) => Ok(()),
    }
}

/// The kind that is chosen, or the default one; pooled classes may leave another.
fn kind(own: &Fit<'_>) -> Result<TaskKind, DataError> {
    let Fit { column, train, chosen, .. } = *own;
    let has_own_kinds =
        column.kind.is_numeric() || matches!(column.kind, ColumnKind::MultiSelect | ColumnKind::Image);
    if has_own_kinds {
        let kind = choice::kind(column, column.class_count(), chosen.kind)?;
        if chosen.rare_classes == RareClasses::Keep || !kind.card().has_classes() {
            return Ok(kind);
        }
    }
    if chosen.rare_classes == RareClasses::Pool {
        let default = choice::choices_for(column, column.class_count()).first();
        if chosen.kind.as_ref().or(default).is_some_and(|kind| kind.card().has_thresholds) {
            return Err(DataError::PooledOrder { task: column.name.clone() });
        }
    }
    let found = ColumnClasses::of(column, train, chosen.rare_classes);
    let classes = found.names.len();
    // Where pooling leaves two classes, nothing is left of a choice among kinds of several.
    let wanted = chosen.kind.filter(|_| !(found.is_pooled && classes == 2));
    choice::kind(column, classes, wanted)
}

/// Refuses choices that mean nothing for a kind of task.
fn check_choices(own: &Fit<'_>, kind: TaskKind) -> Result<(), DataError> {
    let Fit { column, chosen, .. } = *own;
    let task = || column.name.clone();
    let has_classes = kind.card().has_classes();
    if chosen.transform != Transform::None && has_classes {
        return Err(DataError::ClassTransform { task: task() });
    }
    if chosen.class_weights != ClassWeights::None && !has_classes {
        return Err(DataError::NoClasses { task: task(), field: "classWeights", choice: "none" });
    }
    if chosen.rare_classes != RareClasses::Keep && !has_classes {
        return Err(DataError::NoClasses { task: task(), field: "rareClasses", choice: "keep" });
    }
    if chosen.cost_ratio.is_some() && kind.card().label_code != LabelCode::YesNo {
        return Err(DataError::NoTwoClasses { task: task() });
    }
    Ok(())
}

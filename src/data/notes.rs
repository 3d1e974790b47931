//! Sentences about scores that are not what they seem: rows of one thing on both sides of a split, or none to score.

use std::collections::HashSet;

use super::by_time::ByTime;
use super::split::Splits;
use crate::config::SplitConfig;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::task::baseline::Baseline;
use crate::task::target::Target;
use crate::weighting::unit::is_constant;

/// What is to be said about all scores of a split table.
pub fn of_splits(table: &Table, config: &SplitConfig, splits: &Splits) -> Vec<String> {
    let is_given = table.with_role(Role::Split).next().is_some();
    let is_random = config.by_time.is_none() && !is_given;
    let series = table.advice().series.as_ref().filter(|_| is_random);
    let notes = [unlabelled(splits), series.map(|series| series.note()), timeless(table, config)];
    notes
        .into_iter()
        .flatten()
        .chain(shared_groups(table, splits))
        .chain(shared_copies(table, splits))
        .collect()
}

fn unlabelled(splits: &Splits) -> Option<String> {
    let test = splits.rows(Split::Test).len();
    let found = splits.unlabelled;
    (found > 0).then(|| {
        format!(
            "The {found} test rows of the split column have no label of any task, so nothing can be scored on them: they were left out, and {test} labelled rows were drawn for the test split instead."
        )
    })
}

/// Rows that could not be put in the order of time.
fn timeless(table: &Table, config: &SplitConfig) -> Option<String> {
    let name = config.by_time.as_deref()?;
    let missing = ByTime::of(table, name).ok()?.missing();
    let are = if missing == 1 { "row has no time" } else { "rows have no time" };
    (missing > 0).then(|| format!("{missing} {are} in “{name}”, and went to the training split."))
}

/// Test rows about a thing that training rows are about too.
fn shared_groups(table: &Table, splits: &Splits) -> Option<String> {
    let role = table.with_role(Role::Group).next().map(|column| column.name.as_str());
    let name = role.or(table.advice().group.as_deref())?;
    let column = table.columns.iter().find(|column| column.name == name)?;
    let code = |row: &u32| column.code(*row as usize);
    let trained: HashSet<usize> = splits.rows(Split::Train).iter().filter_map(code).collect();
    let test = splits.rows(Split::Test);
    let shared = test.iter().filter_map(code).filter(|code| trained.contains(code)).count();
    (shared > 0).then(|| {
        format!(
            "{shared} of {} test rows have a value of “{name}” that training rows have too: where rows of one value belong together, scores are too good. Give “{name}” the role group, without a split column, to keep them in one split.",
            test.len()
        )
    })
}

/// Test rows that are copies of training rows.
fn shared_copies(table: &Table, splits: &Splits) -> Option<String> {
    let copies = table.advice().copies.as_ref()?;
    let first = |row: &u32| copies.firsts.get(row).copied().unwrap_or(*row);
    let trained: HashSet<u32> = splits.rows(Split::Train).iter().map(first).collect();
    let test = splits.rows(Split::Test);
    let shared = test.iter().filter(|row| trained.contains(&first(row))).count();
    (shared > 0).then(|| {
        format!(
            "{shared} of {} test rows are copies of training rows, equal in all inputs and tasks: test scores are too good. Keep copies together (split.keepCopiesTogether), or take them out.",
            test.len()
        )
    })
}

/// What is to be said about a task that has no label in a split.
pub fn of_task(target: &Target, splits: &Splits) -> Option<String> {
    let has_none =
        |split: &Split| splits.rows(*split).iter().all(|&row| target.label_count(row as usize) == 0);
    let names: Vec<&str> =
        [Split::Valid, Split::Test].iter().filter(|split| has_none(split)).map(|split| split.key()).collect();
    let name = target.name();
    (!names.is_empty()).then(|| {
        let names = names.join(" or ");
        format!("“{name}” has no label among the {names} rows, so it has no score there: label some, or split the rows otherwise.")
    })
}

/// A sentence for a task whose training rows don't differ in their label.
///
/// - `task`: its name
pub fn of_baseline(baseline: &Baseline, task: &str) -> Option<String> {
    is_constant(baseline.loss).then(|| {
        format!(
            "All training rows that count have the same label of “{task}”: there is nothing to learn, and “{task}” has no say in which epoch is kept. Add rows with other labels, or give “{task}” another role."
        )
    })
}

//! Every view of a head, whatever it is: it draws what its kinds of task list it for, and nothing makes it fail.

#[path = "support/awkward.rs"]
mod awkward;
#[path = "support/seen.rs"]
mod seen;

use std::collections::BTreeSet;

use polyhead::figure::{Body, Drawn, Marks, Options, Setting};
use polyhead::task::TaskKind;
use polyhead::view::HeadView;
use serde_json::Value;

#[test]
fn every_view_has_a_key_and_a_name_of_its_own() {
    let keys: BTreeSet<&str> = HeadView::ALL.iter().map(|view| view.card().key).collect();
    let names: BTreeSet<&str> = HeadView::ALL.iter().map(|view| view.card().name).collect();
    let all: BTreeSet<HeadView> = HeadView::ALL.into_iter().collect();
    assert_eq!(
        (keys.len(), names.len(), all.len()),
        (HeadView::ALL.len(), HeadView::ALL.len(), HeadView::ALL.len())
    );
    for view in HeadView::ALL {
        assert_eq!(serde_json::to_value(view).unwrap(), view.card().key, "the key is what JSON has");
    }
}

#[test]
fn a_kind_of_task_lists_only_views_that_draw_something_for_it() {
    for kind in TaskKind::ALL {
        let listed = kind.card().views;
        let different: BTreeSet<_> = listed.iter().collect();
        assert!(!listed.is_empty() && different.len() == listed.len(), "{kind:?} lists {listed:?}");
        let said = awkward::said(kind);
        for &view in listed {
            let drawn = view.draw(&said[0].seen(), &Options::default());
            assert!(!drawn.figures.is_empty(), "{kind:?} lists {view:?}, which draws nothing");
            assert!(drawn.sentence.len() > 20, "{view:?} says too little: “{}”", drawn.sentence);
            for figure in &drawn.figures {
                assert_eq!(figure.task, Some(1), "{view:?} of {kind:?}");
                assert!(figure.title.starts_with("task: "), "{view:?} has the title “{}”", figure.title);
                assert!(has_marks(&figure.body), "{view:?} of {kind:?} has an empty figure");
            }
        }
    }
}

#[test]
fn every_view_is_listed_by_some_kind_of_task() {
    for view in HeadView::ALL {
        let is_listed = TaskKind::ALL.iter().any(|kind| kind.card().views.contains(&view));
        assert!(is_listed, "no kind of task has {view:?}");
    }
}

#[test]
fn no_view_fails_on_awkward_answers_whatever_is_set() {
    for kind in TaskKind::ALL {
        for said in awkward::said(kind) {
            for view in HeadView::ALL {
                let what = format!("{view:?} of {kind:?}, {}", said.what);
                let seen = said.seen();
                let drawn = view.draw(&seen, &Options::default());
                assert_sound(&drawn, &seen.rows, &what);
                for options in every_setting(&drawn) {
                    let set = view.draw(&seen, &options);
                    assert_sound(&set, &seen.rows, &format!("{what}, {options:?}"));
                    assert!(is_as_set(&set, &options), "{what} does not keep {options:?}");
                }
                let nonsense = drawn.controls.iter().map(|control| (control.key.clone(), "?".to_owned()));
                let nonsense = Options(nonsense.collect());
                assert_eq!(as_text(&view.draw(&seen, &nonsense)), as_text(&drawn), "{what} takes nonsense");
            }
        }
    }
}

#[test]
fn without_rows_every_view_says_so() {
    for kind in TaskKind::ALL {
        let said = awkward::said(kind);
        let empty = said.iter().find(|said| said.rows == 0).unwrap();
        for view in HeadView::ALL {
            let drawn = view.draw(&empty.seen(), &Options::default());
            assert_eq!(drawn.sentence, "No row of this split has a label of this task.");
            assert!(drawn.figures.is_empty());
        }
    }
}

fn has_marks(body: &Body) -> bool {
    match body {
        Body::Chart(chart) => chart.layers.iter().any(|layer| match &layer.marks {
            Marks::Points(points) => !points.at.is_empty(),
            Marks::Line { at } => !at.is_empty(),
            Marks::Bars { bars } => !bars.is_empty(),
            Marks::Intervals { marks } => !marks.is_empty(),
            Marks::Area { bands } => !bands.is_empty(),
            Marks::Field(field) => !field.strengths.is_empty(),
            Marks::Rule(_) => false,
        }),
        Body::Grid(grid) => {
            grid.cells.len() == grid.rows.len()
                && grid.cells.iter().all(|line| !line.is_empty() && line.len() == grid.columns.len())
        }
        Body::Table(table) => table.lines.iter().all(|line| line.cells.len() == table.columns.len()),
        Body::Masks(masks) => !masks.actual.is_empty(),
    }
}

/// Each control at each item, or at its ends and in between.
fn every_setting(drawn: &Drawn) -> Vec<Options> {
    let mut all = Vec::new();
    for control in &drawn.controls {
        let values: Vec<String> = match &control.setting {
            Setting::Choice { items, .. } => items.iter().map(|item| item.key.clone()).collect(),
            Setting::Slider { ends: [low, high], step, .. } => {
                [*low, low + step, *high].map(|value| value.to_string()).to_vec()
            }
        };
        all.extend(values.into_iter().map(|value| Options([(control.key.clone(), value)].into())));
    }
    all
}

fn is_as_set(drawn: &Drawn, options: &Options) -> bool {
    options.0.iter().all(|(key, value)| {
        drawn.controls.iter().any(|control| {
            control.key == *key
                && match &control.setting {
                    Setting::Choice { value: set, .. } => set == value,
                    Setting::Slider { value: set, .. } => set.to_string() == *value,
                }
        })
    })
}

/// Its numbers are finite, it is read again from JSON, and the rows behind its marks are labelled ones.
fn assert_sound(drawn: &Drawn, rows: &[u32], what: &str) {
    let text = as_text(drawn);
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{what}: {error}"));
    // JSON writes what is no finite number as null.
    assert!(!has_null(&value), "{what} has a number that is not finite: {text}");
    if let Err(error) = serde_json::from_str::<Drawn>(&text) {
        panic!("{what} is not read again: {error}");
    }
    let mut behind = Vec::new();
    collect_rows(&value, &mut behind);
    assert!(behind.iter().all(|row| rows.contains(row)), "{what} has rows that are not labelled");
    assert!(!text.contains("NaN") && !text.contains("inf,"), "{what} shows no number: {text}");
    for control in &drawn.controls {
        if let Setting::Choice { items, value } = &control.setting {
            assert!(items.iter().any(|item| item.key == *value), "{what} has set what is no item");
        }
    }
}

fn as_text(drawn: &Drawn) -> String {
    serde_json::to_string(drawn).unwrap_or_else(|error| panic!("{error}"))
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        // Figures of no task, and intervals without ends, have a null by right.
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| has_null(value) && !(value.is_null() && (key == "task" || key == "ends"))),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Numbers that stand in lists named `rows`.
fn collect_rows(value: &Value, into: &mut Vec<u32>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_rows(item, into)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_array() {
                    Some(items) if key == "rows" => {
                        into.extend(items.iter().filter_map(|item| Some(item.as_u64()? as u32)));
                    }
                    _ => collect_rows(value, into),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

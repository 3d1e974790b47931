//! A label set from the table to the report: trained, scored, answered and taken apart again in one session.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::architecture::ArchitectureKind;
use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, Event};
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::schema::text::score;
use polyhead::task::TaskKind;
use polyhead::view::HeadView;
use polyhead::weighting::WeightingKind;
use serde_json::{Value, json};
use support::{answer, drawn, drive_in_turn, failure, load, look, report, texts};

/// Inputs x1 and x2; labels that follow from them, of which `low` lacks two rows in five and `east` one in four; a number.
fn table(rows: usize) -> String {
    let mut text = String::from("x1,x2,north,east,low,value\n");
    for row in 0..rows {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let north = ["no", "yes"][usize::from(x2 > 0.0)];
        let east = if row % 4 == 1 { "" } else { ["0", "1"][usize::from(x1 > 0.4)] };
        let low = if row % 5 < 2 { "" } else { ["false", "true"][usize::from(x1 + x2 < 0.5)] };
        text += &format!("{x1:.4},{x2:.4},{north},{east},{low},{:.4}\n", x1 - x2);
    }
    text
}

const ROLES: [(&str, Role); 4] =
    [("north", Role::Task), ("east", Role::Task), ("low", Role::Task), ("value", Role::Task)];

fn loaded() -> Command {
    load(&table(400), &ROLES, &[])
}

fn together() -> Command {
    Command::Configure(json!({"labelSets": {"places": ["north", "east", "low"]}}))
}

fn quick(others: &Value) -> Command {
    let quick = json!({"epochs": 40, "batchSize": 32, "optimizer": {"learningRate": 0.01}});
    let mut patch = quick;
    for (field, value) in others.as_object().into_iter().flatten() {
        patch[field] = value.clone();
    }
    Command::Configure(patch)
}

#[test]
fn a_label_set_is_learned_scored_and_answered_as_one_task() {
    let row = |x1: f64, x2: f64| serde_json::from_value(json!({"x1": x1, "x2": x2})).expect("a row");
    let rows = vec![row(0.9, 0.9), row(-0.9, -0.9), row(-0.9, 0.9)];
    let messages = drive_in_turn(vec![
        loaded(),
        together(),
        quick(&json!({})),
        Command::Train { epochs: None },
        Command::Predict { run: None, rows },
        look(0, HeadView::PerClass, Split::Test),
    ]);
    let report = report(&messages, 4);
    let [task, value] = &report.tasks[..] else { panic!("two tasks, not {:?}", report.tasks) };
    assert_eq!((task.name.as_str(), task.kind), ("places", TaskKind::Multilabel));
    assert_eq!(task.classes, ["north", "east", "low"]);
    assert_eq!(task.labelled.values().sum::<usize>(), 400);
    assert!(value.labels.is_empty());
    // Two inputs, a trunk of 64 and 32, and four outputs.
    assert_eq!(report.parameters, (2 + 1) * 64 + (64 + 1) * 32 + (32 + 1) * 4);
    for split in Split::ALL {
        let (metrics, trivial) = (&task.metrics[&split], &task.trivial[&split]);
        assert!(metrics.keys().copied().eq(trivial.keys().copied()), "{split:?}");
        let mut expected = task.kind.card().metrics.to_vec();
        expected.sort_unstable();
        assert!(metrics.keys().eq(&expected), "{split:?}");
        assert!(metrics[&MetricKind::MacroF1].expect("a score") > 0.9, "{metrics:?}");
        let (loss, log_loss) = (metrics[&MetricKind::Loss], metrics[&MetricKind::LogLoss]);
        assert!((loss.expect("a loss") - log_loss.expect("a loss")).abs() < 1e-12);
        assert!(loss < Some(0.5 * trivial[&MetricKind::Loss].expect("a loss")));
        // Every known cell is in the table of labels, and no other.
        let labels = &task.labels[&split];
        let rows = labels[0].labelled;
        assert!(labels[1].labelled < rows && labels[2].labelled < rows && rows == task.labelled[&split]);
    }
    let labelled = |place: usize| task.labels.values().map(|labels| labels[place].labelled).sum::<usize>();
    assert_eq!([0, 1, 2].map(labelled), [400, 300, 240]);
    let Event::Predicted(rows) = answer(&messages, 5) else { panic!("expected predictions") };
    let expected = [json!(["north", "east"]), json!(["low"]), json!(["north", "low"])];
    for (row, expected) in rows.iter().zip(expected) {
        let found = &row["places"];
        assert_eq!(found.value, expected);
        for (label, share) in found.probabilities.as_ref().expect("probabilities") {
            let is_named = expected.as_array().is_some_and(|names| names.contains(&json!(label)));
            assert_eq!(*share > 0.5, is_named, "{label}: {share}");
        }
    }
    for (shown, label) in texts(drawn(&messages, 6)).iter().zip(&task.labels[&Split::Test]) {
        assert_eq!(shown[0], label.label);
        assert_eq!(shown[1], format!("{} of {}", label.positives, label.labelled));
        assert_eq!(shown[4], score(label.f1));
    }
}

#[test]
fn rows_are_dealt_out_by_every_label_of_a_set() {
    let messages =
        drive_in_turn(vec![loaded(), together(), quick(&json!({})), Command::Train { epochs: Some(1) }]);
    let labels = &report(&messages, 4).tasks[0].labels;
    for (place, name) in ["north", "east", "low"].into_iter().enumerate() {
        let share = |split: Split| {
            let label = &labels[&split][place];
            label.positives as f64 / label.labelled as f64
        };
        for split in [Split::Valid, Split::Test] {
            assert!((share(split) - share(Split::Train)).abs() < 0.04, "{name} {split:?}");
        }
    }
}

#[test]
fn every_architecture_and_every_weighting_learns_a_label_set() {
    let architectures =
        ArchitectureKind::ALL.map(|kind| json!({"architecture": {"kind": kind.key(), "head": [8]}}));
    let weightings = WeightingKind::ALL.map(|kind| {
        let weights = if kind == WeightingKind::Manual { json!([2, 1]) } else { json!([]) };
        json!({"weighting": {"kind": kind.key(), "weights": weights}})
    });
    for chosen in architectures.iter().chain(&weightings) {
        let messages =
            drive_in_turn(vec![loaded(), together(), quick(chosen), Command::Train { epochs: None }]);
        for task in &report(&messages, 4).tasks {
            let loss = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
            let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
            assert!(loss < 0.7 * trivial, "{chosen} {}: {loss} of {trivial}", task.name);
        }
    }
}

#[test]
fn a_set_lives_as_long_as_two_of_its_columns_are_tasks() {
    let ignore = |column: &str| {
        Command::SetColumns(vec![ColumnChoice {
            column: column.into(),
            role: Some(Role::Ignore),
            kind: None,
        }])
    };
    let nothing = || Command::Configure(json!({}));
    let messages = drive_in_turn(vec![
        loaded(),
        together(),
        ignore("low"),
        nothing(),
        ignore("east"),
        nothing(),
        loaded(),
        Command::Configure(json!({"labelSets": {"places": ["value", "north"]}})),
        Command::Train { epochs: None },
        Command::Configure(json!({"labelSets": {"places": null}})),
    ]);
    let state = |id: u32| match answer(&messages, id) {
        Event::Configured { config, model, problem } => {
            let tasks = model.iter().flat_map(|model| &model.tasks);
            let tasks = tasks.map(|task| task.name.clone()).collect::<Vec<_>>();
            (config.label_sets.clone(), tasks, problem.clone())
        }
        other => panic!("expected a configuration, got {other:?}"),
    };
    assert_eq!(state(2).1, ["places", "value"]);
    let (sets, tasks, _) = state(4);
    assert_eq!((&sets["places"][..], tasks.len()), (&["north".to_owned(), "east".to_owned()][..], 2));
    let (sets, tasks, _) = state(6);
    assert!(sets.is_empty());
    assert_eq!(tasks, ["north", "value"]);
    // What can't be learned so is said at once, and again by who trains regardless.
    let problem = state(8).2.expect("a problem");
    assert!(problem.contains("“value” holds") && failure(&messages, 9) == problem, "{problem}");
    assert_eq!(state(10).1, ["north", "east", "low", "value"]);
}

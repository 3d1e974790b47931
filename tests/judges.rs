//! Which tasks choose the epoch that is kept: those with something to learn and a weight, by losses that are numbers.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, Event};
use polyhead::report::RunReport;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use serde_json::{Value, json};
use support::{answer, drive_in_turn, load, report};

/// 200 rows: `value` follows from `x`, `other` from nothing; `visits` is 3 in all rows but those of validation.
fn table(valid_value: &str) -> String {
    let line = |row: usize| {
        let x = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let part = ["train", "train", "train", "valid", "test"][row % 5];
        let visits = if part == "valid" { row % 7 } else { 3 };
        let value = format!("{:.4}", (3.0 * x).sin() + ((row * 53) % 103) as f64 / 100.0);
        let value = if part == "valid" && !valid_value.is_empty() { valid_value } else { &value };
        format!("{x},{value},{},{visits},{part}\n", (row * row * 31) % 107)
    };
    "x,value,other,visits,part\n".to_owned() + &(0..200).map(line).collect::<String>()
}

fn run(text: &str, tasks: &[&str], patch: Value) -> (RunReport, Vec<String>) {
    let mut roles: Vec<(&str, Role)> = ["value", "other", "visits"]
        .map(|name| (name, if tasks.contains(&name) { Role::Task } else { Role::Ignore }))
        .into();
    roles.push(("part", Role::Split));
    let quick =
        json!({"epochs": 60, "batchSize": 32, "optimizer": {"learningRate": 0.03}, "earlyStopping": null});
    let messages = drive_in_turn(vec![
        load(text, &roles, &[]),
        Command::Configure(quick),
        Command::Configure(patch),
        Command::Train { epochs: None },
    ]);
    let Event::Configured { model: Some(model), .. } = answer(&messages, 3) else { panic!("no model") };
    let notes = model.tasks.iter().flat_map(|task| task.notes.clone()).collect();
    (report(&messages, 4).clone(), notes)
}

/// The epoch with the least validation loss of a task.
fn best_of(report: &RunReport, task: &str) -> usize {
    let loss = |place: usize| report.history[place].tasks[task].valid_loss.expect("a loss");
    let best = (0..report.history.len()).min_by(|&a, &b| loss(a).total_cmp(&loss(b)));
    best.map_or(0, |place| report.history[place].epoch)
}

#[test]
fn a_task_that_is_constant_among_training_rows_is_named_and_chooses_no_epoch() {
    let counts = json!({"targets": {"visits": {"kind": "count"}}});
    for patch in [counts, json!({})] {
        let (report, notes) = run(&table(""), &["value", "visits"], patch);
        assert_ne!(best_of(&report, "value"), best_of(&report, "visits"), "nothing is shown");
        assert_eq!(report.best_epoch, best_of(&report, "value"));
        assert!(notes.iter().any(|note| note.contains("same label of “visits”")), "{notes:?}");
        let weights = &report.history[0].weights;
        assert_eq!(weights[1], 1.0, "it is not divided by next to nothing: {weights:?}");
    }
}

#[test]
fn a_task_of_weight_0_chooses_no_epoch() {
    let manual = |weights: [f64; 2]| json!({"weighting": {"kind": "manual", "weights": weights}});
    let (report, notes) = run(&table(""), &["value", "other"], manual([1.0, 0.0]));
    assert_ne!(best_of(&report, "value"), best_of(&report, "other"), "nothing is shown");
    assert_eq!(report.best_epoch, best_of(&report, "value"));
    assert!(notes.is_empty(), "{notes:?}");
    let (report, _) = run(&table(""), &["value", "other"], manual([0.0, 1.0]));
    assert_eq!(report.best_epoch, best_of(&report, "other"));
}

#[test]
fn a_run_whose_validation_loss_is_never_a_number_keeps_the_last_epoch_and_says_so() {
    let (report, _) = run(&table("1e300"), &["value"], json!({"epochs": 3}));
    assert_eq!((report.best_epoch, report.epochs), (3, 3));
    assert!(
        report.stopped_because.contains("no epoch had a finite validation loss of “value”"),
        "{}",
        report.stopped_because
    );
    let task = &report.tasks[0];
    assert_eq!(task.metrics[&Split::Valid][&MetricKind::Loss], None);
    assert_eq!(
        task.undefined[&Split::Valid][&MetricKind::Loss],
        "an answer or an actual value is too large, or no number"
    );
    assert!(!task.undefined.contains_key(&Split::Test), "{:?}", task.undefined);
}

#[test]
fn scores_without_a_value_say_why_in_the_report() {
    let (report, _) = run(&table(""), &["value", "visits"], json!({"epochs": 2}));
    let visits = &report.tasks[1];
    // In test rows it is 3 everywhere, and in all splits the baseline says so.
    assert_eq!(visits.metrics[&Split::Test][&MetricKind::R2], None);
    assert_eq!(visits.undefined[&Split::Test][&MetricKind::R2], "all actual values are the same");
    assert_eq!(visits.trivial_undefined[&Split::Valid][&MetricKind::Pearson], "all answers are the same");
    for task in &report.tasks {
        for (metrics, reasons) in [(&task.metrics, &task.undefined), (&task.trivial, &task.trivial_undefined)]
        {
            for (split, scores) in metrics {
                let without: Vec<_> =
                    scores.iter().filter(|(_, score)| score.is_none()).map(|(kind, _)| kind).collect();
                let said: Vec<_> =
                    reasons.get(split).into_iter().flat_map(|reasons| reasons.keys()).collect();
                assert_eq!(said, without, "{} {split:?}", task.name);
            }
        }
    }
}

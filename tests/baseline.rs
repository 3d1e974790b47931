//! The multi-task scores of four real tables against reference scores on the same fixed test rows, mean of three seeds.
//!
//! The references come from another implementation of the same recipe: 128-64 ReLU, dropout 0.1, Adam 1e-3,
//! weight decay 1e-4, equal-weight sum, early stopping on an eighth of the training rows.
//! `cargo test --features train --test baseline -- --nocapture` prints the table:
//!
//! | table | task | score | reference | here, mean of 3 seeds |
//! |---|---|---|---|---|
//! | penguins | Species | accuracy | 0.990 | 0.990 |
//! | | Sex | accuracy | 0.897 | 0.897 |
//! | | Body Mass (g) | R² | 0.796 | 0.815 |
//! | bikeshare | casual | R² | 0.911 | 0.912 |
//! | | registered | R² | 0.940 | 0.939 |
//! | fifa20_players | overall | R² | 0.916 | 0.932 |
//! | | potential | R² | 0.900 | 0.911 |
//! | | value_eur | R² | 0.898 | 0.905 |
//! | | wage_eur | R² | 0.688 | 0.707 |
//! | census_income | income | accuracy | 0.955 | 0.955 |
//! | | marital stat | accuracy | 0.903 | 0.903 |
//! | | education | accuracy | 0.559 | 0.553 |
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::fmt::Write as _;

use polyhead::metric::MetricKind;
use polyhead::protocol::Command;
use polyhead::report::TaskReport;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::gallery::{EXAMPLES, Example};
use polyhead::task::TaskKind;
use serde_json::json;
use support::{drive_in_turn, load, report};

/// Furthest that a score may lie below its reference.
const ACCURACY_TOLERANCE: f64 = 0.02;
const R2_TOLERANCE: f64 = 0.03;

#[test]
fn penguins_reach_the_reference() {
    compare("penguins", &[("Species", 0.990), ("Sex", 0.897), ("Body Mass (g)", 0.796)]);
}

#[test]
fn bikeshare_reaches_the_reference() {
    compare("bikeshare", &[("casual", 0.911), ("registered", 0.940)]);
}

#[test]
fn fifa20_players_reach_the_reference() {
    let references = [("overall", 0.916), ("potential", 0.900), ("value_eur", 0.898), ("wage_eur", 0.688)];
    compare("fifa20_players", &references);
}

#[test]
fn census_income_reaches_the_reference() {
    compare("census_income", &[("income", 0.955), ("marital stat", 0.903), ("education", 0.559)]);
}

fn compare(name: &str, references: &[(&str, f64)]) {
    let example = EXAMPLES.iter().find(|example| example.key == name).expect("an example");
    let text = with_split_column(name);
    let runs: Vec<Vec<TaskReport>> = (0..3).map(|seed| run(example, &text, seed)).collect();
    let mut table = String::new();
    let mut misses = Vec::new();
    for (task, reference) in references {
        let scores: Vec<f64> = runs.iter().map(|tasks| score(tasks, task)).collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let has_classes = kind(&runs[0], task).card().has_classes();
        let (metric, tolerance) =
            if has_classes { ("accuracy", ACCURACY_TOLERANCE) } else { ("R²", R2_TOLERANCE) };
        writeln!(
            table,
            "{name:<15} {task:<14} {metric:<8} reference {reference:.3}  here {mean:.3}  seeds {scores:.3?}"
        )
        .expect("a string takes any text");
        if mean < reference - tolerance {
            misses.push(*task);
        }
    }
    println!("{table}");
    assert!(misses.is_empty(), "below the reference by more than the tolerance: {misses:?}\n{table}");
}

fn run(example: &Example, text: &str, seed: u64) -> Vec<TaskReport> {
    let mut roles = example.roles.to_vec();
    roles.push(("split", Role::Split));
    let config = Command::Configure(json!({
        "seed": seed,
        "split": {"train": 0.7, "valid": 0.1, "test": 0.2},
        "architecture": {"kind": "hard_sharing", "trunk": [128, 64], "dropout": 0.1},
        "weighting": {"kind": "equal"},
        "optimizer": {"kind": "adam", "learningRate": 1e-3, "weightDecay": 1e-4},
        "batchSize": 64, "epochs": 300, "earlyStopping": {"patience": 20}
    }));
    let messages =
        drive_in_turn(vec![load(text, &roles, example.types), config, Command::Train { epochs: None }]);
    report(&messages, 3).tasks.clone()
}

fn kind(tasks: &[TaskReport], name: &str) -> TaskKind {
    tasks.iter().find(|task| task.name == name).expect("the task").kind
}

fn score(tasks: &[TaskReport], name: &str) -> f64 {
    let task = tasks.iter().find(|task| task.name == name).expect("the task");
    let has_classes = task.kind.card().has_classes();
    let metric = if has_classes { MetricKind::Accuracy } else { MetricKind::R2 };
    task.metrics[&Split::Test][&metric].expect("a score")
}

/// The gallery table with a last column that says `test` for the fixed test rows, else `train`.
fn with_split_column(name: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: String| std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path}"));
    let text = read(format!("{root}/public/gallery/{name}.csv"));
    let rows = read(format!("{root}/tests/fixture/{name}.test-rows.txt"));
    let tests: std::collections::HashSet<usize> =
        rows.split_whitespace().map(|row| row.parse().expect("a row number")).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (place, record) in reader.records().enumerate() {
        let mut record = record.expect("a record");
        record.push_field(match place.checked_sub(1) {
            None => "split",
            Some(row) if tests.contains(&row) => "test",
            Some(_) => "train",
        });
        writer.write_record(&record).expect("writes to memory");
    }
    String::from_utf8(writer.into_inner().expect("writes to memory")).expect("text")
}

//! Runs whose architectures learn about sharing, from commands to the report.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::architecture::ArchitectureKind;
use polyhead::metric::MetricKind;
use polyhead::protocol::Command;
use polyhead::report::{Measure, Part, RunReport};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use serde_json::{Value, json};
use support::{MADE_ROLES, drive_in_turn, load, made_table, report};

fn run(architecture: Value, weighting: &str) -> RunReport {
    let config = Command::Configure(json!({
        "architecture": architecture, "weighting": {"kind": weighting}, "epochs": 6, "batchSize": 28,
        "optimizer": {"learningRate": 0.01}
    }));
    // Two numbers: heads that can be tied.
    let roles = [MADE_ROLES, &[("x2", Role::Task)]].concat();
    let table = load(&made_table(200, 0), &roles, &[]);
    report(&drive_in_turn(vec![table, config, Command::Train { epochs: None }]), 3).clone()
}

#[test]
fn every_architecture_reports_finite_numbers_between_named_parts() {
    for kind in ArchitectureKind::ALL {
        let report = run(json!({"kind": kind.key()}), "mgda");
        let learns = !matches!(
            kind,
            ArchitectureKind::HardSharing | ArchitectureKind::SingleTask | ArchitectureKind::Tabm
        );
        assert_eq!(!report.sharing.is_empty(), learns, "{kind:?}");
        for matrix in &report.sharing {
            assert_eq!(matrix.rows.len(), matrix.values.len(), "{kind:?}");
            for row in &matrix.values {
                assert_eq!(matrix.columns.len(), row.len(), "{kind:?}");
                assert!(row.iter().all(|value| value.is_finite()), "{kind:?} {row:?}");
                let sum: f64 = row.iter().sum();
                assert!(matrix.measure != Measure::Gate || (sum - 1.0).abs() < 1e-4, "{kind:?} {sum}");
            }
        }
    }
}

/// At the end of every run, also of a short one and of one that stops early, `k` experts at most have a share, and the rest none.
#[test]
fn dselect_k_ends_with_k_experts_per_task() {
    for (experts, selected, epochs, patience) in [(4, 2, 6, None), (8, 1, 30, Some(2)), (8, 3, 30, Some(30))]
    {
        let stopping = patience.map(|patience| json!({"patience": patience}));
        let config = Command::Configure(json!({
            "architecture": {"kind": "dselect_k", "experts": experts, "expertsPerTask": selected},
            "weighting": {"kind": "equal"}, "epochs": epochs, "batchSize": 28, "earlyStopping": stopping,
            "optimizer": {"learningRate": 0.01}
        }));
        let table = load(&made_table(200, 0), MADE_ROLES, &[]);
        let messages = drive_in_turn(vec![table, config, Command::Train { epochs: None }]);
        let report = report(&messages, 3);
        let [gates] = &report.sharing[..] else { panic!("one matrix") };
        for row in &gates.values {
            let used = row.iter().filter(|gate| **gate > 0.0).count();
            assert!((1..=selected).contains(&used), "{selected} of {experts}: {row:?}");
        }
        // The best epoch is one in which the choice was made.
        assert!(report.best_epoch >= 10.min(epochs / 2), "{}", report.best_epoch);
        if epochs == 30 {
            for task in &report.tasks {
                let loss = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
                let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
                assert!(loss < trivial, "{}: {loss} of {trivial}", task.name);
            }
        }
    }
}

#[test]
fn the_task_relation_is_learned_and_its_penalty_felt_with_every_kind_of_weighting() {
    for (kind, weighting) in [("task_relation", "equal"), ("task_relation", "mgda"), ("trace_norm", "equal")]
    {
        let losses = |strength: f64| {
            let report = run(json!({"kind": kind, "relationStrength": strength}), weighting);
            let last = report.history[report.history.len() - 1].clone();
            (last.tasks.values().map(|losses| losses.train_loss).collect::<Vec<_>>(), report.sharing)
        };
        let ((free, _), (tied, sharing)) = (losses(0.0), losses(1.0));
        let total = |losses: &[Option<f64>]| losses.iter().flatten().sum::<f64>();
        assert!(total(&tied) > 1.05 * total(&free), "{kind} {weighting}: {tied:?} {free:?}");
        let [correlation] = &sharing[..] else { panic!("one matrix: {sharing:?}") };
        assert_eq!(correlation.measure, Measure::Correlation);
        // Values and the yes/no task, in the model's order; the task of four classes is untied.
        assert_eq!(correlation.rows.len(), 3);
        assert!(!correlation.rows.contains(&Part::Task { task: 3 }));
        for (row, values) in correlation.values.iter().enumerate() {
            assert!((values[row] - 1.0).abs() < 1e-6, "{correlation:?}");
        }
        assert!(correlation.values[0][1] != 0.0);
    }
}

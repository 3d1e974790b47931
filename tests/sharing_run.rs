//! Runs whose architectures learn about sharing, from commands to the report.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::architecture::ArchitectureKind;
use polyhead::protocol::Command;
use polyhead::report::{Measure, Part, RunReport};
use polyhead::schema::role::Role;
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
        let learns = !matches!(kind, ArchitectureKind::HardSharing | ArchitectureKind::SingleTask);
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

#[test]
fn the_task_relation_is_learned_and_its_penalty_felt_with_every_kind_of_weighting() {
    for weighting in ["equal", "mgda"] {
        let losses = |strength: f64| {
            let report = run(json!({"kind": "task_relation", "relationStrength": strength}), weighting);
            let last = report.history[report.history.len() - 1].clone();
            (last.tasks.values().map(|losses| losses.train_loss).collect::<Vec<_>>(), report.sharing)
        };
        let ((free, _), (tied, sharing)) = (losses(0.0), losses(1.0));
        let total = |losses: &[Option<f64>]| losses.iter().flatten().sum::<f64>();
        assert!(total(&tied) > 1.05 * total(&free), "{weighting}: {tied:?} {free:?}");
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

//! Every architecture with every optimiser learns eight rows by heart, and with every weighting beats the trivial predictor.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::architecture::ArchitectureKind;
use polyhead::metric::MetricKind;
use polyhead::protocol::Command;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::weighting::WeightingKind;
use serde_json::json;
use support::{MADE_ROLES, drive_in_turn, load, made_table, report};

/// Eight training rows whose labels no linear model can give; two more rows each for the other splits.
fn eight_rows() -> String {
    let mut text = String::from("a,b,sum,odd,kind,other,rest,split\n");
    for row in 0..12 {
        let (a, b) = (row % 4, row / 4);
        let split = match row {
            0..8 => "train",
            8 | 9 => "valid",
            _ => "test",
        };
        let odd = if (a + b) % 2 == 1 { "odd" } else { "even" };
        let (kind, other, rest) = ((a + 2 * b) % 3, (a * b) % 3, 10 * (a - b) * (a - b));
        text += &format!("{a},{b},{},{odd},k{kind},o{other},{rest},{split}\n", a * a - b);
    }
    text
}

#[test]
fn eight_rows_are_learned_by_heart() {
    let tasks = ["sum", "odd", "kind", "other", "rest"].map(|task| (task, Role::Task));
    let roles = [&tasks[..], &[("split", Role::Split)]].concat();
    let heads: [&[usize]; 3] = [&[], &[16], &[16, 8]];
    // Plain descent takes longer, the more so where several experts are averaged before deep heads.
    let optimizers = [("adamw", 0.01, 600), ("adam", 0.01, 600), ("sgd", 0.2, 2_000)];
    let mut failures = Vec::new();
    for kind in ArchitectureKind::ALL {
        for ((optimizer, rate, epochs), head) in optimizers.into_iter().zip(heads) {
            // Five twins on the parameters of one: each is less than half as wide.
            let width = if kind == ArchitectureKind::SingleTask { 96 } else { 32 };
            let config = Command::Configure(json!({
                "architecture": {"kind": kind.key(), "trunk": [width, width], "head": head, "activation": "tanh"},
                "optimizer": {"kind": optimizer, "learningRate": rate, "weightDecay": 0.0},
                "epochs": epochs, "earlyStopping": null, "batchSize": 8
            }));
            let messages = drive_in_turn(vec![
                load(&eight_rows(), &roles, &[]),
                config,
                Command::Train { epochs: None },
            ]);
            let report = report(&messages, 3);
            let last = &report.history[report.history.len() - 1];
            for task in &report.tasks {
                let loss = last.tasks[&task.name].train_loss.expect("a loss");
                if loss >= 0.05 {
                    failures.push(format!("{kind:?} {optimizer} {head:?} {}: {loss}", task.name));
                }
                assert!(task.metrics[&Split::Train].contains_key(&MetricKind::Loss));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_architecture_learns_with_every_weighting() {
    for architecture in ArchitectureKind::ALL {
        for weighting in WeightingKind::ALL {
            let weights = if weighting == WeightingKind::Manual { json!([1, 2, 1]) } else { json!([]) };
            let config = Command::Configure(json!({
                "architecture": {"kind": architecture.key()},
                "weighting": {"kind": weighting.key(), "weights": weights},
                "optimizer": {"learningRate": 0.01}, "batchSize": 32, "epochs": 30
            }));
            let table = load(&made_table(200, 60), MADE_ROLES, &[]);
            let report =
                report(&drive_in_turn(vec![table, config, Command::Train { epochs: None }]), 3).clone();
            for epoch in &report.history {
                assert!(epoch.weights.iter().all(|weight| weight.is_finite()), "{weighting:?} {epoch:?}");
            }
            for task in &report.tasks {
                let loss = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
                let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
                let name = &task.name;
                assert!(loss < 0.7 * trivial, "{architecture:?} {weighting:?} {name}: {loss} of {trivial}");
            }
        }
    }
}

/// Inputs x1 and x2; a count, four levels in order, a class of two and a number that follow from them.
fn kinds_table(rows: usize) -> String {
    let mut text = String::from("x1,x2,visits,grade,side,value\n");
    for row in 0..rows {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let visits = (1.5 + 1.2 * x1 - x2).exp().round();
        let grade = ["none", "low", "medium", "high"]
            [[-1.0, 0.0, 1.0].iter().filter(|&&edge| 2.0 * x2 + x1 > edge).count()];
        let side = if x1 > 0.0 { "right" } else { "left" };
        text += &format!("{x1:.4},{x2:.4},{visits},{grade},{side},{:.4}\n", 3.0 * x1 - 2.0 * x2);
    }
    text
}

#[test]
fn counts_and_levels_are_learned_beside_other_kinds() {
    let roles = ["visits", "grade", "side", "value"].map(|task| (task, Role::Task));
    let others = WeightingKind::ALL.map(|weighting| (ArchitectureKind::HardSharing, weighting, vec![]));
    let trunks = ArchitectureKind::ALL.map(|architecture| (architecture, WeightingKind::Mgda, vec![8]));
    for (architecture, weighting, head) in others.into_iter().chain(trunks) {
        let weights = if weighting == WeightingKind::Manual { json!([1, 2, 1, 1]) } else { json!([]) };
        let config = Command::Configure(json!({
            "targets": {"visits": {"kind": "count"}, "grade": {"classWeights": "balanced"}},
            "architecture": {"kind": architecture.key(), "head": head},
            "weighting": {"kind": weighting.key(), "weights": weights},
            "optimizer": {"learningRate": 0.01}, "batchSize": 32, "epochs": 40
        }));
        let table = load(&kinds_table(300), &roles, &[]);
        let messages = drive_in_turn(vec![table, config, Command::Train { epochs: None }]);
        let kinds = report(&messages, 3).tasks.iter().map(|task| task.kind.key()).collect::<Vec<_>>();
        assert_eq!(kinds, ["count", "ordinal", "binary", "regression"]);
        for task in &report(&messages, 3).tasks {
            let loss = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
            let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
            let name = &task.name;
            assert!(loss < 0.7 * trivial, "{architecture:?} {weighting:?} {name}: {loss} of {trivial}");
        }
    }
}

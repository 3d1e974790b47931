//! Runs that weigh tasks by their Gramian, from commands to the report.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use burn::tensor::{Device, Tensor};
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::ArchitectureKind;
use polyhead::metric::MetricKind;
use polyhead::model::{Dropout, Model, Representation};
use polyhead::protocol::Command;
use polyhead::report::RunReport;
use polyhead::schema::split::Split;
use polyhead::task::TaskKind;
use polyhead::task::layout::Layout;
use polyhead::weighting::GramianMode;
use serde_json::{Value, json};
use support::{MADE_ROLES, drive_in_turn, failure, load, made_table, report};

/// 140 training rows: five steps an epoch.
fn run(weighting: Value, dropout: f64) -> RunReport {
    let config = Command::Configure(json!({
        "weighting": weighting, "epochs": 8, "batchSize": 28, "earlyStopping": null,
        "optimizer": {"learningRate": 0.01}, "architecture": {"dropout": dropout}
    }));
    let table = load(&made_table(200, 0), MADE_ROLES, &[]);
    report(&drive_in_turn(vec![table, config, Command::Train { epochs: None }]), 3).clone()
}

#[test]
fn the_solver_and_the_conflict_are_reported_in_both_modes() {
    for (mode, key) in [(GramianMode::Representation, "representation"), (GramianMode::Exact, "exact")] {
        let report = run(json!({"kind": "mgda", "gramian": key}), 0.0);
        let solver = report.solver.expect("a solver");
        assert_eq!((solver.gramian, solver.refresh), (mode, 1));
        assert_eq!((solver.status.solved, solver.status.failed), (report.steps, 0), "{:?}", solver.status);
        for epoch in &report.history {
            let conflict = epoch.conflict.as_ref().expect("a measurement");
            assert_eq!(conflict.measured, 5);
            for task in 0..3 {
                assert!((conflict.cosines[task][task].expect("a cosine") - 1.0).abs() < 1e-9);
                assert!(conflict.norms[task].expect("a length") > 0.0);
            }
            assert_eq!(conflict.cosines[0][1], conflict.cosines[1][0]);
            assert!((epoch.weights.iter().sum::<f64>() - 3.0).abs() < 1e-6);
        }
    }
}

/// Where each task's head reads a representation of its own, gradients by it lie in different spaces.
#[test]
fn by_default_gradients_are_compared_in_one_space() {
    for kind in ArchitectureKind::ALL {
        for (key, expected) in [
            (
                None,
                if kind.has_own_representations() { GramianMode::Exact } else { GramianMode::Representation },
            ),
            (Some("representation"), GramianMode::Representation),
        ] {
            let config = json!({
                "weighting": {"kind": "mgda", "gramian": key}, "epochs": 1, "batchSize": 70,
                "architecture": {"kind": kind.key()}
            });
            let table = load(&made_table(200, 0), MADE_ROLES, &[]);
            let messages =
                drive_in_turn(vec![table, Command::Configure(config), Command::Train { epochs: None }]);
            let report = report(&messages, 3);
            assert_eq!(report.solver.as_ref().expect("a solver").gramian, expected, "{kind:?} {key:?}");
            let conflict = report.history[0].conflict.as_ref().expect("a measurement");
            let is_told = expected == GramianMode::Representation && kind.has_own_representations();
            assert_eq!(conflict.own_spaces, is_told, "{kind:?} {key:?}");
        }
    }
}

/// `has_own_representations` is what the models do.
#[test]
fn architectures_say_whether_tasks_read_one_representation() {
    let device = Device::flex();
    let layout = Layout::of([(TaskKind::Regression, 1), (TaskKind::Binary, 1)]);
    for kind in ArchitectureKind::ALL {
        let config = ArchitectureConfig { kind, ..ArchitectureConfig::default() };
        let model = Model::new(&config, 3, &layout, 1, &device);
        let is_own = match model.represent(Tensor::zeros([2, 3], &device), &mut Dropout::off()) {
            Representation::PerTask(_) => true,
            Representation::Shared(_) => false,
        };
        assert_eq!(is_own, kind.has_own_representations(), "{kind:?}");
    }
}

/// Until the next measurement, batches in which the rare task does have a label were trained with a weight of 0 for it.
#[test]
fn a_task_without_labels_when_measured_keeps_its_weight() {
    let config = Command::Configure(json!({
        "weighting": {"kind": "db_mtl", "refresh": 5}, "epochs": 6, "batchSize": 1, "earlyStopping": null
    }));
    let table = load(&made_table(200, 150), MADE_ROLES, &[]);
    let messages = drive_in_turn(vec![table, config, Command::Train { epochs: None }]);
    for epoch in &report(&messages, 3).history {
        assert!(epoch.weights.iter().all(|weight| *weight > 0.0), "{:?}", epoch.weights);
    }
}

#[test]
fn a_gramian_is_measured_only_every_so_many_steps() {
    for key in ["representation", "exact"] {
        let report = run(json!({"kind": "mgda", "gramian": key, "refresh": 10}), 0.0);
        assert_eq!(report.steps, 40);
        assert_eq!(report.solver.expect("a solver").status.solved, 4);
        let measured: Vec<usize> = (report.history.iter())
            .map(|epoch| epoch.conflict.as_ref().map_or(0, |conflict| conflict.measured))
            .collect();
        assert_eq!(measured, [1, 0, 1, 0, 1, 0, 1, 0]);
        assert_eq!(report.history[0].weights, report.history[1].weights);
        assert_ne!(report.history[1].weights, report.history[2].weights);
    }
}

#[test]
fn the_modes_weigh_differently_and_both_learn_with_dropout() {
    let reports = ["representation", "exact"].map(|key| run(json!({"kind": "mgda", "gramian": key}), 0.1));
    assert_ne!(reports[0].history[0].weights, reports[1].history[0].weights);
    for report in reports {
        for task in &report.tasks {
            let loss = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
            let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
            assert!(loss < trivial, "{}: {loss} of {trivial}", task.name);
        }
    }
}

#[test]
fn a_task_without_labels_in_a_batch_is_not_measured_there() {
    // The last rows are labelled for every task, the first 150 lack the second's label; batches of one row.
    let config = Command::Configure(json!({
        "weighting": {"kind": "mgda"}, "epochs": 1, "batchSize": 1, "earlyStopping": null
    }));
    let table = load(&made_table(200, 150), MADE_ROLES, &[]);
    let messages = drive_in_turn(vec![table, config, Command::Train { epochs: None }]);
    let report = report(&messages, 3);
    let conflict = report.history[0].conflict.as_ref().expect("a measurement");
    assert_eq!(conflict.measured, report.steps);
    assert_eq!(report.solver.as_ref().expect("a solver").status.failed, 0);
    // Were its zeros measured, the mean length would be a quarter of what its labelled rows give.
    let norms: Vec<f64> = conflict.norms.iter().map(|norm| norm.expect("a length")).collect();
    assert!(norms[1] > 0.5 * norms[2], "{norms:?}");
}

#[test]
fn weightings_on_losses_measure_no_gramian() {
    let report = run(json!({"kind": "uncertainty"}), 0.0);
    assert_eq!(report.solver, None);
    assert!(report.history.iter().all(|epoch| epoch.conflict.is_none()));
}

#[test]
fn a_refresh_of_zero_is_refused_by_name() {
    let messages = drive_in_turn(vec![Command::Configure(json!({"weighting": {"refresh": 0}}))]);
    assert_eq!(failure(&messages, 1), "weighting.refresh: expected 1 to 10000 steps, found 0");
}

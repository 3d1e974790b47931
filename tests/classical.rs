//! Without hidden layers a model is a generalised linear one: its training loss must end at the optimum that statsmodels finds.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::data::summary::{ColumnKind, Role};
use polyhead::data::task::TaskKind;
use polyhead::protocol::Command;
use polyhead::report::{MetricKind, Metrics, PerSplit, RunReport, Split};
use serde_json::{Value, json};
use support::{drive_in_turn, load, report};

const ROWS: usize = 400;

/// Two inputs, a count of Poisson kind (`visits`) and four levels in order (`grade`).
fn table() -> String {
    let mut text = String::from("x1,x2,visits,grade,part\n");
    for row in 0..ROWS {
        let [x1, x2] = [((row * 37) % 101) as f64 / 50.0 - 1.0, ((row * 53) % 103) as f64 / 51.0 - 1.0]
            .map(|value| (value * 1e4).round() / 1e4);
        let luck = ((row * 29) % 17) as f64 / 10.0;
        let visits = ((0.5 + 0.8 * x1 - 0.6 * x2).exp() * (0.3 + luck)).floor();
        let latent = 2.0 * x1 - 1.5 * x2 + (((row * 41) % 23) as f64 / 23.0 - 0.5) * 5.0;
        let level = [-2.0, -0.5, 1.5].iter().filter(|&&edge| latent >= edge).count();
        let grade = ["none", "low", "medium", "high"][level];
        let part = ["train", "valid", "test"][(row % 10).max(7) - 7];
        text += &format!("{x1:.4},{x2:.4},{visits},{grade},{part}\n");
    }
    text
}

/// Trains one task by itself, all rows a step, without any pull on the parameters.
fn train(task: &str, kind: ColumnKind, target: &Value) -> RunReport {
    let mut roles = vec![("visits", Role::Ignore), ("grade", Role::Ignore), ("part", Role::Split)];
    roles.retain(|(name, _)| *name != task);
    roles.push((task, Role::Task));
    let config = Command::Configure(json!({
        "targets": {task: target},
        "architecture": {"trunk": [], "head": []},
        "weighting": {"kind": "equal"},
        "optimizer": {"kind": "adam", "learningRate": 0.03, "weightDecay": 0.0},
        "batchSize": 65536, "epochs": 1500, "earlyStopping": null
    }));
    let start = load(&table(), &roles, &[(task, kind)]);
    report(&drive_in_turn(vec![start, config, Command::Train { epochs: None }]), 3).clone()
}

fn last_loss(report: &RunReport) -> f64 {
    let last = report.history.last().expect("an epoch");
    last.tasks.values().next().and_then(|losses| losses.train_loss).expect("a loss")
}

fn first_loss(report: &RunReport) -> f64 {
    report.history[0].tasks.values().next().and_then(|losses| losses.train_loss).expect("a loss")
}

/// `GLM(family=Poisson())` of statsmodels 0.15 has a deviance of 0.846 936 756 a row, where the mean is 1.621 875;
/// scikit-learn's `PoissonRegressor(alpha=0)` the same.
#[test]
fn a_count_is_a_poisson_regression() {
    let report = train("visits", ColumnKind::Integer, &json!({"kind": "count"}));
    let expected = 0.846_936_756 / 2.0 / 1.621_875;
    let found = last_loss(&report);
    assert!((found - expected).abs() < 1e-5, "{found} for {expected}");
    let task = &report.tasks[0];
    let score = |split, kind| task.metrics[&split][&kind].expect("a score");
    let trivial = |split, kind| task.trivial[&split][&kind].expect("a score");
    // It starts near the trivial predictor, whatever the counts' size.
    let start = first_loss(&report) / trivial(Split::Train, MetricKind::Loss);
    assert!((0.5..1.5).contains(&start), "{start}");
    for split in Split::ALL {
        assert!(score(split, MetricKind::D2) > 0.3 && trivial(split, MetricKind::D2) < 1e-6, "{split:?}");
        let deviance = score(split, MetricKind::PoissonDeviance) / 2.0 / 1.621_875;
        assert!((deviance - score(split, MetricKind::Loss)).abs() < 1e-9);
    }
}

/// `OrderedModel(distr="logit")` of statsmodels 0.15 ends at a mean negative log likelihood of 1.028 921 032.
#[test]
fn classes_in_order_are_a_proportional_odds_model() {
    let report = train("grade", ColumnKind::Ordered, &json!({}));
    let found = last_loss(&report);
    assert!((found - 1.028_921_032).abs() < 1e-5, "{found}");
    let task = &report.tasks[0];
    assert_eq!(task.kind, TaskKind::Ordinal);
    assert_eq!(task.classes, ["none", "low", "medium", "high"]);
    // It starts where the trivial predictor is, but for the score.
    let start = first_loss(&report) / task.trivial[&Split::Train][&MetricKind::Loss].expect("a loss");
    assert!((0.8..1.2).contains(&start), "{start}");
    let kappa =
        |metrics: &PerSplit<Metrics>| metrics[&Split::Test][&MetricKind::QuadraticKappa].expect("a score");
    assert!(kappa(&task.metrics) > 0.4 && kappa(&task.trivial).abs() < 1e-12);
}

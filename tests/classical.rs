//! Without hidden layers a model is a generalised linear one: its training loss must end at the optimum that statsmodels finds.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::metric::{MetricKind, Metrics};
use polyhead::protocol::Command;
use polyhead::report::RunReport;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::{PerSplit, Split};
use polyhead::task::TaskKind;
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
        // Validation on the training rows themselves, so that the best epoch is the one nearest to the optimum.
        let parts: &[&str] = if row % 10 < 8 { &["train", "valid"] } else { &["test"] };
        for part in parts {
            text += &format!("{x1:.4},{x2:.4},{visits},{grade},{part}\n");
        }
    }
    text
}

/// Trains one task by itself, all rows a step, without any pull on the parameters.
fn train(task: &str, kind: ColumnKind, target: &Value) -> RunReport {
    train_by(task, kind, target, &json!({"kind": "adam", "learningRate": 0.03, "weightDecay": 0.0}))
}

fn train_by(task: &str, kind: ColumnKind, target: &Value, optimizer: &Value) -> RunReport {
    let mut roles = vec![("visits", Role::Ignore), ("grade", Role::Ignore), ("part", Role::Split)];
    roles.retain(|(name, _)| *name != task);
    roles.push((task, Role::Task));
    let start = load(&table(), &roles, &[(task, kind)]);
    train_on(start, json!({"targets": {task: target}}), optimizer)
}

fn train_on(start: Command, chosen: Value, optimizer: &Value) -> RunReport {
    let linear = Command::Configure(json!({
        "architecture": {"trunk": [], "head": []},
        "weighting": {"kind": "equal"},
        "optimizer": optimizer,
        "batchSize": 65536, "epochs": 1500, "earlyStopping": null
    }));
    let messages =
        drive_in_turn(vec![start, linear, Command::Configure(chosen), Command::Train { epochs: None }]);
    report(&messages, 4).clone()
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

/// `LogisticRegression(C=inf)` of scikit-learn 1.9.1 ends at a loss of 0.964 900 880, and with `class_weight="balanced"` at 0.976 035
/// 265 where classes are weighed, which is 0.985 941 583 where they aren't.
#[test]
fn weighed_classes_are_a_weighed_logistic_regression() {
    let balanced = json!({"kind": "multiclass", "classWeights": "balanced"});
    let cases = [
        (json!({"kind": "multiclass"}), 0.964_900_880, 0.964_900_880),
        (balanced, 0.976_035_265, 0.985_941_583),
    ];
    for (target, trained, scored) in cases {
        let report = train("grade", ColumnKind::Ordered, &target);
        let found = last_loss(&report);
        assert!((found - trained).abs() < 2e-5, "{target}: {found} for {trained}");
        // Scores weigh no class, but the epoch that was kept is the best by weighed ones: else it would be an earlier one.
        let plain = report.tasks[0].metrics[&Split::Train][&MetricKind::LogLoss].expect("a score");
        assert!((plain - scored).abs() < 2e-3, "{target}: {plain} for {scored}");
    }
}

/// `OrderedModel(distr="logit")` of statsmodels 0.15 ends at a mean negative log likelihood of 1.028 921 032.
#[test]
fn classes_in_order_are_a_proportional_odds_model() {
    let plain = json!({"kind": "sgd", "learningRate": 0.2, "weightDecay": 0.0});
    let descent = train_by("grade", ColumnKind::Ordered, &json!({}), &plain);
    let report = train("grade", ColumnKind::Ordered, &json!({}));
    for found in [last_loss(&descent), last_loss(&report)] {
        assert!((found - 1.028_921_032).abs() < 1e-5, "{found}");
    }
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

/// Three labels, two of which are missing in some rows, and a weight of 1, 2 or 3.
fn label_table() -> String {
    let mut text = String::from("x1,x2,w,wifi,pool,bar,part\n");
    for row in 0..ROWS {
        let [x1, x2] = [((row * 37) % 101) as f64 / 50.0 - 1.0, ((row * 53) % 103) as f64 / 51.0 - 1.0]
            .map(|value| (value * 1e4).round() / 1e4);
        let luck = |factor: usize, count: usize| ((row * factor) % count) as f64 / count as f64 - 0.5;
        let cell =
            |is_known: bool, is_yes: bool| if is_known { ["no", "yes"][usize::from(is_yes)] } else { "" };
        let wifi = cell(true, 2.0 * x1 - x2 + 3.0 * luck(41, 23) > 0.0);
        let pool = cell(row % 7 != 3, x2 - x1 + 4.0 * luck(29, 17) > 0.8);
        let bar = cell(row % 5 != 1, 0.5 * x1 + x2 + 2.0 * luck(47, 31) > 1.2);
        let parts: &[&str] = if row % 10 < 8 { &["train", "valid"] } else { &["test"] };
        for part in parts {
            text += &format!("{x1:.4},{x2:.4},{},{wifi},{pool},{bar},{part}\n", 1 + row % 3);
        }
    }
    text
}

/// `LogisticRegression(C=inf)` of scikit-learn 1.9.1 on the known rows of each label ends at log losses of 0.444 480 548, 0.464 164
/// 939 and 0.168 167 698 over 320, 274 and 240 of them, 0.371 433 113 a cell; with `sample_weight` at 0.371 631 741.
#[test]
fn a_label_set_is_a_logistic_regression_a_label() {
    let adam = json!({"kind": "adam", "learningRate": 0.03, "weightDecay": 0.0});
    for (weight, expected) in [(Role::Ignore, 0.371_433_113), (Role::Weight, 0.371_631_741)] {
        let tasks = ["wifi", "pool", "bar"].map(|label| (label, Role::Task));
        let roles = [&tasks[..], &[("w", weight), ("part", Role::Split)]].concat();
        let sets = json!({"labelSets": {"services": ["wifi", "pool", "bar"]}});
        let report = train_on(load(&label_table(), &roles, &[]), sets, &adam);
        let found = last_loss(&report);
        assert!((found - expected).abs() < 1e-5, "{weight:?}: {found} for {expected}");
        let task = &report.tasks[0];
        assert_eq!((report.tasks.len(), task.kind), (1, TaskKind::Multilabel));
        let known = task.labels[&Split::Train].iter().map(|label| (label.labelled, label.positives));
        assert_eq!(known.collect::<Vec<_>>(), [(320, 173), (274, 74), (240, 14)]);
    }
}

/// What one head says of three labels is what three heads say of one each.
#[test]
fn without_a_trunk_a_label_set_answers_as_separate_tasks_do() {
    let adam = json!({"kind": "adam", "learningRate": 0.03, "weightDecay": 0.0});
    let roles = ["wifi", "pool", "bar"].map(|label| (label, Role::Task));
    let roles = [&roles[..], &[("w", Role::Ignore), ("part", Role::Split)]].concat();
    let train = |chosen| train_on(load(&label_table(), &roles, &[]), chosen, &adam);
    let together = train(json!({"labelSets": {"services": ["wifi", "pool", "bar"]}}));
    let apart = train(json!({}));
    for (label, task) in together.tasks[0].labels[&Split::Test].iter().zip(&apart.tasks) {
        assert_eq!((&label.label, label.labelled), (&task.name, task.labelled[&Split::Test]));
        let auc = task.metrics[&Split::Test][&MetricKind::Auc].expect("a score");
        assert!((label.auc.expect("a score") - auc).abs() < 5e-3, "{}", task.name);
    }
}

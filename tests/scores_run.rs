//! What a report says of scores beyond single numbers: every class, the threshold between two, and how sure the main score is.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::gain::Unit;
use polyhead::metric::{Choice, MetricKind};
use polyhead::protocol::{Command, Event};
use polyhead::report::{RunReport, TaskReport};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::schema::text::score;
use polyhead::view::HeadView;
use serde_json::{Value, json};
use support::{MADE_ROLES, answer, drawn, drive_in_turn, failure, load, look, made_table, report, texts};

fn run(text: &str, roles: &[(&str, Role)], targets: &Value) -> RunReport {
    let config = json!({"epochs": 6, "batchSize": 32, "targets": targets, "singleTaskTwins": false});
    let messages = drive_in_turn(vec![
        load(text, roles, &[]),
        Command::Configure(config),
        Command::Train { epochs: None },
    ]);
    report(&messages, 3).clone()
}

fn task<'a>(report: &'a RunReport, name: &str) -> &'a TaskReport {
    report.tasks.iter().find(|task| task.name == name).expect("a task")
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn every_class_is_scored_and_skill_is_what_is_saved_of_the_baseline() {
    let messages = drive_in_turn(vec![
        load(&made_table(300, 0), MADE_ROLES, &[]),
        Command::Configure(json!({"epochs": 4, "singleTaskTwins": false})),
        Command::Train { epochs: None },
        look(0, HeadView::PerClass, Split::Test),
        look(1, HeadView::PerClass, Split::Test),
        look(2, HeadView::PerClass, Split::Test),
    ]);
    let report = report(&messages, 3);
    for (task, id) in report.tasks.iter().zip(4..) {
        if task.classes.is_empty() {
            assert!(task.labels.is_empty() && task.threshold.is_none());
            continue;
        }
        let shown = texts(drawn(&messages, id));
        assert_eq!(shown.len(), task.classes.len());
        for (line, own) in shown.iter().zip(&task.labels[&Split::Test]) {
            let scores = [own.precision, own.recall, own.f1, own.auc].map(score);
            assert_eq!((&line[0], &line[2..]), (&own.label, &scores[..]));
        }
        for split in Split::ALL {
            let (metrics, classes) = (&task.metrics[&split], &task.labels[&split]);
            let score = |kind: MetricKind| metrics[&kind].expect("a score");
            assert!(classes.iter().map(|own| &own.label).eq(&task.classes));
            assert_eq!(classes.iter().map(|own| own.positives).sum::<usize>(), task.labelled[&split]);
            let mean = |of: &dyn Fn(usize) -> Option<f64>| {
                let known: Vec<f64> = (0..classes.len()).filter_map(of).collect();
                known.iter().sum::<f64>() / known.len() as f64
            };
            assert!(is_near(mean(&|of| classes[of].recall), score(MetricKind::BalancedAccuracy)));
            assert!(is_near(mean(&|of| classes[of].f1), score(MetricKind::MacroF1)));
            let loss = task.trivial[&split][&MetricKind::LogLoss].expect("a loss");
            assert!(is_near(1.0 - score(MetricKind::LogLoss) / loss, score(MetricKind::LogLossSkill)));
            assert!(is_near(task.trivial[&split][&MetricKind::LogLossSkill].expect("a score"), 0.0));
        }
    }
}

#[test]
fn a_threshold_is_chosen_on_validation_rows_and_changes_no_answer() {
    let text = made_table(300, 40);
    let plain = run(&text, MADE_ROLES, &json!({}));
    let costly = run(&text, MADE_ROLES, &json!({"side": {"costRatio": 4.0}}));
    let [side, other] = [&plain, &costly].map(|report| task(report, "side"));
    assert_eq!(side.metrics, other.metrics);
    assert!(task(&plain, "value").threshold.is_none() && task(&plain, "corner").threshold.is_none());
    let [f1, cost] = [side, other].map(|task| task.threshold.as_ref().expect("a threshold"));
    assert_eq!((&f1.class, f1.choice), (&side.classes[1], Choice::F1));
    assert_eq!(cost.choice, Choice::Cost { ratio: 4.0 });
    let [valid, test] = [Split::Valid, Split::Test].map(|split| &side.labels[&split][1]);
    let chosen = f1.valid.as_ref().expect("scores");
    assert!(chosen.f1 >= valid.f1, "{chosen:?} and {valid:?}");
    let [here, half] = [&f1.test, &f1.test_at_half].map(|at| at.as_ref().expect("scores"));
    assert_eq!(half.f1, test.f1);
    for at in [here, half] {
        assert_eq!(at.true_positives + at.false_negatives, test.positives);
        let wrong = at.false_positives + at.true_negatives;
        assert_eq!(wrong, side.labelled[&Split::Test] - test.positives);
    }
    let right = (half.true_positives + half.true_negatives) as f64 / side.labelled[&Split::Test] as f64;
    assert_eq!(Some(right), side.metrics[&Split::Test][&MetricKind::Accuracy]);
    let here = cost.test.as_ref().expect("scores");
    let mean = (here.false_positives as f64 + 4.0 * here.false_negatives as f64)
        / side.labelled[&Split::Test] as f64;
    assert!(is_near(here.cost.expect("a cost"), mean));
}

#[test]
fn a_cost_that_means_nothing_is_refused_by_name() {
    let configured = |targets: Value| {
        drive_in_turn(vec![
            load(&made_table(300, 0), MADE_ROLES, &[]),
            Command::Configure(json!({"targets": targets})),
        ])
    };
    let messages = configured(json!({"corner": {"costRatio": 2}}));
    let Event::Configured { problem, .. } = answer(&messages, 2) else { panic!("expected a configuration") };
    let found = problem.as_deref().unwrap_or_default();
    assert!(found.starts_with("targets.corner.costRatio:") && found.contains("choose null"), "{found}");
    for ratio in [0.0, -1.0, 5000.0] {
        let messages = configured(json!({"side": {"costRatio": ratio}}));
        let found = failure(&messages, 2);
        assert!(found.starts_with("targets.side.costRatio: expected a number from 0.001 to 1000"), "{found}");
    }
}

/// Rows in groups of three; the validation rows have one side.
fn grouped() -> String {
    let mut text = "x,group,part,value,side\n".to_owned();
    for row in 0..360 {
        let x = (row * 37 % 101) as f64 / 50.0 - 1.0;
        let part = ["train", "valid", "test"][row / 120];
        let side = if part == "valid" || x > 0.0 { "right" } else { "left" };
        text += &format!("{x},g{},{part},{},{side}\n", row / 3, 3.0 * x + (row % 7) as f64);
    }
    text
}

#[test]
fn main_scores_have_intervals_over_rows_or_groups() {
    let plain = run(&made_table(400, 0), MADE_ROLES, &json!({}));
    let again = run(&made_table(400, 0), MADE_ROLES, &json!({}));
    for (task, again) in plain.tasks.iter().zip(&again.tasks) {
        let own = task.interval.as_ref().expect("an interval");
        assert_eq!(task.interval, again.interval);
        assert_eq!((own.unit, own.units, own.resamples), (Unit::Rows, 60, 1_000));
        let interval = own.interval.expect("a score");
        let score = task.metrics[&Split::Test][&task.kind.card().main_metric].expect("a score");
        assert!(is_near(interval.value, score), "{}: {interval:?} and {score}", task.name);
        assert!(interval.low <= score && score <= interval.high, "{}: {interval:?}", task.name);
    }
    let value = task(&plain, "value").interval.as_ref().and_then(|own| own.interval).expect("an interval");
    assert!(value.low < value.high, "{value:?}");
    let roles = [("value", Role::Task), ("side", Role::Task), ("group", Role::Group), ("part", Role::Split)];
    let grouped = run(&grouped(), &roles, &json!({}));
    let value = task(&grouped, "value").interval.as_ref().expect("an interval");
    assert_eq!((value.unit, value.units), (Unit::Groups, 40));
    assert!(value.interval.is_some(), "{value:?}");
    // Of one class among the validation rows nothing can be chosen, and the test rows have their scores all the same.
    let threshold = task(&grouped, "side").threshold.as_ref().expect("a threshold");
    assert_eq!((threshold.value, &threshold.valid, &threshold.test), (None, &None, &None));
    assert_eq!(threshold.undefined.as_deref(), Some("only one class among the validation rows"));
    assert!(threshold.test_at_half.is_some());
}

#[test]
fn few_test_rows_have_no_interval_and_say_why() {
    let few = run(&made_table(100, 0), MADE_ROLES, &json!({}));
    for task in &few.tasks {
        let own = task.interval.as_ref().expect("a reason");
        assert_eq!(own.interval, None);
        let reason = own.undefined.as_deref();
        assert!(reason.is_some_and(|reason| reason.contains("30 are needed")), "{own:?}");
    }
}

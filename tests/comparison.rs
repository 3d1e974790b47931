//! A run beside models of one task alone, linear models, trees and the constant baseline.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;
#[path = "support/typings.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod typings;

use polyhead::gain::{Baseline, Luck, Verdict};
use polyhead::protocol::{Command, Event, Message};
use polyhead::report::{ComparisonReport, RunReport};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use serde_json::json;
use support::{When, answer, drive, drive_in_turn, failure, load, report};
use typings::Typings;

/// A number and a class that the same two inputs make, and their splits.
fn table(rows: usize) -> String {
    let line = |row: usize| {
        let x = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let z = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let noise = ((row * 7_919) % 211) as f64 / 211.0 - 0.5;
        let value = x * x + z + noise;
        let side = if x + z * z + noise > 0.3 { "left" } else { "right" };
        let part = ["train", "train", "train", "valid", "test"][row % 5];
        format!("{x:.3},{z:.3},{value:.3},{side},{part}\n")
    };
    "x,z,value,side,part\n".to_owned() + &(0..rows).map(line).collect::<String>()
}

const ROLES: &[(&str, Role)] = &[("value", Role::Task), ("side", Role::Task), ("part", Role::Split)];

fn quick() -> Command {
    Command::Configure(json!({
        "epochs": 12, "batchSize": 32, "optimizer": {"learningRate": 0.01}, "comparison": {"resamples": 200}
    }))
}

fn train() -> Command {
    Command::Train { epochs: None }
}

fn compare(seeds: Option<usize>) -> Command {
    Command::Compare { seeds }
}

fn compared(messages: &[Message], id: u32) -> &RunReport {
    match answer(messages, id) {
        Event::Compared(report) => report,
        other => panic!("expected a comparison, found {other:?}"),
    }
}

fn comparison(report: &RunReport) -> &ComparisonReport {
    report.comparison.as_ref().expect("a comparison")
}

#[test]
fn a_run_is_compared_with_each_task_alone_and_with_simple_models() {
    let messages = drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), train(), compare(None)]);
    let (before, report) = (report(&messages, 3), compared(&messages, 4));
    let found = comparison(report);
    assert!(found.notes.is_empty(), "{:?}", found.notes);
    for ((task, own), before) in found.tasks.iter().zip(&report.tasks).zip(&before.tasks) {
        assert_eq!(task.name, own.name);
        for split in Split::ALL {
            assert_eq!(task.joint[&split], before.metrics[&split], "{} {split:?}", task.name);
            for scores in [&task.single_task, &task.linear, &task.trees] {
                assert!(scores[&split].keys().eq(task.joint[&split].keys()), "{} {split:?}", task.name);
            }
        }
        assert_eq!(own.single_task, task.single_task);
        let gain = task.gain.as_ref().expect("a gain");
        assert_eq!(own.gain_percent, gain.gain.percent);
        let metric = gain.gain.metric;
        for (found, scores) in [(gain.gain.joint, &task.joint), (gain.gain.twin, &task.single_task)] {
            let expected = scores[&Split::Test][&metric].expect("a score");
            assert!((found.expect("a score") - expected).abs() < 1e-9, "{found:?} for {expected}");
        }
        let baselines = task.standings.iter().map(|own| own.baseline).collect::<Vec<_>>();
        assert_eq!(baselines, [Baseline::Constant, Baseline::Linear, Baseline::Trees]);
        assert!(
            task.standing.contains("above the constant baseline") || task.standing.starts_with("Above"),
            "{}",
            task.standing
        );
    }
    // One seed is never a win.
    let method = found.method.as_ref().expect("a method");
    assert_eq!((method.luck, method.resamples, found.seeds.len()), (Luck::Rows, 200, 1));
    let verdicts = found.tasks.iter().filter_map(|task| task.verdict.as_ref()).chain(&found.verdict);
    assert!(
        verdicts.clone().count() == 3
            && !verdicts
                .clone()
                .any(|verdict| matches!(verdict, Verdict::Helps { .. } | Verdict::Hurts { .. }))
    );
    let overall = found.overall.as_ref().and_then(|overall| overall.percent).expect("a mean gain");
    let improvement = report.improvement.expect("an improvement");
    assert_eq!(
        (improvement.percent, improvement.low, improvement.high),
        (overall.value, overall.low, overall.high)
    );
}

#[test]
fn a_model_of_one_task_alone_is_that_of_a_run_in_which_the_others_are_ignored() {
    let all = drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), train(), compare(None)]);
    for (task, other) in [("value", "side"), ("side", "value")] {
        let roles = [(task, Role::Task), (other, Role::Ignore), ("part", Role::Split)];
        let alone = drive_in_turn(vec![load(&table(400), &roles, &[]), quick(), train()]);
        let expected = &report(&alone, 3).tasks[0];
        let found =
            comparison(compared(&all, 4)).tasks.iter().find(|own| own.name == task).expect("the task");
        assert_eq!(found.single_task, expected.metrics, "{task}");
    }
}

#[test]
fn more_seeds_add_the_luck_of_training_and_repeat_nothing() {
    let messages =
        drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), train(), compare(None), compare(Some(3))]);
    let (one, three) = (comparison(compared(&messages, 4)), comparison(compared(&messages, 5)));
    assert_eq!(three.seeds, [7, 8, 9]);
    assert_eq!(three.method.as_ref().expect("a method").luck, Luck::RowsAndSeeds);
    // What has no luck in it stays, and so do the rows.
    for (one, three) in one.tasks.iter().zip(&three.tasks) {
        assert_eq!((&one.linear, &one.trees), (&three.linear, &three.trees));
        assert_ne!(one.single_task, three.single_task);
    }
    let start = messages.iter().position(|message| message.reply == Some(4)).expect("an answer");
    let totals = messages[start..].iter().filter_map(|message| match &message.event {
        Event::Comparing(Some(progress)) => Some(progress.total),
        _ => None,
    });
    // Two more deals and joint models, four more twins, and four judgements.
    assert_eq!(totals.max(), Some(12));
    // Those of three seeds are the mean of three runs.
    let losses = [7, 8, 9].map(|seed| {
        let config = Command::Configure(json!({"seed": seed, "singleTaskTwins": false}));
        let run = drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), config, train()]);
        report(&run, 4).tasks[0].metrics[&Split::Test][&polyhead::metric::MetricKind::Loss].expect("a loss")
    });
    let mean = three.tasks[0].joint[&Split::Test][&polyhead::metric::MetricKind::Loss].expect("a loss");
    assert!((losses.iter().sum::<f64>() / 3.0 - mean).abs() < 1e-12, "{losses:?} {mean}");
}

#[test]
fn one_task_has_nothing_to_gain_and_still_baselines_to_beat() {
    let roles = [("value", Role::Task), ("side", Role::Ignore), ("part", Role::Split)];
    let messages = drive_in_turn(vec![load(&table(400), &roles, &[]), quick(), train(), compare(None)]);
    let report = compared(&messages, 4);
    let found = comparison(report);
    assert!(found.overall.is_none() && report.improvement.is_none() && found.tasks[0].gain.is_none());
    assert!(found.tasks[0].single_task.is_empty());
    assert_eq!(found.tasks[0].standings.len(), 3);
}

#[test]
fn a_comparison_begins_by_itself_and_ends_with_whatever_ends_its_run() {
    let wait = |commands: Vec<Command>| {
        let first = vec![load(&table(400), ROLES, &[]), quick(), train()];
        drive_in_turn(first.into_iter().chain(commands).collect())
    };
    // Asked for while it goes on, it is the same one.
    let messages = wait(vec![Command::Rows { first: 0, count: 1 }, compare(None)]);
    let ended = messages.iter().filter(|message| matches!(message.event, Event::Compared(_))).count();
    assert_eq!(ended, 2, "one for whoever asked, one for all");
    let given_up = |last: Command| {
        let script = vec![load(&table(400), ROLES, &[]), quick(), train()];
        let mut script: Vec<(When, Command)> =
            script.into_iter().map(|command| (When::Answered, command)).collect();
        // Not answered until it ends.
        script.push((When::Answered, compare(Some(9))));
        script.push((When::Steps(1), last));
        let messages = drive(script);
        failure(&messages, 4).to_owned()
    };
    assert!(given_up(Command::CancelComparison).contains("it was cancelled"));
    assert!(given_up(train()).contains("another run was started"));
    assert!(given_up(load(&table(400), ROLES, &[])).contains("a new table was loaded"));
    // Whoever stops a run waits for nothing; asked for, the others have as many epochs as the run had.
    let endless = Command::Configure(json!({"epochs": 100_000, "earlyStopping": null}));
    let messages = drive(vec![
        (When::Answered, load(&table(400), ROLES, &[])),
        (When::Answered, quick()),
        (When::Answered, endless),
        (When::Answered, train()),
        (When::Steps(20), Command::Stop),
        (When::Answered, Command::Rows { first: 0, count: 1 }),
        (When::Answered, compare(None)),
    ]);
    let asked = messages.iter().position(|message| message.reply == Some(6)).expect("an answer");
    assert!(!messages[..asked].iter().any(|message| matches!(message.event, Event::Comparing(_))));
    assert!(compared(&messages, 7).epochs < 100_000);
    let off = Command::Configure(json!({"singleTaskTwins": false}));
    let messages = drive_in_turn(vec![
        load(&table(400), ROLES, &[]),
        quick(),
        off,
        train(),
        Command::Rows { first: 0, count: 1 },
    ]);
    assert!(!messages.iter().any(|message| matches!(message.event, Event::Comparing(_))));
    assert!(failure(&wait(vec![compare(Some(0))]), 4).contains("1 to 100"));
}

#[test]
fn a_task_without_a_test_label_is_judged_by_no_other_rows() {
    let text = table(400);
    let without = text.lines().map(|line| match line.ends_with(",test") {
        true => line.replace(",left,", ",,").replace(",right,", ",,"),
        false => line.to_owned(),
    });
    let text = without.collect::<Vec<_>>().join("\n");
    let messages = drive_in_turn(vec![load(&text, ROLES, &[]), quick(), train(), compare(None)]);
    let tasks = &comparison(compared(&messages, 4)).tasks;
    let side = tasks.iter().find(|task| task.name == "side").expect("the task");
    assert!(side.joint.contains_key(&Split::Valid) && !side.joint.contains_key(&Split::Test));
    assert!(side.gain.is_none() && side.standings.is_empty(), "{side:?}");
    assert!(tasks.iter().any(|task| task.gain.is_some()));
}

#[test]
fn reports_have_the_fields_of_the_typings() {
    let messages =
        drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), train(), compare(None), Command::Runs]);
    let Event::Runs(runs) = answer(&messages, 5) else { panic!("expected runs") };
    let typings = Typings::of(include_str!("../public/polyhead.d.ts"));
    let mut wrong = Vec::new();
    for entry in runs {
        typings.compare("RunEntry", &serde_json::to_value(entry).expect("JSON"), "RunEntry", &mut wrong);
    }
    assert_eq!((runs.len(), wrong), (1, Vec::<String>::new()));
}

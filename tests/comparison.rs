//! A run beside models of one task alone, linear models, trees and the constant baseline.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;
#[path = "support/typings.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod typings;

use polyhead::gain::{Baseline, Group, Luck, Verdict};
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

/// A table of four tasks, the third of which is of the first one's kind, so that the model's order is not that of the file.
fn wide(rows: usize) -> String {
    let text = table(rows);
    let lines = text.lines().enumerate().map(|(row, line)| {
        let more = if row == 0 {
            "sum,far".to_owned()
        } else {
            let z = ((row * 53) % 103) as f64 / 51.0 - 1.0;
            format!("{:.3},{}", z * z - z, ["a", "b", "c"][row * 7 % 3])
        };
        format!("{line},{more}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

const WIDE: &[(&str, Role)] = &[
    ("value", Role::Task),
    ("side", Role::Task),
    ("sum", Role::Task),
    ("far", Role::Task),
    ("part", Role::Split),
];

fn group(tasks: &[usize], answers: &[usize]) -> Group {
    Group { tasks: tasks.to_vec(), answers: answers.to_vec() }
}

/// The first task is answered alone, the second by all, and helps the others, which are one model with it.
#[test]
fn each_group_is_trained_as_a_run_in_which_the_other_tasks_are_ignored() {
    let groups = vec![group(&[0], &[0]), group(&[0, 1, 2, 3], &[1]), group(&[1, 2, 3], &[2, 3])];
    let weights =
        Command::Configure(json!({"weighting": {"kind": "manual", "weights": [1.0, 0.5, 2.0, 0.3]}}));
    let asked = Command::CompareGrouping { groups: groups.clone(), seeds: None };
    let messages = drive_in_turn(vec![load(&wide(400), WIDE, &[]), quick(), weights, train(), asked]);
    let report = compared(&messages, 5);
    let found = comparison(report);
    assert!(found.notes.is_empty(), "{:?}", found.notes);
    let roles = [
        ("value", Role::Ignore),
        ("side", Role::Task),
        ("sum", Role::Task),
        ("far", Role::Task),
        ("part", Role::Split),
    ];
    let weights = Command::Configure(json!({"weighting": {"kind": "manual", "weights": [0.5, 2.0, 0.3]}}));
    let three = drive_in_turn(vec![load(&wide(400), &roles, &[]), quick(), weights, train()]);
    let three = &self::report(&three, 4).tasks;
    let grouped: Vec<_> = found.tasks.iter().map(|task| &task.grouped).collect();
    assert_eq!(grouped[0], &found.tasks[0].single_task);
    assert_eq!(grouped[2..4], [&three[1].metrics, &three[2].metrics]);
    assert_ne!(grouped[2], &found.tasks[2].joint);
    assert_eq!(grouped[1], &found.tasks[1].joint);
    let grouping = found.grouping.as_ref().expect("a grouping");
    assert_eq!(grouping.groups, groups);
    for gain in [&grouping.over_joint, &grouping.over_alone] {
        let gain = gain.as_ref().expect("a gain");
        let interval = gain.percent.expect("in percent");
        assert!(interval.low <= interval.value && interval.value <= interval.high, "{gain:?}");
        assert!(gain.sentence.contains("with one seed the luck of training is not in this interval"));
    }
    assert!(found.seconds.grouped > 0.0);
}

/// Groups are kept for further seeds, others take their place, and what was trained of a group of all tasks or of one is not trained again.
#[test]
fn groups_are_kept_until_others_are_asked_for() {
    let asked = |groups: &[Group]| Command::CompareGrouping { groups: groups.to_vec(), seeds: None };
    let [pairs, rest, all] = [
        [group(&[0, 1], &[0, 1]), group(&[2, 3], &[2, 3])],
        [group(&[0, 1], &[0, 1]), group(&[0, 2, 3], &[2, 3])],
        [group(&[0, 1, 2, 3], &[0, 1, 2]), group(&[3], &[3])],
    ];
    let off = Command::Configure(json!({"comparison": {"trees": false, "linear": false}}));
    let messages = drive_in_turn(vec![
        load(&wide(400), WIDE, &[]),
        quick(),
        off,
        train(),
        compare(None),
        asked(&pairs),
        compare(Some(2)),
        asked(&rest),
        asked(&all),
    ]);
    let fitted = |id: u32| {
        let end = |id: u32| messages.iter().position(|message| message.reply == Some(id)).expect("an answer");
        let own = messages[end(id - 1)..end(id)].iter().filter_map(|message| match &message.event {
            Event::Comparing(Some(progress)) if progress.doing.contains("training") => {
                Some(progress.doing.clone())
            }
            _ => None,
        });
        own.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(comparison(compared(&messages, 5)).grouping.is_none());
    let names = ["training “value”, “side” as a group", "training “sum”, “far” as a group"];
    assert_eq!(fitted(6), names.map(str::to_owned).into());
    let two = comparison(compared(&messages, 7)).grouping.as_ref().expect("kept");
    assert_eq!(two.groups, pairs);
    assert!(!two.over_joint.as_ref().expect("a gain").sentence.contains("with one seed"));
    assert!(fitted(7).contains("training “sum”, “far” as a group, seed 2 of 2"), "{:?}", fitted(7));
    let names = fitted(8);
    assert!(names.iter().all(|name| name.contains("as a group")) && names.len() == 2, "{names:?}");
    assert_eq!(fitted(9), [].into());
    let last = comparison(compared(&messages, 9));
    assert_eq!(last.grouping.as_ref().expect("a grouping").groups, all);
    assert_eq!(last.tasks[3].grouped, last.tasks[3].single_task);
    assert_eq!(last.tasks[1].grouped, last.tasks[1].joint);
}

#[test]
fn groups_that_do_not_answer_each_task_once_are_refused() {
    let asked = Command::CompareGrouping { groups: vec![group(&[0], &[0])], seeds: None };
    let messages = drive_in_turn(vec![load(&table(400), ROLES, &[]), quick(), train(), asked.clone()]);
    assert!(failure(&messages, 4).contains("each task among the answers of one group"));
    let messages = drive_in_turn(vec![load(&table(400), ROLES, &[]), asked]);
    assert!(failure(&messages, 2).contains("train first"));
}

/// What a run measured of its tasks stands in its report, and what they cost alone comes with the comparison.
#[test]
fn affinities_are_reported_and_answer_which_tasks_to_train_together() {
    let measured = Command::Configure(json!({"affinityEvery": 3}));
    let messages =
        drive_in_turn(vec![load(&wide(400), WIDE, &[]), quick(), measured, train(), compare(None)]);
    let before = report(&messages, 4).affinity.as_ref().expect("measured");
    let report = compared(&messages, 5);
    let found = report.affinity.as_ref().expect("measured");
    assert_eq!((found.every, found.measured), (3, report.steps.div_ceil(3)));
    assert_eq!(found.pairs.len(), 6);
    // “far” is missing in no row, and all others are labelled, too: 3 of 5 rows train.
    assert!(found.pairs.iter().all(|pair| pair.labels == [240, 240, 240] && pair.gradients.is_some()));
    assert!(before.pairs.iter().all(|pair| pair.seconds_alone.is_none()));
    assert!(found.pairs.iter().all(|pair| pair.seconds_alone.is_some_and(|seconds| seconds > 0.0)));
    for pair in &found.pairs {
        assert_eq!(pair.first_onto_second, found.matrix[pair.first][pair.second]);
    }
    // “value” and “sum” stand 0th and 2nd in the file, and 0th and 1st in the model.
    assert!(found.matrix[0][2].is_some() && found.matrix[2][2].is_none());
    assert_eq!(found.groupings[0].groups, [group(&[0, 1, 2, 3], &[0, 1, 2, 3])]);
    assert_eq!(found.history.len(), report.epochs.min(12));
    let off = drive_in_turn(vec![load(&wide(400), WIDE, &[]), quick(), train()]);
    assert!(self::report(&off, 3).affinity.is_none());
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
    let messages = drive_in_turn(vec![
        load(&table(400), ROLES, &[]),
        quick(),
        Command::Configure(json!({"affinityEvery": 2})),
        train(),
        Command::CompareGrouping { groups: vec![group(&[0, 1], &[0, 1])], seeds: None },
        Command::Runs,
    ]);
    let Event::Runs(runs) = answer(&messages, 6) else { panic!("expected runs") };
    let typings = Typings::of(include_str!("../public/polyhead.d.ts"));
    let mut wrong = Vec::new();
    for entry in runs {
        typings.compare("RunEntry", &serde_json::to_value(entry).expect("JSON"), "RunEntry", &mut wrong);
    }
    assert_eq!((runs.len(), wrong), (1, Vec::<String>::new()));
}

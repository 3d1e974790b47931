//! What a session saves, and what the next one takes up: whenever the first is killed, the runs end as if it had not been.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::config::SweepConfig;
use polyhead::protocol::{Command, Event, MakeRequest, Message, Restored};
use polyhead::report::{ComparisonReport, EpochReport, RunReport, Status};
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::role::Role;
use polyhead::table::gallery::Benchmark;
use polyhead::weighting::WeightingKind;
use serde_json::json;
use support::{MADE_ROLES, Shelf, When, answer, drive_with, failure, load, made_table};

/// Loads the table, sets it up, and trains.
fn opening(config: serde_json::Value) -> Vec<(When, Command)> {
    let table = load(&made_table(160, 30), MADE_ROLES, &[]);
    [table, Command::Configure(config), Command::Train { epochs: None }]
        .map(|command| (When::Answered, command))
        .into()
}

fn short() -> serde_json::Value {
    json!({"epochs": 6, "batchSize": 16, "earlyStopping": null, "comparison": {"trees": false, "resamples": 100}})
}

fn restored(messages: &[Message], id: u32) -> &Restored {
    match answer(messages, id) {
        Event::Restored { restored: Some(restored), .. } => restored,
        other => panic!("expected something restored, got {other:?}"),
    }
}

/// A report without what a clock says.
fn timeless(report: &RunReport) -> RunReport {
    let comparison = report.comparison.clone();
    let comparison = comparison.map(|own| ComparisonReport { seconds: Default::default(), ..own });
    let history = report.history.iter().map(|epoch| EpochReport { run: 0, ..epoch.clone() }).collect();
    RunReport { run: 0, train_seconds: 0.0, steps_per_second: 0.0, comparison, history, ..report.clone() }
}

fn compared(messages: &[Message]) -> RunReport {
    let found = messages.iter().rev().find_map(|message| match &message.event {
        Event::Compared(report) => Some(timeless(report)),
        _ => None,
    });
    found.expect("a comparison")
}

/// What the uninterrupted session comes to.
///
/// Returned with the messages during which it trains, and those during which it compares.
fn whole() -> (RunReport, [std::ops::Range<usize>; 2]) {
    let mut commands = opening(short());
    commands.push((When::Answered, Command::Compare { seeds: Some(2) }));
    let messages = drive_with(&Shelf::default(), commands, None);
    assert!(matches!(answer(&messages, 2), Event::Configured { .. }), "{:?}", answer(&messages, 2));
    let first =
        |is: fn(&Event) -> bool| messages.iter().position(|own| is(&own.event)).expect("such an event");
    let began = first(|event| matches!(event, Event::Step(_)));
    let ended = first(|event| matches!(event, Event::Finished(_)));
    (compared(&messages), [began + 2..ended, ended..messages.len() - 2])
}

#[test]
fn a_session_killed_at_any_moment_comes_to_the_same_end() {
    let (expected, said) = whole();
    // More by command.
    let moments: usize =
        std::env::var("POLYHEAD_MOMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10);
    let mut stages = [0; 4];
    for moment in 0..moments {
        let shelf = Shelf::default();
        let mut commands = opening(short());
        commands.push((When::Answered, Command::Compare { seeds: Some(2) }));
        let part = &said[moment % 2];
        let at = part.start + part.len() * moment / moments;
        drive_with(&shelf, commands, Some(Box::new(move |messages| messages.len() >= at)));
        stages[3] += usize::from(shelf.parts.borrow().contains_key("job"));
        let mut next = vec![(When::Answered, Command::Restore)];
        let found = drive_with(&shelf, vec![(When::Answered, Command::Restore)], None);
        let found = restored(&found, 1);
        assert_eq!(found.lost, Vec::<String>::new());
        match (&found.run, found.runs) {
            (None, 0) => {
                stages[0] += 1;
                next.push((When::Answered, Command::Configure(short())));
                next.push((When::Answered, Command::Train { epochs: None }));
            }
            (Some(run), 0) => {
                stages[1] += 1;
                assert!(run.was_running && run.step > 0);
                next.push((When::Answered, Command::Train { epochs: None }));
            }
            (None, 1) => stages[2] += 1,
            other => panic!("{other:?}"),
        }
        next.push((When::Answered, Command::Compare { seeds: Some(2) }));
        assert_eq!(compared(&drive_with(&shelf, next, None)), expected, "killed after {at} messages");
    }
    assert!(
        stages.iter().skip(1).all(|&count| count > 0),
        "moments in the run, after it, and in the training of another network: {stages:?}"
    );
}

#[test]
fn what_was_found_by_a_comparison_is_not_done_again() {
    let shelf = Shelf::default();
    let mut commands = opening(short());
    commands.push((When::Answered, Command::Compare { seeds: None }));
    let before = drive_with(&shelf, commands, None);
    let next = [Command::Restore, Command::Compare { seeds: Some(1) }];
    let after = drive_with(&shelf, next.map(|command| (When::Answered, command)).into(), None);
    assert_eq!(compared(&after), compared(&before));
    let done = after.iter().filter_map(|message| match &message.event {
        Event::Comparing(Some(progress)) => Some(progress.doing.clone()),
        _ => None,
    });
    assert!(done.clone().all(|doing| !doing.starts_with("training")), "{:?}", done.collect::<Vec<_>>());
}

#[test]
fn a_sweep_goes_on_without_doing_anything_again() {
    let asked = SweepConfig {
        weightings: vec![WeightingKind::Equal, WeightingKind::Random],
        architectures: Vec::new(),
        learning_rates: Vec::new(),
        seeds: 2,
    };
    let opening = || {
        let mut commands = opening(short());
        commands.pop();
        commands.push((When::Answered, Command::Sweep(asked.clone())));
        commands
    };
    let swept = |messages: &[Message]| {
        messages.iter().rev().find_map(|own| match &own.event {
            Event::Swept(report) if report.is_complete => {
                Some((report.comparison.best_test.clone(), report.settings.clone()))
            }
            _ => None,
        })
    };
    let whole = swept(&drive_with(&Shelf::default(), opening(), None)).expect("a whole sweep");
    let shelf = Shelf::default();
    let done = |messages: &[Message], least: usize| {
        messages
            .iter()
            .any(|own| matches!(&own.event, Event::Sweeping(Some(progress)) if progress.done >= least))
    };
    drive_with(&shelf, opening(), Some(Box::new(move |messages| done(messages, 2))));
    let next = [Command::Restore, Command::ResumeSweep].map(|command| (When::Answered, command));
    // So that there is time for it.
    let messages =
        drive_with(&shelf, next.into_iter().chain([(When::Asked(5_000), Command::Runs)]).collect(), None);
    let sweep = restored(&messages, 1).sweep.expect("a sweep");
    assert!(sweep.was_running && sweep.done >= 2 && sweep.total == 4, "{sweep:?}");
    assert_eq!(swept(&messages), Some(whole));
}

#[test]
fn table_roles_settings_and_runs_are_taken_up() {
    let shelf = Shelf::default();
    let mut commands = opening(json!({"epochs": 2, "singleTaskTwins": false, "seed": 7}));
    let ignore = ColumnChoice { column: "colour".into(), role: Some(Role::Ignore), kind: None };
    let rest = [
        Command::SetColumns(vec![ignore]),
        Command::Train { epochs: None },
        Command::Recall { run: 1 },
        Command::Configure(json!({"optimizer": {"learningRate": 0.02}})),
        Command::Runs,
    ];
    commands.extend(rest.map(|command| (When::Answered, command)));
    let before = drive_with(&shelf, commands, None);
    let questions = [Command::Restore, Command::Runs, Command::Report { run: None }];
    let after = drive_with(&shelf, questions.map(|command| (When::Answered, command)).into(), None);
    let found = restored(&after, 1);
    assert_eq!(
        (found.runs, found.table.as_str(), &found.run, found.comparison),
        (2, "test.csv", &None, None)
    );
    assert_eq!(
        answer(&after, 2),
        answer(&before, 8),
        "run 1 saw another column than run 2, and both are back"
    );
    let Event::Report(Some(report)) = answer(&after, 3) else { panic!("no report") };
    assert_eq!(report.run, 1, "the run that was chosen answers");
    let last = |messages: &[Message]| -> Vec<Event> {
        let of = |is: fn(&Event) -> bool| {
            messages.iter().rev().find(|own| is(&own.event)).map(|own| own.event.clone())
        };
        let found = [
            of(|event| matches!(event, Event::Loaded(_))),
            of(|event| matches!(event, Event::Configured { .. })),
        ];
        found.map(|event| event.expect("an event")).into()
    };
    assert_eq!(last(&after), last(&before));
    assert!(after.iter().any(|own| matches!(own.event, Event::Status { status: Status::Done, .. })));
}

#[test]
fn a_made_table_and_a_second_file_are_taken_up_and_old_files_go() {
    let shelf = Shelf::default();
    let made =
        Command::Make(MakeRequest { name: "made".into(), benchmark: Benchmark::SyntheticMmoe, seed: 3 });
    let before = drive_with(&shelf, vec![(When::Answered, made)], None);
    let after = drive_with(&shelf, vec![(When::Answered, Command::Restore)], None);
    let loaded = |messages: &[Message]| {
        messages.iter().find_map(|own| match &own.event {
            Event::Loaded(table) => Some(table.clone()),
            _ => None,
        })
    };
    assert_eq!(loaded(&after), loaded(&before));
    let tables = [load("a,b\n1,2\n3,4\n", &[], &[]), load("c,d\n1,2\n3,4\n", &[], &[])];
    let restore = (When::Answered, Command::Restore);
    drive_with(&shelf, vec![restore, (When::Answered, tables[0].clone())], None);
    let again = [Command::Restore, tables[1].clone()].map(|command| (When::Answered, command));
    drive_with(&shelf, again.into(), None);
    let files: Vec<String> =
        shelf.parts.borrow().keys().filter(|key| key.starts_with("table/")).cloned().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(shelf.parts.borrow()[&files[0]], b"c,d\n1,2\n3,4\n");
}

#[test]
fn a_store_that_refuses_is_told_once_and_harmless() {
    let shelf = Shelf::default();
    *shelf.refusal.borrow_mut() = Some("the disk is full".into());
    let messages = drive_with(&shelf, opening(json!({"epochs": 2, "singleTaskTwins": false})), None);
    assert!(matches!(answer(&messages, 3), Event::Finished(_)));
    let told: Vec<&Option<String>> = messages
        .iter()
        .filter_map(|own| match &own.event {
            Event::Saved { problem } => Some(problem),
            _ => None,
        })
        .collect();
    assert_eq!(told, [&Some("the disk is full".to_owned())]);
    assert!(shelf.parts.borrow().is_empty());
}

#[test]
fn a_damaged_project_is_said_and_the_session_goes_on() {
    let shelf = Shelf::default();
    drive_with(&shelf, opening(json!({"epochs": 2, "singleTaskTwins": false})), None);
    shelf.parts.borrow_mut().insert("run/1".into(), vec![1, 2, 3]);
    let after = drive_with(&shelf, vec![(When::Answered, Command::Restore)], None);
    let lost = &restored(&after, 1).lost;
    assert!(lost.len() == 1 && lost[0].starts_with("run 1 could not be read"), "{lost:?}");
    shelf.parts.borrow_mut().insert("project".into(), b"{\"version\": 99}".to_vec());
    let commands =
        [Command::Restore, load("a,b\n1,2\n3,4\n", &[], &[])].map(|command| (When::Answered, command));
    let after = drive_with(&shelf, commands.into(), None);
    assert!(failure(&after, 1).contains("another version of this app wrote it"), "{}", failure(&after, 1));
    assert!(matches!(answer(&after, 2), Event::Loaded(_)));
}

#[test]
fn what_is_forgotten_is_gone() {
    let shelf = Shelf::default();
    let mut commands = opening(json!({"epochs": 2, "singleTaskTwins": false}));
    commands.push((When::Answered, Command::Forget));
    commands.push((When::Answered, Command::Configure(json!({"seed": 8}))));
    drive_with(&shelf, commands, None);
    assert!(shelf.parts.borrow().is_empty(), "what is done afterwards is not saved either");
    let after = drive_with(&shelf, vec![(When::Answered, Command::Restore)], None);
    assert!(matches!(answer(&after, 1), Event::Restored { restored: None, .. }));
}

#[test]
fn losses_that_are_no_numbers_take_a_run_back_to_before() {
    // Soon after the start it learns well, and a checkpoint is made; then a rate far too high ends that.
    let table = load(&made_table(160, 30), MADE_ROLES, &[]);
    let config = json!({
        "epochs": 40, "earlyStopping": null, "singleTaskTwins": false, "weighting": {"kind": "equal"},
        "optimizer": {"kind": "sgd", "learningRate": 10.0}, "schedule": {"warmup": 0.9},
    });
    let commands =
        [table, Command::Configure(config), Command::Train { epochs: None }, Command::Report { run: None }];
    let messages =
        drive_with(&Shelf::default(), commands.map(|command| (When::Answered, command)).into(), None);
    assert!(matches!(answer(&messages, 2), Event::Configured { .. }), "{:?}", answer(&messages, 2));
    let Event::Failed(failure) = answer(&messages, 3) else { panic!("it is no failure") };
    assert!(failure.message.contains("The run waits at step"), "{}", failure.message);
    assert_eq!(failure.remedy, Some(json!({"optimizer": {"learningRate": 1.0}})));
    let status = messages.iter().rev().find_map(|own| match own.event {
        Event::Status { status, step } => Some((status, step)),
        _ => None,
    });
    assert!(matches!(status, Some((Status::Paused, step)) if step > 0), "{status:?}");
}

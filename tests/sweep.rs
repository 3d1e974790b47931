//! Several configurations, each trained with several seeds: ranked on validation rows, the best one alone scored on test rows.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;
#[path = "support/typings.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod typings;

use std::cell::Cell;
use std::rc::Rc;

use futures::executor::block_on;
use polyhead::config::{RunConfig, SweepConfig};
use polyhead::data::dataset::Dataset;
use polyhead::gain::Row;
use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, Event, Message};
use polyhead::report::{SweepProgress, SweepReport};
use polyhead::schema::split::Split;
use polyhead::session::{Host, Slice, Sweep, SweepState};
use polyhead::table::Table;
use polyhead::train::device;
use polyhead::weighting::WeightingKind;
use serde_json::{Value, json};
use support::{MADE_ROLES, When, answer, drive, drive_in_turn, failure, load, made_table, report};
use typings::Typings;

const METRICS: [MetricKind; 3] = [MetricKind::R2, MetricKind::Accuracy, MetricKind::Accuracy];

fn made() -> Command {
    load(&made_table(120, 0), MADE_ROLES, &[])
}

/// With early stopping, which a sweep leaves out.
fn settings() -> Value {
    json!({"epochs": 6, "batchSize": 32, "earlyStopping": {"patience": 1}, "singleTaskTwins": false})
}

fn quick() -> Command {
    Command::Configure(settings())
}

fn asked(rates: &[f64], seeds: usize) -> SweepConfig {
    let weightings = vec![WeightingKind::Mgda];
    SweepConfig { weightings, learning_rates: rates.into(), seeds, ..SweepConfig::default() }
}

fn sweep(rates: &[f64], seeds: usize) -> Command {
    Command::Sweep(asked(rates, seeds))
}

fn swept(messages: &[Message], id: u32) -> &SweepReport {
    match answer(messages, id) {
        Event::Swept(report) => report,
        other => panic!("expected a sweep, found {other:?}"),
    }
}

fn progress(messages: &[Message]) -> Vec<&SweepProgress> {
    let told = messages.iter().filter_map(|message| match &message.event {
        Event::Sweeping(progress) => progress.as_ref(),
        _ => None,
    });
    told.collect()
}

fn row<'a>(report: &'a SweepReport, name: &str) -> &'a Row {
    let rows = &report.comparison.rows;
    rows.iter().find(|row| row.configuration == name).unwrap_or_else(|| panic!("there is no row {name}"))
}

/// The main scores of three tasks in runs of the seeds 7 and 8 on the same rows, one a run.
fn alone(weighting: WeightingKind, rate: f64, split: Split) -> [[f64; 3]; 2] {
    [7, 8].map(|seed| {
        let own = Command::Configure(json!({
            "seed": seed, "split": {"seed": 7}, "earlyStopping": null,
            "weighting": {"kind": weighting}, "optimizer": {"learningRate": rate}
        }));
        let messages = drive_in_turn(vec![made(), quick(), own, Command::Train { epochs: None }]);
        let report = report(&messages, 4);
        assert_eq!(report.epochs, 6);
        let score = |task: usize| report.tasks[task].metrics[&split][&METRICS[task]].expect("a score");
        [0, 1, 2].map(score)
    })
}

/// Its rows without seconds, which are those of a clock.
fn rows(report: &SweepReport) -> Vec<Row> {
    assert!(report.is_complete);
    report.comparison.rows.iter().map(|row| Row { seconds: 0.0, ..row.clone() }).collect()
}

#[test]
fn each_training_is_that_of_a_run_and_the_best_one_is_scored_on_test_rows() {
    let messages = drive_in_turn(vec![made(), quick(), sweep(&[0.01, 0.0001], 2)]);
    let found = swept(&messages, 3);
    assert!(found.is_complete && found.notes.is_empty(), "{:?}", found.notes);
    assert_eq!((found.seeds.as_slice(), found.epochs), ([7, 8].as_slice(), 6));
    let names: Vec<&str> = found.settings.iter().map(|setting| setting.name.as_str()).collect();
    let expected = ["MGDA · rate 0.01", "Equal · rate 0.01", "Random · rate 0.01"];
    assert_eq!(names[..3], expected);
    assert!(names.iter().zip(&found.comparison.rows).all(|(name, row)| *name == row.configuration));
    assert_eq!((names.len(), found.comparison.rows.len()), (6, 6));
    let tasks: Vec<MetricKind> = found.comparison.tasks.iter().map(|(_, metric)| *metric).collect();
    assert_eq!(tasks, METRICS);
    let mean = |[a, b]: [[f64; 3]; 2], task: usize| f64::midpoint(a[task], b[task]);
    for (weighting, rate) in [(WeightingKind::Mgda, 0.01), (WeightingKind::Random, 0.0001)] {
        let own = row(found, &format!("{} · rate {rate}", weighting.card().name));
        let expected = alone(weighting, rate, Split::Valid);
        for task in 0..3 {
            let score = own.valid[task].expect("a score");
            assert!((score.mean - mean(expected, task)).abs() < 1e-12, "{weighting:?} {task}");
            assert!(score.interval.is_some());
        }
        assert!(own.seconds > 0.0 && own.seeds == 2);
    }
    let best = &found.settings[found.comparison.best.expect("a best one")];
    assert!((best.learning_rate - 0.01).abs() < 1e-12, "{}", best.name);
    let expected = alone(best.weighting, best.learning_rate, Split::Test);
    for (task, score) in found.comparison.best_test.iter().enumerate() {
        assert!((score.expect("a score").mean - mean(expected, task)).abs() < 1e-12, "{task}");
    }
    assert_eq!((found.comparison.best_test.len(), found.csv.lines().count()), (3, 7));
    // All is told on the way.
    let told = progress(&messages);
    assert!(told.iter().all(|own| own.total == 12 && !own.is_paused));
    assert_eq!(told[0].doing, "training “MGDA · rate 0.01”, seed 1 of 2");
    assert!(told.iter().any(|own| own.seconds_left.is_some_and(|left| left > 0.0)));
}

/// A clock that moves at every look by as much as can be added up without rounding.
struct Clock(Cell<f64>);

impl Host for Clock {
    fn now(&self) -> f64 {
        self.0.set(self.0.get() + 1.0 / 1024.0);
        self.0.get()
    }

    fn emit(&self, _message: Message) {}

    async fn breathe(&self) {}
}

fn begin(seeds: usize) -> (SweepState, Rc<Dataset>) {
    let roles = MADE_ROLES.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", made_table(120, 0).as_bytes(), &roles, &[].into()).expect("a table");
    let config = RunConfig::default().merged(&settings()).expect("a configuration");
    let dataset = Rc::new(Dataset::build(&table, &config).expect("a dataset"));
    let found = asked(&[0.01], seeds).checked(&config, 3).expect("a sweep");
    (SweepState::new(config, found, seeds), dataset)
}

/// Goes on until so many trainings are done, and some steps further.
fn go(sweep: &mut Sweep, trainings: usize) {
    let clock = Clock(Cell::default());
    while sweep.progress().done < trainings {
        assert_eq!(block_on(sweep.advance(&clock)).expect("a slice"), Slice::Goes);
    }
    for _ in 0..5 {
        block_on(sweep.advance(&clock)).expect("a slice");
    }
}

fn end(sweep: &mut Sweep) -> SweepReport {
    let clock = Clock(Cell::default());
    while block_on(sweep.advance(&clock)).expect("a slice") == Slice::Goes {}
    sweep.report().expect("a report")
}

/// Trainings that are done, with their scores on validation and test rows.
fn trials(state: &SweepState) -> Vec<Value> {
    let json = serde_json::to_value(state).expect("JSON");
    json["trials"].as_array().expect("a list").clone()
}

#[test]
fn test_rows_are_scored_for_the_best_one_alone_and_at_the_end() {
    let (state, dataset) = begin(2);
    let (cpu, _) = device::cpu("a test");
    let mut sweep = Sweep::new(state, dataset, &cpu);
    go(&mut sweep, 5);
    assert!(trials(sweep.state()).iter().all(|trial| trial["test"] == json!([])));
    let before = sweep.report().expect("a report");
    assert!(
        !before.is_complete && before.comparison.best.is_none() && before.comparison.best_test.is_empty()
    );
    let report = end(&mut sweep);
    let best = &report.settings[report.comparison.best.expect("a best one")].name;
    for trial in trials(sweep.state()) {
        assert_eq!(trial["test"] != json!([]), trial["configuration"] == json!(best), "{trial}");
    }
}

#[test]
fn it_goes_on_from_its_state_and_repeats_nothing_that_is_done() {
    let (state, dataset) = begin(2);
    let (cpu, _) = device::cpu("a test");
    let whole = end(&mut Sweep::new(state.clone(), dataset.clone(), &cpu));
    let mut first = Sweep::new(state, dataset.clone(), &cpu);
    // With 6 the best one is known, and no model is there any more to be scored: those of the best one are trained again.
    for trainings in [1, 4, 6] {
        go(&mut first, trainings);
        let (kept, json) = (trials(first.state()), serde_json::to_value(first.state()).expect("JSON"));
        let state: SweepState = serde_json::from_value(json).expect("a state");
        let mut second = Sweep::resume(state, dataset.clone(), &cpu).expect("a sweep");
        assert!(second.is_paused());
        second.set_paused(false);
        assert_eq!(second.progress().done, trainings.min(6));
        let report = end(&mut second);
        assert_eq!(report, whole);
        let after = trials(second.state());
        for (before, after) in kept.iter().zip(&after) {
            let same = ["configuration", "seed", "valid", "seconds"];
            assert!(same.iter().all(|field| before[field] == after[field]), "{before} {after}");
        }
        assert_eq!(after.len(), 6);
    }
}

#[test]
fn a_state_whose_configurations_cant_be_trained_is_refused() {
    let (state, dataset) = begin(1);
    let (cpu, _) = device::cpu("a test");
    let mut json = serde_json::to_value(&state).expect("JSON");
    json["settings"][1]["learningRate"] = json!(-1.0);
    let state: SweepState = serde_json::from_value(json).expect("a state");
    let refused = Sweep::resume(state, dataset, &cpu).err().map(|error| error.to_string());
    assert!(refused.expect("a refusal").contains("optimizer.learningRate"));
}

#[test]
fn a_training_that_diverges_has_no_scores_and_ends_nothing() {
    let plain = Command::Configure(json!({"optimizer": {"kind": "sgd", "weightDecay": 0.0}}));
    let messages = drive_in_turn(vec![made(), quick(), plain, sweep(&[10.0, 0.01], 1)]);
    let found = swept(&messages, 4);
    let lost = row(found, "Equal · rate 10");
    assert_eq!((&lost.valid, lost.seeds), (&vec![None; 3], 1));
    assert!(row(found, "Equal · rate 0.01").valid.iter().all(Option::is_some));
    let best = &found.settings[found.comparison.best.expect("a best one")];
    assert!((best.learning_rate - 0.01).abs() < 1e-12 && found.is_complete);
    let said = found.notes.iter().find(|note| note.contains("“Equal · rate 10” with seed 7 has no scores"));
    assert!(said.expect("a note").contains("is no longer a finite number"), "{:?}", found.notes);
}

#[test]
fn it_waits_while_it_is_paused_and_goes_on() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, quick()),
        (When::Answered, sweep(&[], 2)),
        (When::Trained(1), Command::PauseSweep),
        (When::Asked(300), Command::ResumeSweep),
    ]);
    let at = |id| messages.iter().position(|message| message.reply == Some(id)).expect("an answer");
    let last = |messages| progress(messages).last().map(|own| (own.is_paused, own.done));
    let (paused, resumed) = (last(&messages[..at(4)]), last(&messages[..at(5)]));
    let done = paused.map_or(0, |(_, done)| done);
    assert!((1..6).contains(&done));
    assert_eq!((paused, resumed), (Some((true, done)), Some((false, done))));
    let whole = drive_in_turn(vec![made(), quick(), sweep(&[], 2)]);
    assert_eq!(rows(swept(&messages, 3)), rows(swept(&whole, 3)));
    // What it has come to is said in the pause.
    let said = messages[..at(4)].iter().find_map(|message| match &message.event {
        Event::Swept(report) => Some(report),
        _ => None,
    });
    assert!(!said.expect("a report").is_complete);
}

#[test]
fn it_can_be_cancelled_and_ends_with_its_table() {
    let ended = |last: Command| {
        drive(vec![
            (When::Answered, made()),
            (When::Answered, quick()),
            (When::Answered, sweep(&[], 9)),
            (When::Trained(2), last),
        ])
    };
    let messages = ended(Command::CancelSweep);
    assert!(failure(&messages, 3).contains("the sweep did not end, because it was cancelled"));
    let said = messages.iter().rev().find_map(|message| match &message.event {
        Event::Swept(report) => Some(report),
        _ => None,
    });
    let said = said.expect("what it has come to");
    assert!(!said.is_complete && said.comparison.rows.iter().map(|row| row.seeds).sum::<usize>() >= 2);
    let last = messages.iter().rev().find(|message| matches!(message.event, Event::Sweeping(_)));
    assert_eq!(last.map(|message| &message.event), Some(&Event::Sweeping(None)));
    assert!(failure(&ended(made()), 3).contains("a new table was loaded"));
}

#[test]
fn a_run_comes_first_and_the_sweep_goes_on_after_it() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, quick()),
        (When::Answered, sweep(&[], 2)),
        (When::Trained(1), Command::Configure(json!({"earlyStopping": null}))),
        (When::Trained(1), Command::Train { epochs: Some(80) }),
    ]);
    let run = messages.iter().position(|message| message.reply == Some(5)).expect("an answer");
    let begun =
        messages.iter().position(|message| matches!(message.event, Event::Epoch(_))).expect("an epoch");
    let is_of_sweep = |message: &Message| matches!(message.event, Event::Sweeping(_) | Event::Swept(_));
    assert!(!messages[begun..run].iter().any(is_of_sweep));
    assert_eq!(report(&messages, 5).epochs, 80);
    let whole = drive_in_turn(vec![made(), quick(), sweep(&[], 2)]);
    assert_eq!(rows(swept(&messages, 3)), rows(swept(&whole, 3)));
}

#[test]
fn what_cant_be_trained_is_refused_beforehand() {
    let manual = SweepConfig { weightings: vec![WeightingKind::Manual], ..SweepConfig::default() };
    let messages = drive_in_turn(vec![sweep(&[], 1), made(), quick(), Command::Sweep(manual), sweep(&[], 0)]);
    assert!(failure(&messages, 1).contains("no table is loaded"));
    assert!(
        failure(&messages, 4).contains("weighting.weights") && failure(&messages, 4).contains("“Manual”")
    );
    assert!(failure(&messages, 5).contains("1 to 100"));
    assert!(progress(&messages).is_empty());
    let endless = Command::Configure(json!({"epochs": 100_000, "earlyStopping": null}));
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, endless),
        (When::Answered, Command::Train { epochs: None }),
        (When::Steps(1), sweep(&[], 1)),
        (When::Steps(1), Command::Stop),
        (When::Answered, quick()),
        (When::Answered, sweep(&[], 9)),
        (When::Trained(1), sweep(&[], 1)),
        (When::Trained(1), Command::CancelSweep),
    ]);
    assert!(failure(&messages, 4).contains("a run is going on"));
    assert!(failure(&messages, 8).contains("a sweep is going on"));
}

#[test]
fn reports_have_the_fields_of_the_typings() {
    let messages = drive_in_turn(vec![made(), quick(), sweep(&[0.01], 2)]);
    let typings = Typings::of(include_str!("../public/polyhead.d.ts"));
    let mut wrong = Vec::new();
    let mut compare =
        |value: Value, interface: &str| typings.compare(interface, &value, interface, &mut wrong);
    compare(json!(swept(&messages, 3)), "SweepReport");
    compare(json!(progress(&messages).last().expect("progress")), "SweepProgress");
    compare(json!(asked(&[0.01], 2)), "SweepConfig");
    assert_eq!(wrong, Vec::<String>::new());
}

//! Scripted commands against the messages a session answers with.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use polyhead::figure::{Body, Marks};
use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, Event, Look, MakeRequest, Message};
use polyhead::report::{Status, ToyReport};
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::schema::split::Split;
use polyhead::table::gallery::Benchmark;
use polyhead::task::TaskKind;
use polyhead::view::{HeadView, Overview};
use polyhead::weighting::WeightingKind;
use serde_json::json;
use support::{
    MADE_ROLES, When, answer, drawn, drive, drive_in_turn, failure, load, look, look_at, made_table, report,
};

fn train() -> Command {
    Command::Train { epochs: None }
}

fn quick() -> Command {
    Command::Configure(json!({"epochs": 20, "batchSize": 32, "optimizer": {"learningRate": 0.01}}))
}

fn made() -> Command {
    load(&made_table(300, 0), MADE_ROLES, &[])
}

fn step_losses(messages: &[Message]) -> Vec<(usize, Vec<Option<f64>>)> {
    let steps = messages.iter().filter_map(|message| match &message.event {
        Event::Step(report) => Some((report.step, report.losses.clone())),
        _ => None,
    });
    steps.collect()
}

#[test]
fn ready_comes_first() {
    let messages = drive_in_turn(vec![]);
    assert!(matches!(messages[0].event, Event::Ready(_)));
}

#[test]
fn every_task_beats_the_trivial_predictor() {
    let messages = drive_in_turn(vec![made(), quick(), train()]);
    let report = report(&messages, 3);
    assert_eq!(report.status, Status::Done);
    assert_eq!(report.tasks.len(), 3);
    for task in &report.tasks {
        let score = |metrics: &polyhead::schema::split::PerSplit<polyhead::metric::Metrics>| {
            metrics[&Split::Test][&MetricKind::Loss].expect("a loss")
        };
        assert!(
            score(&task.metrics) < 0.8 * score(&task.trivial),
            "{}: {} against {}",
            task.name,
            score(&task.metrics),
            score(&task.trivial)
        );
    }
    let first = &report.history[0];
    let last = &report.history[report.history.len() - 1];
    for task in ["value", "side", "corner"] {
        assert!(last.tasks[task].train_loss < first.tasks[task].train_loss);
    }
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    let metrics = |seed: u64| {
        let seeded = Command::Configure(json!({"seed": seed, "epochs": 4, "architecture": {"dropout": 0.2}}));
        let messages = drive_in_turn(vec![made(), seeded, train()]);
        report(&messages, 3).tasks.clone()
    };
    assert_eq!(metrics(7), metrics(7));
    assert_ne!(metrics(7), metrics(8));
}

#[test]
fn steps_are_exact_and_reset_starts_again_from_the_same_first_loss() {
    let step = |count| Command::Step { count };
    let messages = drive_in_turn(vec![made(), quick(), step(1), step(3), Command::Reset, step(1)]);
    let taken = |id| match answer(&messages, id) {
        Event::Status { status: Status::Paused, step } => *step,
        other => panic!("{other:?}"),
    };
    assert_eq!((taken(3), taken(4), taken(6)), (1, 4, 1));
    assert!(matches!(answer(&messages, 5), Event::Status { status: Status::Idle, step: 0 }));
    let losses = step_losses(&messages);
    let first: Vec<_> = losses.iter().filter(|(step, _)| *step == 1).collect();
    assert_eq!(first.len(), 2);
    assert_eq!(first[0], first[1]);
}

#[test]
fn a_paused_run_takes_no_step_until_it_is_resumed() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, quick()),
        (When::Answered, train()),
        (When::Steps(1), Command::Pause),
        (When::Steps(1), Command::Report { run: None }),
        (When::Steps(1), Command::Resume),
    ]);
    let place = |id| messages.iter().position(|message| message.reply == Some(id)).expect("answered");
    let between = &messages[place(4)..place(6)];
    assert!(matches!(answer(&messages, 4), Event::Status { status: Status::Paused, .. }));
    assert!(step_losses(between).is_empty());
    assert_eq!(report(&messages, 3).status, Status::Done);
}

#[test]
fn training_in_pieces_equals_training_at_once() {
    let whole = drive_in_turn(vec![made(), quick(), train()]);
    let pieces =
        drive_in_turn(vec![made(), quick(), Command::Step { count: 5 }, Command::Step { count: 8 }, train()]);
    assert_eq!(report(&whole, 3).tasks, report(&pieces, 5).tasks);
}

#[test]
fn stop_reports_what_was_reached() {
    let endless = Command::Configure(json!({"epochs": 100000, "earlyStopping": null}));
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, endless),
        (When::Answered, train()),
        (When::Steps(20), Command::Stop),
    ]);
    let report = report(&messages, 3);
    assert_eq!(report.status, Status::Done);
    assert!(report.steps >= 20);
    assert!(matches!(answer(&messages, 4), Event::Status { status: Status::Done, .. }));
}

#[test]
fn early_stopping_keeps_the_best_epoch() {
    let hasty = Command::Configure(
        json!({"epochs": 400, "earlyStopping": {"patience": 3}, "optimizer": {"learningRate": 0.05}}),
    );
    let messages = drive_in_turn(vec![made(), hasty, train()]);
    let report = report(&messages, 3);
    assert!(report.epochs < 400, "{}", report.stopped_because);
    assert_eq!(report.epochs, report.best_epoch + 3);
    let best = &report.history[report.best_epoch - 1];
    for task in &report.tasks {
        let kept = task.metrics[&Split::Valid][&MetricKind::Loss].expect("a loss");
        let then = best.tasks[&task.name].valid_loss.expect("a loss");
        assert!((kept - then).abs() < 1e-5, "{}: {kept} against {then}", task.name);
    }
}

#[test]
fn missing_labels_are_masked_and_no_row_is_dropped() {
    let messages = drive_in_turn(vec![load(&made_table(300, 120), MADE_ROLES, &[]), quick(), train()]);
    let report = report(&messages, 3);
    let labelled = |task: usize| report.tasks[task].labelled.values().sum::<usize>();
    assert_eq!((labelled(0), labelled(1), labelled(2)), (300, 180, 300));
    let losses = report.history.iter().flat_map(|epoch| epoch.tasks.values());
    assert!(losses.clone().count() > 0);
    for loss in losses {
        assert!(loss.train_loss.is_some_and(f64::is_finite) && loss.valid_loss.is_some_and(f64::is_finite));
    }
}

/// A view of each head of the made table.
const MADE_VIEWS: [HeadView; 3] = [HeadView::Scatter, HeadView::Confusion, HeadView::Confusion];

#[test]
fn views_hold_every_labelled_row_of_the_split() {
    let views = MADE_VIEWS.iter().enumerate().map(|(task, view)| look(task, *view, Split::Valid));
    let begin = [load(&made_table(300, 120), MADE_ROLES, &[]), quick(), train()];
    let messages = drive_in_turn(begin.into_iter().chain(views).collect());
    let report = report(&messages, 3);
    for ((task, id), view) in report.tasks.iter().zip(4..).zip(MADE_VIEWS) {
        let drawn = drawn(&messages, id);
        let rows = match &drawn.figures[0].body {
            Body::Grid(grid) => grid.cells.iter().flatten().map(|cell| cell.rows.len()).sum(),
            Body::Chart(chart) => {
                let Marks::Points(points) = &chart.layers[1].marks else { panic!("expected points") };
                points.rows.len()
            }
            other => panic!("unexpected {other:?}"),
        };
        assert_eq!(rows, task.labelled[&Split::Valid], "{} {view:?}", task.name);
    }
}

#[test]
fn predictions_answer_raw_rows_and_follow_categories() {
    let row = |colour: &str| {
        serde_json::from_value(json!({"x1": 0.5, "x2": -0.5, "colour": colour})).expect("a row")
    };
    let empty = serde_json::from_value(json!({})).expect("a row");
    let longer = Command::Train { epochs: Some(60) };
    let messages = drive_in_turn(vec![
        made(),
        quick(),
        longer,
        Command::Predict { run: None, rows: vec![row("red"), row("blue"), empty] },
    ]);
    let Event::Predicted(rows) = answer(&messages, 4) else { panic!("expected predictions") };
    let value = |row: usize| rows[row]["value"].value.as_f64().expect("a number");
    assert!((value(0) - value(1) - 5.0).abs() < 1.0, "{} and {}", value(0), value(1));
    assert_eq!(rows[0]["side"].value, "right");
    assert_eq!(rows[0]["corner"].value, "se");
    let probabilities = rows[2]["corner"].probabilities.as_ref().expect("probabilities");
    assert!((probabilities.values().sum::<f64>() - 1.0).abs() < 1e-5);
}

#[test]
fn levels_in_order_are_answered_with_probabilities_that_sum_to_1() {
    let level = |value: f64| ["low", "medium", "high"][usize::from(value > -0.4) + usize::from(value > 0.5)];
    let line = |row: usize| {
        let x = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        format!("{x},{},{}\n", row * 7 % 13, level(x))
    };
    let text = format!("x,z,level\n{}", (0..300).map(line).collect::<String>());
    let row = |x: f64| serde_json::from_value(json!({"x": x, "z": 5})).expect("a row");
    let rows = [-0.9, 0.0, 0.9].map(row).to_vec();
    let messages = drive_in_turn(vec![
        load(&text, &[("level", Role::Task)], &[]),
        Command::Configure(json!({"epochs": 80, "batchSize": 32, "optimizer": {"learningRate": 0.01}})),
        train(),
        Command::Predict { run: None, rows },
        look(0, HeadView::Confusion, Split::Test),
    ]);
    let task = &report(&messages, 3).tasks[0];
    assert_eq!(
        (task.kind, &task.classes[..]),
        (TaskKind::Ordinal, &["low", "medium", "high"].map(str::to_owned)[..])
    );
    let score = |kind| task.metrics[&Split::Test][&kind].expect("a score");
    assert!(score(MetricKind::QuadraticKappa) > 0.9 && score(MetricKind::Mae) < 0.1);
    let Event::Predicted(rows) = answer(&messages, 4) else { panic!("expected predictions") };
    for (row, level) in rows.iter().zip(["low", "medium", "high"]) {
        assert_eq!(row["level"].value, level);
        let probabilities = row["level"].probabilities.as_ref().expect("probabilities");
        assert!((probabilities.values().sum::<f64>() - 1.0).abs() < 1e-6);
    }
    let Body::Grid(grid) = &drawn(&messages, 5).figures[0].body else { panic!("expected a grid") };
    let rows: usize = grid.cells.iter().flatten().map(|cell| cell.rows.len()).sum();
    assert_eq!(rows, task.labelled[&Split::Test]);
}

#[test]
fn a_made_table_is_trained_like_any_other() {
    let name = "Seven tasks".to_owned();
    let make = Command::Make(MakeRequest { name, benchmark: Benchmark::SyntheticMultitab, seed: 7 });
    let messages = drive_in_turn(vec![make, Command::Configure(json!({"epochs": 1})), train()]);
    let Event::Loaded(table) = answer(&messages, 1) else { panic!("expected a table") };
    assert_eq!((table.rows, table.name.as_str()), (10_000, "Seven tasks"));
    assert_eq!(report(&messages, 3).tasks.len(), 7);
}

fn toys(messages: &[Message]) -> Vec<(Option<u32>, &ToyReport)> {
    let toys = messages.iter().filter_map(|message| match &message.event {
        Event::Toy(Some(report)) => Some((message.reply, report)),
        _ => None,
    });
    toys.collect()
}

#[test]
fn the_plane_is_drawn_without_a_table_and_told_while_it_grows() {
    let messages = drive_in_turn(vec![Command::Toy { weighting: Some(WeightingKind::Equal) }]);
    let toys = toys(&messages);
    assert!(toys.len() > 3 && toys[..toys.len() - 1].iter().all(|(reply, _)| reply.is_none()));
    assert!(toys.windows(2).all(|pair| pair[0].1.steps < pair[1].1.steps));
    let (reply, last) = toys[toys.len() - 1];
    assert_eq!((reply, last.steps), (Some(1), last.steps_total));
}

#[test]
fn the_plane_and_a_run_go_on_side_by_side() {
    let endless = Command::Configure(json!({"epochs": 100000, "earlyStopping": null}));
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, endless),
        (When::Answered, train()),
        (When::Steps(2), Command::Toy { weighting: Some(WeightingKind::Mgda) }),
        (When::Steps(100), Command::Toy { weighting: Some(WeightingKind::Equal) }),
        (When::Steps(200), Command::Stop),
    ]);
    // The first was ended by the second, which went on after the run.
    let [first, second] = [4, 5].map(|id| match answer(&messages, id) {
        Event::Toy(Some(report)) => report,
        other => panic!("expected a drawing, got {other:?}"),
    });
    assert!(first.weighting == WeightingKind::Mgda && 0 < first.steps && first.steps < first.steps_total);
    assert_eq!((second.weighting, second.steps), (WeightingKind::Equal, second.steps_total));
    assert!(report(&messages, 3).steps >= 200);
}

#[test]
fn a_drawing_that_nobody_looks_at_is_ended() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, Command::Toy { weighting: Some(WeightingKind::NashMtl) }),
        (When::Steps(0), Command::Toy { weighting: None }),
    ]);
    assert_eq!(answer(&messages, 3), &Event::Toy(None));
    let Event::Toy(Some(report)) = answer(&messages, 2) else { panic!("expected a drawing") };
    assert!(report.steps < report.steps_total);
}

#[test]
fn a_weighting_without_a_meaning_on_the_plane_is_refused_and_nothing_is_drawn() {
    let messages = drive_in_turn(vec![Command::Toy { weighting: Some(WeightingKind::Dwa) }]);
    assert!(failure(&messages, 1).contains("dwa"));
    assert!(toys(&messages).is_empty());
}

#[test]
fn a_bad_table_leaves_the_loaded_one_in_place() {
    let messages = drive_in_turn(vec![made(), quick(), load("a,b\n1\n", &[], &[]), train()]);
    assert!(failure(&messages, 3).contains("row"));
    assert_eq!(report(&messages, 4).status, Status::Done);
}

#[test]
fn columns_change_all_together_or_not_at_all() {
    let choose = |column: &str, kind| ColumnChoice { column: column.into(), role: Some(Role::Ignore), kind };
    let messages = drive_in_turn(vec![
        load("a,b,c\nx,1,2\ny,2,1\n", &[], &[]),
        Command::SetColumns(vec![choose("b", None), choose("a", Some(ColumnKind::Number))]),
        Command::SetColumns(vec![choose("b", None), choose("a", None)]),
    ]);
    let roles = |id| match answer(&messages, id) {
        Event::Loaded(table) => table.columns.iter().map(|column| column.role).collect::<Vec<_>>(),
        other => panic!("expected a table, got {other:?}"),
    };
    assert_eq!(roles(1), [Role::Input, Role::Input, Role::Task]);
    assert!(failure(&messages, 2).contains("“a”"), "{}", failure(&messages, 2));
    assert_eq!(roles(3), [Role::Ignore, Role::Ignore, Role::Task], "b must be as it was before the refusal");
}

#[test]
fn a_level_that_no_training_row_has_leaves_every_number_finite() {
    let line = |row: usize| {
        let part = ["train", "train", "train", "valid", "test"][row % 5];
        let level = if part == "test" && row.is_multiple_of(2) {
            "medium"
        } else {
            ["low", "high", "huge"][row * 7 % 31 / 11]
        };
        format!("{},{},{level},{part}\n", row * 7 % 31, row * 3 % 17)
    };
    let text = format!("x,z,level,part\n{}", (0..200).map(line).collect::<String>());
    let roles = [("level", Role::Task), ("part", Role::Split)];
    let types = [("level", ColumnKind::Ordered)];
    let balanced = json!({"targets": {"level": {"classWeights": "balanced"}}});
    let messages =
        drive_in_turn(vec![load(&text, &roles, &types), quick(), Command::Configure(balanced), train()]);
    let task = &report(&messages, 4).tasks[0];
    assert_eq!((task.kind, task.classes.len()), (TaskKind::Ordinal, 4));
    assert!(task.notes[0].contains("“medium” (0)"), "{:?}", task.notes);
    let loss = |split| task.metrics[&split][&MetricKind::Loss].expect("a loss");
    // Off by every level that only the test has, and yet a number.
    assert!(loss(Split::Train) < 0.6 && loss(Split::Test) > 2.0 && loss(Split::Test).is_finite());
}

#[test]
fn another_type_forgets_what_was_chosen_for_the_task() {
    let line = |row: usize| format!("{},{}\n", row * 7 % 31, row * row % 5);
    let text = format!("x,visits\n{}", (0..100).map(line).collect::<String>());
    let category = ColumnChoice { column: "visits".into(), role: None, kind: Some(ColumnKind::Category) };
    let messages = drive_in_turn(vec![
        load(&text, &[("visits", Role::Task)], &[]),
        Command::Configure(json!({"targets": {"visits": {"kind": "count"}, "x": {"transform": "log1p"}}})),
        Command::SetColumns(vec![category]),
    ]);
    let told = messages.iter().rev().find_map(|message| match &message.event {
        Event::Configured { config, model, problem } => Some((config, model, problem)),
        _ => None,
    });
    let (config, model, problem) = told.expect("a configuration");
    assert_eq!((problem, config.targets.len()), (&None, 1));
    assert!(config.targets.contains_key("x"));
    assert_eq!(model.as_ref().expect("a model").tasks[0].kind, TaskKind::Multiclass);
}

#[test]
fn training_rows_that_weigh_nothing_teach_nothing() {
    let table = |light: &str| {
        let line = |row: usize| {
            let part = ["train", "train", "train", "valid", "test"][row % 5];
            let (label, weight) = if row % 5 == 1 { (light, 0) } else { (["a", "b"][row * row % 7 % 2], 2) };
            format!("{},{},{label},{weight},{part}\n", row * 7 % 31, row * 3 % 17)
        };
        format!("x,z,y,w,part\n{}", (0..100).map(line).collect::<String>())
    };
    let roles = [("y", Role::Task), ("w", Role::Weight), ("part", Role::Split)];
    let equal = Command::Configure(json!({"weighting": {"kind": "equal"}, "epochs": 4, "batchSize": 16}));
    let losses = |text: &str, roles: &[(&str, Role)]| {
        let messages = drive_in_turn(vec![load(text, roles, &[]), equal.clone(), train()]);
        let history = report(&messages, 3).history.clone();
        history.iter().map(|epoch| epoch.tasks["y"]).collect::<Vec<_>>()
    };
    let (a, b) = (table("a"), table("b"));
    assert_eq!(losses(&a, &roles), losses(&b, &roles));
    let unweighed = [roles[0], ("w", Role::Ignore), roles[2]];
    assert_ne!(losses(&a, &unweighed), losses(&b, &unweighed));
}

#[test]
fn rows_are_shown_from_anywhere_as_they_were_read() {
    let messages = drive_in_turn(vec![
        load("a,b\n1,x\n2,\n3,z\n", &[], &[]),
        Command::Rows { first: 1, count: 9 },
        Command::Rows { first: usize::MAX, count: usize::MAX },
    ]);
    let Event::Rows { first: 1, rows } = answer(&messages, 2) else { panic!("rows from 1") };
    assert_eq!(rows, &[["2", ""], ["3", "z"]]);
    let Event::Rows { rows, .. } = answer(&messages, 3) else { panic!("rows") };
    assert!(rows.is_empty());
}

#[test]
fn runs_stay_listed_and_an_earlier_one_answers_again() {
    let row: Row = [("x1".to_owned(), json!(12.5))].into();
    let predict = |run| Command::Predict { run, rows: vec![row.clone()] };
    let messages = drive_in_turn(vec![
        load(&made_table(300, 120), MADE_ROLES, &[]),
        quick(),
        train(),
        predict(None),
        Command::Configure(json!({"seed": 5})),
        train(),
        predict(None),
        predict(Some(1)),
        Command::Runs,
        Command::Recall { run: 1 },
        predict(None),
        look_at(None, Look::All { view: Overview::Surface }, Split::Test),
        look_at(Some(2), Look::All { view: Overview::Surface }, Split::Test),
        predict(Some(9)),
        Command::Reset,
        predict(None),
    ]);
    let predicted = |id| match answer(&messages, id) {
        Event::Predicted(rows) => rows,
        other => panic!("expected predictions, found {other:?}"),
    };
    assert_ne!(predicted(4), predicted(7));
    assert_eq!((predicted(8), predicted(11)), (predicted(4), predicted(4)));
    let Event::Runs(runs) = answer(&messages, 9) else { panic!("expected runs") };
    assert_eq!(runs.iter().map(|own| (own.run, own.config.seed)).collect::<Vec<_>>()[1], (2, 5));
    assert_eq!(&runs[0].report, report(&messages, 3));
    assert_eq!(report(&messages, 10), report(&messages, 3));
    // Each answers on its own splits.
    assert_ne!(answer(&messages, 12), answer(&messages, 13));
    assert_eq!(failure(&messages, 14), "there is no run 9");
    assert!(failure(&messages, 16).contains("train one first"));
}

#[test]
fn a_model_is_seen_before_its_first_step_as_it_will_begin() {
    let surface = || look_at(None, Look::All { view: Overview::Surface }, Split::Valid);
    let messages = drive_in_turn(vec![
        made(),
        quick(),
        surface(),
        Command::Step { count: 0 },
        surface(),
        Command::Configure(json!({"seed": 5})),
        Command::Reset,
        surface(),
    ]);
    assert_eq!(drawn(&messages, 3).figures.len(), 3);
    assert_eq!(drawn(&messages, 3), drawn(&messages, 5));
    assert_ne!(drawn(&messages, 3), drawn(&messages, 8), "another seed begins elsewhere");
}

#[test]
fn without_a_table_or_a_model_the_answer_says_what_to_do() {
    let messages = drive_in_turn(vec![
        train(),
        Command::Step { count: 1 },
        Command::Predict { run: None, rows: vec![] },
        look(0, HeadView::Confusion, Split::Test),
        Command::SetColumns(vec![ColumnChoice { column: "x".into(), role: Some(Role::Task), kind: None }]),
        Command::Rows { first: 0, count: 1 },
    ]);
    for id in 1..=6 {
        assert!(failure(&messages, id).contains("first") || failure(&messages, id).contains("drop a file"));
    }
}

#[test]
fn a_refused_configuration_changes_nothing_and_names_the_field() {
    let bad = Command::Configure(json!({"optimizer": {"learningRate": -1}}));
    let messages = drive_in_turn(vec![made(), quick(), bad, Command::Configure(json!({}))]);
    assert!(failure(&messages, 3).contains("optimizer.learningRate"));
    let Event::Configured { config, .. } = answer(&messages, 4) else { panic!("configured") };
    assert_eq!(config.optimizer.learning_rate, 0.01);
}

#[test]
fn an_exploding_run_ends_with_a_sentence_and_the_next_one_works() {
    let wild = Command::Configure(json!({
        "optimizer": {"kind": "sgd", "learningRate": 10.0}, "epochs": 50, "weighting": {"kind": "equal"}
    }));
    let tame = Command::Configure(json!({"optimizer": {"kind": "adamw", "learningRate": 0.01}}));
    let messages = drive_in_turn(vec![made(), wild, train(), tame, train()]);
    assert!(failure(&messages, 3).contains("learning rate"), "{}", failure(&messages, 3));
    assert_eq!(report(&messages, 5).status, Status::Done);
}

#[test]
fn a_new_table_ends_the_wait_for_a_dropped_run() {
    let endless = Command::Configure(json!({"epochs": 100000, "earlyStopping": null}));
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, endless),
        (When::Answered, train()),
        (When::Steps(2), made()),
    ]);
    assert!(failure(&messages, 3).contains("a new table was loaded"));
    assert!(matches!(answer(&messages, 4), Event::Loaded(_)));
}

#[test]
fn manual_weights_scale_what_is_learned() {
    let only_value = Command::Configure(
        json!({"epochs": 20, "optimizer": {"learningRate": 0.01}, "weighting": {"kind": "manual", "weights": [1, 0, 0]}}),
    );
    let messages = drive_in_turn(vec![made(), only_value, train()]);
    let report = report(&messages, 3);
    let loss = |task: usize| report.tasks[task].metrics[&Split::Train][&MetricKind::Loss].expect("a loss");
    let trivial = |task: usize| report.tasks[task].trivial[&Split::Train][&MetricKind::Loss].expect("a loss");
    assert!(loss(0) < 0.5 * trivial(0));
    assert!(loss(2) > 0.8 * trivial(2));
    assert_eq!(report.history[0].weights, vec![1.0, 0.0, 0.0]);
}

/// A table with so many columns that reading it takes more than one telling by the clock of these tests.
fn wide_table() -> String {
    let names: Vec<String> = (0..400).map(|place| format!("c{place}")).collect();
    let row =
        |row: usize| (0..400).map(|place| ((place + row) % 7).to_string()).collect::<Vec<_>>().join(",");
    [names.join(","), row(0), row(1), row(2)].join("\n")
}

#[test]
fn a_table_tells_how_far_it_is_read_and_what_is_asked_meanwhile_waits_for_it() {
    let text = wide_table();
    let messages = drive(vec![
        (When::Answered, load(&text, &[], &[])),
        (When::Reading, Command::Rows { first: 1, count: 1 }),
        (When::Steps(0), Command::Configure(json!({"seed": 9}))),
    ]);
    let told: Vec<(usize, usize, f64)> = (messages.iter())
        .filter_map(|message| match &message.event {
            Event::Reading { name, read, total, done } => {
                assert_eq!(name, "test.csv");
                Some((*read, *total, *done))
            }
            _ => None,
        })
        .collect();
    assert!(told.len() > 1, "{told:?}");
    assert!(told.iter().all(|&(read, total, _)| read <= total && total == text.len()), "{told:?}");
    assert!(told.is_sorted_by(|before, after| before.2 < after.2 && after.2 <= 1.0), "{told:?}");
    let place = |id| messages.iter().position(|message| message.reply == Some(id)).expect("answered");
    assert!(place(1) < place(2) && place(2) < place(3));
    match answer(&messages, 2) {
        Event::Rows { rows, .. } => assert_eq!(rows[0].len(), 400),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_reading_of_a_table_can_be_cancelled_and_the_table_before_stays() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, load(&wide_table(), &[], &[])),
        (When::Reading, Command::CancelLoad),
        (When::Answered, Command::Rows { first: 0, count: 1 }),
        (When::Answered, Command::CancelLoad),
    ]);
    assert_eq!(failure(&messages, 2), "the reading of “test.csv” was cancelled: the table before it stays");
    match answer(&messages, 4) {
        Event::Rows { rows, .. } => assert_eq!(rows[0].len(), 6),
        other => panic!("{other:?}"),
    }
    for id in [3, 5] {
        assert!(matches!(answer(&messages, id), Event::Status { status: Status::Idle, .. }));
    }
    let first = drive(vec![
        (When::Answered, load(&wide_table(), &[], &[])),
        (When::Reading, Command::CancelLoad),
        (When::Answered, Command::Rows { first: 0, count: 1 }),
    ]);
    assert!(failure(&first, 1).ends_with("was cancelled: drop a file or choose an example"));
    assert!(failure(&first, 3).starts_with("no table is loaded"));
}

#[test]
fn the_reading_of_a_packed_table_can_be_cancelled_while_it_is_unpacked() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(b"a,b\n").expect("written");
    let block = "1,2\n".repeat(1 << 18);
    (0..60).for_each(|_| encoder.write_all(block.as_bytes()).expect("written"));
    let bytes = encoder.finish().expect("packed");
    let packed = bytes.len();
    let mut request = load("", &[], &[]);
    if let Command::Load(load) = &mut request {
        load.bytes = bytes;
    }
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, request),
        (When::Reading, Command::CancelLoad),
        (When::Answered, Command::Rows { first: 0, count: 1 }),
    ]);
    let told = messages.iter().find_map(|message| match &message.event {
        Event::Reading { read, total, .. } => Some((*read, *total)),
        _ => None,
    });
    let (read, total) = told.expect("told how far it was");
    assert!(read < total && total == packed, "{read} of {total}, packed {packed}");
    assert!(failure(&messages, 2).contains("was cancelled"));
    match answer(&messages, 4) {
        Event::Rows { rows, .. } => assert_eq!(rows[0].len(), 6, "the table before stays"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_that_is_read_again_keeps_what_was_chosen_and_the_rest_is_found_anew() {
    let line = |row: usize| {
        let (size, price) = (row * 3 % 8, row * 7 % 50);
        let written = if row % 10 == 3 { "gone".into() } else { price.to_string() };
        format!("{},{},{size},{written}", 2 * price, ["a", "b"][row % 2])
    };
    let lines: Vec<String> = (0..60).map(line).collect();
    let text = format!("twice,kind,size,price\n{}\n", lines.join("\n"));
    let choice = |column: &str, role, kind| ColumnChoice { column: column.into(), role, kind };
    let mut again = load(&text, &[("twice", Role::Task)], &[]);
    if let Command::Load(load) = &mut again {
        load.keeps_choices = true;
        load.missing_marks = Some(vec!["gone".into()]);
    }
    let messages = drive_in_turn(vec![
        load(&text, &[], &[]),
        Command::SetColumns(vec![
            choice("kind", Some(Role::Task), None),
            choice("size", None, Some(ColumnKind::Category)),
        ]),
        again.clone(),
        Command::SetColumns(vec![choice("twice", Some(Role::Input), None)]),
        again,
    ]);
    let found = |id: u32| match answer(&messages, id) {
        Event::Loaded(table) => table
            .columns
            .iter()
            .map(|column| (column.name.clone(), (column.kind, column.role, column.reason.clone())))
            .collect::<BTreeMap<_, _>>(),
        other => panic!("{other:?}"),
    };
    let (first, second, third) = (found(2), found(3), found(5));
    assert_eq!((first["price"].0, first["price"].1), (ColumnKind::Category, Role::Task));
    assert_eq!(first["twice"].1, Role::Input);
    // Without the mark the task has numbers, which stays a suggestion, and one of its inputs gives it away.
    assert_eq!((second["price"].0, second["price"].1), (ColumnKind::Integer, Role::Task));
    assert!(second["price"].2.contains("last column"), "{second:?}");
    assert_eq!(second["twice"].1, Role::Ignore);
    assert!(second["twice"].2.contains("linear function"), "{second:?}");
    assert_eq!((second["kind"].1, second["size"].0), (Role::Task, ColumnKind::Category));
    assert_eq!(third["twice"].1, Role::Input, "it was chosen");
}

#[test]
fn a_table_that_is_read_in_another_way_keeps_what_was_chosen_for_the_columns_it_still_has() {
    let lines: Vec<String> = (0..60).map(|row| format!("{};{};a,b", row % 7, row % 5)).collect();
    let text = format!("left;right;both\n{}\n", lines.join("\n"));
    let with_delimiter = |delimiter| {
        let mut again = load(&text, &[], &[]);
        if let Command::Load(load) = &mut again {
            load.keeps_choices = true;
            load.reading.delimiter = Some(delimiter);
        }
        again
    };
    let choice = ColumnChoice { column: "left".into(), role: Some(Role::Ignore), kind: None };
    let messages = drive_in_turn(vec![
        load(&text, &[], &[]),
        Command::SetColumns(vec![choice]),
        with_delimiter(';'),
        with_delimiter('|'),
    ]);
    let Event::Loaded(table) = answer(&messages, 3) else { panic!("not loaded") };
    assert_eq!((table.columns[0].role, table.columns.len()), (Role::Ignore, 3));
    assert_eq!(table.reading.delimiter, Some(';'));
    // One column, which has another name: nothing that was chosen is asked for in it.
    let Event::Loaded(table) = answer(&messages, 4) else { panic!("not loaded") };
    assert_eq!((table.columns[0].name.as_str(), table.columns.len()), ("left;right;both", 1));
}

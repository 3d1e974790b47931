//! How a run learns beside its update rule: schedules, clipping, smoothing, sampling, stopping for each task, time budget and probe.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/group_loss.rs"]
mod group_loss;
mod support;

use std::collections::BTreeMap;

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use group_loss::group_loss;
use polyhead::architecture::ArchitectureConfig;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::data::sampling;
use polyhead::model::Model;
use polyhead::protocol::{Command, Event, Message};
use polyhead::report::{ProbeReport, RunReport};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::TaskKind;
use polyhead::task::layout::{Group, Layout};
use polyhead::train::clip::clip;
use polyhead::train::smoothing::smoothed;
use serde_json::{Value, json};
use support::{MADE_ROLES, When, answer, drive, drive_in_turn, failure, load, made_table, report};

fn train() -> Command {
    Command::Train { epochs: None }
}

fn made() -> Command {
    load(&made_table(300, 0), MADE_ROLES, &[])
}

fn run(table: Command, config: Value) -> RunReport {
    let messages = drive_in_turn(vec![table, Command::Configure(config), train()]);
    report(&messages, 3).clone()
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = futures::executor::block_on(tensor.into_data_async()).expect("numbers");
    data.try_into_vec().expect("numbers")
}

fn rows<const R: usize, const C: usize>(values: [[f32; C]; R]) -> Tensor<2> {
    Tensor::from_data(TensorData::new(values.concat(), [R, C]), &Device::flex())
}

fn assert_close(found: &[f32], expected: &[f32]) {
    let is_close = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-4);
    assert!(found.len() == expected.len() && is_close, "{found:?} for {expected:?}");
}

/// PyTorch 2.15, ε = 0.1: `cross_entropy(label_smoothing=0.1)` for classes, `binary_cross_entropy_with_logits` on `0.9 y + 0.05` else; an
/// unlabelled row after them.
#[test]
fn smoothed_losses_and_gradients_are_pytorchs() {
    let cases = [
        (
            TaskKind::Multiclass,
            rows([[0.5, -1.0, 2.0], [1.0, 0.3, -0.7], [4.0, 0.0, -1.0]]),
            rows([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0; 3]]),
            rows([[0.5], [0.5], [0.0]]),
            1.934_835,
            vec![-0.3790, 0.0029, 0.3761, 0.2811, 0.1312, -0.4123, 0.0, 0.0, 0.0],
        ),
        (
            TaskKind::Binary,
            rows([[0.5], [-1.5], [3.0]]),
            rows([[1.0], [0.0], [0.0]]),
            rows([[0.5], [0.5], [0.0]]),
            0.387_745,
            vec![-0.1638, 0.0662, 0.0],
        ),
        (
            TaskKind::Multilabel,
            // The last label of the second row is not known.
            rows([[0.5, -1.0], [3.0, 9.0]]),
            rows([[1.0, -1.0], [-1.0, 0.0]]),
            rows([[1.0 / 3.0], [1.0 / 3.0]]),
            1.253_642,
            vec![-0.1092, 0.0730, 0.3009, 0.0],
        ),
    ];
    for (kind, outputs, values, shares, loss, gradients) in cases {
        let group = Group { kind, outputs: outputs.dims()[1], scores: outputs.dims()[1], tasks: 0..1 };
        let plain = group_loss(kind, outputs.clone(), values.clone(), shares.clone());
        let found = smoothed(plain, &outputs, values, shares, &group, 0.1);
        assert_close(&[read(found.parts).iter().sum()], &[loss]);
        assert_close(&read(found.gradients), &gradients);
    }
}

#[test]
fn classes_in_order_and_numbers_are_learned_as_they_are() {
    for (kind, outputs) in [(TaskKind::Ordinal, 2), (TaskKind::Regression, 1), (TaskKind::Count, 1)] {
        let [output, values, shares] = [(outputs, 0.3), (outputs, 1.0), (1, 1.0)]
            .map(|(width, value)| Tensor::<2>::full([1, width], value, &Device::flex()).cumsum(1));
        let group = Group { kind, outputs, scores: outputs, tasks: 0..1 };
        let plain = || group_loss(kind, output.clone(), values.clone(), shares.clone());
        let found = smoothed(plain(), &output, values.clone(), shares.clone(), &group, 0.5);
        assert_eq!(read(found.gradients), read(plain().gradients), "{kind:?}");
        assert_eq!(read(found.parts), read(plain().parts), "{kind:?}");
    }
}

/// Gives the model's parameters these gradients, one after the other, each in a set of its own; or reads them.
struct Gradients {
    values: Vec<f32>,
    sets: Vec<GradientsParams>,
}

impl ModuleVisitor for Gradients {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let shape = param.val().dims();
        let rest = self.values.split_off(shape.iter().product());
        let own = std::mem::replace(&mut self.values, rest);
        let mut set = GradientsParams::new();
        set.register(param.id, Tensor::<D>::from_data(TensorData::new(own, shape), &Device::flex()));
        self.sets.push(set);
    }
}

struct Read<'a>(&'a [GradientsParams], Vec<f32>);

impl ModuleVisitor for Read<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let own = self.0.iter().filter_map(|set| set.get::<D>(param.id));
        self.1.extend(own.flat_map(read));
    }
}

/// PyTorch 2.15: `clip_grad_norm_` of gradients whose norm is 9.5394.
#[test]
fn gradients_are_shortened_together_and_short_ones_stay() {
    let config = ArchitectureConfig { trunk: Vec::new(), ..ArchitectureConfig::default() };
    let layout = Layout::of([(TaskKind::Regression, 1), (TaskKind::Regression, 1)]);
    let model = Model::new(&config, 2, &layout, 0, &Device::flex());
    let before = [1.0, -2.0, 3.0, 4.0, -5.0, 6.0];
    let clipped = |most| {
        let mut gradients = Gradients { values: before.to_vec(), sets: Vec::new() };
        model.visit(&mut gradients);
        assert_eq!((gradients.sets.len(), gradients.values.len()), (2, 0));
        clip(&mut gradients.sets, &model, most);
        let mut read = Read(&gradients.sets, Vec::new());
        model.visit(&mut read);
        read.1
    };
    assert_close(&clipped(2.0), &[0.2097, -0.4193, 0.6290, 0.8386, -1.0483, 1.2579]);
    assert_eq!(clipped(9.6), before);
}

/// By plain descent at a rate of 1, parameters move by 1e-6 a step at most, whatever is weighed and how.
#[test]
fn clipping_holds_every_weighting_back() {
    for kind in ["equal", "mgda", "upgrad"] {
        let losses = |clip: Value| {
            let optimizer = json!({"kind": "sgd", "learningRate": 0.5, "weightDecay": 0.0, "clipNorm": clip});
            let config = json!({"epochs": 5, "optimizer": optimizer, "weighting": {"kind": kind}});
            let report = run(made(), config);
            let of = |epoch: usize| report.history[epoch].tasks["side"].valid_loss.expect("a loss");
            (of(0), of(4))
        };
        let (first, last) = losses(json!(1e-6));
        assert!((first - last).abs() < 1e-3, "{kind}: {first} {last}");
        let (first, last) = losses(Value::Null);
        assert!((first - last).abs() > 1e-2, "{kind}: {first} {last}");
    }
}

#[test]
fn schedules_are_seen_in_the_history() {
    let rates = |config: Value| {
        let mut config = config;
        config["optimizer"] = json!({"learningRate": 0.01});
        config["earlyStopping"] = Value::Null;
        let report = run(made(), config);
        let steps = report.history.iter().map(|epoch| (epoch.step, epoch.learning_rate));
        steps.collect::<Vec<_>>()
    };
    assert!(rates(json!({"epochs": 3})).iter().all(|(_, rate)| *rate == 0.01));
    // 210 rows in two batches: 12 steps, of which the last is `(1 + cos(11π / 12)) / 2 = 0.0170371` of the rate.
    let cosine = rates(json!({"epochs": 6, "schedule": {"kind": "cosine"}}));
    let (steps, last) = cosine[5];
    assert!(steps == 12 && (last - 0.000_170_371).abs() < 1e-9, "{steps} {last}");
    let warm = rates(json!({"epochs": 6, "schedule": {"warmup": 0.5}}));
    for (epoch, share) in [(0, 2.0 / 6.0), (1, 4.0 / 6.0), (2, 1.0), (5, 1.0)] {
        assert!((warm[epoch].1 - 0.01 * share).abs() < 1e-12, "{warm:?}");
    }
    let plateau = json!({"kind": "plateau", "patience": 1, "lowest": 0.05});
    let plateau = rates(json!({"epochs": 150, "schedule": plateau}));
    assert!(plateau[0].1 == 0.01 && plateau.windows(2).all(|pair| pair[1].1 <= pair[0].1));
    assert!((plateau[149].1 - 0.0005).abs() < 1e-12, "{:?}", plateau[149]);
}

/// Batches, rates, draws and stops belong to the run, not to the command that sets it in motion.
#[test]
fn training_in_pieces_equals_training_at_once_whatever_the_course() {
    let table = || load(&made_table(300, 200), MADE_ROLES, &[]);
    let courses = [
        json!({"schedule": {"kind": "cosine", "warmup": 3, "warmupUnit": "steps"}}),
        json!({"schedule": {"kind": "plateau", "patience": 1, "warmup": 0.1}}),
        json!({"schedule": {"warmup": 0.3}, "sampling": {"kind": "balanced"}}),
        json!({"labelSmoothing": 0.1, "optimizer": {"clipNorm": 0.5}, "architecture": {"dropout": 0.2}}),
        json!({"earlyStopping": {"patience": 2, "scope": "task"}, "sampling": {"kind": "balanced"},
               "weighting": {"kind": "pcgrad"}, "optimizer": {"learningRate": 0.05}}),
    ];
    let mut seen = Vec::new();
    for mut course in courses {
        course["epochs"] = json!(12);
        let configure = || Command::Configure(course.clone());
        let whole = drive_in_turn(vec![table(), configure(), train()]);
        let (five, eight) = (Command::Step { count: 5 }, Command::Step { count: 8 });
        let pieces = drive_in_turn(vec![table(), configure(), five, eight, Command::Probe, train()]);
        let (whole, pieces) = (report(&whole, 3), report(&pieces, 6));
        assert_eq!(whole.tasks, pieces.tasks, "{course}");
        assert_eq!(whole.history, pieces.history, "{course}");
        assert!(seen.iter().all(|other| *other != whole.tasks), "{course} changes nothing");
        seen.push(whole.tasks.clone());
    }
}

fn dataset(text: &str, config: &RunConfig) -> Dataset {
    let roles: BTreeMap<String, Role> =
        MADE_ROLES.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("made", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    Dataset::build(&table, config).expect("a dataset")
}

/// Of 300 rows 30 have a side: one in ten rows of an epoch, and nearly 4 in 10 where all tasks are drawn alike.
#[test]
fn a_task_with_few_labels_is_seen_more_often_in_as_many_steps() {
    let at = |sampling: Value| {
        let config = RunConfig::default().merged(&json!({"sampling": sampling})).expect("right");
        let dataset = dataset(&made_table(300, 270), &config);
        let side = dataset.targets.iter().position(|target| target.name() == "side").expect("the task");
        let rows = dataset.rows(Split::Train);
        let order = sampling::order(&dataset, &config, 3, &[]);
        assert_eq!(order.len(), rows.len());
        let is_seen = |index: &&u32| dataset.training_weight(side, rows[**index as usize] as usize) > 0.0;
        let seen = order.iter().filter(is_seen).count() as f64 / rows.len() as f64;
        let left_out = sampling::order(&dataset, &config, 3, &[side]).iter().filter(is_seen).count();
        (seen, left_out as f64 / rows.len() as f64)
    };
    let (uniform, _) = at(json!({"kind": "uniform"}));
    let (balanced, left_out) = at(json!({"kind": "balanced", "temperature": 100}));
    assert!((uniform - 0.1).abs() < 0.03, "{uniform}");
    // A third is drawn for the task itself, and a tenth of what is drawn for the others has a side.
    assert!((balanced - (1.0 / 3.0 + 2.0 / 3.0 * uniform)).abs() < 0.05, "{balanced}");
    assert!((left_out - uniform).abs() < 0.05, "{left_out}");
    let report = run(
        load(&made_table(300, 270), MADE_ROLES, &[]),
        json!({"sampling": {"kind": "balanced"}, "epochs": 4}),
    );
    assert_eq!((report.epochs, report.steps), (4, 8));
}

/// Two inputs, a value that can be learned, and a side that is thrown by a coin.
fn half_random() -> Command {
    let line = |row: usize| {
        let x = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let z = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let side =
            if ((row * row * 7919 + row * 104_729) / 13).is_multiple_of(2) { "heads" } else { "tails" };
        format!("{x},{z},{:.4},{side}\n", (3.0 * x).sin() + x * z)
    };
    let text = format!("x,z,value,side\n{}", (0..400).map(line).collect::<String>());
    load(&text, &[("value", Role::Task), ("side", Role::Task)], &[])
}

#[test]
fn a_task_that_is_flat_is_trained_no_further() {
    for weighting in ["equal", "random", "famo", "mgda", "upgrad"] {
        let stopping = |scope| {
            json!({"earlyStopping": {"patience": 4, "scope": scope}, "epochs": 60, "optimizer": {"learningRate": 0.01},
                   "weighting": {"kind": weighting}})
        };
        let report = run(half_random(), stopping("task"));
        let weights: Vec<f64> = report.history.iter().map(|epoch| epoch.weights[1]).collect();
        let stop = weights.iter().position(|weight| *weight == 0.0).expect("the side stops");
        assert!(weights[stop..].iter().all(|weight| *weight == 0.0), "{weighting}: {weights:?}");
        assert!(weights.len() - stop > 5, "{weighting}: {}", report.stopped_because);
        let said = format!("“side” after epoch {stop}");
        assert!(report.stopped_because.contains(&said), "{}: not {said}", report.stopped_because);
        assert!(report.history.iter().all(|epoch| epoch.weights[0] > 0.0), "{weighting}");
        // The best epoch is that of the value, which has the say alone.
        let value = |epoch: usize| report.history[epoch].tasks["value"].valid_loss.expect("a loss");
        let best = (stop..report.epochs).map(value).fold(f64::INFINITY, f64::min);
        assert_eq!(value(report.best_epoch - 1), best, "{weighting}");
        // What is trained on coins learns them by heart.
        let side = |report: &RunReport| {
            let losses = report.history.iter().map(|epoch| epoch.tasks["side"].train_loss.expect("a loss"));
            losses.collect::<Vec<_>>()
        };
        let (stopped, mut on) = (side(&report), stopping("all"));
        on["earlyStopping"] = Value::Null;
        let on = side(&run(half_random(), on));
        assert_eq!(stopped[..stop], on[..stop], "{weighting}: equal until it stops");
        let last = stopped.len() - 1;
        assert!(on[last] < stopped[last] - 0.005, "{weighting}: {} for {}", stopped[last], on[last]);
    }
}

/// Where tasks share nothing, and descent is plain, what is trained no further does not change at all.
#[test]
fn a_task_that_stopped_keeps_its_own_parameters() {
    for weighting in ["normalised_equal", "uncertainty", "gradnorm", "cagrad"] {
        let optimizer = json!({"kind": "sgd", "learningRate": 0.2, "weightDecay": 0.0});
        let report = run(
            half_random(),
            json!({"earlyStopping": {"patience": 3, "scope": "task"}, "epochs": 60, "optimizer": optimizer,
                   "architecture": {"kind": "single_task"}, "weighting": {"kind": weighting, "refresh": 4, "normalise": true}}),
        );
        let losses = |task: &str| {
            let losses = report.history.iter().map(|epoch| epoch.tasks[task].valid_loss.expect("a loss"));
            losses.collect::<Vec<_>>()
        };
        let stop = |task: usize| {
            report.history.iter().position(|epoch| epoch.weights[task] == 0.0).unwrap_or(usize::MAX)
        };
        let (stop, own, other) = if stop(0) < stop(1) {
            (stop(0), losses("value"), losses("side"))
        } else {
            (stop(1), losses("side"), losses("value"))
        };
        assert!(own.len() > stop + 3, "{weighting}: {}", report.stopped_because);
        assert!(own[stop..].iter().all(|loss| *loss == own[stop - 1]), "{weighting} {stop}: {own:?}");
        assert!(own[..stop].windows(2).all(|pair| pair[0] != pair[1]), "{weighting}: {own:?}");
        assert!(other.windows(2).all(|pair| pair[0] != pair[1]), "{weighting}: {other:?}");
    }
}

#[test]
fn a_run_ends_when_its_time_is_up() {
    // The clock moves by a millisecond whenever it is looked at.
    let report = run(made(), json!({"timeBudget": 0.25, "epochs": 100_000, "earlyStopping": null}));
    assert_eq!(report.stopped_because, "the time budget of 0.25 s was used");
    assert!((0.25..0.3).contains(&report.train_seconds), "{}", report.train_seconds);
    assert!(report.best_epoch > 0 && report.epochs < 100_000);
    let paused = drive_in_turn(vec![
        made(),
        Command::Configure(json!({"timeBudget": 0.25, "epochs": 100_000, "earlyStopping": null})),
        Command::Step { count: 20 },
        // The clock goes on.
        Command::Probe,
        train(),
    ]);
    let paused = support::report(&paused, 5);
    assert!((0.25..0.3).contains(&paused.train_seconds), "{}", paused.train_seconds);
}

fn probed(messages: &[Message], id: u32) -> &ProbeReport {
    match answer(messages, id) {
        Event::Probed(report) => report,
        other => panic!("expected a probe, got {other:?}"),
    }
}

#[test]
fn a_probe_suggests_a_rate_at_which_training_works() {
    for kind in ["adamw", "sgd"] {
        let optimizer = json!({"optimizer": {"kind": kind}, "batchSize": 32});
        let messages = drive_in_turn(vec![made(), Command::Configure(optimizer), Command::Probe]);
        let probe = probed(&messages, 3);
        let suggestion = probe.suggestion.expect("a suggestion");
        assert!(probe.points.windows(2).all(|pair| pair[0].rate < pair[1].rate));
        assert!(probe.points.len() <= 100 && probe.steps_total == 100);
        assert!(probe.outcome.contains("lowest at"), "{}", probe.outcome);
        let loss = |rate: f64| {
            let optimizer = json!({"kind": kind, "learningRate": rate});
            let report = run(made(), json!({"optimizer": optimizer, "batchSize": 32, "epochs": 15}));
            let losses = report.history[report.best_epoch - 1].tasks.values();
            losses.map(|losses| losses.valid_loss.expect("a loss")).sum::<f64>()
        };
        let own = loss(suggestion);
        let lower = loss(suggestion / 30.0);
        assert!(own < 0.7 * lower, "{kind}: {own} at {suggestion}, {lower} far below");
        let unasked = messages.iter().filter(|message| {
            message.reply.is_none()
                && matches!(&message.event, Event::Probed(report) if report.outcome.is_empty())
        });
        assert!(unasked.count() < 20);
    }
}

/// Rows for testing have other labels and other inputs; those for training and validation are the same.
#[test]
fn a_probe_looks_at_no_test_row_and_repeats_itself() {
    let table = |test_shift: f64| {
        let line = |row: usize| {
            let part = ["train", "train", "valid", "test"][row % 4];
            let shift = if part == "test" { test_shift } else { 0.0 };
            let x = ((row * 37) % 101) as f64 / 50.0 - 1.0 + shift;
            format!("{x},{:.4},{part}\n", (3.0 * x).sin() + shift)
        };
        let text = format!("x,value,part\n{}", (0..200).map(line).collect::<String>());
        load(&text, &[("value", Role::Task), ("part", Role::Split)], &[])
    };
    let probe = |shift| {
        let messages = drive_in_turn(vec![table(shift), Command::Probe, Command::Probe]);
        assert_eq!(probed(&messages, 2), probed(&messages, 3));
        probed(&messages, 2).clone()
    };
    let plain = probe(0.0);
    assert!(plain.points.len() > 50 && plain.suggestion.is_some(), "{}", plain.outcome);
    assert_eq!(plain, probe(5.0));
}

#[test]
fn a_probe_can_be_ended_and_gives_way_to_runs() {
    let messages = drive(vec![
        (When::Answered, made()),
        (When::Answered, Command::Probe),
        (When::Steps(0), Command::CancelProbe),
        (When::Answered, Command::Probe),
        (When::Steps(0), train()),
        (When::Steps(1), Command::Probe),
        (When::Answered, Command::Probe),
        (When::Steps(1), Command::Configure(json!({"batchSize": 64}))),
    ]);
    for id in [2, 4, 7] {
        let probe = probed(&messages, id);
        assert!(probe.suggestion.is_none() && probe.outcome.contains("was ended after"), "{}", probe.outcome);
    }
    assert!(matches!(answer(&messages, 3), Event::Status { .. }));
    assert!(failure(&messages, 6).contains("pause or stop it"), "{}", failure(&messages, 6));
    assert!(report(&messages, 5).epochs > 1);
    let without = drive_in_turn(vec![Command::Probe, Command::CancelProbe]);
    assert!(failure(&without, 1).contains("no table"));
    assert!(matches!(answer(&without, 2), Event::Status { .. }));
}

#[test]
fn what_is_out_of_range_is_refused_by_name() {
    let cases = [
        (
            json!({"schedule": {"kind": "step"}}),
            "schedule.kind: “step” is not known; known are: constant, cosine, plateau",
        ),
        (
            json!({"schedule": {"warmup": 1.5}}),
            "schedule.warmup: expected a share of all steps from 0 to below 1, found 1.5",
        ),
        (
            json!({"schedule": {"warmup": 1.5, "warmupUnit": "steps"}}),
            "schedule.warmup: expected a whole number of steps, found 1.5",
        ),
        (
            json!({"schedule": {"factor": 1}}),
            "schedule.factor: expected a number above 0, at most 0.99, found 1",
        ),
        (
            json!({"schedule": {"patience": 0}}),
            "schedule.patience: expected a whole number from 1 to 100000, found 0",
        ),
        (json!({"schedule": {"lowest": 2}}), "schedule.lowest: expected a number from 0 to 1, found 2"),
        (
            json!({"optimizer": {"clipNorm": 0}}),
            "optimizer.clipNorm: expected a number above 0, at most 1000000, found 0",
        ),
        (json!({"labelSmoothing": 1}), "labelSmoothing: expected a number from 0 to 0.9, found 1"),
        (
            json!({"sampling": {"temperature": 0.5}}),
            "sampling.temperature: expected a number from 1 to 100, found 0.5",
        ),
        (
            json!({"earlyStopping": {"scope": "head"}}),
            "earlyStopping.scope: “head” is not known; known are: all, task",
        ),
        (
            json!({"affinityEvery": 20_000}),
            "affinityEvery: expected a whole number from 0 to 10000, found 20000",
        ),
        (json!({"timeBudget": -1}), "timeBudget: expected a number above 0, at most 1000000, found -1"),
    ];
    for (patch, expected) in cases {
        let refused = RunConfig::default().merged(&patch).map_err(|error| error.to_string());
        assert_eq!(refused.err().as_deref(), Some(expected), "{patch}");
    }
    let steps = json!({"schedule": {"warmup": 200, "warmupUnit": "steps"}, "timeBudget": 90, "optimizer": {"clipNorm": 1}});
    assert!(RunConfig::default().merged(&steps).is_ok());
}

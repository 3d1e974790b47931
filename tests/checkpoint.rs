//! A run that is gone on with from a checkpoint is the uninterrupted one, bit for bit on the CPU.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::fmt::Write as _;
use std::rc::Rc;

use burn::tensor::Device;
use futures::executor::block_on;
use polyhead::architecture::ArchitectureKind;
use polyhead::config::{OptimizerKind, RunConfig};
use polyhead::data::dataset::Dataset;
use polyhead::input::embedding::NumericEmbedding;
use polyhead::report::SolverReport;
use polyhead::schema::role::Role;
use polyhead::table::Table;
use polyhead::train::{LookAhead, Trainer};
use polyhead::weighting::WeightingKind;
use serde_json::{Value, json};

const ROWS: usize = 90;

/// Tasks: two numbers, one of them with so few labels that batches lack it, two classes and four classes; inputs: a number, a category
/// and a short text.
fn table(rows: usize) -> Table {
    let mut text = String::from("x1,colour,note,value,x2,side,corner\n");
    for row in 0..rows {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let colour = ["red", "green", "blue"][row % 3];
        let value = if row % 30 == 0 { format!("{:.3}", 3.0 * x1 - 2.0 * x2) } else { String::new() };
        let side = if x1 > 0.0 { "right" } else { "left" };
        let corner = format!("{}{side}", if x2 > 0.0 { "upper " } else { "lower " });
        let note = ["warm and dry", "warm and wet", "cold and dry", "cold and wet", "neither"][row * 7 % 5];
        writeln!(text, "{x1},{colour},{note} {},{value},{x2},{side},{corner}", row % 11).expect("a line");
    }
    let tasks = ["value", "x2", "side", "corner"].map(|task| (task.to_owned(), Role::Task));
    let inputs = ["x1", "colour", "note"].map(|input| (input.to_owned(), Role::Input));
    let roles = tasks.into_iter().chain(inputs).collect();
    let types = [("note".to_owned(), polyhead::schema::column::ColumnKind::Text)].into();
    Table::read("test", text.as_bytes(), &roles, &types).expect("a table")
}

fn config(changes: Value) -> RunConfig {
    let base = RunConfig::default().merged(&json!({
        "architecture": {"dropout": 0.2, "trunk": [12, 8]}, "weighting": {"refresh": 2},
        "batchSize": 21, "epochs": 6, "earlyStopping": null, "optimizer": {"learningRate": 0.02}
    }));
    let config = base.expect("a configuration").merged(&changes).expect("a configuration");
    config.validate().expect("a sound configuration");
    config
}

fn dataset(config: &RunConfig, rows: usize) -> Rc<Dataset> {
    Rc::new(Dataset::build(&table(rows), config).expect("a dataset"))
}

/// All that shows of a run from some step on.
#[derive(Debug, PartialEq)]
struct Trace {
    /// What each step and each epoch came to; numbers in Rust's notation, which is exact.
    lines: Vec<String>,
    best_epoch: usize,
    solver: Option<SolverReport>,
    sharing: String,
    look_ahead: Option<LookAhead>,
    /// The fitted model as a file, before and after the best epoch's parameters are taken.
    models: [Vec<u8>; 2],
}

/// One step, and the epoch's end after the last of one; whether the run is over.
fn step(trainer: &mut Trainer, lines: &mut Vec<String>) -> bool {
    let is_end = block_on(trainer.step()).expect("a step");
    lines.push(format!("{} {:?}", trainer.step_count(), block_on(trainer.latest_losses()).expect("losses")));
    if !is_end {
        return false;
    }
    let end = block_on(trainer.end_epoch()).expect("an end");
    lines.push(format!("{end:?}"));
    end.ending.is_some()
}

fn finish(mut trainer: Trainer) -> Trace {
    let mut lines = vec![format!("{:?}", block_on(trainer.latest_losses()).expect("losses"))];
    while !step(&mut trainer, &mut lines) {}
    let file = |trainer: &Trainer| block_on(trainer.fitted().to_bytes()).expect("a file");
    let last = file(&trainer);
    trainer.finish();
    let sharing = format!("{:?}", block_on(trainer.sharing()).expect("matrices"));
    let models = [last, file(&trainer)];
    let look_ahead = trainer.look_ahead().cloned();
    Trace { lines, best_epoch: trainer.best_epoch(), solver: trainer.solver(), sharing, look_ahead, models }
}

/// Compares the uninterrupted run with those that go on after some of its steps.
fn assert_same(config: &RunConfig, after: &[usize]) {
    let (dataset, device) = (dataset(config, ROWS), Device::flex());
    let mut trainer = Trainer::new(dataset.clone(), config.clone(), &device);
    let mut checkpoints = Vec::new();
    let mut taken = Vec::new();
    for steps in 0.. {
        if after.contains(&steps) {
            let latest = format!("{:?}", block_on(trainer.latest_losses()).expect("losses"));
            checkpoints.push((steps, latest, block_on(trainer.checkpoint()).expect("a checkpoint")));
        }
        if checkpoints.len() == after.len() {
            break;
        }
        assert!(!step(&mut trainer, &mut taken), "the run is over before step {steps}");
    }
    // Once more from its start, so that nothing but its steps is looked at.
    let whole = finish(Trainer::new(dataset.clone(), config.clone(), &device));
    for (steps, latest, bytes) in checkpoints {
        let resumed = Trainer::resume(dataset.clone(), config.clone(), &bytes, &device).expect("a trainer");
        let again = block_on(resumed.checkpoint()).expect("a checkpoint");
        assert!(again == bytes, "a checkpoint of the resumed run differs, {config:?} after {steps}");
        let rest = finish(resumed);
        assert_eq!(rest.lines[0], latest, "{config:?} after {steps}");
        let from = whole.lines.len() - (rest.lines.len() - 1);
        for (found, expected) in rest.lines[1..].iter().zip(&whole.lines[from..]) {
            assert_eq!(found, expected, "{config:?} after {steps}");
        }
        assert_eq!(rest.best_epoch, whole.best_epoch, "{config:?} after {steps}");
        assert_eq!(rest.solver, whole.solver, "{config:?} after {steps}");
        assert_eq!(rest.sharing, whole.sharing, "{config:?} after {steps}");
        assert_eq!(rest.look_ahead, whole.look_ahead, "{config:?} after {steps}");
        assert!(rest.models == whole.models, "the models differ, {config:?} after {steps}");
    }
}

/// Batches of an epoch: 63 training rows in batches of 21.
const BATCHES: usize = 3;

/// At the start, within an epoch, at an end of one, and before the last step of every one, in which tasks without a label keep weights.
const AFTER: [usize; 9] = [0, 1, 2, 5, 2 * BATCHES, 8, 11, 14, 17];

#[test]
fn a_run_goes_on_alike_with_every_weighting() {
    for kind in WeightingKind::ALL {
        let weights = kind.takes_weights().then(|| json!([1.0, 0.5, 2.0, 0.3]));
        let changes = json!({"weighting": {
            "kind": kind, "normalise": kind != WeightingKind::Equal, "weights": weights.unwrap_or(json!([]))
        }});
        assert_same(&config(changes), &AFTER);
    }
}

#[test]
fn a_run_goes_on_alike_with_smoothed_and_preferred_weights() {
    for kind in WeightingKind::ALL.into_iter().filter(|kind| kind.is_on_gramian() || kind.takes_preference())
    {
        let preference = if kind.takes_preference() { json!([1.0, 0.0, 2.0, 0.3]) } else { json!([]) };
        let changes = json!({"weighting": {"kind": kind, "smoothing": 0.5, "preference": preference}});
        assert_same(&config(changes), &AFTER);
    }
}

#[test]
fn a_run_goes_on_alike_with_every_architecture() {
    for kind in ArchitectureKind::ALL {
        for weighting in [WeightingKind::Famo, WeightingKind::Gradvac] {
            let changes =
                json!({"architecture": {"kind": kind, "head": [6]}, "weighting": {"kind": weighting}});
            assert_same(&config(changes), &AFTER);
        }
    }
}

#[test]
fn a_run_goes_on_alike_with_every_way_to_read_numbers() {
    for embedding in NumericEmbedding::ALL {
        for kind in [ArchitectureKind::HardSharing, ArchitectureKind::SingleTask] {
            let encoding = json!({"numericEmbedding": embedding});
            assert_same(&config(json!({"architecture": {"kind": kind}, "encoding": encoding})), &AFTER);
        }
    }
}

#[test]
fn a_run_goes_on_alike_with_every_optimiser() {
    for kind in OptimizerKind::ALL {
        assert_same(&config(json!({"optimizer": {"kind": kind, "weightDecay": 0.01}})), &AFTER);
    }
}

/// Courses of the learning rate, drawn rows, clipped steps, smoothed labels, and tasks that stop one after the other.
#[test]
fn a_run_goes_on_alike_however_it_learns() {
    for changes in [
        json!({"schedule": {"kind": "cosine", "warmup": 0.2}, "optimizer": {"clipNorm": 0.5}, "labelSmoothing": 0.1}),
        json!({"schedule": {"kind": "plateau", "patience": 1}, "optimizer": {"learningRate": 0.2}}),
        json!({"sampling": {"kind": "balanced", "temperature": 3.0}}),
    ] {
        assert_same(&config(changes), &AFTER);
    }
    for weighting in ["equal", "mgda", "dwa"] {
        let config = config(json!({
            "weighting": {"kind": weighting, "normalise": true}, "sampling": {"kind": "balanced"}, "epochs": 40,
            "optimizer": {"learningRate": 0.1}, "earlyStopping": {"patience": 3, "scope": "task"}
        }));
        let whole = finish(Trainer::new(dataset(&config, ROWS), config.clone(), &Device::flex()));
        let steps = whole.lines.iter().filter(|line| !line.starts_with("EpochEnd")).count() - 1;
        let after: Vec<usize> = (0..steps).step_by(4).collect();
        assert_same(&config, &after);
    }
}

/// Measured before every step, before every second one, and so seldom that a checkpoint falls between.
#[test]
fn a_run_goes_on_alike_while_affinities_are_measured() {
    for every in [1, 2, 5] {
        for kind in [ArchitectureKind::HardSharing, ArchitectureKind::Cgc] {
            let config = config(json!({"architecture": {"kind": kind}, "affinityEvery": every}));
            let whole = finish(Trainer::new(dataset(&config, ROWS), config.clone(), &Device::flex()));
            let measured = whole.look_ahead.map_or(0, |look_ahead| look_ahead.measured);
            assert_eq!(measured, (6 * BATCHES).div_ceil(every));
            assert_same(&config, &AFTER);
        }
    }
}

/// Steps so long that the best epoch is an early one, that texts' own dropout is eased after seven, and that the run stops after ten.
#[test]
fn a_run_goes_on_alike_after_its_best_epoch() {
    let kinds = [ArchitectureKind::HardSharing, ArchitectureKind::DselectK, ArchitectureKind::TaskRelation];
    for kind in kinds.into_iter().chain([ArchitectureKind::TraceNorm]) {
        let config = config(json!({
            "architecture": {"kind": kind}, "epochs": 60, "earlyStopping": {"patience": 10},
            "optimizer": {"learningRate": 0.1}
        }));
        let whole = finish(Trainer::new(dataset(&config, ROWS), config.clone(), &Device::flex()));
        let ending = whole.lines.last().expect("a line");
        assert!(ending.contains("flat for 10 epochs"), "{ending}");
        let after = [0, 7, 8].map(|epochs| (whole.best_epoch + epochs) * BATCHES);
        assert_same(&config, &[after[0], after[0] + 2, after[1], after[2] + 1]);
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused() {
    let own = config(json!({}));
    let device = Device::flex();
    let bytes = block_on(Trainer::new(dataset(&own, ROWS), own.clone(), &device).checkpoint());
    let bytes = bytes.expect("a checkpoint");
    let refusal = |config: RunConfig, rows: usize| {
        let found = Trainer::resume(dataset(&config, rows), config, &bytes, &device);
        found.err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert_eq!(refusal(own.clone(), ROWS), "");
    // What it is compared with afterwards does not matter.
    assert_eq!(refusal(config(json!({"singleTaskTwins": false})), ROWS), "");
    let other = refusal(config(json!({"optimizer": {"learningRate": 0.01}})), ROWS);
    assert!(other.contains("another configuration"), "{other}");
    let other = refusal(own, ROWS + 1);
    assert!(other.contains("other rows"), "{other}");
    let model = block_on(
        Trainer::new(dataset(&config(json!({})), ROWS), config(json!({})), &device).fitted().to_bytes(),
    );
    let found = Trainer::resume(
        dataset(&config(json!({})), ROWS),
        config(json!({})),
        &model.expect("a file"),
        &device,
    );
    let sentence = found.err().map(|error| error.to_string()).unwrap_or_default();
    assert_eq!(sentence, "this file holds a model, not a checkpoint");
}

/// A run whose numbers are lost leaves its last good checkpoint as it is.
#[test]
fn no_checkpoint_is_made_of_lost_numbers() {
    let changes = json!({"optimizer": {"kind": "sgd", "learningRate": 10.0}, "weighting": {"kind": "equal"}});
    let config = config(changes);
    let mut trainer = Trainer::new(dataset(&config, ROWS), config, &Device::flex());
    for _ in 0..200 {
        let is_end = block_on(trainer.step()).expect("a step");
        let Err(error) = block_on(trainer.checkpoint()) else {
            if is_end && block_on(trainer.end_epoch()).is_err() {
                break;
            }
            continue;
        };
        assert!(error.to_string().contains("finite"), "{error}");
        return;
    }
    panic!("a checkpoint was made of every step");
}

/// Whatever is done to its bytes, a checkpoint is taken or refused with a sentence.
#[test]
fn damaged_checkpoints_are_no_panic() {
    let config = config(json!({"weighting": {"kind": "gradvac"}, "architecture": {"kind": "task_relation"}}));
    let (dataset, device) = (dataset(&config, ROWS), Device::flex());
    let mut trainer = Trainer::new(dataset.clone(), config.clone(), &device);
    (0..BATCHES + 1).for_each(|_| {
        step(&mut trainer, &mut Vec::new());
    });
    let bytes = block_on(trainer.checkpoint()).expect("a checkpoint");
    let read = |bytes: &[u8]| {
        let trainer = Trainer::resume(dataset.clone(), config.clone(), bytes, &device);
        if let Ok(mut trainer) = trainer {
            let _ = block_on(trainer.step());
            let _ = block_on(trainer.end_epoch());
            return true;
        }
        false
    };
    assert!(read(&bytes));
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("8 bytes")) as usize;
    for length in (0..header.min(4_000)).step_by(97).chain([header, header + 5, bytes.len() - 1]) {
        assert!(!read(&bytes[..length]), "{length} bytes");
    }
    let mut random = 1_u64;
    let mut taken = 0;
    for _ in 0..1_500 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut other = bytes.clone();
        // Most of them in the state, whose digits, signs and names are what can go wrong.
        other[(random >> 33) as usize % header] = b"0919-.{}[],\":eEnul x"[(random >> 20) as usize % 20];
        taken += usize::from(read(&other));
    }
    assert!(taken > 20, "digits of the state can be changed: {taken}");
}

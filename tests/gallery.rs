//! The examples tell what to expect and open with a configuration that exists, and the first one is learned in a moment.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[cfg(feature = "train")]
mod support;

use std::collections::BTreeSet;

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::synthetic::{self, Place, Plane};
use polyhead::table::gallery::{Benchmark, EXAMPLES, Example, Source};
use polyhead::task::TaskKind;
use serde_json::{Value, json};

fn preset(example: &Example) -> Value {
    serde_json::from_str(example.preset).expect("JSON")
}

#[test]
fn every_example_has_a_story_of_a_few_sentences_and_a_key_of_its_own() {
    assert!(EXAMPLES.len() >= 8);
    let keys: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.key).collect();
    assert_eq!(keys.len(), EXAMPLES.len());
    for Example { key, story, .. } in EXAMPLES {
        let ends = story.matches(". ").count() + usize::from(story.ends_with('.'));
        assert!((2..=3).contains(&ends), "{key}: {ends} sentences");
        assert!(story.len() < 360 && !story.contains(['!', '\n']), "{key}: {story}");
    }
    let stories: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.story).collect();
    assert_eq!(stories.len(), EXAMPLES.len());
}

#[test]
fn every_preset_is_taken_and_names_only_fields_that_exist() {
    for example in EXAMPLES {
        let patch = preset(example);
        let merged = RunConfig::default().merged(&patch).map_err(|error| error.to_string());
        let merged = merged.unwrap_or_else(|error| panic!("{}: {error}", example.key));
        // Each leaf is in force, and each changes something: a preset repeats no default.
        let is_empty = patch.as_object().expect("an object").is_empty();
        assert_eq!(merged == RunConfig::default(), is_empty, "{}", example.key);
        let (whole, default) = (as_json(&merged), as_json(&RunConfig::default()));
        for pointer in leaves("", &patch) {
            assert_eq!(whole.pointer(&pointer), patch.pointer(&pointer), "{} {pointer}", example.key);
            assert_ne!(whole.pointer(&pointer), default.pointer(&pointer), "{} {pointer}", example.key);
        }
    }
    // The check is one: a field that does not exist is refused.
    assert!(RunConfig::default().merged(&json!({"epoch": 60})).is_err());
}

fn as_json(config: &RunConfig) -> Value {
    serde_json::to_value(config).expect("serialises")
}

/// A pointer to everything in it that is no object.
fn leaves(path: &str, value: &Value) -> Vec<String> {
    match value.as_object() {
        Some(object) => {
            object.iter().flat_map(|(key, value)| leaves(&format!("{path}/{key}"), value)).collect()
        }
        None => vec![path.to_owned()],
    }
}

#[test]
fn a_preset_gives_way_to_what_a_user_has_changed() {
    let (first, second) = (r#"{"epochs": 60, "batchSize": 32}"#, r#"{"optimizer": {"learningRate": 0.01}}"#);
    let opened = RunConfig::default().opening("{}", first);
    assert_eq!((opened.epochs, opened.batch_size), (60, 32));
    // Of the example before, nothing stays.
    let next = opened.opening(first, second);
    assert_eq!(
        next,
        RunConfig::default().merged(&serde_json::from_str(second).expect("JSON")).expect("a patch")
    );
    assert_eq!(next.opening(second, "{}"), RunConfig::default());
    // A change of the user's keeps everything as it is.
    let own = RunConfig { batch_size: 64, ..opened.clone() };
    assert_eq!(own.opening(first, second), own);
    // Seeds are no such change, and stay.
    let seeded = RunConfig { seed: 11, ..opened };
    assert_eq!(seeded.opening(first, "{}"), RunConfig { seed: 11, ..RunConfig::default() });
    // What is no patch changes nothing.
    for broken in ["", "[]", r#"{"epoch": 1}"#] {
        assert_eq!(RunConfig::default().opening("{}", broken), RunConfig::default());
        assert_eq!(RunConfig::default().opening(broken, second), RunConfig::default());
    }
}

fn first() -> (&'static Example, Benchmark) {
    match EXAMPLES[0].source {
        Source::Made(benchmark) => (&EXAMPLES[0], benchmark),
        Source::File(_) | Source::Toy => panic!("the first example is made on the spot"),
    }
}

#[test]
fn the_plane_is_a_small_table_of_three_tasks_with_labels_missing() {
    let (example, benchmark) = first();
    assert_eq!(
        (example.key, serde_json::to_value(benchmark).expect("serialises")),
        ("plane", json!("plane"))
    );
    let table = synthetic::table(example.title, benchmark, 7).expect("a table");
    let names = |role| table.with_role(role).map(|column| column.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names(Role::Input), ["x", "y"]);
    assert_eq!(names(Role::Task), ["moon", "spiral", "height"]);
    assert_eq!(table.rows, 600);
    let missing: Vec<usize> = table.columns.iter().map(|column| column.missing()).collect();
    assert_eq!(missing[..4], [0; 4]);
    assert!((90..=150).contains(&missing[4]), "{missing:?}");
    assert!(table.with_role(Role::Input).all(|column| column.kind == ColumnKind::Number));
    let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
    let kinds: Vec<TaskKind> = dataset.order.to_file(dataset.targets.iter().map(|target| target.kind()));
    assert_eq!(kinds, [TaskKind::Binary, TaskKind::Multiclass, TaskKind::Regression]);
    let same = synthetic::table(example.title, benchmark, 7).expect("a table");
    let other = synthetic::table(example.title, benchmark, 8).expect("a table");
    assert_eq!(table.columns[0].values(), same.columns[0].values());
    assert_ne!(table.columns[0].values(), other.columns[0].values());
}

/// Distances to a thousand points of each half circle, as `sklearn.datasets.make_moons` draws them, moved by (-1/2, -1/4).
fn nearer_moon(x: f64, y: f64) -> (usize, f64) {
    let distance = |at: &dyn Fn(f64) -> [f64; 2]| {
        let angles = (0..=1_000).map(|step| std::f64::consts::PI * f64::from(step) / 1_000.0);
        angles.map(at).map(|[a, b]| (a - 0.5 - x).hypot(b - 0.25 - y)).fold(f64::INFINITY, f64::min)
    };
    let upper = distance(&|angle: f64| [angle.cos(), angle.sin()]);
    let lower = distance(&|angle: f64| [1.0 - angle.cos(), 0.5 - angle.sin()]);
    (usize::from(lower < upper), (upper - lower).abs())
}

#[test]
fn labels_of_the_plane_are_what_their_formulas_say() {
    let rows: Vec<Place> = Plane::new(3).take(20_000).collect();
    let (mut arms, mut moons, mut residual, mut known, mut crossed) = ([0; 3], [0; 2], 0.0, 0, 0);
    for row in &rows {
        assert!(row.x.abs() <= 1.5 && row.y.abs() <= 1.5);
        let (moon, margin) = nearer_moon(row.x, row.y);
        // A step of 0.04 changes the difference of both distances by at most twice its length.
        assert!(moon == row.moon || margin < 0.5, "{row:?}");
        crossed += usize::from(moon != row.moon);
        moons[row.moon] += 1;
        arms[row.arm] += 1;
        // The same surface by Cartesian coordinates: cos(θ - t) = cos θ cos t + sin θ sin t.
        let turn = 1.3 * row.x.hypot(row.y);
        let slope = row.x * turn.cos() + row.y * turn.sin();
        let expected = 2.0 * slope * (-(row.x.powi(2) + row.y.powi(2)) / 2.0).exp();
        if let Some(height) = row.height {
            known += 1;
            residual += (height - expected).powi(2);
        }
    }
    let share = |count: usize| count as f64 / rows.len() as f64;
    assert!(moons.iter().all(|&count| (share(count) - 0.5).abs() < 0.02), "{moons:?}");
    assert!(arms.iter().all(|&count| (share(count) - 1.0 / 3.0).abs() < 0.02), "{arms:?}");
    assert!(
        (share(known) - 0.8).abs() < 0.01 && share(crossed) > 0.002 && share(crossed) < 0.03,
        "{crossed}"
    );
    assert!(((residual / f64::from(u32::try_from(known).expect("few"))).sqrt() - 0.03).abs() < 0.001);
}

/// With the defaults of the first example, as one click on Train does it.
#[cfg(feature = "train")]
#[test]
fn all_three_heads_of_the_plane_are_learned_on_the_cpu_in_a_moment() {
    use polyhead::metric::MetricKind;
    use polyhead::protocol::{Command, MakeRequest};
    use polyhead::schema::split::Split;
    use support::{drive_in_turn, report};

    let (example, benchmark) = first();
    for seed in [7, 8, 9] {
        let make = Command::Make(MakeRequest { name: example.title.into(), benchmark, seed });
        let config = RunConfig { seed, ..RunConfig::default() }.opening("{}", example.preset);
        let patch = json!({"singleTaskTwins": false});
        let commands = vec![
            make,
            Command::Configure(as_json(&config)),
            Command::Configure(patch),
            Command::Train { epochs: None },
        ];
        let messages = drive_in_turn(commands);
        let report = report(&messages, 4);
        let score = |task: usize, metric| report.tasks[task].metrics[&Split::Test][&metric].expect("a score");
        let scores =
            [score(0, MetricKind::Accuracy), score(1, MetricKind::Accuracy), score(2, MetricKind::R2)];
        println!("seed {seed}: {scores:.3?} after {} epochs, {} steps", report.epochs, report.steps);
        assert!(scores[0] > 0.93 && scores[1] > 0.8 && scores[2] > 0.85, "seed {seed}: {scores:?}");
    }
}

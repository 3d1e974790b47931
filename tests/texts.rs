//! Texts as inputs, by default: what single words say is learned, and real tables are scored as a linear model on TF-IDF scores them.
//!
//! The real tables are made, and both sides run, by `bash tests/bench/text/run`: test scores, the mean of three seeds. With the
//! default trunk the one table of 55 classes (`packages`) is read 0.036 and 0.029 below the linear model; it is held to it with a trunk
//! of one layer.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::fmt::Write as _;

use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, Event};
use polyhead::report::RunReport;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use support::{answer, drive_in_turn, load, report};

/// Furthest that a score may lie below the linear model's.
const TOLERANCE: f64 = 0.02;

fn score(report: &RunReport, task: &str, metric: MetricKind) -> f64 {
    let task = report.tasks.iter().find(|own| own.name == task).expect("the task");
    task.metrics[&Split::Test][&metric].expect("a score")
}

/// Eight of 600 words a row, each of which adds or takes one: of the sum's variance everything is in the words, and nothing in
/// their spelling, so that 64 hashed counts can hold a tenth of it at most.
#[test]
fn what_single_words_say_is_learned() {
    let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(11);
    let letters = ["ba", "do", "gi", "ku", "le", "mo", "ni", "pu", "ra", "so", "te", "vi"];
    let mut word = || (0..3).map(|_| letters[random.random_range(0..12)]).collect::<String>();
    let words: std::collections::BTreeSet<String> = (0..600).map(|_| word()).collect();
    let words: Vec<String> = words.into_iter().collect();
    let effects: Vec<f64> = words.iter().map(|_| if random.random_bool(0.5) { 1.0 } else { -1.0 }).collect();
    let mut text = "note,sum,side\n".to_owned();
    for _ in 0..2_000 {
        let own: Vec<usize> = (0..8).map(|_| random.random_range(0..words.len())).collect();
        let sum: f64 = own.iter().map(|&place| effects[place]).sum();
        let side = if sum > 0.0 { "up" } else { "down" };
        let own: Vec<&str> = own.iter().map(|&place| words[place].as_str()).collect();
        writeln!(text, "{},{sum:.1},{side}", own.join(" ")).expect("a string takes any text");
    }
    let roles = [("note", Role::Input), ("sum", Role::Task), ("side", Role::Task)];
    let types = [("note", ColumnKind::Text), ("sum", ColumnKind::Number)];
    let table = load(&text, &roles, &types);
    let run = |config: Value| {
        let commands = vec![table.clone(), Command::Configure(config), Command::Train { epochs: None }];
        let messages = drive_in_turn(commands);
        let report = report(&messages, 3);
        (score(report, "sum", MetricKind::R2), score(report, "side", MetricKind::Accuracy))
    };
    let (r2, accuracy) = run(json!({}));
    // Ridge regression of scikit-learn with its best penalty reaches 0.93.
    assert!(r2 > 0.8 && accuracy > 0.85, "R² {r2:.3}, accuracy {accuracy:.3}");
    let (hashed, _) = run(json!({"encoding": {"texts": "hashed"}}));
    assert!(hashed < r2 - 0.3, "hashed {hashed:.3}, by default {r2:.3}");
}

/// A text column of its own vocabulary each; what the page is told of them.
#[test]
fn every_text_column_has_vectors_of_its_own() {
    let row = |row: usize| format!("note {} of red,title {},{}\n", row % 5, row % 3, row * 7 % 11);
    let text = "note,title,y\n".to_owned() + &(0..60).map(row).collect::<String>();
    let roles = [("note", Role::Input), ("title", Role::Input), ("y", Role::Task)];
    let types = [("note", ColumnKind::Text), ("title", ColumnKind::Text), ("y", ColumnKind::Number)];
    let messages = drive_in_turn(vec![load(&text, &roles, &types), Command::Configure(json!({"seed": 3}))]);
    let Event::Configured { model: Some(model), config, .. } = answer(&messages, 2) else {
        panic!("a model")
    };
    assert_eq!(config.encoding.texts.key(), "tfidf");
    let columns: Vec<_> = model.embeddings.iter().map(|own| (own.columns.join("+"), own.places)).collect();
    // Words: note, 0 to 4, of, red: 8. Pairs: note 0 and 0 of for each digit, of red: 11. Pieces of four letters: “<not”, “note”, “ote>”,
    // “<red”, “red>”: 5. And title, 0 to 2; title 0 to title 2; “<tit”, “titl”, “itle”, “tle>”.
    assert_eq!(columns, [("note".to_owned(), 8 + 11 + 5), ("title".to_owned(), 4 + 3 + 4)]);
    assert_eq!(model.inputs, 2 * 64);
}

#[test]
#[ignore = "needs the tables and scores that tests/bench/text/run makes"]
fn real_texts_are_scored_as_a_linear_model_scores_them() {
    let folder =
        std::env::var("TEXT_TABLES").expect("TEXT_TABLES, the folder that tests/bench/text/run makes");
    let patch = std::env::var("TEXT_CONFIG").unwrap_or_else(|_| "{}".to_owned());
    let patch: Value = serde_json::from_str(&patch).expect("TEXT_CONFIG is JSON");
    let lines = std::fs::read_to_string(format!("{folder}/linear.jsonl")).expect("the linear model's scores");
    let mut misses = Vec::new();
    for line in lines.lines() {
        let linear: Value = serde_json::from_str(line).expect("JSON");
        let name = linear["table"].as_str().expect("a name");
        let text = std::fs::read_to_string(format!("{folder}/{name}.csv")).expect("a table");
        let header: Vec<&str> = text.lines().next().expect("a header").trim().split(',').collect();
        let [_, label, number, _] = header[..] else { panic!("four columns: {header:?}") };
        let roles =
            [("text", Role::Input), (label, Role::Task), (number, Role::Task), ("split", Role::Split)];
        let types = [("text", ColumnKind::Text), (label, ColumnKind::Category), (number, ColumnKind::Number)];
        let runs = [1, 2, 3].map(|seed| {
            let mut commands = vec![load(&text, &roles, &types), Command::Configure(json!({"seed": seed}))];
            // The default trunk's last layer has 32 numbers, too few to tell more classes apart by as a linear model does.
            let is_wide = linear["classes"].as_u64().is_some_and(|classes| classes > 32);
            let trunk = if is_wide { json!([64]) } else { json!([64, 32]) };
            commands.push(Command::Configure(json!({"architecture": {"trunk": trunk}})));
            commands.push(Command::Configure(patch.clone()));
            commands.push(Command::Train { epochs: None });
            let messages = drive_in_turn(commands);
            let report = report(&messages, 5);
            let scores = [score(report, label, MetricKind::Accuracy), score(report, number, MetricKind::R2)];
            (scores, report.history.len())
        });
        let mean =
            |place: usize| runs.iter().map(|(scores, _)| scores[place]).sum::<f64>() / runs.len() as f64;
        for (place, metric) in ["accuracy", "r2"].into_iter().enumerate() {
            let reference = linear[metric].as_f64().expect("a score");
            let found = mean(place);
            println!(
                "{name:<10} {metric:<8} linear {reference:.3}  here {found:.3}  {:+.3}",
                found - reference
            );
            if found < reference - TOLERANCE {
                misses.push(format!("{name} {metric}"));
            }
        }
        let epochs: Vec<usize> = runs.iter().map(|(_, epochs)| *epochs).collect();
        println!("{name:<10} epochs of three seeds: {epochs:?}");
    }
    assert!(misses.is_empty(), "below the linear model by more than {TOLERANCE}: {misses:?}");
}

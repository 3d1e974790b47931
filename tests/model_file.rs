//! A fitted model that is read from its file answers as it did, bit for bit, and a damaged file is refused with a sentence.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use burn::tensor::Device;
use futures::executor::block_on;
use polyhead::architecture::ArchitectureKind;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::input::embedding::NumericEmbedding;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::table::Table;
use polyhead::task::TaskKind;
use polyhead::train::{Fitted, Trainer};
use safetensors::SafeTensors;
use serde_json::{Value, json};

const TASKS: [&str; 7] = ["amount", "skewed", "events", "side", "corner", "grade", "tags"];

/// Inputs and tasks of every kind.
fn dataset(config: &RunConfig) -> Rc<Dataset> {
    let mut text = String::from("x,shade,when,note,hobbies,amount,skewed,events,side,corner,grade,tags\n");
    for row in 0..120_usize {
        let pick = |of: &[&'static str], step: usize| of[row * step % of.len()];
        let x = ((row * 37) % 101) as f64 / 7.0;
        let gap = if row % 9 == 0 { String::new() } else { format!("{}", x / 3.0) };
        let shades: Vec<String> = (0..13).map(|shade| format!("shade {shade}")).collect();
        writeln!(
            text,
            "{gap},{},2024-0{}-1{},{} {} here,{},{},{},{},{},{},{},{}",
            shades[row % 13],
            1 + row % 9,
            row % 10,
            pick(&["warm", "cold", "mild"], 1),
            pick(&["rain", "sun"], 1),
            pick(&["chess;golf", "golf", "chess;music", "music"], 1),
            1.0 / 3.0 + x * 0.7,
            (x / 3.0).exp(),
            row * 7 % 5,
            pick(&["left", "right"], 1),
            pick(&["ne", "nw", "se", "sw"], 3),
            pick(&["low", "medium", "high"], 1),
            pick(&["a;b", "b", "c;a", "c"], 1),
        )
        .expect("a line");
    }
    let tasks = TASKS.map(|task| (task.to_owned(), Role::Task));
    let inputs = ["x", "shade", "when", "note", "hobbies"].map(|input| (input.to_owned(), Role::Input));
    let roles = tasks.into_iter().chain(inputs).collect();
    let multiple = |name: &str| (name.to_owned(), ColumnKind::MultiSelect);
    let types: BTreeMap<_, _> = [
        ("note".to_owned(), ColumnKind::Text),
        ("grade".to_owned(), ColumnKind::Ordered),
        multiple("tags"),
        multiple("hobbies"),
    ]
    .into();
    let table = Table::read("test", text.as_bytes(), &roles, &types).expect("a table");
    Rc::new(Dataset::build(&table, config).expect("a dataset"))
}

fn config(changes: Value) -> RunConfig {
    let base = RunConfig::default().merged(&json!({
        "architecture": {"trunk": [8, 6]}, "epochs": 2, "batchSize": 40,
        "targets": {"events": {"kind": "count"}, "skewed": {"transform": "yeo_johnson"}, "corner": {"classWeights": "balanced"}}
    }));
    base.expect("a configuration").merged(&changes).expect("a configuration")
}

fn fitted(config: &RunConfig) -> (Fitted, Rc<Dataset>) {
    let dataset = dataset(config);
    let mut trainer = Trainer::new(dataset.clone(), config.clone(), &Device::flex());
    while !block_on(trainer.step()).expect("a step")
        || block_on(trainer.end_epoch()).expect("an end").ending.is_none()
    {}
    trainer.finish();
    (trainer.fitted(), dataset)
}

fn rows() -> Vec<Row> {
    let row = |row: Value| row.as_object().expect("an object").clone().into_iter().collect();
    vec![
        row(
            json!({"x": 3.7, "shade": "shade 4", "when": "2024-03-12", "note": "warm rain here", "hobbies": "golf"}),
        ),
        row(json!({"x": null, "shade": "new", "when": null, "note": "cold", "hobbies": "chess;music"})),
        row(json!({"x": 1e9})),
    ]
}

/// What it answers, in Rust's notation, which is exact.
fn answers(fitted: &Fitted) -> String {
    format!("{:?}", block_on(fitted.predict(&rows())).expect("answers"))
}

fn bytes(fitted: &Fitted) -> Vec<u8> {
    block_on(fitted.to_bytes()).expect("a file")
}

fn sentence(bytes: &[u8]) -> String {
    Fitted::from_bytes(bytes, &Device::flex()).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn every_architecture_answers_every_kind_of_task_alike() {
    for kind in ArchitectureKind::ALL {
        for (head, numbers) in [(json!([]), "standardise"), (json!([5]), "quantile")] {
            let encoding = json!({"numbers": numbers, "categories": if numbers == "quantile" { "embedding" } else { "one_hot" }});
            let config = config(json!({"architecture": {"kind": kind, "head": head}, "encoding": encoding}));
            let (fitted, dataset) = fitted(&config);
            let kinds: Vec<TaskKind> = fitted.tasks.iter().map(|task| task.kind()).collect();
            // A mask needs a picture: tests/pictures.rs.
            assert!(
                TaskKind::ALL.iter().all(|kind| *kind == TaskKind::Mask || kinds.contains(kind)),
                "{kinds:?}"
            );
            let file = bytes(&fitted);
            let read = Fitted::from_bytes(&file, &Device::flex()).expect("a model");
            assert_eq!(answers(&read), answers(&fitted), "{kind:?}");
            assert_eq!(read.config, config);
            assert!(bytes(&read) == file, "a second file differs, {kind:?}");
            let read = read.with_labels(&dataset).expect("its dataset");
            let views = |fitted: &Fitted| {
                let features = dataset.encoded(&[0, 1, 2]);
                let answers = block_on(fitted.answer(features)).expect("answers");
                answers.iter().map(|answers| format!("{:?}", answers.seen(0, &[0, 1, 2]))).collect::<Vec<_>>()
            };
            assert_eq!(views(&read), views(&fitted), "{kind:?}");
        }
    }
}

#[test]
fn every_way_to_read_texts_is_kept() {
    for texts in ["tfidf", "hashed", "embedding"] {
        let (fitted, _) = fitted(&config(json!({"encoding": {"texts": texts}})));
        let read = Fitted::from_bytes(&bytes(&fitted), &Device::flex()).expect("a model");
        assert_eq!(answers(&read), answers(&fitted), "{texts}");
    }
}

#[test]
fn every_way_to_read_numbers_is_kept() {
    for kind in [ArchitectureKind::HardSharing, ArchitectureKind::SingleTask] {
        let of = NumericEmbedding::ALL.map(|embedding| {
            let encoding = json!({"numericEmbedding": embedding});
            let (fitted, _) = fitted(&config(json!({"architecture": {"kind": kind}, "encoding": encoding})));
            let read = Fitted::from_bytes(&bytes(&fitted), &Device::flex()).expect("a model");
            assert_eq!(answers(&read), answers(&fitted), "{kind:?} {embedding:?}");
            answers(&fitted)
        });
        assert!(of[0] != of[1] && of[0] != of[2] && of[1] != of[2], "{kind:?}");
    }
}

#[test]
fn tensors_have_readable_names() {
    let (fitted, _) = fitted(&config(json!({"encoding": {"texts": "hashed"}})));
    let file = bytes(&fitted);
    let file = SafeTensors::deserialize(&file).expect("safetensors");
    let mut names = file.names();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "model.ends.4.gaps",
            "model.ends.4.lowest",
            "model.heads.first.0.linear.bias",
            "model.heads.first.0.linear.weight",
            "model.heads.first.1.linear.bias",
            "model.heads.first.1.linear.weight",
            "model.heads.first.2.linear.bias",
            "model.heads.first.2.linear.weight",
            "model.heads.first.3.linear.bias",
            "model.heads.first.3.linear.weight",
            "model.heads.first.4.linear.bias",
            "model.heads.first.4.linear.weight",
            "model.heads.first.5.linear.bias",
            "model.heads.first.5.linear.weight",
            "model.trunk.trunk.layers.0.bias",
            "model.trunk.trunk.layers.0.weight",
            "model.trunk.trunk.layers.1.bias",
            "model.trunk.trunk.layers.1.weight"
        ]
    );
}

#[test]
fn a_model_with_the_labels_of_another_dataset_is_refused() {
    let (fitted, _) = fitted(&config(json!({})));
    let other = dataset(&config(json!({"targets": {"events": {"kind": "regression"}}})));
    let sentence = fitted.with_labels(&other).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(sentence.contains("other tasks"), "{sentence}");
}

/// The file with its header changed.
fn with_header(file: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let length = u64::from_le_bytes(file[..8].try_into().expect("8 bytes")) as usize;
    let header = change(std::str::from_utf8(&file[8..8 + length]).expect("text"));
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &file[8 + length..]].concat()
}

#[test]
fn what_does_not_fit_is_refused_with_a_sentence() {
    let (fitted, _) = fitted(&config(json!({})));
    let file = bytes(&fitted);
    let changed = |from: &str, to: &str| {
        let other = with_header(&file, |header| {
            assert!(header.contains(from), "{from} is not in {header}");
            header.replacen(from, to, 1)
        });
        sentence(&other)
    };
    for (from, to, expected) in [
        (r#"\"version\":1"#, r#"\"version\":2"#, "of version 2, and this app reads version 1"),
        (r#"\"kind\":\"model\""#, r#"\"kind\":\"cake\""#, "holds a cake, not a model"),
        (r#""model.ends.4.gaps""#, r#""model.ends.4.gape""#, "the tensor “model.ends.4.gaps” is missing"),
        (r#""model.ends.4.gaps""#, r#""other.gaps""#, "more or fewer parameters than the file"),
        (r#""shape":[8,6]"#, r#""shape":[6,8]"#, "has the shape [6, 8], not [8, 6]"),
        (r#"\"trunk\":[8,6]"#, r#"\"trunk\":[8,4000]"#, "more or fewer parameters than the file"),
        (r#"\"trunk\":[8,6]"#, r#"\"trunk\":[8,90000]"#, "architecture.trunk"),
        (r#"\"order\":[0"#, r#"\"order\":[1"#, "“order” can't be read"),
        (r#"\"classes\":[\"left\",\"#, r#"\"classes\":[\"#, "“tasks” can't be read"),
        (r#"\"inputs\":{"#, r#"\"unputs\":{"#, "“inputs” can't be read"),
        (r#""polyhead""#, r#""monohead""#, "its header says nothing about it"),
    ] {
        let found = changed(from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
    assert!(sentence(b"").contains("no file of a Polyhead model"));
    assert!(sentence(b"PK\x03\x04 and so on, a zip").contains("no file of a Polyhead model"));
}

/// Whatever is done to its bytes, a file is read or refused, and what was read answers or refuses rows.
#[test]
fn damaged_files_are_no_panic() {
    let encoding = json!({"numbers": "quantile", "categories": "embedding"});
    let (fitted, _) = fitted(&config(json!({"architecture": {"kind": "dselect_k"}, "encoding": encoding})));
    let file = bytes(&fitted);
    let header = 8 + u64::from_le_bytes(file[..8].try_into().expect("8 bytes")) as usize;
    for length in (0..header).step_by(61).chain([header, header + 3, file.len() - 1]) {
        assert!(!sentence(&file[..length]).is_empty(), "{length} bytes");
    }
    let mut random = 1_u64;
    let mut taken = 0;
    for _ in 0..6_000 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut other = file.clone();
        other[(random >> 33) as usize % header] = b"0919-.{}[],\":eEnul x"[(random >> 20) as usize % 20];
        if let Ok(read) = Fitted::from_bytes(&other, &Device::flex()) {
            let _ = block_on(read.predict(&rows()));
            taken += 1;
        }
    }
    assert!(taken > 500, "digits and names can be changed: {taken}");
}

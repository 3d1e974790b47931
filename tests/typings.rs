//! The typings say of configurations and table summaries what the Rust types say.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/typings.rs"]
mod typings;

use std::collections::{BTreeMap, BTreeSet};

use polyhead::architecture::ArchitectureKind;
use polyhead::config::{RunConfig, SamplingKind, ScheduleKind, StoppingScope, WarmupUnit};
use polyhead::gain::{Predictions, ScoredTask, Settings, score_intervals};
use polyhead::metric::{Choice, MetricKind, ThresholdReport, at_threshold};
use polyhead::report::{ProbePoint, ProbeReport};
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::{TargetConfig, TaskKind};
use polyhead::weighting::WeightingKind;
use typings::{Typings, quoted};

fn read() -> Typings {
    Typings::of(include_str!("../public/polyhead.d.ts"))
}

fn set(words: impl IntoIterator<Item = &'static str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// Differences between a value and an interface.
fn differences(value: &impl serde::Serialize, interface: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let value = serde_json::to_value(value).expect("serialises");
    read().compare(interface, &value, interface, &mut wrong);
    wrong
}

#[test]
fn choices_are_those_of_the_enums() {
    let typings = read();
    assert_eq!(typings.choices("Role"), set(Role::ALL.map(Role::key)));
    assert_eq!(typings.choices("ColumnType"), set(ColumnKind::ALL.map(ColumnKind::key)));
    assert_eq!(typings.choices("Split"), set(Split::ALL.map(Split::key)));
    assert_eq!(typings.choices("TaskKind"), set(TaskKind::ALL.map(TaskKind::key)));
    // Each holds the words of its other fields too.
    let kinds = |field: &str| quoted(&typings.interface("RunConfig")[field].of);
    assert!(kinds("architecture").is_superset(&set(ArchitectureKind::ALL.map(ArchitectureKind::key))));
    assert!(kinds("weighting").is_superset(&set(WeightingKind::ALL.map(WeightingKind::key))));
    let units = WarmupUnit::ALL.map(WarmupUnit::key).into_iter();
    assert_eq!(kinds("schedule"), set(units.chain(ScheduleKind::ALL.map(ScheduleKind::key))));
    assert_eq!(kinds("sampling"), set(SamplingKind::ALL.map(SamplingKind::key)));
    assert_eq!(kinds("earlyStopping"), set(StoppingScope::ALL.map(StoppingScope::key)));
}

#[test]
fn configurations_have_the_fields_of_the_typings() {
    assert_eq!(differences(&RunConfig::default(), "RunConfig"), Vec::<String>::new());
    assert_eq!(differences(&TargetConfig::default(), "TargetConfig"), Vec::<String>::new());
}

#[test]
fn probes_have_the_fields_of_the_typings() {
    let points = vec![ProbePoint { rate: 1e-6, loss: 1.0, smoothed: 1.0 }];
    let probe = ProbeReport { points, ..ProbeReport::default() };
    assert_eq!(differences(&probe, "ProbeReport"), Vec::<String>::new());
}

#[test]
fn thresholds_and_intervals_have_the_fields_of_the_typings() {
    let choice = Choice::Cost { ratio: 2.0 };
    let at = at_threshold(choice, 0.5, &[0.25, 0.75], &[false, false]);
    assert!(at.cost.is_some() && at.undefined.contains_key("recall"));
    assert_eq!(differences(&at, "AtThreshold"), Vec::<String>::new());
    let threshold = ThresholdReport {
        class: "yes".into(),
        choice,
        value: None,
        undefined: Some("why".into()),
        valid: None,
        test: Some(at.clone()),
        test_at_half: Some(at),
    };
    assert_eq!(differences(&threshold, "ThresholdReport"), Vec::<String>::new());
    let rows: Vec<u32> = (0..40).collect();
    let numbers: Vec<f64> = rows.iter().map(|&row| f64::from(row)).collect();
    let predictions = Predictions::Values { predicted: &numbers, actual: &numbers };
    let task = ScoredTask { metric: MetricKind::Mae, units: &rows, predictions };
    let found = score_intervals(&[task], Settings { resamples: 10, ..Settings::default() });
    assert_eq!(differences(&found[0], "ScoreInterval"), Vec::<String>::new());
}

#[test]
fn summaries_have_the_fields_of_the_typings() {
    let text: String =
        (0..20).map(|row| format!("{row}.5,a{},2024-01-0{}\n", row % 3, row % 9 + 1)).collect();
    let text = format!("Report\n\nsize,label,day\n{text}");
    let table = Table::read("made", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new()).expect("a table");
    assert!(!table.summary().warnings.is_empty(), "the title is said");
    assert_eq!(differences(&table.summary(), "TableSummary"), Vec::<String>::new());
}

#[test]
fn a_field_that_one_side_lacks_is_found() {
    let typings =
        Typings::of("export interface A {\n  /** A: comment; */\n  b: number;\n  c?: \"x\" | null;\n}");
    let mut wrong = Vec::new();
    typings.compare("A", &serde_json::json!({"c": "y", "d": 1}), "A", &mut wrong);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

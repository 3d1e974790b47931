//! Skewed targets are learned straightened, by training labels only, and told in their own unit.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/target.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod labelled;

use std::collections::BTreeMap;

use labelled::{fitted, plain_loss, written};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::metric::{MetricKind, baseline_values};
use polyhead::schema::error::DataError;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use serde_json::{Value, json};

/// 60 training rows of a long-tailed number, then 4 rows of each other split that hold `far`.
fn dataset(transform: &str, far: f64) -> Result<Dataset, DataError> {
    let price = |i: usize| if i < 60 { (((i + 1) * (i + 1) * 37 % 101) as f64).powi(2) / 50.0 } else { far };
    let part = |i: usize| ["train", "valid", "test"][(i.max(56) - 56) / 4];
    let lines = (0..68).map(|i| format!("{}.5,{},{},{}\n", i * 7 % 31, price(i), ["a", "b"][i % 2], part(i)));
    let text = "x,price,kind,part\n".to_owned() + &lines.collect::<String>();
    let roles = [("price", Role::Task), ("kind", Role::Task), ("part", Role::Split)];
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    Dataset::build(&table, &config(json!({"price": {"transform": transform}})))
}

fn config(targets: Value) -> RunConfig {
    RunConfig::default().merged(&json!({"targets": targets})).expect("a configuration")
}

#[test]
fn labels_are_standardised_as_scikit_learn_does() {
    // PowerTransformer(method="yeo-johnson").fit_transform(x) of scikit-learn 1.9.1.
    let expected = [-0.277_910_50, 0.061_036_46, -0.538_377_44, 1.174_702_59, -1.139_416_96];
    for far in [3.0, 1e6] {
        let dataset = dataset("yeo_johnson", far).expect("a dataset");
        for (row, expected) in expected.into_iter().enumerate() {
            let label = f64::from(written(&dataset.targets[0], row)[0]);
            assert!((label - expected).abs() < 1e-5, "row {row}: {label} for {expected}, test rows of {far}");
        }
    }
}

#[test]
fn every_transform_has_mean_0_deviation_1_and_a_way_back() {
    for transform in ["none", "log1p", "yeo_johnson"] {
        let dataset = dataset(transform, 3.0).expect("a dataset");
        let target = &dataset.targets[0];
        let labels: Vec<f64> = (0..60).map(|row| written(target, row)[0].into()).collect();
        let mean = labels.iter().sum::<f64>() / 60.0;
        let variance = labels.iter().map(|label| (label - mean).powi(2)).sum::<f64>() / 60.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5, "{transform}: {mean}, {variance}");
        let heads = target.read(&labels.iter().map(|&label| label as f32).collect::<Vec<f32>>());
        let values: Vec<f64> = (0..60).filter_map(|row| heads.answer(row).value.as_f64()).collect();
        assert!((values[0] - 37.0 * 37.0 / 50.0).abs() < 1e-4, "{transform}: {}", values[0]);
        let original = values.iter().sum::<f64>() / 60.0;
        let training_mean = fitted(target)["mean"].as_f64().expect("a mean");
        assert!((training_mean - original).abs() < 1e-3, "{transform}: {training_mean} for {original}");
        // Who always answers the training mean has a loss of 1 and explains nothing.
        let trivial = baseline_values(training_mean, &values, &labels);
        let [loss, r2] = [MetricKind::Loss, MetricKind::R2].map(|kind| trivial[&kind].expect("a score"));
        assert!((loss - 1.0).abs() < 1e-5 && r2.abs() < 1e-6, "{transform}: {loss}, {r2}");
        assert!((loss - plain_loss(target, dataset.rows(Split::Train))).abs() < 1e-5);
    }
}

#[test]
fn what_can_not_be_straightened_gets_a_sentence() {
    let sentence = dataset("log1p", -1.0).expect_err("no logarithm").to_string();
    assert!(
        sentence.starts_with("targets.price.transform: log1p") && sentence.contains("row 62"),
        "{sentence}"
    );
    assert!(dataset("yeo_johnson", -1.0).is_ok());
    let text = (0..40).map(|i| format!("{}.5,{}\n", i * 7 % 31, ["a", "b"][i % 2])).collect::<String>();
    let roles = [("kind".to_owned(), Role::Task)].into();
    let text = "x,kind\n".to_owned() + &text;
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    let problem = |targets| Dataset::build(&table, &config(targets)).expect_err("a problem").to_string();
    let classes = problem(json!({"kind": {"transform": "log1p"}}));
    assert!(classes.starts_with("targets.kind.transform") && classes.contains("has classes"), "{classes}");
    let unknown = problem(json!({"king": {"transform": "log1p"}}));
    assert!(unknown.starts_with("targets: there is no column “king”"), "{unknown}");
}

#[test]
fn targets_are_configured_by_name_and_forgotten_with_their_table() {
    let chosen = config(json!({"price": {"transform": "log1p"}, "area": {"transform": "yeo_johnson"}}));
    assert_eq!(chosen.targets.len(), 2);
    let less = chosen.merged(&json!({"targets": {"area": null}})).expect("taken out");
    assert_eq!(less, config(json!({"price": {"transform": "log1p"}})));
    assert!(!chosen.gives_same_data(&less));
    let refusal = |patch| RunConfig::default().merged(&patch).expect_err("refused").to_string();
    let field = refusal(json!({"targets": {"price": {"transfrom": "log1p"}}}));
    assert!(field.contains("targets.price.transfrom") && field.contains("transform"), "{field}");
    let kind = refusal(json!({"targets": {"price": {"transform": "log"}}}));
    assert!(kind.starts_with("targets.price.transform:") && kind.contains("log1p"), "{kind}");
    let mut kept = chosen.clone();
    kept.forget_columns(|name| (name == "price").then_some(Role::Task));
    assert_eq!(kept, less);
    for (stratify, expected) in [("gone", None), ("none", Some("none")), ("price", Some("price"))] {
        let mut config = chosen.merged(&json!({"split": {"stratify": stratify}})).expect("a column");
        config.forget_columns(|name| (name == "price").then_some(Role::Task));
        assert_eq!(config.split.stratify.as_deref(), expected);
    }
}

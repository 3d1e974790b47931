//! Label sets: which columns can be one task, what its labels are, and the sentences about those that can't.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/target.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod labelled;

use std::collections::BTreeMap;

use labelled::{fitted, plain_loss, written};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::TaskKind;
use polyhead::task::label_set;
use polyhead::task::target::Target;
use serde_json::{Value, json};

/// Eight rows: six to train on, then one each for the other splits.
const TEXT: &str = "\
x,wifi,price,pool,bar,side,part
1.5,yes,10.5,0,true,left,train
2.5,no,11.5,1,,right,train
3.5,,12.5,,false,left,train
4.5,yes,13.5,0,,right,train
5.5,yes,14.5,0,true,left,train
6.5,no,15.5,1,,left,train
7.5,no,16.5,0,false,right,valid
8.5,,17.5,,,right,test
";

fn table(others: &[(&str, Role)], types: &[(&str, ColumnKind)]) -> Table {
    let tasks = ["wifi", "price", "pool", "bar"].map(|name| (name, Role::Task));
    let mut roles: BTreeMap<String, Role> =
        tasks.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    roles.insert("part".into(), Role::Split);
    roles.extend(others.iter().map(|(name, role)| ((*name).to_owned(), *role)));
    let types = types.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    Table::read("test", TEXT.as_bytes(), &roles, &types).expect("a table")
}

fn config(patch: &Value) -> RunConfig {
    RunConfig::default().merged(patch).expect("a configuration")
}

fn dataset(patch: &Value) -> Dataset {
    Dataset::build(&table(&[], &[]), &config(patch)).expect("a dataset")
}

#[test]
fn a_set_is_one_task_where_its_first_column_stands() {
    let dataset = dataset(&json!({"labelSets": {"services": ["bar", "wifi", "pool"]}}));
    let names: Vec<&str> = dataset.targets.iter().map(|target| target.name()).collect();
    assert_eq!(names, ["services", "price"]);
    let target = &dataset.targets[0];
    assert_eq!((target.kind(), target.output_count()), (TaskKind::Multilabel, 3));
    assert_eq!(target.classes(), ["bar", "wifi", "pool"]);
    assert_eq!(written(target, 0), [1.0, 1.0, -1.0]);
    assert_eq!(written(target, 1), [0.0, -1.0, 1.0]);
    assert_eq!((target.label_count(1), target.label_count(2), target.label_count(7)), (2, 1, 0));
    // A row counts while it has one label; none is what a task of one column would take for its label.
    assert_eq!(Split::ALL.map(|split| dataset.labelled(0, split)), [6, 1, 0]);
    assert_eq!((dataset.training_weight(0, 2), dataset.training_weight(0, 7)), (1.0, 0.0));
    assert_eq!(dataset.class_rows(0, Split::Train), [2, 3, 2]);
    assert_eq!(dataset.layout().score_counts(), [3, 1]);
}

#[test]
fn its_baseline_answers_each_labels_share() {
    let dataset = dataset(&json!({"labelSets": {"services": ["wifi", "pool", "bar"]}}));
    let target = &dataset.targets[0];
    assert_eq!(fitted(target)["shares"], json!([3.0 / 5.0, 2.0 / 5.0, 2.0 / 3.0]));
    let entropy = |share: f64| -share * share.ln() - (1.0 - share) * (1.0 - share).ln();
    // Of 13 known labels in training rows, 5, 5 and 3 are each column's.
    let expected = (5.0 * entropy(0.6) + 5.0 * entropy(0.4) + 3.0 * entropy(2.0 / 3.0)) / 13.0;
    assert!((plain_loss(target, dataset.rows(Split::Train)) - expected).abs() < 1e-12);
    let baseline = &dataset.baselines[0];
    assert!((baseline.loss - expected).abs() < 1e-12);
    // Log-odds of 3 of 5, 2 of 5 and 2 of 3.
    let odds: [f64; 3] = [3.0 / 2.0, 2.0 / 3.0, 2.0];
    let near = |(found, odds): (&f64, f64)| (found - odds.ln()).abs() < 1e-12;
    assert!(baseline.outputs.iter().zip(odds).all(near), "{baseline:?}");
}

#[test]
fn labels_with_few_rows_are_named_as_those_of_single_columns_are() {
    let together = dataset(&json!({"labelSets": {"services": ["wifi", "pool", "bar"]}}));
    let apart = dataset(&json!({}));
    let of_labels = |task: &Target| {
        let notes = task.notes.iter().filter(|note| note.contains("training rows")).cloned();
        notes.collect::<Vec<_>>()
    };
    // In the model's order, yes and no before the price.
    let singly = [0, 1, 2].map(|task: usize| of_labels(&apart.targets[task])).concat();
    assert_eq!(of_labels(&together.targets[0]), singly);
    // Its only test row has no label.
    let note = together.targets[0].notes.last().expect("a note");
    assert!(note.starts_with("“services” has no label among the test rows"), "{note}");
    assert!(singly[0].contains("fewer than 5 training rows of “wifi”") && singly[0].contains("“yes” (3)"));
}

#[test]
fn the_page_finds_each_columns_task_and_offers_what_means_yes_and_no() {
    let sets = config(&json!({"labelSets": {"services": ["pool", "wifi"]}})).label_sets;
    let columns = ["price", "wifi", "size", "pool", "bar"];
    assert_eq!(label_set::places(columns.into_iter(), &sets), [0, 1, 2, 1, 3]);
    assert_eq!(label_set::places(columns.into_iter(), &BTreeMap::new()), [0, 1, 2, 3, 4]);
    let summary = table(&[("side", Role::Task)], &[]).summary();
    let offered = summary.columns.iter().filter(|column| label_set::can_join(column));
    assert_eq!(offered.map(|column| column.name.as_str()).collect::<Vec<_>>(), ["wifi", "pool", "bar"]);
}

#[test]
fn numbers_that_are_0_and_1_mean_no_and_yes_too() {
    let sets = config(&json!({"labelSets": {"services": ["wifi", "pool"]}}));
    let found = Dataset::build(&table(&[], &[("pool", ColumnKind::Integer)]), &sets).expect("a dataset");
    assert_eq!(written(&found.targets[0], 1), [-1.0, 1.0]);
}

#[test]
fn a_set_that_a_table_can_not_have_gets_a_sentence() {
    let of = |others: &[(&str, Role)], patch: Value| {
        Dataset::build(&table(others, &[]), &config(&patch)).expect_err("a refusal").to_string()
    };
    let set = |columns: &[&str]| json!({"labelSets": {"services": columns}});
    let found = of(&[], set(&["wifi", "sauna"]));
    assert!(found.starts_with("labelSets.services: there is no column “sauna”"), "{found}");
    let found = of(&[], set(&["wifi", "x"]));
    assert!(found.starts_with("labelSets.services: column “x” has the role input"), "{found}");
    let found = of(&[("side", Role::Task)], set(&["wifi", "side"]));
    assert!(found.contains("column “side” holds “left”, “right”, not two labels that mean"), "{found}");
    let found = of(&[], set(&["wifi", "price"]));
    assert!(found.contains("column “price” holds “10.5”, “11.5” and more, not"), "{found}");
    let found = of(&[], json!({"labelSets": {"price": ["wifi", "pool"]}}));
    assert!(found.starts_with("labelSets.price: the table has a column of that name"), "{found}");
    let chosen =
        json!({"labelSets": {"s": ["wifi", "pool"]}, "targets": {"pool": {"classWeights": "balanced"}}});
    let found = of(&[], chosen);
    assert!(found.starts_with("targets.pool:") && found.contains("out of labelSets.s"), "{found}");
    let found = of(&[], json!({"targets": {"bar": {"kind": "multilabel"}}}));
    assert!(found.starts_with("targets.bar.kind:") && found.contains("binary, not as multilabel"), "{found}");
}

#[test]
fn a_column_without_both_or_without_training_labels_is_named() {
    let of = |cells: [&str; 5]| {
        let line = |(row, cell): (usize, &str)| {
            format!("{row}.5,{},{cell},{}\n", row % 2, ["train", "train", "train", "valid", "test"][row])
        };
        let text = "x,a,b,part\n".to_owned() + &cells.into_iter().enumerate().map(line).collect::<String>();
        let roles = [("a", Role::Task), ("b", Role::Task), ("part", Role::Split)];
        let roles = roles.map(|(name, role)| (name.to_owned(), role)).into();
        let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
        let sets = config(&json!({"labelSets": {"both": ["a", "b"]}}));
        Dataset::build(&table, &sets).map_err(|error| error.to_string())
    };
    assert!(of(["0", "1", "", "", "0"]).is_ok());
    let problem = |cells| of(cells).expect_err("a refusal");
    assert!(problem(["1", "1", "1", "", ""]).contains("“b” has only one class, “1”"));
    assert!(problem([""; 5]).contains("“b” has no labels"));
    assert!(problem(["", "", "", "1", "0"]).contains("“b” has no label in the training split"));
}

#[test]
fn a_configuration_with_an_impossible_set_is_refused_by_field() {
    let refusal = |sets: Value| {
        RunConfig::default().merged(&json!({"labelSets": sets})).expect_err("a refusal").to_string()
    };
    assert!(refusal(json!({"s": ["a"]})).contains("labelSets.s: expected at least two columns, found 1"));
    assert!(refusal(json!({" ": ["a", "b"]})).contains("labelSets: expected a name"));
    assert!(refusal(json!({"s": ["a", "a"]})).contains("labelSets.s: column “a” is named twice"));
    let found = refusal(json!({"s": ["a", "b"], "t": ["b", "c"]}));
    assert!(found.contains("labelSets.t: column “b” is named twice"), "{found}");
    assert!(refusal(json!({"s": "a"})).contains("labelSets.s"));
    assert!(refusal(json!(["a", "b"])).contains("labelSets"));
    // A patch leaves other sets alone and takes one out by null.
    let two = config(&json!({"labelSets": {"s": ["a", "b"], "t": ["c", "d"]}}));
    let one = two.merged(&json!({"labelSets": {"s": null}})).expect("a configuration");
    assert_eq!(one.label_sets.keys().collect::<Vec<_>>(), ["t"]);
    assert!(!one.gives_same_data(&two));
}

#[test]
fn columns_that_are_no_tasks_any_more_leave_their_set() {
    let mut config = config(&json!({"labelSets": {"services": ["wifi", "pool", "bar"]}}));
    let table = table(&[("bar", Role::Ignore)], &[]);
    config.forget_columns(|name| table.role(name));
    assert_eq!(config.label_sets["services"], ["wifi", "pool"]);
    let table = self::table(&[("bar", Role::Ignore), ("pool", Role::Input)], &[]);
    config.forget_columns(|name| table.role(name));
    assert!(config.label_sets.is_empty());
}

//! Ten real tables against the notes that come with them: types, missing cells and leaks, with every difference printed.
//!
//! Six tables are in the gallery. `POLYHEAD_TABLES` may name a folder with others (`x.csv` beside `x.spec.json`).
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use polyhead::read::missing::Marks;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::table::Table;
use polyhead::table::summary::ColumnSummary;
use serde_json::Value;

/// Least share of columns whose type is as noted.
const LEAST_SHARE: f64 = 0.95;

fn tables() -> BTreeMap<String, (PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![(root.join("tests/fixture"), root.join("public/gallery"))];
    if let Ok(folder) = std::env::var("POLYHEAD_TABLES") {
        folders.push((folder.clone().into(), folder.into()));
    }
    let mut found = BTreeMap::new();
    for (notes, tables) in folders {
        for entry in std::fs::read_dir(&notes).expect("a folder of notes") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(name) = name.strip_suffix(".spec.json") {
                let table = tables.join(format!("{name}.csv"));
                found.entry(name.to_owned()).or_insert((path, table));
            }
        }
    }
    found
}

fn names(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The types that fit what the notes say of each column, and what they say; columns of which they say nothing about a
/// type are left out.
fn expected(notes: &Value) -> BTreeMap<String, (Vec<ColumnKind>, String)> {
    use ColumnKind::{Boolean, Category, Constant, Date, Identifier, Integer, Number, Ordered, Text};
    let numbers = || vec![Number, Integer];
    let labels = || vec![Category, Ordered, Boolean];
    let mut expected = BTreeMap::new();
    for name in names(&notes["numeric"]) {
        expected.insert(name.to_owned(), (numbers(), "numeric".to_owned()));
    }
    for name in names(&notes["categorical"]) {
        expected.insert(name.to_owned(), (labels(), "categorical".to_owned()));
    }
    for task in notes["tasks"].as_array().expect("tasks") {
        let kind = task["type"].as_str().expect("a type");
        let kinds = if kind == "regression" { numbers() } else { labels() };
        expected.insert(task["column"].as_str().expect("a name").to_owned(), (kinds, kind.to_owned()));
    }
    for (name, reason) in notes["ignore"].as_object().expect("ignored columns") {
        let reason = reason.as_str().expect("a reason");
        let says = |words: &[&str]| {
            reason.split(|letter: char| !letter.is_alphanumeric()).any(|word| words.contains(&word))
        };
        let kinds = if says(&["constant"]) {
            vec![Constant]
        } else if says(&["date"]) {
            vec![Date]
        } else if says(&["text"]) {
            vec![Text]
        } else if says(&["id", "name"]) || reason == "row number" {
            // Neither is fed to the model.
            vec![Identifier, Text]
        } else {
            continue;
        };
        expected.insert(name.clone(), (kinds, reason.to_owned()));
    }
    expected
}

/// Reads a table as its notes say: with their tasks and marks, and nothing else.
fn read(notes: &Value, path: &Path) -> Vec<ColumnSummary> {
    let bytes = std::fs::read(path).expect("a table");
    let marks: Vec<String> = names(&notes["na_values"]).map(str::to_owned).collect();
    let tasks = notes["tasks"].as_array().expect("tasks").iter();
    let roles = tasks.map(|task| (task["column"].as_str().expect("a name").to_owned(), Role::Task)).collect();
    let table = Table::read_with_marks("table", &bytes, &roles, &BTreeMap::new(), &Marks::given(&marks));
    table.expect("a table").summary().columns
}

#[test]
fn types_missing_cells_and_leaks_are_found_as_noted() {
    let (mut all, mut agreeing, mut leaks) = (0, 0, 0);
    for (table, (notes, path)) in tables() {
        let notes = std::fs::read_to_string(notes).expect("notes");
        let notes: Value = serde_json::from_str(&notes).expect("JSON");
        let columns = read(&notes, &path);
        let expected = expected(&notes);
        let mut differences = Vec::new();
        let mut compared = 0;
        for column in &columns {
            let Some((kinds, noted)) = expected.get(&column.name) else {
                continue;
            };
            compared += 1;
            // Notes on pictures call pixels numeric that are the same in all of them.
            let is_constant =
                column.kind == ColumnKind::Constant && column.distinct == 1 && noted == "numeric";
            if !kinds.contains(&column.kind) && !is_constant {
                differences.push(format!("{} is {}, noted as {noted}", column.name, column.kind.key()));
            }
        }
        let share = 100.0 * (compared - differences.len()) as f64 / compared as f64;
        println!("{table}: {} of {compared} columns as noted, {share:.1} %", compared - differences.len());
        differences.iter().for_each(|difference| println!("    {difference}"));
        (all, agreeing) = (all + compared, agreeing + compared - differences.len());

        let missing: usize = columns.iter().map(|column| column.missing).sum();
        assert_eq!(missing as u64, notes["cells_missing"], "{table}: cells without a value");
        for (name, _) in
            notes["ignore"].as_object().expect("columns").iter().filter(|(_, reason)| is_leak(reason))
        {
            let column = columns.iter().find(|column| column.name == *name).expect("the leak");
            assert_eq!(column.role, Role::Ignore, "{table}: {name} gives tasks away");
            assert!(column.reason.contains("give"), "{table}: {name}: “{}”", column.reason);
            leaks += 1;
        }
    }
    let share = agreeing as f64 / all as f64;
    println!("all: {agreeing} of {all} columns as noted, {:.1} %; {leaks} leak found", 100.0 * share);
    assert!(leaks > 0, "the notes name a leak");
    assert!(share >= LEAST_SHARE, "only {:.1} % of the columns are as noted", 100.0 * share);
}

fn is_leak(reason: &Value) -> bool {
    reason.as_str().is_some_and(|reason| reason.contains("LEAK"))
}

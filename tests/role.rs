//! Roles that say something of rows: which belong together, and how much each counts.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::error::DataError;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::table::gallery::{EXAMPLES, Source};

fn read(text: &str, roles: &[(&str, Role)]) -> Result<Table, DataError> {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    Table::read("test", text.as_bytes(), &roles, &BTreeMap::new())
}

fn dataset(text: &str, roles: &[(&str, Role)]) -> Result<Dataset, DataError> {
    Dataset::build(&read(text, roles)?, &RunConfig::default())
}

fn lines(header: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).fold(format!("{header}\n"), |text, row| text + &line(row) + "\n")
}

const WEIGHED: &[(&str, Role)] = &[("y", Role::Task), ("w", Role::Weight)];

#[test]
fn weights_are_1_on_average_over_the_training_split() {
    let weight = |row: usize| (row * 13 % 7) as f64 / 2.0;
    let text = lines("x,y,w", 200, |row| format!("{}.5,{},{}", row * 7 % 31, row * 3 % 17, weight(row)));
    let dataset = dataset(&text, WEIGHED).expect("a dataset");
    let weights = dataset.row_weights.as_ref().expect("weights");
    let train = dataset.rows(Split::Train);
    let mean = train.iter().map(|&row| f64::from(weights[row as usize])).sum::<f64>() / train.len() as f64;
    assert!((mean - 1.0).abs() < 1e-6, "{mean}");
    let factor = weight(1) / f64::from(weights[1]);
    for (row, &found) in weights.iter().enumerate() {
        assert!((f64::from(found) * factor - weight(row)).abs() < 1e-5, "row {row}: {found}");
    }
    assert!(!dataset.encoding.names().contains(&"w".to_owned()), "a weight is no input");
    let unweighed = lines("x,y", 40, |row| format!("{}.5,{}", row * 7 % 31, row * 3 % 17));
    let unweighed = self::dataset(&unweighed, &[("y", Role::Task)]).expect("a dataset");
    assert_eq!(unweighed.row_weights, None);
}

#[test]
fn cells_that_are_no_weight_are_told_by_row() {
    for (cell, found) in
        [("-1", "found “-1”"), ("", "found nothing"), ("inf", "found “inf”"), ("much", "found “much”")]
    {
        let text = lines("x,y,w", 40, |row| {
            format!("{}.5,{},{}", row * 7 % 31, row * 3 % 17, if row == 11 { cell } else { "2" })
        });
        let sentence = read(&text, WEIGHED).expect_err("no weight").to_string();
        assert!(sentence.contains("row 13, column “w”") && sentence.contains(found), "{sentence}");
    }
    let zeros = lines("x,y,w", 40, |row| format!("{}.5,{},0", row * 7 % 31, row * 3 % 17));
    let sentence = dataset(&zeros, WEIGHED).expect_err("no weight").to_string();
    assert!(sentence.contains("every training row the weight 0"), "{sentence}");
}

#[test]
fn a_weight_is_suggested_by_its_name_where_the_notes_know_one() {
    for example in EXAMPLES {
        let Source::File(file) = example.source else { continue };
        let path = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), file);
        let bytes = std::fs::read(path).expect("the table");
        let table = Table::read("test", &bytes, &BTreeMap::new(), &BTreeMap::new()).expect("a table");
        let found: Vec<&str> = table.with_role(Role::Weight).map(|column| column.name.as_str()).collect();
        let expected: &[&str] = if example.key == "census_income" { &["instance weight"] } else { &[] };
        assert_eq!(found, expected, "{}", example.key);
    }
    let negative =
        lines("x,sample_weight,y", 40, |row| format!("{}.5,-{row},{}", row * 7 % 31, row * 3 % 17));
    assert_eq!(read(&negative, &[]).expect("a table").with_role(Role::Weight).count(), 0);
}

#[test]
fn roles_of_one_column_are_given_once_and_a_choice_goes_before_a_suggestion() {
    let text = lines("x,sample_weight,other,y", 40, |row| {
        format!("{}.5,{},{},{}", row * 7 % 31, row % 5 + 1, row % 3 + 1, row * 3 % 17)
    });
    for role in [Role::Weight, Role::Group] {
        let sentence = read(&text, &[("x", role), ("other", role)]).expect_err("two").to_string();
        assert!(sentence.contains("“x”") && sentence.contains(role.key()), "{sentence}");
    }
    let mut table = read(&text, &[]).expect("a table");
    let role = |table: &Table, name: &str| {
        table.columns.iter().find(|column| column.name == name).expect("the column").role
    };
    assert_eq!(role(&table, "sample_weight"), Role::Weight);
    let choice = ColumnChoice { column: "other".into(), role: Some(Role::Weight), kind: None };
    table.choose(&[choice]).expect("a choice");
    assert_eq!((role(&table, "sample_weight"), role(&table, "other")), (Role::Ignore, Role::Weight));
}

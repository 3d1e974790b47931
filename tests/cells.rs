//! Cells as people write them, by the column: numbers, dates and labels are known, and what can't be is said with its remedy.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/target.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod labelled;

use std::collections::BTreeMap;

use labelled::written;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::read::missing::Marks;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::table::Table;
use polyhead::table::summary::{TableSummary, ValueSummary};
use serde_json::json;

use ColumnKind::{Boolean, Category, Date, Identifier, Integer, Number, Ordered, Text};

/// A table of a column `x`, whose cells are repeated up to so many rows, and a column of numbers.
fn table(cells: &[&str], rows: usize) -> Table {
    named("x", cells, rows)
}

fn named(name: &str, cells: &[&str], rows: usize) -> Table {
    let line =
        |row: usize| format!("\"{}\";{}.5\n", cells[row % cells.len()].replace('"', "\"\""), row * 7 % 31);
    let text = format!("{name};y\n") + &(0..rows).map(line).collect::<String>();
    Table::read("test", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new()).expect("a table")
}

fn kind(table: &Table) -> ColumnKind {
    table.columns[0].kind
}

fn warnings(table: &Table) -> String {
    table.summary().warnings.join("\n")
}

fn levels(table: &Table) -> Vec<(String, usize)> {
    match &table.summary().columns[0].values {
        ValueSummary::Labels { levels } => levels.clone(),
        ValueSummary::Numbers { .. } | ValueSummary::Dates { .. } => Vec::new(),
    }
}

fn labels(table: &Table) -> Vec<String> {
    levels(table).into_iter().map(|(label, _)| label).collect()
}

fn spread(summary: &TableSummary) -> (String, String) {
    match &summary.columns[0].values {
        ValueSummary::Dates { low, high, .. } => (low.clone(), high.clone()),
        ValueSummary::Numbers { low, high, .. } => (low.to_string(), high.to_string()),
        ValueSummary::Labels { .. } => (String::new(), String::new()),
    }
}

/// Cells made of a number each.
fn made(count: usize, cell: impl Fn(usize) -> String) -> Vec<String> {
    (0..count).map(cell).collect()
}

fn table_of(cells: &[String], rows: usize) -> Table {
    table(&cells.iter().map(String::as_str).collect::<Vec<_>>(), rows)
}

#[test]
fn numbers_with_units_signs_and_limits_are_numbers_with_a_reason() {
    for (cells, expected, reason) in [
        (made(20, |n| format!("{}.5 kg", n + 1)), Number, "in kg"),
        (made(20, |n| format!("{} cm", n * 3 + 50)), Integer, "in cm"),
        (made(20, |n| format!("€{}.{}M", n + 1, n % 10)), Integer, "in €"),
        (made(20, |n| format!("{},5 Mio. €", n + 1)), Integer, "multiplied"),
        (
            made(20, |n| format!("{},14{}", n * 13 + 100, if n % 3 == 0 { "-" } else { "" })),
            Number,
            "minus behind",
        ),
        (made(20, |n| format!("–{}.25", n + 1)), Number, "numbers"),
        (made(20, |n| if n % 5 == 0 { "<0.02".into() } else { format!("0.0{}", n + 20) }), Number, "limits"),
        (made(20, |n| if n % 7 == 0 { "> 100".into() } else { format!("{}", n * 3) }), Integer, "limits"),
        (made(20, |n| format!("{:02}:{:02}", n % 24, n * 7 % 60)), Number, "in hours"),
        (made(20, |n| format!("1:{:02}:{:02}", n + 10, n * 7 % 60)), Number, "in seconds"),
        (made(20, |n| format!("=\"{}\"", n * n + 2)), Integer, "whole"),
        (made(20, |n| format!("१{}", n * 7)), Integer, "whole"),
    ] {
        let table = table_of(&cells, 40);
        let column = &table.summary().columns[0];
        assert_eq!(column.kind, expected, "{cells:?}: {}", column.reason);
        assert!(column.reason.contains(reason), "{cells:?}: “{}” lacks “{reason}”", column.reason);
        assert_eq!(column.missing, 0);
    }
}

#[test]
fn limits_are_counted_in_a_warning_that_points_at_the_first() {
    let cells = made(12, |n| if n == 3 { "<0.02".into() } else { format!("0.{}", n + 20) });
    let table = table_of(&cells, 36);
    let said = warnings(&table);
    assert!(said.starts_with("row 5, column “x”: “<0.02” is the first of 3 limits"), "{said}");
    assert_eq!(spread(&table.summary()).0, "0.02");
}

#[test]
fn words_for_no_value_among_numbers_are_missing_with_a_warning_unless_marks_are_given() {
    for (word, rest) in
        [("n.n.", "4,5"), ("k.A.", "4,5"), ("ND", "4.5"), ("н/д", "4,5"), ("s/d", "4,5"), ("n.v.t.", "4,5")]
    {
        let cells = made(20, |n| if n == 7 { word.into() } else { format!("{n}{rest}") });
        let table = table_of(&cells, 40);
        let column = &table.summary().columns[0];
        assert_eq!((column.kind, column.missing), (Number, 2), "{word}: {}", column.reason);
        assert!(warnings(&table).contains(&format!("“{word}” (2 cells)")), "{}", warnings(&table));
        assert!(table.summary().missing_marks.contains(&word.to_owned()));
    }
    let text = "x;y\n".to_owned()
        + &(0..40)
            .map(|n| if n % 9 == 0 { "n.n.;1\n".into() } else { format!("{n},5;{n}\n") })
            .collect::<String>();
    let marks = Marks::given(&["zz".into()]);
    let table = Table::read_with_marks("t", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new(), &marks)
        .expect("a table");
    assert_eq!(table.summary().columns[0].missing, 0);
    assert!(!table.columns[0].kind.is_numeric());
}

#[test]
fn other_words_among_numbers_and_dates_are_pointed_at() {
    let cells = made(20, |n| if n == 7 { "siehe oben".into() } else { format!("{n},5") });
    let said = warnings(&table_of(&cells, 40));
    assert!(
        said.starts_with("row 9, column “x”: “siehe oben” is the first of 2 cells that are no numbers"),
        "{said}"
    );
    let cells = made(20, |n| if n == 7 { "soon".into() } else { format!("2024-01-{:02}", n + 1) });
    let said = warnings(&table_of(&cells, 40));
    assert!(
        said.starts_with("row 9, column “x”: “soon” is the first of 2 cells that are no dates"),
        "{said}"
    );
    let cells = made(20, |n| if n % 2 == 0 { format!("{n} kg") } else { format!("{n} g") });
    let said = warnings(&table_of(&cells, 40));
    assert!(said.contains("“1 g” and “0 kg” are numbers that are not written in one way"), "{said}");
    let cells = made(20, |n| if n % 2 == 0 { format!("${n}") } else { format!("€{n}") });
    assert!(warnings(&table_of(&cells, 40)).contains("not written in one way"));
}

#[test]
fn digits_that_are_keys_or_codes_are_no_input_numbers() {
    let long = made(60, |n| format!("12945046180889{:05}", n * 7919 % 99_991));
    let table = table_of(&long, 60);
    assert_eq!((kind(&table), table.columns[0].role), (Identifier, Role::Ignore));
    assert!(warnings(&table).contains("more digits than a number holds"), "{}", warnings(&table));
    let codes = made(12, |n| format!("{}E{}", n + 40, n % 9));
    assert_eq!(kind(&table_of(&codes, 60)), Category);
    let postal = made(80, |n| format!("{}", 10_115 + n * 977));
    let postal: Vec<&str> = postal.iter().map(String::as_str).collect();
    assert_eq!(kind(&named("postal_code", &postal, 120)), Text);
    assert_eq!(kind(&named("PLZ", &postal[..20], 120)), Category);
    assert!(warnings(&named("postal_code", &postal, 120)).contains("postal codes"));
    let phones = made(60, |n| format!("+49 175 {}", 3_494_341 + n));
    assert_eq!(kind(&table_of(&phones, 60)), Identifier);
    let years = made(60, |n| format!("{}", 1950 + n));
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    assert!(warnings(&named("year", &years, 60)).contains("run up one by one"));
    assert_eq!(warnings(&named("id", &years, 60)), "");
}

#[test]
fn dates_of_all_kinds_are_dates() {
    for (cells, low, high) in [
        (made(28, |n| format!("{}. Mai 2023", n + 1)), "2023-05-01", "2023-05-28"),
        (made(28, |n| format!("{} juil. 2023", n + 1)), "2023-07-01", "2023-07-28"),
        (made(28, |n| format!("{} de agosto de 2023", n + 1)), "2023-08-01", "2023-08-28"),
        (made(28, |n| format!("{} października 2023", n + 1)), "2023-10-01", "2023-10-28"),
        (made(28, |n| format!("{} марта 2023 г.", n + 1)), "2023-03-01", "2023-03-28"),
        (made(28, |n| format!("{} Ağustos 2023", n + 1)), "2023-08-01", "2023-08-28"),
        (made(28, |n| format!("2023年3月{}日", n + 1)), "2023-03-01", "2023-03-28"),
        (made(28, |n| format!("2024-W{:02}", n + 1)), "2024-01-01", "2024-07-08"),
        (made(8, |n| format!("Q{} {}", n % 4 + 1, 2022 + n / 4)), "2022-01-01", "2023-10-01"),
        (
            made(
                20,
                |n| if n % 4 == 0 { format!("2020-01-{:02}", n + 1) } else { format!("{}", 43_831 + n) },
            ),
            "2020-01-01",
            "2020-01-20",
        ),
    ] {
        let table = table_of(&cells, 56);
        let summary = table.summary();
        assert_eq!(kind(&table), Date, "{cells:?}: {}", summary.columns[0].reason);
        assert_eq!(spread(&summary), (low.to_owned(), high.to_owned()), "{cells:?}");
    }
}

#[test]
fn births_lie_in_the_past_and_zero_dates_are_missing() {
    let born = made(28, |n| format!("{:02}-05-{}", n + 1, 30 + n * 2));
    let born: Vec<&str> = born.iter().map(String::as_str).collect();
    assert_eq!(spread(&named("born", &born, 56).summary()), ("1930-05-01".into(), "1984-05-28".into()));
    let paid = made(10, |n| {
        if n == 4 { "0000-00-00 00:00:00".into() } else { format!("2023-05-{:02} 08:30:00", n + 1) }
    });
    let table = table_of(&paid, 40);
    assert_eq!((kind(&table), table.columns[0].missing()), (Date, 4));
    assert!(warnings(&table).contains("“0000-00-00 00:00:00” (4 cells)"), "{}", warnings(&table));
}

#[test]
fn day_and_month_mixed_are_pointed_at_and_read_once_that_is_chosen() {
    let cells =
        made(20, |n| if n < 10 { format!("{:02}/05/2024", n + 12) } else { format!("05/{:02}/2024", n + 3) });
    let mut table = table_of(&cells, 40);
    assert_ne!(kind(&table), Date);
    let said = warnings(&table);
    assert!(
        said.starts_with(
            "row 12, column “x”: “05/13/2024” has its month first, but “13/05/2024” in row 3 its day"
        ),
        "{said}"
    );
    let choice = ColumnChoice { column: "x".into(), role: None, kind: Some(Date) };
    table.choose(&[choice]).expect("dates");
    assert_eq!(spread(&table.summary()), ("2024-05-12".into(), "2024-05-22".into()));
}

#[test]
fn yes_is_the_second_class_in_every_language_and_sets_of_them_are_learned() {
    for (no, yes) in [
        ("nein", "ja"),
        ("Non", "Oui"),
        ("no", "sí"),
        ("No", "Sì"),
        ("Não", "Sim"),
        ("nee", "ja"),
        ("Nie", "Tak"),
        ("ne", "ano"),
        ("нет", "да"),
        ("ні", "так"),
        ("hayır", "evet"),
        ("nej", "ja"),
        ("ei", "kyllä"),
        ("nem", "igen"),
        ("όχι", "ναι"),
        ("لا", "نعم"),
        ("否", "是"),
        ("いいえ", "はい"),
        ("아니요", "예"),
        ("tidak", "ya"),
    ] {
        let table = table(&[yes, no, yes], 60);
        assert_eq!(kind(&table), Boolean, "{no} and {yes}");
        let column = &table.columns[0];
        let order: Vec<&str> = column.class_order().into_iter().map(|code| &column.levels()[code]).collect();
        assert_eq!(order, [no, yes]);
    }
    let line =
        |row: usize| format!("{},{},{}.5\n", ["ja", "nein"][row % 2], ["oui", "non"][row / 2 % 2], row % 7);
    let text = "a,b,z\n".to_owned() + &(0..60).map(line).collect::<String>();
    let roles =
        [("a".to_owned(), Role::Task), ("b".to_owned(), Role::Task), ("z".to_owned(), Role::Input)].into();
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    let config =
        RunConfig::default().merged(&json!({"labelSets": {"both": ["a", "b"]}})).expect("a configuration");
    let dataset = Dataset::build(&table, &config).expect("a dataset");
    assert_eq!(
        (written(&dataset.targets[0], 0), written(&dataset.targets[0], 1)),
        (vec![1.0, 1.0], vec![-1.0, 1.0])
    );
}

#[test]
fn spellings_of_one_label_are_one_class_and_are_said() {
    for (cells, kept) in [
        (&["No", "Yes", "no", "Yes", "No", "YES "][..], &["No", "Yes"][..]),
        (&["red", "Red", "blue", "blue", "blue", "RED", "red"], &["blue", "red"]),
        (&["New York", "New\u{a0}York", "Rome", "Rome", "New York"], &["New York", "Rome"]),
        (&["Café", "Cafe\u{301}", "Bar", "Bar", "Café"], &["Bar", "Café"]),
        (&["ＡＢ", "AB", "CD", "AB", "cd", "CD"], &["AB", "CD"]),
        (&["yes", "Y", "no", "N", "no", "yes"], &["no", "yes"]),
        (&["m", "M", "f", "F", "m", "f"], &["f", "m"]),
    ] {
        let table = table(cells, 60);
        let mut found = labels(&table);
        found.sort();
        assert_eq!(found, kept, "{cells:?}");
        assert!(warnings(&table).contains("spellings of one label"), "{cells:?}");
        let column = &table.columns[0];
        cells.iter().for_each(|cell| assert!(kept.contains(&column.reading().label(cell)), "{cell}"));
    }
    // Keys that differ in case stay apart.
    let keys = made(60, |n| format!("{}{}", ["aB", "Ab"][n % 2], n / 2));
    assert_eq!(table_of(&keys, 60).columns[0].levels().len(), 60);
    assert_eq!(warnings(&table(&["red", "blue"], 60)), "");
}

#[test]
fn no_answer_beside_a_scale_is_missing_and_beside_other_labels_a_label() {
    for (scale, none) in [
        (&["Disagree", "Neutral", "Agree"][..], "Don't know"),
        (&["stimme nicht zu", "teils/teils", "stimme zu"], "weiß nicht"),
        (&["jamais", "parfois", "toujours"], "Ne sait pas"),
        (&["nunca", "a veces", "siempre"], "No sabe"),
        (&["insoddisfatto", "soddisfatto", "molto soddisfatto"], "non so"),
        (&["ruim", "bom", "excelente"], "Não sei"),
        (&["oneens", "neutraal", "eens"], "weet niet"),
    ] {
        let cells = [scale, &[none]].concat();
        let table = table(&cells, 60);
        assert_eq!((kind(&table), table.columns[0].missing()), (Ordered, 15), "{cells:?}");
        assert!(warnings(&table).contains(&format!("“{none}” (15 cells)")), "{}", warnings(&table));
        assert_eq!(labels(&table), scale, "{cells:?}");
    }
    let table = table(&["red", "green", "blue", "Don't know"], 60);
    assert_eq!((kind(&table), table.columns[0].missing()), (Category, 0));
}

#[test]
fn likely_codes_for_no_answer_are_counted_and_left_in() {
    let ages = made(40, |n| format!("{}", 20 + n));
    for code in ["-9", "-999", "999", "9999999"] {
        let cells = made(40, |n| if n % 10 == 0 { code.into() } else { ages[n].clone() });
        let table = table_of(&cells, 80);
        assert_eq!((kind(&table), table.columns[0].missing()), (Integer, 0));
        assert!(warnings(&table).contains(&format!("{code} (8 cells)")), "{}", warnings(&table));
    }
    assert!(warnings(&table(&["1", "2", "3", "4", "5", "9"], 60)).contains("9 (10 cells)"));
    assert_eq!(warnings(&table_of(&ages, 80)), "");
}

#[test]
fn na_among_codes_and_none_among_labels_are_labels_and_said() {
    let countries = table(&["NA", "ZA", "BW", "ZW"], 60);
    assert_eq!((countries.columns[0].missing(), countries.columns[0].levels().len()), (0, 4));
    assert!(warnings(&countries).contains("“NA” (15 cells) stands among codes"), "{}", warnings(&countries));
    let garages = table(&["None", "Attached", "Detached"], 60);
    assert_eq!(garages.columns[0].missing(), 0);
    assert!(
        warnings(&garages).contains("“None” (20 cells) stands among other labels"),
        "{}",
        warnings(&garages)
    );
    for cells in [
        &["NA", "red", "blue", "green"][..],
        &["None", "1.5", "2.5"],
        &["None", "yes", "no"],
        &["NA", "ja", "nein"],
    ] {
        assert!(table(cells, 60).columns[0].missing() > 0, "{cells:?}");
    }
    let ticked = table(&["x", "", ""], 60);
    assert!(
        warnings(&ticked).contains("cells are “x” or empty, and are read as yes and no"),
        "{}",
        warnings(&ticked)
    );
}

#[test]
fn rows_to_predict_for_are_read_as_the_cells_are() {
    let line = |row: usize| {
        let (size, mood) = (format!("{}.5 kg", row % 9), ["Yes", "yes", "No", "no", "Yes"][row % 5]);
        format!("{size},{mood},{}\n", row * 3 % 7)
    };
    let text = "size,mood,y\n".to_owned() + &(0..60).map(line).collect::<String>();
    let roles = [("y".to_owned(), Role::Task)].into();
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
    let encode = |size: &str, mood: &str| {
        dataset
            .encoding
            .encode_rows(&[[("size".to_owned(), json!(size)), ("mood".to_owned(), json!(mood))].into()])
            .expect("numbers")
    };
    assert_eq!(encode("4.5 kg", "Yes"), encode("4.5", "YES"));
    assert_eq!(encode("4.5kg", "no"), encode("4.5 KG", " No "));
    assert_ne!(encode("4.5 kg", "yes"), encode("4.5 kg", "no"));
}

//! Cells that hold several labels are label sets, and boxes that are ticked or empty are answers; other cells stay what they are.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/target.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod labelled;

use std::collections::BTreeMap;

use labelled::{plain_loss, written};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::table::Table;
use polyhead::table::summary::{ColumnSummary, ValueSummary};
use polyhead::task::TaskKind;
use serde_json::{Value, json};

/// A table of one column of cells beside a number and a task, as a program would write it.
fn table(name: &str, cells: &[String], roles: &[(&str, Role)]) -> Table {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let numbers =
        |factor: usize| (0..cells.len()).map(|row| format!("{}.5", row * factor % 97)).collect::<Vec<_>>();
    let columns =
        [("x".to_owned(), numbers(31)), (name.to_owned(), cells.to_vec()), ("y".to_owned(), numbers(53))];
    Table::made("test", columns.into_iter(), &roles).expect("a table")
}

fn column(table: &Table, name: &str) -> ColumnSummary {
    table.summary().columns.into_iter().find(|column| column.name == name).expect("the column")
}

fn build(table: &Table, patch: &Value) -> Result<Dataset, String> {
    let config = RunConfig::default().merged(patch).expect("a configuration");
    Dataset::build(table, &config).map_err(|error| error.to_string())
}

const GENRES: [&str; 5] = ["Action", "Comedy", "Drama", "Horror", "Romance"];

/// Which genres a film has: one, two or three, in the order of the alphabet.
fn genres(film: usize) -> Vec<&'static str> {
    let is_in = |place: usize| film.is_multiple_of(place + 2) || film % 5 == place;
    GENRES
        .into_iter()
        .enumerate()
        .filter(|(place, _)| is_in(*place))
        .map(|(_, genre)| genre)
        .take(3)
        .collect()
}

/// Writes the labels of a cell.
type Write<'a> = &'a dyn Fn(&[&str]) -> String;

fn films(write: impl Fn(&[&str]) -> String) -> Vec<String> {
    (0..80).map(|film| write(&genres(film))).collect()
}

#[test]
fn several_labels_in_a_cell_are_found_however_they_are_written() {
    let quoted = |genres: &[&str], quote: &str| {
        genres.iter().map(|genre| format!("{quote}{genre}{quote}")).collect::<Vec<_>>().join(", ")
    };
    let forms: [(&str, Write); 9] = [
        (";", &|genres| genres.join("; ")),
        (";", &|genres| genres.join(";")),
        ("|", &|genres| genres.join("|")),
        ("|", &|genres| genres.join(" | ")),
        (",", &|genres| genres.join(", ")),
        (",", &|genres| genres.join(",")),
        // As some forms write, with one behind the last too; lists of Python and JSON.
        (";", &|genres| genres.iter().map(|genre| format!("{genre};")).collect()),
        (",", &|genres| format!("[{}]", quoted(genres, "'"))),
        (",", &|genres| format!("[{}]", quoted(genres, "\""))),
    ];
    for (separator, write) in forms {
        let table = table("genres", &films(write), &[]);
        let found = column(&table, "genres");
        let example = write(&genres(0));
        assert_eq!(
            (found.kind, found.role),
            (ColumnKind::MultiSelect, Role::Input),
            "{example}: {}",
            found.reason
        );
        assert!(found.reason.contains(&format!("“{separator}” between: 5 in all")), "{}", found.reason);
        let said = table.summary().warnings.concat();
        assert!(said.contains("column “genres”: cells hold several labels"), "{said}");
        let dataset = build(&table, &json!({})).expect("a dataset");
        let names = dataset.encoding.names();
        let own: Vec<&String> = names.iter().filter(|name| name.starts_with("genres")).collect();
        assert_eq!(
            own,
            ["Action", "Comedy", "Drama", "Horror", "Romance"]
                .map(|genre| format!("genres = {genre}"))
                .iter()
                .collect::<Vec<_>>(),
            "{example}"
        );
        let first = own.len();
        let features = dataset.encoding.encode_table(&table.columns, &(0..80).collect::<Vec<u32>>());
        let start = names.iter().position(|name| name.starts_with("genres")).expect("the first");
        for (film, row) in features.chunks_exact(names.len()).enumerate() {
            let expected = GENRES.map(|genre| f32::from(u8::from(genres(film).contains(&genre))));
            assert_eq!(row[start..start + first], expected, "{example}, film {film}");
        }
    }
}

#[test]
fn as_a_task_it_is_a_label_set() {
    let mut cells = films(|genres| genres.join("; "));
    cells[11] = String::new();
    let table = table("genres", &cells, &[("genres", Role::Task)]);
    let dataset = build(&table, &json!({})).expect("a dataset");
    let target = &dataset.targets[0];
    assert_eq!((target.kind(), target.output_count()), (TaskKind::Multilabel, 5));
    assert_eq!(target.classes(), GENRES);
    assert_eq!(target.kinds, [TaskKind::Multilabel]);
    for film in (0..80).filter(|film| *film != 11) {
        let expected = GENRES.map(|genre| if genres(film).contains(&genre) { 1.0 } else { -1.0 });
        assert_eq!(written(target, film), expected, "film {film}");
    }
    // An empty cell is unknown.
    assert_eq!((target.label_count(11), target.label_count(12)), (0, 5));
    // The mean entropy of the labels' shares among known training rows.
    let train = dataset.rows(polyhead::schema::split::Split::Train);
    let known: Vec<usize> = train.iter().map(|&row| row as usize).filter(|row| *row != 11).collect();
    let entropy = |share: f64| {
        if share == 0.0 || share == 1.0 {
            0.0
        } else {
            -share * share.ln() - (1.0 - share) * (1.0 - share).ln()
        }
    };
    let share = |genre: &&str| {
        known.iter().filter(|film| genres(**film).contains(genre)).count() as f64 / known.len() as f64
    };
    let expected = GENRES.iter().map(|genre| entropy(share(genre))).sum::<f64>() / 5.0;
    assert!((plain_loss(target, train) - expected).abs() < 1e-12);
    assert_eq!(
        build(&table, &json!({"targets": {"genres": {"kind": "multilabel"}}})).map(|set| set.targets.len()),
        Ok(1)
    );
    let refusal =
        build(&table, &json!({"targets": {"genres": {"kind": "multiclass"}}})).expect_err("a refusal");
    assert!(refusal.contains("learned as multilabel, not as multiclass"), "{refusal}");
}

#[test]
fn another_type_takes_each_cell_as_one_label_and_back() {
    let cells = films(|genres| genres.join("; "));
    let mut table = table("genres", &cells, &[]);
    let choice = |kind| ColumnChoice { column: "genres".into(), role: None, kind: Some(kind) };
    table.choose(&[choice(ColumnKind::Category)]).expect("a choice");
    assert_eq!(column(&table, "genres").kind, ColumnKind::Category);
    assert!(
        table.summary().warnings.is_empty(),
        "what was chosen is not spoken of: {:?}",
        table.summary().warnings
    );
    table.choose(&[choice(ColumnKind::MultiSelect)]).expect("a choice");
    let names = build(&table, &json!({})).expect("a dataset").encoding.names();
    assert_eq!(names.iter().filter(|name| name.starts_with("genres")).count(), 5);
}

#[test]
fn a_row_to_predict_for_may_hold_any_of_the_labels() {
    let table = table("genres", &films(|genres| genres.join("; ")), &[]);
    let dataset = build(&table, &json!({})).expect("a dataset");
    let names = dataset.encoding.names();
    let start = names.iter().position(|name| name.starts_with("genres")).expect("the first");
    for (cell, expected) in [
        (json!("Horror; Action"), [1.0, 0.0, 0.0, 1.0, 0.0]),
        (json!("Romance"), [0.0, 0.0, 0.0, 0.0, 1.0]),
        (json!("Drama; Western"), [0.0, 0.0, 1.0, 0.0, 0.0]),
        (json!(["Drama", "Comedy"]), [0.0, 1.0, 1.0, 0.0, 0.0]),
        (Value::Null, [0.0; 5]),
    ] {
        let row: Row = [("x".to_owned(), json!(1.5)), ("genres".to_owned(), cell.clone())].into();
        let features = dataset.encoding.encode_rows(&[row]).expect("a row");
        assert_eq!(features[start..start + 5], expected, "{cell}");
    }
}

#[test]
fn other_cells_with_separators_stay_what_they_are() {
    let of = |cells: &dyn Fn(usize) -> String| {
        column(&table("cell", &(0..80).map(cells).collect::<Vec<_>>(), &[]), "cell").kind
    };
    let pick = |row: usize, factor: usize, list: &[&str]| list[row * factor % list.len()].to_owned();
    let cities =
        ["Paris, France", "Lyon, France", "Berlin, Germany", "Bonn, Germany", "Rome, Italy", "Oslo, Norway"];
    let (names, first) = (["Smith", "Jones", "Brown", "Stone"], ["Ann", "Bob", "Cid"]);
    let paths =
        ["toys|dolls", "toys|cars|red", "toys|cars", "food|sweet", "food|sour", "food|sweet|cake", "toys"];
    let kinds: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("city and country", &|row| pick(row, 7, &cities)),
        ("last and first name", &|row| format!("{}, {}", pick(row, 1, &names), pick(row, 1, &first))),
        ("paths", &|row| pick(row, 3, &paths)),
        ("sentences", &|row| format!("It was good, {} times, and cheap, said number {row}.", row % 7)),
        ("rows of numbers", &|row| format!("{};{};{}", row % 9, row * 7 % 9, row * 5 % 9)),
        ("one label with a comma", &|row| pick(row, 3, &["red", "green, dark", "blue"])),
        ("plain labels", &|row| pick(row, 3, &["a", "b", "c", "d"])),
    ];
    for (what, cells) in kinds {
        assert_ne!(of(cells), ColumnKind::MultiSelect, "{what}: {}", cells(1));
    }
    // Thousands and decimals.
    assert!(of(&|row| format!("{},{:03}", 1 + row, row * 37 % 1000)).is_numeric());
    assert!(of(&|row| format!("{},{}", row * 7 % 31, row % 10)).is_numeric());
    // Numbers of answers, now one and now several, are answers.
    let answers = |row: usize| ["1", "2", "3", "1;2", "2;3", "1;3", "1;2;3"][row * 3 % 7].to_owned();
    assert_eq!(of(&answers), ColumnKind::MultiSelect);
}

/// A cell in three ticked.
fn ticks(option: &str) -> Vec<String> {
    (0..60).map(|row| if row % 3 == 0 { option.to_owned() } else { String::new() }).collect()
}

#[test]
fn a_tick_or_nothing_is_yes_or_no() {
    for (name, option) in [
        ("newsletter", "x"),
        ("newsletter", "X"),
        ("newsletter", "✓"),
        ("newsletter", "1"),
        ("newsletter", "yes"),
        ("newsletter", "TRUE"),
        ("newsletter", "Checked"),
        ("Q5: Apples", "Apples"),
        ("fruit_pears", "pears"),
    ] {
        let table = table(name, &ticks(option), &[]);
        let found = column(&table, name);
        assert_eq!(
            (found.kind, found.role, found.missing),
            (ColumnKind::Boolean, Role::Input, 0),
            "{option}: {}",
            found.reason
        );
        let ValueSummary::Labels { levels } = &found.values else { panic!("labels") };
        assert_eq!(*levels, [("no".to_owned(), 40), ("yes".to_owned(), 20)], "{option}");
        let said = table.summary().warnings.concat();
        assert!(
            said.contains(&format!(
                "column “{name}”: cells are “{option}” or empty, and are read as yes and no"
            )),
            "{said}"
        );
        // The preview shows what was read.
        assert_eq!(table.cells(0, 2), [["0.5", option, "0.5"], ["31.5", "", "53.5"]]);
    }
}

#[test]
fn a_box_is_learned_and_answered_as_yes_and_no() {
    let table = table("newsletter", &ticks("x"), &[("newsletter", Role::Task), ("y", Role::Input)]);
    let target = &build(&table, &json!({})).expect("a dataset").targets[0];
    assert_eq!(target.classes(), ["no", "yes"]);
    assert_eq!((written(target, 0)[0], written(target, 1)[0], target.kind()), (1.0, 0.0, TaskKind::Binary));
    let table = super_table();
    let dataset = build(&table, &json!({"labelSets": {"fruit": ["apples", "pears"]}})).expect("a dataset");
    assert_eq!(written(&dataset.targets[0], 0), [1.0, 1.0]);
    assert_eq!(written(&dataset.targets[0], 3), [1.0, -1.0]);
    // In rows to predict for a box is ticked, left empty, or said in words.
    let table = self::table("newsletter", &ticks("x"), &[]);
    let dataset = build(&table, &json!({})).expect("a dataset");
    let place = dataset.encoding.names().iter().position(|name| name == "newsletter = yes").expect("yes");
    for (cell, yes) in [
        (json!("x"), 1.0),
        (json!(""), 0.0),
        (Value::Null, 0.0),
        (json!("yes"), 1.0),
        (json!(true), 1.0),
        (json!("no"), 0.0),
    ] {
        let row: Row = [("newsletter".to_owned(), cell.clone())].into();
        assert_eq!(dataset.encoding.encode_rows(&[row]).expect("a row")[place], yes, "{cell}");
    }
}

/// Two boxes as tasks.
fn super_table() -> Table {
    let pears = (0..60).map(|row| if row % 2 == 0 { "pears".to_owned() } else { String::new() });
    let x = (0..60).map(|row| format!("{}.5", row * 31 % 97));
    let columns = [
        ("x".to_owned(), x.collect()),
        ("apples".to_owned(), ticks("apples")),
        ("pears".to_owned(), pears.collect::<Vec<_>>()),
    ];
    let roles = BTreeMap::from(["apples", "pears"].map(|name| (name.to_owned(), Role::Task)));
    Table::made("test", columns.into_iter(), &roles).expect("a table")
}

#[test]
fn one_value_that_means_no_tick_is_constant_and_the_remedy_is_said() {
    let mut table = table("country", &ticks("DE"), &[]);
    let found = column(&table, "country");
    assert_eq!((found.kind, found.role, found.missing), (ColumnKind::Constant, Role::Ignore, 40));
    let said = table.summary().warnings.concat();
    assert!(
        said.contains("column “country”: cells are “DE” or empty") && said.contains("type boolean"),
        "{said}"
    );
    let choice = |kind| ColumnChoice { column: "country".into(), role: Some(Role::Input), kind: Some(kind) };
    table.choose(&[choice(ColumnKind::Boolean)]).expect("the remedy");
    assert_eq!(column(&table, "country").missing, 0);
    assert!(
        build(&table, &json!({})).expect("a dataset").encoding.names().contains(&"country = yes".to_owned())
    );
    table.choose(&[choice(ColumnKind::Constant)]).expect("the way back");
    assert_eq!((column(&table, "country").missing, column(&table, "country").distinct), (40, 1));
    // Without an empty cell there is nothing to tell apart, and nothing to be said.
    let same = self::table("newsletter", &vec!["x".to_owned(); 40], &[]);
    assert_eq!(column(&same, "newsletter").kind, ColumnKind::Constant);
    assert!(same.summary().warnings.is_empty());
}

//! What would make scores better than they are is found and said: repeated keys, copies of rows, series in time, test rows
//! without labels.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::{BTreeMap, BTreeSet};

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::table::summary::ColumnSummary;
use serde_json::{Value, json};

fn read(text: &str, roles: &[(&str, Role)]) -> Table {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table")
}

fn lines(header: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).fold(format!("{header}\n"), |text, row| text + &line(row) + "\n")
}

fn column(table: &Table, name: &str) -> ColumnSummary {
    table.summary().columns.into_iter().find(|column| column.name == name).expect("the column")
}

fn build(table: &Table, patch: &Value) -> Dataset {
    let config = RunConfig::default().merged(patch).expect("a configuration");
    Dataset::build(table, &config).expect("a dataset")
}

fn problem(table: &Table, patch: &Value) -> String {
    let config = RunConfig::default().merged(patch).expect("a configuration");
    Dataset::build(table, &config).expect_err("a refusal").to_string()
}

fn rows(dataset: &Dataset) -> [Vec<u32>; 3] {
    Split::ALL.map(|split| dataset.rows(split).to_vec())
}

/// A number below `below` that goes with nothing (the finaliser of MurmurHash3).
fn noise(row: usize, stream: usize, below: usize) -> usize {
    let mut hash = (row * 31 + stream) as u64 ^ 0x9e37_79b9_7f4a_7c15;
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    ((hash ^ hash >> 33) % below as u64) as usize
}

/// Rows of `count` things, four each in no order, with a value that is alike among them and one that is not.
fn repeated(name: &str, key: impl Fn(usize) -> String) -> Table {
    let text = lines(&format!("{name},age,x,y"), 120, |row| {
        let thing = row * 7 % 30;
        let age = 20 + thing * 13 % 50;
        format!("{},{age},{}.5,{}.25", key(thing), noise(row, 1, 90), noise(row, 2, 70))
    });
    read(&text, &[])
}

#[test]
fn a_key_that_repeats_is_suggested_as_a_group() {
    let number = |thing: usize| format!("{}", 1000 + 13 * thing);
    let code = |thing: usize| format!("P{thing:03}");
    let hex = |thing: usize| format!("{:08x}", noise(thing, 9, 1 << 30));
    for name in [
        "patient_id",
        "Patient ID",
        "patientId",
        "PATIENTID",
        "subject",
        "customer_no",
        "UserID",
        "client id",
        "id_household",
        "Kunde Nr",
        "participant",
        "Session Key",
        "device_uuid",
    ] {
        for (form, key) in [("number", &number as &dyn Fn(usize) -> String), ("code", &code)] {
            let table = repeated(name, key);
            let found = column(&table, name);
            assert_eq!(found.role, Role::Group, "{name}, {form}: {found:?}");
            assert!(found.reason.contains("30 values in 120 rows"), "{}", found.reason);
            let said = table.summary().warnings.concat();
            assert!(said.contains(&format!("column “{name}”")) && said.contains("group"), "{said}");
        }
    }
    // A key of whatever is one where other columns show that it names things.
    for (name, key) in [("id", &number as &dyn Fn(usize) -> String), ("movie_id", &hex), ("who", &code)] {
        assert_eq!(column(&repeated(name, key), name).role, Role::Group, "{name}");
    }
    // Rows of one value stay together, so no note is needed.
    let dataset = build(&repeated("patient_id", number), &json!({}));
    assert!(dataset.targets[0].notes.is_empty(), "{:?}", dataset.targets[0].notes);
}

#[test]
fn an_amount_or_a_kind_is_no_key() {
    let table = |name: &str, cell: &dyn Fn(usize) -> String| {
        let text = lines(&format!("{name},x,y"), 120, |row| {
            format!("{},{}.5,{}.25", cell(row), noise(row, 1, 90), noise(row, 2, 70))
        });
        read(&text, &[])
    };
    // Names that hold a key's words and mean something else; values that are alike for no reason.
    for (name, cell) in [
        ("customer_age", &(|row: usize| format!("{}", 20 + noise(row, 3, 40))) as &dyn Fn(usize) -> String),
        ("patients", &|row| format!("{}.5", noise(row, 3, 40))),
        ("number_of_users", &|row| noise(row, 3, 40).to_string()),
        ("payment_type_id", &|row| format!("t{}", noise(row, 3, 4))),
        ("subject", &|row| ["Maths", "Physics", "Art", "Sports", "Music", "French"][noise(row, 3, 6)].into()),
        ("student", &|row| ["yes", "no"][noise(row, 3, 2)].into()),
        ("model", &|row| format!("M{:02}", noise(row, 3, 30))),
    ] {
        let table = table(name, cell);
        assert_eq!(column(&table, name).role, Role::Input, "{name}: {:?}", column(&table, name));
        assert_eq!(table.summary().warnings, [""; 0], "{name}");
    }
    // A key that differs in every row is an identifier, as ever.
    let text = lines("patient_id,x,y", 40, |row| {
        format!("{},{}.5,{}", 17 * row, noise(row, 1, 90), noise(row, 2, 9))
    });
    assert_eq!(column(&read(&text, &[]), "patient_id").role, Role::Ignore);
}

#[test]
fn a_second_key_of_numbers_is_left_out_and_said() {
    let text = lines("user_id,movie_id,age,stars", 200, |row| {
        let user = row * 7 % 25;
        format!("{},{},{},{}", 100 + user, 1 + noise(row, 3, 40), 20 + user, 1 + noise(row, 4, 5))
    });
    let mut table = read(&text, &[]);
    assert_eq!(
        (column(&table, "user_id").role, column(&table, "movie_id").role),
        (Role::Group, Role::Ignore)
    );
    let said = |table: &Table| table.summary().warnings.join("\n");
    assert!(said(&table).contains("column “movie_id”: its numbers name things"), "{}", said(&table));
    // What was chosen is not spoken of any more, and another group takes the place of a suggested one.
    let choice = |name: &str, role| ColumnChoice { column: name.into(), role: Some(role), kind: None };
    table.choose(&[choice("movie_id", Role::Group)]).expect("a choice");
    assert_eq!(
        (column(&table, "user_id").role, column(&table, "movie_id").role),
        (Role::Ignore, Role::Group)
    );
    assert!(!said(&table).contains("movie_id"), "{}", said(&table));
}

#[test]
fn groups_on_both_sides_of_a_split_are_counted_in_a_note() {
    let text = lines("patient_id,part,age,y", 100, |row| {
        let patient = row * 7 % 20;
        format!(
            "{},{},{},{}.5",
            7 * patient,
            if row < 80 { "train" } else { "test" },
            30 + patient,
            noise(row, 1, 70)
        )
    });
    let note = |roles: &[(&str, Role)]| build(&read(&text, roles), &json!({})).targets[0].notes.concat();
    // Every patient has five rows, one of them in the last fifth; 20 · 0.15 / 0.85 of them, that is 4, are drawn for validation.
    let found = note(&[("y", Role::Task)]);
    assert!(
        found.contains("16 of 20 test rows have a value of “patient_id” that training rows have too"),
        "{found}"
    );
    // Whoever leaves the key out hears of it too, and of all 20, as validation rows are then drawn one by one.
    assert!(note(&[("y", Role::Task), ("patient_id", Role::Ignore)]).contains("20 of 20"));
    assert!(note(&[("y", Role::Task), ("part", Role::Ignore)]).is_empty());
}

/// A day a row from 2023 on, as `date` writes it.
fn day(row: usize) -> String {
    format!("2023-{:02}-{:02}", 1 + row / 28 % 12, 1 + row % 28)
}

fn series(text: &str) -> Option<(String, Option<String>)> {
    read(text, &[]).advice().series.clone().map(|series| (series.column, series.each))
}

#[test]
fn rows_in_the_order_of_time_are_found() {
    let y = |row: usize| format!("{}.5,{}", noise(row, 1, 90), noise(row, 2, 70));
    let date = Some(("date".to_owned(), None));
    // As they stand, backwards, with several rows a day, and months in no order.
    assert_eq!(series(&lines("date,x,y", 90, |row| format!("{},{}", day(row), y(row)))), date);
    assert_eq!(series(&lines("x,y,date", 90, |row| format!("{},{}", y(row), day(89 - row)))), date);
    assert_eq!(series(&lines("date,x,y", 90, |row| format!("{},{}", day(row / 3), y(row)))), date);
    let month =
        |row: usize| format!("{}-{:02}-01,{}", 2000 + row * 7 % 60 / 12, 1 + row * 7 % 60 % 12, y(row));
    assert_eq!(series(&lines("date,x,y", 60, month)), date);
    // Numbers of which the name says that they are times.
    let year = |row: usize| format!("{},{}", 1950 + row, y(row));
    assert_eq!(series(&lines("year,x,y", 60, year)), Some(("year".into(), None)));
    let step = |row: usize| format!("{},{}", row as f64 / 10.0, y(row));
    assert_eq!(series(&lines("t,x,y", 60, step)), Some(("t".into(), None)));
    // A series each for several shops, one after the other and day by day.
    let after = |row: usize| format!("{},s{},{}", day(row % 30), row / 30, y(row));
    assert_eq!(series(&lines("date,shop,x,y", 90, after)), Some(("date".into(), Some("shop".into()))));
    // With a date missing here and there.
    let holes = |row: usize| format!("{},{}", if row % 20 == 7 { String::new() } else { day(row) }, y(row));
    assert_eq!(series(&lines("date,x,y", 90, holes)), date);
}

#[test]
fn dates_that_order_nothing_are_no_series() {
    let y = |row: usize| format!("{}.5,{}", noise(row, 1, 90), noise(row, 2, 70));
    let born = |row: usize| {
        format!(
            "{}-{:02}-{:02},{}",
            1940 + noise(row, 3, 60),
            1 + noise(row, 4, 12),
            1 + noise(row, 5, 28),
            y(row)
        )
    };
    assert_eq!(series(&lines("born,x,y", 90, born)), None);
    // Times of a length, in order because somebody sorted by them; a month that comes again.
    assert_eq!(series(&lines("time,x,y", 90, |row| format!("{},{}", row * row / 9, y(row)))), None);
    assert_eq!(series(&lines("month,x,y", 90, |row| format!("{},{}", 1 + noise(row, 3, 12), y(row)))), None);
    assert_eq!(series(&lines("size,x,y", 90, |row| format!("{row},{}", y(row)))), None);
    assert_eq!(series(&lines("date,x,y", 8, |row| format!("{},{}", day(row), y(row)))), None);
}

#[test]
fn a_series_is_warned_of_and_noted_until_rows_split_by_time() {
    let text =
        lines("date,x,y", 90, |row| format!("{},{}.5,{}", day(row), noise(row, 1, 90), noise(row, 2, 70)));
    let table = read(&text, &[]);
    let said = table.summary().warnings.concat();
    assert!(said.contains("column “date”") && said.contains("split.byTime: “date”"), "{said}");
    let note = |patch: &Value| build(&table, patch).targets[0].notes.join("\n");
    assert!(note(&json!({})).contains("split at random"), "{}", note(&json!({})));
    assert!(!note(&json!({"split": {"byTime": "date"}})).contains("random"));
}

#[test]
fn the_oldest_rows_train_and_the_newest_test() {
    // 97 days in no order, some of them twice.
    let time = |row: usize| row * 31 % 97;
    let text = lines("x,date,y", 120, |row| {
        format!("{}.5,{},{}", noise(row, 1, 90), day(time(row)), noise(row, 2, 70))
    });
    let table = read(&text, &[]);
    let by_time = json!({"split": {"byTime": "date"}});
    let splits = rows(&build(&table, &by_time));
    assert_eq!(splits.iter().map(Vec::len).sum::<usize>(), 120);
    let times =
        splits.each_ref().map(|rows| rows.iter().map(|&row| time(row as usize)).collect::<BTreeSet<_>>());
    assert!(times[0].last() < times[1].first() && times[1].last() < times[2].first(), "{times:?}");
    // 84, 18 and 18 rows, as nearly as whole days allow.
    let sizes = splits.each_ref().map(Vec::len);
    assert!(sizes.iter().zip([84, 18, 18]).all(|(size, wish)| size.abs_diff(wish) <= 1), "{sizes:?}");
    // No seed plays a part.
    let other = json!({"seed": 99, "split": {"byTime": "date"}});
    assert_eq!(rows(&build(&table, &other)), splits);
}

#[test]
fn rows_of_equal_times_stay_together_and_those_without_one_train() {
    // Five years of 8 rows, and 4 rows without one.
    let text = lines("x,year,y", 44, |row| {
        let year = if row % 11 == 10 { String::new() } else { (2010 + row % 11 % 5).to_string() };
        format!("{}.5,{year},{}", noise(row, 1, 90), noise(row, 2, 70))
    });
    let dataset = build(&read(&text, &[]), &json!({"split": {"byTime": "year"}}));
    let years = rows(&dataset).map(|rows| rows.iter().map(|row| row % 11 % 5).collect::<BTreeSet<_>>());
    assert_eq!(years.each_ref().map(BTreeSet::len), [3, 1, 1], "{years:?}");
    assert_eq!((years[1].first(), years[2].first()), (Some(&3), Some(&4)));
    assert_eq!(dataset.rows(Split::Train).iter().filter(|row| *row % 11 == 10).count(), 4);
    let notes = dataset.targets[0].notes.concat();
    assert!(notes.contains("4 rows have no time in “year”, and went to the training split"), "{notes}");
}

#[test]
fn a_split_by_what_is_no_time_gets_a_sentence() {
    let text = lines("x,word,two,y", 40, |row| {
        format!(
            "{}.5,{},{},{}",
            noise(row, 1, 90),
            ["a", "b", "c"][row % 3],
            2010 + row % 2,
            noise(row, 2, 70)
        )
    });
    let table = read(&text, &[]);
    let found = |name: &str| problem(&table, &json!({"split": {"byTime": name}}));
    assert!(
        found("word").starts_with("split.byTime: column “word” holds category values"),
        "{}",
        found("word")
    );
    assert!(found("two").contains("only 2 different times in “two”"), "{}", found("two"));
    assert!(found("when").starts_with("split.byTime: there is no column “when”"), "{}", found("when"));
    let refusal = RunConfig::default().merged(&json!({"split": {"byTime": ""}})).expect_err("no name");
    assert!(refusal.to_string().starts_with("split.byTime: expected"), "{refusal}");
    // A column that is gone is forgotten.
    let mut config =
        RunConfig::default().merged(&json!({"split": {"byTime": "x"}})).expect("a configuration");
    config.forget_columns(|_| None);
    assert_eq!(config, RunConfig::default());
}

#[test]
fn given_test_rows_stay_and_validation_rows_are_the_newest_of_the_others() {
    let text = lines("x,year,part,y", 60, |row| {
        let part = if row % 3 == 0 { "test" } else { "train" };
        format!("{}.5,{},{part},{}", noise(row, 1, 90), 1900 + row, noise(row, 2, 70))
    });
    let [train, valid, test] =
        rows(&build(&read(&text, &[("y", Role::Task)]), &json!({"split": {"byTime": "year"}})));
    assert!(test.iter().all(|row| row % 3 == 0) && test.len() == 20);
    // Of 40 rows 0.15 / 0.85, that is 7.
    assert_eq!(valid.len(), 7);
    assert!(train.last() < valid.first());
}

/// Houses, of which every `step`-th is entered again at the end.
fn houses(step: usize) -> String {
    let house = |row: usize| {
        let price = 1000 * (20 + noise(row, 1, 900));
        format!(
            "{},{},{price},{}",
            40 + noise(row, 2, 150),
            1 + noise(row, 3, 5),
            ["low", "high"][noise(row, 4, 2)]
        )
    };
    let again = (0..80).step_by(step).fold(String::new(), |text, row| text + &house(row) + "\n");
    lines("sq,rooms,price,grade", 80, house) + &again
}

#[test]
fn copies_are_counted_and_named() {
    for (step, count) in [(5, 16), (20, 4), (1, 80)] {
        let table = read(&houses(step), &[]);
        let copies = table.advice().copies.clone().expect("copies");
        assert_eq!(copies.firsts.len(), count);
        let firsts: Vec<(u32, u32)> = copies.firsts.into_iter().collect();
        assert_eq!(firsts[1], (81, step as u32), "the second copy");
        let (warnings, places) = (table.summary().warnings, table.summary().warning_places);
        assert!(
            warnings[0]
                .starts_with(&format!("{count} rows are the same as others in all inputs and tasks: row 82"))
        );
        assert_eq!(places[0].as_ref().map(|place| place.row), Some(82));
    }
    let one = read(&houses(80), &[]).summary().warnings;
    assert!(one[0].starts_with("row 82 is the same as row 2 in all inputs and tasks;"), "{one:?}");
}

#[test]
fn rows_that_are_equal_by_chance_or_by_a_key_are_no_copies() {
    let copies = |text: &str| read(text, &[]).advice().copies.clone();
    // 2 × 3 × 2 kinds in 300 rows; the same with one column that goes with another.
    let coarse = lines("a,b,c", 300, |row| {
        format!("a{},b{},c{}", noise(row, 1, 2), noise(row, 2, 3), noise(row, 3, 2))
    });
    assert_eq!(copies(&coarse), None);
    let bound = lines("a,b,c", 300, |row| format!("a{0},b{0},c{1}", noise(row, 1, 40), noise(row, 3, 2)));
    assert_eq!(copies(&bound), None);
    // Equal but for the task.
    let differ = lines("a,b,y", 200, |row| format!("{0}.5,{0}.25,{1}", row % 100, noise(row, 1, 10_000)));
    assert_eq!(copies(&differ), None);
    // Whether an ignored key differs does not matter.
    let keyed = houses(5).lines().enumerate().fold(String::new(), |text, (row, line)| {
        text + &if row == 0 { format!("key,{line}\n") } else { format!("k{row}z,{line}\n") }
    });
    assert_eq!(copies(&keyed).map(|copies| copies.firsts.len()), Some(16));
}

#[test]
fn copies_stay_in_one_split_unless_they_may_not() {
    let table = read(&houses(5), &[("price", Role::Task), ("grade", Role::Task)]);
    let split_of = |splits: &[Vec<u32>; 3], row: u32| splits.iter().position(|rows| rows.contains(&row));
    let crossing = |splits: &[Vec<u32>; 3]| {
        let is_apart = |copy: &u32| split_of(splits, 80 + copy) != split_of(splits, 5 * copy);
        (0..16).filter(is_apart).count()
    };
    let mut crossed = 0;
    for seed in 0..10 {
        let kept = build(&table, &json!({"seed": seed}));
        assert_eq!(crossing(&rows(&kept)), 0, "seed {seed}");
        assert!(!kept.targets[0].notes.concat().contains("copies"));
        let sizes = rows(&kept).map(|rows| rows.len());
        assert!(sizes.iter().zip([67, 14, 15]).all(|(size, wish)| size.abs_diff(wish) <= 2), "{sizes:?}");
        let dealt = build(&table, &json!({"seed": seed, "split": {"keepCopiesTogether": false}}));
        let splits = rows(&dealt);
        crossed += crossing(&splits);
        // Test rows that equal a training row, counted by comparing all pairs.
        let cells = |row: u32| table.cells(row as usize, 1);
        let shared = splits[2]
            .iter()
            .filter(|&&row| splits[0].iter().any(|&other| cells(other) == cells(row)))
            .count();
        let said = dealt.targets.iter().all(|task| {
            task.notes
                .concat()
                .contains(&format!("{shared} of {} test rows are copies of training rows", splits[2].len()))
        });
        assert_eq!(said, shared > 0, "seed {seed}: {shared}");
    }
    assert!(crossed > 20, "of 160 copies {crossed} were apart");
}

#[test]
fn copies_across_given_splits_are_noted_and_groups_hold_copies_too() {
    let text = houses(5).lines().enumerate().fold(String::new(), |text, (row, line)| {
        let part = if row == 0 {
            "part"
        } else if row <= 80 {
            "train"
        } else {
            "test"
        };
        text + line + "," + part + "\n"
    });
    let notes = build(&read(&text, &[("price", Role::Task)]), &json!({})).targets[0].notes.concat();
    // Some of the 16 have their first among the validation rows.
    assert!(notes.contains(" of 16 test rows are copies of training rows"), "{notes}");
    // Groups of two, and a copy of a row of each in another group: both hold.
    let text = houses(5).lines().enumerate().fold(String::new(), |text, (row, line)| {
        text + line + &if row == 0 { ",g\n".to_owned() } else { format!(",g{}\n", row / 2) }
    });
    let table = read(&text, &[("price", Role::Task), ("g", Role::Group)]);
    let splits = rows(&build(&table, &json!({})));
    let split_of = |row: u32| splits.iter().position(|rows| rows.contains(&row));
    assert!((0..16).all(|copy| split_of(80 + copy) == split_of(5 * copy)));
    assert!(
        (0..95_u32).all(|row| row.div_ceil(2) != (row + 1).div_ceil(2) || split_of(row) == split_of(row + 1))
    );
}

#[test]
fn without_copies_no_split_changes() {
    let text = lines("x,y", 200, |row| format!("{row}.5,{}", noise(row, 2, 70)));
    let table = read(&text, &[]);
    let apart = build(&table, &json!({"split": {"keepCopiesTogether": false}}));
    assert_eq!(rows(&build(&table, &json!({}))), rows(&apart));
}

#[test]
fn test_rows_without_labels_give_way_to_labelled_ones() {
    let text = lines("set,x,y,z", 100, |row| {
        let (set, is_test) = if row < 70 { ("train", false) } else { ("test", true) };
        let label = |stream| if is_test { String::new() } else { format!("{}.5", noise(row, stream, 70)) };
        format!("{set},{}.5,{},{}", noise(row, 1, 90), label(2), label(3))
    });
    let table = read(&text, &[("y", Role::Task), ("z", Role::Task)]);
    let dataset = build(&table, &json!({}));
    let splits = rows(&dataset);
    assert!(splits.iter().flatten().all(|&row| row < 70), "no row without a label is scored");
    // Of 70 rows 0.7, 0.15 and 0.15.
    assert_eq!(splits.each_ref().map(Vec::len), [48, 11, 11]);
    for task in &dataset.targets {
        let notes = task.notes.concat();
        assert!(notes.contains("The 30 test rows of the split column have no label of any task"), "{notes}");
        assert!(notes.contains("11 labelled rows were drawn for the test split instead"), "{notes}");
    }
    // Labelled validation rows stay those that were given.
    let text = text.lines().enumerate().fold(String::new(), |text, (row, line)| {
        text + &if (1..=10).contains(&row) { line.replace("train", "valid") } else { line.to_owned() } + "\n"
    });
    let splits = rows(&build(&read(&text, &[("y", Role::Task)]), &json!({})));
    assert_eq!(splits[1], (0..10).collect::<Vec<u32>>());
    // Of 60 rows 0.15 / 0.85.
    assert_eq!((splits[0].len(), splits[2].len()), (49, 11));
}

#[test]
fn one_task_without_test_labels_has_no_test_score_and_says_so() {
    let text = lines("set,x,y,z", 100, |row| {
        let (set, z) = if row < 70 { ("train", "1.5") } else { ("test", "") };
        let z = if z.is_empty() { String::new() } else { format!("{}.5", noise(row, 3, 70)) };
        format!("{set},{}.5,{}.5,{z}", noise(row, 1, 90), noise(row, 2, 70))
    });
    let dataset = build(&read(&text, &[("y", Role::Task), ("z", Role::Task)]), &json!({}));
    assert_eq!((dataset.rows(Split::Test).len(), dataset.labelled(1, Split::Test)), (30, 0));
    let notes = |task: usize| dataset.targets[task].notes.concat();
    assert!(
        notes(1).contains("“z” has no label among the test rows, so it has no score there"),
        "{}",
        notes(1)
    );
    assert!(notes(0).is_empty(), "{}", notes(0));
}

#[test]
fn a_class_that_no_training_row_has_is_named() {
    let text = lines("split,x,y", 100, |row| {
        let class = if row >= 95 { "horse" } else { ["cat", "dog"][row % 2] };
        format!("{},{}.5,{class}", if row < 80 { "train" } else { "test" }, noise(row, 1, 90))
    });
    let notes = build(&read(&text, &[]), &json!({})).targets[0].notes.concat();
    assert!(notes.contains("No training row has “horse”"), "{notes}");
    let rare = lines("x,y", 150, |row| {
        format!("{}.5,{}", noise(row, 1, 90), if row == 70 { "odd" } else { ["a", "b"][row % 2] })
    });
    let notes = build(&read(&rare, &[]), &json!({})).targets[0].notes.concat();
    assert!(notes.contains("fewer than 5 training rows of “y”") && notes.contains("“odd”"), "{notes}");
}

#[test]
fn inputs_that_hold_the_same_are_named() {
    let said = |again: &dyn Fn(usize) -> usize| {
        let text = lines("a,b,y", 60, |row| {
            format!("{}.5,{}.5,{}", noise(row, 1, 90), noise(again(row), 1, 90), noise(row, 2, 70))
        });
        read(&text, &[]).summary().warnings.concat()
    };
    assert!(said(&|row| row).starts_with("columns “a” and “b” hold the same in every row:"));
    assert!(said(&|row| if row == 7 { 8 } else { row }).is_empty(), "one row differs");
}

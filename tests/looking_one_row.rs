//! What is to be seen of one picked row: the training rows that are nearest to it, and what would change the answer.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::collections::BTreeMap;

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::figure::{Body, Drawn, Options, Table as Lines};
use polyhead::protocol::{Command, Event, Look, LookRequest, Message, Prediction};
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::view::Overview;
use serde_json::{Value, json};
use support::{MADE_ROLES, answer, drawn, drive_in_turn, load, made_table};

fn look_at_rows(view: Overview, rows: &[u32], task: Option<usize>) -> Command {
    let options = task.map(|task| ("task".to_owned(), task.to_string()));
    Command::Look(LookRequest {
        run: None,
        split: Split::Test,
        look: Look::All { view },
        options: Options(options.into_iter().collect()),
        rows: rows.to_vec(),
    })
}

fn quick(epochs: usize) -> Command {
    Command::Configure(json!({
        "epochs": epochs, "batchSize": 32, "singleTaskTwins": false, "optimizer": {"learningRate": 0.01}
    }))
}

fn train() -> Command {
    Command::Train { epochs: None }
}

fn read(text: &str, roles: &[(&str, Role)]) -> (Table, Dataset) {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
    let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
    (table, dataset)
}

fn lines(drawn: &Drawn) -> &Lines {
    match &drawn.figures[0].body {
        Body::Table(table) => table,
        other => panic!("no table: {other:?}"),
    }
}

fn texts(drawn: &Drawn) -> Vec<Vec<String>> {
    support::texts(drawn)
}

fn predictions(messages: &[Message], id: u32) -> &[Prediction] {
    match answer(messages, id) {
        Event::Predicted(rows) => rows,
        other => panic!("expected predictions, found {other:?}"),
    }
}

/// A row of the table as it would come from outside.
fn raw(table: &Table, row: u32) -> Row {
    let inputs = table.with_role(Role::Input);
    let cell = |cell: Option<&str>| cell.map_or(Value::Null, Value::from);
    inputs.map(|column| (column.name.clone(), cell(column.cell(row as usize)))).collect()
}

#[test]
fn the_nearest_rows_are_those_that_all_distances_say() {
    let text = made_table(300, 120);
    let (table, dataset) = read(&text, MADE_ROLES);
    let picked = dataset.rows(Split::Test)[3];
    let row = raw(&table, picked);
    let messages = drive_in_turn(vec![
        load(&text, MADE_ROLES, &[]),
        quick(5),
        train(),
        look_at_rows(Overview::Nearest, &[picked], None),
        Command::Predict { run: None, rows: vec![row] },
    ]);
    let found = drawn(&messages, 4);

    // Numbers in standard deviations of the training rows; a colour is three numbers, of which two differ where it does.
    let column = |name: &str| table.columns.iter().find(|column| column.name == name).expect("a column");
    let train = dataset.rows(Split::Train);
    let scaled = |name: &'static str| {
        let number = |row: u32| column(name).number(row as usize).expect("a number");
        let mean = train.iter().map(|&row| number(row)).sum::<f64>() / train.len() as f64;
        let variance =
            train.iter().map(|&row| (number(row) - mean).powi(2)).sum::<f64>() / train.len() as f64;
        move |row: u32| (number(row) - mean) / variance.sqrt()
    };
    let (x1, x2) = (scaled("x1"), scaled("x2"));
    let colour = |row: u32| column("colour").label(row as usize);
    let apart = |row: u32| {
        let label = if colour(row) == colour(picked) { 0.0 } else { 2.0 / 3.0 };
        ((x1(row) - x1(picked)).powi(2) + (x2(row) - x2(picked)).powi(2) + label).sqrt()
    };
    let mut expected: Vec<u32> = train.to_vec();
    expected.sort_by(|&a, &b| apart(a).total_cmp(&apart(b)));

    let table_lines = lines(found);
    assert_eq!(table_lines.lines.len(), 10);
    for (line, &row) in table_lines.lines.iter().zip(&expected) {
        assert_eq!(line.rows, [row]);
        assert_eq!(line.cells[0].text, (row + 1).to_string());
        assert_eq!(line.cells[1].text, polyhead::schema::text::number(apart(row)), "row {row}");
        // Labels as they stand in the file; a label that is missing is none.
        assert_eq!(line.cells[3].text, column("side").label(row as usize).unwrap_or("–"));
        assert_eq!(line.cells[4].text, column("corner").label(row as usize).expect("a label"));
        let differs = &line.cells[5].text;
        assert_eq!(differs.contains("colour"), colour(row) != colour(picked), "{differs}");
        assert!(differs.matches(" → ").count() <= 4);
    }
    let heads: Vec<&str> = table_lines.columns.iter().map(|column| column.name.as_str()).collect();
    let said = &predictions(&messages, 5)[0];
    for (head, task) in heads[3..5].iter().zip(["side", "corner"]) {
        let answered = said[task].value.as_str().expect("a class");
        assert_eq!(*head, format!("{task} (head: {answered})"));
    }
    assert!(found.notes.iter().all(|note| !note.contains("left out")), "{:?}", found.notes);
}

#[test]
fn a_training_row_is_left_out_and_its_copy_is_first_at_no_distance() {
    let mut text = made_table(80, 0);
    let copies: String = text.lines().skip(1).map(|line| format!("{line}\n")).collect();
    text += &copies;
    let (_, dataset) = read(&text, MADE_ROLES);
    let picked: Vec<u32> = dataset.rows(Split::Train).iter().copied().filter(|&row| row < 80).collect();
    let mut commands = vec![load(&text, MADE_ROLES, &[]), quick(1), train()];
    commands.extend(picked.iter().map(|&row| look_at_rows(Overview::Nearest, &[row], None)));
    let messages = drive_in_turn(commands);
    assert!(picked.len() > 40);
    for (index, &row) in picked.iter().enumerate() {
        let found = drawn(&messages, index as u32 + 4);
        let first = &lines(found).lines[0];
        assert_eq!((first.rows.as_slice(), first.cells[1].text.as_str()), ([row + 80].as_slice(), "0"));
        assert_eq!(first.cells[5].text, "nothing");
        assert!(lines(found).lines.iter().all(|line| line.rows != [row]));
        assert!(found.notes.iter().any(|note| note.contains("is a training row itself and is left out")));
    }
}

/// The values that an input of numbers is tried at: the middles of 24 equal cells between the 1 and 99 % of the training rows.
fn tried(table: &Table, dataset: &Dataset, name: &str) -> (Vec<f64>, f64) {
    let column = table.columns.iter().find(|column| column.name == name).expect("a column");
    let rows = dataset.rows(Split::Train).iter();
    let mut known: Vec<f64> = rows.filter_map(|&row| column.number(row as usize)).collect();
    known.sort_by(f64::total_cmp);
    let [low, high] = [0.01, 0.99].map(|share| known[((known.len() - 1) as f64 * share) as usize]);
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let deviation =
        (known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / known.len() as f64).sqrt();
    ((0..24).map(|step| low + (high - low) * (f64::from(step) + 0.5) / 24.0).collect(), deviation)
}

#[test]
fn a_change_that_is_listed_turns_the_answer_and_none_that_is_tried_is_smaller() {
    let text = made_table(300, 0);
    let (table, dataset) = read(&text, MADE_ROLES);
    let picked = &dataset.rows(Split::Test)[..12];
    let mut commands = vec![load(&text, MADE_ROLES, &[]), quick(25), train()];
    commands.extend(
        picked
            .iter()
            .flat_map(|&row| (0..3).map(move |task| look_at_rows(Overview::Flip, &[row], Some(task)))),
    );
    let messages = drive_in_turn(commands);

    // All that is listed, asked for by itself in one request.
    let mut rows: Vec<Row> = Vec::new();
    let mut wanted = Vec::new();
    let grids = ["x1", "x2"].map(|name| (name, tried(&table, &dataset, name)));
    for (index, (&row, task)) in
        picked.iter().flat_map(|row| ["value", "side", "corner"].map(|task| (row, task))).enumerate()
    {
        let found = drawn(&messages, index as u32 + 4);
        let listed = if found.figures.is_empty() { Vec::new() } else { texts(found) };
        assert_eq!(
            listed.is_empty(),
            found.sentence.contains("No change of a single input"),
            "{}",
            found.sentence
        );
        let first = rows.len();
        rows.push(raw(&table, row));
        for line in &listed {
            let value = line[2].parse::<f64>().map_or_else(|_| json!(line[2]), |number| json!(number));
            rows.push(raw(&table, row));
            rows.last_mut().expect("a row").insert(line[0].clone(), value);
        }
        for (name, (values, _)) in &grids {
            for value in values {
                rows.push(raw(&table, row));
                rows.last_mut().expect("a row").insert((*name).to_owned(), json!(value));
            }
        }
        wanted.push((row, task, listed, first));
    }
    let mut commands = vec![load(&text, MADE_ROLES, &[]), quick(25), train()];
    commands.push(Command::Predict { run: None, rows });
    let messages = drive_in_turn(commands);
    let answers = predictions(&messages, 4);

    let labels = dataset.rows(Split::Train).iter();
    let numbers: Vec<f64> = labels.filter_map(|&row| table.columns[3].number(row as usize)).collect();
    let range =
        numbers.iter().copied().fold(f64::MIN, f64::max) - numbers.iter().copied().fold(f64::MAX, f64::min);
    let (mut turns, mut of_labels) = (BTreeMap::new(), 0);
    for (row, task, listed, first) in &wanted {
        let said = |index: usize| &answers[first + index][*task];
        let is_turned = |index: usize| match (said(0).value.as_f64(), said(index).value.as_f64()) {
            (Some(before), Some(after)) => (after - before).abs() >= 0.1 * range,
            _ => said(0).value != said(index).value,
        };
        for (index, line) in listed.iter().enumerate() {
            assert!(is_turned(index + 1), "row {row}, {task}: {line:?}");
            *turns.entry(*task).or_insert(0) += 1;
            if line[0] == "colour" {
                of_labels += 1;
            }
            if *task != "value" {
                let answered = said(index + 1);
                assert_eq!(answered.value, json!(line[4]));
                let probability = answered.probabilities.as_ref().expect("classes")[&line[4]];
                assert_eq!(line[5], format!("{probability:.3}"));
            }
        }
        // The grid, asked for value by value: the listed change is the nearest one that turns the answer, and an input without a line has none.
        for (place, (name, (values, deviation))) in grids.iter().enumerate() {
            let column = table.columns.iter().find(|column| column.name == *name).expect("a column");
            let own = column.number(*row as usize).expect("a number");
            let turned = (0..24).filter(|step| is_turned(1 + listed.len() + place * 24 + step));
            let nearest =
                turned.map(|step| (values[step] - own).abs() / deviation).fold(f64::INFINITY, f64::min);
            match listed.iter().find(|line| line[0] == *name) {
                // Values are tried to a thousandth of the range.
                Some(line) => {
                    let size = (line[2].parse::<f64>().expect("a number") - own).abs() / deviation;
                    assert!((size - nearest).abs() < 0.005, "{name}: {size} beside {nearest}");
                    assert_eq!(line[3], polyhead::schema::text::number(size));
                }
                None => assert!(nearest.is_infinite(), "row {row}, {task}: {name} turns it at {nearest}"),
            }
        }
    }
    println!("turned: {turns:?}, by a label: {of_labels}");
    assert!(turns["value"] > 5 && turns["side"] > 5 && turns["corner"] > 5 && of_labels > 0);
}

#[test]
fn lines_go_from_the_smallest_change_on_and_a_class_is_asked_for_first() {
    let text = made_table(300, 0);
    let (_, dataset) = read(&text, MADE_ROLES);
    let picked = &dataset.rows(Split::Test)[..8];
    let mut commands = vec![load(&text, MADE_ROLES, &[]), quick(15), train()];
    commands.extend(
        picked.iter().flat_map(|&row| [None, Some(0)].map(|task| look_at_rows(Overview::Flip, &[row], task))),
    );
    let messages = drive_in_turn(commands);
    for index in 0..picked.len() as u32 {
        let (classes, value) = (drawn(&messages, 4 + 2 * index), drawn(&messages, 5 + 2 * index));
        assert!(classes.sentence.starts_with("side of row"), "{}", classes.sentence);
        assert!(value.sentence.starts_with("value of row"), "{}", value.sentence);
        for found in [classes, value].into_iter().filter(|found| !found.figures.is_empty()) {
            let size = |line: &Vec<String>| line[3].parse().unwrap_or(1.0);
            let sizes: Vec<f64> = texts(found).iter().map(size).collect();
            assert!(sizes.is_sorted(), "{sizes:?}");
        }
        if let Some(figure) = value.figures.first() {
            assert_eq!(figure.task, Some(0));
            assert!(lines(value).columns.iter().all(|column| column.name != "Probability"));
        }
    }
}

#[test]
fn where_the_model_ignores_its_inputs_nothing_turns_the_answer() {
    let mut text = "x,colour,rare,flat\n".to_owned();
    for row in 0..200 {
        let rare = if row % 25 == 0 { "yes" } else { "no" };
        let colour = ["red", "green", "blue"][row * 7 % 3];
        text += &format!(
            "{:.3},{colour},{rare},{:.3}\n",
            (row * 37 % 101) as f64 / 50.0,
            5.0 + (row * 53 % 97) as f64 / 1e4
        );
    }
    let roles = [("rare", Role::Task), ("flat", Role::Task)];
    let (_, dataset) = read(&text, &roles);
    let rows = dataset.rows(Split::Test).to_vec();
    let quiet = Command::Configure(json!({
        "epochs": 3, "singleTaskTwins": false, "optimizer": {"learningRate": 1e-3, "weightDecay": 0.5}
    }));
    let mut commands = vec![load(&text, &roles, &[]), quiet, train()];
    commands.extend(rows.iter().map(|&row| look_at_rows(Overview::Flip, &[row], Some(0))));
    let messages = drive_in_turn(commands);
    for index in 0..rows.len() as u32 {
        let found = drawn(&messages, 4 + index);
        assert!(found.figures.is_empty(), "{:?}", found.figures);
        assert!(
            found.sentence.contains("is answered “no”. No change of a single input"),
            "{}",
            found.sentence
        );
        assert_eq!(found.controls.len(), 1, "another answer can still be asked for");
    }
}

#[test]
fn odd_rows_are_answered_for_as_any_other() {
    // Cells that are missing, labels that the training rows have not, dates, texts, and a column that is nowhere the same as in training.
    let mut text = "size,colour,grade,day,note,kept,part,price,kind\n".to_owned();
    for row in 0..160 {
        let part = ["train", "train", "train", "valid", "test"][row % 5];
        let is_new = part == "test" && row % 2 == 0;
        let size = if row % 9 == 4 { String::new() } else { format!("{:.2}", (row * 37 % 101) as f64 / 9.0) };
        let colour = if is_new {
            "purple"
        } else if row % 7 == 4 {
            ""
        } else {
            ["red", "green", "blue"][row % 3]
        };
        let grade = if is_new { "very high" } else { ["low", "medium", "high"][row * 5 % 3] };
        let day = format!("2024-{:02}-{:02}", row % 12 + 1, row % 28 + 1);
        let note = ["a small house", "near the sea, sunny", "quiet street", ""][row * 3 % 4];
        let kept = if part == "train" { "1.5" } else { "7.25" };
        let price = if row % 11 == 3 { String::new() } else { format!("{:.1}", row as f64 * 1.5) };
        let kind = if row % 8 == 5 { "" } else { ["flat", "house"][row * 37 % 101 / 51] };
        text += &format!("{size},{colour},{grade},{day},\"{note}\",{kept},{part},{price},{kind}\n");
    }
    let roles = [
        ("price", Role::Task),
        ("kind", Role::Task),
        ("part", Role::Split),
        ("day", Role::Input),
        ("note", Role::Input),
        ("kept", Role::Input),
    ];
    let mut commands = vec![load(&text, &roles, &[("note", ColumnKind::Text)]), quick(4), train()];
    let asked: Vec<(u32, Overview, usize)> = (0..160)
        .flat_map(|row| [(row, Overview::Nearest, 0), (row, Overview::Flip, 0), (row, Overview::Flip, 1)])
        .collect();
    commands.extend(asked.iter().map(|&(row, view, task)| look_at_rows(view, &[row], Some(task))));
    let messages = drive_in_turn(commands);
    for (index, (row, view, _)) in asked.iter().enumerate() {
        let found = drawn(&messages, 4 + index as u32);
        assert!(!found.sentence.is_empty());
        if *view == Overview::Nearest {
            assert_eq!(lines(found).lines.len(), 10, "row {row}");
        } else {
            assert!(
                found.notes.iter().any(|note| note.contains("2 inputs are not tried")),
                "{:?}",
                found.notes
            );
            let listed = if found.figures.is_empty() { Vec::new() } else { texts(found) };
            assert!(listed.iter().all(|line| line[0] != "kept"), "nothing was learned of it");
        }
    }
}

#[test]
fn a_label_set_is_one_answer_and_another_set_is_another_answer() {
    let mut text = "x,warm,wet,windy\n".to_owned();
    for row in 0..240 {
        let x = f64::from(row * 37 % 101) / 50.0 - 1.0;
        let yes = |is: bool| if is { "yes" } else { "no" };
        text += &format!("{x:.3},{},{},{}\n", yes(x > 0.0), yes(x > 0.5), yes(x < -0.5));
    }
    let roles = ["warm", "wet", "windy"].map(|name| (name, Role::Task));
    let sets = Command::Configure(json!({"labelSets": {"weather": ["warm", "wet", "windy"]}}));
    // Row 0 stands at x = -1: windy alone.
    let messages = drive_in_turn(vec![
        load(&text, &roles, &[]),
        quick(30),
        sets,
        train(),
        look_at_rows(Overview::Nearest, &[0], None),
        look_at_rows(Overview::Flip, &[0], None),
    ]);
    let near = drawn(&messages, 5);
    assert_eq!(lines(near).columns[2].name, "weather (head: windy)");
    assert!(texts(near).iter().all(|line| line[2] == "windy"));
    let flip = texts(drawn(&messages, 6));
    assert_eq!((flip[0][0].as_str(), flip[0][4].as_str()), ("x", "none"), "{flip:?}");
    assert!((-0.7..-0.3).contains(&flip[0][2].parse::<f64>().expect("a number")), "{flip:?}");
}

#[test]
fn without_one_row_the_sentence_asks_for_it() {
    let rows: [&[u32]; 3] = [&[], &[1, 2], &[1_000]];
    let mut commands = vec![load(&made_table(60, 0), MADE_ROLES, &[])];
    for view in [Overview::Nearest, Overview::Flip] {
        commands.extend(rows.iter().map(|rows| look_at_rows(view, rows, None)));
    }
    // Before the first step, a row is answered for as the model begins.
    commands.push(look_at_rows(Overview::Nearest, &[1], None));
    let messages = drive_in_turn(commands);
    for id in 2..8 {
        let found = drawn(&messages, id);
        assert!(found.figures.is_empty() && found.sentence.starts_with("Pick one row"), "{}", found.sentence);
    }
    assert_eq!(lines(drawn(&messages, 8)).lines.len(), 10);
    for view in [Overview::Nearest, Overview::Flip] {
        assert!(view.card().follows_rows);
        assert_eq!(serde_json::to_value(view).expect("serialises"), view.card().key);
    }
}

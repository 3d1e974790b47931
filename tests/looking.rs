//! Views of the whole model, asked for through a session.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::collections::BTreeMap;

use polyhead::architecture::ArchitectureKind;
use polyhead::figure::{
    Body, Cell, Chart, Drawn, Field, Grid, Marks, Options, Points, Scaling, Setting, Tone,
};
use polyhead::protocol::{Command, Event, Look, LookRequest, Message, Prediction};
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::schema::split::Split;
use polyhead::view::Overview;
use serde_json::json;
use support::{MADE_ROLES, answer, drawn, drive_in_turn, load, made_table};

fn made() -> Command {
    load(&made_table(300, 120), MADE_ROLES, &[])
}

fn quick() -> Command {
    Command::Configure(json!({"epochs": 20, "batchSize": 32, "optimizer": {"learningRate": 0.01}}))
}

fn train() -> Command {
    Command::Train { epochs: None }
}

/// Asks for a view of the test rows, with something set and rows picked.
fn ask(view: Overview, set: &[(&str, &str)], rows: &[u32]) -> Command {
    let set: BTreeMap<String, String> =
        set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Command::Look(LookRequest {
        run: None,
        split: Split::Test,
        look: Look::All { view },
        options: Options(set),
        rows: rows.to_vec(),
    })
}

fn charts(drawn: &Drawn) -> Vec<&Chart> {
    let chart = |body: &'_ Body| matches!(body, Body::Chart(_));
    let charts = drawn.figures.iter().filter(|figure| chart(&figure.body));
    charts
        .map(|figure| match &figure.body {
            Body::Chart(chart) => chart,
            other => panic!("no chart: {other:?}"),
        })
        .collect()
}

fn field(chart: &Chart) -> &Field {
    match &chart.layers[0].marks {
        Marks::Field(field) => field,
        other => panic!("no field: {other:?}"),
    }
}

fn points(chart: &Chart) -> Vec<&Points> {
    let points = chart.layers.iter().filter_map(|layer| match &layer.marks {
        Marks::Points(points) => Some(points),
        _ => None,
    });
    points.collect()
}

fn grid(drawn: &Drawn) -> &Grid {
    match &drawn.figures[0].body {
        Body::Grid(grid) => grid,
        other => panic!("no grid: {other:?}"),
    }
}

/// The lines of a chart: name, tone and points.
fn lines(chart: &Chart) -> Vec<(&str, Tone, &[[f64; 2]])> {
    let lines = chart.layers.iter().filter_map(|layer| match &layer.marks {
        Marks::Line { at } => Some((layer.name.as_str(), layer.tone, at.as_slice())),
        _ => None,
    });
    lines.collect()
}

fn predicted(messages: &[Message], id: u32) -> &[Prediction] {
    match answer(messages, id) {
        Event::Predicted(rows) => rows,
        other => panic!("expected predictions, found {other:?}"),
    }
}

/// A row of the made table, its inputs alone.
fn made_row(index: usize) -> Row {
    let table = made_table(300, 120);
    let line = table.lines().nth(index + 1).expect("a row");
    let cells: Vec<&str> = line.split(',').collect();
    let number = |cell: &str| json!(cell.parse::<f64>().expect("a number"));
    [("x1", number(cells[0])), ("x2", number(cells[1])), ("colour", json!(cells[2]))]
        .map(|(name, cell)| (name.to_owned(), cell))
        .into()
}

/// No number of a view is infinite: else JSON would hold `null` where a number is.
fn is_finite(drawn: &Drawn) -> bool {
    let text = serde_json::to_string(drawn).expect("JSON");
    serde_json::from_str::<Drawn>(&text).is_ok()
}

#[test]
fn the_ground_is_what_the_model_predicts_there() {
    let base = made_row(7);
    let begin = [made(), quick(), train(), ask(Overview::Surface, &[], &[7])];
    let messages = drive_in_turn(begin.to_vec());
    let view = drawn(&messages, 4);
    assert!(is_finite(view));
    let all = charts(view);
    assert_eq!(all.len(), 3);
    let [low, high] = field(all[0]).x;
    let [bottom, top] = field(all[0]).y;
    let columns = field(all[0]).columns;
    let count = field(all[0]).values.len() / columns;
    let at = |column: usize, row: usize| {
        let part = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        [low + (high - low) * part(column, columns), bottom + (top - bottom) * part(row, count)]
    };
    let cells = [(0, 0), (3, 20), (columns - 1, count - 1)];
    let rows = cells.map(|(column, row)| {
        let [x1, x2] = at(column, row);
        let mut asked = base.clone();
        asked.insert("x1".to_owned(), json!(x1));
        asked.insert("x2".to_owned(), json!(x2));
        asked
    });
    let predict = Command::Predict { run: None, rows: rows.to_vec() };
    let again = [made(), quick(), train(), predict, ask(Overview::Surface, &[("y", "2")], &[7])];
    let messages = drive_in_turn(again.to_vec());
    for ((column, row), prediction) in cells.into_iter().zip(predicted(&messages, 4)) {
        let index = row * columns + column;
        let value = prediction["value"].value.as_f64().expect("a number");
        let found = f64::from(field(all[0]).values[index]);
        assert!((found - value).abs() < 1e-5 * value.abs().max(1.0), "{found} against {value}");
        let shares = prediction["corner"].probabilities.as_ref().expect("probabilities");
        let largest = shares.values().copied().fold(0.0, f64::max);
        let found = f64::from(field(all[2]).values[index]);
        assert!((found - largest).abs() < 1e-5, "{found} against {largest}");
    }
    let other = drawn(&messages, 5);
    assert!(matches!(&charts(other)[0].y.scaling, Scaling::Bands { names } if names.len() == 3));
    assert_ne!(field(charts(other)[0]).values, field(all[0]).values);
}

#[test]
fn a_label_axis_is_chosen_last_and_has_room_for_its_labels() {
    let mut text = String::from("code,flag,x,y\n");
    for row in 0..200 {
        let code = format!("a rather long label number {}", row % 25);
        text += &format!("{code},{},{}.5,{}\n", row % 2, row * 7 % 31, row % 13);
    }
    let messages =
        drive_in_turn(vec![load(&text, &[("y", Role::Task)], &[]), ask(Overview::Surface, &[], &[]), {
            ask(Overview::Surface, &[("x", "0")], &[])
        }]);
    let chosen = charts(drawn(&messages, 2))[0];
    assert_eq!((chosen.x.label.as_str(), chosen.y.label.as_str()), ("x", "flag"));
    let view = drawn(&messages, 3);
    let Scaling::Bands { names } = &charts(view)[0].x.scaling else { panic!("expected bands") };
    assert!(names.len() == 12 && names.iter().all(|name| name.chars().count() <= 20), "{names:?}");
    assert!(view.notes.iter().any(|note| note.contains("Of the 25 labels of code")), "{:?}", view.notes);
}

#[test]
fn every_architecture_has_a_representation_of_all_labelled_rows() {
    for kind in ArchitectureKind::ALL {
        let one = Command::Configure(json!({"epochs": 1, "architecture": {"kind": kind}}));
        let messages = drive_in_turn(vec![made(), one, train(), ask(Overview::Representation, &[], &[])]);
        let labelled = &support::report(&messages, 3).tasks;
        let view = drawn(&messages, 4);
        assert!(is_finite(view), "{kind:?}");
        let all = charts(view);
        assert_eq!(all.len(), 3, "{kind:?}");
        for (chart, task) in all.iter().zip(labelled) {
            let points = points(chart);
            let rows: usize = points.iter().map(|points| points.rows.len()).sum();
            assert_eq!(rows, task.labelled[&Split::Test], "{kind:?} {}", task.name);
            assert!(points.iter().all(|points| points.at.len() == points.rows.len()));
            let shares = [&chart.x, &chart.y].map(|axis| {
                let (_, rest) = axis.label.split_once('(').expect("a share");
                rest.split_once(" %").expect("percent").0.parse::<f64>().expect("a number")
            });
            assert!(
                shares[0] >= shares[1] && shares[1] >= 0.0 && shares[0] + shares[1] <= 100.1,
                "{shares:?}"
            );
        }
        let [value, side, corner] = all.as_slice() else { panic!("three tasks") };
        let tones = |chart: &Chart| chart.layers.iter().map(|layer| layer.tone).collect::<Vec<_>>();
        assert_eq!(tones(value), [0, 1, 2, 3, 4].map(Tone::Shade), "{kind:?}");
        assert_eq!((tones(side).len(), tones(corner)[3]), (2, Tone::Class(3)));
        // Where each task has its own, rows stand elsewhere.
        let positions = |chart: &Chart| {
            let points = points(chart);
            let all = points.iter().flat_map(|points| points.rows.iter().zip(&points.at));
            all.map(|(row, at)| (*row, at.map(f64::to_bits))).collect::<BTreeMap<_, _>>()
        };
        let is_own = view.sentence.contains("a representation of its own");
        assert_eq!(positions(value) != positions(corner), is_own, "{kind:?}: {}", view.sentence);
    }
}

#[test]
fn an_input_counts_for_the_task_that_needs_it() {
    let mut text = String::from("x1,x2,x3,first,second\n");
    for row in 0..400 {
        let x = |factor: usize, prime: usize| ((row * factor) % prime) as f64 / prime as f64 - 0.5;
        let (x1, x2, x3) = (x(37, 101), x(53, 103), x(29, 107));
        // Without noise, the first task would be a copy of an input, which is no input then.
        let noise = 0.3 * x(61, 109);
        text += &format!("{x1:.4},{x2:.4},{x3:.4},{:.4},{:.4}\n", 3.0 * x1 + noise, 2.0 * x2 + x1);
    }
    let roles = [("first", Role::Task), ("second", Role::Task)];
    let settings = json!({"epochs": 60, "batchSize": 32, "optimizer": {"learningRate": 0.01}, "architecture": {"trunk": []}});
    let importance = || ask(Overview::Importance, &[], &[]);
    let messages = drive_in_turn(vec![
        load(&text, &roles, &[]),
        Command::Configure(settings),
        train(),
        importance(),
        importance(),
    ]);
    let view = drawn(&messages, 4);
    assert!(is_finite(view));
    assert_eq!(view, drawn(&messages, 5), "shuffles are seeded");
    let grid = grid(view);
    assert_eq!(grid.columns, ["first", "second"]);
    assert_eq!(grid.rows, ["x1", "x2", "x3"]);
    let ends = |cell: &Cell| {
        let note = cell.note.replace('−', "-");
        let (low, high) = note.strip_prefix("from ").and_then(|rest| rest.split_once(" to ")).expect("ends");
        [low, high].map(|end| end.parse::<f64>().expect("a number"))
    };
    for (input, is_needed) in [[true, true], [false, true], [false, false]].iter().enumerate() {
        for (task, is_needed) in is_needed.iter().enumerate() {
            let cell = &grid.cells[input][task];
            let [low, high] = ends(cell);
            if *is_needed {
                assert!(low > 0.0 && low < high && cell.share > 0.1, "{cell:?}");
            } else {
                // The interval is that of the mean over shuffles, which is near 0 and not 0: the order that the rows have is one of them.
                let largest = ends(&grid.cells[task][task])[1];
                assert!(low.abs().max(high.abs()) < 0.01 * largest, "{cell:?}");
            }
        }
    }
    assert_eq!((grid.cells[0][0].share, grid.cells[1][1].share), (1.0, 1.0));
    // Shuffling raises a linear model's squared error by 2 w² var(x), and the second task's weights are 1 and 2.
    assert!((grid.cells[0][1].share - 0.25).abs() < 0.06, "{:?}", grid.cells[0][1]);
}

#[test]
fn an_input_that_is_the_same_in_all_rows_counts_nothing() {
    let mut text = String::from("x1,x2,y,part\n");
    for row in 0..120 {
        let part = ["train", "valid", "test"][row % 3];
        let x2 = if part == "test" { 4 } else { row * 53 % 103 };
        text += &format!("{},{x2},{},{part}\n", row * 37 % 101, row * 37 % 101 + x2 + row % 5);
    }
    let roles = [("y", Role::Task), ("part", Role::Split)];
    let messages = drive_in_turn(vec![load(&text, &roles, &[]), quick(), train(), {
        ask(Overview::Importance, &[], &[])
    }]);
    let grid = grid(drawn(&messages, 4));
    assert_eq!(grid.rows, ["x1", "x2"]);
    let [first, second] = [0, 1].map(|input| &grid.cells[input][0]);
    assert_eq!((second.text.as_str(), second.note.as_str(), second.share), ("0", "from 0 to 0", 0.0));
    assert!(first.share == 1.0 && first.text != "0", "{first:?}");
}

#[test]
fn a_linear_model_depends_on_an_input_in_a_straight_line() {
    let mut text = String::from("x1,x2,y\n");
    for row in 0..300 {
        let (x1, x2) = (((row * 37) % 101) as f64 / 50.0, ((row * 53) % 103) as f64 / 51.0);
        text += &format!("{x1:.4},{x2:.4},{:.4}\n", 3.0 * x1 - x2);
    }
    let settings = json!({
        "epochs": 200, "batchSize": 32, "optimizer": {"learningRate": 0.01},
        "architecture": {"trunk": [], "head": []}
    });
    let messages = drive_in_turn(vec![
        load(&text, &[("y", Role::Task)], &[]),
        Command::Configure(settings),
        train(),
        ask(Overview::Dependence, &[], &[]),
        ask(Overview::Dependence, &[("x", "1"), ("centred", "yes")], &[]),
    ]);
    for (id, factor) in [(4, 3.0), (5, -1.0)] {
        let view = drawn(&messages, id);
        assert!(is_finite(view));
        let lines = lines(charts(view)[0]);
        for (_, _, at) in &lines {
            let factors: Vec<f64> =
                at.windows(2).map(|two| (two[1][1] - two[0][1]) / (two[1][0] - two[0][0])).collect();
            for own in &factors {
                assert!((own - factors[0]).abs() < 1e-3, "not straight: {factors:?}");
                assert!((own - factor).abs() < 0.3, "{own} against {factor}");
            }
        }
        let quiet = lines.iter().filter(|(_, tone, _)| *tone == Tone::Quiet).count();
        assert!((20..=40).contains(&quiet) && lines.len() == quiet + 1, "{quiet}");
        let starts = lines.iter().map(|(_, _, at)| at[0][1]);
        assert_eq!(starts.clone().all(|start| start == 0.0), id == 5);
    }
}

#[test]
fn partial_dependence_is_the_mean_of_what_is_predicted() {
    let begin = [made(), quick(), train(), ask(Overview::Dependence, &[("x", "2")], &[])];
    let messages = drive_in_turn(begin.to_vec());
    let view = drawn(&messages, 4);
    assert!(is_finite(view));
    let Body::Chart(distribution) = &view.figures[3].body else { panic!("expected bars") };
    let Marks::Bars { bars } = &distribution.layers[0].marks else { panic!("expected bars") };
    let Scaling::Bands { names } = &distribution.x.scaling else { panic!("expected bands") };
    let split: Vec<usize> = bars.iter().flat_map(|bar| bar.rows.iter().map(|&row| row as usize)).collect();
    assert!(split.len() > 20 && bars.iter().all(|bar| bar.high == bar.rows.len() as f64));
    let rows = names.iter().flat_map(|colour| {
        split.iter().map(move |&row| {
            let mut asked = made_row(row);
            asked.insert("colour".to_owned(), json!(colour));
            asked
        })
    });
    let predict = Command::Predict { run: None, rows: rows.collect() };
    let messages = drive_in_turn(vec![made(), quick(), train(), predict]);
    let all = charts(view);
    for (band, predicted) in predicted(&messages, 4).chunks(split.len()).enumerate() {
        let mean =
            |of: &dyn Fn(&Prediction) -> f64| predicted.iter().map(of).sum::<f64>() / split.len() as f64;
        let value = mean(&|row| row["value"].value.as_f64().expect("a number"));
        let (_, tone, at) = *lines(all[0]).last().expect("a line");
        assert_eq!((tone, at[band][0]), (Tone::Own, band as f64));
        assert!((at[band][1] - value).abs() < 1e-4, "{} against {value}", at[band][1]);
        for (name, _, at) in lines(all[2]) {
            let share = mean(&|row| row["corner"].probabilities.as_ref().expect("probabilities")[name]);
            assert!((at[band][1] - share).abs() < 1e-5, "{name}: {} against {share}", at[band][1]);
        }
    }
    assert_eq!(lines(all[2]).len(), 4, "a line per class");
}

#[test]
fn a_label_of_a_set_is_chosen_by_a_control() {
    let mut text = String::from("x,a,b,c\n");
    for row in 0..200 {
        let x = (row * 37 % 101) as f64 / 101.0;
        let yes = |is: bool| u8::from(is);
        text += &format!("{x:.3},{},{},{}\n", yes(x > 0.5), yes(x < 0.3), yes(row % 3 == 0));
    }
    let roles = [("a", Role::Task), ("b", Role::Task), ("c", Role::Task)];
    let sets =
        Command::Configure(json!({"epochs": 20, "batchSize": 32, "labelSets": {"set": ["a", "b", "c"]}}));
    let mut commands = vec![load(&text, &roles, &[]), sets, train()];
    for view in [Overview::Representation, Overview::Dependence] {
        commands.extend([ask(view, &[], &[]), ask(view, &[("label", "1")], &[])]);
    }
    let messages = drive_in_turn(commands);
    for id in [4, 6] {
        let (first, second) = (drawn(&messages, id), drawn(&messages, id + 1));
        assert_ne!(charts(first)[0], charts(second)[0]);
        let control = second.controls.iter().find(|control| control.key == "label").expect("a control");
        let Setting::Choice { items, value } = &control.setting else { panic!("expected a choice") };
        assert_eq!((items.len(), value.as_str()), (3, "1"));
        assert!(is_finite(first) && is_finite(second));
    }
    let line = *lines(charts(drawn(&messages, 7))[0]).last().expect("a line");
    assert_eq!(line.0, "b");
    assert!(line.2[0][1] > line.2[line.2.len() - 1][1], "b is yes where x is small: {line:?}");
}

#[test]
fn every_view_stands_any_table() {
    let tables = [
        // One row with a class, an input without values in the split, words that are no numbers.
        "x,word,y\n1,a,1\n2,,2\n,b,3\n4,c,\n5,a,5\n,,6\n7,b,7\n",
        "x,y\n1,1\n2,1\n3,2\n4,1\n5,2\n6,1\n7,2\n8,2\n9,1\n10,1\n",
    ];
    for text in tables {
        let mut commands = vec![load(text, &[("y", Role::Task)], &[])];
        commands.extend(Overview::ALL.map(|view| ask(view, &[("x", "99"), ("centred", "?")], &[1])));
        let messages = drive_in_turn(commands);
        for (id, view) in (2..).zip(Overview::ALL) {
            let view_drawn = drawn(&messages, id);
            assert!(is_finite(view_drawn) && !view_drawn.sentence.is_empty(), "{view:?}: {view_drawn:?}");
        }
    }
}

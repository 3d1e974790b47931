//! Tables of rows, picked rows and slices by how wrong heads are, as a session draws them.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::collections::BTreeSet;

use polyhead::figure::{Body, Drawn, Options, Table};
use polyhead::metric::ranks;
use polyhead::protocol::{Command, Look, LookRequest, Message};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::view::{HeadView, Overview};
use serde_json::json;
use support::{MADE_ROLES, drawn, drive_in_turn, load, look, made_table};

fn quick() -> Command {
    Command::Configure(json!({"epochs": 20, "batchSize": 32, "optimizer": {"learningRate": 0.01}}))
}

fn all(view: Overview, set: &[(&str, &str)], rows: Vec<u32>) -> Command {
    let options = set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let look = Look::All { view };
    Command::Look(LookRequest { run: None, split: Split::Test, look, options: Options(options), rows })
}

/// What a session draws, after one training, for each look in turn.
fn looked(table: &str, roles: &[(&str, Role)], looks: Vec<Command>) -> Vec<Drawn> {
    let begin = [load(table, roles, &[]), quick(), Command::Train { epochs: None }];
    let count = looks.len() as u32;
    let messages: Vec<Message> = drive_in_turn(begin.into_iter().chain(looks).collect());
    (4..4 + count).map(|id| drawn(&messages, id).clone()).collect()
}

fn table(drawn: &Drawn) -> &Table {
    match &drawn.figures[0].body {
        Body::Table(table) => table,
        other => panic!("expected a table, found {other:?}"),
    }
}

/// The texts of a column.
fn column<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    let index = table.columns.iter().position(|column| column.name == name);
    let index = index.unwrap_or_else(|| panic!("no column {name}: {:?}", table.columns));
    table.lines.iter().map(|line| line.cells[index].text.as_str()).collect()
}

/// A number as the page writes it.
fn number(text: &str) -> f64 {
    let plain = text.replace('\u{202f}', "").replace('−', "-");
    plain.trim_start_matches('+').parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn numbers(texts: &[&str]) -> Vec<f64> {
    texts.iter().map(|text| number(text)).collect()
}

fn rows(table: &Table) -> Vec<u32> {
    table.lines.iter().flat_map(|line| line.rows.iter().copied()).collect()
}

const VALUE_ERROR: &str = "value: absolute error (in its own unit)";
const SIDE_ERROR: &str = "side: log loss (nats)";
const CORNER_ERROR: &str = "corner: log loss (nats)";

#[test]
fn rows_are_sorted_by_the_error_that_is_chosen() {
    let text = made_table(300, 0);
    let looks =
        ["0", "1", "2", "together", "nonsense"].map(|by| all(Overview::Rows, &[("by", by)], Vec::new()));
    let drawn = looked(&text, MADE_ROLES, looks.to_vec());
    for (drawn, name) in drawn.iter().zip([VALUE_ERROR, SIDE_ERROR, CORNER_ERROR]) {
        let errors = numbers(&column(table(drawn), name));
        assert!(errors.is_sorted_by(|a, b| a >= b), "{name}: {errors:?}");
        assert!(errors[0] > errors[errors.len() - 1]);
    }
    // Each line is its row of the file: number, inputs, labels and the error between label and answer.
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let first = table(&drawn[0]);
    let names = ["Row", "x1", "colour", "value: actual", "value: predicted", VALUE_ERROR, "corner: actual"];
    let columns = names.map(|name| column(first, name));
    for (index, line) in first.lines.iter().enumerate() {
        let row = line.rows[0] as usize;
        let [number_of, x1, colour, actual, predicted, error, corner] =
            columns.each_ref().map(|own| own[index]);
        assert_eq!(number(number_of) as usize, row + 1);
        assert_eq!((x1, colour, corner), (lines[row][0], lines[row][2], lines[row][5]));
        assert!((number(actual) - number(lines[row][3])).abs() < 0.01);
        assert!(((number(actual) - number(predicted)).abs() - number(error)).abs() < 0.02);
    }
    // All tasks together: by the mean rank of the three errors.
    let together = table(&drawn[3]);
    let of = |name: &str| ranks(&numbers(&column(together, name)));
    let [value, side, corner] = [VALUE_ERROR, SIDE_ERROR, CORNER_ERROR].map(of);
    let means: Vec<f64> = (0..value.len()).map(|row| (value[row] + side[row] + corner[row]) / 3.0).collect();
    // Errors are written with three digits, so that some ranks are shared.
    assert!(means.windows(2).all(|pair| pair[0] >= pair[1] - 1.0), "{means:?}");
    assert!(means[0] > 0.8 * means.len() as f64);
    assert_eq!(drawn[3], drawn[4], "what can't be is taken at its default");
    let all: Vec<BTreeSet<u32>> =
        drawn.iter().map(|drawn| rows(table(drawn)).into_iter().collect()).collect();
    assert!(all.iter().all(|own| *own == all[0]));
}

#[test]
fn rows_that_are_picked_are_the_ones_in_the_table() {
    let text = made_table(300, 120);
    let picked: Vec<u32> = (0..300).filter(|row| row % 3 == 0).collect();
    let looks = vec![
        all(Overview::Rows, &[("by", "1")], Vec::new()),
        all(Overview::Rows, &[("by", "1")], picked.clone()),
        all(Overview::Rows, &[], vec![299_999]),
        all(Overview::Chosen, &[], picked.clone()),
        all(Overview::Chosen, &[], Vec::new()),
        all(Overview::Chosen, &[], vec![299_999]),
        all(Overview::Chosen, &[], (0..300).collect()),
        look(1, HeadView::Confusion, Split::Test),
    ];
    let drawn = looked(&text, MADE_ROLES, looks);
    let split: BTreeSet<u32> = rows(table(&drawn[0])).into_iter().collect();
    let expected: BTreeSet<u32> = picked.iter().copied().filter(|row| split.contains(row)).collect();
    let shown = table(&drawn[1]);
    assert_eq!(rows(shown).into_iter().collect::<BTreeSet<_>>(), expected);
    assert!(expected.len() > 5 && expected.len() < split.len());
    let note = format!("{} of the 100 rows that are picked are in this split", expected.len());
    assert!(drawn[1].notes[0].starts_with(&note), "{:?}", drawn[1].notes);
    assert!(table(&drawn[2]).lines.is_empty());
    // Rows without a label of the task have an answer, no error, and stand last.
    let errors = column(shown, SIDE_ERROR);
    let without = errors.iter().filter(|error| **error == "–").count();
    let is_without = |row: &u32| *row < 120;
    assert_eq!(without, expected.iter().filter(|row| is_without(row)).count());
    assert!(without > 0 && errors[errors.len() - without..].iter().all(|error| *error == "–"));
    assert!(column(shown, "side: predicted").iter().all(|side| ["left", "right"].contains(side)));

    // The scores of the picked rows.
    let chosen = table(&drawn[3]);
    assert_eq!(column(chosen, "Task"), ["value", "side", "corner"]);
    let count = expected.len();
    assert_eq!(
        column(chosen, "Picked rows with a label"),
        [count, count - without, count].map(|labelled| format!("{labelled} of {count}"))
    );
    assert_eq!(chosen.lines[0].rows.iter().copied().collect::<BTreeSet<_>>(), expected);
    let [actual, predicted] = ["value: actual", "value: predicted"].map(|name| numbers(&column(shown, name)));
    let mean = actual.iter().sum::<f64>() / count as f64;
    let left: f64 = actual.iter().zip(&predicted).map(|(a, p)| (a - p).powi(2)).sum();
    let r2 = 1.0 - left / actual.iter().map(|a| (a - mean).powi(2)).sum::<f64>();
    let score = |table: &Table, line: usize, cell: usize| number(&table.lines[line].cells[cell].text);
    assert!((score(chosen, 0, 3) - r2).abs() < 0.005, "{} and {r2}", score(chosen, 0, 3));
    let errors = numbers(&column(shown, VALUE_ERROR));
    let mean_error = errors.iter().sum::<f64>() / count as f64;
    assert!((score(chosen, 0, 6) / mean_error - 1.0).abs() < 0.01);
    // Of all rows there is nothing to compare.
    let whole = table(&drawn[6]);
    for line in 0..3 {
        assert_eq!(whole.lines[line].cells[3], whole.lines[line].cells[4]);
        assert_eq!(whole.lines[line].cells[6], whole.lines[line].cells[7]);
        assert_eq!(whole.lines[line].cells[4], chosen.lines[line].cells[4]);
    }
    assert!(drawn[4].figures.is_empty() && drawn[4].sentence.starts_with("No rows are picked"));
    assert!(drawn[5].figures.is_empty() && drawn[5].sentence.contains("none is in the test split"));
}

/// Where the city is x, the side is drawn by lot; elsewhere it is the sign of a. Nothing depends on the other columns.
fn planted(rows: usize) -> String {
    let mut text = String::from("a,b,city,street,n,side\n");
    for row in 0..rows {
        let a = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let city = ["x", "y", "z", "y", "z"][row % 5];
        let lot = (row as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40 & 1 == 1;
        let is_right = if city == "x" { lot } else { a > 0.0 };
        let side = if row % 11 == 7 {
            ""
        } else if is_right {
            "right"
        } else {
            "left"
        };
        let street = ["north", "south", "east"][row * 7 % 3];
        text += &format!("{a:.4},{},{city},{street},{:.2},{side}\n", row * 13 % 7, ((row * 53) % 103) as f64);
    }
    text
}

#[test]
fn a_planted_slice_is_the_worst() {
    let text = planted(1_600);
    let roles = [("side", Role::Task)];
    let looks = vec![all(Overview::Slices, &[], Vec::new())];
    let first = looked(&text, &roles, looks);
    let slices = table(&first[0]);
    assert_eq!(slices.lines[0].cells[0].text, "city: x", "{:?}", column(slices, "Rows with"));
    assert_eq!(column(slices, "More than chance")[0], "yes");
    let own = &slices.lines[0].rows;
    assert!(own.iter().all(|row| row % 5 == 0 && row % 11 != 7) && own.len() >= 20, "{own:?}");
    assert_eq!(number(&slices.lines[0].cells[1].text) as usize, own.len());
    assert!(slices.lines.iter().all(|line| line.rows.len() >= 20) && slices.lines.len() <= 20);
    assert!(numbers(&column(slices, "More than on all rows")).iter().all(|more| *more >= 0.0));
    // No slice by the answer itself.
    assert!(column(slices, "Rows with").iter().all(|name| !name.starts_with("side")));
    // Parts are those of the city (3), the street (3), b (7 numbers), and a and n (4 quarters each).
    assert!(first[0].notes[0].starts_with("21 parts of at least 20 labelled rows"), "{:?}", first[0].notes);

    // The same rows, picked: their mean error is that of the slice, and its interval that of the mean.
    let looks = vec![
        all(Overview::Chosen, &[], own.clone()),
        all(Overview::Rows, &[], own.clone()),
        all(Overview::Slices, &[], Vec::new()),
    ];
    let again = looked(&text, &roles, looks);
    assert_eq!(again[2], first[0], "the same seed, the same slices");
    let cells = &table(&again[0]).lines[0].cells;
    assert_eq!(cells[6].text, slices.lines[0].cells[2].text);
    let more = number(&cells[6].text) - number(&cells[7].text);
    assert!((more - number(&slices.lines[0].cells[4].text)).abs() < 0.003);
    let errors = numbers(&column(table(&again[1]), SIDE_ERROR));
    assert_eq!(errors.len(), own.len());
    let count = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / count;
    let deviation = (errors.iter().map(|own| (own - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    let half = 1.959_964 * deviation / count.sqrt();
    let interval = slices.lines[0].cells[3].text.split(" to ").map(number).collect::<Vec<_>>();
    assert!((interval[0] - (mean - half)).abs() < 0.01 && (interval[1] - (mean + half)).abs() < 0.01);
}

#[test]
fn few_rows_have_no_slices_and_are_listed_all_the_same() {
    let looks = vec![
        all(Overview::Slices, &[("task", "1")], Vec::new()),
        all(Overview::Rows, &[], Vec::new()),
        all(Overview::Chosen, &[], (0..40).collect()),
    ];
    let drawn = looked(&made_table(40, 20), MADE_ROLES, looks);
    assert!(drawn[0].figures.is_empty() && drawn[0].controls.len() == 1, "{}", drawn[0].sentence);
    assert!(!table(&drawn[1]).lines.is_empty());
    assert_eq!(table(&drawn[2]).lines.len(), 3);
    for drawn in &drawn {
        let text = serde_json::to_string(drawn).expect("plain data");
        assert!(!text.contains("NaN"), "{text}");
        assert_eq!(&serde_json::from_str::<Drawn>(&text).expect("finite numbers"), drawn);
    }
}

#[test]
fn prediction_intervals_are_fitted_to_the_validation_rows() {
    let looks =
        [Split::Valid, Split::Test, Split::Train].map(|split| look(0, HeadView::PredictionInterval, split));
    let drawn = looked(&made_table(300, 0), MADE_ROLES, looks.to_vec());
    let share = |drawn: &Drawn| -> f64 { number(drawn.notes[0].split(' ').next().expect("a share")) };
    let half = |drawn: &Drawn| {
        drawn.sentence.split("reaches ").nth(1).map(|rest| rest.split(' ').next().map(str::to_owned))
    };
    // On the rows that it was fitted to, ⌈(n + 1) 0.9⌉ of n lie within.
    let rows: usize = drawn[0].notes[0]
        .split("of the ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|rows| rows.parse().ok())
        .expect("rows");
    let inside = ((rows + 1) * 90).div_ceil(100);
    assert!((share(&drawn[0]) - 100.0 * inside as f64 / rows as f64).abs() < 0.06, "{:?}", drawn[0].notes);
    assert!(drawn[0].notes[1].contains("no honest") && drawn[2].notes[1].contains("no honest"));
    assert!(drawn[1].notes[1].starts_with(&format!("With {rows} validation rows")), "{:?}", drawn[1].notes);
    assert!(share(&drawn[1]) > 70.0);
    assert!(drawn.iter().all(|own| half(own) == half(&drawn[0])), "one band, whatever the split");
}

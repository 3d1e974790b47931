//! Properties of reading that hold for every table: nothing is lost, row order changes no type, and no bytes panic.
//!
//! `PROPTEST_CASES` says how many tables each property is tried on.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::read::missing::Marks;
use polyhead::read::records::Records;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::error::DataError;
use polyhead::schema::reading_choice::ReadingChoice;
use polyhead::schema::row::Row;
use polyhead::table::Table;
use polyhead::table::label::key::key;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

type Rows = Vec<Vec<String>>;

fn read(bytes: &[u8]) -> Result<Table, DataError> {
    Table::read_with_marks("test", bytes, &BTreeMap::new(), &BTreeMap::new(), &Marks::given(&[]))
}

/// Rows of `width` cells; none is one that the whole file would be refused for, or that is left out as empty.
fn rows(cell: impl Strategy<Value = String>, rows: usize) -> impl Strategy<Value = Rows> {
    let cell = cell.prop_filter("not finite", |cell| !cell.to_lowercase().contains("inf"));
    (vec(vec(cell, 5), 2..rows), 2_usize..=5).prop_map(|(rows, width)| {
        rows.into_iter()
            .map(|mut row| {
                row.truncate(width);
                if row.iter().all(|cell| cell.trim().is_empty()) {
                    row[0] = "filled".into();
                }
                row
            })
            .collect()
    })
}

/// Text with everything that has a meaning in a file.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,8}",
        "[ ,;|\t\"\n\r#{}a1.-]{0,8}",
        select(vec!["", "NA", "-1.5", "1,234", "12 %", "2020-01-31", "yes"]).prop_map(str::to_owned),
    ]
}

/// A column's worth of cells, nearly all of one type.
fn cell_of(kind: usize) -> BoxedStrategy<String> {
    let plain = match kind % 9 {
        0 => (0..20_i32).prop_map(|value| value.to_string()).boxed(),
        1 => (-9.0..9.0_f64).prop_map(|value| value.to_string()).boxed(),
        2 => select(vec!["low", "medium", "high", "none"]).prop_map(str::to_owned).boxed(),
        3 => (1..29_u32, 1..13_u32).prop_map(|(a, b)| format!("{a}/{b}/2020")).boxed(),
        4 => (0..9_u32, 0..999_u32).prop_map(|(a, b)| format!("{a},{b:03}")).boxed(),
        5 => select(vec!["-", "+"]).prop_map(str::to_owned).boxed(),
        6 => (0..40_u32).prop_map(|value| format!("{}-{} years", value * 10, value * 10 + 9)).boxed(),
        7 => (0..99_u32).prop_map(|value| format!("{value:02}")).boxed(),
        _ => "[a-c]{1,3}".boxed(),
    };
    prop_oneof![30 => plain, 1 => select(vec!["", "NA", "?", "other"]).prop_map(str::to_owned)].boxed()
}

fn names(width: usize) -> Vec<String> {
    (0..width).map(|place| format!("name {place}")).collect()
}

fn csv(rows: &Rows, delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(names(rows[0].len())).expect("written");
    rows.iter().for_each(|row| writer.write_record(row).expect("written"));
    writer.into_inner().expect("written")
}

fn json(rows: &Rows, between: &str, ends: [&str; 2]) -> Vec<u8> {
    let object = |row: &Vec<String>| {
        let cells = names(row.len()).into_iter().zip(row.iter().cloned().map(Value::String));
        Value::Object(cells.collect::<Map<_, _>>()).to_string()
    };
    let objects: Vec<String> = rows.iter().map(object).collect();
    [ends[0], &objects.join(between), ends[1]].concat().into_bytes()
}

/// The records of a text as the crate `csv` splits it, without lines of blanks.
fn split_by_peer(text: &str) -> Rows {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    let rows = records.map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|cells| cells.len() > 1 || !cells[0].is_empty()).collect()
}

fn assert_same(table: &Table, rows: &Rows) {
    assert_eq!(table.rows, rows.len());
    for (place, column) in table.columns.iter().enumerate() {
        assert_eq!(column.name, format!("name {place}"));
        for (row, cells) in rows.iter().enumerate() {
            // Of several spellings of one label, with other blanks or in another case, the most frequent is kept.
            let (read, written) = (column.cell(row).unwrap_or_default(), cells[place].trim());
            assert_eq!(key(read), key(written), "row {row}, {}", column.name);
        }
    }
}

/// Everything that a page does with a file, as far as it comes.
fn use_up(bytes: &[u8]) {
    let Ok(table) = Table::read("test", bytes, &BTreeMap::new(), &BTreeMap::new()) else { return };
    let summary = table.summary();
    let mut typed = table.clone();
    for column in &summary.columns {
        for kind in ColumnKind::ALL {
            let choice = ColumnChoice { column: column.name.clone(), role: None, kind: Some(kind) };
            if typed.choose(&[choice]).is_ok() {
                typed.columns.iter().for_each(|column| drop(column.summary()));
            }
        }
    }
    if let Ok(dataset) = Dataset::build(&table, &RunConfig::default()) {
        let rows: Vec<u32> = (0..table.rows as u32).collect();
        let features = dataset.encoding.encode_table(&table.columns, &rows);
        assert!(features.iter().all(|value| value.is_finite()));
        let cells = summary.columns.iter().zip(&summary.preview[0]);
        let row: Row = cells.map(|(column, cell)| (column.name.clone(), cell.clone().into())).collect();
        let encoded = dataset.encoding.encode_rows(&[row]).expect("a row of the table itself");
        assert_eq!(encoded, features[..encoded.len()], "{:?}", String::from_utf8_lossy(bytes));
    }
}

/// Bytes that look like the beginnings of tables.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => select(vec![
            ",", ";", "\t", "\n", "\n", "\n", "\r\n", "\"", "\"\"", "#", " ", "{", "}", "[", "]", ":", "{\"a\":", "\u{feff}", "-",
            "1", "2.5", "1,5", "1.234,5", "$", "%", "€", "(3)", "1e999", "NA", "?", "yes", "no", "low", "high", "18-25", "65+", "<5k", "01",
            "2020-02-29", "31/12/99", "Sep 3, 2020", "T25:61", "12:30 PM", "a", "b", "é", "’", "\u{a0}", "null", "true",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
    ];
    let free = vec(piece, 0..60).prop_map(|pieces| pieces.concat());
    // Tables with a few bytes changed, so that more comes through to the types and to training.
    let changes = vec((any::<proptest::sample::Index>(), any::<u8>()), 0..3);
    let table = (vec(0..9_usize, 3), changes)
        .prop_flat_map(|(kinds, changes)| {
            let row: Vec<_> = kinds.into_iter().map(cell_of).collect();
            (vec(row, 12..40), Just(changes), select(b",;".to_vec()))
        })
        .prop_map(|(rows, changes, delimiter)| {
            let mut bytes = csv(&rows, delimiter);
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            bytes
        });
    prop_oneof![free, table, vec(any::<u8>(), 0..300)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    // A blank before a quote is left out here and is text there, so there are none.
    #[test]
    fn records_are_split_as_by_the_crate_csv(text in "[ab,é\"\n\r]{0,40}") {
        let records = Records::first(&text, b',', usize::MAX);
        let found: Rows = records.iter().map(|cells| cells.iter().map(|cell| cell.to_string()).collect()).collect();
        prop_assert_eq!(found, split_by_peer(&text));
    }

    #[test]
    fn a_table_that_is_written_and_read_is_the_same(rows in rows(text(), 12), delimiter in select(b",;\t|".to_vec())) {
        assert_same(&read(&csv(&rows, delimiter)).expect("a table"), &rows);
        assert_same(&read(&json(&rows, ", ", ["[", "]"])).expect("a table"), &rows);
        assert_same(&read(&json(&rows, "\n", ["", "\n"])).expect("a table"), &rows);
    }

    #[test]
    fn row_order_changes_no_type(
        (rows, turned) in (0..9_usize, 0..9_usize)
            .prop_flat_map(|(a, b)| vec((cell_of(a), cell_of(b)).prop_map(|(a, b)| vec![a, b]), 2..40))
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let found = |rows| {
            // A last row that holds the sums of those above it is left out, which depends on the order.
            let reading = ReadingChoice { skip_bottom: Some(0), ..ReadingChoice::default() };
            let table = Table::read_as("test", &csv(rows, b';'), &reading).expect("a table");
            let summary = table.summary();
            let columns = summary.columns.into_iter();
            (summary.missing_marks, columns.map(|column| (column.kind, column.reason, column.values)).collect::<Vec<_>>())
        };
        prop_assert_eq!(found(&rows), found(&turned));
    }

    #[test]
    fn no_bytes_panic(bytes in bytes()) {
        use_up(&bytes);
    }
}

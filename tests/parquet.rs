//! Parquet files that pyarrow wrote (`tests/fixture/parquet.py`), against what pyarrow reads from them.
#![cfg(feature = "unpack")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::path::Path;

use polyhead::read::parquet::to_json_lines;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::error::DataError;
use polyhead::table::Table;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture").join(name);
    std::fs::read(path).expect("a fixture")
}

fn table(name: &str) -> Table {
    let lines = to_json_lines(fixture(name)).expect("unpacked");
    Table::read(name, &lines, &BTreeMap::new(), &BTreeMap::new()).expect("a table")
}

/// Whether two cells are the same: numbers by value, seconds however many zeros end them, all else to the letter.
fn are_same(column: &str, found: &str, expected: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    match column {
        "real" | "single" | "half" => number(found) == number(expected),
        "milli" | "micro" | "clock" if expected.contains('.') => {
            found.trim_end_matches('0') == expected.trim_end_matches('0')
        }
        _ => found == expected,
    }
}

#[test]
fn every_type_is_read_as_pyarrow_reads_it_however_it_is_packed() {
    let expected: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&fixture("parquet.json")).expect("JSON");
    for name in ["plain", "snappy", "gzip", "lz4", "zstd", "zstd2", "brotli", "brotli2"] {
        let table = table(&format!("{name}.parquet"));
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        // “place” has two fields.
        assert_eq!(names.len(), 23, "{name}");
        assert_eq!(expected.len(), 23);
        let mut present = 0;
        for (row, cells) in table.cells(0, table.rows).iter().enumerate() {
            for (column, found) in names.iter().zip(cells) {
                let expected = expected[*column][row].as_str().unwrap_or_default();
                assert!(
                    are_same(column, found, expected),
                    "{name}, {column}, row {row}: {found}, not {expected}"
                );
                present += usize::from(!found.is_empty());
            }
        }
        assert!(present > 600, "{name}: {present} cells");
    }
}

#[test]
fn types_are_found_and_names_that_look_like_cells_are_names() {
    let kinds: BTreeMap<String, ColumnKind> =
        table("snappy.parquet").columns.into_iter().map(|column| (column.name, column.kind)).collect();
    for (name, kind) in [
        ("whole", ColumnKind::Integer),
        ("real", ColumnKind::Number),
        ("price", ColumnKind::Number),
        ("truth", ColumnKind::Boolean),
        ("kind", ColumnKind::Category),
        ("day", ColumnKind::Date),
        ("micro", ColumnKind::Date),
        ("nano", ColumnKind::Date),
        ("key", ColumnKind::Identifier),
        ("nothing", ColumnKind::Constant),
        ("2020", ColumnKind::Identifier),
    ] {
        assert_eq!(kinds[name], kind, "{name}");
    }
}

#[test]
fn a_packed_page_that_is_damaged_gets_a_sentence() {
    for name in ["zstd2.parquet", "brotli2.parquet"] {
        let mut refused = 0;
        for position in (200..1500).step_by(50) {
            let mut bytes = fixture(name);
            bytes[position] ^= 0x55;
            let read = std::panic::catch_unwind(|| to_json_lines(bytes));
            refused += usize::from(matches!(read, Ok(Err(DataError::Parquet { .. }))));
        }
        assert!(refused > 10, "{name}: {refused}");
    }
}

#[test]
fn what_is_cut_off_or_changed_gets_a_sentence() {
    let whole = fixture("snappy.parquet");
    for kept in [0, 4, 8, 100, whole.len() / 2, whole.len() - 1] {
        let error = to_json_lines(whole[..kept].to_vec()).expect_err("cut off");
        assert!(matches!(error, DataError::Parquet { .. }), "{kept}: {error}");
    }
    // Where the crate panics, the browser's worker ends and the page has a sentence: source.test.js tries the place found here.
    std::panic::set_hook(Box::new(|_| {}));
    let (mut refused, mut panicked, mut read) = (0, Vec::new(), 0);
    for place in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        match std::panic::catch_unwind(|| to_json_lines(bytes)) {
            Ok(Ok(_)) => read += 1,
            Ok(Err(_)) => refused += 1,
            Err(_) => panicked.push(place),
        }
    }
    let _ = std::panic::take_hook();
    assert!(refused > 1000 && read > 1000, "{refused} refused, {read} read");
    assert_eq!(panicked, [3178, 6538, 9177], "the crate wants a dictionary before pages that use one");
}

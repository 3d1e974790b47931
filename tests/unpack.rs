//! Files in packages (`tests/fixture/packs.py`): what is in them is read, the largest table or the one that is asked for.
#![cfg(feature = "unpack")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::io::Write as _;
use std::path::Path;

use polyhead::read::archive::Unpacked;
use polyhead::read::unpack::unpack;
use polyhead::schema::error::DataError;
use polyhead::schema::format::Format;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture").join(name);
    std::fs::read(path).expect("a fixture")
}

/// The text that all packages hold.
fn text() -> String {
    let rows = (0..30).map(|row| format!("{row},{}\n", ["x", "y"][row % 2]));
    std::iter::once("a,b\n".to_owned()).chain(rows).collect()
}

fn said(found: Result<Unpacked, DataError>) -> String {
    found.expect_err("refused").to_string()
}

#[test]
fn one_table_comes_out_of_every_package() {
    for name in ["table.csv.zst", "table.csv.br", "table.tar.gz", "zip64.zip"] {
        let found = unpack(fixture(name), name, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(String::from_utf8(found.bytes).expect("text"), text(), "{name}");
        assert_eq!((found.written_as, found.oddities), (None, Vec::new()), "{name}");
    }
}

#[test]
fn of_several_tables_the_largest_is_read_and_said_or_the_one_asked_for() {
    let found = unpack(fixture("two.zip"), "two.zip", None).expect("unpacked");
    assert_eq!(String::from_utf8(found.bytes).expect("text"), text());
    assert_eq!(
        found.oddities,
        [
            "the zip archive holds 2 tables (“folder/small.csv”, “folder/table.csv”), and the largest, “folder/table.csv”, was read: name another as the sheet, or unpack it"
        ]
    );
    for asked in ["small.csv", "folder/small.csv"] {
        let found = unpack(fixture("two.zip"), "two.zip", Some(asked)).expect("unpacked");
        assert_eq!((found.bytes, found.oddities), (b"a,b\n1,x\n2,y\n3,z\n".to_vec(), Vec::new()));
    }
    let error = said(unpack(fixture("two.zip"), "two.zip", Some("none.csv")));
    assert!(
        error.starts_with("sheet: there is no “none.csv” in the zip archive; it has: “folder/README.md”"),
        "{error}"
    );
}

#[test]
fn packages_within_packages_are_opened() {
    let parquet = fixture("zstd.parquet");
    let found = unpack(parquet.clone(), "t.parquet", None).expect("read");
    assert_eq!(found.written_as, Some(Format::Parquet));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&parquet).expect("written");
    let packed = gzip.finish().expect("packed");
    assert_eq!(unpack(packed, "t.parquet.gz", None), Ok(found));
    // A workbook is another module's.
    let book = fixture("book.xlsx");
    assert_eq!(unpack(book.clone(), "t", None).map(|found| found.bytes), Ok(book));
}

#[test]
fn what_is_torn_or_no_table_gets_a_sentence() {
    for (name, kept, words) in [
        ("table.csv.zst", 60, "the Zstandard file can't be unpacked"),
        ("table.csv.br", 40, "the Brotli file can't be unpacked"),
        ("two.zip", 200, "the zip archive can't be unpacked (its list of files is damaged or cut off)"),
    ] {
        let error = said(unpack(fixture(name)[..kept].to_vec(), name, None));
        assert!(error.contains(words), "{name}: {error}");
    }
    let error = said(unpack(fixture("arrays.npz"), "arrays.npz", None));
    assert!(error.contains("NumPy arrays (.npz)"), "{error}");
    // Whatever is changed, nothing panics.
    for name in ["two.zip", "zip64.zip", "table.tar.gz", "table.csv.zst"] {
        let whole = fixture(name);
        for position in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[position] ^= 0x81;
            let _ = unpack(bytes, name, None);
            let _ = unpack(whole[..position].to_vec(), name, None);
        }
    }
}

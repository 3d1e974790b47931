//! Workbooks that openpyxl, xlwt and odfpy wrote (`tests/fixture/packs.py`) become tables with dates, times and numbers kept.
#![cfg(feature = "workbook")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::path::Path;

use polyhead::read::workbook::unpack;
use polyhead::schema::error::DataError;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture").join(name);
    std::fs::read(path).expect("a fixture")
}

fn text(name: &str, asked: Option<&str>) -> (String, Vec<String>) {
    let found = unpack(&fixture(name), asked).unwrap_or_else(|error| panic!("{name}: {error}"));
    (String::from_utf8(found.bytes).expect("text"), found.oddities)
}

/// Rows that both kinds of Excel's files hold; the third size is an error in the newer one.
fn rows(third: &str, fourth: &str) -> String {
    let sizes = ["0", "0.1", third, fourth, "0.4"];
    let row = |row: usize| {
        let day = ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"][row];
        let when = ["2024-01-31", "2024-02-01", "2024-02-02", "2024-02-03", "2024-02-04"][row];
        let note = if row == 0 { "" } else { "\"say \"\"a, b\"\"\"" };
        format!("n{row},{when}T12:30:15,{day},08:0{row}:00,{},{},{note}\n", sizes[row], row.is_multiple_of(2))
    };
    std::iter::once("name,when,day,clock,size,ok,note\n".to_owned()).chain((0..5).map(row)).collect()
}

#[test]
fn the_first_sheet_with_rows_is_read_with_dates_and_numbers() {
    let (found, oddities) = text("book.xlsx", None);
    // openpyxl writes 16 digits, xlwt all bits.
    assert_eq!(found, rows("#N/A", "0.3"));
    assert_eq!(
        oddities,
        ["the workbook has the sheets “Data”, “Other”, of which “Data” was read: name another as the sheet"]
    );
    assert_eq!(text("book.xls", None), (rows("0.2", "0.30000000000000004"), Vec::new()));
    assert_eq!(text("book.ods", None).0, "a,when,b\n1.5,2024-01-31,x\n2.5,2024-02-01,\"y, z\"\n");
}

#[test]
fn a_sheet_can_be_asked_for() {
    assert_eq!(text("book.xlsx", Some("Other")), ("a,b\n1,2\n3,4\n".into(), Vec::new()));
    let error = unpack(&fixture("book.xlsx"), Some("Sheet 1")).expect_err("no such sheet").to_string();
    assert_eq!(error, "sheet: there is no “Sheet 1” in the workbook; it has: “About”, “Data”, “Other”");
}

#[test]
fn what_is_no_workbook_gets_a_sentence() {
    for bytes in
        [fixture("book.xlsx")[..2000].to_vec(), fixture("book.xls")[..600].to_vec(), b"PK\x03\x04".to_vec()]
    {
        assert!(matches!(unpack(&bytes, None), Err(DataError::Workbook { .. })));
    }
}

//! Formats: delimited text with its warts, JSON, JSON Lines and gzip give the same table, or a sentence.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use polyhead::schema::error::DataError;
use polyhead::schema::format::Format;
use polyhead::table::Table;

fn read(bytes: &[u8]) -> Result<Table, DataError> {
    Table::read("test", bytes, &BTreeMap::new(), &BTreeMap::new())
}

/// Names and cells, row by row; an empty text for a missing cell.
fn cells(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let table = read(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    let names = table.columns.iter().map(|column| column.name.clone()).collect();
    (names, table.summary().preview)
}

fn sentence(text: &str) -> String {
    read(text.as_bytes()).expect_err("an error").to_string()
}

#[test]
fn comments_blank_lines_and_blanks_around_cells_are_looked_through() {
    let plain = cells("a,b\n1,x\n2,\"y,z\"\n");
    for text in [
        "# made by hand\n#\n\na,b\n1,x\n2,\"y,z\"\n",
        "\n\na,b\n\n1,x\n   \n2,\"y,z\"\n\n",
        "a, b\n1,  x\n2,  \"y,z\"\n",
        "a ,b\r\n 1,x \r\n2 , \"y,z\" \r\n",
        // As numpy and bioinformatics write their headers.
        "# from a program\n#a,b\n1,x\n2,\"y,z\"",
        "# a, b\n1,x\n2,\"y,z\"",
    ] {
        assert_eq!(cells(text), plain, "{text:?}");
    }
    assert_eq!(cells("#,b\n1,x\n2,y\n").0, ["#", "b"]);
    assert_eq!(cells("# 3, 4 and 5\na,b\n1,x\n2,y\n").0, ["a", "b"]);
    // Tabs between cells are no blanks around them.
    assert_eq!(cells("a\tb\tc\n1\t\t\"x\"\n2\t\t\"y\"\n").1[0], ["1", "", "x"]);
    // A quote within a cell opens nothing.
    assert_eq!(cells("a,b\n5\" ,x\n6\" ,y\n").1[0], ["5\"", "x"]);
    assert!(sentence("# one\n# two\na,b\n1,2\n3\n").contains("row 5 has 1 cells"));
    assert!(warnings("# one\na,a\n1,2\n3,4\n")[0].contains("the header (row 2) names “a” 2 times"));
    assert!(sentence("# only\n# comments\n").contains("empty"));
}

fn warnings(text: &str) -> Vec<String> {
    read(text.as_bytes()).expect("a table").summary().warnings
}

#[test]
fn delimiters_at_the_end_of_lines_make_no_column() {
    let plain = cells("a,b\n1,x\n2,y\n");
    for text in ["a,b,\n1,x,\n2,y,\n", "a,b\n1,x,\n2,y,,\n", "a,b,,\n1,x\n2,y,\n"] {
        assert_eq!(cells(text), plain, "{text:?}");
    }
    assert!(warnings("a,b,\n1,x,\n2,y,\n")[0].contains("names no column behind “b”"));
    assert!(sentence("a,b,\n1,x,\n2,y,z\n").contains("the header (row 1) has no name for column 3"));
    assert!(sentence("a,b,\n1,x,\n2,y,,z\n").contains("row 3 has 4 cells"));
    assert!(sentence("a,b,\n1,x,\n2\n").contains("row 3 has 1 cells"));
    assert!(sentence("a,,b\n1,x,3\n2,y,4\n").contains("no name for column 2"));
}

#[test]
fn titles_above_the_header_are_left_out_and_said() {
    let plain = cells("a,b,c\n1,x,3\n2,y,4\n");
    for title in ["Report 2020\n", "\n\nReport\n\n\"second\nline\"\n", "Report,,\n,,\n", "sep=,\n"] {
        let text = format!("{title}a,b,c\n1,x,3\n2,y,4\n");
        assert_eq!(cells(&text), plain, "{text:?}");
    }
    assert_eq!(cells("Report,,,\na,b,c,\n1,x,3,\n2,y,4,\n"), plain);
    let text = "Report 2020;;\n;;\na;b;c\n1,5;x;3\n2,5;y;4\n";
    let summary = read(text.as_bytes()).expect("a table").summary();
    assert_eq!((summary.first_row, summary.delimiter, summary.rows), (4, ';', 2));
    assert!(summary.warnings[0].contains("row 1, “Report 2020”, stands above the header"));
    assert!(sentence("Report 2020\na,b\n1,2\n3\n").contains("row 4 has 1 cells"));
    // A lone cell above numbers is no title.
    assert!(sentence("a,\n1,2\n3,4\n").contains("no name for column 2"));
    assert!(sentence("a\n1,2\n3,4\n").contains("row 2 has 2 cells"));
}

#[test]
fn row_names_of_pandas_and_r_get_a_name() {
    let text = ",a,b\n0,1,x\n1,2,y\n";
    assert_eq!(cells(text).0, ["column 1", "a", "b"]);
    assert!(warnings(text)[0].contains("no name for the first column"));
}

#[test]
fn what_is_no_table_is_told_apart() {
    assert!(sentence("\n<!DOCTYPE HTML>\n<title>Sign in</title>\n").contains("web page"));
}

#[test]
fn json_and_json_lines_are_rows_by_key() {
    let array = r#" [{"a": 1, "b": "x"}, {"b": null, "c": {"d": [1, 2]}}, {"c": true, "a": 2.50}]"#;
    let lines =
        "{\"a\": 1, \"b\": \"x\"}\n\n{\"b\": null, \"c\": {\"d\": [1, 2]}}\n{\"c\": true, \"a\": 2.50}\n";
    let names = ["a", "b", "c.d[0]", "c.d[1]", "c"].map(str::to_owned).to_vec();
    let rows = [["1", "x", "", "", ""], ["", "", "1", "2", ""], ["2.5", "", "", "", "true"]];
    let rows: Vec<Vec<String>> = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    assert_eq!(cells(array), (names.clone(), rows.clone()));
    assert_eq!(cells(lines), (names, rows));
    let format = |text: &str| read(text.as_bytes()).expect("a table").summary().format;
    assert_eq!(
        [format(array), format(lines), format("a,b\n1,2\n3,4\n")],
        [Format::Json, Format::JsonLines, Format::Csv]
    );
    // Not all that begins with a bracket is JSON.
    assert_eq!(format("[kg],{m}\n1,2\n3,4\n"), Format::Csv);
    // Missing cells are not a text of their own.
    assert_eq!(read(array.as_bytes()).expect("a table").columns[1].missing(), 2);
}

/// Each line costs the same, however many stand before it.
#[test]
#[allow(clippy::disallowed_methods, reason = "the clock works natively, where this runs")]
fn many_json_lines_are_read_in_one_pass() {
    let seconds = |rows: usize| {
        let text = "{\"a\": 1, \"b\": \"x\"}\n".repeat(rows);
        let start = std::time::Instant::now();
        assert_eq!(read(text.as_bytes()).expect("a table").rows, rows);
        start.elapsed().as_secs_f64()
    };
    // Of several, as the machine may be busy with something else.
    let best = |rows| (0..5).map(|_| seconds(rows)).fold(f64::INFINITY, f64::min);
    let (few, many) = (best(2000), best(40_000));
    assert!(many < 100.0 * few, "20 times the rows took {:.0} times as long", many / few);
}

#[test]
fn malformed_json_gets_a_sentence_with_its_row() {
    for (text, words) in [
        ("[{\"a\": 1}, {\"a\": }]", ["row 2", "line 1"]),
        ("{\"a\": 1}\n{\"a\": 2}\n{\"a\"\n", ["row 3", "EOF"]),
        ("[{\"a\": 1}, 5]", ["row 2", "an object such as"]),
        ("[[1, 2], [3, 4], 5]", ["row 3", "a list of cells such as"]),
        ("[[1, 2], [3, 4, 5]]", ["row 2", "more cells than there are columns, 2"]),
        ("[{\"a\": 1, \"a\": 2}]", ["row 1", "“a” stands twice"]),
        ("[{\"a\": 1, \" \": 2}]", ["row 1", "no name"]),
        ("[{\"a\": 1}", ["row 2", "EOF"]),
        ("[{\"a\": 1}] [", ["row 2", "trailing"]),
        ("{\"a\": 1} {\"a\": 2}\n]", ["row 3", "trailing"]),
        ("{\n  \"a\": 1,\n}\n", ["row 1", "one object per line"]),
        ("[]", ["no data rows", ""]),
        ("{\"a\": 1}", ["only one data row", "row 1"]),
    ] {
        let sentence = sentence(text);
        for word in words {
            assert!(sentence.contains(word), "{text}: “{sentence}” lacks “{word}”");
        }
    }
    let deep = format!("[{{\"a\": {}", "[".repeat(100_000));
    assert!(sentence(&deep).contains("recursion limit"));
}

/// The reader of whole texts, serde_json, says what and where in an array that is read object by object.
#[test]
fn trouble_in_an_array_is_where_a_reader_of_all_of_it_finds_it() {
    for text in [
        "[{\"a\": 1},\n {\"a\": }]",
        "[\n{\"a\": tru}]",
        "[{\"a\": \"}\\\"]\",\n\"b\": [1, {\"c\": 2}]},\n{\"a\" 1}]",
        "[{\"a\": 1}\n\n{\"a\": 2}]",
        "[{\"a\": 1},\n]",
        "[{\"a\": 1}]\n[",
        "[{\"a\": 1}]]",
        "[{\"a\": 1}",
        "[{\"a\": 1}, {\"a\": [1}]",
        "[{\"a\": 1},\n{\"a\": \"x",
        "[{\"a\": 1},",
    ] {
        let whole = serde_json::from_str::<Vec<serde_json::Map<String, serde_json::Value>>>(text);
        let (ours, peer) = (sentence(text), whole.expect_err("malformed").to_string());
        assert!(ours.contains(&format!("({peer})")), "{text:?}: “{ours}” is not “{peer}”");
    }
}

#[test]
fn gzip_is_looked_through() {
    for text in ["a,b\n1,x\n2,y\n", "[{\"a\": 1, \"b\": \"x\"}, {\"a\": 2, \"b\": \"y\"}]"] {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).expect("written");
        let packed = encoder.finish().expect("packed");
        let table = read(&packed).expect("a table").summary();
        assert_eq!((table.rows, table.preview[1].join(" ")), (2, "2 y".into()));
        let torn = read(&packed[..packed.len() - 6]).expect_err("torn").to_string();
        assert!(torn.contains("gzip"), "{torn}");
    }
}

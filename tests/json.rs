//! Tables as programs write them in JSON: each kind in several small texts, against the names and cells a person would expect.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::schema::error::DataError;
use polyhead::table::Table;

fn read(text: &str) -> Result<Table, DataError> {
    Table::read("test", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new())
}

/// Names and cells as one text: names, then rows, cells apart by a bar.
fn table(text: &str) -> String {
    let table = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let rows = table.cells(0, table.rows);
    let rows = rows.iter().map(|cells| cells.join("|"));
    std::iter::once(names.join("|")).chain(rows).collect::<Vec<_>>().join("\n")
}

fn warnings(text: &str) -> String {
    read(text).expect("a table").summary().warnings.join("\n")
}

/// The same two rows, whatever writes them.
const PLAIN: &str = "a|b\n1|x\n2|y";

#[test]
fn an_envelope_around_the_rows_is_opened() {
    for text in [
        r#"{"data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}"#,
        "{\n  \"status\": \"ok\",\n  \"items\": [\n    {\"a\": 1, \"b\": \"x\"},\n    {\"a\": 2, \"b\": \"y\"}\n  ],\n  \"next\": null\n}\n",
        r#"{"response": {"count": 2, "rows": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}, "took": 3}"#,
        r#"{"response": {"result": {"rows": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}}}"#,
        // The longest list of objects, not the first.
        r#"{"errors": [{"code": 7}], "tags": ["p"], "rows": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}"#,
    ] {
        assert_eq!(table(text), PLAIN, "{text}");
    }
    let text = r#"{"status": "ok", "data": [{"a": 1}, {"a": 2}], "next": null}"#;
    let said = warnings(text);
    assert!(said.contains("read from “data” of the JSON object; left out: “status”, “next”"), "{said}");
    assert!(!warnings(r#"{"data": [{"a": 1}, {"a": 2}]}"#).contains("left out"));
}

#[test]
fn every_orientation_of_pandas_is_the_same_table() {
    for text in [
        // records, columns, index, split, values below its names, table, and dict(list) as Python's own module writes it.
        r#"[{"a":1,"b":"x"},{"a":2,"b":"y"}]"#,
        r#"{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}"#,
        r#"{"0":{"a":1,"b":"x"},"1":{"a":2,"b":"y"}}"#,
        r#"{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}"#,
        r#"[["a","b"],[1,"x"],[2,"y"]]"#,
        r#"{"schema":{"fields":[{"name":"index","type":"integer"},{"name":"a","type":"integer"},{"name":"b","type":"string"}],"primaryKey":["index"],"pandas_version":"1.4.0"},"data":[{"index":0,"a":1,"b":"x"},{"index":1,"a":2,"b":"y"}]}"#,
        r#"{"a": [1, 2], "b": ["x", "y"]}"#,
    ] {
        assert_eq!(table(text), PLAIN, "{text}");
        assert_eq!(warnings(text), "", "{text}");
    }
    // Rows that were filtered or sorted, and cells that are missing in a column.
    assert_eq!(table(r#"{"a":{"7":1,"3":2},"b":{"3":"y","7":"x"}}"#), PLAIN);
    assert_eq!(table(r#"{"a":{"0":1,"1":2},"b":{"1":"y"},"c":{"2":null,"0":5}}"#), "a|b|c\n1||5\n2|y|\n||");
    // Rows with names keep them.
    assert_eq!(
        table(r#"{"ann":{"a":1,"b":"x"},"bob":{"a":2,"b":"y"},"eve":{"a":3,"b":"z"}}"#),
        "index|a|b\nann|1|x\nbob|2|y\neve|3|z"
    );
    assert_eq!(table(r#"{"a":{"ann":1,"bob":2},"b":{"ann":"x","bob":"y"}}"#), "index|a|b\nann|1|x\nbob|2|y");
}

#[test]
fn names_beside_rows_that_are_lists_are_those_of_the_columns() {
    for text in [
        r#"{"header": ["a", "b"], "rows": [[1, "x"], [2, "y"]]}"#,
        r#"{"fields": [{"name": "a", "type": "INTEGER"}, {"name": "b", "type": "STRING"}], "values": [[1, "x"], [2, "y"]]}"#,
        r#"{"meta": {"n": 2}, "result": {"columns": ["a", "b"], "data": [[1, "x"], [2, "y"]]}}"#,
    ] {
        assert_eq!(table(text), PLAIN, "{text}");
    }
    let said = warnings(r#"{"columns": ["a"], "index": ["p", "q"], "data": [[1], [2]]}"#);
    assert!(said.contains("left out: “index”"), "{said}");
}

#[test]
fn lists_of_cells_are_rows_with_or_without_a_header() {
    assert_eq!(table("[\"a\", \"b\"]\n[1, \"x\"]\n[2, \"y\"]\n"), PLAIN);
    assert_eq!(table("[[1, \"x\"], [2, \"y\"]]"), "column 1|column 2\n1|x\n2|y");
    assert!(warnings("[[1, \"x\"], [2, \"y\"]]").contains("named “column 1” to “column 2”"));
    assert_eq!(table("{\"table\": [[\"a\", \"b\"], [1, \"x\"], [2, \"y\"]]}"), PLAIN);
    // Years are no names; short rows lack their last cells.
    assert_eq!(table("[[\"2019\", 1], [\"2020\"]]"), "column 1|column 2\n2019|1\n2020|");
    // Objects in cells add columns, which are none of the list's.
    assert_eq!(table("[[\"a\", \"b\"], [{\"x\": 1}, 2], [{\"x\": 3}, 4]]"), "b|a.x\n2|1\n4|3");
    let summary = read("[[\"a\", \"b\"], [1, \"x\"], [2, \"y\"]]").expect("a table").summary();
    assert_eq!(summary.first_row, 2);
    let error = read("[[\"a\", \"a\"], [1, 2], [3, 4]]").expect_err("two of a name").to_string();
    assert!(error.contains("the name “a” stands twice"), "{error}");
}

#[test]
fn columns_of_different_lengths_are_no_table() {
    let error = read(r#"{"a": [1, 2, 3], "n": 3, "b": [1, 2]}"#).expect_err("uneven").to_string();
    assert!(error.contains("“a” and “b” have 3 and 2 cells"), "{error}");
    assert_eq!(table(r#"{"source": "lab", "a": [1, 2], "b": ["x", "y"]}"#), PLAIN);
    assert!(warnings(r#"{"source": "lab", "a": [1, 2], "b": ["x", "y"]}"#).contains("left out: “source”"));
}

#[test]
fn a_stream_of_objects_may_break_its_lines_anywhere() {
    for text in [
        "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n{\n  \"a\": 2,\n  \"b\": \"y\"\n}\n",
        "{\"a\": 1, \"b\": \"x\"} {\"a\": 2, \"b\": \"y\"}",
        "{\"a\": 1, \"b\": \"x\"},\n{\"a\": 2, \"b\": \"y\"},\n",
        "\u{feff}{\"a\": 1, \"b\": \"x\"}\r\n\r\n   \r\n{\"b\": \"y\", \"a\": 2}\r\n\r\n",
        // A text sequence of RFC 7464.
        "\u{1e}{\"a\": 1, \"b\": \"x\"}\n\u{1e}{\"a\": 2, \"b\": \"y\"}\n",
        "{\"a\": 1,\r\n \"b\": \"x\"}\r\n{\"a\": 2,\r\n \"b\": \"y\"}\r\n",
    ] {
        assert_eq!(table(text), PLAIN, "{text}");
    }
    let error = read("{\n\"a\": 1\n}\n{\n\"a\": 2,,\n}\n").expect_err("torn").to_string();
    assert!(error.contains("row 2") && error.contains("line 5 column 8"), "{error}");
    assert_eq!(table("{\"a\": 1}\n\n{\"b\": 2}\n{}\n{\"a\": 3, \"b\": null}"), "a|b\n1|\n|2\n|\n3|");
}

#[test]
fn numbers_that_are_none_are_missing_and_counted() {
    for text in [
        r#"[{"a": 1, "b": NaN}, {"a": Infinity, "b": "NaN, Infinity"}, {"a": -Infinity, "b": "z"}]"#,
        "{\"a\": 1, \"b\": NaN}\n{\"a\": Infinity, \"b\": \"NaN, Infinity\"}\n{\"a\": -Infinity, \"b\": \"z\"}\n",
        r#"{"a": [1, Infinity, -Infinity], "b": [NaN, "NaN, Infinity", "z"]}"#,
        r#"[["a", "b"], [1, NaN], [Infinity, "NaN, Infinity"], [-Infinity, "z"]]"#,
    ] {
        assert_eq!(table(text), "a|b\n1|\n|NaN, Infinity\n|z", "{text}");
        let said = warnings(text);
        assert!(said.contains("3 values are NaN or Infinity"), "{text}: {said}");
    }
    let error = read("[{\"a\": NaN}, {\"a\": Nan}]").expect_err("no such word").to_string();
    assert!(error.contains("line 1 column 20"), "{error}");
}

#[test]
fn objects_within_rows_become_columns_with_joined_names() {
    let text = r#"[{"id": "u", "geo": {"lat": 1.5, "at": {"x": 2}}}, {"id": "v", "geo": null}, {"id": "w", "geo": {"lat": 2.5}}]"#;
    assert_eq!(table(text), "id|geo.lat|geo.at.x\nu|1.5|2\nv||\nw|2.5|");
    // What is missing in the first row doesn't leave an empty column behind.
    assert_eq!(table(r#"[{"geo": null, "a": 1}, {"geo": {"lat": 2}, "a": 2}]"#), "a|geo.lat\n1|\n2|2");
    assert_eq!(table(r#"[{"a": {}, "b": 1}, {"a": {}, "b": 2}]"#), "b\n1\n2");
    let error = read(r#"[{"a": {"b": 1}, "a.b": 2}, {"a": {"b": 1}}]"#).expect_err("twice").to_string();
    assert!(error.contains("the key “a.b” stands twice"), "{error}");
}

#[test]
fn keys_that_are_data_do_not_become_columns_without_end() {
    let row = |row: usize| format!("{{\"votes\": {{\"p{row}\": 1, \"q{row}\": 2}}, \"y\": {row}}}\n");
    let text: String = (0..3000).map(row).collect();
    let table = read(&text).expect("a table");
    assert_eq!(table.columns.len(), 5000);
    let said = table.summary().warnings.join("\n");
    assert!(said.contains("more keys than the 5000 that become columns: “votes.q2499”"), "{said}");
}

#[test]
fn lists_of_numbers_of_one_length_become_columns() {
    let text = "{\"v\": [1, 2.5], \"y\": 1}\n{\"v\": [3, null], \"y\": 2}\n{\"v\": null, \"y\": 3}\n{\"y\": 4, \"v\": [NaN, -1e-3]}\n";
    assert_eq!(table(text), "v[0]|v[1]|y\n1|2.5|1\n3||2\n||3\n|-0.001|4");
    assert!(
        warnings(text)
            .contains("column “v” holds lists of 2 numbers, which became the columns “v[0]” to “v[1]”")
    );
    assert_eq!(table(r#"{"emb": [[1, 2], [3, 4]], "y": ["p", "q"]}"#), "emb[0]|emb[1]|y\n1|2|p\n3|4|q");
    // Others stay text, with a reason where they are numbers.
    let uneven = r#"[{"v": [1, 2], "t": ["p", "q"]}, {"v": [1, 2, 3], "t": []}]"#;
    assert_eq!(table(uneven), "v|t\n[1,2]|[\"p\",\"q\"]\n[1,2,3]|[]");
    assert!(warnings(uneven).contains("column “v” holds lists of 2 to 3 numbers, which were kept as text"));
    assert_eq!(
        table(r#"[{"m": [[1, 2], [3, 4]]}, {"m": [[5, 6], [7, 8]]}]"#),
        "m\n[[1,2],[3,4]]\n[[5,6],[7,8]]"
    );
    let long = format!("{{\"v\": [{}]}}\n", vec!["1"; 4097].join(","));
    let said = warnings(&long.repeat(2));
    assert!(said.contains("lists of 4097 numbers, more than the 4096 that become columns"), "{said}");
}

#[test]
fn features_of_geojson_are_rows_of_their_properties() {
    let point = |a: u8, x: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"b": "{x}", "a": {a}}}, "geometry": {{"type": "Point", "coordinates": [8.5, 47.{a}, 400]}}}}"#
        )
    };
    let expected = "b|a|longitude|latitude\nx|1|8.5|47.1\ny|2|8.5|47.2";
    let (first, second) = (point(1, "x"), point(2, "y"));
    assert_eq!(
        table(&format!(r#"{{"type":"FeatureCollection","name":"made","features":[{first},{second}]}}"#)),
        expected
    );
    assert_eq!(table(&format!("{first}\n{second}\n")), expected);
    assert_eq!(table(&format!("[{first}, {second}]")), expected);
    let area = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 7, "properties": {"a": 1}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}},
        {"type": "Feature", "id": 8, "properties": null, "geometry": null}]}"#;
    assert_eq!(table(area), "a|id|geometry\n1|7|Polygon\n|8|");
    assert!(warnings(area).contains("1 rows have a geometry that is no point"));
    // A property of the name of a coordinate is kept.
    let own = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"latitude":5}},{"type":"Feature","geometry":{"type":"Point","coordinates":[3,4]},"properties":{"latitude":6}}]}"#;
    assert_eq!(table(own), "latitude|longitude\n5|1\n6|3");
}

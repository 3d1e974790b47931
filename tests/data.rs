//! Tables, good and hostile: types, roles, missing cells and encodings found, and a sentence for everything else.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::read::missing::Marks;
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::error::DataError;
use polyhead::schema::reading_choice::ReadingChoice;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::schema::warning::Place;
use polyhead::table::Table;
use polyhead::table::choices::Choices;
use polyhead::table::gallery::{EXAMPLES, Source};
use polyhead::table::intake::Intake;
use polyhead::table::summary::TableSummary;
use polyhead::task::TaskKind;
use serde_json::{Value, json};

fn read(bytes: &[u8]) -> Result<Table, DataError> {
    Table::read("test", bytes, &BTreeMap::new(), &BTreeMap::new())
}

fn table(text: &str) -> Table {
    read(text.as_bytes()).expect("a table")
}

fn dataset(text: &str, roles: &[(&str, Role)]) -> Result<Dataset, DataError> {
    with_table(text, roles).map(|(_, dataset)| dataset)
}

fn with_table(text: &str, roles: &[(&str, Role)]) -> Result<(Table, Dataset), DataError> {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new())?;
    let dataset = Dataset::build(&table, &RunConfig::default())?;
    Ok((table, dataset))
}

/// Every row of a table as numbers.
fn encoded(table: &Table, dataset: &Dataset) -> Vec<f32> {
    dataset.encoding.encode_table(&table.columns, &(0..table.rows as u32).collect::<Vec<_>>())
}

fn sentence(bytes: &[u8]) -> String {
    read(bytes).expect_err("an error").to_string()
}

fn kinds(summary: &TableSummary) -> Vec<ColumnKind> {
    summary.columns.iter().map(|column| column.kind).collect()
}

/// `rows` lines under a header, each made from its number.
fn lines(header: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).fold(format!("{header}\n"), |text, row| text + &line(row) + "\n")
}

#[test]
fn semicolons_a_mark_quoted_newlines_and_decimal_commas() {
    let text =
        "\u{feff}name;size;note\nanna;1,5;\"two\nlines\"\nbert;2,25;\"a;b\"\ncora;3;\"say \"\"hi\"\"\"\n";
    let table = table(text);
    let summary = table.summary();
    assert_eq!((summary.rows, summary.columns.len(), summary.delimiter), (3, 3, ';'));
    assert_eq!(summary.preview[0], ["anna", "1,5", "two\nlines"]);
    assert_eq!(summary.preview[2][2], "say \"hi\"");
    assert_eq!(kinds(&summary)[1], ColumnKind::Number);
    assert_eq!(table.columns[1].number(1), Some(2.25));
}

#[test]
fn a_number_from_a_program_is_what_it_is_beside_decimal_commas() {
    let text = lines("size;y", 40, |row| format!("{},5;{}", row * 7 % 31, row * 3 % 17));
    let dataset = dataset(&text, &[("y", Role::Task)]).expect("a dataset");
    let encode = |cell: Value| dataset.encoding.encode_rows(&[[("size".to_owned(), cell)].into()]);
    assert_eq!(encode(7.5.into()), encode("7,5".into()));
    assert_ne!(encode(7.5.into()), encode(75.into()));
}

#[test]
fn tabs_bars_and_line_ends_of_every_kind() {
    for (text, delimiter) in
        [("a\tb\r\n1\t2\r\n3\t4\r\n", '\t'), ("a|b\n1|2\n3|4\n", '|'), ("a,b\n1,2\n\n3,4", ',')]
    {
        let summary = table(text).summary();
        assert_eq!((summary.rows, summary.delimiter), (2, delimiter), "{text:?}");
    }
}

#[test]
fn a_file_without_header_gets_names_and_says_so() {
    let summary = table("1,2.5,x\n2,3.5,y\n3,4.5,x\n").summary();
    assert_eq!(summary.rows, 3);
    assert_eq!(summary.columns[2].name, "column 3");
    assert!(summary.warnings[0].contains("no header"));
}

#[test]
fn utf_16_and_windows_1252_are_read() {
    let utf16: Vec<u8> = "\u{feff}näme,b\nü,1\nö,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf16).expect("a table").columns[0].name, "näme");
    let latin = b"n\xe4me,b\n\xfc,1\n\xf6,2\n";
    let table = read(latin).expect("a table");
    assert_eq!(table.columns[0].name, "näme");
    assert!(table.summary().warnings[0].contains("Windows-1252"));
}

#[test]
fn warnings_know_the_cell_that_shows_them() {
    let places = |bytes: &[u8]| read(bytes).expect("a table").summary().warning_places;
    let cell = |row, column| vec![Some(Place::cell(row, column))];
    // The quoted cell is one row of the table on two lines; the comment and the header are rows, too.
    let latin = b"# from a till\nname;\"note\"\na;\"two\nlines\"\nb;\"\xfc, \xfc\"\n\xe4;d\n";
    assert_eq!(places(latin), cell(4, "note"));
    assert_eq!(places(b"n\xe4me,b\n1,2\n2,3\n"), [None], "the header is no cell");
    assert_eq!(places(b"1,2\n2,3\n"), [Some(Place { row: 1, column: None })]);
    assert_eq!(places("{\"a\": 1}\n{\"a\": 2}\n".as_bytes()), []);
}

#[test]
fn the_cell_that_keeps_a_column_from_being_numbers_is_pointed_at() {
    let sized = |strays: usize| {
        let cell =
            |row: usize| if row >= 40 - strays { "about 7".into() } else { format!("{}.5", row * 7 % 31) };
        table(&lines("name,size", 40, |row| format!("k{row},{}", cell(row)))).summary()
    };
    let summary = sized(1);
    assert_eq!(summary.warning_places, [Some(Place::cell(41, "size"))]);
    let sentence = "row 41, column “size”: “about 7” is no number, but all 39 others are";
    assert!(summary.warnings[0].starts_with(sentence), "{}", summary.warnings[0]);
    let four = sized(4);
    assert_eq!(four.warning_places, [Some(Place::cell(38, "size"))]);
    assert!(four.warnings[0].contains("the first of 4 cells that are no numbers"), "{}", four.warnings[0]);
    assert_eq!(sized(5).warnings.len() + sized(0).warnings.len(), 0, "one in eight is no accident");
}

#[test]
fn a_type_that_a_column_can_not_have_points_at_the_cell() {
    let mut table = table("a,b\n1,x\n2,7\n3,8\n");
    let choice = ColumnChoice { column: "b".into(), role: None, kind: Some(ColumnKind::Number) };
    let error = table.choose(&[choice]).expect_err("no number");
    assert_eq!(error.place(), Some(Place::cell(2, "b")));
    assert_eq!(DataError::NoRows.place(), None);
}

#[test]
fn types_are_found_from_all_rows() {
    let text = lines("number,category,boolean,identifier,text,day,late", 60, |row| {
        let late = if row == 59 { "none of them".into() } else { row.to_string() };
        format!(
            "{}.5,{},{},k{row},these are words number {row} and {},2024-01-{:02},{late}",
            row % 7,
            ["a", "b", "c"][row % 3],
            ["yes", "no"][row % 2],
            row % 55,
            row % 28 + 1
        )
    });
    let found = kinds(&table(&text).summary());
    assert_eq!(
        found[..4],
        [ColumnKind::Number, ColumnKind::Category, ColumnKind::Boolean, ColumnKind::Identifier]
    );
    assert_eq!(found[4..6], [ColumnKind::Text, ColumnKind::Date]);
    assert_eq!(found[6], ColumnKind::Identifier, "the last row is no number");

    let text = lines("size,label", 60, |row| {
        let size = if row == 59 { "unknown".into() } else { (row % 20).to_string() };
        format!("{size},{}", row % 3)
    });
    let size = &table(&text).summary().columns[0];
    assert_eq!(size.kind, ColumnKind::Category);
    assert!(size.reason.contains("numbers, but for “unknown”"), "{}", size.reason);
}

#[test]
fn the_gallery_is_read_as_its_notes_say() {
    for example in EXAMPLES {
        let Source::File(file) = example.source else { continue };
        let root = env!("CARGO_MANIFEST_DIR");
        let bytes = std::fs::read(format!("{root}/public/{file}")).expect("the table");
        let notes = std::fs::read_to_string(format!("{root}/tests/fixture/{}.spec.json", example.key));
        let notes: Value = serde_json::from_str(&notes.expect("notes")).expect("JSON");
        let own = |name: &&str| (*name).to_owned();
        let roles = example.roles.iter().map(|(name, role)| (own(name), *role)).collect();
        let types = example.types.iter().map(|(name, kind)| (own(name), *kind)).collect();
        let table = Table::read(example.title, &bytes, &roles, &types).expect("a table");
        let summary = table.summary();
        let missing: usize = summary.columns.iter().map(|column| column.missing).sum();
        assert_eq!(summary.rows as u64, notes["rows"], "{}", example.key);
        assert_eq!(summary.columns.len() as u64, notes["columns"], "{}", example.key);
        // The census notes take the 46 cells that say “NA” for a label, we take them for missing.
        let more = if example.key == "census_income" { 46 } else { 0 };
        assert_eq!(missing as u64 - more, notes["cells_missing"], "{}", example.key);
        let column = |name: &Value| {
            let found = summary.columns.iter().find(|column| *name == column.name);
            found.unwrap_or_else(|| panic!("{}: no column {name}", example.key))
        };
        for name in notes["numeric"].as_array().expect("a list") {
            assert!(column(name).kind.is_numeric(), "{name}: {:?}", column(name).kind);
            assert_eq!(column(name).role, Role::Input, "{name}");
        }
        for name in notes["categorical"].as_array().expect("a list") {
            let found = column(name);
            assert!(
                matches!(found.kind, ColumnKind::Category | ColumnKind::Ordered | ColumnKind::Boolean),
                "{name}: {:?}",
                found.kind
            );
            assert_eq!(found.role, Role::Input, "{name}");
        }
        for task in notes["tasks"].as_array().expect("a list") {
            let found = column(&task["column"]);
            assert_eq!(found.role, Role::Task);
            assert_eq!((summary.rows - found.missing) as u64, task["labelled_rows"], "{}", found.name);
        }
        let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
        assert!(encoded(&table, &dataset).iter().all(|value| value.is_finite()), "{}", example.key);
    }
}

#[test]
fn hostile_files_get_a_sentence() {
    let long = format!("a,b\n1,\"{}", "x,y\n".repeat(2000));
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let noise: Vec<u8> =
        (0..4000_u32).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
    let cases: Vec<(Vec<u8>, &[&str])> = vec![
        (b"".to_vec(), &["empty"]),
        (b"  \n \n".to_vec(), &["empty"]),
        (b"\"\"".to_vec(), &["empty"]),
        (b"a,b\n".to_vec(), &["no data rows"]),
        (b"a,b\n1,2\n".to_vec(), &["only one data row"]),
        (b"a,b\n1,2\n3\n4,5\n".to_vec(), &["row 3", "1 cells", "2"]),
        (b"a,b\n1,2\n3,4,5\n".to_vec(), &["row 3", "3 cells"]),
        (b"a,\n1,2\n3,4\n".to_vec(), &["no name for column 2"]),
        (b"a,b\n1,2\n\x00,4\n".to_vec(), &["row 3", "NUL"]),
        (long.into_bytes(), &["row 2", "never closed"]),
        (b"a,b\n1,2\ninf,4\n".to_vec(), &["row 3", "“a”", "not a finite number"]),
        (png, &["PNG"]),
        (noise, &["binary file"]),
        (b"PK\x03\x04rest".to_vec(), &["zip archive", "unpack it"]),
    ];
    for (bytes, words) in cases {
        let sentence = sentence(&bytes);
        for word in words {
            assert!(sentence.contains(word), "“{sentence}” lacks “{word}”");
        }
    }
    let huge = polyhead::read::text::check_size(2 << 30).expect_err("too large").to_string();
    assert!(huge.contains("2048 MB"), "{huge}");
}

#[test]
fn tasks_that_can_not_be_learned_are_refused_with_the_reason() {
    let text = lines("x,constant,one,none,many,half", 40, |row| {
        format!("{row}.5,3,yes,,class {row}x{},{}", row % 3, if row % 2 == 0 { "a" } else { "" })
    });
    let refusal =
        |task| dataset(&text, &[("x", Role::Input), (task, Role::Task)]).expect_err(task).to_string();
    assert!(refusal("constant").contains("constant"));
    assert!(refusal("one").contains("only one class"));
    assert!(refusal("half").contains("only one class"));
    assert!(refusal("none").contains("none"));
    assert!(refusal("many").contains("many"));
    let no_input = dataset("a,b\n1,2\n1,3\n1,4\n1,5\n", &[("b", Role::Task)]).expect_err("no input");
    assert!(no_input.to_string().contains("input"));
}

#[test]
fn no_complete_column_is_needed_and_empty_columns_do_no_harm() {
    let text = lines("a,empty,b", 60, |row| match row % 2 {
        0 => format!("{},,", row * 7 % 10),
        _ => format!(",,{}", row * 3 % 7),
    });
    let both = lines("a,empty,b", 60, |row| {
        let input = if row % 3 == 0 { String::new() } else { (row * 7 % 10).to_string() };
        let label = if row % 4 == 0 { String::new() } else { (row * 3 % 7).to_string() };
        format!("{input},,{label}")
    });
    for text in [text, both] {
        let (table, dataset) = with_table(&text, &[("b", Role::Task)]).expect("a dataset");
        assert!(encoded(&table, &dataset).iter().all(|value| value.is_finite()));
    }
}

#[test]
fn a_missing_input_is_the_median_with_a_flag_and_a_category_is_one_hot() {
    let text = lines("size,colour,label,split", 40, |row| {
        let size = if row % 5 == 0 { String::new() } else { (row % 9).to_string() };
        format!(
            "{size},{},{},{}",
            ["red", "blue"][row % 2],
            row * 3 % 7,
            ["train", "train", "train", "test"][row % 4]
        )
    });
    let roles = [("label", Role::Task), ("split", Role::Split)];
    let (table, dataset) = with_table(&text, &roles).expect("a dataset");
    let names = dataset.encoding.names();
    assert!(names.contains(&"size = missing".to_owned()), "{names:?}");
    assert!(names.contains(&"colour = red".to_owned()), "{names:?}");
    let width = dataset.encoding.width();
    let features = dataset.encoding.encode_table(&table.columns, dataset.rows(Split::Train));
    let sizes: Vec<f64> = features.chunks(width).map(|row| f64::from(row[0])).collect();
    let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
    let variance = sizes.iter().map(|size| (size - mean).powi(2)).sum::<f64>() / sizes.len() as f64;
    assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5, "mean {mean}, variance {variance}");
}

#[test]
fn the_encoding_learns_from_the_training_split_only() {
    let text = |test: &str| {
        lines("size,colour,label,split", 40, |row| {
            let is_test = row % 4 == 3;
            let size = if is_test { test.to_owned() } else { (row % 9).to_string() };
            let colour = if is_test { "new" } else { ["red", "blue"][row % 2] };
            format!("{size},{colour},{},{}", row * 3 % 7, if is_test { "test" } else { "train" })
        })
    };
    let roles = [("label", Role::Task), ("split", Role::Split)];
    let fitted = |test| dataset(&text(test), &roles).expect("a dataset").encoding;
    assert_eq!(fitted("1"), fitted("100000"));
}

#[test]
fn splits_follow_shares_seeds_and_given_columns() {
    let text = lines("x,y", 200, |row| format!("{}.5,{}", row * 7 % 31, row * 3 % 17));
    let table = table(&text);
    let rows = |seed| {
        let dataset = Dataset::build(&table, &RunConfig { seed, ..RunConfig::default() }).expect("a dataset");
        Split::ALL.map(|split| dataset.rows(split).to_vec())
    };
    assert_eq!(rows(7).each_ref().map(Vec::len), [140, 30, 30]);
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7), rows(8));
    let mut all: Vec<u32> = rows(7).concat();
    all.sort_unstable();
    assert_eq!(all, (0..200).collect::<Vec<_>>());

    let given = lines("x,y,part", 40, |row| {
        format!("{row}.5,{},{}", row % 7, ["train", "valid", "test", "train"][row % 4])
    });
    let dataset = dataset(&given, &[("y", Role::Task), ("part", Role::Split)]).expect("a dataset");
    assert_eq!(Split::ALL.map(|split| dataset.rows(split).len()), [20, 10, 10]);
    assert!(dataset.rows(Split::Test).iter().all(|row| row % 4 == 2));
}

#[test]
fn usual_marks_are_found_and_can_be_replaced() {
    let text = lines("size,grade,sign,label", 40, |row| {
        format!(
            "{},{},{},{}",
            ["1.5", "NA", "2.5", "?"][row % 4],
            ["none", "mild", "severe"][row % 3],
            ["+", "-"][row % 2],
            ["x", "", "y", "z", "NA"][row % 5]
        )
    });
    let summary = table(&text).summary();
    assert_eq!(summary.missing_marks, ["NA", "?", ""]);
    assert_eq!(
        kinds(&summary),
        [ColumnKind::Number, ColumnKind::Ordered, ColumnKind::Boolean, ColumnKind::Category]
    );
    let missing: Vec<usize> = summary.columns.iter().map(|column| column.missing).collect();
    assert_eq!(missing, [20, 0, 0, 16], "none and - are labels here");

    let marks = Marks::given(&["?".into(), "mild".into()]);
    let (roles, types) = (BTreeMap::new(), BTreeMap::new());
    let summary =
        Table::read_with_marks("test", text.as_bytes(), &roles, &types, &marks).expect("a table").summary();
    let missing: Vec<usize> = summary.columns.iter().map(|column| column.missing).collect();
    assert_eq!(missing, [10, 13, 0, 8], "an empty cell has no value whatever the marks are");
    assert_eq!(kinds(&summary)[0], ColumnKind::Category, "NA is no number");
}

#[test]
fn every_type_has_a_reason_and_can_be_overridden() {
    let text = lines("price,count,size,day,postcode,region code,same,name,note,yes", 60, |row| {
        format!(
            "\"{}.234,50 €\",{},{},{}/3/2020,0{}1,{},one,name{row},This is a note no {}.,{}",
            row + 1,
            row % 9,
            ["small", "medium", "large"][row % 3],
            row % 20 + 1,
            row % 8,
            row % 5 + 10,
            row % 50,
            ["Y", "N"][row * row % 7 % 2]
        )
    });
    let mut table = table(&text);
    let summary = table.summary();
    use ColumnKind::{Boolean, Category, Constant, Date, Identifier, Integer, Number, Ordered, Text};
    assert_eq!(
        kinds(&summary),
        [Number, Integer, Ordered, Date, Category, Category, Constant, Identifier, Text, Boolean]
    );
    for (column, word) in summary.columns.iter().zip([
        "in €",
        "whole",
        "scale",
        "dates",
        "leading zeros",
        "name says",
        "the same",
        "differ",
        "sentences",
        "last column",
    ]) {
        assert!(column.reason.contains(word), "{}: “{}” lacks “{word}”", column.name, column.reason);
    }
    assert_eq!(table.columns[0].number(0), Some(1234.5));
    assert_eq!(table.columns[2].class_order().len(), 3);
    let ignored: Vec<&str> = table.with_role(Role::Ignore).map(|column| column.name.as_str()).collect();
    assert_eq!(ignored, ["same", "name", "note"]);

    let mut choose = |column: &str, kind| {
        table
            .choose(&[ColumnChoice { column: column.into(), role: None, kind: Some(kind) }])
            .map_err(|error| error.to_string())
    };
    assert_eq!(choose("count", Category), Ok(()));
    assert_eq!(choose("postcode", Integer), Ok(()));
    assert_eq!(choose("count", Ordered), Ok(()));
    let refusal = choose("size", Number).expect_err("no numbers");
    assert!(refusal.contains("row 2, column “size”: expected a number, found “small”"), "{refusal}");
    let refusal = choose("count", Date).expect_err("no dates");
    assert!(refusal.contains("row 2, column “count”: expected a date"), "{refusal}");
}

#[test]
fn raw_rows_are_read_as_the_cells_are() {
    let text = lines("price,size,day,maker,label", 60, |row| {
        let maker = if row % 6 == 0 { "n.a." } else { ["a", "b"][row % 2] };
        format!(
            "\"$1,{:03}\",{},{}/3/2020 0{}:00,{maker},{}",
            row * 37 % 101,
            ["small", "medium", "large"][row % 3],
            row % 20 + 1,
            row % 9,
            row % 7
        )
    });
    let roles = [("label".to_owned(), Role::Task)].into();
    let marks = Marks::given(&["n.a.".into()]);
    let table =
        Table::read_with_marks("test", text.as_bytes(), &roles, &BTreeMap::new(), &marks).expect("a table");
    let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
    let encode = |row: Value| {
        let row = serde_json::from_value(row).expect("a row");
        dataset.encoding.encode_rows(&[row]).map_err(|error| error.to_string())
    };
    // Row 12 of the table: small, a Friday in March, "n.a.".
    let own = dataset.encoding.encode_table(&table.columns, &[12]);
    let same = [
        json!({"price": "$1,040", "size": "small", "day": "13/3/2020 03:00", "maker": "n.a."}),
        json!({"price": 1040, "size": "small", "day": "2020-03-13T03:00", "maker": null}),
        json!({"price": "1,040", "size": " small", "day": "13 Mar 2020 3:00 AM"}),
    ];
    for row in same {
        assert_eq!(encode(row).as_ref(), Ok(&own));
    }
    assert!(encode(json!({"price": "dear"})).expect_err("no number").contains("expected a number"));
    assert!(encode(json!({"day": "tomorrow"})).expect_err("no date").contains("expected a date"));
    let names = dataset.encoding.names();
    assert_eq!(names[..2], ["price", "size"]);
    assert!(names.contains(&"day = hour (cos)".to_owned()) && names.contains(&"maker = missing".to_owned()));
}

#[test]
fn a_whole_number_is_a_regression_and_an_ordered_label_a_class_in_order() {
    let text = lines("x,count,size", 60, |row| {
        format!("{}.5,{},{}", row * 7 % 31, row % 9, ["small", "medium", "large", "huge"][row % 4])
    });
    let dataset = dataset(&text, &[("count", Role::Task), ("size", Role::Task)]).expect("a dataset");
    let tasks: Vec<_> = dataset.targets.iter().collect();
    assert_eq!((tasks[0].kind(), tasks[1].kind()), (TaskKind::Regression, TaskKind::Ordinal));
    assert_eq!(tasks[1].classes(), ["small", "medium", "large", "huge"]);
}

#[test]
fn a_table_read_in_slices_of_any_size_is_the_same() {
    let long: String =
        (0..20_000).map(|row| format!("{row}.5,{},k{}\n", row % 3, row * 31 % 17_000)).collect();
    let files = [
        "# made\na;b;c\r\n\"x\ny\";1;\"say \"\"so\"\"\"\r\n\r\nz;2;\r\nw;3;q".to_owned(),
        format!("number,label,key\n{long}"),
        "[{\"a\": 1, \"b\": 2}, {\"a\": 3}]".to_owned(),
        "{\"a\": 1, \"b\": 2}\r\n\n{\"a\": \"é\\n\"}\n{}".to_owned(),
    ];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(files[1].as_bytes()).expect("written");
    let packed = encoder.finish().expect("packed");
    for bytes in files.iter().map(|text| text.as_bytes()).chain([packed.as_slice()]) {
        let at_once = read(bytes).expect("a table");
        for slice in [1, 7, 1000] {
            let mut intake =
                Intake::begin("test", bytes.into(), &Marks::default(), &ReadingChoice::default())
                    .expect("a file that is text");
            assert_eq!(intake.total(), bytes.len());
            let mut last = intake.done();
            while intake.advance(slice).expect("a table") {
                let next = intake.done();
                assert!(last <= next && next <= 1.0, "{last}, {next}");
                assert!(intake.read() <= intake.total());
                last = next;
            }
            assert_eq!((intake.read(), intake.done()), (intake.total(), 1.0));
            let table = intake.finish(&Choices::default(), None, Vec::new()).expect("a table");
            assert_eq!(table.summary(), at_once.summary());
            assert_eq!(table.cells(0, table.rows), at_once.cells(0, table.rows));
        }
    }
}

//! Layouts that people's files have: what is no data is left out and said, names are found, and rows keep their numbers.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::format::Format;
use polyhead::schema::reading_choice::{Decimal, Quotes, ReadingChoice};
use polyhead::schema::role::Role;
use polyhead::table::Table;

fn read(bytes: &[u8]) -> Table {
    Table::read("test", bytes, &BTreeMap::new(), &BTreeMap::new())
        .unwrap_or_else(|error| panic!("{:?}: {error}", String::from_utf8_lossy(bytes)))
}

fn sentence(text: &str) -> String {
    let table = Table::read("test", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new());
    table.expect_err("an error").to_string()
}

fn names(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.name.as_str()).collect()
}

/// All that is said about a table, in one text.
fn said(table: &Table) -> String {
    table.summary().warnings.join("\n")
}

/// Where each data row stands.
fn numbers(table: &Table) -> Vec<usize> {
    (0..table.rows).map(|row| table.spreadsheet_row(row)).collect()
}

/// `rows` lines, each made from its number.
fn lines(rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).map(|row| line(row) + "\n").collect()
}

#[test]
fn years_and_other_steps_are_names() {
    for (header, line) in [
        ("country,2019,2020,2021", "a,30.4,29.5,3"),
        ("country,1990,2000,2010", "a,7,8,9"),
        (",0,1,2", "0,5.5,6,7"),
        ("sample,400,405,410,415", "s1,0.2,0.3,0.4,0.1"),
        ("0,1,2,3,4,5", "5,7,9,1,2,0"),
        ("2019;2020;2021", "1,5;2,5;3"),
    ] {
        let text = format!("{header}\n{}", lines(6, |row| line.replace('7', &(row * 3).to_string())));
        let table = read(text.as_bytes());
        assert_eq!(table.rows, 6, "{header}: {}", said(&table));
        assert_eq!(names(&table)[1..], header.split([',', ';']).collect::<Vec<_>>()[1..], "{header}");
    }
    // Years below years are data, as is a row of numbers like all others.
    for text in [
        "anna,2019,3.5\nbert,2020,4.5\ncora,2021,2.5\n",
        "1,2,3\n4,5,6\n7,8,9\n",
        "2019,2020\n2020,2021\n2021,2022\n",
    ] {
        assert_eq!(read(text.as_bytes()).rows, 3, "{text}");
    }
    // No number, but like all that stand below.
    assert_eq!(read(b"2024-01-01,a\n2024-01-02,b\n2024-01-03,a\n2024-01-04,b\n").rows, 4);
}

#[test]
fn rows_below_the_data_are_left_out_and_said() {
    let body = lines(30, |row| format!("r{row},{},{}.5", ["x", "y"][row % 2], row * 7 % 31));
    for (footer, words) in [
        ("\nSource: the office\nLast updated: May 2020\n", "rows 33 to 34, “Source: the office”"),
        ("Quelle: Amt für Statistik, 2020\n", "row 32, “Quelle: Amt für Statistik”"),
        // Padded by a spreadsheet.
        ("* estimated,,\n", "row 32, “* estimated”"),
        (",,\nNotes on the data,,\nall rounded,,\n", "rows 33 to 34"),
        ("© 2020 Office\n", "row 32"),
    ] {
        let table = read(format!("name,kind,size\n{body}{footer}").as_bytes());
        assert_eq!((table.rows, table.columns[2].kind), (30, ColumnKind::Number), "{footer:?}");
        assert!(said(&table).contains(words), "{footer:?}: {}", said(&table));
        assert!(said(&table).contains("below the data"), "{}", said(&table));
    }
    // A row that was cut off is none of them, nor is a line with more of the data below it.
    assert!(sentence(&format!("name,kind,size\n{body}r30,x\n")).contains("row 32 has 2 cells"));
    assert!(sentence(&format!("name,kind,size\nSource: me\n{body}")).contains("row 2 has 1 cells"));
}

#[test]
fn sums_are_left_out_where_they_are_sure() {
    let value = |row: usize| row * 7 % 31 + 1;
    let sum: usize = (0..24).map(value).sum();
    let body = lines(24, |row| format!("s{row},{},{}", ["x", "y"][row % 2], value(row)));
    for total in
        ["Total,,{}", "Summe:,,{}", "ИТОГО,,{}", "合計,,{}", ",,{}", "Grand total,-,{}", "Total,x,{}"]
    {
        let table =
            read(format!("shop,kind,sales\n{body}{}\n", total.replace("{}", &sum.to_string())).as_bytes());
        assert_eq!((table.rows, table.columns[2].kind), (24, ColumnKind::Integer), "{total}");
        assert!(said(&table).contains("row 26, “"), "{total}: {}", said(&table));
    }
    // Sums and the mean below them.
    let both = format!("shop,kind,sales\n{body}Total,,{sum}\nAverage,,{:.2}\n", sum as f64 / 24.0);
    assert_eq!(read(both.as_bytes()).rows, 24);
    // It may be a label, and then stays: with a word where it says so, without where nothing shows it.
    let table = read(format!("shop,kind,sales\n{body}Total,x,5\n").as_bytes());
    assert_eq!(table.rows, 25);
    assert!(said(&table).contains("row 26, “Total”, may sum up rows above it"), "{}", said(&table));
    let labels = lines(24, |row| format!("{},{}", ["Total", "Partial"][row % 2], value(row)));
    let table = read(format!("kind,sales\n{labels}").as_bytes());
    assert_eq!((table.rows, said(&table)), (24, String::new()));
}

#[test]
fn a_last_row_that_is_nearly_a_sum_stays() {
    // The sum is 6,248: three digits behind a comma are decimals here.
    let table = read(b"a;b\n0,653;none\n2,462;none\n3,133;medium\n5,749;none\n");
    assert_eq!(table.rows, 4, "{}", said(&table));
    // The last row has as little of a label as those above it.
    let table = read(b"a;b\n1;none\n2;none\n4;none\n3;low\n10;none\n");
    assert_eq!(table.rows, 5, "{}", said(&table));
}

#[test]
fn sums_of_groups_are_left_out_and_rows_keep_their_numbers() {
    let part = |from: usize| {
        let rows = lines(5, |row| format!("shop {},{}", from + row, from + row));
        format!("{rows}Subtotal,{}\n", (from..from + 5).sum::<usize>())
    };
    let text =
        format!("shop,sales\n{}{}Total,{}\n", part(10), part(30), (10..15).chain(30..35).sum::<usize>());
    let mut table = read(text.as_bytes());
    assert_eq!(numbers(&table), [2, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
    for row in ["row 7", "row 13", "row 14"] {
        assert!(said(&table).contains(&format!("{row}, “")), "{}", said(&table));
    }
    // Later messages count as the spreadsheet does.
    let choice = ColumnChoice { column: "shop".into(), role: Some(Role::Split), kind: None };
    assert!(table.choose(&[choice]).expect_err("no splits").to_string().contains("row 2"));
    let stray = text.replace("shop 31,31", "shop 31,about 31");
    assert!(
        said(&read(stray.as_bytes())).contains("row 9, column “sales”: “about 31”"),
        "{}",
        said(&read(stray.as_bytes()))
    );
}

#[test]
fn empty_rows_are_left_out_and_counted_by_number() {
    let table = read(b"a,b,c\n1,x,\n,,\n\n2,y,3\n,,\n4,z,5\n,,\n,,\n");
    assert_eq!((table.rows, numbers(&table)), (3, vec![2, 5, 7]));
    assert_eq!(said(&table), "4 empty rows were left out, the first of them row 3");
    let table = read(b"a;b\n1;x\n ; \n2;y\n");
    assert_eq!((table.rows, said(&table)), (2, "row 3 is empty, so it was left out".to_owned()));
    // Every other line.
    let table = read(format!("a,b\n\n{}", lines(50, |row| format!("{row},{}\n", row % 3))).as_bytes());
    assert_eq!((table.rows, table.spreadsheet_row(0), table.spreadsheet_row(49)), (50, 3, 101));
}

#[test]
fn a_header_that_comes_again_is_left_out() {
    let part =
        |from: usize| lines(10, |row| format!("s{},{}.5,{}", row % 4, from + row, ["on", "off"][row % 2]));
    let table = read(format!("sensor,temp,alarm\n{}sensor,temp,alarm\n{}", part(0), part(20)).as_bytes());
    assert_eq!((table.rows, table.columns[1].kind), (20, ColumnKind::Number));
    assert_eq!(said(&table), "row 12 repeats the header, so it was left out");
    // Of words only, and with the sign of a comment before it.
    let words = lines(4, |row| format!("{},{}", ["a", "b"][row % 2], ["x", "y"][row / 2]));
    assert_eq!(read(format!("left,right\n{words}left,right\n{words}").as_bytes()).rows, 8);
    let table = read(format!("#left,right\n{words}#left,right\n{words}").as_bytes());
    assert_eq!((table.rows, names(&table)), (8, vec!["left", "right"]));
    // One column may well hold its own name.
    assert_eq!(read(b"word\nword\nother\nword\n").rows, 3);
}

#[test]
fn units_and_descriptions_below_the_names_are_left_out() {
    let body = lines(12, |row| format!("{row};{},5;{},1;{}", row * 7 % 31, row % 5, ["on", "off"][row % 2]));
    for units in ["s;bar;°C;", "[s];[bar];[°C];[-]", "sec;mmHg;%;state", "(ms);(Pa);(K);", "h;kg/m³;m²;"]
    {
        let table = read(format!("t;p;T;state\n{units}\n{body}").as_bytes());
        assert_eq!(names(&table), ["t", "p", "T", "state"], "{units}");
        assert_eq!(
            (table.rows, table.columns[1].kind, numbers(&table)[0]),
            (12, ColumnKind::Number, 3),
            "{units}"
        );
        assert!(said(&table).contains("row 2"), "{units}: {}", said(&table));
    }
    // A survey's questions and keys, as Qualtrics writes them.
    let survey = "Q1,Q2,Q3\nHow old are you?,How tall are you?,Why?\n\"{\"\"id\"\":1}\",\"{\"\"id\"\":2}\",\"{\"\"id\"\":3}\"\n";
    let table =
        read(format!("{survey}{}", lines(12, |row| format!("{},{}.5,because", row * 3, row * 5))).as_bytes());
    assert_eq!((table.rows, names(&table)), (12, vec!["Q1", "Q2", "Q3"]));
    // A sign above a few numbers may be a cell like them.
    assert_eq!(read(b"a,b\nx,$\ny,1\nz,2\n").rows, 3);
    // A mark in the first row is no unit.
    let table = read(format!("a,b\nunknown,1\n{}", lines(12, |row| format!("{row},{row}"))).as_bytes());
    assert_eq!(table.rows, 13);
}

#[test]
fn names_of_several_rows_are_joined() {
    let body =
        lines(8, |row| format!("P{row},{row}.5,{},{row}.25,{},{}", row * 3, row * 5, ["u", "v"][row % 2]));
    for (header, expected) in [
        (
            ",Before,,After,,\nSubject,Mean,SD,Mean,SD,Group",
            ["Subject", "Before Mean", "Before SD", "After Mean", "After SD", "Group"],
        ),
        (
            "Subject,Before,,After,,Group\n,Mean,SD,Mean,SD,",
            ["Subject", "Before Mean", "Before SD", "After Mean", "After SD", "Group"],
        ),
        (
            ",Before,Before,After,After,Other\n,Mean,SD,Mean,SD,Group\nSubject,,,,,",
            ["Subject", "Before Mean", "Before SD", "After Mean", "After SD", "Other Group"],
        ),
        (",m,,f,,\nid,2019,2020,2019,2020,kind", ["id", "m 2019", "m 2020", "f 2019", "f 2020", "kind"]),
    ] {
        let table = read(format!("{header}\n{body}").as_bytes());
        assert_eq!(names(&table), expected);
        assert_eq!((table.rows, table.columns[1].kind), (8, ColumnKind::Number), "{header}");
        assert!(said(&table).contains("row 1 and row"), "{}", said(&table));
    }
    // With units below, and a title above.
    let table = read(
        format!("Results,,,,,\n,Before,,After,,\nSubject,Mean,SD,Mean,SD,Group\n,kg,kg,kg,kg,\n{body}")
            .as_bytes(),
    );
    assert_eq!((names(&table)[3], table.rows, numbers(&table)[0]), ("After Mean", 8, 5), "{}", said(&table));
}

#[test]
fn pairs_and_titles_above_the_names_are_left_out() {
    let body = lines(9, |row| format!("{},{}.5,{}", 400 + row, row * 7 % 10, ["a", "b"][row % 2]));
    for (above, rows) in [
        ("Tool,X 2\nGain,7\n\n", 3),
        ("Tool,X 2,\nGain,7,\n,,\n", 3),
        ("Report of May\n\nTool,X 2\n", 3),
        ("# made by hand\nTool,X 2\n", 2),
        ("Report\n", 1),
        (",Report,\n", 1),
    ] {
        let table = read(format!("{above}wave,value,batch\n{body}").as_bytes());
        assert_eq!(names(&table), ["wave", "value", "batch"], "{above:?}");
        assert_eq!((table.rows, numbers(&table)[0]), (9, rows + 2), "{above:?}");
        assert!(said(&table).contains("above the header"), "{above:?}: {}", said(&table));
    }
    let two = lines(9, |row| format!("{},{}.5", 400 + row, row * 7 % 10));
    let table = read(format!("Tool,X 2\nMode,fast\n\nwave,value\n{two}").as_bytes());
    assert_eq!((names(&table), numbers(&table)[0]), (vec!["wave", "value"], 5));
}

#[test]
fn names_may_stand_in_a_comment_and_be_one_short() {
    let words =
        lines(8, |row| format!("{},{}", ["red", "blue"][row % 2], ["flat", "round", "oval"][row % 3]));
    for comment in ["#colour,shape\n", "# made in May\n# colour, shape\n", "#colour\tshape\n"] {
        assert_eq!(names(&read(format!("{comment}{words}").as_bytes())), ["colour", "shape"], "{comment}");
    }
    // The table has names of its own.
    assert_eq!(
        names(&read(format!("# by me, today\ncolour,shape\n{words}").as_bytes())),
        ["colour", "shape"]
    );
    let table = read(b"# x y z\n1 2 3\n4 5 6\n7 8 10\n");
    assert_eq!((names(&table), table.summary().delimiter), (vec!["x", "y", "z"], ' '));
    // R's write.table, with tabs and with blanks.
    for sign in ["\t", " ", ","] {
        let rows = lines(8, |row| format!("\"car {row}\"{sign}{row}.5{sign}{}{sign}\"eu\"", row % 3));
        let table = read(format!("\"mpg\"{sign}\"cyl\"{sign}\"from\"\n{rows}").as_bytes());
        assert_eq!(names(&table), ["column 1", "mpg", "cyl", "from"], "{sign:?}");
        assert_eq!((table.rows, table.columns[1].kind), (8, ColumnKind::Number), "{sign:?}");
    }
}

#[test]
fn blanks_stand_between_aligned_columns() {
    let aligned = lines(9, |row| format!("{:6}.5  {:>3}   x{}", row, row * 7, row % 2));
    let table = read(format!("  size   n  kind\n{aligned}").as_bytes());
    assert_eq!(
        (names(&table), table.rows, table.columns[1].kind),
        (vec!["size", "n", "kind"], 9, ColumnKind::Integer)
    );
    let quoted = lines(9, |row| format!("{row} \"two words\" {}", row * 7));
    assert_eq!(read(format!("id name n\n{quoted}").as_bytes()).summary().preview[0][1], "two words");
    // Below a title, of more words than there are columns.
    let table = read(format!("My table of cars\n\n  size   n  kind\n{aligned}").as_bytes());
    assert_eq!((names(&table), numbers(&table)[0]), (vec!["size", "n", "kind"], 4));
    // Texts are no tables.
    let texts = lines(9, |row| format!("these are five plain words{}", " more".repeat(row % 2)));
    assert_eq!(read(format!("text\n{texts}").as_bytes()).columns.len(), 1);
    let table = read(b"name\nAnna Bell\nBert Cole\nCora Dunn\n");
    assert_eq!(table.columns.len(), 1);
    assert!(said(&table).starts_with("only one column was found"), "{}", said(&table));
}

#[test]
fn backslashes_escape_quotes_where_doubled_ones_do_not_fit() {
    let says =
        |row: usize| ["\"said \\\"no\\\", and left\"", "\"5\\\" wide\"", "\"plain\""][row % 3].to_owned();
    let table = read(
        format!("id,text,n\n{}", lines(12, |row| format!("{row},{},{}", says(row), row % 5))).as_bytes(),
    );
    assert_eq!(
        (table.summary().preview[0][1].as_str(), table.summary().preview[1][1].as_str()),
        ("said \"no\", and left", "5\" wide")
    );
    assert_eq!(table.summary().reading.quotes, Some(Quotes::Backslash));
    // Far behind the rows that are looked at first.
    let late =
        |row: usize| if row == 900 { "\"a \\\"late\\\" one\"".to_owned() } else { format!("\"t{row}\"") };
    let table = read(format!("id,text\n{}", lines(1000, |row| format!("{row},{}", late(row)))).as_bytes());
    assert_eq!((table.rows, table.cells(900, 1)[0][1].as_str()), (1000, "a \"late\" one"));
    // A backslash before the closing quote is one.
    let paths = lines(9, |row| format!("{row},\"C:\\d{row}\\\",{}", row % 2));
    assert_eq!(read(format!("id,path,n\n{paths}").as_bytes()).summary().preview[1][1], "C:\\d1\\");
    // JSON in cells keeps its own.
    let json = lines(9, |row| format!("{row},\"{{\"\"a\"\":\"\"x\\\"\"{row}\"\"}}\""));
    assert_eq!(read(format!("id,json\n{json}").as_bytes()).summary().preview[0][1], "{\"a\":\"x\\\"0\"}");
}

#[test]
fn names_that_stand_twice_get_a_number() {
    let table = read(b"Name,Score,Score,Score (2),Score\na,1,2,3,4\nb,5,6,7,8\n");
    assert_eq!(names(&table), ["Name", "Score", "Score (3)", "Score (2)", "Score (4)"]);
    assert!(said(&table).contains("“Score” 3 times"), "{}", said(&table));
}

#[test]
fn encodings_are_found_said_and_chosen() {
    let text =
        "Дата;Описание;Сумма\n".to_owned() + &lines(9, |row| format!("0{}.03.2024;Хлеб;{row},50", row + 1));
    let bytes: Vec<u8> = text
        .chars()
        .map(|sign| match sign {
            'А'..='я' => (sign as u32 - 'А' as u32 + 0xc0) as u8,
            sign => sign as u8,
        })
        .collect();
    let table = read(&bytes);
    assert_eq!(names(&table), ["Дата", "Описание", "Сумма"]);
    assert!(said(&table).contains("Windows-1251") && said(&table).contains("How the file was read"));
    let choice = ReadingChoice { encoding: Some("windows-1252".into()), ..ReadingChoice::default() };
    let latin = Table::read_as("test", &bytes, &choice).expect("a table");
    assert_eq!((names(&latin)[0], said(&latin)), ("Äàòà", String::new()));
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(names(&read(&utf_16)), names(&table));
    assert!(said(&read(&utf_16)).contains("UTF-16BE"));
    let choice = ReadingChoice { encoding: Some("morse".into()), ..ReadingChoice::default() };
    let error = Table::read_as("test", &bytes, &choice).expect_err("no encoding").to_string();
    assert!(error.contains("reading.encoding: “morse”"), "{error}");
}

#[test]
fn what_orange_says_of_its_columns_is_taken() {
    let body = lines(12, |row| format!("{row}.5\t{}\t{}\tplant {row}", row % 3, ["a", "b"][row % 2]));
    let table = read(
        format!("size\tcode\tkind\tnote\ncontinuous\tdiscrete\td\tstring\n\t\tclass\tmeta\n{body}")
            .as_bytes(),
    );
    let found: Vec<_> = table.columns.iter().map(|column| (column.kind, column.role)).collect();
    use ColumnKind::{Category, Number, Text};
    assert_eq!(
        found,
        [(Number, Role::Input), (Category, Role::Input), (Category, Role::Task), (Text, Role::Ignore)]
    );
    assert_eq!((table.rows, numbers(&table)[0]), (12, 4));
    let table = read(format!("C#size\tD#code\tcD#kind\tmS#note\n{body}").as_bytes());
    assert_eq!(names(&table), ["size", "code", "kind", "note"]);
    assert_eq!((table.columns[2].role, table.columns[3].role), (Role::Task, Role::Ignore));
}

#[test]
fn arff_and_libsvm_are_read() {
    let body = lines(10, |row| {
        format!("{}.5,'{}',{}", row, ["dark green", "it\\'s red"][row % 2], ["a", "?"][row / 9])
    });
    let head = "% made up\n@RELATION plants\n\n@attribute width numeric\n@ATTRIBUTE 'leaf colour' {'dark green',red}\n@attribute class {a,b}\n@data\n";
    let table = read(format!("{head}{body}% the end\n").as_bytes());
    assert_eq!(
        (names(&table), table.rows, numbers(&table)[0]),
        (vec!["width", "leaf colour", "class"], 10, 8)
    );
    assert_eq!((table.columns[1].label(1), table.columns[2].missing()), (Some("it's red"), 1));
    assert_eq!((table.summary().format, table.columns[1].kind), (Format::Arff, ColumnKind::Category));
    assert!(sentence(&format!("{head}{{0 1.5, 2 a}}\n")).contains("SparseToNonSparse"));
    assert!(
        sentence("@relation x\n@attribute bag relational\n@data\n1\n2\n").contains("row 2 of the ARFF file")
    );
    let table = read(b"+1 1:0.5 7:2\n-1 3:1\n+1 1:0.25 3:2\n");
    assert_eq!(names(&table), ["label", "feature 1", "feature 3", "feature 7"]);
    assert_eq!((table.columns[0].role, table.columns[1].number(1)), (Role::Task, Some(0.0)));
}

#[test]
fn everything_found_can_be_chosen_and_what_was_found_gives_the_same() {
    let body = lines(12, |row| format!("{row};1.{:03};x,{}", row * 37 % 1000, row % 2));
    let text = format!("Report\n\nid;size;kind\n{body}Total;;\nSource: me\n");
    let found = read(text.as_bytes());
    let reading = found.summary().reading;
    assert_eq!(
        reading,
        ReadingChoice {
            delimiter: Some(';'),
            header_rows: Some(1),
            skip_top: Some(2),
            skip_bottom: Some(2),
            encoding: Some("utf-8".into()),
            decimal: Some(Decimal::Point),
            quotes: Some(Quotes::Doubled),
            comment: Some("#".into()),
        }
    );
    let again = Table::read_as("test", text.as_bytes(), &reading).expect("a table");
    assert_eq!(again.cells(0, 99), found.cells(0, 99));
    assert_eq!((names(&again), numbers(&again)), (names(&found), numbers(&found)));
    let with = |choice: ReadingChoice| {
        Table::read_as("test", text.as_bytes(), &choice).map_err(|error| error.to_string())
    };
    let all = ReadingChoice::default;
    let commas = with(ReadingChoice { decimal: Some(Decimal::Comma), ..all() }).expect("a table");
    assert_eq!((found.columns[1].number(1), commas.columns[1].number(1)), (Some(1.037), Some(1037.0)));
    let rows = |choice| with(choice).map(|table| table.rows);
    assert_eq!(rows(ReadingChoice { skip_bottom: Some(4), ..all() }), Ok(10));
    assert!(
        rows(ReadingChoice { skip_bottom: Some(0), ..all() })
            .is_err_and(|error| error.contains("row 17 has 1 cells"))
    );
    assert_eq!(rows(ReadingChoice { skip_top: Some(5), ..all() }), Ok(10));
    let none = with(ReadingChoice { skip_top: Some(3), header_rows: Some(0), ..all() }).expect("a table");
    assert_eq!((none.rows, names(&none)[0], numbers(&none)[0]), (12, "column 1", 4));
    let bad = with(ReadingChoice { delimiter: Some('x'), ..all() }).expect_err("no delimiter");
    assert!(bad.contains("reading.delimiter: “x”"), "{bad}");
    // Without quotes, a sign that opens none.
    let inches = "id,size\n1,\"5 wide\n2,6 wide\n3,7 wide\n";
    assert!(sentence(inches).contains("How the file was read"));
    let plain =
        Table::read_as("test", inches.as_bytes(), &ReadingChoice { quotes: Some(Quotes::None), ..all() });
    assert_eq!(plain.expect("a table").columns[1].label(0), Some("\"5 wide"));
    let comments = Table::read_as(
        "test",
        b"% a, b\nx,y\n1,2\n% c, d\n3,4\n",
        &ReadingChoice { comment: Some("%".into()), ..all() },
    );
    assert_eq!(comments.map(|table| numbers(&table)), Ok(vec![3, 5]));
}

#[test]
fn odd_names_stay_as_they_are() {
    let header = "__proto__,constructor,<b>age</b>,\"a \"\"b\"\", c\",\"two\nlines\",名前 😀";
    let table = read(format!("{header}\n{}", lines(9, |row| format!("{row},{row}.5,1,2,x,い"))).as_bytes());
    assert_eq!(
        names(&table),
        ["__proto__", "constructor", "<b>age</b>", "a \"b\", c", "two\nlines", "名前 😀"]
    );
}

#[test]
fn a_named_delimiter_and_tabs_within_quotes_do_no_harm() {
    let table =
        read(format!("sep=\t\nname\tsize\n{}", lines(9, |row| format!("a, {row}\t{row}"))).as_bytes());
    assert_eq!(
        (names(&table), table.summary().delimiter, numbers(&table)[0]),
        (vec!["name", "size"], '\t', 3)
    );
    let table = read(
        format!("name;first;born\n{}", lines(9, |row| format!("\"\tDoe;{row}\"\t;\"x\";19{row}3")))
            .as_bytes(),
    );
    assert_eq!((names(&table), table.columns[0].label(2)), (vec!["name", "first", "born"], Some("Doe;2")));
    // Decimal commas without a header.
    assert_eq!(read(b"1,5;2,5\n2,5;3,5\n4,5;1,5\n").summary().delimiter, ';');
}

#[test]
fn a_first_row_of_amounts_is_no_row_of_units() {
    // Its price has the sign of a unit and its distance none, but the amounts below it are written so too.
    let body = lines(30, |row| {
        let distance = if row % 17 == 0 { "k.A.".to_owned() } else { format!("{},5 km", row % 9) };
        format!("Bonn;{},50 €;{distance}", row * 37 % 200 + 40)
    });
    let table = read(format!("town;price;distance\n{body}").as_bytes());
    assert_eq!((table.rows, names(&table)), (30, vec!["town", "price", "distance"]), "{}", said(&table));
    assert_eq!(table.columns[1].kind, ColumnKind::Number);
}

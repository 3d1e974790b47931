//! Several files as one table: rows of the first stay as they are, and what can't be joined gets a sentence.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeSet;

use polyhead::read::missing::Marks;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::error::DataError;
use polyhead::schema::warning::Place;
use polyhead::table::Table;
use polyhead::table::choices::Choices;
use polyhead::table::intake::Intake;
use polyhead::table::join;
use polyhead::table::join::{Join, Joined};
use polyhead::table::summary::TableSummary;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

const HOUSES: &str = "id,place,price\n1,north,10\n2,south,20\nx9,north,30\n,east,40\n2,west,50\n";
const PLACES: &str = "id;place;size\n2;hill;1,5\n1;lake;2,25\n7;moor;3,5\n";

fn read(files: &[(&str, &str)], key: Option<&str>) -> Result<Joined, DataError> {
    join::read(&bytes(files), key, &Marks::default())
}

fn bytes<'a>(files: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a [u8])> {
    files.iter().map(|(name, text)| (*name, text.as_bytes())).collect()
}

fn table(joined: Joined) -> Table {
    let mut intake = Intake::of("joined", joined, &Marks::default());
    while intake.advance(usize::MAX).expect("columns") {}
    intake.finish(&Choices::default(), None, Vec::new()).expect("a table")
}

fn summary(files: &[(&str, &str)], key: &str) -> TableSummary {
    table(read(files, Some(key)).expect("joined")).summary()
}

fn refusal(files: &[(&str, &str)], key: Option<&str>) -> String {
    read(files, key).expect_err("a refusal").to_string()
}

#[test]
fn rows_of_the_first_file_stay_and_get_the_cells_of_their_key() {
    let found = summary(&[("houses.csv", HOUSES), ("places.csv", PLACES)], "id");
    let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "place", "price", "place (places.csv)", "size"]);
    assert_eq!(
        found.preview,
        [
            ["1", "north", "10", "lake", "2,25"],
            ["2", "south", "20", "hill", "1,5"],
            ["x9", "north", "30", "", ""],
            ["", "east", "40", "", ""],
            ["2", "west", "50", "hill", "1,5"],
        ]
    );
    assert_eq!((found.columns[4].missing, found.columns[4].distinct), (2, 2), "unused sizes are gone");
    assert_eq!(found.columns[4].kind, ColumnKind::Number, "commas are read as in their own file");
    let join = Join { file: "places.csv".into(), key: "id".into(), matched: 3, unused: 1 };
    assert_eq!(found.joins, [join]);
    assert_eq!(found.warning_places, [Some(Place::cell(4, "id"))]);
    let words = "row 4, column “id”: “x9” is in no row of “places.csv”, so the columns of “places.csv” are empty there, as in 1 other row";
    assert!(found.warnings[0].starts_with(words), "{}", found.warnings[0]);
}

#[test]
fn decimal_commas_of_one_file_are_no_thousands_of_another() {
    let lookup = "id;size\n1;1,500\n2;2,250\n7;3,125\n";
    let sizes = table(read(&[("a", HOUSES), ("b", lookup)], Some("id")).expect("joined"));
    assert_eq!(sizes.columns[3].number(0), Some(1.5));
}

#[test]
fn three_files_of_two_formats_and_one_name_are_joined_in_turn() {
    let json = "{\"size\": 5, \"id\": 1}\n{\"size\": 6, \"id\": 2}\n";
    let found = summary(&[("a.csv", HOUSES), ("b", PLACES), ("b", json)], "id");
    let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "place", "price", "place (b)", "size", "size (b)"]);
    assert_eq!(found.preview[1], ["2", "south", "20", "hill", "1,5", "6"]);
    assert_eq!(found.joins.iter().map(|join| join.matched).collect::<Vec<_>>(), [3, 3]);
    let again = summary(&[("a.csv", HOUSES), ("b", PLACES), ("b", PLACES)], "id");
    assert_eq!(again.columns[5].name, "place (b 2)");
}

#[test]
fn what_can_not_be_joined_gets_a_sentence() {
    let (houses, places) = (("houses.csv", HOUSES), ("places.csv", PLACES));
    let cases = [
        (
            refusal(&[places, houses], Some("id")),
            "rows 3 and 6 of “houses.csv” both have “2” in the key column “id”",
        ),
        (
            refusal(&[houses, places], Some("price")),
            "“places.csv” has no column “price” to be joined by; it has: id, place, size",
        ),
        (refusal(&[houses, places], Some("colour")), "“houses.csv” has no column “colour”"),
        (
            refusal(&[houses, places], Some("place")),
            "no value of the key column “place” is in the first file and in “places.csv”",
        ),
        (refusal(&[houses, places], None), "choose one that all of them have (id, place)"),
        (refusal(&[houses, ("empty.csv", "")], Some("id")), "“empty.csv”: the file is empty"),
    ];
    for (sentence, words) in cases {
        assert!(sentence.contains(words), "{sentence}");
    }
    assert!(refusal(&[("empty.csv", "")], None).starts_with("the file is empty"), "one file needs no name");
}

#[test]
fn keys_that_match_most_come_first_and_those_that_can_not_be_used_say_why() {
    let first = "row,id,half\n1,a,a\n2,b,x\n3,c,c\n4,c,y\n";
    let second = "half,id,row\na,a,9\nc,b,9\nd,c,8\n";
    let keys = join::keys(&bytes(&[("a", first), ("b", second)]), &Marks::default()).expect("keys");
    let found: Vec<_> = keys.iter().map(|key| (key.name.as_str(), key.matched, key.distinct)).collect();
    assert_eq!(found, [("id", 4, 3), ("half", 2, 4), ("row", 0, 4)]);
    assert!(keys[..2].iter().all(|key| key.problem.is_none()));
    assert!(
        keys[2].problem.as_ref().is_some_and(|problem| problem.contains("rows 2 and 3 of “b” both have “9”"))
    );
}

proptest! {
    #[test]
    fn a_join_is_a_look_up_of_every_row(
        left in vec((0_u8..12, 0_u16..99), 2..40),
        right in btree_map(0_u8..12, 0_u16..99, 2..12),
    ) {
        let lines = |name, rows: Vec<(u8, u16)>| {
            let rows = rows.into_iter().map(|(key, value)| format!("\nk{key},{value}"));
            format!("key,{name}{}", rows.collect::<String>())
        };
        let (a, b) = (lines("a", left.clone()), lines("b", right.clone().into_iter().collect()));
        let joined = read(&[("left", &a), ("right", &b)], Some("key"));
        let matched = left.iter().filter(|(key, _)| right.contains_key(key)).count();
        if matched == 0 {
            let is_refused = matches!(joined, Err(DataError::NoMatch { .. }));
            prop_assert!(is_refused);
            return Ok(());
        }
        let joined = joined.expect("joined");
        let used: BTreeSet<u8> = left.iter().map(|(key, _)| *key).filter(|key| right.contains_key(key)).collect();
        prop_assert_eq!(joined.joins[0].matched, matched);
        prop_assert_eq!(joined.joins[0].unused, right.len() - used.len());
        let expected: Vec<Vec<String>> = left
            .iter()
            .map(|(key, value)| {
                let other = right.get(key).map(ToString::to_string).unwrap_or_default();
                vec![format!("k{key}"), value.to_string(), other]
            })
            .collect();
        prop_assert_eq!(table(joined).cells(0, left.len()), expected);
    }
}

//! Columns that give a task away are set aside, and no honest column is.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;
use std::path::Path;

use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::table::Table;
use polyhead::table::gallery::{EXAMPLES, Source};
use polyhead::table::summary::ColumnSummary;
use serde_json::Value;

const WHY: &str = "give the answer away";

fn read(text: &str, roles: &[(&str, Role)], types: &[(&str, ColumnKind)]) -> Table {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let types = types.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    Table::read("test", text.as_bytes(), &roles, &types).expect("a table")
}

fn column(table: &Table, name: &str) -> ColumnSummary {
    table.summary().columns.into_iter().find(|column| column.name == name).expect("the column")
}

fn set_aside(table: &Table) -> Vec<String> {
    let columns = table.summary().columns.into_iter();
    columns.filter(|column| column.reason.contains(WHY)).map(|column| column.name).collect()
}

fn choose(table: &mut Table, name: &str, role: Role) {
    let choice = ColumnChoice { column: name.into(), role: Some(role), kind: None };
    table.choose(&[choice]).expect("a choice");
}

/// Lines under a header, each made from its number.
fn lines(header: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).fold(format!("{header}\n"), |text, row| text + &line(row) + "\n")
}

/// Two counts that have nothing to do with each other.
fn counts(row: usize) -> (usize, usize) {
    (row * 7919 % 1013, row * 104_729 % 499)
}

#[test]
fn sums_lines_and_other_names_are_set_aside() {
    let text = lines("honest,sum,line,cents,down,grade,other,a,b,c", 400, |row| {
        let (a, b) = counts(row);
        let class = a % 3;
        let grade = ["low", "middle", "high"][class];
        // Prices in another currency are rounded to cents.
        let cents = (a as f64 * 1.0837 * 100.0).round() / 100.0;
        let honest = row * 31 % 97;
        format!("{honest},{},{},{cents},{},{class},x{honest},{a},{b},{grade}", a + b, 2 * b + 5, 1000 - b)
    });
    let table = read(&text, &[("a", Role::Task), ("b", Role::Task), ("c", Role::Task)], &[]);
    assert_eq!(set_aside(&table), ["sum", "line", "cents", "down", "grade"]);
    for (name, words) in [
        ("sum", "equals the sum of the tasks “a” and “b”:"),
        ("line", "is a linear function of task “b”:"),
        ("cents", "is a linear function of task “a”:"),
        ("grade", "names the values of task “c” one for one:"),
    ] {
        assert!(column(&table, name).reason.starts_with(words), "{}", column(&table, name).reason);
        assert_eq!(column(&table, name).role, Role::Ignore);
    }
}

#[test]
fn one_row_in_a_thousand_may_differ_and_no_more() {
    let text = |slips: usize| {
        lines("x,copy,line,name,task,class", 3_000, |row| {
            let (a, b) = counts(row);
            // Far out, as typing errors are.
            let is_slip = row % 700 == 3 && row / 700 < slips;
            let copy = if is_slip { 123_456 } else { a };
            let line = if is_slip { 99_999_999 } else { 3 * a + 1 };
            let class = if is_slip { (b + 1) % 4 } else { b % 4 };
            format!("{},{copy},{line},k{class},{a},c{}", row * 31 % 97, b % 4)
        })
    };
    let tasks = [("task", Role::Task), ("class", Role::Task)];
    let nearly = read(&text(3), &tasks, &[]);
    assert_eq!(set_aside(&nearly), ["copy", "line", "name"]);
    assert!(column(&nearly, "copy").reason.contains("in all rows but 3:"), "{:?}", column(&nearly, "copy"));
    assert_eq!(set_aside(&read(&text(4), &tasks, &[])), Vec::<String>::new());
}

#[test]
fn likeness_by_chance_is_no_leak() {
    // Nearly all zeros, in different rows; few rows; as many names as rows.
    let zeros = lines("x,rare,task", 5_000, |row| {
        format!(
            "{},{},{}",
            row * 31 % 97,
            usize::from(row % 2_500 == 1) * 7,
            usize::from(row % 1_700 == 2) * 9
        )
    });
    assert_eq!(set_aside(&read(&zeros, &[("task", Role::Task)], &[])), Vec::<String>::new());
    let few = "x,flag,task\n1,a,yes\n2,b,no\n5,a,yes\n3,a,yes\n";
    assert_eq!(set_aside(&read(few, &[("task", Role::Task)], &[])), Vec::<String>::new());
    let names = lines("x,name,task", 40, |row| format!("{}.5,n{row},{}", row % 7, row * row));
    let types = [("name", ColumnKind::Category)];
    assert_eq!(set_aside(&read(&names, &[("task", Role::Task)], &types)), Vec::<String>::new());
}

#[test]
fn a_chosen_role_stands_and_other_tasks_bring_others_back() {
    let text = lines("x,copy,task,other", 60, |row| {
        let (a, b) = counts(row);
        format!("{},{a},{a},{b}", row * 31 % 47)
    });
    let roles = [("task", Role::Task), ("copy", Role::Input)];
    assert_eq!(column(&read(&text, &roles, &[]), "copy").role, Role::Input, "the user said so");

    let mut table = read(&text, &[("task", Role::Task)], &[]);
    assert_eq!(column(&table, "copy").role, Role::Ignore);
    choose(&mut table, "task", Role::Ignore);
    choose(&mut table, "other", Role::Task);
    assert_eq!(column(&table, "copy").role, Role::Input);
    assert!(!column(&table, "copy").reason.contains(WHY));
    choose(&mut table, "task", Role::Task);
    assert_eq!(set_aside(&table), ["copy"]);
    choose(&mut table, "copy", Role::Input);
    assert_eq!(column(&table, "copy").role, Role::Input);
    choose(&mut table, "other", Role::Input);
    assert_eq!((set_aside(&table), column(&table, "copy").role), (Vec::new(), Role::Input));
}

#[test]
fn a_finer_name_of_a_class_is_set_aside_and_a_coarser_one_is_not() {
    let text = lines("x,digit,tens,parity", 300, |row| {
        let digit = counts(row).0 % 10;
        format!("{},{digit},{},{}", row * 31 % 97, digit / 5, ["even", "odd"][digit % 2])
    });
    let types = [("digit", ColumnKind::Category), ("tens", ColumnKind::Category)];
    let parity = read(&text, &[("parity", Role::Task)], &types);
    assert_eq!(set_aside(&parity), ["digit"]);
    let reason = column(&parity, "digit").reason;
    assert!(reason.starts_with("has only values that go with one value of task “parity” each:"), "{reason}");
    assert_eq!(set_aside(&read(&text, &[("digit", Role::Task)], &types)), Vec::<String>::new());
}

/// Every table with notes: exactly the columns that they call a leak are set aside, with nothing but its tasks given.
#[test]
fn real_tables_lose_their_leaks_and_nothing_else() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
    for example in EXAMPLES {
        let Source::File(file) = example.source else { continue };
        let notes = std::fs::read_to_string(fixture.join(format!("{}.spec.json", example.key)));
        check(file, "public", &notes.expect("notes"), example.types);
    }
    // Tables that are not shipped, where the folder they lie in is at hand.
    for name in ["digits_parity", "multimnist", "solar_flares", "tecator_meats"] {
        let folder = std::env::var("POLYHEAD_TABLES").unwrap_or_default();
        if let Ok(notes) = std::fs::read_to_string(format!("{folder}/{name}.spec.json")) {
            check(&format!("{name}.csv"), &folder, &notes, &[]);
        }
    }
}

/// With each task alone and the others as inputs, nothing is set aside but the digit that makes the parity.
fn check_alone(
    file: &str,
    bytes: &[u8],
    roles: &BTreeMap<String, Role>,
    types: &BTreeMap<String, ColumnKind>,
) {
    for task in roles.keys() {
        let alone = [(task.clone(), Role::Task)].into();
        let table = Table::read(file, bytes, &alone, types).expect("a table");
        let leaks: &[&str] = if task == "parity" { &["digit"] } else { &[] };
        assert_eq!(set_aside(&table), leaks, "{file}: {task} alone");
    }
}

fn check(file: &str, folder: &str, notes: &str, types: &[(&str, ColumnKind)]) {
    let notes: Value = serde_json::from_str(notes).expect("JSON");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(file);
    let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{}", path.display()));
    let tasks = notes["tasks"].as_array().expect("a list").iter();
    let roles: BTreeMap<String, Role> =
        tasks.map(|task| (task["column"].as_str().expect("a name").to_owned(), Role::Task)).collect();
    let types = types.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    let table = Table::read(file, &bytes, &roles, &types).expect("a table");
    check_alone(file, &bytes, &roles, &types);
    let ignored = notes["ignore"].as_object().expect("reasons by name");
    let leaks: Vec<&String> = ignored
        .iter()
        .filter(|(_, why)| why.as_str().is_some_and(|why| why.contains("LEAK")))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(set_aside(&table).iter().collect::<Vec<_>>(), leaks, "{file}");
    println!("{file}: set aside {leaks:?}");
}

#[test]
fn a_number_whose_thresholds_make_the_classes_is_for_the_head_to_find() {
    let size = |row: usize| row * 7 % 20;
    let class = |row: usize| ["small", "middling", "large"][size(row) / 7];
    let text = lines("size,kind,code", 200, |row| format!("{},{},{}", size(row), class(row), size(row) % 7));
    assert_eq!(
        set_aside(&read(&text, &[("kind", Role::Task)], &[("size", ColumnKind::Integer)])),
        Vec::<String>::new()
    );
    // Labels have no order: the same relation through them is a renaming.
    assert_eq!(set_aside(&read(&text, &[("kind", Role::Task)], &[("size", ColumnKind::Category)])), ["size"]);
}

#[test]
fn small_numbers_lie_on_no_line_for_being_small() {
    let x = |row: usize| (row * 37 % 101) as f64 / 50.0 - 1.0;
    let z = |row: usize| (row * 53 % 103) as f64 / 51.0 - 1.0;
    let text = lines("x,z,y", 200, |row| {
        let (x, z) = (x(row), z(row));
        format!("{x:.4},{z:.4},{:.4}", 3.0 * x - 2.0 * z + (row % 3) as f64)
    });
    assert_eq!(set_aside(&read(&text, &[("y", Role::Task)], &[])), Vec::<String>::new());
}

#[test]
fn copies_sums_and_lines_are_found_and_honest_columns_kept_at_every_scale() {
    // Counts of 3 and 3 digits, as they are, of the size of currents, of national products and far from 0.
    for (scale, start) in
        [(1.0, 0.0), (1e-15, 0.0), (1e-12, 0.0), (1e12, 0.0), (1e9, 0.0), (1.0, 1e12), (1e-3, 5e6)]
    {
        let text = lines("honest,near,copy,line,task", 300, |row| {
            let (a, b) = counts(row);
            let of = |count: usize| start + scale * count as f64;
            let near = of(a) + scale * (0.5 + (b % 40) as f64);
            format!("{:e},{near:e},{:e},{:e},{:e}", of(b), of(a), 3.0 * scale * a as f64 + 2.0 * scale, of(a))
        });
        let table = read(&text, &[("task", Role::Task)], &[]);
        assert_eq!(set_aside(&table), ["copy", "line"], "{scale} from {start}");
        assert!(column(&table, "copy").reason.starts_with("equals task “task”:"), "{scale} from {start}");
    }
}

#[test]
fn a_tiny_target_beside_tiny_inputs_sets_none_aside() {
    // A leak current beside a current: both far below 1e-9, and not the same.
    let text = lines("leak_A,volt,current_A", 80, |row| {
        let (a, b) = counts(row);
        format!("{:e},{:.2},{:e}", 1e-12 + 1e-14 * b as f64, a as f64 / 100.0, 3e-12 + 1e-13 * a as f64)
    });
    assert_eq!(column(&read(&text, &[("current_A", Role::Task)], &[]), "leak_A").role, Role::Input);
}

#[test]
fn rows_of_one_group_count_once() {
    // Thirty patients of five visits each: an age goes with one answer because it goes with one patient or two.
    let text = |group: &str| {
        lines(&format!("{group},age,marker,relapse"), 150, |row| {
            let patient = row / 5;
            let relapse = ["no", "yes"][patient * 7 % 5 % 2];
            format!("{},{},{},{relapse}", 1000 + 13 * patient, 40 + patient % 20, row * 31 % 97)
        })
    };
    let found = read(&text("patient_id"), &[("relapse", Role::Task)], &[]);
    assert_eq!((column(&found, "patient_id").role, column(&found, "age").role), (Role::Group, Role::Input));
    // What names the answer is set aside all the same.
    let named = text("patient_id").replace(",no\n", ",no,well\n").replace(",yes\n", ",yes,ill\n");
    let named = named.replace("relapse\n", "relapse,state\n");
    assert_eq!(set_aside(&read(&named, &[("relapse", Role::Task)], &[])), ["state"]);
}

//! Rows are dealt out by seed, with the classes' shares kept and groups held together.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::{BTreeMap, BTreeSet};

use polyhead::config::{RunConfig, SplitConfig};
use polyhead::data::dataset::Dataset;
use polyhead::schema::error::DataError;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::table::gallery::{EXAMPLES, Source};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use serde_json::json;

fn read(text: &str, roles: &[(&str, Role)]) -> Table {
    let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table")
}

fn by(stratify: Option<&str>, seed: u64) -> RunConfig {
    let split = SplitConfig { stratify: stratify.map(str::to_owned), ..SplitConfig::default() };
    RunConfig { seed, split, ..RunConfig::default() }
}

fn split(table: &Table, stratify: Option<&str>, seed: u64) -> Result<[Vec<u32>; 3], DataError> {
    let dataset = Dataset::build(table, &by(stratify, seed))?;
    Ok(Split::ALL.map(|split| dataset.rows(split).to_vec()))
}

fn lines(header: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    (0..rows).fold(format!("{header}\n"), |text, row| text + &line(row) + "\n")
}

#[test]
fn the_split_has_a_seed_of_its_own_where_it_is_given_one() {
    let table =
        read(&lines("x,y", 200, |row| format!("{}.5,{}", row * 7 % 31, row * 3 % 17)), &[("y", Role::Task)]);
    let rows = |seed: u64, own: Option<u64>| {
        let patch = json!({"seed": seed, "split": {"seed": own}});
        let config = RunConfig::default().merged(&patch).expect("a configuration");
        let dataset = Dataset::build(&table, &config).expect("a dataset");
        Split::ALL.map(|split| dataset.rows(split).to_vec())
    };
    // Old configurations have none, and split as they did.
    assert_eq!(rows(3, None), split(&table, None, 3).expect("splits"));
    assert_eq!(rows(8, Some(3)), rows(3, None));
    assert_eq!(rows(8, Some(3)), rows(9, Some(3)));
    assert_ne!(rows(8, Some(3)), rows(8, None));
    let config = |patch| RunConfig::default().merged(&patch).expect("a configuration");
    let own = config(json!({"split": {"seed": 3}}));
    assert!(own.gives_same_data(&config(json!({"seed": 8, "split": {"seed": 3}}))));
    assert!(config(json!({})).gives_same_data(&config(json!({"split": {"seed": 7}}))));
    assert!(!config(json!({})).gives_same_data(&config(json!({"seed": 8}))));
    assert!(!own.gives_same_data(&config(json!({"split": {"seed": 4}}))));
    assert!(!own.gives_same_data(&config(json!({"split": {"seed": 3, "stratify": "none"}}))));
    assert_eq!(own.merged(&json!({"split": {"seed": null}})).expect("null"), RunConfig::default());
    let refusal = RunConfig::default().merged(&json!({"split": {"seed": 9_007_199_254_740_993_u64}}));
    assert!(refusal.expect_err("too large").to_string().starts_with("split.seed: expected"));
}

/// Furthest that a class of a split is from its share of the split's rows, in rows, with the class's size.
fn furthest(dataset: &Dataset) -> (f64, usize) {
    let share = |split| dataset.rows(split).len() as f64;
    let rows: f64 = Split::ALL.map(share).iter().sum();
    let mut worst = (0.0, 0);
    for task in 0..dataset.targets.len() {
        let counts = Split::ALL.map(|split| dataset.class_rows(task, split));
        for class in 0..counts[0].len() {
            let total: usize = counts.iter().map(|split| split[class]).sum();
            for (split, counts) in Split::ALL.into_iter().zip(&counts) {
                let miss = (counts[class] as f64 - total as f64 * share(split) / rows).abs();
                if miss > worst.0 {
                    worst = (miss, total);
                }
            }
        }
    }
    worst
}

#[test]
fn without_classes_a_seed_gives_the_rows_it_always_gave() {
    let table =
        read(&lines("x,y", 200, |row| format!("{}.5,{}", row * 7 % 31, row * 3 % 17)), &[("y", Role::Task)]);
    let mut order: Vec<u32> = (0..200).collect();
    order.shuffle(&mut rand_pcg::Pcg64Mcg::seed_from_u64(7));
    let mut expected = [order[..140].to_vec(), order[140..170].to_vec(), order[170..].to_vec()];
    expected.iter_mut().for_each(|rows| rows.sort_unstable());
    assert_eq!(split(&table, None, 7).expect("splits"), expected);
}

#[test]
fn validation_rows_beside_a_split_column_do_not_move_with_the_tasks() {
    let text = lines("x,part,y,z", 200, |row| {
        let part = if row % 5 == 4 { "test" } else { "train" };
        format!("{}.5,{part},{},{}", row * 7 % 31, ["a", "b"][row % 2], row * 3 % 17)
    });
    let mut order: Vec<u32> = (0..200).filter(|row| row % 5 != 4).collect();
    order.shuffle(&mut rand_pcg::Pcg64Mcg::seed_from_u64(7));
    let mut valid = order.split_off(160 - 28);
    valid.sort_unstable();
    for task in ["y", "z"] {
        let table = read(&text, &[(task, Role::Task), ("part", Role::Split)]);
        assert_eq!(split(&table, None, 7).expect("splits")[1], valid, "{task}");
    }
}

#[test]
fn every_class_has_its_share_of_every_split() {
    let (mut dealt, mut random) = (Vec::new(), Vec::new());
    for example in EXAMPLES.iter().filter(|example| !example.key.starts_with("fifa20")) {
        let Source::File(file) = example.source else { continue };
        let path = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), file);
        let roles = example.roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
        let types = example.types.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        let bytes = std::fs::read(path).expect("the table");
        let table = Table::read(example.title, &bytes, &roles, &types).expect("a table");
        for seed in 0..3 {
            let build = |stratify| Dataset::build(&table, &by(stratify, seed)).expect("a dataset");
            let (ours, plain) = (build(None), build(Some("none")));
            assert_eq!(
                Split::ALL.map(|split| ours.rows(split).len()),
                Split::ALL.map(|split| plain.rows(split).len())
            );
            println!("{} {seed}: {:?}, at random {:?}", example.key, furthest(&ours), furthest(&plain));
            for task in 0..ours.targets.len() {
                let counts = Split::ALL.map(|split| ours.class_rows(task, split));
                for class in 0..counts[0].len() {
                    let total: usize = counts.iter().map(|split| split[class]).sum();
                    let is_everywhere = counts.iter().all(|split| split[class] > 0);
                    assert!(is_everywhere || total < 3, "{}: {counts:?}", example.key);
                }
            }
            dealt.push(furthest(&ours).0);
            random.push(furthest(&plain).0);
        }
    }
    let worst = dealt.iter().copied().fold(0.0, f64::max);
    assert!(worst < 3.0, "a class is {worst} rows from its share");
    assert!(random.iter().copied().fold(0.0, f64::max) > 5.0 * worst, "random: {random:?}");
}

#[test]
fn a_class_of_three_rows_is_in_every_split_and_many_rare_ones_leave_the_sizes_alone() {
    let one_rare = lines("x,y", 100, |row| {
        let label = if row % 40 == 9 { "rare" } else { ["a", "b"][row % 2] };
        format!("{}.5,{label}", row * 7 % 31)
    });
    let table = read(&one_rare, &[("y", Role::Task)]);
    for seed in 0..20 {
        let dataset = Dataset::build(&table, &RunConfig { seed, ..RunConfig::default() }).expect("a dataset");
        for split in Split::ALL {
            assert_eq!(dataset.class_rows(0, split)[2], 1, "seed {seed}: {split:?}");
        }
    }
    // 2 and 3 rows a class: no part can have its share of each.
    for of_each in [2, 3] {
        let text = lines("x,y", 40 * of_each, |row| format!("{}.5,c{}", row * 7 % 31, row % 40));
        let table = read(&text, &[("y", Role::Task)]);
        let [train, valid, test] = split(&table, None, 3).expect("splits").map(|rows| rows.len());
        let share = 6 * of_each;
        assert_eq!((train, valid, test), (40 * of_each - 2 * share, share, share));
    }
}

#[test]
fn a_named_column_is_kept_in_balance_whatever_its_role() {
    let text =
        lines("x,site,y", 300, |row| format!("{}.5,s{},{}", row * 7 % 31, (row * row) % 7 % 4, row * 3 % 17));
    let table = read(&text, &[("y", Role::Task), ("site", Role::Ignore)]);
    let site = |row: &u32| table.columns[1].label(*row as usize).expect("a site").to_owned();
    let shares = |rows: &[u32]| {
        let mut counts = BTreeMap::new();
        rows.iter().for_each(|row| *counts.entry(site(row)).or_insert(0.0) += 1.0 / rows.len() as f64);
        counts
    };
    let whole = shares(&(0..300).collect::<Vec<_>>());
    for rows in split(&table, Some("site"), 5).expect("splits") {
        for (name, share) in shares(&rows) {
            assert!((share - whole[&name]).abs() < 1.0 / rows.len() as f64, "{name}: {share}, {whole:?}");
        }
    }
    let sentence = |stratify| split(&table, Some(stratify), 5).expect_err("no column").to_string();
    assert!(
        sentence("sight").contains("split.stratify: there is no column “sight”"),
        "{}",
        sentence("sight")
    );
    let many = read(&lines("x,y", 300, |row| format!("{row}.5,{}", row * 3 % 17)), &[("y", Role::Task)]);
    let sentence = split(&many, Some("x"), 5).expect_err("too many").to_string();
    assert!(sentence.contains("split.stratify: column “x” has 300 different values"), "{sentence}");
    let refusal = RunConfig::default().merged(&json!({"split": {"stratify": ""}})).expect_err("no name");
    assert!(refusal.to_string().starts_with("split.stratify: expected"), "{refusal}");
    let merged = RunConfig::default().merged(&json!({"split": {"stratify": "site"}})).expect("a name");
    assert_eq!(merged.split.stratify.as_deref(), Some("site"));
    let back = merged.merged(&json!({"split": {"stratify": null}})).expect("null");
    assert_eq!(back, RunConfig::default());
}

/// 40 patients of 1 to 12 visits; every fifth visit without a patient.
fn visits() -> String {
    let patient = |row: usize| (row * row / 97) % 40;
    lines("x,patient,ill,y", 260, |row| {
        let name = if row % 5 == 0 { String::new() } else { format!("p{}", patient(row)) };
        let ill = if patient(row) % 3 == 0 { "yes" } else { "no" };
        format!("{}.5,{name},{ill},{}", row * 7 % 31, row * 3 % 17)
    })
}

#[test]
fn rows_of_a_group_stay_in_one_split() {
    for tasks in [&["y"][..], &["ill"][..]] {
        let mut roles: Vec<_> = tasks.iter().map(|task| (*task, Role::Task)).collect();
        roles.push(("patient", Role::Group));
        let table = read(&visits(), &roles);
        for seed in 0..10 {
            let splits = split(&table, None, seed).expect("splits");
            let patients = splits.each_ref().map(|rows| {
                rows.iter().filter_map(|&row| table.columns[1].label(row as usize)).collect::<BTreeSet<_>>()
            });
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                assert!(patients[a].is_disjoint(&patients[b]), "seed {seed}: {patients:?}");
            }
            let sizes = splits.each_ref().map(Vec::len);
            assert!(
                sizes.iter().zip([182, 39, 39]).all(|(&size, wish)| size.abs_diff(wish) <= 3),
                "{sizes:?}"
            );
            let alone = |rows: &Vec<u32>| rows.iter().any(|row| row % 5 == 0);
            assert!(splits.iter().all(alone), "rows without a patient go anywhere");
        }
        assert_eq!(split(&table, None, 3), split(&table, None, 3));
        assert_ne!(split(&table, None, 3), split(&table, None, 4));
    }
}

#[test]
fn groups_are_dealt_so_that_classes_keep_their_shares() {
    let table = read(&visits(), &[("ill", Role::Task), ("patient", Role::Group)]);
    let worst = |stratify| {
        let build = |seed| Dataset::build(&table, &by(stratify, seed)).expect("a dataset");
        (0..10).map(|seed| furthest(&build(seed)).0).fold(0.0, f64::max)
    };
    let (dealt, random) = (worst(None), worst(Some("none")));
    println!("groups: {dealt} rows from a share, at random {random}");
    assert!(dealt < 3.0 && random > 2.0 * dealt, "{dealt} and {random}");
}

#[test]
fn few_groups_get_a_sentence_and_three_suffice() {
    let text = |groups: usize| {
        lines("x,g,y", 60, |row| format!("{}.5,g{},{}", row * 7 % 31, row / 20 % groups, row * 3 % 17))
    };
    let table = |groups| read(&text(groups), &[("y", Role::Task), ("g", Role::Group)]);
    let sentence = split(&table(2), None, 7).expect_err("two groups").to_string();
    assert!(sentence.contains("column “g”") && sentence.contains("only 2 different groups"), "{sentence}");
    assert_eq!(split(&table(3), None, 7).expect("splits").map(|rows| rows.len()), [20, 20, 20]);
}

#[test]
fn validation_rows_beside_a_split_column_are_drawn_by_group() {
    let text = lines("x,g,part,y", 90, |row| {
        let part = if row % 9 < 7 { "train" } else { "test" };
        format!("{}.5,g{},{part},{}", row * 7 % 31, row % 9, row * 3 % 17)
    });
    let roles = [("y", Role::Task), ("g", Role::Group), ("part", Role::Split)];
    let [train, valid, test] = split(&read(&text, &roles), None, 7).expect("splits");
    let groups = |rows: &[u32]| rows.iter().map(|row| row % 9).collect::<BTreeSet<_>>();
    assert_eq!((groups(&train).len(), groups(&valid).len(), groups(&test).len()), (6, 1, 2));
}

//! Whether verdicts are true: no gain is found where there is none, and the sign is right where there is one.
//!
//! Asked for by hand, as it takes minutes: `bash tests/bench/truth/run`.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]
#![allow(clippy::print_stdout, reason = "what was found is the point")]

mod support;

use polyhead::gain::Verdict;
use polyhead::protocol::{Command, Event};
use polyhead::report::{ComparisonReport, RunReport};
use polyhead::schema::role::Role;
use polyhead::synthetic::{Drawn, Mmoe, MultiTab};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};
use support::{answer, drive_in_turn, load};

/// A run on a table, compared over so many seeds.
fn compared(text: &str, roles: &[(&str, Role)], config: Value, seeds: usize) -> RunReport {
    let off = json!({"singleTaskTwins": false, "comparison": {"linear": false, "trees": false}});
    let messages = drive_in_turn(vec![
        load(text, roles, &[]),
        Command::Configure(off),
        Command::Configure(config),
        Command::Train { epochs: None },
        Command::Compare { seeds: Some(seeds) },
    ]);
    match answer(&messages, 5) {
        Event::Compared(report) => report.clone(),
        other => panic!("expected a comparison, found {other:?}"),
    }
}

fn comparison(report: &RunReport) -> &ComparisonReport {
    report.comparison.as_ref().expect("a comparison")
}

/// Above 0 for a verdict that learning together helps, below 0 for one that it hurts.
fn sign(verdict: Option<&Verdict>) -> i32 {
    match verdict {
        Some(Verdict::Helps { .. } | Verdict::SeemsToHelp { .. }) => 1,
        Some(Verdict::Hurts { .. } | Verdict::SeemsToHurt { .. }) => -1,
        Some(Verdict::NoDetectableDifference { .. } | Verdict::TooFewRows { .. }) | None => 0,
    }
}

/// A table whose tasks have nothing to do with its inputs or with each other: a number, two classes, four classes, a count; with holes.
fn independent(seed: u64) -> String {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let rows = 200 + 150 * (seed as usize % 10);
    let hole = 0.1 * (seed % 4) as f64;
    let mut text = "a,b,c,kind,number,side,quarter,events\n".to_owned();
    for _ in 0..rows {
        let mut share = || random.random::<f64>();
        let inputs = format!("{:.4},{:.4},{:.4},k{}", share(), share(), share(), (share() * 5.0) as usize);
        let number = format!("{:.4}", share() + share() + share());
        let side = ["left", "right"][usize::from(share() < 0.4)].to_owned();
        let quarter = ["n", "e", "s", "w"][(share() * 4.0) as usize].to_owned();
        let events = ((share() * 3.0).powi(2) as usize).to_string();
        let labels =
            [number, side, quarter, events].map(|label| if share() < hole { String::new() } else { label });
        text += &format!("{inputs},{}\n", labels.join(","));
    }
    text
}

#[test]
#[ignore = "takes minutes: bash tests/bench/truth/run"]
fn independent_tasks_have_nothing_to_gain() {
    let roles = ["number", "side", "quarter", "events"].map(|name| (name, Role::Task));
    let (mut none, mut helps) = (0, 0);
    for seed in 1..=20 {
        let config = json!({"seed": seed, "targets": {"events": {"kind": "count"}}});
        let report = compared(&independent(seed), &roles, config, 3);
        let found = comparison(&report);
        let sign = sign(found.verdict.as_ref());
        none += usize::from(sign == 0);
        helps += usize::from(sign > 0);
        let tasks = found.tasks.iter().map(|task| self::sign(task.verdict.as_ref())).collect::<Vec<_>>();
        println!("independent {seed}: {} tasks {tasks:?}", found.sentence.as_deref().unwrap_or("none"));
    }
    println!("no detectable difference in {none} of 20, “helps” in {helps}");
    assert!(none >= 18 && helps <= 1);
}

fn text(rows: &[Drawn], train: usize, valid: usize) -> String {
    let names =
        |letter: &str, count: usize| (1..=count).map(|index| format!("{letter}{index}")).collect::<Vec<_>>();
    let first = rows.first().expect("rows");
    let mut text = [names("x", first.inputs.len()), names("y", first.labels.len()), vec!["part".into()]]
        .concat()
        .join(",");
    for (index, row) in rows.iter().enumerate() {
        let numbers = row.inputs.iter().chain(&row.labels).map(|number| format!("{number:.5}"));
        let part = if index < train {
            "train"
        } else if index < train + valid {
            "valid"
        } else {
            "test"
        };
        text += &format!("\n{},{part}", numbers.collect::<Vec<_>>().join(","));
    }
    text + "\n"
}

#[test]
#[ignore = "takes minutes: bash tests/bench/truth/run"]
fn the_sign_is_right_where_relatedness_is_known() {
    let (mut right, mut wrong, mut clear) = (0, 0, 0);
    for seed in 1..=20_u64 {
        // Few rows of noisy tasks that are one have much to gain; unrelated ones on a narrow trunk have much to lose.
        let is_related = seed % 4 < 2;
        let cosine = if is_related { 1.0 } else { 0.0 };
        let tasks = if seed % 2 == 0 { 2 } else { 4 };
        let (train, valid) = if is_related { (100, 100) } else { (1_500, 300) };
        let source: Box<dyn Iterator<Item = Drawn>> = if is_related || tasks == 4 {
            let degrees = if is_related { [1, 1, 2, 2] } else { [1, 2, 3, 2] };
            let noise = if is_related { 1.5 } else { 0.5 };
            Box::new(MultiTab::new(&degrees[..tasks], 12, cosine, noise, seed).expect("a benchmark"))
        } else {
            Box::new(Mmoe::new(cosine, seed).expect("a benchmark"))
        };
        let rows: Vec<Drawn> = source.take(train + valid + 13_000).collect();
        let names: Vec<String> = (1..=tasks).map(|task| format!("y{task}")).collect();
        let mut roles: Vec<(&str, Role)> = names.iter().map(|name| (name.as_str(), Role::Task)).collect();
        roles.push(("part", Role::Split));
        let trunk = if is_related { json!([32, 16]) } else { json!([4, 2]) };
        let config =
            json!({"architecture": {"trunk": trunk}, "optimizer": {"learningRate": 0.01}, "batchSize": 32});
        // The same models, judged on some test rows and on many others.
        let (learned, tested) = rows.split_at(train + valid);
        let [few, many] = [&tested[..3_000], &tested[3_000..]].map(|tested| {
            compared(&text(&[learned, tested].concat(), train, valid), &roles, config.clone(), 5)
        });
        let truth =
            comparison(&many).overall.as_ref().and_then(|overall| overall.percent).map(|own| own.value);
        let said = sign(comparison(&few).verdict.as_ref());
        println!(
            "{} {seed}, cosine {cosine}: truth {truth:.1?} %, said: {}",
            if is_related || tasks == 4 { "multitab" } else { "mmoe" },
            comparison(&few).sentence.as_deref().unwrap_or("nothing")
        );
        let Some(truth) = truth.filter(|truth| truth.abs() >= 5.0) else { continue };
        clear += 1;
        right += usize::from(said == truth.signum() as i32);
        wrong += usize::from(said == -(truth.signum() as i32));
    }
    println!(
        "a true gain or loss of 5 % or more in {clear} of 20: right {right}, wrong {wrong}, undecided {}",
        clear - right - wrong
    );
    assert!(right * 20 >= clear * 18 && wrong == 0);
}

#[test]
#[ignore = "takes minutes: bash tests/bench/truth/run"]
fn tables_whose_gain_is_known_get_the_verdict_they_deserve() {
    let Ok(folder) = std::env::var("POLYHEAD_TABLES") else {
        panic!("POLYHEAD_TABLES: name the folder with fifa20_scarce.csv and multimnist.csv")
    };
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}.csv")).expect("a table");
    let tell = |name: &str, report: &RunReport| {
        println!("{name}: {}", comparison(report).sentence.as_deref().unwrap_or("nothing"));
        for task in &comparison(report).tasks {
            println!("  {}: {} {}", task.name, task.sentence.as_deref().unwrap_or("nothing"), task.standing);
        }
    };
    let of = |report: &RunReport, name: &str| {
        let tasks = &comparison(report).tasks;
        sign(tasks.iter().find(|task| task.name == name).and_then(|task| task.verdict.as_ref()))
    };
    let roles = ["overall", "potential", "wage_eur", "value_eur"].map(|name| (name, Role::Task));
    let money = json!({"wage_eur": {"transform": "log1p"}, "value_eur": {"transform": "log1p"}});
    let scarce = compared(&read("fifa20_scarce"), &roles, json!({"targets": money}), 5);
    tell("fifa20_scarce", &scarce);
    let digits =
        compared(&read("multimnist"), &["left", "right"].map(|name| (name, Role::Task)), json!({}), 5);
    tell("multimnist", &digits);
    assert_eq!(of(&scarce, "value_eur"), 1);
    assert_eq!((of(&digits, "left"), of(&digits, "right")), (-1, -1));
}

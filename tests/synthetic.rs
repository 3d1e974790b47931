//! Benchmarks without data: their tasks are related as asked, and their labels are what their formulas say.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::synthetic::{self, Drawn, Impossible, Mmoe, MultiTab, related};
use polyhead::table::Table;
use polyhead::table::gallery::{Benchmark, EXAMPLES, Source};
use polyhead::table::summary::TableSummary;
use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| of(pair.0 - a, pair.1 - b)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

#[test]
fn directions_are_unit_vectors_with_the_cosine_asked_for() {
    for (tasks, inputs, cosine) in
        [(1, 1, 0.3), (2, 100, 0.5), (2, 2, -1.0), (7, 32, 0.4), (7, 7, -1.0 / 6.0), (3, 9, 1.0), (5, 8, 0.0)]
    {
        let mut rng = Pcg64Mcg::seed_from_u64(7);
        let found = related(tasks, inputs, cosine, &mut rng).expect("possible");
        assert_eq!(found.len(), tasks);
        for (i, a) in found.iter().enumerate() {
            assert_eq!(a.len(), inputs);
            for (j, b) in found.iter().enumerate() {
                let expected = if i == j { 1.0 } else { cosine };
                assert!((dot(a, b) - expected).abs() < 1e-12, "{tasks} {inputs} {cosine}: {}", dot(a, b));
            }
        }
    }
}

#[test]
fn what_can_not_be_related_is_refused_with_a_sentence() {
    let refusal = |tasks: usize, inputs, cosine| {
        MultiTab::new(&vec![1; tasks], inputs, cosine, 0.01, 7).expect_err("refused")
    };
    // Seven vectors can't all be further than this from each other.
    assert_eq!(refusal(7, 32, -0.2), Impossible::Cosine { tasks: 7, lowest: -1.0 / 6.0, found: -0.2 });
    assert!(refusal(7, 32, -0.2).to_string().contains("7 tasks can be related from -0.16"));
    assert!(matches!(refusal(2, 32, 1.5), Impossible::Cosine { .. }));
    assert!(matches!(refusal(2, 32, f64::NAN), Impossible::Cosine { .. }));
    assert!(refusal(5, 4, 0.0).to_string().contains("at least as many inputs"));
    assert!(Mmoe::new(-1.0, 7).is_ok() && Mmoe::new(-1.1, 7).is_err());
}

#[test]
fn the_same_seed_draws_the_same_rows_and_another_seed_others() {
    let rows = |seed| Mmoe::new(0.5, seed).expect("possible").take(3).collect::<Vec<Drawn>>();
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7), rows(8));
    let rows =
        |seed| MultiTab::new(&[1, 2], 4, 0.5, 0.01, seed).expect("possible").take(3).collect::<Vec<_>>();
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7), rows(8));
}

#[test]
fn labels_of_the_mixture_of_experts_correlate_as_the_cosine_says() {
    // Measured with another implementation of the same formula, 200 000 rows each: so are these.
    let golden = [(0.0, -0.003), (0.25, 0.102), (0.5, 0.223), (0.75, 0.404), (0.9, 0.631), (1.0, 0.997)];
    for (cosine, expected) in golden {
        let rows = Mmoe::new(cosine, 7).expect("possible").take(200_000);
        let labels: Vec<(f64, f64)> = rows.map(|row| (row.labels[0], row.labels[1])).collect();
        let found = pearson(&labels);
        println!("p = {cosine:<4} Pearson {found:.3}, golden {expected:.3}");
        assert!((found - expected).abs() < 0.01, "p = {cosine}: {found} against {expected}");
    }
}

#[test]
fn labels_are_a_function_of_what_lies_along_their_direction() {
    // Of degree 1 and without noise a label is the dot product itself, so the labels tell the direction back.
    let rows: Vec<Drawn> = MultiTab::new(&[1, 3], 2, 1.0, 0.0, 7).expect("possible").take(50).collect();
    for row in &rows {
        let along = row.labels[0];
        let expected = along + along.powi(2) + along.powi(3);
        assert!((row.labels[1] - expected).abs() < 1e-9 * expected.abs().max(1.0), "{row:?}");
    }
    // Inputs and labels have the spread that unit directions give them.
    let rows = MultiTab::new(&[1], 32, 0.4, 0.01, 7).expect("possible").take(20_000);
    let (square_sum, label_sum) = rows.fold((0.0, 0.0), |(inputs, labels), row| {
        (inputs + dot(&row.inputs, &row.inputs) / 32.0, labels + row.labels[0].powi(2))
    });
    assert!((square_sum / 20_000.0 - 1.0).abs() < 0.01 && (label_sum / 20_000.0 - 1.0).abs() < 0.04);
}

#[test]
fn every_made_example_is_a_table_with_tasks_and_splits() {
    for example in EXAMPLES {
        let Source::Made(benchmark) = example.source else { continue };
        let table = synthetic::table(example.title, benchmark, 7).expect("a table");
        let (inputs, tasks, rows) = match benchmark {
            // Split as a file is, and with labels: `tests/gallery.rs` looks at it.
            Benchmark::Plane => continue,
            Benchmark::SyntheticMmoe => (100, 2, [10_000, 1_000, 1_000]),
            Benchmark::SyntheticMultitab => (32, 7, [7_000, 1_500, 1_500]),
        };
        assert_eq!(table.name, example.title);
        let numbers = |role| {
            let columns = table.with_role(role);
            columns.inspect(|column| assert_eq!(column.kind, ColumnKind::Number, "{}", column.name)).count()
        };
        assert_eq!((numbers(Role::Input), numbers(Role::Task)), (inputs, tasks));
        let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
        assert_eq!(Split::ALL.map(|split| dataset.rows(split).len()), rows);
        assert_eq!((dataset.encoding.width(), dataset.targets.len()), (inputs, tasks));
        // The name in links is the name in the protocol.
        assert_eq!(serde_json::to_value(benchmark).expect("serialises"), example.key);
    }
}

#[test]
fn a_made_table_is_what_its_rows_are_as_a_file() {
    let made = synthetic::table("made", Benchmark::SyntheticMultitab, 7).expect("a table");
    let mut text = made.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(",");
    for row in 0..made.rows {
        text.push('\n');
        text += &made
            .columns
            .iter()
            .map(|column| column.label(row).expect("a cell"))
            .collect::<Vec<_>>()
            .join(",");
    }
    let given = made.columns.iter().filter(|column| column.role != Role::Input);
    let roles = given.map(|column| (column.name.clone(), column.role)).collect();
    let read = Table::read("made", text.as_bytes(), &roles, &[].into()).expect("a table");
    // How a file was read is said of files alone.
    let summary = TableSummary { reading: made.summary().reading, ..read.summary() };
    let as_sent = |summary| serde_json::to_value(summary).expect("serialises");
    assert_eq!(as_sent(made.summary()), as_sent(summary));
    let features = |table: &Table| {
        let dataset = Dataset::build(table, &RunConfig::default()).expect("a dataset");
        dataset.encoding.encode_table(&table.columns, dataset.rows(Split::Train))
    };
    assert_eq!(features(&made), features(&read));
    // Six decimals keep what a 32-bit number can tell of values near 1.
    let first =
        MultiTab::new(&[1, 3, 2, 3, 4, 2, 3], 32, 0.4, 0.01, 7).expect("possible").next().expect("endless");
    let cells = made.columns.iter().filter_map(|column| column.number(0));
    for (cell, drawn) in cells.zip(first.inputs.iter().chain(&first.labels)) {
        assert!((cell - drawn).abs() <= 0.5e-6 + 1e-12, "{cell} {drawn}");
    }
}

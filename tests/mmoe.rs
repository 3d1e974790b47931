//! A mixture of experts against one shared bottom of as many parameters, on two tasks that are related by half.
//!
//! `POLYHEAD_SEEDS=10 cargo test --features train --test mmoe -- --nocapture` is the full comparison: each seed draws its
//! own table, trains to the end, and the table of medians is printed. Without it, one seed and a few epochs show that both learn.
//!
//! With ten seeds: `mmoe` (14 818 parameters), `hard_sharing` (14 776), two tasks with a cosine of 0.5. Test losses in units of the
//! baseline's, median and range: 0.072 (0.027 to 0.103) against 0.099 (0.042 to 0.172).
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::ArchitectureKind;
use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, MakeRequest};
use polyhead::report::RunReport;
use polyhead::schema::split::Split;
use polyhead::table::column::median;
use polyhead::table::gallery::Benchmark;
use serde_json::json;
use support::{drive_in_turn, report};

/// The better one on the validation rows is kept, so that neither architecture is judged by the other's learning rate.
const RATES: [f64; 2] = [1e-3, 1e-2];

/// Inputs and outputs of the table.
const INPUTS: usize = 100;
const OUTPUTS: [usize; 2] = [1, 1];

/// Eight experts of 16 units and heads of 8, as in the paper's figure 4.
fn mixture() -> ArchitectureConfig {
    ArchitectureConfig {
        kind: ArchitectureKind::Mmoe,
        trunk: vec![16],
        head: vec![8],
        experts: 8,
        ..ArchitectureConfig::default()
    }
}

/// One bottom, as wide as makes the parameters as many as the mixture's.
fn shared_bottom() -> ArchitectureConfig {
    let wanted = mixture().parameter_count(INPUTS, &OUTPUTS);
    let of_width =
        |width| ArchitectureConfig { kind: ArchitectureKind::HardSharing, trunk: vec![width], ..mixture() };
    (1..=256)
        .map(of_width)
        .min_by_key(|config| config.parameter_count(INPUTS, &OUTPUTS).abs_diff(wanted))
        .expect("some width")
}

fn run(architecture: &ArchitectureConfig, seed: u64, epochs: usize) -> RunReport {
    let runs = RATES.map(|rate| {
        let name = "two tasks".to_owned();
        let make = Command::Make(MakeRequest { name, benchmark: Benchmark::SyntheticMmoe, seed });
        let config = Command::Configure(json!({
            "seed": seed, "architecture": architecture, "weighting": {"kind": "equal"},
            "optimizer": {"kind": "adam", "learningRate": rate, "weightDecay": 0.0},
            "batchSize": 128, "epochs": epochs, "earlyStopping": {"patience": 20}
        }));
        report(&drive_in_turn(vec![make, config, Command::Train { epochs: None }]), 3).clone()
    });
    let [slow, fast] = runs;
    if loss(&slow, Split::Valid) <= loss(&fast, Split::Valid) { slow } else { fast }
}

/// Mean over the two tasks; 1 is what the training mean scores on training rows.
fn loss(report: &RunReport, split: Split) -> f64 {
    let losses = report.tasks.iter().map(|task| task.metrics[&split][&MetricKind::Loss].expect("a loss"));
    losses.sum::<f64>() / report.tasks.len() as f64
}

#[test]
fn both_learn_and_the_medians_are_told() {
    let seeds = std::env::var("POLYHEAD_SEEDS").ok().map(|seeds| seeds.parse::<u64>().expect("a number"));
    // A few epochs tell whether anything is learned, not who learns better.
    let (seeds, epochs) = seeds.map_or((1, 6), |seeds| (seeds, 200));
    println!("{seeds} seeds, at most {epochs} epochs; test loss, mean of both tasks");
    println!("{:<14} {:>10} {:>8} {:>8} {:>8}", "architecture", "parameters", "median", "lowest", "highest");
    let mut parameters = Vec::new();
    for config in [mixture(), shared_bottom()] {
        let reports: Vec<RunReport> = (1..=seeds).map(|seed| run(&config, seed, epochs)).collect();
        for report in &reports {
            for task in &report.tasks {
                assert_eq!(task.labelled[&Split::Train], 10_000);
                let trivial = task.trivial[&Split::Test][&MetricKind::Loss].expect("a loss");
                let found = task.metrics[&Split::Test][&MetricKind::Loss].expect("a loss");
                assert!(found < trivial, "{:?} {}: {found} against {trivial}", config.kind, task.name);
            }
        }
        let mut losses: Vec<f64> = reports.iter().map(|report| loss(report, Split::Test)).collect();
        losses.sort_by(f64::total_cmp);
        let (lowest, highest) = (losses[0], losses[losses.len() - 1]);
        parameters.push(reports[0].parameters);
        println!(
            "{:<14} {:>10} {:>8.4} {lowest:>8.4} {highest:>8.4}",
            config.kind.key(),
            reports[0].parameters,
            median(&mut losses)
        );
    }
    // Widths are whole numbers: within half a percent is equal.
    assert!(parameters[0].abs_diff(parameters[1]) * 200 < parameters[0], "{parameters:?}");
}

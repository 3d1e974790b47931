//! Where numeric embeddings and ensembles pay: scores on the gallery's tables against the default's, over several seeds.
//!
//! Asked for by hand, as it takes ten minutes to an hour: `bash tests/bench/methods/run`.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]
#![allow(clippy::print_stdout, reason = "what was found is the point")]

use std::rc::Rc;
use std::time::SystemTime;

use burn::tensor::Device;
use futures::executor::block_on;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::table::gallery::{EXAMPLES, Example, Source};
use polyhead::train::Trainer;
use serde_json::{Value, json};

/// Each draws parameters, batches and splits, the same for every configuration.
const SEEDS: u64 = 3;

/// What is compared, the first with all others.
fn configurations() -> Vec<(&'static str, Value)> {
    vec![
        ("default", json!({})),
        ("piecewise_linear", json!({"encoding": {"numericEmbedding": "piecewise_linear"}})),
        ("periodic", json!({"encoding": {"numericEmbedding": "periodic"}})),
        ("tabm", json!({"architecture": {"kind": "tabm"}})),
        (
            "tabm, periodic",
            json!({"architecture": {"kind": "tabm"}, "encoding": {"numericEmbedding": "periodic"}}),
        ),
    ]
}

/// How one run ended.
struct Run {
    /// Mean over the tasks of the loss in units of the baseline's: of validation rows, and of test rows.
    scores: [f64; 2],
    steps: usize,
    seconds: f64,
}

fn run(dataset: Rc<Dataset>, config: RunConfig) -> Run {
    let mut trainer = Trainer::new(dataset.clone(), config, &Device::flex());
    let start = SystemTime::now();
    while !block_on(trainer.step()).expect("a step")
        || block_on(trainer.end_epoch()).expect("an end").ending.is_none()
    {}
    let (seconds, steps) = (start.elapsed().expect("a clock").as_secs_f64(), trainer.step_count());
    trainer.finish();
    let scores = [Split::Valid, Split::Test].map(|split| {
        let answers = block_on(trainer.answer_split(split)).expect("answers");
        let shares = answers.iter().zip(&dataset.baselines).filter_map(|(answers, baseline)| {
            let loss = answers.loss(dataset.rows(split))?;
            (baseline.loss > 0.0).then(|| loss / baseline.loss)
        });
        let shares: Vec<f64> = shares.collect();
        shares.iter().sum::<f64>() / shares.len() as f64
    });
    Run { scores, steps, seconds }
}

/// Mean and half the width of a 95 % interval of Student's.
fn interval(values: &[f64]) -> (f64, f64) {
    /// Quantiles at 97.5 % for 1, 2, … degrees of freedom.
    const QUANTILES: [f64; 9] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, QUANTILES[(values.len() - 2).min(8)] * (variance / count).sqrt())
}

fn compare(example: &Example, path: &str, seeds: u64) {
    let text = std::fs::read(format!("public/{path}")).expect("a table");
    let roles = example.roles.iter().map(|&(name, role)| (name.to_owned(), role)).collect();
    let types = example.types.iter().map(|&(name, kind)| (name.to_owned(), kind)).collect();
    let table = Table::read(example.key, &text, &roles, &types).expect("a table");
    let mut first: Vec<Run> = Vec::new();
    for (name, patch) in configurations() {
        let run = |seed| {
            let config = RunConfig { seed, ..RunConfig::default() }.merged(&patch).expect("a configuration");
            run(Rc::new(Dataset::build(&table, &config).expect("a dataset")), config)
        };
        let runs: Vec<Run> = (0..seeds).map(run).collect();
        let base = if first.is_empty() { &runs } else { &first };
        let cells = [0, 1].map(|split| {
            let mean = runs.iter().map(|run| run.scores[split]).sum::<f64>() / runs.len() as f64;
            let gains = runs.iter().zip(base).map(|(run, base)| base.scores[split] - run.scores[split]);
            let (gain, half) = interval(&gains.collect::<Vec<f64>>());
            format!("{mean:.4} ({gain:+.4} ± {half:.4})")
        });
        let time = |runs: &[Run]| {
            runs.iter().map(|run| run.seconds).sum::<f64>()
                / runs.iter().map(|run| run.steps as f64).sum::<f64>()
        };
        let [valid, test] = cells;
        let ms = time(&runs) * 1e3;
        println!(
            "| {} | {name} | {valid} | {test} | {ms:.2} | {:.2} |",
            example.key,
            time(&runs) / time(base)
        );
        if first.is_empty() {
            first = runs;
        }
    }
}

#[test]
#[ignore = "takes long"]
fn scores_beside_the_default() {
    let only = std::env::var("POLYHEAD_TABLES").unwrap_or_default();
    let seeds = std::env::var("POLYHEAD_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    println!("| table | configuration | validation (gain) | test (gain) | ms a step | times the default's |");
    println!("|---|---|---|---|---|---|");
    for example in EXAMPLES.iter().filter(|example| only.is_empty() || only.contains(example.key)) {
        match example.source {
            Source::File(path) => compare(example, path, seeds),
            Source::Made(_) | Source::Toy => {}
        }
    }
}

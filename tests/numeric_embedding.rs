//! What a model reads of numbers: waves as the paper writes them, parameters as they are counted, and what bins and waves make learnable.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::f64::consts::TAU;
use std::fmt::Write as _;

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor};
use polyhead::architecture::{ArchitectureConfig, ArchitectureKind};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::input::embedding::{Inputs, NumericEmbedding, WAVE_SIZE, WAVES};
use polyhead::metric::MetricKind;
use polyhead::model::{Dropout, Model, Representation};
use polyhead::protocol::Command;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::TaskKind::Regression;
use polyhead::task::layout::Layout;
use serde_json::json;
use support::{drive_in_turn, load, report};

/// A model without a hidden layer: its representation is what encoders make of rows.
fn bare(kind: ArchitectureKind, inputs: &Inputs) -> Model {
    let config = ArchitectureConfig { kind, trunk: vec![], ..ArchitectureConfig::default() };
    Model::new(&config, inputs.clone(), &Layout::of([(Regression, 1), (Regression, 1)]), 3, &Device::flex())
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    let data = futures::executor::block_on(tensor.into_data_async()).expect("readable");
    data.try_into_vec::<f32>().expect("floats").into_iter().map(f64::from).collect()
}

/// Every parameter, in the model's order.
#[derive(Default)]
struct Collect(Vec<Vec<f64>>);

impl ModuleVisitor for Collect {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.push(numbers(param.val()));
    }
}

/// Worked out from equation 3 and figure 2 of the paper, with the model's own parameters, in f64.
#[test]
fn waves_are_mixtures_of_sines_and_cosines() {
    let inputs = Inputs { numbers: 3, periodic: vec![0, 2], ..Inputs::default() };
    for (kind, count) in [(ArchitectureKind::HardSharing, 1), (ArchitectureKind::SingleTask, 2)] {
        let model = bare(kind, &inputs);
        let rows = [[0.5, 7.0, -1.25], [2.0, -8.0, 0.0]];
        let features = model.represent(Tensor::<2>::from_floats(rows, &Device::flex()), &mut Dropout::off());
        let features = match features {
            Representation::Shared(features) => features.unsqueeze::<3>(),
            Representation::PerTask(features) => features,
        };
        assert_eq!(features.dims(), [count, 2, inputs.features()], "{kind:?}");
        let found = numbers(features);
        let mut parameters = Collect::default();
        model.visit(&mut parameters);
        let [frequencies, weights, biases] = [0, 1, 2].map(|index| &parameters.0[index]);
        let mut expected = Vec::new();
        for own in 0..count {
            for row in rows {
                expected.extend(row);
                for (column, number) in [(0, row[0]), (1, row[2])] {
                    let at = own * 2 + column;
                    let turn = |wave: usize| TAU * frequencies[at * WAVES + wave] * number;
                    let waves = (0..WAVES).map(|wave| turn(wave).sin());
                    let waves: Vec<f64> = waves.chain((0..WAVES).map(|wave| turn(wave).cos())).collect();
                    for output in 0..WAVE_SIZE {
                        let weight = |wave: usize| weights[(at * 2 * WAVES + wave) * WAVE_SIZE + output];
                        let sum: f64 =
                            waves.iter().enumerate().map(|(wave, value)| value * weight(wave)).sum();
                        expected.push((sum + biases[at * WAVE_SIZE + output]).max(0.0));
                    }
                }
            }
        }
        assert_eq!(found.len(), expected.len());
        for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!((found - expected).abs() < 1e-5, "{kind:?} {index}: {found} for {expected}");
        }
    }
}

/// Inputs: a number with gaps, a whole number of few values, a label; tasks: a wave and steps of the first.
fn table(rows: usize) -> String {
    let mut text = String::from("x,level,label,wave,steps\n");
    for row in 0..rows {
        let x = ((row * 377) % 1009) as f64 / 1009.0 * 6.0 - 3.0;
        let cell = if row % 50 == 7 { String::new() } else { format!("{x:.5}") };
        let label = ["a", "b"][row % 2];
        let steps = ((x * 3.0).floor() as i64).rem_euclid(3) as f64 * 2.0;
        writeln!(text, "{cell},{},{label},{:.5},{steps}", row % 4, (5.0 * x).sin()).expect("a line");
    }
    text
}

const ROLES: [(&str, Role); 2] = [("wave", Role::Task), ("steps", Role::Task)];

#[test]
fn parameters_and_inputs_are_counted_as_they_are() {
    let roles = ROLES.map(|(name, role)| (name.to_owned(), role)).into();
    let table = Table::read("test", table(200).as_bytes(), &roles, &[].into()).expect("a table");
    for kind in ArchitectureKind::ALL {
        let inputs = NumericEmbedding::ALL.map(|embedding| {
            let patch = json!({"encoding": {"numericEmbedding": embedding}, "architecture": {"kind": kind}});
            let config = RunConfig::default().merged(&patch).expect("a configuration");
            let dataset = Dataset::build(&table, &config).expect("a dataset");
            let inputs = dataset.encoding.inputs();
            let model =
                Model::new(&config.architecture, inputs.clone(), &dataset.layout(), 1, &Device::flex());
            assert_eq!(model.num_params(), dataset.parameter_count(&config.architecture), "{kind:?}");
            inputs
        });
        // A number and its flag, a number of four values, two labels; 16 bins of the first and 3 of the second, for one each.
        assert_eq!(inputs.clone().map(|inputs| inputs.numbers), [5, 22, 5]);
        assert_eq!(inputs.clone().map(|inputs| inputs.features()), [5, 22, 5 + 2 * WAVE_SIZE]);
        assert_eq!(inputs.map(|inputs| inputs.periodic), [vec![], vec![], vec![0, 2]]);
    }
}

/// With the same epochs, small network and learning rate: of a wave of ten half turns, and of eighteen steps.
#[test]
fn bins_and_waves_are_learned_where_the_number_alone_is_not() {
    let losses = NumericEmbedding::ALL.map(|embedding| {
        let config = Command::Configure(json!({
            "encoding": {"numericEmbedding": embedding}, "architecture": {"trunk": [32]},
            "optimizer": {"learningRate": 0.01}, "batchSize": 64, "epochs": 60, "earlyStopping": null
        }));
        let messages =
            drive_in_turn(vec![load(&table(1_000), &ROLES, &[]), config, Command::Train { epochs: None }]);
        let tasks = report(&messages, 3).tasks.iter();
        let loss = tasks.map(|task| task.metrics[&Split::Test][&MetricKind::R2].expect("a score"));
        loss.collect::<Vec<f64>>()
    });
    let [none, bins, waves] = losses;
    assert!(bins[0] > none[0] + 0.2 && waves[0] > none[0] + 0.2, "{none:?} {bins:?} {waves:?}");
    assert!(bins[1] > none[1] && waves[1] > none[1], "{none:?} {bins:?} {waves:?}");
}

//! What architectures start from and what they report about sharing.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::tensor::{Device, Distribution, Tensor};
use futures::executor::block_on;
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::ArchitectureKind;
use polyhead::config::RunConfig;
use polyhead::model::{Dropout, Model};
use polyhead::report::{Measure, Part, SharingMatrix};
use polyhead::task::TaskKind::{Binary, Multiclass, Regression};
use polyhead::task::layout::Layout;
use serde_json::json;

const INPUTS: usize = 5;
const TASKS: usize = 4;

fn layout() -> Layout {
    Layout::of([(Regression, 1), (Regression, 1), (Multiclass, 3), (Binary, 1)])
}

fn config(kind: ArchitectureKind) -> ArchitectureConfig {
    ArchitectureConfig { kind, trunk: vec![16, 8], ..ArchitectureConfig::default() }
}

fn model(config: &ArchitectureConfig, device: &Device) -> Model {
    Model::new(config, INPUTS, &layout(), 3, device)
}

fn features(device: &Device) -> Tensor<2> {
    let values: Vec<f32> = (0..7 * INPUTS).map(|place| (place as f32 * 0.7).sin()).collect();
    Tensor::<1>::from_floats(values.as_slice(), device).reshape([7, INPUTS])
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    block_on(tensor.into_data_async()).expect("readable").try_into_vec().expect("floats")
}

fn answers(config: &ArchitectureConfig) -> Vec<f32> {
    let device = Device::flex();
    let outputs = model(config, &device).forward(features(&device), &mut Dropout::off());
    outputs.into_iter().flat_map(numbers).collect()
}

fn sharing(model: &Model) -> Vec<SharingMatrix> {
    block_on(model.sharing(features(&Device::flex()))).expect("readable")
}

/// Numbers of each stack of equal layers, one entry a layer.
#[derive(Default)]
struct Stacks(Vec<Vec<Vec<f32>>>);

impl ModuleVisitor for Stacks {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let count = param.val().dims()[0];
        let values = numbers(param.val());
        if D == 3 && values.iter().any(|value| *value != 0.0) {
            self.0.push(values.chunks(values.len() / count).map(<[f32]>::to_vec).collect());
        }
    }
}

#[test]
fn layers_side_by_side_start_different_from_each_other() {
    for kind in ArchitectureKind::ALL {
        let mut stacks = Stacks::default();
        model(&config(kind), &Device::flex()).visit(&mut stacks);
        for layers in stacks.0 {
            for (place, layer) in layers.iter().enumerate() {
                assert!(layers[..place].iter().all(|before| before != layer), "{kind:?} {place}");
            }
        }
    }
}

#[test]
fn what_is_added_to_hard_sharing_starts_without_effect() {
    let hard = answers(&config(ArchitectureKind::HardSharing));
    let kinds = [ArchitectureKind::Lora, ArchitectureKind::TaskFilm, ArchitectureKind::TaskRelation];
    for kind in kinds.into_iter().chain([ArchitectureKind::TraceNorm]) {
        for (found, expected) in answers(&config(kind)).iter().zip(&hard) {
            assert!((found - expected).abs() < 1e-6, "{kind:?}: {found} {expected}");
        }
    }
    // σ(2 / 0.2) = 0.99995.
    let gated = ArchitectureConfig { temperature: 0.2, ..config(ArchitectureKind::TaskGated) };
    for (found, expected) in answers(&gated).iter().zip(&hard) {
        assert!((found - expected).abs() < 1e-3, "{found} {expected}");
    }
}

#[test]
fn twins_are_as_many_parameters_as_hard_sharing_as_nearly_as_widths_allow() {
    for tasks in [1, 2, 5] {
        let outputs = vec![1; tasks];
        let count = |kind| {
            let config = ArchitectureConfig { kind, ..ArchitectureConfig::default() };
            config.parameter_count(20, &outputs) as f64
        };
        let ratio = count(ArchitectureKind::SingleTask) / count(ArchitectureKind::HardSharing);
        assert!((ratio - 1.0).abs() < 0.05, "{tasks}: {ratio}");
        assert!(tasks > 1 || ratio == 1.0);
    }
}

#[test]
fn knobs_change_the_count_as_the_formula_says() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        let knobs =
            ArchitectureConfig { experts: 8, task_experts: 3, experts_per_task: 3, rank: 2, ..config(kind) };
        let model = model(&knobs, &device);
        assert_eq!(model.num_params(), knobs.parameter_count(INPUTS, &[1, 3, 1, 1]), "{kind:?}");
        let outputs = model.forward(features(&device), &mut Dropout::off());
        assert!(outputs.into_iter().flat_map(numbers).all(f32::is_finite), "{kind:?}");
    }
}

#[test]
fn matrices_have_a_label_for_every_row_and_column_and_numbers_in_their_range() {
    for kind in ArchitectureKind::ALL {
        for task_experts in [1, 2] {
            let config = ArchitectureConfig { task_experts, ..config(kind) };
            let mut model = model(&config, &Device::flex());
            block_on(model.relate()).expect("readable");
            for matrix in sharing(&model) {
                assert_eq!(matrix.values.len(), matrix.rows.len(), "{kind:?}");
                for (place, row) in matrix.values.iter().enumerate() {
                    assert_eq!(row.len(), matrix.columns.len(), "{kind:?}");
                    let range = match matrix.measure {
                        Measure::Gate | Measure::Overlap => 0.0..=1.000_01,
                        Measure::Stitch | Measure::Correlation | Measure::Similarity => -1.000_01..=1.000_01,
                    };
                    assert!(row.iter().all(|value| range.contains(value)), "{kind:?} {row:?}");
                    match matrix.measure {
                        Measure::Gate | Measure::Stitch => {
                            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-4, "{kind:?} {row:?}");
                        }
                        Measure::Overlap | Measure::Correlation => {
                            assert!((row[place] - 1.0).abs() < 1e-4, "{kind:?} {row:?}");
                        }
                        // Updates of low rank are zero at the start, and so are their cosines.
                        Measure::Similarity => {}
                    }
                }
            }
        }
    }
}

#[test]
fn only_those_that_learn_about_sharing_report_it() {
    for kind in ArchitectureKind::ALL {
        let mut model = model(&config(kind), &Device::flex());
        block_on(model.relate()).expect("readable");
        let others = [ArchitectureKind::HardSharing, ArchitectureKind::SingleTask, ArchitectureKind::Tabm];
        let learns = !others.contains(&kind);
        assert_eq!(!sharing(&model).is_empty(), learns, "{kind:?}");
    }
}

#[test]
fn stitches_start_at_nine_tenths_and_the_rest_for_the_others() {
    let matrices = sharing(&model(&config(ArchitectureKind::CrossStitch), &Device::flex()));
    assert_eq!(matrices.iter().map(|matrix| matrix.layer).collect::<Vec<_>>(), [Some(0), Some(1)]);
    for (row, values) in matrices[1].values.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let expected = if row == column { 0.9 } else { 0.1 / 3.0 };
            assert!((value - expected).abs() < 1e-6, "{row} {column} {value}");
        }
    }
}

/// Rows that start at 1 all look alike: what is compared is how far they have gone from there.
#[test]
fn scales_are_compared_by_their_distance_from_one() {
    let model = model(&config(ArchitectureKind::SharedParameters), &Device::flex());
    let mut table = Table::default();
    model.visit(&mut table);
    let [matrix] = &sharing(&model)[..] else { panic!("one matrix") };
    for (row, values) in matrix.values.iter().enumerate() {
        for (column, found) in values.iter().enumerate() {
            let own = |task: usize| {
                table.0[task * 8..][..8].iter().map(|scale| f64::from(scale - 1.0)).collect::<Vec<_>>()
            };
            let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
            let (one, other) = (own(row), own(column));
            let expected = dot(&one, &other) / (dot(&one, &one) * dot(&other, &other)).sqrt();
            assert!((found - expected).abs() < 1e-4, "{row} {column}: {found} {expected}");
        }
    }
    // Nothing is scaled or shifted yet.
    for matrix in sharing(&self::model(&config(ArchitectureKind::TaskFilm), &Device::flex())) {
        assert!(matrix.values.concat().iter().all(|value| *value == 0.0), "{matrix:?}");
    }
}

/// The table of shared parameters: the only parameter of shape `[4, 8]`.
#[derive(Default)]
struct Table(Vec<f32>);

impl ModuleVisitor for Table {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if param.val().dims()[..] == [TASKS, 8] {
            self.0 = numbers(param.val());
        }
    }
}

#[test]
fn a_task_sees_its_own_experts_and_the_shared_ones_only() {
    for kind in [ArchitectureKind::Cgc, ArchitectureKind::Ple] {
        let config = ArchitectureConfig { task_experts: 2, experts: 3, ..config(kind) };
        for matrix in sharing(&model(&config, &Device::flex())) {
            assert_eq!(matrix.columns.len(), TASKS * 2 + 3);
            for (row, values) in matrix.rows.iter().zip(&matrix.values) {
                let Part::Task { task } = row else { panic!("a task a row") };
                for (column, value) in matrix.columns.iter().zip(values) {
                    let is_seen = match column {
                        Part::Expert { .. } => true,
                        Part::TaskExpert { task: owner, .. } => owner == task,
                        Part::Task { .. } => false,
                    };
                    assert_eq!(*value > 0.0, is_seen, "{kind:?} {row:?} {column:?}");
                }
            }
        }
    }
}

/// Before it is learned `Ω⁻¹ = T I`, so that the penalty is `λ T` times the squared weights.
#[test]
fn tied_heads_pay_for_their_weights_and_learn_how_they_relate() {
    let device = Device::flex().autodiff();
    let two = Layout::of([(Regression, 1), (Regression, 1)]);
    let config = ArchitectureConfig { relation_strength: 0.5, ..config(ArchitectureKind::TaskRelation) };
    let mut model = Model::new(&config, INPUTS, &two, 3, &device);
    let mut heads = Heads::default();
    model.visit(&mut heads);
    let squares: f32 = heads.0.iter().map(|value| value * value).sum();
    let penalty = model.penalty().expect("a penalty");
    let found = numbers(penalty.clone().inner())[0];
    assert!((found - 0.5 * 2.0 * squares).abs() < 1e-5, "{found} {squares}");
    // Its slope: 2 λ T w.
    let mut slopes = Slopes(penalty.backward(), Vec::new());
    model.visit(&mut slopes);
    for (slope, weight) in slopes.1.iter().zip(&heads.0) {
        assert!((slope - 2.0 * weight).abs() < 1e-5, "{slope} {weight}");
    }
    block_on(model.relate()).expect("readable");
    let features = features(&Device::flex());
    // What is kept as the best so far knows it as well.
    let matrices = block_on(model.valid().sharing(features)).expect("readable");
    let correlation = matrices[0].values[0][1];
    assert!(correlation != 0.0 && correlation.abs() < 1.0, "{correlation}");
}

/// Of two columns `σ₁ + σ₂ = √(tr G + 2 √det G)`, `G` their dot products: the penalty at the weights that its matrix was computed from, and
/// its gradient by differences.
#[test]
fn heads_pay_for_their_singular_values() {
    let device = Device::flex().autodiff();
    let two = Layout::of([(Regression, 1), (Regression, 1)]);
    let config = ArchitectureConfig { relation_strength: 0.5, ..config(ArchitectureKind::TraceNorm) };
    let mut model = Model::new(&config, INPUTS, &two, 3, &device);
    block_on(model.relate()).expect("readable");
    let mut heads = Heads::default();
    model.visit(&mut heads);
    let norm = |weights: &[f64]| {
        let dot = |one: usize, other: usize| weights.chunks(2).map(|row| row[one] * row[other]).sum::<f64>();
        let determinant = dot(0, 0) * dot(1, 1) - dot(0, 1) * dot(0, 1);
        (dot(0, 0) + dot(1, 1) + 2.0 * determinant.sqrt()).sqrt()
    };
    let weights: Vec<f64> = heads.0.iter().map(|&weight| f64::from(weight)).collect();
    let penalty = model.penalty().expect("a penalty");
    let found = f64::from(numbers(penalty.clone().inner())[0]);
    assert!((found - 0.5 * norm(&weights)).abs() < 1e-5, "{found} {}", norm(&weights));
    let mut slopes = Slopes(penalty.backward(), Vec::new());
    model.visit(&mut slopes);
    assert_eq!(slopes.1.len(), weights.len());
    for (at, slope) in slopes.1.iter().enumerate() {
        let moved = |by: f64| {
            let mut weights = weights.clone();
            weights[at] += by;
            norm(&weights)
        };
        let expected = 0.5 * (moved(1e-5) - moved(-1e-5)) / 2e-5;
        assert!((f64::from(*slope) - expected).abs() < 1e-4, "{at}: {slope} {expected}");
    }
    let matrices = block_on(model.valid().sharing(features(&Device::flex()))).expect("readable");
    assert!(matrices[0].values[0][1].abs() < 1.0 && matrices[0].values[0][1] != 0.0, "{matrices:?}");
}

/// The weights of linear heads: the only parameter of shape `[8, 2]`.
#[derive(Default)]
struct Heads(Vec<f32>);

impl ModuleVisitor for Heads {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if param.val().dims()[..] == [8, 2] {
            self.0 = numbers(param.val().inner());
        }
    }
}

/// The gradients of all parameters that have one.
struct Slopes(burn::tensor::Gradients, Vec<f32>);

impl ModuleVisitor for Slopes {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(slope) = param.val().grad(&self.0) {
            self.1.extend(numbers(slope));
        }
    }
}

#[test]
fn two_heads_of_different_shapes_are_not_tied() {
    let layout = Layout::of([(Regression, 1), (Multiclass, 3)]);
    let linear = config(ArchitectureKind::TaskRelation);
    let deep = ArchitectureConfig { head: vec![4], ..linear.clone() };
    assert!(Model::new(&linear, INPUTS, &layout, 3, &Device::flex()).penalty().is_none());
    assert!(Model::new(&deep, INPUTS, &layout, 3, &Device::flex()).penalty().is_some());
}

#[test]
fn undecided_selections_pay_an_entropy() {
    // 4 experts, all codes near 0: each of 4 tasks' 2 choices pays about ln 4 hundredths.
    let penalty = model(&config(ArchitectureKind::DselectK), &Device::flex()).penalty().expect("a penalty");
    assert!((numbers(penalty)[0] - 0.08 * 4.0_f32.ln()).abs() < 1e-3);
}

#[test]
fn a_choice_of_experts_stays_once_it_is_made() {
    let device = Device::flex().autodiff();
    let mut model = model(&config(ArchitectureKind::DselectK), &device);
    let learned = |model: &Model| {
        let outputs = model.forward(features(&Device::flex()), &mut Dropout::off());
        let sum = outputs.into_iter().map(|output| (output.clone() * output).sum()).reduce(|a, b| a + b);
        let mut slopes = Slopes(sum.expect("groups").backward(), Vec::new());
        model.visit(&mut slopes);
        slopes.1.len()
    };
    assert_eq!(learned(&model), model.num_params());
    model.anneal(10, 100);
    // Two bits for each of two choices of each task.
    assert_eq!(learned(&model), model.num_params() - TASKS * 2 * 2);
    assert!(model.penalty().is_none());
}

#[test]
fn a_few_selections_cannot_be_more_than_there_are_experts() {
    let refusal = |patch| RunConfig::default().merged(&patch).expect_err("refused").to_string();
    let select = |knobs: serde_json::Value| {
        let mut patch = json!({"architecture": {"kind": "dselect_k"}});
        let knobs = knobs.as_object().expect("an object").clone();
        patch["architecture"].as_object_mut().expect("an object").extend(knobs);
        patch
    };
    assert!(refusal(select(json!({"experts": 6}))).contains("architecture.experts"));
    assert!(refusal(select(json!({"experts": 2, "expertsPerTask": 3}))).contains("expertsPerTask"));
    assert!(refusal(json!({"architecture": {"temperature": 0.0}})).contains("architecture.temperature"));
    assert!(refusal(json!({"architecture": {"taskExperts": 0}})).contains("architecture.taskExperts"));
    assert!(refusal(json!({"architecture": {"rank": 0}})).contains("architecture.rank"));
    assert!(refusal(json!({"architecture": {"relationStrength": -1}})).contains("relationStrength"));
    let six = RunConfig::default().merged(&json!({"architecture": {"kind": "mmoe", "experts": 6}}));
    assert_eq!(six.expect("allowed").architecture.experts, 6);
}

#[test]
fn one_task_alone_is_answered_by_every_architecture() {
    let device = Device::flex();
    let one = Layout::of([(Binary, 1)]);
    for kind in ArchitectureKind::ALL {
        for trunk in [vec![], vec![4]] {
            let config = ArchitectureConfig { kind, trunk, ..ArchitectureConfig::default() };
            let model = Model::new(&config, INPUTS, &one, 3, &device);
            let rows = Tensor::random([3, INPUTS], Distribution::Default, &device);
            let outputs = model.forward(rows.clone(), &mut Dropout::off());
            assert_eq!(outputs[0].dims(), [3, 1], "{kind:?}");
            block_on(model.sharing(rows)).expect("readable");
        }
    }
}

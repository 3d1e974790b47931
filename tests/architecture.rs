//! Every architecture: shapes, parameter count, gradients, and the power to learn eight rows by heart.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/group_loss.rs"]
mod group_loss;

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::tensor::{Device, Distribution, Tensor};
use group_loss::group_loss;
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::{Activation, ArchitectureKind, Knob, layer_sizes};
use polyhead::config::RunConfig;
use polyhead::model::{Dropout, GroupLoss, Model};
use polyhead::report::{ModelSummary, TaskSummary};
use polyhead::task::TaskKind;
use polyhead::task::TaskKind::{Binary, Multiclass, Ordinal, Regression};
use polyhead::task::layout::Layout;
use polyhead::train::gradients::weighted;
use serde_json::json;

const INPUTS: usize = 5;
/// Not in the order of their groups, and one group of two.
const SHAPES: [(TaskKind, usize); 4] = [(Regression, 1), (Multiclass, 4), (Multiclass, 4), (Binary, 1)];
const OUTPUTS: [usize; 4] = [1, 4, 4, 1];

fn layout() -> Layout {
    Layout::of(SHAPES)
}

fn config(kind: ArchitectureKind) -> ArchitectureConfig {
    ArchitectureConfig { kind, trunk: vec![16, 8], head: vec![6], ..ArchitectureConfig::default() }
}

fn losses(kind: TaskKind, output: Tensor<2>, target: Tensor<2>, labelled: Tensor<2>) -> Tensor<1> {
    let shares = labelled.clone() / labelled.sum_dim(0).clamp_min(1.0);
    sums(&group_loss(kind, output, target, shares))
}

/// One loss a task, from what its outputs add to it.
fn sums(loss: &GroupLoss) -> Tensor<1> {
    let [_, tasks, outputs] = loss.gradients.dims();
    loss.parts.clone().reshape([tasks, outputs]).sum_dim(1).reshape([tasks])
}

fn block(
    future: impl Future<Output = Result<burn::tensor::TensorData, burn::tensor::ExecutionError>>,
) -> Vec<f32> {
    futures::executor::block_on(future).expect("readable").try_into_vec().expect("floats")
}

#[test]
fn one_output_per_group_of_the_right_shape() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        let model = Model::new(&config(kind), INPUTS, &layout(), 1, &device);
        let outputs = model.forward(Tensor::zeros([7, INPUTS], &device), &mut Dropout::off());
        let shapes: Vec<_> = outputs.iter().map(Tensor::dims).collect();
        assert_eq!(shapes, [[7, 1], [7, 8], [7, 1]], "{kind:?}");
    }
}

#[test]
fn the_parameter_count_is_the_formula() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        for (trunk, head) in [(vec![16, 8], vec![6]), (vec![16], vec![]), (vec![], vec![3])] {
            let config = ArchitectureConfig { trunk, head, ..config(kind) };
            let model = Model::new(&config, INPUTS, &layout(), 1, &device);
            assert_eq!(model.num_params(), config.parameter_count(INPUTS, &OUTPUTS), "{config:?}");
        }
    }
    // By hand: trunk (5+1)·16 + (16+1)·8 = 232, four linear heads (8+1)·(1+4+1+4) = 90.
    let linear_heads = ArchitectureConfig { head: vec![], ..config(ArchitectureKind::HardSharing) };
    assert_eq!(linear_heads.parameter_count(INPUTS, &OUTPUTS), 322);
    // And the table of the shared parameters: 4 tasks · 8 features = 32.
    let table = ArchitectureConfig { head: vec![], ..config(ArchitectureKind::SharedParameters) };
    assert_eq!(table.parameter_count(INPUTS, &OUTPUTS), 354);
    let by_hand =
        |kind| ArchitectureConfig { head: vec![], ..config(kind) }.parameter_count(INPUTS, &OUTPUTS);
    // Four experts 4·232, gates 4 tasks · 5 inputs · 4 experts = 80, heads 90.
    assert_eq!(by_hand(ArchitectureKind::Mmoe), 1098);
    // Four trunks 4·232, two stitches of 4·4, heads 90.
    assert_eq!(by_hand(ArchitectureKind::CrossStitch), 1050);
    // Four experts and one a task 8·232, gates 4·5·5 = 100, heads 90.
    assert_eq!(by_hand(ArchitectureKind::Cgc), 2046);
    // 8 experts of 6·16 and 8 of 17·8, gates 4·5·5 and 4·16·5, the shared path's gate 5·8, heads 90.
    assert_eq!(by_hand(ArchitectureKind::Ple), 768 + 1088 + 100 + 320 + 40 + 90);
    // One trunk 232, updates of rank 4 for 4 tasks: 16·(5+16) + 16·(16+8) = 720, heads 90.
    assert_eq!(by_hand(ArchitectureKind::Lora), 1042);
    // One trunk 232, attention 4·(6·16 + 17·16) and 4·(33·8 + 9·8), heads 90.
    assert_eq!(by_hand(ArchitectureKind::Mtan), 232 + 1472 + 1344 + 90);
    // Four experts of 6·16 and of 17·8, gates 4·5·4 and 4·16·4, heads 90.
    assert_eq!(by_hand(ArchitectureKind::Adatt), 384 + 544 + 80 + 256 + 90);
    // Four experts 4·232, 2 choices of 2 bits and a share for 4 tasks = 24, heads 90.
    assert_eq!(by_hand(ArchitectureKind::DselectK), 1042);
    assert_eq!(by_hand(ArchitectureKind::TaskRelation), 322);
    assert_eq!(by_hand(ArchitectureKind::TraceNorm), 322);
    // One trunk 232, 8 members' scales of 5 + 16 and 16 + 8, 7 more of 24 biases, 8 times heads of 90.
    assert_eq!(by_hand(ArchitectureKind::Tabm), 232 + 8 * 45 + 7 * 24 + 8 * 90);
    // One trunk 232, masks 4 tasks · (16 + 8) units, heads 90; twice the masks for scales and shifts.
    assert_eq!(by_hand(ArchitectureKind::TaskGated), 418);
    assert_eq!(by_hand(ArchitectureKind::TaskFilm), 514);
    // Widths 6 and 3: four trunks of 6·6 + 7·3 = 57, heads (3+1)·10 = 268. Widths 7 and 4 would give 346, nearer to 322:
    // four of 6·7 + 8·4 = 74, heads 50.
    assert_eq!(by_hand(ArchitectureKind::SingleTask), 346);
}

#[test]
fn the_same_seed_gives_the_same_parameters() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        let answer = |seed| {
            let model = Model::new(&config(kind), INPUTS, &layout(), seed, &device);
            let outputs = model.forward(Tensor::ones([1, INPUTS], &device), &mut Dropout::off());
            outputs.into_iter().flat_map(|output| block(output.into_data_async())).collect::<Vec<f32>>()
        };
        assert_eq!(answer(3), answer(3), "{kind:?}");
        assert_ne!(answer(3), answer(4), "{kind:?}");
    }
}

/// Every knob, with a value that is not its default.
fn knobs() -> [(Knob, serde_json::Value); 7] {
    [
        (Knob::Experts, json!(8)),
        (Knob::TaskExperts, json!(3)),
        (Knob::ExpertsPerTask, json!(3)),
        (Knob::Rank, json!(2)),
        (Knob::Temperature, json!(0.2)),
        (Knob::RelationStrength, json!(0.5)),
        (Knob::Members, json!(3)),
    ]
}

#[test]
fn every_architecture_reads_its_own_knobs_and_no_others() {
    assert_eq!(knobs().map(|(knob, _)| knob), Knob::ALL);
    let device = Device::flex();
    let answers = |config: &ArchitectureConfig| {
        let model = Model::new(config, INPUTS, &layout(), 3, &device);
        let outputs = model.forward(Tensor::ones([1, INPUTS], &device), &mut Dropout::off());
        let penalty = model.penalty().map(|penalty| block(penalty.into_data_async()));
        let outputs = outputs.into_iter().flat_map(|output| block(output.into_data_async()));
        (model.num_params(), outputs.collect::<Vec<f32>>(), penalty)
    };
    for kind in ArchitectureKind::ALL {
        let default = RunConfig { architecture: config(kind), ..RunConfig::default() };
        for (knob, value) in knobs() {
            let patch = knob.card().field.rsplit('.').fold(value, |inner, name| json!({name: inner}));
            let turned = default.merged(&patch).expect("a field of the configuration");
            let is_read = answers(&turned.architecture) != answers(&default.architecture);
            assert_eq!(is_read, kind.knobs().contains(&knob), "{kind:?} {knob:?}");
        }
    }
}

/// d loss / d input against central differences, through trunk, table, heads and all three losses.
#[test]
fn gradients_agree_with_finite_differences() {
    let start: Vec<f32> = (0..2 * INPUTS).map(|place| (place as f32 * 0.7).sin()).collect();
    for kind in ArchitectureKind::ALL {
        for head in [vec![], vec![6], vec![6, 5]] {
            let config = ArchitectureConfig { activation: Activation::Tanh, head, ..config(kind) };
            let device = Device::flex().autodiff();
            let model = Model::new(&config, INPUTS, &layout(), 5, &device);
            let features = |values: &[f32]| Tensor::<1>::from_floats(values, &device).reshape([2, INPUTS]);
            let leaf = features(&start).require_grad();
            let outputs = model.forward(leaf.clone(), &mut Dropout::off());
            let losses = measured(&outputs);
            let all_weights = Tensor::cat(weights().to_vec(), 0);
            let gradients = weighted(outputs, losses, &all_weights).expect("groups");
            let gradient = block(leaf.grad(&gradients).expect("a gradient").into_data_async());
            for place in 0..start.len() {
                let moved = |by: f32| {
                    let mut values = start.clone();
                    values[place] += by;
                    let outputs = model.forward(features(&values), &mut Dropout::off());
                    let losses = measured(&outputs).into_iter().zip(weights());
                    let weighted = losses.map(|(loss, weights)| (sums(&loss) * weights).sum());
                    weighted.map(|loss| f64::from(block(loss.into_data_async())[0])).sum::<f64>()
                };
                let difference = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                let error = (difference - f64::from(gradient[place])).abs();
                let found = gradient[place];
                assert!(
                    error < 1e-2 * difference.abs().max(0.05),
                    "{config:?} {place}: {difference} {found}"
                );
            }
        }
    }
}

/// The losses of two rows, by group; the second row has no label for the first multiclass task.
fn measured(outputs: &[Tensor<2>]) -> Vec<GroupLoss> {
    let device = Device::flex();
    let groups = [
        (Regression, vec![0.7_f32, -0.3], vec![1.0, 1.0]),
        (
            Multiclass,
            vec![0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            vec![1.0, 1.0, 0.0, 1.0],
        ),
        (Binary, vec![1.0, 0.0], vec![1.0, 1.0]),
    ];
    let losses = outputs.iter().zip(groups).map(|(output, (kind, target, labelled))| {
        let target = Tensor::<1>::from_floats(target.as_slice(), &device).reshape(output.dims());
        let mask = Tensor::<1>::from_floats(labelled.as_slice(), &device);
        let mask = mask.reshape([2, labelled.len() / 2]);
        let shares = mask.clone() / mask.sum_dim(0).clamp_min(1.0);
        group_loss(kind, output.clone().inner(), target, shares)
    });
    losses.collect()
}

/// A weight a task, by group.
fn weights() -> [Tensor<1>; 3] {
    let device = Device::flex();
    [
        Tensor::from_floats([0.5_f32], &device),
        Tensor::from_floats([2.0_f32, 1.0], &device),
        Tensor::from_floats([3.0_f32], &device),
    ]
}

#[test]
fn a_loss_without_labels_is_zero_and_stays_finite_for_huge_logits() {
    let device = Device::flex();
    let huge = Tensor::<2>::from_floats([[1e4_f32], [-1e4]], &device);
    let target = Tensor::<2>::from_floats([[0.0_f32], [1.0]], &device);
    for kind in [TaskKind::Regression, TaskKind::Binary] {
        let none = Tensor::<2>::zeros([2, 1], &device);
        let all = Tensor::<2>::ones([2, 1], &device);
        assert_eq!(block(losses(kind, huge.clone(), target.clone(), none).into_data_async()), [0.0]);
        assert!(block(losses(kind, huge.clone(), target.clone(), all).into_data_async())[0].is_finite());
    }
}

#[test]
fn losses_equal_those_worked_by_hand() {
    let device = Device::flex();
    let mask = Tensor::<2>::from_floats([[1.0_f32], [0.0]], &device);
    // Regression: only the first row counts: (2 - 0.5)² = 2.25.
    let output = Tensor::<2>::from_floats([[2.0_f32], [9.0]], &device);
    let target = Tensor::<2>::from_floats([[0.5_f32], [0.0]], &device);
    assert_eq!(block(losses(TaskKind::Regression, output, target, mask.clone()).into_data_async()), [2.25]);
    // Binary: logit ln 3 is probability 3/4; class 1 costs ln(4/3).
    let output = Tensor::<2>::from_floats([[3.0_f32.ln()], [9.0]], &device);
    let target = Tensor::<2>::from_floats([[1.0_f32], [0.0]], &device);
    let loss = block(losses(TaskKind::Binary, output, target, mask.clone()).into_data_async())[0];
    assert!((loss - (4.0_f32 / 3.0).ln()).abs() < 1e-6);
    // Multiclass: logits (0, ln 2, 0) give 1/4, 1/2, 1/4; class 2 costs ln 4.
    let output = Tensor::<2>::from_floats([[0.0_f32, 2.0_f32.ln(), 0.0], [9.0, 9.0, 9.0]], &device);
    let target = Tensor::<2>::from_floats([[0.0_f32, 0.0, 1.0], [0.0, 0.0, 0.0]], &device);
    let loss = block(losses(TaskKind::Multiclass, output, target, mask).into_data_async())[0];
    assert!((loss - 4.0_f32.ln()).abs() < 1e-6);
}

#[test]
fn each_task_of_a_group_has_its_own_mean_over_its_own_labels() {
    let device = Device::flex();
    // Errors 1 and 2 for the first task, of which the second is not labelled; 3 and 4 for the second: (9 + 16) / 2.
    let output = Tensor::<2>::from_floats([[1.0_f32, 3.0], [2.0, 4.0]], &device);
    let target = Tensor::<2>::zeros([2, 2], &device);
    let mask = Tensor::<2>::from_floats([[1.0_f32, 1.0], [0.0, 1.0]], &device);
    assert_eq!(block(losses(Regression, output, target, mask).into_data_async()), [1.0, 12.5]);
}

#[test]
fn equal_heads_start_from_numbers_of_their_own() {
    let device = Device::flex();
    let two = Layout::of([(Regression, 1), (Regression, 1)]);
    for kind in ArchitectureKind::ALL {
        for head in [vec![], vec![6], vec![6, 5]] {
            let config = ArchitectureConfig { head, ..config(kind) };
            let model = Model::new(&config, INPUTS, &two, 9, &device);
            let features = Tensor::random([4, INPUTS], Distribution::Default, &device);
            let [outputs] = &model.forward(features, &mut Dropout::off())[..] else { panic!("one group") };
            let values = block(outputs.clone().into_data_async());
            assert!(values.chunks(2).all(|row| row[0] != row[1]), "{kind:?} {values:?}");
        }
    }
}

/// Shapes of all parameters.
#[derive(Default)]
struct Shapes(Vec<Vec<usize>>);

impl ModuleVisitor for Shapes {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.push(param.val().dims().to_vec());
    }
}

/// The page draws a model from its summary: with the widths that the model has.
#[test]
fn the_summary_gives_the_widths_of_the_models_own_layers() {
    const KINDS: [(TaskKind, usize); 3] = [(Ordinal, 40), (Regression, 1), (Multiclass, 4)];
    let task = |(place, (kind, outputs)): (usize, (TaskKind, usize))| TaskSummary {
        name: place.to_string(),
        kind,
        classes: Vec::new(),
        kinds: Vec::new(),
        outputs,
        labelled: [].into(),
        notes: Vec::new(),
    };
    let summary = ModelSummary {
        inputs: INPUTS,
        embeddings: Vec::new(),
        parameters: 0,
        rows: [].into(),
        tasks: KINDS.into_iter().enumerate().map(task).collect(),
    };
    let layout = Layout::of(KINDS);
    // Classes in order have one score, whatever their number of outputs: twins are as much wider.
    let twins =
        ArchitectureConfig { trunk: vec![23, 11], head: vec![], ..config(ArchitectureKind::SingleTask) };
    assert_ne!(twins.trunk_widths(INPUTS, &summary.score_counts()), twins.trunk_widths(INPUTS, &[40, 1, 4]));
    for kind in ArchitectureKind::ALL {
        for head in [vec![], vec![6]] {
            let config = ArchitectureConfig { trunk: vec![23, 11], head, ..config(kind) };
            let mut shapes = Shapes::default();
            Model::new(&config, INPUTS, &layout, 1, &Device::flex()).visit(&mut shapes);
            let widths = config.trunk_widths(summary.inputs, &summary.score_counts());
            for (from, to) in layer_sizes(INPUTS, &widths) {
                // Layers side by side have a dimension in front, or are one wide product; no width divides another.
                let count = |shape: &Vec<usize>| match shape[..] {
                    [.., rows, columns] if rows == from && columns % to == 0 => {
                        shape[..shape.len() - 2].iter().product::<usize>() * (columns / to)
                    }
                    _ => 0,
                };
                let count: usize = shapes.0.iter().map(count).sum();
                let drawn = config.trunk_count(KINDS.len());
                assert!(
                    count >= drawn,
                    "{config:?}: {count} of {drawn} layers {from} x {to} in {:?}",
                    shapes.0
                );
            }
        }
    }
}

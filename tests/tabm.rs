//! Members of an ensemble: each is the network that its scales make of the shared weights, their mean answers, and each counts as much.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use burn::module::{Module as _, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};
use polyhead::architecture::{ArchitectureConfig, ArchitectureKind};
use polyhead::model::{Dropout, Model, Representation};
use polyhead::task::TaskKind::{self, Binary, Count, Multiclass, Multilabel, Ordinal, Regression};
use polyhead::task::layout::Layout;

const INPUTS: usize = 3;
const MEMBERS: usize = 3;
const ROWS: [[f32; INPUTS]; 2] = [[0.5, -1.0, 2.0], [-0.25, 0.75, 1.5]];

fn model(head: &[usize], shapes: &[(TaskKind, usize)]) -> Model {
    let (kind, trunk, head) = (ArchitectureKind::Tabm, vec![5, 4], head.to_vec());
    let config = ArchitectureConfig { kind, trunk, head, members: MEMBERS, ..ArchitectureConfig::default() };
    let model = Model::new(&config, INPUTS, &Layout::of(shapes.to_vec()), 11, &Device::flex());
    model.map(&mut Stir(0))
}

/// Moves every number away from where it starts, so that no scale is 1 and no two biases are equal.
struct Stir(usize);

impl ModuleMapper for Stir {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|value| {
            let shape = value.dims();
            let count: usize = shape.iter().product();
            let by =
                (0..count).map(|place| ((self.0 + place) as f32 * 1.7).sin() * 0.3).collect::<Vec<f32>>();
            self.0 += count;
            value + Tensor::from_data(TensorData::new(by, shape), &Device::flex())
        })
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    let data = futures::executor::block_on(tensor.into_data_async()).expect("readable");
    data.try_into_vec::<f32>().expect("floats").into_iter().map(f64::from).collect()
}

/// Every parameter with its shape, in the model's order.
#[derive(Default)]
struct Collect(Vec<(Vec<usize>, Vec<f64>)>);

impl ModuleVisitor for Collect {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.push((param.val().dims().to_vec(), numbers(param.val())));
    }
}

fn rows() -> Tensor<2> {
    Tensor::from_floats(ROWS, &Device::flex())
}

/// `x W + b` with what a member does to it, from equation 1 of the paper: `((x ⊙ r) W) ⊙ s + b`.
fn layer(x: &[f64], weight: impl Fn(usize, usize) -> f64, bias: &[f64], r: &[f64], s: &[f64]) -> Vec<f64> {
    let sum =
        |to: usize| x.iter().zip(r).enumerate().map(|(from, (x, r))| x * r * weight(from, to)).sum::<f64>();
    bias.iter().zip(s).enumerate().map(|(to, (bias, s))| sum(to) * s + bias).collect()
}

fn relu(values: Vec<f64>) -> Vec<f64> {
    values.into_iter().map(|value| value.max(0.0)).collect()
}

/// What each member answers, row by row, worked out from the parameters in f64: `[members][rows][outputs]`.
fn by_hand(model: &Model, head: Option<usize>, tasks: usize) -> Vec<Vec<Vec<f64>>> {
    let mut all = Collect::default();
    model.visit(&mut all);
    let mut all = all.0.into_iter();
    let mut next = || all.next().expect("a parameter");
    let trunk: Vec<_> = (0..2).map(|_| [next(), next(), next(), next()]).collect();
    let (first, second) = ([next(), next()], head.map(|_| [next(), next()]));
    let member = |member: usize| {
        let row = |row: [f32; INPUTS]| {
            let features = trunk.iter().fold(row.map(f64::from).to_vec(), |x, [weight, bias, r, s]| {
                let (from, to) = (weight.0[0], weight.0[1]);
                let own = |of: &(Vec<usize>, Vec<f64>), width| of.1[member * width..][..width].to_vec();
                let weight = |i: usize, o: usize| weight.1[i * to + o];
                relu(layer(&x, weight, &own(bias, to), &own(r, from), &own(s, to)))
            });
            let width = head.unwrap_or(1);
            let answer = |task: usize| {
                let at = (task * MEMBERS + member) * width;
                let columns = tasks * MEMBERS * width;
                let ones = vec![1.0; features.len().max(width)];
                let weight = |i: usize, o: usize| first[0].1[i * columns + at + o];
                let hidden = layer(&features, weight, &first[1].1[at..at + width], &ones, &ones);
                let Some([weight, bias]) = &second else { return hidden[0] };
                let own = task * MEMBERS + member;
                let weight = |i: usize, _: usize| weight.1[own * width + i];
                layer(&relu(hidden), weight, &bias.1[own..=own], &ones, &ones)[0]
            };
            (0..tasks).map(answer).collect()
        };
        ROWS.map(row).to_vec()
    };
    (0..MEMBERS).map(member).collect()
}

#[test]
fn each_member_is_the_network_of_its_scales_and_heads() {
    for head in [None, Some(6)] {
        let model = model(head.as_slice(), &[(Regression, 1), (Regression, 1)]);
        let expected: Vec<f64> = by_hand(&model, head, 2).into_iter().flatten().flatten().collect();
        let outputs = model.outputs(rows(), &mut Dropout::off());
        let found = numbers(outputs[0].clone());
        assert_eq!(found.len(), MEMBERS * 2 * 2);
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-5;
        assert!(found.iter().zip(&expected).all(is_near), "{head:?} {found:?} {expected:?}");
        // The mean of values is what the model answers.
        let mean = |at: usize| (0..MEMBERS).map(|member| expected[member * 4 + at]).sum::<f64>() / 3.0;
        let answers = numbers(model.forward(rows(), &mut Dropout::off()).remove(0));
        assert_eq!(answers.len(), 4);
        assert!((0..4).all(|at| (answers[at] - mean(at)).abs() < 1e-5), "{answers:?}");
        // Copies for each task, as methods on gradients take them, are answered alike.
        let copies = Representation::PerTask(model.represent(rows(), &mut Dropout::off()).leaves(2).inner());
        let again = numbers(model.answer(&copies, &mut Dropout::off()).remove(0));
        assert!(again.iter().zip(&found).all(|(again, found)| (again - found).abs() < 1e-6), "{again:?}");
    }
}

/// Probabilities of one task's outputs, as tasks read them.
fn probabilities(kind: TaskKind, outputs: &[f64]) -> Vec<f64> {
    let sigmoid = |z: &f64| 1.0 / (1.0 + (-z).exp());
    match kind {
        Regression => outputs.to_vec(),
        Count => outputs.iter().map(|z| z.exp()).collect(),
        Binary | Multilabel | Ordinal => outputs.iter().map(sigmoid).collect(),
        Multiclass | TaskKind::Mask => {
            let sum: f64 = outputs.iter().map(|z| z.exp()).sum();
            outputs.iter().map(|z| z.exp() / sum).collect()
        }
    }
}

#[test]
fn values_rates_and_probabilities_are_averaged() {
    for (kind, width) in
        [(Regression, 1), (Count, 1), (Binary, 1), (Multiclass, 4), (Ordinal, 3), (Multilabel, 3)]
    {
        // Two tasks a group, so that classes of one are not mixed with the other's.
        let model = model(&[], &[(kind, width), (kind, width)]);
        let members = numbers(model.outputs(rows(), &mut Dropout::off()).remove(0));
        let mean = numbers(model.forward(rows(), &mut Dropout::off()).remove(0));
        let all = 2 * 2 * width;
        assert_eq!((members.len(), mean.len()), (MEMBERS * all, all), "{kind:?}");
        for start in (0..all).step_by(width) {
            let found = probabilities(kind, &mean[start..start + width]);
            let own =
                (0..MEMBERS).map(|member| probabilities(kind, &members[member * all + start..][..width]));
            let own: Vec<Vec<f64>> = own.collect();
            for (at, found) in found.iter().enumerate() {
                let expected = own.iter().map(|own| own[at]).sum::<f64>() / MEMBERS as f64;
                assert!((found - expected).abs() < 1e-5, "{kind:?} {start} {at}: {found} for {expected}");
            }
            assert!(own[0] != own[1], "{kind:?}: members answer alike");
        }
    }
}

/// (y - ŷ_k)² of each member, halved for two rows and in three for three members.
#[test]
fn the_loss_is_the_mean_of_the_members_losses() {
    let model = model(&[], &[(Regression, 1)]);
    let outputs = model.outputs(rows(), &mut Dropout::off());
    let tensor = |values: [f32; 2]| Tensor::<1>::from_floats(values, &Device::flex()).reshape([2, 1]);
    let targets = model.targets(vec![[tensor([0.7, -0.3]), tensor([0.5, 0.5])]]);
    let losses = model.losses(&outputs, targets);
    let error = |(at, output): (usize, &f64)| (output - [0.7, -0.3][at % 2]).powi(2) / 6.0;
    let expected: f64 = numbers(outputs[0].clone()).iter().enumerate().map(error).sum();
    let found: f64 = numbers(losses[0].parts.clone()).iter().sum();
    assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
    assert_eq!(losses[0].gradients.dims(), [MEMBERS * 2, 1, 1]);
}

/// Members that are as sure as a number can say of opposite classes are of two minds together.
#[test]
fn sure_members_that_disagree_are_averaged_without_overflow() {
    let model = model(&[], &[(Binary, 1)]);
    let sure = model.map(&mut Sure(0));
    let found = numbers(sure.forward(rows(), &mut Dropout::off()).remove(0));
    // Two of three say yes: ln((2/3) / (1/3)).
    assert!(found.iter().all(|logit| (logit - 2.0_f64.ln()).abs() < 1e-5), "{found:?}");
}

/// Sets the heads to biases of 1000, 1000 and -1000 alone.
struct Sure(usize);

impl ModuleMapper for Sure {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        self.0 += 1;
        let values: Option<Vec<f32>> = match self.0 {
            9 => Some(vec![0.0; 4 * MEMBERS]),
            10 => Some(vec![1e3, 1e3, -1e3]),
            _ => None,
        };
        let Some(values) = values else { return param };
        param.map(|value| Tensor::from_data(TensorData::new(values, value.dims()), &Device::flex()))
    }
}

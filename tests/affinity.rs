//! Affinities of a run against steps redone one by one, and runs with and without them.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/parameters.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod parameters;

use std::fmt::Write as _;
use std::rc::Rc;

use burn::module::{Module as _, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use futures::executor::block_on;
use parameters::block;
use polyhead::architecture::ArchitectureKind;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::model::{Dropout, GroupLoss, Model};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::train::gradients::weighted;
use polyhead::train::{LookAhead, Trainer};
use serde_json::{Value, json};

/// Tasks: a class, a number with few labels, two classes and another number, so that the model's order is not that of the file; inputs:
/// two numbers and a category.
fn table() -> Table {
    let mut text = String::from("x1,x2,colour,corner,value,side,sum\n");
    for row in 0..90 {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let colour = ["red", "green", "blue"][row % 3];
        let value = if row % 3 == 0 { format!("{:.3}", 3.0 * x1 - 2.0 * x2) } else { String::new() };
        let side = if x1 > 0.2 * x2 { "right" } else { "left" };
        let corner = format!("{}{side}", if x2 > 0.0 { "upper " } else { "lower " });
        writeln!(text, "{x1},{x2},{colour},{corner},{value},{side},{:.3}", x1 + x2 * x2).expect("a line");
    }
    let tasks = ["corner", "value", "side", "sum"].map(|task| (task.to_owned(), Role::Task));
    let inputs = ["x1", "x2", "colour"].map(|input| (input.to_owned(), Role::Input));
    let roles = tasks.into_iter().chain(inputs).collect();
    Table::read("test", text.as_bytes(), &roles, &[].into()).expect("a table")
}

fn config(changes: Value) -> RunConfig {
    let base = RunConfig::default().merged(&json!({
        "architecture": {"trunk": [12, 8], "activation": "tanh"}, "batchSize": 90, "epochs": 4, "earlyStopping": null,
        "optimizer": {"kind": "sgd", "learningRate": 0.3, "weightDecay": 0}, "weighting": {"kind": "equal"},
        "affinityEvery": 1
    }));
    base.expect("a configuration").merged(&changes).expect("a configuration")
}

fn dataset(config: &RunConfig) -> Rc<Dataset> {
    Rc::new(Dataset::build(&table(), config).expect("a dataset"))
}

fn end(config: &RunConfig) -> Trainer {
    let mut trainer = Trainer::new(dataset(config), config.clone(), &Device::flex());
    while trainer.epoch_count() < config.epochs {
        if block_on(trainer.step()).expect("a step") {
            block_on(trainer.end_epoch()).expect("an end");
        }
    }
    trainer
}

fn look_ahead(trainer: &Trainer) -> LookAhead {
    trainer.look_ahead().expect("measured").clone()
}

/// `θ - η g`, for all parameters that have a gradient.
struct Descend(GradientsParams, f64);

impl ModuleMapper for Descend {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(gradient) = self.0.remove::<D>(param.id) else { return param };
        let rate = self.1;
        param.map(|value| (value.inner() - gradient * rate).autodiff().require_grad())
    }
}

/// A model trained on all training rows at once by plain gradient descent, step by step.
struct Reference {
    dataset: Rc<Dataset>,
    model: Model,
    rate: f64,
}

impl Reference {
    fn new(config: &RunConfig) -> Self {
        let (dataset, device) = (dataset(config), Device::flex().autodiff());
        let layout = dataset.layout();
        let starts: Vec<&[f64]> = dataset.baselines.iter().map(|baseline| &baseline.outputs[..]).collect();
        let model =
            Model::new(&config.architecture, dataset.encoding.inputs(), &layout, config.seed, &device);
        let model = model.starting_from(&starts, &layout, &device);
        Self { dataset, model, rate: config.optimizer.learning_rate }
    }

    fn outputs(&self, model: &Model) -> (Vec<Tensor<2>>, Vec<GroupLoss>) {
        let rows = self.dataset.rows(Split::Train);
        let tensor = |values: Vec<f32>, width: usize| {
            Tensor::<2>::from_data(TensorData::new(values, [rows.len(), width]), &Device::flex())
        };
        let layout = self.dataset.layout();
        let targets = layout.groups.iter().map(|group| {
            let mut values = Vec::new();
            let mut shares = Vec::new();
            for &row in rows {
                for task in group.tasks.clone() {
                    let mut own = vec![0.0; group.outputs];
                    self.dataset.targets[task].write(row as usize, &mut own);
                    values.extend(own);
                    let has = self.dataset.targets[task].label_count(row as usize) as f32;
                    shares.push(has / self.dataset.labelled(task, Split::Train) as f32);
                }
            }
            [tensor(values, group.width()), tensor(shares, group.tasks.len())]
        });
        let targets = targets.collect();
        let features = tensor(self.dataset.features(rows), self.dataset.encoding.width());
        let outputs = model.forward(features, &mut Dropout::off());
        let losses = model.losses(&outputs, targets);
        (outputs, losses)
    }

    /// Of each task, in the model's order.
    fn losses(&self, model: &Model) -> Vec<f64> {
        let parts = self.outputs(model).1.into_iter().flat_map(|group| block(group.parts.into_data_async()));
        self.dataset.layout().sums(&parts.map(|part| part as f32).collect::<Vec<_>>())
    }

    /// After a step on the weighted sum of all losses, heads and all.
    fn descend(&self, weights: &[f32]) -> Model {
        let (outputs, losses) = self.outputs(&self.model);
        let gradients = weighted(outputs, losses, &Tensor::from_floats(weights, &Device::flex()));
        let gradients = GradientsParams::from_grads(gradients.expect("gradients"), &self.model);
        self.model.clone().map(&mut Descend(gradients, self.rate))
    }

    /// The mean over steps of what a step on each task does to each other one, `[from][onto]` in the order of the file.
    fn affinities(mut self, steps: usize) -> Vec<Vec<f64>> {
        let tasks = self.dataset.targets.len();
        let mut sums = vec![vec![0.0; tasks]; tasks];
        for _ in 0..steps {
            let before = self.losses(&self.model);
            for from in 0..tasks {
                let mut weights = vec![0.0; tasks];
                weights[from] = 1.0;
                let after = self.losses(&self.descend(&weights));
                for onto in (0..tasks).filter(|onto| *onto != from) {
                    let order = &self.dataset.order;
                    let effect = 1.0 - after[onto] / before[onto];
                    sums[order.in_file(from)][order.in_file(onto)] += effect / steps as f64;
                }
            }
            self.model = self.descend(&vec![1.0; tasks]);
        }
        sums
    }
}

#[test]
fn affinities_are_those_of_steps_taken_one_by_one() {
    for kind in [
        ArchitectureKind::HardSharing,
        ArchitectureKind::Mmoe,
        ArchitectureKind::Cgc,
        ArchitectureKind::CrossStitch,
        ArchitectureKind::Mtan,
        ArchitectureKind::Lora,
    ] {
        for head in [json!([]), json!([6])] {
            let config = config(json!({"architecture": {"kind": kind, "head": head}}));
            let trainer = end(&config);
            let found = look_ahead(&trainer);
            let expected = Reference::new(&config).affinities(trainer.step_count());
            assert_eq!(found.measured, trainer.step_count());
            let largest = expected.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
            assert!(largest > 1e-4, "{kind:?}: {largest}");
            for (from, (found, expected)) in found.affinity.means().iter().zip(&expected).enumerate() {
                for (onto, (found, expected)) in found.iter().zip(expected).enumerate() {
                    if from == onto {
                        assert_eq!(*found, None);
                        continue;
                    }
                    let error = (found.expect("measured") - expected).abs();
                    assert!(
                        error < (0.02 * largest).min(1e-4),
                        "{kind:?} {from} onto {onto}: {found:?}, expected {expected}"
                    );
                }
            }
        }
    }
}

/// Beside every kind of weighting, with dropout, momentum and batches: nothing but the measurements differs.
#[test]
fn measuring_changes_nothing_that_is_learned() {
    for kind in ArchitectureKind::ALL {
        for weighting in ["normalised_equal", "famo", "gradnorm", "gradvac", "random"] {
            let trace = |every: usize| {
                let config = config(json!({
                    "architecture": {"kind": kind, "dropout": 0.3}, "weighting": {"kind": weighting}, "batchSize": 20,
                    "affinityEvery": every, "optimizer": {"kind": "adamw", "learningRate": 0.02}
                }));
                let mut trainer = Trainer::new(dataset(&config), config.clone(), &Device::flex());
                let mut lines = Vec::new();
                while trainer.epoch_count() < config.epochs {
                    if block_on(trainer.step()).expect("a step") {
                        lines.push(format!("{:?}", block_on(trainer.end_epoch()).expect("an end")));
                    }
                    lines.push(format!("{:?}", block_on(trainer.latest_losses()).expect("losses")));
                }
                let mut fitted = trainer.fitted();
                fitted.config.affinity_every = 0;
                (lines, block_on(fitted.to_bytes()).expect("a file"), trainer.look_ahead().is_some())
            };
            let ([without, with], are_measured) = {
                let [a, b] = [trace(0), trace(2)];
                ([(a.0, a.1), (b.0, b.1)], [a.2, b.2])
            };
            assert_eq!(are_measured, [false, true]);
            assert_eq!(with.0, without.0, "{kind:?} {weighting}");
            assert!(with.1 == without.1, "{kind:?} {weighting}: the parameters differ");
        }
    }
}

/// Where nothing is shared there is nothing to measure: twins, and heads that read the inputs themselves.
#[test]
fn tasks_that_share_nothing_have_no_affinity() {
    for changes in [json!({"kind": "single_task"}), json!({"trunk": []})] {
        let found = look_ahead(&end(&config(json!({"architecture": changes}))));
        assert!(found.affinity.means().iter().flatten().all(Option::is_none), "{changes}");
        assert!(found.similarity.pairs().is_empty(), "{changes}");
    }
}

/// The gradients of tasks by what they share, once an epoch: as many moments as epochs, at most 40.
#[test]
fn gradients_are_followed_over_time() {
    let found = look_ahead(&end(&config(json!({}))));
    let steps: Vec<usize> = found.similarity.history().iter().map(|moment| moment.step).collect();
    assert_eq!(steps, [1, 2, 3, 4]);
    let pairs = found.similarity.pairs();
    assert_eq!(pairs.len(), 6);
    for pair in &pairs {
        assert_eq!(pair.measured, 4);
        let means: Vec<f64> = (found.similarity.history().iter())
            .filter_map(|moment| {
                moment.pairs.iter().find(|own| (own.first, own.second) == (pair.first, pair.second))
            })
            .map(|own| own.cosine)
            .collect();
        assert!((means.iter().sum::<f64>() / 4.0 - pair.cosine).abs() < 1e-9);
    }
    let long = look_ahead(&end(&config(json!({"epochs": 100}))));
    let steps: Vec<usize> = long.similarity.history().iter().map(|moment| moment.step).collect();
    assert_eq!((steps.len(), steps[0], steps[1]), (33, 3, 6));
}

/// A step on a task lowers the loss of its copy, by more than a step on a task that has nothing to do with it.
#[test]
fn a_copy_of_a_task_is_nearer_than_what_has_nothing_to_do_with_it() {
    let mut text = String::from("x1,x2,one,copy,other\n");
    for row in 0..300 {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let noise = ((row * 7_919) % 211) as f64 / 211.0;
        writeln!(text, "{x1},{x2},{:.3},{:.3},{:.3}", x1, x1 + 0.01 * noise, (7.0 * x2).sin())
            .expect("a line");
    }
    let roles = ["one", "copy", "other"].map(|task| (task.to_owned(), Role::Task)).into();
    let table = Table::read("test", text.as_bytes(), &roles, &[].into()).expect("a table");
    let config = config(json!({"epochs": 10, "affinityEvery": 2, "optimizer": {"learningRate": 0.02}}));
    let dataset = Rc::new(Dataset::build(&table, &config).expect("a dataset"));
    let mut trainer = Trainer::new(dataset, config.clone(), &Device::flex());
    while trainer.epoch_count() < config.epochs {
        if block_on(trainer.step()).expect("a step") {
            block_on(trainer.end_epoch()).expect("an end");
        }
    }
    let means = look_ahead(&trainer).affinity.means();
    let onto = |from: usize, onto: usize| means[from][onto].expect("measured");
    for task in [0, 1] {
        assert!(onto(1 - task, task) > onto(2, task), "{means:?}");
        assert!(onto(1 - task, task) > 0.0, "{means:?}");
    }
}

//! Pictures from the table to the report: an input that is no row of numbers, and a task that answers pixel by pixel.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/parameters.rs"]
mod parameters;
mod support;

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use burn::module::Module as _;
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use parameters::{Move, block, collect};
use polyhead::architecture::{Activation, ArchitectureConfig, ArchitectureKind};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::figure::{Body, Drawn, Marks};
use polyhead::input::embedding::Inputs;
use polyhead::metric::MetricKind;
use polyhead::model::{Dropout, GroupLoss, Model, Representation, Rows};
use polyhead::protocol::{Command, Event, Look};
use polyhead::schema::column::ColumnKind;
use polyhead::schema::picture::PictureShape;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::TaskKind;
use polyhead::task::layout::{Layout, Shape};
use polyhead::train::gradients::{TaskGradients, add_penalty, weighted};
use polyhead::train::{Fitted, Trainer};
use polyhead::view::{HeadView, Overview};
use polyhead::weighting::WeightingKind;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use support::{answer, drawn, drive_in_turn, failure, load, look, look_at, report};

const SIDE: usize = 8;

/// A grey picture in a cell.
fn cell(width: usize, values: &[u8]) -> String {
    let mut bytes = format!("P5 {width} {} 255\n", values.len() / width).into_bytes();
    bytes.extend(values);
    format!("data:image/x-portable-graymap;base64,{}", STANDARD.encode(bytes))
}

/// A square or a disc on a noisy ground: picture, shape, its number of pixels, and mask, in which squares are 1 and discs 2.
fn sample(random: &mut rand_pcg::Pcg64Mcg) -> (Vec<u8>, &'static str, usize, Vec<u8>) {
    let is_disc = random.random_bool(0.5);
    let half = random.random_range(1.2..2.6_f64);
    let [x, y] = [(); 2].map(|()| random.random_range(2.0..5.0_f64));
    let inside = |pixel: usize| {
        let [across, down] = [(pixel % SIDE) as f64 - x, (pixel / SIDE) as f64 - y].map(f64::abs);
        if is_disc { across + down <= 1.3 * half } else { across <= half && down <= half }
    };
    let mask: Vec<u8> =
        (0..SIDE * SIDE).map(|pixel| if inside(pixel) { 1 + u8::from(is_disc) } else { 0 }).collect();
    let size = mask.iter().filter(|class| **class > 0).count();
    let shade =
        |&class: &u8| if class > 0 { random.random_range(170..250) } else { random.random_range(0..70) };
    let picture = mask.iter().map(shade).collect();
    (picture, ["square", "disc"][usize::from(is_disc)], size, mask)
}

/// Pictures with their shapes, sizes and masks; some of each are missing.
fn table(rows: usize) -> String {
    let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(5);
    let mut text = String::from("noise,picture,shape,size,mask\n");
    for row in 0..rows {
        let (picture, shape, size, mut mask) = sample(&mut random);
        if row % 9 == 4 {
            mask[..SIDE].fill(255);
        }
        let picture = if row % 97 == 3 { String::new() } else { cell(SIDE, &picture) };
        let mask = if row % 7 == 1 { String::new() } else { cell(SIDE, &mask) };
        text +=
            &format!("{:.3},\"{picture}\",{shape},{size},\"{mask}\"\n", random.random_range(-1.0..1.0_f64));
    }
    text
}

const ROLES: [(&str, Role); 4] =
    [("picture", Role::Input), ("shape", Role::Task), ("size", Role::Task), ("mask", Role::Task)];

#[test]
fn classes_numbers_and_masks_are_learned_from_pictures_together() {
    let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(77);
    let others: Vec<_> = (0..40).map(|_| sample(&mut random)).collect();
    let row =
        |picture: String| serde_json::from_value(json!({"noise": 0, "picture": picture})).expect("a row");
    let rows = others.iter().map(|(picture, ..)| row(cell(SIDE, picture))).collect();
    let wrong = vec![row(cell(4, &others[0].0))];
    let quick = json!({"epochs": 60, "batchSize": 32, "optimizer": {"learningRate": 0.01}});
    let messages = drive_in_turn(vec![
        load(&table(500), &ROLES, &[]),
        Command::Configure(quick),
        Command::Train { epochs: None },
        Command::Predict { run: None, rows },
        Command::Predict { run: None, rows: wrong },
        look(2, HeadView::Masks, Split::Test),
        overview(Overview::Representation),
        overview(Overview::Importance),
        overview(Overview::Dependence),
    ]);
    let Event::Loaded(table) = answer(&messages, 1) else { panic!("expected a table") };
    let kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
    assert_eq!((kinds[1], kinds[4]), (ColumnKind::Image, ColumnKind::Image));
    let report = report(&messages, 3);
    let [shapes, sizes, masks] = &report.tasks[..] else { panic!("three tasks, not {:?}", report.tasks) };
    assert_eq!((masks.kind, masks.classes.len()), (TaskKind::Mask, 3));
    let score =
        |task: &polyhead::report::TaskReport, metric| task.metrics[&Split::Test][&metric].expect("a score");
    let (accuracy, overlap) = (score(masks, MetricKind::PixelAccuracy), score(masks, MetricKind::MeanIou));
    let trivial = masks.trivial[&Split::Test][&MetricKind::PixelAccuracy].expect("a score");
    assert!(accuracy > 0.95 && overlap > 0.75 && trivial < 0.85, "{accuracy} {overlap} {trivial}");
    assert!(score(shapes, MetricKind::Accuracy) > 0.85, "{:?}", shapes.metrics);
    assert!(score(sizes, MetricKind::R2) > 0.85, "{:?}", sizes.metrics);
    // Numbers: the noise, the flag of missing pictures, and sixteen of the picture.
    let encoder = 10 * 8 + (9 * 8 + 1) * 16;
    let trunk = (2 + 16 + 1) * 64 + 65 * 32;
    let heads = 33 * (1 + 1 + 3) + 17 * (16 * 3);
    assert_eq!(report.parameters, encoder + trunk + heads);
    let Event::Predicted(rows) = answer(&messages, 4) else { panic!("expected predictions") };
    let (mut right_shapes, mut right_pixels) = (0, 0);
    for (row, (_, shape, _, mask)) in rows.iter().zip(&others) {
        let lines: Vec<Vec<u8>> = serde_json::from_value(row["mask"].value.clone()).expect("rows of pixels");
        assert_eq!(lines.len(), SIDE);
        right_pixels += lines.concat().iter().zip(mask).filter(|(found, actual)| found == actual).count();
        right_shapes += usize::from(row["shape"].value == *shape);
    }
    assert!(right_shapes >= 34 && right_pixels >= 40 * 64 * 95 / 100, "{right_shapes} {right_pixels}");
    let sentence = failure(&messages, 5);
    assert!(sentence.contains("“picture”") && sentence.contains("4 × 16 pixels of grey"), "{sentence}");
    let Body::Masks(view) = &drawn(&messages, 6).figures[0].body else { panic!("expected masks") };
    assert_eq!((view.rows.len(), view.actual[0].len(), view.predicted[11].len()), (12, 64, 64));
    // The picture counts for each task, and noise for none.
    let Body::Grid(grid) = &drawn(&messages, 8).figures[0].body else { panic!("expected a grid") };
    assert_eq!((&grid.rows, &grid.columns), (&vec!["picture".to_owned(), "noise".to_owned()], &names()));
    for task in 0..3 {
        let shares = [0, 1].map(|input| grid.cells[input][task].share);
        assert!(shares[0] == 1.0 && shares[1].abs() < 0.1, "{shares:?}");
    }
    // Masks are answered pixel by pixel: no number to draw.
    let titles: Vec<&str> = drawn(&messages, 9).figures.iter().map(|own| own.title.as_str()).collect();
    assert_eq!(titles, ["shape by noise", "size by noise", "Rows by noise"]);
    assert_eq!(dots(drawn(&messages, 7)), masks.labelled[&Split::Test]);
}

fn names() -> Vec<String> {
    ["shape", "size", "mask"].map(str::to_owned).to_vec()
}

fn overview(view: Overview) -> Command {
    look_at(None, Look::All { view }, Split::Test)
}

/// Rows with a mask that are drawn on a representation.
fn dots(drawn: &Drawn) -> usize {
    let Body::Chart(chart) = &drawn.figures[2].body else { panic!("expected a chart") };
    let Marks::Points(points) = &chart.layers[0].marks else { panic!("expected dots") };
    points.rows.len()
}

#[test]
fn trunks_that_stand_before_a_map_have_a_representation_without_it() {
    for kind in [
        ArchitectureKind::HardSharing,
        ArchitectureKind::SharedParameters,
        ArchitectureKind::Mmoe,
        ArchitectureKind::Tabm,
        ArchitectureKind::SingleTask,
    ] {
        let config = json!({"epochs": 1, "architecture": {"kind": kind, "trunk": [24, 12]}});
        let messages = drive_in_turn(vec![
            load(&table(60), &ROLES, &[]),
            Command::Configure(config),
            Command::Train { epochs: None },
            overview(Overview::Representation),
        ]);
        let view = drawn(&messages, 4);
        assert_eq!(dots(view), report(&messages, 3).tasks[2].labelled[&Split::Test], "{kind:?}");
        assert!(
            kind == ArchitectureKind::SingleTask || view.sentence.contains("12 numbers"),
            "{}",
            view.sentence
        );
    }
}

#[test]
fn a_model_of_pictures_and_masks_is_written_and_read() {
    let roles = ROLES.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", table(60).as_bytes(), &roles, &std::collections::BTreeMap::new());
    let config = RunConfig { epochs: 1, ..RunConfig::default() };
    let dataset = Rc::new(Dataset::build(&table.expect("a table"), &config).expect("a dataset"));
    let device = Device::flex();
    let mut trainer = Trainer::new(dataset.clone(), config, &device);
    while !futures::executor::block_on(trainer.step()).expect("a step") {}
    futures::executor::block_on(trainer.end_epoch()).expect("an end");
    let fitted = trainer.fitted();
    let file = futures::executor::block_on(fitted.to_bytes()).expect("a file");
    let read = Fitted::from_bytes(&file, &device).expect("a model");
    let answers = |fitted: &Fitted| {
        let answers = futures::executor::block_on(fitted.answer(dataset.encoded(&[0, 1, 2, 3])));
        answers.expect("answers").iter().map(|answers| format!("{:?}", answers.answer(1))).collect::<Vec<_>>()
    };
    assert_eq!(answers(&read), answers(&fitted));
    for at in (0..file.len()).step_by(97) {
        let mut damaged = file.clone();
        damaged[at] ^= 0x15;
        if let Ok(read) = Fitted::from_bytes(&damaged, &device) {
            answers(&read);
        }
    }
}

#[test]
fn every_architecture_and_every_weighting_learns_masks() {
    let text = table(60);
    let architectures =
        ArchitectureKind::ALL.map(|kind| json!({"architecture": {"kind": kind.key(), "head": [8]}}));
    let weightings = WeightingKind::ALL.map(|kind| {
        let weights = if kind == WeightingKind::Manual { json!([2, 1, 1]) } else { json!([]) };
        json!({"weighting": {"kind": kind.key(), "weights": weights}})
    });
    let modes =
        ["exact", "representation"].map(|mode| json!({"weighting": {"kind": "mgda", "gramian": mode}}));
    for chosen in architectures.iter().chain(&weightings).chain(&modes) {
        let messages = drive_in_turn(vec![
            load(&text, &ROLES, &[]),
            Command::Configure(chosen.clone()),
            Command::Train { epochs: Some(3) },
        ]);
        let masks = &report(&messages, 3).tasks[2];
        assert!(masks.metrics[&Split::Train][&MetricKind::Loss].is_some_and(f64::is_finite), "{chosen}");
    }
}

#[test]
fn what_does_not_fit_is_said_in_a_sentence() {
    let rows = |picture: &dyn Fn(usize) -> String, mask: &dyn Fn(usize) -> String| {
        let lines = (0..30).map(|row| format!("{row}.5,\"{}\",\"{}\"\n", picture(row), mask(row)));
        "x,picture,mask\n".to_owned() + &lines.collect::<String>()
    };
    let values = |row: usize, count: usize, most: usize| -> Vec<u8> {
        (0..count).map(|pixel| ((row + pixel) % most) as u8).collect()
    };
    let picture = |row: usize| cell(8, &values(row, 64, 250));
    let mask = |row: usize| cell(8, &values(row, 64, 3));
    let roles = |picture| [("x", Role::Input), ("picture", picture), ("mask", Role::Task)];
    for (text, role, said) in [
        (rows(&picture, &mask), Role::Ignore, "give a column of pictures the role input"),
        (rows(&picture, &|row| cell(9, &values(row, 81, 3))), Role::Input, "multiples of 2 × 2"),
        (
            rows(&|row| cell(128, &values(row, 128 * 128, 250)), &|row| {
                cell(128, &values(row, 128 * 128, 3))
            }),
            Role::Input,
            "at most 4096 can be learned",
        ),
        (rows(&picture, &picture), Role::Input, "must be grey pictures"),
        (
            rows(&|row| cell(8, &values(row, 64 + row % 2 * 8, 250)), &mask),
            Role::Input,
            "scale them all to one size",
        ),
        (
            rows(&|row| picture(row).replace("P5", "").replace("UDUg", "UDkg"), &mask),
            Role::Input,
            "expected a picture",
        ),
    ] {
        let messages =
            drive_in_turn(vec![load(&text, &roles(role), &[]), Command::Train { epochs: Some(1) }]);
        assert!(failure(&messages, 2).contains(said), "{said}: {}", failure(&messages, 2));
    }
}

const TASKS: usize = 3;
const WEIGHTS: [f32; TASKS] = [0.5, 2.0, -1.5];
const PICTURE: PictureShape = PictureShape { height: 6, width: 5, channels: 1 };
/// Sixteen pixels of two classes, on a map of four positions.
const OUTPUTS: usize = 32;

fn layout() -> Layout {
    let mask = Shape { kind: TaskKind::Mask, outputs: OUTPUTS, scores: 2 };
    Layout::of([Shape::from((TaskKind::Regression, 1)), mask, mask])
}

fn tensor(width: usize, values: impl Iterator<Item = f32>) -> Tensor<2> {
    let values: Vec<f32> = values.collect();
    let rows = values.len() / width;
    Tensor::from_data(TensorData::new(values, [rows, width]), &Device::flex())
}

fn rows() -> Rows {
    let wave = |pace: f32| move |index: usize| (index as f32 * pace).sin();
    let pictures = vec![tensor(PICTURE.count(), (0..3 * PICTURE.count()).map(wave(1.3)))];
    Rows { numbers: tensor(2, (0..6).map(wave(0.7))), pictures }
}

/// One pixel in seven has no class, and the last row has no second mask.
fn losses(model: &Model, outputs: &[Tensor<2>]) -> Vec<GroupLoss> {
    let class = |index: usize| f32::from(u8::from(index / 2 % 7 != 3 && index % 2 == index / 6 % 2));
    let masks = [
        tensor(2 * OUTPUTS, (0..6 * OUTPUTS).map(class)),
        tensor(2, [0.02, 0.01, 0.03, 0.05, 0.04, 0.0].into_iter()),
    ];
    let numbers = [tensor(1, [0.5, -1.0, 2.0].into_iter()), tensor(1, [0.3; 3].into_iter())];
    let inner: Vec<Tensor<2>> = outputs.iter().map(|output| output.clone().inner()).collect();
    model.losses(&inner, model.targets(vec![numbers, masks]))
}

fn task_losses(model: &Model) -> Vec<f64> {
    let found = losses(model, &model.outputs(rows(), &mut Dropout::off()));
    let parts =
        found.into_iter().map(|group| block(group.parts.into_data_async())).collect::<Vec<_>>().concat();
    let parts: Vec<f32> = parts.into_iter().map(|part| part as f32).collect();
    layout().sums(&parts)
}

fn penalty(model: &Model) -> f64 {
    model.penalty().map_or(0.0, |penalty| block(penalty.inner().into_data_async())[0])
}

/// With the weights on the losses; or on what tasks share, each task following its own loss elsewhere.
#[test]
fn gradients_of_encoders_and_masks_are_those_of_differences() {
    let inputs = Inputs { numbers: 2, periodic: vec![], bags: vec![], pictures: vec![PICTURE] };
    for kind in ArchitectureKind::ALL {
        let config = ArchitectureConfig {
            kind,
            trunk: vec![5],
            head: vec![],
            activation: Activation::Tanh,
            ..ArchitectureConfig::default()
        };
        let model = Model::new(&config, inputs.clone(), &layout(), 4, &Device::flex().autodiff());
        let counted = config.parameter_count(inputs.features(), &layout().score_counts())
            + config.encoder_count(TASKS) * inputs.parameter_count()
            + layout().map_count(PICTURE);
        assert_eq!(model.num_params(), counted, "{kind:?}");
        let weights = Tensor::from_floats(WEIGHTS, &Device::flex());
        let outputs = model.outputs(rows(), &mut Dropout::off());
        let own = losses(&model, &outputs);
        let gradients = weighted(outputs, own, &weights).expect("gradients");
        let mut on_losses = vec![GradientsParams::from_grads(gradients, &model)];
        let representation = model.represent(rows(), &mut Dropout::off());
        let leaves = representation.leaves(TASKS);
        let outputs = model.answer(&Representation::PerTask(leaves.clone()), &mut Dropout::off());
        let own = losses(&model, &outputs);
        let mut tasks = TaskGradients::new(&model, representation, &leaves, outputs, own).expect("gradients");
        let gramian = block(tasks.gramian_at_parameters(&model, &rows(), &Dropout::off()).into_data_async());
        let shares = config.kind.shares_embeddings();
        assert_eq!(gramian[5] != 0.0, shares, "{kind:?}: the masks meet in the encoder");
        let mut on_shared: Vec<GradientsParams> =
            tasks.weighted(&model, &weights, &rows(), &Dropout::off()).into();
        for (sets, is_on_losses) in [(&mut on_losses, true), (&mut on_shared, false)] {
            if let Some(penalty) = model.penalty() {
                add_penalty(sets, &penalty, &model);
            }
            let found = sets.iter().flat_map(|set| collect(&model, set)).collect::<Vec<_>>();
            let count = found.iter().map(|(_, values)| values.len()).sum::<usize>();
            assert_eq!(count, model.num_params(), "{kind:?}: every parameter has one gradient");
            for (id, values) in found {
                for place in (0..values.len()).step_by(values.len().div_ceil(4)) {
                    // Small enough that no pixel's ReLU turns.
                    let [more, less] = [2e-3, -2e-3].map(|by| {
                        let moved = model.clone().map(&mut Move(id, place, by));
                        (task_losses(&moved), penalty(&moved))
                    });
                    let by_task: Vec<f64> =
                        more.0.iter().zip(&less.0).map(|(more, less)| (more - less) / 4e-3).collect();
                    let is_weighed = is_on_losses || by_task.iter().filter(|by| **by != 0.0).count() > 1;
                    let weigh =
                        |(by, weight): (&f64, f32)| if is_weighed { by * f64::from(weight) } else { *by };
                    let expected =
                        by_task.iter().zip(WEIGHTS).map(weigh).sum::<f64>() + (more.1 - less.1) / 4e-3;
                    let error = (expected - values[place]).abs();
                    assert!(
                        error < 2e-2 * expected.abs().max(0.05),
                        "{kind:?} {is_on_losses} {place} of {}: {expected} {}",
                        values.len(),
                        values[place]
                    );
                }
            }
        }
    }
}

//! Learned vectors of labels: which, how many, what a row of codes becomes, who shares them, and what they learn.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use burn::module::{Module as _, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::ArchitectureKind;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::input::EmbeddingSummary;
use polyhead::input::embedding::{Bag, Inputs, TEXT_SIZE, category_size};
use polyhead::input::ngram::BUCKETS;
use polyhead::metric::MetricKind;
use polyhead::model::{Dropout, Model, Representation};
use polyhead::protocol::{Command, Event, Prediction};
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::task::TaskKind::Regression;
use polyhead::task::layout::Layout;
use serde_json::json;
use support::{answer, drive_in_turn, failure, load, report};

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = futures::executor::block_on(tensor.into_data_async()).expect("readable");
    data.try_into_vec().expect("floats")
}

/// Two tasks without a hidden layer, so that what the heads read is what was looked up.
fn bare(kind: ArchitectureKind, inputs: &Inputs) -> Model {
    let config = ArchitectureConfig { kind, trunk: vec![], ..ArchitectureConfig::default() };
    let layout = Layout::of([(Regression, 1), (Regression, 1)]);
    Model::new(&config, inputs.clone(), &layout, 3, &Device::flex().autodiff())
}

fn rows(values: Vec<f32>, width: usize) -> Tensor<2> {
    let rows = values.len() / width;
    Tensor::from_data(TensorData::new(values, [rows, width]), &Device::flex())
}

/// Sets every table of vectors, `[1, places, size]`, to given numbers.
struct Tables(Vec<f32>);

impl ModuleMapper for Tables {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if D != 3 {
            return param;
        }
        let values = self.0.clone();
        param.map(|value| {
            let data = TensorData::new(values, value.dims());
            Tensor::from_data(data, &Device::flex()).autodiff().require_grad()
        })
    }
}

/// Against NumPy: `table = [[.5, -1], [2, .25], [-3, 4]]`, `np.mean([table[c - 1] for c in codes if c > 0], axis=0)`.
#[test]
fn a_bag_is_the_mean_of_what_its_codes_name() {
    let inputs = Inputs {
        numbers: 1,
        periodic: vec![],
        bags: vec![Bag { columns: 2, slots: 4, places: 3, size: 2, is_weighted: false }],
        pictures: vec![],
    };
    let model = bare(ArchitectureKind::HardSharing, &inputs);
    let model = model.map(&mut Tables(vec![0.5, -1.0, 2.0, 0.25, -3.0, 4.0]));
    let first = [7.0, 1.0, 3.0, 0.0, 0.0, 2.0, 2.0, 3.0, 0.0];
    let second = [8.0, 0.0, 0.0, 0.0, 0.0, 3.0, 2.0, 1.0, 1.0];
    let found = model.represent(rows([first, second].concat(), 9), &mut Dropout::off());
    let Representation::Shared(found) = found else { panic!("shared: {found:?}") };
    let expected = [7.0, -1.25, 1.5, 0.333_333_34, 1.5, 8.0, 0.0, 0.0, 0.0, 0.5625];
    for (found, expected) in numbers(found.inner()).iter().zip(expected) {
        assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
    }
}

/// By hand, a step's weights being 8 times those of the row: 8 (0.5 (0.5, -1) + 0.25 (-3, 4)) = (-4, 4), and nothing of no codes.
#[test]
fn a_weighted_bag_is_the_sum_of_what_its_codes_name() {
    let bag = Bag { columns: 1, slots: 3, places: 3, size: 2, is_weighted: true };
    let inputs = Inputs { numbers: 1, periodic: vec![], bags: vec![bag], pictures: vec![] };
    let model = bare(ArchitectureKind::HardSharing, &inputs);
    let model = model.map(&mut Tables(vec![0.5, -1.0, 2.0, 0.25, -3.0, 4.0]));
    let values = [[7.0, 1.0, 3.0, 0.0, 0.5, 0.25, 0.0], [8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]].concat();
    let found = model.represent(rows(values.clone(), 7), &mut Dropout::off());
    let Representation::Shared(found) = found else { panic!("shared: {found:?}") };
    assert_eq!(numbers(found.inner()), [7.0, -4.0, 4.0, 8.0, 0.0, 0.0]);
    // While training, terms are left out, whatever dropout the trunk has, and the same ones by the same numbers.
    let trained = |seed| match model.represent(rows(values.clone(), 7), &mut Dropout::new(0.0, seed)) {
        Representation::Shared(found) => numbers(found.inner()),
        other => panic!("shared: {other:?}"),
    };
    assert_eq!(trained(1), trained(1));
    assert!((2..12).any(|seed| trained(seed) != trained(1)));
}

/// Every gradient of a table of vectors, with its shape.
struct OfTables<'a>(&'a GradientsParams, Vec<(Vec<usize>, Vec<f32>)>);

impl ModuleVisitor for OfTables<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let (3, Some(gradient)) = (D, self.0.get::<D>(param.id)) {
            self.1.push((gradient.dims().to_vec(), numbers(gradient)));
        }
    }
}

#[test]
fn tasks_share_their_vectors_unless_they_share_nothing() {
    let inputs = Inputs {
        numbers: 0,
        periodic: vec![],
        bags: vec![Bag { columns: 1, slots: 1, places: 3, size: 2, is_weighted: false }],
        pictures: vec![],
    };
    for (kind, count) in [(ArchitectureKind::HardSharing, 1), (ArchitectureKind::SingleTask, 2)] {
        let model = bare(kind, &inputs);
        let outputs = model.forward(rows(vec![1.0, 3.0], 1), &mut Dropout::off());
        // The second task's loss alone.
        let loss = outputs[0].clone().narrow(1, 1, 1).sum();
        let gradients = GradientsParams::from_grads(loss.backward(), &model);
        let mut tables = OfTables(&gradients, Vec::new());
        model.visit(&mut tables);
        let [(shape, values)] = tables.1.try_into().expect("one table");
        assert_eq!(shape, [count, 3, 2], "{kind:?}");
        let is_moved: Vec<bool> = values.chunks(2).map(|vector| vector.iter().any(|v| *v != 0.0)).collect();
        let own = [true, false, true];
        assert_eq!(is_moved, [vec![false; 3 * (count - 1)], own.to_vec()].concat(), "{kind:?}");
    }
}

/// fastai's rule, in Python: `min(50, round(1.6 * n ** 0.56))`.
#[test]
fn the_size_follows_the_rule() {
    let sizes = [11, 25, 100, 1_000].map(category_size);
    assert_eq!(sizes, [6, 10, 21, 50]);
}

const PLACES: usize = 14;

/// A label that says all: twelve levels of seven rows (five of them to train on), one rare, one missing; a text and a number of no use.
fn labelled() -> String {
    let mut text = "place,note,noise,price,kind,split\n".to_owned();
    for level in 0..PLACES {
        for row in 0..7 {
            let split = ["train", "train", "train", "train", "train", "valid", "test"][row];
            // Of the last but one, no level has five rows.
            let place = match level {
                12 => format!("rare{row}"),
                13 => String::new(),
                level => format!("place{level}"),
            };
            let (price, kind) = ((level * 37) % 17, ["flat", "house", "loft"][(level * 5) % 7 % 3]);
            let noise = (level * 7 + row) % 10;
            text += &format!("{place},a note of {noise},{noise},{price},{kind},{split}\n");
        }
    }
    text
}

const ROLES: [(&str, Role); 4] =
    [("price", Role::Task), ("kind", Role::Task), ("split", Role::Split), ("note", Role::Input)];

const TYPES: [(&str, ColumnKind); 2] = [("place", ColumnKind::Category), ("note", ColumnKind::Text)];

fn load_labelled() -> Command {
    load(&labelled(), &ROLES, &TYPES)
}

fn configured(kind: ArchitectureKind) -> Command {
    let width = if kind == ArchitectureKind::SingleTask { 48 } else { 32 };
    Command::Configure(json!({
        "encoding": {"categories": "embedding", "texts": "embedding"},
        "architecture": {"kind": kind.key(), "trunk": [width]},
        "optimizer": {"learningRate": 0.01, "weightDecay": 0.0},
        "epochs": 250, "earlyStopping": null, "batchSize": 35
    }))
}

fn predictions(messages: &[polyhead::protocol::Message], id: u32) -> &[Prediction] {
    match answer(messages, id) {
        Event::Predicted(predictions) => predictions,
        other => panic!("expected predictions, got {other:?}"),
    }
}

#[test]
fn labels_are_learned_by_heart_and_new_ones_are_answered_as_rare_ones() {
    for kind in [ArchitectureKind::HardSharing, ArchitectureKind::Mmoe, ArchitectureKind::SingleTask] {
        let row = |place| Row::from([("place".to_owned(), json!(place)), ("noise".to_owned(), json!(3))]);
        let asked = Command::Predict {
            run: None,
            rows: vec![row(json!("rare1")), row(json!("never seen")), row(json!(null)), row(json!("place3"))],
        };
        let messages =
            drive_in_turn(vec![load_labelled(), configured(kind), Command::Train { epochs: None }, asked]);
        let report = report(&messages, 3);
        for task in &report.tasks {
            let loss = report.history[report.history.len() - 1].tasks[&task.name].train_loss.expect("a loss");
            assert!(loss < 0.05, "{kind:?} {}: {loss}", task.name);
        }
        let [rare, new, missing, third] = predictions(&messages, 4) else { panic!("four answers") };
        assert_eq!(rare, new, "{kind:?}: a label that no row had is one of the others");
        assert!(new != missing && new != third && missing != third, "{kind:?}");
    }
}

/// Texts of two made languages, which share no syllable; hardly a word comes twice, so that pieces must tell.
#[test]
fn what_tells_texts_apart_is_learned_and_holds_for_new_ones() {
    let syllables = [["ka", "to", "mi", "ru"], ["ne", "sol", "vi", "gar"]];
    let line = |row: usize| {
        let language = (row * 7 % 11) % 2;
        let syllable = |place: usize| syllables[language][(row * 31 + place * place * 17 + row / 5) % 4];
        let words: Vec<String> =
            (0..4).map(|word| (0..3).map(|own| syllable(3 * word + own + row)).collect()).collect();
        format!("{},{},{}\n", words.join(" "), ["west", "east"][language], language * 3 + row % 2)
    };
    let text = "note,side,size\n".to_owned() + &(0..400).map(line).collect::<String>();
    let roles = [("note", Role::Input), ("side", Role::Task), ("size", Role::Task)];
    let table = load(&text, &roles, &[("note", ColumnKind::Text)]);
    for kind in [ArchitectureKind::HardSharing, ArchitectureKind::Mmoe, ArchitectureKind::SingleTask] {
        let config = Command::Configure(json!({
            "encoding": {"texts": "embedding"}, "architecture": {"kind": kind.key()},
            "optimizer": {"learningRate": 0.01}, "batchSize": 32, "epochs": 20
        }));
        let messages = drive_in_turn(vec![table.clone(), config, Command::Train { epochs: None }]);
        for task in &report(&messages, 3).tasks {
            let loss = |metrics: &polyhead::schema::split::PerSplit<polyhead::metric::Metrics>| {
                metrics[&Split::Test][&MetricKind::Loss].expect("a loss")
            };
            let share = loss(&task.metrics) / loss(&task.trivial);
            assert!(share < 0.3, "{kind:?} {}: {share} of the trivial loss", task.name);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_vectors() {
    let run = |seed| {
        let seed = Command::Configure(json!({"seed": seed}));
        let kind = ArchitectureKind::HardSharing;
        let train = Command::Train { epochs: Some(20) };
        report(&drive_in_turn(vec![load_labelled(), configured(kind), seed, train]), 4).history.clone()
    };
    let (first, other) = (run(1), run(2));
    assert_eq!(first, run(1));
    assert_ne!(first[19].tasks, other[19].tasks);
}

#[test]
fn parameters_are_counted_as_they_are() {
    let roles = ROLES.map(|(name, role)| (name.to_owned(), role)).into();
    let types = TYPES.map(|(name, kind)| (name.to_owned(), kind)).into();
    let table = Table::read("test", labelled().as_bytes(), &roles, &types).expect("a table");
    for kind in ArchitectureKind::ALL {
        let patch = json!({
            "encoding": {"categories": "embedding", "texts": "embedding"},
            "architecture": {"kind": kind.key()}
        });
        let config = RunConfig::default().merged(&patch).expect("a configuration");
        let dataset = Dataset::build(&table, &config).expect("a dataset");
        let inputs = dataset.encoding.inputs();
        assert_eq!((inputs.bags.len(), inputs.width()), (2, dataset.encoding.names().len()), "{inputs:?}");
        let model = Model::new(&config.architecture, inputs, &dataset.layout(), 1, &Device::flex());
        assert_eq!(model.num_params(), dataset.parameter_count(&config.architecture), "{kind:?}");
    }
}

#[test]
fn the_model_says_what_it_looks_up_and_nonsense_is_refused() {
    let nonsense = |patch| Command::Configure(patch);
    let messages = drive_in_turn(vec![
        load_labelled(),
        nonsense(json!({"encoding": {"categories": "dense"}})),
        nonsense(json!({"encoding": {"labels": "embedding"}})),
        configured(ArchitectureKind::HardSharing),
        Command::Configure(json!({"encoding": {"categories": "one_hot"}})),
    ]);
    assert!(failure(&messages, 2).contains("encoding.categories"), "{}", failure(&messages, 2));
    assert!(failure(&messages, 3).contains("encoding.labels"), "{}", failure(&messages, 3));
    let model = |id| match answer(&messages, id) {
        Event::Configured { model: Some(model), .. } => model,
        other => panic!("expected a model, got {other:?}"),
    };
    let summary = |column: &str, is_text, places, size| EmbeddingSummary {
        columns: vec![column.into()],
        is_text,
        places,
        size,
    };
    let note = summary("note", true, BUCKETS, TEXT_SIZE);
    assert_eq!(model(4).embeddings, [summary("place", false, PLACES, category_size(PLACES)), note.clone()]);
    assert_eq!(model(4).inputs, 1 + category_size(PLACES) + TEXT_SIZE);
    assert_eq!(model(5).embeddings, [note]);
    assert_eq!(model(5).inputs, 1 + PLACES + TEXT_SIZE);
    assert_eq!(model(5).rows[&Split::Train], 5 * PLACES);
}

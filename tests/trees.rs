//! Boosted trees of one task: as good as scikit-learn's, with gaps and categories, stopped where validation rows say so.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::sync::Arc;

use polyhead::examples::{Examples, ExamplesError, Response};
use polyhead::trees::{
    Feature, FeatureKind, Fit, Forest, Node, Options, Test, TreeError, TreeModel, TreeTable,
};
use proptest::prelude::*;

/// Rows to learn from, of those of [`friedman`].
const TRAIN: u32 = 2_000;
const ROWS: u32 = 3_000;

/// Numbers from 0 to 1 that Python makes, too: the generator of Numerical Recipes, of which 24 bits are kept.
struct Draw(u32);

impl Draw {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 8) / f64::from(1 << 24)
    }
}

/// What columns are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Inputs {
    /// Numbers from 0 to 1.
    Fine,
    /// The same with gaps: column 3 is missing in half as many rows as it is high.
    Gaps,
    /// Hundredths, which have a bin each.
    Hundredths,
    /// Hundredths with gaps.
    HundredthsAndGaps,
    /// The same, and column 2 has 34 codes in no order.
    Codes,
}

/// Friedman's first function (1991, eq. 55) of five of ten columns, with noise of about 1.
fn friedman(inputs: Inputs) -> (Arc<TreeTable>, Vec<f64>) {
    let mut draw = Draw(7);
    let mut columns = vec![Vec::new(); 10];
    let mut values = Vec::new();
    for _ in 0..ROWS {
        let x: [f64; 10] = std::array::from_fn(|_| draw.next());
        let noise = (0..12).map(|_| draw.next()).sum::<f64>() - 6.0;
        let clean = 10.0 * (std::f64::consts::PI * x[0] * x[1]).sin() + 20.0 * (x[2] - 0.5).powi(2);
        values.push(clean + 10.0 * x[3] + 5.0 * x[4] + noise);
        columns.iter_mut().zip(x).for_each(|(column, x)| column.push(x));
    }
    if matches!(inputs, Inputs::Gaps | Inputs::HundredthsAndGaps | Inputs::Codes) {
        for value in &mut columns[3] {
            if draw.next() < 0.5 * *value {
                *value = f64::NAN;
            }
        }
    }
    if matches!(inputs, Inputs::Hundredths | Inputs::HundredthsAndGaps | Inputs::Codes) {
        columns.iter_mut().flatten().for_each(|value| *value = (*value * 100.0).floor());
    }
    if inputs == Inputs::Codes {
        columns[2].iter_mut().for_each(|value| *value = ((*value / 3.0).floor() * 7.0) % 34.0);
    }
    let feature = |(index, column): (usize, Vec<f64>)| {
        let is_category = inputs == Inputs::Codes && index == 2;
        let kind = if is_category { FeatureKind::Category } else { FeatureKind::Number };
        Feature { values: column.into_iter().map(|value| value as f32).collect(), kind }
    };
    let features = columns.into_iter().enumerate().map(feature).collect();
    (Arc::new(TreeTable::new(ROWS as usize, features).expect("a table")), values)
}

fn table(columns: Vec<Vec<f32>>, kind: FeatureKind) -> Arc<TreeTable> {
    let rows = columns[0].len();
    let features = columns.into_iter().map(|values| Feature { values, kind }).collect();
    Arc::new(TreeTable::new(rows, features).expect("a table"))
}

fn label(response: Response, value: f64) -> f64 {
    match response {
        Response::Value => value,
        Response::Count => (((value - 14.0) / 5.0).exp() + 0.5).floor(),
        Response::Classes(2) | Response::Labels(_) => f64::from(u8::from(value > 14.0)),
        Response::Classes(count) | Response::Levels(count) => {
            (value / 6.0).floor().clamp(0.0, f64::from(count - 1))
        }
    }
}

fn examples(rows: std::ops::Range<u32>, label: impl Fn(usize) -> f64) -> Examples {
    let labels = rows.clone().map(|row| label(row as usize)).collect();
    Examples { rows: rows.collect(), labels, weights: Vec::new() }
}

fn fit(table: &Arc<TreeTable>, response: Response, train: &Examples, valid: &Examples) -> TreeModel {
    Fit::new(table.clone(), response, train, valid, Options::default()).expect("a fit").finish()
}

fn learn(inputs: Inputs, response: Response) -> (Arc<TreeTable>, Forest) {
    let (table, values) = friedman(inputs);
    let part = |rows| examples(rows, |row| label(response, values[row]));
    let mut model = fit(&table, response, &part(0..TRAIN), &part(TRAIN..ROWS));
    (table, model.forests.remove(0))
}

/// The lowest validation loss of `HistGradientBoosting{Regressor,Classifier}(l2_regularization=1, learning_rate=0.1, max_iter=300,
/// early_stopping=False)` of scikit-learn 1.9.1 on the same numbers, and its round, found with `staged_predict`; `loss="poisson"` for counts,
/// `categorical_features=[2]` for codes. Half of `mean_squared_error` and of `mean_poisson_deviance`, and `log_loss`, of rows 2000 to 2999.
const GOLDEN: [(Inputs, Response, f64, usize); 20] = [
    (Inputs::Hundredths, Response::Value, 0.9032287569465787, 146),
    (Inputs::Hundredths, Response::Count, 0.15222748193575436, 100),
    (Inputs::Hundredths, Response::Classes(2), 0.20850258501376986, 112),
    (Inputs::Hundredths, Response::Classes(4), 0.46883331207462514, 64),
    (Inputs::HundredthsAndGaps, Response::Value, 1.656329013900729, 88),
    (Inputs::HundredthsAndGaps, Response::Count, 0.2031305196225504, 72),
    (Inputs::HundredthsAndGaps, Response::Classes(2), 0.27975891934157016, 71),
    (Inputs::HundredthsAndGaps, Response::Classes(4), 0.5736325110424357, 48),
    (Inputs::Codes, Response::Value, 1.6504259591786676, 60),
    (Inputs::Codes, Response::Count, 0.20719701667385607, 70),
    (Inputs::Codes, Response::Classes(2), 0.28956648511168137, 59),
    (Inputs::Codes, Response::Classes(4), 0.5918985284012837, 48),
    (Inputs::Fine, Response::Value, 0.8419802713689682, 143),
    (Inputs::Fine, Response::Count, 0.1489299272982008, 111),
    (Inputs::Fine, Response::Classes(2), 0.21540696494612752, 136),
    (Inputs::Fine, Response::Classes(4), 0.4603761659865371, 56),
    (Inputs::Gaps, Response::Value, 1.6010513227948224, 101),
    (Inputs::Gaps, Response::Count, 0.20574558460209777, 69),
    (Inputs::Gaps, Response::Classes(2), 0.28363174196890467, 63),
    (Inputs::Gaps, Response::Classes(4), 0.568378085596335, 55),
];

#[test]
fn validation_losses_are_those_of_scikit_learn() {
    for (inputs, response, expected, round) in GOLDEN {
        let (_, forest) = learn(inputs, response);
        let found = forest.rounds[forest.kept_rounds - 1].validation_loss;
        let ratio = found / expected;
        let tolerance = match (inputs, response) {
            // In the first round all rows of a class have the same gradient. Of splits that gain equally much rounding then chooses.
            (_, Response::Classes(4)) => 0.02,
            (Inputs::Hundredths, _) => 1e-6,
            // Whether a category has 10 rows it estimates from curvatures; ours are counted.
            (Inputs::Codes, _) => 0.02,
            // Where an edge lies between two training rows, and where a gap goes that comes in validation rows alone, is a matter of taste.
            (Inputs::Fine | Inputs::Gaps | Inputs::HundredthsAndGaps, _) => 0.01,
        };
        let kept = forest.kept_rounds;
        assert!((ratio - 1.0).abs() < tolerance, "{inputs:?} {response:?}: {found}, {ratio} of {expected}");
        assert!(tolerance > 1e-6 || kept == round, "{inputs:?} {response:?}: round {kept}, not {round}");
    }
}

#[test]
fn training_losses_with_gaps_and_codes_are_those_of_scikit_learn() {
    // As above: half of the mean squared error of rows 0 to 1999 after 1, 2, 3, 4 and 10 rounds.
    let (_, forest) = learn(Inputs::Codes, Response::Value);
    let expected =
        [10.48767679402242, 9.132762511593464, 8.002362147570057, 7.030069863476647, 3.681528593615383];
    for (round, expected) in [1, 2, 3, 4, 10].into_iter().zip(expected) {
        let found = forest.rounds[round - 1].train_loss;
        assert!((found / expected - 1.0).abs() < 1e-9, "round {round}: {found}, not {expected}");
    }
}

#[test]
fn the_training_loss_falls_and_the_best_round_is_kept() {
    for response in [Response::Value, Response::Count, Response::Classes(2), Response::Levels(4)] {
        let (_, forest) = learn(Inputs::Codes, response);
        for pair in forest.rounds.windows(2) {
            assert!(pair[1].train_loss < pair[0].train_loss, "{response:?}: {pair:?}");
        }
        let losses: Vec<f64> = forest.rounds.iter().map(|round| round.validation_loss).collect();
        let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!(losses[forest.kept_rounds - 1], least, "{response:?}");
        assert_eq!(losses.len(), forest.kept_rounds + Options::default().patience, "{response:?}");
        assert_eq!(forest.trees.len(), forest.kept_rounds * forest.start.len(), "{response:?}");
        let leaves = |nodes: &[Node]| nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count();
        assert!(forest.trees.iter().all(|tree| (2..=31).contains(&leaves(&tree.nodes))), "{response:?}");
    }
}

#[test]
fn answers_have_the_losses_that_the_rounds_tell() {
    let (table, values) = friedman(Inputs::Gaps);
    let rows: Vec<u32> = (TRAIN..ROWS).collect();
    for response in [Response::Value, Response::Count, Response::Classes(2), Response::Classes(4)] {
        let part = |rows| examples(rows, |row| label(response, values[row]));
        let model = fit(&table, response, &part(0..TRAIN), &part(TRAIN..ROWS));
        let answers = model.predict(&table, &rows).expect("answers");
        let own = answers.chunks_exact(response.answers()).zip(&rows).map(|(answer, row)| {
            let label = label(response, values[*row as usize]);
            match response {
                Response::Value => 0.5 * (answer[0] - label).powi(2),
                Response::Count => {
                    let surprise = if label > 0.0 { label * (label / answer[0]).ln() } else { 0.0 };
                    surprise - (label - answer[0])
                }
                Response::Classes(_) | Response::Levels(_) | Response::Labels(_) => {
                    -answer[label as usize].ln()
                }
            }
        });
        let mean = own.sum::<f64>() / rows.len() as f64;
        let forest = &model.forests[0];
        let expected = forest.rounds[forest.kept_rounds - 1].validation_loss;
        assert!((mean / expected - 1.0).abs() < 1e-9, "{response:?}: {mean}, not {expected}");
    }
}

/// Missing rows have high labels where `is_high`, else low ones; known ones rise with the column.
fn with_gaps(is_high: bool) -> [f64; 3] {
    let value = |row: usize| if row.is_multiple_of(3) { f32::NAN } else { row as f32 };
    let table = table(vec![(0..600).map(value).collect()], FeatureKind::Number);
    let label = |row: usize| {
        let is_yes = if row.is_multiple_of(3) { is_high } else { row >= 300 };
        f64::from(u8::from(is_yes))
    };
    let (train, valid) = (examples(0..600, label), examples(150..450, label));
    let model = fit(&table, Response::Value, &train, &valid);
    let answers = model.predict(&table, &[3, 1, 598]).expect("answers");
    [answers[0], answers[1], answers[2]]
}

#[test]
fn missing_values_go_where_their_labels_are() {
    for is_high in [false, true] {
        let [missing, low, high] = with_gaps(is_high);
        let expected = if is_high { high } else { low };
        assert!((missing - expected).abs() < 0.01 && low < 0.01 && high > 0.99, "{missing} {low} {high}");
    }
}

#[test]
fn a_value_that_is_missing_only_later_goes_with_the_majority() {
    let mut values: Vec<f32> = (0..400).map(|row| row as f32).collect();
    values.push(f32::NAN);
    let table = table(vec![values], FeatureKind::Number);
    for border in [100, 300] {
        let label = |row: usize| f64::from(u8::from(row >= border));
        let options = Options { leaves: 2, ..Options::default() };
        let (train, valid) = (examples(0..400, label), examples(0..400, label));
        let model =
            Fit::new(table.clone(), Response::Value, &train, &valid, options).expect("a fit").finish();
        let answer = model.predict(&table, &[400]).expect("an answer")[0];
        assert!((answer - f64::from(u8::from(border == 100))).abs() < 0.01, "{border}: {answer}");
    }
}

#[test]
fn categories_are_divided_into_any_two_groups() {
    // Codes of which 0, 3, 6, ... mean yes: no threshold tells them apart, one test of groups does.
    let column: Vec<f32> = (0..1200).map(|row| (row * 7 % 30) as f32).collect();
    let is_yes = |row: usize| f64::from(u8::from((row * 7 % 30).is_multiple_of(3)));
    let table = table(vec![column.clone()], FeatureKind::Category);
    let (train, valid) = (examples(0..900, is_yes), examples(900..1200, is_yes));
    let model = fit(&table, Response::Classes(2), &train, &valid);
    let forest = &model.forests[0];
    let yes: Vec<f32> = (0..10).map(|code| (3 * code) as f32).collect();
    let no: Vec<f32> = (0..30).filter(|code| code % 3 != 0).map(|code| code as f32).collect();
    let Node::Split { test: Test::Among(codes), .. } = &forest.trees[0].nodes[0] else {
        panic!("{:?}", forest.trees[0]);
    };
    assert!(*codes == yes || *codes == no, "{codes:?}");
    assert_eq!(forest.trees[0].nodes.len(), 3);
}

#[test]
fn a_code_that_no_training_row_has_goes_with_the_majority() {
    // Code 0 is yes in two rows of three; the others, more codes of fewer rows, are no.
    let code = |row: usize| if row.is_multiple_of(3) { 1 + row / 3 % 5 } else { 0 };
    let table = table(vec![(0..600).map(|row| code(row) as f32).collect()], FeatureKind::Category);
    let is_yes = |row: usize| f64::from(u8::from(code(row) == 0));
    let model = fit(&table, Response::Classes(2), &examples(0..600, is_yes), &examples(0..600, is_yes));
    let unknown = Feature { values: vec![99.0, 2.0], kind: FeatureKind::Category };
    let unknown = TreeTable::new(2, vec![unknown]).expect("a table");
    let answers = model.predict(&unknown, &[0, 1]).expect("answers");
    assert!(answers[1] > 0.9 && answers[3] < 0.1, "{answers:?}");
}

#[test]
fn weights_count_as_rows_do() {
    let (few, values) = friedman(Inputs::Hundredths);
    // Once for each row, and a second time for those that count twice.
    let twice = |row: u32| row.is_multiple_of(4);
    let label = |row: &u32| values[*row as usize];
    let valid = examples(TRAIN..ROWS, |row| values[row]);
    let weighted = Examples {
        rows: (0..800).collect(),
        labels: (0..800).map(|row| label(&row)).collect(),
        weights: (0..800).map(|row| if twice(row) { 2.0 } else { 1.0 }).collect(),
    };
    let rows: Vec<u32> = (0..800).chain((0..800).filter(|row| twice(*row))).collect();
    let repeated = Examples { labels: rows.iter().map(label).collect(), rows, weights: Vec::new() };
    // One row is enough for a leaf, so that only weights matter; both have a bin for each value.
    let options = Options { least_rows: 1, rounds: 3, leaves: 4, ..Options::default() };
    let fit = |train| Fit::new(few.clone(), Response::Value, train, &valid, options).expect("a fit").finish();
    let all: Vec<u32> = (0..ROWS).collect();
    let [one, other] = [&weighted, &repeated].map(|train| fit(train).predict(&few, &all).expect("answers"));
    assert!(one.iter().zip(&other).all(|(one, other)| (one - other).abs() < 1e-4));
    let light = Examples { weights: Vec::new(), ..weighted.clone() };
    let plain = fit(&light).predict(&few, &all).expect("answers");
    assert!(one.iter().zip(&plain).any(|(one, plain)| (one - plain).abs() > 1e-2));
}

#[test]
fn labels_are_questions_of_their_own_and_slices_change_nothing() {
    let (table, values) = friedman(Inputs::Gaps);
    let pair = |row: usize| {
        [f64::from(u8::from(values[row] > 14.0)), if row.is_multiple_of(2) { f64::NAN } else { 1.0 }]
    };
    let part = |rows: std::ops::Range<u32>| Examples {
        labels: rows.clone().flat_map(|row| pair(row as usize)).collect(),
        rows: rows.collect(),
        weights: Vec::new(),
    };
    let (train, valid) = (part(0..TRAIN), part(TRAIN..ROWS));
    let mut sliced =
        Fit::new(table.clone(), Response::Labels(2), &train, &valid, Options::default()).expect("a fit");
    let (mut calls, mut last) = (0, 0.0);
    loop {
        let progress = sliced.advance();
        assert!((last..=1.0).contains(&progress.share), "{} after {last}", progress.share);
        (calls, last) = (calls + 1, progress.share);
        if progress.is_done {
            break;
        }
    }
    assert!(last == 1.0 && calls > 2, "{calls} calls, to {last}");
    let model = sliced.finish();
    assert_eq!(model, fit(&table, Response::Labels(2), &train, &valid));
    let (_, alone) = learn(Inputs::Gaps, Response::Classes(2));
    assert_eq!(model.forests[0], alone);
    // The other label is yes in all 1000 training rows that have it: half a row among them is no.
    assert!(model.forests[1].trees.is_empty());
    let answers = model.predict(&table, &[0, 1]).expect("answers");
    assert_eq!(answers.len(), 4);
    assert!((answers[1] - 1000.0 / 1000.5).abs() < 1e-12 && answers[1] == answers[3]);
}

#[test]
fn what_cannot_be_fitted_says_why() {
    let features = vec![Feature { values: vec![0.0; 3], kind: FeatureKind::Number }];
    let short = TreeTable::new(4, features.clone()).err();
    assert_eq!(short, Some(TreeError::Length { feature: 0, expected: 4, found: 3 }));
    let table = Arc::new(TreeTable::new(3, features).expect("a table"));
    let some = examples(0..3, |row| row as f64);
    let none =
        Fit::new(table.clone(), Response::Value, &some, &Examples::default(), Options::default()).err();
    assert_eq!(none, Some(TreeError::Examples(ExamplesError::NoValidationLabels)));
    let model = fit(&table, Response::Value, &some, &some);
    assert_eq!(model.predict(&table, &[3]).err(), Some(TreeError::Row { row: 3, rows: 3 }));
    let empty = TreeTable::new(3, Vec::new()).expect("a table");
    assert_eq!(model.predict(&empty, &[0]).err(), Some(TreeError::Features { expected: 1, found: 0 }));
}

#[test]
fn a_model_outlives_its_page_and_a_spoiled_one_answers_all_the_same() {
    let (table, forest) = learn(Inputs::Gaps, Response::Classes(4));
    let model = TreeModel { response: Response::Classes(4), features: 10, forests: vec![forest] };
    let text = serde_json::to_string(&model).expect("a text");
    let again: TreeModel = serde_json::from_str(&text).expect("a model");
    let rows: Vec<u32> = (0..ROWS).collect();
    let answers = model.predict(&table, &rows).expect("answers");
    let close = again.predict(&table, &rows).expect("answers").into_iter().zip(&answers);
    assert!(close.into_iter().all(|(found, expected)| (found - expected).abs() < 1e-12));
    // A tree that leads back to its root, and one that leads beyond its end.
    let mut spoiled = model;
    for (tree, children) in spoiled.forests[0].trees.iter_mut().zip([[0, 0], [9_999, 9_999]]) {
        tree.nodes[0] = Node::Split { feature: 3, test: Test::AtMost(0.5), is_missing_left: true, children };
    }
    assert!(spoiled.predict(&table, &rows).expect("answers").iter().all(|answer| answer.is_finite()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the numbers: an end, and finite answers.
    #[test]
    fn any_inputs_come_to_an_end(
        columns in prop::collection::vec(prop::collection::vec(any::<f32>(), 60), 1..4),
        labels in prop::collection::vec(0..5_u8, 60),
        kind in 0..6_usize, is_category in any::<bool>(),
    ) {
        let response = [
            Response::Value, Response::Count, Response::Classes(5), Response::Levels(5), Response::Classes(2), Response::Labels(1),
        ][kind];
        let most = if kind >= 4 { 1 } else { 4 };
        let label = |row: usize| f64::from(labels[row].min(most));
        let kind = if is_category { FeatureKind::Category } else { FeatureKind::Number };
        let table = table(columns, kind);
        let model = fit(&table, response, &examples(0..45, label), &examples(45..60, label));
        let answers = model.predict(&table, &(0..60).collect::<Vec<_>>()).expect("answers");
        prop_assert_eq!(answers.len(), 60 * response.answers());
        prop_assert!(answers.iter().all(|answer| answer.is_finite()));
    }
}

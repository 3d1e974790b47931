//! Linear models of one task: those of scikit-learn and statsmodels, whatever the inputs, and in slices.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::sync::Arc;

use polyhead::examples::{Examples, ExamplesError, Response};
use polyhead::linear::{Design, Fit, LinearError, LinearModel, PENALTIES};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

/// 24 rows of 3 columns, all exact in f32, not centred.
fn rows() -> Vec<[f32; 3]> {
    let row = |i: i32| {
        [
            ((7 * i + 3) % 11 - 5) as f32 / 4.0,
            ((5 * i + 1) % 13 - 6) as f32 / 4.0,
            ((3 * i * i + 2 * i) % 7 - 3) as f32 / 2.0,
        ]
    };
    (0..24).map(row).collect()
}

fn design() -> Arc<Design> {
    Arc::new(Design::dense(3, rows().concat()).expect("a design"))
}

const VALUES: [f64; 24] = [
    -0.75, 1.25, 0.0, 0.375, 0.125, 0.0, -1.375, 0.375, 1.0, -1.75, -0.5, -0.875, 1.125, 1.125, -1.375,
    0.125, 0.0, -0.5, 1.625, -0.625, -2.5, 0.375, 0.125, 0.875,
];
const YES: [u8; 24] = [0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1];
const CLASSES: [u8; 24] = [0, 2, 1, 2, 1, 1, 0, 1, 2, 0, 0, 0, 1, 2, 0, 1, 2, 1, 2, 0, 0, 2, 1, 2];
const COUNTS: [u8; 24] = [0, 2, 2, 2, 1, 0, 0, 2, 2, 0, 0, 0, 2, 2, 0, 0, 1, 2, 3, 0, 0, 1, 2, 2];
const LEVELS: [u8; 24] = [0, 2, 3, 3, 1, 0, 0, 3, 3, 0, 0, 0, 3, 3, 0, 0, 1, 2, 3, 0, 0, 1, 3, 3];

/// How much the rows of the golden fits count: 1, 1.5, 2, and again; 36 in all.
fn weights() -> Vec<f64> {
    (0..24).map(|row| 1.0 + f64::from(row % 3) / 2.0).collect()
}

fn numbers(labels: &[u8]) -> Vec<f64> {
    labels.iter().map(|&label| label.into()).collect()
}

fn all(labels: Vec<f64>, weights: Vec<f64>) -> Examples {
    Examples { rows: (0..24).collect(), labels, weights }
}

fn fit(response: Response, train: &Examples, penalty: f64) -> LinearModel {
    let fit = Fit::with_penalties(design(), response, train, &Examples::default(), &[penalty]);
    let model = fit.expect("a fit").finish();
    assert!(model.is_converged(), "{:?}", model.solutions);
    model
}

fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    let is_close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < tolerance);
    assert!(is_close, "found {found:?}, expected {expected:?}");
}

// Made with scikit-learn 1.9.1 and statsmodels 0.15.0 on the numbers above, λ = 0.05, W = 36:
//   Ridge(alpha=0.05 * 36).fit(X, values, sample_weight=weights)
//   LogisticRegression(C=1 / (0.05 * 36), tol=1e-12, max_iter=10000).fit(X, yes or classes, sample_weight=weights)
//   PoissonRegressor(alpha=0.05, tol=1e-12, max_iter=10000).fit(X, counts, sample_weight=weights)
//   OrderedModel(levels, X, distr="logit").fit(method="bfgs", gtol=1e-10), and on from there with method="newton"; no weights, no penalty

#[test]
fn values_are_those_of_ridge() {
    let model = fit(Response::Value, &all(VALUES.to_vec(), weights()), 0.05);
    assert_close(&model.solutions[0].coefficients, &[1.0042530349, -0.4482643204, 0.3340410445], 1e-9);
    assert_close(&model.solutions[0].constants, &[0.05778011043100828], 1e-9);
}

#[test]
fn two_classes_are_those_of_logistic_regression() {
    let model = fit(Response::Classes(2), &all(numbers(&YES), weights()), 0.05);
    assert_close(&model.solutions[0].coefficients, &[1.0916291358, -0.2179064213, 0.4421510866], 1e-6);
    assert_close(&model.solutions[0].constants, &[-0.05628841], 1e-6);
    // Two labels of which one is known everywhere and the other nowhere but in two rows: each is a question of its own.
    let pairs = YES
        .iter()
        .enumerate()
        .flat_map(|(row, &yes)| [f64::from(yes), if row < 2 { row as f64 } else { f64::NAN }]);
    let set = fit(Response::Labels(2), &all(pairs.collect(), weights()), 0.05);
    assert_eq!(set.solutions[0], model.solutions[0]);
    let answers = model.predict(&design(), &[5, 0]).expect("answers");
    let of_set = set.predict(&design(), &[5, 0]).expect("answers");
    assert_eq!((of_set[0], of_set[2]), (answers[1], answers[3]));
    assert!(of_set[3] < 0.5, "{of_set:?}");
}

#[test]
fn more_classes_are_those_of_multinomial_regression() {
    let model = fit(Response::Classes(3), &all(numbers(&CLASSES), weights()), 0.05);
    let expected = [
        [-1.0817566107830614, 0.14474180077520263, 0.9370148100078589],
        [0.37965538980631386, 0.32564917633373947, -0.7053045661400534],
        [-0.6122266468852018, 0.09868449421479014, 0.5135421526704117],
    ];
    assert_close(&model.solutions[0].coefficients, &expected.concat(), 1e-6);
    assert_close(&model.solutions[0].constants, &[-0.3840980429, 0.2600662969, 0.1240317459], 1e-6);
    let answers = model.predict(&design(), &[0, 1]).expect("answers");
    let expected = [0.5511773077, 0.2093720345, 0.2394506578, 0.0120680099, 0.2167526065, 0.7711793835];
    assert_close(&answers, &expected, 1e-6);
}

#[test]
fn counts_are_those_of_poisson_regression() {
    let model = fit(Response::Count, &all(numbers(&COUNTS), weights()), 0.05);
    assert_close(&model.solutions[0].coefficients, &[0.4894190613, -0.1299042837, 0.2958003486], 1e-6);
    assert_close(&model.solutions[0].constants, &[0.11680896243491443], 1e-6);
}

#[test]
fn levels_are_those_of_proportional_odds() {
    let model = fit(Response::Levels(4), &all(numbers(&LEVELS), Vec::new()), 0.0);
    assert_close(&model.solutions[0].coefficients, &[1.1451077918, -0.3225505799, 0.5875323039], 1e-5);
    assert_close(&model.solutions[0].constants, &[-0.6102943548, 0.0349359212, 0.4405068126], 1e-5);
    // Its log likelihood is -25.854004770601527.
    assert_close(&[model.solutions[0].path[0].objective], &[25.854004770601527 / 24.0], 1e-10);
    let answers = model.predict(&design(), &[0, 1]).expect("answers");
    let expected = [
        0.6083471365,
        0.1392051403,
        0.0687016823,
        0.1837460409,
        0.0672819224,
        0.0536131649,
        0.0501256626,
        0.8289792501,
    ];
    assert_close(&answers, &expected, 1e-5);
}

fn normal(rng: &mut Pcg64Mcg) -> f64 {
    StandardNormal.sample(rng)
}

const EVERY: [Response; 6] = [
    Response::Value,
    Response::Count,
    Response::Classes(2),
    Response::Classes(4),
    Response::Levels(4),
    Response::Labels(2),
];

/// Random rows and labels that lean on the first column.
fn drawn(response: Response, rows: usize, columns: usize, share: f64, seed: u64) -> (Vec<f32>, Vec<f64>) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let (mut inputs, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..rows {
        let start = inputs.len();
        for _ in 0..columns {
            inputs.push(if rng.random_bool(share) { normal(&mut rng) as f32 } else { 0.0 });
        }
        for _ in 0..response.labels() {
            let score = 1.5 * f64::from(inputs[start]) + normal(&mut rng);
            labels.push(match response {
                Response::Value => 1e6 + 1e3 * score,
                Response::Count => score.exp().round().min(50.0),
                Response::Classes(count) | Response::Levels(count) => {
                    (score + 2.0).floor().clamp(0.0, f64::from(count - 1))
                }
                Response::Labels(_) => f64::from(u8::from(score > 0.0)),
            });
        }
    }
    (inputs, labels)
}

fn split(labels: &[f64], width: usize, at: usize) -> (Examples, Examples) {
    let part = |from: usize, to: usize| Examples {
        rows: (from as u32..to as u32).collect(),
        labels: labels[from * width..to * width].to_vec(),
        weights: Vec::new(),
    };
    (part(0, at), part(at, labels.len() / width))
}

#[test]
fn rows_without_zeros_give_the_same_model_as_whole_rows() {
    for response in EVERY {
        let (inputs, labels) = drawn(response, 120, 8, 0.9, 3);
        let (train, valid) = split(&labels, response.labels(), 90);
        let kept =
            inputs.chunks_exact(8).map(|row| (0..8).zip(row.iter().copied()).rev().collect::<Vec<_>>());
        let sparse = Design::sparse(8, kept).expect("a design");
        let dense = Design::dense(8, inputs.clone()).expect("a design");
        let answers = [dense, sparse].map(|design| {
            let design = Arc::new(design);
            let model = Fit::new(design.clone(), response, &train, &valid).expect("a fit").finish();
            model.predict(&design, &(0..120).collect::<Vec<_>>()).expect("answers")
        });
        let scale = if response == Response::Value { 1e6 } else { 1.0 };
        assert_close(&answers[0], &answers[1], 1e-6 * scale);
        assert_eq!(answers[0].len(), 120 * response.answers());
    }
}

/// More columns than are factored; of text, with most of them 0.
#[test]
fn many_columns_converge_and_the_penalty_is_chosen_on_validation_rows() {
    for response in EVERY {
        let (inputs, labels) = drawn(response, 400, 450, 0.05, 5);
        let (train, valid) = split(&labels, response.labels(), 300);
        let design = Arc::new(Design::dense(450, inputs).expect("a design"));
        let model = Fit::new(design, response, &train, &valid).expect("a fit").finish();
        assert!(model.is_converged(), "{response:?}: {:?}", model.solutions[0].path);
        for solution in &model.solutions {
            let losses: Vec<f64> = solution.path.iter().filter_map(|point| point.validation_loss).collect();
            assert_eq!(losses.len(), PENALTIES.len());
            let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
            let chosen = losses.iter().position(|loss| *loss == least).map(|index| PENALTIES[index]);
            assert_eq!(solution.penalty, chosen, "{response:?}");
            let ends = [PENALTIES[0], PENALTIES[PENALTIES.len() - 1]];
            assert!(!ends.contains(&chosen.unwrap_or_default()), "{response:?}: {losses:?}");
        }
    }
}

#[test]
fn a_weaker_penalty_fits_training_rows_no_worse() {
    for response in EVERY {
        let (inputs, labels) = drawn(response, 100, 12, 1.0, 7);
        let (train, valid) = split(&labels, response.labels(), 70);
        let design = Design::dense(12, inputs).expect("a design").into();
        let model = Fit::new(design, response, &train, &valid).expect("a fit").finish();
        for pair in model.solutions[0].path.windows(2) {
            assert!(pair[1].objective < pair[0].objective, "{response:?}: {pair:?}");
        }
    }
}

#[test]
fn an_inverse_hessian_makes_collinear_columns_cheap() {
    // As in spectra: 100 columns that hardly differ.
    let mut rng = Pcg64Mcg::seed_from_u64(9);
    let (mut inputs, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let [a, b] = [normal(&mut rng), normal(&mut rng)];
        inputs.extend(
            (0..100).map(|column| (a + 1e-3 * b * f64::from(column) + 1e-4 * normal(&mut rng)) as f32),
        );
        labels.push(f64::from(u8::from(a + 5.0 * b + normal(&mut rng) > 0.0)));
    }
    let (train, valid) = split(&labels, 1, 150);
    let design = Arc::new(Design::dense(100, inputs).expect("a design"));
    let model = Fit::new(design, Response::Classes(2), &train, &valid).expect("a fit").finish();
    let path = &model.solutions[0].path;
    assert!(path.iter().all(|point| point.is_converged && point.rounds < 40), "{path:?}");
}

#[test]
fn separable_classes_and_constant_columns_come_to_an_end() {
    let inputs: Vec<f32> = (0..60).flat_map(|row| [row as f32 / 30.0 - 1.0, 3.0, 0.0]).collect();
    let labels: Vec<f64> = (0..60).map(|row| f64::from(row / 20)).collect();
    let design = Arc::new(Design::dense(3, inputs).expect("a design"));
    let (train, valid) = split(&labels, 1, 60);
    let valid = Examples { rows: vec![0, 30, 59], labels: vec![0.0, 1.0, 2.0], ..valid };
    for response in [Response::Classes(3), Response::Levels(3), Response::Value, Response::Count] {
        let model = Fit::new(design.clone(), response, &train, &valid).expect("a fit").finish();
        let scores = model.solutions[0].link.scores();
        assert!(model.is_converged(), "{response:?}: {:?}", model.solutions[0].path);
        let of_constants = &model.solutions[0].coefficients[scores..];
        // Nothing but a penalty of a millionth part holds rounding here: half of its square is below the solver's tolerance.
        assert!(of_constants.iter().all(|own| own.abs() < 4e-4), "{response:?}: {of_constants:?}");
        let answers = model.predict(&design, &[0, 59]).expect("answers");
        assert!(answers.iter().all(|answer| answer.is_finite()), "{response:?} {answers:?}");
    }
}

#[test]
fn one_label_only_leaves_nothing_to_learn() {
    let answer = |response, labels: Vec<f64>| {
        let model = Fit::new(design(), response, &all(labels, Vec::new()), &Examples::default())
            .expect("a fit")
            .finish();
        assert_eq!(model.solutions[0].penalty, None);
        model.predict(&design(), &[7]).expect("an answer")
    };
    assert_eq!(answer(Response::Value, vec![4.5; 24]), [4.5]);
    // Half a count among 24 rows; half a row of 24 for a class without rows, of 24.5 and 25 where there are one and two.
    assert_close(&answer(Response::Count, vec![0.0; 24]), &[0.5 / 24.0], 1e-12);
    assert_close(&answer(Response::Classes(2), vec![1.0; 24]), &[0.5 / 24.5, 24.0 / 24.5], 1e-12);
    assert_close(&answer(Response::Levels(3), vec![1.0; 24]), &[0.02, 0.96, 0.02], 1e-12);
    assert_close(&answer(Response::Labels(1), vec![0.0; 24]), &[0.5 / 24.5], 1e-12);
}

#[test]
fn rows_of_no_weight_and_missing_labels_are_no_examples() {
    let mut labels = VALUES.to_vec();
    labels[3] = f64::NAN;
    let mut some = weights();
    some[10] = 0.0;
    let classes = (0..24).map(|row| f64::from(u8::from(row != 10))).collect();
    assert_eq!(fit(Response::Classes(2), &all(classes, some.clone()), 0.1).solutions[0].penalty, None);
    let expected = Examples {
        rows: (0..24).filter(|row| ![3, 10].contains(row)).collect(),
        labels: (0..24).filter(|row| ![3, 10].contains(row)).map(|row| VALUES[row]).collect(),
        weights: (0..24).filter(|row| ![3, 10].contains(row)).map(|row| weights()[row]).collect(),
    };
    assert_eq!(
        fit(Response::Value, &all(labels, some), 0.1).solutions,
        fit(Response::Value, &expected, 0.1).solutions
    );
}

#[test]
fn what_cannot_be_fitted_says_why() {
    let reason =
        |response, train: Examples, valid: &Examples| Fit::new(design(), response, &train, valid).err();
    let good = || all(VALUES.to_vec(), Vec::new());
    let examples = |error| Some(LinearError::Examples(error));
    assert_eq!(
        reason(Response::Value, good(), &Examples::default()),
        examples(ExamplesError::NoValidationLabels)
    );
    assert_eq!(
        reason(Response::Value, all(vec![f64::NAN; 24], vec![]), &good()),
        examples(ExamplesError::NoTrainingLabels)
    );
    let wrong = |row, expected, found| examples(ExamplesError::Label { row, expected, found });
    let negative = wrong(0, "a finite number of 0 or more", -0.75);
    assert_eq!(reason(Response::Count, good(), &good()), negative);
    let third = reason(Response::Classes(2), all(numbers(&CLASSES), vec![]), &good());
    assert_eq!(third, wrong(1, "the index of a class", 2.0));
    let beyond = Examples { rows: vec![24], labels: vec![1.0], weights: vec![] };
    assert_eq!(reason(Response::Value, beyond, &good()), examples(ExamplesError::Row { row: 24, rows: 24 }));
    let light = all(VALUES.to_vec(), vec![-1.0; 24]);
    assert_eq!(
        reason(Response::Value, light, &good()),
        examples(ExamplesError::Weight { row: 0, found: -1.0 })
    );
    let length = examples(ExamplesError::Length { what: "labels", rows: 24, expected: 24, found: 1 });
    assert_eq!(reason(Response::Value, all(vec![1.0], vec![]), &good()), length);
    let model = fit(Response::Value, &good(), 1.0);
    let other = Design::dense(2, vec![0.0, 1.0]).expect("a design");
    assert_eq!(model.predict(&other, &[0]).err(), Some(LinearError::Columns { expected: 3, found: 2 }));
    assert_eq!(model.predict(&design(), &[24]).err(), Some(LinearError::Row { row: 24, rows: 24 }));
}

#[test]
fn slices_add_up_and_their_share_never_falls() {
    let (inputs, labels) = drawn(Response::Labels(2), 20_000, 100, 1.0, 11);
    let (train, valid) = split(&labels, 2, 15_000);
    let design = Arc::new(Design::dense(100, inputs).expect("a design"));
    let mut fit =
        Fit::with_penalties(design, Response::Labels(2), &train, &valid, &[1e-1, 1e-2]).expect("a fit");
    let (mut calls, mut last, mut is_done) = (0, 0.0, false);
    while !is_done {
        let progress = fit.advance();
        assert!((last..=1.0).contains(&progress.share), "{} after {last}", progress.share);
        (calls, last, is_done) = (calls + 1, progress.share, progress.is_done);
    }
    assert!(last == 1.0 && calls > 50, "{calls} calls, to {last}");
}

#[test]
fn a_model_outlives_its_page() {
    let model = fit(Response::Levels(4), &all(numbers(&LEVELS), weights()), 0.1);
    let text = serde_json::to_string(&model).expect("a text");
    let again: LinearModel = serde_json::from_str(&text).expect("a model");
    let answers = [again, model].map(|model| model.predict(&design(), &[3]).expect("answers"));
    assert_close(&answers[0], &answers[1], 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the numbers: an end, finite answers, probabilities that add up.
    #[test]
    fn any_inputs_come_to_an_end(
        kind in 0..EVERY.len(), seed in any::<u64>(), columns in 1..6_usize, rows in 4..40_usize,
        power in -8..8_i32, copied in any::<bool>(),
    ) {
        let response = EVERY[kind];
        let (mut inputs, labels) = drawn(response, rows, columns, 0.7, seed);
        for row in inputs.chunks_exact_mut(columns) {
            row.iter_mut().for_each(|value| *value *= 10_f32.powi(power));
            row[columns - 1] = row[if copied { 0 } else { columns - 1 }];
        }
        let (train, valid) = split(&labels, response.labels(), rows * 3 / 4);
        let design = Arc::new(Design::dense(columns, inputs).expect("a design"));
        let model = Fit::new(design.clone(), response, &train, &valid).expect("a fit").finish();
        let answers = model.predict(&design, &(0..rows as u32).collect::<Vec<_>>()).expect("answers");
        prop_assert!(answers.iter().all(|answer| !answer.is_nan()));
        if let Response::Classes(count) | Response::Levels(count) = response {
            for row in answers.chunks_exact(count as usize) {
                prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{:?}", row);
            }
        }
        for point in model.solutions.iter().flat_map(|solution| &solution.path) {
            prop_assert!(point.objective.is_finite() && point.rounds <= 200);
        }
    }
}

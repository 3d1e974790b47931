//! Scores against scikit-learn's (1.9, and SciPy's correlations) on the same made predictions, ties included.

use polyhead::report::{
    MetricKind, Metrics, class_metrics, count_metrics, level_metrics, trivial_counts, value_metrics,
};

use MetricKind::{
    Accuracy, Auc, AveragePrecision, BalancedAccuracy, D2, Ece, LogLoss, Loss, MacroF1, Mae, Pearson,
    PoissonDeviance, QuadraticKappa, R2, Rmse, Spearman,
};

const ROWS: usize = 60;

const THREE_CLASSES: [(MetricKind, f64); 7] = [
    (Accuracy, 0.533_333_333),
    (BalancedAccuracy, 0.528_451_178),
    (MacroF1, 0.529_346_658),
    (Auc, 0.817_053_862),
    (AveragePrecision, 0.743_133_018),
    (LogLoss, 0.767_339_597),
    (Ece, 0.295_278_276),
];

const TWO_CLASSES: [(MetricKind, f64); 7] = [
    (Accuracy, 0.633_333_333),
    (BalancedAccuracy, 0.595_238_095),
    (MacroF1, 0.5875),
    (Auc, 0.734_126_984),
    (AveragePrecision, 0.713_333_333),
    (LogLoss, 0.569_555_345),
    (Ece, 0.211_545_136),
];

const VALUES: [(MetricKind, f64); 5] = [
    (Rmse, 0.795_672_480),
    (Mae, 0.677_454_327),
    (R2, 0.901_375_289),
    (Pearson, 0.956_758_939),
    (Spearman, 0.955_616_401),
];

/// `mean_poisson_deviance`, `d2_tweedie_score(power=1)` and `mean_absolute_error`.
const COUNTS: [(MetricKind, f64); 3] =
    [(PoissonDeviance, 5.610_454_242), (D2, 0.416_795_761), (Mae, 4.543_259_184)];

fn assert_scores(found: &Metrics, expected: &[(MetricKind, f64)]) {
    for (kind, expected) in expected {
        let found = found[kind].unwrap_or(f64::NAN);
        assert!((found - expected).abs() < 1e-6, "{kind:?}: {found} instead of {expected}");
    }
}

#[test]
fn three_classes() {
    let labels: Vec<usize> = (0..ROWS).map(|row| (row * row + row / 7) % 3).collect();
    let mut probabilities = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        let logit = |class: usize| {
            let wave = (row as f64 * 1.3 + class as f64 * 2.1).sin();
            (2.0 * wave).round_ties_even() / 2.0 + f64::from(u8::from(class == *label))
        };
        let powers = [0, 1, 2].map(|class| logit(class).exp());
        probabilities.extend(powers.map(|power| (power / powers.iter().sum::<f64>()) as f32));
    }
    assert_scores(&class_metrics(&probabilities, &labels, 3), &THREE_CLASSES);
}

#[test]
fn two_classes() {
    let labels: Vec<usize> = (0..ROWS).map(|row| usize::from((row * row + row / 7) % 3 == 1)).collect();
    let mut probabilities = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        let wave = (row as f64 * 0.9).sin();
        let logit = (wave * 4.0).round_ties_even() / 4.0 + *label as f64 * 0.8 - 0.4;
        let positive = 1.0 / (1.0 + (-logit).exp());
        probabilities.extend([(1.0 - positive) as f32, positive as f32]);
    }
    assert_scores(&class_metrics(&probabilities, &labels, 2), &TWO_CLASSES);
}

#[test]
fn values() {
    let actual: Vec<f64> = (0..ROWS).map(|row| (row as f64 * 0.37).sin() * 3.0 + (row % 5) as f64).collect();
    let predicted: Vec<f64> = (actual.iter().enumerate())
        .map(|(row, value)| {
            let off = (row as f64 * 1.1).cos() + 0.25 * (row % 3) as f64;
            ((value + off) * 2.0).round_ties_even() / 2.0
        })
        .collect();
    assert_scores(&value_metrics(&predicted, &actual), &VALUES);
}

#[test]
fn counts() {
    let actual: Vec<f64> = (0..ROWS).map(|row| (row * row * 7 % 11 * (row % 4)) as f64).collect();
    let rate = |(row, count): (usize, &f64)| {
        let off = ((row as f64 * 1.1).sin() * 4.0).round_ties_even() / 4.0;
        off.exp() * (1.0 + count) / 2.0
    };
    let predicted: Vec<f64> = actual.iter().enumerate().map(rate).collect();
    assert_scores(&count_metrics(&predicted, &actual), &COUNTS);
    // Who always answers the mean explains nothing, and has the deviance of which the other explains a share.
    let mean = actual.iter().sum::<f64>() / ROWS as f64;
    let trivial = trivial_counts(mean, &actual, mean);
    let deviance = COUNTS[0].1 / (1.0 - COUNTS[1].1);
    assert_scores(&trivial, &[(D2, 0.0), (PoissonDeviance, deviance), (Loss, deviance / 2.0 / mean)]);
}

/// `cohen_kappa_score(weights="quadratic")`, `mean_absolute_error` and `accuracy_score`.
const LEVELS: [(MetricKind, f64); 3] =
    [(QuadraticKappa, 0.800_380_228), (Mae, 0.466_666_667), (Accuracy, 0.533_333_333)];

#[test]
fn levels() {
    let labels: Vec<usize> = (0..ROWS).map(|row| (row * row + row / 7) % 4).collect();
    let mut probabilities = vec![0.1; 4 * ROWS];
    for (row, &label) in labels.iter().enumerate() {
        let off = ((row * 3 % 5) as f64 - 2.0) / 2.0;
        let predicted = (label as f64 + off.floor()).clamp(0.0, 3.0) as usize;
        probabilities[4 * row + predicted] = 0.7;
    }
    let found = level_metrics(&probabilities, &labels, 4);
    assert_scores(&found, &LEVELS);
    assert_eq!(found[&MacroF1], class_metrics(&probabilities, &labels, 4)[&MacroF1]);
    assert!(level_metrics(&[], &[], 4).is_empty());
    // The same one class on both sides leaves no chance to be right by.
    assert_eq!(level_metrics(&[0.1, 0.8, 0.1], &[1], 3)[&QuadraticKappa], None);
}

#[test]
fn undefined_scores_are_absent_and_nothing_is_not_a_number() {
    let constant = value_metrics(&[1.0, 2.0], &[3.0, 3.0]);
    assert_eq!(constant[&MetricKind::R2], None);
    assert_eq!(constant[&MetricKind::Pearson], None);
    let one_class = class_metrics(&[0.5, 0.5, 0.1, 0.9], &[1, 1], 2);
    assert_eq!(one_class[&MetricKind::Auc], None);
    assert!(class_metrics(&[], &[], 2).is_empty());
    assert!(count_metrics(&[], &[]).is_empty());
    // A rate of 0 is refuted by any event.
    let refuted = count_metrics(&[0.0, 1.0], &[2.0, 1.0]);
    assert_eq!((refuted[&PoissonDeviance], refuted[&D2]), (None, None));
}

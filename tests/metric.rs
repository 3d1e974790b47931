//! Scores against scikit-learn's (1.9, and SciPy's correlations) on the same made predictions, ties included.

use polyhead::metric::{
    LabelScores, MetricKind, Metrics, PerRow, baseline_counts, baseline_labels, class_metrics, count_metrics,
    label_metrics, label_scores, level_metrics, reasons, value_metrics,
};

use MetricKind::{
    Accuracy, Auc, AveragePrecision, BalancedAccuracy, D2, Ece, HammingLoss, LogLoss, Loss, MacroF1, Mae,
    MicroF1, Pearson, PoissonDeviance, QuadraticKappa, R2, Rmse, Spearman, SubsetAccuracy,
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
    let trivial = baseline_counts(mean, &actual, mean);
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

/// Four labels a row: probabilities of yes, and which are yes.
fn four_labels() -> (Vec<f64>, Vec<bool>) {
    let cells = (0..ROWS).flat_map(|row| (0..4).map(move |label| (row, label)));
    let cell = |(row, label): (usize, usize)| {
        let is_yes = (row * row + row * label + row / 7) % (label + 2) == 0;
        let wave = ((row as f64 * (0.9 + 0.2 * label as f64)).sin() * 4.0).round_ties_even() / 4.0;
        let logit = wave + 1.2 * f64::from(u8::from(is_yes)) - 0.7;
        (1.0 / (1.0 + (-logit).exp()), is_yes)
    };
    cells.map(cell).unzip()
}

/// `f1_score`, `hamming_loss`, `accuracy_score`, `roc_auc_score` and `average_precision_score` of the indicator matrices.
const ALL_LABELS: [(MetricKind, f64); 6] = [
    (MacroF1, 0.553_493_365),
    (MicroF1, 0.560_846_561),
    (HammingLoss, 0.345_833_333),
    (SubsetAccuracy, 0.233_333_333),
    (Auc, 0.820_918_316),
    (AveragePrecision, 0.799_860_980),
];

/// The same and `log_loss`, one column at a time or over all known cells, where a cell is missing if `(row + 3 label) % 5 == 0`.
const SOME_LABELS: [(MetricKind, f64); 7] = [
    (MacroF1, 0.552_499_799),
    (MicroF1, 0.556_291_391),
    (HammingLoss, 0.348_958_333),
    (SubsetAccuracy, 0.333_333_333),
    (Auc, 0.819_453_198),
    (AveragePrecision, 0.795_492_475),
    (LogLoss, 0.495_313_673),
];

/// `precision_score`, `recall_score`, `f1_score` and `roc_auc_score` of the known cells of each label.
const EACH_LABEL: [(usize, [f64; 4]); 4] = [
    (28, [0.681_818_182, 0.535_714_286, 0.6, 0.805_357_143]),
    (18, [0.476_190_476, 0.555_555_556, 0.512_820_513, 0.759_259_259]),
    (14, [0.473_684_211, 0.642_857_143, 0.545_454_545, 0.861_344_538]),
    (12, [0.470_588_235, 0.666_666_667, 0.551_724_138, 0.851_851_852]),
];

#[test]
fn labels() {
    let (probabilities, is_yes) = four_labels();
    let all: Vec<Option<bool>> = is_yes.iter().copied().map(Some).collect();
    assert_scores(&label_metrics(&probabilities, &all, 4), &ALL_LABELS);
    let some: Vec<Option<bool>> =
        (0..all.len()).map(|at| all[at].filter(|_| (at / 4 + 3 * (at % 4)) % 5 != 0)).collect();
    assert_scores(&label_metrics(&probabilities, &some, 4), &SOME_LABELS);
    let names = ["a", "b", "c", "d"].map(str::to_owned);
    for (found, (positives, scores)) in label_scores(&probabilities, &some, &names).iter().zip(EACH_LABEL) {
        let LabelScores { label, labelled, precision, recall, f1, auc, .. } = found;
        assert_eq!((*labelled, found.positives), (48, positives), "{label}");
        for (found, expected) in [precision, recall, f1, auc].into_iter().zip(scores) {
            assert!((found.expect("a score") - expected).abs() < 1e-6, "{label}: {found:?} for {expected}");
        }
    }
}

#[test]
fn labels_that_say_nothing_leave_scores_out() {
    // The second label is never yes, the third never known.
    let labels = [Some(true), Some(false), None, Some(false), Some(false), None];
    let found = label_metrics(&[0.9, 0.1, 0.5, 0.4, 0.2, 0.5], &labels, 3);
    assert_scores(&found, &[(MacroF1, 1.0), (MicroF1, 1.0), (HammingLoss, 0.0), (Auc, 1.0)]);
    assert_eq!(found[&SubsetAccuracy], None);
    let none = label_scores(&[0.5], &[None], &["a".to_owned()]).remove(0);
    assert_eq!((none.labelled, none.precision, none.recall, none.f1, none.auc), (0, None, None, None, None));
    assert!(label_metrics(&[0.5, 0.5], &[None, None], 2).is_empty());
    // Always answering the shares orders nothing, and loses their entropy.
    let (shares, labels) = ([0.5, 0.25], [true, false, false, false, true, true, false, false].map(Some));
    let entropy = (2_f64.ln() + 0.25 * 4_f64.ln() + 0.75 * (4.0_f64 / 3.0).ln()) / 2.0;
    assert_scores(
        &baseline_labels(&shares, &labels),
        &[(Loss, entropy), (Auc, 0.5), (HammingLoss, 3.0 / 8.0)],
    );
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

#[test]
fn every_undefined_score_says_why() {
    let found = |kind, has_range, metrics: Metrics| {
        let mut metrics = metrics;
        let found = reasons(&mut metrics, kind, has_range);
        let without: Vec<_> =
            metrics.iter().filter(|(_, score)| score.is_none()).map(|(kind, _)| *kind).collect();
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), without);
        found
    };
    let constant = found(PerRow::One, false, value_metrics(&[1.0, 2.0], &[3.0, 3.0]));
    assert_eq!(constant.len(), 3);
    assert!(constant.values().all(|reason| reason == "all actual values are the same"), "{constant:?}");
    let same = found(PerRow::One, true, value_metrics(&[2.0, 2.0], &[3.0, 4.0]));
    assert_eq!(same[&Pearson], "all answers are the same");
    let one = found(PerRow::One, false, class_metrics(&[0.9, 0.1, 0.8, 0.2], &[0, 0], 2));
    assert_eq!((one.len(), &one[&Auc][..]), (2, "only one class among the rows"));
    assert_eq!(one[&Auc], one[&AveragePrecision]);
    let kappa = found(PerRow::One, false, level_metrics(&[0.1, 0.8, 0.1], &[1], 3));
    assert_eq!(kappa[&QuadraticKappa], "only one class among rows and answers");
    let no = [Some(false), None, Some(false), None];
    let labels = found(PerRow::Several, true, label_metrics(&[0.1, 0.2, 0.3, 0.4], &no, 2));
    assert_eq!(labels[&Auc], "no label has both a yes and a no");
    assert_eq!(
        (&labels[&MacroF1][..], &labels[&SubsetAccuracy][..]),
        ("no label is yes", "no row has all labels")
    );
    let lost = found(PerRow::One, true, value_metrics(&[f64::NAN, 2.0], &[3.0, 4.0]));
    assert!(
        lost[&Rmse] == "an answer or an actual value is too large, or no number" && lost.contains_key(&R2),
        "{lost:?}"
    );
    let whole = found(PerRow::One, true, value_metrics(&[1.0, 2.0], &[3.0, 4.0]));
    assert!(whole.is_empty(), "{whole:?}");
    let scores = label_scores(&[0.1, 0.2], &[Some(false), Some(false)], &["wifi".to_owned()]);
    let reasons: Vec<_> = scores[0].undefined.iter().map(|(name, why)| format!("{name}: {why}")).collect();
    let expected = [
        "auc: no row is yes",
        "f1: no row is yes or answered yes",
        "precision: no row is answered yes",
        "recall: no row is yes",
    ];
    assert_eq!(reasons, expected);
}

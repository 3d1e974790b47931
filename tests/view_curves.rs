//! Curves over all thresholds: they are scikit-learn's (1.9), and at every threshold a row stands in one cell.

#[path = "support/awkward.rs"]
mod awkward;
#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/seen.rs"]
mod seen;

use by_hand::*;
use polyhead::figure::{Chart, Marks, Options, Rule};
use polyhead::gain::Predicted;
use polyhead::metric::{Choice, at_threshold, auc, average_precision, class_scores, label_scores};
use polyhead::schema::text::score;
use polyhead::task::TaskKind;
use polyhead::view::{Evidence, HeadView};
use seen::{classes, labels, row};

// import numpy as np
// from sklearn.metrics import *
// s = np.float32(SCORES).astype(float); y = np.array(IS_YES)
// fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
// precision, recall, _ = precision_recall_curve(y, s)   # reversed, the last one left out
// roc_auc_score(y, s), average_precision_score(y, s)
const ROC: [[f64; 2]; 14] = [
    [0.0, 0.0],
    [0.0, 0.125],
    [0.0, 0.25],
    [0.0, 0.375],
    [0.125, 0.375],
    [0.125, 0.625],
    [0.25, 0.625],
    [0.25, 0.75],
    [0.375, 0.875],
    [0.5, 0.875],
    [0.625, 1.0],
    [0.75, 1.0],
    [0.875, 1.0],
    [1.0, 1.0],
];
const AUC: f64 = 0.828_125;

/// `[recall, precision]`
const PRECISION_RECALL: [[f64; 2]; 13] = [
    [0.125, 1.0],
    [0.25, 1.0],
    [0.375, 1.0],
    [0.375, 0.75],
    [0.625, 0.833_333_333],
    [0.625, 0.714_285_714],
    [0.75, 0.75],
    [0.875, 0.7],
    [0.875, 0.636_363_636],
    [1.0, 0.615_384_615],
    [1.0, 0.571_428_571],
    [1.0, 0.533_333_333],
    [1.0, 0.5],
];
const AVERAGE_PRECISION: f64 = 0.841_506_410;

fn line<'a>(chart: &'a Chart, name: &str) -> &'a [[f64; 2]] {
    let Marks::Line { at } = &layer(chart, name).marks else { panic!("{name} is no line") };
    at
}

/// The one dot of a chart.
fn dot(chart: &Chart) -> Option<[f64; 2]> {
    let points = chart.layers.iter().find_map(|layer| match &layer.marks {
        Marks::Points(points) => Some(points),
        _ => None,
    });
    points.and_then(|points| points.at.first().copied())
}

/// By trapezoids; of steps, those are what lies below them.
fn area(at: &[[f64; 2]]) -> f64 {
    at.windows(2).map(|pair| (pair[1][0] - pair[0][0]) * (pair[1][1] + pair[0][1]) / 2.0).sum()
}

#[test]
fn curves_are_those_of_scikit_learn() {
    let said = two_classes();
    let roc = HeadView::Roc.draw(&said.seen(), &Options::default());
    let at = line(charts(&roc)[0], "head");
    assert_near(at, &ROC, "ROC");
    assert!((area(at) - AUC).abs() < 1e-9);
    assert!(notes(&roc).contains(&format!("AUC {}", score(Some(AUC)))), "{}", notes(&roc));
    assert!(roc.figures[0].title.contains("“middle”"), "the second of two classes is shown");

    let drawn = HeadView::PrecisionRecall.draw(&said.seen(), &Options::default());
    let at = line(charts(&drawn)[0], "head");
    // Of the two corners of a threshold, the second one is its point.
    let mut corners = Vec::new();
    let mut last = 0.0;
    for [recall, precision] in PRECISION_RECALL {
        corners.extend([[last, precision], [recall, precision]]);
        last = recall;
    }
    corners.dedup();
    assert_near(at, &corners, "precision and recall");
    assert!((area(at) - AVERAGE_PRECISION).abs() < 1e-6, "{}", area(at));
    assert!(notes(&drawn).contains(&format!("Average precision {}", score(Some(AVERAGE_PRECISION)))));
    let level = &layer(charts(&drawn)[0], "share of the class").marks;
    assert_eq!(*level, Marks::Rule(Rule::Y { at: 0.5 }));
}

#[test]
fn one_class_against_the_rest_is_as_the_metrics_have_it() {
    // [(roc_auc_score(y == c, p[:, c]), average_precision_score(y == c, p[:, c])) for c in range(3)]
    let expected = [(0.904_761_905, 0.866_666_667), (0.875, 0.830_357_143), (1.0, 1.0)];
    for said in [classes("classes", false, &LEVELS), classes("levels", true, &LEVELS)] {
        let Evidence::Rows(
            Predicted::Classes { probabilities, labels, .. }
            | Predicted::Levels { probabilities, labels, .. },
        ) = &said.evidence
        else {
            panic!("no classes")
        };
        let scores = class_scores(probabilities, labels, &said.classes);
        for (class, (area_of_roc, precision)) in expected.into_iter().enumerate() {
            let options = set(&[("class", &class.to_string())]);
            let roc = HeadView::Roc.draw(&said.seen(), &options);
            assert!((area(line(charts(&roc)[0], "head")) - area_of_roc).abs() < 1e-6);
            assert!((scores[class].auc.unwrap() - area_of_roc).abs() < 1e-6);
            assert!(notes(&roc).contains(&format!("AUC {}", score(scores[class].auc))));
            let steps = HeadView::PrecisionRecall.draw(&said.seen(), &options);
            assert!((area(line(charts(&steps)[0], "head")) - precision).abs() < 1e-6);
            assert!(notes(&steps).contains(&format!("Average precision {}", score(Some(precision)))));
        }
        let first = HeadView::Roc.draw(&said.seen(), &Options::default());
        assert_eq!(first, HeadView::Roc.draw(&said.seen(), &set(&[("class", "0")])), "the first is shown");
    }
}

#[test]
fn labels_that_are_not_known_are_left_out() {
    let said = label_set();
    let Evidence::Rows(Predicted::Labels { probabilities, labels, .. }) = &said.evidence else {
        panic!("no labels")
    };
    let scores = label_scores(probabilities, labels, &said.classes);
    for (label, of) in scores.iter().enumerate() {
        let roc = HeadView::Roc.draw(&said.seen(), &set(&[("class", &label.to_string())]));
        assert!((area(line(charts(&roc)[0], "head")) - of.auc.unwrap()).abs() < 1e-9);
        assert_eq!(notes(&roc).contains("not known"), label == 0, "{}", notes(&roc));
    }
    assert!((scores[1].auc.unwrap() - AUC).abs() < 1e-9);
}

#[test]
fn a_long_curve_is_thinned_between_its_ends() {
    // Numerical Recipes' linear congruential generator, as numbers from 0 to 1.
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    let rows: Vec<([f64; 2], [Option<bool>; 2])> = (0..6_000)
        .map(|_| {
            let share = next();
            ([share, next()], [Some(next() < share * share), Some(next() < 0.02)])
        })
        .collect();
    let said = labels("many", &rows);
    for label in 0..2 {
        let options = set(&[("class", &label.to_string())]);
        let scores: Vec<f64> = rows.iter().map(|(shares, _)| shares[label]).collect();
        let is_yes: Vec<bool> = rows.iter().map(|(_, labels)| labels[label].unwrap()).collect();
        let yes = is_yes.iter().filter(|&&is| is).count() as f64;
        let roc = HeadView::Roc.draw(&said.seen(), &options);
        let at = line(charts(&roc)[0], "head");
        assert!((100..=300).contains(&at.len()), "{} points", at.len());
        assert_eq!((at[0], at[at.len() - 1]), ([0.0, 0.0], [1.0, 1.0]));
        assert!(at.windows(2).all(|pair| pair[1][0] >= pair[0][0] && pair[1][1] >= pair[0][1]));
        assert!((area(at) - auc(&scores, &is_yes).unwrap()).abs() < 2e-3);
        let steps = HeadView::PrecisionRecall.draw(&said.seen(), &options);
        let at = line(charts(&steps)[0], "head");
        assert!((100..=300).contains(&at.len()), "{} points", at.len());
        assert_eq!((at[0][0], at[at.len() - 1]), (0.0, [1.0, yes / 6_000.0]));
        assert!((area(at) - average_precision(&scores, &is_yes).unwrap()).abs() < 1e-2);
    }
}

#[test]
fn rows_of_a_class_stay_as_many_at_every_threshold() {
    // Probabilities that are thresholds themselves.
    let exact: Vec<([f64; 2], [Option<bool>; 2])> = (0..20)
        .map(|index| ([f64::from(index * 5) / 100.0, 0.5], [Some(index % 3 == 0 || index > 12), Some(true)]))
        .collect();
    let exact = labels("exact thresholds", &exact);
    for (said, options, shown) in [
        (two_classes(), vec![], 1),
        (label_set(), vec![("class", "1")], 1),
        (label_set(), vec![], 0),
        (exact, vec![], 0),
    ] {
        let (scores, is_yes, rows): (Vec<f64>, Vec<bool>, Vec<u32>) = match &said.evidence {
            Evidence::Rows(Predicted::Labels { probabilities, labels, .. }) => {
                let known = (0..said.rows).filter_map(|index| {
                    let at = 2 * index + shown;
                    Some((probabilities[at], labels[at]?, row(index as u32)))
                });
                known.fold(Default::default(), |mut all, (score, is_yes, row)| {
                    all.0.push(score);
                    all.1.push(is_yes);
                    all.2.push(row);
                    all
                })
            }
            _ => (
                SCORES.map(f64::from).to_vec(),
                IS_YES.map(|is| is == 1).to_vec(),
                (0..16).map(row).collect(),
            ),
        };
        let yes = is_yes.iter().filter(|&&is| is).count();
        let mut last = usize::MAX;
        for step in 0..=100 {
            let threshold = f64::from(step) / 100.0;
            let text = threshold.to_string();
            let mut options = options.clone();
            options.push(("threshold", &text));
            let drawn = HeadView::Threshold.draw(&said.seen(), &set(&options));
            let what = format!("{} at {threshold}", said.what);
            let grid = grids(&drawn)[0];
            assert_each_once(cell_rows(grid), rows.clone(), &what);
            let count = |actual: usize, answered: usize| {
                let cell = &grid.cells[actual][answered];
                assert_eq!(cell.text, cell.rows.len().to_string());
                cell.rows.len()
            };
            let [tn, fp, fneg, tp] = [count(0, 0), count(0, 1), count(1, 0), count(1, 1)];
            assert_eq!((tp + fneg, tn + fp), (yes, rows.len() - yes), "{what}");
            assert!(tp + fp <= last, "{what}: fewer rows are answered so at a higher threshold");
            last = tp + fp;
            let own = at_threshold(Choice::F1, threshold, &scores, &is_yes);
            assert_eq!(
                (tp, fp, fneg, tn),
                (own.true_positives, own.false_positives, own.false_negatives, own.true_negatives),
                "{what}"
            );
            let charts = charts(&drawn);
            assert_eq!(charts.len(), 3);
            let recall = own.recall.unwrap();
            let wrong = fp as f64 / (fp + tn) as f64;
            assert_near(&[dot(charts[0]).unwrap()], &[[wrong, recall]], &what);
            assert!(line(charts[0], "head").contains(&[wrong, recall]), "{what}: the dot is off the curve");
            let expected = own.precision.map(|precision| [recall, precision]);
            assert_eq!(dot(charts[1]), expected, "{what}");
            let is_on = expected.is_none_or(|point| line(charts[1], "head").contains(&point));
            assert!(is_on, "{what}: the dot is off the steps");
            assert_eq!(charts[2].layers[0].marks, Marks::Rule(Rule::X { at: threshold }));
            for (name, score) in [("precision", own.precision), ("recall", own.recall), ("F1", own.f1)] {
                let at = line(charts[2], name).iter().find(|[at, _]| *at == threshold);
                assert_eq!(at.map(|[_, score]| *score), score, "{name}, {what}");
            }
        }
    }
}

#[test]
fn a_class_without_rows_says_what_it_lacks() {
    for kind in [TaskKind::Binary, TaskKind::Multiclass, TaskKind::Ordinal, TaskKind::Multilabel] {
        for said in awkward::said(kind).iter().filter(|said| said.what.contains("only")) {
            let drawn = HeadView::Roc.draw(&said.seen(), &Options::default());
            assert!(drawn.figures.is_empty(), "{kind:?}, {}", said.what);
            assert!(drawn.sentence.contains("nothing to tell apart"), "{}", drawn.sentence);
            assert_eq!(drawn.controls.len(), 1, "another class can still be chosen");
        }
    }
}

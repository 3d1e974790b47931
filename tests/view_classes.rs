//! Views of classes and of label sets: their numbers are scikit-learn's (1.9), and every row stands behind exactly one mark.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/seen.rs"]
mod seen;

use by_hand::*;
use polyhead::figure::{Bar, Chart, Interval, Marks, Options};
use polyhead::gain::Predicted;
use polyhead::metric::{MetricKind, class_metrics};
use polyhead::schema::text::score;
use polyhead::view::{Evidence, HeadView};
use seen::{Said, classes, labels, row};

// import numpy as np
// from sklearn.calibration import calibration_curve
// s = np.float32(SCORES).astype(float); y = np.array(IS_YES)
// calibration_curve(y, s, n_bins=10)
// top = np.maximum(s, 1 - np.float32(s)); right = ((s > .5) == (y == 1)).astype(int)
// calibration_curve(right, top, n_bins=10)
/// `[mean probability, share]`
const OF_CLASS: [[f64; 2]; 9] = [
    [0.05, 0.0],
    [0.125, 0.0],
    [0.2, 0.5],
    [0.35, 0.0],
    [0.416_666_667, 0.666_666_667],
    [0.55, 0.0],
    [0.633_333_345, 0.666_666_667],
    [0.85, 1.0],
    [0.95, 1.0],
];
const OF_ANSWER: [[f64; 2]; 4] =
    [[0.55, 0.0], [0.625, 0.666_666_667], [0.841_666_669, 0.833_333_333], [0.95, 1.0]];

fn bars(chart: &Chart) -> Vec<&Bar> {
    let layers = chart.layers.iter();
    let bars =
        layers.filter_map(|layer| if let Marks::Bars { bars } = &layer.marks { Some(bars) } else { None });
    bars.flatten().collect()
}

fn intervals(chart: &Chart) -> &[Interval] {
    let Marks::Intervals { marks } = &layer(chart, "bins").marks else { panic!("no intervals") };
    marks
}

#[test]
fn calibration_is_that_of_scikit_learn_and_of_the_metric() {
    let said = two_classes();
    let of_answer = HeadView::Calibration.draw(&said.seen(), &Options::default());
    let of_class = HeadView::Calibration.draw(&said.seen(), &set(&[("of", "class")]));
    let first = HeadView::Calibration.draw(&said.seen(), &set(&[("of", "class"), ("class", "0")]));
    for (drawn, expected) in [(&of_answer, OF_ANSWER.as_slice()), (&of_class, OF_CLASS.as_slice())] {
        let marks = intervals(charts(drawn)[0]);
        let at: Vec<[f64; 2]> = marks.iter().map(|mark| [mark.at, mark.value]).collect();
        assert_near(&at, expected, "calibration");
    }
    for drawn in [&of_answer, &of_class, &first] {
        let charts = charts(drawn);
        let marks = intervals(charts[0]);
        assert_each_once(marks.iter().map(|mark| &mark.rows), said.seen().rows, "dots");
        assert_each_once(bars(charts[1]).iter().map(|bar| &bar.rows), said.seen().rows, "bars");
        for (mark, bar) in marks.iter().zip(bars(charts[1])) {
            assert_eq!((&mark.rows, bar.rows.len() as f64), (&bar.rows, bar.high));
            assert!(bar.from < mark.at + 1e-6 && mark.at < bar.to + 1e-6);
            let [low, high] = mark.ends.unwrap();
            assert!(low <= mark.value && mark.value <= high && low < high);
        }
    }
    // from scipy.stats import binomtest; binomtest(4, 6).proportion_ci(method="wilson")
    let ends = intervals(charts(&of_answer)[0])[1].ends.unwrap();
    assert_near(&[ends], &[[0.299_993_315, 0.903_228_589]], "Wilson's interval");
    // Of the class: sum(abs((s - y)[bin == k].sum()) for k in bins) / len(s).
    assert!(notes(&of_class).contains(&format!("error {}", score(Some(0.187_499_999_8)))));
    for said in [said, classes("classes", false, &LEVELS), classes("levels", true, &LEVELS)] {
        let Evidence::Rows(
            Predicted::Classes { probabilities, labels, classes }
            | Predicted::Levels { probabilities, labels, classes },
        ) = &said.evidence
        else {
            panic!("no classes")
        };
        let error = class_metrics(probabilities, labels, *classes)[&MetricKind::Ece];
        let drawn = HeadView::Calibration.draw(&said.seen(), &Options::default());
        assert!(notes(&drawn).contains(&format!("error {}", score(error))), "{}", notes(&drawn));
        let marks = intervals(charts(&drawn)[0]);
        let gap = |mark: &Interval| (mark.at - mark.value).abs() * mark.rows.len() as f64;
        let found = marks.iter().map(gap).sum::<f64>() / said.rows as f64;
        assert!((found - error.unwrap()).abs() < 1e-9, "{found} is not {error:?}");
    }
}

#[test]
fn the_answer_to_a_label_is_yes_or_no() {
    let said = label_set();
    let drawn = HeadView::Calibration.draw(&said.seen(), &set(&[("class", "1")]));
    let at: Vec<[f64; 2]> = intervals(charts(&drawn)[0]).iter().map(|mark| [mark.at, mark.value]).collect();
    // As of the answer above, but top = np.maximum(s, 1 - s): in f64, 1 less 0.2 lies in the bin below 0.8.
    let expected = [[0.575, 0.25], [0.637_500_010, 0.75], [0.8, 0.5], [0.862_499_995, 1.0], [0.95, 1.0]];
    assert_near(&at, &expected, "yes or no");
    let known: Vec<u32> = (0..16).step_by(2).map(row).collect();
    let drawn = HeadView::Calibration.draw(&said.seen(), &set(&[("class", "0")]));
    assert_each_once(bars(charts(&drawn)[1]).iter().map(|bar| &bar.rows), known, "only known ones");
}

#[test]
fn each_row_stands_in_one_bar_of_its_probability() {
    for said in [two_classes(), classes("levels", true, &LEVELS), label_set()] {
        let last = said.classes.len() - 1;
        let class = last.to_string();
        for height in ["rows", "share"] {
            let options = set(&[("class", &class), ("height", height)]);
            let drawn = HeadView::Probabilities.draw(&said.seen(), &options);
            let chart = charts(&drawn)[0];
            assert_each_once(bars(chart).iter().map(|bar| &bar.rows), said.seen().rows, said.what);
            for layer in &chart.layers {
                let Marks::Bars { bars } = &layer.marks else { continue };
                let sum: f64 = bars.iter().map(|bar| bar.high - bar.low).sum();
                let rows: usize = bars.iter().map(|bar| bar.rows.len()).sum();
                let expected = if height == "rows" { rows as f64 } else { 1.0 };
                assert!((sum - expected).abs() < 1e-9, "{}, {height}: {sum}", layer.name);
                assert!(bars.iter().all(|bar| bar.from < bar.to && bar.from >= 0.0 && bar.to <= 1.0));
            }
            let mut edges: Vec<[f64; 2]> = bars(chart).iter().map(|bar| [bar.from, bar.to]).collect();
            edges.sort_by(|a, b| a[0].total_cmp(&b[0]));
            assert!(edges.windows(2).all(|pair| pair[0][1] <= pair[1][0]), "bars do not overlap: {edges:?}");
        }
    }
    // Both rows of 0.2 lie just above it as f32, so from 0.2 to 0.25: one of each class, side by side.
    let said = two_classes();
    let drawn = HeadView::Probabilities.draw(&said.seen(), &Options::default());
    let of = |wanted: u32| {
        let bars = bars(charts(&drawn)[0]);
        let bar = bars.into_iter().find(|bar| bar.rows.contains(&row(wanted))).unwrap();
        [bar.from, bar.to]
    };
    assert_near(&[of(3), of(4)], &[[0.2, 0.225], [0.225, 0.25]], "halves of a bin");
    // Bins hold their right edges; the first one holds 0 too.
    let shares = [0.0, 0.05, 0.5, 1.0];
    let edges = labels("edges", &shares.map(|share| ([share, 0.0], [Some(true), None])));
    let drawn = HeadView::Probabilities.draw(&edges.seen(), &Options::default());
    let found: Vec<(f64, usize)> =
        bars(charts(&drawn)[0]).iter().map(|bar| (bar.from, bar.rows.len())).collect();
    assert_eq!(found, [(0.0, 2), (0.45, 1), (0.95, 1)]);
}

#[test]
fn levels_that_are_mixed_up_are_seen() {
    let said = classes("levels", true, &LEVELS);
    let drawn = HeadView::RankBars.draw(&said.seen(), &Options::default());
    let grid = grids(&drawn)[0];
    // [p[y == level].mean(0) for level in range(3)]
    let means = [
        [0.533_333_341, 0.3, 0.166_666_672],
        [0.337_500_002, 0.412_500_001, 0.25],
        [0.133_333_335, 0.2, 0.666_666_687],
    ];
    for (cells, means) in grid.cells.iter().zip(means) {
        for (cell, mean) in cells.iter().zip(means) {
            assert!((cell.share - mean).abs() < 1e-6, "{} is not {mean}", cell.share);
        }
    }
    assert_eq!(grid.cells[1][1].text, "41.3 %");
    assert_each_once(cell_rows(grid), said.seen().rows, "lines");
    // p.argmax(1) - y: 0, 1, 0, 0, 0, 0, 0, 1, 0, -1.
    let chart = charts(&drawn)[0];
    let found: Vec<(f64, Vec<u32>)> =
        bars(chart).iter().map(|bar| (f64::midpoint(bar.from, bar.to), bar.rows.clone())).collect();
    assert_each_once(found.iter().map(|(_, rows)| rows), said.seen().rows, "bars");
    assert_eq!(
        found.iter().map(|(band, rows)| (*band, rows.len())).collect::<Vec<_>>(),
        [(0.0, 1), (1.0, 7), (2.0, 2)]
    );
    assert_eq!((&found[0].1, &found[2].1), (&vec![row(9)], &vec![row(1), row(7)]));
}

#[test]
fn labels_are_counted_together_where_both_are_known() {
    let said = label_set();
    let Evidence::Rows(Predicted::Labels { probabilities, labels, .. }) = &said.evidence else {
        panic!("no labels")
    };
    let drawn = HeadView::Together.draw(&said.seen(), &Options::default());
    let [actual, predicted] = grids(&drawn)[..] else { panic!("two grids") };
    for (grid, is_actual) in [(actual, true), (predicted, false)] {
        for line in 0..2 {
            for column in 0..2 {
                let is_yes = |index: usize, label: usize| {
                    let at = 2 * index + label;
                    if is_actual { labels[at] == Some(true) } else { probabilities[at] > 0.5 }
                };
                let is_known = |index: usize, label: usize| labels[2 * index + label].is_some();
                let both = (0..16).filter(|&index| {
                    [line, column].iter().all(|&label| is_known(index, label) && is_yes(index, label))
                });
                let rows: Vec<u32> = both.map(|index| row(index as u32)).collect();
                let cell = &grid.cells[line][column];
                assert_eq!((&cell.rows, &cell.text), (&rows, &rows.len().to_string()), "{line}, {column}");
            }
        }
    }
    assert!(!actual.cells[0][1].rows.is_empty() && !predicted.cells[1][1].rows.is_empty());
    // In rows 0, 4, 8 and 12 the first label is yes, in row 8 the second one is too; of 8 rows both are known.
    for (shown, text) in [("share", "12.5 %"), ("given", "25.0 %")] {
        let drawn = HeadView::Together.draw(&said.seen(), &set(&[("shown", shown)]));
        assert_eq!(grids(&drawn)[0].cells[0][1].text, text);
    }
    assert!(notes(&drawn).contains("both labels are known"));
}

#[test]
fn each_row_stands_in_one_cell_of_its_class_and_answer() {
    for said in [two_classes(), classes("levels", true, &LEVELS)] {
        for shown in ["count", "actual", "predicted"] {
            let drawn = HeadView::Confusion.draw(&said.seen(), &set(&[("shown", shown)]));
            assert_each_once(cell_rows(grids(&drawn)[0]), said.seen().rows, said.what);
        }
    }
}

#[test]
fn of_many_labels_the_most_frequent_are_shown_together() {
    // Label `i` is yes in the first `i` rows of 30, and answered so where it is.
    let labels: Vec<Option<bool>> = (0..30).flat_map(|row| (0..30).map(move |i| Some(row < i))).collect();
    let probabilities = labels.iter().map(|label| if *label == Some(true) { 0.9 } else { 0.1 }).collect();
    let said = Said {
        what: "many labels",
        classes: (0..30).map(|label| format!("label {label}")).collect(),
        rows: 30,
        evidence: Evidence::Rows(Predicted::Labels { probabilities, labels, count: 30 }),
    };
    let drawn = HeadView::Together.draw(&said.seen(), &Options::default());
    for grid in grids(&drawn) {
        assert_eq!(grid.rows, said.classes[6..]);
        for (line, cells) in (6..).zip(&grid.cells) {
            let found: Vec<usize> = cells.iter().map(|cell| cell.rows.len()).collect();
            let expected: Vec<usize> = (6..30).map(|column: usize| column.min(line)).collect();
            assert_eq!(found, expected);
        }
    }
    assert!(notes(&drawn).contains("24 most frequent of 30"), "{}", notes(&drawn));
}

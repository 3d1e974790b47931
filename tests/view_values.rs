//! Views of heads that answer with a number, against NumPy and SciPy on the same numbers, and on awkward ones.
//!
//! Numbers below were made with NumPy 2.4 and SciPy 1.17 from the formulas in [`numbers`], [`validation`] and [`counts`]: `np.histogram` of
//! residuals clipped to their 0.5 and 99.5 % quantiles, `np.array_split` of the rows sorted by actual value with `stats.norm.interval` of the
//! mean, `np.quantile(…, method="inverted_cdf")`, `stats.betabinom` and sums of `stats.poisson.pmf` over all rows.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::figure::{Bar, Body, Chart, Drawn, Interval, Marks, Options, Points, Scaling};
use polyhead::gain::Predicted;
use polyhead::schema::split::Split;
use polyhead::view::{Errors, Evidence, HeadView, Seen, Valid};

fn seen(evidence: Evidence, rows: usize) -> Seen<'static> {
    Seen {
        task: 0,
        name: "price",
        classes: &[],
        // Row numbers are not indices.
        rows: (0..rows as u32).map(|row| row + 100).collect(),
        is_drawn: vec![true; rows],
        evidence,
        baseline: Some(4.5),
        valid: None,
    }
}

fn values(predicted: Vec<f64>, actual: Vec<f64>) -> Evidence {
    Evidence::Rows(Predicted::Values { predicted, actual })
}

/// Sixty rows with different actual values.
fn numbers() -> (Vec<f64>, Vec<f64>) {
    let actual: Vec<f64> = (0..60).map(|row| ((row * 37) % 101) as f64 / 10.0).collect();
    let predicted = actual.iter().enumerate().map(|(row, own)| 0.8 * own + ((row * 53) % 29) as f64 / 10.0);
    (predicted.collect(), actual)
}

/// Forty-one validation rows.
fn validation() -> Evidence {
    let actual: Vec<f64> = (0..41).map(|row| ((row * 29) % 97) as f64 / 10.0).collect();
    let error = |row: usize| (((row * 31) % 43) as f64 - 21.0) / 10.0 * 0.7;
    values(actual.iter().enumerate().map(|(row, own)| own + error(row)).collect(), actual)
}

fn counts() -> Evidence {
    let predicted = (0..80).map(|row| 0.4 + ((row * 37) % 53) as f64 / 10.0).collect();
    let actual = (0..80).map(|row| ((row * 7 % 11) * (row * 5 % 3) / 2) as f64).collect();
    Evidence::Rows(Predicted::Counts { predicted, actual })
}

fn chart(drawn: &Drawn, figure: usize) -> &Chart {
    match &drawn.figures[figure].body {
        Body::Chart(chart) => chart,
        other => panic!("expected a chart, found {other:?}"),
    }
}

fn points<'a>(chart: &'a Chart, name: &str) -> &'a Points {
    let layer = chart.layers.iter().find(|layer| layer.name == name).expect("a layer of this name");
    match &layer.marks {
        Marks::Points(points) => points,
        other => panic!("expected points, found {other:?}"),
    }
}

fn bars(chart: &Chart) -> &[Bar] {
    let bars = chart.layers.iter().find_map(|layer| match &layer.marks {
        Marks::Bars { bars } => Some(bars),
        _ => None,
    });
    bars.expect("bars")
}

/// The layers of intervals, first to last.
fn intervals(chart: &Chart) -> Vec<&[Interval]> {
    let layers = chart.layers.iter().filter_map(|layer| match &layer.marks {
        Marks::Intervals { marks } => Some(marks.as_slice()),
        _ => None,
    });
    layers.collect()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

fn with(key: &str, value: &str) -> Options {
    Options([(key.to_owned(), value.to_owned())].into())
}

#[test]
fn residuals_have_the_histogram_of_numpy() {
    let (predicted, actual) = numbers();
    let seen = seen(values(predicted.clone(), actual.clone()), 60);
    let drawn = HeadView::Residuals.draw(&seen, &Options::default());
    let dots = points(chart(&drawn, 0), "rows");
    assert_eq!((dots.at.len(), dots.rows[7]), (60, 107));
    near(dots.at[7][0], predicted[7]);
    near(dots.at[7][1], predicted[7] - actual[7]);
    let bars = bars(chart(&drawn, 1));
    let heights: Vec<usize> = bars.iter().map(|bar| bar.high as usize).collect();
    assert_eq!(heights, [1, 3, 2, 2, 1, 4, 3, 1, 7, 4, 1, 6, 4, 1, 3, 6, 1, 2, 3, 1, 1, 1, 1, 1]);
    near(bars[0].from, -1.449_2);
    near(bars[0].to, -1.281_179_166_666_666_3);
    near(bars[23].to, 2.583_3);
    let rows: usize = bars.iter().map(|bar| bar.rows.len()).sum();
    assert!(rows == 60 && bars.iter().all(|bar| bar.rows.len() == bar.high as usize));
    assert!(drawn.notes[0].starts_with("2 rows lie beyond"), "{:?}", drawn.notes);
    let of_bar = |row: u32| bars.iter().find(|bar| bar.rows.contains(&row)).expect("a bar");
    let residual = predicted[31] - actual[31];
    assert!(of_bar(131).from <= residual && residual <= of_bar(131).to);
}

#[test]
fn errors_of_groups_have_the_means_and_intervals_of_scipy() {
    let (predicted, actual) = numbers();
    let seen = seen(values(predicted, actual.clone()), 60);
    let drawn = HeadView::ErrorByQuantile.draw(&seen, &Options::default());
    let chart = chart(&drawn, 0);
    let [baseline, own] = intervals(chart)[..] else { panic!("expected two layers") };
    let expected = [
        (0.89, 0.390_895_001_368_170_85, 1.389_104_998_631_829_6, 3.75),
        (1.032, 0.471_811_342_461_264_9, 1.592_188_657_538_735_2, 2.08),
        (1.036, 0.643_537_093_632_338_9, 1.428_462_906_367_661_5, 0.52),
        (0.828, 0.538_219_768_608_446_9, 1.117_780_231_391_553_2, 1.28),
        (0.54, 0.332_576_908_730_550_74, 0.747_423_091_269_449_1, 2.98),
        (0.744, 0.425_179_191_848_151_23, 1.062_820_808_151_848_4, 4.66),
    ];
    assert_eq!(own.len(), expected.len());
    for ((own, baseline), (mean, low, high, constant)) in own.iter().zip(baseline).zip(expected) {
        near(own.value, mean);
        near(own.ends.expect("an interval")[0], low);
        near(own.ends.expect("an interval")[1], high);
        near(baseline.value, constant);
        assert_eq!(own.rows.len(), 10);
    }
    let Scaling::Bands { names } = &chart.x.scaling else { panic!("expected bands") };
    assert_eq!((names[0].as_str(), names[5].as_str()), ("0 to 1.5", "8.4 to 10"));
    assert!(own[0].rows.iter().all(|row| actual[(row - 100) as usize] <= 1.5));
}

#[test]
fn equal_actual_values_stay_in_one_group() {
    // Of 100 rows 70 are 0: they fill the first seven of ten groups, and the others have ten rows each.
    let actual: Vec<f64> = (0..100).map(|row| if row < 70 { 0.0 } else { (row - 69) as f64 }).collect();
    let seen = seen(values(vec![1.0; 100], actual), 100);
    let drawn = HeadView::ErrorByQuantile.draw(&seen, &Options::default());
    let own = intervals(chart(&drawn, 0))[1];
    let sizes: Vec<usize> = own.iter().map(|own| own.rows.len()).collect();
    assert_eq!(sizes, [70, 10, 10, 10]);
    near(own[0].value, 1.0);
    near(own[1].value, 4.5);
}

fn with_validation(shown: Split) -> Seen<'static> {
    let (predicted, actual) = numbers();
    let valid = Some(Box::new(Valid { evidence: validation(), shown }));
    Seen { valid, ..seen(values(predicted, actual), 60) }
}

#[test]
fn prediction_intervals_are_as_wide_as_the_quantile_of_numpy() {
    let seen = with_validation(Split::Test);
    for (percent, half, inside, expected) in [
        ("80", 1.26, 46, "65.6 to 96.3 %"),
        ("90", 1.4, 48, "79.0 to 100.0 %"),
        ("95", 1.47, 51, "86.9 to 100.0 %"),
    ] {
        let drawn = HeadView::PredictionInterval.draw(&seen, &with("coverage", percent));
        let chart = chart(&drawn, 0);
        let Marks::Area { bands } = &chart.layers[0].marks else { panic!("expected an area") };
        assert_eq!(bands.len(), 60);
        assert!(bands.is_sorted_by(|a, b| a.at + 1.0 == b.at && a.low <= b.low));
        bands.iter().for_each(|band| near(band.high - band.low, 2.0 * half));
        let (within, outside) = (points(chart, "actual, within"), points(chart, "actual, outside"));
        assert_eq!((within.rows.len(), outside.rows.len()), (inside, 60 - inside));
        for ([at, actual], is_inside) in
            within.at.iter().map(|at| (at, true)).chain(outside.at.iter().map(|at| (at, false)))
        {
            let band = bands[*at as usize - 1];
            let slack = if is_inside { 1e-9 } else { -1e-9 };
            assert_eq!(band.low - slack <= *actual && *actual <= band.high + slack, is_inside);
        }
        let share = format!("{:.1} % of the 60 rows", 100.0 * inside as f64 / 60.0);
        assert!(drawn.notes[0].starts_with(&share), "{:?}", drawn.notes);
        assert!(drawn.notes[1].contains(expected), "{:?}", drawn.notes);
    }
}

#[test]
fn coverage_on_the_rows_that_were_fitted_to_is_called_dishonest() {
    for (split, is_honest) in [(Split::Train, false), (Split::Valid, false), (Split::Test, true)] {
        let drawn = HeadView::PredictionInterval.draw(&with_validation(split), &Options::default());
        assert_eq!(drawn.notes.iter().any(|note| note.contains("no honest")), !is_honest, "{split:?}");
    }
}

#[test]
fn too_few_validation_rows_are_named() {
    let (predicted, actual) = numbers();
    let of = |rows: usize| {
        let valid = Valid { evidence: values(vec![0.0; rows], vec![1.0; rows]), shown: Split::Test };
        Seen { valid: Some(Box::new(valid)), ..seen(values(predicted.clone(), actual.clone()), 60) }
    };
    // ⌈(n + 1) 0.95⌉ ≤ n from n = 19 on.
    let drawn = HeadView::PredictionInterval.draw(&of(18), &with("coverage", "95"));
    assert!(drawn.sentence.contains("19 validation rows") && drawn.sentence.contains("there are 18"));
    assert!(drawn.figures.is_empty() && drawn.controls.len() == 1);
    let drawn = HeadView::PredictionInterval.draw(&of(19), &with("coverage", "95"));
    assert_eq!(drawn.figures.len(), 1);
    // Without any validation rows, too.
    let drawn = HeadView::PredictionInterval
        .draw(&seen(values(predicted.clone(), actual.clone()), 60), &Options::default());
    assert!(drawn.sentence.contains("there are 0"), "{}", drawn.sentence);
}

#[test]
fn counts_hang_from_the_poisson_counts_of_scipy() {
    let drawn = HeadView::Rootogram.draw(&seen(counts(), 80), &Options::default());
    let chart = chart(&drawn, 0);
    let bars = bars(chart);
    let expected = [
        (35, 3.283_019_953_336_178_4, -2.633_059_829_763_437_8),
        (8, 3.754_384_115_102_726, 0.925_956_990_356_535_7),
        (6, 3.711_632_149_277_08, 1.262_142_406_493_902),
        (7, 3.495_208_910_412_276_5, 0.849_457_599_347_685_8),
        (7, 3.158_375_184_740_551_2, 0.512_623_873_675_960_5),
        (5, 2.728_828_455_134_753_5, 0.492_760_477_634_963_67),
        (3, 2.250_691_284_008_522, 0.518_640_476_439_644_6),
        (3, 1.773_020_527_362_633_2, 0.040_969_719_793_755_965),
        (2, 1.336_249_495_092_418_2, -0.077_964_067_280_676_95),
        (2, 0.965_531_199_521_502, -0.448_682_362_851_593_13),
        (2, 0.670_415_661_010_894, -0.743_797_901_366_201),
        (0, 0.579_102_238_707_625_3, 0.579_102_238_707_625_3),
    ];
    assert_eq!(bars.len(), expected.len());
    let Marks::Line { at } = &chart.layers[1].marks else { panic!("expected a line") };
    for (count, (bar, (rows, high, low))) in bars.iter().zip(expected).enumerate() {
        assert_eq!((bar.rows.len(), bar.from, bar.to), (rows, count as f64 - 0.5, count as f64 + 0.5));
        near(bar.high, high);
        near(bar.low, low);
        near(at[count][1], high);
    }
    assert!(chart.x.label.contains("11 or more"), "{}", chart.x.label);
}

#[test]
fn many_different_counts_share_bars() {
    let predicted = (0..80).map(|row| 20.0 + ((row * 41) % 97) as f64 * 1.7).collect();
    let actual = (0..80).map(|row| ((row * 53) % 211) as f64).collect();
    let seen = seen(Evidence::Rows(Predicted::Counts { predicted, actual }), 80);
    let drawn = HeadView::Rootogram.draw(&seen, &Options::default());
    let bars = bars(chart(&drawn, 0));
    // The 99.5 % quantile is 178: 36 bars of 5 counts each, and one for 180 and more.
    assert_eq!((bars.len(), bars[0].from, bars[0].to), (37, -0.5, 4.5));
    for (bar, rows, expected) in [
        (0, 5, 2.245_114_499_001_706_2e-5),
        (5, 0, 2.260_126_920_270_296),
        (17, 0, 2.579_059_558_133_636_6),
        (35, 4, 1.712_430_703_807_553),
        (36, 0, 4.013_266_637_830_543),
    ] {
        assert_eq!(bars[bar].rows.len(), rows);
        near(bars[bar].high.powi(2), expected);
    }
}

#[test]
fn errors_are_one_number_a_row_for_every_kind() {
    let errors = |evidence: Evidence| Errors::of(&evidence).values;
    assert_eq!(errors(values(vec![1.0, 5.0], vec![3.5, 5.0])), [2.5, 0.0]);
    assert_eq!(errors(values(vec![f64::NAN, f64::INFINITY], vec![3.5, 5.0])), [f64::INFINITY; 2]);
    let probabilities = vec![0.25, 0.75, 0.5, 0.5];
    let found = errors(Evidence::Rows(Predicted::Classes { probabilities, labels: vec![0, 1], classes: 2 }));
    near(found[0], 4.0_f64.ln());
    near(found[1], 2.0_f64.ln());
    let labels = vec![Some(true), Some(true), None, Some(false), None, Some(false)];
    let probabilities = vec![0.9, 0.1, 0.9, 0.6, 0.9, 0.2];
    assert_eq!(errors(Evidence::Rows(Predicted::Labels { probabilities, labels, count: 3 })), [1.0, 1.0]);
    // Of three pixels with a class, one is answered wrong; of none, none is.
    let pixels = Evidence::Pixels {
        width: 2,
        actual: vec![vec![0, 1, 255, 1], vec![255; 4]],
        predicted: vec![vec![0, 1, 1, 0], vec![0; 4]],
    };
    let found = errors(pixels);
    near(found[0], 1.0 / 3.0);
    near(found[1], 0.0);
}

/// JSON writes what is infinite or no number as null, which is read as no number.
fn assert_finite(drawn: &Drawn, what: &str) {
    let text = serde_json::to_string(drawn).expect("plain data");
    assert!(serde_json::from_str::<Drawn>(&text).is_ok(), "{what}: {text}");
    for text in drawn.notes.iter().chain([&drawn.sentence]) {
        assert!(!text.contains("NaN") && !text.contains("inf "), "{what}: {text}");
    }
}

#[test]
fn awkward_numbers_are_drawn_without_a_panic() {
    let huge = 1e308;
    let cases = [
        (vec![], vec![]),
        (vec![1.0], vec![2.0]),
        (vec![3.0; 50], vec![3.0; 50]),
        (vec![1e12; 50], vec![1e12; 50]),
        (vec![f64::INFINITY; 30], vec![1.0; 30]),
        (vec![f64::NAN; 30], vec![1.0; 30]),
        (vec![0.0; 30], vec![0.0; 30]),
        ((0..30).map(|row| if row % 3 == 0 { f64::INFINITY } else { 2.0 }).collect(), vec![1.0; 30]),
        ((0..30).map(|row| if row % 2 == 0 { huge } else { -huge }).collect(), vec![0.0; 30]),
        ((0..30).map(|row| if row == 0 { huge } else { 0.0 }).collect(), vec![0.0; 30]),
        (vec![1e13; 30], vec![1e12; 30]),
    ];
    let views =
        [HeadView::Residuals, HeadView::ErrorByQuantile, HeadView::PredictionInterval, HeadView::Rootogram];
    for (case, (predicted, actual)) in cases.into_iter().enumerate() {
        for is_count in [false, true] {
            let (predicted, actual) = (predicted.clone(), actual.clone());
            let rows = actual.len();
            let evidence = if is_count {
                Evidence::Rows(Predicted::Counts { predicted, actual })
            } else {
                values(predicted, actual)
            };
            for valid in [evidence.clone(), validation()] {
                let valid = Some(Box::new(Valid { evidence: valid, shown: Split::Test }));
                let seen = Seen { valid, ..seen(evidence.clone(), rows) };
                for view in views {
                    assert_finite(
                        &view.draw(&seen, &Options::default()),
                        &format!("{view:?} of case {case}"),
                    );
                }
            }
        }
    }
}

#[test]
fn rows_without_a_finite_prediction_are_counted() {
    let predicted = (0..30).map(|row| if row % 3 == 0 { f64::INFINITY } else { 2.0 }).collect();
    let seen = seen(values(predicted, vec![1.0; 30]), 30);
    for view in [HeadView::Residuals, HeadView::ErrorByQuantile] {
        let drawn = view.draw(&seen, &Options::default());
        assert!(drawn.notes.iter().any(|note| note.ends_with("no finite number: 10 rows.")), "{drawn:?}");
    }
}

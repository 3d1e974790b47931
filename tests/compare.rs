//! Configurations are ranked on validation rows, and the best one's test score is all that is given of test rows.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::gain::{Comparison, Trial};
use polyhead::metric::MetricKind;

fn trial(configuration: &str, seed: u64, valid: [Option<f64>; 2], test: [f64; 2], seconds: f64) -> Trial {
    Trial {
        configuration: configuration.into(),
        seed,
        valid: valid.into(),
        test: test.map(Some).into(),
        seconds,
    }
}

fn tasks() -> Vec<(String, MetricKind)> {
    vec![("price, net".into(), MetricKind::Rmse), ("kind".into(), MetricKind::Accuracy)]
}

/// `equal` is best on validation rows and worst on test rows.
fn trials() -> Vec<Trial> {
    vec![
        trial("equal", 1, [Some(1.0), Some(0.9)], [9.0, 0.1], 2.0),
        trial("the \"random\" one", 1, [Some(2.0), Some(0.8)], [1.0, 0.9], 1.0),
        trial("equal", 2, [Some(2.0), Some(0.9)], [9.5, 0.2], 4.0),
        trial("the \"random\" one", 2, [Some(4.0), Some(0.85)], [1.0, 0.9], 2.0),
        trial("diverged", 1, [None, Some(0.5)], [1.0, 0.9], 1.0),
    ]
}

#[test]
fn the_best_is_chosen_on_validation_rows() {
    let found = Comparison::new(&tasks(), &trials());
    let names: Vec<&str> = found.rows.iter().map(|row| row.configuration.as_str()).collect();
    assert_eq!(names, ["equal", "the \"random\" one", "diverged"]);
    let ranks: Vec<Option<f64>> = found.rows.iter().map(|row| row.mean_rank).collect();
    assert_eq!(ranks, [Some(1.0), Some(2.0), Some(3.0)]);
    assert_eq!(found.best, Some(0));
    let means: Vec<f64> = found.best_test.iter().map(|score| score.expect("a score").mean).collect();
    assert!((means[0] - 9.25).abs() < 1e-12 && (means[1] - 0.15).abs() < 1e-12, "{means:?}");
    assert_eq!((found.rows[0].seeds, found.rows[0].seconds, found.rows[2].valid[0]), (2, 3.0, None));
}

/// Of 1 and 2: mean 1.5, deviation √0.5, `t.ppf(0.975, 1) = 12.706205`, half of it 6.353102.
#[test]
fn means_have_t_intervals_over_seeds() {
    let found = Comparison::new(&tasks(), &trials());
    let score = found.rows[0].valid[0].expect("a score");
    let [low, high] = score.interval.expect("two seeds");
    assert!((score.mean - 1.5).abs() < 1e-12);
    assert!(
        (low - (1.5 - 6.353_102)).abs() < 1e-4 && (high - (1.5 + 6.353_102)).abs() < 1e-4,
        "{low} {high}"
    );
    assert_eq!(found.rows[2].valid[1].expect("a score").interval, None);
}

#[test]
fn other_test_scores_choose_nothing_and_are_not_given() {
    let own = Comparison::new(&tasks(), &trials());
    let mut changed = trials();
    changed
        .iter_mut()
        .filter(|trial| trial.configuration != "equal")
        .for_each(|trial| trial.test = vec![Some(77.0); 2]);
    assert_eq!(Comparison::new(&tasks(), &changed), own);
    assert!(!Comparison::new(&tasks(), &changed).csv().contains("77"));
}

#[test]
fn the_faster_one_of_equals_is_best() {
    let trials = [
        trial("slow", 1, [Some(1.0), Some(0.9)], [1.0, 0.9], 2.0),
        trial("fast", 1, [Some(1.0), Some(0.9)], [1.0, 0.9], 1.0),
    ];
    assert_eq!(Comparison::new(&tasks(), &trials).best, Some(1));
    let none = Comparison::new(&tasks(), &[]);
    assert_eq!((none.best, none.rows.len(), none.best_test.len()), (None, 0, 0));
    let nothing = [Trial { valid: vec![], test: vec![], ..trials[0].clone() }];
    assert_eq!(Comparison::new(&tasks(), &nothing).best, None);
}

/// What the crate csv reads back, and a table that a spreadsheet opens.
#[test]
fn the_table_can_be_read_by_other_programs() {
    let text = Comparison::new(&tasks(), &trials()).csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(
        header[..6],
        ["configuration", "seeds", "mean rank", "seconds", "best", "price, net RMSE valid"]
    );
    assert_eq!(header.len(), 5 + 2 * 6);
    let records: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(records.len(), 3);
    assert_eq!(records[0][..6], ["equal", "2", "1", "3", "yes", "1.5"]);
    assert_eq!(records[0][8], "9.25");
    assert_eq!(records[1][..6], ["the \"random\" one", "2", "2", "1.5", "no", "3"]);
    assert_eq!((records[1][8].as_str(), records[2][5].as_str(), records[2][11].as_str()), ("", "", "0.5"));
}

//! What a column is learned as: the kind that its type suggests, or another that is chosen, or a sentence that says why not.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/target.rs"]
#[allow(dead_code, reason = "no test needs all of it")]
mod labelled;

use std::collections::BTreeMap;

use labelled::{fitted, plain_loss, written};
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::table::Table;
use polyhead::task::TaskKind;
use polyhead::task::choice::choices_for;
use polyhead::task::target::Target;
use serde_json::{Value, json};

/// The target of the task `y`, with training rows first, then one row each for the other splits.
fn target(labels: &[&str], kind: Option<ColumnKind>, chosen: Value) -> Result<Target, String> {
    dataset(labels, kind, chosen).map(|dataset| dataset.targets[0].clone())
}

fn dataset(labels: &[&str], kind: Option<ColumnKind>, chosen: Value) -> Result<Dataset, String> {
    let part = |row: usize| match labels.len() - row {
        1 => "test",
        2 => "valid",
        _ => "train",
    };
    let line = |(row, label): (usize, &&str)| format!("{}.5,{label},{}\n", row * 7 % 31, part(row));
    let text = "x,y,part\n".to_owned() + &labels.iter().enumerate().map(line).collect::<String>();
    let roles = [("y".to_owned(), Role::Task), ("part".to_owned(), Role::Split)].into();
    let types: BTreeMap<_, _> = kind.map(|kind| ("y".to_owned(), kind)).into_iter().collect();
    let table = Table::read("test", text.as_bytes(), &roles, &types).map_err(|error| error.to_string())?;
    let config = RunConfig::default().merged(&json!({"targets": {"y": chosen}})).expect("a configuration");
    Dataset::build(&table, &config).map_err(|error| error.to_string())
}

/// What a head answers whose outputs for as many rows are given.
fn answers<const ROWS: usize>(target: &Target, outputs: [f32; ROWS]) -> [f64; ROWS] {
    let read = target.read(&outputs);
    std::array::from_fn(|row| read.answer(row).value.as_f64().expect("a number"))
}

const EVENTS: [&str; 14] = ["0", "2", "1", "0", "9", "0", "1", "4", "0", "0", "1", "6", "3", "7"];

#[test]
fn whole_numbers_are_a_regression_unless_they_are_said_to_count() {
    let target = |chosen| target(&EVENTS, None, chosen).expect("a target");
    assert_eq!(target(json!({})).kind(), TaskKind::Regression);
    let counts = target(json!({"kind": "count"}));
    assert_eq!((counts.kind(), counts.output_count()), (TaskKind::Count, 1));
    // Of twelve training rows with 24 events in all.
    assert_eq!(fitted(&counts)["scale"], 2.0);
    for (row, label) in EVENTS.iter().enumerate() {
        let count: f64 = label.parse().expect("a number");
        assert_eq!(written(&counts, row), [count as f32 / 2.0]);
    }
    // An output is the logarithm of a multiple of the mean.
    let [answer, largest, smallest] = answers(&counts, [1.5_f32.ln(), 1e9, -1e9]);
    assert!((answer - 3.0).abs() < 1e-6 && largest.is_finite() && smallest > 0.0);
    // Σ y ln(y / 2) - (y - 2), half a row's share, in units of the mean.
    let known = EVENTS[..12].iter().map(|label| label.parse::<f64>().expect("a number"));
    let deviance: f64 = known.filter(|&y| y > 0.0).map(|y| y * (y / 2.0).ln()).sum();
    assert!((plain_loss(&counts, &(0..12).collect::<Vec<u32>>()) - deviance / 12.0 / 2.0).abs() < 1e-12);
}

#[test]
fn numbers_that_look_like_counts_are_said_to() {
    let notes = |labels: &[&str], chosen| target(labels, None, chosen).expect("a target").notes;
    let sentence = &notes(&EVENTS, json!({}))[0];
    assert!(sentence.contains("“y”") && sentence.contains("mean 2.000, variance 7.667"), "{sentence}");
    assert!(notes(&EVENTS, json!({"kind": "count"})).is_empty());
    // Years, numbers with a fraction and grades begin elsewhere, or have no tail.
    let years = ["1990", "1992", "2001", "1995", "1993", "2000", "1997", "1996", "1999", "1994", "1991"];
    let grades = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "3"];
    let prices = ["0", "2.5", "1.5", "0", "9", "0", "1.25", "4", "0", "0", "1", "6"];
    for labels in [&years[..], &grades, &prices] {
        assert!(notes(labels, json!({})).is_empty(), "{labels:?}");
    }
    let kinds = |labels: &[&str]| target(labels, None, json!({})).expect("a target").kinds;
    assert_eq!(kinds(&years), [TaskKind::Regression, TaskKind::Count]);
    assert_eq!(kinds(&prices), [TaskKind::Regression]);
}

#[test]
fn training_rows_without_an_event_leave_a_small_rate() {
    let labels = ["0", "0", "0", "0", "0", "0", "0", "0", "3", "1"];
    let counts = target(&labels, None, json!({"kind": "count"})).expect("a target");
    assert_eq!(answers(&counts, [0.0]), [0.5 / 8.0]);
    assert!(plain_loss(&counts, &(0..8).collect::<Vec<u32>>()).is_finite());
    assert_eq!(written(&counts, 8), [3.0 / (0.5 / 8.0)]);
}

const SIZES: [&str; 14] = [
    "small", "large", "medium", "huge", "small", "large", "small", "medium", "small", "small", "medium",
    "large", "huge", "medium",
];

#[test]
fn labels_in_order_are_ordinal_unless_their_order_is_said_to_mean_nothing() {
    let of = |kind, chosen| target(&SIZES, kind, chosen).expect("a target");
    let found = of(None, json!({}));
    assert_eq!((found.kind(), found.output_count()), (TaskKind::Ordinal, 3));
    assert_eq!(found.classes(), ["small", "medium", "large", "huge"]);
    let found = of(None, json!({"kind": "multiclass"}));
    assert_eq!((found.kind(), found.output_count()), (TaskKind::Multiclass, 4));
    assert_eq!(of(Some(ColumnKind::Category), json!({})).kind(), TaskKind::Multiclass);
    let two = SIZES.map(|label| if label == "small" { "low" } else { "high" });
    let found = target(&two, Some(ColumnKind::Ordered), json!({})).expect("a target");
    assert_eq!((found.kind(), found.output_count()), (TaskKind::Binary, 1));
    // Grades are numbers that can be put into order.
    let grades = EVENTS.map(|label| if label == "9" { "7" } else { label });
    let grades = [grades, grades].concat();
    let found = target(&grades, Some(ColumnKind::Ordered), json!({})).expect("a target");
    assert_eq!((found.kind(), found.classes().len()), (TaskKind::Ordinal, 7));
    assert_eq!(found.classes()[..3], ["0", "1", "2"]);
}

#[test]
fn balanced_classes_weigh_as_scikit_learns() {
    // compute_class_weight("balanced") of scikit-learn 1.9.1 for 5, 20 and 15 rows.
    let labels = [vec!["a"; 5], vec!["b"; 20], vec!["c"; 15], vec!["b", "d"]].concat();
    let weights = |chosen| {
        let target = target(&labels, None, chosen).expect("a target");
        // A row of each class.
        [0, 5, 25, 41].map(|row| target.training_weight(row))
    };
    let found = weights(json!({"classWeights": "balanced"}));
    for (found, expected) in found.iter().zip([2.666_666_7, 0.666_666_7, 0.888_888_9, 0.0]) {
        assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
    }
    assert_eq!(weights(json!({})), [1.0; 4]);
    // With weights that make three classes equal the baseline answers a third each; what is scored stays as it was.
    let dataset = dataset(&labels, None, json!({"classWeights": "balanced"})).expect("a dataset");
    assert!((dataset.baselines[0].loss - 3_f64.ln()).abs() < 1e-6);
    let target = &dataset.targets[0];
    let shares = [5.0, 20.0, 15.0].map(|rows: f64| rows / 40.0);
    let entropy: f64 = shares.iter().map(|share| -share * share.ln()).sum();
    assert!((plain_loss(target, &(0..40).collect::<Vec<u32>>()) - entropy).abs() < 1e-12);
}

fn assert_near(found: &[f64], expected: &[f64]) {
    let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-6;
    let are_near = found.len() == expected.len() && found.iter().zip(expected).all(is_near);
    assert!(are_near, "{found:?} for {expected:?}");
}

#[test]
fn a_baseline_is_the_best_constant_answer_on_training_rows() {
    let baseline = |labels: &[&str], kind, chosen| {
        dataset(labels, kind, chosen).expect("a dataset").baselines[0].clone()
    };
    // A count's unit is the training mean.
    let counts = baseline(&EVENTS, None, json!({"kind": "count"}));
    assert_near(&counts.outputs, &[0.0]);
    let value = baseline(&EVENTS, None, json!({}));
    assert_near(&[value.outputs[0], value.loss], &[0.0, 1.0]);
    // Of 12 training rows 5 are small, 3 medium, 3 large and 1 huge.
    let sizes = baseline(&SIZES, None, json!({}));
    assert_near(&sizes.outputs, &[5.0 / 7.0, 8.0 / 4.0, 11.0_f64].map(f64::ln));
    let entropy: f64 = [5.0, 3.0, 3.0, 1.0].iter().map(|rows: &f64| -rows / 12.0 * (rows / 12.0).ln()).sum();
    assert_near(&[sizes.loss], &[entropy]);
    let two = SIZES.map(|label| if label == "small" { "yes" } else { "no" });
    assert_near(&baseline(&two, None, json!({})).outputs, &[(5.0_f64 / 7.0).ln()]);
    // 8, 5, 4, 1 and none of 18, which counts as half a row.
    let makers = baseline(&makers(), None, json!({}));
    assert_near(&makers.outputs, &[8.0, 5.0, 4.0, 1.0, 0.5].map(|rows: f64| (rows / 18.5).ln()));
    // Where all classes count the same, all that have rows are as likely.
    let balanced = baseline(&SIZES, Some(ColumnKind::Category), json!({"classWeights": "balanced"}));
    assert_near(&balanced.outputs, &[0.25_f64.ln(); 4]);
    assert_near(&[balanced.loss], &[4.0_f64.ln()]);
}

#[test]
fn a_baseline_weighs_rows_as_training_does() {
    // Of four rows with 0 and four with 10, of weights 3 and 1: in deviations -1 and 1, whose weighted mean is -1/2.
    let line = |row: usize| {
        let part =
            ["train", "train", "train", "train", "train", "train", "train", "train", "valid", "test"][row];
        let side = row % 2;
        format!("{row}.5,{},{},{},{part}\n", 10 * side, ["no", "yes"][side], 3 - 2 * side)
    };
    let text = "x,y,z,weight,part\n".to_owned() + &(0..10).map(line).collect::<String>();
    let roles = [("y", Role::Task), ("z", Role::Task), ("weight", Role::Weight), ("part", Role::Split)];
    let roles = roles.map(|(name, role)| (name.to_owned(), role)).into();
    let types = [("y".to_owned(), ColumnKind::Number)].into();
    let table = Table::read("test", text.as_bytes(), &roles, &types).expect("a table");
    let dataset = Dataset::build(&table, &RunConfig::default()).expect("a dataset");
    let [number, class] = &dataset.baselines[..] else { panic!("two tasks") };
    // (3 · 0.25 + 2.25) / 4.
    assert_near(&[number.outputs[0], number.loss], &[-0.5, 0.75]);
    // Yes weighs a quarter.
    let entropy = -0.25 * 0.25_f64.ln() - 0.75 * 0.75_f64.ln();
    assert_near(&[class.outputs[0], class.loss], &[(1.0_f64 / 3.0).ln(), entropy]);
}

/// 8 rows of `a`, 5 of `b`, 4 of `c`, 1 of `d` and none of `e` to train on, then one of `c` and one of `e`.
fn makers() -> Vec<&'static str> {
    [vec!["a"; 8], vec!["c"; 4], vec!["b"; 5], vec!["d"], vec!["c", "e"]].concat()
}

#[test]
fn rare_classes_are_named_and_pooled_on_demand() {
    let kept = target(&makers(), None, json!({})).expect("a target");
    assert_eq!(kept.classes(), ["a", "b", "c", "d", "e"]);
    let note = "3 classes have fewer than 5 training rows of “y”, too few to learn much from: “c” (4), “d” (1), “e” (0). \
                If they matter, learn them as one class, or add rows of them. \
                No training row has “e”, so rows of it in other splits are always answered wrongly.";
    assert_eq!(kept.notes, [note]);
    let pooled = target(&makers(), None, json!({"rareClasses": "pool"})).expect("a target");
    assert_eq!((pooled.kind(), pooled.output_count()), (TaskKind::Multiclass, 3));
    assert_eq!(pooled.classes(), ["a", "b", "other classes"]);
    for (row, class) in [(0, 0), (8, 2), (12, 1), (17, 2), (18, 2), (19, 2)] {
        assert_eq!(written(&pooled, row)[class], 1.0, "row {row}");
    }
    assert_eq!(fitted(&pooled)["shares"], json!([8.0, 5.0, 5.0].map(|rows| rows / 18.0)));
    let note = &pooled.notes[0];
    assert!(note.contains("learned as one, “other classes”: “c” (4), “d” (1), “e” (0)"), "{note}");
}

#[test]
fn a_pool_needs_several_classes_and_another_beside_it() {
    let classes =
        |labels: &[&str], kind, chosen| target(labels, kind, chosen).expect("a target").classes().to_vec();
    let pool = json!({"rareClasses": "pool"});
    let one = makers().iter().map(|&label| if label > "c" { "b" } else { label }).collect::<Vec<_>>();
    assert_eq!(classes(&one, None, pool.clone()), ["a", "b", "c"]);
    // All are rare.
    let few = SIZES[..9].to_vec();
    assert_eq!(classes(&few, Some(ColumnKind::Category), pool.clone()).len(), 4);
    // Two classes are left, whatever kind of several was chosen; a class of the pool's own name keeps it.
    let two = makers().iter().map(|&label| if label == "b" { "a" } else { label }).collect::<Vec<_>>();
    let found = target(&two, None, json!({"rareClasses": "pool", "kind": "multiclass"})).expect("a target");
    assert_eq!(
        (found.kind(), found.classes()),
        (TaskKind::Binary, &["a".to_owned(), "other classes".to_owned()][..])
    );
    let named =
        two.iter().map(|&label| if label == "a" { "other classes" } else { label }).collect::<Vec<_>>();
    assert_eq!(classes(&named, None, pool.clone()), ["other classes", "other classes*"]);
    let found = target(&SIZES, None, pool.clone()).expect_err("a refusal");
    assert!(found.starts_with("targets.y.rareClasses:") && found.contains("choose keep"), "{found}");
    let found = target(&EVENTS, None, pool).expect_err("a refusal");
    assert!(found.starts_with("targets.y.rareClasses:") && found.contains("has numbers"), "{found}");
    // Of 130 labels all but one are rare: too many to learn one by one, but not together.
    let labels: Vec<String> = (0..400).map(|row| format!("l{}", if row < 130 { row } else { 0 })).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let many = [&labels[..], &labels[1..130]].concat();
    assert_eq!(
        classes(&many, Some(ColumnKind::Category), json!({"rareClasses": "pool"})),
        ["l0", "other classes"]
    );
}

#[test]
fn a_kind_that_does_not_fit_gets_a_sentence() {
    let problem = |labels: &[&str], kind, chosen| target(labels, kind, chosen).expect_err("a refusal");
    let mut half = EVENTS;
    half[4] = "9.5";
    let found = problem(&half, None, json!({"kind": "count"}));
    assert!(found.starts_with("targets.y.kind:") && found.contains("row 6 has 9.5"), "{found}");
    half[4] = "-1";
    assert!(problem(&half, None, json!({"kind": "count"})).contains("row 6 has -1"));
    let found = problem(&EVENTS, None, json!({"kind": "multiclass"}));
    assert!(found.starts_with("task “y” has 8 classes for 14 labelled rows"), "{found}");
    half[4] = "9.5";
    let found = problem(&half, None, json!({"kind": "multiclass"}));
    assert!(found.contains("learned as regression or count, not as multiclass"), "{found}");
    let found = problem(&EVENTS, None, json!({"kind": "count", "transform": "log1p"}));
    assert!(found.starts_with("targets.y.transform:") && found.contains("choose none"), "{found}");
    let found = problem(&EVENTS, None, json!({"classWeights": "balanced"}));
    assert!(found.starts_with("targets.y.classWeights:") && found.contains("choose none"), "{found}");
    let found = problem(&SIZES, Some(ColumnKind::Category), json!({"kind": "ordinal"}));
    assert!(found.contains("category") && found.contains("multiclass, not as ordinal"), "{found}");
    let twice = [EVENTS, EVENTS].concat();
    let found = problem(&twice, Some(ColumnKind::Category), json!({"kind": "count"}));
    assert!(found.contains("holds category values") && found.contains("multiclass, not as count"), "{found}");
}

/// Training rows that repeat some labels, and one row for each other split.
fn repeated(labels: &[&'static str], rows: usize) -> Vec<&'static str> {
    (0..rows + 2).map(|row| labels[row % labels.len()]).collect()
}

#[test]
fn two_whole_numbers_are_two_classes() {
    for (labels, classes) in [
        (["1", "-1"], ["-1", "1"]),
        (["1", "2"], ["1", "2"]),
        (["2", "4"], ["2", "4"]),
        (["+1", "-1"], ["-1", "+1"]),
        (["1.0", "-1.0"], ["-1.0", "1.0"]),
        (["100", "20"], ["20", "100"]),
    ] {
        let found = target(&repeated(&labels, 20), None, json!({})).expect("a target");
        assert_eq!((found.kind(), found.output_count()), (TaskKind::Binary, 1), "{labels:?}");
        assert_eq!(found.classes(), classes, "the second is the positive class");
        assert_eq!(fitted(&found)["shares"], json!([0.5, 0.5]));
        assert_eq!(written(&found, 0), [if labels[0] == classes[1] { 1.0 } else { 0.0 }]);
        // That it is an amount can still be said.
        let number = target(&repeated(&labels, 20), None, json!({"kind": "regression"})).expect("a target");
        assert_eq!(number.kind(), TaskKind::Regression);
    }
    // Two numbers with fractions are amounts, until it is said that they are not.
    let found = target(&repeated(&["0.5", "1.5"], 20), None, json!({})).expect("a target");
    assert_eq!(
        (found.kind(), found.kinds),
        (TaskKind::Regression, vec![TaskKind::Regression, TaskKind::Binary])
    );
    let chosen = target(&repeated(&["0.5", "1.5"], 20), None, json!({"kind": "binary"})).expect("a target");
    assert_eq!(chosen.classes(), ["0.5", "1.5"]);
}

#[test]
fn a_few_small_whole_numbers_are_offered_as_classes() {
    let species = repeated(&["0", "1", "2"], 60);
    let found = target(&species, None, json!({})).expect("a target");
    assert_eq!(found.kind(), TaskKind::Regression);
    assert_eq!(found.kinds, [TaskKind::Regression, TaskKind::Count, TaskKind::Multiclass, TaskKind::Ordinal]);
    let note = &found.notes[0];
    assert!(note.contains("“y” holds few different whole numbers (0, 1, 2)"), "{note}");
    assert!(note.contains("targets.y.kind: “multiclass”"), "{note}");
    for (kind, outputs) in [("multiclass", 3), ("ordinal", 2)] {
        let chosen = target(&species, None, json!({"kind": kind})).expect("a target");
        assert_eq!(chosen.kind().key(), kind);
        assert_eq!((chosen.output_count(), chosen.notes.len()), (outputs, 0), "{kind}: {:?}", chosen.notes);
        assert_eq!(chosen.classes(), ["0", "1", "2"]);
        // The last class lies above all thresholds.
        let expected = if kind == "ordinal" {
            [vec![1.0, 0.0], vec![0.0, -1.0]]
        } else {
            [vec![1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0]]
        };
        assert_eq!([written(&chosen, 0), written(&chosen, 2)], expected);
    }
    let weighed = target(&species, None, json!({"kind": "multiclass", "classWeights": "balanced"}));
    assert!(weighed.is_ok_and(|target| (target.training_weight(0) - 1.0).abs() < 1e-6));
    // Whoever has said that they are amounts is not asked again.
    assert!(target(&species, None, json!({"kind": "regression"})).expect("a target").notes.is_empty());
    let found =
        target(&species, None, json!({"kind": "multiclass", "transform": "log1p"})).expect_err("a refusal");
    assert!(found.starts_with("targets.y.transform:"), "{found}");
}

#[test]
fn classes_go_by_number_and_not_by_spelling() {
    // By name 10 stands before 2; 3 and 3.0 are one class.
    let labels = repeated(&["2", "10", "3", "3.0"], 40);
    let found = target(&labels, None, json!({"kind": "multiclass"})).expect("a target");
    assert_eq!(found.classes(), ["2", "3", "10"]);
    assert_eq!(fitted(&found)["shares"], json!([0.25, 0.5, 0.25]));
    assert_eq!(
        [2, 3, 1].map(|row| written(&found, row)),
        [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    );
}

#[test]
fn amounts_are_not_offered_as_classes() {
    let notes = |labels: &[&'static str], rows| {
        target(&repeated(labels, rows), None, json!({})).expect("a target").notes
    };
    let years = ["1990", "1991", "1992", "1993"];
    let many = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
    let fractions = ["0.5", "1", "1.5"];
    assert!(notes(&years, 60).is_empty() && notes(&many, 99).is_empty() && notes(&fractions, 60).is_empty());
    // Of four rows a number, that there are few numbers says little.
    assert!(notes(&["1", "2", "3"], 12).is_empty());
}

#[test]
fn whole_numbers_that_count_up_classes_are_learned_as_classes_where_the_name_says_so() {
    // Of “amount”, 0 to 2 are numbers; of “class”, 1 to 3 are classes; 0, 1 and 3 leave one out.
    let rows = |name: &str, values: [&str; 3]| {
        let lines = (0..90).map(|row| format!("{}.{},{}", row * 37 % 91, row % 7, values[row % 3]));
        format!("x,{name}\n{}\n", lines.collect::<Vec<_>>().join("\n"))
    };
    for (name, values, kind) in [
        ("target", ["0", "1", "2"], TaskKind::Multiclass),
        ("Cover_Type", ["1", "2", "3"], TaskKind::Multiclass),
        ("amount", ["0", "1", "2"], TaskKind::Regression),
        ("class", ["0", "1", "3"], TaskKind::Regression),
    ] {
        let text = rows(name, values);
        let table =
            Table::read("made", text.as_bytes(), &BTreeMap::new(), &BTreeMap::new()).expect("a table");
        let task = table.columns.last().expect("a task");
        assert_eq!(choices_for(task, task.class_count()).first(), Some(&kind), "{name}");
    }
}

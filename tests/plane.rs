//! The example that a first visit opens: three tasks over one plane, each clearly learned within seconds.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use polyhead::metric::MetricKind;
use polyhead::protocol::{Command, MakeRequest};
use polyhead::schema::split::Split;
use polyhead::table::gallery::{Benchmark, EXAMPLES, Source};
use polyhead::task::TaskKind;
use serde_json::json;
use support::{drive_in_turn, report};

#[test]
fn a_first_visit_sees_three_heads_learn_one_plane() {
    assert_eq!(EXAMPLES[0].source, Source::Made(Benchmark::Plane), "the plane is what a first visit opens");
    let messages = drive_in_turn(vec![
        Command::Make(MakeRequest { name: "plane".into(), benchmark: Benchmark::Plane, seed: 7 }),
        Command::Configure(json!({"singleTaskTwins": false})),
        Command::Train { epochs: None },
    ]);
    let tasks = &report(&messages, 3).tasks;
    let kinds: Vec<TaskKind> = tasks.iter().map(|task| task.kind).collect();
    assert_eq!(kinds, [TaskKind::Binary, TaskKind::Multiclass, TaskKind::Regression]);
    let labelled = |task: usize| tasks[task].labelled.values().sum::<usize>();
    assert_eq!(labelled(0), 3_000);
    assert!((2_250..2_550).contains(&labelled(1)), "{}", labelled(1));
    let score = |task: usize, metric| tasks[task].metrics[&Split::Test][&metric].expect("a score");
    let [moon, arm, height] =
        [score(0, MetricKind::Accuracy), score(1, MetricKind::Accuracy), score(2, MetricKind::R2)];
    assert!(moon > 0.93 && arm > 0.9 && height > 0.9, "moon {moon}, arm {arm}, height {height}");
}

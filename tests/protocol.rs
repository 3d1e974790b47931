//! The words that page and worker share are plain data: every variant survives the journey as JSON.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::architecture::ArchitectureKind;
use polyhead::config::{RunConfig, SweepConfig, SweepSetting};
use polyhead::figure::{
    Axis, Bar, Body, Cell, Chart, Control, Drawn, Field, Figure, Grid, Layer, Marks, Options, Points, Rule,
    Tone,
};
use polyhead::gain::{
    Affinity, Baseline, Comparison, Group, Interval, LabelCounts, ScoreInterval, Side, Similarity, Standing,
    TooFew, Trial, Unit, Verdict,
};
use polyhead::input::EmbeddingSummary;
use polyhead::metric::{Choice, LabelScores, MetricKind, ThresholdReport, at_threshold};
use polyhead::protocol::{
    Answer, Command, Event, Failure, JoinRequest, LoadRequest, Look, LookRequest, MakeRequest, Message,
    Request, Restored, RestoredRun, RestoredSweep, RunEntry, Stage,
};
use polyhead::read::row_numbers::RowNumbers;
use polyhead::report::{
    AffinityReport, Backend, ComparisonProgress, ComparisonReport, Conflict, DeviceInfo, EpochReport,
    GroupedGain, GroupingComparison, Improvement, Journey, ModelSummary, ProbePoint, ProbeReport, RunReport,
    Seconds, SharingMatrix, SolverReport, Status, StepReport, Surface, SweepProgress, SweepReport,
    TaskComparison, TaskLosses, TaskReport, TaskSummary, ToyReport,
};
use polyhead::schema::choice::ColumnChoice;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::format::Format;
use polyhead::schema::reading_choice::{Decimal, Quotes, ReadingChoice};
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::schema::warning::Place;
use polyhead::table::gallery::Benchmark;
use polyhead::table::join::{Join, Key};
use polyhead::table::summary::{ColumnSummary, TableSummary, ValueSummary};
use polyhead::task::TaskKind;
use polyhead::view::HeadView;
use polyhead::weighting::GramianMode;
use polyhead::weighting::SolverStatus;
use polyhead::weighting::WeightingKind;
use serde_json::json;

fn commands() -> Vec<Command> {
    vec![
        Command::Load(LoadRequest {
            name: "a.csv".into(),
            bytes: Vec::new(),
            roles: [("y".to_owned(), Role::Task)].into(),
            types: [("y".to_owned(), ColumnKind::Number)].into(),
            keeps_choices: true,
            missing_marks: Some(vec!["?".into()]),
            reading: ReadingChoice { decimal: Some(Decimal::Comma), ..reading() },
            sheet: Some("b".into()),
            written_as: Some(Format::Parquet),
            oddities: vec!["odd".into()],
            uses_saved_files: true,
            join: None,
        }),
        Command::Make(MakeRequest { name: "made".into(), benchmark: Benchmark::SyntheticMmoe, seed: 7 }),
        Command::SetColumns(vec![ColumnChoice { column: "a".into(), role: Some(Role::Ignore), kind: None }]),
        Command::Configure(json!({"epochs": 3})),
        Command::Train { epochs: Some(2) },
        Command::Pause,
        Command::Resume,
        Command::Step { count: 1 },
        Command::Stop,
        Command::Reset,
        Command::Predict { run: None, rows: vec![[("a".to_owned(), json!(1.5))].into()] },
        Command::Look(LookRequest {
            run: None,
            split: Split::Valid,
            look: Look::Head { task: 1, view: HeadView::Confusion },
            options: Options([("shown".to_owned(), "actual".to_owned())].into()),
            rows: vec![4],
        }),
        Command::Report { run: None },
        Command::Toy { weighting: Some(WeightingKind::Mgda) },
        Command::Rows { first: 3, count: 2 },
        Command::Keys(LoadRequest {
            join: Some(JoinRequest { files: vec!["a.csv".into(), "b.csv".into()], ..JoinRequest::default() }),
            ..LoadRequest::default()
        }),
        Command::CancelLoad,
        Command::Runs,
        Command::Recall { run: 2 },
        Command::Compare { seeds: Some(5) },
        Command::CancelComparison,
        Command::Probe,
        Command::CancelProbe,
        Command::Restore,
        Command::Forget,
        Command::Sweep(SweepConfig {
            weightings: vec![WeightingKind::Mgda],
            architectures: vec![ArchitectureKind::Mmoe],
            learning_rates: vec![0.01],
            seeds: 5,
        }),
        Command::PauseSweep,
        Command::ResumeSweep,
        Command::CancelSweep,
        Command::CompareGrouping { groups: groups(), seeds: None },
    ]
}

fn groups() -> Vec<Group> {
    vec![Group { tasks: vec![0, 1], answers: vec![1] }]
}

fn affinity() -> AffinityReport {
    let (mut affinity, mut similarity) = (Affinity::new(2), Similarity::new(2));
    affinity.add(0, &[Some(1.0), Some(2.0)], &[Some(0.5), Some(1.0)]);
    similarity.add(&[4.0, -1.0, -1.0, 1.0], &[true, true]);
    similarity.close(8);
    let labels = LabelCounts::new(&[vec![true, true], vec![true, false]]);
    AffinityReport::new([5, 1], &affinity, &similarity, &labels)
}

fn grouping() -> GroupingComparison {
    let percent = Some(Interval { value: 1.0, low: -1.0, high: 3.0 });
    let over_joint = Some(GroupedGain { percent, sentence: "No difference can be told.".into() });
    GroupingComparison { groups: groups(), over_joint, over_alone: None }
}

fn reading() -> ReadingChoice {
    ReadingChoice {
        delimiter: Some('\t'),
        header_rows: Some(2),
        encoding: Some("shift_jis".into()),
        quotes: Some(Quotes::Backslash),
        ..ReadingChoice::default()
    }
}

fn device() -> DeviceInfo {
    DeviceInfo { backend: Backend::Cpu, adapter: "native".into(), reason: Some("a test".into()) }
}

fn probe() -> ProbeReport {
    let points = vec![ProbePoint { rate: 1e-6, loss: 1.5, smoothed: 1.25 }];
    ProbeReport { points, steps_total: 100, suggestion: Some(0.01), outcome: "why".into() }
}

fn epoch() -> EpochReport {
    let losses = TaskLosses { train_loss: Some(0.25), valid_loss: None };
    let conflict = Some(Conflict::new(1));
    let tasks = [("y".to_owned(), losses)].into();
    EpochReport { run: 1, epoch: 2, step: 8, tasks, weights: vec![0.5], learning_rate: 0.001, conflict }
}

fn label_scores() -> LabelScores {
    LabelScores {
        label: "wifi".into(),
        labelled: 5,
        positives: 2,
        precision: Some(0.5),
        recall: Some(1.0),
        f1: Some(0.75),
        auc: None,
        undefined: [("auc".to_owned(), "no row is no".to_owned())].into(),
    }
}

fn threshold() -> ThresholdReport {
    let at = |choice| at_threshold(choice, 0.5, &[0.75, 0.25], &[true, false]);
    let choice = Choice::Cost { ratio: 2.5 };
    ThresholdReport {
        class: "yes".into(),
        choice,
        value: None,
        undefined: Some("why".into()),
        valid: None,
        test: Some(at(choice)),
        test_at_half: Some(at(Choice::F1)),
    }
}

fn interval() -> ScoreInterval {
    let interval = Some(Interval { value: 0.75, low: 0.5, high: 1.0 });
    let (confidence, resamples, unit) = (0.95, 1_000, Unit::Groups);
    ScoreInterval {
        metric: MetricKind::Brier,
        interval,
        undefined: None,
        confidence,
        resamples,
        unit,
        units: 40,
    }
}

fn comparison() -> ComparisonReport {
    let verdict = Verdict::TooFewRows { reason: TooFew::NoScore };
    ComparisonReport {
        seeds: vec![7, 8],
        redraws_splits: true,
        method: None,
        tasks: vec![TaskComparison {
            name: "y".into(),
            joint: [(Split::Test, [(MetricKind::Loss, Some(0.5))].into())].into(),
            single_task: [].into(),
            grouped: [(Split::Test, [(MetricKind::Loss, Some(0.25))].into())].into(),
            linear: [].into(),
            trees: [].into(),
            gain: None,
            verdict: Some(verdict),
            sentence: Some(verdict.sentence()),
            standings: vec![Standing { baseline: Baseline::Trees, side: Side::Below }],
            standing: "Below boosted trees.".into(),
        }],
        overall: None,
        verdict: None,
        sentence: None,
        grouping: Some(grouping()),
        seconds: Seconds { joint: 1.0, single_task: 2.0, grouped: 1.5, linear: 0.5, trees: 0.25 },
        notes: vec!["There is no linear model of “y”.".into()],
    }
}

fn report() -> RunReport {
    RunReport {
        run: 1,
        status: Status::Done,
        stopped_because: "it was stopped".into(),
        device: device(),
        seed: 7,
        split_seed: 3,
        parameters: 12,
        steps: 8,
        epochs: 2,
        best_epoch: 1,
        train_seconds: 0.5,
        steps_per_second: 16.0,
        solver: Some(SolverReport {
            gramian: GramianMode::Exact,
            refresh: 10,
            status: SolverStatus {
                solved: 1,
                failed: 1,
                most_iterations: 3,
                last_problem: Some("it did".into()),
            },
        }),
        sharing: vec![SharingMatrix::similarity(&[vec![1.0, 0.0], vec![0.0, 2.0]])],
        affinity: Some(affinity()),
        improvement: Some(Improvement { percent: 1.5, low: 0.5, high: 2.5 }),
        comparison: Some(comparison()),
        tasks: vec![TaskReport {
            single_task: [(Split::Test, [(MetricKind::Loss, Some(0.5))].into())].into(),
            gain_percent: Some(2.0),
            name: "y".into(),
            kind: TaskKind::Binary,
            classes: vec!["no".into(), "yes".into()],
            labelled: [(Split::Train, 5)].into(),
            notes: vec!["odd".into()],
            metrics: [(Split::Test, [(MetricKind::MacroF1, Some(0.5)), (MetricKind::R2, None)].into())]
                .into(),
            trivial: BTreeMap::new(),
            undefined: [(Split::Test, [(MetricKind::R2, "it is".to_owned())].into())].into(),
            trivial_undefined: BTreeMap::new(),
            labels: [(Split::Test, vec![label_scores()])].into(),
            threshold: Some(threshold()),
            interval: Some(interval()),
        }],
        history: vec![epoch()],
    }
}

fn sweep() -> SweepReport {
    let trial = |seed| Trial {
        configuration: "Equal".into(),
        seed,
        valid: vec![Some(0.5), None],
        test: vec![Some(0.25), None],
        seconds: 1.5,
    };
    let tasks = [("y".to_owned(), MetricKind::R2), ("z".to_owned(), MetricKind::Accuracy)];
    let comparison = Comparison::new(&tasks, &[trial(7), trial(8)]);
    SweepReport {
        is_complete: true,
        settings: vec![SweepSetting {
            name: "Equal".into(),
            architecture: ArchitectureKind::HardSharing,
            weighting: WeightingKind::Equal,
            learning_rate: 0.01,
        }],
        seeds: vec![7, 8],
        epochs: 20,
        csv: comparison.csv(),
        comparison,
        notes: vec!["“Equal” with seed 7 has no scores.".into()],
    }
}

fn events() -> Vec<Event> {
    let values = ValueSummary::Numbers { low: 0.0, high: 2.0, median: 1.0, whole: true, bins: vec![1, 2] };
    let dates = ValueSummary::Dates {
        low: "2020-01-01".into(),
        high: "2020-03-01".into(),
        median: "2020-02-01".into(),
        bins: vec![1, 2],
    };
    let column = |name: &str, kind, values| ColumnSummary {
        name: name.into(),
        kind,
        role: Role::Input,
        missing: 0,
        distinct: 2,
        reason: String::new(),
        values,
    };
    let table = TableSummary {
        name: "a.csv".into(),
        rows: 3,
        first_row: 2,
        row_numbers: RowNumbers::starting(2),
        reading: reading(),
        format: Format::Csv,
        delimiter: ';',
        columns: vec![
            column("a", ColumnKind::Number, values),
            column("day", ColumnKind::Date, dates),
            column("b", ColumnKind::Category, ValueSummary::Labels { levels: vec![("x".into(), 3)] }),
        ],
        missing_marks: vec!["NA".into()],
        preview: vec![vec!["1".into(), "x".into()]],
        joins: vec![Join { file: "b.csv".into(), key: "a".into(), matched: 2, unused: 1 }],
        warnings: vec!["odd".into(), "strange".into()],
        warning_places: vec![Some(Place::cell(3, "a")), None],
    };
    let model = ModelSummary {
        inputs: 12,
        embeddings: vec![EmbeddingSummary {
            columns: vec!["place".into()],
            is_text: false,
            places: 25,
            size: 10,
        }],
        parameters: 12,
        rows: [(Split::Train, 2)].into(),
        tasks: vec![TaskSummary {
            name: "y".into(),
            kind: TaskKind::Multiclass,
            classes: vec!["a".into(), "b".into(), "c".into()],
            kinds: vec![TaskKind::Multiclass],
            outputs: 3,
            labelled: [(Split::Train, 2)].into(),
            notes: Vec::new(),
        }],
    };
    let answer = Answer { value: json!("a"), probabilities: Some([("a".to_owned(), 1.0)].into()) };
    vec![
        Event::Ready(device()),
        Event::Loaded(table),
        Event::Configured { config: Box::default(), model: Some(model), problem: None },
        Event::Status { status: Status::Paused, step: 4 },
        Event::Step(StepReport {
            run: 1,
            step: 4,
            steps_total: 8,
            epoch: 1,
            epochs_total: 2,
            losses: vec![Some(0.5), None],
            train_seconds: 0.1,
            rows_per_second: 100.0,
        }),
        Event::Epoch(epoch()),
        Event::Finished(report()),
        Event::Report(None),
        Event::Predicted(vec![[("y".to_owned(), answer)].into()]),
        Event::Looked(drawn()),
        Event::Toy(Some(ToyReport {
            weighting: WeightingKind::Mgda,
            steps: 3,
            steps_total: 4,
            surface: Surface { low: -1.0, high: 1.0, means: vec![vec![0.5]] },
            front: vec![(0.0, 0.5)],
            journeys: vec![Journey { places: vec![(1.0, 0.5)], losses: [0.5, -1.0], is_front: false }],
        })),
        Event::Failed(Failure { stage: Stage::Data, message: "why".into(), place: None, remedy: None }),
        Event::Rows { first: 3, rows: vec![vec!["1".into(), String::new()]] },
        Event::Keys(vec![Key { name: "a".into(), matched: 2, distinct: 3, problem: Some("twice".into()) }]),
        Event::Reading { name: "a.csv".into(), read: 1, total: 4, done: 0.125 },
        Event::Runs(vec![RunEntry { run: 1, config: RunConfig::default(), report: report() }]),
        Event::Comparing(Some(ComparisonProgress {
            run: 1,
            done: 2,
            total: 9,
            doing: "growing trees for “y”".into(),
        })),
        Event::Compared(report()),
        Event::Probed(probe()),
        Event::Restored {
            project: Some("1a".into()),
            restored: Some(Restored {
                saved_at: Some(1.5e12),
                table: "a.csv".into(),
                request: Some(Box::default()),
                runs: 1,
                run: Some(RestoredRun { run: 2, step: 3, steps_total: 40, was_running: true }),
                comparison: Some(5),
                sweep: Some(RestoredSweep { done: 1, total: 6, was_running: true }),
                lost: vec!["run 1 could not be read (it is gone)".into()],
            }),
        },
        Event::Saved { problem: Some("the disk is full".into()) },
        Event::Lost { reason: "the GPU stopped computing".into() },
        Event::Sweeping(Some(SweepProgress {
            done: 1,
            total: 6,
            doing: "training “Equal”, seed 2 of 2".into(),
            is_paused: true,
            seconds_left: Some(2.5),
        })),
        Event::Swept(sweep()),
    ]
}

/// The compiler asks for a new variant's place here; the lists above must then hold one.
fn place_of_command(command: &Command) -> usize {
    match command {
        Command::Load(_) => 0,
        Command::Make(_) => 1,
        Command::SetColumns(_) => 2,
        Command::Configure(_) => 3,
        Command::Train { .. } => 4,
        Command::Pause => 5,
        Command::Resume => 6,
        Command::Step { .. } => 7,
        Command::Stop => 8,
        Command::Reset => 9,
        Command::Predict { .. } => 10,
        Command::Look(_) => 11,
        Command::Report { .. } => 12,
        Command::Toy { .. } => 13,
        Command::Rows { .. } => 14,
        Command::Keys(_) => 15,
        Command::CancelLoad => 16,
        Command::Runs => 17,
        Command::Recall { .. } => 18,
        Command::Compare { .. } => 19,
        Command::CancelComparison => 20,
        Command::Probe => 21,
        Command::CancelProbe => 22,
        Command::Restore => 23,
        Command::Forget => 24,
        Command::Sweep(_) => 25,
        Command::PauseSweep => 26,
        Command::ResumeSweep => 27,
        Command::CancelSweep => 28,
        Command::CompareGrouping { .. } => 29,
    }
}

fn drawn() -> Drawn {
    let bar = Bar { from: 0.0, to: 1.0, low: 0.0, high: 2.0, rows: vec![3, 4] };
    let field = Field {
        x: [0.0, 1.0],
        y: [0.0, 2.0],
        columns: 1,
        strengths: vec![0.5],
        classes: vec![1],
        values: vec![0.75],
        measure: "probability".into(),
    };
    let layers = vec![
        Layer { name: "ground".into(), tone: Tone::Own, marks: Marks::Field(field) },
        Layer::bars("rows", Tone::Task(1), vec![bar]),
        Layer::points("", Tone::Class(2), Points { at: vec![[0.5, 1.0]], rows: vec![7] }),
        Layer::rule("best", Rule::X { at: 0.5 }),
    ];
    let chart =
        Chart { x: Axis::holding("error", &[0.0]), y: Axis::bands("class", vec!["a".into()]), layers };
    let grid = Grid { cells: vec![vec![Cell::text("4").shaded(-0.5).noting("why")]], ..Grid::default() };
    let figure = |body| Figure { title: "y: errors".into(), task: Some(0), body };
    Drawn { figures: vec![figure(Body::Chart(chart)), figure(Body::Grid(grid))], ..Drawn::default() }
        .with(Control::choice("shown", "Shown", [("a", "A")], "a"))
        .with(Control::slider("threshold", "Threshold", [0.0, 1.0], 0.01, 0.5))
        .noting("Thinned.")
}

fn place_of_event(event: &Event) -> usize {
    match event {
        Event::Ready(_) => 0,
        Event::Loaded(_) => 1,
        Event::Configured { .. } => 2,
        Event::Status { .. } => 3,
        Event::Step(_) => 4,
        Event::Epoch(_) => 5,
        Event::Finished(_) => 6,
        Event::Report(_) => 7,
        Event::Predicted(_) => 8,
        Event::Looked(_) => 9,
        Event::Toy(_) => 10,
        Event::Failed(_) => 11,
        Event::Rows { .. } => 12,
        Event::Keys(_) => 13,
        Event::Reading { .. } => 14,
        Event::Runs(_) => 15,
        Event::Comparing(_) => 16,
        Event::Compared(_) => 17,
        Event::Probed(_) => 18,
        Event::Restored { .. } => 19,
        Event::Saved { .. } => 20,
        Event::Lost { .. } => 21,
        Event::Sweeping(_) => 22,
        Event::Swept(_) => 23,
    }
}

#[test]
fn every_command_survives() {
    let places: Vec<usize> = commands().iter().map(place_of_command).collect();
    assert_eq!(places, (0..=29).collect::<Vec<_>>());
    for command in commands() {
        let request = Request { id: 3, command };
        let json = serde_json::to_string(&request).expect("serialises");
        assert_eq!(serde_json::from_str::<Request>(&json).expect("reads"), request);
    }
}

#[test]
fn every_event_survives() {
    let places: Vec<usize> = events().iter().map(place_of_event).collect();
    assert_eq!(places, (0..=23).collect::<Vec<_>>());
    for event in events() {
        let message = Message { reply: Some(3), event };
        let json = serde_json::to_string(&message).expect("serialises");
        assert_eq!(serde_json::from_str::<Message>(&json).expect("reads"), message);
    }
}

#[test]
fn the_report_speaks_the_public_names() {
    let json = serde_json::to_value(report()).expect("serialises");
    for name in ["run", "status", "device", "bestEpoch", "trainSeconds", "stepsPerSecond", "tasks", "history"]
    {
        assert!(json.get(name).is_some(), "{name} is missing");
    }
    assert_eq!(json["tasks"][0]["metrics"]["test"]["macroF1"], 0.5);
    assert_eq!(json["tasks"][0]["undefined"]["test"]["r2"], "it is");
    assert_eq!((&json["seed"], &json["splitSeed"]), (&json!(7), &json!(3)));
    assert_eq!(json["history"][0]["tasks"]["y"]["trainLoss"], 0.25);
    assert_eq!(json["device"]["backend"], "cpu");
}

#[test]
fn the_configuration_speaks_the_public_names_and_refuses_others() {
    let default = serde_json::to_value(RunConfig::default()).expect("serialises");
    let public = json!({
        "seed": 7,
        "split": {"train": 0.7, "valid": 0.15, "test": 0.15, "stratify": null, "byTime": null, "keepCopiesTogether": true,
                  "seed": null},
        "encoding": {"numbers": "standardise", "numericEmbedding": "none", "categories": "one_hot", "texts": "tfidf"},
        "targets": {},
        "labelSets": {},
        "architecture":
            {"kind": "hard_sharing", "trunk": [64, 32], "head": [], "activation": "relu", "dropout": 0.0,
             "experts": 4, "taskExperts": 1, "rank": 4, "temperature": 1.0,
             "expertsPerTask": 2, "relationStrength": 0.01, "members": 8},
        "weighting": {"kind": "normalised_equal", "normalise": false, "gramian": null, "refresh": 1, "smoothing": 0.0,
                      "tau": 10.0, "mu": 0.2, "gamma": 0.001, "alpha": null, "c": 0.5, "distribution": "normal"},
        "optimizer": {"kind": "adamw", "learningRate": 0.001, "weightDecay": 0.0001, "clipNorm": null},
        "schedule": {"kind": "constant", "warmup": 0.0, "warmupUnit": "share", "lowest": 0.0, "factor": 0.1, "patience": 4},
        "labelSmoothing": 0.0, "sampling": {"kind": "uniform", "temperature": 5.0},
        "singleTaskTwins": true,
        "comparison": {"seeds": 1, "redrawSplits": false, "resamples": 1000, "linear": true, "trees": true},
        "batchSize": 128, "epochs": 100, "earlyStopping": {"patience": 10, "scope": "all"}, "timeBudget": null, "affinityEvery": 0,
    });
    assert_eq!(default, public);
    let refusal = |patch| RunConfig::default().merged(&patch).expect_err("refused").to_string();
    assert!(refusal(json!({"epoch": 3})).contains("epoch"));
    assert!(refusal(json!({"architecture": {"width": 3}})).contains("architecture.width"));
    assert!(refusal(json!({"epochs": "many"})).contains("epochs"));
    assert!(refusal(json!({"architecture": {"kind": "mystery"}})).contains("architecture.kind"));
    let wrong = refusal(json!({"encoding": {"categories": "onehot"}}));
    assert!(wrong.contains("encoding.categories") && wrong.contains("one_hot"), "{wrong}");
    let wrong = refusal(json!({"encoding": {"texts": true}}));
    assert!(wrong.contains("encoding.texts"), "{wrong}");
    assert!(refusal(json!({"encoding": {"category": "one_hot"}})).contains("encoding.category"));
    for (knob, wrong) in [("tau", 0.0), ("mu", -1.0), ("gamma", 2.0), ("alpha", 0.0), ("c", -1.0)] {
        assert!(
            refusal(json!({"weighting": {knob: wrong}})).contains(&format!("weighting.{knob}: expected"))
        );
    }
    assert!(refusal(json!({"weighting": {"smoothing": 1.0}})).contains("weighting.smoothing: expected"));
    let wrong = refusal(json!({"weighting": {"kind": "mgda", "preference": [1, 2]}}));
    assert!(wrong.contains("weighting.preference") && wrong.contains("takes no preference"), "{wrong}");
    let preferred =
        RunConfig::default().merged(&json!({"weighting": {"kind": "upgrad", "preference": [1, 2]}}));
    let preferred = preferred.expect("allowed");
    assert!(
        preferred.validate_tasks(3).is_err_and(|error| error.to_string().contains("weighting.preference"))
    );
    assert!(preferred.validate_tasks(2).is_ok());
    assert!(refusal(json!({"weighting": {"normalise": 1}})).contains("weighting.normalise"));
    let never = RunConfig::default().merged(&json!({"earlyStopping": null})).expect("allowed");
    assert_eq!(never.early_stopping, None);
}

//! Runs of a session, going on and ended, written to bytes and read back.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

mod support;

use std::cell::Cell;
use std::rc::Rc;

use burn::tensor::Device;
use futures::executor::block_on;
use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::protocol::Message;
use polyhead::report::{RunReport, Status};
use polyhead::schema::split::Split;
use polyhead::session::{Advance, Ended, Host, Run};
use polyhead::table::Table;
use polyhead::train::device;
use serde_json::json;
use support::{MADE_ROLES, made_table};

/// A second goes by with every look at its clock.
struct Clock(Cell<f64>);

impl Host for Clock {
    fn now(&self) -> f64 {
        self.0.set(self.0.get() + 1.0);
        self.0.get()
    }

    fn emit(&self, _message: Message) {}

    async fn breathe(&self) {}
}

fn setting() -> (Rc<Dataset>, RunConfig) {
    let roles = MADE_ROLES.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
    let table = Table::read("test", made_table(120, 30).as_bytes(), &roles, &[].into()).expect("a table");
    let config =
        RunConfig::default().merged(&json!({"epochs": 4, "batchSize": 28})).expect("a configuration");
    (Rc::new(Dataset::build(&table, &config).expect("a dataset")), config)
}

fn end(mut run: Run, host: &Clock) -> Ended {
    run.go(host.now(), None);
    loop {
        if let Advance::Ends(why) = block_on(run.advance(host)).expect("a step") {
            let (_, info) = device::cpu("a test");
            return block_on(run.end(why, &info, host.now())).expect("an end");
        }
    }
}

fn without_seconds(report: &RunReport) -> RunReport {
    RunReport { train_seconds: 0.0, steps_per_second: 0.0, ..report.clone() }
}

#[test]
fn a_run_keeps_its_number_its_clock_and_its_history() {
    let ((dataset, config), device) = (setting(), Device::flex());
    let host = Clock(Cell::new(0.0));
    let whole = end(Run::new(7, dataset.clone(), config.clone(), &device, 0.0), &host);
    let mut run = Run::new(7, dataset.clone(), config.clone(), &device, host.now());
    run.go(host.now(), Some(5));
    host.0.set(1_000.0);
    while !matches!(block_on(run.advance(&host)).expect("a step"), Advance::Waits) {}
    let bytes = block_on(run.checkpoint(host.now())).expect("a checkpoint");
    let resumed = Run::resume(dataset, config, &bytes, &device, host.now()).expect("a run");
    assert_eq!((resumed.status, resumed.id(), resumed.trainer.step_count()), (Status::Paused, 7, 5));
    let again = block_on(resumed.checkpoint(host.now())).expect("a checkpoint");
    assert!(again == bytes, "seconds go by while it waits");
    let rest = end(resumed, &host);
    assert_eq!(without_seconds(&rest.report), without_seconds(&whole.report));
    assert_eq!(rest.report.history.len(), 4);
    assert!((900.0..1_100.0).contains(&rest.report.train_seconds), "{}", rest.report.train_seconds);
}

#[test]
fn an_ended_run_keeps_its_report_and_its_heads() {
    let ((dataset, config), device) = (setting(), Device::flex());
    let host = Clock(Cell::new(0.0));
    let ended = end(Run::new(3, dataset.clone(), config, &device, 0.0), &host);
    let bytes = block_on(ended.to_bytes()).expect("a file");
    let read = Ended::from_bytes(&bytes, dataset, &device).expect("an ended run");
    assert_eq!(read.report, ended.report);
    for split in Split::ALL {
        let rows = ended.dataset.encoded(ended.dataset.rows(split));
        let said = |ended: &Ended| {
            let answers = block_on(ended.fitted.answer(rows.clone())).expect("answers");
            answers.iter().map(|answers| answers.said()).collect::<Vec<_>>()
        };
        assert!(!said(&read).is_empty());
        assert_eq!(said(&read), said(&ended), "{split:?}");
    }
    let model = block_on(ended.fitted.to_bytes()).expect("a file");
    let refusal =
        Ended::from_bytes(&model, ended.dataset.clone(), &device).err().map(|error| error.to_string());
    assert!(refusal.is_some_and(|refusal| refusal.contains("damaged")), "a model has no report");
}

//! What models answer: the present run's while it goes on or waits, else that of the run that ended last or was chosen.

use super::ended::Ended;
use super::host::Host;
use super::state::Session;
use crate::protocol::{Event, Stage};
use crate::schema::row::Row;
use crate::table::Table;

/// The sentence where a request needs a model.
const NO_MODEL: &str = "there is no model yet: train one first";

impl<H: Host> Session<H> {
    /// Keeps a run that has ended, and lets it answer.
    pub(super) fn keep(&mut self, mut ended: Ended) {
        ended.columns = self.table.as_ref().map(Table::column_choices).unwrap_or_default();
        self.answering = Some(ended.report.run);
        self.ended.push(ended);
    }

    /// The ended run of a number, or without one the run that answers.
    pub(super) fn ended(&self, run: Option<u32>) -> Option<&Ended> {
        let wanted = run.or(self.answering)?;
        self.ended.iter().find(|ended| ended.report.run == wanted)
    }

    /// Whether the present run answers: it is named, or none is and it has not ended.
    pub(super) fn is_present(&self, wanted: Option<u32>) -> bool {
        let present = self.run.as_ref().filter(|run| !run.is_over());
        present.is_some_and(|run| wanted.is_none_or(|wanted| wanted == run.id()))
    }

    pub(super) fn refuse(&self, id: u32, wanted: Option<u32>) {
        match wanted {
            Some(run) => self.fail(Some(id), Stage::Prediction, format!("there is no run {run}")),
            None => self.fail(Some(id), Stage::Prediction, NO_MODEL),
        }
    }

    pub(super) async fn predict(&mut self, id: u32, wanted: Option<u32>, rows: &[Row]) {
        let found = match (&self.run, self.ended(wanted)) {
            (Some(run), _) if self.is_present(wanted) => run.trainer.fitted().predict(rows).await,
            (_, Some(ended)) => ended.predict(rows).await,
            (_, None) => return self.refuse(id, wanted),
        };
        match found {
            Ok(predictions) => self.emit(Some(id), Event::Predicted(predictions)),
            Err(error) => self.fail(Some(id), Stage::Prediction, error),
        }
    }

    pub(super) fn report(&self, id: u32, wanted: Option<u32>) {
        let ended = if self.is_present(wanted) { None } else { self.ended(wanted) };
        self.emit(Some(id), Event::Report(ended.map(|ended| ended.report.clone())));
    }

    pub(super) fn runs(&self, id: u32) {
        self.emit(Some(id), Event::Runs(self.ended.iter().map(Ended::entry).collect()));
    }

    /// Lets an ended run answer again.
    pub(super) fn recall(&mut self, id: u32, run: u32) {
        if self.is_running() {
            let message = "a run is going on: pause or stop it before going back to another";
            return self.fail(Some(id), Stage::Prediction, message);
        }
        let Some(report) = self.ended(Some(run)).map(|ended| ended.report.clone()) else {
            return self.refuse(id, Some(run));
        };
        self.drop_run("an earlier run was chosen");
        self.answering = Some(run);
        self.emit(Some(id), Event::Finished(report));
        self.tell_status(None);
    }
}

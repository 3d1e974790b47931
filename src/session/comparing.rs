//! Comparisons of ended runs as they are asked for: begun, gone on with, ended and given up.

use super::comparison::{Queue, Slice, to_model};
use super::host::Host;
use super::state::Session;
use crate::gain::Group;
use crate::protocol::{Event, Stage};

impl<H: Host> Session<H> {
    /// Begins to compare the run that answers.
    ///
    /// - `seeds`: trainings of each model; the number of its configuration if none
    /// - `groups`: of tasks in the order of the file, each to be trained as one model; those of before if none
    pub(super) fn compare(&mut self, id: Option<u32>, seeds: Option<usize>, groups: Option<&[Group]>) {
        let fail = |session: &Self, message: &str| session.fail(id, Stage::Training, message);
        if self.is_running() {
            return fail(self, "a run is going on: compare it once it has ended");
        }
        if seeds.is_some_and(|seeds| !(1..=100).contains(&seeds)) {
            return fail(self, "seeds: expected 1 to 100");
        }
        let answering = self.answering;
        let of_run = self.ended.iter().find(|ended| Some(ended.report.run) == answering);
        let groups = groups
            .zip(of_run)
            .map(|(groups, ended)| to_model(groups, &ended.dataset.order, ended.dataset.targets.len()));
        let groups = match groups.transpose() {
            Ok(groups) => groups,
            Err(message) => return fail(self, &message),
        };
        let wanted = |queue: &&mut Queue| {
            Some(queue.run) == answering
                && seeds.is_none_or(|seeds| seeds == queue.seeds())
                && groups.as_ref().is_none_or(|groups| queue.groups() == Some(groups))
        };
        if let Some(queue) = self.comparison.as_mut().filter(wanted) {
            return queue.waiting.extend(id);
        }
        self.drop_comparison("another was begun");
        let Some(ended) = self.ended.iter_mut().find(|ended| Some(ended.report.run) == answering) else {
            return fail(self, "there is no run to compare: train first");
        };
        let before = self.saver.job_before();
        let seeds = seeds.unwrap_or(ended.fitted.config.comparison.seeds);
        let mut queue = Queue::new(ended, seeds, groups, before, &self.device);
        queue.waiting.extend(id);
        self.comparison = Some(queue);
    }

    /// Takes a slice of the comparison.
    pub(super) async fn compare_on(&mut self) {
        let (Some(queue), Some(table)) = (&mut self.comparison, &self.table) else { return };
        let run = queue.run;
        let Some(ended) = self.ended.iter().find(|ended| ended.report.run == run) else {
            return self.drop_comparison("its run is gone");
        };
        match queue.advance(ended, table, &self.host).await {
            Ok(Slice::Goes) => {}
            Ok(Slice::Ends) => self.end_comparison(),
            Err(error) if self.is_lost(&error) => {}
            Err(error) => self.drop_comparison(&error.to_string()),
        }
    }

    fn end_comparison(&mut self) {
        let Some(queue) = self.comparison.take() else { return };
        self.saver.end_comparison();
        let run = queue.run;
        let Some(ended) = self.ended.iter_mut().find(|ended| ended.report.run == run) else { return };
        let waiting = queue.waiting.clone();
        let (report, found) = queue.finish(&ended.report);
        ended.tell(report.clone());
        ended.found = Some(found);
        for id in waiting {
            self.emit(Some(id), Event::Compared(report.clone()));
        }
        self.emit(None, Event::Compared(report));
    }

    /// Gives a comparison up; whoever waits for it is told why.
    pub(super) fn drop_comparison(&mut self, reason: &str) {
        let Some(queue) = self.comparison.take() else { return };
        self.saver.end_comparison();
        let run = queue.run;
        let (waiting, found) = queue.give_up();
        if let Some(ended) = self.ended.iter_mut().find(|ended| ended.report.run == run) {
            ended.found = Some(found);
        }
        for id in waiting {
            self.fail(Some(id), Stage::Training, format!("the comparison did not end, because {reason}"));
        }
        self.emit(None, Event::Comparing(None));
    }

    pub(super) fn cancel_comparison(&mut self, id: u32) {
        self.drop_comparison("it was cancelled");
        self.tell_status(Some(id));
    }
}

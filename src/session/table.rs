//! The table: loaded, shown, given roles and types, and made into the dataset of a run.

use std::rc::Rc;

use super::host::Host;
use super::state::{NO_TABLE, Session};
use super::store::Source;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::protocol::{Event, Failure, LoadRequest, MOST_ROWS, Stage};
use crate::report::{ModelSummary, TaskSummary};
use crate::schema::choice::ColumnChoice;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::join;

impl<H: Host> Session<H> {
    /// Takes a table in place of the one before.
    ///
    /// - `source`: where it came from
    pub(super) fn take(&mut self, reply: Option<u32>, table: Result<Table, impl ToString>, source: Source) {
        match table {
            Ok(table) => {
                self.end_probe();
                self.drop_run("a new table was loaded");
                self.drop_sweep("a new table was loaded");
                self.ended.clear();
                self.emit(reply, Event::Loaded(table.summary()));
                self.config.forget_columns(|name| table.role(name));
                self.table = Some(table);
                self.source = Some(source);
                self.dataset = None;
                self.describe(None);
            }
            Err(error) => self.fail(reply, Stage::Data, error),
        }
    }

    pub(super) fn keys(&self, id: u32, load: &LoadRequest) {
        match join::keys(&load.files(), &load.marks(), &load.reading) {
            Ok(keys) => self.emit(Some(id), Event::Keys(keys)),
            Err(error) => self.fail(Some(id), Stage::Data, error),
        }
    }

    pub(super) fn rows(&self, id: u32, first: usize, count: usize) {
        match &self.table {
            Some(table) => {
                self.emit(Some(id), Event::Rows { first, rows: table.cells(first, count.min(MOST_ROWS)) });
            }
            None => self.fail(Some(id), Stage::Data, NO_TABLE),
        }
    }

    pub(super) fn set_columns(&mut self, id: u32, choices: &[ColumnChoice]) {
        let Some(table) = &mut self.table else {
            return self.fail(Some(id), Stage::Data, NO_TABLE);
        };
        match table.choose(choices) {
            Ok(()) => {
                // What was chosen for a task of one type rarely suits another, and would stand in its way.
                for choice in choices.iter().filter(|choice| choice.kind.is_some()) {
                    self.config.targets.remove(&choice.column);
                }
                self.config.forget_columns(|name| table.role(name));
                let summary = table.summary();
                self.end_probe();
                self.drop_run("a column's role or type was changed");
                self.drop_sweep("a column's role or type was changed");
                self.dataset = None;
                self.emit(Some(id), Event::Loaded(summary));
                self.describe(None);
            }
            Err(error) => {
                let failure = Failure {
                    stage: Stage::Data,
                    message: error.to_string(),
                    place: error.place(),
                    remedy: None,
                };
                self.emit(Some(id), Event::Failed(failure));
            }
        }
    }

    /// Tells the configuration and the model it gives with the present table.
    pub(super) fn describe(&mut self, reply: Option<u32>) {
        let (model, problem) = match self.plan(&self.config.clone()) {
            Ok(dataset) => (Some(model_summary(&dataset, &self.config)), None),
            Err((_, problem)) => (None, Some(problem)),
        };
        self.emit(reply, Event::Configured { config: Box::new(self.config.clone()), model, problem });
    }

    /// The dataset, if table and configuration allow a run.
    pub(super) fn plan(&mut self, config: &RunConfig) -> Result<Rc<Dataset>, (Stage, String)> {
        let Some(table) = &self.table else {
            return Err((Stage::Data, "no table is loaded: drop a file or choose an example".into()));
        };
        let dataset = self.dataset.get_or_insert_with(|| {
            Dataset::build(table, config).map(Rc::new).map_err(|error| error.to_string())
        });
        let dataset = dataset.clone().map_err(|problem| (Stage::Data, problem))?;
        config
            .validate_tasks(dataset.targets.len())
            .map_err(|error| (Stage::Configuration, error.to_string()))?;
        Ok(dataset)
    }
}

fn model_summary(dataset: &Dataset, config: &RunConfig) -> ModelSummary {
    let labelled = |task| Split::ALL.map(|split| (split, dataset.labelled(task, split))).into();
    let tasks = dataset.targets.iter().enumerate().map(|(task, target)| TaskSummary {
        name: target.name().to_owned(),
        kind: target.kind(),
        classes: target.classes().to_vec(),
        kinds: target.kinds.clone(),
        outputs: target.output_count(),
        labelled: labelled(task),
        notes: target.notes.clone(),
    });
    ModelSummary {
        inputs: dataset.encoding.inputs().features(),
        embeddings: dataset.encoding.embeddings(),
        parameters: dataset.parameter_count(&config.architecture),
        rows: Split::ALL.map(|split| (split, dataset.rows(split).len())).into(),
        tasks: dataset.order.to_file(tasks),
    }
}

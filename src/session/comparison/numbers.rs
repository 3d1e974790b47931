//! A model without a network being fitted to one task.

use std::ops::Range;
use std::sync::Arc;

use super::found::{Found, Learner};
use super::job::Job;
use crate::data::design;
use crate::linear::{self, Design};
use crate::schema::split::Split;
use crate::trees::{self, TreeTable};

/// Why there is no such model of a mask.
const NO_ANSWER: &str = "it gives no answer of this kind";

/// Why there is none of pictures.
const NO_PICTURES: &str = "it sees no pictures";

/// What models without a network read of the rows of one seed; made when first asked for.
#[derive(Default)]
pub struct Inputs {
    seed: usize,
    design: Option<Arc<Design>>,
    table: Option<Arc<TreeTable>>,
}

enum Fit {
    Linear(linear::Fit, Arc<Design>),
    Trees(trees::Fit, Arc<TreeTable>),
}

enum Model {
    Linear(linear::LinearModel, Arc<Design>),
    Trees(trees::TreeModel, Arc<TreeTable>),
}

impl Fit {
    fn finish(self) -> Model {
        match self {
            Self::Linear(fit, design) => Model::Linear(fit.finish(), design),
            Self::Trees(fit, table) => Model::Trees(fit.finish(), table),
        }
    }
}

impl Model {
    fn is_converged(&self) -> bool {
        match self {
            Self::Linear(model, _) => model.is_converged(),
            Self::Trees(..) => true,
        }
    }

    fn predict(&self, rows: &[u32]) -> Result<Vec<f64>, String> {
        match self {
            Self::Linear(model, design) => model.predict(design, rows).map_err(|error| error.to_string()),
            Self::Trees(model, table) => model.predict(table, rows).map_err(|error| error.to_string()),
        }
    }
}

/// A model being fitted.
pub struct Numbers {
    job: Job,
    learner: Learner,
    seed: usize,
    task: usize,
    fit: Fit,
    began: f64,
}

impl Inputs {
    /// Forgets what was made for the rows of another seed.
    fn of_seed(&mut self, seed: usize) -> &mut Self {
        if self.seed != seed {
            *self = Self { seed, ..Self::default() };
        }
        self
    }

    fn design(&mut self, found: &Found) -> Result<Arc<Design>, String> {
        if let Some(design) = &self.design {
            return Ok(design.clone());
        }
        let dataset = found.dataset_of(self.seed);
        if !dataset.blocks(&[]).is_empty() {
            return Err(NO_PICTURES.to_owned());
        }
        let made = design::design(dataset, &design::rows(dataset)).map_err(|error| error.to_string())?;
        Ok(self.design.insert(Arc::new(made)).clone())
    }

    fn table(&mut self, found: &Found) -> Result<Arc<TreeTable>, String> {
        if let Some(table) = &self.table {
            return Ok(table.clone());
        }
        let dataset = found.dataset_of(self.seed);
        if !dataset.blocks(&[]).is_empty() {
            return Err(NO_PICTURES.to_owned());
        }
        let made = dataset.tree_table(&design::rows(dataset)).map_err(|error| error.to_string())?;
        Ok(self.table.insert(Arc::new(made)).clone())
    }
}

impl Numbers {
    /// A linear model.
    ///
    /// # Errors
    /// Why there can be none.
    pub fn linear(
        job: Job,
        [seed, task]: [usize; 2],
        inputs: &mut Inputs,
        found: &Found,
        now: f64,
    ) -> Result<Self, String> {
        let design = inputs.of_seed(seed).design(found)?;
        let dataset = found.dataset_of(seed);
        let Some(target) = dataset.targets.get(task) else { return Err("there is no such task".to_owned()) };
        let [train, valid] = [Split::Train, Split::Valid].map(|split| design::examples(dataset, task, split));
        let response = target.response().ok_or(NO_ANSWER)?;
        let fit = linear::Fit::new(design.clone(), response, &train, &valid);
        let fit = Fit::Linear(fit.map_err(|error| error.to_string())?, design);
        Ok(Self { job, learner: Learner::Linear, seed, task, fit, began: now })
    }

    /// Boosted trees.
    ///
    /// # Errors
    /// Why there can be none.
    pub fn trees(
        job: Job,
        [seed, task]: [usize; 2],
        inputs: &mut Inputs,
        found: &Found,
        now: f64,
    ) -> Result<Self, String> {
        let table = inputs.of_seed(seed).table(found)?;
        let dataset = found.dataset_of(seed);
        let Some(target) = dataset.targets.get(task) else { return Err("there is no such task".to_owned()) };
        let [train, valid] = [Split::Train, Split::Valid].map(|split| design::examples(dataset, task, split));
        let options = trees::Options::default();
        let response = target.response().ok_or(NO_ANSWER)?;
        let fit = trees::Fit::new(table.clone(), response, &train, &valid, options);
        let fit = Fit::Trees(fit.map_err(|error| error.to_string())?, table);
        Ok(Self { job, learner: Learner::Trees, seed, task, fit, began: now })
    }

    /// A slice of the fit; returns whether it is done.
    pub fn advance(&mut self) -> bool {
        match &mut self.fit {
            Fit::Linear(fit, _) => fit.advance().is_done,
            Fit::Trees(fit, _) => fit.advance().is_done,
        }
    }

    /// Scores what the model answers.
    pub fn finish(self, found: &mut Found, now: f64) {
        let dataset = found.dataset_of(self.seed).clone();
        let positions = |range: Range<usize>| range.map(|row| row as u32).collect::<Vec<u32>>();
        let name = found.task_name(self.task).to_owned();
        let model = self.fit.finish();
        if !model.is_converged() {
            found.notes.push(format!(
                "The linear model of “{name}” was not done after its last round: its true score may be better."
            ));
        }
        for split in Split::ALL {
            match model.predict(&positions(design::range(&dataset, split))) {
                Ok(numbers) => {
                    let answers = dataset.targets[self.task].read_numbers(&numbers);
                    found.score(self.learner, self.seed, self.task, split, answers.as_ref());
                }
                Err(why) => return found.fail(self.job, format!("“{name}”: {why}.")),
            }
        }
        found.spend(self.learner, Some(self.task), now - self.began);
    }
}

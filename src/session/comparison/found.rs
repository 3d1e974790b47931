//! What a comparison has found: the scores of every model of every seed, and what each answered to test rows.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::job::Job;
use crate::config::{ComparisonConfig, RunConfig};
use crate::data::dataset::Dataset;
use crate::gain::{GainReport, Group, Predicted, Standing};
use crate::metric::Metrics;
use crate::report::Seconds;
use crate::schema::split::{PerSplit, Split};
use crate::task::target::Answered;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learner {
    /// The model of all tasks together.
    Joint,
    /// The network of one task alone.
    Alone,
    /// The network of the group that answers a task.
    Grouped,
    /// The linear model of one task.
    Linear,
    /// Boosted trees of one task.
    Trees,
    /// The best answer that looks at no input.
    Constant,
}

/// One model of one seed in one task.
#[derive(Debug, Serialize, Deserialize)]
pub struct Scored {
    pub learner: Learner,
    pub seed: usize,
    pub task: usize,
    pub metrics: PerSplit<Metrics>,
    /// Of the labelled test rows, where gains are given intervals.
    pub predicted: Option<Predicted>,
    /// What is drawn together, a number a labelled test row.
    pub units: Vec<u32>,
}

/// What a comparison has found, but for its models, which are written one by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundRecord {
    /// Models.
    pub count: usize,
    comparison: ComparisonConfig,
    seeds: usize,
    failed: Vec<Job>,
    groups: Option<Vec<Group>>,
    alone: Vec<(f64, usize)>,
    seconds: Seconds,
    notes: Vec<String>,
}

/// All that was found so far.
#[derive(Debug)]
pub struct Found {
    /// What it was asked for; more seeds can be added.
    comparison: ComparisonConfig,
    dataset: Rc<Dataset>,
    /// The rows of each seed; of the first, the run's own.
    datasets: Vec<Rc<Dataset>>,
    scored: Vec<Scored>,
    /// How many of them the store has.
    saved: usize,
    /// What failed, and is not tried again.
    failed: Vec<Job>,
    /// Groups of tasks that are trained as one model each.
    groups: Option<Vec<Group>>,
    /// Seconds of all trainings of each task alone, and how many there were.
    alone: Vec<(f64, usize)>,
    pub gain: Option<GainReport>,
    /// The gain of the groups over the joint model, and over the networks of one task alone.
    pub over_joint: Option<GainReport>,
    pub over_alone: Option<GainReport>,
    /// Of each task, in the model's order.
    pub standings: Vec<Vec<Standing>>,
    pub seconds: Seconds,
    pub notes: Vec<String>,
}

impl Found {
    /// Nothing yet.
    pub fn new(config: &RunConfig, dataset: Rc<Dataset>) -> Self {
        Self {
            comparison: config.comparison.clone(),
            standings: vec![Vec::new(); dataset.targets.len()],
            groups: None,
            alone: vec![(0.0, 0); dataset.targets.len()],
            dataset,
            datasets: Vec::new(),
            scored: Vec::new(),
            saved: 0,
            failed: Vec::new(),
            gain: None,
            over_joint: None,
            over_alone: None,
            seconds: Seconds::default(),
            notes: Vec::new(),
        }
    }

    /// What it is without its models.
    pub fn record(&self) -> FoundRecord {
        FoundRecord {
            count: self.scored.len(),
            comparison: self.comparison.clone(),
            seeds: self.datasets.len(),
            failed: self.failed.clone(),
            groups: self.groups.clone(),
            alone: self.alone.clone(),
            seconds: self.seconds,
            notes: self.notes.clone(),
        }
    }

    /// Its models that the store does not have, each by its index, as JSON.
    pub fn unsaved(&self) -> impl Iterator<Item = (usize, Result<Vec<u8>, serde_json::Error>)> {
        self.scored.iter().enumerate().skip(self.saved).map(|(index, own)| (index, serde_json::to_vec(own)))
    }

    /// Notes that the store has all of it.
    pub fn set_saved(&mut self) {
        self.saved = self.scored.len();
    }

    /// What was written, but for its judgements, which are made anew.
    ///
    /// - `config`: of the run that is compared
    /// - `dataset`: what it was trained on
    /// - `dataset_of`: makes that of another configuration
    ///
    /// # Errors
    /// Why it can't be read, as a clause.
    pub fn restored(
        record: &FoundRecord,
        parts: Vec<serde_json::Value>,
        config: &RunConfig,
        dataset: Rc<Dataset>,
        mut dataset_of: impl FnMut(&RunConfig) -> Result<Rc<Dataset>, String>,
    ) -> Result<Self, String> {
        let config = RunConfig { comparison: record.comparison.clone(), ..config.clone() };
        let mut found = Self::new(&config, dataset);
        for seed in 0..record.seeds {
            let is_own = seed == 0 || !config.comparison.redraw_splits;
            let rows = if is_own { found.dataset.clone() } else { dataset_of(&config.of_seed(seed))? };
            found.push_dataset(rows);
        }
        let scored: Result<Vec<Scored>, _> = parts.into_iter().map(serde_json::from_value).collect();
        found.scored = scored.map_err(|error| error.to_string())?;
        found.saved = found.scored.len();
        found.failed = record.failed.clone();
        found.groups = record.groups.clone();
        found.alone = record.alone.clone();
        found.seconds = record.seconds;
        found.notes = record.notes.clone();
        Ok(found)
    }

    /// Whether it answers what is asked for now, but for further seeds.
    pub fn fits(&self, config: &RunConfig) -> bool {
        self.comparison.redraw_splits == config.comparison.redraw_splits
    }

    /// Takes over how many seeds are asked for, and forgets what was judged by fewer.
    ///
    /// - `groups`: to be trained as one model each, in place of those of before; `None` leaves them
    pub fn asks(&mut self, config: &RunConfig, groups: Option<Vec<Group>>) {
        self.comparison = config.comparison.clone();
        self.gain = None;
        self.over_joint = None;
        self.over_alone = None;
        self.standings.iter_mut().for_each(Vec::clear);
        if groups.is_some() && groups != self.groups {
            self.scored.retain(|own| own.learner != Learner::Grouped);
            // The others have other indices now.
            self.saved = 0;
            self.failed.retain(|job| !matches!(job, Job::Group { .. }));
            self.seconds.grouped = 0.0;
            self.groups = groups;
        }
    }

    /// The groups of tasks that are trained as one model each.
    pub fn groups(&self) -> Option<&Vec<Group>> {
        self.groups.as_ref()
    }

    /// Notes how long a model was trained.
    pub fn spend(&mut self, learner: Learner, task: Option<usize>, seconds: f64) {
        let total = match learner {
            Learner::Joint => &mut self.seconds.joint,
            Learner::Alone => &mut self.seconds.single_task,
            Learner::Grouped => &mut self.seconds.grouped,
            Learner::Linear => &mut self.seconds.linear,
            Learner::Trees => &mut self.seconds.trees,
            // It takes no time.
            Learner::Constant => return,
        };
        *total += seconds;
        let own = task.filter(|_| learner == Learner::Alone).and_then(|task| self.alone.get_mut(task));
        if let Some((total, count)) = own {
            *total += seconds;
            *count += 1;
        }
    }

    /// Seconds of one training of each task alone, the mean over seeds, in the model's order.
    pub fn seconds_alone(&self) -> impl Iterator<Item = Option<f64>> {
        self.alone.iter().map(|(total, count)| (*count > 0).then(|| total / *count as f64))
    }

    /// Whose network answers a task: that of a group of one task is that task alone, that of all tasks is the joint one.
    fn network(&self, learner: Learner, task: usize) -> Learner {
        let groups = self.groups.iter().flatten();
        let own = groups.filter(|_| learner == Learner::Grouped).find(|own| own.answers.contains(&task));
        match own.map(|group| group.tasks.len()) {
            Some(1) => Learner::Alone,
            Some(tasks) if tasks == self.task_count() => Learner::Joint,
            Some(_) | None => learner,
        }
    }

    pub fn task_count(&self) -> usize {
        self.dataset.targets.len()
    }

    pub fn task_name(&self, task: usize) -> &str {
        self.dataset.targets.get(task).map_or("", |target| target.name())
    }

    pub fn seed_count(&self) -> usize {
        self.comparison.seeds
    }

    /// The run's own dataset.
    pub fn dataset(&self) -> &Rc<Dataset> {
        &self.dataset
    }

    /// The rows of a seed.
    pub fn dataset_of(&self, seed: usize) -> &Rc<Dataset> {
        self.datasets.get(seed).unwrap_or(&self.dataset)
    }

    pub fn push_dataset(&mut self, dataset: Rc<Dataset>) {
        self.datasets.push(dataset);
    }

    /// Whether something need not be done again.
    pub fn has(&self, job: Job) -> bool {
        let has = |learner, seed| self.scored.iter().any(|own| own.learner == learner && own.seed == seed);
        self.failed.contains(&job)
            || match job {
                Job::Deal { seed } => self.datasets.len() > seed,
                Job::Joint { seed } => has(Learner::Joint, seed),
                Job::Alone { seed, task } => self.of(Learner::Alone, seed, task).is_some(),
                Job::Group { seed, group } => {
                    let group = self.groups.iter().flatten().nth(group);
                    let mut answers = group.into_iter().flat_map(|group| &group.answers);
                    answers.any(|&task| self.of(Learner::Grouped, seed, task).is_some())
                }
                Job::Linear { seed, task } => self.of(Learner::Linear, seed, task).is_some(),
                Job::Trees { seed, task } => self.of(Learner::Trees, seed, task).is_some(),
                Job::Judge { .. } => false,
            }
    }

    /// One model of one seed in one task. What is not left to chance is that of the first seed where all have the same rows.
    pub fn of(&self, learner: Learner, seed: usize, task: usize) -> Option<&Scored> {
        let learner = self.network(learner, task);
        let seed = match learner {
            Learner::Joint | Learner::Alone | Learner::Grouped => seed,
            Learner::Linear | Learner::Trees | Learner::Constant => {
                if self.comparison.redraw_splits {
                    seed
                } else {
                    0
                }
            }
        };
        self.scored.iter().find(|own| own.learner == learner && own.seed == seed && own.task == task)
    }

    /// Scores answers to the rows of a split; those to test rows are kept, and no others.
    pub fn score(
        &mut self,
        learner: Learner,
        seed: usize,
        task: usize,
        split: Split,
        answers: &dyn Answered,
    ) {
        let dataset = self.dataset_of(seed).clone();
        let rows = dataset.rows(split);
        let Some(target) = dataset.targets.get(task) else { return };
        let labelled: Vec<u32> =
            rows.iter().copied().filter(|&row| target.label_count(row as usize) > 0).collect();
        if labelled.is_empty() {
            return;
        }
        let is_own = |own: &Scored| own.learner == learner && own.seed == seed && own.task == task;
        let index = self.scored.iter().position(is_own).unwrap_or_else(|| {
            let (metrics, units) = (PerSplit::new(), Vec::new());
            self.scored.push(Scored { learner, seed, task, metrics, predicted: None, units });
            self.scored.len() - 1
        });
        let own = &mut self.scored[index];
        own.metrics.insert(split, answers.metrics(rows).0);
        if split == Split::Test {
            own.predicted = answers.predicted(rows);
            own.units = labelled.iter().map(|&row| dataset.unit(row)).collect();
        }
    }

    /// Notes that something can't be had, and why.
    pub fn fail(&mut self, job: Job, why: String) {
        self.failed.push(job);
        self.notes.push(why);
    }

    /// Mean scores over the seeds, on every split that has some.
    pub fn mean(&self, learner: Learner, task: usize) -> PerSplit<Metrics> {
        let mut seeds: Vec<&Scored> =
            (0..self.comparison.seeds).filter_map(|seed| self.of(learner, seed, task)).collect();
        seeds.dedup_by_key(|own| own.seed);
        let mut means: PerSplit<Metrics> = [].into();
        for split in Split::ALL {
            let own: Vec<&Metrics> = seeds.iter().filter_map(|own| own.metrics.get(&split)).collect();
            let Some(first) = own.first() else { continue };
            let mean = |metric| {
                let scores: Option<Vec<f64>> =
                    own.iter().map(|own| own.get(metric).copied().flatten()).collect();
                scores.map(|scores| scores.iter().sum::<f64>() / scores.len() as f64)
            };
            means.insert(split, first.keys().map(|metric| (*metric, mean(metric))).collect());
        }
        means
    }
}

//! Table and tasks as numbers: encoded features, one target per task, and the splits.

use std::rc::Rc;

use super::notes;
use super::order::TaskOrder;
use super::source::Source;
use super::split::Splits;
use crate::architecture::ArchitectureConfig;
use crate::config::RunConfig;
use crate::data::label_sets;
use crate::gain::LabelCounts;
use crate::input::block::{Block, EncodedRows};
use crate::input::embedding::Inputs;
use crate::input::encoding::Encoding;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::row_weight;
use crate::task::baseline::Baseline;
use crate::task::build;
use crate::task::fit::Fit;
use crate::task::label_set;
use crate::task::layout::{self, Layout, Shape};
use crate::task::target::Target;

/// Everything training needs of a table: a run needs nothing beside it.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Fitted on the training split.
    pub encoding: Rc<Encoding>,
    /// One per task, in the model's order: heads of one shape together.
    pub targets: Vec<Target>,
    /// Where each task stands in the file; a label set stands where its first column does.
    pub order: TaskOrder,
    /// How much each row counts, 1 on average over the training split; `None` where all count the same.
    pub row_weights: Option<Rc<Vec<f32>>>,
    /// The best constant answer to each task, from which its head starts; one per task, in the same order.
    pub baselines: Vec<Baseline>,
    splits: Rc<Splits>,
    pub(super) source: Source,
    /// The group of each row, by a number of its own; `None` where rows have none.
    groups: Option<Rc<Vec<u32>>>,
}

impl Dataset {
    /// Encodes a table's inputs and tasks; statistics come from the training split only.
    pub fn build(table: &Table, config: &RunConfig) -> Result<Self, DataError> {
        let splits = Splits::of(table, config)?;
        let train = splits.rows(Split::Train);
        for name in config.targets.keys() {
            table.named(name, "targets")?;
        }
        label_sets::check(table, config)?;
        let columns: Vec<&Column> = table.with_role(Role::Task).collect();
        let places = label_set::places(columns.iter().map(|column| column.name.as_str()), &config.label_sets);
        let mut targets: Vec<Target> = Vec::new();
        for (column, place) in columns.into_iter().zip(places) {
            // The columns of a set come together, with the first of them.
            if place == targets.len() {
                targets.push(target(column, table, train, config)?);
            }
        }
        if targets.is_empty() {
            return Err(DataError::NoTask);
        }
        let shared = notes::of_splits(table, &config.split, &splits);
        let shapes: Vec<Shape> = targets.iter().map(Target::shape).collect();
        let order = TaskOrder::new(layout::order(&shapes));
        let mut targets = order.to_model(&targets);
        for target in &mut targets {
            target.notes.extend(notes::of_task(target, &splits));
            target.notes.extend(shared.iter().cloned());
        }
        let row_weights = match table.with_role(Role::Weight).next() {
            Some(column) => {
                let weights = row_weight::read(column, table.rows, table.row_numbers())?;
                Some(Rc::new(row_weight::scaled(&weights, train, &column.name)?))
            }
            None => None,
        };
        let encoding = Rc::new(Encoding::fit(table, train, &config.encoding)?);
        let groups = table.with_role(Role::Group).next().map(|column| Rc::new(groups(column)));
        let (splits, source) = (Rc::new(splits), Source::of(table));
        let mut dataset =
            Self { encoding, targets, order, row_weights, baselines: Vec::new(), splits, source, groups };
        dataset.measure_baselines();
        Ok(dataset)
    }

    /// The same rows, splits and inputs for one task alone.
    ///
    /// - `task`: index in the model's order
    pub fn of_task(&self, task: usize) -> Self {
        Self {
            targets: self.targets.get(task).cloned().into_iter().collect(),
            order: TaskOrder::new(vec![0]),
            baselines: self.baselines.get(task).cloned().into_iter().collect(),
            ..self.clone()
        }
    }

    /// The same rows, splits and inputs for some of the tasks, as if the others were ignored; and which task of this dataset each of
    /// its tasks is.
    ///
    /// - `tasks`: indices in the model's order
    pub fn of_tasks(&self, tasks: &[usize]) -> (Self, Vec<usize>) {
        let mut tasks: Vec<usize> = tasks.iter().copied().filter(|&task| task < self.targets.len()).collect();
        tasks.sort_by_key(|&task| self.order.in_file(task));
        let shapes: Vec<Shape> = tasks.iter().map(|&task| self.targets[task].shape()).collect();
        let order = TaskOrder::new(layout::order(&shapes));
        let tasks = order.to_model(&tasks);
        let dataset = Self {
            targets: tasks.iter().map(|&task| self.targets[task].clone()).collect(),
            baselines: tasks.iter().filter_map(|&task| self.baselines.get(task).cloned()).collect(),
            order,
            ..self.clone()
        };
        (dataset, tasks)
    }

    /// Which training rows have a label of each task, in task order.
    pub fn label_counts(&self) -> LabelCounts {
        let rows = self.rows(Split::Train);
        let has = |target: &Target| rows.iter().map(|&row| target.label_count(row as usize) > 0).collect();
        LabelCounts::new(&self.order.to_file(self.targets.iter().map(has)))
    }

    /// What is drawn together when rows are resampled: a row's group, or itself.
    pub fn unit(&self, row: u32) -> u32 {
        self.groups.as_ref().and_then(|groups| groups.get(row as usize)).copied().unwrap_or(row)
    }

    /// Whether rows have groups.
    pub fn has_groups(&self) -> bool {
        self.groups.is_some()
    }

    /// Finds the best constant answer to every task, and says where nothing can be better.
    fn measure_baselines(&mut self) {
        let rows = self.rows(Split::Train);
        let baseline = |(task, target): (usize, &Target)| {
            let weight = |&row: &u32| self.training_weight(task, row as usize);
            target.baseline(rows, &rows.iter().map(weight).collect::<Vec<f32>>())
        };
        let baselines: Vec<Baseline> = self.targets.iter().enumerate().map(baseline).collect();
        for (target, baseline) in self.targets.iter_mut().zip(&baselines) {
            let note = notes::of_baseline(baseline, target.name());
            target.notes.extend(note);
        }
        self.baselines = baselines;
    }

    /// Encodes rows: `[rows, width]`, row-major; see [`Encoding::inputs`].
    pub fn features(&self, rows: &[u32]) -> Vec<f32> {
        self.source.numbers(&self.encoding, rows)
    }

    /// What rows are beside numbers, one block a column; `None` for a row without anything.
    pub fn blocks(&self, rows: &[Option<u32>]) -> Vec<Block> {
        self.source.blocks(&self.encoding, rows)
    }

    /// All that encoders read of rows.
    pub fn encoded(&self, rows: &[u32]) -> EncodedRows {
        self.source.rows(&self.encoding, rows)
    }

    /// Rows of a split, in file order.
    pub fn rows(&self, split: Split) -> &[u32] {
        self.splits.rows(split)
    }

    /// How much each label of a row counts in the training loss of a task: 0 where it has none.
    pub fn training_weight(&self, task: usize, row: usize) -> f32 {
        let own = self.row_weights.as_ref().map_or(1.0, |weights| weights[row]);
        own * self.targets[task].training_weight(row)
    }

    /// Rows of a split with a label of a task, if only one of several.
    pub fn labelled(&self, task: usize, split: Split) -> usize {
        let Some(target) = self.targets.get(task) else {
            return 0;
        };
        self.rows(split).iter().filter(|&&row| target.label_count(row as usize) > 0).count()
    }

    /// Rows of each class of a task in a split, in class order; of each label that are yes; empty without classes.
    pub fn class_rows(&self, task: usize, split: Split) -> Vec<usize> {
        self.targets.get(task).map_or(Vec::new(), |target| target.class_rows(self.rows(split)))
    }

    /// The tasks, grouped by the shape of their heads.
    pub fn layout(&self) -> Layout {
        Layout::of(self.targets.iter().map(Target::shape))
    }

    /// Learnable numbers of the model of an architecture.
    pub fn parameter_count(&self, architecture: &ArchitectureConfig) -> usize {
        parameter_count(architecture, &self.encoding.inputs(), &self.layout())
    }
}

/// Learnable numbers of the model of an architecture.
pub fn parameter_count(architecture: &ArchitectureConfig, inputs: &Inputs, layout: &Layout) -> usize {
    architecture.parameter_count(inputs.features(), &layout.score_counts())
        + architecture.encoder_count(layout.task_count()) * inputs.parameter_count()
        + layout.threshold_count()
        + inputs.pictures.first().map_or(0, |&picture| layout.map_count(picture))
}

/// The target of a column, or of the label set that it is in.
fn target(column: &Column, table: &Table, train: &[u32], config: &RunConfig) -> Result<Target, DataError> {
    let Some((set, columns)) = label_set::of(&config.label_sets, &column.name) else {
        let chosen = config.targets.get(&column.name).copied().unwrap_or_default();
        return build::target(&Fit { column, table, train, chosen });
    };
    let columns = columns.iter().map(|column| table.named(column, "labelSets"));
    build::label_set(set, &columns.collect::<Result<Vec<_>, _>>()?, table.rows, train)
}

/// A number for each row's group; a row without one is a group of its own.
fn groups(column: &Column) -> Vec<u32> {
    let first = column.levels().len() as u32;
    (0..column.len()).map(|row| column.code(row).map_or(first + row as u32, |code| code as u32)).collect()
}

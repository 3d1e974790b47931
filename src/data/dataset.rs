//! Table and tasks as numbers: encoded features, one target per task, and the splits.

use super::column::Column;
use super::encoding::Encoding;
use super::error::DataError;
use super::layout::Layout;
use super::number;
use super::row_weight;
use super::split::Splits;
use super::summary::{ColumnKind, Role};
use super::table::Table;
use super::task::{Task, TaskKind};
use super::transform::{Curve, Transform};
use crate::config::RunConfig;
use crate::report::Split;

/// Most classes that a task may have.
const MOST_CLASSES: usize = 200;

/// Everything training needs to know of a table.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Fitted on the training split.
    pub encoding: Encoding,
    /// One per task, in file order.
    pub targets: Vec<Target>,
    /// How much each row counts, 1 on average over the training split; `None` where all count the same.
    pub row_weights: Option<Vec<f32>>,
    splits: Splits,
}

/// The labels of one task.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which task.
    pub task: Task,
    /// Mean of the training labels; 0 for classes.
    pub mean: f64,
    /// Straightens labels before they are standardised.
    curve: Curve,
    /// Mean of the straightened training labels; 0 for classes.
    center: f64,
    /// Standard deviation of the straightened training labels; 1 for classes.
    scale: f64,
    /// Share of each class among the training labels; empty for a regression.
    pub class_shares: Vec<f64>,
    /// Standardised value or class index per row; NaN where unlabelled.
    labels: Vec<f32>,
}

impl Dataset {
    /// Encodes a table's inputs and tasks; statistics come from the training split only.
    pub fn build(table: &Table, config: &RunConfig) -> Result<Self, DataError> {
        let splits = Splits::of(table, &config.split, config.seed)?;
        let train = splits.rows(Split::Train);
        for name in config.targets.keys() {
            table.named(name, "targets")?;
        }
        let transform = |name| config.targets.get(name).map_or(Transform::None, |target| target.transform);
        let targets = table
            .with_role(Role::Task)
            .map(|column| Target::build(column, table, train, transform(&column.name)))
            .collect::<Result<Vec<_>, _>>()?;
        if targets.is_empty() {
            return Err(DataError::NoTask);
        }
        let row_weights = match table.with_role(Role::Weight).next() {
            Some(column) => {
                let weights = row_weight::read(column, table.rows, table.spreadsheet_row(0))?;
                Some(row_weight::scaled(&weights, train, &column.name)?)
            }
            None => None,
        };
        let encoding = Encoding::fit(table, train, &config.encoding)?;
        Ok(Self { encoding, targets, row_weights, splits })
    }

    /// Rows of a split, in file order.
    pub fn rows(&self, split: Split) -> &[u32] {
        self.splits.rows(split)
    }

    /// How much a row counts in the training loss: 1 on average.
    pub fn row_weight(&self, row: usize) -> f32 {
        self.row_weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// Labelled rows of a task in a split.
    pub fn labelled(&self, task: usize, split: Split) -> usize {
        let Some(target) = self.targets.get(task) else {
            return 0;
        };
        self.rows(split).iter().filter(|&&row| target.label(row as usize).is_some()).count()
    }

    /// Rows of each class of a task in a split, in class order; empty for a regression.
    pub fn class_rows(&self, task: usize, split: Split) -> Vec<usize> {
        let Some(target) = self.targets.get(task) else {
            return Vec::new();
        };
        let mut counts = vec![0; target.task.classes.len()];
        if !counts.is_empty() {
            let labels = self.rows(split).iter().filter_map(|&row| target.label(row as usize));
            labels.for_each(|class| counts[class as usize] += 1);
        }
        counts
    }

    /// The tasks, grouped by the shape of their heads.
    pub fn layout(&self) -> Layout {
        Layout::of(self.targets.iter().map(|target| (target.task.kind, target.task.output_count())))
    }

    /// Outputs of each task's head, in task order.
    pub fn output_counts(&self) -> Vec<usize> {
        self.targets.iter().map(|target| target.task.output_count()).collect()
    }
}

impl Target {
    fn build(column: &Column, table: &Table, train: &[u32], transform: Transform) -> Result<Self, DataError> {
        let rows = table.rows;
        let task = || column.name.clone();
        let kinds = ColumnKind::key(column.kind);
        match column.kind {
            ColumnKind::Identifier | ColumnKind::Date | ColumnKind::Text => {
                return Err(DataError::NotATask { column: task(), kind: kinds });
            }
            ColumnKind::Number
            | ColumnKind::Integer
            | ColumnKind::Category
            | ColumnKind::Ordered
            | ColumnKind::Boolean
            | ColumnKind::Constant => {}
        }
        let mut levels = column.levels().iter().map(str::to_owned);
        match (levels.next(), levels.next()) {
            (None, _) => return Err(DataError::NoLabels { task: task() }),
            (Some(only), None) if number::plain(&only).is_some() => {
                return Err(DataError::ConstantTask { task: task(), value: only });
            }
            (Some(only), None) => {
                return Err(DataError::OneClass { task: task(), class: only });
            }
            (Some(_), Some(_)) => {}
        }
        if transform != Transform::None && !column.kind.is_numeric() {
            return Err(DataError::ClassTransform { task: task() });
        }
        let target = match column.kind {
            ColumnKind::Number | ColumnKind::Integer => Self::of_numbers(column, table, train, transform)?,
            ColumnKind::Category
            | ColumnKind::Ordered
            | ColumnKind::Boolean
            | ColumnKind::Date
            | ColumnKind::Identifier
            | ColumnKind::Constant
            | ColumnKind::Text => Self::of_classes(column, rows, train)?,
        };
        if !train.iter().any(|&row| target.label(row as usize).is_some()) {
            return Err(DataError::NoTrainingLabels { task: task() });
        }
        Ok(target)
    }

    fn of_numbers(
        column: &Column,
        table: &Table,
        train: &[u32],
        transform: Transform,
    ) -> Result<Self, DataError> {
        let has_no_logarithm = |row: &usize| column.number(*row).is_some_and(|value| value <= -1.0);
        if transform == Transform::Log1p
            && let Some(row) = (0..table.rows).find(has_no_logarithm)
        {
            let found = column.number(row).unwrap_or_default();
            let row = table.spreadsheet_row(row);
            return Err(DataError::NoLogarithm { task: column.name.clone(), row, found });
        }
        let known: Vec<f64> = train.iter().filter_map(|&row| column.number(row as usize)).collect();
        let count = known.len().max(1) as f64;
        let curve = Curve::fit(transform, &known);
        let straight = || known.iter().map(|&value| curve.apply(value));
        let center = straight().sum::<f64>() / count;
        let variance = straight().map(|value| (value - center).powi(2)).sum::<f64>() / count;
        let mut target = Self {
            task: Task { name: column.name.clone(), kind: TaskKind::Regression, classes: Vec::new() },
            mean: known.iter().sum::<f64>() / count,
            curve,
            center,
            scale: if variance > 0.0 { variance.sqrt() } else { 1.0 },
            class_shares: Vec::new(),
            labels: Vec::new(),
        };
        let label = |row| column.number(row).map_or(f32::NAN, |value| target.to_standard(value) as f32);
        target.labels = (0..table.rows).map(label).collect();
        Ok(target)
    }

    fn of_classes(column: &Column, rows: usize, train: &[u32]) -> Result<Self, DataError> {
        let order = column.class_order();
        let classes = order.len();
        let labelled = (0..rows).filter(|&row| column.code(row).is_some()).count();
        if classes > MOST_CLASSES || classes * 2 > labelled {
            return Err(DataError::TooManyClasses { task: column.name.clone(), classes, rows: labelled });
        }
        let mut place = vec![0; classes];
        for (class, &code) in order.iter().enumerate() {
            place[code] = class;
        }
        let class = |row: usize| column.code(row).map(|code| place[code]);
        let mut counts = vec![0_usize; classes];
        for class in train.iter().filter_map(|&row| class(row as usize)) {
            counts[class] += 1;
        }
        let total = counts.iter().sum::<usize>().max(1) as f64;
        let kind = if classes == 2 { TaskKind::Binary } else { TaskKind::Multiclass };
        let names = order.iter().map(|&code| column.levels()[code].to_owned());
        Ok(Self {
            task: Task { name: column.name.clone(), kind, classes: names.collect() },
            mean: 0.0,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale: 1.0,
            class_shares: counts.iter().map(|&count| count as f64 / total).collect(),
            labels: (0..rows).map(|row| class(row).map_or(f32::NAN, |class| class as f32)).collect(),
        })
    }

    /// A value in the column's unit, from a standardised one.
    pub fn to_original(&self, standardised: f64) -> f64 {
        self.curve.invert(standardised * self.scale + self.center)
    }

    /// A value as a head learns it: straightened, with mean 0 and deviation 1 over the training labels.
    pub fn to_standard(&self, value: f64) -> f64 {
        (self.curve.apply(value) - self.center) / self.scale
    }

    /// A row's label: standardised value or class index.
    pub fn label(&self, row: usize) -> Option<f32> {
        self.labels.get(row).copied().filter(|label| !label.is_nan())
    }

    /// Training loss of the trivial predictor: 1 for a standardised number, the entropy of the training labels (nats)
    /// for classes.
    pub fn trivial_loss(&self) -> f64 {
        match self.task.kind {
            TaskKind::Regression => 1.0,
            TaskKind::Binary | TaskKind::Multiclass => {
                let shares = self.class_shares.iter().filter(|&&share| share > 0.0);
                -shares.map(|share| share * share.ln()).sum::<f64>()
            }
        }
    }
}

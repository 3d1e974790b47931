//! A task: one column to predict, or several of yes and no, and the kind of answer its head gives.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::metric::MetricKind;
use crate::schema::column::ColumnKind;
use crate::table::column::Column;
use crate::table::name::has_word;

/// Most classes that a task may have.
pub const MOST_CLASSES: usize = 200;

/// The kind of answer a head gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// A number; one linear output.
    Regression,
    /// A whole number from 0 on; one output, the logarithm of its expected value in units of the training mean.
    Count,
    /// One of two classes; one logit, for the second class.
    Binary,
    /// One of three or more classes; one logit a class.
    Multiclass,
    /// One of three or more classes that go from low to high; one score, which each task's own thresholds turn into the logits of
    /// being at or below each class but the last.
    Ordinal,
    /// Yes or no for each of several columns; one logit, for yes, a column.
    Multilabel,
}

/// How many whole numbers may be names of classes by themselves.
const COUNTED: RangeInclusive<usize> = 3..=10;

/// Words in the names of columns whose whole numbers are classes.
const CLASS_WORDS: [&str; 7] = ["target", "class", "label", "category", "type", "species", "cluster"];

/// Whether a column's name says that it holds classes, and its numbers count them up from 0 or 1.
fn counts_classes(column: &Column) -> bool {
    let numbers = || column.class_order().into_iter().map(|code| column.level_number(code));
    let first = numbers().next().unwrap_or(f64::NAN);
    has_word(&column.name, &CLASS_WORDS)
        && (first == 0.0 || first == 1.0)
        && numbers().zip(0..).all(|(number, step)| number == first + f64::from(step))
}

impl TaskKind {
    /// Numbers that a head computes for a task with so many outputs: as many, but one score for classes in order.
    pub fn score_count(self, outputs: usize) -> usize {
        match self {
            Self::Regression | Self::Count | Self::Binary | Self::Multiclass | Self::Multilabel => outputs,
            Self::Ordinal => 1,
        }
    }

    /// The kinds that a column can be learned as, the default first: [`Self::choices`], but classes first where it is named after them and
    /// its whole numbers count them up from 0 or 1, as 0, 1 and 2 in a column “target” do.
    ///
    /// - `classes`: different labels, or fewer where rare ones are pooled
    pub fn choices_for(column: &Column, classes: usize) -> &'static [Self] {
        if column.kind == ColumnKind::Integer && COUNTED.contains(&classes) && counts_classes(column) {
            return &[Self::Multiclass, Self::Regression, Self::Count, Self::Ordinal];
        }
        Self::choices(column.kind, classes)
    }

    /// The kinds that a column with so many different labels can be learned as, the default first; none where it can't be a task.
    /// Whole numbers of which there are two name classes more often than amounts; of more, that is for the user to say.
    ///
    /// - `labels`: different labels, or different numbers in a column of numbers
    pub fn choices(column: ColumnKind, labels: usize) -> &'static [Self] {
        match column {
            ColumnKind::Integer if labels == 2 => &[Self::Binary, Self::Regression, Self::Count],
            ColumnKind::Number if labels == 2 => &[Self::Regression, Self::Count, Self::Binary],
            ColumnKind::Integer if labels <= MOST_CLASSES => {
                &[Self::Regression, Self::Count, Self::Multiclass, Self::Ordinal]
            }
            ColumnKind::Number | ColumnKind::Integer => &[Self::Regression, Self::Count],
            ColumnKind::Category | ColumnKind::Ordered | ColumnKind::Boolean | ColumnKind::Constant
                if labels == 2 =>
            {
                &[Self::Binary]
            }
            ColumnKind::MultiSelect => &[Self::Multilabel],
            ColumnKind::Ordered => &[Self::Ordinal, Self::Multiclass],
            ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Constant => &[Self::Multiclass],
            ColumnKind::Identifier | ColumnKind::Date | ColumnKind::Text => &[],
        }
    }

    /// The scores of a task of this kind, in the order they are shown.
    pub fn metrics(self) -> &'static [MetricKind] {
        match self {
            Self::Regression => &[
                MetricKind::Loss,
                MetricKind::R2,
                MetricKind::Rmse,
                MetricKind::Mae,
                MetricKind::Pearson,
                MetricKind::Spearman,
            ],
            Self::Count => &[
                MetricKind::Loss,
                MetricKind::D2,
                MetricKind::PoissonDeviance,
                MetricKind::R2,
                MetricKind::Rmse,
                MetricKind::Mae,
                MetricKind::Spearman,
            ],
            Self::Binary | Self::Multiclass => &[
                MetricKind::Loss,
                MetricKind::Accuracy,
                MetricKind::BalancedAccuracy,
                MetricKind::MacroF1,
                MetricKind::Auc,
                MetricKind::AveragePrecision,
                MetricKind::LogLoss,
                MetricKind::Ece,
            ],
            Self::Ordinal => &[
                MetricKind::Loss,
                MetricKind::QuadraticKappa,
                MetricKind::Mae,
                MetricKind::Accuracy,
                MetricKind::BalancedAccuracy,
                MetricKind::MacroF1,
                MetricKind::Auc,
                MetricKind::AveragePrecision,
                MetricKind::LogLoss,
                MetricKind::Ece,
            ],
            Self::Multilabel => &[
                MetricKind::Loss,
                MetricKind::MacroF1,
                MetricKind::MicroF1,
                MetricKind::HammingLoss,
                MetricKind::SubsetAccuracy,
                MetricKind::Auc,
                MetricKind::AveragePrecision,
                MetricKind::LogLoss,
            ],
        }
    }

    /// The one score that tells most of a task of this kind.
    ///
    /// Of a label set it is the mean F1: it judges the answers that are given, as accuracy does, but labels are mostly no, so that
    /// whoever always says no has few wrong; and every label counts, however rare.
    pub fn main_metric(self) -> MetricKind {
        match self {
            Self::Regression => MetricKind::R2,
            Self::Count => MetricKind::D2,
            Self::Binary | Self::Multiclass => MetricKind::Accuracy,
            Self::Ordinal => MetricKind::QuadraticKappa,
            Self::Multilabel => MetricKind::MacroF1,
        }
    }

    /// Whether its answer is one of several classes.
    pub fn has_classes(self) -> bool {
        match self {
            Self::Regression | Self::Count | Self::Multilabel => false,
            Self::Binary | Self::Multiclass | Self::Ordinal => true,
        }
    }

    /// The snake_case name used in reports and configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::Count => "count",
            Self::Binary => "binary",
            Self::Multiclass => "multiclass",
            Self::Ordinal => "ordinal",
            Self::Multilabel => "multilabel",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regression => "Number",
            Self::Count => "Count (Poisson)",
            Self::Binary => "One of two classes",
            Self::Multiclass => "Classes in no order",
            Self::Ordinal => "Classes in order",
            Self::Multilabel => "Several labels, yes or no",
        }
    }
}

/// One prediction target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// The column's name, or that of the label set.
    pub name: String,
    /// Kind of answer.
    pub kind: TaskKind,
    /// Class labels in index order; the columns of a label set; empty for numbers and counts.
    pub classes: Vec<String>,
}

impl Task {
    /// Number of outputs of this task: 1, one a column of a label set, or from three classes on one a class, the last left out if
    /// they are in order.
    pub fn output_count(&self) -> usize {
        match self.kind {
            TaskKind::Regression | TaskKind::Count | TaskKind::Binary => 1,
            TaskKind::Multiclass | TaskKind::Multilabel => self.classes.len(),
            TaskKind::Ordinal => self.classes.len().saturating_sub(1),
        }
    }

    /// Number of labels that a row can have: 1, or one a column of a label set.
    pub fn label_count(&self) -> usize {
        match self.kind {
            TaskKind::Regression
            | TaskKind::Count
            | TaskKind::Binary
            | TaskKind::Multiclass
            | TaskKind::Ordinal => 1,
            TaskKind::Multilabel => self.classes.len(),
        }
    }
}

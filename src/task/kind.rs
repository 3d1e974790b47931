//! What a kind of task is: its row in the list, what menus and scores say of it, and the trait that its file implements.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{LabelScores, MetricKind, Metrics};
use crate::task::answer::Answer;
use crate::task::baseline::Baseline;
use crate::task::labels::Labels;
use crate::task::said::Said;
use crate::view::{Evidence, HeadView};

/// The kind of answer a head gives. What each is stands in the file of its name, and in [`Self::card`].
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
    /// A class for each pixel of a picture; one logit a class and pixel.
    Mask,
}

/// What is said of a kind of task wherever kinds are listed, chosen or scored.
#[derive(Debug)]
pub struct KindCard {
    /// The snake_case name used in reports and configurations.
    pub key: &'static str,
    /// What the menu shows.
    pub name: &'static str,
    /// What a head of so many outputs answers, in a few words.
    pub answers: fn(outputs: usize) -> String,
    /// The name of its training loss.
    pub loss: &'static str,
    /// Its scores, in the order they are shown.
    pub metrics: &'static [MetricKind],
    /// The one score that tells most.
    pub main_metric: MetricKind,
    /// Which choices it leaves.
    pub choices: Choices,
    /// Whether its head computes one score, which learned thresholds turn into the outputs, instead of one score an output.
    pub has_thresholds: bool,
    /// Whether its head reads the map of a picture, and computes of the trunk's features one score a class, for all positions alike.
    pub has_map: bool,
    /// What there is to see of its head; the first one is open.
    pub views: &'static [HeadView],
    /// What its labels are where outputs are compared with them.
    pub label_code: LabelCode,
}

/// What the numbers of a label are, as [`Kind::write`] writes them: whether and how they can be smoothed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelCode {
    /// A number, which is learned as it is.
    Number,
    /// 1 at its class, else 0; outputs are the classes' logits.
    OneHot,
    /// 0 or 1; the output is the logit of 1.
    YesNo,
    /// -1 or 1 for each of several outputs, or 0 for none; outputs are the logits of 1.
    Sides,
    /// The two sides of a class in order, which is learned as it is: spread evenly over all classes, the farthest would be as likely
    /// as the neighbour.
    Order,
}

/// What can be chosen for a task, besides its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choices {
    /// Nothing.
    None,
    /// A transform of its numbers.
    Transform,
    /// Weights of its classes.
    ClassWeights,
    /// Weights of its classes, and whether rare ones are pooled.
    ClassWeightsAndPool,
}

impl KindCard {
    /// Whether its answer is one of several classes.
    pub fn has_classes(&self) -> bool {
        match self.choices {
            Choices::None | Choices::Transform => false,
            Choices::ClassWeights | Choices::ClassWeightsAndPool => true,
        }
    }

    /// Numbers that a head computes of the trunk's features for a task with so many outputs and classes.
    pub fn score_count(&self, outputs: usize, classes: usize) -> usize {
        match (self.has_thresholds, self.has_map) {
            (true, _) => 1,
            (false, true) => classes,
            (false, false) => outputs,
        }
    }
}

/// A kind of task, fitted to the training rows of a column: how labels are compared with outputs, and how outputs are read.
pub trait Kind: Clone + Debug + 'static {
    /// Its row in the list of kinds.
    const KIND: TaskKind;

    /// What rows have for labels.
    type Labels: Labels;

    /// What a head says about rows, in the column's own terms.
    type Answers: Debug;

    /// The column's name, or that of the label set.
    fn name(&self) -> &str;

    /// Class labels in index order; the labels of a set; empty for numbers and counts.
    fn classes(&self) -> &[String] {
        &[]
    }

    /// Outputs of the head.
    fn output_count(&self) -> usize;

    /// Whether its parts fit each other: false only of what was read from a file that is damaged.
    fn is_sound(&self) -> bool;

    /// Writes a row's label where the head's outputs are compared with it, and nothing where it has none.
    ///
    /// - `into`: `[outputs]`, zeros
    fn write(&self, labels: &Self::Labels, row: usize, into: &mut [f32]);

    /// How much each label of a row counts in training: 0 where it has none.
    fn weight(&self, labels: &Self::Labels, row: usize) -> f32 {
        f32::from(u8::from(labels.count(row) > 0))
    }

    /// Rows of each class, in class order; of each label that are yes; empty without classes.
    fn class_rows(&self, _labels: &Self::Labels) -> Vec<usize> {
        Vec::new()
    }

    /// The best constant answer for training rows.
    ///
    /// - `weights`: how much each label of each row counts
    fn baseline(&self, labels: &Self::Labels, weights: &[f32]) -> Baseline;

    /// Scores of always answering the mean or the class frequencies of the training labels.
    fn baseline_metrics(&self, labels: &Self::Labels) -> Metrics;

    /// What the baseline always answers, in the column's own unit, where that is a number.
    fn constant(&self) -> Option<f64> {
        None
    }

    /// Reads outputs, `[rows, outputs]`, row-major.
    fn read(&self, outputs: &[f32]) -> Self::Answers;

    /// What a model without a head learns of it, as its response; `None` where there is no such model.
    fn response(&self) -> Option<Response>;

    /// The labels of a row as such a model is shown them: numbers, counts, indices of classes, or 0 for no and 1 for yes; NaN where one
    /// is missing.
    fn example(&self, labels: &Self::Labels, row: usize) -> Vec<f64>;

    /// Reads what such a model answers, row-major: values, rates or probabilities.
    fn read_numbers(&self, numbers: &[f64]) -> Self::Answers;

    /// What was answered to the labelled rows, beside their labels; `None` where gains are given no interval.
    fn predicted(&self, answers: &Self::Answers, labels: &Self::Labels) -> Option<Predicted>;

    /// All answers as plain numbers.
    fn said(&self, answers: &Self::Answers) -> Said;

    /// The answer for one row.
    fn answer(&self, answers: &Self::Answers, index: usize) -> Answer;

    /// Mean loss over the labelled rows: squared error in standard deviations (of transformed numbers, where the task has a
    /// transform), half the Poisson deviance in units of the training mean, or nats. Of a label set, over its labels: each that a
    /// row has counts the same.
    fn loss(&self, answers: &Self::Answers, labels: &Self::Labels) -> Option<f64>;

    /// The same with classes weighed as in training.
    fn weighted_loss(&self, answers: &Self::Answers, labels: &Self::Labels) -> Option<f64> {
        self.loss(answers, labels)
    }

    /// Scores over the labelled rows, the loss left out.
    fn metrics(&self, answers: &Self::Answers, labels: &Self::Labels) -> Metrics;

    /// How each label of a set, or each class against the rest, is answered by itself; nothing for other tasks.
    fn label_scores(&self, _answers: &Self::Answers, _labels: &Self::Labels) -> Vec<LabelScores> {
        Vec::new()
    }

    /// What was answered to the labelled rows, beside their labels, for views.
    fn evidence(&self, answers: &Self::Answers, labels: &Self::Labels) -> Option<Evidence> {
        self.predicted(answers, labels).map(Evidence::Rows)
    }
}

//! A task with the labels of all rows, and what its head says about some of them.
//!
//! A [`Target`] holds a kind of task beside labels of the type that this kind has, so that no other code has to ask which labels
//! belong to which kind.

use std::fmt::Debug;
use std::rc::Rc;

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{LabelScores, MetricKind, Metrics, Reasons, reasons};
use crate::task::answer::Answer;
use crate::task::baseline::Baseline;
use crate::task::kind::{Kind, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::Labels;
use crate::task::layout::Shape;
use crate::task::list::Task;
use crate::task::said::Said;
use crate::view::{Evidence, MOST_DRAWN, Seen, every};

/// A task of a table, with its labels.
#[derive(Clone, Debug)]
pub struct Target {
    /// What the column can be learned as, the default first.
    pub kinds: Vec<TaskKind>,
    /// Sentences about what is odd, or could be chosen otherwise.
    pub notes: Vec<String>,
    labelled: Rc<dyn AnyKind>,
}

impl Target {
    /// A task of whatever kind.
    pub(super) fn of<K: Kind>(own: Labelled<K>) -> Self
    where
        Task: From<K>,
    {
        let Labelled { kind, labels, kinds, notes } = own;
        Self { kinds, notes, labelled: Rc::new(Of { kind, labels }) }
    }

    /// The column's name, or that of the label set.
    pub fn name(&self) -> &str {
        self.labelled.name()
    }

    /// Kind of answer.
    pub fn kind(&self) -> TaskKind {
        self.labelled.kind()
    }

    /// Class labels in index order; the labels of a set; empty for numbers and counts.
    pub fn classes(&self) -> &[String] {
        self.labelled.classes()
    }

    /// Outputs of the head.
    pub fn output_count(&self) -> usize {
        self.labelled.output_count()
    }

    /// What the head puts out.
    pub fn shape(&self) -> Shape {
        let (kind, outputs) = (self.kind(), self.output_count());
        Shape { kind, outputs, scores: kind.card().score_count(outputs, self.classes().len()) }
    }

    /// The task alone, as it is kept and sent.
    pub fn task(&self) -> Task {
        self.labelled.task()
    }

    /// How many labels a row has.
    pub fn label_count(&self, row: usize) -> usize {
        self.labelled.label_count(row)
    }

    /// Rows of each class among some, in class order; of each label that are yes; empty without classes.
    pub fn class_rows(&self, rows: &[u32]) -> Vec<usize> {
        self.labelled.class_rows(rows)
    }

    /// Writes a row's label where its head's outputs are compared with it, and nothing where it has none.
    ///
    /// - `into`: `[outputs]`, zeros
    pub fn write(&self, row: usize, into: &mut [f32]) {
        self.labelled.write(row, into);
    }

    /// How much each label of a row counts in training, the row's own weight left aside: 0 where it has none.
    pub fn training_weight(&self, row: usize) -> f32 {
        self.labelled.training_weight(row)
    }

    /// The best constant answer.
    ///
    /// - `rows`: those to train on
    /// - `weights`: how much each label of each of these rows counts in the training loss
    pub fn baseline(&self, rows: &[u32], weights: &[f32]) -> Baseline {
        self.labelled.baseline(rows, weights)
    }

    /// Scores over the labelled ones of some rows of always answering what the training labels say on the whole, and why some have
    /// no value.
    pub fn baseline_metrics(&self, rows: &[u32]) -> (Metrics, Reasons) {
        self.labelled.baseline_metrics(rows)
    }

    /// What a model without a head learns of it; `None` where there is no such model.
    pub fn response(&self) -> Option<Response> {
        self.labelled.response()
    }

    /// The labels of a row as such a model is shown them, NaN where one is missing.
    pub fn example(&self, row: usize) -> Vec<f64> {
        self.labelled.example(row)
    }

    /// Reads what such a model answers, row-major: values, rates or probabilities.
    pub fn read_numbers(&self, numbers: &[f64]) -> Box<dyn Answered> {
        self.labelled.clone().read_numbers(numbers)
    }

    /// Reads what the head puts out, `[rows, outputs]`, row-major: values in deviations, logarithms of rates, or logits.
    pub fn read(&self, outputs: &[f32]) -> Box<dyn Answered> {
        self.labelled.clone().read(outputs)
    }
}

/// What one head says about some rows, in the column's own terms.
///
/// Where labels are needed, `rows` are the rows of the table that the answers are for, in the answers' order.
pub trait Answered: Debug {
    /// The answer for one of the rows.
    fn answer(&self, index: usize) -> Answer;

    /// The answers to all rows as plain numbers.
    fn said(&self) -> Said;

    /// Scores over the labelled ones of the rows, and why some have no value.
    fn metrics(&self, rows: &[u32]) -> (Metrics, Reasons);

    /// The same over those of the rows that are kept.
    ///
    /// - `is_kept`: one a row
    fn metrics_of(&self, rows: &[u32], is_kept: &[bool]) -> (Metrics, Reasons);

    /// Mean loss over the labelled ones of the rows; see [`Kind::loss`].
    fn loss(&self, rows: &[u32]) -> Option<f64>;

    /// The same with classes weighed as in training: what says which epoch is the best, since training that makes rare classes
    /// count would else be stopped for it.
    fn weighted_loss(&self, rows: &[u32]) -> Option<f64>;

    /// How each label of a set, or each class against the rest, is answered by itself; nothing for other tasks.
    fn label_scores(&self, rows: &[u32]) -> Vec<LabelScores>;

    /// What was answered to the labelled ones of the rows, beside their labels; `None` where gains are given no interval.
    fn predicted(&self, rows: &[u32]) -> Option<Predicted>;

    /// What views are computed from: answers to the labelled ones of the rows, beside their labels; `None` where there is nothing to see.
    ///
    /// - `task`: index of the task, in task order
    fn seen(&self, task: usize, rows: &[u32]) -> Option<Seen<'_>>;
}

/// A kind of task beside its own labels.
#[derive(Debug)]
struct Of<K: Kind> {
    kind: K,
    labels: K::Labels,
}

/// [`Of`], whatever the kind.
trait AnyKind: Debug {
    fn name(&self) -> &str;
    fn kind(&self) -> TaskKind;
    fn classes(&self) -> &[String];
    fn output_count(&self) -> usize;
    fn task(&self) -> Task;
    fn label_count(&self, row: usize) -> usize;
    fn class_rows(&self, rows: &[u32]) -> Vec<usize>;
    fn write(&self, row: usize, into: &mut [f32]);
    fn training_weight(&self, row: usize) -> f32;
    fn baseline(&self, rows: &[u32], weights: &[f32]) -> Baseline;
    fn baseline_metrics(&self, rows: &[u32]) -> (Metrics, Reasons);
    fn response(&self) -> Option<Response>;
    fn example(&self, row: usize) -> Vec<f64>;
    fn read_numbers(self: Rc<Self>, numbers: &[f64]) -> Box<dyn Answered>;
    fn read(self: Rc<Self>, outputs: &[f32]) -> Box<dyn Answered>;
}

impl<K: Kind> Of<K> {
    fn with_reasons(&self, mut metrics: Metrics, labels: &K::Labels) -> (Metrics, Reasons) {
        let reasons = reasons(&mut metrics, K::Labels::PER_ROW, labels.differ());
        (metrics, reasons)
    }
}

impl<K: Kind> AnyKind for Of<K>
where
    Task: From<K>,
{
    fn name(&self) -> &str {
        self.kind.name()
    }

    fn kind(&self) -> TaskKind {
        K::KIND
    }

    fn classes(&self) -> &[String] {
        self.kind.classes()
    }

    fn output_count(&self) -> usize {
        self.kind.output_count()
    }

    fn task(&self) -> Task {
        self.kind.clone().into()
    }

    fn label_count(&self, row: usize) -> usize {
        self.labels.count(row)
    }

    fn class_rows(&self, rows: &[u32]) -> Vec<usize> {
        self.kind.class_rows(&self.labels.pick(rows))
    }

    fn write(&self, row: usize, into: &mut [f32]) {
        self.kind.write(&self.labels, row, into);
    }

    fn training_weight(&self, row: usize) -> f32 {
        self.kind.weight(&self.labels, row)
    }

    fn baseline(&self, rows: &[u32], weights: &[f32]) -> Baseline {
        self.kind.baseline(&self.labels.pick(rows), weights)
    }

    fn baseline_metrics(&self, rows: &[u32]) -> (Metrics, Reasons) {
        let labels = self.labels.pick(rows);
        self.with_reasons(self.kind.baseline_metrics(&labels), &labels)
    }

    fn response(&self) -> Option<Response> {
        self.kind.response()
    }

    fn example(&self, row: usize) -> Vec<f64> {
        self.kind.example(&self.labels, row)
    }

    fn read_numbers(self: Rc<Self>, numbers: &[f64]) -> Box<dyn Answered> {
        let answers = self.kind.read_numbers(numbers);
        Box::new(Read { of: self, answers })
    }

    fn read(self: Rc<Self>, outputs: &[f32]) -> Box<dyn Answered> {
        let answers = self.kind.read(outputs);
        Box::new(Read { of: self, answers })
    }
}

#[derive(Debug)]
struct Read<K: Kind> {
    of: Rc<Of<K>>,
    answers: K::Answers,
}

impl<K: Kind> Read<K> {
    fn scored(&self, labels: &K::Labels) -> (Metrics, Reasons) {
        let mut metrics = self.of.kind.metrics(&self.answers, labels);
        metrics.insert(MetricKind::Loss, self.of.kind.loss(&self.answers, labels));
        self.of.with_reasons(metrics, labels)
    }
}

impl<K: Kind> Answered for Read<K> {
    fn answer(&self, index: usize) -> Answer {
        self.of.kind.answer(&self.answers, index)
    }

    fn said(&self) -> Said {
        self.of.kind.said(&self.answers)
    }

    fn metrics(&self, rows: &[u32]) -> (Metrics, Reasons) {
        self.scored(&self.of.labels.pick(rows))
    }

    fn metrics_of(&self, rows: &[u32], is_kept: &[bool]) -> (Metrics, Reasons) {
        let mut labels = self.of.labels.pick(rows);
        labels.keep(is_kept);
        self.scored(&labels)
    }

    fn loss(&self, rows: &[u32]) -> Option<f64> {
        self.of.kind.loss(&self.answers, &self.of.labels.pick(rows))
    }

    fn weighted_loss(&self, rows: &[u32]) -> Option<f64> {
        self.of.kind.weighted_loss(&self.answers, &self.of.labels.pick(rows))
    }

    fn label_scores(&self, rows: &[u32]) -> Vec<LabelScores> {
        self.of.kind.label_scores(&self.answers, &self.of.labels.pick(rows))
    }

    fn predicted(&self, rows: &[u32]) -> Option<Predicted> {
        self.of.kind.predicted(&self.answers, &self.of.labels.pick(rows))
    }

    fn seen(&self, task: usize, rows: &[u32]) -> Option<Seen<'_>> {
        let labels = self.of.labels.pick(rows);
        let evidence: Evidence = self.of.kind.evidence(&self.answers, &labels)?;
        let step = every(rows.len(), MOST_DRAWN);
        let labelled = (0..rows.len()).filter(|&index| labels.count(index) > 0);
        let (rows, is_drawn) = labelled.map(|index| (rows[index], index % step == 0)).unzip();
        let (name, classes) = (self.of.kind.name(), self.of.kind.classes());
        let baseline = self.of.kind.constant();
        Some(Seen { task, name, classes, rows, is_drawn, evidence, baseline, valid: None })
    }
}

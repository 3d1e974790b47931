//! Yes or no for each label of a set: one logit a label, learned by the mean binary cross-entropy of the labels that are known.
//!
//! The labels are columns of yes and no that are learned together, or what the cells of one column list.

use serde::{Deserialize, Serialize};

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{
    LabelScores, MetricKind, Metrics, baseline_labels, is_named, label_metrics, label_scores, label_skill,
    surprise,
};
use crate::schema::error::DataError;
use crate::table::column::{Column, RARE};
use crate::table::kind;
use crate::table::multi_select::Parts;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, entropy, held, log_odds, mean, weighted};
use crate::task::choice::MOST_CLASSES;
use crate::task::classes::sigmoid;
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::SetLabels;
use crate::task::rare::{ColumnClasses, RareClasses};
use crate::task::said::Said;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "multilabel",
    name: "Several labels, yes or no",
    answers: |outputs| format!("yes/no × {outputs}"),
    loss: "binary cross-entropy",
    metrics: &[
        MetricKind::Loss,
        MetricKind::MacroF1,
        MetricKind::MicroF1,
        MetricKind::HammingLoss,
        MetricKind::SubsetAccuracy,
        MetricKind::Auc,
        MetricKind::AveragePrecision,
        MetricKind::LogLoss,
        MetricKind::LogLossSkill,
        MetricKind::Brier,
    ],
    // It judges the answers that are given, as accuracy does, but labels are mostly no, so that whoever always says no has few wrong;
    // and every label counts, however rare.
    main_metric: MetricKind::MacroF1,
    choices: Choices::None,
    has_thresholds: false,
    has_map: false,
    views: &[
        HeadView::PerClass,
        HeadView::Together,
        HeadView::Threshold,
        HeadView::Roc,
        HeadView::PrecisionRecall,
        HeadView::Calibration,
        HeadView::Probabilities,
    ],
    label_code: LabelCode::Sides,
};

/// Most labels that a sentence names.
const MOST_NAMED: usize = 5;

/// A set of labels to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Multilabel {
    name: String,
    /// In the set's order.
    labels: Vec<String>,
    /// Share of yes among the training labels of each label.
    shares: Vec<f64>,
}

impl Multilabel {
    /// Fits to a column whose cells list labels.
    ///
    /// # Errors
    /// Fewer than two labels, or more than can be learned.
    pub(super) fn fit(own: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Fit { column, table, train, .. } = *own;
        let parts = column.reading().parts().cloned().unwrap_or_else(|| Parts::of(column.levels()));
        let task = || column.name.clone();
        let width = parts.labels.len();
        if let [only] = parts.labels.as_slice() {
            return Err(DataError::OneClass { task: task(), class: only.clone() });
        }
        if width > MOST_CLASSES {
            let rows = table.rows - column.missing();
            return Err(DataError::TooManyClasses { task: task(), classes: width, rows });
        }
        let mut labels = vec![None; table.rows * width];
        for (row, own) in labels.chunks_exact_mut(width).enumerate() {
            if let Some(cell) = column.label(row) {
                own.fill(Some(false));
                parts.indices(cell).for_each(|label| own[label] = Some(true));
            }
        }
        let labels = SetLabels::new(width, labels);
        let known: Vec<usize> = (train.iter().map(|&row| row as usize))
            .filter(|&row| labels.get(row).iter().any(Option::is_some))
            .collect();
        let yes = |label: usize| known.iter().filter(|&&row| labels.get(row)[label] == Some(true)).count();
        let counts: Vec<usize> = (0..width).map(yes).collect();
        let named = counts.iter().zip(&parts.labels).filter(|(count, _)| **count < RARE);
        let named: Vec<String> = named.map(|(count, label)| format!("“{label}” ({count})")).collect();
        Ok(Labelled {
            kind: Self {
                name: task(),
                shares: counts.iter().map(|&count| count as f64 / known.len().max(1) as f64).collect(),
                labels: parts.labels,
            },
            labels,
            kinds: vec![TaskKind::Multilabel],
            notes: rare_note(&column.name, &named).into_iter().collect(),
        })
    }

    /// Fits to several columns of yes and no.
    ///
    /// # Errors
    /// A column whose labels don't mean yes and no, or without a label in the training rows.
    pub(super) fn fit_columns(
        set: &str,
        columns: &[&Column],
        rows: usize,
        train: &[u32],
    ) -> Result<Labelled<Self>, DataError> {
        let width = columns.len();
        let mut labels = vec![None; rows * width];
        let mut shares = Vec::with_capacity(width);
        for (index, column) in columns.iter().enumerate() {
            let is_yes = truths(set, column)?;
            for row in 0..rows {
                labels[row * width + index] = column.code(row).map(|code| is_yes[code]);
            }
            let known = train.iter().filter_map(|&row| column.code(row as usize)).map(|code| is_yes[code]);
            let known: Vec<bool> = known.collect();
            if known.is_empty() {
                return Err(DataError::NoTrainingLabels { task: column.name.clone() });
            }
            shares.push(known.iter().filter(|&&is_yes| is_yes).count() as f64 / known.len() as f64);
        }
        let note =
            |column: &&Column| ColumnClasses::of(column, train, RareClasses::Keep).note(&column.name, false);
        Ok(Labelled {
            kind: Self {
                name: set.to_owned(),
                labels: columns.iter().map(|column| column.name.clone()).collect(),
                shares,
            },
            labels: SetLabels::new(width, labels),
            kinds: vec![TaskKind::Multilabel],
            notes: columns.iter().filter_map(note).collect(),
        })
    }
}

impl Kind for Multilabel {
    const KIND: TaskKind = TaskKind::Multilabel;
    type Labels = SetLabels;
    /// `[rows, labels]` probabilities of yes, row-major.
    type Answers = Vec<f64>;

    fn name(&self) -> &str {
        &self.name
    }

    fn classes(&self) -> &[String] {
        &self.labels
    }

    fn output_count(&self) -> usize {
        self.labels.len()
    }

    fn is_sound(&self) -> bool {
        (1..=MOST_CLASSES).contains(&self.labels.len()) && self.shares.len() == self.labels.len()
    }

    fn write(&self, labels: &SetLabels, row: usize, into: &mut [f32]) {
        for (into, label) in into.iter_mut().zip(labels.get(row)) {
            *into = label.map_or(0.0, |is_yes| if is_yes { 1.0 } else { -1.0 });
        }
    }

    fn class_rows(&self, labels: &SetLabels) -> Vec<usize> {
        let yes = |label| labels.of_label(label).filter(|is_yes| *is_yes == Some(true)).count();
        (0..self.labels.len()).map(yes).collect()
    }

    /// Each label of a set is a question of its own, which counts as often as it is answered.
    fn baseline(&self, labels: &SetLabels, weights: &[f32]) -> Baseline {
        let (mut outputs, mut losses) = (Vec::new(), Vec::new());
        for label in 0..self.labels.len() {
            let labelled = weighted(labels.of_label(label), weights);
            let yes = mean(&labelled, |is_yes| f64::from(u8::from(is_yes))).unwrap_or(0.5);
            outputs.push(log_odds(held(&[1.0 - yes, yes], labelled.len())[1]));
            losses.push((entropy(&[1.0 - yes, yes]), labelled.iter().map(|(_, weight)| weight).sum()));
        }
        Baseline { outputs, loss: mean(&losses, |loss| loss).unwrap_or(0.0) }
    }

    fn baseline_metrics(&self, labels: &SetLabels) -> Metrics {
        baseline_labels(&self.shares, labels.all())
    }

    fn read(&self, outputs: &[f32]) -> Vec<f64> {
        outputs.iter().copied().map(sigmoid).collect()
    }

    fn response(&self) -> Option<Response> {
        Some(Response::Labels(self.labels.len() as u32))
    }

    fn example(&self, labels: &SetLabels, row: usize) -> Vec<f64> {
        let number = |label: &Option<bool>| label.map_or(f64::NAN, |is_yes| f64::from(u8::from(is_yes)));
        labels.get(row).iter().map(number).collect()
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f64> {
        numbers.to_vec()
    }

    fn predicted(&self, answers: &Vec<f64>, labels: &SetLabels) -> Option<Predicted> {
        let count = self.labels.len();
        let rows = answers.chunks_exact(count).zip(labels.all().chunks_exact(count));
        let (mut probabilities, mut known) = (Vec::new(), Vec::new());
        for (answers, labels) in rows.filter(|(_, labels)| labels.iter().any(Option::is_some)) {
            probabilities.extend_from_slice(answers);
            known.extend_from_slice(labels);
        }
        Some(Predicted::Labels { probabilities, labels: known, count })
    }

    fn said(&self, answers: &Vec<f64>) -> Said {
        Said::Labels { labels: self.labels.len(), shares: answers.clone() }
    }

    fn answer(&self, answers: &Vec<f64>, index: usize) -> Answer {
        let shares = answers.chunks_exact(self.labels.len()).nth(index).unwrap_or(&[]);
        let labels = || self.labels.iter().cloned().zip(shares.iter().copied());
        let named = labels().filter(|(_, share)| is_named(*share));
        Answer { value: named.map(|(name, _)| name).collect(), probabilities: Some(labels().collect()) }
    }

    fn loss(&self, answers: &Vec<f64>, labels: &SetLabels) -> Option<f64> {
        let pairs = answers.iter().zip(labels.all());
        let (sum, count) = pairs
            .filter_map(|(&share, &label)| Some(surprise(share, label?)))
            .fold((0.0, 0), |(sum, count), loss| (sum + loss, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    }

    fn metrics(&self, answers: &Vec<f64>, labels: &SetLabels) -> Metrics {
        let mut metrics = label_metrics(answers, labels.all(), self.labels.len());
        if !metrics.is_empty() {
            metrics.insert(MetricKind::LogLossSkill, label_skill(answers, labels.all(), &self.shares));
        }
        metrics
    }

    fn label_scores(&self, answers: &Vec<f64>, labels: &SetLabels) -> Vec<LabelScores> {
        label_scores(answers, labels.all(), &self.labels)
    }
}

/// Which of a column's levels mean yes.
fn truths(set: &str, column: &Column) -> Result<Vec<bool>, DataError> {
    let levels: Vec<&str> = column.levels().iter().collect();
    match levels.as_slice() {
        [] => return Err(DataError::NoLabels { task: column.name.clone() }),
        [only] => {
            return Err(DataError::OneClass { task: column.name.clone(), class: (*only).to_owned() });
        }
        [_, _, ..] => {}
    }
    if !kind::are_boolean(&levels) {
        let found = levels.iter().take(2).map(|level| format!("“{level}”")).collect::<Vec<_>>().join(", ");
        let more = if levels.len() > 2 { " and more" } else { "" };
        let (set, column) = (set.to_owned(), column.name.clone());
        return Err(DataError::NotYesOrNo { set, column, found: found + more });
    }
    Ok(levels.iter().map(|level| kind::truth(level) == Some(true)).collect())
}

fn rare_note(task: &str, named: &[String]) -> Option<String> {
    let more = named.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown = named.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    (!named.is_empty()).then(|| {
        format!("Fewer than {RARE} training rows of “{task}” have these labels, too few to learn much from: {shown}{more}.")
    })
}

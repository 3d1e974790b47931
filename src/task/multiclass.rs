//! One of three or more classes in no order: one logit a class, learned by the cross-entropy of their softmax.

use serde::{Deserialize, Serialize};

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{LabelScores, MetricKind, Metrics, baseline_classes, class_metrics};
use crate::schema::error::DataError;
use crate::task::answer::Answer;
use crate::task::baseline::Baseline;
use crate::task::choice::MOST_CLASSES;
use crate::task::classes::{Classes, Found, METRICS, softmax};
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::ClassLabels;
use crate::task::said::Said;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "multiclass",
    name: "Classes in no order",
    answers: |outputs| format!("softmax {outputs}"),
    loss: "cross-entropy",
    metrics: METRICS,
    main_metric: MetricKind::Accuracy,
    choices: Choices::ClassWeightsAndPool,
    has_thresholds: false,
    has_map: false,
    views: &[
        HeadView::Confusion,
        HeadView::PerClass,
        HeadView::Roc,
        HeadView::PrecisionRecall,
        HeadView::Calibration,
        HeadView::Probabilities,
    ],
    label_code: LabelCode::OneHot,
};

/// One of several classes to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Multiclass(Classes);

impl Multiclass {
    /// Fits to the classes of the training rows.
    ///
    /// # Errors
    /// More classes than can be learned.
    pub(super) fn fit(fit: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Found { own, labels, kinds, mut notes } = Classes::fit(fit, true)?;
        if fit.chosen.kind.is_none() && fit.column.kind.is_numeric() {
            let name = &own.name;
            notes.push(format!(
                "The few whole numbers of “{name}” are learned as classes, as its name says. If they measure something, learn it as a number (targets.{name}.kind: “regression”)."
            ));
        }
        Ok(Labelled { kind: Self(own), labels, kinds, notes })
    }
}

impl Kind for Multiclass {
    const KIND: TaskKind = TaskKind::Multiclass;
    type Labels = ClassLabels;
    /// `[rows, classes]` probabilities, row-major.
    type Answers = Vec<f32>;

    fn name(&self) -> &str {
        &self.0.name
    }

    fn classes(&self) -> &[String] {
        &self.0.classes
    }

    fn output_count(&self) -> usize {
        self.0.count()
    }

    fn is_sound(&self) -> bool {
        self.0.has(2..=MOST_CLASSES)
    }

    fn write(&self, labels: &ClassLabels, row: usize, into: &mut [f32]) {
        if let Some(into) = labels.get(row).and_then(|class| into.get_mut(class)) {
            *into = 1.0;
        }
    }

    fn weight(&self, labels: &ClassLabels, row: usize) -> f32 {
        self.0.row_weight(labels, row)
    }

    fn class_rows(&self, labels: &ClassLabels) -> Vec<usize> {
        self.0.rows(labels)
    }

    fn baseline(&self, labels: &ClassLabels, weights: &[f32]) -> Baseline {
        self.0.baseline(labels, weights, |shares| shares.iter().map(|share| share.ln()).collect())
    }

    fn baseline_metrics(&self, labels: &ClassLabels) -> Metrics {
        self.0.baseline_metrics(labels, baseline_classes)
    }

    fn read(&self, outputs: &[f32]) -> Vec<f32> {
        outputs.chunks_exact(self.0.count()).flat_map(softmax).collect()
    }

    fn response(&self) -> Option<Response> {
        Some(Response::Classes(self.0.count() as u32))
    }

    fn example(&self, labels: &ClassLabels, row: usize) -> Vec<f64> {
        vec![labels.get(row).map_or(f64::NAN, |class| class as f64)]
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f32> {
        numbers.iter().map(|&share| share as f32).collect()
    }

    fn predicted(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Option<Predicted> {
        let (probabilities, labels) = self.0.labelled(answers, labels);
        Some(Predicted::Classes { probabilities, labels, classes: self.0.count() })
    }

    fn said(&self, answers: &Vec<f32>) -> Said {
        Said::Classes { classes: self.0.count(), shares: answers.clone() }
    }

    fn answer(&self, answers: &Vec<f32>, index: usize) -> Answer {
        self.0.answer(answers, index)
    }

    fn loss(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Option<f64> {
        self.0.mean_loss(answers, labels, |_| 1.0)
    }

    fn weighted_loss(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Option<f64> {
        self.0.mean_loss(answers, labels, |class| self.0.weight(class).into())
    }

    fn metrics(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Metrics {
        self.0.metrics(answers, labels, class_metrics)
    }

    fn label_scores(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Vec<LabelScores> {
        self.0.class_scores(answers, labels)
    }
}

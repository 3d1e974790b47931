//! One of two classes: one logit, for the second class, learned by the binary cross-entropy.

use serde::{Deserialize, Serialize};

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{LabelScores, MetricKind, Metrics, baseline_classes, class_metrics};
use crate::schema::error::DataError;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, log_odds};
use crate::task::classes::{Classes, Found, METRICS, sigmoid};
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::ClassLabels;
use crate::task::said::Said;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "binary",
    name: "One of two classes",
    answers: |_| "yes/no".to_owned(),
    loss: "binary cross-entropy",
    metrics: METRICS,
    main_metric: MetricKind::Accuracy,
    choices: Choices::ClassWeights,
    has_thresholds: false,
    has_map: false,
    views: &[
        HeadView::Confusion,
        HeadView::PerClass,
        HeadView::Threshold,
        HeadView::Roc,
        HeadView::PrecisionRecall,
        HeadView::Calibration,
        HeadView::Probabilities,
    ],
    label_code: LabelCode::YesNo,
};

/// One of two classes to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binary(Classes);

impl Binary {
    /// Fits to the classes of the training rows.
    ///
    /// # Errors
    /// More classes than can be learned.
    pub(super) fn fit(own: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Found { own, labels, kinds, notes } = Classes::fit(own, false)?;
        Ok(Labelled { kind: Self(own), labels, kinds, notes })
    }
}

impl Kind for Binary {
    const KIND: TaskKind = TaskKind::Binary;
    type Labels = ClassLabels;
    /// `[rows, classes]` probabilities, row-major; two columns.
    type Answers = Vec<f32>;

    fn name(&self) -> &str {
        &self.0.name
    }

    fn classes(&self) -> &[String] {
        &self.0.classes
    }

    fn output_count(&self) -> usize {
        1
    }

    fn is_sound(&self) -> bool {
        self.0.has(2..=2)
    }

    fn write(&self, labels: &ClassLabels, row: usize, into: &mut [f32]) {
        if let (Some(class), Some(into)) = (labels.get(row), into.first_mut()) {
            *into = class as f32;
        }
    }

    fn weight(&self, labels: &ClassLabels, row: usize) -> f32 {
        self.0.row_weight(labels, row)
    }

    fn class_rows(&self, labels: &ClassLabels) -> Vec<usize> {
        self.0.rows(labels)
    }

    fn baseline(&self, labels: &ClassLabels, weights: &[f32]) -> Baseline {
        self.0.baseline(labels, weights, |shares| shares[1..].iter().map(|&share| log_odds(share)).collect())
    }

    fn baseline_metrics(&self, labels: &ClassLabels) -> Metrics {
        self.0.baseline_metrics(labels, baseline_classes)
    }

    fn read(&self, outputs: &[f32]) -> Vec<f32> {
        let pair = |&logit: &f32| {
            let second = sigmoid(logit);
            [(1.0 - second) as f32, second as f32]
        };
        outputs.iter().flat_map(pair).collect()
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

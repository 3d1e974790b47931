//! One of three or more classes that go from low to high: one score and ascending thresholds (cumulative link with proportional odds).
//!
//! McCullagh 1980, "Regression Models for Ordinal Data", <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.

use serde::{Deserialize, Serialize};

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{LabelScores, MetricKind, Metrics, baseline_levels, level_metrics};
use crate::schema::error::DataError;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, log_odds};
use crate::task::choice::MOST_CLASSES;
use crate::task::classes::{Classes, Found, sigmoid};
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::ClassLabels;
use crate::task::said::Said;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "ordinal",
    name: "Classes in order",
    answers: |outputs| format!("{} classes in order", outputs + 1),
    loss: "cumulative link",
    metrics: &[
        MetricKind::Loss,
        MetricKind::QuadraticKappa,
        MetricKind::Mae,
        MetricKind::Accuracy,
        MetricKind::BalancedAccuracy,
        MetricKind::MacroF1,
        MetricKind::Auc,
        MetricKind::AveragePrecision,
        MetricKind::Top3Accuracy,
        MetricKind::Top5Accuracy,
        MetricKind::LogLoss,
        MetricKind::LogLossSkill,
        MetricKind::Brier,
        MetricKind::Ece,
    ],
    main_metric: MetricKind::QuadraticKappa,
    choices: Choices::ClassWeights,
    has_thresholds: true,
    has_map: false,
    views: &[
        HeadView::Confusion,
        HeadView::RankBars,
        HeadView::PerClass,
        HeadView::Roc,
        HeadView::PrecisionRecall,
        HeadView::Calibration,
        HeadView::Probabilities,
    ],
    label_code: LabelCode::Order,
};

/// One of several classes in order to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ordinal(Classes);

impl Ordinal {
    /// Fits to the classes of the training rows.
    ///
    /// # Errors
    /// More classes than can be learned.
    pub(super) fn fit(own: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Found { own, labels, kinds, notes } = Classes::fit(own, false)?;
        Ok(Labelled { kind: Self(own), labels, kinds, notes })
    }
}

impl Kind for Ordinal {
    const KIND: TaskKind = TaskKind::Ordinal;
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
        self.0.count().saturating_sub(1)
    }

    fn is_sound(&self) -> bool {
        self.0.has(3..=MOST_CLASSES)
    }

    fn write(&self, labels: &ClassLabels, row: usize, into: &mut [f32]) {
        let Some(class) = labels.get(row) else { return };
        // The thresholds on both sides of the class.
        if let Some(upper) = into.get_mut(class) {
            *upper = 1.0;
        }
        if let Some(lower) = class.checked_sub(1).and_then(|below| into.get_mut(below)) {
            *lower = -1.0;
        }
    }

    fn weight(&self, labels: &ClassLabels, row: usize) -> f32 {
        self.0.row_weight(labels, row)
    }

    fn class_rows(&self, labels: &ClassLabels) -> Vec<usize> {
        self.0.rows(labels)
    }

    fn baseline(&self, labels: &ClassLabels, weights: &[f32]) -> Baseline {
        self.0.baseline(labels, weights, |shares| {
            let mut below = 0.0;
            let cumulative = shares.iter().take(shares.len() - 1).map(|share| {
                below += share;
                log_odds(below)
            });
            cumulative.collect()
        })
    }

    fn baseline_metrics(&self, labels: &ClassLabels) -> Metrics {
        self.0.baseline_metrics(labels, baseline_levels)
    }

    fn read(&self, outputs: &[f32]) -> Vec<f32> {
        outputs.chunks_exact(self.output_count().max(1)).flat_map(between).collect()
    }

    fn response(&self) -> Option<Response> {
        Some(Response::Levels(self.0.count() as u32))
    }

    fn example(&self, labels: &ClassLabels, row: usize) -> Vec<f64> {
        vec![labels.get(row).map_or(f64::NAN, |class| class as f64)]
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f32> {
        numbers.iter().map(|&share| share as f32).collect()
    }

    fn predicted(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Option<Predicted> {
        let (probabilities, labels) = self.0.labelled(answers, labels);
        Some(Predicted::Levels { probabilities, labels, classes: self.0.count() })
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
        self.0.metrics(answers, labels, level_metrics)
    }

    fn label_scores(&self, answers: &Vec<f32>, labels: &ClassLabels) -> Vec<LabelScores> {
        self.0.class_scores(answers, labels)
    }
}

/// Probabilities of classes in order, from ascending logits of being at or below each but the last.
fn between(logits: &[f32]) -> Vec<f32> {
    let at_or_below = logits.iter().copied().map(sigmoid);
    let mut below = 0.0;
    let share = |upper: f64| (upper - std::mem::replace(&mut below, upper)).max(0.0) as f32;
    at_or_below.chain(std::iter::once(1.0)).map(share).collect()
}

//! A count: a whole number from 0 on, learned in units of its training mean by the Poisson deviance.
//!
//! The head's output is the logarithm of the rate in those units. The training mean thus stands as a fixed offset in front of the
//! head, as exposure does in a generalised linear model (McCullagh & Nelder 1989, §6.2): training starts near the baseline, no weight
//! decay pulls on the mean, and a task of large counts weighs no more than one of small ones.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::examples::Response;
use crate::gain::Predicted;
use crate::math::deviance::half_deviance;
use crate::metric::{MetricKind, Metrics, baseline_counts, count_metrics};
use crate::schema::error::DataError;
use crate::table::column::{Column, median};
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, mean, weighted};
use crate::task::choice;
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::Numbers;
use crate::task::said::Said;
use crate::task::transform::Transform;
use crate::task::values;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "count",
    name: "Count (Poisson)",
    answers: |_| "expected count".to_owned(),
    loss: "Poisson deviance",
    metrics: &[
        MetricKind::Loss,
        MetricKind::D2,
        MetricKind::PoissonDeviance,
        MetricKind::R2,
        MetricKind::Rmse,
        MetricKind::Mae,
        MetricKind::Rmsle,
        MetricKind::Spearman,
    ],
    main_metric: MetricKind::D2,
    choices: Choices::None,
    has_thresholds: false,
    has_map: false,
    views: &[
        HeadView::Scatter,
        HeadView::Residuals,
        HeadView::ErrorByQuantile,
        HeadView::PredictionInterval,
        HeadView::Rootogram,
    ],
    label_code: LabelCode::Number,
};

/// Answers are held within `e^±REACH` training means.
const REACH: f64 = 30.0;

/// Fewest different values that hint at a count.
const FEWEST_VALUES: usize = 5;

/// A count to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    name: String,
    /// Mean of the training labels, or less than one event where there is none.
    scale: f64,
}

impl Count {
    /// Fits to the counts of the training rows.
    ///
    /// # Errors
    /// A transform, or a number that counts nothing.
    pub(super) fn fit(own: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Fit { column, table, chosen, .. } = *own;
        let task = column.name.clone();
        if chosen.transform != Transform::None {
            return Err(DataError::CountTransform { task });
        }
        let stranger = (0..table.rows).find_map(|row| {
            let found = column.number(row).filter(|&value| !choice::may_count(value))?;
            Some((table.spreadsheet_row(row), found))
        });
        if let Some((row, found)) = stranger {
            return Err(DataError::NotACount { task, row, found });
        }
        let known = own.known_numbers();
        let rows = known.len().max(1) as f64;
        let mean = known.iter().sum::<f64>() / rows;
        // Of nothing, no rate is a multiple: half an event in all rows stands for what was never seen.
        let scale = if mean > 0.0 { mean } else { 0.5 / rows };
        Ok(Labelled {
            kind: Self { name: task, scale },
            labels: (0..table.rows).map(|row| column.number(row)).collect(),
            kinds: choice::kinds(column, column.class_count()),
            notes: Vec::new(),
        })
    }

    /// The expected count, from an output.
    fn rate(&self, output: f64) -> f64 {
        self.scale * output.clamp(-REACH, REACH).exp()
    }
}

impl Kind for Count {
    const KIND: TaskKind = TaskKind::Count;
    type Labels = Numbers;
    type Answers = Vec<f64>;

    fn name(&self) -> &str {
        &self.name
    }

    fn output_count(&self) -> usize {
        1
    }

    fn is_sound(&self) -> bool {
        self.scale > 0.0
    }

    fn write(&self, labels: &Numbers, row: usize, into: &mut [f32]) {
        if let (Some(value), Some(into)) = (labels.get(row), into.first_mut()) {
            *into = (value / self.scale) as f32;
        }
    }

    fn baseline(&self, labels: &Numbers, weights: &[f32]) -> Baseline {
        // As the head is shown them.
        let counts = labels.iter().map(|value| Some(f64::from((value? / self.scale) as f32)));
        let labelled = weighted(counts, weights);
        match mean(&labelled, |label| label).filter(|&rate| rate > 0.0) {
            Some(rate) => {
                let loss = mean(&labelled, |label| half_deviance(label, rate)).unwrap_or(0.0);
                Baseline { outputs: vec![rate.ln()], loss }
            }
            None => Baseline { outputs: vec![0.0], loss: 0.0 },
        }
    }

    fn baseline_metrics(&self, labels: &Numbers) -> Metrics {
        let actual: Vec<f64> = labels.known().collect();
        baseline_counts(self.scale, &actual, self.scale)
    }

    fn constant(&self) -> Option<f64> {
        Some(self.scale)
    }

    fn read(&self, outputs: &[f32]) -> Vec<f64> {
        outputs.iter().map(|&output| self.rate(output.into())).collect()
    }

    fn response(&self) -> Option<Response> {
        Some(Response::Count)
    }

    fn example(&self, labels: &Numbers, row: usize) -> Vec<f64> {
        vec![labels.get(row).unwrap_or(f64::NAN)]
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f64> {
        numbers.to_vec()
    }

    fn predicted(&self, answers: &Vec<f64>, labels: &Numbers) -> Option<Predicted> {
        let (predicted, actual) = values::labelled(answers, labels);
        Some(Predicted::Counts { predicted, actual })
    }

    fn said(&self, answers: &Vec<f64>) -> Said {
        Said::Values(answers.clone())
    }

    fn answer(&self, answers: &Vec<f64>, index: usize) -> Answer {
        let value = answers.get(index).copied().map_or(Value::Null, Value::from);
        Answer { value, probabilities: None }
    }

    fn loss(&self, answers: &Vec<f64>, labels: &Numbers) -> Option<f64> {
        values::mean_loss(answers, labels, |rate, actual| half_deviance(actual, rate) / self.scale)
    }

    fn metrics(&self, answers: &Vec<f64>, labels: &Numbers) -> Metrics {
        let (predicted, actual) = values::labelled(answers, labels);
        count_metrics(&predicted, &actual)
    }
}

/// A sentence for numbers that look like counts: whole, from 0 on, with a long tail, more dispersed than a Poisson count is.
pub(super) fn note(column: &Column, mut known: Vec<f64>) -> Option<String> {
    if column.levels().len() < FEWEST_VALUES || !known.contains(&0.0) || !choice::counts(column) {
        return None;
    }
    let rows = known.len() as f64;
    let mean = known.iter().sum::<f64>() / rows;
    let variance = known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / rows;
    (variance >= mean && mean > median(&mut known)).then(|| {
        format!(
            "The numbers of “{name}” are whole and begin at 0, with more small ones than large ones (mean {mean:.3}, variance {variance:.3}). If they count something, learn “{name}” as a count.",
            name = column.name
        )
    })
}

//! A number: transformed if that is chosen, brought to mean 0 and deviation 1, and learned by the squared error.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::examples::Response;
use crate::gain::Predicted;
use crate::metric::{MetricKind, Metrics, baseline_values, value_metrics};
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, mean, weighted};
use crate::task::choice;
use crate::task::count;
use crate::task::fit::Fit;
use crate::task::kind::{Choices, Kind, KindCard, LabelCode, TaskKind};
use crate::task::labelled::Labelled;
use crate::task::labels::Numbers;
use crate::task::said::Said;
use crate::task::transform::{Curve, Transform};
use crate::task::values;
use crate::view::HeadView;

/// What is said of it.
pub const CARD: KindCard = KindCard {
    key: "regression",
    name: "Number",
    answers: |_| "value".to_owned(),
    loss: "squared error",
    metrics: &[
        MetricKind::Loss,
        MetricKind::R2,
        MetricKind::Rmse,
        MetricKind::Mae,
        MetricKind::Rmsle,
        MetricKind::Pearson,
        MetricKind::Spearman,
    ],
    main_metric: MetricKind::R2,
    choices: Choices::Transform,
    has_thresholds: false,
    has_map: false,
    views: &[HeadView::Scatter, HeadView::Residuals, HeadView::ErrorByQuantile, HeadView::PredictionInterval],
    label_code: LabelCode::Number,
};

/// How many different whole numbers hint at classes.
const FEWEST_CLASSES: usize = 3;
const MOST_HINTED: usize = 10;

/// Larger numbers are amounts more often than names.
const LARGEST_CLASS: f64 = 20.0;

/// Training rows a number, without which that there are few says little.
const ROWS_PER_CLASS: usize = 5;

/// A number to predict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Regression {
    name: String,
    /// Of the training labels.
    mean: f64,
    /// Transforms labels before they are standardised.
    curve: Curve,
    /// Mean of the transformed training labels.
    center: f64,
    /// Standard deviation of the transformed training labels; 1 where they are all the same.
    scale: f64,
}

impl Regression {
    /// Fits to the numbers of the training rows.
    ///
    /// # Errors
    /// A number that the chosen transform can't take.
    pub(super) fn fit(own: &Fit<'_>) -> Result<Labelled<Self>, DataError> {
        let Fit { column, table, chosen, .. } = *own;
        let has_no_logarithm = |row: &usize| column.number(*row).is_some_and(|value| value <= -1.0);
        if chosen.transform == Transform::Log1p
            && let Some(row) = (0..table.rows).find(has_no_logarithm)
        {
            let found = column.number(row).unwrap_or_default();
            let row = table.spreadsheet_row(row);
            return Err(DataError::NoLogarithm { task: column.name.clone(), row, found });
        }
        let known = own.known_numbers();
        let rows = known.len().max(1) as f64;
        let curve = Curve::fit(chosen.transform, &known);
        let transformed = || known.iter().map(|&value| curve.apply(value));
        let center = transformed().sum::<f64>() / rows;
        let variance = transformed().map(|value| (value - center).powi(2)).sum::<f64>() / rows;
        let kind = Self {
            name: column.name.clone(),
            mean: known.iter().sum::<f64>() / rows,
            curve,
            center,
            scale: if variance > 0.0 { variance.sqrt() } else { 1.0 },
        };
        Ok(Labelled {
            kind,
            labels: (0..table.rows).map(|row| column.number(row)).collect(),
            kinds: choice::kinds(column, column.class_count()),
            notes: note(column, known, chosen.kind).into_iter().collect(),
        })
    }

    /// A value as the head learns it: transformed, with mean 0 and deviation 1 over the training labels.
    fn to_standard(&self, value: f64) -> f64 {
        (self.curve.apply(value) - self.center) / self.scale
    }

    /// A value in the column's own unit, from an output.
    fn to_original(&self, output: f64) -> f64 {
        self.curve.invert(output * self.scale + self.center)
    }
}

impl Kind for Regression {
    const KIND: TaskKind = TaskKind::Regression;
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
            *into = self.to_standard(value) as f32;
        }
    }

    fn baseline(&self, labels: &Numbers, weights: &[f32]) -> Baseline {
        // As the head is shown them.
        let standard = labels.iter().map(|value| Some(f64::from(self.to_standard(value?) as f32)));
        let labelled = weighted(standard, weights);
        let center = mean(&labelled, |label| label).unwrap_or(0.0);
        let loss = mean(&labelled, |label| (label - center).powi(2)).unwrap_or(0.0);
        Baseline { outputs: vec![center], loss }
    }

    fn baseline_metrics(&self, labels: &Numbers) -> Metrics {
        let actual: Vec<f64> = labels.known().collect();
        let standard: Vec<f64> = actual.iter().map(|&value| self.to_standard(value)).collect();
        baseline_values(self.mean, &actual, &standard)
    }

    fn constant(&self) -> Option<f64> {
        Some(self.mean)
    }

    fn read(&self, outputs: &[f32]) -> Vec<f64> {
        outputs.iter().map(|&output| self.to_original(output.into())).collect()
    }

    fn response(&self) -> Option<Response> {
        Some(Response::Value)
    }

    fn example(&self, labels: &Numbers, row: usize) -> Vec<f64> {
        vec![labels.get(row).map_or(f64::NAN, |value| self.to_standard(value))]
    }

    fn read_numbers(&self, numbers: &[f64]) -> Vec<f64> {
        numbers.iter().map(|&number| self.to_original(number)).collect()
    }

    fn predicted(&self, answers: &Vec<f64>, labels: &Numbers) -> Option<Predicted> {
        let (predicted, actual) = values::labelled(answers, labels);
        Some(Predicted::Values { predicted, actual })
    }

    fn said(&self, answers: &Vec<f64>) -> Said {
        Said::Values(answers.clone())
    }

    fn answer(&self, answers: &Vec<f64>, index: usize) -> Answer {
        let value = answers.get(index).copied().map_or(Value::Null, Value::from);
        Answer { value, probabilities: None }
    }

    fn loss(&self, answers: &Vec<f64>, labels: &Numbers) -> Option<f64> {
        values::mean_loss(answers, labels, |predicted, actual| {
            (self.to_standard(predicted) - self.to_standard(actual)).powi(2)
        })
    }

    fn metrics(&self, answers: &Vec<f64>, labels: &Numbers) -> Metrics {
        let (predicted, actual) = values::labelled(answers, labels);
        value_metrics(&predicted, &actual)
    }
}

/// A sentence for numbers that may be something else: counts, or names of classes.
fn note(column: &Column, known: Vec<f64>, chosen: Option<TaskKind>) -> Option<String> {
    let rows = known.len();
    count::note(column, known)
        .or_else(|| class_note(column, rows).filter(|_| chosen != Some(Regression::KIND)))
}

/// A sentence for a few small whole numbers, as classes are often written.
fn class_note(column: &Column, rows: usize) -> Option<String> {
    let classes = column.classes();
    let order = column.class_order().into_iter().filter(|&code| classes[code] == code);
    let numbers: Vec<f64> = order.map(|code| column.level_number(code)).collect();
    let are_small = numbers.iter().all(|number| number.abs() <= LARGEST_CLASS);
    if column.kind != ColumnKind::Integer
        || !(FEWEST_CLASSES..=MOST_HINTED).contains(&numbers.len())
        || !are_small
        || rows < ROWS_PER_CLASS * numbers.len()
    {
        return None;
    }
    let named = numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let name = &column.name;
    Some(format!(
        "“{name}” holds few different whole numbers ({named}) and is learned as a number. If they name classes, learn it as classes (targets.{name}.kind: “multiclass”, or “ordinal” where they go from low to high)."
    ))
}

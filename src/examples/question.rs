//! One question that a fit answers: checked labels, how an answer is judged, and the classes there are to learn.

use super::{Examples, ExamplesError, Loss, Response, Seen};

/// Counts of all rows together where none was counted.
const HELD: f64 = 0.5;

/// Checked labels of rows: none is missing, and every weight is above 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    /// Rows of the inputs.
    pub rows: Vec<u32>,
    /// One of each row; the index among the seen classes where there are classes, NaN for one that is not seen.
    pub labels: Vec<f64>,
    /// One of each row.
    pub weights: Vec<f64>,
}

impl Labelled {
    /// Labels with their weights.
    pub fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        self.labels.iter().copied().zip(self.weights.iter().copied())
    }
}

/// What is learned and how it is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What an answer costs.
    pub loss: Loss,
    /// The classes that can be learned; none for values and counts.
    pub seen: Option<Seen>,
    /// What is learned from.
    pub train: Labelled,
    /// What choices are made by; may be empty.
    pub valid: Labelled,
}

impl Examples {
    /// The questions that labels ask: one, or one for each label of a set.
    ///
    /// - `rows`: of the inputs
    ///
    /// # Errors
    /// Lengths that don't fit, rows that aren't there, labels or weights that can't be, no training label of a question.
    pub fn questions(
        response: Response,
        rows: usize,
        train: &Self,
        valid: &Self,
    ) -> Result<Vec<Question>, ExamplesError> {
        (0..response.labels())
            .map(|index| {
                let train = train.labelled(response, rows, index)?;
                let valid = valid.labelled(response, rows, index)?;
                if train.rows.is_empty() {
                    return Err(ExamplesError::NoTrainingLabels);
                }
                Ok(Question::of(response, train, valid))
            })
            .collect()
    }

    /// The rows that have the label of this index.
    fn labelled(&self, response: Response, rows: usize, index: usize) -> Result<Labelled, ExamplesError> {
        let width = response.labels();
        let length = |what, expected: usize, found: usize| {
            let error = ExamplesError::Length { what, rows: self.rows.len(), expected, found };
            (expected == found).then_some(()).ok_or(error)
        };
        length("labels", self.rows.len() * width, self.labels.len())?;
        if !self.weights.is_empty() {
            length("weights", self.rows.len(), self.weights.len())?;
        }
        let mut labelled = Labelled::default();
        let labels = self.labels.iter().skip(index).step_by(width.max(1));
        let weights = self.weights.iter().copied().chain(std::iter::repeat(1.0));
        for ((&row, &label), weight) in self.rows.iter().zip(labels).zip(weights) {
            if row as usize >= rows {
                return Err(ExamplesError::Row { row, rows });
            }
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(ExamplesError::Weight { row, found: weight });
            }
            if label.is_nan() || weight == 0.0 {
                continue;
            }
            if let Some(expected) = response.wrong(label) {
                return Err(ExamplesError::Label { row, expected, found: label });
            }
            labelled.rows.push(row);
            labelled.labels.push(label);
            labelled.weights.push(weight);
        }
        Ok(labelled)
    }
}

impl Response {
    /// What a label had to be that is not what it should be.
    fn wrong(self, label: f64) -> Option<&'static str> {
        let is_index = |count: u32| label.fract() == 0.0 && (0.0..f64::from(count)).contains(&label);
        let (is_right, expected) = match self {
            Self::Value => (label.is_finite(), "a finite number"),
            Self::Count => (label >= 0.0 && label.is_finite(), "a finite number of 0 or more"),
            Self::Classes(count) | Self::Levels(count) => (is_index(count), "the index of a class"),
            Self::Labels(_) => (is_index(2), "0 for no or 1 for yes"),
        };
        (!is_right).then_some(expected)
    }
}

impl Question {
    fn of(response: Response, train: Labelled, valid: Labelled) -> Self {
        let classes = match response {
            Response::Value => return Self { loss: Loss::Squared, seen: None, train, valid },
            Response::Count => return Self { loss: Loss::Poisson, seen: None, train, valid },
            Response::Classes(count) | Response::Levels(count) => count,
            Response::Labels(_) => 2,
        };
        let seen = Seen::of(&train.labels, classes);
        // Two classes need one score, unless the training rows have but one of them.
        let loss = match (classes, seen.count()) {
            (2, 2) => Loss::Logistic,
            (_, count) => Loss::Softmax(count as u32),
        };
        let indexed = |labelled: Labelled| {
            let index = |&label: &f64| seen.index(label).map_or(f64::NAN, |index| index as f64);
            Labelled { labels: labelled.labels.iter().map(index).collect(), ..labelled }
        };
        let (train, valid) = (indexed(train), indexed(valid));
        Self { loss, seen: Some(seen), train, valid }
    }

    /// Whether training rows leave nothing to learn: one label only, or none but counts of 0.
    pub fn is_constant(&self) -> bool {
        let first = self.train.labels.first();
        self.train.labels.iter().all(|label| Some(label) == first)
            && (self.loss != Loss::Poisson || first == Some(&0.0))
    }

    /// The scores that cost the training labels least where all rows get the same ones. Counts that are all 0 have the rate of half a
    /// count among all rows.
    pub fn start(&self) -> Vec<f64> {
        let held = || vec![(HELD / self.train.rows.len() as f64).ln()];
        self.loss.best_scores(self.train.pairs()).unwrap_or_else(held)
    }

    /// What an answer costs once classes that no training row has are taken into account.
    ///
    /// - `among_seen`: loss of the label among the seen classes
    pub fn cost(&self, label: f64, among_seen: impl FnOnce() -> f64) -> f64 {
        match &self.seen {
            None => among_seen(),
            Some(seen) => seen.log_loss((!label.is_nan()).then(among_seen)),
        }
    }
}

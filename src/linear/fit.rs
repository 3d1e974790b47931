//! The fit of a linear model in slices, so that whoever asks for it is never kept waiting.

use std::collections::VecDeque;
use std::sync::Arc;

use super::design::Design;
use super::model::{LinearModel, Solution};
use super::search::Search;
use super::{LinearError, PENALTIES};
use crate::examples::{Examples, ExamplesError, Progress, Question, Response};

/// A fit under way.
#[derive(Clone, Debug)]
pub struct Fit {
    design: Arc<Design>,
    response: Response,
    penalties: Vec<f64>,
    waiting: VecDeque<Question>,
    search: Option<Search>,
    solutions: Vec<Solution>,
    questions: usize,
}

impl Fit {
    /// A fit of the penalties of [`PENALTIES`].
    ///
    /// - `train`: what coefficients are fitted to
    /// - `valid`: what the penalty is chosen by
    ///
    /// # Errors
    /// Examples that can't be, or a question without training or validation labels.
    pub fn new(
        design: Arc<Design>,
        response: Response,
        train: &Examples,
        valid: &Examples,
    ) -> Result<Self, LinearError> {
        Self::with_penalties(design, response, train, valid, &PENALTIES)
    }

    /// The same for other penalties, 0 or more each. With a single one nothing is chosen, and there need not be validation labels.
    ///
    /// # Errors
    /// The same, no penalty at all, or one below 0 or not finite.
    pub fn with_penalties(
        design: Arc<Design>,
        response: Response,
        train: &Examples,
        valid: &Examples,
        penalties: &[f64],
    ) -> Result<Self, LinearError> {
        let mut penalties = penalties.to_vec();
        if let Some(&found) = penalties.iter().find(|penalty| !(**penalty >= 0.0 && penalty.is_finite())) {
            return Err(LinearError::Penalty { found });
        }
        penalties.sort_by(|a, b| b.total_cmp(a));
        penalties.dedup();
        let waiting: VecDeque<Question> = Examples::questions(response, design.rows(), train, valid)?.into();
        if penalties.is_empty() {
            return Err(LinearError::NoPenalty);
        }
        let needs_choice = |question: &Question| penalties.len() > 1 && !question.is_constant();
        if waiting.iter().any(|question| needs_choice(question) && question.valid.rows.is_empty()) {
            return Err(ExamplesError::NoValidationLabels.into());
        }
        let questions = waiting.len();
        Ok(Self { design, response, penalties, waiting, search: None, solutions: Vec::new(), questions })
    }

    /// Takes one slice of work, about 10 ms of it, 50 ms at most where there are as many as 400 columns.
    pub fn advance(&mut self) -> Progress {
        let mut search = match self.search.take() {
            Some(search) => search,
            None => match self.waiting.pop_front() {
                Some(question) => {
                    Search::new(question, self.response, self.design.columns(), self.penalties.clone())
                }
                None => return Progress { share: 1.0, is_done: true },
            },
        };
        let mut share = self.solutions.len() as f64;
        if search.advance(&self.design) {
            self.solutions.push(search.finish());
            share += 1.0;
        } else {
            share += search.share();
            self.search = Some(search);
        }
        let is_done = self.search.is_none() && self.waiting.is_empty();
        Progress { share: share / self.questions.max(1) as f64, is_done }
    }

    /// The fitted model; does what is left to do first.
    pub fn finish(mut self) -> LinearModel {
        while !self.advance().is_done {}
        LinearModel { response: self.response, columns: self.design.columns(), solutions: self.solutions }
    }
}

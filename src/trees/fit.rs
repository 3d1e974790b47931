//! The fit of boosted trees in slices, so that whoever asks for it is never kept waiting.

use std::collections::VecDeque;
use std::sync::Arc;

use super::boost::Boost;
use super::model::{Forest, TreeModel};
use super::table::TreeTable;
use super::{Options, TreeError};
use crate::examples::{Examples, ExamplesError, Progress, Question, Response};

/// A fit under way.
#[derive(Clone, Debug)]
pub struct Fit {
    table: Arc<TreeTable>,
    response: Response,
    options: Options,
    waiting: VecDeque<Question>,
    boost: Option<Boost>,
    forests: Vec<Forest>,
    questions: usize,
}

impl Fit {
    /// - `train`: what trees are grown from
    /// - `valid`: what the number of rounds is chosen by
    ///
    /// # Errors
    /// Examples that can't be, or a question without training or validation labels.
    pub fn new(
        table: Arc<TreeTable>,
        response: Response,
        train: &Examples,
        valid: &Examples,
        options: Options,
    ) -> Result<Self, TreeError> {
        let waiting: VecDeque<Question> = Examples::questions(response, table.rows(), train, valid)?.into();
        if waiting.iter().any(|question| !question.is_constant() && question.valid.rows.is_empty()) {
            return Err(ExamplesError::NoValidationLabels.into());
        }
        let questions = waiting.len();
        Ok(Self { table, response, options, waiting, boost: None, forests: Vec::new(), questions })
    }

    /// Takes one slice of work: about 10 ms, but never less than all rows and columns once.
    pub fn advance(&mut self) -> Progress {
        let mut boost = match self.boost.take() {
            Some(boost) => boost,
            None => match self.waiting.pop_front() {
                Some(question) => Boost::new(question, self.options),
                None => return Progress { share: 1.0, is_done: true },
            },
        };
        let mut share = self.forests.len() as f64;
        if boost.advance(&self.table) {
            self.forests.push(boost.finish());
            share += 1.0;
        } else {
            share += boost.share();
            self.boost = Some(boost);
        }
        let is_done = self.boost.is_none() && self.waiting.is_empty();
        Progress { share: share / self.questions.max(1) as f64, is_done }
    }

    /// The fitted model; does what is left to do first.
    pub fn finish(mut self) -> TreeModel {
        while !self.advance().is_done {}
        let features = self.table.features().len();
        TreeModel { response: self.response, features, forests: self.forests }
    }
}

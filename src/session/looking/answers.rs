//! What all heads answer to a split, kept so that several views of the same answers ask the model once.

use std::cell::OnceCell;

use crate::data::order::TaskOrder;
use crate::schema::split::Split;
use crate::task::target::Answered;

/// What answers are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    pub run: u32,
    /// A run that has ended answers with its best epoch's parameters, not with its last step's.
    pub has_ended: bool,
    pub step: usize,
    pub split: Split,
}

/// Answers of all heads to the rows of a split.
#[derive(Debug)]
pub struct Answers {
    pub(super) of: Of,
    /// One a task, in task order.
    tasks: Vec<Box<dyn Answered>>,
    /// The same of the validation rows, once a view has asked for them; never where these are the split.
    valid: OnceCell<Vec<Box<dyn Answered>>>,
}

impl Answers {
    /// - `tasks`: in the model's order
    pub(super) fn new(of: Of, tasks: Vec<Box<dyn Answered>>, order: &TaskOrder) -> Self {
        Self { of, tasks: order.to_file(tasks), valid: OnceCell::new() }
    }

    /// What a head answers; tasks by their indices in task order.
    pub fn of_task(&self, task: usize) -> Option<&dyn Answered> {
        self.tasks.get(task).map(Box::as_ref)
    }

    /// Whether the answers to the validation rows are there.
    pub(super) fn has_valid(&self) -> bool {
        self.of.split == Split::Valid || self.valid.get().is_some()
    }

    /// Keeps the answers to the validation rows; arguments as of [`Self::new`].
    pub(super) fn keep_valid(&self, tasks: Vec<Box<dyn Answered>>, order: &TaskOrder) {
        self.valid.get_or_init(|| order.to_file(tasks));
    }

    /// What a head answers to the validation rows, where that is there.
    pub fn of_task_on_valid(&self, task: usize) -> Option<&dyn Answered> {
        match self.of.split {
            Split::Valid => self.of_task(task),
            Split::Train | Split::Test => self.valid.get()?.get(task).map(Box::as_ref),
        }
    }

    /// What every head answers, in task order.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = &dyn Answered> {
        self.tasks.iter().map(Box::as_ref)
    }
}

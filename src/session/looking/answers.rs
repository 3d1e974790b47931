//! What all heads answer to a split, kept so that several views of the same answers ask the model once.

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
}

impl Answers {
    /// - `tasks`: in the model's order
    pub(super) fn new(of: Of, tasks: Vec<Box<dyn Answered>>, order: &TaskOrder) -> Self {
        Self { of, tasks: order.to_file(tasks) }
    }

    /// What a head answers; tasks by their indices in task order.
    pub fn of_task(&self, task: usize) -> Option<&dyn Answered> {
        self.tasks.get(task).map(Box::as_ref)
    }

    /// What every head answers, in task order.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = &dyn Answered> {
        self.tasks.iter().map(Box::as_ref)
    }
}

//! One trunk whose heads are tied by a learned covariance of the tasks: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Task relationships; formula, paper and tensors stand in `model/trunk/task_relation.rs`.
pub struct TaskRelation;

impl Method for TaskRelation {
    fn card(&self) -> Card {
        Card {
            name: "Task relationships",
            paper: "Zhang & Yeung, 2010",
            summary: "A covariance of the tasks, learned from their heads, pulls related heads together.",
            cost: "As hard sharing; the covariance is computed once an epoch.",
            pays: "Where tasks are related and rows are few, so that heads must learn from each other.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::RelationStrength]
    }

    fn has_own_representations(&self) -> bool {
        false
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        _tasks: usize,
        widths: &[usize],
    ) -> usize {
        stack_parameters(inputs, widths)
    }
}

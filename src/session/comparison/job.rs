//! What a comparison has to do, one model or one judgement after the other.

use serde::{Deserialize, Serialize};

use crate::gain::Baseline;

/// One thing to do. Tasks are named by their index in the model's order, seeds by theirs from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Job {
    /// Deal rows out and answer them by the constant baseline.
    Deal { seed: usize },
    /// Train the joint model, or take over what the run has of it.
    Joint { seed: usize },
    /// Train a network for one task alone.
    Alone { seed: usize, task: usize },
    /// Train a network for a group of tasks, by the group's index.
    Group { seed: usize, group: usize },
    /// Fit a linear model of one task.
    Linear { seed: usize, task: usize },
    /// Grow trees for one task.
    Trees { seed: usize, task: usize },
    /// Judge one kind of model against another.
    Judge { trial: Trial },
}

/// Which models are judged against which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Trial {
    /// The joint model against the networks of one task alone.
    Alone,
    /// The joint model against a baseline.
    Baseline(Baseline),
    /// The networks of groups against the joint model.
    GroupsOverJoint,
    /// They against the networks of one task alone.
    GroupsOverAlone,
}

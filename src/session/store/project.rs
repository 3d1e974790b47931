//! The record of a project: what it consists of, and under which keys the parts are.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::comparison::{FoundRecord, Job};
use super::super::sweep::SweepState;
use crate::config::RunConfig;
use crate::protocol::{LoadRequest, MakeRequest};
use crate::schema::choice::ColumnChoice;
use crate::table::choices::Choices;

/// The version of the record: a project of another one is not read.
pub const VERSION: u32 = 1;

/// Keys of the parts.
pub mod key {
    /// Of the record itself.
    pub const PROJECT: &str = "project";

    /// Of the checkpoint of the run under way.
    pub const CHECKPOINT: &str = "checkpoint";

    /// Of a file of a table.
    pub fn file(table: u32, index: usize) -> String {
        format!("table/{table}/{index}")
    }

    /// Of the checkpoint of the comparison under way.
    pub const JOB: &str = "job";

    /// Of an ended run.
    pub fn run(run: u32) -> String {
        format!("run/{run}")
    }

    /// Of one model that a run was compared with.
    pub fn found(run: u32, index: usize) -> String {
        format!("found/{run}/{index}")
    }
}

/// Where a table came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Files, which are in the store.
    Read {
        /// Counts the tables of a project, so that files of two tables never mix.
        table: u32,
        /// How they are read.
        request: Box<LoadRequest>,
        /// Their number.
        files: usize,
    },
    /// Drawn on the spot.
    Made(MakeRequest),
}

impl Source {
    /// Keys of its files.
    pub(in super::super) fn keys(&self) -> Vec<String> {
        match self {
            Self::Read { table, files, .. } => (0..*files).map(|index| key::file(*table, index)).collect(),
            Self::Made(_) => Vec::new(),
        }
    }
}

/// The record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    pub version: u32,
    pub source: Source,
    pub choices: Choices,
    pub config: RunConfig,
    pub run_count: u32,
    pub ended: Vec<EndedRecord>,
    pub answering: Option<u32>,
    /// The run under way, where it has a checkpoint.
    pub run: Option<RunRecord>,
    /// The comparison under way.
    pub comparison: Option<Pending>,
    /// The sweep under way.
    pub sweep: Option<SweepState>,
}

/// An ended run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndedRecord {
    pub run: u32,
    /// What it was trained by, from which its rows follow.
    pub config: RunConfig,
    /// Roles and types of the columns that it was trained with.
    pub columns: Vec<ColumnChoice>,
    pub found: Option<FoundRecord>,
}

/// The run under way, as it was at its checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunRecord {
    pub run: u32,
    pub step: usize,
    pub config: RunConfig,
    pub is_running: bool,
    pub is_stale: bool,
}

/// A comparison that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    pub run: u32,
    pub seeds: usize,
    /// The job under way, where it has a checkpoint.
    pub job: Option<Job>,
}

impl Project {
    /// Every key that belongs to it.
    pub fn keys(&self) -> BTreeSet<String> {
        let found = |own: &EndedRecord| {
            let count = own.found.as_ref().map_or(0, |found| found.count);
            (0..count).map(|index| key::found(own.run, index)).collect::<Vec<_>>()
        };
        let mut keys: BTreeSet<String> = self.source.keys().into_iter().collect();
        keys.insert(key::PROJECT.to_owned());
        keys.extend(self.run.as_ref().map(|_| key::CHECKPOINT.to_owned()));
        keys.extend(self.comparison.and_then(|pending| pending.job).map(|_| key::JOB.to_owned()));
        keys.extend(self.ended.iter().map(|own| key::run(own.run)));
        keys.extend(self.ended.iter().flat_map(found));
        keys
    }
}

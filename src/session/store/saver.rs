//! What was written last, and what is to be written with it.

use std::collections::BTreeSet;

use super::super::comparison::Job;
use super::project::{Pending, Project, RunRecord};

/// A checkpoint of the run under way.
pub struct Checkpoint {
    pub record: RunRecord,
    pub bytes: Vec<u8>,
    pub is_written: bool,
}

/// What was written last, and when it is time again.
#[derive(Default)]
pub struct Saver {
    pub project: Option<Project>,
    pub written: BTreeSet<String>,
    pub checkpoint: Option<Checkpoint>,
    /// The comparison under way, or one that waits to be gone on with.
    pub comparison: Option<Pending>,
    /// The checkpoint of its job, and whether that is written.
    pub job: Option<(Vec<u8>, bool)>,
    /// From this second of the host's clock on the next checkpoint is due.
    pub next: f64,
    /// Whether it was told how saving goes, and why it does not.
    pub told: Option<Option<String>>,
}

impl Saver {
    /// Takes over what a project that was just restored has in the store.
    pub fn restored(&mut self, project: Project, checkpoint: Option<Vec<u8>>, job: Option<Vec<u8>>) {
        self.comparison = project.comparison;
        self.job = job.map(|bytes| (bytes, true));
        self.written = project.keys();
        self.checkpoint = project.run.clone().zip(checkpoint).map(|(record, bytes)| Checkpoint {
            record,
            bytes,
            is_written: true,
        });
        self.project = Some(project);
    }

    /// Forgets the comparison that is over.
    pub fn end_comparison(&mut self) {
        self.comparison = None;
        self.job = None;
    }

    /// The job of a comparison that waits to be gone on with, and its checkpoint.
    pub fn job_before(&self) -> Option<(Job, Vec<u8>)> {
        let job = self.comparison?.job?;
        self.job.as_ref().map(|(bytes, _)| (job, bytes.clone()))
    }

    /// The latest checkpoint of a run, and the step it was made at.
    pub fn checkpoint(&self, run: u32) -> Option<(usize, &[u8])> {
        let latest = self.checkpoint.as_ref().filter(|latest| latest.record.run == run)?;
        Some((latest.record.step, &latest.bytes))
    }

    /// Forgets all, as the store has.
    pub fn forget(&mut self) {
        *self = Self { told: self.told.take(), ..Self::default() };
    }
}

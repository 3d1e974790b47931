//! What outlives a session: where its table came from, its settings, its runs and the latest checkpoint, so that a reload goes on.
//!
//! All is derived from what the session holds: [`saving`](self) compares that with what was written last, and writes the difference, all of
//! it or nothing. The record [`Project`] names every other key, so that whatever is in the store belongs together.

mod project;
mod restoring;
mod saver;
mod saving;

pub(super) use project::Project;
pub use project::Source;
pub(super) use saver::Saver;

/// One change of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Put bytes under a key.
    Put {
        /// The key.
        key: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Put a file under a key that was [set aside](super::Host::set_aside).
    PutFile {
        /// The key.
        key: String,
        /// Its index among the files set aside.
        file: usize,
    },
    /// Delete a key.
    Delete {
        /// The key.
        key: String,
    },
}

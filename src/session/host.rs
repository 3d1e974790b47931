//! What a session needs from the place it runs in.

use super::store::Change;
use crate::protocol::Message;

/// What a session needs from the place it runs in: a clock, a way out for messages, a pause for others to speak, and, where it has one, a store
/// that outlives the session.
pub trait Host {
    /// Seconds since some fixed moment.
    fn now(&self) -> f64;
    /// Sends a message to the page.
    fn emit(&self, message: Message);
    /// Lets waiting requests arrive.
    fn breathe(&self) -> impl Future<Output = ()>;

    /// The name of the project that is kept for the next visit; `None` where nothing is.
    fn project(&self) -> Option<String> {
        None
    }

    /// Why nothing is kept, as a clause, where that was not asked for.
    fn no_store(&self) -> Option<String> {
        None
    }

    /// When the project was written last, in milliseconds since 1970; `None` where it never was.
    fn saved_at(&self) -> Option<f64> {
        None
    }

    /// Holds files ready for [`Change::PutFile`], in place of those before.
    fn set_aside(&self, _files: &[&[u8]]) {}

    /// What the project has under a key.
    ///
    /// # Errors
    /// Why the store can't be read, as a clause.
    fn read(&self, _key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, String>> {
        async { Ok(None) }
    }

    /// Changes the project, by all changes or by none.
    ///
    /// # Errors
    /// Why that can't be, as a clause.
    fn write(&self, _changes: Vec<Change>) -> impl Future<Output = Result<(), String>> {
        async { Ok(()) }
    }

    /// Deletes all projects.
    ///
    /// # Errors
    /// Why that can't be, as a clause.
    fn forget(&self) -> impl Future<Output = Result<(), String>> {
        async { Ok(()) }
    }
}

/// Seconds of training after which requests are let in; a longer step lets them in at its end.
pub const BREATH: f64 = 0.01;

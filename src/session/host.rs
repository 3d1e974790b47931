//! What a session needs from the place it runs in.

use crate::protocol::Message;

/// What a session needs from the place it runs in: a clock, a way out for messages, and a pause for others to speak.
pub trait Host {
    /// Seconds since some fixed moment.
    fn now(&self) -> f64;
    /// Sends a message to the page.
    fn emit(&self, message: Message);
    /// Lets waiting requests arrive.
    fn breathe(&self) -> impl Future<Output = ()>;
}

/// Seconds of training after which requests are let in; a longer step lets them in at its end.
pub const BREATH: f64 = 0.01;

//! How far something is that takes a while.

use crate::web::opening::Received;

/// How far something is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is being done, and how much of it is.
    pub text: String,
    /// From 0 to 1, where all of it is known.
    pub share: Option<f64>,
    /// Whether the user can end it.
    pub has_end: bool,
}

impl Progress {
    /// Of a table's reading.
    ///
    /// - `read`, `total`: bytes of its text
    /// - `share`: of all work, from 0 to 1
    pub fn of_table(name: &str, read: usize, total: usize, share: f64) -> Self {
        let megabytes = |bytes: usize| bytes / 1_000_000;
        let text = if read == total {
            format!("Finding what the columns of “{name}” hold")
        } else {
            format!("Reading “{name}”: {} of {} MB", megabytes(read), megabytes(total))
        };
        Self { text, share: Some(share), has_end: true }
    }

    /// Of the worker's loading.
    pub fn of_worker(Received { bytes, total }: Received) -> Self {
        let megabytes = |bytes: f64| format!("{:.1}", bytes / 1e6);
        let all = total.map_or_else(|| " MB so far".into(), |total| format!(" of {} MB", megabytes(total)));
        let text = format!("Loading the part that trains: {}{all}", megabytes(bytes));
        Self { text, share: total.map(|total| bytes / total), has_end: false }
    }
}

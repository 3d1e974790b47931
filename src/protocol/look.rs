//! A view that is asked for.

use serde::{Deserialize, Serialize};

use crate::figure::Options;
use crate::schema::split::Split;
use crate::view::{HeadView, Overview};

/// What is to be seen of which model over which rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookRequest {
    /// Which run; none for the one that answers now.
    #[serde(default)]
    pub run: Option<u32>,
    /// Which rows.
    pub split: Split,
    /// What.
    pub look: Look,
    /// What is set about it.
    #[serde(default)]
    pub options: Options,
    /// Rows that are picked, by their numbers in the table from 0; most views leave it to the page to show them.
    #[serde(default)]
    pub rows: Vec<u32>,
}

/// A view of one head or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Look {
    /// Of one head.
    Head {
        /// Index of the task, in task order.
        task: usize,
        /// What it shows.
        view: HeadView,
    },
    /// Of all heads together.
    All {
        /// What it shows.
        view: Overview,
    },
}

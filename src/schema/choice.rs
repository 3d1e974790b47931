//! What a user chooses for a column.

use serde::{Deserialize, Serialize};

use crate::schema::column::ColumnKind;
use crate::schema::role::Role;

/// A column's new role or type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// The column's name.
    pub column: String,
    /// Its new role, if that changes.
    pub role: Option<Role>,
    /// Its new type, if that changes.
    #[serde(rename = "type")]
    pub kind: Option<ColumnKind>,
}

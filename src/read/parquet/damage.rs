//! What is said of a file that is no whole Parquet file.

use crate::schema::error::DataError;

/// The error with its reason.
pub fn damaged(reason: String) -> DataError {
    DataError::Parquet { reason }
}

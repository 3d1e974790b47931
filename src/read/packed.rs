//! Unpacks Zstandard and Brotli, in Rust, and refuses what grows beyond a limit.

use std::io::Read;

use brotli_decompressor::Decompressor;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

use crate::schema::error::DataError;

/// Bytes that Brotli's decoder takes in at once.
const BUFFER: usize = 1 << 14;

/// Unpacks all frames of Zstandard, which stand one behind the other; those with other things in them are passed over.
pub fn zstandard(mut packed: &[u8], limit: usize) -> Result<Vec<u8>, DataError> {
    let trouble = |reason: String| DataError::Unpacking { what: "Zstandard file", reason };
    let mut unpacked = Vec::new();
    while !packed.is_empty() {
        match StreamingDecoder::new(&mut packed) {
            Ok(decoder) => take(decoder, &mut unpacked, limit, "Zstandard file")?,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                packed = packed.get(length as usize..).unwrap_or_default();
            }
            Err(error) => return Err(trouble(error.to_string())),
        }
    }
    Ok(unpacked)
}

/// Unpacks Brotli.
pub fn brotli(packed: &[u8], limit: usize) -> Result<Vec<u8>, DataError> {
    let mut unpacked = Vec::new();
    take(Decompressor::new(packed, BUFFER), &mut unpacked, limit, "Brotli file")?;
    Ok(unpacked)
}

fn take(
    decoder: impl Read,
    unpacked: &mut Vec<u8>,
    limit: usize,
    what: &'static str,
) -> Result<(), DataError> {
    // One more than may come shows that more would.
    let most = limit + 1 - unpacked.len();
    let read = decoder.take(most as u64).read_to_end(unpacked);
    read.map_err(|error| DataError::Unpacking { what, reason: error.to_string() })?;
    match unpacked.len() > limit {
        true => Err(DataError::Bomb { limit: limit >> 20 }),
        false => Ok(()),
    }
}

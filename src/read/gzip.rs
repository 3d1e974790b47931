//! Unpacks gzip piece by piece, and refuses what grows beyond the largest file read.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use flate2::read::MultiGzDecoder;

use crate::schema::error::DataError;

/// Whether bytes begin like a gzip file.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// A file that is being unpacked.
pub struct Unpacking<'a> {
    decoder: MultiGzDecoder<Cursor<Cow<'a, [u8]>>>,
    unpacked: Vec<u8>,
    limit: usize,
}

impl<'a> Unpacking<'a> {
    /// Nothing is unpacked yet; at most `limit` bytes may come of it.
    pub fn new(bytes: Cow<'a, [u8]>, limit: usize) -> Self {
        Self { decoder: MultiGzDecoder::new(Cursor::new(bytes)), unpacked: Vec::new(), limit }
    }

    /// Unpacks about so many bytes more; returns whether there is more to do.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        let Self { decoder, unpacked, limit } = self;
        // One more than may come shows that more would.
        let most = bytes.min(*limit + 1 - unpacked.len());
        let read = decoder.take(most as u64).read_to_end(unpacked);
        if unpacked.len() > *limit {
            return Err(DataError::Bomb { limit: *limit >> 20 });
        }
        read.map(|count| count == most).map_err(|error| DataError::Packed { reason: error.to_string() })
    }

    /// Bytes of the packed file, and those of them read so far.
    pub fn packed(&self) -> (usize, usize) {
        let cursor = self.decoder.get_ref();
        (cursor.get_ref().len(), cursor.position() as usize)
    }

    /// The bytes that were packed, once there is no more to do.
    pub fn finish(self) -> Vec<u8> {
        self.unpacked
    }
}

/// Unpacks a file at once, to at most `limit` bytes.
pub fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, DataError> {
    let mut unpacking = Unpacking::new(bytes.into(), limit);
    while unpacking.advance(usize::MAX)? {}
    Ok(unpacking.finish())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("packed")
    }

    fn unpack_by_pieces(bytes: &[u8], limit: usize) -> Result<Vec<u8>, DataError> {
        let mut unpacking = Unpacking::new(bytes.into(), limit);
        while unpacking.advance(1000)? {}
        assert_eq!(unpacking.packed(), (bytes.len(), bytes.len()));
        Ok(unpacking.finish())
    }

    #[test]
    fn members_are_joined_and_bombs_and_torn_files_are_refused() {
        let packed = [pack(b"a,b\n1,2\n"), pack(b"3,4\n")].concat();
        assert!(is_gzip(&packed));
        assert_eq!(unpack_by_pieces(&packed, 12).expect("unpacked"), b"a,b\n1,2\n3,4\n");
        let limit = 1 << 20;
        let bomb = pack(&vec![b'0'; limit + 1]);
        assert!(bomb.len() < limit / 100);
        assert_eq!(unpack(&packed, 12).expect("unpacked"), b"a,b\n1,2\n3,4\n");
        assert_eq!(unpack_by_pieces(&bomb, limit), Err(DataError::Bomb { limit: 1 }));
        assert!(matches!(unpack_by_pieces(&packed[..20], limit), Err(DataError::Packed { .. })));
    }
}

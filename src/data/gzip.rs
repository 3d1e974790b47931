//! Unpacks gzip, and refuses what grows beyond the largest file read.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::error::DataError;

/// Whether bytes begin like a gzip file.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The bytes that were packed, at most `limit` of them; no more are ever unpacked.
pub fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, DataError> {
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(limit as u64 + 1).read_to_end(&mut unpacked);
    if unpacked.len() > limit {
        return Err(DataError::Bomb { limit: limit >> 20 });
    }
    match read {
        Ok(_) => Ok(unpacked),
        Err(error) => Err(DataError::Packed { reason: error.to_string() }),
    }
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

    #[test]
    fn members_are_joined_and_bombs_and_torn_files_are_refused() {
        let packed = [pack(b"a,b\n1,2\n"), pack(b"3,4\n")].concat();
        assert!(is_gzip(&packed));
        assert_eq!(unpack(&packed, 12).expect("unpacked"), b"a,b\n1,2\n3,4\n");
        let limit = 1 << 20;
        let bomb = pack(&vec![b'0'; limit + 1]);
        assert!(bomb.len() < limit / 100);
        assert_eq!(unpack(&bomb, limit), Err(DataError::Bomb { limit: 1 }));
        assert!(matches!(unpack(&packed[..20], limit), Err(DataError::Packed { .. })));
    }
}

//! Reads the list of a tar archive (POSIX ustar, with the long names of GNU and pax), and finds the table in it.

use std::ops::Range;

use crate::read::archive::{self, Member};
use crate::schema::error::DataError;

/// Bytes of a header, to a multiple of which every file is filled up.
const BLOCK: usize = 512;

/// A file's name, and where its bytes are.
struct File {
    name: String,
    range: Range<usize>,
}

impl Member for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn size(&self) -> u64 {
        self.range.len() as u64
    }
}

/// The table in an archive, the one that is asked for or the largest, and what to say about the others.
pub fn table<'a>(bytes: &'a [u8], asked: Option<&str>) -> Result<(&'a [u8], Option<String>), DataError> {
    let files = files(bytes).ok_or_else(|| DataError::Unpacking {
        what: "tar archive",
        reason: "it ends too early, or a header in it is damaged".into(),
    })?;
    let (file, oddity) = archive::choose(&files, asked, "tar archive")?;
    Ok((bytes.get(file.range.clone()).unwrap_or_default(), oddity))
}

/// All plain files; `None` where the archive is cut off.
fn files(bytes: &[u8]) -> Option<Vec<File>> {
    let (mut found, mut at, mut long_name) = (Vec::new(), 0, None);
    while let Some(header) = bytes.get(at..at + BLOCK).filter(|header| header.iter().any(|&byte| byte != 0)) {
        let size = number(&header[124..136])?;
        let range = at + BLOCK..(at + BLOCK).checked_add(size)?;
        let content = bytes.get(range.clone())?;
        match header[156] {
            b'L' => long_name = Some(text(content)),
            b'x' => long_name = pax_path(content).or(long_name),
            b'0' | 0 => {
                let (name, folder) = (text(&header[..100]), text(&header[345..500]));
                let is_split = header[257..].starts_with(b"ustar\0") && !folder.is_empty();
                let name = if is_split { format!("{folder}/{name}") } else { name };
                found.push(File { name: long_name.take().unwrap_or(name), range: range.clone() });
            }
            // Folders, links and what else holds no table.
            _ => long_name = None,
        }
        at = range.end.div_ceil(BLOCK) * BLOCK;
    }
    Some(found)
}

/// A number in octal digits or, where it is large, in bytes.
fn number(field: &[u8]) -> Option<usize> {
    if field.first()? & 0x80 != 0 {
        return field[1..]
            .iter()
            .try_fold(0_usize, |number, &byte| number.checked_mul(256)?.checked_add(byte.into()));
    }
    usize::from_str_radix(text(field).trim(), 8).ok()
}

/// A text up to its end or a NUL.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// The name in the lines of a pax header, as in “30 path=folder/table.csv”.
fn pax_path(content: &[u8]) -> Option<String> {
    let content = String::from_utf8_lossy(content);
    content.lines().find_map(|line| Some(line.split_once(" path=")?.1.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with its header, as POSIX lays it out; checksums are not looked at.
    fn file(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut header = vec![0; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[156] = kind;
        header[257..263].copy_from_slice(b"ustar\0");
        header.extend_from_slice(content);
        header.resize(header.len().div_ceil(BLOCK) * BLOCK, 0);
        header
    }

    #[test]
    fn the_table_is_found_among_folders_hidden_files_and_long_names() {
        let long = format!("{}/table.csv", "f".repeat(120));
        let archive = [
            file("folder/", b'5', b""),
            file("folder/._table.csv", b'0', &[b'x'; 2000]),
            file("folder/README.md", b'0', &[b'x'; 3000]),
            file("././@LongLink", b'L', long.as_bytes()),
            file("cut.csv", b'0', b"a,b\n1,2\n"),
            vec![0; 2 * BLOCK],
        ]
        .concat();
        assert_eq!(table(&archive, None), Ok((b"a,b\n1,2\n".as_slice(), None)));
        assert_eq!(files(&archive).expect("whole")[2].name, long);
        let pax = format!("{} path=p/q.csv\n", 17);
        let two =
            [file("x", b'x', pax.as_bytes()), file("q.csv", b'0', b"aaaa"), file("r.csv", 0, b"bb")].concat();
        let (found, oddity) = table(&two, None).expect("a table");
        assert_eq!(found, b"aaaa");
        assert!(
            oddity.is_some_and(
                |said| said.contains("2 tables (“p/q.csv”, “r.csv”), and the largest, “p/q.csv”")
            )
        );
        assert_eq!(table(&two, Some("r.csv")), Ok((b"bb".as_slice(), None)));
        let error = table(&two, Some("s.csv")).expect_err("unknown").to_string();
        assert_eq!(error, "sheet: there is no “s.csv” in the tar archive; it has: “p/q.csv”, “r.csv”");
        let cut = &archive[..archive.len() - 3 * BLOCK + 4];
        assert!(matches!(table(cut, None), Err(DataError::Unpacking { .. })));
    }
}

//! Tells files apart by their first bytes: what holds a table in a way this page unpacks, and what it doesn't read, with the
//! way to export a table from it.

use crate::schema::error::DataError;

/// What holds a table and has to be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Bytes packed by gzip.
    Gzip,
    /// Bytes packed by Zstandard.
    Zstandard,
    /// Files in a zip archive.
    Zip,
    /// Files in a tar archive.
    Tar,
    /// Columns in Parquet.
    Parquet,
    /// Sheets of Excel or OpenDocument.
    Workbook,
}

impl Container {
    /// In a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip file",
            Self::Zstandard => "Zstandard file",
            Self::Zip => "zip archive",
            Self::Tar => "tar archive",
            Self::Parquet => "Parquet file",
            Self::Workbook => "workbook of Excel or OpenDocument",
        }
    }
}

/// What holds a table in these bytes, unless they are the table.
pub fn container(bytes: &[u8]) -> Option<Container> {
    let has = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if has(0, b"PK\x03\x04") || has(0, b"PK\x05\x06") {
        return Some(if is_workbook(bytes) { Container::Workbook } else { Container::Zip });
    }
    const MAGIC: [(usize, &[u8], Container); 5] = [
        (0, b"\x1f\x8b", Container::Gzip),
        (0, b"\x28\xb5\x2f\xfd", Container::Zstandard),
        (0, b"PAR1", Container::Parquet),
        (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container::Workbook),
        (257, b"ustar", Container::Tar),
    ];
    MAGIC.into_iter().find(|(offset, magic, _)| has(*offset, magic)).map(|(.., container)| container)
}

/// Whether a zip archive names the parts of a workbook: at its beginning, as OpenDocument does, or in its list at the end.
fn is_workbook(bytes: &[u8]) -> bool {
    const HEAD: usize = 200;
    const TAIL: usize = 1 << 16;
    let head = &bytes[..bytes.len().min(HEAD)];
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let holds = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    holds(head, b"application/vnd.oasis.opendocument.spreadsheet") || holds(tail, b"xl/workbook.")
}

/// What the page doesn't read: what it begins with and from which byte on, what it is, and how to export a table from it.
const FOREIGN: [(usize, &[u8], &str, &str); 36] = [
    (
        0,
        b"SQLite format 3\0",
        "an SQLite database",
        "save a table of it as CSV, as with sqlite3 -csv -header FILE \"select * from TABLE\"",
    ),
    (8, b"DUCK", "a DuckDB database", "save a table of it, as with COPY table TO 'table.parquet'"),
    (4, b"Standard Jet DB", "an Access database", "export a table of it as CSV"),
    (4, b"Standard ACE DB", "an Access database", "export a table of it as CSV"),
    (
        0,
        b"$FL2",
        SPSS,
        "save it as CSV in SPSS, or with pandas: read_spss(FILE).to_csv(\"table.csv\", index=False)",
    ),
    (
        0,
        b"$FL3",
        SPSS,
        "save it as CSV in SPSS, or with pandas: read_spss(FILE).to_csv(\"table.csv\", index=False)",
    ),
    (
        0,
        b"<stata_dta>",
        STATA,
        "in Stata: export delimited using table.csv; or with pandas: read_stata(FILE).to_csv(\"table.csv\", index=False)",
    ),
    (12, b"\xc2\xea\x81\x60", SAS, "with pandas: read_sas(FILE).to_csv(\"table.csv\", index=False)"),
    (
        0,
        b"HEADER RECORD*******",
        SAS,
        "with pandas: read_sas(FILE, format=\"xport\").to_csv(\"table.csv\", index=False)",
    ),
    (
        0,
        b"ARROW1",
        "an Arrow or Feather file",
        "write it as Parquet, with pandas: read_feather(FILE).to_parquet(\"table.parquet\")",
    ),
    (
        0,
        b"FEA1",
        "a Feather file",
        "write it as Parquet, with pandas: read_feather(FILE).to_parquet(\"table.parquet\")",
    ),
    (0, b"\xff\xff\xff\xff", "an Arrow stream", "write it as Parquet, with pyarrow.parquet.write_table"),
    (
        0,
        b"ORC",
        "an ORC file",
        "write it as Parquet, with pandas: read_orc(FILE).to_parquet(\"table.parquet\")",
    ),
    (0, b"Obj\x01", "an Avro file", "write it as Parquet or CSV with the program it is from"),
    (0, b"X\n\0\0\0", R, "in R: write.csv(readRDS(FILE), \"table.csv\", row.names = FALSE)"),
    (0, b"RDX", R, "in R: load(FILE), then write.csv(TABLE, \"table.csv\", row.names = FALSE)"),
    (0, b"RDA", R, "in R: load(FILE), then write.csv(TABLE, \"table.csv\", row.names = FALSE)"),
    (
        0,
        b"\x89HDF\r\n\x1a\n",
        "an HDF5 file",
        "with pandas: read_hdf(FILE).to_csv(\"table.csv\", index=False), or h5py for other data sets",
    ),
    (
        0,
        b"\x93NUMPY",
        NUMPY,
        "with NumPy: savetxt(\"table.csv\", load(FILE), delimiter=\",\", header=\"a,b,c\", comments=\"\")",
    ),
    (0, b"MATLAB ", "a MATLAB file", "in MATLAB: writetable(TABLE, 'table.csv')"),
    (0, b"\x80\x02", PICKLE, UNPICKLE),
    (0, b"\x80\x03", PICKLE, UNPICKLE),
    (0, b"\x80\x04\x95", PICKLE, UNPICKLE),
    (0, b"\x80\x05\x95", PICKLE, UNPICKLE),
    (0, b"%PDF", "a PDF document", "copy its table into a spreadsheet and save that as CSV"),
    (0, b"{\\rtf", "a text document", "copy its table into a spreadsheet and save that as CSV"),
    (0, b"BZh", "a file packed by bzip2", UNPACK),
    (0, b"\xfd7zXZ\0", "a file packed by xz", UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (0, b"\x04\x22\x4d\x18", "a file packed by LZ4", UNPACK),
    (0, b"\x89PNG", "a PNG picture", TABLES),
    (0, b"\xff\xd8\xff", PICTURE, TABLES),
    (0, b"GIF8", PICTURE, TABLES),
    (0, b"II*\0", PICTURE, TABLES),
    (0, b"RIFF", "a picture or a sound", TABLES),
];

const SPSS: &str = "an SPSS file";
const STATA: &str = "a Stata file";
const SAS: &str = "a SAS data set";
const R: &str = "an R data file";
const NUMPY: &str = "a NumPy array";
const PICKLE: &str = "a Python pickle";
const UNPICKLE: &str =
    "with pandas, if it holds a table: read_pickle(FILE).to_csv(\"table.csv\", index=False)";
const UNPACK: &str = "unpack it and choose the table in it, or pack that with gzip, zip or Zstandard";
const PICTURE: &str = "a picture";
const TABLES: &str = "this page reads tables; choose one as CSV, JSON, Parquet or Excel";

/// Refuses bytes that are known to be no table, with what they are and what to do.
pub fn refuse_foreign(bytes: &[u8]) -> Result<(), DataError> {
    let has = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    // A column may be named “ORC”: where the first bytes could be such letters, others have to show that it is no text.
    let is_binary = bytes.iter().take(1000).any(|&byte| byte < 32 && !b"\t\r\n".contains(&byte));
    let is_safe =
        |magic: &[u8]| is_binary || !magic.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
    let found = FOREIGN.into_iter().find(|(offset, magic, ..)| has(*offset, magic) && is_safe(magic));
    let found = found.map(|(.., what, remedy)| (what, remedy)).or_else(|| {
        let is_old_stata = matches!(bytes, [104..=115, 1 | 2, 1, 0, ..]);
        is_old_stata.then_some((STATA, "in Stata: export delimited using table.csv; or with pandas: read_stata(FILE).to_csv(\"table.csv\", index=False)"))
    });
    match found.or_else(|| markup(bytes)) {
        Some((what, remedy)) => Err(DataError::Foreign { what, remedy }),
        None => Ok(()),
    }
}

/// Web pages and other documents in angle brackets.
fn markup(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins_with =
        |tag: &&[u8]| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    const PAGE: [&[u8]; 12] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<meta",
        b"<div",
        b"<table",
        b"<style",
        b"<script",
        b"<title",
        b"<p>",
        b"<!--",
    ];
    if PAGE.iter().any(begins_with) {
        return Some((
            "a web page (HTML), even if its name ends with .xls",
            "open it in a spreadsheet program and save its table as CSV or XLSX, or check that the download did not ask for a sign-in",
        ));
    }
    let is_xml = begins_with(&b"<?xml".as_slice());
    let head = &start[..start.len().min(1000)];
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    match is_xml {
        true if holds(b"Excel.Sheet") || holds(b"office:spreadsheet") => Some((
            "an Excel workbook saved as XML",
            "open it in a spreadsheet program and save it as CSV or XLSX",
        )),
        true if holds(b"<html") => markup(b"<html"),
        true => Some(("an XML document", "with pandas: read_xml(FILE).to_csv(\"table.csv\", index=False)")),
        false => None,
    }
}

/// What an archive is, by the names in it, if it is a document and no bundle of files.
pub fn refuse_document<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Result<(), DataError> {
    let has = |start: &str| names.clone().any(|name| name.starts_with(start));
    let (what, remedy) = if names.clone().next().is_some() && names.clone().all(|name| name.ends_with(".npy"))
    {
        ("a file of NumPy arrays (.npz)", "with pandas: DataFrame(ARRAY).to_csv(\"table.csv\", index=False)")
    } else if has("word/") || has("ppt/") {
        (
            "a document of Microsoft Office, not a workbook",
            "copy its table into a spreadsheet and save that as CSV",
        )
    } else if has("META-INF/manifest.xml") {
        (
            "an OpenDocument file that is no spreadsheet",
            "copy its table into a spreadsheet and save that as CSV",
        )
    } else if has("data.pkl") || names.clone().any(|name| name.ends_with("/data.pkl")) {
        (
            "a file of PyTorch tensors",
            "with pandas: DataFrame(TENSOR.numpy()).to_csv(\"table.csv\", index=False)",
        )
    } else {
        return Ok(());
    };
    Err(DataError::Foreign { what, remedy })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        refuse_foreign(bytes).expect_err("foreign").to_string()
    }

    #[test]
    fn what_cannot_be_read_is_named_with_the_way_out() {
        for (bytes, what, remedy) in [
            (b"SQLite format 3\0\x10\0".as_slice(), "SQLite", "sqlite3"),
            (b"$FL2@(#) SPSS DATA FILE", "SPSS", "read_spss"),
            (b"$FL3@(#) SPSS DATA FILE", "SPSS", "read_spss"),
            (b"<stata_dta><header>", "Stata", "read_stata"),
            (b"\x72\x02\x01\0\x05\0", "Stata", "export delimited"),
            (b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14", "SAS", "read_sas"),
            (b"ARROW1\0\0\xff\xff\xff\xff", "Feather", "read_feather"),
            (b"X\n\0\0\0\x03\0\x04", "R data", "readRDS"),
            (b"RDX3\nX\n\0\0\0\x03", "R data", "load(FILE)"),
            (b"\x89HDF\r\n\x1a\n\0", "HDF5", "read_hdf"),
            (b"\x93NUMPY\x01\0", "NumPy", "savetxt"),
            (b"MATLAB 5.0 MAT-file, Platform: GLNXA64\0\x01IM", "MATLAB", "writetable"),
            (b"\x80\x04\x95\x10\0\0\0", "pickle", "read_pickle"),
            (b"%PDF-1.4", "PDF", "save that as CSV"),
            (b"BZh91AY&SY\x01", "bzip2", "unpack it"),
            (b"\xfd7zXZ\0\0", "xz", "unpack it"),
            (b"7z\xbc\xaf\x27\x1c\0", "7z", "unpack it"),
            (b"Rar!\x1a\x07\x01\0", "RAR", "unpack it"),
            (b"\x89PNG\r\n", "picture", "reads tables"),
            (b"\xef\xbb\xbf<div>\n<table>", "web page", "spreadsheet"),
            (b"  <TABLE border=1>", "web page", ".xls"),
            (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", "Excel", "XLSX"),
            (b"<?xml version=\"1.0\"?><rows/>", "XML", "read_xml"),
        ] {
            let said = said(bytes);
            assert!(said.contains(what) && said.contains(remedy), "{said}");
        }
        for table in [
            b"a,b\n1,2\n".as_slice(),
            b"id\n",
            b"\"<div>\",b\n",
            b"RDX,ORC\r\n",
            b"ORC\t1\n",
            b"MATLAB year,b\n",
            b"",
        ] {
            assert_eq!(refuse_foreign(table), Ok(()), "{table:?}");
        }
    }

    #[test]
    fn containers_are_told_by_their_bytes() {
        let tar = [&[b'x'; 257][..], b"ustar\0"].concat();
        for (bytes, container_found) in [
            (b"PK\x03\x04\x14\0 table.csv".as_slice(), Container::Zip),
            (b"PK\x03\x04\x14\0 [Content_Types].xml PK\x01\x02 xl/workbook.xml", Container::Workbook),
            (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Container::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container::Workbook),
            (b"\x28\xb5\x2f\xfd\x04", Container::Zstandard),
            (b"PAR1", Container::Parquet),
            (&tar, Container::Tar),
        ] {
            assert_eq!(container(bytes), Some(container_found), "{bytes:?}");
        }
        assert_eq!(container(b"a,b\n"), None);
    }

    #[test]
    fn archives_that_are_documents_are_named() {
        let said = |names: &[&str]| refuse_document(names.iter().copied()).map_err(|error| error.to_string());
        assert!(said(&["a.npy", "b.npy"]).expect_err("arrays").contains("NumPy"));
        assert!(said(&["[Content_Types].xml", "word/document.xml"]).expect_err("text").contains("Office"));
        assert_eq!(said(&["a.csv", "words/list.csv"]), Ok(()));
    }
}

//! Parquet to JSON Lines, which keep what it knows: names, missing cells, exact decimals, dates and times.

mod column;
mod damage;
mod file;
mod meaning;

use ::parquet::basic::{Compression, Repetition};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::FileReader as _;
use ::parquet::schema::types::SchemaDescriptor;

use self::column::Cells;
use self::file::File;
use crate::read::layout::rename_copies;
use crate::read::parquet::damage::damaged;
use crate::read::text;
use crate::schema::error::DataError;

/// Rows that are unpacked at once.
const BATCH: usize = 4096;

/// A file's rows, one JSON object a line. The first has every name in the columns' order, the others leave out missing cells.
pub fn to_json_lines(bytes: Vec<u8>) -> Result<Vec<u8>, DataError> {
    let reader = File::new(bytes)?;
    let metadata = reader.metadata().clone();
    let schema = metadata.file_metadata().schema_descr();
    let names = names(schema)?;
    check_chunks(&metadata)?;
    let mut nested = nested(schema, &reader)?;
    let mut out = Vec::new();
    for (place, group) in metadata.row_groups().iter().enumerate() {
        let group_reader = reader.get_row_group(place)?;
        let mut columns: Vec<Option<Box<dyn Cells>>> = names.iter().map(|_| None).collect();
        for leaf in 0..schema.num_columns() {
            let root = schema.get_column_root_idx(leaf);
            if nested[root].is_none() {
                columns[root] =
                    Some(column::flat(schema.column(leaf), group_reader.get_column_reader(leaf)?));
            }
        }
        let mut left = usize::try_from(group.num_rows()).map_err(|error| damaged(error.to_string()))?;
        while left > 0 {
            let rows = left.min(BATCH);
            // Those that are nested are read through the whole file, the others group by group.
            let mut cells: Vec<&mut Box<dyn Cells>> = columns
                .iter_mut()
                .zip(&mut nested)
                .filter_map(|(flat, nested)| flat.as_mut().or(nested.as_mut()))
                .collect();
            cells.iter_mut().try_for_each(|cells| cells.fill(rows))?;
            for _ in 0..rows {
                write_row(&names, &mut cells, &mut out)?;
            }
            if out.len() > text::LIMIT {
                return Err(DataError::Bomb { limit: text::LIMIT >> 20 });
            }
            left -= rows;
        }
    }
    match out.is_empty() {
        true => Err(DataError::NoRows),
        false => Ok(out),
    }
}

fn write_row(
    names: &[String],
    cells: &mut [&mut Box<dyn Cells>],
    out: &mut Vec<u8>,
) -> Result<(), DataError> {
    let is_first = out.is_empty();
    let mut before = b'{';
    for (name, cells) in names.iter().zip(cells) {
        let start = out.len();
        out.push(before);
        out.extend_from_slice(name.as_bytes());
        let is_there = cells.write(out)?;
        if !is_there && is_first {
            out.extend_from_slice(b"null");
        } else if !is_there {
            out.truncate(start);
            continue;
        }
        before = b',';
    }
    out.extend_from_slice(if before == b'{' { b"{}\n" } else { b"}\n" });
    Ok(())
}

/// The columns' names, as they stand before every cell.
fn names(schema: &SchemaDescriptor) -> Result<Vec<String>, DataError> {
    let fields = schema.root_schema().get_fields();
    let mut names: Vec<String> = fields.iter().map(|field| field.name().trim().to_owned()).collect();
    if let Some(column) = names.iter().position(String::is_empty) {
        return Err(DataError::EmptyHeader { row: 1, column: column + 1 });
    }
    // JSON keeps one cell per name.
    rename_copies(&mut names);
    Ok(names.into_iter().map(|name| format!("{}:", serde_json::Value::from(name))).collect())
}

/// Refuses what is packed in a way that nobody writes any more, and offsets at which the reader would panic.
fn check_chunks(metadata: &ParquetMetaData) -> Result<(), DataError> {
    for column in metadata.row_groups().iter().flat_map(|group| group.columns()) {
        let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        if start < 0 || column.compressed_size() < 0 {
            return Err(damaged("a column has no place in the file".into()));
        }
        match column.compression() {
            Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::BROTLI(_)
            | Compression::ZSTD(_)
            | Compression::LZ4
            | Compression::LZ4_RAW => {}
            Compression::LZO => {
                let codec = column.compression().to_string();
                let codec = codec.split('(').next().unwrap_or_default().to_owned();
                return Err(DataError::ParquetCodec { column: column.column_path().string(), codec });
            }
        }
    }
    Ok(())
}

/// The columns whose cells are lists, maps or groups; `None` for the others.
fn nested(schema: &SchemaDescriptor, file: &File) -> Result<Vec<Option<Box<dyn Cells>>>, DataError> {
    let fields = schema.root_schema().get_fields().iter();
    fields
        .map(|field| {
            let info = field.get_basic_info();
            let is_flat =
                field.is_primitive() && (!info.has_repetition() || info.repetition() != Repetition::REPEATED);
            match is_flat {
                true => Ok(None),
                false => column::nested(file.clone(), field.clone()).map(Some),
            }
        })
        .collect()
}

impl From<ParquetError> for DataError {
    fn from(error: ParquetError) -> Self {
        damaged(error.to_string())
    }
}

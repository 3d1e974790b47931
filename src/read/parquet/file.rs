//! A Parquet file that is read page by page, so that those packed by Zstandard or Brotli are unpacked in Rust: for them the
//! crate has only C, or a packer too. It is told that the column is not packed, and its pages are unpacked behind it.

use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::bloom_filter::Sbbf;
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use ::parquet::file::reader::{FileReader, RowGroupReader};
use ::parquet::file::serialized_reader::SerializedPageReader;
use ::parquet::record::reader::RowIter;
use ::parquet::schema::types::Type;
use bytes::Bytes;

use crate::read::{packed, text};
use crate::schema::error::DataError;

/// A file in memory; a copy shares it.
#[derive(Clone)]
pub struct File {
    bytes: Arc<Bytes>,
    metadata: Arc<ParquetMetaData>,
}

impl File {
    /// Reads what the file says about itself.
    pub fn new(bytes: Vec<u8>) -> Result<Self> {
        let bytes = Bytes::from(bytes);
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&bytes)?;
        Ok(Self { bytes: Arc::new(bytes), metadata: Arc::new(metadata) })
    }
}

impl FileReader for File {
    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }

    fn num_row_groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    fn get_row_group(&self, index: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(Group { file: self, metadata: self.metadata.row_group(index) }))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

/// Some of a file's rows.
struct Group<'a> {
    file: &'a File,
    metadata: &'a RowGroupMetaData,
}

impl RowGroupReader for Group<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.metadata
    }

    fn num_columns(&self) -> usize {
        self.metadata.num_columns()
    }

    fn get_column_page_reader(&self, index: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata.column(index);
        let rows = usize::try_from(self.metadata.num_rows())?;
        let unpack: Unpack = match column.compression() {
            Compression::ZSTD(_) => packed::zstandard,
            Compression::BROTLI(_) => packed::brotli,
            Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::GZIP(_)
            | Compression::LZO
            | Compression::LZ4
            | Compression::LZ4_RAW => {
                return Ok(Box::new(SerializedPageReader::new(self.file.bytes.clone(), column, rows, None)?));
            }
        };
        let plain = column.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let pages = SerializedPageReader::new(self.file.bytes.clone(), &plain, rows, None)?;
        Ok(Box::new(Pages { pages, unpack }))
    }

    fn get_column_bloom_filter(&self, _index: usize) -> Option<&Sbbf> {
        None
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// Unpacks bytes, to at most so many.
type Unpack = fn(&[u8], usize) -> std::result::Result<Vec<u8>, DataError>;

/// Pages of a column, unpacked one after the other.
struct Pages {
    pages: SerializedPageReader<Bytes>,
    unpack: Unpack,
}

impl Pages {
    /// Unpacks what follows the first so many bytes, which never are.
    fn unpack(&self, page: &Bytes, levels: usize) -> Result<Bytes> {
        let (levels, packed) = page
            .split_at_checked(levels)
            .ok_or_else(|| ParquetError::General("a page ends within its levels".into()))?;
        if packed.is_empty() {
            return Ok(page.clone());
        }
        let unpacked =
            (self.unpack)(packed, text::LIMIT).map_err(|error| ParquetError::General(error.to_string()))?;
        Ok(Bytes::from([levels, &unpacked].concat()))
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(mut page) = self.pages.get_next_page()? else { return Ok(None) };
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => *buf = self.unpack(buf, 0)?,
            Page::DataPageV2 { buf, is_compressed, def_levels_byte_len, rep_levels_byte_len, .. } => {
                if *is_compressed {
                    let levels = def_levels_byte_len.saturating_add(*rep_levels_byte_len);
                    *buf = self.unpack(buf, usize::try_from(levels)?)?;
                }
            }
        }
        Ok(Some(page))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

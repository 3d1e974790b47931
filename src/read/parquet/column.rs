//! A Parquet column's cells, read some rows at a time and written one by one.

use std::sync::Arc;

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DataType;
use ::parquet::file::reader::FileReader as _;
use ::parquet::record::reader::RowIter;
use ::parquet::schema::types::{ColumnDescPtr, Type, TypePtr};

use crate::read::parquet::damage::damaged;
use crate::read::parquet::file::File;
use crate::read::parquet::meaning::{Meaning, Value};
use crate::schema::error::DataError;

/// Cells from first to last.
pub trait Cells {
    /// Makes the next so many rows ready to be written.
    fn fill(&mut self, rows: usize) -> Result<(), DataError>;
    /// Writes the next cell as JSON, or says that it is missing.
    fn write(&mut self, out: &mut Vec<u8>) -> Result<bool, DataError>;
}

/// A column with one value a cell, in one group of rows.
pub fn flat(column: ColumnDescPtr, reader: ColumnReader) -> Box<dyn Cells> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::Int32ColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::Int64ColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::Int96ColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::FloatColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::DoubleColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::ByteArrayColumnReader(reader) => Flat::boxed(column, reader),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => Flat::boxed(column, reader),
    }
}

struct Flat<T: DataType> {
    reader: ColumnReaderImpl<T>,
    meaning: Meaning,
    /// Level of a cell that is there.
    present: i16,
    /// The rows' levels; none where no cell can be missing.
    levels: Vec<i16>,
    values: Vec<T::T>,
    row: usize,
    value: usize,
}

impl<T: DataType + 'static> Flat<T>
where
    T::T: Value,
{
    fn boxed(column: ColumnDescPtr, reader: ColumnReaderImpl<T>) -> Box<dyn Cells> {
        let (present, meaning) = (column.max_def_level(), Meaning::of(&column));
        Box::new(Self { reader, meaning, present, levels: Vec::new(), values: Vec::new(), row: 0, value: 0 })
    }
}

impl<T: DataType> Cells for Flat<T>
where
    T::T: Value,
{
    fn fill(&mut self, rows: usize) -> Result<(), DataError> {
        self.levels.clear();
        self.values.clear();
        (self.row, self.value) = (0, 0);
        let (read, ..) = self.reader.read_records(rows, Some(&mut self.levels), None, &mut self.values)?;
        match read == rows {
            true => Ok(()),
            false => Err(damaged("a column ends before its rows do".into())),
        }
    }

    fn write(&mut self, out: &mut Vec<u8>) -> Result<bool, DataError> {
        let is_there = self.levels.get(self.row).is_none_or(|level| *level == self.present);
        self.row += 1;
        if !is_there {
            return Ok(false);
        }
        let value = self.values.get(self.value).ok_or_else(|| damaged("a value is missing".into()))?;
        self.value += 1;
        Ok(value.write(&self.meaning, out))
    }
}

/// A column of lists, maps or groups, through the whole file.
pub fn nested(reader: File, field: TypePtr) -> Result<Box<dyn Cells>, DataError> {
    let root = reader.metadata().file_metadata().schema().name().to_owned();
    let only = Type::group_type_builder(&root).with_fields(vec![Arc::clone(&field)]).build()?;
    let rows = RowIter::from_file_into(Box::new(reader)).project(Some(only))?;
    Ok(Box::new(Nested { rows }))
}

struct Nested {
    rows: RowIter<'static>,
}

impl Cells for Nested {
    fn fill(&mut self, _rows: usize) -> Result<(), DataError> {
        Ok(())
    }

    fn write(&mut self, out: &mut Vec<u8>) -> Result<bool, DataError> {
        let row =
            self.rows.next().ok_or_else(|| damaged("a nested column ends before its rows do".into()))??;
        let value = row.get_column_iter().next().map(|(_, field)| field.to_json_value()).unwrap_or_default();
        out.extend_from_slice(value.to_string().as_bytes());
        // What is missing is written here, too.
        Ok(true)
    }
}

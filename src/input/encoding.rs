//! Columns to numbers: scaling, one-hot places and hashed text, fitted on the training split only.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::EmbeddingSummary;
use crate::input::EncodingConfig;
use crate::input::block::{Block, EncodedRows};
use crate::input::embedding::{Bag, Inputs};
use crate::input::kind::{RawCell, Section};
use crate::input::list::Input;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::row::Row;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::reading::Reading;

/// How every input column becomes numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Encoding {
    inputs: Vec<InputColumn>,
    /// Columns that are no inputs; a row to predict for may hold them.
    others: Vec<String>,
}

/// One input column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct InputColumn {
    name: String,
    reading: Reading,
    input: Input,
}

/// What an input column is in an encoded row: columns stand one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The column's name.
    pub name: &'a str,
    /// How many numbers.
    pub width: usize,
    /// Whether these are codes of learned vectors, which say only whether two rows are equal.
    pub is_code: bool,
}

/// A table of learned vectors, with the columns that look them up.
struct Shared<'a> {
    columns: Vec<&'a str>,
    is_text: bool,
    bag: Bag,
}

impl Encoding {
    /// Fits the inputs of a table on its training rows.
    pub fn fit(table: &Table, train: &[u32], config: &EncodingConfig) -> Result<Self, DataError> {
        let mut inputs: Vec<InputColumn> = table
            .with_role(Role::Input)
            .map(|column| {
                let input = Input::fit(column, train, config)?;
                Ok(InputColumn { name: column.name.clone(), reading: column.reading().clone(), input })
            })
            .collect::<Result<_, DataError>>()?;
        inputs.sort_by_key(|column| column.input.section());
        let most = inputs.iter().filter_map(|column| column.input.shared_slots()).max();
        for column in &mut inputs {
            column.input.share_slots(most.unwrap_or(0));
        }
        let others = table.columns.iter().filter(|column| column.role != Role::Input);
        let encoding = Self { inputs, others: others.map(|column| column.name.clone()).collect() };
        let varies = table.with_role(Role::Input).any(|column| column.levels().len() > 1);
        if encoding.inputs().features() == 0 || !varies {
            return Err(DataError::NoInput);
        }
        Ok(encoding)
    }

    /// What stands in an encoded row.
    pub fn inputs(&self) -> Inputs {
        let bags: Vec<Bag> = self.tables().into_iter().map(|shared| shared.bag).collect();
        let codes: usize = bags.iter().map(Bag::width).sum();
        let blocks = self.inputs.iter().filter_map(|column| column.input.block());
        let pictures = blocks.map(|Block::Pixels { shape, .. }| shape).collect();
        let mut first = 0;
        let columns = self.inputs.iter().map(|column| {
            let index = first;
            first += column.input.width();
            column.input.is_periodic().then_some(index)
        });
        let periodic = columns.flatten().collect();
        Inputs { numbers: self.width() - codes, periodic, bags, pictures }
    }

    /// The inputs that are learned vectors, in the order of [`Inputs::bags`].
    pub fn embeddings(&self) -> Vec<EmbeddingSummary> {
        let summary = |Shared { columns, is_text, bag: Bag { places, size, .. } }| EmbeddingSummary {
            columns: columns.into_iter().map(str::to_owned).collect(),
            is_text,
            places,
            size,
        };
        self.tables().into_iter().map(summary).collect()
    }

    /// The tables of learned vectors, in the order of the columns' codes.
    fn tables(&self) -> Vec<Shared<'_>> {
        let mut tables: Vec<Shared<'_>> = Vec::new();
        let mut common: Option<usize> = None;
        for InputColumn { name, input, .. } in &self.inputs {
            let Some(bag) = input.bag() else { continue };
            let is_shared = input.shared_slots().is_some();
            if let Some(shared) = common.filter(|_| is_shared).and_then(|index| tables.get_mut(index)) {
                shared.columns.push(name);
                shared.bag.columns += 1;
                continue;
            }
            if is_shared {
                common = Some(tables.len());
            }
            tables.push(Shared { columns: vec![name], is_text: input.section() == Section::Texts, bag });
        }
        tables
    }

    /// What each input column is in a row.
    pub fn spans(&self) -> Vec<Span<'_>> {
        let inputs = self.inputs.iter();
        let span = inputs.map(|InputColumn { name, input, .. }| Span {
            name,
            width: input.width(),
            is_code: input.bag().is_some(),
        });
        span.collect()
    }

    /// Numbers per row.
    pub fn width(&self) -> usize {
        self.inputs.iter().map(|column| column.input.width()).sum()
    }

    /// Whether its parts fit each other: false only of what was read from a file that is damaged.
    pub fn is_sound(&self) -> bool {
        let inputs = || self.inputs.iter().map(|column| &column.input);
        let mut slots = inputs().filter_map(Input::shared_slots);
        let first = slots.next();
        inputs().all(Input::is_sound)
            && inputs().is_sorted_by_key(|input| input.section())
            && slots.all(|slots| Some(slots) == first)
            && (self.width() > 0 || inputs().any(|input| input.block().is_some()))
    }

    /// A name for each number.
    pub fn names(&self) -> Vec<String> {
        self.inputs.iter().flat_map(|column| column.input.names(&column.name)).collect()
    }

    /// Encodes rows of the table it was fitted on: `[rows, width]`, row-major.
    ///
    /// - `columns`: of that table, the inputs among them
    pub fn encode_table(&self, columns: &[Column], rows: &[u32]) -> Vec<f32> {
        let by_name: HashMap<&str, &Column> =
            columns.iter().map(|column| (column.name.as_str(), column)).collect();
        let inputs = self.inputs.iter();
        let inputs: Vec<(&Input, &Column)> =
            inputs.filter_map(|own| Some((&own.input, *by_name.get(own.name.as_str())?))).collect();
        let mut features = Vec::with_capacity(rows.len() * self.width());
        for row in rows.iter().map(|&row| row as usize) {
            for (input, column) in &inputs {
                input.push(column, row, &mut features);
            }
        }
        features
    }

    /// Gives rows the cells that other rows have in one input column.
    ///
    /// - `column`: index in the order of [`Self::columns`]
    /// - `donors`: encoded rows that have the cells
    /// - `from`: for the index of a row, that of the donor whose cell it is given
    pub fn replace(
        &self,
        rows: &mut EncodedRows,
        column: usize,
        donors: &EncodedRows,
        from: impl Fn(usize) -> usize,
    ) {
        let Some(own) = self.inputs.get(column) else { return };
        let before = &self.inputs[..column];
        let first: usize = before.iter().map(|column| column.input.width()).sum();
        let (width, part) = (self.width(), first..first + own.input.width());
        for (index, row) in rows.numbers.chunks_exact_mut(width.max(1)).enumerate() {
            if let Some(donor) = donors.numbers.chunks_exact(width.max(1)).nth(from(index)) {
                row[part.clone()].copy_from_slice(&donor[part.clone()]);
            }
        }
        if own.input.block().is_some() {
            let block = before.iter().filter(|column| column.input.block().is_some()).count();
            if let (Some(block), Some(donors)) = (rows.blocks.get_mut(block), donors.blocks.get(block)) {
                block.replace(donors, from);
            }
        }
    }

    /// The columns that are inputs.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| input.name.as_str())
    }

    /// Encodes raw rows: `[rows, width]`, row-major. Rows count from 1 in errors.
    pub fn encode_rows(&self, rows: &[Row]) -> Result<Vec<f32>, DataError> {
        let mut features = Vec::with_capacity(rows.len() * self.width());
        let inputs = self.inputs.iter().map(|input| &input.name);
        let names: HashSet<&String> = inputs.chain(&self.others).collect();
        for (place, row) in rows.iter().enumerate() {
            self.check_names(row, &names)?;
            for column in &self.inputs {
                let push = |cell: &RawCell<'_>| column.input.push_raw(cell, &mut features);
                column.with_raw(row.get(&column.name), place + 1, push)?;
            }
        }
        Ok(features)
    }

    /// What raw rows are to encoders. Rows count from 1 in errors.
    pub fn read_rows(&self, rows: &[Row]) -> Result<EncodedRows, DataError> {
        let numbers = self.encode_rows(rows)?;
        let mut blocks = Vec::new();
        for column in &self.inputs {
            let Some(mut block) = column.input.block() else { continue };
            for (index, row) in rows.iter().enumerate() {
                let extend = |cell: &RawCell<'_>| column.input.extend_raw(cell, &mut block);
                column.with_raw(row.get(&column.name), index + 1, extend)?;
            }
            blocks.push(block);
        }
        Ok(EncodedRows { count: rows.len(), numbers, blocks })
    }

    /// What rows of the table it was fitted on are where they are more than numbers: one block a column.
    ///
    /// - `columns`: as for [`Self::encode_table`]
    /// - `rows`: `None` for a row without anything
    pub fn blocks(&self, columns: &[Column], rows: &[Option<u32>]) -> Vec<Block> {
        let block = |own: &InputColumn| {
            let mut block = own.input.block()?;
            let column = columns.iter().find(|column| column.name == own.name)?;
            rows.iter().for_each(|row| own.input.extend(column, row.map(|row| row as usize), &mut block));
            Some(block)
        };
        self.inputs.iter().filter_map(block).collect()
    }

    /// - `names`: of all columns
    fn check_names(&self, row: &Row, names: &HashSet<&String>) -> Result<(), DataError> {
        match row.keys().find(|name| !names.contains(name)) {
            None => Ok(()),
            Some(column) => {
                let known: Vec<&str> = self.inputs.iter().map(|input| input.name.as_str()).collect();
                Err(DataError::UnknownColumn { column: column.clone(), known: known.join(", ") })
            }
        }
    }
}

impl InputColumn {
    /// Reads a raw cell as the column's cells are read, and does something with it.
    fn with_raw(
        &self,
        cell: Option<&Value>,
        row: usize,
        then: impl FnOnce(&RawCell<'_>) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        let own = cell.and_then(text);
        let own = own.as_deref().map(|cell| self.reading.label(cell));
        let own = own.filter(|cell| !self.reading.marks.are_in(cell));
        then(&RawCell {
            row,
            column: &self.name,
            reading: &self.reading,
            number: cell.and_then(Value::as_f64),
            text: self.reading.answer(own),
        })
    }
}

/// A raw cell as it would stand in a file; `None` for no value.
fn text(cell: &Value) -> Option<String> {
    match cell {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(_) | Value::Object(_) => Some(cell.to_string()),
    }
}

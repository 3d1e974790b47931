//! Columns to numbers: scaling, one-hot places and hashed text, fitted on the training split only.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::EmbeddingSummary;
use crate::input::EncodingConfig;
use crate::input::code::{Code, push_parts};
use crate::input::embedding::{Bag, Inputs};
use crate::input::ngram;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::schema::row::Row;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::reading::{Reading, Values};

/// How every input column becomes numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Encoding {
    inputs: Vec<Input>,
    /// Columns that are no inputs; a row to predict for may hold them.
    others: Vec<String>,
}

/// One input column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Input {
    name: String,
    reading: Reading,
    code: Code,
}

impl Encoding {
    /// Fits the inputs of a table on its training rows.
    pub fn fit(table: &Table, train: &[u32], config: &EncodingConfig) -> Result<Self, DataError> {
        let mut inputs: Vec<Input> = table
            .with_role(Role::Input)
            .map(|column| Input {
                name: column.name.clone(),
                reading: column.reading().clone(),
                code: Code::fit(column, train, config),
            })
            .collect();
        inputs.sort_by_key(|input| input.code.part());
        let slots = |input: &Input| if let Code::Words { slots } = input.code { slots } else { 0 };
        let most = inputs.iter().map(slots).max().unwrap_or(0);
        for input in &mut inputs {
            if let Code::Words { slots } = &mut input.code {
                *slots = most;
            }
        }
        let others = table.columns.iter().filter(|column| column.role != Role::Input);
        let encoding = Self { inputs, others: others.map(|column| column.name.clone()).collect() };
        let varies = table.with_role(Role::Input).any(|column| column.levels().len() > 1);
        if encoding.width() == 0 || !varies {
            return Err(DataError::NoInput);
        }
        Ok(encoding)
    }

    /// What stands in an encoded row.
    pub fn inputs(&self) -> Inputs {
        let own = self.categories().chain(self.terms()).map(|(_, bag)| bag);
        let bags: Vec<Bag> = own.chain(self.texts().1).collect();
        let codes: usize = bags.iter().map(Bag::width).sum();
        Inputs { numbers: self.width() - codes, bags }
    }

    /// The inputs that are learned vectors, in the order of [`Inputs::bags`].
    pub fn embeddings(&self) -> Vec<EmbeddingSummary> {
        let summary = |columns: Vec<&str>, is_text, Bag { places, size, .. }| EmbeddingSummary {
            columns: columns.into_iter().map(str::to_owned).collect(),
            is_text,
            places,
            size,
        };
        let (columns, texts) = self.texts();
        let categories = self.categories().map(|(column, bag)| summary(vec![column], false, bag));
        let terms = self.terms().map(|(column, bag)| summary(vec![column], true, bag));
        categories.chain(terms).chain(texts.map(|bag| summary(columns, true, bag))).collect()
    }

    /// Each category that has vectors, with their table.
    fn categories(&self) -> impl Iterator<Item = (&str, Bag)> {
        self.inputs.iter().filter_map(|input| match &input.code {
            Code::Vector(vocabulary) => Some((input.name.as_str(), Bag::category(vocabulary.count()))),
            Code::Number { .. }
            | Code::Label(_)
            | Code::Parts(_)
            | Code::Date(_)
            | Code::Text
            | Code::Terms(_)
            | Code::Words { .. } => None,
        })
    }

    /// Each text whose terms have vectors, with their table.
    fn terms(&self) -> impl Iterator<Item = (&str, Bag)> {
        self.inputs.iter().filter_map(|input| match &input.code {
            Code::Terms(terms) => Some((input.name.as_str(), Bag::terms(terms))),
            Code::Number { .. }
            | Code::Label(_)
            | Code::Parts(_)
            | Code::Vector(_)
            | Code::Date(_)
            | Code::Text
            | Code::Words { .. } => None,
        })
    }

    /// The texts whose words have vectors, and the one table of these.
    fn texts(&self) -> (Vec<&str>, Option<Bag>) {
        let texts = self.inputs.iter().filter_map(|input| match &input.code {
            Code::Words { slots } => Some((input.name.as_str(), *slots)),
            Code::Number { .. }
            | Code::Label(_)
            | Code::Parts(_)
            | Code::Vector(_)
            | Code::Date(_)
            | Code::Text
            | Code::Terms(_) => None,
        });
        let (columns, slots): (Vec<&str>, Vec<usize>) = texts.unzip();
        let bag = slots.first().map(|&slots| Bag::texts(columns.len(), slots));
        (columns, bag)
    }

    /// Numbers per row.
    pub fn width(&self) -> usize {
        self.inputs.iter().map(|input| input.code.width()).sum()
    }

    /// Whether its parts fit each other: false only of what was read from a file that is damaged.
    pub fn is_sound(&self) -> bool {
        let codes = || self.inputs.iter().map(|input| &input.code);
        let mut slots =
            codes().filter_map(|code| if let Code::Words { slots } = code { Some(slots) } else { None });
        let first = slots.next();
        codes().all(Code::is_sound)
            && codes().is_sorted_by_key(Code::part)
            && slots.all(|slots| Some(slots) == first)
            && self.width() > 0
    }

    /// A name for each number.
    pub fn names(&self) -> Vec<String> {
        self.inputs.iter().flat_map(Input::names).collect()
    }

    /// Encodes rows of the table it was fitted on: `[rows, width]`, row-major.
    ///
    /// - `columns`: of that table, the inputs among them
    pub fn encode_table(&self, columns: &[Column], rows: &[u32]) -> Vec<f32> {
        let by_name: HashMap<&str, &Column> =
            columns.iter().map(|column| (column.name.as_str(), column)).collect();
        let columns = self.inputs.iter();
        let columns: Vec<(&Code, &Column)> =
            columns.filter_map(|input| Some((&input.code, *by_name.get(input.name.as_str())?))).collect();
        let mut features = Vec::with_capacity(rows.len() * self.width());
        for row in rows.iter().map(|&row| row as usize) {
            for (code, column) in &columns {
                match code {
                    Code::Number { .. } => code.push_number(column.number(row), &mut features),
                    Code::Label(_) | Code::Vector(_) => code.push_label(column.label(row), &mut features),
                    Code::Parts(vocabulary) => {
                        push_parts(vocabulary, column.reading(), column.label(row), &mut features);
                    }
                    Code::Date(calendar) => calendar.push(column.moment(row), &mut features),
                    Code::Text => ngram::push(column.label(row), &mut features),
                    Code::Terms(terms) => terms.push(column.label(row), &mut features),
                    Code::Words { slots } => ngram::push_codes(column.label(row), *slots, &mut features),
                }
            }
        }
        features
    }

    /// Encodes raw rows: `[rows, width]`, row-major. Rows count from 1 in errors.
    pub fn encode_rows(&self, rows: &[Row]) -> Result<Vec<f32>, DataError> {
        let mut features = Vec::with_capacity(rows.len() * self.width());
        let inputs = self.inputs.iter().map(|input| &input.name);
        let names: HashSet<&String> = inputs.chain(&self.others).collect();
        for (place, row) in rows.iter().enumerate() {
            self.check_names(row, &names)?;
            for input in &self.inputs {
                let cell = row.get(&input.name);
                // A program's number is what it is, whatever marks decimals in the file.
                if let (Values::Numbers(_), Some(Value::Number(number))) = (&input.reading.values, cell) {
                    input.code.push_number(number.as_f64(), &mut features);
                    continue;
                }
                let cell = cell.and_then(text);
                let cell = cell.as_deref().map(|cell| input.reading.label(cell));
                let cell = cell.filter(|cell| !input.reading.marks.are_in(cell));
                let cell = input.reading.answer(cell);
                input.push(cell, place + 1, &mut features)?;
            }
        }
        Ok(features)
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

impl Input {
    fn names(&self) -> Vec<String> {
        let own = |detail: &str| format!("{} = {detail}", self.name);
        match &self.code {
            Code::Number { has_flag, .. } => {
                std::iter::once(self.name.clone()).chain(has_flag.then(|| own("missing"))).collect()
            }
            Code::Date(calendar) => calendar.names().into_iter().map(own).collect(),
            Code::Text => (1..=ngram::WIDTH).map(|place| own(&format!("hash {place}"))).collect(),
            Code::Label(vocabulary) | Code::Parts(vocabulary) => vocabulary.names().map(own).collect(),
            Code::Terms(terms) => {
                let named = |what| (1..=terms.slots()).map(move |slot| format!("{what} {slot}"));
                named("code").chain(named("weight")).map(|detail| own(&detail)).collect()
            }
            Code::Vector(_) => vec![own("code")],
            Code::Words { slots } => (1..=*slots).map(|slot| own(&format!("code {slot}"))).collect(),
        }
    }

    fn push(&self, cell: Option<&str>, row: usize, features: &mut Vec<f32>) -> Result<(), DataError> {
        match (&self.code, cell) {
            (Code::Number { .. }, Some(cell)) => {
                // A label that its scale had not is in none of its places.
                let is_ranked = matches!(self.reading.values, Values::Ranks(_));
                let value = self.reading.number(cell).filter(|value| value.is_finite());
                if value.is_none() && !is_ranked {
                    let column = self.name.clone();
                    return Err(DataError::NotANumber { row, column, found: cell.to_owned() });
                }
                self.code.push_number(value, features);
            }
            (Code::Date(calendar), Some(cell)) => {
                let moment = self.reading.moment(cell);
                if moment.is_none() {
                    let column = self.name.clone();
                    return Err(DataError::NotADate { row, column, found: cell.to_owned() });
                }
                calendar.push(moment, features);
            }
            (Code::Date(calendar), None) => calendar.push(None, features),
            (Code::Number { .. }, None) => self.code.push_number(None, features),
            (Code::Label(_) | Code::Vector(_), cell) => self.code.push_label(cell, features),
            (Code::Parts(vocabulary), cell) => push_parts(vocabulary, &self.reading, cell, features),
            (Code::Text, cell) => ngram::push(cell, features),
            (Code::Terms(terms), cell) => terms.push(cell, features),
            (Code::Words { slots }, cell) => ngram::push_codes(cell, *slots, features),
        }
        Ok(())
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

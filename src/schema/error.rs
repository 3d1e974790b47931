//! What can be wrong with a table, as sentences a user can act on. Rows count as in a spreadsheet: the header is row 1.

use crate::schema::warning::Place;

/// Why a table can't be read or used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum DataError {
    #[error("the file has {found} MB, more than the {limit} MB this page reads: keep fewer rows or columns")]
    TooLarge { found: usize, limit: usize },
    #[error("the file unpacks to more than the {limit} MB this page reads: keep fewer rows or columns")]
    Bomb { limit: usize },
    #[error("the gzip file can't be unpacked ({reason}): pack it again, or unpack it first")]
    Packed { reason: String },
    #[error("the Parquet file can't be read ({reason}): write it again, or export it as CSV")]
    Parquet { reason: String },
    #[error(
        "column “{column}” of the Parquet file is packed with {codec}, which this page does not unpack: write the file with Snappy, as with compression=\"snappy\" in pandas and Polars"
    )]
    ParquetCodec { column: String, codec: String },
    #[error("the file is empty: choose one with a header row and data rows")]
    Empty,
    #[error("this looks like a {what}, not a table of text: export it as CSV and try again")]
    Binary { what: &'static str },
    #[error("this is {what}, which this page does not read: {remedy}")]
    Foreign { what: &'static str, remedy: &'static str },
    #[error("this is a {what}, which could not be opened where it is: unpack it, and choose the table in it")]
    Packaged { what: &'static str },
    #[error(
        "the {what} holds no table ({known}): choose one with a CSV, JSON, Parquet or Excel file in it, or unpack it and choose the table"
    )]
    NoTable { what: &'static str, known: String },
    #[error("sheet: there is no “{asked}” in the {what}; it has: {known}")]
    UnknownSheet { what: &'static str, asked: String, known: String },
    #[error(
        "the {what} can't be unpacked ({reason}): pack it again, or unpack it and choose the table in it"
    )]
    Unpacking { what: &'static str, reason: String },
    #[error(
        "the workbook can't be read ({reason}): open it in Excel or LibreOffice, save it as XLSX without a password, or export the sheet as CSV"
    )]
    Workbook { reason: String },
    #[error(
        "row {row} holds a NUL byte, so this is not a text file: export it as CSV, or choose its encoding under “How the file was read”"
    )]
    NulByte { row: usize },
    #[error(
        "row {row} of the ARFF file, “{line}”, names no column of a type this page knows: it should read @attribute name numeric, or a list of labels in braces, string or date"
    )]
    Arff { row: usize, line: String },
    #[error(
        "the ARFF file lists only what is not 0: save it as dense ARFF, as Weka's filter SparseToNonSparse does, or as CSV"
    )]
    SparseArff,
    #[error(
        "row {row}: expected a pair such as 3:0.5, each index once, as libsvm writes them, found “{found}”: mend it"
    )]
    Libsvm { row: usize, found: String },
    #[error(
        "up to row {row} the file names more than {most} features, each of which is a column: keep fewer"
    )]
    TooManyFeatures { row: usize, most: usize },
    #[error(
        "reading.encoding: “{name}” is no encoding this page knows: choose one such as utf-8, windows-1252 or shift_jis"
    )]
    Encoding { name: String },
    #[error(
        "reading.delimiter: “{sign}” can't stand between cells: choose a comma, semicolon, tab, bar, blank or another sign of ASCII"
    )]
    Delimiter { sign: char },
    #[error(
        "the quote that opens in row {row} is never closed: close it, double a quote that belongs to the text, or choose how quotes are written under “How the file was read”"
    )]
    OpenQuote { row: usize },
    #[error(
        "row {row} has {found} cells, but the header has {expected}: add or remove cells, quote text that holds the delimiter “{delimiter}”, or choose another delimiter or header row under “How the file was read”"
    )]
    Ragged { row: usize, found: usize, expected: usize, delimiter: char },
    #[error(
        "row {row} of the JSON can't be read ({reason}): the file should be an array of objects, or one object per line"
    )]
    Json { row: usize, reason: String },
    #[error(
        "the file is one JSON object whose lists “{first}” and “{second}” have {length} and {other} cells: give all lists the same length to make them columns, or save the list of rows as a file of its own"
    )]
    UnevenLists { first: String, length: usize, second: String, other: usize },
    #[error("the header (row {row}) has no name for column {column}: give every column a name")]
    EmptyHeader { row: usize, column: usize },
    #[error("the file has no data rows: add at least three below the header")]
    NoRows,
    #[error(
        "the file has only one data row (row {row}): training, validation and test need at least one each"
    )]
    OneRow { row: usize },
    #[error("there is no column “{column}” in this table; it has: {known}")]
    UnknownColumn { column: String, known: String },
    #[error(
        "row {row}, column “{column}”: expected a number, found “{found}”: mend the cell or give the column another type"
    )]
    NotANumber { row: usize, column: String, found: String },
    #[error(
        "row {row}, column “{column}”: expected a date written as the others are, such as 2020-12-31, found “{found}”"
    )]
    NotADate { row: usize, column: String, found: String },
    #[error(
        "row {row}, column “{column}”: expected a picture, as data:image/x-portable-graymap;base64,… or -pixmap, found “{found}”: convert the pictures to netpbm (P5 or P6, one byte a value)"
    )]
    NotAPicture { row: usize, column: String, found: String },
    #[error(
        "column “{column}” holds pictures of {first} and of {other}: scale them all to one size before you load the table"
    )]
    PictureSizes { column: String, first: String, other: String },
    #[error("“{task}” says what the pixels of a picture are: give a column of pictures the role input")]
    NoPicture { task: String },
    #[error(
        "the masks of “{task}” have {width} × {height} pixels: both must be multiples of {across} × {down}, a quarter of the picture in “{picture}”"
    )]
    MaskSize { task: String, picture: String, width: usize, height: usize, across: usize, down: usize },
    #[error(
        "the masks of “{task}” have {pixels} pixels, and at most {most} can be learned: scale them down, to a half or a quarter of the picture"
    )]
    LargeMask { task: String, pixels: usize, most: usize },
    #[error(
        "the masks of “{task}” have the classes 0 to {largest}: they must be grey pictures with the values 0 to {most}, at least two of them, and 255 where a pixel has no class"
    )]
    MaskClasses { task: String, largest: u8, most: u8 },
    #[error(
        "row {row}, column “{column}”: “{found}” is not a finite number: leave the cell empty if the value is unknown"
    )]
    NotFinite { row: usize, column: String, found: String },
    #[error("columns “{first}” and “{second}” both have the role {role}: keep one")]
    TwoOfOneRole { role: &'static str, first: String, second: String },
    #[error("row {row}, column “{column}”: expected train, valid or test, found “{found}”")]
    UnknownSplit { row: usize, column: String, found: String },
    #[error("no row is left for the {split} split: change the shares, add rows, or mend the split column")]
    EmptySplit { split: &'static str },
    #[error(
        "row {row}, column “{column}”: expected a weight of 0 or more, found {found}: mend the cell, or give the column another role"
    )]
    NotAWeight { row: usize, column: String, found: String },
    #[error(
        "column “{column}” gives every training row the weight 0: give some a weight above 0, or give the column another role"
    )]
    NoTrainingWeight { column: String },
    #[error(
        "column “{column}” with the role group has only {found} different groups to deal out: choose a column with at least one for each of training, validation and test"
    )]
    FewGroups { column: String, found: usize },
    #[error(
        "split.byTime: column “{column}” holds {kind} values, which are no times: choose a column of dates, or of numbers that grow with time"
    )]
    NoTimes { column: String, kind: &'static str },
    #[error(
        "split.byTime: the labelled rows have only {found} different times in “{column}”: choose a column with at least one for each of training, validation and test"
    )]
    FewTimes { column: String, found: usize },
    #[error("{field}: there is no column “{column}” in this table; it has: {known}")]
    NoSuchColumn { field: String, column: String, known: String },
    #[error(
        "split.stratify: column “{column}” has {values} different values, too many to keep the shares of: choose one with at most {most}, or “none”"
    )]
    TooManyStrata { column: String, values: usize, most: usize },
    #[error(
        "targets.{task}.transform: task “{task}” has classes, and only numbers can be straightened: choose none"
    )]
    ClassTransform { task: String },
    #[error("targets.{task}.{field}: task “{task}” has numbers and no classes: choose {choice}")]
    NoClasses { task: String, field: &'static str, choice: &'static str },
    #[error(
        "targets.{task}.costRatio: task “{task}” has no two classes to answer from a threshold on: choose null"
    )]
    NoTwoClasses { task: String },
    #[error(
        "targets.{task}.transform: task “{task}” is learned as a count, by its logarithm anyway: choose none"
    )]
    CountTransform { task: String },
    #[error(
        "targets.{task}.kind: a count is a whole number from 0 to 10¹², and row {row} has {found}: choose regression"
    )]
    NotACount { task: String, row: usize, found: f64 },
    #[error(
        "targets.{task}.kind: column “{task}” holds {kind} values, which are learned as {known}, not as {found}: choose another kind, or give the column another type"
    )]
    WrongKind { task: String, found: &'static str, kind: &'static str, known: String },
    #[error(
        "targets.{task}.transform: log1p needs numbers above −1, and row {row} has {found}: choose yeo_johnson or none"
    )]
    NoLogarithm { task: String, row: usize, found: f64 },
    #[error("“{file}”: {problem}")]
    InFile { file: String, problem: String },
    #[error(
        "several files need a key, the column by which their rows belong together: choose one that all of them have ({known})"
    )]
    NoKey { known: String },
    #[error("“{file}” has no column “{key}” to be joined by; it has: {known}")]
    UnknownKey { key: String, file: String, known: String },
    #[error(
        "rows {first} and {second} of “{file}” both have “{value}” in the key column “{column}”, so it is not known which belongs to a row of the first file: keep one of them, or choose another key or another first file"
    )]
    RepeatedKey { file: String, column: String, value: String, first: usize, second: usize },
    #[error(
        "no value of the key column “{column}” is in the first file and in “{file}”: choose another key, or write the values in the same way in both"
    )]
    NoMatch { file: String, column: String },
    #[error(
        "labelSets.{set}: the table has a column of that name, and a task has one of its own: choose another name for the set"
    )]
    SetNamedAsColumn { set: String },
    #[error(
        "labelSets.{set}: column “{column}” has the role {role}: give it the role task, or take it out of the set"
    )]
    NoTaskInSet { set: String, column: String, role: &'static str },
    #[error(
        "labelSets.{set}: column “{column}” holds {found}, not two labels that mean no and yes, such as 0 and 1: write them so, or take it out of the set"
    )]
    NotYesOrNo { set: String, column: String, found: String },
    #[error(
        "targets.{column}: column “{column}” is learned as one of the labels of “{set}”, for which nothing can be chosen singly: take it out of targets, or out of labelSets.{set}"
    )]
    ChosenInSet { set: String, column: String },
    #[error("no column has the role task: choose at least one column to predict")]
    NoTask,
    #[error(
        "no column is left as an input: give the role input to at least one column that has different values in it"
    )]
    NoInput,
    #[error("task “{task}” has no labels at all: choose another column to predict")]
    NoLabels { task: String },
    #[error("task “{task}” has no label in the training split: add labels or change the split")]
    NoTrainingLabels { task: String },
    #[error(
        "task “{task}” is constant: every label is {value}, so there is nothing to learn; choose another column"
    )]
    ConstantTask { task: String, value: String },
    #[error("task “{task}” has only one class, “{class}”: choose a column with at least two")]
    OneClass { task: String, class: String },
    #[error(
        "targets.{task}.rareClasses: the classes of “{task}” are in order, and a pool of some has no place among them: choose keep, or the kind multiclass"
    )]
    PooledOrder { task: String },
    #[error(
        "task “{task}” has {classes} classes for {rows} labelled rows, too many to learn: pool the rare ones (targets.{task}.rareClasses), make it a number, or choose another column"
    )]
    TooManyClasses { task: String, classes: usize, rows: usize },
    #[error(
        "column “{column}” holds {kind} values, which can't be a task: change its type to number or category first"
    )]
    NotATask { column: String, kind: &'static str },
}

impl DataError {
    /// The cell that shows it, in a table that stays as it was.
    pub fn place(&self) -> Option<Place> {
        let (Self::NotANumber { row, column, .. }
        | Self::NotADate { row, column, .. }
        | Self::NotFinite { row, column, .. }
        | Self::UnknownSplit { row, column, .. }
        | Self::NotAWeight { row, column, .. }) = self
        else {
            return None;
        };
        Some(Place::cell(*row, column))
    }
}

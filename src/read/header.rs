//! Finds the rows of names: none, one, or several that belong together, and the row of units below them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::read::missing;
use crate::read::number;
use crate::read::sample::{self, Line, are_numbers, is_number};

/// Rows of names at most.
const MOST_ROWS: usize = 4;

/// Fewest rows below one of units or descriptions.
const FEWEST_BELOW: usize = 5;

/// Fewest numbers in steps that are names without a word beside them.
pub const FEWEST_STEPS: usize = 5;

/// Units that stand alone in a cell; those with a sign such as “/” or “°” are known by that.
const UNITS: &str = " s ms us ns min h hr hrs sec hour hours d day days week weeks month months yr year years a \
    kg g mg ug t lb lbs oz m cm mm um nm km mi ft in yd ha l ml dl cl gal m2 m3 km2 cm2 cm3 \
    k c f j kj mj kcal cal w kw mw kwh mwh wh v mv kv ma ah hz khz mhz ghz pa hpa kpa mpa bar mbar psi atm mmhg n kn nm \
    mol mmol umol ohm lx lm db dba ph ppm ppb pct percent rpm mph kmh kph deg rad rel count counts no nr pcs stk stück st n \
    eur usd gbp chf jpy cny b kb mb gb tb bit jahre jahr tage tag stunden monate iu u ";

/// Whether a cell is a unit.
fn is_unit(cell: &str) -> bool {
    let inner = cell.trim_matches(['(', ')', '[', ']', '<', '>', '{', '}']).trim();
    let is_bracketed = inner.len() + 1 < cell.len() && inner.chars().count() <= 16;
    let has_sign = cell.chars().count() <= 12
        && cell.chars().any(|letter| "/°%‰µμ²³^·€$£¥Ωωₓ".contains(letter))
        && cell.chars().any(|letter| !letter.is_ascii_digit());
    is_bracketed || has_sign || (!inner.is_empty() && UNITS.contains(&format!(" {} ", inner.to_lowercase())))
}

/// What is known of the rows of names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Rows of names, with the rows of units and descriptions below them.
    pub rows: usize,
    /// Names as they are joined; empty where a column has none.
    pub names: Vec<String>,
    /// Rows of `rows`, from 0, that hold units or descriptions in place of names.
    pub units: Vec<usize>,
}

/// Whether numbers are names because each is a step from the one before, as years are.
///
/// - `least`: fewest numbers of other steps than years, beside a word
pub fn are_steps(line: &Line, least: usize, delimiter: char) -> bool {
    let is_named = line.cells.iter().take(line.reach()).all(|cell| !cell.is_empty());
    let first_is_empty = line.cells.first().is_some_and(|cell| cell.is_empty());
    let numbers: Vec<f64> = line.cells.iter().filter_map(|cell| number::plain(cell)).collect();
    let steps: Vec<f64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let Some(&step) = steps.first() else { return false };
    let is_even = steps.iter().all(|other| (other - step).abs() <= 1e-6 * step.abs());
    let words = line.filled() - numbers.len();
    let is_word = |cell: &&Cow<str>| !cell.is_empty() && !is_number(cell, delimiter);
    let other_words = line.cells.iter().filter(is_word).count();
    let are_years = numbers.iter().copied().all(is_year) && steps.iter().all(|&step| step > 0.0);
    let are_names = match (are_years, first_is_empty || words > 0) {
        (true, true) => true,
        (true, false) => is_even && numbers.len() >= 3,
        (false, true) if first_is_empty => is_even && step > 0.0,
        (false, true) => is_even && step > 0.0 && numbers.len() >= least,
        (false, false) => is_even && step > 0.0 && numbers.len() >= FEWEST_STEPS,
    };
    words == other_words && (is_named || first_is_empty) && are_names
}

/// Whether the first line is a header: unless one of its cells is a value like those below it.
pub fn is_header(lines: &[Line], delimiter: char) -> bool {
    let Some((first, below)) = lines.split_first() else { return true };
    if below.is_empty() {
        return !first.cells.iter().all(|cell| is_number(cell, delimiter));
    }
    let column =
        |column: usize| below.iter().map(move |line| line.cell(column)).filter(|cell| !cell.is_empty());
    let is_value = |index: usize| {
        let cell = first.cell(index);
        let alike = shape(cell);
        let is_alike = alike.is_some() && below.len() > 2 && column(index).all(|cell| shape(cell) == alike);
        (is_number(cell, delimiter)
            && (are_numbers(column(index), delimiter) || column(index).next().is_none()))
            || (is_alike && column(index).next().is_some())
    };
    if !(0..first.cells.len()).any(is_value) {
        return true;
    }
    // Years are names where the rows below hold none.
    let has_fractions =
        |index: usize| column(index).any(|cell| number::plain(cell).is_some_and(|cell| cell.fract() != 0.0));
    let are_whole_above_fractions = (0..first.cells.len()).all(|index| {
        number::plain(first.cell(index)).is_none_or(|name| name.fract() == 0.0 && has_fractions(index))
    });
    let least = if are_whole_above_fractions { 3 } else { FEWEST_STEPS };
    are_steps(first, least, delimiter) && below.iter().take(3).all(|line| !goes_on(first, line))
}

/// Whether a line holds numbers like the names above it: years below years, or the next numbers.
fn goes_on(names: &Line, line: &Line) -> bool {
    let pairs = names.cells.iter().zip(&line.cells);
    let number = |cell: &str| number::plain(cell);
    let pairs: Vec<(f64, f64)> =
        pairs.filter_map(|(name, cell)| Some((number(name)?, number(cell)?))).collect();
    let is_near = |(name, cell): &(f64, f64)| (cell - name).abs() <= 0.1 * name.abs() && cell.fract() == 0.0;
    !pairs.is_empty() && pairs.iter().all(is_near)
}

/// What a cell with at least four digits looks like, each digit and letter alike, as dates and codes do.
fn shape(cell: &str) -> Option<String> {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let like = |letter: char| if letter.is_ascii_digit() { '9' } else { letter };
    (digits >= 4 && digits < cell.len()).then(|| cell.chars().map(like).collect())
}

/// Whether a line names groups of columns, as merged cells do: no numbers, and gaps between its names.
pub fn is_group(line: &Line, delimiter: char) -> bool {
    line.filled() > 1 && !line.is_from_the_left() && are_words_and_years(line, delimiter)
}

/// Whether a line holds no numbers but years.
pub fn are_words_and_years(line: &Line, delimiter: char) -> bool {
    line.cells.iter().all(|cell| !is_number(cell, delimiter) || number::plain(cell).is_some_and(is_year))
}

fn is_year(number: f64) -> bool {
    number.fract() == 0.0 && (1700.0..=2200.0).contains(&number)
}

/// Finds the rows of names from the first one on, which is one, as are those that follow it up to `least`.
pub fn find(lines: &[Line], least: usize, delimiter: char) -> Header {
    let Some(width) = lines.first().map(|line| line.cells.len()) else { return Header::default() };
    let mut rows = least.clamp(1, lines.len().max(1));
    let mut units = Vec::new();
    while rows < MOST_ROWS && rows + 1 < lines.len() {
        let row = &lines[rows];
        if row.cells == lines[0].cells {
            // A header that comes again is looked for among the data.
            break;
        }
        let names = join(&lines[..rows], &units);
        match further(row, &lines[rows + 1..], width, delimiter) {
            _ if rows > 1 && row.reach() == 1 && units.is_empty() && row.cells.len() == width => {
                // Under joined names pandas writes the name of the index.
                let is_index =
                    names.first().is_none_or(String::is_empty) && !is_number(row.cell(0), delimiter);
                if !is_index {
                    break;
                }
            }
            Further::Nothing => break,
            Further::Names | Further::Units if is_incomplete(&names) && units.is_empty() => {}
            // In a few rows, numbers below a word may be chance.
            Further::Units | Further::Names if lines.len() <= rows + FEWEST_BELOW => break,
            Further::Units => units.push(rows),
            Further::Names if fills_gaps(&lines[..rows], row) => {}
            Further::Names => units.push(rows),
            Further::Words if fills_gaps(&lines[..rows], row) => {}
            Further::Words => break,
        }
        rows += 1;
    }
    Header { rows, names: join(&lines[..rows], &units), units }
}

/// The names that so many rows give, which were chosen.
pub fn given(lines: &[Line], rows: usize, delimiter: char) -> Header {
    let found = find(lines, 1, delimiter);
    if found.rows == rows {
        return found;
    }
    let lines = &lines[..rows.min(lines.len())];
    let holds_units = |row: &usize| lines[*row].cells.iter().all(|cell| cell.is_empty() || is_unit(cell));
    let units: Vec<usize> = (1..lines.len()).filter(holds_units).collect();
    Header { rows: lines.len(), names: join(lines, &units), units }
}

/// What a row below names is.
enum Further {
    /// Data.
    Nothing,
    /// Words of which it is not known whether they are data, as no column below holds numbers.
    Words,
    /// Units above numbers.
    Units,
    /// Other words above numbers.
    Names,
}

fn further(row: &Line, below: &[Line], width: usize, delimiter: char) -> Further {
    // Other rows of names may follow.
    let body = if below.len() >= MOST_ROWS + FEWEST_BELOW { &below[MOST_ROWS - 1..] } else { below };
    if row.cells.iter().any(|cell| is_number(cell, delimiter) && !is_unit(cell)) {
        return Further::Nothing;
    }
    // “40,50 €” has a unit's sign, but so have the amounts below it.
    let is_amount = |cell: &str| number::plain(cell).is_none() && number::is_like_one(cell);
    let is_amount_among_amounts =
        |column| is_amount(row.cell(column)) && body.iter().any(|line| is_amount(line.cell(column)));
    if (0..width).any(is_amount_among_amounts) {
        return Further::Nothing;
    }
    let numeric = sample::numeric_columns(body, width, delimiter);
    let over_numbers: Vec<&str> =
        (0..width).filter(|&column| numeric[column]).map(|column| row.cell(column)).collect();
    let filled: Vec<&str> = over_numbers.iter().copied().filter(|cell| !missing::is_usual(cell)).collect();
    if over_numbers.is_empty() {
        return Further::Words;
    }
    if filled.is_empty() || body.len() < 2 {
        return Further::Nothing;
    }
    if filled.iter().all(|cell| is_unit(cell)) {
        return Further::Units;
    }
    // One odd cell may stand among data; several in one row, none of which comes again, hardly do.
    let comes_again = |cell: &&&str| below.iter().any(|line| line.cells.iter().any(|other| other == **cell));
    let is_all = filled.len() == over_numbers.len() && filled.iter().filter(comes_again).count() == 0;
    let different: HashSet<&str> = filled.iter().copied().collect();
    if is_all && filled.len() > 1 && (different.len() > 1 || filled.len() > 3) {
        Further::Names
    } else {
        Further::Nothing
    }
}

/// Whether names have gaps or stand several times, so that a further row may tell columns apart.
fn is_incomplete(names: &[String]) -> bool {
    // Behind the last name all cells may be empty.
    let names = &names[..names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)];
    let named: HashSet<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    // pandas leaves out the first name.
    named.len() + 1 < names.len()
        || (named.len() < names.len() && names.first().is_some_and(|name| !name.is_empty()))
}

/// Whether a row of words has a name in every gap of merged names above it.
fn fills_gaps(above: &[Line], row: &Line) -> bool {
    let Some(last) = above.last() else { return false };
    let gaps: Vec<usize> = (0..row.cells.len()).filter(|&column| last.cell(column).is_empty()).collect();
    !gaps.is_empty()
        && last.filled() > 1
        && gaps.iter().all(|&column| !row.cell(column).is_empty())
        && !last.is_from_the_left()
}

/// The names of the columns: those of several rows joined, merged cells reaching over the columns behind them.
fn join(lines: &[Line], units: &[usize]) -> Vec<String> {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let rows: Vec<&Line> =
        lines.iter().enumerate().filter(|(row, _)| !units.contains(row)).map(|(_, line)| line).collect();
    let mut names: Vec<Vec<String>> = vec![Vec::new(); width];
    for (index, row) in rows.iter().enumerate() {
        let owners = if index + 1 < rows.len() {
            spans(row, rows[index + 1], width)
        } else {
            (0..width).map(Some).collect()
        };
        for (column, owner) in owners.into_iter().enumerate() {
            let cell = owner.map_or("", |owner| row.cell(owner));
            if !cell.is_empty() && names[column].last().is_none_or(|last| last != cell) {
                names[column].push(cell.to_owned());
            }
        }
    }
    names.into_iter().map(|parts| parts.join(" ")).collect()
}

/// The column whose cell is merged over each column: the one itself, or one before it. A group ends before a name below it
/// that no other group has, if these have some in common; else it is no wider than the widest other one.
fn spans(row: &Line, below: &Line, width: usize) -> Vec<Option<usize>> {
    let starts: Vec<usize> = (0..width).filter(|&column| !row.cell(column).is_empty()).collect();
    let mut owners = vec![None; width];
    let mut seen: Vec<&str> = Vec::new();
    let mut widest = 0;
    for (group, &start) in starts.iter().enumerate() {
        let end = starts.get(group + 1).copied().unwrap_or(width);
        let names = (start..end).map(|column| below.cell(column));
        let is_last = group + 1 == starts.len();
        let repeats = seen.contains(&below.cell(start));
        for (column, name) in (start..end).zip(names) {
            let is_own = column == start;
            let fits = match (is_last && group > 0, repeats) {
                (true, true) => seen.contains(&name),
                (true, false) => column - start < widest,
                (false, _) => true,
            };
            if !is_own && (!fits || name.is_empty()) {
                break;
            }
            owners[column] = Some(start);
        }
        widest = widest.max(end - start);
        seen.extend((start..end).map(|column| below.cell(column)));
    }
    owners
}

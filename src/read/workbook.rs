//! A sheet of an Excel or OpenDocument workbook becomes text with commas: dates as in ISO 8601, numbers as they are kept.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

use crate::read::archive::Unpacked;
use crate::schema::error::DataError;
use crate::schema::format::Format;

/// Hours of a day.
const HOURS: f64 = 24.0;

/// Reads a sheet of a workbook: the one that is asked for, else the first with more than one row.
pub fn unpack(bytes: &[u8], asked: Option<&str>) -> Result<Unpacked, DataError> {
    let trouble = |error: calamine::Error| DataError::Workbook { reason: error.to_string() };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(trouble)?;
    let names = workbook.sheet_names();
    let quoted =
        |names: &[String]| names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    if let Some(asked) = asked {
        if !names.iter().any(|name| name == asked) {
            let known = quoted(&names);
            return Err(DataError::UnknownSheet { what: "workbook", asked: asked.into(), known });
        }
        let range = workbook.worksheet_range(asked).map_err(trouble)?;
        return Ok(unpacked(&range, None));
    }
    let mut found: Option<(&String, Range<Data>)> = None;
    let mut with_data = Vec::new();
    for name in &names {
        // Some sheets hold a chart only.
        let Ok(range) = workbook.worksheet_range(name) else { continue };
        if range.height() > 1 {
            with_data.push(name.clone());
            found.get_or_insert((name, range));
        }
    }
    let Some((name, range)) = found else { return Err(DataError::NoRows) };
    let oddity = (with_data.len() > 1).then(|| {
        format!(
            "the workbook has the sheets {}, of which “{name}” was read: name another as the sheet",
            quoted(&with_data)
        )
    });
    Ok(unpacked(&range, oddity))
}

fn unpacked(range: &Range<Data>, oddity: Option<String>) -> Unpacked {
    let bytes = text(range).into_bytes();
    Unpacked { bytes, written_as: Some(Format::Workbook), oddities: oddity.into_iter().collect() }
}

fn text(range: &Range<Data>) -> String {
    let mut out = String::new();
    for row in range.rows() {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            quote(&mut out, &written(cell));
        }
        out.push('\n');
    }
    out
}

/// Adds a cell, in quotes where it holds what separates cells.
fn quote(out: &mut String, cell: &str) {
    match cell.contains(['"', ',', ';', '\t', '|', '\n', '\r']) {
        true => {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        }
        false => out.push_str(cell),
    }
}

/// A cell as text; an error in it, such as `#N/A`, is a usual mark of a missing value.
fn written(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => truth.to_string(),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
        Data::DateTime(time) if time.is_duration() => duration(time.as_f64()),
        Data::DateTime(time) => date(time.to_ymd_hms_milli(), time.as_f64()),
    }
}

/// A date without a time of day where it has none, a time of day alone where there is no day.
fn date(
    (year, month, day, hour, minute, second, milli): (u16, u8, u8, u8, u8, u8, u16),
    days: f64,
) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    let fraction = if milli > 0 { format!(".{milli:03}") } else { String::new() };
    let clock = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    match days {
        _ if (0.0..1.0).contains(&days) => clock,
        _ if days.fract() == 0.0 => date,
        _ => format!("{date}T{clock}"),
    }
}

fn duration(days: f64) -> String {
    let seconds = (days.abs() * HOURS * 3600.0).round() as u64;
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

//! What a Parquet column's values stand for, and how they are written as JSON.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use ::parquet::schema::types::ColumnDescriptor;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// Nanoseconds of a second.
const NANOS: i64 = 1_000_000_000;

/// What values stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Themselves.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Days since 1970.
    Date,
    /// Time since midnight, so many units a second.
    Time(i64),
    /// Time since 1970, so many units a second.
    Timestamp(i64),
    /// Whole numbers with so many digits behind the point.
    Decimal(usize),
    /// Bytes of an identifier.
    Uuid,
    /// Numbers of two bytes.
    Half,
}

impl Meaning {
    /// As the column says it in one way, or in the older one.
    pub fn of(column: &ColumnDescriptor) -> Self {
        let decimal = || Self::Decimal(usize::try_from(column.type_scale()).unwrap_or_default());
        match column.logical_type_ref() {
            Some(LogicalType::Decimal(_)) => decimal(),
            Some(LogicalType::Date) => Self::Date,
            Some(LogicalType::Time(time)) => Self::Time(units(time.unit)),
            Some(LogicalType::Timestamp(time)) => Self::Timestamp(units(time.unit)),
            Some(LogicalType::Integer(number)) if !number.is_signed => Self::Unsigned,
            Some(LogicalType::Uuid) => Self::Uuid,
            Some(LogicalType::Float16) => Self::Half,
            Some(_) => Self::Plain,
            None => match column.converted_type() {
                ConvertedType::DECIMAL => decimal(),
                ConvertedType::DATE => Self::Date,
                ConvertedType::TIME_MILLIS => Self::Time(1_000),
                ConvertedType::TIME_MICROS => Self::Time(1_000_000),
                ConvertedType::TIMESTAMP_MILLIS => Self::Timestamp(1_000),
                ConvertedType::TIMESTAMP_MICROS => Self::Timestamp(1_000_000),
                ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64 => Self::Unsigned,
                _ => Self::Plain,
            },
        }
    }
}

fn units(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => NANOS,
    }
}

/// A value of one of Parquet's own types.
pub trait Value {
    /// Writes it as JSON; `false` if it stands for no value.
    fn write(&self, meaning: &Meaning, out: &mut Vec<u8>) -> bool;
}

impl Value for bool {
    fn write(&self, _meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        put(out, self)
    }
}

impl Value for i32 {
    fn write(&self, meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        match meaning {
            Meaning::Unsigned => put(out, self.cast_unsigned()),
            Meaning::Date => {
                let epoch = NaiveDate::default();
                let day = epoch.checked_add_signed(chrono::TimeDelta::days(i64::from(*self)));
                match day {
                    Some(day) => quote(out, day),
                    None => put(out, self),
                }
            }
            Meaning::Plain
            | Meaning::Time(_)
            | Meaning::Timestamp(_)
            | Meaning::Decimal(_)
            | Meaning::Uuid
            | Meaning::Half => i64::from(*self).write(meaning, out),
        }
    }
}

impl Value for i64 {
    fn write(&self, meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        let text = match *meaning {
            Meaning::Unsigned => return put(out, self.cast_unsigned()),
            Meaning::Decimal(scale) => Some(decimal(i128::from(*self), scale)),
            Meaning::Time(units) => {
                let nanos = (self.rem_euclid(units) * (NANOS / units)) as u32;
                let seconds = u32::try_from(self.div_euclid(units)).ok();
                seconds
                    .and_then(|seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos))
                    .map(|time| time.to_string())
            }
            Meaning::Timestamp(units) => moment(*self, units).map(iso),
            Meaning::Plain | Meaning::Date | Meaning::Uuid | Meaning::Half => None,
        };
        match text {
            Some(text) => quote(out, text),
            None => put(out, self),
        }
    }
}

impl Value for Int96 {
    fn write(&self, _meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        let nanos = self.to_nanos();
        match moment(nanos, NANOS) {
            Some(moment) => quote(out, iso(moment)),
            None => put(out, nanos),
        }
    }
}

impl Value for f32 {
    fn write(&self, _meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        match self.is_finite() {
            true => put(out, self),
            false => f64::from(*self).write(&Meaning::Plain, out),
        }
    }
}

impl Value for f64 {
    fn write(&self, _meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        match self {
            number if number.is_nan() => false,
            // JSON has no such number; whoever reads it says in which cell it stands.
            number if number.is_infinite() => quote(out, number),
            number => put(out, number),
        }
    }
}

impl Value for ByteArray {
    fn write(&self, meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        let bytes = self.data();
        match *meaning {
            Meaning::Decimal(scale) => match whole(bytes) {
                Some(number) => quote(out, decimal(number, scale)),
                None => quote(out, hex(bytes)),
            },
            Meaning::Half if bytes.len() == 2 => {
                f32::from(half::f16::from_le_bytes([bytes[0], bytes[1]])).write(meaning, out)
            }
            Meaning::Uuid if bytes.len() == 16 => {
                let digits = hex(bytes);
                let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits[part].to_owned());
                quote(out, parts.join("-"))
            }
            Meaning::Plain
            | Meaning::Unsigned
            | Meaning::Date
            | Meaning::Time(_)
            | Meaning::Timestamp(_)
            | Meaning::Uuid
            | Meaning::Half => match std::str::from_utf8(bytes) {
                Ok(text) => quote(out, text),
                Err(_) => quote(out, hex(bytes)),
            },
        }
    }
}

impl Value for FixedLenByteArray {
    fn write(&self, meaning: &Meaning, out: &mut Vec<u8>) -> bool {
        let bytes: &ByteArray = self;
        bytes.write(meaning, out)
    }
}

/// Writes what is JSON as it stands.
fn put(out: &mut Vec<u8>, value: impl serde::Serialize) -> bool {
    // Into memory, numbers and truths are always written.
    serde_json::to_writer(out, &value).is_ok()
}

/// Writes a text.
fn quote(out: &mut Vec<u8>, text: impl ToString) -> bool {
    put(out, text.to_string())
}

fn moment(units_since: i64, units: i64) -> Option<NaiveDateTime> {
    let nanos = (units_since.rem_euclid(units) * (NANOS / units)) as u32;
    DateTime::from_timestamp(units_since.div_euclid(units), nanos).map(|moment| moment.naive_utc())
}

/// With as many digits of the second as are needed; time zones are not looked at when dates are read, so none is named.
fn iso(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// All digits of a decimal: as text, since a number would keep seventeen of them.
fn decimal(number: i128, scale: usize) -> String {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if number < 0 { "-" } else { "" };
    let point = if scale > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{fraction}")
}

/// A number of up to 16 bytes, the first one the largest.
fn whole(bytes: &[u8]) -> Option<i128> {
    let first = *bytes.first()?;
    let mut all = [if first < 0x80 { 0 } else { 0xff }; 16];
    all.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(all))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! What the page and the check of a configuration need to know about one number or choice of a method.

/// One number or choice of a method: its name, its words, what it takes.
#[derive(Debug)]
pub struct KnobCard<Section: 'static> {
    /// Its dotted name in the configuration.
    pub field: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// What it does, in one sentence.
    pub help: &'static str,
    /// What it takes, and where it stands in its section of the configuration.
    pub value: KnobValue<Section>,
}

/// What a knob takes.
#[derive(Debug)]
#[allow(missing_docs, reason = "`read` finds the present value in all")]
pub enum KnobValue<Section: 'static> {
    /// A whole number from 1 to `most`.
    Whole { most: usize, read: fn(&Section) -> usize },
    /// The same, or 0.
    WholeOrZero { most: usize, read: fn(&Section) -> usize },
    /// A number within a range.
    Number { range: Range, read: fn(&Section) -> f64 },
    /// A number within a range, or nothing for the method's own number.
    Optional { range: Range, read: fn(&Section) -> Option<f64> },
    /// One of several: the name of each in configurations and in the menu.
    Choice { items: fn() -> Vec<(&'static str, &'static str)>, read: fn(&Section) -> &'static str },
}

/// The numbers that a knob takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// From 0 to a number, both included.
    FromZero(f64),
    /// Above 0, up to a number, which is included.
    AboveZero(f64),
    /// From one number to another, both included.
    Between(f64, f64),
}

/// A value that a knob doesn't take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// Dotted name in the configuration.
    pub field: &'static str,
    /// What it takes.
    pub expected: String,
    /// What it is.
    pub found: String,
}

impl Range {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::FromZero(most) => (0.0..=most).contains(&value),
            Self::AboveZero(most) => value > 0.0 && value <= most,
            Self::Between(least, most) => (least..=most).contains(&value),
        }
    }

    fn words(self) -> String {
        match self {
            Self::FromZero(most) => format!("a number from 0 to {most}"),
            Self::AboveZero(most) => format!("a number above 0, at most {most}"),
            Self::Between(least, most) => format!("a number from {least} to {most}"),
        }
    }
}

impl<Section> KnobCard<Section> {
    /// Its present value, as it is typed or as the choice's name in configurations; empty for the method's own number.
    pub fn shown(&self, section: &Section) -> String {
        match self.value {
            KnobValue::Whole { read, .. } | KnobValue::WholeOrZero { read, .. } => read(section).to_string(),
            KnobValue::Number { read, .. } => read(section).to_string(),
            KnobValue::Optional { read, .. } => {
                read(section).map(|value| value.to_string()).unwrap_or_default()
            }
            KnobValue::Choice { read, .. } => read(section).to_owned(),
        }
    }

    /// Checks its present value.
    ///
    /// # Errors
    /// Where it is out of range.
    pub fn check(&self, section: &Section) -> Result<(), OutOfRange> {
        let (is_right, expected) = match self.value {
            KnobValue::Whole { most, read } => {
                ((1..=most).contains(&read(section)), format!("a whole number from 1 to {most}"))
            }
            KnobValue::WholeOrZero { most, read } => {
                (read(section) <= most, format!("a whole number from 0 to {most}"))
            }
            KnobValue::Number { range, read } => (range.holds(read(section)), range.words()),
            KnobValue::Optional { range, read } => {
                (read(section).is_none_or(|value| range.holds(value)), range.words())
            }
            // Its type holds nothing else.
            KnobValue::Choice { .. } => return Ok(()),
        };
        let refusal = || OutOfRange { field: self.field, expected, found: self.shown(section) };
        if is_right { Ok(()) } else { Err(refusal()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: KnobValue<f64>, found: f64) -> Result<(), String> {
        let knob = KnobCard { field: "weighting.c", label: "", help: "", value };
        knob.check(&found).map_err(|refusal| format!("{}, found {}", refusal.expected, refusal.found))
    }

    #[test]
    fn ranges_end_where_their_words_say() {
        let whole = |found| check(KnobValue::Whole { most: 64, read: |value| *value as usize }, found);
        assert_eq!([whole(1.0), whole(64.0)], [Ok(()), Ok(())]);
        assert_eq!(whole(0.0), Err("a whole number from 1 to 64, found 0".into()));
        assert!(whole(65.0).is_err());
        let or_zero =
            |found| check(KnobValue::WholeOrZero { most: 64, read: |value| *value as usize }, found);
        assert_eq!([or_zero(0.0), or_zero(64.0)], [Ok(()), Ok(())]);
        assert_eq!(or_zero(65.0), Err("a whole number from 0 to 64, found 65".into()));
        let number = |range, found| check(KnobValue::Number { range, read: |value| *value }, found);
        assert_eq!([0.0, 10.0].map(|found| number(Range::FromZero(10.0), found)), [Ok(()), Ok(())]);
        assert_eq!(number(Range::FromZero(10.0), 10.5), Err("a number from 0 to 10, found 10.5".into()));
        assert_eq!(number(Range::AboveZero(100.0), 100.0), Ok(()));
        assert_eq!(
            number(Range::AboveZero(100.0), 0.0),
            Err("a number above 0, at most 100, found 0".into())
        );
        assert_eq!([1.0, 100.0].map(|found| number(Range::Between(1.0, 100.0), found)), [Ok(()), Ok(())]);
        assert_eq!(number(Range::Between(1.0, 100.0), 0.5), Err("a number from 1 to 100, found 0.5".into()));
        for range in [Range::FromZero(1.0), Range::AboveZero(1.0), Range::Between(0.0, 1.0)] {
            assert!(number(range, f64::NAN).is_err() && number(range, -0.5).is_err());
        }
    }

    #[test]
    fn nothing_stands_for_the_methods_own_number() {
        let optional = |found: f64| {
            let read: fn(&f64) -> Option<f64> = |value| (*value != 0.0).then_some(*value);
            let value = KnobValue::Optional { range: Range::AboveZero(1.0), read };
            KnobCard { field: "weighting.alpha", label: "", help: "", value }.check(&found)
        };
        assert_eq!([optional(0.0), optional(1.0)], [Ok(()), Ok(())]);
        assert!(optional(2.0).is_err());
    }
}

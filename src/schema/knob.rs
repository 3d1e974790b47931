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
    /// A number within a range.
    Number { range: Range, read: fn(&Section) -> f64 },
    /// The same, or nothing for the method's own number.
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
        }
    }

    fn words(self) -> String {
        match self {
            Self::FromZero(most) => format!("a number from 0 to {most}"),
            Self::AboveZero(most) => format!("a number above 0, at most {most}"),
        }
    }
}

impl<Section> KnobCard<Section> {
    /// Its present value, as it is typed or as the choice's name in configurations; empty for the method's own number.
    pub fn shown(&self, section: &Section) -> String {
        match self.value {
            KnobValue::Whole { read, .. } => read(section).to_string(),
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

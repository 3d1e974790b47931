//! Marks over two axes.

use serde::{Deserialize, Serialize};

/// Layers over two axes, the first at the back. All numbers are finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis, upwards.
    pub y: Axis,
    /// What stands on them.
    pub layers: Vec<Layer>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Axis {
    /// What it measures, with its unit if it has one.
    pub label: String,
    /// How values become places.
    pub scaling: Scaling,
}

/// How values become places on an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Scaling {
    /// Evenly, over all values of the layers and these ends.
    Linear {
        /// Values that it reaches to at least.
        holds: Vec<f64>,
    },
    /// By their logarithm; values at or below 0 are not drawn.
    Log,
    /// One band a name: the band of index `i` is centred at `i` and 1 wide.
    Bands {
        /// From left to right, or from the bottom up.
        names: Vec<String>,
    },
}

impl Axis {
    /// Evenly, over all values.
    pub fn linear(label: impl Into<String>) -> Self {
        Self::holding(label, &[])
    }

    /// Evenly, and at least as far as some values.
    pub fn holding(label: impl Into<String>, values: &[f64]) -> Self {
        Self { label: label.into(), scaling: Scaling::Linear { holds: values.to_vec() } }
    }

    /// One band a name.
    pub fn bands(label: impl Into<String>, names: Vec<String>) -> Self {
        Self { label: label.into(), scaling: Scaling::Bands { names } }
    }
}

/// Marks of one kind and look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// What it is called in legend and table; empty where it needs no word, such as a diagonal.
    pub name: String,
    /// Its colour.
    pub tone: Tone,
    /// What is drawn.
    pub marks: Marks,
}

/// A colour, and with it a dash or a pattern, so that colour alone tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// That of the figure's task; lines are solid.
    Own,
    /// The same, weaker; lines are dashed.
    OwnFaint,
    /// Grey; lines are dotted.
    Quiet,
    /// That of a task, by its index in task order.
    Task(usize),
    /// That of a class, by its index in class order.
    Class(usize),
    /// One of five shades of the figure's task, from 0 for the lightest to 4 for the darkest: ranges of values in their order.
    Shade(u8),
}

/// What a layer draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Marks {
    /// Dots.
    Points(Points),
    /// A line through points, in their order.
    Line {
        /// `[x, y]`
        at: Vec<[f64; 2]>,
    },
    /// Upright bars.
    Bars {
        /// From left to right.
        bars: Vec<Bar>,
    },
    /// Dots with a line through each.
    Intervals {
        /// From left to right.
        marks: Vec<Interval>,
    },
    /// What lies between two lines.
    Area {
        /// From left to right.
        bands: Vec<Band>,
    },
    /// A shade at each place of the whole ground.
    Field(Field),
    /// A straight line across.
    Rule(Rule),
}

/// Dots.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Points {
    /// `[x, y]`
    pub at: Vec<[f64; 2]>,
    /// The table's row behind each; empty where they stand for none.
    pub rows: Vec<u32>,
}

/// An upright bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bar {
    /// Its left edge.
    pub from: f64,
    /// Its right edge.
    pub to: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The table's rows that it counts; empty where it counts none.
    pub rows: Vec<u32>,
}

/// A value with how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// Its place across.
    pub at: f64,
    /// The value.
    pub value: f64,
    /// Lower and upper end.
    pub ends: Option<[f64; 2]>,
    /// The table's rows behind it; empty where it stands for none.
    pub rows: Vec<u32>,
}

/// What lies between two lines at one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// Its place across.
    pub at: f64,
    /// The lower line.
    pub low: f64,
    /// The upper line.
    pub high: f64,
}

/// Shades over the whole ground, on a grid of equal cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The ends of the horizontal axis that the grid reaches over.
    pub x: [f64; 2],
    /// The ends of the vertical axis.
    pub y: [f64; 2],
    /// Cells across.
    pub columns: usize,
    /// How strong each is, from 0 to 1: row by row, the lowest row first.
    pub strengths: Vec<f32>,
    /// The class whose colour each has; empty where all have the figure's own.
    pub classes: Vec<u16>,
    /// The number behind each, for the table.
    pub values: Vec<f32>,
    /// What that number is.
    pub measure: String,
}

/// A straight line across the ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "along")]
pub enum Rule {
    /// Upright, at a value of the horizontal axis.
    X {
        /// The value.
        at: f64,
    },
    /// Level, at a value of the vertical axis.
    Y {
        /// The value.
        at: f64,
    },
    /// Where both axes have the same value.
    Diagonal,
}

impl Layer {
    /// Dots.
    pub fn points(name: impl Into<String>, tone: Tone, points: Points) -> Self {
        Self { name: name.into(), tone, marks: Marks::Points(points) }
    }

    /// A line.
    pub fn line(name: impl Into<String>, tone: Tone, at: Vec<[f64; 2]>) -> Self {
        Self { name: name.into(), tone, marks: Marks::Line { at } }
    }

    /// Bars.
    pub fn bars(name: impl Into<String>, tone: Tone, bars: Vec<Bar>) -> Self {
        Self { name: name.into(), tone, marks: Marks::Bars { bars } }
    }

    /// Values with how sure they are.
    pub fn intervals(name: impl Into<String>, tone: Tone, marks: Vec<Interval>) -> Self {
        Self { name: name.into(), tone, marks: Marks::Intervals { marks } }
    }

    /// A quiet straight line.
    pub fn rule(name: impl Into<String>, rule: Rule) -> Self {
        Self { name: name.into(), tone: Tone::Quiet, marks: Marks::Rule(rule) }
    }
}

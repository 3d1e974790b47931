//! What is drawn, as plain data: charts, grids and tables, with the numbers of the table's rows behind every mark.
//!
//! A view is computed where the model is, in the worker, and comes to the page as a [`Drawn`]: the page draws each of them by the same few
//! components (`ui/figure/`), so that every chart has axes, a table, a selection, a keyboard and a download without saying so itself. An
//! index stands for a task or a class; the page gives it its colour.

mod chart;
mod control;
mod grid;

use serde::{Deserialize, Serialize};

pub use chart::{Axis, Band, Bar, Chart, Field, Interval, Layer, Marks, Points, Rule, Scaling, Tone};
pub use control::{Control, Item, Options, Setting};
pub use grid::{Cell, Column, Grid, Line, Masks, Table};

/// A view as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    /// What one is looking at, in one or two plain sentences.
    pub sentence: String,
    /// What can be set about it, with what is set.
    pub controls: Vec<Control>,
    /// Small multiples: one next to the other.
    pub figures: Vec<Figure>,
    /// Sentences below it: what is left out, how something was computed.
    pub notes: Vec<String>,
}

impl Drawn {
    /// One figure.
    pub fn of(sentence: impl Into<String>, figure: Figure) -> Self {
        Self { sentence: sentence.into(), figures: vec![figure], ..Self::default() }
    }

    /// Nothing, and why, as a sentence.
    pub fn nothing(why: impl Into<String>) -> Self {
        Self { sentence: why.into(), ..Self::default() }
    }

    /// With something that can be set.
    pub fn with(mut self, control: Control) -> Self {
        self.controls.push(control);
        self
    }

    /// With a sentence below.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// One drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// What it is called, also by a screen reader: it names the task.
    pub title: String,
    /// Index of the task whose colour it has, in task order; none for all.
    pub task: Option<usize>,
    /// What it shows.
    pub body: Body,
}

/// What a figure shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Body {
    /// Marks over two axes.
    Chart(Chart),
    /// Cells of rows and columns, shaded.
    Grid(Grid),
    /// Lines of text and numbers.
    Table(Table),
    /// Masks of pictures, actual beside predicted.
    Masks(Masks),
}

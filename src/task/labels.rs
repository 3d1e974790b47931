//! The labels of rows, kept small: any of them may be missing.

use std::fmt::Debug;
use std::num::NonZeroU32;

use crate::metric::PerRow;

/// What every collection of labels can do, one entry a row.
pub trait Labels: Clone + Debug + Default + 'static {
    /// How many labels a row can have.
    const PER_ROW: PerRow;

    /// How many labels a row has.
    fn count(&self, row: usize) -> usize;

    /// The labels of some rows, in their order.
    fn pick(&self, rows: &[u32]) -> Self;

    /// Takes the labels of all other rows away.
    ///
    /// - `is_kept`: one a row
    fn keep(&mut self, is_kept: &[bool]);

    /// Whether rows differ in their labels.
    fn differ(&self) -> bool;
}

/// Sets what belongs to rows that are not kept to nothing.
fn clear<T: Clone>(labels: &mut [T], width: usize, nothing: &T, is_kept: &[bool]) {
    for (own, _) in labels.chunks_mut(width.max(1)).zip(is_kept).filter(|(_, is_kept)| !**is_kept) {
        own.fill(nothing.clone());
    }
}

/// A number a row.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// What is missing is no number: so a row takes 8 bytes, not 16.
    values: Vec<f64>,
}

impl Numbers {
    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<f64> {
        self.values.get(row).copied().filter(|value| !value.is_nan())
    }

    /// The numbers of all rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<f64>> {
        self.values.iter().map(|&value| Some(value).filter(|value| !value.is_nan()))
    }

    /// Those that are known.
    pub fn known(&self) -> impl Iterator<Item = f64> {
        self.iter().flatten()
    }
}

impl FromIterator<Option<f64>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(values: I) -> Self {
        Self { values: values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect() }
    }
}

impl Labels for Numbers {
    const PER_ROW: PerRow = PerRow::One;

    fn count(&self, row: usize) -> usize {
        usize::from(self.get(row).is_some())
    }

    fn pick(&self, rows: &[u32]) -> Self {
        rows.iter().map(|&row| self.get(row as usize)).collect()
    }

    fn keep(&mut self, is_kept: &[bool]) {
        clear(&mut self.values, 1, &f64::NAN, is_kept);
    }

    fn differ(&self) -> bool {
        let mut known = self.known();
        let first = known.next();
        known.any(|value| Some(value) != first)
    }
}

/// A class a row, by its index.
#[derive(Clone, Debug, Default)]
pub struct ClassLabels {
    /// One more than the index: so a row takes 4 bytes, not 8.
    classes: Vec<Option<NonZeroU32>>,
}

impl ClassLabels {
    /// The class of a row.
    pub fn get(&self, row: usize) -> Option<usize> {
        self.classes.get(row).copied().flatten().map(index)
    }

    /// The classes of all rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<usize>> {
        self.classes.iter().map(|class| class.map(index))
    }

    /// Those that are known.
    pub fn known(&self) -> impl Iterator<Item = usize> {
        self.iter().flatten()
    }
}

fn index(class: NonZeroU32) -> usize {
    class.get() as usize - 1
}

impl FromIterator<Option<usize>> for ClassLabels {
    fn from_iter<I: IntoIterator<Item = Option<usize>>>(classes: I) -> Self {
        let class = |class: Option<usize>| NonZeroU32::new(class? as u32 + 1);
        Self { classes: classes.into_iter().map(class).collect() }
    }
}

impl Labels for ClassLabels {
    const PER_ROW: PerRow = PerRow::One;

    fn count(&self, row: usize) -> usize {
        usize::from(self.get(row).is_some())
    }

    fn pick(&self, rows: &[u32]) -> Self {
        rows.iter().map(|&row| self.get(row as usize)).collect()
    }

    fn keep(&mut self, is_kept: &[bool]) {
        clear(&mut self.classes, 1, &None, is_kept);
    }

    fn differ(&self) -> bool {
        let mut known = self.known();
        let first = known.next();
        known.any(|class| Some(class) != first)
    }
}

/// Yes or no for each label of a set, in every row.
#[derive(Clone, Debug, Default)]
pub struct SetLabels {
    width: usize,
    /// `[rows, labels]`, row-major
    labels: Vec<Option<bool>>,
}

impl SetLabels {
    /// - `width`: labels of the set
    /// - `labels`: `[rows, labels]`, row-major
    pub fn new(width: usize, labels: Vec<Option<bool>>) -> Self {
        Self { width, labels }
    }

    /// The labels of a row; none outside of the table.
    pub fn get(&self, row: usize) -> &[Option<bool>] {
        self.labels.get(row * self.width..(row + 1) * self.width).unwrap_or(&[])
    }

    /// `[rows, labels]`, row-major.
    pub fn all(&self) -> &[Option<bool>] {
        &self.labels
    }

    /// One label in all rows.
    pub fn of_label(&self, label: usize) -> impl Iterator<Item = Option<bool>> {
        self.labels.iter().skip(label).step_by(self.width.max(1)).copied()
    }
}

impl Labels for SetLabels {
    const PER_ROW: PerRow = PerRow::Several;

    fn count(&self, row: usize) -> usize {
        self.get(row).iter().flatten().count()
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let labels = rows.iter().flat_map(|&row| self.get(row as usize)).copied().collect();
        Self { width: self.width, labels }
    }

    fn keep(&mut self, is_kept: &[bool]) {
        clear(&mut self.labels, self.width, &None, is_kept);
    }

    fn differ(&self) -> bool {
        (0..self.width).any(|label| {
            let mut known = self.of_label(label).flatten();
            let first = known.next();
            known.any(|is_yes| Some(is_yes) != first)
        })
    }
}

/// A class for each pixel of a picture, in every row.
#[derive(Clone, Debug, Default)]
pub struct MaskLabels {
    pixels: usize,
    /// `[rows, height, width]`, row-major: [`Self::NONE`] where a pixel has no class.
    classes: Vec<u8>,
}

impl MaskLabels {
    /// What stands for no class.
    pub const NONE: u8 = u8::MAX;

    /// - `pixels`: of each picture
    /// - `classes`: `[rows, pixels]`, row-major
    pub fn new(pixels: usize, classes: Vec<u8>) -> Self {
        Self { pixels, classes }
    }

    /// The classes of a row's pixels; none outside of the table.
    pub fn get(&self, row: usize) -> &[u8] {
        self.classes.get(row * self.pixels..(row + 1) * self.pixels).unwrap_or(&[])
    }

    /// The classes of all pixels of all rows, and where each stands.
    pub fn known(&self) -> impl Iterator<Item = (usize, usize)> {
        let known = self.classes.iter().enumerate().filter(|(_, class)| **class != Self::NONE);
        known.map(|(index, &class)| (index, class.into()))
    }
}

impl Labels for MaskLabels {
    const PER_ROW: PerRow = PerRow::Several;

    fn count(&self, row: usize) -> usize {
        self.get(row).iter().filter(|class| **class != Self::NONE).count()
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let classes = rows.iter().flat_map(|&row| self.get(row as usize)).copied().collect();
        Self { pixels: self.pixels, classes }
    }

    fn keep(&mut self, is_kept: &[bool]) {
        clear(&mut self.classes, self.pixels, &Self::NONE, is_kept);
    }

    fn differ(&self) -> bool {
        let mut known = self.known().map(|(_, class)| class);
        let first = known.next();
        known.any(|class| Some(class) != first)
    }
}

//! Scores of answers counted by class, by label or by confidence.

use crate::gain::predictions::LabelSets;
use crate::metric::{calibration_bin, is_named, largest};

/// Rows of each class, rows answered as it, and rows that are both.
pub(in crate::gain) struct ClassTally {
    /// Answer and label of each row.
    pairs: Vec<(u16, u16)>,
    classes: usize,
    of_class: fn([f64; 3]) -> Option<f64>,
}

impl ClassTally {
    /// Mean recall over the classes present.
    pub fn recall(answers: &[usize], labels: &[usize], classes: usize) -> Self {
        Self::new(answers, labels, classes, |[actual, _, both]| (actual > 0.0).then(|| both / actual))
    }

    /// Mean F1 over the classes present in labels or answers.
    pub fn f1(answers: &[usize], labels: &[usize], classes: usize) -> Self {
        Self::new(answers, labels, classes, f1)
    }

    fn new(
        answers: &[usize],
        labels: &[usize],
        classes: usize,
        of_class: fn([f64; 3]) -> Option<f64>,
    ) -> Self {
        let pairs = answers.iter().zip(labels).map(|(&answer, &label)| (answer as u16, label as u16));
        Self { pairs: pairs.collect(), classes, of_class }
    }

    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let mut counts = vec![[0.0; 3]; self.classes];
        for (&(answer, label), weight) in self.pairs.iter().zip(weights) {
            add(&mut counts, label, 0, *weight);
            add(&mut counts, answer, 1, *weight);
            if answer == label {
                add(&mut counts, label, 2, *weight);
            }
        }
        mean(counts.into_iter().filter_map(self.of_class))
    }
}

fn add(counts: &mut [[f64; 3]], class: u16, part: usize, weight: f64) {
    if let Some(count) = counts.get_mut(usize::from(class)) {
        count[part] += weight;
    }
}

/// Undefined where nothing is of the class or answered so.
fn f1([actual, named, both]: [f64; 3]) -> Option<f64> {
    (actual + named > 0.0).then(|| 2.0 * both / (actual + named))
}

/// What a cell of a label set says: its label and its answer; a missing label says nothing.
#[derive(Clone, Copy)]
enum Cell {
    Missing,
    Known { is_yes: bool, is_named: bool },
}

/// Cells of each label that are yes, that are answered yes, that are both, and all.
pub(in crate::gain) struct LabelTally {
    /// `[rows, labels]`, row-major.
    cells: Vec<Cell>,
    labels: usize,
    score: fn(&[[f64; 4]]) -> Option<f64>,
}

impl LabelTally {
    /// Mean F1 over the labels that are yes or answered so anywhere.
    pub fn macro_f1(sets: LabelSets<'_>) -> Self {
        Self::new(sets, |counts| {
            mean(counts.iter().filter_map(|[actual, named, both, _]| f1([*actual, *named, *both])))
        })
    }

    /// F1 over all cells.
    pub fn micro_f1(sets: LabelSets<'_>) -> Self {
        Self::new(sets, |counts| {
            let [actual, named, both, _] = total(counts);
            f1([actual, named, both])
        })
    }

    /// Share of the cells answered wrong.
    pub fn hamming(sets: LabelSets<'_>) -> Self {
        Self::new(sets, |counts| {
            let [actual, named, both, cells] = total(counts);
            (cells > 0.0).then(|| (actual + named - 2.0 * both) / cells)
        })
    }

    fn new((probabilities, labels, count): LabelSets<'_>, score: fn(&[[f64; 4]]) -> Option<f64>) -> Self {
        let cell = |(&probability, label): (&f64, &Option<bool>)| match *label {
            None => Cell::Missing,
            Some(is_yes) => Cell::Known { is_yes, is_named: is_named(probability) },
        };
        Self { cells: probabilities.iter().zip(labels).map(cell).collect(), labels: count, score }
    }

    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let mut counts = vec![[0.0; 4]; self.labels];
        for (row, weight) in self.cells.chunks_exact(self.labels).zip(weights) {
            for (cell, [actual, named, both, cells]) in row.iter().zip(&mut counts) {
                let Cell::Known { is_yes, is_named } = *cell else { continue };
                let counted = |is: bool| if is { *weight } else { 0.0 };
                *actual += counted(is_yes);
                *named += counted(is_named);
                *both += counted(is_yes && is_named);
                *cells += weight;
            }
        }
        (self.score)(&counts)
    }
}

fn total(counts: &[[f64; 4]]) -> [f64; 4] {
    let add = |sum: [f64; 4], own: &[f64; 4]| std::array::from_fn(|part| sum[part] + own[part]);
    counts.iter().fold([0.0; 4], add)
}

/// The calibration error: confidence less being right, added up in each bin of confidence.
pub(in crate::gain) struct Bins {
    rows: Vec<(usize, f64)>,
}

impl Bins {
    /// - `probabilities`: `[rows, classes]`, row-major
    pub fn new(probabilities: &[f32], labels: &[usize], classes: usize) -> Self {
        let row = |(row, label): (&[f32], &usize)| {
            let top = largest(row);
            let confidence = row.get(top).copied().map_or(0.0, f64::from);
            (calibration_bin(confidence), confidence - f64::from(u8::from(top == *label)))
        };
        Self { rows: probabilities.chunks_exact(classes).zip(labels).map(row).collect() }
    }

    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let count = self.rows.iter().map(|(bin, _)| bin + 1).max()?;
        let mut gaps = vec![0.0; count];
        for (&(bin, gap), weight) in self.rows.iter().zip(weights) {
            if let Some(sum) = gaps.get_mut(bin) {
                *sum += weight * gap;
            }
        }
        let rows: f64 = weights.iter().sum();
        (rows > 0.0).then(|| gaps.iter().map(|gap| gap.abs()).sum::<f64>() / rows)
    }
}

/// `None` of nothing.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

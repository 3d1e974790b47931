//! One pass over labelled rows, a slice at a time: the loss of parameters and its gradient.

use super::design::Design;
use super::link::Link;
use crate::examples::{Labelled, Question};

/// Sums over the rows so far.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    next: usize,
    total: f64,
    loss: f64,
    /// By coefficients `[columns, scores]`, then by constants.
    gradient: Vec<f64>,
    /// Slopes by scores.
    sums: Vec<f64>,
}

/// What a pass is over.
#[derive(Clone, Copy, Debug)]
pub struct Over<'a> {
    pub design: &'a Design,
    pub link: Link,
    /// Of the columns: coefficients are those of columns less their means, so that they and the constants don't lean on one another.
    pub means: &'a [f64],
    pub labelled: &'a Labelled,
}

impl Pass {
    /// A pass that sums a gradient, too; that of [`Self::default`] doesn't.
    ///
    /// - `size`: parameters
    pub fn with_gradient(size: usize) -> Self {
        Self { gradient: vec![0.0; size], ..Self::default() }
    }

    /// Takes some more rows; whether all are in.
    ///
    /// - `point`: coefficients and constants
    /// - `question`: what a label costs whose class no training row has
    pub fn run(&mut self, over: Over<'_>, question: &Question, point: &[f64], rows: usize) -> bool {
        let Over { design, link, means, labelled } = over;
        let width = link.scores();
        let (coefficients, constants) = point.split_at((design.columns() * width).min(point.len()));
        let middle: Vec<f64> = middle(means, coefficients, width);
        let is_gradient = !self.gradient.is_empty();
        let (mut scores, mut slopes) = (vec![0.0; width], vec![0.0; link.constants()]);
        self.sums.resize(width, 0.0);
        let known = labelled.rows.iter().zip(labelled.pairs()).skip(self.next).take(rows);
        for (&row, (label, weight)) in known {
            let row = design.row(row);
            scores.iter_mut().zip(&middle).for_each(|(score, middle)| *score = -middle);
            row.add_scores(coefficients, &mut scores);
            let loss = question.cost(label, || link.loss(&mut scores, constants, label, &mut slopes));
            self.loss += weight * loss;
            self.total += weight;
            if is_gradient {
                scores.iter_mut().for_each(|slope| *slope *= weight);
                self.sums.iter_mut().zip(&scores).for_each(|(sum, slope)| *sum += slope);
                let (by_coefficients, by_constants) = self.gradient.split_at_mut(coefficients.len());
                row.add_gradient(&scores, by_coefficients);
                by_constants.iter_mut().zip(&slopes).for_each(|(sum, slope)| *sum += weight * slope);
            }
        }
        self.next += rows;
        self.next >= labelled.rows.len()
    }

    /// Mean loss.
    pub fn mean(&self) -> f64 {
        self.loss / self.total
    }

    /// Mean loss with its penalty, and the gradient of both.
    pub fn penalised(mut self, means: &[f64], point: &[f64], penalty: f64) -> (f64, Vec<f64>) {
        let width = self.sums.len().max(1);
        let size = (means.len() * width).min(point.len());
        let (coefficients, _) = point.split_at(size);
        let (by_coefficients, by_constants) = self.gradient.split_at_mut(size);
        for ((sums, mean), own) in
            by_coefficients.chunks_exact_mut(width).zip(means).zip(coefficients.chunks_exact(width))
        {
            for ((sum, all), own) in sums.iter_mut().zip(&self.sums).zip(own) {
                *sum = (*sum - mean * all) / self.total + penalty * own;
            }
        }
        by_constants.iter_mut().for_each(|sum| *sum /= self.total);
        let squares: f64 = coefficients.iter().map(|own| own * own).sum();
        (self.loss / self.total + 0.5 * penalty * squares, self.gradient)
    }
}

/// The scores of a row of means.
pub fn middle(means: &[f64], coefficients: &[f64], width: usize) -> Vec<f64> {
    let mut middle = vec![0.0; width];
    for (own, mean) in coefficients.chunks_exact(width.max(1)).zip(means) {
        middle.iter_mut().zip(own).for_each(|(sum, own)| *sum += mean * own);
    }
    middle
}

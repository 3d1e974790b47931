//! The best answer to each task that looks at no input, and what always answering so costs in training.

use crate::math::deviance::half_deviance;
use crate::task::TaskKind;
use crate::task::classes::entropy;
use crate::task::target::Target;
use crate::weighting::unit::is_constant;

/// Rows that a class without any counts as, since the logarithm of 0 is not finite.
const UNSEEN: f64 = 0.5;

/// The best constant answer to a task, judged as training judges: on training rows, with the weights of rows and classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// What the outputs of a head are that answers so: mean of the standardised labels, logarithm of the mean count in units of the
    /// unweighted one, log-odds of the second class or of each label of a set, logarithm of each class's share, or log-odds of being
    /// at or below each class but the last.
    pub outputs: Vec<f64>,
    /// Mean training loss of that answer.
    pub loss: f64,
}

impl Baseline {
    /// The baseline of a task.
    ///
    /// - `rows`: those to train on
    /// - `weight`: how much each label of a row counts in the training loss
    pub fn of(target: &Target, rows: &[u32], weight: impl Fn(usize) -> f32) -> Self {
        let labelled: Vec<(f64, f64)> = rows
            .iter()
            .map(|&row| row as usize)
            .filter_map(|row| Some((target.label(row)?.into(), weight(row).into())))
            .collect();
        match target.task.kind {
            TaskKind::Regression => {
                let center = mean(&labelled, |label| label).unwrap_or(0.0);
                let loss = mean(&labelled, |label| (label - center).powi(2)).unwrap_or(0.0);
                Self { outputs: vec![center], loss }
            }
            TaskKind::Count => match mean(&labelled, |label| label).filter(|&rate| rate > 0.0) {
                Some(rate) => {
                    let loss = mean(&labelled, |label| half_deviance(label, rate)).unwrap_or(0.0);
                    Self { outputs: vec![rate.ln()], loss }
                }
                None => Self { outputs: vec![0.0], loss: 0.0 },
            },
            TaskKind::Binary => Self::of_classes(2, &labelled, |shares| {
                shares[1..].iter().map(|&share| log_odds(share)).collect()
            }),
            TaskKind::Multiclass => Self::of_classes(target.task.classes.len(), &labelled, |shares| {
                shares.iter().map(|share| share.ln()).collect()
            }),
            TaskKind::Ordinal => Self::of_classes(target.task.classes.len(), &labelled, |shares| {
                let mut below = 0.0;
                let cumulative = shares.iter().take(shares.len() - 1).map(|share| {
                    below += share;
                    log_odds(below)
                });
                cumulative.collect()
            }),
            TaskKind::Multilabel => Self::of_labels(target, rows, weight),
        }
    }

    /// - `labelled`: class and weight of each row
    /// - `outputs`: from the shares of all classes, none of them 0
    fn of_classes(classes: usize, labelled: &[(f64, f64)], outputs: impl Fn(&[f64]) -> Vec<f64>) -> Self {
        let is = |class: usize| move |label: f64| f64::from(u8::from(label == class as f64));
        let shares: Vec<f64> =
            (0..classes).map(|class| mean(labelled, is(class)).unwrap_or(1.0 / classes as f64)).collect();
        // Of labels that weigh nothing there is nothing to learn.
        let loss = mean(labelled, |_| entropy(&shares)).unwrap_or(0.0);
        Self { outputs: outputs(&held(&shares, labelled.len())), loss }
    }

    /// Each label of a set is a question of its own, which counts as often as it is answered.
    fn of_labels(target: &Target, rows: &[u32], weight: impl Fn(usize) -> f32) -> Self {
        let (mut outputs, mut losses) = (Vec::new(), Vec::new());
        for place in 0..target.task.classes.len() {
            let label = |row| target.labels(row).get(place).copied().filter(|label| !label.is_nan());
            let labelled: Vec<(f64, f64)> = rows
                .iter()
                .map(|&row| row as usize)
                .filter_map(|row| Some((label(row)?.into(), weight(row).into())))
                .collect();
            let yes = mean(&labelled, |label| label).unwrap_or(0.5);
            outputs.push(log_odds(held(&[1.0 - yes, yes], labelled.len())[1]));
            losses.push((entropy(&[1.0 - yes, yes]), labelled.iter().map(|(_, weight)| weight).sum()));
        }
        Self { outputs, loss: mean(&losses, |loss| loss).unwrap_or(0.0) }
    }

    /// A sentence for a task in which there is nothing to learn, since training rows don't differ in their label.
    ///
    /// - `task`: its name
    pub fn note(&self, task: &str) -> Option<String> {
        is_constant(self.loss).then(|| {
            format!(
                "All training rows that count have the same label of “{task}”: there is nothing to learn, and “{task}” has no say in which epoch is kept. Add rows with other labels, or give “{task}” another role."
            )
        })
    }
}

/// Weighted mean of something about labels, given with their weights; `None` where they weigh nothing.
fn mean(labelled: &[(f64, f64)], of: impl Fn(f64) -> f64) -> Option<f64> {
    let total: f64 = labelled.iter().map(|(_, weight)| weight).sum();
    let sum: f64 = labelled.iter().map(|&(label, weight)| weight * of(label)).sum();
    (total > 0.0).then(|| sum / total)
}

/// The shares of classes among so many rows, those without any row held at what a part of a row would be.
fn held(shares: &[f64], rows: usize) -> Vec<f64> {
    let held = || shares.iter().map(|share| share.max(UNSEEN / rows.max(1) as f64));
    let total: f64 = held().sum();
    held().map(|share| share / total).collect()
}

fn log_odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

//! Classes as labels: their places in class order.

use super::Target;
use crate::config::TargetConfig;
use crate::data::column::Column;
use crate::data::error::DataError;
use crate::data::task::Task;
use crate::data::transform::{Curve, Transform};

/// Most classes that a task may have.
const MOST_CLASSES: usize = 200;

impl Target {
    pub(super) fn of_classes(
        column: &Column,
        rows: usize,
        train: &[u32],
        chosen: TargetConfig,
    ) -> Result<Self, DataError> {
        let order = column.class_order();
        let classes = order.len();
        let labelled = (0..rows).filter(|&row| column.code(row).is_some()).count();
        if classes > MOST_CLASSES || classes * 2 > labelled {
            return Err(DataError::TooManyClasses { task: column.name.clone(), classes, rows: labelled });
        }
        let mut place = vec![0; classes];
        for (class, &code) in order.iter().enumerate() {
            place[code] = class;
        }
        let class = |row: usize| column.code(row).map(|code| place[code]);
        let mut counts = vec![0_usize; classes];
        for class in train.iter().filter_map(|&row| class(row as usize)) {
            counts[class] += 1;
        }
        let total = counts.iter().sum::<usize>().max(1) as f64;
        let class_shares: Vec<f64> = counts.iter().map(|&count| count as f64 / total).collect();
        let class_weights = chosen.class_weights.of(&counts);
        let weighed =
            class_shares.iter().zip(&class_weights).map(|(share, &weight)| share * f64::from(weight));
        let weighed: Vec<f64> = weighed.collect();
        let names = order.iter().map(|&code| column.levels()[code].to_owned());
        let kind = Self::kind(column, classes, chosen.kind)?;
        Ok(Self {
            task: Task { name: column.name.clone(), kind, classes: names.collect() },
            mean: 0.0,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale: 1.0,
            trivial_loss: entropy(&class_shares),
            trivial_training_loss: entropy(&weighed),
            class_shares,
            class_weights,
            kinds: Self::kinds(column, classes),
            notes: Vec::new(),
            labels: (0..rows).map(|row| class(row).map_or(f32::NAN, |class| class as f32)).collect(),
        })
    }
}

/// In nats.
fn entropy(shares: &[f64]) -> f64 {
    let shares = shares.iter().filter(|&&share| share > 0.0);
    -shares.map(|share| share * share.ln()).sum::<f64>()
}

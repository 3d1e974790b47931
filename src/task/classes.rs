//! Classes as labels: their places in class order.

use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::task::TargetConfig;
use crate::task::rare::{Classes, RareClasses};
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{MOST_CLASSES, Task, TaskKind};

impl Target {
    pub(super) fn of_classes(
        column: &Column,
        rows: usize,
        train: &[u32],
        chosen: TargetConfig,
    ) -> Result<Self, DataError> {
        let default = TaskKind::choices_for(column, column.class_count()).first();
        let is_in_order = chosen.kind.as_ref().or(default) == Some(&TaskKind::Ordinal);
        if is_in_order && chosen.rare_classes == RareClasses::Pool {
            return Err(DataError::PooledOrder { task: column.name.clone() });
        }
        let found = Classes::of(column, train, chosen.rare_classes);
        let classes = found.names.len();
        let labelled = (0..rows).filter(|&row| column.code(row).is_some()).count();
        if classes > MOST_CLASSES || classes * 2 > labelled {
            return Err(DataError::TooManyClasses { task: column.name.clone(), classes, rows: labelled });
        }
        // Where pooling leaves two classes, nothing is left of a choice among kinds of several.
        let wanted = chosen.kind.filter(|_| !(found.is_pooled && classes == 2));
        let kind = Self::kind(column, classes, wanted)?;
        let can_pool = kind == TaskKind::Multiclass;
        let mut notes: Vec<String> = found.note(&column.name, can_pool).into_iter().collect();
        if chosen.kind.is_none() && column.kind.is_numeric() && kind == TaskKind::Multiclass {
            let name = &column.name;
            notes.push(format!(
                "The few whole numbers of “{name}” are learned as classes, as its name says. If they measure something, learn it as a number (targets.{name}.kind: “regression”)."
            ));
        }
        let Classes { names, counts, places, .. } = found;
        let class = |row: usize| column.code(row).map(|code| places[code]);
        let total = counts.iter().sum::<usize>().max(1) as f64;
        let class_shares: Vec<f64> = counts.iter().map(|&count| count as f64 / total).collect();
        let class_weights = chosen.class_weights.of(&counts);
        Ok(Self {
            task: Task { name: column.name.clone(), kind, classes: names },
            mean: 0.0,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale: 1.0,
            trivial_loss: entropy(&class_shares),
            class_shares,
            class_weights,
            kinds: Self::kinds(column, classes),
            notes,
            labels: (0..rows).map(|row| class(row).map_or(f32::NAN, |class| class as f32)).collect(),
        })
    }
}

/// In nats.
pub fn entropy(shares: &[f64]) -> f64 {
    let shares = shares.iter().filter(|&&share| share > 0.0);
    -shares.map(|share| share * share.ln()).sum::<f64>()
}

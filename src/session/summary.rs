//! The model that a dataset and a configuration give, as the page is told before it trains.

use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::report::{ModelSummary, Split, TaskSummary};

/// Counts of the model and its tasks.
pub fn model_summary(dataset: &Dataset, config: &RunConfig) -> ModelSummary {
    let inputs = dataset.encoding.width();
    let labelled = |task| Split::ALL.map(|split| (split, dataset.labelled(task, split))).into();
    ModelSummary {
        inputs,
        parameters: config.architecture.parameter_count(inputs, &dataset.output_counts()),
        rows: Split::ALL.map(|split| (split, dataset.rows(split).len())).into(),
        tasks: (dataset.targets.iter().enumerate())
            .map(|(task, target)| TaskSummary {
                name: target.task.name.clone(),
                kind: target.task.kind,
                classes: target.task.classes.clone(),
                outputs: target.task.output_count(),
                labelled: labelled(task),
            })
            .collect(),
    }
}

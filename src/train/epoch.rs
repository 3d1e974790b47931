//! The rows of one epoch in the order in which they are trained on, gathered many batches at a time: a batch is a view of them.

use std::ops::Range;

use burn::tensor::{Tensor, TensorData};

use super::rows::DeviceRows;
use crate::data::dataset::Dataset;
use crate::model::Rows;
use crate::schema::split::Split;

/// Most numbers gathered at a time: 64 MB beside the split itself.
const MOST_NUMBERS: usize = 16 << 20;

/// The labels of one group of tasks in a batch.
///
/// - `values`: `[rows, tasks * outputs]`: see [`DeviceRows`]; 0 where unlabelled
/// - `shares`: `[rows, tasks]`: each row's share in its task's mean loss, or that of each of its labels; 0 where unlabelled
#[derive(Clone)]
pub struct BatchTargets {
    pub values: Tensor<2>,
    pub shares: Tensor<2>,
}

/// One pass over the training split.
pub struct Epoch {
    /// Row indices, batch after batch, the last filled up with the empty row.
    order: Vec<u32>,
    batch_rows: usize,
    /// What the labels of each batch weigh together, each 1 where neither its class nor a column says otherwise; a list a task.
    labelled: Vec<Vec<f32>>,
    gathered: Option<Gathered>,
}

/// A few batches, one below the other.
struct Gathered {
    batches: Range<usize>,
    features: Rows,
    targets: Vec<BatchTargets>,
}

impl Epoch {
    /// Batches of `batch_rows` rows, in an order of indices into the training split.
    pub fn new(dataset: &Dataset, mut order: Vec<u32>, batch_rows: usize) -> Self {
        let rows = dataset.rows(Split::Train);
        let labelled = (0..dataset.targets.len()).map(|task| {
            let weight = |&place: &u32| {
                let row = rows[place as usize] as usize;
                dataset.training_weight(task, row) * dataset.targets[task].label_count(row) as f32
            };
            order.chunks(batch_rows).map(|batch| batch.iter().map(weight).sum()).collect()
        });
        let labelled = labelled.collect();
        order.resize(order.len().next_multiple_of(batch_rows), rows.len() as u32);
        Self { order, batch_rows, labelled, gathered: None }
    }

    /// Whether each task has a labelled row that weighs something in a batch.
    pub fn present(&self, batch: usize) -> Vec<bool> {
        self.labelled.iter().map(|batches| batches.get(batch).is_some_and(|&weight| weight > 0.0)).collect()
    }

    /// Batches in which a task has a labelled row that weighs something.
    pub fn labelled_batches(&self, task: usize) -> usize {
        self.labelled[task].iter().filter(|&&weight| weight > 0.0).count()
    }

    /// The rows of a batch and the targets of each group.
    pub fn batch(&mut self, batch: usize, rows: &DeviceRows, dataset: &Dataset) -> (Rows, Vec<BatchTargets>) {
        let gathered = match self.gathered.take() {
            Some(gathered) if gathered.batches.contains(&batch) => gathered,
            _ => self.gather(batch, rows, dataset),
        };
        let start = (batch - gathered.batches.start) * self.batch_rows;
        let part = |tensor: &Tensor<2>| tensor.clone().narrow(0, start, self.batch_rows);
        let targets = gathered.targets.iter();
        let targets = targets
            .map(|targets| BatchTargets { values: part(&targets.values), shares: part(&targets.shares) });
        let Rows { numbers, pictures } = &gathered.features;
        let rows = Rows { numbers: part(numbers), pictures: pictures.iter().map(part).collect() };
        let parts = (rows, targets.collect());
        self.gathered = Some(gathered);
        parts
    }

    fn gather(&self, first: usize, rows: &DeviceRows, dataset: &Dataset) -> Gathered {
        let many = (MOST_NUMBERS / (self.batch_rows * rows.width(dataset)).max(1)).max(1);
        let batches = first..(first + many).min(self.order.len() / self.batch_rows);
        let order = &self.order[batches.start * self.batch_rows..batches.end * self.batch_rows];
        let count = order.len();
        let (features, values) = rows.gather(order, dataset);
        let groups = dataset.layout().groups;
        let targets = groups.iter().zip(values).map(|(group, values)| {
            let shares = self.shares(group.tasks.clone(), &batches, dataset);
            let shares = TensorData::new(shares, [count, group.tasks.len()]);
            BatchTargets { values, shares: Tensor::from_data(shares, &rows.device()) }
        });
        Gathered { targets: targets.collect(), features, batches }
    }

    /// Each row's share in the mean loss of each of the tasks: `[rows, tasks]`, row-major.
    fn shares(&self, tasks: Range<usize>, batches: &Range<usize>, dataset: &Dataset) -> Vec<f32> {
        let split = dataset.rows(Split::Train);
        let mut shares = Vec::with_capacity(batches.len() * self.batch_rows * tasks.len());
        for batch in batches.clone() {
            for &place in &self.order[batch * self.batch_rows..(batch + 1) * self.batch_rows] {
                let row = split.get(place as usize).map(|&row| row as usize);
                shares.extend(tasks.clone().map(|task| {
                    let weight = row.map_or(0.0, |row| dataset.training_weight(task, row));
                    // Rows may all weigh nothing.
                    if weight > 0.0 { weight / self.labelled[task][batch] } else { 0.0 }
                }));
            }
        }
        shares
    }
}
